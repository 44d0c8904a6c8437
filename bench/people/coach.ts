/** The coach: hints on good replies, and what it sees of replies that were spoilt on purpose. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS, type Check, type Draft, isStop } from '../../src/coach/checks.ts';
import { hintsFor } from '../../src/coach/judge.ts';
import type { Result } from '../run.ts';

/** Good replies that are spoilt in each way. */
const SPOILT_EACH = 300;

interface Line {
  text: string;
  reply: string;
}

/** @param data the folder of the sets */
export async function benchCoach(data: string): Promise<Result[]> {
  const file = join(data, 'bitext-replies.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(each => JSON.parse(each) as Line);
  const good = lines.map(({ text, reply }) => draftOf(text, filled(reply, text)));
  const begun = process.hrtime.bigint();
  const found = good.map(each => hintsFor(each));
  const ms = Number(process.hrtime.bigint() - begun) / 1e6 / good.length;
  const count = (check: (name: Check) => boolean) => found.flat().filter(each => check(each.check)).length;
  const per100 = (n: number) => ((100 * n) / good.length).toFixed(2);
  const stops = count(isStop);
  const by = CHECKS.map(check => [check, count(each => each === check)] as const).filter(([, n]) => n > 0);
  const swapped = good.map((each, i) => ({ ...each, reply: good[(i + 1_777) % good.length]!.reply }));
  const swaps = swapped.filter(each => hintsFor(each).some(({ check }) => check === 'question')).length;
  const spoilt = Object.entries(SPOILERS).map(([name, { check, spoil, target, before }]): Result => {
    const some = good.filter((_, i) => i % Math.floor(good.length / SPOILT_EACH) === 0);
    const all = some.map((each, i) => hintsFor(spoil(each, i)).some(hint => hint.check === check));
    const recall = (100 * all.filter(Boolean).length) / all.length;
    return {
      what: `coach: ${name}`,
      measured: `${recall.toFixed(1)} % of ${all.length} seen`,
      baseline: before,
      target: `>= ${target} %`,
      ok: recall >= target,
    };
  });
  return [
    {
      what: 'coach: hints on 100 good replies',
      measured: `${per100(found.flat().length)} (${by.map(([check, n]) => `${check} ${n}`).join(', ')} of ${good.length})`,
      baseline: 'write-good 29, alex 8',
      target: '<= 3',
      ok: found.flat().length <= 0.03 * good.length,
    },
    {
      what: 'coach: good replies that are stopped',
      measured: `${per100(stops)} % (${stops} of ${good.length}; those are gaps that the set left in square brackets)`,
      baseline: '1.8 % with the gaps of the set',
      target: '<= 0.1 % without them',
      ok: stops - gapsIn(good, found) <= 0.001 * good.length,
    },
    {
      what: 'coach: replies swapped with those to others',
      measured: `${((100 * swaps) / good.length).toFixed(1)} % seen as a question left open`,
      baseline: 'word overlap alone: AUROC .977',
      // What overlap and past replies reach together at 5 % false hints, where replies echo the question.
      target: '>= 99 %',
      ok: swaps >= 0.99 * good.length,
    },
    ...spoilt,
    { what: 'coach: a reply is judged', measured: `${ms.toFixed(2)} ms`, baseline: '-', target: '< 5 ms', ok: ms < 5 },
  ];
}

/** Stops that are true: the set itself left a gap, in brackets or as XX. */
function gapsIn(good: Draft[], found: { check: Check }[][]): number {
  return found.filter(
    (hints, i) =>
      hints.some(({ check }) => check === 'placeholder') && /\[[^\]]*\]|XX|\bX (?:business )?days/.test(good[i]!.reply),
  ).length;
}

function draftOf(text: string, reply: string): Draft {
  return { reply, customer: { name: 'Maya Patel', text }, staff: { name: 'Ann Lee' }, thread: [] };
}

/** What the set leaves open, as a shop would fill it in. */
function filled(reply: string, text: string): string {
  const number = /\d{4,}/.exec(text)?.[0] ?? '4471';
  return reply
    .replace(/\{\{([^}]*)\}\}/g, (_, name: string) => {
      if (/phone/i.test(name)) return '+44 161 496 0000';
      if (/mail/i.test(name)) return 'support@shop.example';
      if (/url|website/i.test(name)) return 'shop.example';
      if (/hours|availab/i.test(name)) return 'Monday to Friday';
      if (/number of days/i.test(name)) return '14';
      if (/\bid\b|number/i.test(name)) return number;
      return name;
    })
    .replace(/\[([A-Z][^\]]*)\]/g, '$1');
}

interface Spoiler {
  check: Check;
  spoil(draft: Draft, i: number): Draft;
  target: number;
  before: string;
}

const pick = (all: readonly string[], i: number) => all[i % all.length]!;
/** Put behind one of its sentences. */
const add =
  (all: readonly string[]) =>
  (draft: Draft, i: number): Draft => {
    const at = [...draft.reply.matchAll(/(?<=[.!?])\s/g)].map(each => each.index);
    const place = at[i % Math.max(1, at.length)] ?? draft.reply.length;
    return { ...draft, reply: `${draft.reply.slice(0, place)} ${pick(all, i)} ${draft.reply.slice(place)}` };
  };
const GAPS = [
  ...[
    '{{Order Number}}',
    '{name}',
    '[insert name]',
    '[Customer Name]',
    '[check: 3 May]',
    '<name>',
    'XXX',
    'TBC',
    '__NAME__',
    '%NAME%',
    '[DATE]',
  ],
  ...[
    '[order number]',
    '[Name einsetzen]',
    '[à compléter]',
    '[insertar fecha]',
    '[inserire data]',
    '[naam invullen]',
    '[wpisz imię]',
    '[inserir nome]',
    'TBD',
    '{0}',
  ],
];

const SPOILERS: Record<string, Spoiler> = {
  'a gap left in': {
    check: 'placeholder',
    spoil: add(GAPS.map(each => `This is about ${each}.`)),
    target: 98,
    before: '57 %',
  },
  'the gaps of the set left in': {
    check: 'placeholder',
    spoil: draft => ({ ...draft, reply: `${draft.reply} Call {{Customer Support Phone Number}}.` }),
    target: 98,
    before: '57 %',
  },
  'a card number': {
    check: 'card',
    spoil: (draft, i) => add([`Your card ${cardNumber(i)} was charged.`, `We see ${cardNumber(i + 1)}.`])(draft, i),
    target: 98,
    before: '100 %',
  },
  'a password or a key': {
    check: 'secret',
    spoil: add([
      ...[
        'The password is Kettle77.',
        'Your password: blue-kettle.',
        'Das Passwort lautet Wasser88.',
        'Le mot de passe est Soleil99.',
        'La contraseña es verano24.',
      ],
      ...[
        `xo${'xb'}-1234567890-abcdefghij`,
        `gh${'p_'}abcdefghijklmnopqrstuvwxyz0123456789`,
        `AK${'IA'}IOSFODNN7EXAMPLE`,
        'api_key=9f2c77aa01bb44cc',
      ],
    ]),
    target: 98,
    before: '100 %',
  },
  'a link for the inside': {
    check: 'internal',
    spoil: add([
      ...[
        'See https://kettle.slack.com/archives/C0123/p17 for it.',
        'It is at http://10.0.0.12/returns',
        'See http://wiki.kettle.internal/returns',
        'Ask <@U0123ABCD>.',
      ],
      ...[
        'https://kettle.sharepoint.com/sites/shop',
        'https://teams.microsoft.com/l/message/19:abc',
        'http://intranet/returns',
        'https://jira.kettle.example/browse/K-1',
      ],
    ]),
    target: 98,
    before: '100 %',
  },
  shouting: {
    check: 'shouting',
    spoil: (draft, i) => {
      const sentences = draft.reply.split(/(?<=[.!?])\s/);
      const at = sentences.findIndex(each => each.length === Math.max(...sentences.map(other => other.length)));
      const loud = i % 3 === 0 ? sentences[at]!.replace(/[.!?]*$/, '!!') : sentences[at]!.toUpperCase();
      return { ...draft, reply: sentences.with(at, loud).join(' ') };
    },
    target: 95,
    before: '100 %',
  },
  'a promise without a day': {
    check: 'promise',
    spoil: add([
      ...[
        "We'll get back to you soon.",
        'I will contact you shortly.',
        'We will let you know as soon as possible.',
        'Somebody will call you back.',
        'We will send you a replacement.',
      ],
      ...[
        'Our team will be in touch shortly.',
        "I'll look into it and let you know.",
        "You'll hear from us soon.",
        'Your refund will be processed soon.',
        "We'll keep you posted.",
      ],
    ]),
    target: 90,
    before: '82 %',
  },
  'the wrong name': {
    check: 'name',
    spoil: (draft, i) => ({
      ...draft,
      reply: `${pick(['Hi Sara,', 'Dear Mr Meyer,', 'Hello Tom!', 'Good morning Julia,', 'Dear Ben,'], i)}\n\n${draft.reply}`,
    }),
    target: 95,
    before: '-',
  },
  "another customer's number or address": {
    check: 'other-customer',
    spoil: (draft, i) => {
      const text = `${draft.customer.text}. My order is 4471.`;
      const words = [
        'Your order 8812 has left.',
        'It went to tom.meyer@gmail.com.',
        'We will call you on 0161 496 0777 today.',
        'Mrs Okafor has it now.',
        'Your order number is 5390.',
      ];
      return add(words)({ ...draft, customer: { ...draft.customer, text } }, i);
    },
    target: 95,
    before: '-',
  },
  'another language': {
    check: 'language',
    spoil: (draft, i) => ({ ...draft, customer: { ...draft.customer, text: pick(FOREIGN, i) } }),
    target: 95,
    before: '-',
  },
  'sorry, and nothing else': {
    check: 'apology',
    spoil: (draft, i) => ({ ...draft, reply: pick(APOLOGIES, i) }),
    target: 95,
    before: '-',
  },
};
const FOREIGN = [
  'Wo ist meine Bestellung? Ich warte seit zwei Wochen darauf und habe nichts gehört.',
  "Bonjour, où est ma commande ? J'attends depuis deux semaines et je n'ai pas de nouvelles.",
  '¿Dónde está mi pedido? Llevo dos semanas esperando y no tengo noticias.',
  "Dov'è il mio ordine? Aspetto da due settimane e non ho notizie.",
  'Waar is mijn bestelling? Ik wacht al twee weken en heb niets gehoord.',
];
const APOLOGIES = [
  'We are very sorry for the inconvenience.',
  'Hi Maya,\n\nwe sincerely apologise for the trouble.\n\nBest,\nAnn',
  'Sorry about that! We understand your frustration.',
];

/** Test numbers of the schemes, as they are published, with other ways to write them. */
function cardNumber(i: number): string {
  const number = pick(
    [
      '4111111111111111',
      '5555555555554444',
      '378282246310005',
      '6011111111111117',
      '2223003122003222',
      '30569309025904',
    ],
    i,
  );
  if (i % 3 === 0) return number;
  const groups =
    number.length === 15
      ? /(\d{4})(\d{6})(\d{5})/
      : number.length === 14
        ? /(\d{4})(\d{6})(\d{4})/
        : /(\d{4})(\d{4})(\d{4})(\d{4})/;
  return groups
    .exec(number)!
    .slice(1)
    .join(i % 3 === 1 ? ' ' : '-');
}
