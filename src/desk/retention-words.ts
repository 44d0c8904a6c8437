/** Sentences about what is kept how long, what goes first, and what a night removed. Pure. */
import { type KeepDays, keepDaysOf, type Retention } from '../core/retention.ts';
import type { RetentionNumbers } from '../ports/retaining.ts';
import { dayWords } from './dates.ts';

const some = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

const BYTES = [
  { from: 1e9, called: 'GB' },
  { from: 1e6, called: 'MB' },
  { from: 1e3, called: 'kB' },
];

function sizeWords(bytes: number): string {
  const unit = BYTES.find(each => bytes >= each.from);
  return unit ? `${(bytes / unit.from).toFixed(1)} ${unit.called}` : some(bytes, 'byte');
}

function numberWords({ enquiries, files, raws, bytes }: RetentionNumbers): string {
  const parts = [
    ...(enquiries ? [`the texts of ${some(enquiries, 'enquiry', 'enquiries')}`] : []),
    ...(files ? [some(files, 'file')] : []),
    ...(raws ? [some(raws, 'mail as it came', 'mails as they came')] : []),
    ...(bytes ? [sizeWords(bytes)] : []),
  ];
  return parts.length ? parts.join(', ') : 'nothing';
}

function daysWords({ texts, files, raws }: KeepDays): string {
  const of = (name: string, days: number | null) => `${name} ${days === null ? 'for ever' : some(days, 'day')}`;
  return [of('texts', texts), of('files', files), of('mails as they came', raws)].join(', ');
}

/** In a line of the settings. */
export function retentionWords(rules: Retention | null): string {
  return rules ? rulesWords(rules) : 'Everything is kept for ever.';
}

/** As it comes to pass: what holds the same words goes with them. */
function rulesWords(rules: Retention): string {
  const own = Object.keys(rules.channels).map(name => `${name}: ${daysWords(keepDaysOf(rules, name))}`);
  return [`Kept: ${daysWords(keepDaysOf(rules, null))}.`, ...(own.length ? [`On ${own.join('; ')}.`] : [])].join(' ');
}

const nightWords = (nights: number) =>
  nights > 1 ? ` It takes ${nights} nights, so that your desk is not flooded with changes.` : '';

export const RETENTION = {
  title: 'How long things are kept',
  onlyAdmins: 'Only admins can say how long things are kept. Ask one of them.',
  off: 'Everything is kept for ever. To change that, open the settings (How long things are kept), or type: retention texts 730, files 365, raw 90',
  noDays: 'That keeps everything for ever. To end a removal, type retention off.',
  isOff: 'Nothing is removed any more because of its age. What is gone stays gone.',
  proposed: 'Saved, and nothing is removed yet. Type retention to see what would go first, and to switch it on.',
  would: (numbers: RetentionNumbers, nights: number) =>
    `From the next night on this would go: ${numberWords(numbers)}.${nightWords(nights)}`,
  tonight: (numbers: RetentionNumbers, nights: number) => `Tonight: ${numberWords(numbers)}.${nightWords(nights)}`,
  nothing: 'Nothing is old enough yet.',
  stays:
    'Figures, numbers, names and addresses stay; open and waiting enquiries are never touched. What is gone cannot be brought back.',
  confirm: 'Switch it on',
  keepAll: 'Leave it as it is',
  on: (rules: Retention) =>
    `Switched on. ${rulesWords(rules)} It begins in the next night, outside your opening hours.`,
  changed: 'What would go has changed since it was shown. This is how it is now.',
  noProposal: 'There is nothing to switch on. Say in the settings first how long things are kept.',
  inFile: 'This is set in deskhand.yaml. Change it there.',
  announced: (rules: Retention, numbers: RetentionNumbers, nights: number) =>
    `deskhand.yaml says how long things are kept. ${rulesWords(rules)} From the next night on: ${numberWords(numbers)}.${nightWords(nights)} Nothing was removed yet: take the lines out of the file if that is not what you want.`,
  last: (night: string, numbers: RetentionNumbers, left: boolean) =>
    `Removed in the night of ${dayWords(night)}: ${numberWords(numbers)}.${left ? ' There is more: the next nights go on.' : ''}`,
  never: 'It has not run yet.',
  doubt: (now: string, seen: string | null) =>
    `The clock of this computer says ${now}${seen ? `, but it last ran on ${seen}` : ', but the messages of your customers say another day'}. So nothing is removed because of its age. Set the clock right if it is wrong; if it is right, it goes on by itself after three days in which customers write.`,
  doubtShort:
    'Nothing is removed: the clock of this computer does not fit what was seen before. Set it right, or wait three days if it is.',
  doubtLog: 'The clock does not fit what was seen before: nothing is removed because of its age.',
  fileGone: (days: number) => `Removed after ${days} days.`,
  textsGone: (days: number) => `Texts removed after ${days} days.`,
  status: 'Resolved',
} as const;
