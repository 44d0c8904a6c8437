/** Records on which of the shop's pages the chat was seen: each page that loads it reports itself, stored once an hour per site. */
import { durationInWords, HOUR, type Instant } from '../../../src/core/time.ts';
import type { ChannelContext, HealthItem } from '../../../src/ports/channel.ts';

const NOTED_EVERY_MS = HOUR;
/** Anybody can put the line on any page: more strange sites than this are not worth a record. */
const STRANGE_MAX = 10;
const STREAM = 'live';

interface Live {
  loaded(referer: string | undefined): void;
  /** In a few words, from what this process knows; for lists. */
  words(): string;
  health(): Promise<HealthItem>;
}

/** The one line for every page of the shop. */
export function pasteLine(publicUrl: string, site: string): string {
  return `<script async src="${publicUrl}/w.js?site=${site}"></script>`;
}

export function makeLive({ shelf, clock, publicUrl, name, log }: ChannelContext, origins: string[]): Live {
  const noted = new Map<string, Instant>();
  let last = '';
  const allowed = (origin: string) => origins.includes(origin);

  const note = async (origin: string, at: Instant) => {
    await shelf.put(STREAM, origin, { at }, at);
    await read();
  };
  const read = async () => {
    const now = clock.now();
    const found = (await shelf.latest(STREAM, 100)).map(each => ({
      origin: each.key,
      at: (each.value as { at: Instant }).at,
    }));
    for (const each of found) noted.set(each.origin, Math.max(each.at, noted.get(each.origin) ?? 0));
    const good = found.filter(each => allowed(each.origin)).sort((a, b) => b.at - a.at);
    const strange = found.filter(each => !allowed(each.origin));
    last = good.length
      ? good.map(each => `seen on ${each.origin} ${durationInWords(now - each.at)} ago`).join(', ')
      : 'not seen on any page yet';
    return { good, strange };
  };
  void read().catch(() => {});

  return {
    loaded: referer => {
      if (!referer || !URL.canParse(referer)) return;
      const { origin } = new URL(referer);
      const now = clock.now();
      if (now - (noted.get(origin) ?? Number.NEGATIVE_INFINITY) < NOTED_EVERY_MS) return;
      if (!allowed(origin) && [...noted.keys()].filter(each => !allowed(each)).length >= STRANGE_MAX) return;
      noted.set(origin, now);
      note(origin, now).catch(error => {
        noted.delete(origin);
        log.warn({ error: String(error) }, 'Where the chat was seen could not be written down; the next page will.');
      });
    },
    words: () => last || 'not seen on any page yet',
    health: async () => {
      const { strange } = await read();
      const also = strange.length
        ? ` It is also on ${strange.map(each => each.origin).join(', ')}, which is not among your sites, so there is no button there.`
        : '';
      const how = last.startsWith('not seen') ? ` Put this line into your pages: ${pasteLine(publicUrl, name)}` : '';
      return {
        what: 'web chat',
        ok: origins.length > 0,
        words: `for ${origins.join(', ') || 'no site yet: add one under Sites'}; ${last}.${also}${how}`,
      };
    },
  };
}
