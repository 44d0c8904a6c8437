/** The program is killed the moment it said that it has something: nothing of it is lost, and nothing comes twice. */
import { expect, test } from 'vitest';
import { until } from '../../kit/world.ts';
import { begin, seen, type Trial } from './trial.ts';

export function crashes(trial: Trial): void {
  test('between what was taken in and what it leads to: one claim, one reply, no word between colleagues', async () => {
    const at = await begin(trial, false);
    const { program, ref } = at;
    await at.ann.press(ref, 'enquiry.claim');
    await at.ann.write(ref, 'One reply', { times: 2 });
    await at.ann.write(ref, '// a word between us');
    await at.delivered();
    await program.crash();
    // Nobody heard whether it was taken in: it comes once more.
    await at.redeliver();
    if (trial.mode === 'preview')
      await until(() => at.ann.preview(ref, 'One reply'), 'the preview', 60_000).then(preview => preview.send());
    await until(async () => (await program.got(at.address)).length > 0, 'the reply', 60_000);
    expect(await at.got()).toEqual(['One reply']);
    const posts = (await at.posts(ref)).join('\n');
    expect(posts.match(/claimed this/g)).toHaveLength(1);
  }, 180_000);

  test('after a deletion was taken in: the reply does not leave', async () => {
    const at = await begin(trial);
    const { program, ref } = at;
    const post = await at.ann.write(ref, 'Not this');
    if (trial.mode === 'preview') await (await seen(at.ann, ref, 'Not this')).send();
    else await at.delivered();
    await at.ann.remove(ref, post);
    await at.delivered();
    await program.crash();
    expect(await at.got()).toEqual([]);
  }, 180_000);
}
