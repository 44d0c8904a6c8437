/** What the visitor sees: redrawn from the whole conversation at each change; no state of its own. */
import { Fragment, h, type VNode } from 'preact';
import { Composer } from './composer.tsx';
import { Icon } from './icon.tsx';
import { Later, LaterForm } from './loading.tsx';
import { Log } from './log.tsx';
import { Face } from './people.tsx';
import { tell } from './shop.ts';
import { type Chat, changed } from './state.ts';
import { anew, write } from './talk.ts';
import { config, serverNow, soon, t, weekday } from './words.ts';

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
        {chat.menu && <Later of="Menu" />}
        <Strip chat={chat} />
        {chat.phase === 'form' ? <LaterForm chat={chat} /> : <Log chat={chat} />}
        <p id="note" role="status">
          {chat.note}
        </p>
        {config.help && chat.phase === 'chat' && chat.words && <Later of="Help" />}
        {chat.phase === 'chat' && <Composer chat={chat} />}
        {chat.held && <p class="held">{t('drop')}</p>}
        {(chat.phase === 'ended' || (chat.phase === 'signIn' && !config.signInOnly)) && (
          <div class="bottom">
            <button type="button" class="main" onClick={anew}>
              {t('start')}
            </button>
          </div>
        )}
      </main>
      {/* biome-ignore lint/a11y/useIframeTitle: nobody is shown it; mail addresses are opened in it, see log.tsx */}
      <iframe name="mail" hidden />
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
        hours.by && hours.by > serverNow() ? t('hearBack', { when: soon(hours.by) }) : '',
      ].join(' ');
  return (
    <div class="strip">
      {hours.notice && (
        <p class="going" role="status">
          {hours.notice}
        </p>
      )}
      <p>
        {taken ? (
          <Face name={person || config.title} />
        ) : (
          hours.open && (
            <span class="on" aria-hidden="true">
              ●{' '}
            </span>
          )
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
