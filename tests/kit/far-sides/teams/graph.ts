/** The bit of Microsoft Graph that shows a channel's messages. */
import type { Reply } from './reply.ts';
import type { Call, Json } from './shapes.ts';
import type { Channel, Message, World } from './state.ts';

const PAGE = 20;
const PAGE_MAX = 50;

const refuse = (status: number, code: string, message: string): Reply => ({
  status,
  body: { error: { code, message, innerError: { date: '2026-01-01T00:00:00' } } },
});

function authorOf(world: World, { by }: Message): Json {
  if (by === 'bot')
    return {
      application: { id: world.appId, displayName: 'Deskhand', applicationIdentityType: 'bot' },
      device: null,
      user: null,
    };
  if (by === 'flow')
    return {
      application: { id: 'flow', displayName: 'Workflows', applicationIdentityType: 'bot' },
      device: null,
      user: null,
    };
  return {
    application: null,
    device: null,
    user: { id: by.aadObjectId || null, displayName: by.name, userIdentityType: 'aadUser', tenantId: by.tenant },
  };
}

const moment = (ms: number) => new Date(ms).toISOString();

function chatMessage(world: World, channel: Channel, message: Message): Json {
  const attachments = message.deleted
    ? []
    : message.attachments
        .filter(each => each.contentType !== 'text/html')
        .map((each, n) => ({
          id: `${message.id}-${n}`,
          contentType: each.contentType,
          contentUrl: each.contentUrl ?? null,
          // As text, and laid out in lines.
          content: each.content === undefined ? null : JSON.stringify(each.content, null, 2).replaceAll('\n', '\r\n'),
          name: each.name ?? null,
        }));
  const places = attachments.map(each => `<attachment id="${each.id}"></attachment>`).join('');
  return {
    id: message.id,
    replyToId: message.root === message.id ? null : message.root,
    etag: message.id,
    messageType: 'message',
    createdDateTime: moment(Number(message.id)),
    lastModifiedDateTime: moment(message.editedAt ?? Number(message.id)),
    lastEditedDateTime: message.editedAt === null ? null : moment(message.editedAt),
    deletedDateTime: message.deleted ? moment(world.now()) : null,
    subject: null,
    summary: message.summary || null,
    importance: 'normal',
    from: authorOf(world, message),
    body: { contentType: 'html', content: message.deleted ? '' : `${message.html || message.text}${places}` },
    channelIdentity: { teamId: channel.team.aadGroupId, channelId: channel.id },
    attachments,
    mentions: [],
    reactions: message.reactions.map(each => ({ reactionType: each.type })),
  };
}

export function atGraph(world: World, { path, query }: Call, tenant: string): Reply {
  const rest = /^\/graph\/v1\.0\/teams\/([^/]+)\/channels\/([^/]+)\/messages(?:\/([^/]+)(\/replies)?)?$/.exec(path);
  if (!rest) return refuse(404, 'BadRequest', 'Resource not found for the segment.');
  const [group = '', channelId = '', id, replies] = rest.slice(1).map(each => each && decodeURIComponent(each));
  const team = [...world.teams.values()].find(each => each.aadGroupId === group);
  const channel = team?.channels.get(channelId);
  if (!team || !channel || team.deleted || channel.deleted || team.tenant !== tenant)
    return refuse(404, 'NotFound', 'No such team or channel.');
  if (!team.installed || !team.consent)
    return refuse(
      403,
      'Forbidden',
      "Missing role permissions on the request. API requires 'ChannelMessage.Read.Group'.",
    );
  // What only one person sees is not among them.
  const all = [...channel.messages.values()].filter(each => each.onlyFor === null);
  const one = id === undefined ? null : all.find(each => each.id === id && each.root === each.id);
  if (one === undefined) return refuse(404, 'NotFound', 'NotFound');
  if (one && !replies) return { status: 200, body: chatMessage(world, channel, one) };
  const list = all
    .filter(each => (one ? each.root === one.id && each.id !== one.id : each.root === each.id))
    .sort((a, b) => Number(b.id) - Number(a.id));
  const top = Math.min(Number(query.$top ?? PAGE), PAGE_MAX);
  const from = Number(query.$skiptoken ?? 0);
  const more = from + top < list.length;
  const next = `${world.url}${path}?$top=${top}&$skiptoken=${from + top}`;
  return {
    status: 200,
    body: {
      '@odata.count': Math.min(top, list.length - from),
      ...(more ? { '@odata.nextLink': next } : {}),
      value: list.slice(from, from + top).map(each => chatMessage(world, channel, each)),
    },
  };
}
