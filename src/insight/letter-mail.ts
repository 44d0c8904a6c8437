/** Sends the mails of a weekly letter: each address gets it once, also when a process dies or a mail server is down for a day. */
import { LETTER_WITHIN, type LetterTimes } from '../core/letter.ts';
import { type DurationMs, type Instant, MINUTE } from '../core/time.ts';
import type { Channel } from '../ports/channel.ts';
import type { LetterMailRow, LetterRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import { PICTURE_ID } from './letter-words.ts';

/** A mail server that is down is tried again this often, for two days: nobody waits for a letter. */
const AGAIN_AFTER: DurationMs = 15 * MINUTE;

/** The channel by which it goes: the one that is set, else the first that can. */
export async function letterChannel(
  parts: Pick<Parts, 'store' | 'channel'>,
  times: Pick<LetterTimes, 'channel'> | null,
): Promise<Channel | null> {
  const rows = await parts.store.channels();
  const wanted = times?.channel ? rows.filter(each => each.name === times.channel) : rows;
  return wanted.map(each => parts.channel(each.id)).find(each => each?.letter) ?? null;
}

/** @returns when to try again, and why; null when nothing is left to do. `tell`: admins are told this. */
export async function sendLetterMail(
  parts: Parts,
  id: string,
): Promise<{ again: Instant; why: string } | { tell: string } | null> {
  const { store, clock } = parts;
  const mail = await store.letterMail(id);
  const letter = mail && (await store.letter(mail.letterId));
  if (!mail || !letter) return null;
  // Somebody was handing it over and died: it may have arrived. Nobody gets it twice.
  if (mail.status === 'leaving') return settle(parts, mail, 'unsure', UNSURE);
  if (mail.status !== 'waiting') return null;
  const channel = await letterChannel(parts, await parts.letter());
  const old = clock.now() - letter.dueAt > LETTER_WITHIN;
  if (!channel?.letter) {
    const why = 'No mail channel is open here that could send it.';
    return old ? settle(parts, mail, 'failed', why) : { again: clock.now() + AGAIN_AFTER, why };
  }
  const name = channel.nameLetter?.(id) ?? null;
  const begun = await store.commit([
    {
      do: 'update',
      table: 'letterMails',
      id,
      expect: mail.version,
      set: { status: 'leaving', name, version: mail.version + 1, changedAt: clock.now() },
    },
  ]);
  // Another process has it.
  if (!begun.ok) return null;
  const leaving: LetterMailRow = { ...mail, status: 'leaving', version: mail.version + 1 };
  const result = await channel.letter(outgoing(letter, leaving));
  if (result.as === 'sent' || result.as === 'queued') {
    await set(parts, leaving, 'sent', null);
    return null;
  }
  if (result.as === 'unsure') return settle(parts, leaving, 'unsure', UNSURE);
  // A password that was changed is put in by somebody.
  const never = result.as === 'refused' && result.because !== 'sign-in';
  if (never || old) return settle(parts, leaving, 'failed', result.words);
  await set(parts, leaving, 'waiting', result.words);
  const at = result.as === 'retry' ? result.at : 0;
  return { again: Math.max(at, clock.now() + AGAIN_AFTER), why: result.words };
}

const UNSURE = 'It may or may not have arrived: the connection, or this program, ended in that moment.';

function outgoing(letter: LetterRow, mail: LetterMailRow) {
  const { subject, text, html, picture } = letter;
  return { id: mail.id, to: mail.address, subject, text, html, picture: picture && { id: PICTURE_ID, png: picture } };
}

async function settle(
  parts: Parts,
  mail: LetterMailRow,
  status: LetterMailRow['status'],
  words: string,
): Promise<{ tell: string }> {
  await set(parts, mail, status, words);
  return { tell: `The weekly letter to ${mail.address}: ${words}` };
}

async function set(
  { store, clock }: Parts,
  { id, version }: LetterMailRow,
  status: LetterMailRow['status'],
  words: string | null,
): Promise<void> {
  await store.commit([
    {
      do: 'update',
      table: 'letterMails',
      id,
      expect: version,
      set: { status, words, version: version + 1, changedAt: clock.now() },
    },
  ]);
}
