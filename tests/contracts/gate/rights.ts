/** Who counts: people of the room, and nobody else; whoever does not is told so, where there is a way. */
import { describe, expect, test } from 'vitest';
import { begin, seen, type Trial } from './trial.ts';

export function rights(trial: Trial): void {
  const { driver } = trial;
  describe('a press', () => {
    for (const because of ['stranger', 'not-in-room'] as const) {
      if (because === 'not-in-room' && driver.lacks.rooms) continue;
      test(`by whoever is ${because === 'stranger' ? 'none of the team' : 'not in the room'} does nothing, and says so to them alone`, async () => {
        const at = await begin(trial, false);
        const those = at.outsiders.filter(each => each.because === because);
        expect(those.length).toBeGreaterThan(0);
        const before = await at.card(at.ref);
        for (const { who, hands } of those) {
          const told = await hands.told(at.ref);
          await hands.press(at.ref, 'enquiry.claim');
          await at.idle();
          expect([who, await at.card(at.ref)]).toEqual([who, before]);
          expect([who, await at.posts(at.ref)]).toEqual([who, []]);
          expect([who, (await hands.told(at.ref)).length > told.length]).toEqual([who, true]);
        }
        await at.ben.press(at.ref, 'enquiry.claim');
        await at.idle();
        expect((await at.posts(at.ref)).join()).toContain('Ben claimed this');
      });
    }

    test('of Send by a colleague, who is not its author, sends nothing', async () => {
      const at = await begin(trial);
      // In doubt there is a preview in either mode.
      await at.ann.write(at.ref, 'Ask @kettleco about it');
      await (await seen(at.ann, at.ref, 'Ask @kettleco')).send({ by: at.ben });
      expect(await at.got()).toEqual([]);
    });

    if (driver.lacks.rooms)
      test(`counts from everybody, for there ${driver.lacks.rooms}`, async () => {
        for (const who of ['ann', 'ben', 'zoe'] as const) {
          const at = await begin(trial, false);
          await at[who].press(at.ref, 'enquiry.claim');
          await at.idle();
          expect((await at.posts(at.ref)).join()).toContain(`${at[who].name} claimed this`);
        }
      });
  });

  test('what a colleague writes in a thread that is another’s stays among colleagues', async () => {
    const at = await begin(trial);
    await at.ben.write(at.ref, 'I would say no');
    await at.zoe.write(at.ref, 'So would I');
    expect(await at.got()).toEqual([]);
    expect(await at.ben.preview(at.ref, 'I would say no')).toBeNull();
  });
}
