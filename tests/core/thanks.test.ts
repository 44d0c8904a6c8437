/** What counts as thanks alone and what never does, in the languages of the web; see thanks-words.ts. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isOnlyThanks } from '../../src/core/thanks.ts';

const NAMES = ['Maya Patel', 'Tom', 'Ann Lee', 'Ben Okafor', 'Shop Help', 'Sarah'];
const linesOf = (file: string) =>
  readFileSync(new URL(`./thanks/${file}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(each => each.replaceAll('\\n', '\n'));

describe('thanks alone', () => {
  test.each(linesOf('only'))('%j does not reopen', text => expect(isOnlyThanks(text, NAMES)).toBe(true));
});

describe('thanks with more, or no thanks at all', () => {
  test.each(linesOf('more'))('%j reopens', text => expect(isOnlyThanks(text, NAMES)).toBe(false));

  test('thanks with an objection, a wish or a question of any language always reopen', () => {
    const more =
      'but however still not please yet when aber leider nicht bitte wann mais cependant pas quand pero embargo todavía cuándo ma purtroppo quando maar helaas niet wanneer ainda men inte når mutta ale nadal kdy но почему але όμως ama neden אבל लेकिन 但是 でも 하지만 แต่ nhưng tapi'.split(
        ' ',
      );
    const thanks = linesOf('only').filter(each => !/^\P{L}+$/u.test(each));
    const swallowed = thanks.flatMap(first => more.filter(word => isOnlyThanks(`${first}, ${word} xyz`, NAMES)));
    expect(swallowed).toEqual([]);
    const short = [
      'Thanks',
      'Danke',
      'Merci',
      'Gracias',
      'Grazie',
      'Bedankt',
      'Obrigado',
      'Tack',
      'Спасибо',
      '谢谢',
      'ありがとう',
    ];
    for (const first of short)
      for (const word of more) expect([first, word, isOnlyThanks(`${first}, ${word}`)]).toEqual([first, word, false]);
  });

  test('a name counts where it is known, and no other word does', () => {
    expect(isOnlyThanks('Thanks Zbigniew', ['Zbigniew Nowak'])).toBe(true);
    expect(isOnlyThanks('Thanks Zbigniew')).toBe(false);
    expect(isOnlyThanks('Thanks, cancel', ['cancel my order'])).toBe(false);
    expect(isOnlyThanks('Thank you. Kind regards, Zbigniew Nowak')).toBe(true);
    expect(isOnlyThanks('Thank you. Kind regards, cancel it')).toBe(false);
  });

  test('a letter is never mere thanks, however polite', () => expect(isOnlyThanks('thanks '.repeat(40))).toBe(false));

  test('a message made to be slow is answered at once', () => {
    const begin = performance.now();
    for (const word of ['very ', 'so ', '|', 'thank you ', 'aaa', '谢', '❤'])
      isOnlyThanks(word.repeat(240 / word.length), NAMES);
    // Compiling the words of all languages is in it.
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});
