/** Five hundred answers for everybody, as long as they may be: strangers search them. */
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { makeArticleIndex } from '../../src/knowledge/articles.ts';
import type { ArticleRow } from '../../src/ports/insight-rows.ts';
import { cpuMs } from '../kit/cost.ts';

const ALL = Array.from({ length: 500 }, (_, i) => ({
  id: `art_${i.toString(36)}`,
  title: `How do I clean kettle number ${i} at home?`,
  text: `Take the lid off kettle ${i} and rinse it with wäter. `.repeat(80).slice(0, 3_000),
})) as unknown as ArticleRow[];
const store = {
  articlesStamp: async () => 'one',
  publishedArticles: async () => ALL,
  articleQuestions: async () => [],
  pastById: async () => [],
};
const open = () => makeArticleIndex({ store: store as never, clock: { sleep: async () => void (await turn()) } });

describe('500 answers of 3,000 characters', () => {
  test('are put in a few at a time: others have their turn meanwhile', async () => {
    let turns = 0;
    let isDone = false;
    const built = open()
      .answering('How do I clean my kettle?', ALL)
      .then(() => {
        isDone = true;
      });
    while (!isDone) {
      await turn();
      turns++;
    }
    await built;
    expect(turns).toBeGreaterThan(10);
  });

  test('are searched again and again for little: a stranger may ask sixty times at once', async () => {
    const index = open();
    await index.answering('How do I clean my kettle?', ALL);
    await index.like('kettle', ALL);
    const spent = await cpuMs(async () => {
      for (let i = 0; i < 60; i++) await index.like(`how do i clean my kettle ${i}`, ALL);
    });
    // Some 4 s while each search read every text anew; now a tenth of that.
    expect(spent).toBeLessThan(1_200);
  });
});
