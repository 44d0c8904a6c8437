import { describe, expect, test } from 'vitest';
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import { webchatChannel } from '../../adapters/channels/webchat/channel.ts';
import { kindsWith } from '../../src/app/adapters.ts';
import { customerLabel } from '../../src/core/customer.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';

const kinds = kindsWith([]);

describe('what is known of a kind of channel', () => {
  test('stands with the kind', () => {
    expect(kinds.of(emailChannel.kind)).toMatchObject({ words: 'email', answerWithinMs: 4 * HOUR, asksRating: true });
    expect(kinds.of(webchatChannel.kind)).toMatchObject({ blocks: true, live: true, answerWithinMs: 5 * MINUTE });
    expect(kinds.of('email').route('ann@example.com')).toBe('by email to ann@example.com');
    expect(kinds.of('webchat').route('abc')).toBe('in the web chat');
    expect(customerLabel({ name: null }, { address: 'ann@example.com', channelKind: 'email' }, kinds)).toBe(
      'ann@example.com',
    );
    expect(customerLabel({ name: null }, { address: 'abcdef12', channelKind: 'webchat' }, kinds)).toBe('Visitor ef12');
  });

  test('of calls and trials keeps their names in stored rows', () => {
    expect(kinds.all.filter(each => each.internal).map(each => [each.kind, each.answerable, each.counted])).toEqual([
      ['log', false, true],
      ['trial', true, false],
    ]);
  });

  test('has defaults where only stored rows know the kind, and cards say who could read it', () => {
    expect(kinds.of('pigeon')).toMatchObject({
      words: 'pigeon',
      visibility: 'both',
      answerable: true,
      counted: true,
      internal: false,
      answerWithinMs: null,
    });
    expect(kinds.of('pigeon').route('x')).toBe('in the pigeon');
    expect(kinds.of('x').words).toBe('X');
  });
});
