/** What Slack's deliveries are read with: ids, words and people of Slack, for the part that every chat desk shares. */

import { LEFT_OUT } from '../../../../src/desk/left-out.ts';
import { type ChatSide, type Deliveries, FILES_MAX, makeDeliveries } from '../../../../src/desks/deliveries.ts';
import { happened, type LifecycleSide } from '../../../../src/desks/lifecycle.ts';
import { staffFiles } from '../actions/files.ts';
import type { SlackRefusal } from '../connection/call.ts';
import type { SlackDesk } from '../desk.ts';
import { drawEntry, drawPrivate } from '../drawing/blocks.ts';
import { momentOf, personRef, placeOf, refOf } from '../ids.ts';
import { isLifecycle, kindOf, readLifecycle } from './lifecycle.ts';
import { channelsIn, readText } from './read.ts';
import { type EventMessage, editionOf, type SlackFile, understand } from './understand.ts';

/** Channels of one message whose names are asked for: each may be a call to Slack. */
const CHANNELS_ASKED_MAX = 10;
/** As much of a message as is taken: Slack lets a person write 12,000 characters. */
const TEXT_CHARS_MAX = 40_000;

interface Envelope {
  event?: Record<string, unknown> & { type?: string };
}

export function slackDeliveries(desk: SlackDesk): Deliveries {
  return makeDeliveries(sideOf(desk));
}

function sideOf(desk: SlackDesk): ChatSide<EventMessage, SlackFile> {
  const { context, people, connection, places, whisper } = desk;
  const { firstName } = places;
  const botUser = () => connection.installation()?.botUser ?? '';
  const tell: ChatSide<EventMessage, SlackFile>['tell'] = (channel, thread, user, words, tone) =>
    whisper(firstName(channel), thread, user, drawTold(words, tone));
  const side: ChatSide<EventMessage, SlackFile> = {
    desk,
    context,
    roster: people,
    rights: desk.rights,
    files: staffFiles(desk.files),
    ready: async () => {
      if (!connection.installation()) await connection.connect();
    },
    signedOut: error => connection.signedOut(error as SlackRefusal),
    understand: body => understand(body as Envelope),
    lifecycle: async body => {
      const event = (body as Envelope).event ?? {};
      if (!isLifecycle(kindOf(event))) return false;
      const { what, changed } = readLifecycle(event, botUser());
      for (const each of changed) people.forget(each);
      await happened(lifecycle, what);
      return true;
    },
    refOf: (channel, message) => refOf(firstName(channel), message),
    placeOf: ref => ({ channel: placeOf(ref).channel, message: placeOf(ref).ts }),
    personRef,
    momentOf,
    isUs: user => user === botUser(),
    sameName: firstName,
    renamed: places.readAliases,
    isForeign: message => Boolean(message.parent_user_id && botUser() && message.parent_user_id !== botUser()),
    nameIn: ({ user_profile: profile }) => profile?.display_name || profile?.real_name || '',
    read: message => readWords(desk, message),
    spoken: (message, direct) => {
      if (direct) return readText(message).text;
      return readText({ text: (message.text ?? '').replaceAll(`<@${botUser()}>`, ' ').trim() }).text;
    },
    filesIn: message => (message.files ?? []).map(file => ({ file, id: file.id })),
    pressedOn: (message, kept) => {
      const { thread_ts: thread = null, ts: post = '', user = null, bot_id: bot } = message;
      const written = thread !== null && thread !== post && !bot;
      return { thread, post, user: written ? user : null, edition: editionOf(message, kept.replace(/^send:/, '')) };
    },
    threads: true,
    tell,
    tellPresser: async (press, words, tone) => (await desk.answers.say(press, drawTold(words, tone))) === 'done',
    direct: desk.direct,
    publishHome: desk.publishHome,
    greet: desk.greet,
    adminSeen: desk.troubleList.tellFromNow,
  };
  const lifecycle: LifecycleSide = {
    ...side,
    homeName: 'the Home tab of Deskhand',
    troubles: desk.troubleList,
    ended: connection.ended,
    rename: places.renamed,
    learnInstaller: async user => {
      const learnt = await connection.learnInstaller(user);
      if (learnt) people.forget(user);
      return learnt;
    },
    isShared: async channel => (await people.channel(channel))?.isShared === true,
    post: async (channel, words, tone, key) =>
      void (await desk.poster.post(key, { channel, thread: null, drawn: drawTold(words, tone) })),
  };
  return side;
}

function drawTold(words: string, tone: 'quiet' | 'warning' | 'failure' | 'refusal') {
  if (tone !== 'refusal') return drawEntry({ as: 'line', words, buttons: [], tone });
  return drawPrivate({ words, quote: null, hints: [], buttons: [], tone, post: null }, 'outsider');
}

/** The words of a message with all that belongs to them; names of channels are asked for where they are mentioned. */
async function readWords(
  desk: SlackDesk,
  message: EventMessage,
): ReturnType<ChatSide<EventMessage, SlackFile>['read']> {
  const channels = new Map<string, string>();
  for (const id of channelsIn(message).slice(0, CHANNELS_ASKED_MAX)) {
    const info = await desk.people.channel(id);
    // What a private channel is called is nobody's business outside.
    if (info && !info.isPrivate) channels.set(id, info.name);
  }
  const names = { user: desk.people.firstNameOf, channel: (id: string) => channels.get(id) ?? null };
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
    ...(message.subtype === 'me_message' ? { ofAuthor: true as const } : {}),
    mentionsStaff: mentions.length > 0,
  };
}
