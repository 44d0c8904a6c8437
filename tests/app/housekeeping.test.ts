/** What is only needed for a while goes by the hourly housekeeping, and what is still needed stays: on both databases. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeMailboxState } from '../../adapters/channels/email/imap/state.ts';
import { BLOCKED, copiesOf, forgetDays, puzzlesOf } from '../../adapters/channels/webchat/forget-days.ts';
import { makeRecords } from '../../adapters/channels/x/sync/records.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { job } from '../../src/ports/jobs.ts';
import { engineKinds } from '../kit/engines.ts';
import { makeProvider, type Provider } from '../kit/far-sides/provider.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';

/** A provider by which a machine may write, too. */
function speaking(): Provider {
  const provider = makeProvider();
  const { kind } = provider;
  provider.kind = {
    ...kind,
    ...{ asksRating: true, acknowledges: true },
    open: (settings, context) => ({
      ...kind.open(settings, context),
      acknowledge: async ({ id }) => ({ as: 'sent', externalId: id, names: [] }),
    }),
  };
  return provider;
}

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`on ${kind.name}`, () => {
    let opened: Awaited<ReturnType<typeof kind.open>>;
    let shop: TestHouse;
    let ann: Person;
    const parts = () => shop.house.parts;
    const keep = async () => {
      await parts().recorder.enqueue([job('housekeeping', 'housekeeping', {})]);
      await shop.settle();
    };
    const count = async (table: string, where = '1 = 1') => {
      const [row] = await opened.engine.rows<{ n: number }>(`select count(*) as n from ${table} where ${where}`, []);
      return Number(row!.n);
    };
    const onShelf = (owner: string, stream: string) => count('shelf', `owner = '${owner}' and stream = '${stream}'`);

    beforeEach(async () => {
      opened = await kind.open();
      shop = await openHouse({
        engine: opened.engine,
        provider: speaking(),
        automatic: { post: true },
        askRating: { post: true },
      });
      ann = shop.as('Ann');
    });
    afterEach(() => opened.close());

    test('who was answered by a machine is known for its day, and not for years', async () => {
      await shop.provider.write('maya@example.com', 'Where is my kettle?');
      await shop.settle();
      expect([await onShelf('automation', 'addresses'), await onShelf('automation', 'domains')]).toEqual([1, 1]);
      await shop.pass(23 * HOUR);
      await keep();
      expect([await onShelf('automation', 'addresses'), await onShelf('automation', 'domains')]).toEqual([1, 1]);
      await shop.pass(2 * DAY);
      await keep();
      expect([await onShelf('automation', 'addresses'), await onShelf('automation', 'domains')]).toEqual([0, 0]);
    });

    test('who was asked how it went is asked again after a month as if for the first time', async () => {
      const resolved = async (text: string) => {
        const id = (await shop.provider.write('maya@example.com', text))!;
        await shop.settle();
        await ann.press('enquiry.claim', id);
        await ann.write(id, `An answer to: ${text}`);
        await ann.choose(id, 'Send and resolve');
        await shop.pass(HOUR);
        // The question leaves a little later.
        await shop.pass(HOUR);
      };
      const asked = () => count('events', `type = 'RatingAsked'`);
      await resolved('Where is my kettle?');
      expect(await asked()).toBe(1);
      await shop.pass(8 * DAY);
      await keep();
      expect(await onShelf('automation', 'rated-addresses')).toBe(1);
      await shop.pass(23 * DAY);
      await keep();
      expect(await onShelf('automation', 'rated-addresses')).toBe(0);
      await resolved('And where is its lid?');
      expect(await asked()).toBe(2);
    });

    test('an edit is known while desks deliver again, an older one stays refused, and then it is forgotten', async () => {
      const id = (await shop.provider.write('maya@example.com', 'Where is my kettle?'))!;
      await shop.settle();
      await ann.press('enquiry.claim', id);
      const post = await ann.write(id, 'It is on its wey.');
      const edit = async (text: string, edition: string) => {
        const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
        const thread = (await parts().store.thread(id as never))!.ref;
        await shop.house.act({
          ...{ id: `edit-${edition}-${text.length}`, by, do: 'edit', thread, post, text },
          ...{ mentionsStaff: false, edition },
        } as never);
        await shop.settle();
        return (await parts().store.remarkByPost(post))!.text;
      };
      expect(await edit('It is on its way.', '0002')).toBe('It is on its way.');
      await shop.pass(6 * DAY);
      await keep();
      expect(await edit('It is on its wy.', '0001')).toBe('It is on its way.');
      expect(await onShelf('editions', 'editions')).toBe(1);
      await shop.pass(8 * DAY);
      await keep();
      expect(await onShelf('editions', 'editions')).toBe(0);
      expect(await edit('It is on its way now.', '0003')).toBe('It is on its way now.');
    });

    test('a job that was given up is shown for a season', async () => {
      await parts().recorder.enqueue([{ kind: 'no.such.job', key: 'x', payload: { words: 'secret' }, attemptsMax: 1 }]);
      await shop.settle();
      expect((await parts().store.counts()).dead).toBe(1);
      await shop.pass(80 * DAY);
      await keep();
      expect((await parts().store.counts()).dead).toBe(1);
      await shop.pass(11 * DAY);
      await keep();
      expect((await parts().store.counts()).dead).toBe(0);
    });

    test('what became of articles is known for two years', async () => {
      const { store, workspaceId, clock } = parts();
      const use = (id: string) => ({
        ...{ id, workspaceId, version: 1, articleId: 'art_1', channelId: 'chan_1', customerId: null },
        ...{ enquiryId: null, outcome: 'shown', at: clock.now(), endedAt: null },
      });
      await store.commit([{ do: 'insert', table: 'articleUses', row: use('use_old') as never }]);
      await shop.pass(400 * DAY);
      await store.commit([{ do: 'insert', table: 'articleUses', row: use('use_new') as never }]);
      await keep();
      expect(await count('article_uses')).toBe(2);
      await shop.pass(331 * DAY);
      await keep();
      expect(await count('article_uses')).toBe(1);
    });

    test('answers to commands, settled questions and notices of the practice desk do not pile up; open ones stay', async () => {
      const { desk } = shop.house;
      const [room] = await parts().store.rooms();
      const place = { id: room!.id, deskRef: null } as never;
      const view = { words: 'Take it?', quote: null, hints: [], buttons: [], tone: 'notice', post: null } as never;
      await desk.showAlone('practice:ann', view, 'open');
      for (let n = 0; n < 110; n++) {
        await desk.showAlone('practice:ann', view, `asked-${n}`);
        await desk.showAlone('practice:ann', null, `asked-${n}`);
        await desk.answer(
          'practice:ann',
          null,
          { text: `${n}`, links: [], chart: null, buttons: [] } as never,
          `a${n}`,
        );
        await desk.notice(place, `notice ${n}`, 'quiet', `n${n}`);
        await desk.notice(place, `notice ${n + 110}`, 'quiet', `n${n + 110}`);
      }
      const id = (await shop.provider.write('maya@example.com', 'Where is my kettle?'))!;
      await shop.settle();
      await shop.pass(91 * DAY);
      await keep();
      expect(await onShelf('desk:practice', 'answers:practice:ann')).toBe(100);
      expect(await onShelf('desk:practice', 'wanted:practice:ann')).toBe(101);
      expect((await parts().store.shelf('desk:practice').get('wanted:practice:ann', 'open'))?.value).toBeTruthy();
      expect(await onShelf('desk:practice', `room:${room!.id}`)).toBe(200);
      expect(await shop.card(id)).toMatchObject({ status: 'open' });
      const before = await count('shelf');
      await keep();
      expect(await count('shelf')).toBe(before);
    });

    test('mails that are in the sent folder are forgotten after a week, and the next one is filed all the same', async () => {
      const shelf = parts().store.shelf('channel:help');
      const state = makeMailboxState(shelf);
      const left = (n: number) => state.left({ messageId: `<${n}>`, raw: 'aGVsbG8=', at: shop.clock.now() });
      const file = async () => {
        const { replies, upTo } = await state.toFile();
        await upTo(replies.length);
        return replies.map(each => each.messageId);
      };
      for (const n of [1, 2, 3]) await left(n);
      expect(await file()).toEqual(['<1>', '<2>', '<3>']);
      await left(4);
      await state.tidy(shop.clock.now());
      await shop.pass(6 * DAY);
      await state.tidy(shop.clock.now());
      expect(await onShelf('channel:help', 'left')).toBe(4);
      await shop.pass(2 * DAY);
      await state.tidy(shop.clock.now());
      // The fourth is still to be filed.
      expect(await onShelf('channel:help', 'left')).toBe(1);
      expect(await file()).toEqual(['<4>']);
      await state.tidy(shop.clock.now());
      await shop.pass(30 * DAY);
      await state.tidy(shop.clock.now());
      await left(5);
      expect(await file()).toEqual(['<5>']);
    });

    test('a copy that no sent folder took for a season is given up, with the mail that it held', async () => {
      const state = makeMailboxState(parts().store.shelf('channel:help'));
      for (const n of [1, 2]) await state.left({ messageId: `<${n}>`, raw: 'aGVsbG8=', at: shop.clock.now() });
      await shop.pass(80 * DAY);
      await state.tidy(shop.clock.now());
      expect((await state.toFile()).replies).toHaveLength(2);
      await shop.pass(11 * DAY);
      await state.tidy(shop.clock.now());
      expect((await state.toFile()).replies.map(each => each.messageId)).toEqual(['<2>']);
    });

    test('what counts for a day in a chat goes the day after the next, also when nobody looked for weeks', async () => {
      const shelf = parts().store.shelf('channel:site');
      const context = { shelf, clock: shop.clock };
      const today = () => shelf.append(puzzlesOf(shop.clock.now()), 'nonce', true);
      await today();
      await shelf.put(BLOCKED, 'network', { until: shop.clock.now() + DAY });
      await shop.pass(20 * DAY);
      await today();
      await shelf.append(copiesOf(shop.clock.now()), 'maya@example.com 1', 'v');
      await shelf.put(BLOCKED, 'another', { until: shop.clock.now() + DAY });
      await forgetDays(context);
      expect(await count('shelf', `owner = 'channel:site' and stream like 'puzzles:%'`)).toBe(1);
      expect((await shelf.read(BLOCKED, 0, 10)).map(each => each.key)).toEqual(['another']);
      // The same nonce is refused as long as it could be used.
      expect((await today()).fresh).toBe(false);
      await shop.pass(3 * DAY);
      await forgetDays(context);
      expect(await count('shelf', `owner = 'channel:site' and stream <> 'state'`)).toBe(0);
    });

    test('names of people on X go a month after they were met, also of those who came after thousands of others', async () => {
      const shelf = parts().store.shelf('channel:x');
      const records = makeRecords(shelf);
      const met = (id: string) =>
        records.setPerson(id, { handle: id, name: null, isProtected: false, at: shop.clock.now() });
      for (let n = 0; n < 20; n++) await met(`p${n}`);
      await shop.pass(20 * DAY);
      for (let n = 0; n < 10; n++) await met(`p${n}`);
      await shop.pass(11 * DAY);
      await records.tidy(shop.clock.now());
      expect((await shelf.read('people', 0, 100)).map(each => each.key)).toEqual(
        Array.from({ length: 10 }, (_, n) => `p${n}`),
      );
    });
  });
}
