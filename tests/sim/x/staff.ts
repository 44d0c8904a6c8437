/** People at the desk: they write, press what they see and what they no longer see, edit, delete and take back. */
import type { Post, RoomItem } from '../../../adapters/desks/practice/records.ts';
import type { ButtonId } from '../../../src/ports/button.ts';
import type { StaffAction } from '../../../src/ports/staff.ts';
import type { CardView, PrivateView } from '../../../src/ports/views.ts';
import { workspaceStore } from '../../../src/store/store.ts';
import { type Ledger, mean, pick, type Side, tokensIn } from './ledger.ts';
import { type Process, SKEW_MAX_MS, WORKSPACE, type World } from './world.ts';

const PEOPLE = ['ann', 'ben'];

interface Place {
  thread: string;
  card: CardView;
  by: { deskRef: string; name: string; admin: boolean };
}

export async function staffAct(world: World, ledger: Ledger, process: Process, n: number): Promise<void> {
  const { random, engine } = world;
  const store = workspaceStore(engine, WORKSPACE);
  const shelf = store.shelf('desk:practice');
  const [room] = await store.rooms();
  const items = (await shelf.latest(`room:${room!.id}`, 200)).map(each => each.value as unknown as RoomItem);
  const cards = items.filter(each => each.card);
  if (cards.length === 0) return;
  // What came last is what they work on, most of the time.
  const { thread, card } = pick(random, random() < 0.7 ? cards.slice(0, 4) : cards);
  const name = pick(random, PEOPLE);
  const place: Place = { thread, card: card!, by: { deskRef: `practice:${name}`, name, admin: false } };
  const hands = { world, ledger, process, n, place, shelf };
  if (random() < 0.1 && (await takesBack(hands))) return;
  const dice = random();
  if (dice < 0.28) return writes(hands);
  if (dice < 0.72) return pressesWhatIsSeen(hands);
  if (dice < 0.79) return pressesOfReplies(hands);
  if (dice < 0.85) return changesWords(hands);
  if (dice < 0.9) return fillsInTheForm(hands);
  const buttons: ButtonId[] = ['enquiry.claim', 'enquiry.claim', 'enquiry.takeover', 'enquiry.release'];
  if (dice < 0.97) return press(hands, pick(random, buttons), card!.enquiryId);
  await send(hands, {
    ...{ do: 'submit', form: 'resolve.form', enquiryId: card!.enquiryId, submit: 'resolve' },
    values: { reason: 'Question' },
  });
}

interface Hands {
  world: World;
  ledger: Ledger;
  process: Process;
  n: number;
  place: Place;
  shelf: ReturnType<ReturnType<typeof workspaceStore>['shelf']>;
}

/** @returns whether it was acknowledged */
async function send({ process, world, n, place }: Hands, action: object): Promise<boolean> {
  const id = `act-${n}-${Math.floor(world.random() * 1e9)}`;
  const done = process.house.act({ id, by: place.by, ...action } as StaffAction).then(() => true);
  return (await process.unlessDead(done)) ?? false;
}

const press = async (hands: Hands, button: ButtonId, value: string): Promise<void> =>
  void (await send(hands, { do: 'press', thread: hands.place.thread, button, value }));

const sideOf = ({ direction }: CardView): Side => (direction === 'PRIVATE' ? 'private' : 'public');

function compose({ ledger, n, place: { card } }: Hands, words: string): { token: string; text: string } {
  const token = `(s${n})`;
  ledger.written.set(token, {
    ...{ enquiryId: card.enquiryId, side: sideOf(card) },
    customer: card.message.address,
  });
  return { token, text: `${words} ${token}` };
}

/** Team talk until its preview is sent; in direct mode what is private goes by itself. */
async function writes(hands: Hands): Promise<void> {
  const { world, ledger, n, shelf, place } = hands;
  const { token, text } = compose(hands, 'We repair it');
  const mentionsStaff = world.random() < 0.1;
  const post = `staff:${n}`;
  const { deskRef, name } = place.by;
  const shown: Post = { as: 'staff', by: deskRef, name, text, edited: false, deleted: false, at: 0 };
  await shelf.append(`thread:${place.thread}`, post, shown as never);
  if (world.direct && sideOf(place.card) === 'private' && !mentionsStaff) mean(ledger, token);
  await send(hands, { do: 'write', thread: place.thread, post, text, mentionsStaff });
}

async function fillsInTheForm(hands: Hands): Promise<void> {
  const { ledger, place } = hands;
  const { token, text } = compose(hands, 'From the form');
  // In public it is shown once more before it leaves.
  if (sideOf(place.card) === 'private') mean(ledger, token);
  const { enquiryId } = place.card;
  await send(hands, { do: 'submit', form: 'reply.form', enquiryId, submit: 'reply.send', values: { text } });
}

/** Whoever sees something there, most of the time; else somebody who does not, with an old button. */
async function pressesWhatIsSeen(hands: Hands): Promise<void> {
  const { world, ledger, shelf, place } = hands;
  const { random } = world;
  const all: { who: string; view: PrivateView }[] = [];
  for (const name of PEOPLE) {
    const who = `practice:${name}`;
    const views = await shelf.latest(`private:${place.thread}:${who}`, 20);
    for (const { value } of views)
      if ((value as unknown as PrivateView | null)?.buttons.length)
        all.push({ who, view: value as unknown as PrivateView });
  }
  if (all.length === 0) return;
  const { who, view } = random() < 0.7 ? all[0]! : pick(random, all);
  if (random() < 0.95) place.by = { deskRef: who, name: who.replace('practice:', ''), admin: false };
  const button = random() < 0.7 ? view.buttons[0]! : pick(random, view.buttons);
  const tokens = tokensIn(view.quote?.text ?? '');
  // What was taken back stays with them.
  if (tokens.some(each => ledger.undone.has(each))) return;
  if (/^reply\.(send|send_and_resolve)$/.test(button.id))
    for (const each of tokens) mean(ledger, each, button.value.split(' ')[0]);
  const times = random() < 0.2 ? 2 : 1;
  for (let i = 0; i < times; i++) await press(hands, button.id, button.value);
}

/** Undo, retry, "it arrived": whatever the replies of this enquiry offer, and also what they do not. */
async function pressesOfReplies(hands: Hands): Promise<void> {
  const { world, ledger, place } = hands;
  const replies = await world.engine.rows<{ id: string; text: string }>(
    'select id, text from replies where enquiry_id = ?',
    [place.card.enquiryId],
  );
  if (replies.length === 0) return;
  const button = pick(world.random, ['reply.undo', 'reply.retry', 'reply.arrived', 'reply.send_anyway'] as const);
  const { id, text } = pick(world.random, replies);
  const tokens = tokensIn(text);
  if (tokens.some(each => ledger.undone.has(each))) return;
  if (button === 'reply.retry')
    for (const each of tokens) ledger.repeats.set(each, (ledger.repeats.get(each) ?? 0) + 1);
  // They say so, whatever is true.
  if (button === 'reply.arrived') for (const each of tokens) ledger.vouched.add(each);
  await press(hands, button, id);
}

async function changesWords(hands: Hands): Promise<void> {
  const { world, ledger, shelf, place } = hands;
  const { random } = world;
  const posts = (await shelf.latest(`thread:${place.thread}`, 20)).filter(
    each => (each.value as unknown as Post).as === 'staff',
  );
  if (posts.length === 0) return;
  const { key: post, value } = pick(random, posts);
  const { by: deskRef } = value as unknown as Post & { by: string };
  place.by = { deskRef, name: deskRef.replace('practice:', ''), admin: false };
  if (random() < 0.4) return void (await send(hands, { do: 'delete', thread: place.thread, post }));
  const { token, text } = compose(hands, 'We repair it at once');
  // What is private leaves as it was edited during its hold; what is public is shown again first.
  if (sideOf(place.card) === 'private') mean(ledger, token);
  await send(hands, { do: 'edit', thread: place.thread, post, text });
}

/** A reply that is held by every clock there is, is undone or deleted, and that is acknowledged: it must never go out. */
async function takesBack(hands: Hands): Promise<boolean> {
  const { world, ledger } = hands;
  const held = await world.engine.rows<{ id: string; text: string; author: string; thread: string }>(
    `select r.id, r.text, s.desk_ref as author, t.ref as thread
     from replies r join staff s on s.id = r.author_id join threads t on t.id = r.enquiry_id
     where r.status = 'held' and r.hold_until > ?`,
    [world.clock.now() + SKEW_MAX_MS],
  );
  if (held.length === 0) return false;
  const { id, text, author, thread } = pick(world.random, held);
  hands.place.by = { deskRef: author, name: author.replace('practice:', ''), admin: false };
  hands.place.thread = thread;
  const times = outOf(world, text);
  const said = await send(hands, { do: 'press', thread, button: 'reply.undo', value: id });
  if (said) for (const each of tokensIn(text)) ledger.undone.set(each, times);
  // Now is the worst moment for a process to die.
  world.chance.crash = Math.max(world.chance.crash, 0.02);
  return true;
}

/** How often these words are out on X. */
function outOf({ x, account }: World, text: string): number {
  const tokens = tokensIn(text);
  const all = [...x.posts(), ...x.dms()].filter(each => each.by === account.handle);
  return all.filter(each => tokens.some(token => each.text.includes(token))).length;
}
