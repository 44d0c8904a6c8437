/**
 * Receives mail over SMTP or LMTP on loopback: for the embedded default, and for push input behind a real mail server.
 * It answers "250" only after the mail is safely stored; unknown recipients are refused; nothing is relayed.
 */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { type InFlightLimits, makeInFlight } from '../../../../src/core/in-flight.ts';
import { makeTurns } from '../../../../src/core/in-turn.ts';
import type { Log } from '../../../../src/ports/log.ts';
import { withoutTag } from '../read/addresses.ts';
import { MAIL_BYTES_MAX } from '../read/limits.ts';
import type { EmailChannel } from '../taken.ts';
import { makeConnectionPlaces, PLACE_LIMITS, type PlaceLimits } from './receiver-places.ts';

const MB = 1024 * 1024;
/** One of the largest mails that is taken and a few of the usual ones beside it; a letter with a picture is small. */
export const IN_FLIGHT: InFlightLimits = {
  bytesMax: MAIL_BYTES_MAX + 12 * MB,
  keptForSmall: 8 * MB,
  smallBytesMax: MB,
};
/** Nobody writes to so many of ours at once. */
const RECIPIENTS_MAX = 100;
/** How finely time is counted for connections. */
const TICK_MS = 100;

export interface Receiver {
  listen(host: string, port: number): Promise<number>;
  stop(): Promise<void>;
  /** Bytes of mails that are held in memory now. */
  held(): number;
}

export interface ReceiverOptions {
  lmtp?: boolean;
  /** For tests: smaller than in real life. */
  inFlight?: InFlightLimits;
  places?: PlaceLimits;
}

export function makeReceiver(channels: () => EmailChannel[], log: Log, options: ReceiverOptions = {}): Receiver {
  const { lmtp = false } = options;
  const inFlight = makeInFlight(options.inFlight ?? IN_FLIGHT);
  const limits = options.places ?? PLACE_LIMITS;
  const { places, count, stopCounting } = makeTickingPlaces(limits);
  // Reading a mail takes several times its size: of the large ones one at a time.
  const inTurn = makeTurns();
  const smallBytesMax = (options.inFlight ?? IN_FLIGHT).smallBytesMax;
  const find = (address: string) => channels().find(each => each.addresses.includes(withoutTag(address.toLowerCase())));
  /** What a connection holds while its text comes in; given back when it breaks off. */
  const open = new Map<string, () => void>();
  const server = new SMTPServer({
    lmtp,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAIL_BYTES_MAX,
    // The places are given below; this is for what is just being closed.
    maxClients: limits.placesMax * 2,
    banner: 'Deskhand',
    disableReverseLookup: true,
    logger: false,
    onConnect: (session, done) => {
      count();
      const why = places.enter(session.id, session.remoteAddress, words => end(server, session.id, words));
      done(why ? refusal(421, why) : null);
    },
    onClose: session => {
      places.leave(session.id);
      open.get(session.id)?.();
    },
    onMailFrom: (address, session, done) => {
      places.step(session.id, 'steps');
      const size = declaredSize(address.args);
      // Before it is sent: what would find no room need not come over the line.
      done(size > MAIL_BYTES_MAX || inFlight.hasRoom(size) ? null : refusal(451, BUSY));
    },
    onRcptTo: ({ address }, session, done) => {
      places.step(session.id, 'steps');
      if (session.envelope.rcptTo.length >= RECIPIENTS_MAX) return done(refusal(452, 'Too many recipients'));
      if (find(address)) return done();
      const known = channels()
        .map(each => each.address)
        .join(', ');
      done(refusal(550, `There is no mailbox ${address} here. Known: ${known}`));
    },
    onData: (stream, session, done) => {
      const share = inFlight.share();
      let chunks: Buffer[] = [];
      let bytes = 0;
      let full = !share.grow(Math.min(declaredSize(session.envelope.mailFrom || undefined), MAIL_BYTES_MAX));
      const drop = () => {
        chunks = [];
        share.release();
      };
      open.set(session.id, drop);
      places.step(session.id, 'text');
      stream.on('data', (chunk: Buffer) => {
        places.step(session.id, 'text');
        bytes += chunk.length;
        // Past a limit nothing is kept in memory; the refusal follows at the end.
        if (!full && !stream.sizeExceeded && share.grow(bytes)) return void chunks.push(chunk);
        full ||= !stream.sizeExceeded;
        drop();
      });
      stream.on('error', error => {
        drop();
        done(error);
      });
      stream.on('end', () => {
        open.delete(session.id);
        const answer = (error: Error | null) => {
          share.release();
          places.step(session.id, 'steps');
          answerAll(lmtp ? session.envelope.rcptTo.length : null, error, done);
        };
        if (stream.sizeExceeded)
          return answer(refusal(552, `Mail over ${MAIL_BYTES_MAX / 1024 / 1024} MB is not taken`));
        if (full) return answer(refusal(451, BUSY));
        places.step(session.id, 'storing');
        const from = session.envelope.mailFrom ? (session.envelope.mailFrom.address ?? '') : '';
        const to = session.envelope.rcptTo.map(each => each.address.toLowerCase());
        const targets = new Set(to.map(find).filter(each => each !== undefined));
        const hand = async () => {
          const raw = Buffer.concat(chunks);
          chunks = [];
          // One after another: the second of two addresses of ours finds what the first one left.
          for (const channel of targets) await channel.take({ raw, from, to });
        };
        (bytes > smallBytesMax ? inTurn('large', hand) : hand()).then(
          () => answer(null),
          error => {
            log.error({ error: String(error) }, 'A mail could not be stored. Its sender keeps it and tries again.');
            answer(refusal(451, 'It cannot be stored right now, try again later'));
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
    stop: () => {
      stopCounting();
      return new Promise(resolve => server.close(() => resolve()));
    },
    held: () => inFlight.held(),
  };
}

/** Time is counted by a timer that runs while somebody is connected: no clock that is put forward ends anybody's mail. */
function makeTickingPlaces(limits: PlaceLimits) {
  let ticks = 0;
  let timer: NodeJS.Timeout | null = null;
  const places = makeConnectionPlaces(limits, () => ticks * TICK_MS);
  const stopCounting = () => {
    if (timer) clearInterval(timer);
    timer = null;
  };
  const tick = () => {
    ticks++;
    places.tidy();
    if (places.taken() === 0) stopCounting();
  };
  const count = () => {
    timer ??= setInterval(tick, TICK_MS).unref();
  };
  return { places, count, stopCounting };
}

type Done = (error?: Error | null, message?: string) => void;

/** @param recipients LMTP asks for one answer for each; all of them share the mail's fate. Null for SMTP */
function answerAll(recipients: number | null, error: Error | null, done: Done): void {
  if (recipients === null) {
    done(error, ...(error ? [] : ['kept']));
    return;
  }
  const each = Array.from({ length: recipients }, () => error ?? 'kept');
  (done as unknown as (error: null, answers: unknown[]) => void)(null, each);
}

const BUSY = 'Too much mail is coming in at once, try again in a few minutes';

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

/** SIZE of MAIL FROM, as the sender says it; 0 when it does not. */
function declaredSize(given: object | false | undefined): number {
  const args = (given && 'args' in given ? given.args : given) as { SIZE?: unknown } | false | undefined;
  const size = Number(args ? args.SIZE : 0);
  return Number.isSafeInteger(size) && size > 0 ? size : 0;
}

/** Says why and closes; whatever it was sending is abandoned. */
function end(server: SMTPServer, id: string, words: string): void {
  const connection = [...(server.connections as unknown as Set<Connection>)].find(each => each.session?.id === id);
  if (!connection) return;
  connection.send(421, words);
  connection.close();
}

interface Connection {
  session?: SMTPServerSession;
  send(code: number, words: string): void;
  close(): void;
}
