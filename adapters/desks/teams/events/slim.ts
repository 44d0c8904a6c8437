/**
 * Reduces an activity to what is stored, with the types it should have: people's ids and names only, no reply addresses,
 * no email addresses, and only the names of attachments. Pure.
 */
import { cleanText, firstLine } from '../../../../src/core/message.ts';
import { NAMED_CHARS } from '../../../../src/desk/left-out.ts';
import type { Activity } from '../activity.ts';
import { isObjectId, placeOf, refOf } from '../ids.ts';

/** Attachments, mentions and people of one activity that are looked at. */
const PARTS_MAX = 100;
export const HTML = 'text/html';
export const FILE = 'application/vnd.microsoft.teams.file.download.info';

type Shape = ((given: unknown) => unknown) | [Shape] | { [field: string]: Shape };

const text = (given: unknown) => (typeof given === 'string' ? cleanText(given) : undefined);
const flag = (given: unknown) => (typeof given === 'boolean' ? given : undefined);
const objectId = (given: unknown) => (isObjectId(given) ? given.toLowerCase() : undefined);
const NAMED = { id: text, name: text, type: text, aadGroupId: text };
const ACCOUNT = { id: text, name: text, aadObjectId: objectId, tenantId: text, role: text, isTargeted: flag };
const ACTIVITY: Shape = {
  ...{ type: text, id: text, name: text, action: text, timestamp: text, replyToId: text, text, textFormat: text },
  from: ACCOUNT,
  recipient: ACCOUNT,
  conversation: { id: text, conversationType: text, tenantId: text, isGroup: flag },
  attachments: [attachment],
  entities: [{ type: text, text, mentioned: { id: text, name: text, type: text }, quotedReply: { preview: text } }],
  membersAdded: [ACCOUNT],
  membersRemoved: [ACCOUNT],
  channelData: {
    ...{ eventType: text, tenant: { id: text }, team: NAMED, channel: NAMED, settings: { selectedChannel: NAMED } },
    ...{ source: { name: text }, legacy: { replyToId: text }, onBehalfOf: [{ mri: text, displayName: text }] },
  },
};

/** All questions about a delivery are answered from this reduced form. */
const slimmed = new WeakMap<Activity, Activity>();

/** Kept as it is when it is kept already. */
export function slim(given: Activity): Activity {
  const there = slimmed.get(given);
  if (there) return there;
  const activity = (kept(given, ACTIVITY) ?? {}) as Activity;
  // Whoever has the address of a file has the file. Commands need none, and elsewhere it is fetched.
  if (activity.conversation?.conversationType === 'personal')
    for (const each of activity.attachments ?? [])
      delete (each.content as { downloadUrl?: string } | undefined)?.downloadUrl;
  slimmed.set(given, activity);
  slimmed.set(activity, activity);
  return activity;
}

function kept(given: unknown, shape: Shape): unknown {
  if (typeof shape === 'function') return shape(given);
  if (Array.isArray(shape)) {
    const each = (Array.isArray(given) ? given.slice(0, PARTS_MAX) : []).map(part => kept(part, shape[0]));
    return each.some(part => part !== undefined) ? each.filter(part => part !== undefined) : undefined;
  }
  const fields = fieldsOf(given);
  const known = Object.entries(shape).map(([name, of]) => [name, kept(fields[name], of)] as const);
  const there = known.filter(([, value]) => value !== undefined);
  return there.length ? Object.fromEntries(there) : undefined;
}

function attachment(given: unknown): unknown {
  const fields = fieldsOf(given);
  const { contentType } = fields;
  if (contentType === HTML) return kept(fields, { contentType: text, content: text });
  if (contentType === FILE)
    return kept(fields, { ...BESIDE, content: { uniqueId: text, fileType: text, downloadUrl: text } });
  const named = { ...fields, content: { title: titleIn(fields.content) } };
  const isPicture = typeof contentType === 'string' && contentType.startsWith('image/');
  return kept(named, { ...BESIDE, content: { title: text }, ...(isPicture ? PICTURE : {}) });
}

const BESIDE = { contentType: text, name: text };
const PICTURE = { contentUrl: text };

/** Words to call a card or a forwarded message by. */
function titleIn(content: unknown): string | undefined {
  const { title, messagePreview, subject, text: words, fallbackText, body } = fieldsOf(content);
  const [first] = Array.isArray(body) ? body : [];
  const named = [title, messagePreview, subject, words, fallbackText, fieldsOf(first).text];
  const found = named.find(each => typeof each === 'string' && each.trim() !== '');
  return typeof found === 'string' ? firstLine(cleanText(found), NAMED_CHARS) : undefined;
}

/** The fields of whatever it is; of a text those of the JSON in it. */
export function fieldsOf(given: unknown): Record<string, unknown> {
  if (typeof given === 'string' && /^\s*\{/.test(given)) {
    try {
      return fieldsOf(JSON.parse(given));
    } catch {
      return {};
    }
  }
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : {};
}

/** The message that somebody used the message action on, as an activity of its own; null for none. */
export function messageIn(given: Activity): Activity | null {
  const { id, replyToId, from, body, mentions, attachments, ...rest } = fieldsOf(fieldsOf(given.value).messagePayload);
  if (typeof id !== 'string') return null;
  const { conversation = {}, channelData, recipient } = slim(given);
  const { channel, message } = placeOf(conversation.id ?? '');
  const root = (typeof replyToId === 'string' && replyToId) || message || id;
  const personal = conversation.conversationType === 'personal';
  const { contentType, content } = fieldsOf(body);
  const beside = Array.isArray(attachments) ? attachments : [];
  const named = (Array.isArray(mentions) ? mentions : []).map(each => {
    const { mentionText, mentioned } = fieldsOf(each);
    return { type: 'mention', text: mentionText, mentioned: { ...sender(mentioned), name: mentionText } };
  });
  const found = {
    ...{ type: 'message', id, timestamp: rest.lastModifiedDateTime ?? rest.createdDateTime, from: sender(from) },
    ...{ recipient, channelData, entities: named },
    conversation: personal ? conversation : { ...conversation, id: refOf(channel, root) },
    ...(contentType === 'text' ? { text: content } : {}),
    attachments: contentType === 'text' ? beside : [{ contentType: HTML, content }, ...beside],
  };
  return slim(found as Activity);
}

/** Somebody in a message, as Graph has it. */
function sender(given: unknown): Record<string, unknown> {
  const { user, application, conversation, tag } = fieldsOf(given);
  const { id, displayName: name } = fieldsOf(user ?? application ?? conversation ?? tag);
  return user ? { id, name, aadObjectId: id } : { id: application ? `28:${id}` : id, name };
}
