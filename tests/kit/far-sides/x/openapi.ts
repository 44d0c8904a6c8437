/** What X's OpenAPI document (2.168) says of the answers that the stand-in gives, as far as a support desk asks for them. */
import { z } from 'zod';
import type { Call, Json, Route } from './shapes.ts';

const id = z.string().regex(/^[0-9]{1,19}$/);
const text = z.string();
const whole = z.number().int();
const time = z.iso.datetime();

const reference = z.strictObject({ type: z.enum(['retweeted', 'quoted', 'replied_to']), id });
const place = { start: whole, end: whole };
const entities = z.strictObject({
  mentions: z.array(z.strictObject({ ...place, username: text, id: id.optional() })).optional(),
  urls: z.array(z.strictObject({ ...place, url: text, expanded_url: text, display_url: text })).optional(),
});
const counts = (...names: string[]) => z.strictObject(Object.fromEntries(names.map(each => [each, whole])));

const post = z
  .strictObject({
    ...{ id, text, author_id: id, conversation_id: id, created_at: time, in_reply_to_user_id: id, lang: text },
    ...{ edit_history_post_ids: z.array(id), referenced_posts: z.array(reference), reply_settings: text },
    ...{ display_text_range: z.tuple([whole, whole]), entities, possibly_sensitive: z.boolean() },
    attachments: z.strictObject({ media_keys: z.array(text) }),
    note_post: z.strictObject({ text }),
    edit_controls: z.strictObject({ edits_remaining: whole, is_edit_eligible: z.boolean(), editable_until: text }),
    withheld: z.strictObject({ copyright: z.boolean(), country_codes: z.array(text) }),
    public_metrics: counts(
      ...['repost_count', 'reply_count', 'like_count', 'quote_count', 'bookmark_count', 'impression_count'],
    ),
  })
  .partial();
const user = z
  .strictObject({
    ...{ id, name: text, username: text, created_at: time, protected: z.boolean(), verified: z.boolean() },
    ...{ verified_type: text, description: text, profile_image_url: text, receives_your_dm: z.boolean() },
    connection_status: z.array(text),
    public_metrics: counts('followers_count', 'following_count', 'post_count', 'listed_count'),
  })
  .partial();
const dmEvent = z
  .strictObject({
    ...{ id, text, event_type: text, sender_id: id, dm_conversation_id: text, created_at: time },
    attachments: z.strictObject({ media_keys: z.array(text) }),
  })
  .partial();
const media = z.strictObject({ media_key: text, type: text, url: text }).partial();
const problem = z.looseObject({ type: text, title: text, detail: text });
const includes = z.strictObject({ users: z.array(user), posts: z.array(post), media: z.array(media) }).partial();
const meta = z.strictObject({ newest_id: id, oldest_id: id, next_token: text, result_count: whole }).partial();
const answer = (data: z.ZodType) => z.strictObject({ data, includes, meta, errors: z.array(problem) }).partial();

const upload = z.strictObject({
  id,
  ...{ media_key: text.optional(), expires_after_secs: whole.optional(), size: whole.optional() },
  processing_info: z
    .strictObject({ state: text, check_after_secs: whole.optional(), progress_percent: whole })
    .optional(),
});
const subscription = z.strictObject({
  ...{ subscription_id: id, event_type: text, created_at: text, updated_at: text },
  ...{ tag: text.optional(), webhook_id: id.optional() },
  filter: z.strictObject({ user_id: id, direction: z.enum(['inbound', 'outbound']).optional() }),
});
const webhook = z.strictObject({ id, url: text, valid: z.boolean(), created_at: text });

const ANSWERS: Partial<Record<Route, z.ZodType>> = {
  'users.me': answer(user),
  'users.get': answer(user),
  mentions: answer(z.array(post)),
  timeline: answer(z.array(post)),
  'posts.get': answer(post),
  'posts.many': answer(z.array(post)),
  'posts.create': answer(post),
  'posts.delete': answer(z.strictObject({ deleted: z.boolean() })),
  'dms.events': answer(z.array(dmEvent)),
  'dms.send': answer(z.strictObject({ dm_conversation_id: text, dm_event_id: id })),
  'media.initialize': answer(upload),
  'media.finalize': answer(upload),
  'media.status': answer(upload),
  // `meta` is in X's guide, not in its document.
  'subscriptions.create': z.looseObject({ data: z.strictObject({ subscription }) }),
  'webhooks.create': answer(webhook),
  'webhooks.replay': answer(z.strictObject({ job_id: text, created_at: text })),
};

/** What in the answer of a call is not as the document says, in sentences. */
export function unlikeDocument({ route, status, answer: body }: Call): string[] {
  const schema = ANSWERS[route];
  if (!schema || status >= 300) return [];
  const { error } = schema.safeParse(body as Json);
  return (error?.issues ?? []).map(each => `${route}: ${each.path.join('.')}: ${each.message}`);
}
