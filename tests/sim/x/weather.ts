/** The ways in which X fails, before and after it did what it was asked. */
import type { Fault, Route } from '../../kit/far-sides/x/shapes.ts';
import { pick } from './ledger.ts';
import type { World } from './world.ts';

const READS: Route[] = ['mentions', 'dms.events', 'timeline', 'users.me', 'posts.many', 'users.many', 'dms.with'];
const WRITES: Route[] = ['posts.create', 'dms.send', 'dms.send-in'];
const READ_FAULTS: Fault[] = [
  ...(['reset-before', 'reset-after', 'half'] as const),
  ...[500, 503, 429, 403].map(status => ({ status })),
  { status: 200, body: '<html>We are over capacity</html>' },
];
const WRITE_FAULTS: Fault[] = [
  ...(['reset-before', 'reset-after', 'reset-after', 'half'] as const),
  ...[500, 503].map(status => ({ status, after: true })),
  ...[500, 503, 429].map(status => ({ status })),
];
/** Each costs the time that a call is waited for. */
const HANGS = 0.08;

export interface Weather {
  /** Something else goes wrong from now on, or nothing. */
  turn(): void;
  /** X does what it is asked, and deliveries come as they should. */
  clear(): Promise<void>;
}

export function makeWeather({ x, account, random, hangs }: World): Weather {
  let storm = 0;
  let revoked = false;
  const recover = async () => {
    x.credit(100);
    x.cap(null);
    if (revoked) account.revoke(false);
    revoked = false;
    await x.release(pick(random, ['as-they-came', 'reversed', 'each-twice']));
  };
  return {
    turn: () => {
      const now = ++storm;
      void recover();
      const dice = random();
      if (dice < 0.45) return;
      if (dice < 0.5) {
        x.credit(0);
        return;
      }
      if (dice < 0.53) {
        x.cap('2026-06-02');
        return;
      }
      if (dice < 0.55) {
        revoked = true;
        // The keys alone: what was granted in the browser would have to be granted again by a person.
        account.revoke();
        return;
      }
      if (dice < 0.7) x.hold();
      if (dice < 0.8) x.emptyPage(pick(random, ['mentions', 'dms.events', 'timeline']), 2);
      const isNow = () => storm === now;
      const isWrite = random() < 0.6;
      const fault: Fault | null = random() < HANGS && hangs ? { hang: true, carriedOut: random() < 0.5 } : null;
      const how = fault ?? pick(random, isWrite ? WRITE_FAULTS : READ_FAULTS);
      x.fail(pick(random, isWrite ? WRITES : READS), how, 1 + Math.floor(random() * 2), isNow);
    },
    clear: async () => {
      storm++;
      await recover();
    },
  };
}
