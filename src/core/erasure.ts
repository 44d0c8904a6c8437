/**
 * Erasing a customer, as rules: what an enquiry and its replies become, and how a person is recognised in words that others
 * wrote. What is counted stays; who it was, and every word, goes.
 */
import type { Decision, Enquiry, EnquiryEvent } from './enquiry.ts';
import { accept, refuse } from './enquiry.ts';
import { isErasedAddress } from './erased-address.ts';
import type { StaffId } from './ids.ts';
import type { Reply } from './reply.ts';
import type { Instant } from './time.ts';

/** Stands in place of a name or an address in words that stay. */
const ERASED_WORD = '[erased]';
/** A name of one short word is many people's: in words that stay it is left alone. */
const LONE_NAME_CHARS_MIN = 12;
/** A shorter address would be found in the middle of other words. */
const ADDRESS_CHARS_MIN = 5;

/** What a person is recognised by, in words that others wrote. Lower case; kept only while the erasure runs. */
export interface Marks {
  /** Addresses, handles and visitor ids. */
  addresses: string[];
  /** Names that only they have here. */
  names: string[];
}

/** @param shared names that another customer has, too: they say nothing about this one */
export function marksOf(addresses: readonly string[], names: readonly string[], shared: readonly string[]): Marks {
  const others = new Set(shared.map(plain));
  return {
    addresses: unique(addresses.map(plain).filter(each => each.length >= ADDRESS_CHARS_MIN && !isErasedAddress(each))),
    names: unique(names.map(plain).filter(each => isTelling(each) && !others.has(each))),
  };
}

/** Two words or more, or one that is long. */
function isTelling(name: string): boolean {
  return name.length >= LONE_NAME_CHARS_MIN || /^\S{2,}(\s+\S{2,})+$/.test(name);
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)].filter(Boolean);
}

/** The longest first: an address is taken whole before a name that is a part of it. */
export function allMarks({ addresses, names }: Marks): string[] {
  return [...addresses, ...names].sort((a, b) => b.length - a.length);
}

/** The text with every mark in it replaced, in whatever case it is written. */
export function withoutMarks(text: string, marks: readonly string[]): string {
  return marks.reduce((left, mark) => left.replace(new RegExp(escaped(mark), 'giu'), ERASED_WORD), text);
}

export function hasMark(text: string, marks: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return marks.some(each => lower.includes(each));
}

function escaped(mark: string): string {
  return mark.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/**
 * Ends an enquiry for good. What is held is withdrawn in the same commit; what is on the wire is waited for.
 * @param by who erases; null from the command line
 */
export function decideErase(enquiry: Enquiry, replies: readonly Reply[], by: StaffId | null): Decision {
  if (enquiry.erasedAt != null) return accept();
  if (replies.some(each => each.status === 'leaving')) return refuse('reply-in-flight');
  const held = replies.filter(each => each.status === 'held');
  return accept<EnquiryEvent>(
    ...held.map(
      (each): EnquiryEvent => ({ type: 'ReplyWithdrawn', reply: each.id, by: each.authorId, because: 'deleted' }),
    ),
    { type: 'EnquiryErased', by },
  );
}

/**
 * Ends an enquiry whose words are older than they are kept. One that somebody has to do with, or had since, is left.
 * @param changedAt when its last event was
 */
export function decideEmpty(
  enquiry: Enquiry,
  replies: readonly Reply[],
  { days, before, changedAt }: { days: number; before: Instant; changedAt: Instant },
): Decision {
  const ended = enquiry.status === 'resolved' || enquiry.status === 'spam' || enquiry.status === 'merged';
  if (enquiry.erasedAt != null || !ended || changedAt >= before) return accept();
  if (replies.some(each => each.status === 'leaving' || each.status === 'held')) return accept();
  return accept<EnquiryEvent>({ type: 'EnquiryEmptied', days });
}
