/**
 * Verifies the sender of a mail: by the mailbox's own server, if the admin trusts it, else by the DKIM signature in the
 * mail. When neither can tell, nothing is claimed.
 */
import { promises as dns } from 'node:dns';
import type { Trust } from '../../../../src/core/message.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { domainOf } from '../read/addresses.ts';
import type { ReceivedMail } from '../read/receive.ts';
import { trustOf } from './authentication.ts';

/** For all look-ups of one mail together: a slow name server must not hold up the mail. */
const LOOK_UP_WITHIN_MS = 3 * SECOND;
/** A name server that does not answer is not asked again for this long. */
const REST_MS = 5 * MINUTE;
/** So many domains in a row without an answer, and none with one: our name server is away. */
const FAILURES_MAX = 5;
/** Names that are remembered. */
const NAMES_MAX = 2_000;
/** Larger mails are not hashed: what counts is in the headers, and this is done in the main thread. */
const CHECKED_BYTES_MAX = 5 * 1024 * 1024;

/** Asks a name server; as `dns.promises.resolve`. */
export type Resolve = (name: string, type: string) => Promise<unknown>;

interface TrustParts {
  clock: Clock;
  /** The server whose word counts, such as `mx.google.com`; null: none was confirmed. */
  server(): string | null;
  /** False: no names are looked up. */
  lookUp: boolean;
  resolve?: Resolve;
}

export function makeTrust({
  clock,
  server,
  lookUp,
  resolve = (name, type) => dns.resolve(name, type as 'TXT'),
}: TrustParts) {
  let restUntil = 0;
  /** Domains whose names are not answered, and until when they are left alone. */
  const silent = new Map<string, number>();
  const remembered = remember(resolve, clock);
  const unsigned = keep<Verdict>(clock);
  return async (raw: Uint8Array, mail: ReceivedMail): Promise<Trust> => {
    const domain = domainOf(mail.from.address);
    const said = trustOf(mail.authentication, server(), domain);
    if (
      said !== 'unknown' ||
      !lookUp ||
      raw.length > CHECKED_BYTES_MAX ||
      clock.now() < restUntil ||
      clock.now() < (silent.get(domain) ?? 0)
    )
      return said;
    const over = new AbortController();
    const late = clock.sleep(LOOK_UP_WITHIN_MS, over.signal).then(() => 'late' as const);
    let found: Verdict | 'late' | null = null;
    try {
      // Without a signature all hangs on what the sender's domain demands.
      const verdict = mail.signed
        ? bySignature(raw, remembered)
        : unsigned.ask(domain, () => bySignature(raw, remembered));
      found = await Promise.race([verdict, late]);
    } catch {
      // As if nobody had looked.
    } finally {
      over.abort();
    }
    if (found !== null && found !== 'late' && found !== 'no answer') {
      silent.clear();
      return found;
    }
    // One domain without an answer is that domain's matter; anybody can have such a one. Many in a row: our own server is away.
    if (silent.size >= NAMES_MAX) silent.clear();
    silent.set(domain, clock.now() + REST_MS);
    if (silent.size >= FAILURES_MAX) {
      restUntil = clock.now() + REST_MS;
      silent.clear();
    }
    return 'unknown';
  };
}

/** The same few domains write again and again; what a name server said holds for a while. */
function remember(resolve: Resolve, clock: Clock): Resolve {
  const kept = keep<unknown>(clock);
  return (name, type) => kept.ask(`${type} ${name.toLowerCase()}`, () => resolve(name, type));
}

/** Answers that are kept for a while, failures too: whoever asks handles them. */
function keep<T>(clock: Clock) {
  const known = new Map<string, { until: number; answer: Promise<T> }>();
  return {
    ask: (key: string, find: () => Promise<T>): Promise<T> => {
      const there = known.get(key);
      if (there && there.until > clock.now()) return there.answer;
      if (known.size >= NAMES_MAX) known.clear();
      const answer = find();
      answer.catch(() => {});
      known.set(key, { until: clock.now() + REST_MS, answer });
      return answer;
    },
  };
}

/** Without the sender's IP only the signature can prove anything; for a domain that demands proof, none means forged. */
async function bySignature(raw: Uint8Array, resolve: Resolve): Promise<Verdict> {
  const { authenticate } = (await import('mailauth')) as {
    authenticate(raw: Buffer, options: object): Promise<Found>;
  };
  const counted = { failed: 0 };
  const counting = async (name: string, type: string) => {
    try {
      return await resolve(name, type);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== 'ENOTFOUND' && code !== 'ENODATA') counted.failed++;
      throw error;
    }
  };
  const verdict = await authenticate(Buffer.from(raw), {
    trustReceived: false,
    disableBimi: true,
    disableArc: true,
    resolver: counting,
  });
  if (verdict.dmarc && verdict.dmarc.status?.result === 'pass') return 'pass';
  // A name server that failed proves nothing.
  if (counted.failed > 0) return 'no answer';
  const policy = verdict.dmarc ? verdict.dmarc.policy : null;
  return verdict.dmarc && verdict.dmarc.status?.result === 'fail' && (policy === 'reject' || policy === 'quarantine')
    ? 'fail'
    : 'unknown';
}

type Verdict = Trust | 'no answer';

interface Found {
  dmarc: { status?: { result?: string }; policy?: string } | false;
}

/** What staff read of it: nothing when all is well. */
export function trustWarning(trust: Trust, address: string): string[] {
  return trust === 'fail' ? [`The sender could not be verified: this may not be from ${address}.`] : [];
}
