/** The conversation: messages with their marks, by days, and what is asked below them. */
import { Fragment, h, type VNode } from 'preact';
import type { Entry, EntryFile } from '../../wire.ts';
import { linksIn } from './links.ts';
import { Later } from './loading.tsx';
import { Face } from './people.tsx';
import type { Chat, Pending } from './state.ts';
import { clock, config, dayOf, t } from './words.ts';

export function Log({ chat }: { chat: Chat }): VNode {
  const { phase, state } = chat;
  const lines: (Entry | Pending)[] = [...chat.entries, ...chat.outbox];
  const last = [...lines].reverse().find(each => !('from' in each) || (each.from === 'visitor' && !each.mail));
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
          {lines.map((each, i) => (
            <Fragment key={each.cid ?? (each as Entry).n}>
              <Day line={each} before={lines[i - 1]} />
              <Line
                line={each}
                mark={each === last ? markOf(each, chat) : ''}
                goesOn={isRun(each, lines[i + 1])}
                thumb={chat.thumbs[each.cid ?? '']}
              />
            </Fragment>
          ))}
          {Object.values(chat.lost).map(why => (
            <p key={why} class="meta">
              {why}
            </p>
          ))}
          {chat.typing && (
            <p class="meta">{t(state?.person ? 'typing' : 'typingTeam', { name: state?.person ?? '' })}</p>
          )}
          {state?.resolved && <Later of="Rating" />}
          {phase === 'chat' && (last || chat.asking) && <Later of="Asking" />}
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

const timeOf = (line: Entry | Pending) => ('from' in line ? line.at : Date.now());

/** Said once for all lines of a day, and not at all while there is only today. */
function Day({ line, before }: { line: Entry | Pending; before: Entry | Pending | undefined }): VNode | null {
  const day = dayOf(timeOf(line));
  if (before ? day === dayOf(timeOf(before)) : day === dayOf(Date.now())) return null;
  return (
    <p class="day">
      <bdi>{day}</bdi>
    </p>
  );
}

/** Written in one go: who and when stands under the last of them. */
const RUN_MS = 3 * 6e4;
function isRun(line: Entry | Pending, next: Entry | Pending | undefined): boolean {
  if (!next || !('from' in line) || !('from' in next)) return false;
  return line.from === next.from && line.name === next.name && line.mail === next.mail && next.at - line.at < RUN_MS;
}

interface LineProps {
  line: Entry | Pending;
  mark: string;
  /** The next line belongs to it. */
  goesOn: boolean;
  thumb: string | undefined;
}

function Line({ line, mark, goesOn, thumb }: LineProps): VNode {
  const entry = 'from' in line ? line : null;
  const team = entry?.from === 'team';
  const own = 'file' in line && line.file;
  const files: EntryFile[] = own ? [{ id: null, name: own.name, type: '', bytes: own.size }] : (entry?.files ?? []);
  const meta = [team ? entry?.name : '', entry ? clock(entry.at) : '', entry?.mail ? t('byMail') : '', mark];
  const isLast = !goesOn || mark;
  return (
    <div class={`line ${team ? 'team' : 'own'}${isLast ? '' : ' run'}`}>
      {line.text && (
        <p class="words" dir="auto">
          <Linked text={line.text} />
        </p>
      )}
      {files.map(each =>
        thumb && !each.id ? (
          <img key={each.name} src={thumb} alt={each.name} />
        ) : (
          <Later of="FileView" key={each.id ?? each.name} file={each} />
        ),
      )}
      {isLast && team && <Face name={entry?.name ?? config.title} />}
      {isLast && (
        <p class="meta">
          {meta.filter(Boolean).map((each, i) => (
            <Fragment key={i}>
              {i > 0 && ' · '}
              <bdi>{each}</bdi>
            </Fragment>
          ))}
        </p>
      )}
    </div>
  );
}

/** Addresses become links that tell the other side nothing; everything else stays text. */
function Linked({ text }: { text: string }): VNode {
  return (
    <>
      {linksIn(text).map((part, i) =>
        typeof part === 'string' ? (
          part
        ) : (
          <a
            key={i}
            href={part.href}
            // Programs for mail open beside the page: a tab would be left empty, and this frame would be lost to a policy of
            // the shop's that allows it nothing but the chat.
            target={part.href.startsWith('mailto:') ? 'mail' : '_blank'}
            rel="noopener noreferrer"
          >
            {part.text}
          </a>
        ),
      )}
    </>
  );
}
