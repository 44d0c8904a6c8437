/** What a test of the Slack stand-in holds in its hands: Slack itself, its teams, channels and people. */
import type {
  Answer,
  ApiRequest,
  Delivery,
  FakeSocket,
  Fault,
  Json,
  RawDelivery,
  SayOptions,
  Shown,
} from './shapes.ts';

export interface FakePerson {
  readonly id: string;
  readonly name: string;
  readonly team: FakeTeam;
  say(channel: FakeChannel, text: string, options?: SayOptions): Promise<string>;
  edit(
    channel: FakeChannel,
    ts: string,
    text: string,
    options?: { sameSecond?: boolean; withoutPrevious?: boolean; rich?: boolean; keepFiles?: string[]; hold?: boolean },
  ): Promise<void>;
  remove(channel: FakeChannel, ts: string, options?: { withoutPrevious?: boolean }): Promise<void>;
  unfurl(channel: FakeChannel, ts: string, attachments?: Json[]): Promise<void>;
  tombstone(channel: FakeChannel, ts: string): Promise<void>;
  forward(channel: FakeChannel, ts: string, to: FakeChannel, options?: { thread?: string }): Promise<string>;
  react(channel: FakeChannel, ts: string, name: string): Promise<void>;
  unreact(channel: FakeChannel, ts: string, name: string): Promise<void>;
  /** Presses what has this action_id or this label, or what the predicate finds, on a message, an ephemeral, a modal or the home. */
  press(
    target: Json,
    what: string | RegExp | ((element: Json, block: Json) => boolean),
    how?: { value?: string; selected?: string | string[] },
  ): Promise<Answer>;
  /** What a list that is filled while somebody types offers for these letters, as options to press with. */
  suggest(view: Json, block: string, typed: string): Promise<Json[]>;
  /** Chooses one of them. @param typed what was filled in before */
  choose(view: Json, block: string, option: Json, typed?: Json): Promise<Answer>;
  /** Fills in and submits the modal: by block id or action id; selects by their option's value. */
  submit(view: Json, values?: Json): Promise<Answer>;
  closeView(view?: Json, options?: { all?: boolean }): Promise<Answer>;
  shortcut(callbackId: string): Promise<Answer>;
  messageShortcut(callbackId: string, channel: FakeChannel, ts: string): Promise<Answer>;
  command(channel: FakeChannel, command: string, text?: string): Promise<Answer>;
  openHome(tab?: 'home' | 'messages'): Promise<void>;
  /** What only this person sees, with what response_urls did to it. */
  ephemerals(channel?: FakeChannel): Shown[];
  /** The modal on top; null: none is open. `errors` holds what the last submission was told. */
  openView(): Json | null;
  home(): Json | null;
  /** What stands in the conversation with the bot. */
  dms(): Shown[];
}

export interface FakeChannel {
  readonly team: FakeTeam;
  /** Changes with `changeId`. */
  readonly id: string;
  readonly name: string;
  /** What stands in the channel itself: roots and broadcasts. */
  messages(): Shown[];
  /** The root and its replies. */
  thread(ts: string): Shown[];
  message(ts: string): Shown | null;
  join(person: FakePerson): Promise<void>;
  leave(person: FakePerson): Promise<void>;
  rename(name: string): Promise<void>;
  archive(): Promise<void>;
  unarchive(): Promise<void>;
  delete(): Promise<void>;
  changeId(): Promise<void>;
  convertToPrivate(): Promise<void>;
  kickBot(): Promise<void>;
  inviteBot(by?: FakePerson): Promise<void>;
  /** Slack Connect: shared with another company. */
  connect(): Promise<void>;
}

export interface FakeTeam {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** Empty while the app is not installed; another one after each installation. */
  readonly botToken: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly scopes: Set<string>;
  person(
    name: string,
    options?: {
      id?: string;
      admin?: boolean;
      owner?: boolean;
      guest?: boolean;
      otherTeam?: string;
      deleted?: boolean;
      email?: string;
      realName?: string;
      timezone?: string;
    },
  ): FakePerson;
  channel(
    name: string,
    options?: { id?: string; private?: boolean; members?: FakePerson[]; botIn?: boolean; archived?: boolean },
  ): FakeChannel;
  dm(person: FakePerson): FakeChannel;
  usergroup(handle: string, members: FakePerson[], name?: string): string;
  install(options?: { scopes?: string[] }): void;
  /** Another token, which ends none. */
  tokenBeside(): string;
  /** The events tokens_revoked and app_uninstalled; afterwards the token answers `as`. */
  uninstall(as?: 'account_inactive' | 'token_revoked'): Promise<void>;
  /** A person's details change: the event user_change. */
  change(person: FakePerson, changes: Json): Promise<void>;
}

export interface FakeSlack {
  url: string;
  apiUrl: string;
  authorizeUrl: string;
  readonly signingSecret: string;
  clientId: string;
  clientSecret: string;
  appId: string;
  readonly appToken: string;
  /** Signs with another secret from now on, as after "Regenerate"; @returns it */
  regenerateSecret(): string;
  /** Another app-level token; the one before opens no line any more, and its lines are cut. */
  regenerateAppToken(): string;
  /** Where events, commands and interactions are POSTed; null: over Socket Mode only. */
  deliverTo(url: string | null): void;
  team(id?: string, options?: { name?: string; scopes?: string[]; installed?: boolean }): FakeTeam;
  requests: ApiRequest[];
  fail(method: string, how: Fault, times?: number, when?: (args: Json) => boolean): void;
  deliveries: Delivery[];
  quiet(): Promise<void>;
  socket: FakeSocket;
  /** Sets scopes, events, commands and shortcuts as a manifest does; without one everything is allowed and delivered. */
  useManifest(manifest: Json | string): void;
  /** Signed like Slack's unless told otherwise; an object is sent as JSON. */
  deliver(body: string | Json, options?: RawDelivery): Promise<Answer[]>;
  /** Sends again what was delivered before, under the same event_id. */
  redeliver(delivery: Delivery, retryNum?: number): Promise<Answer>;
  /** Sends the events that `hold` kept back. */
  deliverHeld(): Promise<void>;
  verifyUrl(): Promise<Answer>;
  rateLimitedNotice(team?: FakeTeam): Promise<Answer>;
  /** Who installs next, and what comes of it. */
  nextInstall(next: { team: FakeTeam; person?: FakePerson; scopes?: string[]; deny?: boolean }): void;
  /** What was sent to upload URLs, and whether the bot's token was sent along. */
  uploads: { fileId: string; bytes: number; authorization: string | null; multipart: boolean; content: Buffer }[];
  /** Whether Slack's file host gives files out, answers 503, or says nothing. */
  fileHost: { mood: 'well' | 'busy' | 'hangs' };
  /** What was fetched from Slack's file host. */
  downloads: { path: string; authorization: string | null; got: 'file' | 'login page' | 'nothing' }[];
  /** Each use of a response_url. */
  responses: { url: string; body: Json; status: number; authorization: string | null }[];
  /** Another host, where external files lie: no token may ever arrive there. */
  strangers: { url: string; requests: { method: string; path: string; authorization: string | null }[] };
  close(): Promise<void>;
}
