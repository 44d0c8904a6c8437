/** Who we are in a workspace, and the token that says so: from the settings, or from an installation by OAuth in the vault. */
import type { WebClient } from '@slack/web-api';
import { type DurationMs, SECOND } from '../../../../src/core/time.ts';
import { SIGN_IN, type Troubles } from '../../../../src/desks/troubles.ts';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { makeCalls, type SlackCalls, SlackRefusal, SlackSilence } from './call.ts';
import { SCOPES } from './manifest.ts';

/** Who we are in a workspace, as Slack told us. */
interface Installation {
  team: string;
  teamName: string;
  enterprise: string | null;
  /** `https://shop.slack.com/`, for links: told when we sign in, not when we are installed. */
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

const SIGNED_OUT_AGAIN: DurationMs = 30 * SECOND;
const INSTALL = 'install';
/** Under this name a workspace's token lies in the vault. */
const TOKEN = 'installation';

export interface ConnectionOptions {
  /** The one workspace's token; null: it comes by OAuth and lies in the vault. */
  token: string | null;
  /** Carries the calls of all workspaces. */
  client: WebClient;
}

export interface SignIn {
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
  /**
   * With a token from the settings Slack does not say who installed the app: whoever sets it up first is remembered as that.
   * False when somebody is known already.
   */
  learnInstaller(user: string): Promise<boolean>;
  /** Another token from the settings: in use once Slack has taken it, for the same workspace. */
  takeUp(token: string): Promise<HealthItem[]>;
  /** Slack no longer knows us: @returns what is thrown, unless another process has a new token. */
  signedOut(error: SlackRefusal): Promise<TryLater>;
}

export function makeSignIn(context: DeskContext, options: ConnectionOptions, troubles: Troubles): SignIn {
  const { clock, shelf, vault } = context;
  let token = options.token;
  let calls: SlackCalls | null = null;
  let installation: Installation | null = null;
  let signedOut: string | null = null;

  const fresh = (given: string) => makeCalls({ client: options.client, token: given, clock });

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
    installation = { ...rest, url: known?.url ?? rest.url };
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
    await remember(installationOf(me, installation));
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
      await remember({ ...rest, url: installation?.url ?? rest.url });
    },
    ended: async why => {
      // Slack may tell of an old installation after the new one: a token that is good is kept.
      if (calls && (await stillGood(calls, clock))) return;
      signedOut = why;
      troubles.say(SIGN_IN, why);
      if (options.token !== null) return;
      token = null;
      calls = null;
      await vault.write(TOKEN, '');
    },
    takeUp: async given => {
      if (given === token) return [];
      const next = fresh(given);
      const { me, item } = await tryToken(next, installation, () => stillWorks(signedOut, calls, clock));
      if (!me) return [item];
      [token, calls, signedOut] = [given, next, null];
      await remember(installationOf(me, installation));
      troubles.mended(SIGN_IN);
      return [item];
    },
    learnInstaller: async user => {
      if (options.token === null || !installation || installation.installer) return false;
      await remember({ ...installation, installer: user });
      return true;
    },
    signedOut: async error => ((await renewed()) ? new TryLater(clock.now(), 'There is a new token.') : out(error)),
  };
}

/** As Slack says who we are, over what was known before. */
function installationOf(me: Record<string, string>, before: Installation | null): Installation {
  return {
    team: me.team_id ?? before?.team ?? '',
    teamName: me.team ?? before?.teamName ?? '',
    enterprise: me.enterprise_id ?? null,
    url: me.url ?? before?.url ?? 'https://slack.com/',
    botUser: me.user_id ?? '',
    botId: me.bot_id ?? '',
    appId: me.app_id ?? before?.appId ?? '',
    installer: before?.installer ?? null,
  };
}

/** Reinstalling ends the old token at once, and nobody may have called Slack since. */
async function stillWorks(signedOut: string | null, line: SlackCalls | null, clock: Clock): Promise<boolean> {
  return signedOut === null && line !== null && (await stillGood(line, clock).catch(() => true));
}

/** Only a plain no of Slack ends an installation; a line that breaks does not. */
async function stillGood(line: SlackCalls, clock: Clock): Promise<boolean> {
  try {
    await line.call('auth.test');
    return true;
  } catch (error) {
    if (error instanceof SlackRefusal && error.signedOut) return false;
    throw error instanceof TryLater ? error : new TryLater(clock.now() + 5 * SECOND, (error as Error).message);
  }
}

/**
 * Whether a token does, before it takes the place of another one.
 * @param works does the other one? Then all that it may, this one has to be allowed as well
 * @returns `me`: what Slack says of it; null where it does not do
 */
async function tryToken(
  line: SlackCalls,
  of: Pick<Installation, 'team' | 'teamName' | 'botUser'> | null,
  works: () => Promise<boolean>,
): Promise<{ me: Record<string, string> | null; item: HealthItem }> {
  const what = 'SLACK_BOT_TOKEN';
  const bad = (words: string) => ({
    me: null,
    item: { what, ok: false, words: `${words} The old one stays in use.` },
  });
  try {
    const me = await line.call<Record<string, string>>('auth.test');
    const { scopes = [] } = (me.response_metadata ?? {}) as unknown as { scopes?: string[] };
    const missing = scopes.length ? SCOPES.filter(each => !scopes.includes(each)) : [];
    if (of?.team && me.team_id !== of.team)
      return bad(`is of another workspace (${me.team}). Deskhand works in ${of.teamName || of.team}: copy its token.`);
    // What another app has posted it may not change: cards would stay as they are.
    if (of?.botUser && me.user_id !== of.botUser)
      return bad('is of another app. Copy the token of the app that is in use; another one counts at the next start.');
    const lacks = missing.length
      ? `lacks the permissions ${missing.join(', ')}. Give the app the manifest of "deskhand manifest slack", install it again, and copy its token.`
      : null;
    if (lacks && (await works())) return bad(lacks);
    const words = `signs in to ${me.team || 'the workspace'}, and is in use.${lacks ? ` It ${lacks}` : ''}`;
    return { me, item: { what, ok: true, words } };
  } catch (error) {
    const why = error instanceof SlackRefusal ? `Slack says ${error.word}` : (error as Error).message;
    return bad(`does not sign in (${why}). Copy it again: it begins with xoxb- and is in the app under "Install App".`);
  }
}

function signedOutWords(word: string, of: { isOne: boolean; knewUs: boolean; publicUrl: string }): string {
  if (of.isOne && !of.knewUs)
    return `Slack does not accept SLACK_BOT_TOKEN (${word}). New posts are queued. Copy it again: it begins with xoxb- and is in the app under "Install App".`;
  const cure = of.isOne
    ? 'Install the app again in Slack and put its new token into SLACK_BOT_TOKEN.'
    : `Install it again: ${of.publicUrl}/slack/install`;
  return `Slack no longer knows Deskhand (${word}). New posts are queued. ${cure}`;
}
