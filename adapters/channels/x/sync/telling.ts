/** What the ways by which X tells of news have in common. */
import type { DurationMs } from '../../../../src/core/time.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { X } from '../connection/api.ts';
import type { Terms } from '../rules/terms.ts';
import type { XConfig } from '../setup/config.ts';
import type { OurAccount } from './account.ts';
import type { Asking } from './asking.ts';
import type { Events } from './events.ts';
import type { Purse } from './money.ts';
import type { Records } from './records.ts';
import type { Troubles } from './troubles.ts';

export interface TellingParts {
  context: ChannelContext;
  x: X;
  config: XConfig;
  terms: Terms;
  asking: Asking;
  records: Records;
  account: OurAccount;
  events: Events;
  purse: Purse;
  troubles: Troubles;
  /** Whether the account signed in by OAuth 2.0: X tells of no other. */
  isSignedIn(): Promise<boolean>;
  /** Looks at the lists: what came while nobody was told. */
  lookNow(): void;
}

export interface Telling {
  /** Runs until the signal ends it. */
  run(signal: AbortSignal): Promise<void>;
  /** What stood in the way is over: it is tried now. */
  tryNow(): void;
  /** News come by themselves, as far as anybody knows. */
  isOn(): boolean;
  /** How it goes, in a sentence for an admin. */
  words(): string;
}

/** Somebody may sign in, or raise the budget. */
export const AGAIN_MS: DurationMs = 5 * MINUTE;

export const SIGN_IN =
  'X sends events only of an account that signed in in the browser. Deskhand looks by itself until then.';
export const NO_MONEY = "Events are off while the month's budget is used up.";
