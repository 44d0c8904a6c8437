/** Chooses where reading a mailbox starts: the next mail, unanswered mail, or, after it was recreated, a week back. */
import type { ImapFlow } from 'imapflow';
import { DAY } from '../../../../src/core/time.ts';
import type { JsonObject } from '../../../../src/ports/json.ts';
import { searched, takeAll } from './fetch.ts';
import type { ListenParts } from './imap.ts';
import { listOldMail } from './old-mail.ts';

/** After a mailbox was recreated: how far back mails are looked at again; known ones are recognised. */
const LOOK_BACK_MS = 7 * DAY;

/**
 * The first time: start now, and list what the admin asked for, which is taken in beside what comes. After the mailbox was
 * recreated: look back.
 */
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
    await takeAll(client, await searched(client.search({ since }, { uid: true })), box.uidValidity, parts, {
      from: 'inbox',
      reached: async () => {},
    });
  }
  // Recreated while old mail was being taken in: the list names mails that have other numbers now.
  if (config.importDays > 0 && (!cursor || (await parts.state.oldMail()))) await listOldMail(client, parts, box);
  // The sent folder begins again too: it is recognised by its own number.
  const { sent } = (cursor ?? {}) as { sent?: JsonObject };
  await context.saveCursor({
    uidValidity: box.uidValidity,
    lastUid: box.uidNext - 1,
    at: context.clock.now(),
    ...(sent ? { sent } : {}),
  });
}
