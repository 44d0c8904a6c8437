/** A small SMTP server that plays the Internet: it takes mail, refuses it, or breaks the line at any point, as told. */
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type SmtpMood =
  | 'takes'
  | 'refuses-recipient'
  | 'refuses-content'
  | 'is-busy'
  | 'drops-at-mail'
  | 'drops-after-data'
  | 'silent-after-data'
  | 'wants-password';

export interface SmtpSide {
  port: number;
  mood: SmtpMood;
  /** Every mail whose content arrived here, whether or not that was said. */
  mails: { raw: string; mail: ParsedMail; from: string; to: string[]; at: number }[];
  /** What it says after it took a mail; null: its own words. */
  says: string | null;
  /** Lets in only by this token; null: by anything. */
  token: string | null;
  /** Lets in only by this password; null: by any. */
  password: string | null;
  /** Addresses that are refused whatever the mood. */
  refused: Set<string>;
  /** Addresses that are put off for now. */
  busy: Set<string>;
  stop(): Promise<void>;
}

export async function startSmtp(): Promise<SmtpSide> {
  const fail = (message: string, responseCode: number) => Object.assign(new Error(message), { responseCode });
  const side: SmtpSide = {
    port: 0,
    mood: 'takes',
    mails: [],
    refused: new Set(),
    busy: new Set(),
    token: null,
    password: null,
    says: null,
    stop: async () => {},
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    // As RFC 5321 asks of a server: it waits five minutes for the next command.
    socketTimeout: 300_000,
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    onAuth: (auth, _session, done) => {
      const wrong =
        side.mood === 'wants-password' ||
        (side.token !== null && auth.accessToken !== side.token) ||
        (side.password !== null && auth.password !== side.password);
      return wrong ? done(fail('Wrong password', 535)) : done(null, { user: 'x' });
    },
    onMailFrom: (_address, _session, done) => {
      if (side.mood === 'is-busy') return done(fail('Try again later', 451));
      if (side.mood === 'drops-at-mail') {
        for (const each of server.connections) (each as unknown as { _socket: { destroy(): void } })._socket.destroy();
        return;
      }
      done();
    },
    onRcptTo: ({ address }, _session, done) =>
      side.busy.has(address)
        ? done(fail('Greylisted, try again later', 450))
        : done(side.mood === 'refuses-recipient' || side.refused.has(address) ? fail('No such user here', 550) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        if (side.mood === 'refuses-content') return done(fail('Message looks like spam', 554));
        side.mails.push({
          raw: raw.toString('utf8'),
          mail: await simpleParser(raw),
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          to: session.envelope.rcptTo.map(each => each.address),
          at: Date.now(),
        });
        if (side.mood === 'drops-after-data') {
          for (const each of server.connections)
            (each as unknown as { _socket: { destroy(): void } })._socket.destroy();
          return;
        }
        if (side.mood !== 'silent-after-data') done(null, side.says ?? undefined);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  side.port = (server.server.address() as AddressInfo).port;
  side.stop = () =>
    new Promise(resolve => {
      for (const each of server.connections) (each as unknown as { _socket: { destroy(): void } })._socket.destroy();
      server.close(() => resolve());
    });
  return side;
}
