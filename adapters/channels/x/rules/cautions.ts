/** What the author of a public reply should know of its words before they send it, a sentence each. Pure. */
import type { XEcho } from '../receive.ts';
import { asksForPrivate, privateIn } from './private-words.ts';
import { costOfText, type Terms } from './terms.ts';

interface Checked {
  text: string;
  visibility: 'private' | 'public';
  /** Of the customer's messages. */
  echoes: readonly XEcho[];
}

export function cautionsIn({ text, visibility, echoes }: Checked, terms: Terms): string[] {
  if (visibility === 'private') return [];
  return [...linkCaution(text, terms), ...nameCautions(text, echoes), ...privacyCautions(text)];
}

function linkCaution(text: string, terms: Terms): string[] {
  const { step, usd } = costOfText(terms, text);
  const plain = costOfText(terms, '').usd;
  if (step !== 'post.link' || usd <= plain) return [];
  return [`The link makes this post cost ${dollars(usd)} instead of ${dollars(plain)}.`];
}

/** "$0.20"; a tenth of a cent is shown where there is one. */
function dollars(usd: number): string {
  const cents = usd.toFixed(2);
  return `$${Math.abs(Number(cents) - usd) < 1e-9 ? cents : usd.toFixed(3)}`;
}

const HANDLE = /(?<![\w@＠!#$%&*./])[@＠](\w{1,15})(?![\w@＠]|\.\w)/g;

/** Whom a typed name calls who is not the customer. X restricts programs that bring others in (2026-02-23). */
function nameCautions(text: string, echoes: readonly XEcho[]): string[] {
  const customer = new Set(echoes.flatMap(each => each.handle?.toLowerCase() ?? []));
  const there = new Set(echoes.flatMap(each => each.others ?? []).map(each => each.toLowerCase()));
  const typed = new Map([...text.matchAll(HANDLE)].map(([, name = '']) => [name.toLowerCase(), name]));
  return [...typed].flatMap(([key, name]) => {
    if (customer.has(key)) return [];
    if (there.has(key)) return [`@${name} is told of this post: they are in the conversation, too.`];
    return [
      `@${name} is told of this post. X restricts programs that mention people who are not part of the conversation: leave the name out unless it has to be there.`,
    ];
  });
}

function privacyCautions(text: string): string[] {
  const found = privateIn(text);
  const listed = found.join(', ').replace(/, (?=[^,]*$)/, ' and ');
  return [
    ...(found.length ? [`It looks as if ${listed} is in it, and everyone can read this post.`] : []),
    ...(asksForPrivate(text)
      ? [
          'It asks for private details, and what they answer here everyone can read: ask them to write to you privately.',
        ]
      : []),
  ];
}
