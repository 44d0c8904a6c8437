/** What a visitor can ask for besides writing: rate, leave an email address, get a copy, send a file, end the chat. */
import type { ChatRefusal, EntryFile } from '../../wire.ts';
import { changed, chat } from './state.ts';
import { ask, authorized, token, wipe } from './talk.ts';
import { config, t } from './words.ts';

export async function rate(score: number): Promise<void> {
  const { state } = chat;
  if (!state?.resolved) return;
  changed({ state: { ...state, rated: score } });
  await ask('rate', { of: state.resolved, score }).catch(() => changed({ state: { ...state, rated: null } }));
}

export async function giveEmail(email: string): Promise<boolean> {
  try {
    await ask('email', { email });
    if (chat.state) changed({ state: { ...chat.state, email } });
    return true;
  } catch (error) {
    changed({ wrong: { email: (error as ChatRefusal).code === 'email' ? t('badEmail') : t('kept') } });
    return false;
  }
}

export async function askCopy(): Promise<void> {
  try {
    await ask('copy', {});
    changed({ asking: '', note: t('copySent', { email: chat.state?.email ?? '' }) });
  } catch {
    changed({ asking: '', note: t('copyFailed') });
  }
}

/** Ends it here: nothing of it stays in this browser. */
export async function end(): Promise<void> {
  try {
    if (token) await ask('end', {});
  } catch (error) {
    if ((error as ChatRefusal).code !== 'unknown') return changed({ asking: '', note: t('kept') });
  }
  wipe();
  changed({ phase: 'ended' });
}

/** The content of a file of an answer, as something that a page can show or save. */
export async function fetchFile(file: EntryFile, shown: boolean): Promise<string> {
  const response = await fetch(`${config.at}/file?id=${file.id}`, { headers: authorized() });
  if (!response.ok) throw new Error();
  const blob = await response.blob();
  // What is not shown is nothing but bytes, whatever it calls itself.
  return URL.createObjectURL(shown ? blob : new Blob([blob], { type: 'application/octet-stream' }));
}
