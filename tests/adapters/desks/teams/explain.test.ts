/** `deskhand explain teams`: what the program makes of deliveries, from the command line as an admin runs it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainTeams } from '../../../../adapters/desks/teams/events/explain.ts';
import { runCli } from '../../../kit/cli.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/teams');
const THREAD = '19:6b1c9d0e2f8a4c3db7a5e1f09d8c7b6a@thread.tacv2;messageid=1795962600123';
const ROOT = '1795962600123';
const POST = '1795962723456';
const CARD = '1795962600200';
const ANN = { id: '94e09f70-60e1-4abe-935a-aa4247ad9a6d', name: 'Ann Lee' };

interface Line {
  kind: string;
  thread?: string | null;
  post?: string | null;
  text?: string;
  mentionsStaff?: boolean;
  leftOut?: RegExp;
  why?: RegExp;
  from?: unknown;
}

/** What is in each file, and what is made of it. What is not named is as for a message of Ann's in the thread. */
const FILES: Record<string, Line> = {
  reply: { kind: 'write', text: 'The lid is ready.\n\nIt costs 12 EUR.' },
  'html-only': { kind: 'write', text: 'It is on its way + paid' },
  'no-conversation': { kind: 'write', text: 'The lid is ready' },
  'name-in-two-mentions': { kind: 'write', text: '@Ben Carter what do you think?', mentionsStaff: true },
  'other-bot': { kind: 'write', text: '@Planner add this', mentionsStaff: true },
  'guest-without-object-id': {
    kind: 'write',
    from: { id: '29:1GuestXyz', name: 'Gil Guest' },
    text: 'I can help',
    why: /no Entra object id/,
  },
  'picture-only': { kind: 'write' },
  'file-in-a-channel': { kind: 'write', text: 'See the offer', leftOut: /file is left out.*Paste a link/ },
  'gif-and-emoji': { kind: 'write', text: 'Thanks 😄', leftOut: /\(a GIF\) \("Dancing lid"\)/ },
  'quoted-reply': { kind: 'write', text: 'Yes, it ships today', leftOut: /that you quoted \("our margin is 60 %"\)/ },
  edit: { kind: 'edit', text: 'The lid costs 14 EUR.' },
  undelete: { kind: 'edit', text: 'The lid costs 14 EUR.' },
  delete: { kind: 'delete' },
  'delete-of-a-root': { kind: 'delete', post: ROOT, why: /posted again/ },
  'mention-in-the-middle': { kind: 'command', text: 'please stats week' },
  'typed-name': { kind: 'command', text: 'stats week' },
  'slash-command': { kind: 'command', text: 'stats week' },
  'personal-chat': { kind: 'command', thread: null, text: 'mine' },
  execute: { kind: 'press', post: CARD, text: 'enquiry.claim' },
  'old-submit': { kind: 'press', post: CARD, text: 'enquiry.resolve' },
  'task-fetch': { kind: 'press', post: CARD, text: 'enquiry.reply' },
  'message-action': { kind: 'press', text: 'message.send_to_customer', why: /action on a message/ },
  'task-submit': { kind: 'submit', post: null, text: 'Your lid is ready.' },
  'voice-message': { kind: 'unknown', leftOut: /voice message/, why: /voice message.*not sent/ },
  'loop-component': { kind: 'unknown', leftOut: /Loop component/, why: /Loop component.*not sent/ },
  forwarded: { kind: 'unknown', leftOut: /forwarded message \("tell nobody"\)/, why: /forwarded.*not sent/ },
  'unknown-type': { kind: 'unknown', why: /another event/i },
  'root-post': { kind: 'nothing', post: ROOT, why: /begins a thread/ },
  reaction: { kind: 'nothing', why: /never sends anything/ },
  'group-chat': { kind: 'nothing', thread: null, why: /several people/ },
  typing: { kind: 'nothing', post: null, why: /another event/i },
  'by-another-bot': { kind: 'nothing', from: null, why: /machine/ },
  'our-own': { kind: 'nothing', from: null, why: /Deskhand wrote it/ },
  'flow-in-a-name': { kind: 'nothing', from: null, why: /Workflows posted it/ },
  install: { kind: 'installed', thread: null, post: null, why: /was added \(installed\)/ },
  upgrade: { kind: 'installed', thread: null, post: null, why: /was added \(upgraded\)/ },
  'added-to-team': { kind: 'installed', thread: null, post: null, why: /was added \(installed\)/ },
  'personal-install': { kind: 'installed', thread: null, post: null, why: /was added \(home\)/ },
  remove: { kind: 'removed', thread: null, post: null, why: /removed from its team.*Add it to the team again/ },
  'removed-from-channel': { kind: 'removed', thread: null, post: null, why: /Add it to the channel again/ },
  'member-added': { kind: 'nothing', thread: null, post: null, why: /looked up again/ },
  'channel-renamed': { kind: 'nothing', thread: null, post: null, why: /looked up again/ },
  'channel-deleted': { kind: 'nothing', thread: null, post: null, why: /channel was deleted/ },
  'channel-shared': { kind: 'nothing', thread: null, post: null, why: /looked up again \(shared\)/ },
  'team-archived': { kind: 'nothing', thread: null, post: null, why: /team was archived/ },
};

test('one line for each file, in order, and nothing is asked of anybody', async () => {
  const names = Object.keys(FILES);
  expect(readdirSync(FOLDER).sort()).toEqual(names.map(each => `${each}.json`).sort());
  const files = names.map(each => join(FOLDER, `${each}.json`));
  const { code, out, err } = await runCli(['explain', 'teams', ...files], FOLDER, {});
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.trim().split('\n');
  const said = Object.fromEntries(names.map((name, i) => [name, JSON.parse(lines[i]!)]));
  for (const name of names) {
    const { leftOut, why, ...expected } = FILES[name]!;
    const { leftOut: sentences, why: reason, ...line } = said[name];
    const usual = { from: ANN, thread: THREAD, post: POST, text: '', mentionsStaff: false };
    expect({ name, ...line }).toEqual({ name, ...usual, ...expected });
    expect(sentences.join(' '), name).toMatch(leftOut ?? /^$/);
    expect(reason ?? '', name).toMatch(why ?? /^$/);
  }
});

test('whatever else a file holds is said to be no activity', () => {
  const bytes = (text: string) => Buffer.from(text);
  for (const raw of ['', 'null', '[]', '"text"', '7', '{', '{"type":1}', '{}', '\ufeff'])
    expect(explainTeams(bytes(raw))).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/not an activity/) });
  expect(explainTeams(new Uint8Array([0xff, 0xfe, 0x00]))).toMatchObject({ kind: 'unknown' });
  fc.assert(
    fc.property(fc.json(), raw => {
      expect(explainTeams(bytes(raw))).toHaveProperty('kind');
    }),
  );
});

test('what is done again in the personal chat, or pressed on a card of others, is called what it is', () => {
  const said = (activity: object) =>
    explainTeams(Buffer.from(JSON.stringify({ id: POST, from: { id: '29:a' }, ...activity })));
  const chat = { id: 'a:1', conversationType: 'personal' };
  expect(said({ type: 'messageUpdate', conversation: chat, text: 'open' })).toMatchObject({
    kind: 'edit',
    text: 'open',
    why: expect.stringMatching(/not done again/),
  });
  expect(said({ type: 'messageDelete', conversation: chat })).toMatchObject({
    kind: 'delete',
    why: expect.stringMatching(/channel/),
  });
  expect(said({ type: 'message', conversation: chat, value: { vote: 1 } })).toMatchObject({
    kind: 'press',
    text: '',
    why: expect.stringMatching(/nothing is done/),
  });
  expect(said({ type: 'message', conversation: chat, value: '{"button":"home.refresh"}' })).toMatchObject({
    kind: 'press',
    text: 'home.refresh',
  });
  expect(said({ type: 'invoke', name: 'signin/verifyState', value: { state: 1 } })).toMatchObject({ kind: 'unknown' });
});

test('names that were only typed count as far as one delivery tells', () => {
  const said = (text: string) => {
    const from = { id: '29:a', aadObjectId: ANN.id };
    const activity = { type: 'message', id: POST, from, conversation: { id: THREAD }, text };
    const { mentionsStaff, why } = explainTeams(Buffer.from(JSON.stringify(activity))) as {
      mentionsStaff: boolean;
      why: string | null;
    };
    return { mentionsStaff, why };
  };
  expect(said('@everyone look')).toEqual({ mentionsStaff: true, why: null });
  expect(said('write to ann@example.com')).toEqual({ mentionsStaff: false, why: null });
  expect(said('@Ben look')).toEqual({ mentionsStaff: false, why: expect.stringMatching(/may name a colleague/) });
});
