/** Draws enquiries and the entries of their threads as cards. Pure. */
import { addressBeside, markedSide, messageNotes, titleOf } from '../../../../src/desk/message-notes.ts';
import { aboutWords } from '../../../../src/desk/wording.ts';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type {
  CardView,
  CoachView,
  EntryView,
  MarkView,
  MessageView,
  PrivateRow,
  PrivateView,
} from '../../../../src/ports/views.ts';
import { withinBudget } from './budget.ts';
import { actions, linkActions } from './buttons.ts';
import {
  cardOf,
  cut,
  type Drawn,
  type Element,
  fixed,
  isLonger,
  linkRun,
  moment,
  NAME_CHARS_MAX,
  quote,
  rich,
  run,
  small,
  titled,
} from './elements.ts';

/** Characters of a message before "Show all", where the card has room for them. */
const WORDS_CHARS_MAX = 3_000;
const LINE_CHARS_MAX = 3_000;
const HINTS_MAX = 20;

const STATUS_LOOKS: Record<CardView['status'], { sign: string; style: string }> = {
  open: { sign: '🔵', style: 'accent' },
  waiting: { sign: '⏳', style: 'emphasis' },
  snoozed: { sign: '💤', style: 'emphasis' },
  resolved: { sign: '✅', style: 'good' },
  spam: { sign: '🚫', style: 'attention' },
  merged: { sign: '🔀', style: 'emphasis' },
};

/** The root card. */
export function drawCard(card: CardView, linkTo: (thread: string) => string | null = () => null): Drawn {
  const { message } = card;
  const address = addressBeside(message);
  const since = card.waitingSince;
  return withinBudget(share =>
    cardOf(
      [
        statusBand(card),
        ...(card.subject ? [rich([run(card.subject, 300, { weight: 'Bolder' })])] : []),
        titled(titleOf(card), ` (${message.machine ?? 'customer'})`),
        small(`#${card.number}  ${inOnePiece(`·  ${card.channel}`)}${address === null ? '' : `  ${address}`}`),
        ...(since === null
          ? []
          : [fixed(`waiting since ${moment(since)}`, { size: 'Small', isSubtle: true, spacing: 'None' })]),
        ...messageElements(message, share),
        ...(card.earlier.length ? [earlierWords(card.earlier, linkTo, share)] : []),
        ...(card.help ?? []).flatMap(each => [small(each.words, share), ...actions(each.buttons)]),
        ...(card.refused ? [small(`✋  ${card.refused}`, share)] : []),
        ...actions(card.buttons, card.menu),
        ...linkActions(card.links),
      ],
      card.summary,
    ),
  );
}

/** The numbers lead to their threads. */
function earlierWords(earlier: CardView['earlier'], linkTo: (thread: string) => string | null, share: number): Element {
  const look = { size: 'Small', isSubtle: true } as const;
  const runs = earlier.flatMap(({ number, outcome, thread, ...each }, i) => {
    const url = thread ? linkTo(thread) : null;
    const label = `#${number}`;
    const words = ` ${cut(aboutWords(each), 60 * share)} (${outcome})`;
    const named = url
      ? [linkRun(label, url, { size: 'Small' }), run(words, LINE_CHARS_MAX * share, look)]
      : [run(`${label}${words}`, LINE_CHARS_MAX * share, look)];
    return i > 0 ? [run('; ', 2, look), ...named] : named;
  });
  return rich([run('Earlier: ', 9, look), ...runs], { spacing: 'Small' });
}

/** "email · help": a phone breaks the line before it or after it, and leaves no dot at the end of one. */
function inOnePiece(words: string): string {
  return words.replaceAll(' ', '\u00a0');
}

/** Status and owner, in a band across the card that stands out while scrolling. */
function statusBand({ status, statusWords, owner, contactReason }: CardView): Element {
  const { sign, style } = STATUS_LOOKS[status];
  const rest = [owner && `${owner} has it`, contactReason].filter(Boolean).map(each => `  ·  ${each}`);
  const words = run(`${sign}  ${statusWords}`, NAME_CHARS_MAX, { size: 'Small', weight: 'Bolder' });
  return { type: 'Container', style, bleed: true, items: [rich([words, run(rest.join(''), 200, { size: 'Small' })])] };
}

/** The same enquiry, once it goes on in another room. */
export function drawPointer({ number, message }: CardView, link: string | null): Drawn {
  const where = link
    ? linkRun('Carry on there', link, { size: 'Small' })
    : run('Carry on there.', 20, { size: 'Small' });
  return cardOf(
    [
      titled(message.customer, `  ·  ${message.machine ?? 'customer'}  ·  #${number}`),
      rich([run('Moved to another room. ', 30, { size: 'Small', isSubtle: true }), where], { spacing: 'Small' }),
    ],
    `#${number} was moved to another room.`,
  );
}

/** One entry of a thread. @param link opens the thread that a line speaks of */
export function drawEntry(entry: EntryView, link: string | null = null): Drawn {
  if (entry.as === 'message') return drawMessage(entry);
  if (entry.as === 'reply') return drawReply(entry.author, entry.customer, entry.text, null);
  const sign = entry.tone === 'failure' ? '⚠️  ' : entry.tone === 'warning' ? '🔸  ' : '';
  return withinBudget(share =>
    cardOf(
      [
        entry.tone === 'quiet'
          ? small(entry.words, 4 * share)
          : rich([run(`${sign}${entry.words}`, LINE_CHARS_MAX * share)]),
        ...(link ? [rich([linkRun('Open it', link, { size: 'Small' })], { spacing: 'Small' })] : []),
        ...actions(entry.buttons),
      ],
      entry.words,
    ),
  );
}

function drawMessage({ message, ours, buttons = [] }: Extract<EntryView, { as: 'message' }>): Drawn {
  const name = message.machine ? `${message.customer} (${message.machine})` : message.customer;
  return withinBudget(share =>
    cardOf(
      [
        titled(message.customer, `  ·  ${ours ? 'answered outside Deskhand' : (message.machine ?? 'customer')}`),
        ...messageElements(message, share),
        ...actions(buttons),
      ],
      `${name}: ${message.text}`,
    ),
  );
}

/** A reply that was written in a form, with where it is. */
export function drawReply(author: string, customer: string, text: string, mark: MarkView | null): Drawn {
  return withinBudget(share =>
    cardOf(
      [
        titled(author, `  to ${customer}`),
        rich([run(text, WORDS_CHARS_MAX * share)], { spacing: 'Small' }),
        ...(mark ? [markElement(mark, null), ...actions(mark.buttons)] : []),
      ],
      `${author} to ${customer}: ${text}`,
    ),
  );
}

const MARK_SIGNS: Record<MarkView['state'], string> = {
  held: '⏳',
  sent: '✅',
  delivered: '✅',
  failed: '⚠️',
  unsure: '❔',
  withdrawn: '↩️',
  stopped: '✋',
};

function markElement(mark: MarkView, of: string | null): Element {
  const words = run(`${MARK_SIGNS[mark.state]}  ${mark.words}`, 1_000, { size: 'Small' });
  const author = of ? [run(of, NAME_CHARS_MAX, { size: 'Small', weight: 'Bolder' }), run('  ·  ', 5)] : [];
  return rich([...author, words], of ? {} : { spacing: 'Small' });
}

/** Goes below a person's own message, since Teams lets no bot mark it. @param of its author's name */
export function drawMark(mark: MarkView, of: string | null): Drawn {
  return cardOf([markElement(mark, of), ...actions(mark.buttons)], of ? `${of}: ${mark.words}` : mark.words);
}

/** Which side a reply goes to stands out; everything else is known from the card. */
function toWhom(label: string, share: number): Element {
  const marked = markedSide(label);
  return marked === null ? small(label, share) : rich([run(marked, LINE_CHARS_MAX * share, { weight: 'Bolder' })]);
}

/** What one person sees. @param linkTo opens a thread that a row speaks of */
export function drawPrivate(
  { words, quote: quoted, before = [], rows = [], hints, coach = [], buttons, links, tone }: PrivateView,
  linkTo: (thread: string) => string | null = () => null,
): Drawn {
  const sign = tone === 'preview' ? '✉️  ' : tone === 'refusal' ? '⛔  ' : '';
  return withinBudget(share => {
    const charsMax = WORDS_CHARS_MAX * share;
    return cardOf(
      [
        rich([run(`${sign}${words}`, LINE_CHARS_MAX * share)]),
        ...before.flatMap(each => [small(each.label, share), quote(each.text, charsMax)]),
        ...(quoted ? [toWhom(quoted.label, share), quote(quoted.text, charsMax)] : []),
        ...(quoted && isLonger(quoted.text, charsMax) ? [small('Shortened here. The whole of it is sent.')] : []),
        ...rows.flatMap(row => rowElements(row, share, linkTo)),
        ...hints.slice(0, HINTS_MAX).map(hint => small(hint, share)),
        ...coach.flatMap(each => coachElements(each, share)),
        ...actions(buttons),
        ...linkActions(links),
      ],
      words,
    );
  });
}

/** A hint with its lesson and its own buttons. */
function coachElements({ words, lesson, buttons }: CoachView, share: number): Element[] {
  return [small(`💡  ${words}`, share), ...lesson.map(line => small(line, share)), ...actions(buttons)];
}

/** One of several things, with what can be done about it right below. */
function rowElements(row: PrivateRow, share: number, linkTo: (thread: string) => string | null): Element[] {
  const link = row.thread === null ? null : linkTo(row.thread);
  const about = run(row.about, 300, { size: 'Small', isSubtle: true });
  return [
    rich([run(row.title, 300 * share, { weight: 'Bolder' })], { separator: true }),
    quote(row.text, WORDS_CHARS_MAX * share),
    rich(link ? [about, run('  ', 2), linkRun('Open it', link, { size: 'Small' })] : [about], { spacing: 'Small' }),
    ...actions(row.buttons),
  ];
}

function messageElements(message: MessageView, share: number): Element[] {
  return [
    quote(message.text, WORDS_CHARS_MAX * share),
    ...messageNotes(message).map(each => small(each, share)),
    ...actions(showAll(message, share)),
  ];
}

/** Present where there is more than is shown. */
function showAll({ messageId, full, folded, text }: MessageView, share: number): ButtonView[] {
  const more = full !== null || folded.length > 0 || isLonger(text, WORDS_CHARS_MAX * share);
  return more ? [{ id: 'message.show_all', label: 'Show all', value: messageId, look: 'plain' }] : [];
}
