/** People on X: they ask, answer, quote, repost, change their minds, write privately, and join in with others. */
import { MINUTE } from '../../../src/core/time.ts';
import type { FakePerson, SeenPost } from '../../kit/far-sides/x/hands.ts';
import { type Ledger, pick, type Said, type Side } from './ledger.ts';
import type { World } from './world.ts';

const CUSTOMERS = ['maya', 'ben', 'cleo', 'dan'];
const STRANGERS = ['troll', 'fan'];
/** X lets a post be edited for half an hour. */
const EDITABLE_MS = 29 * MINUTE;
const VERSIONS_MAX = 5;

/** Who acts, in what words, and how it is kept what they wrote. */
interface Acting {
  world: World;
  ledger: Ledger;
  by: FakePerson;
  token: string;
}

export function someoneOnXActs(world: World, ledger: Ledger, n: number): void {
  const { random, x, account, clock } = world;
  const acting: Acting = { world, ledger, by: x.person(pick(random, CUSTOMERS)), token: `(c${n})` };
  const { by, token } = acting;
  const ours = x.posts().filter(each => each.by === account.handle);
  const standing = ledger.said.filter(each => each.side === 'public' && !each.deleted);
  const dice = random();
  if (dice < 0.22) keep(acting, 'public', by.post(`@kettleshop the lid rattles ${token}`));
  else if (dice < 0.42) keep(acting, 'private', by.dm(account, `my order is late ${token}`));
  else if (dice < 0.55) answers(acting, ours);
  else if (dice < 0.65) changes(random, standing, clock.now(), token);
  else if (dice < 0.73) deletes(random, standing);
  else if (dice < 0.79) quotes(acting, ours);
  else if (dice < 0.84 && ours.length) by.retweet(pick(random, ours).id);
  else if (dice < 0.94) joins({ ...acting, by: x.person(pick(random, STRANGERS)) }, standing);
  else if (dice < 0.97) account.post(`We are open on Sunday (o${n})`);
  // Somebody of the shop answers in X itself.
  else if (standing.length) account.reply(pick(random, standing).ids.at(-1)!, `We look into it (o${n})`);
}

function keep({ world, ledger, by, token }: Acting, side: Side, id: string, about: Partial<Said> = {}): void {
  const at = world.clock.now();
  ledger.said.push({ side, by, ids: [id], tokens: [token], at, must: true, opens: true, deleted: false, ...about });
}

/** Under a post of ours, with or without our name. */
function answers(acting: Acting, ours: SeenPost[]): void {
  const { world, ledger, by, token } = acting;
  if (!ours.length) return;
  const answer = pick(world.random, ours);
  const asked = ledger.said.find(({ ids }) => answer.replyTo !== null && ids.includes(answer.replyTo));
  const named = world.random() < 0.5;
  const isForUs = named || answer.replyTo === null || asked?.by.id === by.id;
  const text = named ? `@kettleshop and then ${token}` : `and then ${token}`;
  keep(acting, 'public', by.reply(answer.id, text), { must: isForUs, opens: isForUs });
}

/** Without our name only events tell of it. */
function quotes(acting: Acting, ours: SeenPost[]): void {
  const { world, by, token } = acting;
  if (!ours.length) return;
  const named = world.random() < 0.5;
  const text = named ? `@kettleshop look at this ${token}` : `look at this ${token}`;
  keep(acting, 'public', by.quote(pick(world.random, ours).id, text), { must: named });
}

function joins(acting: Acting, standing: Said[]): void {
  const { world, ledger, by, token } = acting;
  if (!standing.length) return;
  const named = world.random() < 0.3;
  const text = named ? `@kettleshop mine too ${token}` : `mine too ${token}`;
  const id = by.reply(pick(world.random, standing).ids.at(-1)!, text);
  // Who has asked themselves goes on with that, and when it was resolved begins anew.
  const isCustomer = ledger.said.some(each => each.by.id === by.id && each.opens);
  keep(acting, 'public', id, { must: named, opens: named || isCustomer });
}

function changes(random: () => number, standing: Said[], now: number, token: string): void {
  const young = standing.filter(each => now - each.at < EDITABLE_MS && each.ids.length <= VERSIONS_MAX);
  if (!young.length) return;
  const post = pick(random, young);
  const named = post.must || random() < 0.5 ? '@kettleshop ' : '';
  post.ids.push(post.by.edit(post.ids.at(-1)!, `${named}I mean the handle ${token}`));
  post.tokens.push(token);
  if (named) post.opens = true;
}

function deletes(random: () => number, standing: Said[]): void {
  if (!standing.length) return;
  const post = pick(random, standing);
  post.by.delete(post.ids.at(-1)!);
  post.deleted = true;
}
