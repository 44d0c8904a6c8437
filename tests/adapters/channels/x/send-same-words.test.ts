import { describe, expect, test } from 'vitest';
import { saysTheSame } from '../../../../adapters/channels/x/send/same-words.ts';

describe('the same words', () => {
  test.each([
    [
      'a link of which X did not say where it leads',
      'See https://shop.example/a now',
      'See https://t.co/AbC123 now',
      true,
    ],
    ['two of them', 'https://a.example and b.example/c', 'https://t.co/1a and https://t.co/2b', true],
    ['one that stands where words were', 'See our list now', 'See https://t.co/AbC123 now', false],
    ['another link', 'See https://shop.example/a', 'See https://shop.example/b', false],
    ['other words', 'We are open on Sunday.', 'We are open on Monday.', false],
    ['more words', 'We are open.', 'We are open. Come in!', false],
    ['a picture of signs', 'It is (a+b)* [ok]?', 'It is (a+b)* [ok]?', true],
    ['nothing', '', '', true],
  ])('%s', (_, sent, shown, same) => {
    expect(saysTheSame(sent, shown)).toBe(same);
  });
});
