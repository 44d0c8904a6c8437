/** How well the shield tells abuse from anger, beside a list of words and beside one pattern; on public sets and on sentences of the tests. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeTone } from '../../src/shield/judge.ts';
import { AIMED, AIMED_LATER } from '../../tests/shield/aimed.ts';
import { AIMED_ELSEWHERE, FINE_ELSEWHERE } from '../../tests/shield/languages.ts';
import { COMPLAINTS, FINE_LATER, INNOCENT, TURNS } from '../../tests/shield/sentences.ts';
import type { Result } from '../run.ts';

type Judge = (text: string) => boolean;

/** What a plain filter does: any word of a list. */
const WORDS =
  /\b(?:fuck\w*|shit\w*|bitch\w*|cunt\w*|ass(?:hole)?s?|dick\w*|cock\w*|puss(?:y|ies)|penis|anal|sex\w*|whores?|sluts?|nigg\w+|fag\w*|retard\w*|idiots?|morons?|stupid|dumb|bastards?|wankers?|kill\w*|die|damn|hell|crap|piss\w*|tits?|boobs?|rape\w*)\b/i;
/** Somebody is called something. */
const NEAR =
  /\b(?:you|u|your|ur)\b.{0,25}\b(?:idiots?|morons?|stupid|dumb|useless|scum|bitch|asshole|cunt|whore|loser|retard\w*)\b|\bfuck (?:you|off)\b|\bkill you(?:rself)?\b|\bshut up\b/i;

const JUDGES: Record<'shield' | 'words' | 'near', Judge> = {
  shield: text => judgeTone(text).level === 'aimed',
  words: text => WORDS.test(text),
  near: text => NEAR.test(text),
};

/** Measures what there are sets for. */
export async function benchShield(data: string): Promise<Result[]> {
  return [...onOwn(), ...onTweets(data), ...onQuestions(data), ...onGists(data), ...onTime(data)];
}

function onOwn(): Result[] {
  const fine = [...INNOCENT, ...COMPLAINTS, ...TURNS, ...FINE_LATER, ...FINE_ELSEWHERE];
  const aimed = [...AIMED, ...AIMED_LATER, ...AIMED_ELSEWHERE];
  const found = (judge: Judge, texts: readonly string[]) => `${texts.filter(judge).length} of ${texts.length}`;
  const row = (judge: Judge) => `${found(judge, aimed)} aimed ones, ${found(judge, fine)} others`;
  return [
    {
      what: 'Shield, sentences of the tests: folded',
      measured: row(JUDGES.shield),
      baseline: `a list of words: ${row(JUDGES.words)}; one pattern: ${row(JUDGES.near)}`,
      target: 'all, and none of the others (they were written with it)',
      ok: fine.every(each => !JUDGES.shield(each)) && aimed.every(JUDGES.shield),
    },
  ];
}

function lines<T>(data: string, file: string): T[] {
  const path = join(data, file);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(each => JSON.parse(each) as T);
}

function onTweets(data: string): Result[] {
  const tweets = lines<{ label: string; text: string }>(data, 'abuse-tweets.jsonl');
  if (!tweets.length) return [];
  const share = (judge: Judge) => {
    const bad = tweets.filter(each => each.label !== 'neither');
    const [hits, all] = [bad.filter(each => judge(each.text)).length, tweets.filter(each => judge(each.text)).length];
    return { precision: (100 * hits) / all, recall: (100 * hits) / bad.length };
  };
  const said = (judge: Judge) => {
    const { precision, recall } = share(judge);
    return `precision ${precision.toFixed(1)} %, recall ${recall.toFixed(1)} %`;
  };
  const tagged: Judge = text => judgeTone(text).level !== 'none';
  return [
    {
      what: 'Shield, 8,000 public posts of which 83 % offend somebody, hardly any the reader',
      measured: `folded: ${said(JUDGES.shield)}; folded or tagged: ${said(tagged)}`,
      baseline: `a list of words: ${said(JUDGES.words)}; one pattern: ${said(JUDGES.near)}`,
      target: 'precision >= 95 % of what is folded',
      ok: share(JUDGES.shield).precision >= 95,
    },
  ];
}

function onQuestions(data: string): Result[] {
  const texts = [
    ...lines<{ text: string }>(data, 'banking77.jsonl').map(each => each.text),
    ...lines<{ text: string; reply: string }>(data, 'bitext-replies.jsonl').flatMap(each => [each.text, each.reply]),
  ];
  if (!texts.length) return [];
  const rate = (judge: Judge) => `${((100 * texts.filter(judge).length) / texts.length).toFixed(2)} %`;
  return [
    {
      what: `Shield, ${texts.length} questions of customers and replies: wrongly folded`,
      measured: rate(JUDGES.shield),
      baseline: `a list of words ${rate(JUDGES.words)}; one pattern ${rate(JUDGES.near)}`,
      target: '<= 0.06 %',
      ok: texts.filter(JUDGES.shield).length / texts.length <= 0.0006,
    },
  ];
}

const GREETINGS = ['Hi,', 'Hello there,', 'Good morning,', 'Dear team,', ''];
const BEFORE = ['I hope you are well.', 'I have been a customer of yours for more than ten years.', ''];
const INSULTS = [
  'You are a bunch of useless idiots.',
  'Go to hell.',
  'Are you people stupid or what?',
  'You morons.',
  'What a pack of clowns you are!',
  'You make me sick, you lazy cow.',
  'You are the dumbest people I have ever dealt with in my whole life.',
];
const ENDS = ['Thanks,\nMaya Patel', 'Kind regards,\nTom Jones\n0161 496 0123', 'Sent from my phone', 'Best,\nJo'];

/** Each question of one sentence, between insults and what letters have around them. */
function onGists(data: string): Result[] {
  const asked = lines<{ part: string; text: string }>(data, 'banking77.jsonl')
    .filter(each => each.part === 'test')
    .map(each => each.text.replace(/\s+/g, ' ').trim())
    .filter(each => !/[.!?].*\w/.test(each));
  if (!asked.length) return [];
  let [right, longest] = [0, 0];
  for (const [i, text] of asked.entries()) {
    const one = /[.?!]$/.test(text) ? text : `${text}.`;
    const pick = (list: string[], shift: number) => list[(i * 7 + shift * 3) % list.length]!;
    const body = i % 2 ? [pick(INSULTS, 1), one, pick(INSULTS, 2)] : [one, pick(INSULTS, 3)];
    const message = [pick(GREETINGS, 0), [pick(BEFORE, 4), ...body].join(' '), pick(ENDS, 5)].join('\n\n');
    const same = (words: string | null | undefined) => words?.replace(/\W/g, '') === one.replace(/\W/g, '');
    const gist = judgeTone(message).gist;
    if (same(gist) || (gist?.endsWith('…') && one.startsWith(gist.slice(0, -1)))) right++;
    if (same(message.split(/[.?!\n]+/).toSorted((a, b) => b.length - a.length)[0])) longest++;
  }
  const share = (n: number) => `${((100 * n) / asked.length).toFixed(1)} %`;
  return [
    {
      what: `Shield, the sentence that asks, in ${asked.length} insulting letters made for it`,
      measured: share(right),
      baseline: `the longest sentence ${share(longest)}`,
      target: '>= 90 % (made by the same hand)',
      ok: right / asked.length >= 0.9,
    },
  ];
}

function onTime(data: string): Result[] {
  const texts = lines<{ text: string; reply: string }>(data, 'bitext-replies.jsonl').flatMap(each => [
    each.text,
    each.reply,
  ]);
  if (!texts.length) return [];
  const timed = (judge: Judge) => {
    const times = texts.slice(0, 4_000).map(text => {
      const began = performance.now();
      judge(text);
      return performance.now() - began;
    });
    return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
  };
  const p95 = timed(JUDGES.shield);
  return [
    {
      what: 'Shield, time for one text (p95)',
      measured: `${p95.toFixed(2)} ms`,
      baseline: `a list of words ${timed(JUDGES.words).toFixed(2)} ms`,
      target: '< 2 ms',
      ok: p95 < 2,
    },
  ];
}
