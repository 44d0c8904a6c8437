/** Answers the commands staff type: short texts that read on a phone. */

import { changeOf } from '../core/audit.ts';
import type { Customer, Identity } from '../core/customer.ts';
import { dayOf } from '../core/days.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { hoursInWords, isOpen, nextOpening, spanWords, whenInWords } from '../core/hours.ts';
import type { EnquiryId, RoomId } from '../core/ids.ts';
import type { Managed } from '../core/managers.ts';
import { clampText, fingerprintOf, isToUs } from '../core/message.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { ANSWERS } from '../desk/answers.ts';
import { button } from '../desk/cards.ts';
import { type Command, helpText, mayBeShown, PRESSED_IN_HELP, unclearText } from '../desk/commands.ts';
import { dayWords } from '../desk/dates.ts';
import { toldInCall } from '../desk/promises.ts';
import { shownAddress, shownLabel } from '../desk/shown-name.ts';
import { aboutWords, outcomeWords } from '../desk/wording.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import { auditOps } from '../ports/audit.ts';
import type { ButtonView } from '../ports/button.ts';
import type { HealthItem } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import { answerArticles } from './article-answers.ts';
import { sayTogether } from './ask-together.ts';
import { answerAudit } from './audit.ts';
import { comeBack, goAway } from './away.ts';
import { chooseName } from './choose-name.ts';
import { commandEnquiry } from './command.ts';
import { answerDrafts } from './draft-answers.ts';
import { enquiriesOfNearNames, findEnquiries } from './find.ts';
import { answerGatherings } from './gathering-answers.ts';
import { answerHints } from './hints.ts';
import { answerInsight } from './insight.ts';
import { answerLetter } from './letter.ts';
import { enquiryLines, LINES_MAX, paged, pageOf, runButton } from './lines.ts';
import { answerManagers } from './managers.ts';
import { splitEnquiry } from './merge.ts';
import { answerReasons } from './reasons.ts';
import { answerReplies } from './saved-answers.ts';
import { answerStats } from './stats.ts';
import { answerExpert } from './volunteer.ts';

/** Looked through for those that the asker may read, and put in order: some pages of them, in a few ms. */
const OPEN_LOOKED_AT = 1_000;
/** Days off that are named ahead. */
const DATES_MAX = 8;
/** A button carries a command of this length. */
const WORDS_CHARS_MAX = 200;
const SAID_CHARS_MAX = 80;
/** Made by a machine: long, without a sign that people would write between its letters. */
const RAW = /^(\d{6,}|(?=.*\d)[0-9a-z_-]{16,})$/i;

/** A phone call, or a visitor at the counter, as somebody writes it down. */
export interface LoggedCall {
  /** The action it came with: recorded once. */
  id: string;
  by: Staff;
  /** A name, a number, or nothing. */
  who: string;
  what: string;
  how: string;
  /** Somebody has to call back. */
  callBack: boolean;
  /** What it was about, where that was chosen. */
  reason?: string;
  /** What was promised, and by when in plain words. */
  promised?: string;
  when?: string;
  /** What of the team's checklist was ticked. */
  checked?: readonly string[];
}

export interface Question {
  /** Of the action that asks. */
  id: string;
  command: Command;
  /** The words themselves. */
  typed: string;
  staff: Staff;
  room: RoomId | null;
  /** The enquiry in whose thread it was typed; absent for none. */
  thread?: EnquiryId | null;
  /** Rooms the asker may read; null: all. */
  rooms: RoomId[] | null;
  /** Rooms that the asker looks after; absent where everybody in a room is shown the answer. */
  manages?: Managed | null;
  /** Rooms on another desk that the asker may move enquiries to. */
  roomsElsewhere: RoomId[];
  /** What every desk and channel says of itself. */
  health(): Promise<HealthItem[]>;
  /** @returns what is said about it */
  log(call: LoggedCall): Promise<string>;
  /** Begins a practice, or says with whom there could be one. */
  practise(which: string): Promise<AnswerView>;
  /** Shows what would go of a customer to whoever asks, alone. */
  erase(who: string): Promise<AnswerView>;
  /** How long things are kept. */
  retention(command: Extract<Command, { do: 'retention' }>): Promise<AnswerView>;
  /** Every enquiry in a table; only asked for admins. */
  export(separator: string): Promise<AnswerView>;
}

export async function answerCommand(parts: Parts, question: Question): Promise<AnswerView> {
  const words = await say(parts, question);
  const view = typeof words === 'string' ? plainAnswer(words) : words;
  const [show, own] = [showButtons(question, view), view.buttons];
  return {
    ...view,
    links: await linksOf(parts, view.text, question.rooms),
    // Figures are for showing; a list goes on by its own buttons first.
    buttons: isFigures(question.command) ? [...show, ...own] : [...own, ...show],
  };
}

function isFigures({ do: what }: Command): boolean {
  return what === 'stats' || what === 'insight';
}

/** In a room that is ours, what everybody may see can be shown to everybody. */
function showButtons({ id, command, room, typed }: Question, view: AnswerView): ButtonView[] {
  // What could not be answered is nothing to show.
  if (!room || !mayBeShown(command) || (isFigures(command) && !view.labels)) return [];
  return [
    button('answer.show', 'Show in room', `${room} ${fingerprintOf(id)} ${clampText(typed, WORDS_CHARS_MAX).text}`),
  ];
}

/** A number in a customer's own words may be one that the asker cannot read: it leads nowhere. */
async function linksOf(parts: Parts, text: string, rooms: RoomId[] | null): Promise<AnswerView['links']> {
  const numbers = [...new Set([...text.matchAll(/(?<=^|\s)#(\d{1,9})\b/gm)].map(found => Number(found[1])))];
  const links: AnswerView['links'] = [];
  for (const number of numbers.slice(0, LINES_MAX)) {
    const enquiry = await parts.store.enquiryByNumber(number);
    const thread = enquiry && mayRead({ rooms }, enquiry) ? await parts.store.thread(enquiry.id) : null;
    if (thread) links.push({ number, thread: thread.ref });
  }
  return links;
}

async function say(parts: Parts, question: Question): Promise<string | AnswerView> {
  const { id, command, staff, room, rooms: own, health } = question;
  const { store } = parts;
  const readable = (each: { roomId: RoomId }) => mayRead({ rooms: own }, each);
  if (command.do === 'erase') return question.erase(command.who);
  if (command.do === 'managers') return answerManagers(parts, command, question);
  if (command.do === 'audit') return answerAudit(parts, command, question);
  if (command.do === 'retention') return question.retention(command);
  if (command.do === 'drafts') return answerDrafts(parts, command, question);
  switch (command.do) {
    case 'help':
      return { ...plainAnswer(helpText()), buttons: PRESSED_IN_HELP.map(each => runButton(room, each, each)) };
    case 'stats':
      return answerStats(parts, command, staff, own, room, question.manages);
    case 'insight':
      return answerInsight(parts, command, own);
    case 'letter':
      return answerLetter(parts, command, staff);
    case 'away':
      return goAway(parts, staff, command.until);
    case 'back':
      return comeBack(parts, staff);
    case 'name':
      return (await chooseName(parts, staff, command.name)).words;
    case 'hints':
      return answerHints(parts, staff, command, room);
    case 'hours':
      return openWords(parts);
    case 'expert':
      return answerExpert(parts, staff, command);
    case 'practise':
      return question.practise(command.which);
    case 'export':
      return staff.admin ? question.export(command.separator) : ANSWERS.onlyAdminsExport;
    case 'unclear':
      return unclearText(command.typed, command.nearest);
    case 'open':
      return openList(parts, (await store.openEnquiries(OPEN_LOOKED_AT)).filter(readable), command.page, room);
    case 'mine':
      return mineList(parts, question, readable, command.page);
    case 'find':
      return foundList(parts, command, readable, room);
    case 'customer':
      return customers(parts, command.who, readable);
    case 'health':
      return healthWords(await health(), command.all);
    case 'settings':
      return staff.admin ? settingsWords(parts) : ANSWERS.onlyAdminsSettings;
    case 'log':
      return logged(parts, question, command.what);
    case 'move':
      return moveTo(parts, command, question, readable);
    case 'findings':
    case 'incident':
      return answerGatherings(parts, command, { id, room, rooms: own });
    case 'replies':
      return answerReplies(parts, command, { id, staff, room, rooms: own });
    case 'reasons':
      return answerReasons(parts, command, { id, staff, room });
    case 'answers':
      return answerArticles(parts, command, { id, staff, room, rooms: own });
    case 'mode':
      return switchMode(parts, command, staff, room);
    case 'resolve':
    case 'take':
      return sayTogether(parts, { command, staff, thread: question.thread ?? null, readable });
    case 'split':
      return splitAt(parts, command, staff, readable);
  }
}

async function logged({ clock, hours }: Parts, { id, staff, log }: Question, what: string): Promise<string> {
  return what
    ? log({ id, by: staff, who: '', what, how: 'phone', ...toldInCall(what, clock.now(), hours) })
    : ANSWERS.logWhat;
}

async function foundList(
  parts: Parts,
  { words, page = 1 }: Extract<Command, { do: 'find' }>,
  readable: (each: { roomId: RoomId }) => boolean,
  room: RoomId | null,
): Promise<string | AnswerView> {
  const { lines, after } = await findEnquiries(parts, words, readable, page);
  if (lines.length === 0) {
    const near = await enquiriesOfNearNames(parts, words, readable);
    return near.length ? ANSWERS.nearlyFound(said(words), near) : ANSWERS.nothingFound(said(words));
  }
  return paged(lines.join('\n'), { after, room, words: `find ${words} page ${page + 1}` });
}

/** How replies leave a room. */
async function switchMode(
  parts: Parts,
  { mode }: Extract<Command, { do: 'mode' }>,
  staff: Staff,
  room: RoomId | null,
): Promise<string> {
  if (!staff.admin) return ANSWERS.onlyAdminsMode;
  const { store } = parts;
  const row = room && (await store.room(room));
  if (!row) return ANSWERS.modeOfRoom;
  const change = changeOf({ replies: row.replyMode }, { replies: mode });
  await store.commit([
    { do: 'update', table: 'rooms', id: row.id, set: { replyMode: mode } },
    ...auditOps(parts, { act: 'room', by: staff.id, via: 'desk', about: row.name, change }),
  ]);
  return ANSWERS[mode];
}

function healthWords(all: readonly HealthItem[], whole = false): string {
  const items = all.filter(each => whole || !each.ok || !each.detail);
  return items.map(item => `${item.ok ? 'ok' : 'NOT OK'}  ${item.what}: ${item.words}`).join('\n');
}

/** From one message on it is an enquiry of its own. */
async function splitAt(
  parts: Parts,
  { number, from }: Extract<Command, { do: 'split' }>,
  staff: Staff,
  readable: (each: { roomId: RoomId }) => boolean,
): Promise<string> {
  const enquiry = await parts.store.enquiryByNumber(number);
  if (!enquiry || !readable(enquiry)) return ANSWERS.noEnquiry(number);
  const incoming = (await parts.store.messages(enquiry.id)).filter(isToUs);
  const moved = incoming.slice(from - 1).map(each => each.id);
  const done = from > 1 ? await splitEnquiry(parts, enquiry.id, moved, staff.id) : null;
  return done?.ok ? ANSWERS.split(from) : ANSWERS.splitWhere(number, incoming.length);
}

/** Only from a room that they can read, into one that they may move to. */
async function moveTo(
  parts: Parts,
  command: Extract<Command, { do: 'move' }>,
  { staff, rooms: own, roomsElsewhere }: Question,
  readable: (enquiry: Enquiry) => boolean,
): Promise<string> {
  const { store } = parts;
  const enquiry = await store.enquiryByNumber(command.number);
  const rooms = await store.rooms();
  const theirs = rooms.filter(({ id }) => own === null || [...own, ...roomsElsewhere].includes(id));
  const to = rooms.find(each => each.name === command.room.toLowerCase() || isRoom(each.deskRef, command.room));
  if (!enquiry || !readable(enquiry)) return ANSWERS.noEnquiry(command.number);
  if (to && !theirs.includes(to)) return ANSWERS.notInRoom(to.name);
  if (!to)
    return ANSWERS.noRoom(
      said(command.room),
      theirs.map(each => each.name),
    );
  const recorded = await commandEnquiry(parts, enquiry.id, { do: 'move', by: staff.id, to: to.id });
  if (recorded.ok) return ANSWERS.moved(command.number, to.name);
  return recorded.refusal === 'already-in-room'
    ? ANSWERS.alreadyThere(command.number, to.name)
    : ANSWERS.moveTheOther(command.number);
}

/** What was typed, said again: its beginning is enough on a phone. */
function said(typed: string): string {
  const { text, cut } = clampText(typed, SAID_CHARS_MAX);
  return cut ? `${text}…` : text;
}

/** When we are open, whether we are now, and by which hours waiting is measured. */
function openWords({ hours, clock, kinds }: Parts): string {
  const now = clock.now();
  const opens = isOpen(hours, now) ? null : nextOpening(hours, now);
  const ahead = Object.entries(hours.dates)
    .filter(([day]) => day >= dayOf(hours.timezone, now))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, DATES_MAX)
    .map(([day, spans]) => ({ day: dayWords(day), open: spanWords(spans) }));
  const own = Object.entries(hours.channels ?? {}).map(
    ([kind, each]) => `${kinds.of(kind).words}: ${hoursInWords(each)}`,
  );
  return [
    sentence(hoursInWords(hours)),
    ...own,
    isOpen(hours, now) ? ANSWERS.openNow : ANSWERS.closedNow(opens === null ? null : whenInWords(hours, opens)),
    ...aheadWords(ahead),
  ].join('\n');
}

/** "Open Mon-Fri 09:00-17:00.", and "Always open (UTC)." */
function sentence(hours: string): string {
  return hours.startsWith('always') ? `A${hours.slice(1)}.` : `Open ${hours}.`;
}

/** Days off and days with other hours, apart. */
function aheadWords(days: { day: string; open: string }[]): string[] {
  const closed = days.filter(each => each.open === '').map(each => each.day);
  const other = days.filter(each => each.open !== '').map(each => `${each.day} ${each.open}`);
  return [...(closed.length ? [ANSWERS.closedOn(closed)] : []), ...(other.length ? [ANSWERS.otherHours(other)] : [])];
}

/** What is connected and how it goes; where the forms are. */
async function settingsWords(parts: Parts): Promise<string> {
  const lines = (await parts.store.channels()).flatMap(row => {
    const channel = parts.channel(row.id);
    if (!channel || (!channel.paste && !channel.addresses?.length)) return [];
    const how = channel.trouble?.() ?? channel.status?.() ?? channel.addresses?.join(', ') ?? 'running';
    const paste = channel.paste ? `\n  ${channel.paste.words}\n  ${channel.paste.line}` : '';
    return [`${row.name}: ${how}${paste}`];
  });
  return [...lines, ANSWERS.whereSettings].join('\n');
}

/** Who waits for us comes first, the longest first; then what waits for the customer. */
async function openList(
  parts: Parts,
  enquiries: Enquiry[],
  page: number | undefined,
  room: RoomId | null,
): Promise<AnswerView | string> {
  const order = (each: Enquiry) => each.waitingSince ?? Number.POSITIVE_INFINITY;
  const sorted = enquiries.toSorted((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b)));
  const waiting = sorted.filter(each => each.waitingSince !== null && each.status === 'open').length;
  const rest = (after: number) => `\n${ANSWERS.moreOpen(after, enquiries.length >= OPEN_LOOKED_AT, waiting)}`;
  return pagedList(parts, sorted, { nothing: ANSWERS.nothingOpen, word: 'open', page, room, rest });
}

async function mineList(
  parts: Parts,
  { staff, room }: Question,
  readable: (enquiry: Enquiry) => boolean,
  page: number | undefined,
): Promise<AnswerView | string> {
  const mine = (await parts.store.openEnquiries(OPEN_LOOKED_AT, staff.id)).filter(readable);
  return pagedList(parts, mine, { nothing: ANSWERS.nothingMine, word: 'mine', page, room });
}

interface Listed {
  /** Said where there are none. */
  nothing: string;
  /** The command that is asked once more for the next page. */
  word: string;
  page: number | undefined;
  room: RoomId | null;
  /** Said below, of those that come after. */
  rest?: (after: number) => string;
}

async function pagedList(
  parts: Parts,
  enquiries: Enquiry[],
  { nothing, word, page = 1, room, rest }: Listed,
): Promise<AnswerView | string> {
  const { shown, after } = pageOf(enquiries, page);
  if (shown.length === 0) return nothing;
  const text = (await enquiryLines(parts, shown)).join('\n');
  const words = `${word} page ${page + 1}`;
  return paged(`${text}${after > 0 && rest ? rest(after) : ''}`, { after, room, words });
}

/** `<#C123|returns>`, as Slack hands in a room that was typed. A room without a place is nobody's. */
function isRoom(deskRef: string | null, typed: string): boolean {
  return deskRef !== null && /^<#([A-Z0-9]+)(\|[^>]*)?>$/.exec(typed)?.[1] === deskRef;
}

/** Looked at, for some may be in rooms that the asker cannot read; and told at most. */
const [OF_CUSTOMER_MAX, OF_CUSTOMER_SHOWN] = [100, 5];

async function customers(parts: Parts, who: string, readable: (enquiry: Enquiry) => boolean): Promise<string> {
  const found = await parts.store.findCustomers(who, 5);
  if (found.length === 0) return ANSWERS.noCustomer(said(who));
  const blocks = await Promise.all(
    found.map(async ({ customer, identity }) => {
      const enquiries = (await parts.store.enquiriesOfCustomer(customer.id, OF_CUSTOMER_MAX))
        // What else they write from stands beside what came from there, for whoever may read that.
        .filter(each => each.identityId === identity.id && readable(each))
        .slice(0, OF_CUSTOMER_SHOWN);
      if (enquiries.length === 0) return null;
      const lines = enquiries.map(each => `  #${each.number} ${aboutWords(each)} (${outcomeWords(each)})`);
      return [nameAndAddress(customer, identity, parts), ...lines].join('\n');
    }),
  );
  const shown = blocks.filter(each => each !== null);
  return shown.length ? shown.join('\n') : ANSWERS.noCustomer(said(who));
}

/** What customers write from, where people know it by that; a number of a chat or an account says nothing to anybody. */
function nameAndAddress(customer: Customer, identity: Identity, { kinds }: Parts): string {
  const name = shownLabel(customer, identity, kinds);
  return RAW.test(identity.address) || name === identity.address ? name : `${name} <${shownAddress(identity.address)}>`;
}
