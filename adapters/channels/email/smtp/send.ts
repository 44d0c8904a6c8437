/** Sends a reply over SMTP and reports honestly how it went, by watching how far the SMTP dialogue got. */
import { Readable } from 'node:stream';
import type { Options } from 'nodemailer/lib/mail-composer/index.js';
import { type Language, textsIn } from '../../../../src/core/customer-texts/texts.ts';
import { formattedFor } from '../../../../src/core/formatted.ts';
import { clampText } from '../../../../src/core/message.ts';
import { sameName } from '../../../../src/core/name-shown.ts';
import type { Acknowledgement, OutgoingReply, SendResult } from '../../../../src/ports/channel.ts';
import { reasonWords } from '../read/bounce-reason.ts';
import { bareSubject } from '../read/quote-words.ts';
import type { EmailConfig } from '../setup/config.ts';
import { SignInGone, type Tokens } from '../setup/oauth.ts';
import { attribution } from './attribution.ts';
import { echoed, shortened } from './echo.ts';
import { smtpOptions } from './smtp.ts';
import { htmlOf } from './write-html.ts';

const PAUSED = 'Deskhand was paused at that moment, so it was not sent. It is tried again.';

/** A server that says nothing for this long is down; what was not given away by then is safe to send again. */
const CONNECT_WITHIN_MS = 15_000;
const SILENCE_MAX_MS = 30_000;
const QUOTE_CHARS_MAX = 4_000;

export interface SendParts {
  config: EmailConfig;
  tokens: Tokens | null;
  messageId: string;
  /** Where an answer proves what it answers; null: the plain address. */
  replyTo: string | null;
  /** Where a bounce comes back to. */
  bounceTo: string | null;
  now: number;
  /** Leaves a server alone that refuses the sign-in. */
  rest(work: () => Promise<Attempt>): Promise<Attempt>;
  /** A machine's own words, not a person's. */
  automatic?: boolean;
  /** Others may have gone on with it: nothing of it is given away any more. Absent: never. */
  isLate?(): boolean;
  /** Given the mail as it left. */
  left(raw: Buffer): Promise<void>;
}

type DeliverParts = Pick<
  SendParts,
  'config' | 'tokens' | 'messageId' | 'bounceTo' | 'now' | 'isLate' | 'left' | 'rest'
>;

/** How one try went; these two are worth another one in another way. */
export type Attempt = SendResult & { because?: 'sign-in' | 'address' };

export async function sendReply(reply: OutgoingReply, parts: SendParts): Promise<Attempt> {
  let built: Built;
  try {
    built = await composeReply(reply, parts);
  } catch (error) {
    return {
      as: 'refused',
      words: `This reply could not be turned into a mail: ${(error as Error).message}.`,
    };
  }
  return deliver(reply, parts, built);
}

/** The whole mail, and from whom it is. */
export interface Built {
  raw: Buffer;
  from: string;
}

/** What the dialogue with the server needs to know of it. */
type Delivered = Pick<OutgoingReply, 'id' | 'to' | 'copies'>;

export function deliver(reply: Delivered, parts: DeliverParts, built: Built): Promise<Attempt> {
  return parts.rest(() => handOver(reply, parts, built));
}

/** Once more with a new token where the old one ended in between. */
async function handOver(reply: Delivered, parts: DeliverParts, built: Built): Promise<Attempt> {
  const { tokens, now } = parts;
  let token: string | null = null;
  try {
    token = tokens ? await tokens.access() : null;
    const first = await attempt(reply, parts, built, token);
    if (!token || !tokens || first.because !== 'sign-in') return first;
    // A token that ended in between: once more with a new one. Nothing was given away yet.
    return await attempt(reply, parts, built, await tokens.access(token));
  } catch (error) {
    if (error instanceof SignInGone) return { as: 'refused', because: 'sign-in', words: error.message };
    return { as: 'retry', at: now, words: (error as Error).message };
  }
}

async function attempt(reply: Delivered, parts: DeliverParts, built: Built, token: string | null): Promise<Attempt> {
  const { config, messageId, now } = parts;
  let dataStarted = false;
  const watch = (_fields: unknown, message: unknown) => {
    // The server's 354 says "go ahead": from then on a silence may hide a delivery.
    if (/^\s*354[ -]/.test(String(message))) dataStarted = true;
  };
  const quiet = () => {};
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...(await smtpOptions(config, token)),
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    socketTimeout: SILENCE_MAX_MS,
    logger: { level: quiet, trace: quiet, debug: watch, info: watch, warn: quiet, error: quiet, fatal: quiet } as never,
    debug: true,
  } as never);
  const to = [reply.to.address, ...reply.copies];
  let late = false;
  transport.use('stream', (mail, next) => {
    // Read when the server has said "go ahead", and not a moment before.
    mail.message.createReadStream = () => inTime(built.raw, () => (late = parts.isLate?.() ?? false));
    next();
  });
  try {
    const info = (await transport.sendMail({
      envelope: {
        from: parts.bounceTo ?? built.from,
        to,
        dsn: { id: reply.id, return: 'headers', notify: ['failure', 'delay'] },
      },
      raw: built.raw,
    } as never)) as { accepted: string[]; rejected: string[]; rejectedErrors?: SmtpError[]; response: string };
    const missed = info.rejected.map((address, i) => refusedWords(address, info.rejectedErrors?.[i]));
    if (info.accepted.length === 0)
      return {
        as: 'refused',
        because: 'address',
        words: missed[0] ?? `The mail server refused the address: ${info.response}`,
      };
    await parts.left(built.raw).catch(() => {});
    // What the server calls it may be all that answers refer to.
    const names = [messageId, ...relayedIds(info.response, config.smtp.host)];
    // The one it is for was refused, those in copy were not: another try is for the one alone.
    const at = info.rejected.indexOf(reply.to.address);
    if (at >= 0) {
      const reached = info.accepted;
      if (
        info.rejectedErrors?.[at]?.permanent === false ||
        /^4/.test(String(info.rejectedErrors?.[at]?.responseCode ?? ''))
      )
        return {
          as: 'retry',
          at: now,
          words: `The mail server is busy: ${missed[at]} The people in copy have it.`,
          reached,
        };
      return { as: 'refused', because: 'address', words: `${missed[at]} The people in copy have it.`, reached };
    }
    return { as: 'sent', externalId: messageId, names, ...(missed.length ? { missed } : {}) };
  } catch (error) {
    if (late) return { as: 'retry', at: now, words: PAUSED };
    return failure(error as SmtpError, dataStarted, config, now);
  } finally {
    transport.close();
  }
}

/** The bytes of a mail; broken off at the first when it is late by then. */
function inTime(raw: Buffer, isLate: () => boolean): Readable {
  return new Readable({
    read() {
      if (isLate()) return void this.destroy(new Error('This process stood still.'));
      this.push(raw);
      this.push(null);
    },
  });
}

/** What a machine says: marked as such, and with no address that an answer of another machine could go to. */
export async function sendAutomatic(
  answer: Acknowledgement,
  parts: Omit<SendParts, 'bounceTo' | 'left'>,
): Promise<Attempt> {
  const reply: OutgoingReply = { ...answer, attempt: 1, copies: [], author: { name: null }, lastMessage: null };
  const left = async () => {};
  const first = await sendReply(reply, { ...parts, automatic: true, bounceTo: '', left });
  // Some servers take no mail without a sender: then from the address itself.
  if (first.because !== 'address') return first;
  return sendReply(reply, { ...parts, automatic: true, bounceTo: null, left });
}

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
  recipient?: string;
  permanent?: boolean;
}

function refusedWords(address: string, error: SmtpError | undefined): string {
  const said = error?.response ?? error?.message ?? '';
  return `${address} did not get it: ${reasonWords(/[245]\.\d{1,3}\.\d{1,3}/.exec(said)?.[0] ?? null, said)}`;
}

/** Some relays give the mail a name of their own and say so in their last line; answers will refer to that. */
function relayedIds(response: string, host: string): string[] {
  const named = /<([^<>\s@]+@[^<>\s]+)>/.exec(response)?.[0];
  if (named) return [named];
  const region = /^email-smtp\.([a-z0-9-]+)\.amazonaws\.com/i.exec(host)?.[1];
  const id = /\bOk:?\s+([0-9a-f]{10,}-[0-9a-f-]{20,})/i.exec(response)?.[1];
  return region && id ? [`<${id}@email.amazonses.com>`, `<${id}@${region}.amazonses.com>`] : [];
}

function failure(error: SmtpError, dataStarted: boolean, config: EmailConfig, now: number): Attempt {
  const server = `${config.smtp.host}:${config.smtp.port}`;
  const said = clampText((error.response ?? error.message).replace(/\s+/g, ' '), 200).text;
  if (error.responseCode) {
    if (error.code === 'EAUTH') {
      return error.responseCode >= 500
        ? {
            as: 'refused',
            because: 'sign-in',
            words: `The mail server ${server} refused the sign-in: ${said}. Check the user name and the password of this channel.`,
          }
        : { as: 'retry', at: now, words: `The mail server ${server} could not check the sign-in: ${said}.` };
    }
    if (error.responseCode >= 500) {
      return {
        as: 'refused',
        ...(error.code === 'EENVELOPE' ? { because: 'address' as const } : {}),
        words: `The mail server refused it: ${said}. Check the address, or reach them another way.`,
      };
    }
    return { as: 'retry', at: now, words: `The mail server is busy: ${said}.` };
  }
  if (dataStarted) return { as: 'unsure' };
  if (error.code === 'EENVELOPE')
    return { as: 'refused', because: 'address', words: `The address cannot be written to: ${said}.` };
  return { as: 'retry', at: now, words: `The mail server ${server} cannot be reached: ${said}.` };
}

/** The whole mail, from an explicit reply: nothing of the thread is in reach here. */
async function composeReply(
  reply: OutgoingReply,
  {
    config,
    messageId,
    replyTo,
    now,
    automatic = false,
  }: Pick<SendParts, 'config' | 'messageId' | 'replyTo' | 'now' | 'automatic'>,
): Promise<{ raw: Buffer; from: string }> {
  const { answers, language = 'en' } = reply;
  const say = textsIn(language);
  const inReplyTo = answers.at(-1);
  const echo = echoed(reply.echoes ?? []);
  const own = [config.address, ...config.aliases];
  const from = reply.writtenTo && own.includes(reply.writtenTo) ? reply.writtenTo : config.address;
  const subject = bareSubject((reply.subject ?? '').replace(/\s+/g, ' ').trim()) || say('yourMessage');
  const quoted = reply.lastMessage ? clampText(reply.lastMessage.text, QUOTE_CHARS_MAX).text : null;
  const intro = reply.lastMessage
    ? attribution(
        oneLine(reply.lastMessage.from),
        reply.lastMessage.writtenAt,
        echo.language ?? (language === 'en' ? null : language),
        echo.offset,
      )
    : '';
  const signature = config.signature && !automatic ? signatureOf(config, reply.author.name) : null;
  const words = signature ? `${reply.text.trimEnd()}\n\n-- \n${signature}` : reply.text;
  const text = quoted
    ? `${words}\n\n${intro}\n${quoted
        .split('\n')
        .map(line => `> ${line}`)
        .join('\n')}\n`
    : `${words}\n`;
  const raw = await bytesOf({
    from: {
      name: signedAs(config, automatic ? null : reply.author.name, language),
      address: from,
    },
    to: { name: oneLine(reply.to.name ?? ''), address: reply.to.address },
    ...(reply.copies.length ? { cc: reply.copies.map(address => ({ name: '', address })) } : {}),
    ...(replyTo ? { replyTo: { name: oneLine(config.nameShown), address: replyTo } } : {}),
    subject: `Re: ${subject}`,
    headers: {
      ...(automatic ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {}),
      ...(echo.topic ? { 'Thread-Topic': echo.topic } : {}),
      ...(echo.index ? { 'Thread-Index': echo.index } : {}),
    },
    messageId,
    date: new Date(now),
    ...(inReplyTo ? { inReplyTo, references: referencesOf(echo.references, answers) } : {}),
    text,
    html: htmlOf({
      passages: formattedFor(reply.text, reply.formatted) ?? [{ as: 'words', spans: [{ text: reply.text }] }],
      signature,
      quoted: quoted ? { intro, text: quoted } : null,
    }),
    ...(reply.files?.length
      ? {
          attachments: reply.files.map(({ name, type, content }) => ({
            filename: oneLine(name),
            contentType: type,
            content: Buffer.from(content),
          })),
        }
      : {}),
  });
  return { raw, from };
}

/** The mail as it is sent; nothing in it may be read from a file or from the web. */
export async function bytesOf(mail: Options): Promise<Buffer> {
  // Loaded here: a start that sends nothing needs none of it.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer/index.js');
  return new MailComposer({ ...mail, disableFileAccess: true, disableUrlAccess: true }).compile().build();
}

/** "Ann at Shop Help"; under the team's name only "Shop Help". */
export function signedAs(
  { nameShown }: Pick<EmailConfig, 'nameShown'>,
  name: string | null,
  language: Language,
): string {
  const team = oneLine(nameShown);
  return name === null || sameName(name, team)
    ? team
    : textsIn(language)('sender', { name: oneLine(name), shop: team });
}

/** Under the team's name nobody signs but the team, and once. */
function signatureOf({ signature, nameShown }: EmailConfig, name: string | null): string {
  const signed =
    name === null ? (signature ?? '').replace(/\{name\}([\s,|·/–-]|\bat\b)*\{shop\}/g, '{shop}') : (signature ?? '');
  return signed
    .replaceAll('{name}', () => oneLine(name ?? nameShown))
    .replaceAll('{shop}', () => nameShown)
    .trim();
}

/** What the customer's mail descends from, then what was said here, and last the one that is answered. */
function referencesOf(lineage: string[], answers: string[]): string {
  const answered = answers.at(-1);
  const before = [...lineage, ...answers].filter(each => each !== answered);
  return shortened(answered ? [...before, answered] : before).join(' ');
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').trim();
}
