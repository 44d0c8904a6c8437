/** One connection that listens to what other processes say; where that cannot be had, they are asked again and again. */
import pg from 'pg';
import { CONNECT_TIMEOUT_MS, KEEP_ALIVE_AFTER_MS } from './migrate-postgres.ts';
import { isDirect } from './pool.ts';

export const CHANNEL = 'deskhand';
const RECONNECT_MS = 1_000;
/** The line that only listens is asked for a word this often: nobody would miss it otherwise. */
const LISTEN_ASKED_EVERY_MS = 15_000;
/** Where nobody can listen: a visitor waits so long for an answer that another process has. */
const READ_AGAIN_EVERY_MS = 2_000;

const POOLED =
  'DATABASE_URL leads through a pooler such as PgBouncer, which does not pass on notices from other processes. Everything works, but changes by another process are seen only within 2 s, and each look costs a few reads. If you run several processes, set DATABASE_DIRECT_URL to the address of PostgreSQL itself: it is used for one connection that listens, and to change the tables.';
const DIRECT_POOLED =
  'DATABASE_DIRECT_URL leads through a pooler, too, so notices from other processes do not arrive. Changes by another process are seen within 2 s. Set it to the address of PostgreSQL itself.';

interface Listening {
  /** What is heard, as it was said. */
  hear(payload: string): void;
  /** Something was missed. */
  missed(): void;
  /** Does the database answer? While it does not, nobody reads again. */
  isThere(): Promise<unknown>;
  /** A sentence for whoever runs it, said once until it is well again. */
  tell(words: string): void;
}

/**
 * Keeps one connection listening, for ever; after a break, or a silence, it tells everybody to refresh.
 * @param isOwn the address was given for this alone
 */
export function listen(url: string, isOwn: boolean, { hear, missed, isThere, tell }: Listening) {
  let [stopped, isListening, isPooled] = [false, false, false];
  let trouble: string | null = null;
  const say = (words: string) => {
    if (trouble === null) tell(words);
    trouble = words;
  };
  let end = () => {};
  let timer: NodeJS.Timeout | undefined;
  const connect = async () => {
    if (stopped) return;
    const client = openLine(url);
    let over = false;
    let asking: NodeJS.Timeout | undefined;
    const close = () => {
      over = true;
      isListening = false;
      clearInterval(asking);
      client.end().catch(() => {});
    };
    const again = () => {
      if (over) return;
      close();
      if (stopped || isPooled) return;
      timer = setTimeout(() => {
        connecting = connect();
      }, RECONNECT_MS);
    };
    end = close;
    client.on('error', again);
    client.on('end', again);
    client.on('notification', message => hear(message.payload ?? ''));
    try {
      await client.connect();
      isPooled = !(await isDirect(client));
      if (isPooled) {
        say(isOwn ? DIRECT_POOLED : POOLED);
        return close();
      }
      await client.query(`listen ${CHANNEL}`);
      asking = setInterval(() => client.query('select 1').catch(again), LISTEN_ASKED_EVERY_MS);
      if (over) clearInterval(asking);
      if (stopped) return;
      isListening = !over;
      trouble = null;
      missed();
    } catch (error) {
      // Where it is the database's own address, that is said by whoever works with it.
      if (isOwn && !stopped) say(unreachable(error as Error));
      again();
    }
  };
  let connecting = connect();
  const reading = setInterval(() => {
    if (!isListening) isThere().then(missed, () => {});
  }, READ_AGAIN_EVERY_MS);
  return {
    troubles: () => (trouble === null ? [] : [trouble]),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      clearInterval(reading);
      // Ended while it connects, a client would never say what became of it, and whoever stops would wait for that.
      await connecting;
      end();
    },
  };
}

function unreachable({ message }: Error): string {
  return `DATABASE_DIRECT_URL cannot be reached: ${message || 'no answer'}. Until it can, what another process changed is seen within 2 s. Check that address.`;
}

function openLine(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  });
}
