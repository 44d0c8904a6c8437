/** What may help while one types, and that it is solved. It names itself an answer, never a person, and asks for nothing. */
import { h, type VNode } from 'preact';
import type { Help as Found } from '../../wire.ts';
import { keep } from './shop.ts';
import { changed, chat } from './state.ts';
import { ask, write } from './talk.ts';
import { config, t } from './words.ts';

/** Somebody who types goes on before that. */
const PAUSE_MS = 700;
/** Shorter is no question. */
const CHARS_MIN = 8;

let timer = 0;
let asked = '';
let found: Found | null = null;
/** Shown once in a conversation. */
let over = false;

/** Somebody who talks to a person is not disturbed. */
const mayHelp = () => !over && !chat.outbox[0] && (!chat.entries[0] || chat.state?.status === 'resolved');

function look(): void {
  clearTimeout(timer);
  const text = chat.words.trim();
  if (found || !mayHelp() || text.length < CHARS_MIN || text === asked) return;
  timer = setTimeout(async () => {
    asked = text;
    const got = await ask('help', { text, language: config.language }).catch(() => ({}));
    if (!('use' in got) || !mayHelp() || !chat.words) return;
    found = got as unknown as Found;
    watch(found.use);
    changed();
  }, PAUSE_MS) as unknown as number;
}

const said = (use: string, what: 'solved' | 'asked') => ask('helped', { use, what }).catch(() => {});

/** Whoever writes all the same has asked a person, whatever they said before. */
function watch(use: string): void {
  const before = chat.entries.length;
  const timer = setInterval(() => {
    if (chat.entries.length <= before || chat.entries.at(-1)?.from !== 'visitor') return;
    clearInterval(timer);
    over = true;
    said(use, 'asked');
  }, 500);
}

/** Above the box in which one types. */
export function Help(): VNode | null {
  look();
  if (!found || !mayHelp()) return null;
  const { use, title, text, url, say } = found;
  const clear = () => {
    over = true;
    keep('draft', null);
    changed({ words: '' });
  };
  return (
    <section class="card" aria-live="polite" aria-label={say.mayHelp} style={{ overflow: 'auto', maxHeight: '45vh' }}>
      <p class="soft">{say.mayHelp}</p>
      <p dir="auto">
        <a href={url} target="_blank" rel="noopener" style={{ color: 'inherit' }}>
          <b>{title}</b>
        </a>
      </p>
      <p dir="auto" style={{ whiteSpace: 'pre-line' }}>
        {text}
      </p>
      <div class="row">
        <button
          type="button"
          class="main"
          onClick={() => {
            const words = chat.words.trim();
            clear();
            if (words) write(words);
            document.getElementById('text')?.focus();
          }}
        >
          {say.askPerson}
        </button>
        <button
          type="button"
          class="second"
          onClick={() => {
            clear();
            said(use, 'solved');
            changed({ note: say.glad });
            document.getElementById('text')?.focus();
          }}
        >
          {t('solved')}
        </button>
      </div>
    </section>
  );
}

/** Below an answer of the team: with it the enquiry is resolved, until they write again. */
export function Solved(): VNode | null {
  const { entries, outbox, state, phase } = chat;
  if (phase !== 'chat' || outbox[0] || state?.status !== 'open' || state.blocked) return null;
  if (entries.at(-1)?.from !== 'team') return null;
  return (
    <p class="row">
      <button type="button" class="second" onClick={() => ask('solved', {}).catch(() => changed({ note: t('kept') }))}>
        {t('solved')}
      </button>
    </p>
  );
}
