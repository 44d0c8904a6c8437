import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { partsOf, wordsOf } from '../../../kit/far-sides/teams/cards.ts';

const begin = teamsShopOfEach();

describe('saved replies in Teams', () => {
  test('one is saved from what was sent, found by typing in the form, and sent to the next customer', async () => {
    const { ann, ben, shop, cards, reply, mailed, entry } = await begin();
    await shop.mail({
      from: 'Maya Patel <maya@example.com>',
      subject: 'Parcel',
      text: 'My order KX-4471 has not come.',
    });
    const [card] = await cards(1);
    await reply(ben, card!, 'Hi Maya, we are sorry. Order KX-4471 comes on 3 December. Ben');
    await mailed(1);
    const mark = await entry(card!.id, /Sent to Maya Patel/);
    await ben.press(mark, 'saved.from');
    const input = (name: string, of = ben) => partsOf(of.openDialog()!.card).find(each => each.id === `in-${name}`)!;
    expect(input('text').value).toBe('Hi {name}, we are sorry. Order {order number} comes on {date}. {my name}');
    await ben.submit({ title: ' ' });
    expect(wordsOf(ben.openDialog()!.card)).toContain('Give it a title of a few words.');
    await ben.submit({ title: 'Parcel late' });
    const { store } = shop.running.house.parts;
    await expect.poll(async () => (await store.savedOffered()).length).toBe(1);

    await shop.mail({ from: 'Jonas Weber <jonas@example.com>', subject: 'Parcel', text: 'Where is order KX-4472?' });
    const [, second] = await cards(2);
    await ann.press(second!, 'enquiry.reply');
    const [found] = await ann.search('late');
    await ann.submit({ start: found!.value }, { button: 'Put it in' });
    const text = input('text', ann).value as string;
    expect(text).toBe('Hi Jonas, we are sorry. Order {order number} comes on {date}. Ann');
    const whole = text.replace('{order number}', 'KX-4472').replace('{date}', '4 December');
    await ann.submit({ text: whole }, { button: 'Send to Jonas' });
    const mails = await mailed(2);
    expect(mails.find(each => each.to === 'jonas@example.com')?.text).toContain(whole);
  });

  test('by command: a list has buttons that open the form, and of two editors the second keeps every word', async () => {
    const { ann, ben, room, shop, sees } = await begin();
    const { store } = shop.running.house.parts;
    await ben.slash(room, 'replies add');
    await ben.press(await sees(ben, /Press Write one/), 'saved.add');
    await ben.submit({ title: 'Refund', text: 'It is on its way, {name}.', owner: 'nobody' });
    await expect.poll(async () => (await store.savedOffered()).length).toBe(1);
    const { id } = (await store.savedOffered())[0]!;
    await ann.slash(room, 'replies edit refund');
    await ann.press(await sees(ann, /Refund · nobody keeps it/), 'saved.edit');
    await store.commit([{ do: 'update', table: 'savedReplies', id, set: { version: 2, text: 'Theirs.' } }]);
    await ann.submit({ text: 'Mine.' });
    const again = ann.openDialog()!;
    expect(wordsOf(again.card)).toContain('Somebody else changed "Refund" while you were writing');
    expect(partsOf(again.card).find(each => each.id === 'in-text')!.value).toBe('Mine.');
    await ann.submit({}, { button: 'Save as a new one' });
    await expect.poll(async () => (await store.savedOffered()).length).toBe(2);
  });
});
