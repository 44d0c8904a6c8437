/** Attachments: a name that is safe to show, a type by the first bytes, and whether staff may open them here. */
import { createHash } from 'node:crypto';
import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENTS_MAX,
  type InboundAttachment,
  WITHHELD_ASIDE,
} from '../../../../src/core/message.ts';
import { cleanName, dangerOf, nameFor, tidyType, typeByContent } from '../../../../src/ports/files.ts';

/** All attachments of one mail that are kept beside it; more is in the full message. */
const ATTACHMENTS_BYTES_MAX = 35 * 1024 * 1024;
/** Pictures in the text below this are logos and lines. */
const INLINE_BYTES_MIN = 5 * 1024;

/** Not handed to staff because it is nothing the customer attached. */
const ASIDE = {
  signature: `${WITHHELD_ASIDE}a mail program’s signature or key`,
  logo: `${WITHHELD_ASIDE}a small picture within the text`,
};

interface Found {
  filename: string | null;
  type: string;
  content: Buffer;
  /** Shown within the text of the mail. */
  inline: boolean;
  /** A signature or key of a mail program. */
  wrapping: boolean;
}

/** @returns the attachments worth showing, and sentences about those that are not */
export function readAttachments(found: Found[]): { attachments: InboundAttachment[]; warnings: string[] } {
  const warnings: string[] = [];
  const attachments: InboundAttachment[] = [];
  let bytes = 0;
  let left = 0;
  for (const each of found) {
    if (attachments.length >= ATTACHMENTS_MAX) {
      left++;
      continue;
    }
    const { content } = each;
    const seen = typeByContent(content);
    const type = seen ?? tidyType(each.type);
    const name = cleanName(each.filename ?? nameFor(type));
    // Logos in a signature are not what the customer attached.
    const logo = each.inline && /^image\//.test(type) && content.length < INLINE_BYTES_MIN && content.length > 0;
    bytes += content.length;
    const tooLarge = content.length > ATTACHMENT_BYTES_MAX || bytes > ATTACHMENTS_BYTES_MAX;
    const aside = each.wrapping ? ASIDE.signature : logo ? ASIDE.logo : null;
    const withheld = tooLarge
      ? 'too large to keep here; it is in the full message'
      : (aside ?? dangerOf(name, seen ?? (/\.[a-z0-9]{1,8}$/i.test(name) ? '' : type), content));
    attachments.push({
      name,
      type,
      bytes: content.length,
      sha256: sha256(content),
      content: tooLarge ? null : content,
      withheld,
    });
  }
  if (left) warnings.push(`${left} more attachments are in the full message.`);
  const held = attachments.filter(each => each.withheld?.startsWith('held back'));
  if (held.length)
    warnings.push(
      `${held.length === 1 ? 'An attachment was' : `${held.length} attachments were`} held back because files like that can harm a computer: ${held.map(each => each.name).join(', ')}.`,
    );
  return { attachments, warnings };
}

export function sha256(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('hex');
}
