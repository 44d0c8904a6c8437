/** The email channel: a mailbox read by IMAP, or mail handed in by the receiver; replies leave by SMTP. */

import { createTransport } from 'nodemailer';
import type { Channel, ChannelContext, ChannelKind, HealthItem, Inbound } from '../../../src/ports/channel.ts';
import { type EmailConfig, emailConfig, emailLimits, emailSettings } from './config.ts';
import { explainMail } from './explain.ts';
import { findInSent, type ImapListener, listenImap, type TakenMail } from './listen.ts';
import { MAIL_BYTES_MAX, receiveMail, sha256, UnreadableMail } from './receive.ts';
import { messageIdOf, sendReply } from './send.ts';

/** The channel as the receiver sees it: it also takes mail that is handed in. */
export interface EmailChannel extends Channel {
  readonly address: string;
  /** Stores one mail; resolves only after it is safe. */
  take(raw: Uint8Array, envelopeFrom: string | null): Promise<void>;
}

export const emailChannel: ChannelKind = {
  kind: 'email',
  label: 'Email',
  limits: emailLimits,
  settings: emailSettings,
  open: (settings, context) => openEmail(emailConfig(settings), context),
  explain: explainMail,
};

function openEmail(config: EmailConfig, context: ChannelContext): EmailChannel {
  const domain = config.address.split('@')[1] || 'deskhand.invalid';
  const nameFor = (replyId: string) => messageIdOf(replyId, domain, context.sign);
  let listener: ImapListener | null = null;

  const accept = async (raw: Uint8Array, externalId: string, envelopeFrom: string | null) => {
    await context.accept(await toInbound(raw, externalId, [config.address], envelopeFrom));
  };
  const acceptAll = async (mails: TakenMail[]) => {
    const inbounds = await Promise.all(
      mails.map(({ raw, externalId, tooLarge }) =>
        tooLarge ? headersOnly(raw, externalId) : toInbound(raw, externalId, [config.address], null),
      ),
    );
    // An answer to a mail of the same batch must find it: then one after another, else together.
    const messages = inbounds.flatMap(each => (each.content.as === 'unreadable' ? [] : [each.content.message]));
    const names = new Set(messages.flatMap(each => each.names));
    if (messages.some(each => each.answers.some(answer => names.has(answer)))) {
      for (const inbound of inbounds) await context.accept(inbound);
    } else await Promise.all(inbounds.map(inbound => context.accept(inbound)));
  };

  return {
    kind: 'email',
    limits: emailLimits,
    address: config.address,
    nameFor,
    take: (raw, envelopeFrom) => accept(raw, `smtp:${sha256(raw)}`, envelopeFrom),
    start: async () => {
      if (config.imap) listener = listenImap(config.imap, context, acceptAll);
    },
    stop: async () => {
      await listener?.stop();
      listener = null;
    },
    send: reply => sendReply(config, reply, nameFor(reply.id), context.clock.now()),
    lookUp: async reply => (config.imap ? findInSent(config.imap, nameFor(reply.id)) : 'unknown'),
    check: async () => [imapHealth(config, listener, context.clock.now()), await smtpHealth(config)],
  };
}

/** What could not be parsed is shown as unreadable, with everything kept. */
export async function toInbound(
  raw: Uint8Array,
  externalId: string,
  own: string[],
  envelopeFrom: string | null,
): Promise<Inbound> {
  const kept = { externalId, raw: { bytes: raw, type: 'message/rfc822' } };
  try {
    const mail = await receiveMail(raw, own, envelopeFrom);
    const { message, bounce, contentKey } = mail;
    return { ...kept, contentKey, content: bounce ? { as: 'bounce', bounce, message } : { as: 'message', message } };
  } catch (error) {
    if (!(error instanceof UnreadableMail)) throw error;
    return {
      ...kept,
      contentKey: null,
      content: { as: 'unreadable', why: error.message, from: envelopeFrom, subject: null },
    };
  }
}

/** Of a mail that is too large only its headers were fetched: enough to say whose it is. */
async function headersOnly(raw: Uint8Array, externalId: string): Promise<Inbound> {
  const read = await receiveMail(raw, []).catch(() => null);
  const why = `it is larger than ${MAIL_BYTES_MAX / 1024 / 1024} MB; only its headers are here. Open it in the mailbox.`;
  const from = read?.message.from.address ?? null;
  const content = { as: 'unreadable' as const, why, from, subject: read?.message.subject ?? null };
  return { externalId, contentKey: null, raw: { bytes: raw, type: 'message/rfc822' }, content };
}

function imapHealth(config: EmailConfig, listener: ImapListener | null, now: number): HealthItem {
  const what = 'incoming mail';
  if (!config.imap) return { what, ok: true, words: `${config.address} is handed in by the receiver` };
  const status = listener?.status;
  if (!status) return { what, ok: false, words: 'It is not listening in this process.' };
  if (status.problem) return { what, ok: false, words: status.problem };
  if (status.lastGoodPollAt === null) return { what, ok: true, words: 'connecting, or read by another process' };
  return { what, ok: true, words: `read ${Math.round((now - status.lastGoodPollAt) / 1000)} s ago` };
}

async function smtpHealth(config: EmailConfig): Promise<HealthItem> {
  const what = 'outgoing mail';
  const { host, port, secure, user, password } = config.smtp;
  const transport = createTransport({
    host,
    port,
    secure,
    ...(user ? { auth: { user, pass: password ?? '' } } : {}),
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
  });
  try {
    await transport.verify();
    return { what, ok: true, words: `${host}:${port} answers` };
  } catch (error) {
    return {
      what,
      ok: false,
      words: `${host}:${port} does not take mail: ${(error as Error).message}. Check smtp.host, smtp.port and the sign-in.`,
    };
  } finally {
    transport.close();
  }
}
