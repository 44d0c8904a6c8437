/**
 * What happens while somebody watches the demo: customers write, Ben and Chidi race for one of them, talk, send something
 * too soon and take it back, and answer. What the watcher claims is theirs; the colleagues only help.
 */
import { createTransport } from 'nodemailer';
import { DEMO_ADDRESS } from '../../../adapters/channels/email/install.ts';
import type { ButtonView } from '../../ports/button.ts';
import { type CardSeen, type Hands, handsAt } from './hands.ts';
import { type Asker, CLAIRE, MAYA, TOM } from './people.ts';

const CHAT = 'Jonas';
const ASKS = 'Hi! Do you ship to Denmark, and what does it cost?';
const ADDS = 'It would be the morning kettle, to Aarhus.';
/** Often enough to seem awake. */
const LOOK_EVERY_MS = 1_500;
/** A person who reads, thinks and types. */
const THINKS_MS = 4_000;
/** Nobody waits longer for what they expect; then the scene is left out. */
const WAITS_MAX_MS = 60_000;

type Written = Asker & { subject: string; text: string; inReplyTo?: string };

const MAYA_WRITES: Written = {
  ...MAYA,
  subject: 'The lid of my morning kettle',
  text: 'Hello,\n\nmy kettle arrived on Tuesday and I love it, but the lid does not sit straight: it rattles when the water boils. Can I send just the lid back, and how long would a new one take?\n\nKind regards\nMaya Patel\n-- \nMaya Patel, 14 Orchard Road, Leeds',
};
const CLAIRE_WRITES: Written = {
  ...CLAIRE,
  subject: 'Réparation d’une théière',
  text: 'Bonjour, l’anse de ma théière s’est cassée. Est-ce que vous réparez aussi des pièces anciennes ? Je peux envoyer une photo. Merci !',
};
const TOM_WRITES: Written = {
  ...TOM,
  subject: 'Invoice 2026-1184',
  text: 'Good morning, our bookkeeper needs the invoice for the six small pots with our company address on it: Okafor Ltd, 3 Quay Street, Bristol BS1 4DJ. Could you send it again?',
};

interface Stage {
  hands: Hands;
  mail(written: Written): Promise<void>;
}

/**
 * Plays once; what cannot be played is said on the console and holds nothing else up.
 * @param colleagues on the practice desk they work along; on a real one only customers write
 */
export function playPresent(url: string, mailPort: number, { colleagues }: { colleagues: boolean }): void {
  const stage: Stage = { hands: handsAt(url), mail: written => mail(mailPort, written) };
  const play = (afterMs: number, scene: (stage: Stage) => Promise<unknown>) =>
    setTimeout(() => {
      scene(stage).catch(error =>
        console.error(`A scene of the demo could not be played: ${(error as Error).message}`),
      );
    }, afterMs).unref();
  play(1_500, ({ mail: write }) => write(MAYA_WRITES));
  play(14_000, ({ mail: write }) => write(TOM_WRITES));
  if (colleagues) {
    play(1_500, lends);
    play(3_000, asksInChat);
    play(6_000, race);
    play(14_000, thanks);
  } else {
    play(3_000, ({ hands }) => hands.chat(CHAT, ASKS));
    play(6_000, ({ mail: write }) => write(CLAIRE_WRITES));
    play(9_000, ({ hands }) => hands.chat(CHAT, ADDS));
  }
}

/** Jonas asks in the chat, and Ben answers him beside whoever watches. */
async function asksInChat({ hands }: Stage): Promise<void> {
  await hands.chat(CHAT, ASKS);
  await pause(6_000);
  await hands.chat(CHAT, ADDS);
  const asked = await waitFor(() => cardOf(hands, CHAT));
  if (!asked) return;
  await pause(2 * THINKS_MS);
  if (!(await claims(hands, 'Ben', asked))) return readsTheirAnswer(hands);
  await pause(THINKS_MS);
  const { thread } = asked;
  await hands.act('Ben', { do: 'write', thread, text: '@Chidi nine euros to Denmark, as in spring?' });
  await pause(THINKS_MS);
  await hands.act('Chidi', { do: 'write', thread, text: '// Yes, nine, and three days.' });
  await pause(THINKS_MS);
  await hands.reply('Ben', asked.card.enquiryId, 'Hi Jonas! To Aarhus it is nine euros, and it takes three days.');
  await pause(2 * THINKS_MS);
  await hands.reads(CHAT);
  await pause(THINKS_MS);
  await hands.chat(CHAT, 'Great, thank you!');
  await pause(2 * THINKS_MS);
  const values = { reason: 'Question' };
  const { enquiryId } = asked.card;
  await hands.act('Ben', { do: 'submit', form: 'resolve.form', enquiryId, submit: 'resolve', values });
}

/** Somebody else was faster than Ben: Jonas waits for what they write. */
async function readsTheirAnswer(hands: Hands): Promise<void> {
  const answered = async () => (await cardOf(hands, CHAT))?.card.status !== 'open' || null;
  await waitFor(answered, Number.POSITIVE_INFINITY);
  await pause(THINKS_MS);
  await hands.reads(CHAT);
}

/** Two press Claim at once: one has it, the other asks for it. The answer goes too soon and is taken back. */
async function race({ hands, mail: write }: Stage): Promise<void> {
  await write(CLAIRE_WRITES);
  const asked = await waitFor(() => cardOf(hands, CLAIRE.name));
  if (!asked) return;
  await pause(3 * THINKS_MS);
  const { thread } = asked;
  const { enquiryId } = asked.card;
  await Promise.all(['Ben', 'Chidi'].map(each => hands.press(each, thread, 'enquiry.claim', enquiryId)));
  const owner = await waitFor(async () => (await cardOf(hands, CLAIRE.name))?.card.owner ?? null);
  if (owner !== 'Ben' && owner !== 'Chidi') return;
  const other = owner === 'Ben' ? 'Chidi' : 'Ben';
  await pause(THINKS_MS);
  await hands.press(other, thread, 'enquiry.takeover', enquiryId);
  const handOver = await waitFor(() => buttonIn(hands, thread, owner, each => each.id === 'enquiry.handover'));
  await pause(THINKS_MS);
  if (handOver) await hands.press(owner, thread, handOver.id, handOver.value);
  await pause(THINKS_MS);
  await hands.reply(other, enquiryId, 'Bonjour Claire, oui, nous réparons tout!! Envoyez');
  const undo = await waitFor(() => buttonIn(hands, thread, other, each => each.id === 'reply.undo'));
  await pause(THINKS_MS / 2);
  if (undo) await hands.press(other, thread, undo.id, undo.value);
  await hands.act(other, { do: 'write', thread, text: '// Too fast, I had not finished. Undo works.' });
  await pause(2 * THINKS_MS);
  await hands.reply(
    other,
    enquiryId,
    'Bonjour Claire, oui, nous réparons aussi les pièces anciennes. Envoyez-nous une photo, et nous vous dirons le prix.',
  );
}

/** Whoever takes Maya's enquiry is helped by a colleague. */
async function lends({ hands }: Stage): Promise<void> {
  const owned = await waitFor(async () => {
    const found = await cardOf(hands, MAYA.name);
    return found?.card.owner ? found : null;
  }, Number.POSITIVE_INFINITY);
  if (!owned) return;
  await pause(THINKS_MS);
  const { thread, card } = owned;
  await hands.act('Ben', {
    do: 'write',
    thread,
    text: `@${card.owner} we have three lids of that size on the shelf, a new one can leave on Monday.`,
  });
}

/** Customers who were answered say thank you, once. */
async function thanks({ hands, mail: write }: Stage): Promise<void> {
  for (const each of [MAYA_WRITES, TOM_WRITES]) void thanksFrom(each);

  async function thanksFrom(written: Written): Promise<void> {
    const answer = await waitFor(
      async () => (await hands.mailbox()).find(each => each.to === written.address && !each.text.includes('/rate/')),
      Number.POSITIVE_INFINITY,
    );
    await pause(2 * THINKS_MS);
    const subject = `Re: ${written.subject}`;
    const inReplyTo = answer?.messageId ?? '';
    await write({ ...written, subject, text: 'Thank you, that was quick!', inReplyTo });
  }
}

/** @returns whether it is theirs now */
async function claims(hands: Hands, person: string, { thread, card }: CardSeen): Promise<boolean> {
  await hands.press(person, thread, 'enquiry.claim', card.enquiryId);
  const owner = await waitFor(async () => (await hands.thread(thread, person))?.card.owner ?? null);
  return owner === person;
}

async function cardOf(hands: Hands, customer: string): Promise<CardSeen | null> {
  const found = (await hands.cards()).filter(({ card }) => card.message.customer.startsWith(customer));
  return found.findLast(({ card }) => card.status !== 'resolved') ?? null;
}

async function buttonIn(
  hands: Hands,
  thread: string,
  person: string,
  isIt: (button: ButtonView) => boolean,
): Promise<ButtonView | null> {
  const { posts = [], privates = [] } = (await hands.thread(thread, person)) ?? {};
  const all = [
    ...posts.flatMap(({ post, mark }) => [
      ...(mark?.buttons ?? []),
      ...(post.as === 'entry' && post.entry.as === 'line' ? post.entry.buttons : []),
    ]),
    ...privates.flatMap(({ view }) => view.buttons),
  ];
  return all.findLast(isIt) ?? null;
}

/** Looks until there is something; null when it does not come. */
async function waitFor<T>(look: () => Promise<T | null | undefined>, ms = WAITS_MAX_MS): Promise<T | null> {
  for (let waited = 0; waited < ms; waited += LOOK_EVERY_MS) {
    const found = await look();
    if (found) return found;
    await pause(LOOK_EVERY_MS);
  }
  return null;
}

/** Keeps no process alive. */
function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms).unref());
}

async function mail(port: number, { name, address, subject, text, inReplyTo = '' }: Written): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  await transport.sendMail({ from: { name, address }, to: DEMO_ADDRESS, subject, text, inReplyTo });
  transport.close();
}
