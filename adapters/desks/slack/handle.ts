/** Does what a kept delivery asks for: names who and where, and hands the action in. May run twice for one delivery. */

import { fencedText } from '../../../src/core/formatted.ts';
import type { AttachmentId, EnquiryId } from '../../../src/core/ids.ts';
import { isMarkedAsTalk } from '../../../src/core/team-talk.ts';
import { type DurationMs, MINUTE, SECOND } from '../../../src/core/time.ts';
import { plainAnswer } from '../../../src/ports/answer.ts';
import type { ButtonId } from '../../../src/ports/button.ts';
import {
  type FormView,
  type Person,
  type StaffAction,
  type StaffFile,
  type StaffWords,
  TryLater,
} from '../../../src/ports/desk.ts';
import type { Json } from '../../../src/ports/json.ts';
import { drawEntry, drawPrivate } from './blocks.ts';
import { SlackRefusal, SlackSilence } from './call.ts';
import type { SlackDesk } from './desk.ts';
import { fetchFile, fetchSoon } from './files.ts';
import { greet } from './greeting.ts';
import { momentOf, refOf } from './ids.ts';
import { LEFT_OUT } from './left-out.ts';
import { handleLifecycle } from './lifecycle.ts';
import { readableRooms } from './people.ts';
import { channelsIn, readText } from './read.ts';
import { type EventMessage, editionOf, LIFECYCLE, type SlackFile, understand } from './understand.ts';

/** A message may be faster than our own note of the thread it stands in: looked up again within this time. */
const KNOWN_WITHIN: DurationMs = 60 * SECOND;
/** Posts that were deleted before they were known. */
const GONE = 'gone';
/** A message that is being handled is known after this. */
const HANDLED_WITHIN: DurationMs = 5 * SECOND;
/** A file that Slack does not hand out for so long is given up, and its author told. */
const FILE_WITHIN: DurationMs = 10 * MINUTE;
/** Files of one message that are looked at. */
const FILES_MAX = 20;
/** Channels of one message whose names are asked for: each may be a call to Slack. */
const CHANNELS_ASKED_MAX = 10;
/** As much of a message as is taken: Slack lets a person write 12,000 signs. */
const TEXT_CHARS_MAX = 40_000;

/** What is stored of a delivery: without tokens, addresses to answer to, and whatever else is nobody's business. */
export type Kept =
  | { as: 'event'; id: string; body: { event_id?: string; event?: Record<string, unknown> & { type?: string } } }
  | {
      as: 'press';
      id: string;
      user: string;
      name: string;
      channel: string | null;
      thread: string | null;
      button: string;
      value: string;
    }
  | {
      as: 'submit';
      id: string;
      user: string;
      name: string;
      form: string;
      enquiryId: string | null;
      /** Where the form was opened; whoever could do that may send it in. */
      thread: string | null;
      submit: string;
      values: Record<string, string>;
    }
  | { as: 'command'; id: string; user: string; name: string; channel: string; words: string }
  /** Said in a room once. */
  | { as: 'notice'; id: string; room: string; words: string }
  /** The first words to whoever installed us. */
  | { as: 'greet'; id: string; user: string }
  /** A file that Slack did not hand out at once. */
  | { as: 'file'; id: string; post: string; file: SlackFile }
  /** The action on a message: the message comes along, in case it was never seen. */
  | { as: 'send'; id: string; user: string; name: string; channel: string; message: EventMessage };

export async function handleKept(desk: SlackDesk, payload: Json): Promise<void> {
  try {
    await handle(desk, payload as unknown as Kept);
  } catch (error) {
    // Slack is silent, or does not know us for a while: what people did waits for it.
    if (error instanceof SlackSilence || (error instanceof SlackRefusal && error.signedOut))
      await desk.connection.inChannel('', () => Promise.reject(error));
    throw error;
  }
}

/** A delivery was given up: whoever is behind it is told, for nothing happens by itself any more. */
export async function tellGivenUp(desk: SlackDesk, payload: Json): Promise<void> {
  const kept = payload as unknown as Kept;
  const event = kept.as === 'event' ? (kept.body.event as EventMessage | undefined) : undefined;
  const user = 'user' in kept ? kept.user : (event?.user ?? event?.message?.user);
  if (!user) return;
  const words =
    'Something you did with Deskhand could not be done, after several tries. Do it again; if it happens again, ask an admin to look at "health".';
  const channel = ('channel' in kept ? kept.channel : null) ?? event?.channel ?? (await desk.direct(user));
  const thread = event?.thread_ts ?? event?.message?.thread_ts ?? null;
  await desk.whisper(channel, thread, user, drawEntry({ as: 'line', words, buttons: [], tone: 'failure' }));
}

async function handle(desk: SlackDesk, kept: Kept): Promise<void> {
  // Who we are has to be known before anybody else is judged.
  if (!desk.connection.installation()) await desk.connection.connect();
  switch (kept.as) {
    case 'event':
      return LIFECYCLE.has(kept.body.event?.type ?? '')
        ? handleLifecycle(desk, kept.body.event ?? {})
        : handleEvent(desk, kept);
    case 'press': {
      const by = await staff(desk, kept.user, kept.name, kept.channel, kept.thread, kept.id);
      if (!by) return;
      const press = { do: 'press' as const, thread: kept.thread, button: kept.button as ButtonId, value: kept.value };
      // What is shown to a room is shown by those who read it.
      const rooms =
        kept.button === 'answer.show' ? await readableRooms(desk.people, await desk.context.rooms(), kept.user) : null;
      await desk.context.act({ id: kept.id, by: rooms ? { ...by, rooms } : by, ...press });
      // Pressed in the Home tab: there it has to be seen too.
      if (kept.channel === null) await desk.publishHome(kept.user);
      return;
    }
    case 'submit': {
      const by = await staff(desk, kept.user, kept.name, null, kept.thread, kept.id);
      if (!by) return;
      const { id, submit, values } = kept;
      return desk.context.act({
        id,
        by,
        do: 'submit',
        form: kept.form as FormView['id'],
        enquiryId: kept.enquiryId as EnquiryId | null,
        submit,
        values,
      });
    }
    case 'command':
      return command(desk, kept.id, kept.user, kept.name, kept.channel, kept.words);
    case 'send':
      return sendMessage(desk, kept);
    case 'file': {
      const { clock } = desk.context;
      const young = clock.now() - momentOf(kept.post.split(':')[1] ?? '') < FILE_WITHIN;
      return fetchFile(desk.files, kept.file, young, file => desk.context.fileArrived(kept.post, file));
    }
    case 'notice': {
      const room = (await desk.context.rooms()).find(each => each.id === kept.room);
      if (room) await desk.notice(room, kept.words, 'failure', kept.id);
      return;
    }
    case 'greet':
      return greet(desk, kept.user);
  }
}

async function handleEvent(desk: SlackDesk, kept: Extract<Kept, { as: 'event' }>): Promise<void> {
  const meant = understand(kept.body);
  switch (meant.as) {
    case 'nothing':
      return;
    case 'write':
    case 'edit':
      return wrote(desk, kept.id, meant);
    case 'delete': {
      const channel = desk.firstName(meant.channel);
      const post = refOf(channel, meant.ts);
      const author = await desk.context.authorOf(post);
      const standing = !author && meant.user ? await desk.people.who(meant.user) : null;
      const by = author ?? (standing?.as === 'staff' ? standing.person : null);
      if (!author) {
        // It overtook the message: when that comes it is nothing any more; and if it is coming this very moment, this
        // is looked at again.
        await desk.context.shelf.append(GONE, post, true);
        if (!by || !meant.thread)
          return again(desk, meant.ts, 'The message of a deletion is not known yet.', HANDLED_WITHIN);
      }
      if (!by || (!author && !meant.thread)) return;
      const thread = meant.thread ? refOf(channel, meant.thread) : '';
      return desk.context.act({ id: kept.id, by, do: 'delete', thread, post });
    }
    case 'root-gone': {
      const thread = refOf(desk.firstName(meant.channel), meant.ts);
      if (await desk.context.thread(thread)) await desk.context.lost(thread);
      return;
    }
    case 'not-sent': {
      const channel = desk.firstName(meant.channel);
      if (!(await desk.context.thread(refOf(channel, meant.thread)))) return;
      const words = `${meant.why} It was not sent to the customer.`;
      return desk.whisper(
        channel,
        meant.thread,
        meant.user,
        drawEntry({ as: 'line', words, buttons: [], tone: 'warning' }),
      );
    }
    case 'through-app': {
      const channel = desk.firstName(meant.channel);
      if (meant.user === desk.connection.installation()?.botUser) return;
      if (!(await desk.context.thread(refOf(channel, meant.thread)))) return;
      if ((await desk.people.who(meant.user)).as !== 'staff') return;
      const words = `You wrote this through ${meant.app ?? 'another app'}, so Deskhand did not take it and the customer does not get it. If they should, write it here yourself.`;
      const drawn = drawEntry({ as: 'line', words, buttons: [], tone: 'warning' });
      return desk.whisper(channel, meant.thread, meant.user, drawn);
    }
    case 'words': {
      const { text } = readText(meant.message);
      const bot = desk.connection.installation()?.botUser ?? '';
      const spoken = (meant.message.text ?? '').replaceAll(`<@${bot}>`, ' ').trim();
      const words = meant.direct ? text : readText({ text: spoken }).text;
      const id = `${meant.direct ? 'direct' : 'mention'}:${meant.channel}:${meant.ts}`;
      return command(desk, id, meant.user, nameIn(meant.message), meant.direct ? null : meant.channel, words);
    }
    case 'envelope': {
      const channel = desk.firstName(meant.channel);
      const post = refOf(channel, meant.ts);
      if (!(await desk.context.authorOf(post))) {
        // The reaction may be faster than the message it is on.
        return again(desk, meant.ts, 'The message of an envelope is not known yet.');
      }
      const by = await staff(desk, meant.user, '', channel, await desk.context.threadOf(post));
      if (!by) return;
      await desk.context.act({
        id: kept.id,
        by,
        do: 'press',
        thread: null,
        button: 'message.send_to_customer',
        value: post,
      });
    }
  }
}

type Written = Extract<ReturnType<typeof understand>, { as: 'write' | 'edit' }>;

async function wrote(desk: SlackDesk, id: string, meant: Written): Promise<void> {
  const { context } = desk;
  const channel = desk.firstName(meant.channel);
  const thread = refOf(channel, meant.thread);
  const post = refOf(channel, meant.ts);
  if (!(await context.thread(thread))) {
    // Another process may have heard that the channel has a new id.
    if (await desk.readAliases()) return wrote(desk, id, meant);
    // Threads of others are none of our business; ours may be a moment younger than what is written in it.
    const parent = meant.message.parent_user_id;
    const bot = desk.connection.installation()?.botUser;
    if (parent && bot && parent !== bot) return;
    return again(desk, meant.ts, 'This thread is not known yet.');
  }
  if (await context.shelf.get(GONE, post)) return;
  const standing = await desk.people.who(meant.user, nameIn(meant.message));
  if (standing.as === 'outsider') {
    const view = { words: standing.words, quote: null, hints: [], buttons: [], tone: 'refusal' as const, post: null };
    if (meant.as === 'write') await desk.whisper(channel, meant.thread, meant.user, drawPrivate(view, 'outsider'));
    return;
  }
  const read = await readWords(desk, meant.message);
  const { mentionsStaff } = read;
  const given = meant.message.files ?? [];
  // What is meant for colleagues is not fetched; should it be sent after all, its author is told.
  const talk = mentionsStaff || isMarkedAsTalk(fencedText(read));
  const files: AttachmentId[] = [];
  const beside = given.slice(0, FILES_MAX);
  if (talk) for (const file of beside) files.push(await context.keepFile(post, leftHere(file)));
  else
    for (const each of await fetchSoon(desk.files, beside, file => context.keepFile(post, file))) {
      files.push(each.kept);
      if (each.later) await keepAsking(desk, post, each.given);
    }
  if (await context.shelf.get(GONE, post)) return;
  const by = standing.person;
  if (by.admin) await desk.tellFromNow(meant.user);
  const at = momentOf(meant.ts);
  const { as, edition } = meant;
  const action: StaffAction = { id, by, do: as, thread, post, ...read, files, at, edition };
  return context.act(action);
}

/** A file that Slack did not hand out at once is asked for apart: nothing else of the thread waits for it. */
async function keepAsking(desk: SlackDesk, post: string, file: SlackFile): Promise<void> {
  const id = `file:${post}:${file.id}`;
  const kept: Kept = { as: 'file', id, post, file };
  await desk.context.keep({ id, key: id, payload: kept as unknown as Json, fetches: true });
}

/** The words of a message with all that belongs to them; names of channels are asked for where they are mentioned. */
async function readWords(
  desk: SlackDesk,
  message: EventMessage,
): Promise<Pick<StaffWords, 'text' | 'formatted' | 'leftOut' | 'mentionsStaff' | 'ofAuthor'>> {
  const channels = new Map<string, string>();
  for (const id of channelsIn(message).slice(0, CHANNELS_ASKED_MAX)) {
    const info = await desk.people.channel(id);
    // What a private channel is called is nobody's business outside.
    if (info && !info.isPrivate) channels.set(id, info.name);
  }
  const names = {
    user: (id: string) => desk.people.firstNameOf(id),
    channel: (id: string) => channels.get(id) ?? null,
  };
  const { text: whole, formatted, mentions, leftOut } = readText(message, names);
  const text = [...whole].slice(0, TEXT_CHARS_MAX).join('');
  const extra = (message.files ?? []).slice(FILES_MAX).map(each => each.name ?? each.id);
  const missing = [
    ...leftOut,
    ...(text === whole ? [] : [LEFT_OUT.cut]),
    ...(extra.length ? [LEFT_OUT.files(extra)] : []),
  ];
  return {
    text,
    ...(formatted && text === whole ? { formatted } : {}),
    ...(missing.length ? { leftOut: missing } : {}),
    ...(message.subtype === 'me_message' ? { ofAuthor: true } : {}),
    mentionsStaff: mentions.length > 0,
  };
}

/** Comes again a few times while it is young; then it is let go. */
function again(desk: SlackDesk, ts: string, why: string, within = KNOWN_WITHIN): void {
  const { clock } = desk.context;
  const age = clock.now() - momentOf(ts);
  if (age < within) throw new TryLater(clock.now() + Math.max(SECOND, age / 2), why);
}

async function command(
  desk: SlackDesk,
  id: string,
  user: string,
  name: string,
  channel: string | null,
  words: string,
): Promise<void> {
  const rooms = await desk.context.rooms();
  const room = channel
    ? (rooms.find(each => each.deskRef && desk.firstName(each.deskRef) === desk.firstName(channel)) ?? null)
    : null;
  const standing = await desk.people.who(user, name);
  if (standing.as === 'outsider')
    return desk.answer(`slack:${user}`, null, plainAnswer(standing.words), `answer:${id}`);
  const readable = await readableRooms(desk.people, rooms, user);
  // Before there is a room nobody is in one: then, and always, admins may ask how things are.
  const may = room !== null || readable.length > 0 || standing.person.admin;
  if (!may) {
    const refusal =
      'Only people who are in a room of the enquiries can ask about them. Ask a colleague to invite you there.';
    return desk.answer(standing.person.deskRef, null, plainAnswer(refusal), `answer:${id}`);
  }
  if (standing.person.admin) await desk.tellFromNow(user);
  const mine = room && !readable.includes(room.id) ? [...readable, room.id] : readable;
  const by = { ...standing.person, rooms: mine };
  await desk.context.act({ id, by, do: 'command', room: room?.id ?? null, words });
}

/** "Send to customer" on a message that was never seen (we were away): it is written down first. */
async function sendMessage(desk: SlackDesk, kept: Extract<Kept, { as: 'send' }>): Promise<void> {
  const { message } = kept;
  const channel = desk.firstName(kept.channel);
  const [thread, post] = [refOf(channel, message.thread_ts ?? ''), refOf(channel, message.ts ?? '')];
  const by = await staff(desk, kept.user, kept.name, channel, null);
  if (!by) return;
  const place = message.thread_ts && message.thread_ts !== message.ts ? await desk.context.thread(thread) : null;
  if (!place || !message.user || message.bot_id) {
    const words = 'Only what a colleague wrote in the thread of an enquiry can be sent to its customer.';
    return desk.whisper(
      channel,
      message.thread_ts ?? null,
      kept.user,
      drawEntry({ as: 'line', words, buttons: [], tone: 'quiet' }),
    );
  }
  // What is pressed on is what is sent: an edit that never reached us is taken from here.
  const author = (await desk.context.authorOf(post)) ?? null;
  const standing = author ? null : await desk.people.who(message.user);
  const writer = author ?? (standing?.as === 'staff' ? standing.person : null);
  if (!writer) return;
  const read = await readWords(desk, message);
  const edition = editionOf(message, kept.id.replace(/^send:/, ''));
  const words = { thread, post, ...read, mentionsStaff: read.mentionsStaff || !author, edition };
  const seen = `seen:${post}:${kept.id}`;
  await desk.context.act({ id: seen, by: writer, do: author ? 'edit' : 'write', ...words });
  await desk.context.act({ id: kept.id, by, do: 'press', thread, button: 'message.send_to_customer', value: post });
}

/**
 * Who pressed or typed; null for outsiders, who are told why. What was opened where somebody can read may be finished by
 * them; from anywhere else only by those of a room, and by admins.
 */
async function staff(
  desk: SlackDesk,
  user: string,
  name: string,
  channel: string | null,
  thread: string | null,
  id = '',
): Promise<Person | null> {
  const standing = await desk.people.who(user, name);
  const outside = await isOutside(desk, user, channel ?? thread?.split(':')[0] ?? null);
  if (standing.as === 'staff' && !outside) {
    const { person } = standing;
    const refs = channel || thread ? [] : (await desk.context.rooms()).flatMap(each => each.deskRef ?? []);
    if (refs.length === 0 || person.admin || (await desk.people.mayAsk(user, refs))) {
      if (person.admin) await desk.tellFromNow(user);
      return person;
    }
  }
  const words = standing.as === 'outsider' ? standing.words : NOT_IN_ROOM;
  const drawn = drawEntry({ as: 'line', words, buttons: [], tone: 'warning' });
  // Where they are not, only the address that came with their press reaches them, or a direct message.
  if (id && (await desk.answers.say(id, drawn)) === 'done') return null;
  if (channel && !outside) await desk.whisper(channel, thread?.split(':')[1] ?? null, user, drawn);
  else await desk.answer(`slack:${user}`, null, plainAnswer(words), `refused:${id || user}`);
  return null;
}

export const NOT_IN_ROOM =
  'Only people of a room can do that, so nothing was done. Ask a colleague to invite you there.';

/** In the channel of a room, which only its members can read, and not one of them. */
export async function isOutside(desk: SlackDesk, user: string, channel: string | null): Promise<boolean> {
  if (!channel) return false;
  const rooms = (await desk.context.rooms()).flatMap(each => each.deskRef ?? []);
  const room = rooms.find(each => desk.firstName(each) === desk.firstName(channel));
  return room !== undefined && desk.people.isOutside(user, room);
}

function leftHere(file: SlackFile): StaffFile {
  const withheld = 'it was put beside words for colleagues. Attach it to a new message.';
  return { ref: file.id, name: file.name ?? 'file', type: '', bytes: file.size ?? 0, content: null, withheld };
}

function nameIn(message: EventMessage): string {
  return message.user_profile?.display_name || message.user_profile?.real_name || '';
}
