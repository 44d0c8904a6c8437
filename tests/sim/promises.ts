/**
 * What a fuzzer of threads knows of what people meant, and the promises that it holds against it. Each text carries a token of
 * its own; what is done to the characters around it does not matter.
 */
import type { Enquiry } from '../../src/core/enquiry.ts';
import { evolve } from '../../src/core/evolve.ts';
import type { Provider } from '../kit/far-sides/provider.ts';
import type { TestHouse } from '../kit/house.ts';

export interface Promises {
  /** Words with a token that no others have. */
  unique(): string;
  /** A post says this from now on; it may leave where somebody decided so and it is not marked for colleagues. */
  remember(post: string, text: string, isTalk: boolean): void;
  /** Somebody decided to send these words, wherever they stand. */
  send(words: string): void;
  /** What this post says from now on may leave: it is being held. */
  decide(post: string): void;
  /** What is shown may leave, and what its post is edited to while it is held. */
  sendShown(words: string): void;
  /** @throws when a promise is broken */
  check(house: TestHouse): Promise<void>;
}

const TOKEN = /words \d+-\d+/g;

export function makePromises(seed: number, provider: Provider): Promises {
  const meant = new Set<string>();
  const decided = new Set<string>();
  const versions = new Map<string, Set<string>>();
  const owners = new Map<string, { version: number }>();
  let [n, delivered] = [0, 0];
  const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];
  const tokenOf = (text: string) => tokensOf(text)[0] ?? text;
  const send = (words: string) => {
    for (const token of tokensOf(words)) meant.add(token);
  };
  const holds = (condition: boolean, promise: string, detail: () => string) => {
    if (!condition) throw new Error(`${promise}: ${detail()}`);
  };

  const checkSent = () => {
    for (const { text, replyId, attempt } of provider.delivered.slice(delivered)) {
      holds(meant.has(tokenOf(text)), '1 nothing typed reaches a customer unless deliberately sent', () =>
        JSON.stringify(text),
      );
      const same = provider.delivered.filter(each => each.replyId === replyId);
      holds(same.length === 1, '3 nothing is sent twice', () => `${replyId} ${attempt} ${text}`);
      const twice = provider.delivered.filter(each => tokenOf(each.text) === tokenOf(text));
      holds(twice.length === 1, '3 nothing is sent twice', () => text);
    }
    delivered = provider.delivered.length;
  };
  const checkOwner = async ({ house }: TestHouse, enquiry: Enquiry) => {
    let at = { ...enquiry, version: 0, ownerId: null, status: 'open' } as Enquiry;
    for (const { event } of await house.parts.store.events(enquiry.id)) {
      if (event.type === 'EnquiryClaimed')
        holds(
          at.ownerId === null,
          '4 exactly one person owns an enquiry',
          () => `${event.by} took it from ${at.ownerId}`,
        );
      at = evolve(at, event, 0);
    }
    holds(at.ownerId === enquiry.ownerId, '4 everybody can see who owns it', () => enquiry.id);
  };

  return {
    unique: () => `words ${seed}-${++n}`,
    remember: (post, text, isTalk) => {
      const all = versions.get(post) ?? new Set();
      versions.set(post, all.add(tokenOf(text)));
      if (decided.has(post) && !isTalk) send(text);
    },
    send,
    decide: post => void decided.add(post),
    sendShown: words => {
      send(words);
      const tokens = new Set(tokensOf(words));
      for (const [post, texts] of versions) if ([...texts].some(each => tokens.has(each))) decided.add(post);
    },
    check: async house => {
      checkSent();
      for (const enquiry of await house.house.parts.store.openEnquiries(100)) {
        if ((owners.get(enquiry.id)?.version ?? 0) === enquiry.version) continue;
        owners.set(enquiry.id, { version: enquiry.version });
        await checkOwner(house, enquiry);
      }
    },
  };
}
