/**
 * Tries a mailbox out with a mail to itself: does mail to `help+probe@` arrive, which server vouches for senders, and does
 * the provider file what it sends. Found out, not guessed; run when the admin asks for it.
 */
import { SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext, HealthItem } from '../../../../src/ports/channel.ts';
import { openClient, sentFolder } from '../imap/imap.ts';
import type { Findings } from '../imap/state.ts';
import { readBones } from '../read/mime.ts';
import { smtpOptions } from '../smtp/smtp.ts';
import { readAuthentication } from '../trust/authentication.ts';
import type { SignedNames } from '../trust/signed-names.ts';
import type { EmailConfig } from './config.ts';

/** Mail to oneself takes seconds; some providers take a minute. */
const ARRIVES_WITHIN_MS = 60 * SECOND;
const LOOK_EVERY_MS = SECOND;

interface ProbeParts {
  config: EmailConfig;
  context: ChannelContext;
  signedNames: SignedNames;
  token: ((spoiled?: string) => Promise<string>) | null;
  found(findings: Findings): Promise<void>;
}

export async function probeMailbox({ config, context, signedNames, token, found }: ProbeParts): Promise<HealthItem[]> {
  const { imap } = config;
  if (!imap) return [{ what: 'mailbox', ok: true, words: 'handed in by the receiver; there is nothing to test' }];
  const domain = config.address.split('@')[1] ?? '';
  const plain = signedNames.probeId(`${context.ids.secret(6)}a`, domain);
  const tagged = signedNames.probeId(`${context.ids.secret(6)}b`, domain);
  const items: HealthItem[] = [];
  try {
    await send(config, token, config.address, plain);
    await send(config, token, config.address.replace('@', '+probe@'), tagged).catch(() => {});
  } catch (error) {
    return [
      {
        what: 'trial mail',
        ok: false,
        words: `It could not be sent: ${(error as Error).message}. Check smtp.host and the sign-in.`,
      },
    ];
  }
  const client = await openClient(imap, token);
  try {
    const seen = new Map<string, Uint8Array>();
    const until = context.clock.now() + ARRIVES_WITHIN_MS;
    while (seen.size < 2 && context.clock.now() < until) {
      await client.mailboxOpen(imap.folder);
      for (const id of [plain, tagged].filter(each => !seen.has(each))) {
        const uids = (await client.search({ header: { 'message-id': id } }, { uid: true })) || [];
        const mail = uids[0]
          ? await client.fetchOne(String(uids[0]), { uid: true, source: true }, { uid: true })
          : null;
        if (mail && mail.source) seen.set(id, mail.source);
      }
      // The tagged one has half a minute more than the plain one; then it will not come.
      if (seen.has(plain) && context.clock.now() > until - ARRIVES_WITHIN_MS / 2) break;
      if (seen.size < 2) await context.clock.sleep(LOOK_EVERY_MS);
    }
    if (!seen.has(plain))
      return [
        {
          what: 'trial mail',
          ok: false,
          words: `It was sent but did not arrive in ${imap.folder} within a minute. Check whether smtp and imap are the same mailbox, and the spam folder.`,
        },
      ];
    items.push({ what: 'trial mail', ok: true, words: 'sent and arrived' });
    const plusAddresses = seen.has(tagged);
    items.push({
      what: 'signed reply addresses',
      ok: true,
      words: plusAddresses
        ? 'mail to help+anything@ arrives: answers prove which enquiry they belong to'
        : 'mail to help+anything@ does not arrive: answers are told by their headers alone',
    });
    const server = readAuthentication(readBones(Buffer.from(seen.get(plain)!)).headers)[0]?.server;
    items.push({
      what: 'sender checks',
      ok: true,
      words: server
        ? `${server} checks senders; its word counts from now on`
        : 'the server does not say what it checked; signatures are looked up',
    });
    const folder = await sentFolder(client, imap);
    let filesSent = false;
    if (folder) {
      await client.mailboxOpen(folder, { readOnly: true });
      filesSent = ((await client.search({ header: { 'message-id': plain } }, { uid: true })) || []).length > 0;
    }
    items.push({
      what: 'sent folder',
      ok: true,
      words: folder
        ? filesSent
          ? 'the provider files replies by itself'
          : `Deskhand files replies in ${folder}`
        : 'the server names none; replies are not filed',
    });
    await found({ plusAddresses, filesSent, ...(server ? { server } : {}) });
    await tidyUp(client, [imap.folder, ...(folder ? [folder] : [])], [plain, tagged]);
    return items;
  } finally {
    await client.logout().catch(() => {});
    client.close();
  }
}

/** The trial leaves nothing behind. */
async function tidyUp(client: Awaited<ReturnType<typeof openClient>>, folders: string[], ids: string[]): Promise<void> {
  for (const folder of folders) {
    await client.mailboxOpen(folder);
    for (const id of ids) {
      const uids = (await client.search({ header: { 'message-id': id } }, { uid: true })) || [];
      if (uids.length) await client.messageDelete(uids.join(','), { uid: true });
    }
  }
}

async function send(config: EmailConfig, token: ProbeParts['token'], to: string, messageId: string): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...(await smtpOptions(config, token ? await token() : null)),
    connectionTimeout: 15_000,
  } as never);
  try {
    await transport.sendMail({
      from: config.address,
      to,
      messageId,
      subject: 'Deskhand tries out this mailbox',
      text: 'This mail was sent by Deskhand to find out what this mailbox can do. It is deleted when it has arrived.',
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } finally {
    transport.close();
  }
}
