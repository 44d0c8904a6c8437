/** The words staff and managers type: one parser and one help text for every desk. Pure. */

import { clampText } from '../core/message.ts';
import { distance } from '../core/spelling.ts';
import { type AuditCommand, auditAsked } from './audit-words.ts';
import { type GatheringCommand, gatheringCommand } from './gathering-actions.ts';
import { type ManagersCommand, managersAsked } from './managers-words.ts';
import { type ReasonsCommand, reasonsAsked } from './reason-words.ts';

export type Command =
  | { do: 'help' }
  /** `page`: 2 and on; the first one has none. */
  | { do: 'open'; page?: number }
  | { do: 'mine'; page?: number }
  | { do: 'find'; words: string; page?: number }
  | { do: 'customer'; who: string }
  /** Empty where nobody was named. */
  | { do: 'erase'; who: string }
  | { do: 'health' /** With every detail that is well. */; all?: true }
  | { do: 'settings' }
  | { do: 'log'; what: string }
  /** `period`: the words that name a time; `me`: only about the asker; `ratings`: each rating with its enquiry. */
  | { do: 'stats'; period: string[]; by: (typeof SPLITS)[number] | null; me: boolean; ratings?: true }
  /** The weekly letter: how it stands, with a preview; from now on; or no more. */
  | { do: 'letter'; what: 'show' | 'send' | 'stop' }
  /** `period`: the words that name a time. */
  | { do: 'insight'; period: string[] }
  | { do: 'away'; until: string[] }
  | { do: 'back' }
  | { do: 'name'; name: string }
  | { do: 'hours' }
  /** What colleagues may ask the asker about, and when; `words`: what stands behind. */
  | { do: 'expert'; what: (typeof EXPERT_ACTS)[number]; words: string }
  /** `turn`: null to see them. */
  | { do: 'hints'; turn: 'on' | 'off' | null; which: string }
  /** `which`: the name of a customer's script; empty to choose. */
  | { do: 'practise'; which: string }
  /** `separator`: between the fields of its CSV, as typed; empty for the usual one. */
  | { do: 'export'; separator: string }
  | { do: 'replies'; what: 'list' | 'add' | 'edit' | 'retire'; words: string; page?: number }
  | ReasonsCommand
  /** Answers that anybody may read. */
  | { do: 'answers'; what: (typeof ANSWER_ACTS)[number]; words: string; page?: number }
  | { do: 'move'; number: number; room: string }
  | { do: 'split'; number: number; from: number }
  /** Resolves it then unless its customer writes; no words: at once. */
  | { do: 'resolve'; number: number | null /** Null: the one in whose thread it is typed. */; on: string[] }
  /** A break of so many minutes. */
  | { do: 'take'; minutes: number }
  | GatheringCommand
  | AuditCommand
  | ManagersCommand
  /** What was sent to a model for the asker's drafts. */
  | { do: 'drafts'; page?: number }
  /** How long things are kept. `print`: of what was shown before it is switched on. */
  | { do: 'retention'; what: 'show' | 'on' | 'off' | 'keep'; print: string }
  /** `days`: as they are typed. */
  | { do: 'retention'; what: 'propose'; days: string }
  | { do: 'mode'; mode: 'preview' | 'direct' }
  | { do: 'unclear'; typed: string; nearest: string };

interface Known {
  word: string;
  /** How it is typed, for the help text. */
  usage: string;
  help: string;
  example: string;
}

export const COMMANDS: readonly Known[] = [
  { word: 'help', usage: 'help', help: 'what you can type', example: 'help' },
  {
    word: 'open',
    usage: 'open',
    help: 'every unfinished enquiry, those waiting for us first',
    example: 'open',
  },
  { word: 'mine', usage: 'mine', help: 'what you have claimed', example: 'mine' },
  {
    word: 'find',
    usage: 'find <words>',
    help: 'enquiries by number, customer, subject or words',
    example: 'find broken kettle',
  },
  {
    word: 'customer',
    usage: 'customer <who>',
    help: 'a customer and their enquiries',
    example: 'customer maya@example.com',
  },
  {
    word: 'stats',
    usage: 'stats [today|yesterday|week|last week|month|<from> <to>] [by channel|reason|hour]',
    help: 'how it went: how many, how fast, what about; name a room for that room alone; stats me is about you and only for you',
    example: 'stats last week by channel',
  },
  {
    word: 'insight',
    usage: 'insight [week|month|<from> <to>]',
    help: 'what customers taught us: what they asked, what changed, what is new, in their own words',
    example: 'insight month',
  },
  {
    word: 'letter',
    usage: 'letter [send|stop]',
    help: 'the weekly letter for the rest of the business: see it, start it, stop it (admins)',
    example: 'letter',
  },
  {
    word: 'retention',
    usage: 'retention [off|texts <days>, files <days>, raw <days>]',
    help: 'how long things are kept, and what would go tonight (admins)',
    example: 'retention',
  },
  {
    word: 'ratings',
    usage: 'ratings [<time>]',
    help: 'what customers said, the worst first, each with its enquiry',
    example: 'ratings last week',
  },
  {
    word: 'replies',
    usage: 'replies [add|edit|retire] [<title>]',
    help: 'saved replies: see them, write one, change one, stop offering one',
    example: 'replies',
  },
  {
    word: 'reasons',
    usage: 'reasons [add|rename|merge|retire|restore] [<name>]',
    help: 'what an enquiry can be about; admins add, rename and merge them',
    example: 'reasons',
  },
  {
    word: 'answers',
    usage: 'answers [add|edit|retire|restore] [<title>]',
    help: 'answers that anybody can read on your page: see them, write one, change one, take one off',
    example: 'answers',
  },
  {
    word: 'log',
    usage: 'log <what happened>',
    help: 'write down a phone call or a visitor at the counter',
    example: 'log Mr Okafor called about his invoice',
  },
  {
    word: 'away',
    usage: 'away [until]',
    help: 'say that you are away; others may take over your enquiries',
    example: 'away until monday',
  },
  { word: 'back', usage: 'back', help: 'say that you are back', example: 'back' },
  {
    word: 'name',
    usage: 'name [first|team|<your name>]',
    help: 'how customers see you: your first name, only the team, or a name you choose',
    example: 'name Priya',
  },
  {
    word: 'hints',
    usage: 'hints [on|off] [<which>]',
    help: 'the hints that you alone see before you send, and which of them you want',
    example: 'hints',
  },
  { word: 'hours', usage: 'hours', help: 'when we are open', example: 'hours' },
  {
    word: 'drafts',
    usage: 'drafts',
    help: 'what was sent to a model for your drafts of the last hour, word for word',
    example: 'drafts',
  },
  {
    word: 'expert',
    usage: 'expert add|remove|list <topic>',
    help: 'what colleagues may ask you about; "expert hours 9-12 mon-fri" and "expert asks 2" say when and how often',
    example: 'expert add stoves',
  },
  {
    word: 'practice',
    usage: 'practice [<which>]',
    help: 'answer a customer who is made up: only you see it, and nothing is kept',
    example: 'practice',
  },
  {
    word: 'health',
    usage: 'health',
    help: 'what works right now, and what does not; "health all" says every detail',
    example: 'health',
  },
  {
    word: 'split',
    usage: 'split <number> <message>',
    help: 'start a new enquiry from this message on',
    example: 'split 17 3',
  },
  {
    word: 'resolve',
    usage: 'resolve <number> on <day>',
    help: 'resolve an enquiry on a day, unless the customer writes before; without a day at once',
    example: 'resolve 17 on friday',
  },
  {
    word: 'take',
    usage: 'take 10',
    help: 'ten minutes for yourself: no reminders, no questions, and nobody sees it',
    example: 'take 10',
  },
  {
    word: 'findings',
    usage: 'findings [<number>]',
    help: 'what was flagged for the business, who looks after it, and what comes next',
    example: 'findings',
  },
  {
    word: 'incident',
    usage: 'incident [<words>]',
    help: 'something is going on: gather the enquiries about it, and answer all of them at once',
    example: 'incident card payments fail',
  },
  {
    word: 'move',
    usage: 'move <number> <room>',
    help: 'move an enquiry to another room',
    example: 'move 17 returns',
  },
  {
    word: 'export',
    usage: 'export',
    help: 'every enquiry in a table, as CSV and JSON Lines; export ; or export comma for your spreadsheet (admins)',
    example: 'export',
  },
  {
    word: 'erase',
    usage: 'erase <customer>',
    help: 'erase a customer and everything they wrote, once you have seen what goes (admins)',
    example: 'erase maya@example.com',
  },
  {
    word: 'managers',
    usage: 'managers [add|remove] [<who>] [for <rooms>]',
    help: 'who sees figures of rooms, and looks after saved replies, without being an admin (admins)',
    example: 'managers add Ben for returns',
  },
  {
    word: 'audit',
    usage: 'audit [<days>] [<who>] [settings|channels|rights|customers|exports]',
    help: 'what admins did: settings, rights, exports, erased customers, with when and who (admins)',
    example: 'audit 30',
  },
  { word: 'settings', usage: 'settings', help: 'rooms, channels, hold times and hours (admins)', example: 'settings' },
  { word: 'mode', usage: 'mode preview|direct', help: 'how replies leave this room (admins)', example: 'mode preview' },
];

const ARGUMENT_CHARS_MAX = 200;
/** Longer is away. */
const TAKE_MINUTES_MAX = 60;
/** "semicolon" is the longest. */
const SEPARATOR_CHARS_MAX = 9;

export function parseCommand(typed: string): Command {
  const [first = '', ...rest] = typed
    .trim()
    .replace(/^\/?(desk|deskhand)\b\s*/i, '')
    .replace(/^([a-z]+)[?!.,:]+/i, '$1 ')
    .trim()
    .split(/\s+/);
  const word = first.toLowerCase();
  const words = rest.join(' ');
  // Past that it is not a time, number or room; what is searched for or logged may be longer.
  const tooLong = words.length > ARGUMENT_CHARS_MAX;
  const unclear = (nearest: string): Command => ({ do: 'unclear', typed: clampText(typed.trim(), 80).text, nearest });
  switch (word) {
    case '':
    case '?':
    case 'help':
      return { do: 'help' };
    case 'open':
    case 'mine':
      return { do: word, ...pageOf(words).page };
    case 'back':
    case 'hours':
    case 'settings':
      return { do: word };
    case 'export':
      return { do: 'export', separator: words.length <= SEPARATOR_CHARS_MAX ? words : '' };
    case 'health':
      return { do: 'health', ...(/^(all|full|details?)$/i.test(words) ? { all: true } : {}) };
    case 'stats':
    case 'stat':
    case 'statistics':
    case 'figures':
      return (tooLong ? null : stats(rest)) ?? unclear('stats');
    case 'ratings':
    case 'rating':
      return ratings(tooLong ? ['?'] : rest);
    case 'away':
      return { do: 'away', until: tooLong ? [clampText(words, ARGUMENT_CHARS_MAX).text] : rest };
    case 'name':
      return { do: 'name', name: words };
    case 'practice':
    case 'practise':
      return { do: 'practise', which: tooLong ? '?' : words.toLowerCase() };
    case 'log':
      return { do: 'log', what: words };
    case 'move':
      return (tooLong ? null : move(rest)) ?? unclear('move');
    case 'replies':
      return replies(rest);
    case 'reason':
    case 'reasons':
      return reasonsAsked(rest) ?? unclear('reasons');
    case 'find':
      return words ? { do: 'find', words: pageOf(words).before || words, ...pageOf(words).page } : unclear('find');
    case 'customer':
      return words ? { do: 'customer', who: words } : unclear('customer');
    case 'erase':
      return { do: 'erase', who: words };
    case 'split': {
      const [number, from] = rest.map(each => Number(each.replace(/^#/, '')));
      return Number.isInteger(number) && Number.isInteger(from)
        ? { do: 'split', number: number!, from: from! }
        : unclear('split');
    }
    case 'mode':
      return words === 'preview' || words === 'direct' ? { do: 'mode', mode: words } : unclear('mode');
    default:
      return (tooLong ? null : ofColleagues(word, rest)) ?? unclear(meantBy(word, rest));
  }
}

/** What people set for themselves, and do for each other; null for other words. */
function ofColleagues(word: string, rest: string[]): Command | null {
  if (/^insights?$/.test(word)) return { do: 'insight', period: rest.map(each => each.toLowerCase()) };
  if (/^letters?$/.test(word)) return letter(rest[0]?.toLowerCase() ?? '');
  if (word === 'retention') return retention(rest);
  if (/^hints?$/.test(word)) return hints(rest);
  if (/^answers?$/.test(word)) return answers(rest);
  if (/^drafts?$/.test(word)) return { do: 'drafts', ...pageOf(rest.join(' ')).page };
  if (/^managers?$/.test(word)) return managersAsked(rest.join(' '));
  if (word === 'audit') return auditAsked(pageOf(rest.join(' ')).before, pageOf(rest.join(' ')).page);
  if (word === 'resolve') return resolves(rest);
  if (/^experts?$/.test(word)) return expert(rest);
  return word === 'take' ? takes(rest.join(' ')) : gatheringCommand(word, rest);
}

function letter(word: string): Command | null {
  if (['', 'show', 'preview'].includes(word)) return { do: 'letter', what: 'show' };
  if (['send', 'start', 'on'].includes(word)) return { do: 'letter', what: 'send' };
  return ['stop', 'off', 'end'].includes(word) ? { do: 'letter', what: 'stop' } : null;
}

/** `texts 730, files 365, raw 90`, `off`, or nothing to see it. */
function retention([word = '', ...rest]: string[]): Command | null {
  if (/^(texts?|files?|raws?)$/i.test(word))
    return { do: 'retention', what: 'propose', days: [word, ...rest].join(' ') };
  const [print = ''] = rest;
  const what = (['on', 'off', 'keep'] as const).find(each => each === word.toLowerCase());
  return what || word === '' ? { do: 'retention', what: what ?? 'show', print } : null;
}

/** `10`, `10 min`, `a 10`, or nothing for ten. */
function takes(words: string): Command | null {
  const minutes = words === '' ? 10 : Number(/^(?:a )?(\d{1,2})(?: ?min(?:utes?)?)?$/.exec(words)?.[1] ?? 0);
  return minutes >= 1 && minutes <= TAKE_MINUTES_MAX ? { do: 'take', minutes } : null;
}

/** `on promise`, `off`, or nothing. */
function hints([turn = '', ...which]: string[]): Command {
  const said = (['on', 'off'] as const).find(each => each === turn.toLowerCase()) ?? null;
  return { do: 'hints', turn: said, which: said ? which.join(' ') : '' };
}

/** `17 on friday`, `#17 friday 14:00`, `17 on friday unless they write`, `17`. */
function resolves(words: string[]): Command | null {
  const [first = ''] = words;
  const named = /^#?\d{1,9}$/.test(first);
  const rest = words.slice(named ? 1 : 0).map(each => each.toLowerCase());
  const number = named ? Number(first.replace('#', '')) : null;
  // "resolve" alone in a room is nothing; "resolve this" is.
  if (number === null && rest.length === 0) return null;
  const unless = rest.indexOf('unless');
  const on = (unless < 0 ? rest : rest.slice(0, unless)).filter(each => each !== 'this' && each !== 'it');
  return { do: 'resolve', number, on };
}

/** `<number> <room>` */
function move(rest: readonly string[]): Command | null {
  const number = Number(rest[0]?.replace(/^#/, ''));
  const room = rest.slice(1).join(' ').replace(/^#/, '');
  return Number.isInteger(number) && room ? { do: 'move', number, room } : null;
}

/** What follows `replies`; a word that is no command of theirs is looked for among the titles. */
function replies(rest: readonly string[]): Command {
  const what = /^(add|edit|retire|list)$/i.exec(rest[0] ?? '')?.[1]?.toLowerCase() as
    | 'add'
    | 'edit'
    | 'retire'
    | 'list'
    | undefined;
  const words = rest.slice(what ? 1 : 0).join(' ');
  if (what && what !== 'list') return { do: 'replies', what, words };
  const { before, page } = pageOf(words);
  return { do: 'replies', what: 'list', words: page.page ? before : words, ...page };
}

const ANSWER_ACTS = ['list', 'add', 'edit', 'retire', 'restore', 'retired'] as const;

/** What follows `answers`; a word that is no command of theirs is looked for among the titles. */
function answers(rest: readonly string[]): Command {
  const what = ANSWER_ACTS.find(each => each === rest[0]?.toLowerCase());
  const words = rest.slice(what ? 1 : 0).join(' ');
  if (what && what !== 'list' && what !== 'retired') return { do: 'answers', what, words };
  const { before, page } = pageOf(words);
  return { do: 'answers', what: what ?? 'list', words: page.page ? before : words, ...page };
}

const EXPERT_ACTS = ['add', 'remove', 'list', 'hours', 'asks', 'stop'] as const;
/** A map, for people type anything: every object knows a word such as "constructor". */
const EXPERT_WORDS = new Map<string, (typeof EXPERT_ACTS)[number]>([
  ['on', 'add'],
  ['in', 'add'],
  ['delete', 'remove'],
  ['drop', 'remove'],
  ['not', 'remove'],
  ['topics', 'list'],
  ['show', 'list'],
  ['hour', 'hours'],
  ['ask', 'asks'],
  ['off', 'stop'],
]);

/** Without a word behind it, what is known of the asker; a topic alone is none of them. */
function expert(rest: readonly string[]): Command | null {
  const [first = 'list', ...more] = rest;
  const word = first.toLowerCase();
  const what = EXPERT_ACTS.find(each => each === word) ?? EXPERT_WORDS.get(word);
  if (!what) return null;
  const words = more.join(' ').trim();
  const needsMore = what === 'add' || what === 'remove' || what === 'asks';
  return needsMore && words === '' ? null : { do: 'expert', what, words };
}

function ratings(period: readonly string[]): Command {
  return { do: 'stats', period: period.map(each => each.toLowerCase()), by: null, me: false, ratings: true };
}

/** "page 2" at the end of what was typed. */
function pageOf(words: string): { before: string; page: { page?: number } } {
  const found = /^(.*?)\s*\bpage (\d{1,4})$/i.exec(words);
  const page = Number(found?.[2] ?? 1);
  return { before: found?.[1] ?? words, page: page > 1 ? { page } : {} };
}

/** `by ...` and `me` may stand anywhere; the rest names a time. */
function stats(words: string[]): Command | null {
  const lower = words.map(each => each.toLowerCase());
  const at = lower.findIndex(each => each === 'by' || each === 'per');
  const by = at < 0 ? null : splitOf(lower[at + 1] === 'contact' ? lower[at + 2] : lower[at + 1]);
  if (at >= 0 && (by === null || lower.indexOf('by', at + 1) > 0)) return null;
  const length = at < 0 ? 0 : lower[at + 1] === 'contact' ? 3 : 2;
  const rest = at < 0 ? lower : [...lower.slice(0, at), ...lower.slice(at + length)];
  const mine = (each: string) => each === 'me' || each === 'mine' || each === 'my';
  return { do: 'stats', period: rest.filter(each => !mine(each)), by, me: rest.some(mine) };
}

const SPLITS = ['channel', 'reason', 'hour', 'weekday', 'week'] as const;

function splitOf(word: string | undefined): (typeof SPLITS)[number] | null {
  const one = (word ?? '').replace(/s$/, '');
  if (one === 'day') return 'weekday';
  return SPLITS.find(each => each === one) ?? SPLITS.find(each => distance(one.slice(0, 20), each) <= 1) ?? null;
}

/** What may be shown to everybody in a room once somebody has seen it. */
export function mayBeShown(command: Command): boolean {
  if (command.do === 'stats') return !command.me && !command.ratings;
  return ['open', 'health', 'hours', 'insight'].includes(command.do);
}

/** Examples rather than grammar: what stands before the colon can be typed as it is. */
export function helpText(): string {
  return COMMANDS.map(({ example, help }) => `${example}: ${help}`).join('\n');
}

/** What help offers to press: it changes nothing, and needs no more words. */
export const PRESSED_IN_HELP = ['open', 'mine', 'stats', 'hours', 'health'];

export function unclearText(typed: string, nearest: string): string {
  const known = COMMANDS.find(each => each.word === nearest) ?? COMMANDS[0]!;
  if (BUSY.test(typed)) return `Did you mean "stats by weekday"? It shows when customers write, in an average week.`;
  const splits = [...typed.matchAll(/\b(?:by|per) (?:contact )?(\w+)/gi)].map(([, what]) =>
    splitOf(what!.toLowerCase()),
  );
  const two = splits.filter(each => each !== null).map(each => `by ${each}`);
  if (known.word === 'stats' && /\b(by|per)\b/i.test(typed))
    return `${two.length > 1 ? `${two.join(' and ')} are two. ` : ''}Figures can be split by channel, by reason or by hour, by one of them at a time; never by person. stats by week shows a trend, stats by weekday when customers write. For example: ${known.example}`;
  if (typed.split(/\s+/)[0]?.toLowerCase().replace(/^\//, '') === known.word) {
    return `"${known.word}" needs more: ${known.usage}. For example: ${known.example}`;
  }
  if (isSentence(typed))
    return 'That is not a command. Was it for the customer? Then write it in the thread without mentioning Deskhand, or press Reply on the card. For what you can ask, type: help';
  return `"${typed}" is not known. Did you mean "${known.usage}"? For example: ${known.example}`;
}

/** What people ask who have to say when somebody must be there. */
const BUSY = /\b(busy|busier|busiest|rota|staffing)\b/i;
/** This many words are not a mistyped command; somebody may have meant them for the customer. */
const SENTENCE_WORDS = 6;

/** Words without anything that a command is made of. */
function isSentence(typed: string): boolean {
  const words = wordsOf(typed.trim().split(/\s+/));
  return words.length >= SENTENCE_WORDS && !words.some(each => isCommandWord(each) || TIME_WORD.test(each));
}

function wordsOf(typed: readonly string[]): string[] {
  return typed.map(each => each.toLowerCase().replace(/[?!.,:]+$/, ''));
}

function isCommandWord(word: string): boolean {
  return COMMANDS.some(known => known.word === word);
}

/** Times that only figures are asked for. */
const TIME_WORD = /^(today|yesterday|week|weeks|month|months|year|weekend|statistics|numbers|figures)$/;

/** A known word anywhere, as in "show me open"; a time means figures; else what is spelled alike. */
function meantBy(first: string, rest: readonly string[]): string {
  const others = wordsOf(rest);
  const named = others.find(isCommandWord);
  const near = nearestTo(first);
  // "whats open" is no "stats", and "fnid" is "find".
  if (first.length > 3 && first[0] === near[0] && distance(first.slice(0, 20), near) <= 2) return near;
  return named ?? (others.some(each => TIME_WORD.test(each)) ? 'stats' : near);
}

/** The known word with the fewest letters to change. */
function nearestTo(word: string): string {
  let best = COMMANDS[0]!.word;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const known of COMMANDS) {
    const steps = distance(word.slice(0, 20), known.word);
    if (steps < bestDistance) [best, bestDistance] = [known.word, steps];
  }
  return best;
}
