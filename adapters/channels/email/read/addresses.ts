/** Addresses as they stand in headers: who wrote, who the customer is, and what is odd about that. */
import type { AddressObject } from 'mailparser';
import addressparser from 'nodemailer/lib/addressparser/index.js';
import { isUnread } from '../../../../src/core/unread-address.ts';
import type { Headers } from './mime.ts';

/** A header with more addresses than this is a bomb or a list server's mistake; it is still counted what was left out. */
const ADDRESSES_MAX = 5_000;

export interface Mailbox {
  address: string;
  name: string | null;
}

/** Providers where everybody has an address: the same domain there says nothing of belonging together. */
const FREE_MAIL =
  /^(gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|gmx|web|t-online|freenet|proton|protonmail|pm|tutanota|tuta|mail|zoho|yandex|qq|163|126|orange|wanadoo|free|laposte|sfr|libero|virgilio|tiscali|btinternet|sky|comcast|verizon|att|sbcglobal|bigpond|optusnet|rediffmail|naver|hanmail|daum|seznam|wp|o2|onet|interia|posteo|mailbox|fastmail|hey)\.[a-z.]{2,8}$/i;

export function isFreeMail(domain: string): boolean {
  return FREE_MAIL.test(domain);
}

/** `help+token@shop.example` is help@shop.example. */
export function withoutTag(address: string): string {
  return address.replace(/\+[^@]*(?=@)/, '');
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** What mailparser found, groups opened, each address once, in small letters. */
export function flat(value: AddressObject | AddressObject[] | undefined): Mailbox[] {
  const found: Mailbox[] = [];
  for (const object of value === undefined ? [] : Array.isArray(value) ? value : [value]) {
    for (const each of object.value) {
      for (const one of each.group ?? [each]) {
        if (one.address) found.push({ address: one.address.trim().toLowerCase(), name: one.name?.trim() || null });
        if (found.length >= ADDRESSES_MAX) return found;
      }
    }
  }
  return found;
}

/** `a@b.c`, and nothing else that programs put around or before it. */
const PLAIN = /^[^\s@<>()[\]",;:]{1,64}@[^\s@<>()[\]",;:]{1,200}$/;
/** A From header is short; what is longer is not a sender's name. */
const FROM_CHARS_MAX = 2_000;

/**
 * The sender, also of a From header that no program should write: `<mailto:a@b>`, `Ann a@b`, `Ann <<a@b>>`, `Ann [a@b]`,
 * `Ann <a@b`, `<Ann a@b>`. Null when no address stands in it.
 */
export function senderOf(
  found: Mailbox | undefined,
  header: string | null,
  decode: (text: string) => string,
): Mailbox | null {
  if (found) found = { address: found.address.replace(/^'(.*)'$/, '$1'), name: bareName(found.name ?? '') };
  const given = (header ?? '').slice(0, FROM_CHARS_MAX);
  const isMangled = /mailto:|&[lg]t;/i.test(given);
  if (found && PLAIN.test(found.address) && !isMangled) return found;
  const value = given
    .replaceAll(/&lt;/gi, '<')
    .replaceAll(/&gt;/gi, '>')
    .replace(/mailto:/gi, '')
    // `mailto:ann@x?subject=hi`
    .replace(/\?[a-z-]{1,20}=[^<>\s\]]{0,500}/gi, '');
  // A program that encodes all of it encodes the address too.
  const list = value.includes('@') ? parseList(value, decode) : parseList(decode(value), each => each);
  const parsed = list.find(each => PLAIN.test(each.address));
  if (parsed) return { ...parsed, name: bareName(parsed.name ?? '') };
  // The last address is the one; a name before it may look like one too.
  const all = [...value.matchAll(/[^\s@<>()[\]",;:']{1,64}\s?@\s?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+/gi)];
  const last = all.at(-1);
  if (!last) return found?.address.includes('@') ? found : null;
  const name = bareName(decode(value.slice(0, last.index)).replace(/[<>()[\]"]/g, ' '));
  return { address: last[0].replace(/\s/g, '').toLowerCase(), name };
}

/** A name without what is left of brackets around an address; null when nothing is. */
function bareName(name: string): string | null {
  const bare = name
    .replace(/\s+/g, ' ')
    .replace(/(?:\s?[<>]|\s?\[\s?\])+$/, '')
    .trim();
  return bare || null;
}

/** Addresses of a header's bare value; `decode` takes encoded words apart. */
export function parseList(value: string | null, decode: (text: string) => string): Mailbox[] {
  if (!value) return [];
  const parsed = addressparser(value.slice(0, 60_000), { flatten: true }) as { address?: string; name?: string }[];
  return parsed
    .filter(each => each.address?.includes('@'))
    .slice(0, ADDRESSES_MAX)
    .map(each => ({ address: each.address!.trim().toLowerCase(), name: decode(each.name ?? '').trim() || null }));
}

/** Programs of sites that pass on what visitors fill in. */
const FORM_SENDER = /^(wordpress|www-data|apache|webform|form|forms|contact-?form)([+._-].*)?@/i;

interface Correspondents {
  /** Whom staff answer. */
  customer: Mailbox;
  /** The From header, where it is somebody else. */
  through: string | null;
  warnings: string[];
}

/**
 * Who the customer is: From, except where From is a machine of the shop's own (a contact form) or of a form service, or a
 * group that rewrote it; then the one the answer is asked to go to. Anybody can write a Reply-To, so it counts only there.
 */
export function correspondents(
  from: Mailbox,
  replyTo: Mailbox[],
  headers: Headers,
  own: Set<string>,
  ownDomains: Set<string>,
  /** Who gets a copy of an answer. */
  inCopy: ReadonlySet<string> = new Set(),
): Correspondents {
  const warnings: string[] = [];
  const mended = replyTo.map(each => ({ ...each, address: each.address.replace(/^mailto:/, '') }));
  const isOwn = (address: string) => own.has(address) || own.has(withoutTag(address));
  const wanted = mended.filter(
    (each, i) =>
      each.address !== from.address &&
      !isOwn(each.address) &&
      mended.findIndex(other => other.address === each.address) === i,
  );
  // Whom an answer reaches first: somebody who reads it.
  const [asked, ...alsoAsked] = [
    ...wanted.filter(each => !isUnread(each.address)),
    ...wanted.filter(each => isUnread(each.address)),
  ];
  const isOurs = (address: string) => own.has(address) || ownDomains.has(domainOf(address));
  const isFormSender = (address: string) => FORM_SENDER.test(address) || isUnread(address);
  const original = parseList(headers.get('x-original-from'), text => text)[0] ?? null;
  if (asked) {
    const form = (isOurs(from.address) || isFormSender(from.address)) && !isOurs(asked.address);
    const group = original !== null && original.address === asked.address;
    const list = headers.has('x-mailfrom') && headers.get('x-mailfrom')!.toLowerCase().includes(asked.address);
    if (form || group || list) {
      return {
        customer: { address: asked.address, name: asked.name ?? (form ? null : (original?.name ?? null)) },
        through: from.address,
        warnings: [
          `Sent through ${from.address} for ${asked.address}. Anybody can fill in another's address, so this is not proven.`,
          ...(alsoAsked.length
            ? [`It asks that answers also go to ${namedOf(alsoAsked)}. Your answer goes to ${asked.address} alone.`]
            : []),
        ],
      };
    }
    const also = mended.some(each => each.address === from.address) ? 'also ' : '';
    const elsewhere = domainOf(asked.address) !== domainOf(from.address) ? ', which is not where it came from' : '';
    // Whoever is in copy gets it anyway.
    const named = [asked, ...alsoAsked].filter(each => !inCopy.has(each.address));
    if (named.length)
      warnings.push(
        `It asks that answers ${also}go to ${namedOf(named)}${elsewhere}. Your answer goes to ${from.address}.`,
      );
  }
  return { customer: from, through: null, warnings };
}

/** Of more than these a header names a circular. */
const NAMED_MAX = 5;

/** `a@b.c and d@e.f`; of many the first. */
function namedOf(mailboxes: Mailbox[]): string {
  const shown = mailboxes.slice(0, NAMED_MAX).map(each => each.address);
  if (mailboxes.length > shown.length) shown.push(`${mailboxes.length - shown.length} more`);
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join('');
}

/** A colleague's name from outside, or a domain that looks like ours. */
export function impostorWarnings(from: Mailbox, ownDomains: Set<string>, ownName: string | null): string[] {
  const domain = domainOf(from.address);
  const warnings: string[] = [];
  for (const ours of ownDomains) {
    if (domain !== ours && isLookAlike(domain, ours))
      warnings.push(`${domain} looks like ${ours} but is a different domain.`);
  }
  const inName = (from.name ?? '')
    .slice(0, 200)
    .split(/[\s<>()"',;]+/)
    .find(each => /^[^@]{1,64}@[^@]{1,100}\.[a-z]{2,20}$/i.test(each))
    ?.toLowerCase();
  if (inName && inName !== from.address)
    warnings.push(`The sender's name says ${inName}, but the mail is from ${from.address}.`);
  else if (ownName && from.name && from.name.toLowerCase() === ownName.toLowerCase() && !ownDomains.has(domain)) {
    warnings.push(`${from.name} is our own name, but this came from outside (${from.address}).`);
  }
  return warnings;
}

/** One letter away, or the same after characters that look alike are made one. */
function isLookAlike(domain: string, ours: string): boolean {
  const plain = (text: string) =>
    text
      .replaceAll('rn', 'm')
      .replaceAll('vv', 'w')
      .replace(/[01l|!i]/g, each => (each === '0' ? 'o' : 'l'))
      .replaceAll('5', 's')
      .replaceAll('-', '');
  if (plain(domain) === plain(ours)) return true;
  if (domain.startsWith('xn--')) return false;
  if (ours.length < 8 || Math.abs(domain.length - ours.length) > 1) return false;
  let i = 0;
  while (i < ours.length && domain[i] === ours[i]) i++;
  let j = 0;
  while (j < ours.length - i && domain.at(-1 - j) === ours.at(-1 - j)) j++;
  return Math.max(ours.length, domain.length) - i - j <= 1;
}
