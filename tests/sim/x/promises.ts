/** The promises of the product as people on X and at the desk see them kept or broken. */
import type { Post, RoomItem } from '../../../adapters/desks/practice/records.ts';
import type { CardView } from '../../../src/ports/views.ts';
import { workspaceStore } from '../../../src/store/store.ts';
import { holds, type Ledger, type Said, tokensIn } from './ledger.ts';
import { WORKSPACE, type World } from './world.ts';

interface ReplyRow {
  id: string;
  text: string;
  status: string;
  attempt: number;
  hold_until: number | null;
}

/** @param atRest nothing is due any more, so what was promised to be shown must be shown */
export async function check(world: World, ledger: Ledger, atRest: boolean): Promise<void> {
  checkWhatLeft(world, ledger);
  await checkMessages(world);
  const replies = await world.engine.rows<ReplyRow>('select id, text, status, attempt, hold_until from replies', []);
  checkReplies(world, ledger, replies, atRest);
  if (atRest) await checkDesk(world, ledger, replies);
}

/** 1 and 3: what people on X got from us. */
function checkWhatLeft({ x, account }: World, ledger: Ledger): void {
  const posts = x.posts().filter(each => each.by === account.handle);
  const dms = x.dms().filter(each => each.by === account.handle);
  for (const { text, replyTo } of posts.slice(ledger.checked.posts)) {
    const asked = ledger.said.find(each => replyTo !== null && each.ids.includes(replyTo));
    checkOne(ledger, text, 'public', asked?.by.id ?? null);
  }
  for (const { text, to } of dms.slice(ledger.checked.dms)) checkOne(ledger, text, 'private', x.person(to).id);
  ledger.checked = { posts: posts.length, dms: dms.length };
  const times = countTokens([...posts, ...dms].map(each => each.text));
  for (const [token, n] of times) {
    const decided = Math.max(1, ledger.meant.get(token)?.size ?? 0) + (ledger.repeats.get(token) ?? 0);
    holds(n <= decided, '3 nothing is sent twice', () => `${token} went out ${n} times`);
    const undone = ledger.undone.get(token);
    holds(
      undone === undefined || n <= undone,
      '9 what was acknowledged holds',
      () => `${token} was undone, and is out`,
    );
  }
}

function checkOne(ledger: Ledger, text: string, side: 'public' | 'private', to: string | null): void {
  const tokens = tokensIn(text);
  if (tokens.some(each => each.startsWith('(o'))) return;
  const where = () => `"${text}" went out ${side} to ${to}`;
  holds(
    tokens.length === 1 && ledger.meant.has(tokens[0]!),
    '1 nothing typed reaches a customer unless deliberately sent',
    where,
  );
  const written = ledger.written.get(tokens[0]!)!;
  holds(written.side === side, '1 public and private stay apart', where);
  holds(written.customer === to, '1 a reply goes to whom it is for', () => `${where()}, for ${written.customer}`);
}

function countTokens(texts: string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const token of texts.flatMap(tokensIn)) times.set(token, (times.get(token) ?? 0) + 1);
  return times;
}

async function checkMessages({ engine }: World): Promise<void> {
  const rows = await engine.rows<{ text: string }>(`select text from messages where direction = 'in'`, []);
  for (const [token, n] of countTokens(rows.map(each => each.text)))
    holds(n === 1, '2 nothing is shown twice', () => `${token} is there ${n} times`);
}

function checkReplies({ x, account }: World, { vouched }: Ledger, replies: ReplyRow[], atRest: boolean): void {
  const out = countTokens([...x.posts(), ...x.dms()].filter(each => each.by === account.handle).map(each => each.text));
  for (const { id, text, status, attempt, hold_until } of replies) {
    const times = tokensIn(text).reduce((sum, each) => sum + (out.get(each) ?? 0), 0);
    const what = () => `${id} "${text}" is ${status}, and is out ${times} times`;
    const isAlone = replies.filter(each => each.text === text).length === 1;
    const isVouched = tokensIn(text).some(each => vouched.has(each));
    if (status === 'sent' && !isVouched) holds(times > 0, '3 what is called sent was sent', what);
    if (isAlone && status === 'failed') holds(times === 0, '3 what is called failed was not sent', what);
    if (isAlone && status === 'withdrawn' && attempt === 0) holds(times === 0, '3 an undone reply is not sent', what);
    const isOnItsWay = status === 'leaving' || (status === 'held' && hold_until !== null);
    if (atRest) holds(!isOnItsWay, '2 no reply stays on its way for ever', what);
  }
}

interface Shown {
  text: string;
  enquiryId: string;
  direction: string | null;
  isFirst: boolean;
}

/** At rest each enquiry is one card with what belongs to it, and every failure is said where the work is. */
async function checkDesk({ engine }: World, ledger: Ledger, replies: ReplyRow[]): Promise<void> {
  const store = workspaceStore(engine, WORKSPACE);
  const shelf = store.shelf('desk:practice');
  const [room] = await store.rooms();
  const items = await shelf.read(`room:${room!.id}`, 0, 5_000);
  const cards = items.flatMap(({ value }) => (value as unknown as RoomItem).card ?? []);
  const enquiries = await engine.rows<{ id: string; status: string; number: number }>(
    'select id, status, number from enquiries',
    [],
  );
  const shown: Shown[] = [];
  const failures: string[] = [];
  for (const { id, status, number } of enquiries) {
    const own = cards.filter(each => each.enquiryId === id);
    holds(own.length === 1, '2 each enquiry is one card', () => `#${number} has ${own.length}`);
    const card = own[0] as CardView;
    holds(card.status === status, '4 the card shows the truth', () => `#${number} ${card.status}/${status}`);
    const at = { enquiryId: id, direction: card.direction };
    shown.push({ ...at, text: card.message.text, isFirst: true });
    const thread = await store.thread(id as never);
    for (const { value } of await shelf.read(`thread:${thread!.ref}`, 0, 5_000)) {
      const post = value as unknown as Post;
      if (post.as !== 'entry') continue;
      const { entry } = post;
      if (entry.as === 'message') shown.push({ ...at, text: entry.message.text, isFirst: false });
      if (entry.as === 'line' && entry.tone === 'failure') failures.push(...entry.buttons.map(each => each.value));
    }
  }
  for (const said of ledger.said) checkShown(said, shown);
  for (const { text, isFirst } of shown) checkOurs(ledger, text, isFirst);
  for (const { id, status } of replies)
    if (['failed', 'unsure'].includes(status))
      holds(
        failures.includes(id),
        '5 a failure is seen where the work is',
        () => `${id} is ${status}: no line says so`,
      );
}

function checkShown({ tokens, must, deleted, opens, side, by }: Said, shown: Shown[]): void {
  const newest = tokens.at(-1)!;
  const found = shown.filter(each => each.text.includes(newest));
  const what = () => `${newest} of @${by.handle} is shown ${found.length} times`;
  holds(found.length <= 1, '2 nothing is shown twice', what);
  if (deleted) holds(found.length === 0, '2 what its author deleted is gone', what);
  else if (must) holds(found.length === 1, '2 nothing a customer sends is lost', what);
  for (const old of tokens.slice(0, -1))
    holds(!shown.some(each => each.text.includes(old)), '2 what was edited is shown as it stands', () => old);
  for (const { direction, isFirst } of found) {
    holds(direction === side.toUpperCase(), '1 public and private stay apart', () => `${newest} is ${direction}`);
    holds(opens || !isFirst, '2 strangers open no enquiry', what);
  }
}

/** Our own words come back from X: what left here is not news, and nothing of ours is an enquiry. */
function checkOurs(ledger: Ledger, text: string, isFirst: boolean): void {
  for (const token of tokensIn(text)) {
    if (token.startsWith('(c')) continue;
    holds(!isFirst, '2 our own posts open no enquiry', () => text);
    holds(!ledger.written.has(token), '2 what left from here is not shown as news', () => text);
  }
}
