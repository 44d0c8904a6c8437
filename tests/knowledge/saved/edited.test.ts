import { describe, expect, test } from 'vitest';
import { editsOf, withEdits } from '../../../src/knowledge/saved/edited.ts';
import { cpuMs } from '../../kit/cost.ts';

const SAVED = 'Hi {name},\n\nyour parcel comes on {date}.\nSorry for the wait.\n\n{my name}';
const fingerprints = (sent: string, saved = SAVED) => editsOf(saved, sent).map(each => each.fingerprint);
const next = (sent: string, saved = SAVED) => withEdits(saved, editsOf(saved, sent));

describe('how a saved reply was changed before it was sent', () => {
  test.each([
    SAVED,
    'Hi {name},\n\nyour parcel comes on 3 December 2026.\nSorry for the wait.\n\n{my name}\n',
    'Hi there,\n\nyour parcel comes on Friday, or a day later.\nSorry for the wait.\n\n{my name}',
    'Hi {name},\nyour parcel  comes on {day}.\nSorry for the wait.\n{my name}',
  ])('filling it in changes nothing: %j', sent => expect(editsOf(SAVED, sent)).toEqual([]));

  test.each([
    [
      'Hi {name},\n\nyour parcel comes on Friday.\nWe are sorry for the wait.\n\n{my name}',
      'Hi {name},\n\nyour parcel comes on {date}.\nWe are sorry for the wait.\n\n{my name}',
    ],
    [
      'Hi {name},\n\nyour parcel comes on Monday.\nSorry for the wait. You get 10 % back.\n\n{my name}',
      'Hi {name},\n\nyour parcel comes on {date}.\nSorry for the wait. You get 10 % back.\n\n{my name}',
    ],
    [
      'Hi {name},\n\nyour parcel comes on {date}.\n\n{my name}',
      'Hi {name},\n\nyour parcel comes on {date}.\n\n{my name}',
    ],
    [
      'Thanks for writing.\n\nHi {name},\n\nyour parcel comes on 4 May.\nSorry for the wait.\n\n{my name}',
      `Thanks for writing.\n\n${SAVED}`,
    ],
  ])('%j reads %j', (sent, text) => expect(next(sent).replace(/\n+/g, '\n')).toBe(text.replace(/\n+/g, '\n')));

  test('the same change is alike whatever else differs, and in other spaces and letters', () => {
    const one = fingerprints(
      'Hi {name},\n\nyour parcel comes on Friday.\nSorry for the wait. You get 10 % back.\n\n{my name}',
    );
    const two = fingerprints(
      'Hi {name},\n\nyour parcel comes today.\nSorry for the wait. You get  10 % back.\n\n{my name}',
    );
    const other = fingerprints(
      'Hi {name},\n\nyour parcel comes on {date}.\nSorry for the wait. You get 20 % back.\n\n{my name}',
    );
    expect(one).toHaveLength(1);
    expect(two).toContain(one[0]);
    expect(other).not.toContain(one[0]);
  });

  test('another text altogether is no edit, and 30 KB take little time', () => {
    expect(editsOf(SAVED, 'x '.repeat(2_000))).toEqual([]);
    const long = Array.from({ length: 6_000 }, (_, n) => `word${n}`).join(' ');
    const spent = cpuMs(() => {
      expect(next(`${long} more`, long)).toBe(`${long} more`);
      editsOf(long, long.split(' ').reverse().join(' '));
    });
    expect(spent).toBeLessThan(1_500);
  });
});
