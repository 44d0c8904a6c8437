/**
 * Takes mail over SMTP or LMTP on loopback: the way in of the embedded default, and of push input behind a real mail
 * server. "250" is said only after the mail is safely stored; unknown recipients are refused; nothing is relayed.
 */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Log } from '../../../src/ports/log.ts';
import type { EmailChannel } from './channel.ts';
import { MAIL_BYTES_MAX } from './content.ts';
import { withoutTag } from './receive.ts';

/** Connections at once: a mail server that hands over a backlog uses a few. */
const CLIENTS_MAX = 20;

export interface Receiver {
  listen(host: string, port: number): Promise<number>;
  stop(): Promise<void>;
}

export function makeReceiver(channels: EmailChannel[], log: Log, { lmtp = false }: { lmtp?: boolean } = {}): Receiver {
  const find = (address: string) => channels.find(each => each.addresses.includes(withoutTag(address.toLowerCase())));
  const server = new SMTPServer({
    lmtp,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAIL_BYTES_MAX,
    maxClients: CLIENTS_MAX,
    banner: 'Deskhand',
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      if (find(address)) return done();
      const known = channels.map(each => each.address).join(', ');
      done(Object.assign(new Error(`There is no mailbox ${address} here. Known: ${known}`), { responseCode: 550 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        // Past the limit nothing is kept in memory; the refusal follows at the end.
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.on('error', done);
      stream.on('end', () => {
        const answer = (error: Error | null) => {
          // LMTP asks for one answer for each recipient; all of them share the mail's fate.
          if (!lmtp) return done(error, ...(error ? [] : ['kept']));
          const each = session.envelope.rcptTo.map(() => error ?? 'kept');
          (done as unknown as (error: null, answers: unknown[]) => void)(null, each);
        };
        if (stream.sizeExceeded) {
          return answer(
            Object.assign(new Error(`Mail over ${MAIL_BYTES_MAX / 1024 / 1024} MB is not taken`), {
              responseCode: 552,
            }),
          );
        }
        const from = session.envelope.mailFrom ? (session.envelope.mailFrom.address ?? '') : '';
        const to = session.envelope.rcptTo.map(each => each.address.toLowerCase());
        const targets = new Set(to.map(find).filter(each => each !== undefined));
        const raw = Buffer.concat(chunks);
        const hand = async () => {
          // One after another: the second of two addresses of ours finds what the first one left.
          for (const channel of targets) await channel.take({ raw, from, to });
        };
        hand().then(
          () => answer(null),
          error => {
            log.error({ error: String(error) }, 'A mail could not be stored. Its sender keeps it and tries again.');
            answer(Object.assign(new Error('It cannot be stored right now, try again later'), { responseCode: 451 }));
          },
        );
      });
    },
  });
  server.on('error', () => {});
  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve((server.server.address() as AddressInfo).port));
      }),
    stop: () => new Promise(resolve => server.close(() => resolve())),
  };
}
