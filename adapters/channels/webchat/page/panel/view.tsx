/** What the visitor sees: redrawn from the whole conversation at each change; no state of its own. */
import { Fragment, h, type VNode } from 'preact';
import { askCopy } from './asks.ts';
import { Form } from './form.tsx';
import { Icon } from './icon.tsx';
import { Log } from './log.tsx';
import { tell } from './shop.ts';
import { type Chat, changed } from './state.ts';
import { anew, typed, write } from './talk.ts';
import { config, duration, t, weekday } from './words.ts';

export const close = () => tell({ deskhand: 'close' });
export function App({ chat }: { chat: Chat }): VNode {
  return (
    <>
      <header>
        <h1 id="title">{config.title}</h1>
        {chat.phase === 'chat' && (
          <button
            type="button"
            class="icon"
            aria-label={t('more')}
            aria-expanded={chat.menu}
            onClick={() => changed({ menu: !chat.menu, asking: '' })}
          >
            <Icon d="M5 12h.01M12 12h.01M19 12h.01" />
          </button>
        )}
        <button type="button" class="icon" aria-label={t('close')} onClick={close}>
          <Icon d="M6 6l12 12M18 6L6 18" />
        </button>
      </header>
      <main>
        {chat.menu && <Menu chat={chat} />}
        <Strip chat={chat} />
        {chat.phase === 'form' ? <Form chat={chat} /> : <Log chat={chat} />}
        <p id="note" role="status">
          {chat.note}
        </p>
        {chat.phase === 'chat' && <Composer chat={chat} />}
        {(chat.phase === 'ended' || (chat.phase === 'signIn' && !config.signInOnly)) && (
          <div class="bottom">
            <button type="button" class="main" onClick={anew}>
              {t('start')}
            </button>
          </div>
        )}
      </main>
    </>
  );
}

/** Who is here, how long it takes, and the way to a person. */
function Strip({ chat }: { chat: Chat }): VNode | null {
  const { state, phase } = chat;
  if (phase !== 'chat' && phase !== 'form') return null;
  const hours = state?.hours ?? config.hours;
  const person = state?.status === 'open' ? state.person : null;
  const taken = person !== null;
  const words = taken
    ? t(person ? 'helping' : 'helpingTeam', { name: person })
    : [
        hours.open ? t('openNow') : hours.opensAt ? t('closedUntil', { when: weekday(hours.opensAt) }) : t('closed'),
        hours.answerMs ? t('usually', { time: duration(hours.answerMs) }) : '',
      ].join(' ');
  return (
    <div class="strip">
      <p>
        {(taken || hours.open) && (
          <span class="on" aria-hidden="true">
            ●{' '}
          </span>
        )}
        {words}
      </p>
      {!taken && phase === 'chat' && !chat.asked && (
        <button
          type="button"
          class="link"
          onClick={() => {
            changed({ asked: true });
            write(t('personText'));
          }}
        >
          {t('person')}
        </button>
      )}
    </div>
  );
}

function Menu({ chat }: { chat: Chat }): VNode {
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

function Composer({ chat }: { chat: Chat }): VNode {
  const send = () => {
    const text = chat.words.trim();
    if (!text) return;
    if (text.length > config.charsMax) return changed({ note: t('tooLong', { n: config.charsMax }) });
    typed('');
    write(text);
  };
  const files = (list: FileList | null | undefined) => {
    for (const each of list ?? []) write('', each);
  };
  return (
    <form
      class="bottom"
      onSubmit={event => {
        event.preventDefault();
        send();
        document.getElementById('text')?.focus();
      }}
    >
      <label class="icon attach">
        <input
          type="file"
          multiple
          aria-label={t('attach')}
          onChange={event => {
            files(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
        <Icon d="M20 11l-8 8a5 5 0 01-7-7l9-9a3 3 0 015 5l-9 9a2 2 0 01-3-3l8-8" />
      </label>
      <textarea
        id="text"
        aria-label={t('message')}
        rows={1}
        dir="auto"
        placeholder={t('message')}
        value={chat.words}
        onInput={event => typed(event.currentTarget.value)}
        onPaste={event => files(event.clipboardData?.files)}
        onKeyDown={event => {
          // Not while a syllable is being composed: Enter then only takes the suggestion.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="icon send" aria-label={t('send')}>
        <Icon d="M4 12l16-8-6 16-3-7z" />
      </button>
    </form>
  );
}
