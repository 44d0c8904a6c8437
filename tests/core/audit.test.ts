import { expect, test } from 'vitest';
import { changeOf, toldEach } from '../../src/core/audit.ts';

test('a value whose name says that it is a secret is never told, however short and plain it is', () => {
  const before = { imap: { user: 'help', password: 'summer' }, api_key: 'abc', bearer_token: null, pass: 'x' };
  const after = { imap: { user: 'helper', password: 'winter' }, api_key: 'abd', bearer_token: 'tea', pass: 'y' };
  expect(changeOf(before, after)).toEqual({
    'imap.user': ['help', 'helper'],
    'imap.password': ['set', 'set, changed'],
    api_key: ['set', 'set, changed'],
    bearer_token: [null, 'set'],
    pass: ['set', 'set, changed'],
  });
  expect(toldEach({ drafting: { url: 'x', key: 'short' } }).map(([name, told]) => [name, told])).toEqual([
    ['drafting.url', 'x'],
    ['drafting.key', 'set'],
  ]);
  // A name that only sounds like one is told as it is.
  expect(changeOf({ keyboard: 'de', passenger: 1 }, { keyboard: 'en', passenger: 2 })).toEqual({
    keyboard: ['de', 'en'],
    passenger: [1, 2],
  });
});
