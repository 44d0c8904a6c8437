/** The original mail enclosed in a bounce: its headers, and whether it is one of ours. Pure. */
import { domainOf, isFreeMail, withoutTag } from './addresses.ts';
import { type Bones, contentOf, type Headers, textOfPart } from './mime.ts';

/** Bytes of the mail that came back that are looked at. */
const ENCLOSED_BYTES_MAX = 64 * 1024;
const ENCLOSED_TYPE =
  /^(message\/rfc822|text\/rfc822-headers?|message\/rfc822-headers?|message\/global(-headers)?|message\/partial)$/;
const ADDRESS = /[^\s;<>,"'()[\]:=@]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi;

/** Does the mail carry another one as a part of its own? */
export function hasEnclosedMail(bones: Bones): boolean {
  return bones.parts.some(each => ENCLOSED_TYPE.test(each.type));
}

/** Headers of the mail that came back, wherever the server put them. */
export function returnedHeaders(raw: Buffer, bones: Bones, text: string): string {
  const part = bones.parts.find(each => ENCLOSED_TYPE.test(each.type));
  if (part) return contentOf(raw, part, ENCLOSED_BYTES_MAX).toString('latin1');
  const plain = bones.parts.filter(each => each.type.startsWith('text/')).at(-1);
  const whole = plain ? textOfPart(raw, plain).slice(0, ENCLOSED_BYTES_MAX) : text;
  return /^[> \t]*message-id[ \t]*:/im.test(whole)
    ? whole
    : raw.subarray(bones.headerBytes, bones.headerBytes + ENCLOSED_BYTES_MAX).toString('latin1');
}

/** The values of one header of the mail that came back, unfolded. */
export function returnedValues(headers: string, name: string): string[] {
  const unfolded = headers.replaceAll('\r\n', '\n').replace(/\n[ \t]+/g, ' ');
  return [...unfolded.matchAll(new RegExp(`^[> \\t]*${name}[ \\t]*:[ \\t]*(.*)$`, 'gim'))].map(
    ([, value = '']) => value,
  );
}

/** Addresses in words, in small letters. */
export function addressesIn(words: string): string[] {
  return (words.match(ADDRESS) ?? []).map(each => each.toLowerCase());
}

/** Whom the notice was sent to: what came back is ours when one of them wrote it. */
export function addresseesOf(notice: Headers): string[] {
  return ['to', 'delivered-to', 'x-original-to', 'envelope-to', 'cc'].flatMap(name =>
    notice.all(name).flatMap(addressesIn),
  );
}

/** The mail that came back was written by whom the notice is for, or by somebody of the same domain. */
export function isOurs(returned: string, notice: Headers): boolean {
  const ours = addresseesOf(notice).map(withoutTag);
  const domains = ours.map(domainOf).filter(each => !isFreeMail(each));
  const from = [...returnedValues(returned, 'from'), ...returnedValues(returned, 'sender')].flatMap(addressesIn);
  const ids = returnedValues(returned, 'message-id').map(each => domainOf(each.replace(/[<>\s]/g, '').toLowerCase()));
  return from.some(each => ours.includes(withoutTag(each))) || ids.some(each => domains.includes(each));
}

/** Whom the mail that came back was for; null when that was several people or nobody. */
export function returnedRecipient(returned: string, notice: Headers): string | null {
  const ours = addresseesOf(notice).map(withoutTag);
  const to = [...new Set(returnedValues(returned, 'to').flatMap(addressesIn))];
  return to.length === 1 && !ours.includes(withoutTag(to[0]!)) ? to[0]! : null;
}
