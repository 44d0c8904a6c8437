/** `//` keeps words among colleagues, wherever people put it; on a later line it is a reason to ask. */
import { describe, expect, test } from 'vitest';
import { begin, seen, type Trial } from './trial.ts';

const TALK = [
  '// ask Tom first',
  '  // ask Tom first',
  '//ask Tom first',
  '\n// ask Tom first',
  '> // ask Tom first',
  '- // ask Tom first',
  '“// ask Tom first”',
  '👀 // ask Tom first',
  '\u200b// ask Tom first',
  '／／ ask Tom first',
];
/** Only a press lets these out. */
const IN_DOUBT = ['Thanks for writing.\n// what a nuisance', 'Thanks for writing. // what a nuisance'];

export function markers(trial: Trial): void {
  describe('two strokes', () => {
    test('before the first words keep a message among colleagues', async () => {
      const at = await begin(trial);
      for (const text of TALK) await at.ann.write(at.ref, text);
      expect(await at.got()).toEqual([]);
      expect(await at.ann.told(at.ref)).not.toContain('ask Tom');
    }, 60_000);

    test('further on leave only by a press', async () => {
      const at = await begin(trial);
      for (const text of IN_DOUBT) await at.ann.write(at.ref, text);
      expect(await at.got()).toEqual([]);
      for (const text of IN_DOUBT) expect((await seen(at.ann, at.ref, text)).words).toContain('nuisance');
    }, 60_000);

    test('that come with an edit take back what has not left', async () => {
      const at = await begin(trial);
      for (const text of ['// ask Tom first', ...IN_DOUBT]) {
        const post = await at.ann.write(at.ref, 'It is on us');
        await at.letOut(at.ann, 'It is on us');
        await at.ann.edit(at.ref, post, text);
      }
      expect(await at.got()).toEqual([]);
    }, 60_000);
  });
}
