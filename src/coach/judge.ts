/** Judges a reply before it is sent: at most two hints, those that stop it first. Pure; what was judged is kept nowhere. */
import { languageOf } from '../core/language.ts';
import { cardIn, masked } from './card.ts';
import { CHECKS, type Check, type Draft, HINTS_MAX, type Hint, isStop } from './checks.ts';
import { greetedName, greets, isCalled, isLetter, isNoPerson, isSigned, namesOf } from './greeting.ts';
import { internalIn } from './internal.ts';
import { otherCustomerIn } from './other.ts';
import { placeholderIn } from './placeholder.ts';
import { promiseIn } from './promise.ts';
import { unansweredIn } from './question.ts';
import { hardToRead } from './reading.ts';
import { secretIn } from './secret.ts';
import { folded, plainOf, quoted, withoutQuotes, wordsOf } from './texts.ts';
import { emptyApologyIn, shoutingIn } from './tone.ts';

/** Of a text that is shorter nobody can tell the language. */
const LANGUAGE_CHARS_MIN = 25;

/** @param off checks that its author does not want; what stops is never off */
export function hintsFor(draft: Draft, off: readonly string[] = []): Hint[] {
  const read = readingOf(draft);
  const hints: Hint[] = [];
  for (const check of CHECKS) {
    if (hints.length === HINTS_MAX) break;
    if (off.includes(check) && !isStop(check)) continue;
    const words = FINDERS[check](read);
    if (words !== null) hints.push({ check, stops: isStop(check), words });
  }
  return hints;
}

/** All that stops it, without regard to how many: what is shown is up to two of these. */
export function stopsOf(draft: Draft): Hint[] {
  const read = readingOf(draft);
  return CHECKS.filter(isStop).flatMap(check => {
    const words = FINDERS[check](read);
    return words === null ? [] : [{ check, stops: true, words }];
  });
}

interface Reading extends Draft {
  /** The author's own words: without what they quote. */
  said: string;
  asked: string;
  others: string[];
  /** Everything that was written here before. */
  known: string;
  /** What the customer wrote of it. */
  wrote: string;
}

function readingOf(draft: Draft): Reading {
  const reply = plainOf(draft.reply);
  const asked = plainOf(draft.customer.text);
  const others = draft.thread.map(plainOf).filter(each => each.trim() !== asked.trim());
  const known = [asked, ...others].join('\n');
  const wrote = [asked, ...(draft.theirs ?? []).map(plainOf)].join('\n');
  return { ...draft, reply, said: withoutQuotes(reply), asked, others, known, wrote };
}

const FINDERS: Record<Check, (read: Reading) => string | null> = {
  card: ({ reply }) => {
    const card = cardIn(reply);
    return (
      card && `"${masked(card)}" looks like a card number. You could leave it out, or give its last four digits only.`
    );
  },
  secret: ({ reply }) => {
    const secret = secretIn(reply);
    return (
      secret && `${quoted(secret)} looks like a password or a key. You could send it another way, or leave it out.`
    );
  },
  internal: ({ reply, wrote }) => {
    const link = internalIn(reply, wrote);
    return link && `${quoted(link)} works only inside the team. You could say it in words, or link a public page.`;
  },
  placeholder: ({ reply, wrote }) => {
    const found = placeholderIn(reply, wrote);
    return found && `${quoted(found)} still stands in here. You could fill it in.`;
  },
  'other-customer': ({ said, known, customer, staff, own = [] }) => {
    const team = [...own, staff.name ?? '', customer.name ?? ''].join('\n');
    const found = otherCustomerIn(said, { text: `${known}\n${team}`, thread: known });
    return found && `${quoted(found)} is nowhere in this thread. You could check that it belongs to this customer.`;
  },
  name: read => {
    const greeted = greetedName(read.said);
    const name = read.customer.name?.trim() ?? '';
    if (!greeted || !name || isNoPerson(name)) return null;
    if (isCalled(greeted, [...namesOf(name), ...namesIn(read.known, greeted)])) return null;
    return `You greet ${quoted(greeted)}, and this customer is called ${quoted(name)}. You could check the name.`;
  },
  language: ({ said, asked, others }) => {
    if (said.trim().length < LANGUAGE_CHARS_MIN || asked.trim().length < LANGUAGE_CHARS_MIN) return null;
    const [theirs, ours] = [languageOf(asked), languageOf(said)];
    if (!theirs || !ours || theirs.slice(0, 2) === ours.slice(0, 2) || isNear(theirs, ours)) return null;
    if (others.some(each => languageOf(each) === ours)) return null;
    return `The customer writes in ${tongue(theirs)}, and this is in ${tongue(ours)}. You could answer in theirs.`;
  },
  question: ({ said, asked }) => {
    const ask = unansweredIn(withoutQuotes(asked), said);
    return ask && `They also asked: ${quoted(ask)}. You could say a word about it.`;
  },
  promise: ({ said }) => {
    const promise = promiseIn(said);
    return promise && `${quoted(promise)} names no day. You could add one, such as "by Thursday".`;
  },
  shouting: ({ said, known, customer, own = [] }) => {
    const loud = shoutingIn(said, [known, customer.name ?? '', ...own].join('\n'));
    return loud && `${quoted(loud)} can read as shouting. You could write it in small letters, with one mark.`;
  },
  apology: ({ said }) => {
    const apology = emptyApologyIn(said);
    return apology && `After ${quoted(apology)} you could say what happens next, even if it is small.`;
  },
  greeting: ({ said, form, first, asked, others, customer }) => {
    if (form === 'chat' || !(first ?? others.length === 0)) return null;
    if (!(form === 'letter' || isLetter(asked) || isSigned(said))) return null;
    if (wordsOf(said).length < 3 || greets(said, customer.name)) return null;
    return 'This begins without a greeting. You could start with "Hello" and their name.';
  },
  reading: ({ said }) => {
    const hard = hardToRead(said);
    return hard && `${quoted(hard)} takes long to read. You could make two short sentences of it.`;
  },
};

/** Names with which the greeted one may agree: anything that stands in the thread, but for whom the customer greets. */
function namesIn(known: string, greeted: string): string[] {
  const wanted = new Set(namesOf(greeted));
  const greetedThere = new Set(known.split('\n').flatMap(line => namesOf(greetedName(line) ?? '')));
  return wordsOf(folded(known)).filter(each => wanted.has(each) && !greetedThere.has(each));
}

/** Languages whose readers understand the other one. */
const NEAR = [
  ['da', 'nb', 'nn', 'no', 'sv'],
  ['hr', 'sr', 'bs', 'sl'],
  ['es', 'ca', 'gl'],
  ['cs', 'sk'],
  ['pt', 'gl'],
];

function isNear(one: string, other: string): boolean {
  return NEAR.some(each => each.includes(one) && each.includes(other));
}

const TONGUES: Record<string, string> = {
  ...{
    en: 'English',
    de: 'German',
    fr: 'French',
    es: 'Spanish',
    it: 'Italian',
    nl: 'Dutch',
    pl: 'Polish',
    pt: 'Portuguese',
  },
  ...{
    ar: 'Arabic',
    ca: 'Catalan',
    sv: 'Swedish',
    da: 'Danish',
    nb: 'Norwegian',
    fi: 'Finnish',
    is: 'Icelandic',
    cs: 'Czech',
  },
  ...{
    sk: 'Slovak',
    hu: 'Hungarian',
    ro: 'Romanian',
    hr: 'Croatian',
    sr: 'Serbian',
    sl: 'Slovenian',
    tr: 'Turkish',
    et: 'Estonian',
  },
  ...{
    lv: 'Latvian',
    lt: 'Lithuanian',
    id: 'Indonesian',
    vi: 'Vietnamese',
    ja: 'Japanese',
    ko: 'Korean',
    th: 'Thai',
    he: 'Hebrew',
  },
  ...{
    el: 'Greek',
    hi: 'Hindi',
    zh: 'Chinese',
    'zh-Hant': 'Chinese',
    fa: 'Persian',
    uk: 'Ukrainian',
    bg: 'Bulgarian',
    ru: 'Russian',
  },
};

function tongue(code: string): string {
  return TONGUES[code] ?? 'another language';
}
