/** Shows cards, thread entries and marks as a desk draws them: once each, and never an older state over a newer one. */

import type { ChangesPosts, DeskDuties, ErasedThread, ErasesThreads, HasOwnPlaces } from '../ports/desk.ts';
import { ThreadGone } from '../ports/desk.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import type { CardView, EntryView, MarkView } from '../ports/views.ts';
import { FarRefusal } from './far-side.ts';
import { makeVersions } from './versions.ts';

/** Replies that were written in a form, by their post: they are drawn again for each mark. */
const REPLIES = 'replies';
/** What customers wrote is posted under keys that begin like this. */
const CUSTOMERS = 'message:';

interface ReplyRecord {
  author: string;
  customer: string;
  text: string;
}

/** How a desk draws what is shown. */
interface Drawing<Drawn> {
  /** `linkTo` opens another thread, of an earlier enquiry; null where it cannot. */
  card(card: CardView, linkTo: (thread: string) => string | null): Drawn;
  pointer(card: CardView, link: string | null): Drawn;
  /** `link` opens the thread that a line speaks of. */
  entry(entry: EntryView, link: string | null): Drawn;
  reply(author: string, customer: string, text: string, mark: MarkView | null): Drawn;
}

interface ShownParts<Drawn> {
  context: Pick<DeskContext, 'shelf' | 'clock'>;
  draw: Drawing<Drawn>;
  /** The channel of a room. @throws TryLater while none was chosen */
  channelOf(room: { deskRef: string | null }): string;
  /** Posts into a channel once for its key. @returns the reference under which it is known here */
  postRoot(channel: string, key: string, drawn: Drawn): Promise<string>;
  /** Posts into a thread once for its key. `bump`: it is also shown in the channel, where the desk can. */
  postIn(thread: string, key: string, drawn: Drawn, bump: boolean): Promise<string>;
  /** Changes one of Deskhand's posts. @throws ThreadGone where it is no longer there */
  rewrite(ref: string, drawn: Drawn): Promise<void>;
  /** The reference of a key's post, if it is known. */
  known(key: string): Promise<string | null>;
  /** Deletes one of Deskhand's posts, where it goes by its customer's name and a change would leave that. Absent: none does. */
  remove?(ref: string): Promise<void>;
  /** Takes a file out of a thread again. @returns why it is still there */
  detach(thread: string, key: string): Promise<string | null>;
  linkTo(ref: string): string | null;
  /** Marks a message that a person wrote. @param before the state that was shown; null for none */
  markPerson(thread: string, post: string, mark: MarkView, before: MarkView['state'] | null): Promise<void>;
}

/** Is it shown in the channel as well as in the thread? */
function isBump(entry: EntryView): boolean {
  return entry.as !== 'reply' && entry.bump === true;
}

type Shown = Pick<DeskDuties, 'postCard' | 'updateCard' | 'post' | 'notice' | 'mark'> &
  ChangesPosts &
  Pick<HasOwnPlaces, 'forget'> &
  ErasesThreads;

export function makeShown<Drawn>(parts: ShownParts<Drawn>): Shown {
  const { context, draw, rewrite, linkTo } = parts;
  const { shelf, clock } = context;
  const cards = makeVersions(shelf, 'cards', clock);
  const marks = makeVersions(shelf, 'marks', clock);
  const drawCard = (thread: string, card: CardView, again: boolean) =>
    cards.show(thread, card.version, () => rewrite(thread, draw.card(card, linkTo)), again);
  /** Somebody deleted the post: there is nothing to draw any more. */
  const rewriteIfThere = (ref: string, drawn: Drawn) => unlessGone(() => rewrite(ref, drawn));
  return {
    // What stands beside an enquiry can change without it: what it was flagged as, for example.
    updateCard: (thread, card) => drawCard(thread, card, true),
    postCard: async (room, card, key) => {
      const thread = await parts.postRoot(parts.channelOf(room), key, draw.card(card, linkTo));
      await cards.begin(thread, card.version);
      await drawCard(thread, card, false);
      return thread;
    },
    // What stands in the far side's own chat is that person's.
    forget: async (_thread, posts) => {
      for (const post of posts) await shelf.remove(REPLIES, post);
    },
    eraseThread: async (thread, erased) => {
      const { card } = erased;
      const drawn = (show: CardView) =>
        cards.show(thread, show.version, () => rewrite(thread, draw.card(show, linkTo)), true);
      const stays = card && !(await isTaken(() => drawn(card))) ? 1 : 0;
      return stays + (await eraseEntries(parts, thread, erased));
    },
    pointOn: (thread, card, to) => rewrite(thread, draw.pointer(card, linkTo(to))),
    post: async (thread, entry, key) => {
      const leadsTo = entry.as === 'line' && entry.leadsTo ? linkTo(entry.leadsTo) : null;
      const ref = await parts.postIn(thread, key, draw.entry(entry, leadsTo), isBump(entry));
      if (entry.as === 'reply') {
        const { author, customer, text } = entry;
        await shelf.append(REPLIES, ref, { author, customer, text });
      }
      return ref;
    },
    notice: async (room, words, tone, key) => {
      const line = draw.entry({ as: 'line', words, buttons: [], tone }, null);
      await parts.postRoot(parts.channelOf(room), key, line);
    },
    redraw: async (_thread, entry, key) => {
      const ref = await parts.known(key);
      if (ref) await rewriteIfThere(ref, draw.entry(entry, null));
    },
    mark: (thread, post, mark) =>
      marks.show(
        post,
        mark.version,
        async before => {
          const reply = (await shelf.get(REPLIES, post))?.value as ReplyRecord | undefined;
          if (reply) await rewriteIfThere(post, draw.reply(reply.author, reply.customer, reply.text, mark));
          else await parts.markPerson(thread, post, mark, (before?.state as MarkView['state'] | undefined) ?? null);
          return { state: mark.state };
        },
        true,
      ),
  };
}

async function unlessGone(change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof ThreadGone)) throw error;
  }
}

/** False where the far side lets nobody change or delete this one post: a person has to do it. */
async function isTaken(change: () => Promise<void>): Promise<boolean> {
  try {
    await change();
    return true;
  } catch (error) {
    if (error instanceof ThreadGone) return !error.stands;
    if (!(error instanceof FarRefusal) || error.signedOut) throw error;
    return false;
  }
}

/** @returns how many posts of people, and files, are still there */
async function eraseEntries<Drawn>(
  parts: ShownParts<Drawn>,
  thread: string,
  { line, keys, files, posts }: ErasedThread,
): Promise<number> {
  const { context, draw, rewrite, remove } = parts;
  const { shelf } = context;
  let stay = 0;
  for (const key of keys) {
    const ref = await parts.known(key);
    if (!ref) continue;
    const change = () => (remove && key.startsWith(CUSTOMERS) ? remove(ref) : rewrite(ref, draw.entry(line, null)));
    if (!(await isTaken(change))) stay++;
  }
  for (const key of files) if ((await parts.detach(thread, key)) !== null) stay++;
  // A reply from a form is our own post, which is redrawn above; all others are people's.
  const own = await Promise.all(posts.map(each => shelf.get(REPLIES, each)));
  for (const post of posts) await shelf.remove(REPLIES, post);
  return stay + own.filter(each => each === null).length;
}
