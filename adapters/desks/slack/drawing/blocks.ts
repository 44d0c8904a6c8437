/** Views as Block Kit. Pure. Customers' words go only into rich text and plain text, where Slack takes them literally. */
import type { Button, ConfirmationDialog, KnownBlock, Overflow, PlainTextOption } from '@slack/types';
import { addressBeside, markedSide, messageNotes, titleOf } from '../../../../src/desk/message-notes.ts';
import { aboutWords } from '../../../../src/desk/wording.ts';
import { type ButtonView, isFor } from '../../../../src/ports/button.ts';
import type {
  CardView,
  CoachView,
  EntryView,
  HelpLine,
  LinkView,
  MarkView,
  MessageView,
  PrivateRow,
  PrivateView,
} from '../../../../src/ports/views.ts';
import {
  BUTTON_CHARS_MAX,
  customerName,
  cut,
  escaped,
  longAgo,
  notice,
  plain,
  richWords,
  SECTION_CHARS_MAX,
  SMALL_CHARS_MAX,
  small,
  titledWords,
} from './text.ts';

/** A message as it is handed to Slack. */
export interface Drawn {
  /** The notification, and what remains when Slack refuses the blocks. */
  text: string;
  blocks: KnownBlock[];
  /** Only on a customer's words. */
  username?: string;
  icon_emoji?: string;
}

/** An overflow menu takes five. */
const MENU_MAX = 5;
const ACTIONS_MAX = 25;
/** Rich text of one message; Slack refuses messages above some 13,000 signs in all. */
const WORDS_CHARS_MAX = 3_000;
/** What a select or an overflow menu is called in what comes back. */
export const MENU = 'enquiry.menu';
/** A link is a button to Slack: its press is told, too, and means nothing here. */
export const LINK = 'link.open';

/** The root card: how it stands, what it is about, who wrote, what they wrote; then what can be done. */
export function drawCard(card: CardView, linkTo: (thread: string) => string | null = () => null): Drawn {
  const { message } = card;
  const address = addressBeside(message);
  const blocks: KnownBlock[] = [
    statusBlock(card),
    ...(card.subject ? [titledWords(card.subject, '')] : []),
    titledWords(titleOf(card), ` (${message.machine ?? 'customer'})`),
    beside([glued(`#${card.number} · ${card.channel}`), ...(address === null ? [] : [address])]),
    ...messageBlocks(message),
    ...(card.earlier.length ? [earlierBlock(card.earlier, linkTo)] : []),
    ...(card.help ?? []).flatMap(helpBlocks),
    ...(card.refused ? [small(`✋  ${card.refused}`)] : []),
    ...actions(card.buttons, card.menu, `card:${card.version}`),
    ...linkButtons(card.links),
  ];
  return { text: notice(card.summary), blocks };
}

/** The numbers lead to their threads. What an enquiry is called is a customer's: it is never markup. */
function earlierBlock(earlier: CardView['earlier'], linkTo: (thread: string) => string | null): KnownBlock {
  const elements = earlier.flatMap(({ number, outcome, thread, ...each }, i) => {
    const [label, url] = [`#${number}`, thread ? linkTo(thread) : null];
    const words = `${cut(aboutWords(each), 60)} (${outcome})`;
    const before = i === 0 ? 'Earlier: ' : '';
    if (url === null) return [plain(`${before}${label} ${words}`, SMALL_CHARS_MAX)];
    const link = { type: 'mrkdwn' as const, text: `${before}<${escaped(url)}|${label}>`, verbatim: true };
    return [link, plain(words, SMALL_CHARS_MAX)];
  });
  return { type: 'context', elements };
}

/** One button stands beside its words, more of them below. */
function helpBlocks({ words, buttons }: HelpLine, n: number): KnownBlock[] {
  const [first] = buttons;
  if (!first || buttons.length > 1) return [small(words), ...actions(buttons, [], `help:${n}`)];
  return [{ type: 'section', text: plain(words, SMALL_CHARS_MAX), accessory: drawButton(first) }];
}

const STATUS_SIGNS: Record<CardView['status'], string> = {
  open: '🔵',
  waiting: '⏳',
  snoozed: '💤',
  resolved: '✅',
  spam: '🚫',
  merged: '🔀',
};

/**
 * Status, owner and how long the customer has waited, each a piece of its own: a phone breaks the line between them. Names
 * are plain text: nobody's name can be markup.
 */
function statusBlock(card: CardView): KnownBlock {
  const parts = [
    `${STATUS_SIGNS[card.status]}  ${card.statusWords}`,
    card.owner ? `${card.owner} has it` : null,
    card.contactReason,
  ];
  const block = beside(parts.filter(each => each !== null));
  if (card.waitingSince === null || block.type !== 'context') return block;
  const waits = { type: 'mrkdwn' as const, text: `waiting, wrote ${longAgo(card.waitingSince)}`, verbatim: true };
  return { ...block, elements: [...block.elements, waits] };
}

/** Small words beside each other: where they do not fit, the next begins a line, and no dot is left at the end of one. */
function beside(words: string[]): KnownBlock {
  return { type: 'context', elements: words.map(each => plain(each, SMALL_CHARS_MAX)) };
}

/** "email · help" stays in one piece. */
function glued(words: string): string {
  return words.replaceAll(' · ', '\u00a0·\u00a0');
}

/** The same enquiry, once it goes on in another room. */
export function drawPointer(card: CardView, link: string | null): Drawn {
  const where = link ? `<${escaped(link)}|Carry on there>` : 'Carry on there.';
  return {
    text: notice(`#${card.number} was moved to another room.`),
    blocks: [
      titledWords(card.message.customer, `  ·  ${card.message.machine ?? 'customer'}  ·  #${card.number}`),
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: `Moved to another room. ${where}`, verbatim: true }],
      },
    ],
  };
}

/** One entry of a thread. `link` opens the thread that a line speaks of. */
export function drawEntry(entry: EntryView, link: string | null = null): Drawn {
  if (entry.as === 'message') return drawMessage(entry);
  if (entry.as === 'reply') return drawReply(entry.author, entry.customer, entry.text, null);
  const sign = entry.tone === 'failure' ? '⚠️  ' : entry.tone === 'warning' ? '🔸  ' : '';
  const said: KnownBlock =
    entry.tone === 'quiet'
      ? small(entry.words)
      : {
          type: 'section',
          text: plain(`${sign}${entry.words}`, SECTION_CHARS_MAX),
        };
  const away: KnownBlock[] = link
    ? [{ type: 'context', elements: [{ type: 'mrkdwn', text: `<${escaped(link)}|Open it>`, verbatim: true }] }]
    : [];
  return { text: notice(entry.words), blocks: [said, ...away, ...actions(entry.buttons, [], 'line')] };
}

function drawMessage({ message, ours, buttons = [] }: Extract<EntryView, { as: 'message' }>): Drawn {
  const blocks = [
    ...(ours ? [titledWords(message.customer, '  ·  answered outside Deskhand')] : []),
    ...messageBlocks(message),
    ...actions(buttons, [], `message:${message.messageId}`),
  ];
  const name = message.machine ? `${message.customer} (${message.machine})` : message.customer;
  const text = notice(`${name}: ${message.text}`);
  if (ours) return { text, blocks };
  return {
    text,
    blocks,
    username: customerName(message.customer, message.machine),
    icon_emoji: ':bust_in_silhouette:',
  };
}

/** A reply that was written in a form, with where it is. */
export function drawReply(author: string, customer: string, text: string, mark: MarkView | null): Drawn {
  return {
    text: notice(`${author} to ${customer}: ${text}`),
    blocks: [
      titledWords(author, `  to ${customer}`),
      richWords(cut(text, WORDS_CHARS_MAX)),
      ...(mark ? [markBlock(mark), ...actions(mark.buttons, [], `mark:${mark.version}`)] : []),
    ],
  };
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

function markBlock(mark: MarkView): KnownBlock {
  return small(`${MARK_SIGNS[mark.state]}  ${mark.words}`);
}

/** A mark by itself, for its author's eyes. */
export function drawMark(mark: MarkView): Drawn {
  return {
    text: notice(mark.words),
    blocks: [markBlock(mark), ...actions(mark.buttons, [], `mark:${mark.version}`)],
  };
}

/** Which side a reply goes to stands out; everything else is known from the card. */
function toWhom(label: string): KnownBlock {
  const marked = markedSide(label);
  return marked === null ? small(label) : titledWords(marked, '');
}

/**
 * What one person sees.
 * @param name comes back with a press, so that this very view can be replaced
 * @param linkTo opens a thread that a row speaks of
 */
export function drawPrivate(
  view: PrivateView,
  name: string,
  linkTo: (thread: string) => string | null = () => null,
): Drawn {
  const sign = view.tone === 'preview' ? '✉️  ' : view.tone === 'refusal' ? '⛔  ' : '';
  const blocks: KnownBlock[] = [
    {
      type: 'section',
      text: plain(`${sign}${view.words}`, SECTION_CHARS_MAX),
    },
    ...(view.before ?? []).flatMap(each => [small(each.label), richWords(cut(each.text, WORDS_CHARS_MAX), 'quote')]),
    ...(view.quote ? [toWhom(view.quote.label), richWords(cut(view.quote.text, WORDS_CHARS_MAX), 'quote')] : []),
    ...(view.quote && [...view.quote.text].length > WORDS_CHARS_MAX
      ? [small('Shortened here. The whole of it is sent.')]
      : []),
    ...(view.rows ?? []).flatMap((row, n) => rowBlocks(row, `${name}|${n}`, linkTo)),
    ...view.hints.map(hint => small(hint)),
    ...(view.coach ?? []).flatMap((each, n) => coachBlocks(each, `${name}|hint${n}`)),
    ...actions(view.buttons, [], name),
    ...linkButtons(view.links),
  ];
  return { text: notice(view.words), blocks };
}

/** A hint with its lesson and its own buttons. @param name of the row of buttons: each block has one of its own */
function coachBlocks({ words, lesson, buttons }: CoachView, name: string): KnownBlock[] {
  return [small(`💡  ${words}`), ...lesson.map(line => small(line)), ...actions(buttons, [], name)];
}

/** One of several things, with what can be done about it right below. */
function rowBlocks(row: PrivateRow, name: string, linkTo: (thread: string) => string | null): KnownBlock[] {
  const link = row.thread === null ? null : linkTo(row.thread);
  const about = small(row.about);
  const open =
    link && about.type === 'context'
      ? [{ type: 'mrkdwn' as const, text: `<${escaped(link)}|Open it>`, verbatim: true }]
      : [];
  return [
    { type: 'divider' },
    titledWords(row.title, ''),
    richWords(cut(row.text, WORDS_CHARS_MAX), 'quote'),
    about.type === 'context' ? { ...about, elements: [...about.elements, ...open] } : about,
    ...actions(row.buttons, [], name),
  ];
}

/** Where blocks are refused: every word that was in them as plain text, with the buttons. */
export function plainer(drawn: Drawn): Drawn {
  const blocks = drawn.blocks.flatMap((block): KnownBlock[] => {
    if (block.type === 'actions') return [block];
    const text = textIn(block);
    return text ? [{ type: 'section', text: plain(text, SECTION_CHARS_MAX) }] : [];
  });
  return { ...drawn, blocks };
}

/** The words of a block, in order; our own date tokens read as their fallback. */
function textIn(block: object): string {
  const found: string[] = [];
  const see = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) see(each);
    else if (value && typeof value === 'object') {
      const { text, type } = value as { text?: unknown; type?: unknown };
      if (typeof text === 'string') found.push(type === 'mrkdwn' ? readable(text) : text);
      for (const [name, each] of Object.entries(value)) if (name !== 'accessory') see(each);
    }
  };
  see(block);
  return found.join('');
}

function readable(markup: string): string {
  return markup
    .replace(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function messageBlocks(message: MessageView): KnownBlock[] {
  return [richWords(cut(message.text, WORDS_CHARS_MAX), 'quote'), ...notesOf(message)];
}

/** With "Show all" right below the words, where there is more than is shown: beside what was folded away. */
function notesOf(message: MessageView): KnownBlock[] {
  const { full, folded, text, messageId } = message;
  const isCut = full !== null || [...text].length > WORDS_CHARS_MAX;
  const view: ButtonView = { id: 'message.show_all', label: 'Show all', value: messageId, look: 'plain' };
  const more = (words: string): KnownBlock => ({
    type: 'section',
    text: plain(words, SMALL_CHARS_MAX),
    accessory: drawButton(view),
  });
  const notes = messageNotes(message);
  const fold = folded.length ? notes.pop() : undefined;
  const shortened = isCut ? 'Shortened here.' : null;
  const words = [shortened, fold].filter(each => each !== null && each !== undefined).join(' ');
  return [...(words ? [more(words)] : []), ...notes.map(small)];
}

/** What is wanted most stands first; the others are one press further. */
const MENU_ORDER = ['enquiry.snooze', 'enquiry.handover', 'reply.ask_privately', 'enquiry.spam', 'enquiry.release'];

/**
 * One row of buttons and one menu. The menu takes five: where there is more, its last entry opens all of it, for whoever
 * asks. The card is one for all who look, its owner too, so what is for the others is only there, and follows a refused press.
 */
export function actions(buttons: ButtonView[], menu: ButtonView[], name: string): KnownBlock[] {
  const shown = distinct(buttons.slice(0, ACTIONS_MAX - 1).map(drawButton));
  const elements = [...shown, ...overflow(menu)];
  return elements.length ? [{ type: 'actions', block_id: cut(name, 255), elements }] : [];
}

function overflow(menu: ButtonView[]): Overflow[] {
  const rank = ({ id }: ButtonView) => (MENU_ORDER.includes(id) ? MENU_ORDER.indexOf(id) : MENU_ORDER.length);
  const sorted = menu.filter(each => isFor(each, true)).toSorted((a, b) => rank(a) - rank(b));
  const [first] = sorted;
  if (!first) return [];
  const whole = sorted.length === menu.length && sorted.length <= MENU_MAX;
  const options = (whole ? sorted : sorted.slice(0, MENU_MAX - 1)).map(optionOf);
  if (!whole) options.push(optionOf({ id: MENU, label: 'More …', value: first.value.split(' ')[0]!, look: 'plain' }));
  return [{ type: 'overflow', action_id: MENU, options }];
}

/** Pages of another site, in a block of their own: Slack tells of a press by its name, and two need two. */
function linkButtons(links: LinkView[] = []): KnownBlock[] {
  const elements = links.map(({ label, url }, n): Button => {
    return { type: 'button', action_id: `${LINK}#${n + 1}`, text: plain(label, BUTTON_CHARS_MAX), url };
  });
  return elements.length ? [{ type: 'actions', elements }] : [];
}

/** Two buttons of one kind in a message (three reasons) need names of their own; what follows `#` is dropped again. */
function distinct(buttons: Button[]): Button[] {
  const seen = new Map<string, number>();
  return buttons.map(button => {
    const id = button.action_id ?? '';
    const n = (seen.get(id) ?? 0) + 1;
    seen.set(id, n);
    return n === 1 ? button : { ...button, action_id: `${id}#${n}` };
  });
}

export function drawButton(view: ButtonView): Button {
  return {
    type: 'button',
    action_id: view.id,
    text: plain(view.addressed ?? view.label, BUTTON_CHARS_MAX),
    value: cut(view.value, 2_000),
    ...(view.look === 'plain' ? {} : { style: view.look }),
    ...(view.confirm ? { confirm: confirmOf(view.confirm, view.label) } : {}),
  };
}

function confirmOf(question: string, label: string): ConfirmationDialog {
  return {
    title: plain('Are you sure?', 100),
    text: plain(question, 300),
    confirm: plain(label, 30),
    deny: plain('No', 30),
  };
}

/** `enquiry.spam enq_...`: an option says which button it is. */
function optionOf(view: ButtonView): PlainTextOption {
  return { text: plain(view.label, BUTTON_CHARS_MAX), value: `${view.id} ${view.value}`.slice(0, 150) };
}

/** What a pressed button or a chosen option stands for. */
export function pressedOf(actionId: string, value: string): { button: string; value: string } {
  const id = actionId.replace(/#.*$/, '');
  if (id !== MENU) return { button: id, value };
  const at = value.indexOf(' ');
  return { button: value.slice(0, at), value: value.slice(at + 1) };
}
