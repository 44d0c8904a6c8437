/** Breaks a promise on purpose, from outside: what a wrong program would have done. */
import { type Ledger, tokensIn } from './ledger.ts';
import type { Plant, World } from './world.ts';

/** Chance of the planted fault after a step. */
const CHANCE = 0.5;

export async function plantFault(world: World, ledger: Ledger, plant: Plant): Promise<void> {
  const { engine, random, x, account } = world;
  if (random() > CHANCE) return;
  const one = async <T>(sql: string) => (await engine.rows<T>(sql, []))[0];
  /** As if it were a reply to whoever it was written for. */
  const send = (text: string) => {
    const written = ledger.written.get(tokensIn(text)[0] ?? '');
    const to = ledger.said.find(each => each.by.id === written?.customer)?.by;
    if (to && written?.side === 'private') account.dm(to, text);
  };
  if (plant === 'leak') {
    const talk = await one<{ text: string }>(`select text from remarks where lane = 'talk' order by id desc limit 1`);
    if (talk) send(talk.text);
  }
  if (plant === 'undone-sent') {
    const sql = `select text from replies where status = 'withdrawn' and attempt = 0 order by id desc limit 1`;
    const undone = await one<{ text: string }>(sql);
    if (undone) send(undone.text);
  }
  if (plant === 'wrong-side') {
    const inPrivate = x.dms().find(each => each.by === account.handle);
    if (inPrivate) account.post(inPrivate.text);
  }
  if (plant === 'stuck') await engine.rows(`delete from jobs where kind = 'reply.release'`, []);
}
