/** A team in a test's hands: its people and channels, and the app's coming and going. */
import { acting, watching } from './acting.ts';
import { describePerson } from './api-people.ts';
import { directMessages } from './call.ts';
import { makeChannel, newChannel } from './channel.ts';
import { emit } from './events.ts';
import { bindPerson, bindTeam, channelOf, personOf } from './handles.ts';
import type { FakeChannel, FakePerson, FakeTeam } from './hands.ts';
import { addToken, installApp, SCOPES_OF_DESKHAND, uninstallApp } from './install.ts';
import { show } from './messages.ts';
import type { Shown } from './shapes.ts';
import { type Channel, copy, makeId, makeTs, type Person, seconds, type Team, type World } from './state.ts';
import { talking } from './talking.ts';

function makePerson(world: World, team: Team, fakeTeam: FakeTeam, person: Person): FakePerson {
  const fake: FakePerson = {
    id: person.id,
    name: person.name,
    team: fakeTeam,
    ...talking(world, team, person),
    ...acting(world, team, person),
    ...watching(world, team, person),
    ephemerals: channel => {
      const id = channel ? channelOf(channel).id : null;
      const mine = world.ephemerals.filter(each => each.to === person.id && (id === null || each.channel === id));
      return mine.map(each => copy(each) as Shown);
    },
    dms: () => {
      const channel = directMessages(world, team, person.id);
      return [...channel.messages.values()].map(
        each => ({ ...show(channel, each, true), channel: channel.id }) as unknown as Shown,
      );
    },
  };
  bindPerson(fake, person);
  return fake;
}

export interface TeamOptions {
  name?: string;
  scopes?: string[];
  installed?: boolean;
}

export function makeTeam(world: World, id: string, options: TeamOptions): FakeTeam {
  const name = options.name ?? `Shop ${world.teams.size + 1}`;
  const team: Team = {
    id,
    name,
    domain: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    installed: false,
    botToken: '',
    botUserId: makeId(world, 'U'),
    botId: makeId(world, 'B'),
    scopes: new Set(),
    usergroups: [],
    people: new Map(),
    channels: new Map(),
  };
  world.teams.set(id, team);
  const standard = () => options.scopes ?? world.subscriptions?.scopes ?? SCOPES_OF_DESKHAND;
  const people = new Map<string, FakePerson>();
  const channels = new Map<Channel, FakeChannel>();
  const fakeOf = (channel: Channel): FakeChannel => {
    if (!channels.has(channel)) channels.set(channel, makeChannel(world, team, fake, channel));
    return channels.get(channel)!;
  };
  const fake: FakeTeam = {
    id,
    name,
    domain: team.domain,
    get botToken() {
      return team.botToken;
    },
    botUserId: team.botUserId,
    botId: team.botId,
    scopes: team.scopes,
    person: (personName, about = {}) => {
      const known = people.get(personName);
      if (known) return known;
      const person: Person = {
        id: about.id ?? makeId(world, 'U'),
        teamId: about.otherTeam ?? id,
        name: personName,
        realName: about.realName ?? `${personName.charAt(0).toUpperCase()}${personName.slice(1)}`,
        email: about.email ?? `${personName.toLowerCase().replace(/\s+/g, '.')}@${team.domain}.example`,
        admin: about.admin ?? false,
        owner: about.owner ?? false,
        guest: about.guest ?? false,
        deleted: about.deleted ?? false,
        bot: false,
        timezone: about.timezone ?? 'Europe/London',
      };
      team.people.set(person.id, person);
      people.set(personName, makePerson(world, team, fake, person));
      return people.get(personName)!;
    },
    channel: (channelName, about = {}) => {
      const known = [...team.channels.values()].find(each => each.name === channelName && each.kind !== 'im');
      if (known) return fakeOf(known);
      const channel = newChannel(world, team, channelName, {
        ...about,
        members: (about.members ?? []).map(personOf),
        botIn: about.botIn ?? true,
        createdAt: seconds(world),
      });
      team.channels.set(channel.id, channel);
      return fakeOf(channel);
    },
    dm: person => fakeOf(directMessages(world, team, personOf(person).id)),
    usergroup: (handle, members, groupName = handle) => {
      const group = { id: makeId(world, 'S'), handle, name: groupName, users: members.map(each => each.id) };
      team.usergroups.push(group);
      return group.id;
    },
    install: (how = {}) => installApp(world, team, how.scopes ?? standard()),
    tokenBeside: () => addToken(world, team),
    uninstall: async (as = 'account_inactive') => uninstallApp(world, team, as),
    change: async (who, changes) => {
      const person = personOf(who);
      Object.assign(person, changes);
      emit(world, team, {
        type: 'user_change',
        user: describePerson(world, team, person),
        cache_ts: seconds(world),
        event_ts: makeTs(world),
      });
    },
  };
  bindTeam(fake, team);
  team.people.set(team.botUserId, {
    id: team.botUserId,
    teamId: id,
    name: 'deskhand',
    realName: 'Deskhand',
    email: '',
    admin: false,
    owner: false,
    guest: false,
    deleted: false,
    bot: true,
    timezone: 'Europe/London',
  });
  if (options.installed !== false) installApp(world, team, standard());
  return fake;
}
