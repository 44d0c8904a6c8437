/** What people do arrives in any order: the newest edit holds, and what was deleted stays so. */
import { describe, expect, test } from 'vitest';
import { begin, seen, type Trial } from './trial.ts';

export function order(trial: Trial): void {
  describe('an edit', () => {
    test('in the hold is what the customer gets', async () => {
      const at = await begin(trial);
      const post = await at.ann.write(at.ref, 'Your price is 10');
      await at.letOut(at.ann, 'Your price is 10');
      await at.ann.edit(at.ref, post, 'Your price is 20');
      expect(await at.got()).toEqual(['Your price is 20']);
    });

    test('that is older and arrives after a newer one changes nothing', async () => {
      const at = await begin(trial);
      const post = await at.ann.write(at.ref, 'Your price is 10');
      await at.letOut(at.ann, 'Your price is 10');
      await at.ann.edit(at.ref, post, 'We pay 5 for it, tell nobody', { keptBack: true });
      await at.ann.edit(at.ref, post, 'Your price is 20');
      await at.arrive();
      expect(await at.got()).toEqual(['Your price is 20']);
    });

    test('that is older than a deletion does not bring the words back', async () => {
      const at = await begin(trial);
      const post = await at.ann.write(at.ref, 'Your price is 10');
      await at.letOut(at.ann, 'Your price is 10');
      await at.ann.edit(at.ref, post, 'Your price is 15', { keptBack: true });
      await at.ann.remove(at.ref, post);
      await at.arrive();
      expect(await at.got()).toEqual([]);
      expect((await at.posts(at.ref)).join('\n')).not.toContain('15');
    });

    test('before its message is known sends nothing by itself, and the newer words are the ones to send', async () => {
      const at = await begin(trial);
      const post = await at.ann.write(at.ref, 'The first words', { keptBack: true });
      await at.ann.edit(at.ref, post, 'The better words');
      await at.idle();
      await at.arrive();
      expect(await at.got()).toEqual([]);
      expect(await at.ann.preview(at.ref, 'The first words')).toBeNull();
      await (await seen(at.ann, at.ref, 'The better words')).send();
      expect(await at.got()).toEqual(['The better words']);
    });

    test('that makes it team talk before its message is known keeps it among colleagues', async () => {
      const at = await begin(trial);
      const post = await at.ann.write(at.ref, 'what an unpleasant person', { keptBack: true });
      await at.ann.edit(at.ref, post, '// what an unpleasant person');
      await at.idle();
      await at.arrive();
      expect(await at.got()).toEqual([]);
      expect(await at.ann.preview(at.ref, 'unpleasant')).toBeNull();
    });
  });

  describe('a deletion', () => {
    test('in the hold takes the reply back', async () => {
      const at = await begin(trial);
      const post = await at.ann.write(at.ref, 'Not this');
      await at.letOut(at.ann, 'Not this');
      await at.ann.remove(at.ref, post);
      expect(await at.got()).toEqual([]);
    });

    test('before its message is known keeps it from the customer', async () => {
      const at = await begin(trial);
      const post = await at.ann.write(at.ref, 'Not this', { keptBack: true });
      await at.ann.remove(at.ref, post);
      await at.idle();
      await at.arrive();
      expect(await at.got()).toEqual([]);
      expect(await at.ann.preview(at.ref, 'Not this')).toBeNull();
    });
  });
}
