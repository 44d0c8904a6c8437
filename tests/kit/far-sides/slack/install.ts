/** Installing and removing the app in a team: each installation has a token of its own, and kills the one before. */
import { emit } from './events.ts';
import { makeTs, secret, type Team, type World } from './state.ts';

/** What the product asks for when no manifest says otherwise. */
export const SCOPES_OF_DESKHAND = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'chat:write.customize',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'reactions:read',
  'reactions:write',
  'team:read',
  'usergroups:read',
  'users:read',
];

export function installApp(world: World, team: Team, scopes: string[]): void {
  const before = world.tokens.get(team.botToken);
  if (before) before.dead ??= 'token_revoked';
  team.botToken = addToken(world, team);
  team.scopes.clear();
  for (const scope of scopes) team.scopes.add(scope);
  team.installed = true;
}

export function addToken(world: World, team: Team): string {
  const token = `xoxb-${team.id.slice(1)}-${secret(12)}`;
  world.tokens.set(token, { teamId: team.id, dead: null });
  return token;
}

export function uninstallApp(world: World, team: Team, as: 'account_inactive' | 'token_revoked'): void {
  const token = world.tokens.get(team.botToken);
  if (token) token.dead = as;
  const event_ts = makeTs(world);
  emit(world, team, { type: 'tokens_revoked', tokens: { oauth: [], bot: [team.botUserId] }, event_ts });
  emit(world, team, { type: 'app_uninstalled', event_ts });
  team.installed = false;
  for (const channel of team.channels.values()) channel.members.delete(team.botUserId);
}
