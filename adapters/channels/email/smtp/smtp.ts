/** Connection options for the outgoing mail server, shared by sending, checks and tests. */
import { isIP } from 'node:net';
import type { EmailConfig } from '../setup/config.ts';

export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** @param accessToken in place of the password; null: the password, or nothing where none is set */
export async function smtpOptions(config: EmailConfig, accessToken: string | null): Promise<object> {
  const { host, port, secure, user, password } = config.smtp;
  const auth = accessToken
    ? { type: 'OAuth2', user: user ?? config.address, accessToken }
    : user
      ? { user, pass: password ?? '' }
      : null;
  return {
    host: await config.reach(host),
    // Whatever address that is: the certificate has to be that of the name.
    ...(isIP(host) ? {} : { servername: host }),
    port,
    secure,
    ...(auth ? { auth } : {}),
    // A password, or a customer's answer, goes over an open line only within one machine.
    ...(secure || isThisMachine(host) ? {} : { requireTLS: true }),
    // Text of staff and customers must never become a path or an address that is read.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
