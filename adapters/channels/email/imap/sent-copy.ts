/**
 * The copy in the sent folder. Some providers file it by themselves, and then a second one would be a nuisance; others do
 * not, and then colleagues in a mail program see nothing. So the first replies are looked for before anything is filed.
 */
import type { ImapFlow } from 'imapflow';
import { SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { EmailConfig } from '../setup/config.ts';
import { type ImapConfig, openClient, sentFolder } from './imap.ts';
import type { MailboxState } from './state.ts';

/** A provider that files copies has done so by then. */
const LOOK_AFTER_MS = 60 * SECOND;

export async function fileCopies(
  client: ImapFlow,
  config: EmailConfig,
  context: ChannelContext,
  state: MailboxState,
): Promise<void> {
  if (!config.imap || config.sentCopy === 'no') return;
  const { replies, upTo } = await state.toFile();
  if (replies.length === 0) return;
  const { filesSent } = await state.findings();
  const mode = config.sentCopy === 'yes' ? 'file' : filesSent === undefined ? 'look' : filesSent ? 'nothing' : 'file';
  const due =
    mode === 'look' ? replies.filter(each => each && context.clock.now() - each.at >= LOOK_AFTER_MS) : replies;
  if (due.length === 0) return;
  const folder = mode === 'nothing' ? null : await sentFolder(client, config.imap);
  if (!folder) return upTo(due.length);
  await client.mailboxOpen(folder);
  let done = 0;
  try {
    for (const reply of due) {
      if (reply?.raw) {
        const there = await client.search({ header: { 'message-id': reply.messageId } }, { uid: true });
        const filed = there !== false && there !== undefined && there.length > 0;
        if (mode === 'look') await state.found({ filesSent: filed });
        if (!filed) await client.append(folder, Buffer.from(reply.raw, 'base64'), ['\\Seen'], new Date(reply.at));
      }
      done++;
    }
  } finally {
    await upTo(done);
    await client.mailboxOpen(config.imap.folder);
  }
}

/** Did this mail reach the provider? Only a copy that the provider filed by itself can tell. */
export async function findInSent(
  config: ImapConfig,
  token: ((spoiled?: string) => Promise<string>) | null,
  messageId: string,
): Promise<'sent' | 'unknown'> {
  let client: ImapFlow | null = null;
  try {
    client = await openClient(config, token);
    const sent = await sentFolder(client, config);
    if (!sent) return 'unknown';
    await client.mailboxOpen(sent, { readOnly: true });
    const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
    return found && found.length > 0 ? 'sent' : 'unknown';
  } catch {
    return 'unknown';
  } finally {
    await client?.logout().catch(() => {});
    client?.close();
  }
}
