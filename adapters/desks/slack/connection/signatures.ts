/**
 * Who signed a delivery: with the signing secret of the settings, or, while that is being changed, with the one before. Slack
 * signs with a new one from the moment it is made, and nothing but a delivery tells whether it was copied right: the old one
 * goes with the first delivery that bears the new one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HealthItem } from '../../../../src/ports/channel.ts';

/** In a row, and naming our team: more than one delivery with the three repeats that Slack makes of it. */
const REFUSED_MIN = 5;
const WHERE =
  'Copy it again from the app (Basic Information, App Credentials) into SLACK_SIGNING_SECRET. Slack sends messages again for some minutes; buttons have to be pressed once more.';

interface SignedDelivery {
  timestamp: string;
  signature: string;
  body: Buffer;
}

export interface Signatures {
  /** The secret that it is signed with; null for none that is known here. */
  secretOf(delivery: SignedDelivery): string | null;
  /** @returns nothing where it is the one in use */
  takeUp(secret: string): HealthItem[];
  /** Why deliveries are refused, in words; null while they are not. */
  problem(): string | null;
}

/**
 * @param isOurs does the body name a team that has Deskhand installed?
 * @param changed the problem began, or ended
 */
export function makeSignatures(
  secret: string,
  { isOurs, changed }: { isOurs(body: Buffer): boolean; changed(problem: string | null): void },
): Signatures {
  let now = secret;
  let before: string | null = null;
  let refused = 0;
  let said: string | null = null;
  const wrong = () => {
    if (refused >= REFUSED_MIN)
      return `Slack signs with another secret than SLACK_SIGNING_SECRET, so nothing that people write or press in Slack arrives. ${WHERE}`;
    return null;
  };
  const settle = (count: number) => {
    refused = count;
    if (wrong() === said) return;
    said = wrong();
    changed(said);
  };
  return {
    secretOf: delivery => {
      if (isSignedWith(now, delivery)) {
        before = null;
        settle(0);
        return now;
      }
      if (before !== null && isSignedWith(before, delivery)) {
        settle(0);
        return before;
      }
      if (isOurs(delivery.body)) settle(refused + 1);
      return null;
    },
    takeUp: newer => {
      if (newer === now) return [];
      // Put back, it is the one that Slack signs with.
      before = newer === before ? null : (before ?? now);
      now = newer;
      settle(0);
      const words = before
        ? 'is used from now on. The next delivery from Slack shows whether it is right; until then the old one is accepted, too.'
        : 'is used from now on.';
      return [{ what: 'SLACK_SIGNING_SECRET', ok: true, words }];
    },
    problem: wrong,
  };
}

/** As Slack signs: https://docs.slack.dev/authentication/verifying-requests-from-slack */
function isSignedWith(secret: string, { timestamp, signature, body }: SignedDelivery): boolean {
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const [own, given] = [Buffer.from(`v0=${expected}`), Buffer.from(signature)];
  return own.length === given.length && timingSafeEqual(own, given);
}
