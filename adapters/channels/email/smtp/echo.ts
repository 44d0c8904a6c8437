/**
 * What a reply needs from the customer's mail: their language and time zone, its references, and what Outlook groups by.
 * Kept with the message.
 */
import { languageOf } from '../../../../src/core/language.ts';
import { clampText, type Echo } from '../../../../src/core/message.ts';
import { headerText } from '../read/content.ts';
import type { Headers } from '../read/mime.ts';
import { knownLanguage, offsetOf } from './attribution.ts';

/** Names of messages that are kept of a long line: the root, and as many of the last as mail programs use. */
const LINEAGE_LAST_MAX = 20;
/** Characters of all names together; servers refuse longer headers. */
const LINEAGE_CHARS_MAX = 4_000;
const TOPIC_CHARS_MAX = 300;
/** Outlook adds 5 bytes with each answer to its 22. A header line has 998 characters at most. */
const INDEX_CHARS_MAX = 900;
/** Names that other programs can read, in a line that they take. */
const NAME = /^<[\x21-\x7e]{1,250}>$/;

interface Echoed {
  language: string | null;
  /** Minutes ahead of UTC. */
  offset: number | null;
  /** Names of messages, the root first. */
  references: string[];
  topic: string | null;
  index: string | null;
}

interface Given {
  headers: Headers;
  /** The customer's own words. */
  text: string;
  /** References, whole. */
  lineage: string[];
  inReplyTo: string | null;
}

export function echoOf({ headers, text, lineage, inReplyTo }: Given): Echo {
  const { language, locale, offset, references, topic, index } = {
    language: knownLanguage(languageOf(text)),
    locale: spokenIn(headers),
    offset: offsetOf(headers.get('date')),
    // Old programs name only the last.
    references: shortened(lineage.length || !inReplyTo ? lineage : [inReplyTo]),
    topic: topicOf(headers),
    index: indexOf(headers),
  };
  return {
    ...(language ? { language } : {}),
    ...(locale ? { locale } : {}),
    ...(offset === null ? {} : { offset }),
    ...(references.length ? { references } : {}),
    ...(topic ? { topic } : {}),
    ...(index ? { index } : {}),
  };
}

/** Of all that they wrote: how they write by the newest that tells, what it descends from by the last. */
export function echoed(echoes: Echo[]): Echoed {
  const newest = <K extends string>(key: K) => echoes.findLast(each => each[key] !== undefined)?.[key];
  const last = echoes.at(-1) ?? {};
  const text = (value: Echo[string] | undefined) => (typeof value === 'string' ? value : null);
  const offset = newest('offset');
  return {
    language: text(newest('language')) ?? text(newest('locale')),
    offset: typeof offset === 'number' ? offset : null,
    references: Array.isArray(last.references) ? last.references : [],
    topic: text(last.topic),
    index: text(last.index),
  };
}

/** What their program says it speaks, for when the words are too few to tell. */
function spokenIn(headers: Headers): string | null {
  for (const name of ['content-language', 'accept-language', 'x-content-language']) {
    const first = (headers.get(name) ?? '').split(/[,;]/)[0]!;
    const known = knownLanguage(first);
    if (known) return known;
  }
  return null;
}

/** The root first, then the last ones, as many as a header takes. */
export function shortened(lineage: string[]): string[] {
  const names = [...new Set(lineage)].filter(each => NAME.test(each));
  const kept = names.length > LINEAGE_LAST_MAX + 1 ? [names[0]!, ...names.slice(-LINEAGE_LAST_MAX)] : names;
  while (kept.length > 2 && kept.join(' ').length > LINEAGE_CHARS_MAX) kept.splice(1, 1);
  return kept;
}

function topicOf(headers: Headers): string | null {
  const topic = headerText(headers.get('thread-topic') ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return clampText(topic, TOPIC_CHARS_MAX).text || null;
}

/** Base64, whole or not at all. */
function indexOf(headers: Headers): string | null {
  const index = (headers.get('thread-index') ?? '').replace(/\s+/g, '');
  return /^[A-Za-z0-9+/]{8,}={0,2}$/.test(index) && index.length <= INDEX_CHARS_MAX ? index : null;
}
