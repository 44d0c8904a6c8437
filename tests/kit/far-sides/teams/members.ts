/** Who is in a conversation, and what a team is like, as the Connector tells a bot. */
import { type Reply, refuse } from './reply.ts';
import type { Call, Json } from './shapes.ts';
import { botIsIn, membersOf, type Person, placeOf, type Team, type World } from './state.ts';

const PAGE_MIN = 50;
const PAGE_MAX = 500;
const PAGE = 200;

function memberOf(person: Person): Json {
  const [givenName = '', ...rest] = person.name.split(' ');
  return {
    id: person.id,
    ...(person.aadObjectId ? { objectId: person.aadObjectId, aadObjectId: person.aadObjectId } : {}),
    name: person.name,
    givenName,
    surname: rest.join(' '),
    email: person.email,
    userPrincipalName: person.email,
    tenantId: person.tenant,
    userRole: person.guest ? 'guest' : 'user',
  };
}

export function atMembers(world: World, { path, query }: Call): Reply {
  const [, , kind, id = '', part, who] = path.split('/').map(decodeURIComponent);
  if (kind === 'teams') return atTeam(world, id, part);
  const place = placeOf(world, id);
  if (!place) return refuse(404, 'ConversationNotFound', 'Conversation not found.');
  if (place.as === 'channel') {
    if (place.channel.deleted || place.channel.team.deleted)
      return refuse(404, 'ConversationNotFound', 'Conversation not found.');
    if (!botIsIn(place.channel))
      return refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  }
  const all = place.as === 'chat' ? [place.chat.person] : [...membersOf(place.channel)];
  if (part === 'pagedMembers') {
    const size = Math.min(Math.max(Number(query.pageSize ?? PAGE), PAGE_MIN), PAGE_MAX);
    const from = query.continuationToken ? Number(Buffer.from(query.continuationToken, 'base64url').toString()) : 0;
    const next = from + size;
    const token = next < all.length ? { continuationToken: Buffer.from(String(next)).toString('base64url') } : {};
    return { status: 200, body: { members: all.slice(from, next).map(memberOf), ...token } };
  }
  if (who === undefined) return { status: 200, body: all.map(memberOf) };
  const found = all.find(each => each.id === who || (each.aadObjectId && each.aadObjectId === who.toLowerCase()));
  return found
    ? { status: 200, body: memberOf(found) }
    : refuse(404, 'MemberNotFoundInConversation', 'The member was not found in the conversation.');
}

function atTeam(world: World, id: string, part: string | undefined): Reply {
  const team: Team | undefined = world.teams.get(id);
  if (!team || team.deleted) return refuse(404, 'TeamNotFound', 'The team was not found.');
  if (!team.installed)
    return refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  const channels = [...team.channels.values()].filter(each => !each.deleted && botIsIn(each));
  if (part === 'conversations')
    return {
      status: 200,
      body: {
        // The General channel has no name there.
        conversations: channels.map(each => ({
          id: each.id,
          ...(each.id === team.id ? {} : { name: each.name }),
          type: each.type,
        })),
      },
    };
  const { name, aadGroupId, tenant: tenantId, members } = team;
  return {
    status: 200,
    body: {
      id,
      name,
      aadGroupId,
      type: 'standard',
      tenantId,
      channelCount: channels.length,
      memberCount: members.size,
    },
  };
}
