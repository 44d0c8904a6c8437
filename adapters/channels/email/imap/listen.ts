/**
 * Reads a mailbox by IMAP: a UID cursor stored after each batch, IDLE plus a safety poll, never the \Seen flag. A break
 * is retried for ever, with growing waits; what arrived in between is read afterwards.
 */
import type { ImapFlow } from 'imapflow';
import { DAY, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { SignInGone } from '../setup/oauth.ts';
import { begin } from './begin.ts';
import { newer, takeAll } from './fetch.ts';
import { type ImapError, imapWords, kindOfFailure, type ListenParts, openClient, sentFolder } from './imap.ts';
import { takeOldMail } from './old-mail.ts';

/** A look at the mailbox even while IDLE seems healthy: silent breaks are found within this time. */
const POLL_EVERY_MS = 2 * MINUTE;
const FIRST_WAIT_MS = SECOND;
const WAIT_MAX_MS = 5 * MINUTE;
/** While the trouble is our own database's, no server minds being asked again. */
const OURS_WAIT_MAX_MS = 30 * SECOND;
/** The server said that it is too much: coming back sooner makes it worse. */
const LIMIT_WAIT_MS = 5 * MINUTE;
/** A wrong password is not tried more often than this: providers lock accounts. */
const REFUSED_WAIT_MS = 15 * MINUTE;
/** So many refusals in a row are no accident. */
const REFUSALS_MAX = 3;
/** Without a good look for so long the room is told. */
export const ALERT_AFTER_MS = 10 * MINUTE;

/** After so many failures in one connection the sent folder is left alone until the next one. */
const ASIDE_FAILURES_MAX = 3;

interface ImapStatus {
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
        // A refused sign-in is reported at once: waiting does not fix it.
        if (refusals >= REFUSALS_MAX || error instanceof SignInGone) await alarm(parts, status);
        // A connection that held for a minute was good: the next break starts from a short wait again.
        wait = clock.now() - began > MINUTE && kind === 'broken' ? FIRST_WAIT_MS : Math.min(wait * 2, WAIT_MAX_MS);
        if (kind === 'ours') wait = Math.min(wait, OURS_WAIT_MAX_MS);
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
  const words = `New mail cannot be read at the moment. ${status.problem ?? `${config.host} does not answer.`} Nothing is lost: it waits in the mailbox, and Deskhand keeps trying.`;
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
  let came = false;
  client.on('exists', () => {
    came = true;
    wake();
  });
  try {
    const box = await client.mailboxOpen(config.folder);
    const uidValidity = String(box.uidValidity);
    await begin(client, parts, { uidValidity, uidNext: box.uidNext });
    while (!signal.aborted && client.usable) {
      const woken = new Promise<void>(resolve => {
        wake = resolve;
      });
      await catchUp(client, parts, uidValidity);
      await takeOldMail(client, parts, uidValidity, async () => {
        // Some servers say only when they are asked that there is something new.
        if (!came) await client.noop();
        if (signal.aborted) throw new Error('it was stopped');
        if (came) {
          came = false;
          await catchUp(client, parts, uidValidity);
        }
        await good(parts, status);
      });
      await good(parts, status);
      if (await lookAside(client, parts, aside)) {
        // Back to where the mail comes in; what came meanwhile is looked for before waiting.
        const again = await client.mailboxOpen(config.folder);
        if (String(again.uidValidity) !== uidValidity) throw new Error('the mailbox was recreated');
        await catchUp(client, parts, uidValidity);
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
      const words = `The sent folder of ${parts.config.user} cannot be used (${why}). Customers' mail and replies still work; answers from mail programs are not shown, and copies are not filed. Check imap.sent and the mailbox's space.`;
      await parts.context.notice(`aside:${Math.floor(parts.context.clock.now() / DAY)}`, words, 'failure');
    }
    return true;
  }
}

/**
 * Everything after the cursor, in batches that are stored at the same time. The cursor moves only after a whole batch is
 * safe: after a crash in between a batch is read again, and every mail of it that is known stops at its unique id.
 */
async function catchUp(client: ImapFlow, parts: ListenParts, uidValidity: string): Promise<void> {
  const { context } = parts;
  const cursor = await context.cursor();
  const uids = await newer(client, Number(cursor?.lastUid ?? 0));
  await takeAll(client, uids, uidValidity, parts, {
    from: 'inbox',
    reached: async lastUid => {
      await context.saveCursor({ ...(await context.cursor()), uidValidity, lastUid, at: context.clock.now() });
    },
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
  else await takeAll(client, await newer(client, known.lastUid), uidValidity, parts, { from: 'sent', reached: save });
  return true;
}
