/** What customers of a shop write: sentences to put letters together from. */
import type { Chance } from './random.ts';

const FIRST =
  'Maya Ann Jonas Lena Peter Aisha Tom Clara Yusuf Marta Erik Sofia Noah Priya Ivan Zoe Karl Ines Luca Hana'.split(' ');
const LAST =
  'Patel Smith Weber Rossi Novak Keller Jones Silva Berg Moreau Tanaka Haddad Olsen Kowalski Adler Byrne'.split(' ');
const FIRMS = ['Weber Interiors', 'Hotel Adler', 'Novak & Sons', 'Corner Cafe', 'Green Dental', 'Olsen Studio'];
const HOSTS = ['example.com', 'mail.example', 'post.example', 'web.example', 'inbox.example'];
const THINGS = 'kettle|lamp|chair|coffee grinder|blue rug|desk|teapot|shelf|mirror|clock|blanket|bread box'.split('|');
const SENTENCES = `My {thing} arrived on Tuesday and I love it, but the lid rattles when the water boils.
I ordered a {thing} two weeks ago (order {number}) and have not heard anything since.
Could you tell me when the {thing} will be back in stock?
The invoice {number} shows the old address, please send me a new one.
One of the screws of the {thing} was missing, so I could not put it together.
Is the {thing} suitable for induction hobs?
I would like to return the {thing}; how do I get a label?
The parcel was left with a neighbour who is away until the 14th, so I only saw it today.
Thank you very much for the quick answer yesterday.
The colour looks different from the pictures on your page, more green than blue.
Please cancel order {number}, I chose the wrong size.
We would need twelve of them for our dining room, is there a discount for that?
My card was charged twice for order {number}, see the statement below.
The tracking page has said "in transit" since last Friday.
Can the {thing} be delivered to a company address, and is there somebody who carries it upstairs?
Das Paket ist heute angekommen, leider war der Karton eingedrückt und die {thing} hat einen Kratzer.
Könnten Sie mir bitte sagen, ob die Lieferung noch vor dem Wochenende möglich ist?
Je souhaite échanger la taille, est-ce possible sans frais de port ?
Nos gustaría saber si hacen envíos a las islas y cuánto tarda.
I tried the code from the newsletter, but the basket says that it has ended.
The manual only has pictures, and step 7 makes no sense to me.
My mother got the {thing} as a present and would like it in white instead.
Your colleague on the phone said that I should write to this address.
If it cannot be repaired I would like my money back.
I am at home after five, or all day on Saturday.
The lamp flickers after an hour; we tried three different bulbs.
Does the guarantee also hold when it was bought as a gift?
Please find the photograph attached.
Otherwise everything was perfect, the packing was lovely.
We have been customers for years and never had anything like this.`.split('\n');
const LEGAL =
  'This message and any files transmitted with it are confidential and intended solely for the use of the individual or entity to whom they are addressed. If you have received it in error please notify the sender and delete it. ';

export interface Person {
  name: string;
  first: string;
  address: string;
  firm: string | null;
}

export function makePerson(chance: Chance, n: number): Person {
  const [first, last] = [chance.one(FIRST), chance.one(LAST)];
  const address = `${first}.${last}.${n}@${chance.one(HOSTS)}`.toLowerCase();
  return { name: `${first} ${last}`, first, address, firm: chance.happens(0.25) ? chance.one(FIRMS) : null };
}

export function sentence(chance: Chance): string {
  return chance
    .one(SENTENCES)
    .replace('{thing}', chance.one(THINGS))
    .replace('{number}', String(chance.whole(10_000, 99_999)));
}

export function paragraph(chance: Chance): string {
  return Array.from({ length: chance.whole(1, 5) }, () => sentence(chance)).join(' ');
}

export function subject(chance: Chance): string {
  const thing = chance.one(THINGS);
  return chance.one([
    `Order ${chance.whole(10_000, 99_999)}`,
    `Question about the ${thing}`,
    `${thing} arrived broken`,
    `Rückfrage zur Lieferung ${chance.whole(1_000, 9_999)}`,
    `Return of a ${thing}`,
    `Invoice ${chance.whole(1_000, 9_999)}`,
    'Where is my parcel?',
  ]);
}

/** The lines below the words of somebody who writes from an office. */
export function signature(chance: Chance, { name, firm, address }: Person): string[] {
  const lines = [name];
  if (firm) lines.push(chance.one(['Purchasing', 'Head of Office', 'Facilities']), firm);
  lines.push(`Tel. +44 20 ${chance.whole(1000, 9999)} ${chance.whole(1000, 9999)}`, address);
  if (firm && chance.happens(0.5)) lines.push(LEGAL.repeat(chance.whole(1, 2)).trim());
  return lines;
}
