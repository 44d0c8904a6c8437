/** A person's hands on messages: writing, editing, deleting, reacting, forwarding, and what unfurling does by itself. */

import { randomUUID } from 'node:crypto';
import { fileShared, personsFile } from './files.ts';
import { channelOf } from './handles.ts';
import type { FakePerson } from './hands.ts';
import { addMessage, announce, bury, change, react, remove, show } from './messages.ts';
import type { Json } from './shapes.ts';
import { type Channel, copy, type Message, makeTs, type Person, seconds, type Team, type World } from './state.ts';
import { write } from './written.ts';

type Talking = Pick<FakePerson, 'say' | 'edit' | 'remove' | 'unfurl' | 'tombstone' | 'forward' | 'react' | 'unreact'>;

export function messageAt(channel: Channel, ts: string): Message {
  const message = channel.messages.get(ts);
  if (!message) throw new Error(`There is no message ${ts} in #${channel.name}.`);
  return message;
}

/** Whoever is of another company says so in each message. */
const origin = (team: Team, person: Person): Json =>
  person.teamId === team.id
    ? { team: team.id }
    : { team: person.teamId, user_team: person.teamId, source_team: person.teamId };

const threaded = (channel: Channel, thread: string | undefined): Json => {
  if (!thread) return {};
  const { user } = messageAt(channel, thread).body;
  return { thread_ts: thread, ...(user ? { parent_user_id: user } : {}) };
};

function enter(channel: Channel, person: Person): void {
  if (channel.archived) throw new Error(`#${channel.name} is archived; nobody can write there.`);
  if (!channel.members.has(person.id)) channel.members.add(person.id);
}

export function talking(world: World, team: Team, person: Person): Talking {
  const own = (message: Message) => {
    if (message.body.user === person.id && !message.body.bot_id) return;
    throw new Error(`${person.name} did not write ${message.body.ts} and cannot change it.`);
  };
  return {
    say: async (fake, text, options = {}) => {
      const channel = channelOf(fake);
      enter(channel, person);
      const typed = options.mentionBot ? `<@${team.botUserId}> ${text}` : text;
      const written = write(typed, options.rich === true || options.mentionBot === true);
      const ts = makeTs(world);
      const files = (options.files ?? []).map(each => personsFile(world, team, person.id, each));
      const blocks = options.blocks ?? written.blocks;
      const subtype = options.me
        ? 'me_message'
        : files.length
          ? 'file_share'
          : options.broadcast
            ? 'thread_broadcast'
            : null;
      const body: Json = {
        type: 'message',
        ...(subtype ? { subtype } : {}),
        ...(options.broadcast && subtype !== 'thread_broadcast' ? { reply_broadcast: true } : {}),
        user: person.id,
        ts,
        ...(options.me ? {} : { client_msg_id: randomUUID() }),
        text: options.rawText ?? written.text,
        ...origin(team, person),
        ...(blocks.length && !options.me ? { blocks: copy(blocks) } : {}),
        ...(files.length ? { files, upload: false, display_as_bot: false } : {}),
        ...(options.attachments ? { attachments: copy(options.attachments) } : {}),
        ...threaded(channel, options.thread),
      };
      announce(world, team, channel, addMessage(channel, body), { hold: options.hold ?? false });
      for (const each of files) if (each.mode !== 'tombstone') fileShared(world, team, channel, each.id, person.id);
      return ts;
    },

    edit: async (fake, ts, text, options = {}) => {
      const channel = channelOf(fake);
      const message = messageAt(channel, ts);
      own(message);
      const written = write(text, options.rich ?? false);
      const before = message.body.edited?.ts;
      const edited = { user: person.id, ts: options.sameSecond && before ? before : `${seconds(world)}.000000` };
      const next: Json = { ...copy(message.body), text: written.text, blocks: written.blocks, edited };
      if (!written.blocks.length) delete next.blocks;
      if (options.keepFiles) next.files = next.files?.filter((each: Json) => options.keepFiles!.includes(each.id));
      change(world, team, channel, message, next, {
        withoutPrevious: options.withoutPrevious ?? false,
        hold: options.hold ?? false,
      });
    },

    remove: async (fake, ts, options = {}) => {
      const channel = channelOf(fake);
      const message = messageAt(channel, ts);
      if (!person.admin && !person.owner) own(message);
      remove(world, team, channel, message, options);
    },

    unfurl: async (fake, ts, attachments) => {
      const channel = channelOf(fake);
      const message = messageAt(channel, ts);
      const seen = attachments ?? [
        {
          id: 1,
          from_url: 'https://example.com/',
          original_url: 'https://example.com/',
          title: 'Example',
          fallback: 'Example',
        },
      ];
      change(world, team, channel, message, { ...copy(message.body), attachments: seen });
    },

    tombstone: async (fake, ts) => {
      const channel = channelOf(fake);
      bury(world, team, channel, messageAt(channel, ts));
    },

    forward: async (fake, ts, to, options = {}) => {
      const channel = channelOf(fake);
      const target = channelOf(to);
      enter(target, person);
      const about = show(channel, messageAt(channel, ts));
      const attachment = {
        ts,
        channel_id: channel.id,
        channel_team: team.id,
        is_msg_unfurl: true,
        is_share: true,
        author_id: about.user,
        text: about.text,
        fallback: about.text,
        message_blocks: [{ team: team.id, channel: channel.id, ts, message: { blocks: about.blocks ?? [] } }],
        from_url: `https://${team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`,
      };
      const body = {
        type: 'message',
        user: person.id,
        ts: makeTs(world),
        client_msg_id: randomUUID(),
        text: '',
        ...origin(team, person),
        attachments: [attachment],
        ...threaded(target, options.thread),
      };
      announce(world, team, target, addMessage(target, body));
      return body.ts;
    },

    react: async (fake, ts, name) => {
      const channel = channelOf(fake);
      const message = messageAt(channel, ts);
      if (!message.reactions.get(name)?.includes(person.id))
        react(world, team, channel, message, person.id, name, true);
    },

    unreact: async (fake, ts, name) => {
      const channel = channelOf(fake);
      const message = messageAt(channel, ts);
      if (message.reactions.get(name)?.includes(person.id))
        react(world, team, channel, message, person.id, name, false);
    },
  };
}
