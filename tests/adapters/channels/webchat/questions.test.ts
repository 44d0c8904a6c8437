/** A few questions after a visitor's own words: which are asked, skipped, answered with hostile words, and seen on the card. */
import { expect, test } from 'vitest';
import { questionsFor } from '../../../../adapters/channels/webchat/questions.ts';
import { axe } from '../../../kit/browser.ts';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { box, launcher, lines, panel, say } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const SHOTS = process.env.SHOTS;
const SETTINGS = ['questions: ["parcel, liefer: Order number", "parcel: Since when?", "refund: IBAN"]'];

test('only what fits their words is asked, three at most', () => {
  const of = (about: string[], name: string) => ({ about, name });
  const all = [of(['parcel'], 'Order'), of([], 'Town'), of(['refund'], 'IBAN'), of(['parcel'], 'Day'), of([], 'Size')];
  expect(questionsFor(all, 'Where are my PARCELS?')).toEqual(['Order', 'Town', 'Day']);
  expect(questionsFor(all, 'Unparcelled')).toEqual(['Town', 'Size']);
});

describeInBrowser('questions after the first message', { timeout: 150_000 }, () => {
  const openHost = chatHosts();

  test('are answered into fields of the card, can be skipped, and keep nobody from writing on', async () => {
    const host = await openHost({ settings: SETTINGS });
    const { shop } = host;
    const { page } = await host.open({ viewport: { width: 390, height: 700 } });
    await launcher(page).click();
    await say(page, 'Where is my parcel?');
    const order = panel(page).getByLabel('Order number');
    await order.waitFor();
    // The person was reached before anything was asked.
    await shop.cards(1);
    expect(await panel(page).getByLabel('IBAN').count()).toBe(0);
    expect(await box(page).isEnabled()).toBe(true);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/questions.png` });
    expect(await axe(page)).toEqual([]);
    await order.fill('<b>KX-1</b> "*_~` <!channel>');
    await panel(page).getByRole('button', { name: 'Send' }).first().click();
    await until(
      async () => (await lines(page)).includes('Order number: <b>KX-1</b> "*_~` <!channel>'),
      'the answer in the chat',
    );
    const card = await until(
      async () => (await shop.cards(1)).find(each => each.card.message.details.length > 1)?.card,
      'the field on the card',
    );
    expect(card.message.details).toContainEqual(
      expect.objectContaining({ label: 'Order number', value: '<b>KX-1</b> "*_~` <!channel>' }),
    );
    expect(await order.count()).toBe(0);

    const second = await host.open({ viewport: { width: 390, height: 700 } });
    await launcher(second.page).click();
    await say(second.page, 'My parcel is late');
    await panel(second.page).getByRole('button', { name: 'Skip' }).click();
    await say(second.page, 'Hello?');
    await until(async () => (await lines(second.page)).length === 2, 'both lines and nothing else');
    expect(await panel(second.page).getByLabel('Order number').count()).toBe(0);
  });
});
