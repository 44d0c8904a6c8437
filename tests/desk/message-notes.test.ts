/** Small letters under a customer's words: who says what of the details. */
import { expect, test } from 'vitest';
import { markedSide, messageNotes } from '../../src/desk/message-notes.ts';
import type { MessageView } from '../../src/ports/views.ts';

test('what somebody typed, what the site vouches for and what the channel says stand apart', () => {
  const view: MessageView = {
    ...{ messageId: 'msg_1' as MessageView['messageId'], customer: 'Maya', address: '1', text: 'Hi', full: null },
    ...{ folded: [], attachments: [], warnings: [], others: [], writtenAt: 0 },
    details: [
      { label: 'Open in X', value: 'https://x.com/i/status/1', byChannel: true },
      { label: 'Order', value: '17' },
      { label: 'Signed in as', value: 'c-1', vouched: true },
      { label: 'Quotes', value: 'https://x.com/i/status/2', byChannel: true },
    ],
  };
  expect(messageNotes(view)).toEqual([
    'Confirmed by your site: Signed in as: c-1',
    'From the form: Order: 17',
    'Open in X: https://x.com/i/status/1 · Quotes: https://x.com/i/status/2',
  ]);
});

test('the side of a reply has its sign, and an address that only begins like one has none', () => {
  expect(markedSide('PUBLIC reply to Maya (@maya_p): everyone can read it')).toMatch(/^📢 PUBLIC reply/);
  expect(markedSide('PRIVATE reply to Maya')).toMatch(/^🔒 PRIVATE/);
  for (const label of ['To Maya Patel, by email', 'PUBLICITY Ltd', 'To PUBLIC Radio', ''])
    expect(markedSide(label)).toBeNull();
});
