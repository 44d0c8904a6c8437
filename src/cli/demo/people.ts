/** The customers of the demo, and what they ask: two weeks of a small shop for kettles and pots. */

export interface Asker {
  name: string;
  address: string;
}

/** One question, and how the shop answers it. */
export interface Matter {
  by: 'mail' | 'chat' | 'call';
  subject: string;
  text: string;
  answer: string;
  reason: string;
}

const askers = (...names: string[]): Asker[] =>
  names.map(name => ({
    name,
    address: `${name
      .normalize('NFD')
      .replace(/[^a-zA-Z ]/g, '')
      .toLowerCase()
      .replaceAll(' ', '.')}@example.com`,
  }));

export const ASKERS = askers(
  'Grace Lindqvist',
  'Ahmed Saleh',
  'Ruth Campbell',
  'Leo Marchetti',
  'Nora Haugen',
  'Peter Bauer',
  'Ines Carvalho',
  'Sam Whitaker',
  'Yuki Tanaka',
  'Hannah Levi',
  'Oscar Nilsson',
  'Fatima Zahra',
  'Daniel Novak',
  'Emma Fraser',
  'Kofi Mensah',
  'Julia Weber',
  'Marek Zielinski',
);

export const MATTERS: readonly Matter[] = [
  {
    by: 'mail',
    subject: 'Where is my parcel?',
    text: 'Hello, I ordered two small pots last week and the tracking page has said "on its way" for four days. Can you see where it is?',
    answer:
      'Hello, it was held up at the depot and is on the van today. If it is not with you by six, write to me and I will send another one.',
    reason: 'Order',
  },
  {
    by: 'chat',
    subject: '',
    text: 'Hi, does the morning kettle work on an induction hob?',
    answer: 'Hi! Yes, all our kettles do. The base is steel.',
    reason: 'Question',
  },
  {
    by: 'mail',
    subject: 'Return of a teapot',
    text: 'Good morning, the teapot is lovely but too large for us. May I send it back, and who pays for the postage?',
    answer:
      'Good morning, of course. The label is on its way to you; the postage is on us. The money follows within a week.',
    reason: 'Return or refund',
  },
  {
    by: 'chat',
    subject: '',
    text: 'Is the river green pot back in stock before Christmas?',
    answer: 'Yes, the potter fires the next batch on the 8th. Shall I put one aside for you?',
    reason: 'Question',
  },
  {
    by: 'mail',
    subject: 'One cup arrived broken',
    text: 'Hello, one of the six cups was in pieces when I opened the box. I have kept the wrapping and can send a photo.',
    answer: 'Hello, I am sorry about that. No photo needed: a new cup leaves us this afternoon.',
    reason: 'Complaint',
  },
  {
    by: 'call',
    subject: '',
    text: 'Asked whether we engrave lids. We do, three working days.',
    answer: '',
    reason: 'Question',
  },
  {
    by: 'mail',
    subject: 'Change of address',
    text: 'Hi, I moved on Monday and forgot to change the address of my order. Is it too late?',
    answer: 'Hi, just in time: it is packed but still here. It goes to the new address now.',
    reason: 'Order',
  },
  {
    by: 'mail',
    subject: 'Thank you for the kettle',
    text: 'I only wanted to say that the kettle is the best present I have had in years. Thank you, all of you.',
    answer: 'What a kind message to begin the day with. Thank you from all of us!',
    reason: 'Praise',
  },
  {
    by: 'chat',
    subject: '',
    text: 'Can I collect my order in the shop on Saturday?',
    answer: 'You can, we are here from ten to four. Just tell us your name at the counter.',
    reason: 'Order',
  },
  {
    by: 'mail',
    subject: 'Limescale',
    text: 'What do you recommend against limescale? Vinegar smells for days.',
    answer: 'Two spoons of citric acid in a full kettle, boil once, wait an hour, rinse twice. No smell at all.',
    reason: 'Question',
  },
];

/** Customers who also write while somebody watches: their cards tell of what was before. */
export const MAYA: Asker = { name: 'Maya Patel', address: 'maya@example.com' };
export const TOM: Asker = { name: 'Tom Okafor', address: 'tom@okafor.example' };
export const CLAIRE: Asker = { name: 'Claire Dubois', address: 'claire.dubois@example.org' };
export const EDITH: Asker = { name: 'Edith Crane', address: 'edith.crane@example.com' };
export const ROSA: Asker = { name: 'Rosa Winter', address: 'rosa.winter@example.com' };
