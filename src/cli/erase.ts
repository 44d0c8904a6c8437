/** `deskhand erase <customer>`: what would go, in numbers; with `--yes` it goes, while the service may be running. */
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import type { House } from '../app/house.ts';
import type { CustomerId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import { ERASE } from '../desk/erase-words.ts';
import { beginErase, doneLines, eraseListed, eraseOn } from '../handling/erase.ts';
import { customersNamed } from '../handling/erase-ask.ts';
import { TryLater } from '../ports/desk.ts';
import type { Erasing } from '../ports/erasure.ts';
import { ERASURE_STEPS, type ErasureRow } from '../ports/erasure-rows.ts';
import type { Parts } from '../ports/parts.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { makeErasing } from '../store/erase/erasing.ts';
import { showProgress } from './progress.ts';
import { UsageError } from './stats.ts';

/** Nothing is the beginning of every name. */
const NOBODY_NAMED =
  'Say which customer: an address, a name, or the number of an enquiry such as "#17". Nothing was done.';

export interface EraseOptions {
  yes?: boolean;
  workspace?: string;
}

export async function erase(env: Env, who: string, { yes = false, workspace }: EraseOptions): Promise<void> {
  const { house, engine, close } = await openParts(readStart(env), makeLog('silent'), workspace ?? null);
  try {
    const { parts } = house;
    const erasing = makeErasing(engine, parts.workspaceId);
    const customer = await theOne(parts, who);
    const numbers = await erasing.numbers(customer);
    const copies = erasing.copies();
    console.log(ERASE.goes(numbers));
    if (copies.length) console.log(`${ERASE.copies(copies.length)} (${copies.join(', ')})`);
    console.log(ERASE.stays);
    const called = (await parts.store.customer(customer))?.name ?? null;
    if (!yes) return console.log(`Nothing was erased. Add --yes to erase ${called ?? 'this customer'}.`);
    if (!(await isWhole(parts, customer, who, called))) throw new UsageError(partOf(who, called));
    const row = await beginErase({ parts, erasing }, customer, null);
    await runToEnd(house, erasing, row);
  } finally {
    await close();
  }
}

/** What cannot be undone is done to whoever was named, and not to the only one in whose name these letters stand. */
async function isWhole({ store }: Parts, id: CustomerId, who: string, called: string | null): Promise<boolean> {
  const said = who.trim().toLowerCase();
  if (/^#?\d+$/.test(said) || called?.toLowerCase() === said) return true;
  return (await store.identitiesOf(id)).some(each => each.address.toLowerCase() === said);
}

function partOf(who: string, called: string | null): string {
  return `"${who}" is only a part of what ${called ? `${called} is` : 'one customer is'} called. To erase them, give their whole name, an address, or the number of an enquiry such as "#17". Nothing was done.`;
}

/** The one customer that these words name. @throws a sentence where there is none, or more than one */
export async function theOne(parts: Parts, who: string): Promise<CustomerId> {
  if (who.trim() === '') throw new UsageError(NOBODY_NAMED);
  const [customer, ...more] = await customersNamed(parts, who);
  if (!customer) throw new Error(ERASE.nobody(who));
  if (more.length === 0) return customer;
  throw new Error(
    `${more.length + 1} customers fit "${who}". Name one by an address, or by the number of an enquiry such as "#17". Nothing was done.`,
  );
}

/** Erases again whoever stands on the list beside a database that was just put in place. */
export async function eraseAgain(env: Env): Promise<void> {
  const { house, engine, close } = await openParts(readStart(env), makeLog('silent'), null, { alone: true });
  try {
    const erasing = makeErasing(engine, house.parts.workspaceId);
    const rows = await eraseListed(house.parts, erasing);
    if (rows.length)
      console.log(
        `${rows.length === 1 ? '1 customer who was' : `${rows.length} customers who were`} erased since that backup ${rows.length === 1 ? 'is' : 'are'} erased again.`,
      );
    for (const row of rows) await runToEnd(house, erasing, row);
  } finally {
    await close();
  }
}

/** Beside a running service each step is done by whoever is faster; what stands on the desk is replaced from here, too. */
async function runToEnd(house: House, erasing: Erasing, { id }: ErasureRow): Promise<void> {
  const { parts, desk } = house;
  const progress = showProgress('Erasing');
  await desk.start();
  try {
    for (;;) {
      const again = await untilDesk(() => eraseOn({ parts, erasing }, id));
      const row = await erasing.erasure(id);
      if (!row || again === null) {
        const [words, ...rest] = row ? await doneLines(parts, row) : [ERASE.gone];
        progress.end(words!);
        for (const line of rest) console.log(line);
        return;
      }
      progress.at(ERASURE_STEPS.indexOf(row.step) / (ERASURE_STEPS.length - 1), ERASE.step(row.step));
      await parts.clock.sleep(Math.max(0, again - parts.clock.now()));
    }
  } finally {
    await desk.stop();
  }
}

/** A desk that is away is waited for, and not for ever: the rest goes on without it. */
async function untilDesk(go: () => Promise<Instant | null>): Promise<Instant | null> {
  try {
    return await go();
  } catch (error) {
    if (error instanceof TryLater) return error.at;
    throw error;
  }
}
