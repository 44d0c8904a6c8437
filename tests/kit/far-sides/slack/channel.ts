/** A channel in a test's hands: what stands in it, who comes and goes, and what becomes of it. */
import { broadcast, join } from './api-conversations.ts';
import { emit, emitMessage } from './events.ts';
import { bindChannel, personOf } from './handles.ts';
import type { FakeChannel, FakeTeam } from './hands.ts';
import { addMessage, repliesTo, show } from './messages.ts';
import type { Json, Shown } from './shapes.ts';
import { type Channel, type Message, makeId, makeTs, type Person, type Team, type World } from './state.ts';

export function makeChannel(world: World, team: Team, fakeTeam: FakeTeam, channel: Channel): FakeChannel {
  const shown = (message: Message): Shown =>
    ({ ...show(channel, message, true), channel: channel.id }) as unknown as Shown;
  const byTs = (a: Message, b: Message) => (a.body.ts < b.body.ts ? -1 : 1);
  const all = () => [...channel.messages.values()].sort(byTs);
  /** Private channels have their own names for what happens to them. */
  const named = (name: string) => (channel.kind === 'group' ? name.replace('channel_', 'group_') : name);
  const tell = (event: Json, fromInside = false) => {
    if (fromInside && !channel.members.has(team.botUserId)) return;
    if (channel.kind === 'group' && !channel.members.has(team.botUserId)) return;
    emit(world, team, { ...event, event_ts: makeTs(world) }, { channel });
  };
  const line = (subtype: string, text: string, userId: string, more: Json = {}) => {
    const body = { type: 'message', subtype, user: userId, text, ts: makeTs(world), ...more };
    addMessage(channel, body);
    emitMessage(world, team, channel, body);
  };
  const anyone = () => [...channel.members].find(each => each !== team.botUserId) ?? 'USLACKBOT';

  const fake: FakeChannel = {
    team: fakeTeam,
    get id() {
      return channel.id;
    },
    get name() {
      return channel.name;
    },
    messages: () =>
      all()
        .filter(({ body }) => !body.thread_ts || body.thread_ts === body.ts || broadcast(body))
        .filter(({ body }) => !/^channel_/.test(body.subtype ?? ''))
        .map(shown),
    thread: ts => {
      const root = channel.messages.get(ts);
      return [...(root ? [root] : []), ...repliesTo(channel, ts).sort(byTs)].map(shown);
    },
    message: ts => {
      const message = channel.messages.get(ts);
      return message ? shown(message) : null;
    },
    join: async person => join(world, team, channel, personOf(person).id),
    leave: async person => {
      const { id } = personOf(person);
      channel.members.delete(id);
      const event = { type: 'member_left_channel', user: id, channel: channel.id, channel_type: 'C', team: team.id };
      tell(event, true);
    },
    rename: async name => {
      const old_name = channel.name;
      channel.name = name;
      line('channel_name', `has renamed the channel from "${old_name}" to "${name}"`, anyone(), { old_name, name });
      const about = { id: channel.id, name, name_normalized: name, created: channel.createdAt };
      tell({
        type: named('channel_rename'),
        channel: { ...about, is_channel: channel.kind === 'channel', is_mpim: false },
      });
    },
    archive: async () => {
      line('channel_archive', 'archived the channel', anyone());
      channel.archived = true;
      tell({ type: named('channel_archive'), channel: channel.id, user: anyone() });
    },
    unarchive: async () => {
      channel.archived = false;
      tell({ type: named('channel_unarchive'), channel: channel.id, user: anyone() });
    },
    delete: async () => {
      tell({ type: named('channel_deleted'), channel: channel.id, actor_id: anyone() });
      channel.deleted = true;
    },
    changeId: async () => {
      const old = channel.id;
      team.channels.delete(old);
      channel.id = makeId(world, 'C');
      team.channels.set(channel.id, channel);
      tell({ type: 'channel_id_changed', old_channel_id: old, new_channel_id: channel.id }, true);
    },
    convertToPrivate: async () => {
      channel.kind = 'group';
      line('channel_convert_to_private', 'made this channel private', anyone());
    },
    kickBot: async () => {
      channel.members.delete(team.botUserId);
      const type = channel.kind === 'group' ? 'group_left' : 'channel_left';
      const event = { type, channel: channel.id, actor_id: anyone(), event_ts: makeTs(world) };
      emit(world, team, event, { channel, fromOutside: true });
    },
    inviteBot: async by => join(world, team, channel, team.botUserId, by ? personOf(by).id : anyone()),
    connect: async () => {
      channel.shared = true;
      tell({ type: 'channel_shared', connected_team_id: 'T0OTHER', channel: channel.id });
    },
  };
  bindChannel(fake, channel);
  return fake;
}

export const newChannel = (
  world: World,
  team: Team,
  name: string,
  options: { id?: string; private?: boolean; members: Person[]; botIn: boolean; archived?: boolean; createdAt: number },
): Channel => ({
  id: options.id ?? makeId(world, 'C'),
  teamId: team.id,
  name,
  kind: options.private ? 'group' : 'channel',
  members: new Set([...options.members.map(each => each.id), ...(options.botIn ? [team.botUserId] : [])]),
  archived: options.archived ?? false,
  deleted: false,
  shared: false,
  user: null,
  createdAt: options.createdAt,
  messages: new Map(),
});
