/** Reads a mailbox by IMAP: a UID cursor stored after each batch, IDLE plus a safety poll, never the \Seen flag. */
import { ImapFlow } from 'imapflow';
import { DAY, MINUTE, SECOND } from '../../../src/core/time.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import type { EmailConfig } from './config.ts';
import { MAIL_BYTES_MAX } from './receive.ts';

/** A look at the mailbox even while IDLE seems healthy: silent breaks are found within this time. */
const POLL_EVERY_MS = 2 * MINUTE;
/** IDLE is renewed before routers forget the connection. */
const IDLE_MAX_MS = 4 * MINUTE;
const SILENCE_MAX_MS = MINUTE;
const FIRST_WAIT_MS = SECOND;
const WAIT_MAX_MS = 5 * MINUTE;
/** Above the largest mail that is fetched whole; of larger ones only the headers are. */
/** Mails read at once: enough to share a disk write, few enough to read again after a crash. */
const BATCH_MAX = 25;
/** Of these, as many at a time as fit into this much memory. */
const BATCH_BYTES_MAX = 8 * 1024 * 1024;
const LITERAL_BYTES_MAX = MAIL_BYTES_MAX + 1024 * 1024;
/** After a mailbox was recreated: how far back mails are looked at again; known ones are recognised. */
const LOOK_BACK_MS = 7 * DAY;

export interface ImapStatus {
  /** When the mailbox was last read without a failure; null: never since start. */
  lastGoodPollAt: number | null;
  problem: string | null;
}

export interface ImapListener {
  status: ImapStatus;
  stop(): Promise<void>;
}

export interface TakenMail {
  raw: Uint8Array;
  externalId: string;
  /** Only its headers were fetched. */
  tooLarge: boolean;
}
/** Stores mails; resolves only after all of them are safe. */
type Take = (mails: TakenMail[]) => Promise<void>;

export function listenImap(
  config: NonNullable<EmailConfig['imap']>,
  context: ChannelContext,
  take: Take,
): ImapListener {
  const status: ImapStatus = { lastGoodPollAt: null, problem: null };
  const stop = context.whileLeader(async signal => {
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      const began = context.clock.now();
      try {
        await session(config, context, take, status, signal);
      } catch (error) {
        status.problem = imapWords(error, config);
        context.log.warn(
          { channel: context.channelId, problem: status.problem },
          'A mailbox cannot be read; trying again.',
        );
      }
      if (signal.aborted) return;
      // A connection that held for a minute was good: the next break starts from a short wait again.
      wait = context.clock.now() - began > MINUTE ? FIRST_WAIT_MS : Math.min(wait * 2, WAIT_MAX_MS);
      await context.clock.sleep(wait * (0.5 + context.ids.fraction() / 2), signal);
    }
  });
  return { status, stop };
}

/** One connection, until it ends. A new client each time: this library's cannot be used twice. */
async function session(
  config: NonNullable<EmailConfig['imap']>,
  context: ChannelContext,
  take: Take,
  status: ImapStatus,
  signal: AbortSignal,
): Promise<void> {
  const client = connectTo(config);
  let wake = () => {};
  const ended = new Promise<void>(resolve => {
    client.once('close', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  client.on('error', () => {});
  client.on('exists', () => wake());
  try {
    await client.connect();
    const box = await client.mailboxOpen(config.folder);
    await begin(client, context, { uidValidity: String(box.uidValidity), uidNext: box.uidNext }, take);
    while (!signal.aborted && client.usable) {
      const woken = new Promise<void>(resolve => {
        wake = resolve;
      });
      await catchUp(client, context, String(box.uidValidity), take);
      status.lastGoodPollAt = context.clock.now();
      status.problem = null;
      const napping = new AbortController();
      const idling = client.idle().catch(() => {});
      await Promise.race([woken, ended, context.clock.sleep(POLL_EVERY_MS, napping.signal)]);
      napping.abort();
      if (signal.aborted || !client.usable) break;
      void idling;
    }
  } finally {
    await Promise.race([client.logout().catch(() => {}), context.clock.sleep(2 * SECOND)]);
    client.close();
  }
}

export function connectTo(config: NonNullable<EmailConfig['imap']>): ImapFlow {
  return new ImapFlow({
    host: config.host,
    port: config.port,
    secure: config.secure,
    auth: { user: config.user, pass: config.password },
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: IDLE_MAX_MS,
    socketTimeout: SILENCE_MAX_MS,
    maxLiteralSize: LITERAL_BYTES_MAX,
    maxResponseSize: LITERAL_BYTES_MAX + 1024 * 1024,
  } as ConstructorParameters<typeof ImapFlow>[0]);
}

/** The first time: start now, import no history. After the mailbox was recreated: look back, known mails are recognised. */
async function begin(
  client: ImapFlow,
  context: ChannelContext,
  box: { uidValidity: string; uidNext: number },
  take: Take,
): Promise<void> {
  const cursor = await context.cursor();
  if (cursor?.uidValidity === box.uidValidity) return;
  if (cursor) {
    const since = new Date(context.clock.now() - LOOK_BACK_MS);
    await takeAll(
      client,
      await searched(client.search({ since }, { uid: true })),
      box.uidValidity,
      take,
      async () => {},
    );
  }
  await context.saveCursor({ uidValidity: box.uidValidity, lastUid: box.uidNext - 1 });
}

/**
 * Everything after the cursor, in batches that are stored at the same time. The cursor moves only after a whole batch is
 * safe: after a crash in between a batch is read again, and every mail of it that is known stops at its unique id.
 */
async function catchUp(client: ImapFlow, context: ChannelContext, uidValidity: string, take: Take): Promise<void> {
  const cursor = await context.cursor();
  const lastUid = Number(cursor?.lastUid ?? 0);
  // A range that is empty answers with the last mail there is: what is not newer is left out.
  const found = await searched(client.search({ uid: `${lastUid + 1}:*` }, { uid: true }));
  const uids = found.filter(uid => uid > lastUid);
  await takeAll(client, uids, uidValidity, take, reached => context.saveCursor({ uidValidity, lastUid: reached }));
}

/** A refused search is no empty mailbox. */
async function searched(search: Promise<number[] | false | undefined>): Promise<number[]> {
  const uids = await search;
  if (!uids) throw new Error('the server refused to search the mailbox');
  return uids;
}

/** Takes mails in batches, oldest first; `reached` is told after each batch is safe. */
async function takeAll(
  client: ImapFlow,
  uids: number[],
  uidValidity: string,
  take: Take,
  reached: (uid: number) => Promise<void>,
): Promise<void> {
  const left = [...uids].sort((a, b) => a - b);
  while (left.length) {
    const batch = left.splice(0, BATCH_MAX);
    const sizes = await client.fetchAll(batch.join(','), { uid: true, size: true }, { uid: true });
    const sorted = sizes.sort((a, b) => a.uid - b.uid);
    for (const group of groupsOf(sorted.filter(each => (each.size ?? 0) <= MAIL_BYTES_MAX))) {
      await take(await fetched(client, group, uidValidity, false));
    }
    const large = sorted.filter(each => (each.size ?? 0) > MAIL_BYTES_MAX).map(each => each.uid);
    if (large.length) await take(await fetched(client, large, uidValidity, true));
    await reached(batch.at(-1)!);
  }
}

async function fetched(client: ImapFlow, uids: number[], uidValidity: string, tooLarge: boolean): Promise<TakenMail[]> {
  const what = tooLarge ? { uid: true, headers: true } : { uid: true, source: true };
  const mails = await client.fetchAll(uids.join(','), what, { uid: true });
  return mails
    .sort((a, b) => a.uid - b.uid)
    .map(mail => ({
      raw: (tooLarge ? mail.headers : mail.source) ?? new Uint8Array(),
      externalId: `${uidValidity}:${mail.uid}`,
      tooLarge,
    }));
}

/** Uids in groups that fit into memory together. */
function groupsOf(mails: { uid: number; size?: number | undefined }[]): number[][] {
  const groups: number[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { uid, size = 0 } of mails) {
    if (bytes + size > BATCH_BYTES_MAX) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(uid);
    bytes += size;
  }
  return groups;
}

/** Did this mail reach the provider? It files a copy of what it took in its Sent folder. */
export async function findInSent(
  config: NonNullable<EmailConfig['imap']>,
  messageId: string,
): Promise<'sent' | 'unknown'> {
  const client = connectTo(config);
  client.on('error', () => {});
  try {
    await client.connect();
    const sent = (await client.list()).find(box => box.specialUse === '\\Sent');
    if (!sent) return 'unknown';
    await client.mailboxOpen(sent.path, { readOnly: true });
    const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
    return found && found.length > 0 ? 'sent' : 'unknown';
  } catch {
    return 'unknown';
  } finally {
    await client.logout().catch(() => {});
    client.close();
  }
}

export function imapWords(error: unknown, config: NonNullable<EmailConfig['imap']>): string {
  const { authenticationFailed, serverResponseCode, responseText, code, message } = error as Error & {
    authenticationFailed?: boolean;
    serverResponseCode?: string;
    responseText?: string;
    code?: string;
  };
  const where = `${config.host}:${config.port}`;
  if (authenticationFailed) {
    return `Cannot log in to ${where} as ${config.user}: the server said ${serverResponseCode ?? responseText ?? 'no'}. Check the user name and the password; Google and Microsoft want an app password.`;
  }
  if (code === 'ENOTFOUND') return `There is no server called ${config.host}. Check imap.host.`;
  if (code === 'ECONNREFUSED' || code === 'ETIMEDOUT')
    return `The mail server ${where} does not answer. Check imap.host and imap.port, then the network.`;
  return `The mail server ${where} answered: ${responseText ?? message}.`;
}
