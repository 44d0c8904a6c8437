/** What the visitor sees. Drawn anew from the whole conversation at each change; nothing is remembered here. */
import { Fragment, h, type VNode } from 'preact';
import type { Entry, EntryFile } from '../../wire.ts';
import { tell } from './shop.ts';
import {
  anew,
  askCopy,
  type Chat,
  changed,
  end,
  enter,
  fetchFile,
  giveEmail,
  type Pending,
  questions,
  rate,
  typed,
  write,
} from './talk.ts';
import { clock, config, duration, t, weekday } from './words.ts';

const close = () => tell({ deskhand: 'close' });
/** Pictures that a browser only ever draws. */
const DRAWN = /^image\/(png|jpeg|gif|webp)$/;

function Icon({ d }: { d: string }): VNode {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

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
  const words = person
    ? t('helping', { name: person })
    : [
        hours.open ? t('openNow') : hours.opensAt ? t('closedUntil', { when: weekday(hours.opensAt) }) : t('closed'),
        hours.answerMs ? t('usually', { time: duration(hours.answerMs) }) : '',
      ].join(' ');
  return (
    <div class="strip">
      <p>
        {(person || hours.open) && (
          <span class="on" aria-hidden="true">
            ●{' '}
          </span>
        )}
        {words}
      </p>
      {!person && phase === 'chat' && !chat.asked && (
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

function Log({ chat }: { chat: Chat }): VNode {
  const { phase, state } = chat;
  const lines: (Entry | Pending)[] = [...chat.entries, ...chat.outbox];
  const last = lines.findLast(each => !('from' in each) || (each.from === 'visitor' && !each.mail));
  // The other pages of it are one sentence, by their own name.
  const alone = phase && phase !== 'chat' ? t(phase) : '';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has only a keyboard has to scroll it
    <div id="log" role="log" aria-live="polite" aria-labelledby="title" tabIndex={0}>
      {alone ? (
        <p class="hello">{alone}</p>
      ) : (
        <>
          {lines.length === 0 && <p class="hello">{config.greeting}</p>}
          {lines.map(each => (
            <Line key={each.cid ?? (each as Entry).n} line={each} mark={each === last ? markOf(each, chat) : ''} />
          ))}
          {chat.typing && <p class="meta">{t('typing', { name: state?.person ?? config.title })}</p>}
          {state?.resolved && <Rating rated={state.rated} />}
          {phase === 'chat' && <Asking chat={chat} wrote={last !== undefined} />}
        </>
      )}
    </div>
  );
}

function markOf(line: Entry | Pending, { state }: Chat): string {
  if (!('from' in line)) return t('sending');
  if (state && line.at <= state.seen) return t('seen');
  return t(state && line.at <= state.delivered ? 'delivered' : 'sent');
}

function Line({ line, mark }: { line: Entry | Pending; mark: string }): VNode {
  const entry = 'from' in line ? line : null;
  const team = entry?.from === 'team';
  const own = 'file' in line && line.file;
  const files: EntryFile[] = own ? [{ id: null, name: own.name, type: '', bytes: own.size }] : (entry?.files ?? []);
  const meta = [team ? entry?.name : '', entry ? clock(entry.at) : '', entry?.mail ? t('byMail') : '', mark];
  return (
    <div class={`line ${team ? 'team' : 'own'}`}>
      {line.text && (
        <p class="words" dir="auto">
          <Linked text={line.text} />
        </p>
      )}
      {files.map(each => (
        <FileView key={each.id ?? each.name} file={each} />
      ))}
      <p class="meta">{meta.filter(Boolean).join(' · ')}</p>
    </div>
  );
}

/** Addresses of pages become links that tell the other side nothing; everything else stays text. */
function Linked({ text }: { text: string }): VNode {
  const parts = text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/);
  return (
    <>
      {parts.map((part, i) =>
        i % 2 ? (
          <a key={i} href={part} target="_blank" rel="noopener noreferrer nofollow">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}

const drawn = new Map<string, string>();
function FileView({ file }: { file: EntryFile }): VNode {
  const { id, name, type } = file;
  const size = `${Math.ceil(file.bytes / 1024)} KB`;
  if (!id)
    return (
      <p class="words file">
        {name} <small>{size}</small>
      </p>
    );
  if (DRAWN.test(type)) {
    if (!drawn.has(id)) {
      drawn.set(id, '');
      fetchFile(file, true)
        .then(url => drawn.set(id, url))
        .then(
          () => changed(),
          () => drawn.delete(id),
        );
    }
    const url = drawn.get(id);
    if (url) return <img src={url} alt={name} />;
  }
  const save = async () => {
    try {
      const link = document.createElement('a');
      link.href = await fetchFile(file, false);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
    } catch {
      changed({ note: t('kept') });
    }
  };
  return (
    <button type="button" class="words file" onClick={save}>
      {name} <small>{size}</small>
    </button>
  );
}

/** Five faces, from sad to glad: the mouth is a curve. */
function Rating({ rated }: { rated: number | null }): VNode {
  return (
    <fieldset class="card">
      <legend class="unseen">{t('rate')}</legend>
      <p>{rated ? t('rated') : t('resolved')}</p>
      {!rated && <p class="soft">{t('rate')}</p>}
      <div class="faces">
        {[1, 2, 3, 4, 5].map(score => (
          <button
            key={score}
            type="button"
            aria-label={t(`rate${score}`)}
            aria-pressed={rated === score}
            onClick={() => rate(score)}
          >
            <Icon d={`M12 3a9 9 0 100 18 9 9 0 000-18M9 9h.01M15 9h.01M8 15q4 ${(score - 3) * 2.4} 8 0`} />
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** One question at a time, where it is read: end it? a copy? an address for later? */
function Asking({ chat, wrote }: { chat: Chat; wrote: boolean }): VNode | null {
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
  const answered = chat.entries.some(each => each.from === 'team');
  if (!wrote || !state || state.blocked || state.email || (answered && asking !== 'copy')) return null;
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

function Form({ chat }: { chat: Chat }): VNode {
  const fields = questions();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wrong: Record<string, string> = {};
    for (const { name, required } of fields) {
      const value = (chat.form[name] ?? '').trim();
      if (required && !value) wrong[name] = t('missing');
      else if (name === 'email' && value && !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(value)) wrong[name] = t('badEmail');
    }
    if (config.consent && !chat.consent) wrong.consent = t('missing');
    changed({ wrong, ...(Object.keys(wrong).length ? {} : { began: true, phase: 'chat' }) });
    setTimeout(() =>
      (document.querySelector<HTMLElement>('[aria-invalid]') ?? document.getElementById('text'))?.focus(),
    );
    if (!Object.keys(wrong).length) enter();
  };
  return (
    <form class="ask" noValidate onSubmit={submit}>
      <p class="hello">{config.greeting}</p>
      {fields.map(({ name, required }, i) => {
        const label = name === 'name' || name === 'email' ? t(name) : name;
        return (
          <div key={name}>
            <label for={`f${i}`}>
              {label} {!required && <small>({t('optional')})</small>}
            </label>
            <input
              id={`f${i}`}
              type={(name === 'email' ? 'email' : 'text') as 'text'}
              autocomplete={name === 'email' || name === 'name' ? name : undefined}
              dir={name === 'email' ? 'ltr' : 'auto'}
              maxLength={300}
              value={chat.form[name] ?? ''}
              aria-required={required}
              aria-invalid={chat.wrong[name] ? true : undefined}
              aria-describedby={`w${i}`}
              onInput={event => {
                chat.form[name] = event.currentTarget.value;
              }}
            />
            <p id={`w${i}`} class="wrong">
              {chat.wrong[name] ?? ''}
            </p>
          </div>
        );
      })}
      {config.consent && (
        <div>
          <label class="check">
            <input
              type="checkbox"
              checked={chat.consent}
              aria-invalid={chat.wrong.consent ? true : undefined}
              aria-describedby="wc"
              onChange={event => changed({ consent: event.currentTarget.checked })}
            />
            <span>{config.consent}</span>
          </label>
          <p id="wc" class="wrong">
            {chat.wrong.consent ?? ''}
          </p>
        </div>
      )}
      <Privacy />
      <button type="submit" class="main">
        {t('start')}
      </button>
    </form>
  );
}

function Privacy(): VNode | null {
  if (!config.privacyUrl) return null;
  return (
    <p class="soft">
      <a href={config.privacyUrl} target="_blank" rel="noopener noreferrer">
        {t('privacy')}
      </a>
    </p>
  );
}

function Composer({ chat }: { chat: Chat }): VNode {
  const send = () => {
    const text = chat.draft.trim();
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
      <label for="text" class="unseen">
        {t('message')}
      </label>
      <textarea
        id="text"
        rows={1}
        dir="auto"
        placeholder={t('message')}
        value={chat.draft}
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
