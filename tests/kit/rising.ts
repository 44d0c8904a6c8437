/** What customers write while something rises: for the walks on every desk. */
import type { MessageId } from '../../src/core/ids.ts';
import type { MessageRow } from '../../src/ports/rows.ts';
import type { Op } from '../../src/ports/store.ts';
import { putPastWeeks } from './past-weeks.ts';
import type { Shop } from './shop.ts';

/** An admin named the room that is told. */
export const RISING_YAML = 'hold_seconds: { email: 0.2 }\nrising_room: customers\n';

type Said = readonly [who: string, text: string];

/** Of six customers about one thing. */
export const CHECKOUT: readonly Said[] = [
  ['Maya', 'The checkout is broken.'],
  ['Tom', 'I get an error at checkout.'],
  ['Ada', 'Your checkout shows an error page.'],
  ['Lea', 'I cannot pay, checkout fails.'],
  ['Zoe', 'checkout error again and again'],
  ['Kim', 'Is your checkout broken?'],
];

/** Of many customers, each about something else: a day on which everything is more. */
export const SURGE: readonly Said[] = [
  ['Abel', 'When do you open on Sunday?'],
  ['Bela', 'The blue teapot came without its lid.'],
  ['Cora', 'Could I have an invoice with our company name?'],
  ['Dora', 'Do you ship to Denmark?'],
  ['Egon', 'Which glue holds the handle of a pan?'],
  ['Fina', 'My parcel lies at a neighbour who is away.'],
  ['Gaby', 'Is there a discount for schools?'],
  ['Hugo', 'The kettle whistles too loudly for my dog.'],
  ['Ines', 'I moved house, please note the new street.'],
  ['Jule', 'Does the toaster take thick bread?'],
  ['Kurt', 'You charged me twice in October.'],
  ['Lara', 'Can a gift card be used in the market hall?'],
  ['Milo', 'The cups are smaller than in the picture.'],
  ['Nora', 'Who repairs old coffee grinders?'],
  ['Otto', 'I lost the instructions of the ice machine.'],
  ['Pola', 'Are you looking for people at weekends?'],
  ['Rita', 'Thanks for the lovely wrapping paper, where is it from?'],
  ['Sven', 'My newsletter comes in German.'],
  ['Tara', 'What is the guarantee on knives?'],
  ['Udo', 'Is the car park closed this week?'],
  ['Vera', 'Please cancel the order from last night.'],
  ['Willi', 'A spoon went into the disposal, do you sell single ones?'],
  ['Xenia', 'How heavy is the big stone mortar?'],
  ['Yann', 'Could somebody call me about a wedding list?'],
];

/** What customers wrote in the weeks before. */
const BEFORE = [
  'The kettle that I bought last week does not switch off by itself any more.',
  'Where is my parcel? It should have been here on Tuesday.',
  'I would like to send the cups back, they are too small for us.',
  'Are you open on Sunday, and is there a place to park?',
  'Could you send me the invoice once more, please?',
  'Which of your pans can go into the oven?',
  'My order came without the lid of the teapot.',
  'Do you ship to Ireland, and what does it cost?',
];

/** Puts the weeks before into the shop: without them nobody knows what is usual. @param now by the shop's own clock */
export async function usualBefore(shop: Shop, now = Date.now()): Promise<void> {
  const { store } = shop.running.house.parts;
  await putPastWeeks(store, now);
  const ops: Op[] = [];
  for (let number = await store.highestNumber(); number > 0; number--) {
    const { id, workspaceId, openedAt } = (await store.enquiryByNumber(number))!;
    const row: MessageRow = {
      ...{ id: `msg_${id}` as MessageId, workspaceId, enquiryId: id, direction: 'in', kind: 'human', from: null },
      ...{ text: BEFORE[number % BEFORE.length]!, folded: [], warnings: [], names: [], rawId: null, replyId: null },
      ...{ writtenAt: openedAt, subject: null, others: null, writtenTo: null, forwardOf: null },
    };
    ops.push({ do: 'insert', table: 'messages', row });
  }
  await store.commit(ops);
}

/** One mail of each, as a mail server hands it over. */
export async function mailsOf(shop: Shop, said: readonly Said[]): Promise<void> {
  // Without a subject, which would be the same words in all of them.
  for (const [who, text] of said) await shop.mail({ from: `${who} Reed <${who.toLowerCase()}@example.com>`, text });
}
