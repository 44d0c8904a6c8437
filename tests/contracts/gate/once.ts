/** Whatever comes twice, or runs twice, has one effect. */
import { describe, expect, test } from 'vitest';
import { until } from '../../kit/world.ts';
import { begin, seen, type Trial } from './trial.ts';

const times = (all: string[], words: string) => all.filter(each => each.includes(words)).length;

export function once(trial: Trial): void {
  const { driver } = trial;
  describe('once only', () => {
    test('a message that is delivered eleven times, and its Send five times', async () => {
      const at = await begin(trial);
      await at.ann.write(at.ref, 'Only one of me', { times: 11 });
      if (trial.mode === 'preview') await (await seen(at.ann, at.ref, 'Only one of me')).send({ times: 5 });
      expect(await at.got()).toEqual(['Only one of me']);
      expect(times(await at.posts(at.ref), 'Only one of me')).toBe(1);
    });

    test('a form that is sent off twice', async () => {
      const at = await begin(trial);
      await at.ann.reply(at.ref, 'Out of the form', { times: 2 });
      expect(await at.got()).toEqual(['Out of the form']);
      expect(times(await at.posts(at.ref), 'Out of the form')).toBe(1);
    });

    test('everything that was done, though each job of it runs a second time', async () => {
      const at = await begin(trial, false);
      const again = at.program.rerun(['desk.act', 'desk.event']);
      await at.ann.press(at.ref, 'enquiry.claim');
      await at.idle();
      const post = await at.ann.write(at.ref, 'One price');
      await at.letOut(at.ann, 'One price');
      await at.ann.edit(at.ref, post, 'The right price');
      await at.ann.write(at.ref, '// a word between us');
      expect(await at.got()).toEqual(['The right price']);
      const before = await at.posts(at.ref);
      await again();
      expect(await at.got()).toEqual(['The right price']);
      expect(await at.posts(at.ref)).toEqual(before);
    }, 60_000);

    test('a post whose answer was lost, or whose job ran twice', async () => {
      const at = await begin(trial);
      if (!driver.lacks['far-side'] && !at.loseAnswer)
        throw new Error('A desk with a far side brings a way to lose its answer.');
      const again = at.program.rerun(['thread.message', 'thread.line']);
      at.loseAnswer?.();
      await at.program.mail(at.address, 'And the handle is loose.');
      await until(async () => times(await at.posts(at.ref), 'handle is loose') > 0, 'it is shown', 20_000);
      await at.idle();
      await again();
      await at.idle();
      expect(times(await at.posts(at.ref), 'handle is loose')).toBe(1);
    }, 60_000);

    test('a customer’s file', async () => {
      const at = await begin(trial);
      const again = at.program.rerun(['thread.message', 'thread.files']);
      await at.program.mail(at.address, 'Here it is.', { name: 'rattle.txt', content: 'clack' });
      await until(async () => (await at.files(at.ref)).length > 0, 'the file is there', 20_000);
      await at.idle();
      await again();
      await at.idle();
      expect(await at.files(at.ref)).toEqual(['rattle.txt']);
    }, 60_000);

    if (!driver.lacks.files)
      test('a colleague’s file beside a message that is delivered eleven times', async () => {
        const at = await begin(trial);
        const again = at.program.rerun(['desk.act', 'desk.event']);
        const file = { name: 'bill.txt', content: 'You owe us nothing.' };
        await at.ann.write(at.ref, 'Here is the bill', { times: 11, file });
        if (trial.mode === 'preview') await (await seen(at.ann, at.ref, 'Here is the bill')).send({ times: 5 });
        expect(await at.got()).toEqual(['Here is the bill']);
        await again();
        await at.idle();
        expect(await at.program.files(at.address)).toEqual(['bill.txt']);
      }, 60_000);

    test('what is said in the room', async () => {
      const at = await begin(trial);
      const words = `The mailbox of ${at.address} is back.`;
      at.program.notice(words);
      await at.idle();
      expect(times(await at.notices(), words)).toBe(1);
    });
  });
}
