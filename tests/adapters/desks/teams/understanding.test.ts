/** What the deliveries of Teams mean, what tells one from another, and what of them is kept. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activity } from '../../../../adapters/desks/teams/activity.ts';
import { readLifecycle } from '../../../../adapters/desks/teams/events/lifecycle.ts';
import { filesIn, readText, spoken } from '../../../../adapters/desks/teams/events/read.ts';
import { messageIn, slim } from '../../../../adapters/desks/teams/events/slim.ts';
import {
  concernsUs,
  contentId,
  editionOf,
  orderKey,
  understand,
} from '../../../../adapters/desks/teams/events/understand.ts';

const BOT = '28:7c1e3a10-95f4-4f6f-8a3b-2d1f0e6b9a55';
const CHANNEL = '19:6b1c9d0e2f8a4c3db7a5e1f09d8c7b6a@thread.tacv2';
const TEAM = '19:0f9e8d7c6b5a49388271605f4e3d2c1b@thread.tacv2';
const ROOT = '1795962600123';
const POST = '1795962723456';
const ANN = '94e09f70-60e1-4abe-935a-aa4247ad9a6d';
const IN_THREAD = { channel: CHANNEL, thread: ROOT, post: POST, user: ANN };

function recorded(name: string, more: Activity = {}): Activity {
  const path = join(import.meta.dirname, '../../../fixtures/teams', `${name}.json`);
  return { ...JSON.parse(readFileSync(path, 'utf8')), ...more };
}
const meaning = (name: string, more?: Activity) => understand(recorded(name, more), BOT);

describe('a person’s message', () => {
  test('in a thread is theirs to send', () => {
    expect(meaning('reply')).toMatchObject({ as: 'write', ...IN_THREAD });
    expect(meaning('picture-only')).toMatchObject({ as: 'write', ...IN_THREAD });
    expect(meaning('no-conversation')).toMatchObject({ as: 'write', ...IN_THREAD });
    expect(meaning('guest-without-object-id')).toMatchObject({ as: 'write', user: '29:1GuestXyz' });
  });

  test('with our name is for us: in a thread, at the root of one, in private, and in the personal chat', () => {
    const words = { as: 'words', channel: CHANNEL, thread: ROOT, post: POST, user: ANN, direct: false };
    expect(meaning('mention-in-the-middle')).toMatchObject(words);
    expect(meaning('typed-name')).toMatchObject(words);
    expect(meaning('slash-command')).toMatchObject(words);
    expect(meaning('mention-in-the-middle', { id: ROOT })).toMatchObject({ ...words, thread: null, post: ROOT });
    expect(meaning('personal-chat')).toMatchObject({ as: 'words', thread: null, user: ANN, direct: true });
    expect(meaning('mention-in-the-middle', { recipient: { id: BOT.toUpperCase(), name: 'Desk' } })).toMatchObject(
      words,
    );
  });

  test('with the name of another bot is none of ours, but for colleagues', () => {
    expect(meaning('other-bot')).toMatchObject({ as: 'write' });
    expect(readText(recorded('other-bot')).mentions).toHaveLength(1);
  });

  test.each([
    'voice-message',
    'loop-component',
    'forwarded',
  ])('of a kind that cannot be sent is said not to be: %s', name => {
    expect(meaning(name)).toMatchObject({ as: 'not-sent', ...IN_THREAD, why: expect.stringMatching(/left out/) });
  });

  test('without a number, or without words, is said not to be sent', () => {
    expect(meaning('reply', { id: 'f:5b2a8e0c-77f1' })).toMatchObject({
      as: 'not-sent',
      why: expect.stringMatching(/gave this message no id/),
    });
    const { id: _, ...unnamed } = recorded('reply');
    expect(understand(unnamed, BOT)).toMatchObject({ as: 'not-sent' });
    expect(meaning('reply', { text: '', attachments: [] })).toMatchObject({
      as: 'not-sent',
      why: expect.stringMatching(/no words/),
    });
  });
});

describe('what is not for a customer', () => {
  test.each([
    'root-post',
    'our-own',
    'by-another-bot',
    'group-chat',
    'reaction',
    'typing',
    'unknown-type',
    'old-submit',
    'execute',
    'task-submit',
    'message-action',
  ])('is nothing: %s', name => {
    expect(meaning(name).as).toBe('nothing');
    expect(concernsUs(recorded(name))).toBe(false);
  });

  test('a flow that posts in somebody’s name is told to them', () => {
    expect(meaning('flow-in-a-name')).toEqual({ as: 'through-app', ...IN_THREAD, app: 'Workflows' });
    expect(meaning('flow-in-a-name', { id: ROOT }).as).toBe('nothing');
  });
});

describe('an edit', () => {
  test('is the message with its newer words, whatever they say', () => {
    expect(meaning('edit')).toMatchObject({ as: 'edit', ...IN_THREAD });
    const withUs = { ...recorded('mention-in-the-middle'), type: 'messageUpdate' };
    expect(understand(withUs, BOT)).toMatchObject({ as: 'edit' });
    expect(readText(withUs).mentions).toEqual([{ id: BOT, name: 'Deskhand' }]);
    expect(meaning('edit', { attachments: [], text: '' })).toMatchObject({ as: 'edit' });
  });

  test('of a command, of a root or by a machine is nothing', () => {
    expect(understand({ ...recorded('personal-chat'), type: 'messageUpdate' }, BOT).as).toBe('nothing');
    expect(meaning('edit', { id: ROOT }).as).toBe('nothing');
    expect(meaning('edit', { from: { id: BOT } }).as).toBe('nothing');
  });

  test('that takes a deletion back is an edit, which never sends by itself', () => {
    expect(meaning('undelete')).toMatchObject({ as: 'edit', ...IN_THREAD });
  });

  test('of two the later one sorts last, however many digits its time has', () => {
    const at = (timestamp: string) => editionOf({ id: POST, timestamp });
    const times = [
      '2026-11-29T14:32:39Z',
      '2026-11-29T14:32:39.4Z',
      '2026-11-29T14:32:39.46Z',
      '2026-11-29T15:32:39.4615413+01:00',
      '2026-11-29T14:32:39.462Z',
      '2026-11-29T14:32:40Z',
    ].map(at);
    expect(times.toSorted()).toEqual(times);
    expect(new Set(times).size).toBe(times.length);
    // The message itself is older than any edit of it, also where its time is not said.
    expect(editionOf({ id: POST }) < at('2026-11-29T14:32:39Z')).toBe(true);
    expect(editionOf({ id: POST, timestamp: 'yesterday' })).toBe(editionOf({ id: POST }));
  });
});

describe('a deletion', () => {
  test('is by whoever deleted it, also where the thread is not said', () => {
    expect(meaning('delete')).toEqual({ as: 'delete', ...IN_THREAD });
    expect(meaning('delete', { conversation: { id: CHANNEL, conversationType: 'channel' } })).toMatchObject({
      as: 'delete',
      thread: null,
    });
    // Whoever may manage the team, or a rule of the organisation: whose message it was is known here.
    expect(meaning('delete', { from: { id: '28:other' } })).toMatchObject({ as: 'delete', user: null });
    expect(understand({ ...recorded('personal-chat'), type: 'messageDelete' }, BOT).as).toBe('nothing');
  });
  test('of a root takes the card away, whoever did it', () => {
    expect(meaning('delete-of-a-root')).toEqual({ as: 'root-gone', channel: CHANNEL, post: ROOT });
    expect(meaning('delete-of-a-root', { from: { id: BOT } }).as).toBe('root-gone');
  });
});

describe('the name of a delivery', () => {
  test('is the same when it comes again, and another for everything else that happens to the message', () => {
    const undeleted = recorded('undelete');
    const all = [
      ...['reply', 'edit', 'undelete', 'delete', 'old-submit', 'execute', 'install', 'added-to-team'].map(each =>
        recorded(each),
      ),
      { ...recorded('edit'), timestamp: '2026-11-29T14:35:00Z' },
      { ...recorded('delete'), timestamp: '2026-11-29T14:35:00Z' },
      { ...undeleted, conversation: { ...undeleted.conversation, id: `${CHANNEL};messageid=1` } },
    ];
    expect(new Set(all.map(contentId)).size).toBe(all.length);
    expect(all.map(each => contentId(structuredClone(each)))).toEqual(all.map(contentId));
    expect(all.map(each => contentId(slim(each)))).toEqual(all.map(contentId));
  });
  test('does not hang on how it was delivered', () => {
    const again = recorded('reply', { localTimestamp: 'x', serviceUrl: 'https://other.example' });
    expect(contentId(again)).toBe(contentId(recorded('reply')));
  });
  test('is made of what it is where it has none', () => {
    const { id: _, ...unnamed } = recorded('reply');
    expect(contentId(unnamed)).toBe(contentId({ ...unnamed }));
    expect(contentId(unnamed)).not.toBe(contentId({ ...unnamed, text: 'other', attachments: [] }));
  });
  test('and its order go by the thread', () => {
    const key = `${CHANNEL};messageid=${ROOT}`;
    for (const each of ['reply', 'edit', 'delete', 'delete-of-a-root', 'execute'])
      expect(orderKey(recorded(each))).toBe(key);
    expect(orderKey(recorded('install'))).toBe(`team:${TEAM}`);
    expect(orderKey(recorded('channel-deleted'))).toBe(`team:${TEAM}`);
    expect(orderKey({})).toBe('team');
  });
});

describe('what is kept', () => {
  test('has no addresses, no e-mail and nothing else that is nobody’s business', () => {
    const kept = JSON.stringify(
      ['member-added', 'reply', 'message-action', 'channel-shared'].map(each => slim(recorded(each))),
    );
    expect(kept).not.toMatch(/shop\.example|smba|surname|London|locale|linkToMessage|Partner/i);
    const { text, attachments } = slim(recorded('reply'));
    expect(text).toMatch(/lid is ready/);
    expect(attachments).toHaveLength(1);
  });
  test('can be stored: without characters that a database refuses', () => {
    const kept = slim({ type: 'message', text: 'a\u0000b\ud800', from: { id: '29:\u0000', name: '\u202eevil' } });
    expect(kept).toEqual({ type: 'message', text: 'ab\ufffd', from: { id: '29:', name: 'evil' } });
  });
});

test('the message under the message action is read like one that was delivered', () => {
  const message = messageIn(recorded('message-action'))!;
  expect(understand(message, BOT)).toMatchObject({ as: 'write', ...IN_THREAD });
  expect(readText(message)).toMatchObject({
    text: '@Ben Carter your lid is ready',
    mentions: [{ name: 'Ben Carter' }],
  });
  expect(messageIn(recorded('execute'))).toBeNull();
});

describe('the life of the installation', () => {
  const what = (name: string, more?: Activity) => readLifecycle(recorded(name, more)).what;
  test('being added, to a team or a person, and removed', () => {
    expect(what('install')).toEqual({ as: 'installed', team: TEAM, channel: CHANNEL, user: ANN });
    expect(what('added-to-team')).toMatchObject({ as: 'installed', team: TEAM, channel: null });
    expect(what('upgrade')).toMatchObject({ as: 'upgraded', team: TEAM });
    expect(what('personal-install')).toEqual({ as: 'home', team: null, channel: null, user: ANN });
    expect(what('personal-install', { action: 'remove' })).toMatchObject({ as: 'left', left: [ANN] });
    expect(what('personal-install', { action: 'remove-upgrade' })).toMatchObject({ as: 'changed' });
    expect(what('remove')).toMatchObject({
      as: 'removed',
      team: TEAM,
      words: expect.stringMatching(/Add it to the team again/),
    });
    expect(what('remove', { action: 'remove-upgrade' })).toMatchObject({ as: 'removed', channel: null });
    const apart = { team: { id: TEAM }, channel: { id: CHANNEL, type: 'shared' } };
    expect(what('remove', { channelData: apart })).toMatchObject({ as: 'removed', channel: CHANNEL });
    expect(what('removed-from-channel')).toMatchObject({
      as: 'removed',
      channel: CHANNEL,
      words: expect.stringMatching(/Add it to the channel/),
    });
    expect(what('removed-from-channel', { membersAdded: [{ id: BOT }], membersRemoved: [] })).toMatchObject({
      as: 'installed',
      channel: CHANNEL,
    });
  });
  test('what happens to its teams and channels, with what to do about it', () => {
    expect(what('channel-deleted')).toMatchObject({
      as: 'channel-gone',
      channel: CHANNEL,
      words: expect.stringMatching(/^its channel was deleted/),
    });
    expect(what('channel-renamed')).toMatchObject({ as: 'channel-renamed', channel: CHANNEL, words: 'help desk' });
    expect(what('channel-shared')).toMatchObject({ as: 'shared', channel: CHANNEL });
    // Told in the team's first channel, which is only its address.
    expect(what('team-archived')).toMatchObject({
      as: 'team-shut',
      team: TEAM,
      channel: null,
      words: expect.stringMatching(/archived/),
    });
    const event = (eventType: string) => what('team-archived', { channelData: { eventType, team: { id: TEAM } } }).as;
    expect(['teamUnarchived', 'teamDeleted', 'teamHardDeleted', 'teamRestored', 'teamRenamed', 'x'].map(event)).toEqual(
      ['team-open', 'team-shut', 'team-shut', 'team-open', 'changed', 'changed'],
    );
  });
  test('of whom and what is asked again', () => {
    expect(readLifecycle(recorded('member-added')).changed).toEqual(['aa4247ad-60e1-4abe-935a-94e09f70aaaa']);
    expect(readLifecycle(recorded('channel-renamed')).changed).toEqual([CHANNEL]);
  });
});

/** Activities in which anything may be something else. */
const anything = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<unknown>,
  fc.constantFrom(BOT, CHANNEL, `${CHANNEL};messageid=${ROOT}`, ROOT, POST, 'f:1', 'channel'),
);
const odd = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom(
        'message',
        'messageUpdate',
        'messageDelete',
        'messageReaction',
        'conversationUpdate',
        'installationUpdate',
        'invoke',
      ),
      anything,
    ),
    ...Object.fromEntries(
      [
        'id',
        'name',
        'action',
        'timestamp',
        'text',
        'textFormat',
        'value',
        'replyToId',
        'attachments',
        'entities',
        'membersAdded',
        'membersRemoved',
      ].map(each => [each, anything]),
    ),
    from: fc.oneof(fc.record({ id: anything, aadObjectId: anything, role: anything }), anything),
    recipient: fc.oneof(fc.record({ id: anything, name: anything }), anything),
    conversation: fc.oneof(fc.record({ id: anything, conversationType: anything }, { requiredKeys: [] }), anything),
    channelData: fc.oneof(
      fc.record({ eventType: anything, team: anything, legacy: anything, onBehalfOf: anything }),
      anything,
    ),
  },
  { requiredKeys: ['type'] },
);

test('nothing that can be JSON makes it stumble, and what is kept means the same as what came', () => {
  fc.assert(
    fc.property(odd, given => {
      const activity = given as Activity;
      const kept = slim(activity);
      expect(slim(kept)).toEqual(kept);
      expect(readLifecycle(kept)).toEqual(readLifecycle(activity));
      expect(orderKey(kept)).toBe(orderKey(activity));
      expect(
        [contentId(activity), spoken(activity), messageIn(activity)?.id ?? ''].every(each => typeof each === 'string'),
      ).toBe(true);
      filesIn(activity);
      concernsUs(activity);
      if (!('value' in activity)) expect(understand(kept, BOT)).toEqual(understand(activity, BOT));
      JSON.parse(JSON.stringify(understand(activity, BOT)));
    }),
    { numRuns: 1_000 },
  );
});
