/** The last look before a reply leaves: nothing private ever becomes public, whatever was written before and in what order. */
import { describe, expect, test } from 'vitest';
import type { XEcho } from '../../../../adapters/channels/x/receive.ts';
import { type Target, targetOf } from '../../../../adapters/channels/x/send/target.ts';
import { randomFrom } from '../../../kit/world.ts';

const US = '9001';
const ROUNDS = 10_000;

test('of 10,000 random enquiries a reply leaves on its own side of the wall or not at all', () => {
  const random = randomFrom(20_261_129);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const people = ['101', '102', '103'];
  const went = { post: 0, message: 0, nowhere: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const customer = pick(people);
    const isMixed = random() < 0.3;
    const mostly = pick(['public', 'private'] as const);
    const echoes = Array.from({ length: Math.floor(random() * 5) }, (): XEcho => {
      const author = random() < 0.9 ? customer : pick(people);
      const side = isMixed ? pick(['public', 'private'] as const) : mostly;
      const may = pick(['yes', 'no', 'unknown']);
      if (random() < 0.03) return { author, may };
      if (side === 'public')
        return { post: String(5_000 + Math.floor(random() * 1_000)), author, may, summon: 'named' };
      const traits = random() < 0.1 ? ['encrypted'] : [];
      return { conversation: `${author}-${US}`, author, may, traits };
    });
    const visibility = pick(['public', 'private', undefined] as const);
    const target = targetOf({ visibility, to: { address: customer, name: null }, echoes }, random() < 0.9);
    went[target.as]++;
    if (target.as === 'nowhere') {
      expect(target.words).toMatch(/\.$/);
      continue;
    }
    // Every message of theirs is on this side, and all of them are the customer's.
    expect(target.as).toBe(visibility === 'public' ? 'post' : 'message');
    for (const each of echoes) {
      expect(Boolean(each.post)).toBe(visibility === 'public');
      expect(each.author).toBe(customer);
    }
    if (target.as === 'post') expect(echoes.map(each => each.post)).toContain(target.post);
    else expect(target.to).toEqual({ person: customer });
  }
  // Not by refusing everything.
  expect(Math.min(went.post, went.message)).toBeGreaterThan(ROUNDS / 20);
});

describe('where a reply goes', () => {
  const post = (id: string, more: Partial<XEcho> = {}): XEcho => ({
    post: id,
    author: '101',
    may: 'yes',
    summon: 'named',
    ...more,
  });
  const message = (more: Partial<XEcho> = {}): XEcho => ({
    conversation: `101-${US}`,
    author: '101',
    may: 'yes',
    ...more,
  });
  const at = (visibility: 'public' | 'private', echoes: XEcho[], address = '101'): Target =>
    targetOf({ visibility, to: { address, name: null }, echoes }, true);

  test.each<[string, Target, Partial<Target> | RegExp]>([
    [
      'under the newest post that names us',
      at('public', [post('11'), post('12'), post('13', { may: 'no' })]),
      { as: 'post', post: '12' },
    ],
    ['to the person', at('private', [message()]), { as: 'message', to: { person: '101' } }],
    [
      'to the group',
      at('private', [message({ conversation: '777', author: '102' })], 'group-777'),
      { as: 'message', to: { conversation: '777' } },
    ],
    [
      'nowhere: a private one under a post',
      at('private', [post('11')]),
      /PRIVATE, but.*public post.*nobody has got it/,
    ],
    ['nowhere: a public one to a message', at('public', [message()]), /PUBLIC, but.*private message/],
    ['nowhere: both in one', at('public', [message(), post('11')]), /which side/],
    [
      'nowhere: a group that is another one',
      at('private', [message({ conversation: '778' })], 'group-777'),
      /not written by the customer/,
    ],
    [
      'nowhere: the post of somebody else',
      at('public', [post('11', { author: '102' })]),
      /not written by the customer/,
    ],
    ['nowhere: encrypted', at('private', [message({ traits: ['encrypted'] })]), /encrypted/],
    ['nowhere: nothing is known', at('private', []), /Nothing is known/],
    [
      'nowhere: nobody asked for it',
      at('public', [post('11', { may: 'no', summon: '' })]),
      /No reply can go from here/,
    ],
  ])('%s', (_, target, expected) => {
    if (expected instanceof RegExp)
      expect(target).toMatchObject({ as: 'nowhere', words: expect.stringMatching(expected) });
    else expect(target).toEqual(expected);
  });
});
