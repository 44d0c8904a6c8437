/** A message that addresses a colleague, or everybody, stays among colleagues; an address of the web is not a mention. */
import { describe, expect, test } from 'vitest';
import { begin, seen, type Trial } from './trial.ts';

const AROUND: ((mention: string) => string)[] = [
  it => `${it} between us: is her warranty void?`,
  it => `Is her warranty void, ${it}`,
  it => `Is her warranty void ${it}?`,
  it => `${it}, is her warranty void?`,
  it => `Is her warranty void (${it})`,
  it => `“${it}” knows whether it is void`,
  it => `That is for ${it}'s eyes`,
  it => `Thanks for writing.\n${it} is her warranty void?`,
  it => `Two things:\n- a lid\n- ${it} is her warranty void?`,
  it => `> ${it} is her warranty void?`,
];

/** Nobody is addressed; the customer gets it as it stands. */
const NOBODY = [
  'Write to ben@example.com, please.',
  'Or to ann.b+c@ben.example and info@here.example',
  'Our code is a@b',
  'See https://example.com/@ben/pictures for more',
  'Three lids @ 20 EUR each, @ 5 % off',
  'Ben will call you, and so will everybody here.',
];

/** May be a colleague, or not: only a press lets it out. */
const DOUBTFUL = ['See @kettleco for pictures', 'Priyanka knows, ask @Priyanka', 'Thanks.\n@nobody_yet can you look?'];

export function mentions(trial: Trial): void {
  describe('a mention', () => {
    test('keeps a message among colleagues, however and wherever it stands', async () => {
      const at = await begin(trial);
      // Whoever is mentioned by name alone has been seen here before.
      for (const who of [at.ben, at.zoe]) await who.write(at.ref, '// I am here');
      await at.idle();
      const written: string[] = [];
      for (const { text } of at.mentions)
        for (const around of AROUND) {
          written.push(around(text));
          await at.ann.write(at.ref, around(text));
        }
      expect(await at.got()).toEqual([]);
      const previews = await at.ann.told(at.ref);
      expect(previews).not.toMatch(/warranty|void|eyes/);
      // Everything else still goes its way.
      await at.ann.write(at.ref, 'Dear customer, it is on us.');
      await at.letOut(at.ann, 'Dear customer, it is on us.');
      expect(await at.got()).toEqual(['Dear customer, it is on us.']);
    }, 120_000);

    test('is none in an address, in a link, and where an @ stands for a price', async () => {
      const at = await begin(trial);
      for (const text of NOBODY) {
        await at.ann.write(at.ref, text);
        await at.letOut(at.ann, text);
      }
      expect((await at.got()).sort()).toEqual([...NOBODY].sort());
    }, 60_000);

    test('of somebody whom nobody knows yet leaves only by a press', async () => {
      const at = await begin(trial);
      for (const text of DOUBTFUL) await at.ann.write(at.ref, text);
      expect(await at.got()).toEqual([]);
      const [first = ''] = DOUBTFUL;
      await (await seen(at.ann, at.ref, first)).send();
      expect(await at.got()).toEqual([first]);
    }, 60_000);

    test('that comes with an edit takes back what has not left', async () => {
      const at = await begin(trial);
      const [mention] = at.mentions;
      for (const text of [`${mention!.text} is that so?`, 'I ask @Priyanka first']) {
        const post = await at.ann.write(at.ref, 'It is on us');
        await at.letOut(at.ann, 'It is on us');
        await at.ann.edit(at.ref, post, text);
      }
      expect(await at.got()).toEqual([]);
    }, 60_000);
  });
}
