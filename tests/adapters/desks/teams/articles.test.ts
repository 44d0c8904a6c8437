import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { partsOf, wordsOf } from '../../../kit/far-sides/teams/cards.ts';

const begin = teamsShopOfEach();

describe('answers for everybody, from Teams', () => {
  test('one is written, refused while it has a blank, published, changed by its keeper and taken off the page', async () => {
    const { ben, room, shop, sees } = await begin();
    const { store } = shop.running.house.parts;
    await ben.slash(room, 'answers');
    await ben.press(await sees(ben, /No answers are published yet/), 'article.add');
    await ben.submit({ title: 'When do you open?', text: 'At nine, {name}.' });
    expect(wordsOf(ben.openDialog()!.card)).toContain('nothing fills in {name}');
    await ben.submit({ text: 'At nine.' });
    await expect.poll(async () => (await store.publishedArticles()).length).toBe(1);
    await ben.slash(room, 'answers edit when');
    await ben.press(await sees(ben, /When do you open\? · Ben keeps it/), 'article.edit');
    expect(partsOf(ben.openDialog()!.card).find(each => each.id === 'in-text')!.value).toBe('At nine.');
    await ben.submit({ text: 'At ten.' });
    await expect.poll(async () => (await store.publishedArticles())[0]?.text).toBe('At ten.');
    await ben.slash(room, 'answers retire when do you open?');
    await sees(ben, /is off the page/);
    expect(await store.publishedArticles()).toEqual([]);
  });
});
