/** What a test of the Teams stand-in holds in its hands: Teams itself, its teams, channels and people. */
import type { What } from './cards.ts';
import type { RawDelivery } from './delivery.ts';
import type {
  Answer,
  Call,
  Delivery,
  Dialog,
  Fault,
  Json,
  Route,
  SayOptions,
  Shown,
  TeamsOptions,
  Travels,
} from './shapes.ts';

export interface FakePerson {
  /** `29:...` */
  readonly id: string;
  /** Empty for somebody of whom the bot is told none. */
  readonly aadObjectId: string;
  readonly name: string;
  readonly email: string;
  readonly tenant: string;
  /**
   * In a channel, or in the personal chat with the bot (null). `<at>Name</at>` is a mention picked from the list: of the bot
   * ("Deskhand"), a person, a tag, a channel, the team, or Everyone.
   * @returns the message's id
   */
  say(where: FakeChannel | null, text: string, options?: SayOptions): Promise<string>;
  edit(where: FakeChannel | null, message: string, text: string, options?: SayOptions): Promise<void>;
  remove(where: FakeChannel | null, message: string, how?: Travels): Promise<void>;
  /** Undoes a deletion. */
  undelete(where: FakeChannel | null, message: string, how?: Travels): Promise<void>;
  react(where: FakeChannel | null, message: string, type: string): Promise<void>;
  unreact(where: FakeChannel | null, message: string, type: string): Promise<void>;
  /**
   * Presses a button of a card: by its id, by the words on it, or by the test's own eye. What stands in the card's inputs goes
   * along; `values` fills them in first. `data` is put over what the button carries, as only a forger would.
   */
  press(message: Shown, what: What, how?: Travels & { values?: Json; data?: Json }): Promise<Answer>;
  /** Fills in the dialog on top, or this one, and sends it off by the first of its buttons, or by the one named. */
  submit(values?: Json, how?: Travels & { dialog?: Dialog; button?: What }): Promise<Answer>;
  /** What the list in the dialog on top offers for these letters. */
  search(typed: string): Promise<{ title: string; value: string }[]>;
  /** Closes the dialog on top. */
  close(): void;
  /** A command of the menu of a message. */
  messageAction(where: FakeChannel, message: string, commandId: string, how?: Travels): Promise<Answer>;
  /** `/Deskhand ...`, which only the bot sees. */
  slash(where: FakeChannel, text: string, options?: { thread?: string } & Travels): Promise<string>;
  /** Adds the app to the personal chat. */
  install(): Promise<void>;
  uninstall(): Promise<void>;
  /** What only this person sees in channels, while it lasts. */
  privates(where?: FakeChannel): Shown[];
  /** What stands in the personal chat, both sides. */
  chat(): Shown[];
  /** Words that Teams showed in answer to presses, oldest first. */
  toasts(): string[];
  /** The dialog on top; null: none is open. */
  openDialog(): Dialog | null;
  /** A message as this person sees it: what a press was answered with stays before them until the message changes. */
  sees(message: Shown): Json | null;
}

export interface FakeChannel {
  readonly team: FakeTeam;
  readonly id: string;
  readonly name: string;
  readonly type: 'standard' | 'private' | 'shared';
  /** The posts, oldest first, without their replies; what was deleted is not among them. */
  posts(): Shown[];
  /** The root and its replies. */
  thread(root: string): Shown[];
  /** Null too when it was deleted. */
  message(id: string): Shown | null;
  /** A message of a flow or of another bot. */
  flow(text: string, options?: { thread?: string; card?: Json }): Promise<string>;
  rename(name: string): Promise<void>;
  delete(): Promise<void>;
  restore(): Promise<void>;
  /** Of a private or shared channel, whose members are its own. */
  join(person: FakePerson): Promise<void>;
  leave(person: FakePerson): Promise<void>;
  share(): Promise<void>;
  /** The bot is added to a private or shared channel, or taken out of it. */
  addBot(by?: FakePerson): Promise<void>;
  removeBot(by?: FakePerson): Promise<void>;
}

export interface FakeTeam {
  /** `19:...@thread.tacv2`: also its first channel's. */
  readonly id: string;
  readonly aadGroupId: string;
  readonly name: string;
  readonly tenant: string;
  /** Somebody of the team; without `member: false` they are in it. */
  person(
    name: string,
    options?: {
      guest?: boolean;
      /** At home in another tenant. */
      tenant?: string;
      noObjectId?: boolean;
      /** Is added without a word to the bot, as everybody who was there before it. */
      member?: boolean;
    },
  ): FakePerson;
  /** The channel is there as if it had always been. */
  channel(
    name: string,
    options?: { type?: 'standard' | 'private' | 'shared'; members?: FakePerson[]; botIn?: boolean },
  ): FakeChannel;
  createChannel(name: string): Promise<FakeChannel>;
  tag(name: string, members: FakePerson[]): void;
  /** The owner's consent to reading messages without a mention. */
  consent(given: boolean): void;
  add(person: FakePerson): Promise<void>;
  remove(person: FakePerson): Promise<void>;
  rename(name: string): Promise<void>;
  archive(): Promise<void>;
  unarchive(): Promise<void>;
  delete(): Promise<void>;
  restore(): Promise<void>;
  install(by: FakePerson): Promise<void>;
  upgrade(by: FakePerson): Promise<void>;
  uninstall(by: FakePerson): Promise<void>;
}

export interface ProblemRules {
  /** Whether the rates of conversations are demanded: yes. */
  pace?: boolean;
}

export interface FakeTeams {
  url: string;
  /** In place of Microsoft's hosts: login, keys and Graph (`/graph/v1.0/...`). */
  loginUrl: string;
  /** The Connector's, with a slash at its end. */
  serviceUrl: string;
  /** `host:port` of the Connector and of where files lie. */
  host: string;
  appId: string;
  secret: string;
  tenant: string;
  options: TeamsOptions;
  /** Where activities are POSTed; null: nowhere. */
  deliverTo(url: string | null): void;
  /** The first team, or the one of this name, which is made on demand; the app is in it, and may read everything. */
  team(name?: string, options?: { tenant?: string; installed?: boolean; consent?: boolean }): FakeTeam;
  calls: Call[];
  /** So many tokens were given for a scope. */
  tokens: Record<string, number>;
  /** The next calls of a kind end thus. */
  fail(route: Route | 'any', how: Fault, times?: number, when?: (call: Call) => boolean): void;
  expireSecret(expired?: boolean): void;
  /** One more, valid beside the others. */
  newSecret(): string;
  deleteSecret(secret: string): void;
  /** Every token that was given is refused from now on. */
  expireTokens(): void;
  rotateKeys(): void;
  deliveries: Delivery[];
  /** What was fetched from where people's files lie, and whether a token was sent along, which it must not be. */
  downloads: { path: string; authorization: string | null }[];
  /** Resolves when nothing is under way. */
  quiet(): Promise<void>;
  /** Signed like the Connector's unless told otherwise; a string is sent as it is. */
  deliver(body: Json | string, how?: RawDelivery): Promise<Answer>;
  /** The token that `deliver` would send. */
  token(how?: RawDelivery, activity?: Json): string;
  /** The same body once more. */
  redeliver(delivery: Delivery): Promise<Answer>;
  /** Sends what `hold` kept back, in the order in which it was done. */
  deliverHeld(): Promise<void>;
  /** Sentences about what the product said against the rules. */
  problems(rules?: ProblemRules): string[];
  close(): Promise<void>;
}
