/** Makes input safe to store and show: marked when unreadable, without characters a database refuses, within limits. */

import {
  clampText,
  cleanText,
  type Detail,
  ECHO_CHARS_MAX,
  type Echo,
  type InboundMessage,
  REFERENCES_MAX,
} from '../core/message.ts';
import { NOTES } from '../desk/notes.ts';
import type { Inbound } from '../ports/channel.ts';
import { judgeMessage, UNSHIELDED } from '../shield/judge.ts';
import { OTHERS_MAX } from './rows.ts';

/** A mail address has at most 254 characters; what is longer is not an address, but is kept as far as this. */
const ADDRESS_CHARS_MAX = 400;
/** Names of messages: RFC 5322 allows lines of 998 characters, and Postgres indexes no more than 2,700 bytes. */
const NAME_CHARS_MAX = 600;
/** A label is a few words, an answer a line or two. */
const LABEL_CHARS_MAX = 80;
const DETAIL_CHARS_MAX = 500;

/** The message to show: an unreadable one becomes a message that says so, with everything kept in the raw input. */
export function readable(inbound: Inbound): InboundMessage {
  const { content } = inbound;
  if (content.as !== 'unreadable') return content.message;
  return {
    kind: 'human',
    from: { address: content.from ?? 'unknown sender', name: null },
    subject: content.subject,
    text: '',
    folded: [],
    attachments: [],
    writtenAt: 0,
    visibility: 'private',
    names: [],
    answers: [],
    others: [],
    warnings: [NOTES.unreadable(content.why)],
  };
}

/** No character that a database refuses, no name longer than an index takes. */
export function tidy(message: InboundMessage): InboundMessage {
  return {
    ...message,
    // Never a colleague's words.
    shield: message.colleague ? UNSHIELDED : judgeMessage(message),
    from: {
      ...message.from,
      address: clampText(cleanText(message.from.address), ADDRESS_CHARS_MAX).text || 'unknown sender',
      name: senderName(message.from.name),
    },
    names: message.names.slice(0, REFERENCES_MAX).map(shortName),
    answers: message.answers.slice(0, REFERENCES_MAX).map(shortName),
    others: message.others.slice(0, OTHERS_MAX).map(each => clampText(cleanText(each), ADDRESS_CHARS_MAX).text),
    warnings: [
      ...message.warnings.map(cleanText),
      ...(message.others.length > OTHERS_MAX ? [NOTES.manyOthers(message.others.length, OTHERS_MAX)] : []),
    ],
    ...(message.details ? { details: message.details.map(tidyDetail) } : {}),
    ...(message.echo ? { echo: tidyEcho(message.echo) } : {}),
    attachments: message.attachments.map(each => ({ ...each, name: cleanText(each.name), type: cleanText(each.type) })),
  };
}

/** Only for its channel, which can do without: the longest items are dropped when there is too much. */
function tidyEcho(echo: Echo): Echo {
  const clean = (value: Echo[string]) =>
    typeof value === 'string' ? cleanText(value) : Array.isArray(value) ? value.map(cleanText) : value;
  const kept = Object.entries(echo)
    .map(([key, value]) => [key, clean(value)] as const)
    .sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length);
  while (JSON.stringify(kept).length > ECHO_CHARS_MAX) kept.pop();
  return Object.fromEntries(kept);
}

function tidyDetail({ label, value, vouched, byChannel, newest }: Detail): Detail {
  return {
    label: clampText(cleanText(label), LABEL_CHARS_MAX).text,
    value: clampText(cleanText(value), DETAIL_CHARS_MAX).text,
    ...(vouched ? { vouched } : {}),
    ...(byChannel ? { byChannel } : {}),
    ...(newest ? { newest } : {}),
  };
}

function senderName(name: string | null): string | null {
  return name ? clampText(cleanText(name).replace(/\s+/g, ' ').trim(), 100).text || null : null;
}

export function shortName(name: string): string {
  return clampText(cleanText(name), NAME_CHARS_MAX).text;
}
