/** Fetches mails from a folder in batches, oldest first, so that one that cannot be fetched holds up no other. */
import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { NotTaken } from '../../../../src/ports/channel.ts';
import { WHOLE_BYTES_MAX } from '../read/limits.ts';
import type { ImapError, ListenParts, TakenMail } from './imap.ts';
import { fetchLarge } from './large.ts';

/** Mails read at once: enough to share a disk write, few enough to read again after a crash. */
const BATCH_MAX = 100;

/** Of these, as many at a time as share one disk write. */
const GROUP_MAX = 25;
/** The first ones of a long list come few at a time: they are on the desk a second after a start, or a crash. */
const GROUP_FIRST = 5;
/** Of so many at the start of a list some may have been stored before a crash, though nobody could note it. */
export const UNNOTED_MAX = 2 * GROUP_MAX;
/** Bytes of mails that are being fetched or stored: read, they take several times as much. A mail that is larger goes alone. */
const IN_FLIGHT_BYTES_MAX = 4 * 1024 * 1024;
/** Numbers of mails in one command: servers refuse longer lines. */
const UIDS_AT_ONCE = 300;

/** What is wanted of the heads of mails; the heads themselves, 3 KB each, are never all in memory. */
export async function fromHeads<T>(
  client: ImapFlow,
  uids: number[],
  wanted: (head: FetchMessageObject) => T | null,
): Promise<T[]> {
  const found: T[] = [];
  for (let i = 0; i < uids.length; i += UIDS_AT_ONCE) {
    const some = uids.slice(i, i + UIDS_AT_ONCE).join(',');
    for (const head of await client.fetchAll(some, { uid: true, envelope: true }, { uid: true })) {
      const each = wanted(head);
      if (each !== null) found.push(each);
    }
  }
  return found;
}

/** A range that is empty answers with the last mail there is: what is not newer is left out. */
export async function newer(client: ImapFlow, lastUid: number): Promise<number[]> {
  return (await searched(client.search({ uid: `${lastUid + 1}:*` }, { uid: true }))).filter(uid => uid > lastUid);
}

/** A refused search is not an empty mailbox. */
export async function searched(search: Promise<number[] | false | undefined>): Promise<number[]> {
  const uids = await search;
  if (!uids) throw new Error('the server refused to search the mailbox');
  return uids;
}

interface HowToTake {
  from: TakenMail['from'];
  /** Told after each batch is safe. */
  reached(uid: number): Promise<void>;
  /** They are old: what comes meanwhile goes before them. */
  old?: {
    /** Called after each group is safe. */
    meanwhile(): Promise<void>;
  };
}

/**
 * Takes mails in batches, oldest first. One that cannot be stored, and nobody knows why, holds up no other: the rest is taken,
 * but from there on nothing is called reached, and it comes again.
 */
export async function takeAll(
  client: ImapFlow,
  uids: number[],
  uidValidity: string,
  parts: ListenParts,
  { from, reached, old }: HowToTake,
): Promise<void> {
  const left = [...uids].sort((a, b) => a - b);
  const idOf = (uid: number) => nameOf(from, uidValidity, uid);
  let stuck: NotTaken | null = null;
  const take = (mails: TakenMail[]) =>
    parts.take(old ? mails.map(each => ({ ...each, old: true as const })) : mails).catch(error => {
      if (!(error instanceof NotTaken && error.alone)) throw error;
      stuck ??= error;
    });
  let first = old ? GROUP_FIRST : GROUP_MAX;
  while (left.length) {
    const batch = left.splice(0, BATCH_MAX);
    const sizes = await client.fetchAll(batch.join(','), { uid: true, size: true }, { uid: true });
    const sorted = sizes.sort((a, b) => a.uid - b.uid);
    // The next ones are fetched while the last ones are being stored; never more than two groups are in memory.
    let storing: Promise<void> = Promise.resolve();
    let held: Group = { uids: [], bytes: 0 };
    const large = sorted.filter(each => (each.size ?? 0) > WHOLE_BYTES_MAX);
    let reachedUid = 0;
    const reach = async (uid: number) => {
      if (stuck || uid <= reachedUid) return;
      reachedUid = uid;
      await reached(uid);
    };
    const stored = async () => {
      await storing;
      if (!old) return;
      // After a crash no more than two groups are read again; what is too large comes last, and may be an earlier one.
      if (large.length === 0) await reach(held.uids.at(-1) ?? 0);
      await old.meanwhile();
    };
    for (const group of groupsOf(
      sorted.filter(each => (each.size ?? 0) <= WHOLE_BYTES_MAX),
      first,
    )) {
      if (held.bytes + group.bytes > IN_FLIGHT_BYTES_MAX) await storing;
      const mails = await fetchGroup(client, group.uids, idOf, from);
      await stored();
      storing = take(mails);
      held = group;
      storing.catch(() => {});
    }
    await stored();
    for (const { uid, size = 0 } of large) {
      const { raw, notes } = await fetchLarge(client, uid, size).catch(error => unfetched(client, error));
      await take([{ raw, notes, externalId: idOf(uid), from }]);
    }
    await reach(batch.at(-1)!);
    first = GROUP_MAX;
  }
  if (stuck) throw stuck;
}

/** What a mail goes by here; the same number may stand in both folders. */
export function nameOf(from: TakenMail['from'], uidValidity: string, uid: number): string {
  return `${from === 'sent' ? 'sent:' : ''}${uidValidity}:${uid}`;
}

/** A mail that the server does not hand out must not hold up the others: then each is fetched alone, and that one is named. */
async function fetchGroup(
  client: ImapFlow,
  uids: number[],
  idOf: (uid: number) => string,
  from: TakenMail['from'],
): Promise<TakenMail[]> {
  const asMail = (mail: FetchMessageObject): TakenMail => ({
    raw: mail.source ?? new Uint8Array(),
    externalId: idOf(mail.uid),
    from,
    notes: [],
  });
  try {
    return (await client.fetchAll(uids.join(','), { uid: true, source: true }, { uid: true })).sort(byUid).map(asMail);
  } catch (error) {
    if (!client.usable || uids.length === 0) throw error;
  }
  const mails: TakenMail[] = [];
  for (const uid of uids) {
    try {
      const mail = await client.fetchOne(String(uid), { uid: true, source: true }, { uid: true });
      if (mail) mails.push(asMail(mail));
    } catch (error) {
      mails.push({ ...unfetched(client, error), externalId: idOf(uid), from });
    }
  }
  return mails;
}

/** Stands for a mail that the server keeps to itself. */
function unfetched(client: ImapFlow, error: unknown): { raw: Uint8Array; notes: string[] } {
  if (!client.usable) throw error;
  const why = ((error as ImapError).responseText ?? (error as Error).message).replace(/\.$/, '');
  return { raw: new Uint8Array(), notes: [`the mail server did not hand it out (${why}). Open it in the mailbox.`] };
}

const byUid = (one: FetchMessageObject, other: FetchMessageObject) => one.uid - other.uid;

interface Group {
  uids: number[];
  bytes: number;
}

/**
 * Uids in groups that fit into memory together.
 * @param first at most so many in the first group
 */
function groupsOf(mails: { uid: number; size?: number | undefined }[], first: number): Group[] {
  const groups: Group[] = [];
  for (const { uid, size = 0 } of mails) {
    const last = groups.at(-1);
    if (
      !last ||
      last.bytes + size > IN_FLIGHT_BYTES_MAX / 2 ||
      last.uids.length >= (groups.length === 1 ? first : GROUP_MAX)
    )
      groups.push({ uids: [uid], bytes: size });
    else {
      last.uids.push(uid);
      last.bytes += size;
    }
  }
  return groups;
}
