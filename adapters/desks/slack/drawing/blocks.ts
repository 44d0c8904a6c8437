/** Views as Block Kit. Pure. Customers' words go only into rich text and plain text, where Slack takes them literally. */
import type { Button, ConfirmationDialog, KnownBlock, PlainTextOption } from '@slack/types';
import { addressBeside, markedSide, messageNotes, titleOf } from '../../../../src/desk/message-notes.ts';
import { type ButtonView, isFor } from '../../../../src/ports/button.ts';
import type { CardView, EntryView, LinkView, MarkView, MessageView, PrivateView } from '../../../../src/ports/views.ts';
import {
  BUTTON_CHARS_MAX,
  customerName,
  cut,
  escaped,
  moment,
  notice,
  plain,
  richWords,
  SECTION_CHARS_MAX,
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
const APART: string[] = ['enquiry.snooze', 'reply.ask_privately'];
/** Rich text of one message; Slack refuses messages above some 13,000 signs in all. */
const WORDS_CHARS_MAX = 3_000;
/** What a select or an overflow menu is called in what comes back. */
const MENU = 'enquiry.menu';
/** A link is a button to Slack: its press is told, too, and means nothing here. */
export const LINK = 'link.open';

/** The root card. */
export function drawCard(card: CardView): Drawn {
  const { message } = card;
  const address = addressBeside(message);
  const who = address === null ? '' : `  ·  ${address}`;
  const blocks: KnownBlock[] = [
    titledWords(titleOf(card), `  ·  ${message.machine ?? 'customer'}${who}`),
    {
      type: 'context',
      elements: [
        plain(`#${card.number}  ·  ${card.channel}`, 300),
        ...(card.waitingSince === null
          ? []
          : [{ type: 'mrkdwn' as const, text: `waiting since ${moment(card.waitingSince)}`, verbatim: true }]),
      ],
    },
    ...(card.subject ? [titledWords(card.subject, '')] : []),
    ...messageBlocks(message),
    ...(card.earlier.length
      ? [
          small(
            `Earlier: ${card.earlier.map(each => `#${each.number} ${cut(each.subject, 60)} (${each.outcome})`).join('; ')}`,
          ),
        ]
      : []),
    statusBlock(card),
    ...(card.refused ? [small(`✋  ${card.refused}`)] : []),
    ...actions(card.buttons, card.menu, showAll(message), `card:${card.version}`),
    ...linkButtons(card.links),
  ];
  return { text: notice(card.summary), blocks };
}

const STATUS_SIGNS: Record<CardView['status'], string> = {
  open: '🔵',
  waiting: '⏳',
  snoozed: '💤',
  resolved: '✅',
  spam: '🚫',
  merged: '🔀',
};

/** Status and owner, with an icon that stands out while scrolling. Names are plain text: nobody's name can be markup. */
function statusBlock(card: CardView): KnownBlock {
  const parts = [card.statusWords, card.owner ? `${card.owner} has it` : null, card.contactReason];
  return small(`${STATUS_SIGNS[card.status]}  ${parts.filter(Boolean).join('  ·  ')}`);
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
  return { text: notice(entry.words), blocks: [said, ...away, ...actions(entry.buttons, [], [], 'line')] };
}

function drawMessage({ message, ours, buttons = [] }: Extract<EntryView, { as: 'message' }>): Drawn {
  const blocks = [
    ...(ours ? [titledWords(message.customer, '  ·  answered outside Deskhand')] : []),
    ...messageBlocks(message),
    ...actions(buttons, [], showAll(message), `message:${message.messageId}`),
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
      ...(mark ? [markBlock(mark), ...actions(mark.buttons, [], [], `mark:${mark.version}`)] : []),
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
    blocks: [markBlock(mark), ...actions(mark.buttons, [], [], `mark:${mark.version}`)],
  };
}

/** Which side a reply goes to stands out; everything else is known from the card. */
function toWhom(label: string): KnownBlock {
  const marked = markedSide(label);
  return marked === null ? small(label) : titledWords(marked, '');
}

/** What one person sees. @param name comes back with a press, so that this very view can be replaced */
export function drawPrivate(view: PrivateView, name: string): Drawn {
  const sign = view.tone === 'preview' ? '✉️  ' : view.tone === 'refusal' ? '⛔  ' : '';
  const blocks: KnownBlock[] = [
    {
      type: 'section',
      text: plain(`${sign}${view.words}`, SECTION_CHARS_MAX),
    },
    ...(view.quote ? [toWhom(view.quote.label), richWords(cut(view.quote.text, WORDS_CHARS_MAX), 'quote')] : []),
    ...(view.quote && [...view.quote.text].length > WORDS_CHARS_MAX
      ? [small('Shortened here. The whole of it is sent.')]
      : []),
    ...view.hints.map(hint => small(hint)),
    ...actions(view.buttons, [], [], name),
    ...linkButtons(view.links),
  ];
  return { text: notice(view.words), blocks };
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
  return [richWords(cut(message.text, WORDS_CHARS_MAX), 'quote'), ...messageNotes(message).map(small)];
}

/** Present where there is more than is shown. */
function showAll(message: MessageView): ButtonView[] {
  const more = message.full !== null || message.folded.length > 0 || [...message.text].length > WORDS_CHARS_MAX;
  return more ? [{ id: 'message.show_all', label: 'Show all', value: message.messageId, look: 'plain' }] : [];
}

/**
 * Buttons and the menu behind them. Snooze is a button of its own, because the menu takes five, and so is the wish that a
 * customer writes privately. The card is one for all who
 * look, its owner too, so what is for the others is left to where it is needed: asking to take over follows a refused press.
 */
export function actions(buttons: ButtonView[], menu: ButtonView[], last: ButtonView[], name: string): KnownBlock[] {
  const apart = menu.filter(each => APART.includes(each.id));
  const person = menu.filter(each => each.id.startsWith('customer.'));
  const rest = menu.filter(each => !apart.includes(each) && !person.includes(each));
  const kept = rest.filter(each => isFor(each, true));
  // What is about the person and not the enquiry is behind a menu of its own.
  const shown = [...buttons, ...apart, ...last].slice(0, ACTIONS_MAX - 2).map(drawButton);
  const menus = [kept, person].filter(each => each.length > 0);
  const overflow = menus.map((each, n) => ({
    type: 'overflow' as const,
    action_id: n === 0 ? MENU : `${MENU}#${n + 1}`,
    options: each.slice(0, MENU_MAX).map(optionOf),
  }));
  const elements = [...distinct(shown), ...overflow];
  return elements.length ? [{ type: 'actions', block_id: cut(name, 255), elements }] : [];
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
    text: plain(view.label, BUTTON_CHARS_MAX),
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
