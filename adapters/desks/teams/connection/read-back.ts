/**
 * Looks for Deskhand's own post in a channel when Teams did not confirm it. The Connector cannot list messages; Graph can,
 * with the permission by which the team's owner lets Deskhand read the channel.
 */
import { type Instant, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { findMarker } from '../drawing/budget.ts';
import { TeamsRefusal, TeamsSilence } from './refusals.ts';
import type { Tokens } from './tokens.ts';

const GRAPH = 'https://graph.microsoft.com';
const PER_PAGE = 50;
/** Messages posted since the attempt; only a busy channel has more, within minutes. */
const PAGES_MAX = 10;
const ASKED_WITHIN_MS = 15 * SECOND;
/** The two machines' clocks may differ by this much. */
const CLOCKS_APART = 2 * MINUTE;

interface GraphMessage {
  id?: string;
  createdDateTime?: string;
  deletedDateTime?: string | null;
  attachments?: { contentType?: string; content?: string | null }[];
}

export interface ReadBack {
  /**
   * The id of this key's post in a channel, or in the thread of `root`, since a moment; null: it is not there.
   * @throws TeamsRefusal where the team's owner has not agreed to it
   */
  find(
    at: { group: string; channel: string; root: string | null },
    key: string,
    since: Instant,
  ): Promise<string | null>;
}

export function makeReadBack(tokens: Tokens, loginUrl: string | null, fetch: typeof globalThis.fetch): ReadBack {
  const base = loginUrl ? `${loginUrl}/graph` : GRAPH;
  const page = async (url: string): Promise<{ value?: GraphMessage[]; '@odata.nextLink'?: string }> => {
    const token = await tokens.get('graph');
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(ASKED_WITHIN_MS),
    }).catch(error => {
      throw new TeamsSilence(`The channel could not be read back: ${(error as Error).message}.`);
    });
    if (response.ok) return (await response.json()) as { value?: GraphMessage[] };
    await response.body?.cancel();
    if (response.status >= 500 || response.status === 429)
      throw new TeamsSilence(`Graph answered ${response.status} when the channel was read back.`);
    // Not the Connector's no: posting goes on.
    throw new TeamsRefusal('reading back', response.status === 401 ? 403 : response.status, 'Graph');
  };
  return {
    find: async ({ group, channel, root }, key, since) => {
      const messages = `${base}/v1.0/teams/${encodeURIComponent(group)}/channels/${encodeURIComponent(channel)}/messages`;
      let url: string | undefined =
        `${root ? `${messages}/${encodeURIComponent(root)}/replies` : messages}?$top=${PER_PAGE}`;
      for (let n = 0; url && n < PAGES_MAX; n++) {
        const { value = [], '@odata.nextLink': next }: Awaited<ReturnType<typeof page>> = await page(url);
        const found = value.find(
          each => !each.deletedDateTime && each.attachments?.some(one => findMarker(one.content ?? '', key)),
        );
        if (found?.id) return found.id;
        // The newest come first.
        const oldest = Date.parse(value.at(-1)?.createdDateTime ?? '');
        if (oldest < since - CLOCKS_APART) return null;
        // Our token goes nowhere else.
        url = next?.startsWith(`${base}/`) ? next : undefined;
      }
      return null;
    },
  };
}
