/** A team and its channels in a test's hands: who is in it, what stands there, and what becomes of it. */
import { installActivity, updateActivity } from './activities.ts';
import { CARD } from './cards.ts';
import { deliver } from './delivery.ts';
import type { FakeChannel, FakePerson, FakeTeam } from './hands.ts';
import { makePerson, personOf } from './people.ts';
import type { Json } from './shapes.ts';
import { inOrder, show } from './showing.ts';
import {
  botId,
  botIsIn,
  type Channel,
  guid,
  membersOf,
  messageId,
  type Person,
  type Place,
  personalId,
  type Team,
  threadId,
  type World,
} from './state.ts';

const placeIn = (channel: Channel): Place => ({ as: 'channel', channel, root: null, messages: channel.messages });
const general = (team: Team): Place => placeIn(team.channels.get(team.id)!);

/** Whoever does what nobody in particular does. */
function somebody(world: World, team: Team): Person {
  return [...team.members][0] ?? newPerson(world, 'The Owner', team.tenant, {});
}

/** Something happened in a team: the bot hears of it while it is there. */
async function tell(world: World, team: Team, eventType: string, more: Json = {}): Promise<void> {
  if (team.installed)
    await deliver(world, updateActivity(world, general(team), somebody(world, team), eventType, more));
}

const aboutChannel = ({ id, name, type }: Channel): Json => ({
  channel: { id, name, ...(type === 'standard' ? {} : { type }) },
});

function newPerson(
  world: World,
  name: string,
  tenant: string,
  options: { guest?: boolean; noObjectId?: boolean },
): Person {
  const n = world.people.length;
  const key = `${world.appId} ${name} ${n}`;
  const hash = Buffer.from(guid(`${key} id`)).toString('base64url');
  const person: Person = {
    id: `29:1${hash}`,
    aadObjectId: options.noObjectId ? '' : guid(key),
    name,
    email: `${name
      .normalize('NFD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase()}${n}@shop.example`,
    tenant,
    guest: options.guest ?? false,
    installed: false,
    chat: personalId(key),
    dialogs: [],
    toasts: [],
    views: new Map(),
  };
  world.people.push(person);
  return person;
}

export function makeTeam(world: World, team: Team): FakeTeam {
  const fakes = new Map<string, FakeChannel>();
  const fakeOf = (channel: Channel): FakeChannel => {
    if (!fakes.has(channel.id)) fakes.set(channel.id, makeChannel(world, fake, channel));
    return fakes.get(channel.id)!;
  };
  const addChannel = (
    name: string,
    type: Channel['type'] = 'standard',
    members: Person[] = [],
    botIn = true,
  ): Channel => {
    const id = team.channels.size === 0 ? team.id : threadId(`${team.id} ${name} ${team.channels.size}`);
    const channel = { id, name, type, team, members: new Set(members), botIn, deleted: false, messages: new Map() };
    team.channels.set(id, channel);
    return channel;
  };
  addChannel('General');
  const fake: FakeTeam = {
    id: team.id,
    aadGroupId: team.aadGroupId,
    get name() {
      return team.name;
    },
    tenant: team.tenant,
    person: (name, options = {}) => {
      const tenant = options.tenant ?? team.tenant;
      const person = newPerson(world, name, tenant, options);
      if (options.member !== false) team.members.add(person);
      return makePerson(world, person);
    },
    channel: (name, options = {}) => {
      const there = [...team.channels.values()].find(each => each.name === name);
      return fakeOf(there ?? addChannel(name, options.type, (options.members ?? []).map(personOf), options.botIn));
    },
    createChannel: async name => {
      const channel = addChannel(name);
      await tell(world, team, 'channelCreated', { channelData: aboutChannel(channel) });
      return fakeOf(channel);
    },
    tag: (name, members) => {
      const id = Buffer.from(`tag ${name}`).toString('base64');
      team.tags.push({ id, name, members: members.map(personOf) });
    },
    consent: given => {
      team.consent = given;
    },
    ...membership(world, team),
    ...fate(world, team),
    ...installing(world, team),
  };
  return fake;
}

function membership(world: World, team: Team) {
  return {
    add: async (fake: FakePerson) => {
      const person = personOf(fake);
      team.members.add(person);
      const membersAdded = [{ id: person.id, ...(person.aadObjectId ? { aadObjectId: person.aadObjectId } : {}) }];
      await tell(world, team, 'teamMemberAdded', { membersAdded });
    },
    remove: async (fake: FakePerson) => {
      const person = personOf(fake);
      team.members.delete(person);
      for (const channel of team.channels.values()) channel.members.delete(person);
      const membersRemoved = [{ id: person.id, ...(person.aadObjectId ? { aadObjectId: person.aadObjectId } : {}) }];
      await tell(world, team, 'teamMemberRemoved', { membersRemoved });
    },
  };
}

function fate(world: World, team: Team) {
  return {
    rename: async (name: string) => {
      team.name = name;
      await tell(world, team, 'teamRenamed');
    },
    archive: async () => {
      team.archived = true;
      await tell(world, team, 'teamArchived');
    },
    unarchive: async () => {
      team.archived = false;
      await tell(world, team, 'teamUnarchived');
    },
    delete: async () => {
      await tell(world, team, 'teamDeleted');
      team.deleted = true;
    },
    restore: async () => {
      team.deleted = false;
      await tell(world, team, 'teamRestored');
    },
  };
}

function installing(world: World, team: Team) {
  const at = general(team);
  return {
    install: async (by: FakePerson) => {
      team.installed = true;
      await deliver(world, installActivity(world, at, personOf(by), 'add'));
      const membersAdded = [{ id: botId(world) }];
      await deliver(world, updateActivity(world, at, personOf(by), 'teamMemberAdded', { membersAdded }));
    },
    upgrade: async (by: FakePerson) => {
      await deliver(world, installActivity(world, at, personOf(by), 'add-upgrade'));
    },
    uninstall: async (by: FakePerson) => {
      team.installed = false;
      const membersRemoved = [{ id: botId(world) }];
      await deliver(world, updateActivity(world, at, personOf(by), 'teamMemberRemoved', { membersRemoved }));
      await deliver(world, installActivity(world, at, personOf(by), 'remove'));
    },
  };
}

function makeChannel(world: World, team: FakeTeam, channel: Channel): FakeChannel {
  const here = placeIn(channel);
  const shown = () => inOrder(channel.messages).filter(each => !each.deleted && each.onlyFor === null);
  const member = (person: Person): Json => ({
    id: person.id,
    ...(person.aadObjectId ? { aadObjectId: person.aadObjectId } : {}),
    tenantId: person.tenant,
  });
  /** What happens to members of a channel is told in it. */
  const inside = async (eventType: string, more: Json, by?: FakePerson) => {
    const who = by ? personOf(by) : ([...membersOf(channel)][0] ?? somebody(world, channel.team));
    const data = { channelData: aboutChannel(channel), ...more };
    if (channel.team.installed) await deliver(world, updateActivity(world, here, who, eventType, data));
  };
  return {
    team,
    id: channel.id,
    get name() {
      return channel.name;
    },
    type: channel.type,
    posts: () =>
      shown()
        .filter(each => each.root === each.id)
        .map(each => show(here, each)),
    thread: root =>
      shown()
        .filter(each => each.root === root)
        .map(each => show(here, each)),
    message: id => {
      const message = channel.messages.get(id);
      return message && !message.deleted ? show(here, message) : null;
    },
    flow: async (text, options = {}) => {
      const id = messageId(world);
      const attachments = options.card ? [{ contentType: CARD, content: options.card }] : [];
      channel.messages.set(id, {
        id,
        root: options.thread ?? id,
        by: 'flow',
        text,
        html: text ? `<p>${text}</p>` : '',
        attachments,
        entities: [],
        summary: '',
        reactions: [],
        deleted: false,
        editedAt: null,
        edits: 0,
        onlyFor: null,
      });
      return id;
    },
    rename: async name => {
      channel.name = name;
      await tell(world, channel.team, 'channelRenamed', { channelData: aboutChannel(channel) });
    },
    delete: async () => {
      channel.deleted = true;
      await tell(world, channel.team, 'channelDeleted', { channelData: aboutChannel(channel) });
    },
    restore: async () => {
      channel.deleted = false;
      await tell(world, channel.team, 'channelRestored', { channelData: aboutChannel(channel) });
    },
    join: async person => {
      channel.members.add(personOf(person));
      if (botIsIn(channel)) await inside('channelMemberAdded', { membersAdded: [member(personOf(person))] });
    },
    leave: async person => {
      channel.members.delete(personOf(person));
      if (botIsIn(channel)) await inside('channelMemberRemoved', { membersRemoved: [member(personOf(person))] });
    },
    share: async () => {
      const sharedWithTeams = [
        { id: threadId('other team'), name: 'Other', aadGroupId: guid('other team'), tenantId: guid('other tenant') },
      ];
      await inside('channelShared', { channelData: { ...aboutChannel(channel), sharedWithTeams } });
    },
    addBot: async by => {
      channel.botIn = true;
      await inside('channelMemberAdded', { membersAdded: [{ id: botId(world) }] }, by);
    },
    removeBot: async by => {
      channel.botIn = false;
      await inside('channelMemberRemoved', { membersRemoved: [{ id: botId(world) }] }, by);
    },
  };
}
