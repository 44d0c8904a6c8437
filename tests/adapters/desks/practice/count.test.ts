import { expect, test } from 'vitest';
import { axe, complaints } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { boardOfEach } from '../../../kit/on-board.ts';
import { openShop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('the practice desk, on both sides of the wall', () => {
  const browser = browserForAll();
  const beside = boardOfEach();

  test('says which side a reply is for, how long it is while somebody types, and leads elsewhere where it must', async () => {
    const { board, yaml } = await beside();
    const shop = await openShop({ yaml });
    const context = await browser().newContext();
    try {
      board.write({ id: 'q1', kind: 'question', from: 'maya', name: 'maya', text: 'When do you open?', answers: null });
      const page = await context.newPage();
      const wrong = complaints(page);
      await page.goto(shop.url);
      const card = page.getByRole('article', { name: /PUBLIC · Customer maya/ });
      await card.getByText('PUBLIC', { exact: true }).waitFor();
      await card.getByRole('button', { name: 'Reply', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'PUBLIC reply to maya' });
      await dialog.getByText('0 of 100 characters').waitFor();
      await dialog.getByLabel('Your reply').pressSequentially('See https://shop.example/hours', { delay: 10 });
      await dialog.getByText('24 of 100 characters').waitFor();
      await dialog.getByLabel('Your reply').fill('x'.repeat(101));
      await dialog.getByText('101 of 100 characters: 1 too many').waitFor();
      expect(await axe(page)).toEqual([]);
      await dialog.getByLabel('Your reply').fill('From ten to four.');
      await dialog.getByRole('button', { name: 'Preview the PUBLIC reply' }).click();
      await page.getByText(/^PUBLIC reply to maya .*everyone can read it$/).waitFor();
      expect(board.got).toEqual([]);
      await page.getByRole('button', { name: 'Send publicly', exact: true }).click();
      await until(() => board.got.length === 1, 'the answer on the board');

      board.write({
        id: 'q2',
        kind: 'question',
        from: 'ben',
        name: 'ben',
        text: 'And now?',
        answers: null,
        closed: true,
      });
      const closed = page.getByRole('article', { name: /Customer ben/ });
      await closed.getByText('The board has closed this question.').waitFor();
      const link = closed.getByRole('link', { name: 'Open the board' });
      expect(await link.getAttribute('href')).toBe('https://board.example/answer?words=');
      expect(await link.getAttribute('rel')).toBe('noreferrer');
      expect(await closed.getByRole('button', { name: 'Reply', exact: true }).count()).toBe(0);
      expect(await axe(page)).toEqual([]);
      expect(wrong).toEqual([]);
    } finally {
      await context.close();
      await shop.stop();
    }
  });
});
