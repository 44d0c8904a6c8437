/** auth, users, usergroups, team and bots: who is who. */
import { type Method, missing, no, page } from './call.ts';
import type { Json } from './shapes.ts';
import { findPerson, type Person, seconds, type Team, type World } from './state.ts';

/** A person as Slack describes them to this bot: the address only with users:read.email, strangers are marked. */
export function describePerson(world: World, team: Team, person: Person): Json {
  const [first, ...rest] = person.realName.split(' ');
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted: person.deleted,
    color: '9f69e7',
    real_name: person.realName,
    tz: person.timezone,
    tz_label: person.timezone,
    tz_offset: 0,
    profile: {
      title: '',
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      first_name: first,
      last_name: rest.join(' '),
      image_48: `${world.url}/avatars/${person.id}_48.png`,
      image_192: `${world.url}/avatars/${person.id}_192.png`,
      avatar_hash: 'ge3b51ca72de',
      status_text: '',
      status_emoji: '',
      team: person.teamId,
      ...(team.scopes.has('users:read.email') && !person.bot ? { email: person.email } : {}),
      ...(person.bot ? { bot_id: team.botId, api_app_id: world.appId } : {}),
    },
    is_admin: person.admin || person.owner,
    is_owner: person.owner,
    is_primary_owner: false,
    is_restricted: person.guest,
    is_ultra_restricted: false,
    is_bot: person.bot,
    is_app_user: false,
    ...(person.teamId === team.id ? {} : { is_stranger: true }),
    updated: seconds(world),
    who_can_share_contact_card: 'EVERYONE',
  };
}

/** Their own people, and strangers with whom they share a channel. */
const known = (world: World, team: Team, id: unknown): Person | null =>
  team.people.get(String(id)) ??
  ([...team.channels.values()].some(each => each.members.has(String(id))) ? findPerson(world, String(id)) : null) ??
  null;

const usersInfo: Method = ({ world, team, args }) => {
  const absent = missing(args, 'user');
  if (absent) return absent;
  const person = known(world, team, args.user);
  return person ? { ok: true, user: describePerson(world, team, person) } : no('user_not_found');
};

const usersList: Method = ({ world, team, args }) => {
  const { items, response_metadata } = page(
    [...team.people.values()].filter(each => each.teamId === team.id),
    args,
    200,
  );
  const members = items.map(each => describePerson(world, team, each));
  return { ok: true, members, cache_ts: seconds(world), response_metadata };
};

const lookup: Method = ({ world, team, args }) => {
  const person = [...team.people.values()].find(each => each.email === args.email && !each.deleted);
  return person ? { ok: true, user: describePerson(world, team, person) } : no('users_not_found');
};

const usergroups: Method = ({ team, args }) => ({
  ok: true,
  usergroups: team.usergroups.map(({ id, handle, name, users }) => ({
    id,
    team_id: team.id,
    is_usergroup: true,
    name,
    handle,
    description: '',
    user_count: users.length,
    ...(args.include_users === true ? { users } : {}),
  })),
});

const authTest: Method = ({ team }) => ({
  ok: true,
  url: `https://${team.domain}.slack.com/`,
  team: team.name,
  user: 'deskhand',
  team_id: team.id,
  user_id: team.botUserId,
  bot_id: team.botId,
  is_enterprise_install: false,
});

export const PEOPLE: Record<string, Method> = {
  'api.test': ({ args }) => ({ ok: true, args }),
  'auth.test': authTest,
  'auth.revoke': ({ world, args, token }) => {
    if (args.test === true) return { ok: true, revoked: false };
    world.tokens.get(token)!.dead = 'token_revoked';
    return { ok: true, revoked: true };
  },
  'users.info': usersInfo,
  'users.list': usersList,
  'users.lookupByEmail': lookup,
  'usergroups.list': usergroups,
  'usergroups.users.list': ({ team, args }) => {
    const group = team.usergroups.find(each => each.id === args.usergroup);
    return group ? { ok: true, users: group.users } : no('no_such_subteam');
  },
  'team.info': ({ world, team, args }) => {
    if (args.team !== undefined && args.team !== team.id) return no('team_not_found');
    const icon = { image_132: `${world.url}/icons/${team.id}.png`, image_default: true };
    return { ok: true, team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', icon } };
  },
  'bots.info': ({ world, team, args }) =>
    args.bot === team.botId
      ? {
          ok: true,
          bot: { id: team.botId, app_id: world.appId, user_id: team.botUserId, name: 'Deskhand', deleted: false },
        }
      : no('bot_not_found'),
};
