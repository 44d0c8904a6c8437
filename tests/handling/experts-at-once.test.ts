/** Many ask the same expert at the same moment, and processes die in between: one card each, and never above the limit of a day. */
import { describe, expect, test } from 'vitest';
import type { EnquiryId, StaffId } from '../../src/core/ids.ts';
import { askExpert } from '../../src/handling/ask-expert.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse } from '../kit/house.ts';

describe.each(engineKinds())('on $name', ({ there, open }) => {
  test.skipIf(!there)('ten enquiries and one expert who is asked twice a day; ten presses in one enquiry', async () => {
    const { engine, close } = await open();
    const shop = await openHouse({ engine });
    const { store } = shop.house.parts;
    await shop.as('Ben').command('expert add stoves');
    await shop.as('Ben').command('expert asks 2');
    await shop.as('Ann').command('help');
    const ann = (await store.staffByRef('practice:ann'))!;
    const ben = (await store.staffByRef('practice:ben'))!;
    const ids: EnquiryId[] = [];
    for (let i = 0; i < 10; i++)
      ids.push((await shop.provider.write(`c${i}`, `Which stove is number ${i}?`, { name: `C${i}` })) as EnquiryId);
    await shop.settle();
    const ask = (id: EnquiryId) => askExpert(shop.house.parts, id, ann, { to: ben.id as StaffId });
    await Promise.all(ids.map(ask));
    expect(await store.asksSince(0)).toHaveLength(2);
    const [open1] = await store.asksSince(0);
    await Promise.all(Array.from({ length: 10 }, () => ask(open1!.enquiryId)));
    expect(await store.asksOf(open1!.enquiryId)).toHaveLength(1);
    // The cards: shown by jobs, which are run again after a crash.
    await shop.settle();
    const cards = async () =>
      (await store.shelf('desk:practice').latest('wanted:practice:ben', 50)).filter(each => each.value !== null);
    expect(await cards()).toHaveLength(2);
    const { enqueue } = shop.house.parts.recorder;
    for (const { enquiryId } of await store.asksSince(0))
      await enqueue([{ kind: 'expert.show', key: `expert:${enquiryId}`, payload: { enquiryId } }]);
    await shop.settle();
    expect(await cards()).toHaveLength(2);
    await shop.close();
    await close();
  });
});
