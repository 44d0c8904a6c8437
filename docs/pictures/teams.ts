/**
 * Makes the pictures of Teams: Deskhand's cards, drawn by Microsoft's renderer of Adaptive Cards in a frame that looks
 * like Teams. `npm run pictures:teams`
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { drawAnswer } from '../../adapters/desks/teams/drawing/answer.ts';
import { drawCard, drawEntry, drawMark, drawPrivate, drawReply } from '../../adapters/desks/teams/drawing/cards.ts';
import type { Card, Drawn } from '../../adapters/desks/teams/drawing/elements.ts';
import { drawFile } from '../../adapters/desks/teams/drawing/files.ts';
import { drawForm, drawWhole } from '../../adapters/desks/teams/drawing/forms.ts';
import { drawPage } from '../../adapters/desks/teams/drawing/home.ts';
import { button } from '../../src/desk/cards.ts';
import { replyForm } from '../../src/desk/forms.ts';
import { greeting, homePage } from '../../src/desk/home-page.ts';
import type { CardView, HomeView, MessageView } from '../../src/ports/views.ts';
import { openBrowser } from '../../tests/kit/browser.ts';
import { drawTeams, type Post } from './teams-look.ts';

const executable = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
].find(file => existsSync(file));
if (!executable) throw new Error('Pictures need Chromium: apt-get install chromium');
const id = 'enq_1' as CardView['enquiryId'];
const message: MessageView = {
  messageId: 'msg_1' as MessageView['messageId'],
  customer: 'Maya Patel',
  address: 'maya@example.com',
  text: 'Hello,\n\nmy kettle arrived on Tuesday and I love it, but the lid rattles when the water boils. Can I send just the lid back, and how long would a new one take? My order: https://shop.example/orders/1184\n\nKind regards\nMaya',
  full: null,
  folded: [
    { why: 'signature', text: 'Maya Patel, 14 Orchard Road, Leeds', label: 'Signature: Maya Patel, 14 Orchard' },
  ],
  attachments: [
    { id: 'att_1' as never, name: 'lid.jpg', bytes: 482_113, withheld: null },
    { id: 'att_2' as never, name: 'invoice.exe', bytes: 48_113, withheld: 'It is a program.' },
  ],
  warnings: [],
  details: [],
  others: [],
  writtenAt: 0,
};
const root: CardView = {
  enquiryId: id,
  number: 17,
  version: 1,
  status: 'open',
  statusWords: 'Open, nobody has it yet',
  owner: null,
  ownerId: null,
  channel: 'email · help@shop.example',
  channelKind: 'email',
  direction: null,
  subject: 'The lid of my morning kettle',
  message,
  customerMessages: 1,
  waitingSince: Date.parse('2026-06-01T09:12:00Z'),
  contactReason: null,
  earlier: [{ number: 9, subject: 'Where is my parcel?', outcome: 'resolved in May' }],
  buttons: [
    button('enquiry.claim', 'Claim', id, 'primary'),
    button('enquiry.reply', 'Reply', id),
    button('enquiry.resolve', 'Resolve', id),
  ],
  menu: [
    button('enquiry.resolve', 'Resolve with a reason', `${id} reason`),
    button('enquiry.snooze', 'Snooze', id),
    button('enquiry.handover', 'Hand over', id),
    button('enquiry.merge', 'Merge with …', id),
    button('enquiry.spam', 'Spam', id, 'danger', 'Mark this as spam? Nothing is sent, and you can undo this.'),
  ],
  summary: 'Customer Maya Patel by email: The lid of my morning kettle. Open, nobody has it yet.',
};
const owned: CardView = {
  ...root,
  status: 'waiting',
  statusWords: 'Waiting for Maya Patel',
  owner: 'Ann Baker',
  contactReason: 'Spare parts',
  waitingSince: null,
  buttons: [button('enquiry.reply', 'Reply', id, 'primary'), button('enquiry.resolve', 'Resolve', id)],
};
const thread = 'https://teams.example/thread';
const home: HomeView = {
  mine: [
    {
      enquiryId: id,
      number: 17,
      words: 'Maya Patel: The lid of my morning kettle (open, waits 5 h)',
      thread,
      late: true,
      next: button('enquiry.reply', 'Reply', id),
    },
    { enquiryId: id, number: 12, words: 'Tom Reed: Is my toaster repaired? (waiting)', thread },
  ],
  unclaimed: [
    {
      enquiryId: id,
      number: 19,
      words: 'a customer: Do you repair toasters? (open, waits 5 min)',
      thread,
      next: button('enquiry.claim', 'Claim', id),
    },
  ],
  drafts: [
    {
      enquiryId: id,
      words: '#17 Maya Patel: The lid of my morning kettle (open, waits 2 h)',
      text: 'Hello Maya, of course: send the lid back and a new one leaves us on Monday.',
      buttons: [
        button('reply.send', 'Send', 'r', 'primary', 'Send this to the customer?'),
        button('reply.keep', 'Keep as team talk', 'r'),
      ],
      thread,
    },
  ],
  seenAs: 'Customers see you as: Ann at Kettle & Co',
  settings: {
    rooms: [{ id: 'room_1' as never, name: 'Help', deskRef: '19:x', reply: 'preview', fixed: false }],
    channels: [
      {
        id: 'chan_1' as never,
        name: 'help@shop.example',
        label: 'Email',
        words: 'running',
        paste: null,
        ok: true,
        fixed: true,
      },
      {
        id: 'chan_2' as never,
        name: 'shop.example',
        label: 'Web chat',
        words: 'waiting for the first visitor',
        paste: {
          label: 'Put into your pages',
          line: '<script src="https://desk.example/chat/w1.js" async></script>',
        },
        ok: false,
        fixed: false,
      },
    ],
    kinds: [
      { kind: 'email', connect: 'Connect a mailbox' },
      { kind: 'webchat', connect: 'Add a web chat' },
    ],
    hold: 'Email 15 s, Web chat 3 s',
    hours: 'Monday to Friday, 9 to 17',
    answer: 'Email 4 h, Web chat 2 min',
    names: 'First names only',
    fixed: { hold: false, hours: false, answer: true, names: false },
    troubles: ['The mailbox help@shop.example has not been reached since 09:10: the password was refused.'],
  },
};
const links = { link: () => thread, channelName: () => 'Help' };

const of = ({ card }: Drawn, note?: string): Post => ({ card, ...(note ? { note } : {}) });
const mark = {
  state: 'held' as const,
  words: 'Goes to Maya Patel in a moment',
  until: null,
  version: 1,
  buttons: [button('reply.undo', 'Undo', 'r')],
};
const say = 'Hello Maya, of course: send the lid back and a new one leaves us on Monday.';
const line = (words: string, tone: 'quiet' | 'failure' = 'quiet', buttons: CardView['buttons'] = []) =>
  of(drawEntry({ as: 'line', words, buttons, tone }));
const preview = drawPrivate({
  words: 'Send this to the customer?',
  quote: { label: 'To Maya Patel, by email to maya@example.com, from Ann at Kettle & Co', text: say },
  hints: ['They asked how long it takes: your answer names a day.'],
  buttons: [
    button('reply.send', 'Send', 'r', 'primary'),
    button('reply.send_and_resolve', 'Send and resolve', 'r'),
    button('reply.keep', 'Keep as team talk', 'r'),
  ],
  tone: 'preview',
  post: null,
});
const later: MessageView = { ...message, text: 'I forgot: it is the river green one.', attachments: [], folded: [] };
const chart = {
  title: 'Enquiries a day',
  alt: 'Enquiries a day',
  bars: ['Mon 25', 'Tue 26', 'Wed 27', 'Thu 28', 'Fri 29'],
  series: [
    { name: 'Email', values: [12, 9, 14, 8, 11] },
    { name: 'Web chat', values: [4, 6, 3, 7, 5] },
  ],
  line: null,
  unit: 'enquiries',
};
const stats = `This week, 25 to 29 May\nEnquiries: 79 (before: 66)\nFirst response time: half within 34 min, 9 of 10 within 3 h\nStill open: #17, #19`;
const form = replyForm({
  enquiryId: id,
  who: { customer: 'Maya Patel', side: null },
  seen: 1,
  begun: { id: 'rem_1', text: say },
  sender: 'Ann at Kettle & Co',
  copies: ['sam@example.com'],
  warnings: [],
  changes: 0,
});
const dialog = ({ title, card }: { title: string; card: Card }): Post => ({ title, card });

const pictures: Record<string, Post[]> = {
  card: [of(drawCard(root)), of(drawCard(owned))],
  thread: [
    line('Ann claimed this.'),
    of(drawEntry({ as: 'message', message: later, bump: false })),
    of(drawFile({ name: 'lid.jpg', bytes: 482_113, picture: false }, thread, 'v')),
    { who: 'Ann Baker', said: say },
    of(drawMark(mark, 'Ann Baker')),
    of(
      drawReply('Ben Cole', 'Maya Patel', 'We have it in river green too.', {
        ...mark,
        state: 'sent',
        words: 'Sent to Maya Patel',
        buttons: [],
      }),
    ),
    line('The reply did not reach Maya Patel: the mailbox is full.', 'failure', [
      button('reply.retry', 'Try again', 'r', 'primary'),
    ]),
  ],
  preview: [of(preview, 'Only you can see this message')],
  form: [dialog(drawForm(form, null))],
  whole: [dialog(drawWhole(message.customer, message.text, message.folded))],
  answer: [
    of(
      drawAnswer(
        {
          text: stats,
          labels: true,
          chart,
          links: [17, 19].map(number => ({ number, thread })),
          buttons: [button('answer.show', 'Show in the room', 'a')],
        },
        () => thread,
        true,
      ),
      'Only you can see this message',
    ),
  ],
  home: [of(drawPage(homePage(home), links))],
  greeting: [
    of(
      drawPage(
        greeting({ room: null, channel: false, enquiry: false }, home.settings!.kinds, {
          invite: '@Deskhand in a channel',
          more: 'Say "help" for more.',
        }),
        links,
      ),
    ),
  ],
};

const ALL_LOOKS = ['card', 'thread'];
const browser = await openBrowser(executable);
try {
  for (const [name, posts] of Object.entries(pictures))
    for (const look of ['light', 'dark'] as const)
      for (const width of [390, 760]) {
        // Of most of them one of each is enough to keep: light on a desk, dark on a phone.
        if (!ALL_LOOKS.includes(name) && (look === 'dark') !== width < 500) continue;
        const page = await browser.newPage({ viewport: { width, height: 300 }, deviceScaleFactor: 2, locale: 'en-GB' });
        await drawTeams(page, posts, look);
        const file = `teams-${name}${width < 500 ? '-phone' : ''}${look === 'dark' ? '-dark' : ''}.png`;
        await page.screenshot({ path: join(import.meta.dirname, file), fullPage: true });
        await page.close();
      }
} finally {
  await browser.close();
}
console.log('The pictures are made.');
