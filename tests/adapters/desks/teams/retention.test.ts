/** How long things are kept, as people see it in Teams: files go first, then the words; both are shown before. */
import { expect, test } from 'vitest';
import { ageAll, runNight } from '../../../kit/aged.ts';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { plantedInTables } from '../../../kit/planted.ts';
import { mailWithFile } from '../../../kit/taken-back.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
const SECRET = 'PLANTED4711';

/** Everything that anybody can see, but for what people typed themselves. */
const seen = (at: Awaited<ReturnType<typeof openShop>>) => {
  const all = at.room.posts().flatMap(each => [each, ...at.room.thread(each.id)]);
  return JSON.stringify([...all, ...at.ann.chat()].filter(each => each.by === 'bot'));
};
const inChat = (at: Awaited<ReturnType<typeof openShop>>, words: RegExp) =>
  until(() => at.ann.chat().findLast(each => each.by === 'bot' && words.test(at.words(each))), `${words}`);

test('typed, shown and confirmed in Teams: a file is gone after 40 days while its words stay, and they go after 100', async () => {
  const at = await openShop();
  const { ann, room, shop } = at;
  const { house, engine } = shop.running;
  await shop.mail({ raw: mailWithFile('one', `The lid ${SECRET}`, `It rattles ${SECRET}`, `first${SECRET}`) });
  const [root] = await at.cards(1);
  await at.entry(root!.id, `first${SECRET}.txt`);
  const link = /"url":"(http[^"]+\/teams\/files\/[^"]+)"/.exec(seen(at))![1]!;
  await ann.press(at.card(root!.id), 'enquiry.resolve');
  await until(() => /resolved/i.test(at.words(at.card(root!.id))), 'it is resolved');
  await at.idle();

  await ageAll(engine, 50);
  await ann.slash(room, 'retention texts 100, files 40');
  const shown = await inChat(at, /From the next night on this would go: 1 file, 1 mail as it came/);
  await ann.press(shown, 'Switch it on');
  await until(async () => (await house.parts.retention())?.everywhere.files === 40, 'it is on');
  await runNight(house.parts, engine, '2026-01-01');
  await until(() => !seen(at).includes(`first${SECRET}.txt`), 'its name is gone');
  await at.idle();
  expect((await fetch(link)).status).toBe(404);
  expect(seen(at)).toContain(`It rattles ${SECRET}`);
  expect(await plantedInTables(engine, [`first${SECRET}`])).toEqual([]);

  await ageAll(engine, 60);
  await runNight(house.parts, engine, '2026-01-02');
  await until(() => at.words(at.card(root!.id)).includes('Texts removed after 100 days.'), 'the card says so');
  await at.idle();
  expect(seen(at).match(/.{0,80}PLANTED4711.{0,20}/g) ?? []).toEqual([]);
  expect(await plantedInTables(engine, [SECRET])).toEqual([]);
});
