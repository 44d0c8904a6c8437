/** How long things are kept, as people see it in Slack: set in the Home tab, shown first, and then cards and threads say so. */
import { expect, test } from 'vitest';
import { ageAll, runNight } from '../../../kit/aged.ts';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { plantedInTables } from '../../../kit/planted.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';
import { mailWithFile } from '../../../kit/taken-back.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const SECRET = 'PLANTED4711';

type At = Awaited<ReturnType<typeof openShop>>;
/** Everything that anybody can see, but for what people typed themselves. */
const seen = (at: At) => {
  const all = at.room.messages().flatMap(each => [each, ...at.room.thread(each.ts)]);
  return JSON.stringify([all.filter((each: Json) => each.bot_id), at.ann.dms()]);
};
const form = async ({ ann }: At) => {
  await ann.openHome();
  const row = (home: Json) => JSON.stringify(home).includes('How long things are kept');
  const home = await until(() => {
    const there = ann.home();
    return there && row(there) ? there : null;
  }, 'the Home tab');
  await ann.press(home, element => element.value === 'retention');
  return until(() => ann.openView(), 'the form');
};

test('0 days are refused in the form; 40 are shown in numbers, confirmed once, and then nothing of it stands in Slack', async () => {
  const at = await openShop();
  const { ann, room, shop } = at;
  const { house, engine } = shop.running;
  await shop.mail({ raw: mailWithFile('one', `The lid ${SECRET}`, `It rattles ${SECRET}`, `first${SECRET}`) });
  const [root] = await at.cards(1);
  await at.reply(ann, root!, `We send a new one, ${SECRET}`);
  await at.mailed(1);
  await until(() => seen(at).includes(`first${SECRET}.txt`), 'the file');
  await ann.press(at.card(root!.ts), 'enquiry.resolve');
  await until(() => /resolved/i.test(wordsOf(at.card(root!.ts))), 'it is resolved');
  await at.idle();

  const view = await form(at);
  const wrong = await ann.submit(view, { texts: '0', files: '', raws: '', channels: '' });
  expect(JSON.stringify(wrong.body)).toContain('0 days is too short');
  await ann.submit(ann.openView()!, { texts: '40', files: '', raws: '', channels: '' });
  await at.idle();
  await ageAll(engine, 50);
  await ann.command(room, '/desk', 'retention');
  const shown = await at.sees(ann, /From the next night on/);
  expect(wordsOf(shown)).toMatch(
    /From the next night on this would go: the texts of 1 enquiry, 1 file, 1 mail as it came/,
  );
  await ann.press(shown, 'Switch it on');
  await until(async () => (await house.parts.retention())?.everywhere.texts === 40, 'it is on');
  await runNight(house.parts, engine, '2026-01-01');
  await at.until(() => wordsOf(at.card(root!.ts)).includes('Texts removed after 40 days.'), 'the card says so');
  await at.idle();
  expect(seen(at).match(/.{0,80}PLANTED4711.{0,20}/g) ?? []).toEqual([]);
  expect(await plantedInTables(engine, [SECRET])).toEqual([]);
});
