import { describe, expect, it } from 'vitest';
import { impersonal, impersonator, withoutNumbers } from '../../src/insight/impersonal.ts';
import { cpuMs } from '../kit/cost.ts';
import { LOCALES, leaksOf, personalText } from '../kit/personal-texts.ts';

/** Messages of each locale. */
const TEXTS = 60;
/** Seeds that nothing was tuned on. */
const FROM_SEED = 90_000;

describe('what says who somebody is', () => {
  it.each(LOCALES)('is taken out of what was written in %s: 98 % of it, and the rest stays readable', locale => {
    let [planted, leaked, words, kept] = [0, 0, 0, 0];
    const left: string[] = [];
    for (let seed = FROM_SEED; seed < FROM_SEED + TEXTS; seed++) {
      const made = personalText(locale, seed);
      const { text } = impersonal(made.text, { names: made.known });
      const leaks = leaksOf(withoutNumbers(text), made);
      planted += made.planted.length;
      leaked += leaks.length;
      left.push(...leaks.map(each => `seed ${seed}: ${each.kind} ${each.piece} in ${text}`));
      for (const about of made.innocent)
        for (const word of about.match(/\p{L}+/gu) ?? []) {
          words++;
          if (text.includes(word)) kept++;
        }
    }
    expect(planted).toBeGreaterThan(100);
    expect(1 - leaked / planted, left.join('\n')).toBeGreaterThanOrEqual(0.98);
    expect(kept / words).toBeGreaterThanOrEqual(0.97);
  });

  it('is told apart from what says nothing of anybody', () => {
    const said =
      'I ordered 12 rolls for £14.50 on Monday at 10:30 and got 8, 500 g each, 20 % too few. Two of them were burnt.';
    expect(impersonal(said, { names: [] }).text).toBe(said);
  });

  it('is known by what a mail program says, in small letters, in parts and with a telephone of theirs', () => {
    const { text } = impersonal('zorvex here again, ring 0 20-79 46 now. mabutovsky will know', {
      names: ['Zorvex Mabutovsky', 'zorvex.m@example.com'],
      numbers: ['0207946'],
    });
    expect(text).toBe('[name 1] here again, ring [number 1] now. [name 2] will know');
  });

  it('comes back where it stood', () => {
    const given = 'Order AB-10-2245 for Maya Patel, 12 Acacia Avenue, Leeds LS1 4AB, call 07700 900123.\nMaya';
    const one = impersonator({ names: ['Maya Patel'] });
    const taken = one.take(given);
    for (const each of ['Maya', 'Patel', '2245', 'Acacia', 'LS1', '900123']) expect(taken).not.toContain(each);
    expect(one.putBack(taken)).toBe(given);
  });

  it('has the same token in several texts, and nobody can write one', () => {
    const one = impersonator({ names: ['Maya Patel', 'Ann Lee'] });
    expect(one.take('Maya asks about [name 1]')).toBe('[name 1] asks about (name 1)');
    expect(one.take('Ann answered Maya')).toBe('[name 2] answered [name 1]');
    expect(one.replaced.map(each => each.original)).toEqual(['Maya', 'Ann']);
    expect(one.putBack('Dear [name 1], [name 2] will see to it. [name 9]')).toBe(
      'Dear Maya, Ann will see to it. [name 9]',
    );
  });

  it.each([
    '- ',
    '. ',
    '-',
    'a-b ',
    'A-b ',
    'order - ',
    'order: ',
    '# ',
    '1- ',
    'Mr ',
    'J. ',
    'van ',
    ': ',
    'Am ',
    '12 ',
    '@ ',
  ])('takes less than two seconds of a processor in 6,000 characters of "%s"', piece => {
    const text = piece.repeat(6_000 / piece.length);
    expect(cpuMs(() => void impersonal(text, { names: ['Maya Patel'] }))).toBeLessThan(2_000);
    expect(cpuMs(() => void impersonal(`order ${text} 4711-22`, { names: ['Maya Patel'] }))).toBeLessThan(2_000);
  });

  it('takes no long time for what was written to take long', () => {
    for (const hostile of [
      'a '.repeat(9_000),
      'Aa'.repeat(9_000),
      '1 '.repeat(9_000),
      'St. '.repeat(4_000),
      '\ue000'.repeat(9_000),
    ]) {
      const spent = cpuMs(() => void impersonal(hostile, { names: ['Maya Patel'] }));
      expect(spent, hostile.slice(0, 9)).toBeLessThan(3_000);
    }
  });
});
