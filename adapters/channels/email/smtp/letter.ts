/** Sends a mail of the weekly letter: marked as a machine's, so that nothing answers it by itself. */
import { createHash } from 'node:crypto';
import type { Channel, SendResult } from '../../../../src/ports/channel.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import type { OutgoingLetter } from '../../../../src/ports/letters.ts';
import { type Built, bytesOf, deliver, type SendParts, signedAs } from './send.ts';

interface LetterParts extends Pick<SendParts, 'config' | 'tokens' | 'rest'> {
  messageId: string;
  now: number;
}

/** What a mailbox can do with letters. */
export function letters({ domain, clock, ...base }: Mailbox): Pick<Channel, 'letter' | 'nameLetter'> {
  return {
    letter: letter => sendLetter(letter, { ...base, messageId: letterName(letter.id, domain), now: clock.now() }),
    nameLetter: id => letterName(id, domain),
  };
}

interface Mailbox extends Pick<SendParts, 'config' | 'tokens' | 'rest'> {
  domain: string;
  clock: Clock;
}

/** The same for each attempt: a mail program that has it already shows it once. */
function letterName(id: string, domain: string): string {
  return `<letter.${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${domain}>`;
}

async function sendLetter(letter: OutgoingLetter, parts: LetterParts): Promise<SendResult> {
  const built = await compose(letter, parts);
  const to = { id: letter.id as never, to: { address: letter.to, name: null }, copies: [] };
  const left = async () => {};
  return deliver(to, { ...parts, bounceTo: null, left }, built);
}

async function compose(letter: OutgoingLetter, { config, messageId, now }: LetterParts): Promise<Built> {
  const { subject, text, html, picture } = letter;
  const raw = await bytesOf({
    from: { name: signedAs(config, null, 'en'), address: config.address },
    to: letter.to,
    subject: subject.replace(/\s+/g, ' '),
    messageId,
    date: new Date(now),
    headers: {
      // RFC 3834: no vacation note and no other machine answers this.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      Precedence: 'bulk',
      'List-Unsubscribe': `<mailto:${config.address}?subject=stop>`,
    },
    text,
    html,
    ...(picture
      ? {
          attachments: [
            {
              filename: 'picture.png',
              contentType: 'image/png',
              content: Buffer.from(picture.png),
              cid: picture.id,
              contentDisposition: 'inline',
            },
          ],
        }
      : {}),
  });
  return { raw, from: config.address };
}
