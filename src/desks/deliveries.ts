/**
 * Processes a stored delivery: works out who acted, where, and what it means, and hands it in as an act. May run twice for
 * one delivery. The platform supplies `ChatSide`.
 */

import { fencedText } from '../core/formatted.ts';
import type { AttachmentId, EnquiryId } from '../core/ids.ts';
import { isMarkedAsTalk } from '../core/team-talk.ts';
import { type DurationMs, type Instant, MINUTE, SECOND } from '../core/time.ts';
import { parseCommand } from '../desk/commands.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { ButtonId } from '../ports/button.ts';
import { type Desk, TryLater } from '../ports/desk.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import type { Json } from '../ports/json.ts';
import type { Person, StaffWords } from '../ports/staff.ts';
import type { FormView } from '../ports/views.ts';
import { FarRefusal, FarSilence } from './far-side.ts';
import { isAboutExperts, whoMay } from './of-experts.ts';
import { senderOf } from './open-form.ts';
import type { Rights, Roster, Someone } from './rights.ts';
import type { StaffFiles } from './staff-files.ts';

/** A message may be faster than our own note of the thread it stands in: looked up again within this time. */
const KNOWN_WITHIN: DurationMs = 60 * SECOND;
/** What people did while the far side was silent is tried again after this. */
const SILENT_AGAIN: DurationMs = 3 * SECOND;
/** Posts that were deleted before they were known, with when. */
export const GONE = 'gone';
/** A message that is being handled is known after this. */
const HANDLED_WITHIN: DurationMs = 5 * SECOND;
/** A file that is not handed out for so long is given up, and its author told. */
const FILE_WITHIN: DurationMs = 10 * MINUTE;
/** Files of one message that are looked at. */
export const FILES_MAX = 20;

/**
 * What is stored of a delivery: without tokens, addresses to answer to, and whatever else is nobody's business. Channels
 * and messages go by the far side's own ids, `thread` and `post` by the desk's references.
 */
export type Kept<Message = unknown, File = unknown> =
  | { as: 'event'; id: string; body: Json }
  | ({
      as: 'press';
      id: string;
      channel: string | null;
      thread: string | null;
      button: string;
      value: string;
    } & Someone)
  | ({
      as: 'submit';
      id: string;
      form: string;
      enquiryId: string | null;
      /** Where the form was opened; whoever could do that may send it in. */
      thread: string | null;
      submit: string;
      values: Record<string, string>;
    } & Someone)
  | ({ as: 'command'; id: string; channel: string; words: string } & Someone)
  /** Said in a room once. */
  | { as: 'notice'; id: string; room: string; words: string }
  /** The first words to whoever installed us. */
  | { as: 'greet'; id: string; user: string }
  /** A file that was not handed out at once. */
  | { as: 'file'; id: string; post: string; file: File }
  /** The action on a message: the message comes along, in case it was never seen. */
  | ({ as: 'send'; id: string; channel: string; message: Message } & Someone);

/** Where a message stands: a channel, the root of its thread, and itself, by the far side's ids. */
interface InThread {
  channel: string;
  thread: string;
  post: string;
}

/** What an event means. */
export type Meant<Message> =
  /** `edition`: of two edits the one with the later edition holds. */
  | ({ as: 'write' | 'edit'; edition: string; user: string; message: Message } & InThread)
  /** A root of ours was deleted: the card of an enquiry, perhaps. */
  | { as: 'root-gone'; channel: string; post: string }
  | { as: 'delete'; channel: string; thread: string | null; post: string; user: string | null }
  /** A person wrote something in a thread that has no words a customer could get. */
  | ({ as: 'not-sent'; user: string; why: string } & InThread)
  /** Words to Deskhand itself: in a direct message, or by its name. */
  | {
      as: 'words';
      channel: string;
      thread: string | null;
      post: string;
      user: string;
      message: Message;
      direct: boolean;
    }
  /** A colleague's own words that another app posted in their name. */
  | ({ as: 'through-app'; user: string; app: string | null } & InThread)
  | { as: 'envelope'; channel: string; post: string; user: string }
  | { as: 'nothing'; why: string };

/** How something is said to one person: a remark, something to mind, a failure, or a refusal. */
export type Tone = 'quiet' | 'warning' | 'failure' | 'refusal';

/** What a delivery is read with, by the platform that it came from. */
export interface ChatSide<Message, File> {
  desk: Pick<Desk, 'answer' | 'notice'>;
  context: DeskContext;
  roster: Roster;
  rights: Rights;
  files: StaffFiles<File>;
  /** Resolves once we know who we are on the far side: before that nobody can be judged. */
  ready(): Promise<void>;
  /** The far side no longer knows us: an admin is told, and what waits for it is tried again then. */
  signedOut(error: FarRefusal): Promise<TryLater>;
  understand(body: Json): Meant<Message>;
  /** An event about the workspace and its channels; false when it is none. */
  lifecycle(body: Json): Promise<boolean>;
  /** The desk's reference of a message. */
  refOf(channel: string, message: string): string;
  /** A reference taken apart: only the desk knows how it is made. */
  placeOf(ref: string): { channel: string; message: string };
  personRef(user: string): string;
  momentOf(message: string): Instant;
  /** Are we this user? */
  isUs(user: string): boolean;
  /** The room in this channel, whatever the far side calls it by now. */
  sameName(channel: string): string;
  /** Looks for names of channels that another process has heard of; true when there were some. */
  renamed(): Promise<boolean>;
  /** Surely a thread that somebody else began. */
  isForeign(message: Message): boolean;
  nameIn(message: Message): string;
  /** What a person wrote, with all that belongs to it. */
  read(message: Message): Promise<Pick<StaffWords, 'text' | 'formatted' | 'leftOut' | 'mentionsStaff' | 'ofAuthor'>>;
  /** What was said to Deskhand itself, without its name. */
  spoken(message: Message, direct: boolean): string;
  filesIn(message: Message): { file: File; id: string }[];
  /** The message that an action comes with is not the far side's own copy, but what the person's program says it is. */
  unproven?: true;
  /** What the action on a message was pressed on; `user` is null when no person wrote it in a thread. */
  pressedOn(
    message: Message,
    kept: string,
  ): { thread: string | null; post: string; user: string | null; edition: string };
  /** A direct message has threads. */
  threads?: true;
  /** Says something to one person where they are. */
  tell(channel: string, thread: string | null, user: string, words: string, tone: Tone): Promise<void>;
  /** The same by the address that came with their own press; false when there is none. */
  tellPresser(press: string, words: string, tone: Tone): Promise<boolean>;
  /** Where somebody can be told something without a channel. */
  direct(user: string): Promise<string>;
  publishHome(user: string): Promise<void>;
  greet(user: string): Promise<void>;
  adminSeen(user: string): Promise<void>;
}

const FOR_COLLEAGUES = 'it was put beside words for colleagues. Attach it to a new message.';
const NEVER_SEEN =
  'Deskhand has not seen this message before, so only its author can send it. Ask them to use "Send to customer", or write it yourself.';
const GIVEN_UP =
  'Something you did with Deskhand failed after several tries. Do it again; if it still fails, ask an admin to look at "health".';

export interface Deliveries {
  handle(payload: Json): Promise<void>;
  /** A delivery was given up: whoever is behind it is told, for nothing happens by itself any more. */
  givenUp(payload: Json): Promise<void>;
}

export function makeDeliveries<Message, File>(side: ChatSide<Message, File>): Deliveries {
  const { context, desk } = side;
  const { clock } = context;
  const again = makeAgain(side);
  const isOurs = async (at: Omit<InThread, 'post'>) => context.thread(side.refOf(at.channel, at.thread));
  const { wrote, deleted } = makeWriting(side, again);
  const { press, submitted, sendMessage, command, acting } = makePressing(side);

  return {
    handle: async payload => {
      try {
        await side.ready();
        await handle(payload as unknown as Kept<Message, File>);
      } catch (error) {
        throw await waiting(side, error);
      }
    },
    givenUp: payload => tellGivenUp(side, payload as unknown as Kept<Message, File>),
  };

  async function handle(kept: Kept<Message, File>): Promise<void> {
    switch (kept.as) {
      case 'event':
        return (await side.lifecycle(kept.body)) ? undefined : event(kept.id, side.understand(kept.body));
      case 'press':
        return press(kept);
      case 'submit':
        return submitted(kept);
      case 'command':
        return command(kept, kept.id, kept.channel, kept.words);
      case 'send':
        return sendMessage(kept);
      case 'file': {
        const { message } = side.placeOf(kept.post);
        const young = clock.now() - side.momentOf(message) < FILE_WITHIN;
        return side.files.fetch(kept.file, young, file => context.fileArrived(kept.post, file));
      }
      case 'notice': {
        const room = (await context.rooms()).find(each => each.id === kept.room);
        if (room) await desk.notice(room, kept.words, 'failure', kept.id);
        return;
      }
      case 'greet':
        return side.greet(kept.user);
    }
  }

  async function event(id: string, meant: Meant<Message>): Promise<void> {
    switch (meant.as) {
      case 'nothing':
        return;
      case 'write':
      case 'edit':
        return wrote(id, meant);
      case 'delete':
        return deleted(id, meant);
      case 'root-gone': {
        const thread = side.refOf(meant.channel, meant.post);
        if (await context.thread(thread)) await context.lost(thread);
        return;
      }
      case 'not-sent':
        return tellInOurs(meant, `${meant.why} It was not sent to the customer.`);
      case 'through-app':
        if (side.isUs(meant.user) || !(await isOurs(meant))) return;
        if ((await side.roster.who(meant.user)).as !== 'staff') return;
        return tellInOurs(
          meant,
          `You wrote this through ${meant.app ?? 'another app'}, so Deskhand ignored it and the customer does not get it. To send it, write it here yourself.`,
        );
      case 'words': {
        const own = meant.direct ? await practisedIn(side, meant) : null;
        if (own) return wrote(id, own);
        const by = { user: meant.user, name: side.nameIn(meant.message) };
        const words = side.spoken(meant.message, meant.direct);
        const answer = `${meant.direct ? 'direct' : 'mention'}:${meant.channel}:${meant.post}`;
        return command(by, answer, meant.direct ? null : meant.channel, words, meant.direct ? null : meant.thread);
      }
      case 'envelope': {
        const post = side.refOf(meant.channel, meant.post);
        // The reaction may be faster than the message it is on.
        if (!(await context.authorOf(post))) return again(meant.post, 'The message of an envelope is not known yet.');
        const someone = { user: meant.user, name: '' };
        const by = await acting(someone, meant.channel, await context.threadOf(post));
        if (by)
          await context.act({ id, by, do: 'press', thread: null, button: 'message.send_to_customer', value: post });
      }
    }
  }

  /** A word about something in a thread; only where the thread is one of ours. */
  async function tellInOurs({ channel, thread, user }: InThread & { user: string }, words: string): Promise<void> {
    if (await isOurs({ channel, thread })) await side.tell(channel, thread, user, words, 'warning');
  }
}

/** What was pressed in a home is done by then, and it can show it; if not, there is Refresh. */
const DONE_WITHIN: DurationMs = SECOND / 2;

/** What a person did with a button or a command, where they may. */
function makePressing<Message, File>(side: ChatSide<Message, File>) {
  const { context, rights, desk } = side;
  type KeptOf<As> = Extract<Kept<Message, File>, { as: As }>;
  const submitted = (kept: KeptOf<'submit'>) => submitForm(side, acting, kept);
  const sendMessage = (kept: KeptOf<'send'>) => sendSeen(side, acting, kept);
  return { press, submitted, sendMessage, command, acting };

  async function press(kept: KeptOf<'press'>): Promise<void> {
    const { id, user, channel, thread, value } = kept;
    const person = await acting(kept, channel, thread, id, kept.button);
    if (!person) return;
    const button = kept.button as ButtonId;
    // What is shown to a room is shown by those who read it; a command is asked with all that somebody can read.
    const by =
      button === 'answer.show' || button === 'command.run'
        ? await rights.reading(person, user)
        : await rights.on(person, user, thread, value);
    await context.act({ id, by, do: 'press', thread, button, value });
    // Pressed in their own home: there it has to be seen too.
    if (channel !== null) return;
    await context.clock.sleep(DONE_WITHIN);
    await side.publishHome(user);
  }

  /** @param at the thread in which it was said; null for none */
  async function command(
    by: Someone,
    id: string,
    channel: string | null,
    words: string,
    at: string | null = null,
  ): Promise<void> {
    const named = channel ? side.sameName(channel) : null;
    const room = (await context.rooms()).find(each => each.deskRef && side.sameName(each.deskRef) === named) ?? null;
    const asked = await rights.ask(by, room?.id ?? null);
    // Whoever knows something need not be in a room.
    const ruling = !asked.ok && isAboutExperts(words) ? await inNoRoom(by) : asked;
    if (!ruling.ok) return desk.answer(side.personRef(by.user), null, plainAnswer(ruling.words), `answer:${id}`);
    const thread = channel && at ? { thread: side.refOf(channel, at) } : {};
    await context.act({ id, by: ruling.person, do: 'command', room: room?.id ?? null, words, ...thread });
  }

  async function inNoRoom(by: Someone) {
    const ruling = await rights.act(by, null, 'team');
    return ruling.ok ? { ...ruling, person: { ...ruling.person, rooms: [] } } : ruling;
  }

  /** Who pressed or typed, where they may; null for others, who are told why. @param of the button or form */
  async function acting(
    by: Someone,
    channel: string | null,
    thread: string | null,
    press = '',
    of = '',
  ): Promise<Person | null> {
    const at = thread ? side.placeOf(thread) : null;
    const place = channel || at?.channel || null;
    const ruling = await rights.act(by, place, whoMay(of));
    if (ruling.ok) return ruling.person;
    const { words, outside } = ruling;
    // Where they are not, only the address that came with their press reaches them, or a direct message.
    if (press && (await side.tellPresser(press, words, 'warning'))) return null;
    if (channel && !outside) await side.tell(channel, at?.message ?? null, by.user, words, 'warning');
    else await desk.answer(side.personRef(by.user), null, plainAnswer(words), `refused:${press || by.user}`);
    return null;
  }
}

type Written<Message> = Extract<Meant<Message>, { as: 'write' | 'edit' }>;

/** What somebody writes where they practise is for the customer they practise with, unless it is a command. */
async function practisedIn<Message, File>(
  side: ChatSide<Message, File>,
  meant: Extract<Meant<Message>, { as: 'words' }>,
): Promise<Written<Message> | null> {
  const { channel, thread, post, user, message } = meant;
  const now = await side.context.own?.(side.personRef(user));
  const place = now?.thread ? side.placeOf(now.thread) : null;
  if (place?.channel !== channel || (thread !== null && thread !== place.message)) return null;
  // Where a chat has no threads, a few words that are a command are one.
  if (thread === null && (side.threads || isCommand(side.spoken(message, true)))) return null;
  const { edition } = side.pressedOn(message, post);
  return { as: 'write', channel, thread: place.message, post, edition, user, message };
}

/** Longer is an answer that happens to begin like a command. */
const COMMAND_WORDS_MAX = 4;

function isCommand(words: string): boolean {
  return parseCommand(words).do !== 'unclear' && words.trim().split(/\s+/).length <= COMMAND_WORDS_MAX;
}

type Acting = (
  by: Someone,
  channel: string | null,
  thread: string | null,
  press?: string,
  of?: string,
) => Promise<Person | null>;

/** "Send to customer" on a message that was never seen (we were away): it is written down first. */
async function sendSeen<Message, File>(
  side: ChatSide<Message, File>,
  acting: Acting,
  kept: Extract<Kept<Message, File>, { as: 'send' }>,
): Promise<void> {
  const { context } = side;
  const { id, channel, message } = kept;
  const on = side.pressedOn(message, id);
  const thread = on.thread && side.refOf(channel, on.thread);
  const by = await acting(kept, channel, thread);
  if (!by) return;
  if (!on.user || !thread || !(await context.thread(thread))) {
    const words = 'Only what a colleague wrote in the thread of an enquiry can be sent to the customer.';
    return side.tell(channel, on.thread, kept.user, words, 'quiet');
  }
  const post = side.refOf(channel, on.post);
  const author = await context.authorOf(post);
  const isOwn = on.user === kept.user && (author === null || author.deskRef === side.personRef(kept.user));
  // Nobody puts words into a colleague's mouth.
  const believed = !side.unproven || isOwn;
  if (!believed && !author) return side.tell(channel, on.thread, kept.user, NEVER_SEEN, 'warning');
  // What is pressed on is what is sent: an edit that never reached us is taken from here.
  const member = author ? null : await side.roster.who(on.user);
  const writer = author ?? (member?.as === 'staff' ? member.person : null);
  if (!writer) return;
  if (believed) {
    const read = await side.read(message);
    const words = { thread, post, ...read, mentionsStaff: read.mentionsStaff || !author, edition: on.edition };
    await context.act({ id: `seen:${post}:${id}`, by: writer, do: author ? 'edit' : 'write', ...words });
  }
  await context.act({ id, by, do: 'press', thread, button: 'message.send_to_customer', value: post });
}

/** What was filled in, by whoever may. */
async function submitForm<Message, File>(
  { context, rights }: ChatSide<Message, File>,
  acting: Acting,
  kept: Extract<Kept<Message, File>, { as: 'submit' }>,
): Promise<void> {
  const { id, submit, values, user, thread } = kept;
  const person = await acting(kept, null, thread, id, kept.form);
  if (!person) return;
  const by = await senderOf(rights, person, user, { form: kept.form, enquiryId: kept.enquiryId, thread });
  const [form, enquiryId] = [kept.form as FormView['id'], kept.enquiryId as EnquiryId | null];
  await context.act({ id, by, do: 'submit', form, enquiryId, submit, values });
}

/** What a person wrote, changed or deleted in a thread. */
function makeWriting<Message, File>(side: ChatSide<Message, File>, again: Again) {
  const { context } = side;
  const { shelf } = context;
  return { wrote, deleted };

  async function wrote(id: string, meant: Written<Message>): Promise<void> {
    const thread = side.refOf(meant.channel, meant.thread);
    const post = side.refOf(meant.channel, meant.post);
    if (!(await context.thread(thread))) {
      // Another process may have heard that the channel has a new id.
      if (await side.renamed()) return wrote(id, meant);
      // Threads of others are none of our business; ours may be a moment younger than what is written in it.
      if (side.isForeign(meant.message)) return;
      return again(meant.post, 'This thread is not known yet.');
    }
    if (await shelf.get(GONE, post)) return;
    const member = await side.roster.who(meant.user, side.nameIn(meant.message));
    if (member.as === 'outsider') {
      if (meant.as === 'write') await side.tell(meant.channel, meant.thread, meant.user, member.words, 'refusal');
      return;
    }
    const read = await side.read(meant.message);
    const files = await keepFiles(meant.message, post, read.mentionsStaff || isMarkedAsTalk(fencedText(read)));
    if (await shelf.get(GONE, post)) return;
    const by = member.person;
    if (by.admin) await side.adminSeen(meant.user);
    const { as, edition } = meant;
    await context.act({ id, by, do: as, thread, post, ...read, files, at: side.momentOf(meant.post), edition });
  }

  /** What is meant for colleagues is not fetched; should it be sent after all, its author is told. */
  async function keepFiles(message: Message, post: string, talk: boolean): Promise<AttachmentId[]> {
    const beside = side.filesIn(message).slice(0, FILES_MAX);
    const kept: AttachmentId[] = [];
    if (talk) {
      for (const { file } of beside) kept.push(await context.keepFile(post, side.files.withheld(file, FOR_COLLEAGUES)));
      return kept;
    }
    const fetched = await side.files.fetchSoon(
      beside.map(each => each.file),
      file => context.keepFile(post, file),
    );
    for (const [i, each] of fetched.entries()) {
      kept.push(each.kept);
      if (!each.later) continue;
      // Asked for apart: nothing else of the thread waits for it.
      const id = `file:${post}:${beside[i]!.id}`;
      const payload = { as: 'file', id, post, file: each.given } as unknown as Json;
      await context.keep({ id, key: id, payload, fetches: true });
    }
    return kept;
  }

  async function deleted(id: string, meant: Extract<Meant<Message>, { as: 'delete' }>): Promise<void> {
    const post = side.refOf(meant.channel, meant.post);
    const author = await context.authorOf(post);
    const member = !author && meant.user ? await side.roster.who(meant.user) : null;
    const by = author ?? (member?.as === 'staff' ? member.person : null);
    if (!author) {
      // It overtook the message: when that comes it is nothing any more; and if it is coming this very moment, this is
      // looked at again.
      await shelf.append(GONE, post, context.clock.now());
      if (!by || !meant.thread) return again(meant.post, 'The message of a deletion is not known yet.', HANDLED_WITHIN);
    }
    const thread = meant.thread ? side.refOf(meant.channel, meant.thread) : '';
    if (by) await context.act({ id, by, do: 'delete', thread, post });
  }
}

type Again = (message: string, why: string, within?: DurationMs) => void;

/** Retried a few times while it is recent; then it is dropped. */
function makeAgain<Message, File>({ context: { clock }, momentOf }: ChatSide<Message, File>): Again {
  return (message, why, within = KNOWN_WITHIN) => {
    const age = clock.now() - momentOf(message);
    if (age < within) throw new TryLater(clock.now() + Math.max(SECOND, age / 2), why);
  };
}

/** The far side is silent, or does not know us for a while: what people did waits for it. */
async function waiting<Message, File>(side: ChatSide<Message, File>, error: unknown): Promise<unknown> {
  if (error instanceof FarSilence) return new TryLater(side.context.clock.now() + SILENT_AGAIN, error.message);
  return error instanceof FarRefusal && error.signedOut ? side.signedOut(error) : error;
}

async function tellGivenUp<Message, File>(side: ChatSide<Message, File>, kept: Kept<Message, File>): Promise<void> {
  const meant = kept.as === 'event' ? side.understand(kept.body) : null;
  const user = 'user' in kept ? kept.user : meant && 'user' in meant ? meant.user : null;
  if (!user) return;
  const channel = ('channel' in kept ? kept.channel : null) ?? (meant && 'channel' in meant ? meant.channel : null);
  const thread = meant && 'thread' in meant ? meant.thread : null;
  await side.tell(channel ?? (await side.direct(user)), thread, user, GIVEN_UP, 'failure');
}
