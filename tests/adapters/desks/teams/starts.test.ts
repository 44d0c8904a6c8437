import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { partsOf, wordsOf } from '../../../kit/far-sides/teams/cards.ts';
import { putSaved } from '../../../kit/saved.ts';

const begin = teamsShopOfEach();

async function formIn(saved: Parameters<typeof putSaved>[1][]) {
  const shop = await begin();
  for (const each of saved) await putSaved(shop.shop, each);
  await shop.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Refund', text: 'Where is my refund?' });
  const [card] = await shop.cards(1);
  await shop.ann.press(card!, 'enquiry.reply');
  const dialog = () => shop.ann.openDialog()!;
  return { ...shop, dialog, text: () => partsOf(dialog().card).find(each => each.id === 'in-text')!.value as string };
}

describe('the Reply form in Teams', () => {
  test('finds a saved reply while somebody types, puts it below what they wrote, and sends it', async () => {
    const { ann, dialog, text, mailed } = await formIn([
      { title: 'Opening hours', text: 'From nine to five.' },
      { title: 'Refund', text: 'Your refund comes by {day}, {name}.' },
    ]);
    expect((await ann.search('')).map(each => each.title)).toEqual([
      'Refund · Your refund comes by {day}, {name}.',
      'Opening hours · From nine to five.',
    ]);
    const [found] = await ann.search('refu');
    await ann.submit({ start: found!.value, text: 'Hello!' }, { button: 'Put it in' });
    expect(text()).toBe('Hello!\n\nYour refund comes by {day}, Maya.');
    expect(wordsOf(dialog().card)).toContain('Still to fill in: {day}.');
    await ann.submit({ text: text().replace('{day}', 'Friday 4 December') }, { button: 'Send to Maya' });
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^Hello!\s+Your refund comes by Friday 4 December, Maya\./);
  });

  test('shows one that is too long for its field as a preview, whole', async () => {
    const { ann, dialog, sees, mailed } = await formIn([{ title: 'Terms', text: `First. ${'x'.repeat(4_000)} Last.` }]);
    const [found] = await ann.search('terms');
    await ann.submit({ start: found!.value }, { button: 'Put it in' });
    expect(wordsOf(dialog().card)).toContain('has 4,013 characters');
    await ann.submit({}, { button: 'Send to Maya' });
    const preview = await sees(ann, /This is all of "Terms"/);
    await ann.press(preview, 'reply.send');
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^First\. x+ Last\./);
  });
});
