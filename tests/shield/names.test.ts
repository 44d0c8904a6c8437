/** What customers call themselves: surnames that look like insults are names, insults are not repeated. */
import { expect, test } from 'vitest';
import { makeKinds } from '../../src/core/kinds.ts';
import { shownAddress, shownFile, shownLabel, shownName, shownSubject } from '../../src/desk/shown-name.ts';

test.each([
  ...['Dick Turner', 'Fanny Adams', 'Gay Talese', 'Courtney Cox', 'Mr Hooker', 'Shitong Wang', 'A. Dikshit', 'Fuk Li'],
  ...[
    'Phuc Nguyen',
    'Mme Connard',
    'Mr Butt',
    'Alexander Cockburn',
    'C. Hoare & Co.',
    'Slutsky',
    'Prof. Kuntz',
    'Pusey',
  ],
  ...[
    'Anthony Weiner',
    'Bastardo',
    'Ramsbottom',
    'Titsworth',
    'Dickson & Sons',
    'Scunthorpe United',
    'Penistone Church',
  ],
  ...[
    'Kike Torres',
    'Randy Bumgardner',
    'The Cock Inn',
    'Pussy Willow Florists',
    'Moby Dick Bookshop',
    'Blue Tits Birding',
  ],
  ...['Maya Patel', 'مها', '山田', 'O’Brien', 'Jean-Luc', '', '@handle'],
])('%s is a name', name => {
  expect(shownName(name)).toBe(name);
  expect(shownAddress(`${name.toLowerCase().replace(/[^a-z]+/g, '.')}@example.com`)).toMatch(/@example\.com$/);
});

test.each([
  'Fuck You Ltd',
  'F*ck You',
  'You Are Idiots',
  'kill yourself',
  'Stupid Bitch',
  'Suck My Dick',
])('%s is none', name => {
  expect(shownName(name)).toBe('name not shown');
  expect(shownSubject(name)).toBe('may be upsetting');
});

test('neither addresses nor names of files say it', () => {
  expect(shownAddress('fuck.you@example.com')).toBe('address not shown');
  expect(shownAddress('sales@fuck-you.example')).toBe('address not shown');
  expect(shownFile('you piece of shit.png')).toBe('file.png');
  expect(shownFile('invoice 12.pdf')).toBe('invoice 12.pdf');
  const kinds = makeKinds([]);
  expect(shownLabel({ name: 'Fuck You Ltd' }, { address: 'a@b.c', channelKind: 'email' }, kinds)).toBe(
    'name not shown',
  );
});
