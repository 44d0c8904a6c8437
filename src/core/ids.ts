/** Names for every id, branded so that one kind is never passed where another is meant. */

declare const brand: unique symbol;
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** What each kind of id starts with: a person reading a log knows at once what `enq_...` is. */
const ID_PREFIX = {
  workspace: 'ws',
  room: 'room',
  channel: 'chan',
  customer: 'cust',
  identity: 'idn',
  enquiry: 'enq',
  message: 'msg',
  reply: 'rep',
  staff: 'staff',
  event: 'evt',
  job: 'job',
  raw: 'raw',
  attachment: 'att',
  remark: 'rem',
  reminder: 'rmd',
  practising: 'prac',
  action: 'act',
  saved: 'saved',
  alert: 'alert',
  article: 'art',
  use: 'use',
  gathering: 'gath',
  round: 'round',
  erasure: 'erase',
} as const;

export type IdKind = keyof typeof ID_PREFIX;
export type WorkspaceId = Id<'workspace'>;
export type RoomId = Id<'room'>;
export type ChannelId = Id<'channel'>;
export type CustomerId = Id<'customer'>;
export type IdentityId = Id<'identity'>;
export type EnquiryId = Id<'enquiry'>;
export type MessageId = Id<'message'>;
export type ReplyId = Id<'reply'>;
export type StaffId = Id<'staff'>;
export type RawId = Id<'raw'>;
export type AttachmentId = Id<'attachment'>;
export type RemarkId = Id<'remark'>;
export type SavedId = Id<'saved'>;
export type AlertId = Id<'alert'>;
export type ArticleId = Id<'article'>;
export type UseId = Id<'use'>;
export type ReminderId = Id<'reminder'>;
export type GatheringId = Id<'gathering'>;
export type RoundId = Id<'round'>;
export type ErasureId = Id<'erasure'>;
export type PracticeId = Id<'practising'>;

/** 32 characters that are never mistaken for each other when read aloud (no i, l, o, u). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 9 characters hold a time in ms until the year 3084. */
const TIME_SIGNS = 9;

/**
 * Makes an id that sorts by the time it was made: prefix, time, then randomness.
 * @param random at least 10 random bytes; 5 bits of each are used, 50 bits in all
 */
export function makeId<K extends IdKind>(kind: K, now: number, random: Uint8Array): Id<K> {
  let time = '';
  for (let rest = Math.max(0, Math.floor(now)), i = 0; i < TIME_SIGNS; i++, rest = Math.floor(rest / 32)) {
    time = ALPHABET[rest % 32] + time;
  }
  let noise = '';
  for (const byte of random.subarray(0, 10)) noise += ALPHABET[byte & 31];
  return `${ID_PREFIX[kind]}_${time}${noise}` as Id<K>;
}

/** When an id was made, as the clock of its process had it; 0 for one that was not made here. */
export function madeAt(id: string): number {
  const time = id.slice(id.indexOf('_') + 1).slice(0, TIME_SIGNS);
  const signs = [...time].map(each => ALPHABET.indexOf(each));
  return signs.length < TIME_SIGNS || signs.includes(-1) ? 0 : signs.reduce((sum, each) => sum * 32 + each, 0);
}

/** True when `value` has the shape of an id of this kind; says nothing about whether it exists. */
export function looksLikeId<K extends IdKind>(kind: K, value: unknown): value is Id<K> {
  return typeof value === 'string' && new RegExp(`^${ID_PREFIX[kind]}_[0-9a-z]{1,40}$`).test(value);
}
