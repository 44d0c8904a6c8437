/** Three steps for whoever sees this for the first time; each is ticked off when it was done, and then they go away. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RoomState, ThreadState } from './api.ts';
import { html } from './html.ts';

type Step = 'claim' | 'write' | 'undo';

const STEPS: readonly { step: Step; label: string; help: string }[] = [
  {
    step: 'claim',
    label: 'Claim',
    help: 'Press Claim on an enquiry that nobody has. Then it is yours, and all see it.',
  },
  { step: 'write', label: 'Write', help: 'Write an answer below the thread, look at the preview, press Send.' },
  {
    step: 'undo',
    label: 'Undo',
    help: 'Press Undo while the seconds run: nothing leaves. Too late? Write once more.',
  },
];
const PREFIX = 'deskhand-steps:';
const HIDDEN = 'hidden';

interface StepsProps {
  /** Steps that were done in another database's room are to be done again. */
  room: string;
  person: string;
  state: RoomState | null;
  thread: ThreadState | null;
}

export function Steps({ room, person, state, thread }: StepsProps): VNode | null {
  const place = `${PREFIX}${room}:${person}`;
  const [done, setDone] = useState(() => remembered(place));
  const now = doneNow(person, state, thread, done);
  useEffect(() => {
    if (now.every(each => done.includes(each))) return;
    add(now);
  }, [now.join()]);
  const add = (more: string[]) => {
    const all = [...new Set([...done, ...more])];
    setDone(all);
    try {
      localStorage.setItem(place, JSON.stringify(all));
    } catch {
      // Then they are there again after a reload.
    }
  };
  const next = STEPS.find(each => !done.includes(each.step));
  if (!next || done.includes(HIDDEN)) return null;
  return html`<section class="steps" aria-label="First steps">
    <ol>
      ${STEPS.map(
        ({ step, label }, i) =>
          html`<li key=${step} class=${done.includes(step) ? 'done' : ''} aria-current=${step === next.step ? 'step' : undefined}>${!done.includes(step) && `${i + 1}. `}${label}${done.includes(step) && html`<span aria-label=", done"> ✓</span>`}</li>`,
      )}
    </ol>
    <p role="status">${next.help}</p>
    <button type="button" class="link" onClick=${() => add([HIDDEN])}>Skip</button>
  </section>`;
}

/** What this person has done by now, as far as what is on the screen tells. */
function doneNow(person: string, state: RoomState | null, thread: ThreadState | null, done: string[]): Step[] {
  const found: Step[] = [];
  if (state?.items.some(({ card }) => card?.owner === person && card.status !== 'resolved')) found.push('claim');
  if (!done.includes('claim')) return found;
  const mine = (thread?.posts ?? []).filter(({ post }) =>
    post.as === 'staff' ? post.name === person : post.entry.as === 'reply' && post.entry.author === person,
  );
  if (mine.some(({ mark }) => mark !== null)) found.push('write');
  if (mine.some(({ mark }) => mark?.state === 'withdrawn')) found.push('undo');
  return found;
}

function remembered(place: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}
