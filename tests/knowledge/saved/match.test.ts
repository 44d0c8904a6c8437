import { describe, expect, test } from 'vitest';
import { nearTo, typedFor } from '../../../src/knowledge/saved/match.ts';
import { cpuMs } from '../../kit/cost.ts';

const ALL = [
  { title: 'Opening hours', text: 'We are open from nine to five, Monday to Friday.' },
  { title: 'Refund is on its way', text: 'Your money comes back within five days.' },
  { title: 'Parcel late', text: 'Sorry that your parcel is late. We ask the carrier today.' },
  { title: 'Rückgabe', text: 'Sie können alles binnen 14 Tagen zurückgeben.' },
  { title: '返品について', text: '14日以内に返品できます。' },
  { title: 'إرجاع المنتج', text: 'يمكنك إرجاع المنتج خلال 14 يومًا.' },
];
const titles = (found: readonly { title: string }[]) => found.map(each => each.title);

describe('what somebody types finds a saved reply', () => {
  test.each([
    ['ref', 'Refund is on its way'],
    ['late par', 'Parcel late'],
    ['PARCEL', 'Parcel late'],
    ['pracel', null],
    ['parcle', null],
    ['parsel', 'Parcel late'],
    ['carrier', 'Parcel late'],
    ['ruckgabe', 'Rückgabe'],
    ['返品', '返品について'],
    ['المنتج', 'إرجاع المنتج'],
    ['warranty', null],
  ])('%s: %s', (typed, title) => expect(titles(typedFor(ALL, typed))[0] ?? null).toBe(title));

  test('a word of the title comes before one of the text, and nothing typed is all of them', () => {
    const both = [
      { title: 'Hours', text: 'We refund nothing on Sunday.' },
      { title: 'Refund', text: 'Money back.' },
    ];
    expect(titles(typedFor(both, 'refund'))).toEqual(['Refund', 'Hours']);
    expect(typedFor(ALL, ' ')).toHaveLength(ALL.length);
  });

  test('with nothing typed what the customer asks decides', () => {
    expect(titles(nearTo(ALL, 'My parcel has not come, where is it?'))[0]).toBe('Parcel late');
    expect(titles(nearTo(ALL, 'When are you open on Friday?'))[0]).toBe('Opening hours');
    expect(titles(nearTo(ALL, '👍'))).toEqual(titles(ALL));
  });

  test('500 of them are looked through in less than 20 ms of a processor', () => {
    const many = Array.from({ length: 500 }, (_, n) => ({
      title: `About matter ${n}`,
      text: `${ALL[n % ALL.length]!.text} `.repeat(20).slice(0, 1_000),
    }));
    // The best of a few: others work on this machine, too.
    const times = Array.from({ length: 10 }, () =>
      cpuMs(() => expect(typedFor(many, 'matter 41')[0]?.title).toBe('About matter 41')),
    );
    expect(Math.min(...times)).toBeLessThan(20);
    expect(nearTo(many, 'Where is my parcel?')[0]?.text).toContain('parcel');
  });
});
