/**
 * Every act of staff, with the process killed at each of its commits: whoever goes on leaves everything as if
 * nothing had happened. An act that commits twice and does not finish when it is run again fails here.
 */
import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { openMemory } from '../kit/migrated.ts';
import { mortal } from '../kit/mortal.ts';
import { testClock, testIds } from '../kit/world.ts';

const ANN = { deskRef: 'practice:ann', name: 'Ann', admin: true };
/** More commits than any act has; past the last one nobody dies, and the loop ends. */
const COMMITS_MAX = 30;

interface Scene {
  shop: TestHouse;
  enquiry: string;
  thread: string;
  /** Of the reply or the draft that Ann has written. */
  post: string;
}
type Act = Record<string, unknown> & { do: string };

const wrote = async ({ shop, enquiry }: Scene, text = 'The price is 10.') => shop.as('Ann').write(enquiry, text);
const held = async (scene: Scene) => {
  scene.post = await wrote(scene);
  await scene.shop.as('Ann').choose(scene.enquiry, 'Send');
};
const drafted = async (scene: Scene) => {
  scene.post = await wrote(scene);
};
const sent = async (scene: Scene) => {
  await held(scene);
  await scene.shop.pass(MINUTE);
};
const remarkOf = async ({ shop, post }: Scene) => (await shop.house.parts.store.remarkByPost(post))!;
const edit = (text: string) => async (scene: Scene) => [{ do: 'edit', thread: scene.thread, post: scene.post, text }];
const press = (button: string, value: (scene: Scene) => Promise<string> | string) => async (scene: Scene) => [
  { do: 'press', thread: scene.thread, button, value: await value(scene) },
];
const submit = (form: string, with_: string, values: Record<string, string>) => async (scene: Scene) => [
  { do: 'submit', form, enquiryId: form === 'log.form' ? null : scene.enquiry, submit: with_, values },
];
const command = (words: string) => async (scene: Scene) => [
  { do: 'command', room: (await scene.shop.house.parts.store.rooms())[0]!.id, words },
];
/** Somebody writes who looks like a colleague. */
const doubted = (from: string) => async (scene: Scene) => {
  scene.enquiry = (await scene.shop.provider.write(from, 'I have the key.', {
    name: 'Ben',
    looksLikeColleague: true,
  }))!;
  await scene.shop.settle();
};
const aboutLast = (button: string) =>
  press(button, async ({ shop, enquiry }) => {
    const messages = await shop.house.parts.store.messages(enquiry as never);
    return `${enquiry} ${messages.at(-1)!.id}`;
  });
const shownWith = async (scene: Scene, label: string) => {
  const views = await scene.shop.as('Ann').privates(scene.enquiry);
  return views.flatMap(each => each.buttons).findLast(each => each.label === label)!.value;
};

const SCENES: Record<string, { prepare?: (scene: Scene) => Promise<void>; acts: (scene: Scene) => Promise<Act[]> }> = {
  'an edit of a held reply': { prepare: held, acts: edit('The price is 12.') },
  'an edit that makes a held reply team talk': { prepare: held, acts: edit('// the price is 12') },
  'an edit that addresses a colleague': { prepare: held, acts: edit('@Ben the price is 12') },
  'an edit that is too long to be sent': { prepare: held, acts: edit('x'.repeat(6_000)) },
  'an edit that marks a line': { prepare: held, acts: edit('The price is 12.\n// ask Tom') },
  'an edit of a draft': { prepare: drafted, acts: edit('The price is 12.') },
  'an edit that makes a draft team talk': { prepare: drafted, acts: edit('// the price is 12') },
  'an edit of a reply that was sent': { prepare: sent, acts: edit('The price is 12.') },
  'a deletion of a held reply': {
    prepare: held,
    acts: async ({ thread, post }) => [{ do: 'delete', thread, post }],
  },
  'a deletion before its message': {
    acts: async ({ thread }) => [
      { do: 'delete', thread, post: 'staff:late' },
      { do: 'write', thread, post: 'staff:late', text: 'Never mind', mentionsStaff: false },
    ],
  },
  'a message in a thread': {
    acts: async ({ thread }) => [{ do: 'write', thread, post: 'staff:new', text: 'Hello', mentionsStaff: false }],
  },
  'an undo': { prepare: held, acts: press('reply.undo', async scene => (await remarkOf(scene)).replyId!) },
  'a press of Send': { prepare: drafted, acts: press('reply.send', scene => shownWith(scene, 'Send')) },
  'a press of Send and resolve': {
    prepare: drafted,
    acts: press('reply.send_and_resolve', scene => shownWith(scene, 'Send and resolve')),
  },
  'a press of Keep': { prepare: drafted, acts: press('reply.keep', async scene => (await remarkOf(scene)).id) },
  'a correction': {
    prepare: async scene => {
      await sent(scene);
      await scene.shop.as('Ann').edit(scene.enquiry, scene.post, 'The price is 12.');
    },
    acts: press('reply.correct', async scene => (await remarkOf(scene)).id),
  },
  'Send to customer on a message that was kept': {
    prepare: async scene => {
      scene.post = await wrote(scene, '// The price is 10.');
    },
    acts: press('message.send_to_customer', scene => scene.post),
  },
  'the reply form': {
    acts: submit('reply.form', 'reply.send_and_resolve', { text: 'Hello', copies: 'none', seen: '1' }),
  },
  'the reply form, kept among colleagues': { acts: submit('reply.form', 'reply.keep', { text: 'Hello' }) },
  'the resolve form': { acts: submit('resolve.form', 'x', { reason: 'Price' }) },
  'the resolve form of one that is resolved': {
    prepare: ({ shop, enquiry }) => shop.as('Ann').press('enquiry.resolve', enquiry),
    acts: submit('resolve.form', 'x', { reason: 'Price' }),
  },
  'the snooze form': { acts: submit('snooze.form', 'x', { until: '4h' }) },
  'a call that is written down': {
    acts: submit('log.form', 'x', { who: 'Tom', what: 'asked for the price', callback: 'no' }),
  },
  'a call that is written down to be called back': {
    acts: submit('log.form', 'x', { who: 'Tom', what: 'asked for the price', callback: 'yes' }),
  },
  'a call typed as a command': { acts: command('log Tom asked for the price') },
  'a claim': { acts: press('enquiry.claim', scene => scene.enquiry) },
  'a claim of somebody who was away': {
    prepare: async scene => void (await scene.shop.as('Ann').command('away')),
    acts: press('enquiry.claim', scene => scene.enquiry),
  },
  'a split': {
    prepare: async ({ shop }) => {
      await shop.provider.write('maya', 'And something else: my invoice');
      await shop.settle();
    },
    acts: command('split 1 2'),
  },
  '"It was Ben" below an enquiry': { prepare: doubted('maya'), acts: aboutLast('enquiry.ours') },
  '"It was Ben" on an enquiry that he opened': { prepare: doubted('ben'), acts: aboutLast('enquiry.ours') },
  '"It is a customer"': { prepare: doubted('maya'), acts: aboutLast('enquiry.theirs') },
  'going away': { acts: command('away') },
};

describe('the process is killed during', () => {
  test.each(Object.keys(SCENES))('%s', async name => {
    const undisturbed = await play(name, null);
    expect((await play(name, { commits: 0, when: 'before' })).shown).toEqual(undisturbed.shown);
    for (let commits = 0; commits < COMMITS_MAX; commits++) {
      // What is there before a commit is what the one before it left.
      const { shown, died } = await play(name, { commits, when: 'after' });
      expect(shown, `killed after commit ${commits + 1}`).toEqual(undisturbed.shown);
      if (!died) return expect(commits).toBeGreaterThan(0);
    }
    throw new Error(`${name} has more than ${COMMITS_MAX} commits.`);
  });
});

/** Plays a scene on a database of its own; a second process goes on after the death of the first. */
async function play(name: string, death: { commits: number; when: 'before' | 'after' } | null) {
  const { prepare, acts } = SCENES[name]!;
  const engine = await openMemory({ synchronous: 'OFF' });
  const clock = testClock();
  const ids = testIds(clock);
  const provider = makeProvider();
  const shop = await openHouse({ engine, clock, ids, provider });
  const enquiry = (await provider.write('maya', 'What does it cost?'))!;
  await shop.settle();
  const thread = (await shop.house.parts.store.thread(enquiry as never))!.ref;
  const scene: Scene = { shop, enquiry, thread, post: '' };
  await prepare?.(scene);
  const { context } = provider;
  const body = mortal(engine, 'commits');
  const doomed = await openHouse({ engine: body.engine, clock, ids, provider });
  const wanted = await acts(scene);
  for (const [n, act] of wanted.entries()) {
    const base = { id: `act-${n}`, by: ANN, ...('mentionsStaff' in act ? {} : { mentionsStaff: false }) };
    await shop.house.act({ ...base, ...act } as unknown as StaffAction);
    if (n > 0) continue;
    if (death) body.dieIn(death.commits, death.when);
    await doomed.house.worker.drain().catch(() => {});
  }
  provider.context = context;
  for (let i = 0; i < 3; i++) await shop.pass(50 * SECOND);
  const shown = await lookAround(shop);
  await engine.close();
  return { shown, died: body.dead };
}

/** Everything that staff and customers can see, without times and ids. */
async function lookAround(shop: TestHouse) {
  const { engine } = shop;
  const rows = (sql: string) => engine.rows<Record<string, unknown>>(sql, []);
  const threads = await rows('select t.id from threads t join enquiries e on e.id = t.id order by e.number');
  return {
    delivered: shop.provider.delivered.map(each => each.text),
    enquiries: await rows(
      'select number, status, contact_reason, owner_id is not null as owned, customer_messages from enquiries order by number',
    ),
    replies: await rows('select text, status, copies from replies order by id'),
    remarks: await rows('select text, lane, reply_id is not null as replied from remarks order by id'),
    staff: await rows('select name, away_since is not null as away from staff order by name'),
    events: (
      await rows('select type from events join enquiries e on e.id = enquiry_id order by e.number, events.version')
    ).map(each => each.type),
    threads: await Promise.all(threads.map(async each => (await shop.thread(each.id as string)).lines)),
    cards: (await shop.cards()).map(each => [each.number, each.statusWords, each.owner]),
    answers: (await rows(`select count(*) as n from shelf where stream like 'answers:%'`))[0]?.n,
    dead: (await rows(`select kind from jobs where state = 'dead'`)).length,
  };
}
