/**
 * Signed names of ours in the mail: reply addresses and names of messages that carry a signature, so that what comes back with
 * one is proven to descend from our mail. No personal data in them, and only characters that survive a change of case.
 */
import type { Proof } from '../../../../src/core/message.ts';

/** 80 bits: nobody guesses that by mail. */
const MAC_BITS = 80;
/** RFC 5321 allows no longer local part. */
const LOCAL_CHARS_MAX = 64;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

type Sign = (text: string) => string;

export interface SignedNames {
  /** `help+e.<id>.<mac>@shop.example`; null when the address is too long for it. */
  replyAddress(address: string, enquiryId: string): string | null;
  /** Where a bounce of this reply comes back to. */
  bounceAddress(address: string, replyId: string): string | null;
  messageId(replyId: string, domain: string): string;
  /** The name of the mail by which a mailbox is tested. */
  probeId(word: string, domain: string): string;
  /** Whose signed name an address carries; null when it has none, or a forged one. */
  readAddress(address: string): Proof | null;
  readMessageId(id: string): Proof | null;
  /** The word of a mail that tries out a mailbox. */
  readProbe(id: string): string | null;
}

/** @param before what the signature may have been before the key was changed */
export function makeSignedNames(sign: Sign, before: (text: string) => string[] = () => []): SignedNames {
  const mac = (text: string) => base32(sign(`mail:${text}`));
  const isOurs = (given: string, text: string) =>
    [mac(text), ...before(`mail:${text}`).map(base32)].some(each => equal(given, each));
  const tagged = (address: string, kind: 'e' | 'b', id: string) => {
    const at = address.lastIndexOf('@');
    const bare = id.slice(id.indexOf('_') + 1);
    const local = `${address.slice(0, at).replace(/\+.*$/, '')}+${kind}.${bare}.${mac(`${kind}:${bare}`)}`;
    return local.length > LOCAL_CHARS_MAX ? null : `${local}${address.slice(at)}`;
  };
  return {
    replyAddress: (address, enquiryId) => tagged(address, 'e', enquiryId),
    bounceAddress: (address, replyId) => tagged(address, 'b', replyId),
    messageId: (replyId, domain) => `<d.${replyId}.${mac(`id:${replyId}`)}@${domain}>`,
    probeId: (word, domain) => `<probe.${word}.${mac(`probe:${word}`)}@${domain}>`,
    readAddress: address => {
      const found = /\+([eb])\.([0-9a-z]{1,40})\.([a-z2-7]{16})@/.exec(address.toLowerCase());
      if (!found) return null;
      const [, kind, bare, given] = found as unknown as [string, 'e' | 'b', string, string];
      if (!isOurs(given, `${kind}:${bare}`)) return null;
      return kind === 'e' ? { of: 'enquiry', id: `enq_${bare}` } : { of: 'reply', id: `rep_${bare}` };
    },
    readMessageId: id => {
      const found = /^<d\.(rep_[0-9a-z]{1,40})\.([a-z2-7]{16})@/.exec(id.toLowerCase());
      return found && isOurs(found[2]!, `id:${found[1]}`) ? { of: 'reply', id: found[1]! } : null;
    },
    readProbe: id => {
      const found = /^<probe\.([0-9a-z]{1,40})\.([a-z2-7]{16})@/.exec(id.toLowerCase());
      return found && isOurs(found[2]!, `probe:${found[1]}`) ? found[1]! : null;
    },
  };
}

/** Letters and digits that mean the same in capitals. */
function base32(hex: string): string {
  let bits = BigInt(`0x${hex.slice(0, MAC_BITS / 4)}`);
  let text = '';
  for (let i = 0; i < MAC_BITS / 5; i++, bits >>= 5n) text = ALPHABET[Number(bits & 31n)] + text;
  return text;
}

/** Takes as long for a wrong signature as for a right one. */
function equal(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ (other.charCodeAt(i) || 0);
  return difference === 0;
}
