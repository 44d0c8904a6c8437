/**
 * Takes back what its author took back: the words, the files and the raw bytes of a message go in one commit. Its names stay,
 * so that it cannot come again.
 */
import { decideWords } from '../core/decide-words.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { clampText, cleanText, type InboundMessage, isToUs, REFERENCES_MAX } from '../core/message.ts';
import { CHANGES } from '../desk/changes.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageReads } from '../ports/reads.ts';
import type { ChannelRow, MessageRow } from '../ports/rows.ts';
import type { Op, Plan } from '../ports/store.ts';
import { alsoShowing, messageNamed, namedAfter } from './named.ts';
import { shortName } from './screen.ts';

/** A reason is one sentence. */
const WHY_CHARS_MAX = 300;
/** Rounds against a merge or a split that moves the message meanwhile. */
const ROUNDS_MAX = 20;

/** @param names names of messages; each that is not known is remembered */
export async function withdrawMessages(
  parts: Parts,
  channel: Pick<ChannelRow, 'kind'>,
  names: readonly string[],
  why: string,
): Promise<void> {
  for (const name of new Set(names.slice(0, REFERENCES_MAX).map(shortName))) {
    if (await withdrawNamed(parts, channel.kind, name, why)) continue;
    await remember(parts, channel.kind, name);
    // It may have come in just before that.
    await withdrawNamed(parts, channel.kind, name, why);
  }
}

/** Was a message of one of these names taken back before it came? */
export async function wasWithdrawn(
  { store, workspaceId }: Parts,
  channelKind: string,
  names: readonly string[],
): Promise<boolean> {
  for (const name of names) if (await store.seen(goneName(workspaceId, channelKind, name))) return true;
  return false;
}

/** A message that was taken back before it came: who wrote it and what it answers, without a word of it. */
export function withoutWords(message: InboundMessage, why: string = CHANGES.takenBackBefore): InboundMessage {
  const { echo: _, forwardOf: __, details: ___, ...rest } = message;
  const gone = { subject: null, text: '', folded: [], attachments: [], warnings: [why], shield: null };
  // It opens no clock, and a card that it opens asks nobody.
  return { ...rest, ...gone, kind: 'withdrawn', answersItself: true };
}

/** @returns false when no message goes by this name */
async function withdrawNamed(parts: Parts, channelKind: string, name: string, why: string): Promise<boolean> {
  const { store, recorder } = parts;
  for (let i = 0; i < ROUNDS_MAX; i++) {
    const found = await messageNamed(store, channelKind, [name]);
    if (!found) return false;
    let moved = false;
    const recorded = await recorder.change(found.enquiryId, async ({ enquiry, replies }): Promise<Plan> => {
      const message = await store.message(found.id);
      moved = message !== null && message.enquiryId !== enquiry.id;
      if (!message || moved || message.kind === 'withdrawn') return { events: [] };
      const theirs = isToUs(message) && (message.kind === 'human' || message.kind === 'list');
      const also = await alsoShowing(store, enquiry, message);
      return {
        events: decideWords(enquiry, replies, { do: 'takeBack', message: message.id, theirs }),
        ops: [...(await emptied(parts, message, why)), ...(await withoutName(store, [enquiry, ...also], message))],
        replies,
        also: also.map(each => ({
          enquiry: each,
          events: [{ type: 'MessageWithdrawn', message: message.id, elsewhere: true }],
        })),
      };
    });
    if (recorded.ok && !moved) return true;
  }
  throw new Error('A message is being moved by too many at once; it is taken back later.');
}

async function emptied({ store }: Parts, message: MessageRow, why: string): Promise<Op[]> {
  const { id, rawId } = message;
  const set: Partial<MessageRow> = {
    kind: 'withdrawn',
    text: '',
    subject: null,
    folded: [],
    warnings: [clampText(cleanText(why).replace(/\s+/g, ' ').trim(), WHY_CHARS_MAX).text],
    forwardOf: null,
    details: null,
    echo: null,
    shield: null,
  };
  const files = await store.attachmentsOf(id);
  return [
    { do: 'update', table: 'messages', id, set },
    ...files.map((each): Op => ({ do: 'delete', table: 'attachments', where: { id: each.id } })),
    ...(rawId ? [{ do: 'update' as const, table: 'raws' as const, id: rawId, set: { bytes: new Uint8Array() } }] : []),
  ];
}

/** What an enquiry is called by this message goes with it; the next one that says something names it. */
async function withoutName(store: MessageReads, enquiries: Enquiry[], message: MessageRow): Promise<Op[]> {
  const theirs = await namedAfter(store, enquiries, message);
  return theirs.map(({ enquiry: { id }, otherwise }) => ({
    do: 'update',
    table: 'enquiries',
    id,
    set: { subject: otherwise },
  }));
}

async function remember({ store, clock, workspaceId }: Parts, channelKind: string, name: string): Promise<void> {
  const id = goneName(workspaceId, channelKind, name);
  // Told before: then the row is there.
  await store.commit([{ do: 'insert', table: 'seen', row: { id, workspaceId, at: clock.now() } }]);
}

function goneName(workspaceId: string, channelKind: string, name: string): string {
  return `${workspaceId}:gone:${channelKind}:${name}`;
}
