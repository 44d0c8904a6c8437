import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { putSaved } from '../../../kit/saved.ts';

const begin = slackShopOfEach();

async function formIn(saved: Parameters<typeof putSaved>[1][]) {
  const shop = await begin();
  for (const each of saved) await putSaved(shop.shop, each);
  await shop.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Refund', text: 'Where is my refund?' });
  const [card] = await shop.cards(1);
  await shop.ann.press(card!, 'enquiry.reply');
  const view = await shop.until(() => shop.ann.openView(), 'the form');
  return { ...shop, view, now: () => shop.ann.openView()! };
}
const textBlock = (view: Json) => view.blocks.find((each: Json) => each.block_id.startsWith('text'));
const typed = (view: Json) => view.state.values[textBlock(view).block_id].text.value;
const hint = (view: Json) => view.blocks.find((each: Json) => each.block_id.startsWith('start')).hint.text;

describe('the Reply form in Slack', () => {
  test('finds a saved reply while somebody types, puts it below what they wrote, and sends it', async () => {
    const { ann, view, until, now, mailed } = await formIn([
      { title: 'Opening hours', text: 'From nine to five.' },
      { title: 'Refund', text: 'Your refund comes by {day}, {name}.', reviewAt: 1 },
    ]);
    const all = await ann.suggest(view, 'start', '');
    expect(all.map(each => each.text.text)).toEqual(['Refund', 'Opening hours']);
    expect(all[0]!.description.text).toBe('review was due in January 1970');
    const [option] = await ann.suggest(view, 'start', 'refu');
    await ann.choose(now(), 'start', option!, { text: 'Hello!' });
    await until(() => /Your refund comes/.test(typed(now())), 'the words in the form');
    expect(hint(now())).toContain('Still to fill in: {day}.');
    expect(typed(now())).toBe('Hello!\n\nYour refund comes by {day}, Maya.');
    const text = typed(now()).replace('{day}', 'Friday 4 December');
    await ann.submit(now(), { [textBlock(now()).block_id]: text });
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^Hello!\s+Your refund comes by Friday 4 December, Maya\./);
  });

  test('shows one that is too long for its field as a preview, whole', async () => {
    const { ann, view, until, now, sees, mailed } = await formIn([
      { title: 'Terms', text: `First. ${'x'.repeat(4_000)} Last.` },
    ]);
    const [option] = await ann.suggest(view, 'start', 'terms');
    await ann.choose(now(), 'start', option!);
    await until(() => /4,013 characters/.test(hint(now())), 'that it is too long');
    await ann.submit(now(), { [textBlock(now()).block_id]: 'Hello Maya' });
    const preview = await sees(ann, /This is all of "Terms"/);
    await ann.press(preview, 'reply.send');
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^Hello Maya\s+First\. x+ Last\./);
  });

  test('offers nothing of a room to somebody who is not in it', async () => {
    const { ann, view } = await formIn([
      { title: 'Refund', text: 'x' },
      { title: 'Secret', text: 'y', roomId: 'room_other' as never },
    ]);
    expect((await ann.suggest(view, 'start', '')).map(each => each.text.text)).toEqual(['Refund']);
    expect(await ann.suggest(view, 'start', 'zzz')).toEqual([]);
  });
});
