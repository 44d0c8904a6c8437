/**
 * Reads a mailbox by IMAP: a UID cursor stored after each batch, IDLE plus a safety poll, never the \Seen flag. A break
 * is mended for ever, with growing waits; what came meanwhile is read afterwards.
 */
import { type FetchMessageObject, ImapFlow } from 'imapflow';
import { DAY, MINUTE, SECOND } from '../../../src/core/time.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import type { JsonObject } from '../../../src/ports/json.ts';
import type { EmailConfig } from './config.ts';
import { fetchLarge } from './large.ts';
import { SignInGone } from './oauth.ts';
import { WHOLE_BYTES_MAX } from './receive.ts';
import { isThisMachine } from './smtp.ts';
import type { MailboxState } from './state.ts';

/** A look at the mailbox even while IDLE seems healthy: silent breaks are found within this time. */
const POLL_EVERY_MS = 2 * MINUTE;
const FIRST_WAIT_MS = SECOND;
const WAIT_MAX_MS = 5 * MINUTE;
/** The server said that it is too much: coming back sooner makes it worse. */
const LIMIT_WAIT_MS = 5 * MINUTE;
/** A wrong password is not tried more often than this: providers lock accounts. */
const REFUSED_WAIT_MS = 15 * MINUTE;
/** So many refusals in a row are no accident. */
const REFUSALS_MAX = 3;
/** Without a good look for so long the room is told. */
export const ALERT_AFTER_MS = 10 * MINUTE;
/** Mails read at once: enough to share a disk write, few enough to read again after a crash. */
const BATCH_MAX = 100;
/** Of these, as many at a time as share one disk write. */
const GROUP_MAX = 25;
/** Of these, as many at a time as fit into this much memory. */
const BATCH_BYTES_MAX = 8 * 1024 * 1024;
/** Above the largest mail that is fetched whole. */
const LITERAL_BYTES_MAX = WHOLE_BYTES_MAX + 1024 * 1024;
/** After a mailbox was recreated: how far back mails are looked at again; known ones are recognised. */
const LOOK_BACK_MS = 7 * DAY;
/** After so many failures in one connection the sent folder is left alone until the next one. */
const ASIDE_FAILURES_MAX = 3;
/** Numbers of mails in one command: servers refuse longer lines. */
const UIDS_AT_ONCE = 300;
/** Progress of a first import is said this often. */
const SAY_EVERY = 100;

export type ImapConfig = NonNullable<EmailConfig['imap']>;

export interface ImapStatus {
  /** When the mailbox was last read without a failure; null: never since start. */
  lastGoodPollAt: number | null;
  problem: string | null;
  /** Since when it cannot be read; null while all is well. */
  troubleSince: number | null;
}

export interface ImapListener {
  status: ImapStatus;
  stop(): Promise<void>;
}

export interface TakenMail {
  raw: Uint8Array;
  externalId: string;
  /** `sent`: from the folder of sent mail. */
  from: 'inbox' | 'sent';
  /** Sentences about what was left in the mailbox, of a mail too large to fetch whole. */
  notes: string[];
}

export interface ListenParts {
  config: ImapConfig;
  context: ChannelContext;
  state: MailboxState;
  /** A token in place of the password; null: the password. */
  token: ((spoiled?: string) => Promise<string>) | null;
  /** Stores mails; resolves only after all of them are safe. */
  take(mails: TakenMail[]): Promise<void>;
  /** Called after each good look, with the connection, for what else there is to do in the mailbox. */
  tend(client: ImapFlow): Promise<void>;
}

export function listenImap(parts: ListenParts): ImapListener {
  const { config, context, state } = parts;
  const { clock } = context;
  const status: ImapStatus = { lastGoodPollAt: null, problem: null, troubleSince: null };
  const stop = context.whileLeader(async signal => {
    let wait = FIRST_WAIT_MS;
    let refusals = 0;
    status.troubleSince = await state.troubleSince();
    while (!signal.aborted) {
      const began = clock.now();
      const watch = watchTrouble(parts, status, signal);
      try {
        await session(parts, status, signal);
        if (!signal.aborted) throw new Error('the connection was closed');
      } catch (error) {
        if (signal.aborted) return;
        const kind = kindOfFailure(error);
        refusals = kind === 'refused' ? refusals + 1 : 0;
        status.problem = imapWords(error, config);
        context.log.warn(
          { channel: context.channelId, problem: status.problem },
          'A mailbox cannot be read; trying again.',
        );
        if (status.troubleSince === null) {
          status.troubleSince = clock.now();
          await state.setTrouble(status.troubleSince).catch(() => {});
        }
        // A refused sign-in is told at once: waiting does not mend it.
        if (refusals >= REFUSALS_MAX || error instanceof SignInGone) await alarm(parts, status);
        // A connection that held for a minute was good: the next break starts from a short wait again.
        wait = clock.now() - began > MINUTE && kind === 'broken' ? FIRST_WAIT_MS : Math.min(wait * 2, WAIT_MAX_MS);
        if (kind === 'limit') wait = LIMIT_WAIT_MS;
        if (refusals >= REFUSALS_MAX) wait = REFUSED_WAIT_MS;
      } finally {
        watch();
      }
      const steady = wait === LIMIT_WAIT_MS || wait === REFUSED_WAIT_MS;
      const again = watchTrouble(parts, status, signal);
      await clock.sleep(steady ? wait : wait * (0.5 + context.ids.fraction() / 2), signal);
      again();
    }
  });
  return { status, stop };
}

/** Tells the room when the trouble has lasted long enough, even while a connection hangs. */
function watchTrouble(parts: ListenParts, status: ImapStatus, signal: AbortSignal): () => void {
  const over = new AbortController();
  const end = () => over.abort();
  signal.addEventListener('abort', end, { once: true });
  void (async () => {
    while (!over.signal.aborted) {
      const { troubleSince } = status;
      const left = troubleSince === null ? MINUTE : troubleSince + ALERT_AFTER_MS - parts.context.clock.now();
      if (left <= 0) {
        await alarm(parts, status);
        return;
      }
      await parts.context.clock.sleep(Math.max(left, SECOND), over.signal);
    }
  })().catch(() => {});
  return () => {
    signal.removeEventListener('abort', end);
    over.abort();
  };
}

/** One clear line in the room, once for each trouble. */
async function alarm({ context, config, state }: ListenParts, status: ImapStatus): Promise<void> {
  const { troubleSince } = status;
  if (troubleSince === null || (await state.alarmed(troubleSince))) return;
  const words = `New mail cannot be read at the moment. ${status.problem ?? `${config.host} does not answer.`} Nothing is lost: it waits in the mailbox, and Deskhand goes on trying.`;
  await context.notice(`unread:${troubleSince}`, words, 'failure');
  await state.setAlarmed(troubleSince);
}

async function good({ context, state }: ListenParts, status: ImapStatus): Promise<void> {
  status.lastGoodPollAt = context.clock.now();
  status.problem = null;
  const since = status.troubleSince;
  if (since === null) return;
  status.troubleSince = null;
  await state.setTrouble(null);
  if (await state.alarmed(since))
    await context.notice(`read:${since}`, 'Mail is read again. What came meanwhile is here now.', 'quiet');
}

/** One connection, until it ends. A new client each time: this library's cannot be used twice. */
async function session(parts: ListenParts, status: ImapStatus, signal: AbortSignal): Promise<void> {
  const { config, context } = parts;
  const client = await openClient(config, parts.token, signal);
  const aside = { failures: 0 };
  let wake = () => {};
  let failure: Error | null = null;
  let end = () => {};
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });
  client.once('close', end);
  signal.addEventListener('abort', end, { once: true });
  client.on('error', (error: Error) => {
    failure ??= error;
  });
  client.on('exists', () => wake());
  try {
    const box = await client.mailboxOpen(config.folder);
    await begin(client, parts, { uidValidity: String(box.uidValidity), uidNext: box.uidNext });
    while (!signal.aborted && client.usable) {
      const woken = new Promise<void>(resolve => {
        wake = resolve;
      });
      await catchUp(client, parts, String(box.uidValidity));
      await good(parts, status);
      if (await lookAside(client, parts, aside)) {
        // Back to where the mail comes in; what came meanwhile is looked for before waiting.
        const again = await client.mailboxOpen(config.folder);
        if (String(again.uidValidity) !== String(box.uidValidity)) throw new Error('the mailbox was made anew');
        await catchUp(client, parts, String(box.uidValidity));
      }
      const napping = new AbortController();
      const idling = client.idle().catch(() => {});
      await Promise.race([woken, ended, context.clock.sleep(POLL_EVERY_MS, napping.signal)]);
      napping.abort();
      if (signal.aborted || !client.usable) break;
      void idling;
    }
    if (failure) throw failure;
  } finally {
    signal.removeEventListener('abort', end);
    await Promise.race([client.logout().catch(() => {}), context.clock.sleep(2 * SECOND)]);
    client.close();
  }
}

/** The sent folder and the copies to file there: what goes wrong with them must not hold up the mail that comes in. */
async function lookAside(client: ImapFlow, parts: ListenParts, aside: { failures: number }): Promise<boolean> {
  if (aside.failures >= ASIDE_FAILURES_MAX) return false;
  try {
    const sent = await readSent(client, parts);
    await parts.tend(client);
    aside.failures = 0;
    return sent;
  } catch (error) {
    if (!client.usable) throw error;
    aside.failures++;
    parts.context.log.warn(
      { channel: parts.context.channelId, error: String(error) },
      'The sent folder cannot be used.',
    );
    if (aside.failures >= ASIDE_FAILURES_MAX) {
      const why = ((error as ImapError).responseText ?? (error as Error).message).replace(/\.$/, '');
      const words = `The sent folder of ${parts.config.user} cannot be used (${why}). Customers' mail and replies go on; answers from mail programs are not shown, and copies are not filed. Check imap.sent and the mailbox's space.`;
      await parts.context.notice(`aside:${Math.floor(parts.context.clock.now() / DAY)}`, words, 'failure');
    }
    return true;
  }
}

/** Connects and signs in; with a token that was just refused, once more with a new one. */
export async function openClient(
  config: ImapConfig,
  token: ListenParts['token'],
  signal?: AbortSignal,
): Promise<ImapFlow> {
  const first = token ? await token() : null;
  const client = connectTo(config, first);
  client.on('error', () => {});
  // A server that says nothing must not hold up the end of the program.
  const end = () => client.close();
  signal?.addEventListener('abort', end, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    if (signal?.aborted) throw error;
    if (!token || !first || !(error as { authenticationFailed?: boolean }).authenticationFailed) throw error;
    const again = connectTo(config, await token(first));
    again.on('error', () => {});
    try {
      await again.connect();
      return again;
    } catch (second) {
      again.close();
      throw second;
    }
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

function connectTo(config: ImapConfig, accessToken: string | null): ImapFlow {
  return new ImapFlow({
    host: config.host,
    port: config.port,
    secure: config.secure,
    auth: accessToken ? { user: config.user, accessToken } : { user: config.user, pass: config.password },
    logger: false,
    // A password goes over an open line only within one machine.
    ...(config.secure || isThisMachine(config.host) ? {} : { doSTARTTLS: true }),
    disableAutoIdle: true,
    maxIdleTime: config.idleMs,
    socketTimeout: config.silenceMs,
    maxLiteralSize: LITERAL_BYTES_MAX,
    maxResponseSize: LITERAL_BYTES_MAX + 1024 * 1024,
  } as ConstructorParameters<typeof ImapFlow>[0]);
}

/** The first time: start now, and take in what the admin asked for. After the mailbox was recreated: look back. */
async function begin(
  client: ImapFlow,
  parts: ListenParts,
  box: { uidValidity: string; uidNext: number },
): Promise<void> {
  const { context, config } = parts;
  const cursor = await context.cursor();
  if (cursor?.uidValidity === box.uidValidity) return;
  if (cursor) {
    // From the last mail that was stored: it may have been away for longer than a week.
    const last = Number(cursor.at ?? context.clock.now());
    const since = new Date(Math.min(last, context.clock.now()) - LOOK_BACK_MS);
    await takeAll(
      client,
      await searched(client.search({ since }, { uid: true })),
      box.uidValidity,
      parts,
      'inbox',
      async () => {},
    );
  } else if (config.importDays > 0) await importUnanswered(client, parts, box.uidValidity);
  // The sent folder begins anew too: it is recognised by its own number.
  const { sent } = (cursor ?? {}) as { sent?: JsonObject };
  await context.saveCursor({
    uidValidity: box.uidValidity,
    lastUid: box.uidNext - 1,
    at: context.clock.now(),
    ...(sent ? { sent } : {}),
  });
}

/** Mail of the last days that nobody answered: neither marked so nor named by a mail in the sent folder. */
async function importUnanswered(client: ImapFlow, parts: ListenParts, uidValidity: string): Promise<void> {
  const { context, config } = parts;
  const since = new Date(context.clock.now() - config.importDays * DAY);
  const open = await searched(client.search({ since, answered: false, deleted: false, draft: false }, { uid: true }));
  const answered = await answeredIn(client, parts, since);
  await client.mailboxOpen(config.folder);
  const heads = await envelopes(client, open);
  const uids = heads.filter(each => !answered.has(each.envelope?.messageId ?? '')).map(each => each.uid);
  const all = uids.length;
  context.log.info(
    { channel: context.channelId, all },
    `Taking in ${all} unanswered mails of the last ${config.importDays} days.`,
  );
  let done = 0;
  let said = 0;
  await takeAll(client, uids, uidValidity, parts, 'inbox', async () => {
    done = Math.min(done + BATCH_MAX, all);
    if (done - said < SAY_EVERY && done < all) return;
    said = done;
    context.log.info({ channel: context.channelId, done, all }, `${done} of ${all} mails are here.`);
  });
}

async function envelopes(client: ImapFlow, uids: number[]): Promise<FetchMessageObject[]> {
  const heads: FetchMessageObject[] = [];
  for (let i = 0; i < uids.length; i += UIDS_AT_ONCE) {
    const some = uids.slice(i, i + UIDS_AT_ONCE).join(',');
    heads.push(...(await client.fetchAll(some, { uid: true, envelope: true }, { uid: true })));
  }
  return heads;
}

/** Message-IDs that mails in the sent folder answer. */
async function answeredIn(client: ImapFlow, parts: ListenParts, since: Date): Promise<Set<string>> {
  const folder = await sentFolder(client, parts.config);
  if (!folder) return new Set();
  await client.mailboxOpen(folder, { readOnly: true });
  const uids = (await client.search({ since }, { uid: true })) || [];
  if (uids.length === 0) return new Set();
  const heads = await envelopes(client, uids);
  return new Set(heads.map(each => each.envelope?.inReplyTo ?? '').filter(Boolean));
}

/**
 * Everything after the cursor, in batches that are stored at the same time. The cursor moves only after a whole batch is
 * safe: after a crash in between a batch is read again, and every mail of it that is known stops at its unique id.
 */
async function catchUp(client: ImapFlow, parts: ListenParts, uidValidity: string): Promise<void> {
  const { context } = parts;
  const cursor = await context.cursor();
  const uids = await newer(client, Number(cursor?.lastUid ?? 0));
  await takeAll(client, uids, uidValidity, parts, 'inbox', async lastUid => {
    await context.saveCursor({ ...(await context.cursor()), uidValidity, lastUid, at: context.clock.now() });
  });
}

/** Answers that colleagues wrote in a mail program. False: there is no such folder, or nothing new. */
async function readSent(client: ImapFlow, parts: ListenParts): Promise<boolean> {
  const { context, config } = parts;
  const folder = await sentFolder(client, config);
  if (!folder || folder === config.folder) return false;
  const box = await client.mailboxOpen(folder, { readOnly: true });
  const uidValidity = String(box.uidValidity);
  const cursor = (await context.cursor()) ?? {};
  const known = (cursor.sent ?? null) as { uidValidity: string; lastUid: number } | null;
  const save = async (lastUid: number) =>
    context.saveCursor({ ...(await context.cursor()), sent: { uidValidity, lastUid } });
  if (known?.uidValidity !== uidValidity) await save(box.uidNext - 1);
  else await takeAll(client, await newer(client, known.lastUid), uidValidity, parts, 'sent', save);
  return true;
}

export async function sentFolder(client: ImapFlow, config: ImapConfig): Promise<string | null> {
  if (config.sent) return config.sent;
  const boxes = await client.list();
  return boxes.find(box => box.specialUse === '\\Sent')?.path ?? null;
}

/** A range that is empty answers with the last mail there is: what is not newer is left out. */
async function newer(client: ImapFlow, lastUid: number): Promise<number[]> {
  return (await searched(client.search({ uid: `${lastUid + 1}:*` }, { uid: true }))).filter(uid => uid > lastUid);
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
  parts: ListenParts,
  from: TakenMail['from'],
  reached: (uid: number) => Promise<void>,
): Promise<void> {
  const left = [...uids].sort((a, b) => a - b);
  // The same number may stand in both folders.
  const idOf = (uid: number) => `${from === 'sent' ? 'sent:' : ''}${uidValidity}:${uid}`;
  while (left.length) {
    const batch = left.splice(0, BATCH_MAX);
    const sizes = await client.fetchAll(batch.join(','), { uid: true, size: true }, { uid: true });
    const sorted = sizes.sort((a, b) => a.uid - b.uid);
    // The next ones are fetched while the last ones are being stored; never more than two groups are in memory.
    let storing: Promise<void> = Promise.resolve();
    for (const group of groupsOf(sorted.filter(each => (each.size ?? 0) <= WHOLE_BYTES_MAX))) {
      const mails = await fetchGroup(client, group, idOf, from);
      await storing;
      storing = parts.take(mails);
      storing.catch(() => {});
    }
    await storing;
    for (const { uid, size = 0 } of sorted.filter(each => (each.size ?? 0) > WHOLE_BYTES_MAX)) {
      const { raw, notes } = await fetchLarge(client, uid, size).catch(error => unfetched(client, error));
      await parts.take([{ raw, notes, externalId: idOf(uid), from }]);
    }
    await reached(batch.at(-1)!);
  }
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

/** Uids in groups that fit into memory together. */
function groupsOf(mails: { uid: number; size?: number | undefined }[]): number[][] {
  const groups: number[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { uid, size = 0 } of mails) {
    if (bytes + size > BATCH_BYTES_MAX || (groups.at(-1)?.length ?? 0) >= GROUP_MAX) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(uid);
    bytes += size;
  }
  return groups;
}

interface ImapError extends Error {
  authenticationFailed?: boolean;
  serverResponseCode?: string;
  responseText?: string;
  code?: string;
  oauthError?: { status?: string };
}

function kindOfFailure(error: unknown): 'refused' | 'limit' | 'broken' {
  const { authenticationFailed, serverResponseCode = '', responseText = '', message = '' } = error as ImapError;
  if (
    /^(LIMIT|UNAVAILABLE|INUSE)$/i.test(serverResponseCode) ||
    /too many (simultaneous )?connections|maximum number of connections|rate limit|throttl|temporarily/i.test(
      `${responseText} ${message}`,
    )
  )
    return 'limit';
  return authenticationFailed || error instanceof SignInGone ? 'refused' : 'broken';
}

export function imapWords(error: unknown, config: ImapConfig): string {
  const { authenticationFailed, serverResponseCode, responseText, code, message } = error as ImapError;
  const where = `${config.host}:${config.port}`;
  if (error instanceof SignInGone) return message;
  if (kindOfFailure(error) === 'limit')
    return `The mail server ${where} has too many connections (${responseText ?? message}). Close mail programs that use this mailbox, or wait.`;
  if (/authenticated but not connected/i.test(`${responseText} ${message}`))
    return `${config.host} knows ${config.user} but does not open the mailbox. Check that IMAP is switched on for it and that it has a licence.`;
  if (authenticationFailed) {
    return `Cannot log in to ${where} as ${config.user}: the server said "${(responseText ?? serverResponseCode ?? 'no').replace(/\.$/, '')}". Check the user name and the password; Google wants an app password, Microsoft a sign-in by "deskhand setup".`;
  }
  if (code === 'ENOTFOUND') return `There is no server called ${config.host}. Check imap.host.`;
  if (/^(ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|CONNECT_TIMEOUT|GREETING_TIMEOUT)$/i.test(code ?? ''))
    return `The mail server ${where} does not answer. Check imap.host and imap.port, then the network.`;
  if (/^(DEPTH_ZERO|SELF_SIGNED|CERT_|UNABLE_TO_VERIFY|ERR_TLS)/.test(code ?? ''))
    return `The certificate of ${where} cannot be trusted (${message}). Check imap.host; it must be the name in the certificate.`;
  return `The mail server ${where} answered: ${responseText ?? message}.`;
}
