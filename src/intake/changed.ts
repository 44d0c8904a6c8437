/** Takes in a later version of a message that is known: its words take the place of the earlier ones, which are folded away. */
import { aboutOf, subjectOf } from '../core/about.ts';
import { decideWords } from '../core/decide-words.ts';
import { EARLIER_VERSIONS_MAX, type FoldedText, type InboundMessage, isToUs } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { AttachmentRow, ChannelRow, MessageRow } from '../ports/rows.ts';
import type { Op, Plan } from '../ports/store.ts';
import { alsoShowing, messageNamed, type Named, namedAfter, ownNames } from './named.ts';
import { messageOps, rawOp } from './rows.ts';

interface Version {
  channel: ChannelRow;
  inbound: Inbound;
  message: InboundMessage;
  /** Where its channel goes on reading. */
  cursor: Op[];
}

/** The message that `message` is a version of; null when it is a message of its own. */
export async function earlierVersion(
  { store }: Parts,
  { channel, inbound, message }: Version,
): Promise<MessageRow | null> {
  const own = ownNames(message);
  // An ordinary message is a version only where its own id is a name that is known: an edit came before what it changed.
  const names = inbound.content.as === 'message' ? own.filter(each => each === inbound.externalId) : own;
  const known = await messageNamed(store, channel.kind, names);
  return known?.from?.address === message.from.address ? known : null;
}

/** @returns null when the message was moved meanwhile: look again */
export async function takeVersion(parts: Parts, known: MessageRow, version: Version): Promise<AcceptResult | null> {
  const { store, recorder } = parts;
  let moved = false;
  let taken = false;
  const recorded = await recorder.change(known.enquiryId, async ({ enquiry, replies, now }): Promise<Plan> => {
    const row = await store.message(known.id);
    moved = row !== null && row.enquiryId !== enquiry.id;
    taken = false;
    if (!row || moved || row.kind === 'withdrawn' || enquiry.erasedAt != null || isOlder(row, version.message))
      return { events: [], ops: moved ? [] : version.cursor };
    const files = await store.attachmentsOf(row.id);
    taken = true;
    if (isSame(row, files, version.message)) return { events: [], ops: namedAnew(parts, row, version, now) };
    const theirs = isToUs(row) && (row.kind === 'human' || row.kind === 'list');
    const also = await alsoShowing(store, enquiry, row);
    return {
      events: decideWords(enquiry, replies, { do: 'change', message: row.id, theirs }),
      ops: replaced(parts, await namedAfter(store, [enquiry, ...also], row), row, files, version, now),
      replies,
      also: also.map(each => ({
        enquiry: each,
        events: [{ type: 'MessageChanged', message: row.id, elsewhere: true }],
      })),
    };
  });
  if (!recorded.ok || moved) return null;
  return taken ? { as: 'stored', enquiryId: known.enquiryId } : { as: 'duplicate' };
}

/** What it knows of its own history ends before what we know, or it was written before the version that we have. */
function isOlder(row: MessageRow, message: InboundMessage): boolean {
  const own = ownNames(message);
  if (own.some(each => !row.names.includes(each))) return false;
  const knownLater = row.names.some(each => !message.names.includes(each));
  const last = row.folded.find(each => each.why === 'earlier')?.until ?? row.writtenAt;
  return knownLater || (message.writtenAt > 0 && message.writtenAt < last);
}

function isSame(
  row: MessageRow,
  files: Pick<AttachmentRow, 'sha256'>[],
  { text, subject, attachments }: InboundMessage,
): boolean {
  const sums = (of: { sha256: string }[]) => of.map(each => each.sha256).sort();
  return (
    row.kind !== 'unreadable' &&
    row.text.trim() === text.trim() &&
    subjectOf(row.subject) === subjectOf(subject) &&
    JSON.stringify(sums(files)) === JSON.stringify(sums(attachments))
  );
}

/** The rows that a new message would leave, and what of them an existing one needs. */
function made(parts: Parts, row: MessageRow, { channel, inbound, message }: Version, rawId: string, now: Instant) {
  const ops = messageOps(parts, channel.kind, row.enquiryId, row.id, rawId as never, message, inbound, [], now, false);
  const refs = ops.filter(op => op.do === 'insert' && op.table === 'refs' && !row.names.includes(op.row.ref));
  const files = ops.flatMap(op => (op.do === 'insert' && op.table === 'attachments' ? [op.row] : []));
  const fresh = ops.flatMap(op => (op.do === 'insert' && op.table === 'messages' ? [op.row] : []))[0]!;
  return { refs, files, fresh, names: [...new Set([...row.names, ...fresh.names])] };
}

/** The same words under another name. */
function namedAnew(parts: Parts, row: MessageRow, version: Version, now: Instant): Op[] {
  const { refs, names, fresh } = made(parts, row, version, row.rawId ?? '', now);
  return [
    ...refs,
    { do: 'update', table: 'messages', id: row.id, set: { names, echo: fresh.echo ?? null } },
    ...version.cursor,
  ];
}

/** @param named enquiries that are called by it, and what each is called from now on */
function replaced(
  parts: Parts,
  named: Named[],
  row: MessageRow,
  there: Omit<AttachmentRow, 'content'>[],
  version: Version,
  now: Instant,
): Op[] {
  const rawId = parts.ids.make('raw');
  const { refs, files, fresh, names } = made(parts, row, version, rawId, now);
  const before: FoldedText[] = row.text
    ? [{ why: 'earlier', text: row.text, until: version.message.writtenAt > 0 ? version.message.writtenAt : now }]
    : [];
  const earlier = [...before, ...row.folded.filter(each => each.why === 'earlier')].slice(0, EARLIER_VERSIONS_MAX);
  const set: Partial<MessageRow> = {
    ...(row.kind === 'unreadable' ? { kind: fresh.kind } : {}),
    text: fresh.text,
    subject: fresh.subject,
    folded: [...fresh.folded, ...earlier],
    warnings: fresh.warnings,
    names,
    rawId,
    details: fresh.details ?? null,
    echo: fresh.echo ?? null,
    // What counted when it came counts for its other words, too.
    shield: fresh.shield ? { ...fresh.shield, from: row.shield?.from ?? fresh.shield.from } : null,
  };
  const kept = (each: { sha256: string }, of: { sha256: string }[]) => of.some(other => other.sha256 === each.sha256);
  return [
    rawOp(parts, version.channel.id, version.inbound, rawId, now),
    { do: 'update', table: 'messages', id: row.id, set },
    ...refs,
    ...there
      .filter(each => !kept(each, files))
      .map((each): Op => ({ do: 'delete', table: 'attachments', where: { id: each.id } })),
    ...files.filter(each => !kept(each, there)).map((each): Op => ({ do: 'insert', table: 'attachments', row: each })),
    // Its words are folded into the message: kept a second time, nobody would know of them when they are taken back.
    ...(row.rawId
      ? [{ do: 'update' as const, table: 'raws' as const, id: row.rawId, set: { bytes: new Uint8Array() } }]
      : []),
    ...named.map(
      ({ enquiry, otherwise }): Op => ({
        do: 'update',
        table: 'enquiries',
        id: enquiry.id,
        set: { subject: aboutOf(fresh) ?? otherwise },
      }),
    ),
    ...version.cursor,
  ];
}
