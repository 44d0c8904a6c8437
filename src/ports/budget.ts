/** Spends from a budget that a far side counts or bills, safely under concurrency. */
import type { BudgetUse, Meter, Step, Taken, UsedUp } from '../core/budget.ts';
import type { ChannelId, ReplyId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Channel, HealthItem } from './channel.ts';
import type { Op } from './store.ts';

export interface Budgets {
  /** What the steps take, as ops of the very commit that allows them: of two that meet one is decided again. */
  plan(
    channel: ChannelId,
    meter: Meter,
    steps: readonly Step[],
    replyId?: ReplyId,
  ): Promise<{ ok: true; ops: Op[] } | UsedUp>;
  /** Takes what a request needs, in a commit of its own. */
  take(channel: ChannelId, meter: Meter, steps: readonly Step[]): Promise<Taken>;
  /** Adds what was only known afterwards, or gives back what was taken and not billed (`n` below 0); never refused. */
  add(channel: ChannelId, meter: Meter, steps: readonly Step[]): Promise<void>;
  /** The far side says that a budget is used up until then. */
  close(channel: ChannelId, meter: Meter, name: string, until: Instant): Promise<Op[]>;
  /** How far each budget of a meter is used, in its order. */
  used(channel: ChannelId, meter: Meter): Promise<BudgetUse[]>;
  /** How much of each budget is used, what a month will cost, and what the last 30 days did. */
  check(id: ChannelId, channel: Channel): Promise<HealthItem[]>;
}
