/** Chooses where reading a mailbox starts: the next mail, unanswered mail, or, after it was recreated, a week back. */
import type { ImapFlow } from 'imapflow';
import { DAY } from '../../../../src/core/time.ts';
import type { JsonObject } from '../../../../src/ports/json.ts';
import { BATCH_MAX, envelopes, searched, takeAll } from './fetch.ts';
import { type ListenParts, sentFolder } from './imap.ts';

/** After a mailbox was recreated: how far back mails are looked at again; known ones are recognised. */
const LOOK_BACK_MS = 7 * DAY;

/** The first time: start now, and take in what the admin asked for. After the mailbox was recreated: look back. */
export async function begin(
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
  // The sent folder begins again too: it is recognised by its own number.
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
  const progress = context.progress(`Unanswered mail of the last ${config.importDays} days`);
  progress.at(0, `0 of ${all} are here`);
  let done = 0;
  await takeAll(client, uids, uidValidity, parts, 'inbox', async () => {
    done = Math.min(done + BATCH_MAX, all);
    progress.at(done / all, `${done} of ${all} are here`);
  });
  progress.end(`${all} unanswered ${all === 1 ? 'mail' : 'mails'} of the last ${config.importDays} days taken in.`);
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
