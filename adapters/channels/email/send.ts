/** Sends a reply over SMTP and says honestly how that went, by watching how far the conversation with the server got. */
import { createTransport } from 'nodemailer';
import { clampText } from '../../../src/core/message.ts';
import type { OutgoingReply, SendResult } from '../../../src/ports/channel.ts';
import type { EmailConfig } from './config.ts';

/** A server that says nothing for this long is down; what was not given away by then is safe to send again. */
const CONNECT_WITHIN_MS = 15_000;
const SILENCE_MAX_MS = 30_000;
/** References of a long thread: the first and the last twenty are what mail programs use. */
const REFERENCES_SENT_MAX = 20;
const QUOTE_CHARS_MAX = 4_000;

/** The name a reply goes by for ever: every attempt carries it, so a mail program shows two of them as one. */
export function messageIdOf(replyId: string, domain: string, sign: (text: string) => string): string {
  return `<d.${replyId}.${sign(`message-id:${replyId}`).slice(0, 20)}@${domain}>`;
}

export async function sendReply(
  config: EmailConfig,
  reply: OutgoingReply,
  messageId: string,
  now: number,
): Promise<SendResult> {
  let dataStarted = false;
  const watch = (_fields: unknown, message: unknown) => {
    // The server's 354 says "go ahead": from then on a silence may hide a delivery.
    if (/^\s*354[ -]/.test(String(message))) dataStarted = true;
  };
  const quiet = () => {};
  const transport = createTransport({
    host: config.smtp.host,
    port: config.smtp.port,
    secure: config.smtp.secure,
    ...(config.smtp.user ? { auth: { user: config.smtp.user, pass: config.smtp.password ?? '' } } : {}),
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: SILENCE_MAX_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: { level: quiet, trace: quiet, debug: watch, info: watch, warn: quiet, error: quiet, fatal: quiet } as never,
    debug: true,
  } as never);
  try {
    const info = (await transport.sendMail(mailOf(config, reply, messageId) as never)) as {
      accepted: unknown[];
      rejected: unknown[];
      response: string;
    };
    if (info.accepted.length === 0)
      return { as: 'refused', reason: 'address', words: `The mail server refused the address: ${info.response}` };
    return { as: 'sent', externalId: messageId, names: [messageId] };
  } catch (error) {
    return failure(error as SmtpError, dataStarted, config, now);
  } finally {
    transport.close();
  }
}

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
}

function failure(error: SmtpError, dataStarted: boolean, config: EmailConfig, now: number): SendResult {
  const server = `${config.smtp.host}:${config.smtp.port}`;
  const said = clampText((error.response ?? error.message).replace(/\s+/g, ' '), 200).text;
  if (error.responseCode) {
    if (error.code === 'EAUTH') {
      return error.responseCode >= 500
        ? {
            as: 'refused',
            reason: 'sign-in',
            words: `The mail server ${server} refused the sign-in: ${said}. Check the user name and the password of this channel.`,
          }
        : { as: 'retry', at: now, words: `The mail server ${server} could not check the sign-in: ${said}.` };
    }
    if (error.responseCode >= 500) {
      const reason = error.code === 'EENVELOPE' ? 'address' : 'content';
      return {
        as: 'refused',
        reason,
        words: `The mail server refused it: ${said}. Check the address, or reach them another way.`,
      };
    }
    return { as: 'retry', at: now, words: `The mail server is busy: ${said}.` };
  }
  if (dataStarted) return { as: 'unsure' };
  if (error.code === 'EENVELOPE')
    return { as: 'refused', reason: 'address', words: `The address cannot be written to: ${said}.` };
  return { as: 'retry', at: now, words: `The mail server ${server} cannot be reached: ${said}.` };
}

/** The whole mail, from an explicit reply: nothing of the thread is in reach here. */
function mailOf(config: EmailConfig, reply: OutgoingReply, messageId: string) {
  const { answers } = reply;
  const inReplyTo = answers.at(-1);
  const references =
    answers.length > REFERENCES_SENT_MAX + 1 ? [answers[0]!, ...answers.slice(-REFERENCES_SENT_MAX)] : answers;
  const subject = (reply.subject ?? '').replace(/^((re|aw|sv|antw|ref)\s*:\s*)+/i, '').trim() || 'Your message';
  const quoted = reply.lastMessage ? clampText(reply.lastMessage.text, QUOTE_CHARS_MAX).text : null;
  const intro = reply.lastMessage
    ? `On ${new Date(reply.lastMessage.writtenAt).toUTCString()}, ${reply.lastMessage.from} wrote:`
    : '';
  const text = quoted
    ? `${reply.text}\n\n${intro}\n${quoted
        .split('\n')
        .map(line => `> ${line}`)
        .join('\n')}\n`
    : `${reply.text}\n`;
  return {
    from: { name: `${reply.author.name} at ${config.nameShown}`, address: config.address },
    to: { name: reply.to.name ?? '', address: reply.to.address },
    subject: `Re: ${subject}`,
    messageId,
    ...(inReplyTo ? { inReplyTo, references: references.join(' ') } : {}),
    text,
    html: htmlOf(reply.text, quoted, intro),
  };
}

function htmlOf(text: string, quoted: string | null, intro: string): string {
  const body = text
    .split(/\n{2,}/)
    .map(paragraph => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
  if (quoted === null) return `<div>${body}</div>`;
  const quote = escapeHtml(quoted).replaceAll('\n', '<br>');
  return `<div>${body}</div>\n<div class="gmail_quote"><p>${escapeHtml(intro)}</p><blockquote type="cite">${quote}</blockquote></div>`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
