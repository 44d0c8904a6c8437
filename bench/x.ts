/** X: a month of a small shop and what it costs, how soon a mention is on its card, and a connection that hangs. */
import type { Result } from './run.ts';
import { type Month, runMonth } from './x-month.ts';
import { type Naive, runNaive } from './x-naive.ts';
import { measureHang, measurePolling, measureStream } from './x-speed.ts';

const COST_MAX_USD = 5;
/** What X bills for what is sent; all else it bills for reading. */
const SENDING = ['dm-send', 'post', 'post-with-link', 'summoned-reply'];

export async function benchX(): Promise<Result[]> {
  const [polling, stream, hang] = [await measurePolling(), await measureStream(), await measureHang()];
  console.log('a month on X, with time pushed on …');
  const month = await runMonth(console.log);
  const naive = await runNaive(month.said);
  show(month, naive);
  return [...costs(month, naive), polling, stream, ...hang];
}

function costs({ counts, bill, costUsd, ledgerUsd, problems }: Month, naive: Naive): Result[] {
  const sending = bill.filter(each => SENDING.includes(each.what)).reduce((sum, each) => sum + each.usd, 0);
  const { mentions, messagesIn, replies, messagesOut } = counts;
  const complete = mentions === 200 && messagesIn === 80 && replies === 150 && messagesOut === 120;
  if (problems.length) console.log(`  X was asked for what it refuses: ${problems.slice(0, 5).join(' ')}`);
  return [
    {
      what: `X: a month of ${mentions} mentions, ${messagesIn} messages in, ${replies} replies, ${messagesOut} messages out`,
      measured: `${dollars(costUsd)}: ${dollars(sending)} for sending, ${dollars(costUsd - sending)} for reading`,
      baseline: `${dollars(naive.readUsd + sending)}: a hundred of each list every minute, with names beside them`,
      target: `<= ${dollars(COST_MAX_USD)}`,
      ok: complete && costUsd <= COST_MAX_USD,
    },
    {
      what: 'X: the same month in our own books',
      measured: dollars(ledgerUsd),
      baseline: `${dollars(costUsd)}: what X bills`,
      target: 'the same, to the cent',
      ok: Math.abs(ledgerUsd - costUsd) < 0.005,
    },
  ];
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`;

/** Every kind of request, how often, and what it cost by either book. */
function show({ requests, bill, ledger, tookMs }: Month, naive: Naive): void {
  const line = (what: string, n: number, usd: number) =>
    console.log(`  ${what.padEnd(28)} ${String(n).padStart(6)}  $${usd.toFixed(3)}`);
  console.log(`  simulated in ${Math.round(tookMs / 1_000)} s`);
  for (const { route, n, usd } of requests) line(`asked ${route}`, n, usd);
  for (const { what, n, usd } of bill) line(`X bills ${what}`, n, usd);
  for (const { step, n, usd } of ledger) line(`we book ${step}`, n, usd);
  line('first version: requests', naive.requests, naive.readUsd);
  for (const { what, n, usd } of naive.bill) line(`X bills it ${what}`, n, usd);
}
