/** A connection to a mailbox by IMAP: how it is opened, and what its failures mean in words. */
import { isIP } from 'node:net';
import type { ImapFlow } from 'imapflow';
import { type ChannelContext, NotTaken } from '../../../../src/ports/channel.ts';
import { WHOLE_BYTES_MAX } from '../read/limits.ts';
import type { EmailConfig } from '../setup/config.ts';
import { SignInGone } from '../setup/oauth.ts';
import { isThisMachine } from '../smtp/smtp.ts';
import type { MailboxState } from './state.ts';

/** Above the largest mail that is fetched whole. */
const LITERAL_BYTES_MAX = WHOLE_BYTES_MAX + 1024 * 1024;

export type ImapConfig = NonNullable<EmailConfig['imap']>;

export interface TakenMail {
  raw: Uint8Array;
  externalId: string;
  /** `sent`: from the folder of sent mail. */
  from: 'inbox' | 'sent';
  /** Sentences about what was left in the mailbox, of a mail too large to fetch whole. */
  notes: string[];
  /** From before the mailbox was connected. */
  old?: true;
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

/** Connects and signs in; with a token that was just refused, once more with a new one. */
export async function openClient(
  config: ImapConfig,
  token: ListenParts['token'],
  signal?: AbortSignal,
): Promise<ImapFlow> {
  const first = token ? await token() : null;
  const client = await connectTo(config, await config.reach(config.host), first);
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
    const again = await connectTo(config, await config.reach(config.host), await token(first));
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

async function connectTo(config: ImapConfig, address: string, accessToken: string | null): Promise<ImapFlow> {
  // Loaded by whoever has a mailbox: a start without one does not pay for it.
  const imapflow = await import('imapflow');
  return new imapflow.ImapFlow({
    host: address,
    // Whatever address that is: the certificate has to be that of the name.
    ...(isIP(config.host) ? {} : { servername: config.host }),
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

/** Folders do not move while a connection lasts, and a list of hundreds is dear. */
const sentFolders = new WeakMap<ImapFlow, Promise<string | null>>();

export function sentFolder(client: ImapFlow, config: ImapConfig): Promise<string | null> {
  if (config.sent) return Promise.resolve(config.sent);
  const known = sentFolders.get(client);
  if (known) return known;
  const found = client.list().then(boxes => boxes.find(box => box.specialUse === '\\Sent')?.path ?? null);
  sentFolders.set(client, found);
  return found;
}

export interface ImapError extends Error {
  authenticationFailed?: boolean;
  serverResponseCode?: string;
  responseText?: string;
  code?: string;
  oauthError?: { status?: string };
}

/** `ours`: the mailbox is well, and what it has cannot be stored here. */
export function kindOfFailure(error: unknown): 'refused' | 'limit' | 'broken' | 'ours' {
  if (error instanceof NotTaken) return 'ours';
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
  if (error instanceof NotTaken) return `It cannot be stored here. ${message}`;
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
