/** What a visitor is asked, and can ask for besides writing: an email address, a copy, the end of the chat. */
import { h, type VNode } from 'preact';
import type { ChatRefusal } from '../../wire.ts';
import { Solved } from './help.tsx';
import { Questions } from './questions.tsx';
import { changed, chat } from './state.ts';
import { ask, hasToken, wipe } from './talk.ts';
import { t } from './words.ts';

async function giveEmail(email: string): Promise<boolean> {
  try {
    await ask('email', { email });
    if (chat.state) changed({ state: { ...chat.state, email } });
    return true;
  } catch (error) {
    changed({ wrong: { email: (error as ChatRefusal).code === 'email' ? t('badEmail') : t('kept') } });
    return false;
  }
}

async function askCopy(): Promise<void> {
  try {
    await ask('copy', {});
    changed({ asking: '', note: t('copySent', { email: chat.state?.email ?? '' }) });
  } catch {
    changed({ asking: '', note: t('copyFailed') });
  }
}

/** Ends it here: nothing of it stays in this browser. */
async function end(): Promise<void> {
  try {
    if (hasToken()) await ask('end', {});
  } catch (error) {
    if ((error as ChatRefusal).code !== 'unknown') return changed({ asking: '', note: t('kept') });
  }
  wipe();
  changed({ phase: 'ended', note: '' });
}

export function Menu(): VNode {
  const item = (name: 'copy' | 'end') => (
    <li>
      <button
        type="button"
        onClick={() => {
          changed({ menu: false, asking: name });
          if (name === 'copy' && chat.state?.email) askCopy();
        }}
      >
        {t(name)}
      </button>
    </li>
  );
  return (
    <ul class="menu">
      {chat.entries.some(each => each.from === 'team') && item('copy')}
      {item('end')}
    </ul>
  );
}

/** Nobody has asked, somebody answers, or it is settled: then nobody has to leave an address. Not while one is being typed. */
function isLookedAfter(): boolean {
  const { entries, outbox, state, typing } = chat;
  if (!entries[0] && !outbox[0]) return true;
  if ((document.getElementById('later') as HTMLInputElement | null)?.value) return false;
  return typing || entries.at(-1)?.from === 'team' || state?.resolved != null || state?.person != null;
}

/** One question at a time, where it is read: end it? a copy? an address for later? */
export function Asking(): VNode | null {
  const { asking, state, wrong } = chat;
  if (asking === 'end')
    return (
      <div class="card">
        <p>{t('endAsk')}</p>
        <div class="row">
          <button type="button" class="main" onClick={end}>
            {t('endYes')}
          </button>
          <button type="button" class="second" onClick={() => changed({ asking: '' })}>
            {t('endNo')}
          </button>
        </div>
      </div>
    );
  const questions = asking ? null : Questions();
  if (questions) return questions;
  const solved = Solved();
  if (solved && asking !== 'copy') return solved;
  if (!state || state.blocked || state.email || (asking !== 'copy' && isLookedAfter())) return null;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (await giveEmail((event.target as HTMLFormElement).email.value.trim())) {
      changed({ wrong: {}, note: t('emailSaved', { email: chat.state?.email ?? '' }) });
      if (asking === 'copy') askCopy();
    }
  };
  return (
    <form class="card" noValidate onSubmit={save}>
      <label for="later">{t(asking === 'copy' ? 'copy' : 'leaveEmail')}</label>
      <div class="row">
        <input
          id="later"
          name="email"
          type="email"
          autocomplete="email"
          dir="ltr"
          aria-invalid={wrong.email ? true : undefined}
          aria-describedby="later-wrong"
        />
        <button type="submit" class="second">
          {t('save')}
        </button>
      </div>
      <p id="later-wrong" class="wrong" role="status">
        {wrong.email ?? ''}
      </p>
    </form>
  );
}
