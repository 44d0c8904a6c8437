/** One workspace's line to Slack: its token and what we are called there, and what is wrong with it, in words. */

import { type DurationMs, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { SIGN_IN, type Troubles } from '../../../../src/desks/troubles.ts';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { makeCalls, type SlackCalls, SlackRefusal, SlackSilence } from './call.ts';
import { SCOPES } from './manifest.ts';

/** Troubles of a room are known by their channel. */
export const CHANNEL_ID = /^[CG][A-Z0-9]+$/;

/** Who we are in a workspace, as Slack told us. */
interface Installation {
  team: string;
  teamName: string;
  enterprise: string | null;
  /** `https://shop.slack.com/`, for links. */
  url: string;
  botUser: string;
  botId: string;
  appId: string;
  /** Who installed it; null where nobody knows. */
  installer: string | null;
}

/** What is kept of an installation by OAuth; sealed. */
export interface StoredInstallation extends Installation {
  token: string;
}

/** A room that is shut is tried again this often: nothing is lost meanwhile. */
const SHUT_AGAIN: DurationMs = 15 * SECOND;
const SIGNED_OUT_AGAIN: DurationMs = 30 * SECOND;
const CHECK_KEPT: DurationMs = 5 * SECOND;
const INSTALL = 'install';
/** Under this name a workspace's token lies in the vault. */
const TOKEN = 'installation';

export interface ConnectionOptions {
  /** The one workspace's token; null: it comes by OAuth and lies in the vault. */
  token: string | null;
  apiUrl: string;
  fetch: typeof globalThis.fetch;
}

export interface Connection {
  /** @throws TryLater while we are signed out or Slack cannot be reached */
  calls(): SlackCalls;
  token(): string;
  /** Null until Slack has told us once. */
  installation(): Installation | null;
  /** Signs in and learns who we are. */
  connect(): Promise<Installation>;
  /** A new token: after an installation. */
  install(installation: StoredInstallation): Promise<void>;
  /** The workspace has thrown us out: its token is forgotten. */
  ended(why: string): Promise<void>;
  /** Runs something in a channel and turns Slack's refusals into what waits and what an admin reads. */
  inChannel<T>(channel: string, work: () => Promise<T>): Promise<T>;
  /**
   * With a token from the settings Slack does not say who installed the app: whoever sets it up first is remembered as that.
   * False when somebody is known already.
   */
  learnInstaller(user: string): Promise<boolean>;
  check(): Promise<HealthItem[]>;
}

export function makeConnection(context: DeskContext, options: ConnectionOptions, troubles: Troubles): Connection {
  const { clock, log, shelf, vault } = context;
  const { apiUrl, fetch } = options;
  let token = options.token;
  let calls: SlackCalls | null = null;
  let installation: Installation | null = null;
  let signedOut: string | null = null;
  let checked: { items: HealthItem[]; until: number } | null = null;

  const fresh = (given: string) => makeCalls({ token: given, apiUrl, clock, log, fetch });

  const load = async () => {
    const known = (await shelf.get(INSTALL, 'now'))?.value as unknown as Installation | undefined;
    installation ??= known ?? null;
    if (options.token !== null) return;
    const stored = await vault.read(TOKEN);
    if (!stored) return;
    const { token: newest, ...rest } = JSON.parse(stored) as StoredInstallation;
    if (newest !== token) {
      token = newest;
      calls = null;
      signedOut = null;
    }
    installation = rest;
  };

  const remember = async (found: Installation) => {
    installation = found;
    await shelf.put(INSTALL, 'now', found as unknown as Json);
  };

  const connect = async (): Promise<Installation> => {
    await load();
    if (!token) throw new TryLater(clock.now() + SIGNED_OUT_AGAIN, 'Deskhand is not installed in this workspace.');
    calls ??= fresh(token);
    let me: Record<string, string>;
    try {
      me = await calls.call<Record<string, string>>('auth.test');
    } catch (error) {
      if (error instanceof SlackRefusal && error.signedOut) throw out(error);
      throw error instanceof SlackSilence ? new TryLater(clock.now() + 5 * SECOND, error.message) : error;
    }
    signedOut = null;
    troubles.forget(key => key === SIGN_IN);
    await remember({
      team: me.team_id ?? installation?.team ?? '',
      teamName: me.team ?? installation?.teamName ?? '',
      enterprise: me.enterprise_id ?? null,
      url: me.url ?? installation?.url ?? 'https://slack.com/',
      botUser: me.user_id ?? '',
      botId: me.bot_id ?? '',
      appId: me.app_id ?? installation?.appId ?? '',
      installer: installation?.installer ?? null,
    });
    return installation!;
  };

  const out = (error: SlackRefusal): TryLater => {
    signedOut = signedOutWords(error.word, {
      isOne: options.token !== null,
      knewUs: installation !== null,
      publicUrl: context.publicUrl,
    });
    troubles.say(SIGN_IN, signedOut);
    return new TryLater(clock.now() + SIGNED_OUT_AGAIN, signedOut, true);
  };

  /** A token may have been replaced by another process: looked up before anything is called hopeless. */
  const renewed = async (): Promise<boolean> => {
    const before = token;
    await load().catch(() => {});
    return token !== before;
  };

  const inChannel = async <T>(channel: string, work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work();
      troubles.mended(channel);
      troubles.forget(key => /^(scope|thread):/.test(key));
      return result;
    } catch (error) {
      if (error instanceof SlackSilence) throw new TryLater(clock.now() + 3 * SECOND, error.message);
      if (!(error instanceof SlackRefusal)) throw error;
      if (error.signedOut) {
        if (await renewed()) throw new TryLater(clock.now(), 'There is a new token.');
        throw out(error);
      }
      if (error.word === 'restricted_action_thread_locked') {
        const locked =
          'The thread of an enquiry is locked, so nothing can be posted there. Ask an owner of the workspace to unlock it. New posts are queued until then.';
        troubles.say(`thread:${channel}`, locked);
        throw new TryLater(clock.now() + MINUTE / 4, locked);
      }
      const words = shutWords(error);
      if (words === null) throw error;
      troubles.say(error.word === 'missing_scope' ? `scope:${error.needed}` : channel, words);
      throw new TryLater(clock.now() + SHUT_AGAIN, words, error.word !== 'missing_scope');
    }
  };

  return {
    calls: () => {
      if (!token || !calls) throw new TryLater(clock.now() + 2 * SECOND, signedOut ?? 'Slack is not connected yet.');
      return calls;
    },
    token: () => token ?? '',
    installation: () => installation,
    connect,
    install: async newer => {
      // Whoever installs it again may be anybody: the first stays the one who may set it up; admins may anyway.
      await load().catch(() => {});
      const given = { ...newer, installer: installation?.installer ?? newer.installer };
      await vault.write(TOKEN, JSON.stringify(given));
      const { token: newest, ...rest } = given;
      token = newest;
      calls = fresh(newest);
      signedOut = null;
      troubles.forget(() => true);
      await remember(rest);
    },
    ended: async why => {
      // Slack may tell of an old installation after the new one: a token that is good is kept.
      if (calls && (await stillGood(calls))) return;
      signedOut = why;
      troubles.say(SIGN_IN, why);
      if (options.token !== null) return;
      token = null;
      calls = null;
      await vault.write(TOKEN, '');
    },
    learnInstaller: async user => {
      if (options.token === null || !installation || installation.installer) return false;
      await remember({ ...installation, installer: user });
      return true;
    },
    inChannel,
    check: async () => {
      if (checked && checked.until > clock.now()) return checked.items;
      const items = await look();
      checked = { items, until: clock.now() + CHECK_KEPT };
      return items;
    },
  };

  /** Only a plain no of Slack ends an installation; a line that breaks does not. */
  async function stillGood(line: SlackCalls): Promise<boolean> {
    try {
      await line.call('auth.test');
      return true;
    } catch (error) {
      if (error instanceof SlackRefusal && error.signedOut) return false;
      throw error instanceof TryLater ? error : new TryLater(clock.now() + 5 * SECOND, (error as Error).message);
    }
  }

  async function look(): Promise<HealthItem[]> {
    const what = 'Slack';
    try {
      const { teamName } = await connect();
      const { response_metadata: meta } = await calls!.call<{ response_metadata?: { scopes?: string[] } }>('auth.test');
      const granted = meta?.scopes ?? [];
      const missing = granted.length ? SCOPES.filter(each => !granted.includes(each)) : [];
      if (missing.length === 0) troubles.forget(key => key.startsWith('scope:'));
      const words = missing.length
        ? `The permissions ${missing.join(', ')} are missing. Give the app the manifest of "deskhand manifest slack" and install it again.`
        : `signed in to ${teamName || 'the workspace'}`;
      return [
        { what, ok: missing.length === 0, words },
        ...troubles.living().map(([key, words]) => itemOf(what, key, words)),
      ];
    } catch (error) {
      return [{ what, ok: false, words: (error as Error).message }];
    }
  }
}

/** One room that is shut is said, and the service is as ready as before. */
function itemOf(what: string, key: string, words: string): HealthItem {
  return { what, ok: false, words, ...(CHANNEL_ID.test(key) ? { stops: false } : {}) };
}

function signedOutWords(word: string, of: { isOne: boolean; knewUs: boolean; publicUrl: string }): string {
  if (of.isOne && !of.knewUs)
    return `Slack does not accept SLACK_BOT_TOKEN (${word}). Copy it again: it begins with xoxb- and is in the app under "Install App". New posts are queued until then.`;
  const cure = of.isOne
    ? 'Install the app again in Slack and put its new token into SLACK_BOT_TOKEN.'
    : `Install it again: ${of.publicUrl}/slack/install`;
  return `Slack no longer knows Deskhand (${word}). New posts are queued. ${cure}`;
}

/** What an admin does about a channel that takes no posts; null when it is not the channel. */
function shutWords(error: SlackRefusal): string | null {
  switch (error.word) {
    case 'not_in_channel':
      return 'Deskhand is not in the channel of a room. New posts are queued. Invite it there: /invite @Deskhand';
    case 'channel_not_found':
      return 'The channel of a room no longer exists, or is private and Deskhand was removed from it. New posts are queued. Invite Deskhand there, or choose another channel in its Home tab.';
    case 'is_archived':
      return 'The channel of a room was archived. New posts are queued. Unarchive the channel, or choose another in the Home tab of Deskhand.';
    case 'missing_scope':
      return `Slack refuses because the permission ${error.needed ?? ''} is missing. New posts are queued. Give the app the manifest of "deskhand manifest slack" and install it again.`;
    default:
      return /^(restricted_action|no_permission|access_denied|ekm_access_denied|org_login_required|cannot_post|posting_to_channel_denied|not_allowed)/.test(
        error.word,
      )
        ? `Slack does not let apps post there (${error.word}). New posts are queued. Ask an owner of the workspace to allow posts, or choose another channel in the Home tab of Deskhand.`
        : null;
  }
}
