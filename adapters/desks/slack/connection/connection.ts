/** One workspace's connection to Slack, and what is wrong with it, in words. */
import { type DurationMs, SECOND } from '../../../../src/core/time.ts';
import type { Verdict } from '../../../../src/desks/in-rooms.ts';
import type { Troubles } from '../../../../src/desks/troubles.ts';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import type { SlackRefusal } from './call.ts';
import { SCOPES } from './manifest.ts';
import { type ConnectionOptions, makeSignIn, type SignIn } from './sign-in.ts';

/** Troubles of a room are known by their channel. */
export const CHANNEL_ID = /^[CG][A-Z0-9]+$/;
const CHECK_KEPT: DurationMs = 5 * SECOND;
const LOCKED =
  'The thread of an enquiry is locked, so nothing can be posted there. New posts are queued. Ask an owner of the workspace to unlock it.';

export interface Connection extends SignIn {
  check(): Promise<HealthItem[]>;
}

export function makeConnection(context: DeskContext, options: ConnectionOptions, troubles: Troubles): Connection {
  const { clock } = context;
  const signIn = makeSignIn(context, options, troubles);
  let checked: { items: HealthItem[]; until: number } | null = null;

  return {
    ...signIn,
    check: async () => {
      if (checked && checked.until > clock.now()) return checked.items;
      const items = await look();
      checked = { items, until: clock.now() + CHECK_KEPT };
      return items;
    },
  };

  async function look(): Promise<HealthItem[]> {
    const what = 'Slack';
    try {
      const { teamName } = await signIn.connect();
      const { response_metadata: meta } = await signIn
        .calls()
        .call<{ response_metadata?: { scopes?: string[] } }>('auth.test');
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

/** What a refusal of Slack says of the channel it came from. */
export function judge(error: SlackRefusal, channel: string): Verdict {
  if (/^(thread_not_found|message_not_found)$/.test(error.word)) return { as: 'gone' };
  if (error.word === 'cant_update_message') return { as: 'gone', stands: true };
  if (error.word === 'restricted_action_thread_locked')
    return { as: 'shut', words: LOCKED, key: `thread:${channel}`, oneThread: true };
  const words = shutWords(error);
  if (words === null) return null;
  if (error.word === 'missing_scope') return { as: 'shut', words, key: `scope:${error.needed}`, oneThread: true };
  return { as: 'shut', words };
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
