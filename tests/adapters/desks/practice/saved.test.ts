import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { card, deskPages, openThread } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

const PHONE = { width: 390, height: 844 };

describeInBrowser('saved replies on a phone', { timeout: 60_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });
  const mail = (n: number, from: string) =>
    shop.mail({ from, subject: `Where is my parcel, ${n}?`, text: `My order KX-447${n} has not come.` });

  test('one is saved from what was sent, found by typing, filled in, and sent to the next customer', async () => {
    await mail(1, 'Maya Patel <maya@example.com>');
    const [first] = await shop.cards(1);
    await shop.reply('Ben', first!.thread, 'Hi Maya,\nwe are sorry. KX-4471 comes on 3 December.\nBen');
    const page = await desk.open({ ...PHONE, person: 'Ben' });
    const thread = await openThread(page, 1);
    await thread.getByRole('button', { name: 'Save as reply' }).click();
    const form = page.getByRole('dialog', { name: 'A saved reply' });
    await form.waitFor();
    expect(await form.getByLabel('Text', { exact: true }).inputValue()).toBe(
      'Hi {name},\nwe are sorry. {their number} comes on {date}.\n{my name}',
    );
    await form.getByLabel('Title').fill('Parcel late');
    expect(await axe(page)).toEqual([]);
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await until(async () => (await shop.running.house.parts.store.savedOffered()).length === 1, 'the saved reply');

    await mail(2, 'Jonas Weber <jonas@example.com>');
    await page.goBack();
    await card(page, 2).getByRole('button', { name: 'Reply', exact: true }).click();
    const reply = page.getByRole('dialog', { name: 'Reply to Jonas Weber' });
    const words = reply.getByLabel('Your reply');
    await words.fill('Hello Jonas, thanks for writing.');
    const list = reply.getByRole('combobox', { name: /^Begin with/ });
    await list.fill('parc');
    const option = reply.getByRole('option', { name: /^Parcel late/ });
    await option.waitFor();
    expect(await axe(page)).toEqual([]);
    const box = (await option.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(PHONE.width);
    expect(box.height).toBeGreaterThanOrEqual(44);
    await list.press('ArrowDown');
    await list.press('Enter');
    await reply.getByText('Began with "Parcel late".').waitFor();
    expect(await words.inputValue()).toBe(
      'Hello Jonas, thanks for writing.\n\nHi Jonas,\nwe are sorry. {their number} comes on {date}.\nBen',
    );
    await words.fill('Hi Jonas,\nwe are sorry. KX-4472 comes on 4 December.\nBen');
    await reply.getByRole('button', { name: 'Send to Jonas', exact: true }).click();
    await until(async () => (await shop.mailbox()).length === 2, 'the second mail');
    const [sent] = await shop.mailbox();
    expect(sent).toMatchObject({ to: 'jonas@example.com' });
    expect(sent!.text).toMatch(/^Hi Jonas,\s+we are sorry\. KX-4472 comes on 4 December\./);
    expect(desk.wrong).toEqual([]);
  });

  test('Escape closes the list and not the form, and a second editor keeps every word', async () => {
    await mail(1, 'Maya Patel <maya@example.com>');
    const page = await desk.open({ ...PHONE, person: 'Ben' });
    const box = page.getByLabel('/desk');
    await box.fill('replies add');
    await box.press('Enter');
    await page.getByRole('button', { name: 'Write one' }).click();
    const form = page.getByRole('dialog', { name: 'A saved reply' });
    await form.getByLabel('Title').fill('Refund');
    await form.getByLabel('Text', { exact: true }).fill('It is on its way, {name}.');
    await form
      .getByLabel('Who keeps it up to date?')
      .selectOption({ label: 'Nobody in particular: anyone may change it' });
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved "Refund".').waitFor();
    await page.getByRole('button', { name: 'Edit "Refund"' }).click();
    const edit = page.getByRole('dialog', { name: 'Edit a saved reply' });
    await edit.getByLabel('Text', { exact: true }).fill('Mine.');
    const { store } = shop.running.house.parts;
    const { id } = (await store.savedOffered())[0]!;
    await store.commit([{ do: 'update', table: 'savedReplies', id, set: { version: 2, text: 'Theirs.' } }]);
    await edit.getByRole('button', { name: 'Save', exact: true }).click();
    await edit.getByText(/^Somebody else changed "Refund" while you were writing/).waitFor();
    expect(await edit.getByLabel('Text', { exact: true }).inputValue()).toBe('Mine.');
    await edit.getByRole('button', { name: 'Save as a new one' }).click();
    await until(async () => (await store.savedOffered()).length === 2, 'the new one');

    await card(page, 1).getByRole('button', { name: 'Reply', exact: true }).click();
    const reply = page.getByRole('dialog', { name: 'Reply to Maya Patel' });
    await reply.getByRole('combobox', { name: /^Begin with/ }).click();
    await reply.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await reply.getByRole('listbox').waitFor({ state: 'detached' });
    expect(await reply.isVisible()).toBe(true);
  });
});
