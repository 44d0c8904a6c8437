/** Not alone, on the practice desk: in a browser, as people with a phone see it. */
import { mkdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR } from '../../../../src/core/time.ts';
import { job } from '../../../../src/ports/jobs.ts';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { card, deskPages, threadOf } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';

describeInBrowser('not alone on the practice desk', { timeout: 60_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });
  const PHONE = { width: 390, height: 844 };
  const fits = (page: Awaited<ReturnType<typeof desk.open>>) =>
    page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

  test('an owner who is away: the room is asked, and one press on a phone takes it', async () => {
    const chat = await shop.chat();
    await chat.send('Do you ship to Denmark?');
    const [{ thread, card: first }] = (await shop.cards(1)) as [Awaited<ReturnType<Shop['cards']>>[number]];
    await shop.press('Ann', thread, { id: 'enquiry.claim', value: first.enquiryId });
    await shop.act('Ann', { do: 'command', text: 'away' });
    const page = await desk.open({ ...PHONE, person: 'Ben' });
    await card(page, 1).getByText('Ann', { exact: false }).first().waitFor();
    await chat.send('Hello?');
    const room = page.getByRole('region', { name: 'Room' });
    const asked = room.getByText(/wrote again\. Ann is away\. Who takes it\?/);
    await asked.waitFor();
    expect(await fits(page)).toBeLessThanOrEqual(0);
    expect(await axe(page)).toEqual([]);
    await picture(page, 'offer');
    await room.locator('.line', { hasText: 'Who takes it?' }).getByRole('button', { name: 'Claim' }).click();
    await threadOf(page, 1).getByText('Ben took over from Ann.').waitFor();
    await picture(page, 'taken');
    expect(desk.wrong).toEqual([]);
  });

  test('stuck, told when they answer, resolved on a day: from the menu of a card on a phone', async () => {
    await shop.mail({ from: 'Maya <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
    const [{ thread, card: first }] = (await shop.cards(1)) as [Awaited<ReturnType<Shop['cards']>>[number]];
    await shop.press('Ann', thread, { id: 'enquiry.claim', value: first.enquiryId });
    const ann = await desk.open({ ...PHONE, person: 'Ann' });
    const choose = async (page: typeof ann, label: string) => {
      await card(page, 1).getByLabel('More for enquiry 1').click();
      await page.getByRole('menuitem', { name: label }).click();
    };
    await choose(ann, 'Stuck? Ask the room');
    await threadOf(ann, 1)
      .getByText(/Ann would like some help/)
      .waitFor();
    await picture(ann, 'stuck');
    const ben = await desk.open({ ...PHONE, person: 'Ben' });
    await choose(ben, 'Tell me when they answer');
    await threadOf(ben, 1).getByText('You will be told once, privately').waitFor();
    await picture(ben, 'follow');
    const again = await desk.open({ ...PHONE, person: 'Ann' });
    await choose(again, 'Resolve with a reason');
    const form = again.getByRole('dialog');
    await form.getByLabel('When?').selectOption({ index: 2 });
    await picture(again, 'resolve-form');
    expect(await axe(again)).toEqual([]);
    await form.getByRole('button', { name: 'Resolve', exact: true }).click();
    await threadOf(again, 1)
      .getByText(/Will be resolved on .* unless Maya writes/)
      .first()
      .waitFor();
    await picture(again, 'planned');
    expect(desk.wrong).toEqual([]);
  });

  test('the morning line leads to the threads, and its button lists what is open to whoever presses it', async () => {
    for (const [i, name] of ['Maya', 'Leo', 'Zoe'].entries()) {
      await shop.mail({ from: `${name} <c${i}@example.com>`, subject: 'The lid', text: 'It rattles.' });
      await shop.cards(i + 1);
    }
    const { parts } = shop.running.house;
    const [room] = await parts.store.rooms();
    await shop.running.engine.rows('update enquiries set waiting_since = waiting_since - ?', [2 * HOUR]);
    const now = parts.clock.now();
    const due = { roomId: room!.id, day: '2026-06-01', at: now, since: now - 12 * HOUR };
    await parts.recorder.enqueue([job('room.morning', 'morning:test', due)]);
    const page = await desk.open({ ...PHONE, person: 'Ben' });
    const line = page.locator('.line', { hasText: 'Good morning.' });
    await line.getByText('Waiting longest:').waitFor();
    await picture(page, 'morning');
    expect(await axe(page)).toEqual([]);
    await line.getByRole('button', { name: 'Show what is open' }).click();
    await page.getByRole('group', { name: 'Answer' }).getByText('#3').waitFor();
    await line.getByRole('button', { name: '#2' }).click();
    await threadOf(page, 2).waitFor();
    expect(desk.wrong).toEqual([]);
  });
});

/** For whoever wants to look: with PICTURES a folder of them. */
async function picture(page: { screenshot(options: { path: string }): Promise<unknown> }, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}
