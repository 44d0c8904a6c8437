/** The conversation: messages with their marks, files, a rating once it is resolved, and one question at a time. */
import { Fragment, h, type VNode } from 'preact';
import type { Entry, EntryFile } from '../../wire.ts';
import { askCopy, end, fetchFile, giveEmail, rate } from './asks.ts';
import { Icon } from './icon.tsx';
import { type Chat, changed, type Pending } from './state.ts';
import { clock, config, t } from './words.ts';

/** Pictures that a browser only ever draws. */
const DRAWN = /^image\/(png|jpeg|gif|webp)$/;

export function Log({ chat }: { chat: Chat }): VNode {
  const { phase, state } = chat;
  const lines: (Entry | Pending)[] = [...chat.entries, ...chat.outbox];
  const last = lines.findLast(each => !('from' in each) || (each.from === 'visitor' && !each.mail));
  // The other pages of it are one sentence, by their own name.
  const alone = phase && phase !== 'chat' ? t(phase) : '';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has only a keyboard has to scroll it
    <div id="log" role="log" aria-labelledby="title" tabIndex={0}>
      {alone ? (
        <p class="hello">{alone}</p>
      ) : (
        <>
          {!lines[0] && <p class="hello">{config.greeting}</p>}
          {lines.map(each => (
            <Line key={each.cid ?? (each as Entry).n} line={each} mark={each === last ? markOf(each, chat) : ''} />
          ))}
          {Object.values(chat.lost).map(name => (
            <p key={name} class="meta">
              {t('fileLost', { name })}
            </p>
          ))}
          {chat.typing && (
            <p class="meta">{t(state?.person ? 'typing' : 'typingTeam', { name: state?.person ?? '' })}</p>
          )}
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
    <fieldset class="card" aria-label={t('rate')}>
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
