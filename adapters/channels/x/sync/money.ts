/** How far the month's budget is used, and what is said of it: looks get rarer, then stop. */
import { type Meter, moneyWords } from '../../../../src/core/budget.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import { type Money, moneyLeft } from './pace.ts';
import { whenWords } from './words.ts';

export interface Purse {
  /** Says so in the room, once a month for each, when it is tight and when it is used up. */
  left(): Promise<Money>;
  /** As it was when it was last looked at: a sentence while nothing is read for want of money. */
  words(): string | null;
}

export function makePurse(context: Pick<ChannelContext, 'used' | 'notice' | 'clock'>, meter: Meter): Purse {
  let spent: string | null = null;
  const told = new Set<string>();
  const tell = async (key: string, words: string, tone: 'quiet' | 'failure') => {
    if (told.has(key)) return;
    await context.notice(key, words, tone);
    told.add(key);
  };
  return {
    left: async () => {
      const month = (await context.used(meter)).find(each => each.name === 'month');
      const money = month ? moneyLeft(month) : 'enough';
      spent = null;
      if (!month || money === 'enough') return money;
      const max = moneyWords(meter.currency, month.max);
      const until = whenWords(month.until);
      if (money === 'spent') {
        spent = `The month's budget of ${max} is used up: X is read again on ${until}, or when an admin raises month_budget.`;
        await tell(
          `spent:${month.until}`,
          `${spent} Customers can be answered in X itself, and what is deleted on X stays here until then.`,
          'failure',
        );
      } else {
        const words = `Most of the month's budget of ${max} for X is used: until ${until} X is asked four times less often. An admin can raise month_budget.`;
        await tell(`tight:${month.until}`, words, 'quiet');
      }
      return money;
    },
    words: () => spent,
  };
}
