/** Makes an action take effect once, however often it is run. */
import type { Clock } from '../ports/clock.ts';
import type { DeliveryReads } from '../ports/reads.ts';
import type { Commits, Op, Recorder } from '../ports/store.ts';

/**
 * The recorder for one action: its first change carries the mark `done`, in the same commit, and whoever comes again with
 * the same mark (after a crash) changes nothing. So an action that is run twice has one effect.
 */
export function once(recorder: Recorder, store: Commits & DeliveryReads, done: string, clock: Clock): Recorder {
  return {
    ...recorder,
    change: (enquiryId, decide) =>
      recorder.change(enquiryId, async loaded => {
        if (await store.seen(done)) return { events: [] };
        const plan = await decide(loaded);
        if ('refusal' in plan || (plan.events.length === 0 && !plan.ops?.length)) return plan;
        const mark: Op = {
          do: 'insert',
          table: 'seen',
          row: { id: done, workspaceId: store.workspaceId, at: clock.now() },
        };
        return { ...plan, ops: [...(plan.ops ?? []), mark] };
      }),
  };
}
