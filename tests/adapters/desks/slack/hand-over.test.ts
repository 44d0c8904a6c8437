/** Handing over in Slack: the people of the channel, or Slack's own picker where they are too many for a list. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { FakePerson } from '../../../kit/far-sides/slack/hands.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { chooseOnCard } from '../../../kit/slack-menu.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();

/** @param more people of the channel besides Ann and Ben */
async function withForm(more = 0) {
  const others: Record<string, FakePerson> = {};
  const shop = await begin({
    colleagues: team => Array.from({ length: more }, (_, i) => team.person(`Colleague ${i}`)),
    before: (_slack, team) => {
      others.zoe = team.person('Zoë');
      others.gone = team.person('Gone', { deleted: true });
      others.strange = team.person('Stranger', { otherTeam: 'TOTHER' });
    },
  });
  await shop.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await shop.cards(1);
  const handOver = async () => {
    await chooseOnCard(shop.ann, shop.card(root!.ts), 'Hand over');
    return until(() => shop.ann.openView(), 'the form');
  };
  const has = (words: RegExp) =>
    until(() => words.test(wordsOf(shop.room.message(root!.ts)!)), `the card says ${words}`);
  return { ...shop, root: root!, others, handOver, has };
}

test('on a fresh install everybody of the channel is offered: no app, no closed account, nobody of elsewhere', async () => {
  const shop = await withForm();
  await shop.room.join(shop.others.zoe!);
  await shop.room.join(shop.others.gone!);
  await shop.room.join(shop.others.strange!);
  const form = await shop.handOver();
  const { options } = form.blocks[0].element;
  expect(options.map((each: Json) => each.text.text)).toEqual(['Ben', 'Zoë']);
  await shop.ann.submit(form, { to: options[0].value });
  await shop.has(/Ben has it/);
  const known = await shop.shop.running.house.parts.store.allStaff();
  expect(known.filter(each => each.name === 'Ben')).toMatchObject([{ deskRef: `slack:${shop.ben.id}` }]);
});

test('in a large channel Slack’s own picker is shown', async () => {
  const shop = await withForm(60);
  const form = await shop.handOver();
  expect(form.blocks[0].element).toMatchObject({ type: 'users_select', action_id: 'to' });
  await shop.ann.submit(form, { to: shop.ben.id });
  await shop.has(/Ben has it/);
});

test('somebody who is not in the channel, an app and a closed account are refused in the form, with what to do', async () => {
  const shop = await withForm(60);
  const form = await shop.handOver();
  const refused = async (id: string) => (await shop.ann.submit(shop.ann.openView() ?? form, { to: id })).body;
  expect(await refused(shop.others.zoe!.id)).toMatchObject({
    response_action: 'errors',
    errors: { to: 'Zoë is not in this channel. Invite them there first, or choose somebody who is.' },
  });
  for (const id of [shop.others.gone!.id, shop.others.strange!.id, shop.team.botUserId])
    expect(await refused(id)).toMatchObject({ errors: { to: expect.stringMatching(/Choose a colleague|cannot see/) } });
  // Invited a moment later: no old list of members stands in the way.
  await shop.room.join(shop.others.zoe!);
  await shop.ann.submit(shop.ann.openView() ?? form, { to: shop.others.zoe!.id });
  await shop.has(/Zoë has it/);
});

test('left empty it is released, for anyone to claim', async () => {
  const shop = await withForm(60);
  await shop.ann.press(shop.card(shop.root.ts), 'enquiry.claim');
  await shop.has(/Ann has it/);
  const form = await shop.handOver();
  expect(form.blocks[0]).toMatchObject({
    optional: true,
    hint: { text: 'Left empty: nobody in particular, anyone can claim it.' },
  });
  await shop.ann.submit(form, { to: null });
  await shop.has(/nobody has it yet/);
});
