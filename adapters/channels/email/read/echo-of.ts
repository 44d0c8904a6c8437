/**
 * What a reply needs from the customer's mail: their language and time zone, its references, and what Outlook groups by.
 * Kept with the message.
 */
import { languageOf } from '../../../../src/core/language.ts';
import { clampText, type Echo } from '../../../../src/core/message.ts';
import { knownLanguage, offsetOf } from '../smtp/attribution.ts';
import { shortened } from '../smtp/echo.ts';
import { decodeHeader } from './encoded-words.ts';
import type { Headers } from './mime.ts';

const TOPIC_CHARS_MAX = 300;
/** Outlook adds 5 bytes with each answer to its 22. A header line has 998 characters at most. */
const INDEX_CHARS_MAX = 900;

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

/** What their program says it speaks, for when the words are too few to tell. */
function spokenIn(headers: Headers): string | null {
  for (const name of ['content-language', 'accept-language', 'x-content-language']) {
    const first = (headers.get(name) ?? '').split(/[,;]/)[0]!;
    const known = knownLanguage(first);
    if (known) return known;
  }
  return null;
}

function topicOf(headers: Headers): string | null {
  const topic = decodeHeader(headers.get('thread-topic') ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return clampText(topic, TOPIC_CHARS_MAX).text || null;
}

/** Base64, whole or not at all. */
function indexOf(headers: Headers): string | null {
  const index = (headers.get('thread-index') ?? '').replace(/\s+/g, '');
  return /^[A-Za-z0-9+/]{8,}={0,2}$/.test(index) && index.length <= INDEX_CHARS_MAX ? index : null;
}
