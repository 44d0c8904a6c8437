/** What a test can do and see on the stand-in of X: people's hands and eyes, the bill, and the ways it can fail. */
import type { Bill, Call, Fault, Json, Route } from './shapes.ts';
import type { Access, Delivery } from './state.ts';
import type { StreamHands } from './stream.ts';

export interface SeenPost {
  id: string;
  /** The handle of its author. */
  by: string;
  /** As typed, without the handles that X puts before a reply. */
  text: string;
  replyTo: string | null;
  conversation: string;
  /** Ids of its pictures. */
  media: string[];
}

export interface SeenDm {
  id: string;
  by: string;
  /** Of a group all others. */
  to: string;
  text: string;
  media: string[];
}

interface PostAbout {
  replyTo?: string;
  quotes?: string;
  /** How many pictures. */
  pictures?: number;
  replySettings?: 'everyone' | 'mentionedUsers' | 'following' | 'subscribers' | 'verified';
}

export interface FakePerson {
  readonly id: string;
  readonly handle: string;
  /** Hands: each as its owner does it in the X app. Posts and messages are named by their ids. */
  post(text: string, about?: PostAbout): string;
  reply(to: string, text: string): string;
  quote(post: string, text: string): string;
  retweet(post: string): string;
  /** @returns the new id of the same post */
  edit(post: string, text: string): string;
  delete(post: string): void;
  dm(to: FakePerson | FakeGroup, text: string, about?: { pictures?: number }): string;
  /** An encrypted message: only an event tells of it. */
  chat(to: FakePerson): void;
  protect(on?: boolean): void;
  suspend(on?: boolean): void;
  /** Leaves X: nothing of theirs is found any more. */
  leave(): void;
  block(whom: FakePerson, on?: boolean): void;
  follow(whom: FakePerson): void;
  closeDms(closed?: boolean): void;
  rename(handle: string): void;
  withhold(post: string): void;
  /** Eyes: the messages between these two, and the posts that this person sees as answers to their own. */
  messagesWith(other: FakePerson): SeenDm[];
  answers(): SeenPost[];
}

/** A private conversation of more than two. */
export interface FakeGroup {
  readonly id: string;
}

/** An account whose keys somebody holds. */
export interface FakeAccount extends FakePerson {
  /** For OAuth 1.0a, as the console shows them. */
  readonly keys: { appKey: string; appSecret: string; accessToken: string; accessSecret: string };
  /** Presses "Authorize app" on the page that this link leads to. @returns where the browser goes then */
  authorize(link: string): string;
  /** Makes new keys in the console, which may do as much; those of before are revoked by hand. */
  newKeys(): FakeAccount['keys'];
  /** Takes the app's access away, or gives the keys back their force. */
  revoke(revoked?: boolean): void;
}

export interface FakeX {
  /** For `X_API_ORIGIN`. */
  readonly url: string;
  readonly app: { key: string; secret: string; clientId: string; clientSecret: string; bearer: string };
  person(handle: string, about?: { name?: string; verified?: boolean; dmsOpen?: boolean }): FakePerson;
  /** @param about `access`: what its keys allow; everything without it */
  account(handle: string, about?: { name?: string; verified?: boolean; access?: Access }): FakeAccount;

  group(members: FakePerson[]): FakeGroup;

  /** All that stand, oldest first. */
  posts(): SeenPost[];
  dms(): SeenDm[];
  readonly calls: Call[];
  readonly bills: Bill[];
  /** In US dollars. */
  cost(): number;
  credit(usd: number): void;
  /** The limit that its owner set in the console is reached until this day (`2026-02-13`), or null. */
  cap(until: string | null): void;

  fail(route: Route | 'any', how: Fault, times?: number, when?: (call: Call) => boolean): void;
  /** Nothing that was to fail fails any more. */
  calm(): void;
  /** The next pages of this list are empty and have a next one all the same. */
  emptyPage(route: Route, times?: number): void;
  /** Access tokens end now; those who may refresh. */
  expireTokens(): void;

  /** All that were delivered or would have been, as they went out. */
  readonly events: Json[];
  readonly stream: StreamHands;
  /** Where the product listens, in place of the public address that it names. */
  deliverTo(origin: string): void;
  readonly deliveries: Delivery[];
  /** X's challenge was not answered: it sends nothing more until it is asked to try again. */
  distrust(): void;
  /** Keeps deliveries until `release`, which lets them go one after the other. */
  hold(): void;
  release(order?: 'as-they-came' | 'reversed' | 'each-twice'): Promise<void>;
  /** Anything to the webhook: signed, signed for something else, or not at all. @returns the status of the answer */
  deliver(body: Json | string, signed: 'true' | 'forged' | 'none'): Promise<number>;

  /** How many connections to it are open. */
  readonly connections: number;
  /** Nothing is on its way any more. */
  quiet(): Promise<void>;
  /** What the product should not have done, in sentences. */
  problems(rules?: ProblemRules): string[];
  close(): Promise<void>;
}

export interface ProblemRules {
  /** False: the same words to the same person twice are meant. */
  twice?: boolean;
  /** False: refused requests are part of the test. */
  refusals?: boolean;
}
