/** The practice desk's page: rooms on the left, the room in the middle, a thread on the right; one of them on a phone. */
import { render, type VNode } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { FormView } from '../../../../src/ports/views.ts';
import type { RoomItem } from '../records.ts';
import {
  act,
  type FirstView,
  type FormRefusal,
  fetchForm,
  listen,
  type RoomState,
  read,
  readThread,
  sayTyping,
  type ThreadState,
} from './api.ts';
import { Button } from './button.ts';
import { Card } from './card.ts';
import { CommandBox } from './command.ts';
import { draftKey, tidyDrafts } from './drafts.ts';
import { Form, type OpenForm } from './form.ts';
import { html, timeOfDay } from './html.ts';
import { Labelled } from './labelled.ts';
import { Picture } from './picture.ts';
import { recall, remember } from './tab.ts';
import { Thread } from './thread.ts';

const FORMS = new Set(['enquiry.reply', 'enquiry.snooze']);
/** With a second name in their value they are decisions. */
const QUESTIONS = new Set(['enquiry.handover', 'enquiry.merge', 'customer.join']);

/** Whose eyes, and on what. What was read for others is never drawn in its place, not even for a moment. */
interface At {
  person: string;
  room: string;
  thread: string | null;
}

/** What went wrong, and what can be done about it, by whoever it was told to. */
interface Notice {
  words: string;
  buttons?: ButtonView[];
  at?: At;
}

function App({ start }: { start: FirstView }): VNode {
  // Each tab remembers who it is: two tabs can race for the same claim.
  const [person, setPerson] = useState(start.people.find(each => each === recall('person')) ?? start.people[0]!);
  const [room, setRoom] = useState(start.rooms[0]?.id ?? '');
  const [thread, setThread] = useState<string | null>(location.hash.slice(1) || null);
  const [form, setForm] = useState<OpenForm | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const { seen, online, refresh, isStill } = useSeen({ person, room, thread });
  useEffect(() => {
    remember('person', person);
    history.replaceState(null, '', thread ? `#${thread}` : location.pathname);
    // A form is for whoever opened it, where they opened it; what was typed in it is kept.
    setForm(open => (open?.person === person && open.room === room && open.thread === thread ? open : null));
    refresh();
  }, [person, room, thread]);
  const roomState = seen?.at.room === room ? seen.room : null;
  const mine = seen?.at.person === person;
  const isRead = mine && seen.at.thread === thread;
  const threadState = isRead ? seen.thread : null;

  const run = async (action: Record<string, unknown>, by = person) => {
    const problem = await act(by, action);
    setNotice(problem === null ? null : { words: problem });
    return problem;
  };
  const openForm = async (at: At, ask: () => Promise<FormView | FormRefusal>) => {
    const failed = (error: Error): FormRefusal => ({ refusal: error.message });
    const found = await ask().catch(failed);
    // Whoever asked for it may be elsewhere by now.
    if (!isStill(at)) return;
    if ('refusal' in found) setNotice({ words: found.refusal, buttons: found.buttons ?? [], at });
    else setForm({ view: found, ...at });
  };
  const press = (at: string, enquiryId: string) => async (button: ButtonView) => {
    const withReason = button.id === 'enquiry.resolve' && button.value.includes(' ');
    const isForm = withReason || FORMS.has(button.id) || (QUESTIONS.has(button.id) && !button.value.includes(' '));
    setThread(at);
    if (!isForm) return run({ do: 'press', thread: at, button: button.id, value: button.value });
    openForm({ person, room, thread: at }, () => fetchForm(button, enquiryId, person));
  };
  const pressInNotice = (button: ButtonView) =>
    run({ do: 'press', thread: notice?.at?.thread, button: button.id, value: button.value }, notice?.at?.person);
  const command = async (id: string, words: string) => {
    // Two taps: the words, and what happened.
    if (!/^log$/i.test(words.trim())) return run({ id, do: 'command', room, text: words });
    openForm({ person, room, thread }, () => read<FormView>('log-form'));
    return null;
  };
  const name = start.rooms.find(each => each.id === room)?.name ?? '';
  const count = roomState?.items.filter(each => each.as === 'card').length ?? 0;
  return html`
    <div class=${`layout ${thread ? 'with-thread' : ''}`}>
      <${Side} start=${start} person=${person} room=${room} become=${setPerson} enter=${(id: string) => {
        setRoom(id);
        setThread(null);
      }} />
      <main>
      <div role="status" class="notices">
        ${!online && html`<p class="notice">The desk cannot be reached. It is tried again by itself; nothing is lost.</p>`}
        ${
          notice &&
          html`<p class="notice">${notice.words}
            ${notice.buttons?.map(each => html`<${Button} key=${each.id} button=${each} press=${pressInNotice} />`)}
            <button type="button" class="link" onClick=${() => setNotice(null)}>Close</button></p>`
        }
      </div>
      <div class="panes">
      <section class="room-pane" aria-label="Room">
        <header class="bar"><h1># ${name}</h1><span class="sub">${count} ${count === 1 ? 'enquiry' : 'enquiries'}</span></header>
        <${Room} key=${room} items=${roomState?.items ?? null} room=${room} now=${roomState?.now ?? 0} selected=${thread} open=${setThread} press=${press} />
        <${CommandBox} key=${`${person} ${room}`} place=${draftKey(person, room, 'command')} commands=${start.commands} answers=${(mine && roomState?.answers) || []} person=${person} run=${command} open=${setThread}
          press=${(each: ButtonView) => run({ do: 'press', button: each.id, value: each.value })} />
      </section>
      ${
        thread &&
        threadState &&
        html`<div class="thread-pane">
        <${Thread} key=${`${person} ${thread}`} state=${threadState} person=${person} actions=${{
          press: press(thread, threadState.card.enquiryId),
          write: (id: string, text: string) => run({ id, do: 'write', thread, text }),
          edit: (post: string, text: string) => run({ do: 'edit', thread, post, text }),
          remove: (post: string) => run({ do: 'delete', thread, post }),
          close: () => setThread(null),
          typing: () => sayTyping(thread),
        }} />
      </div>`
      }
      ${thread && !threadState && html`<div class="thread-pane">${isRead && html`<${Gone} close=${() => setThread(null)} />`}</div>`}
      </div>
      </main>
      ${
        form &&
        html`<${Form} key=${`${form.person} ${form.view.id} ${form.view.enquiryId}`} open=${form} close=${() => setForm(null)}
          submit=${(submit: string, values: Record<string, string>) =>
            run({ do: 'submit', form: form.view.id, enquiryId: form.view.enquiryId, submit, values }, form.person)} />`
      }
    </div>
  `;
}

/** What there is to see for whoever is looking, read again whenever something changed. */
function useSeen(at: At) {
  const [seen, setSeen] = useState<{ at: At; room: RoomState; thread: ThreadState | null } | null>(null);
  const [online, setOnline] = useState(true);
  const shown = useRef<At>(at);
  shown.current = at;
  const isStill = ({ person, room, thread }: At) =>
    room === shown.current.room && thread === shown.current.thread && person === shown.current.person;
  const asked = useRef(0);

  const refresh = useCallback(async () => {
    const at = shown.current;
    const nth = ++asked.current;
    try {
      const [nextRoom, nextThread] = await Promise.all([
        read<RoomState>('room', { room: at.room, person: at.person }),
        at.thread ? readThread(at.thread, at.person) : null,
      ]);
      // Somebody clicked elsewhere while this was on its way, or it was overtaken.
      if (!isStill(at) || nth !== asked.current) return;
      setSeen({ at, room: nextRoom, thread: nextThread });
      setOnline(true);
    } catch {
      setOnline(false);
    }
  }, []);
  useEffect(() => listen(refresh, setOnline), []);
  useEffect(() => {
    const timer = setInterval(refresh, 30_000);
    return () => clearInterval(timer);
  }, []);
  return { seen, online, refresh, isStill };
}

interface SideProps {
  start: FirstView;
  person: string;
  room: string;
  become(person: string): void;
  enter(room: string): void;
}

function Side({ start, person, room, become, enter }: SideProps): VNode {
  return html`
      <nav class="side" aria-label="Rooms">
        <p class="brand"><span aria-hidden="true" class="logo"></span>Deskhand <span class="sub">practice desk</span></p>
        <label for="person">You are</label>
        <select id="person" value=${person} onChange=${(event: Event) => become((event.target as HTMLSelectElement).value)}>
          ${start.people.map(each => html`<option key=${each} value=${each}>${each}</option>`)}
        </select>
        <h2>Rooms</h2>
        <ul>
          ${start.rooms.map(
            each =>
              html`<li key=${each.id}><button type="button" class="room" aria-current=${each.id === room ? 'true' : undefined} onClick=${() => enter(each.id)}># ${each.name}</button></li>`,
          )}
        </ul>
        <h2>Be a customer</h2>
        <ul>
          <li><a href="/demo/shop" target="_blank">Sample shop with web chat</a></li>
          <li><a href="/demo/mailbox" target="_blank">Customers' mailbox</a></li>
        </ul>
      </nav>
  `;
}

function Gone({ close }: { close: () => void }): VNode {
  return html`<div class="empty"><p>This thread is not here. It may have been erased.</p><p><button type="button" class="button plain" onClick=${close}>Close</button></p></div>`;
}

interface RoomProps {
  /** Null until they were read. */
  items: RoomItem[] | null;
  /** Its id. */
  room: string;
  now: number;
  selected: string | null;
  open: (thread: string) => void;
  press: (thread: string, enquiryId: string) => (button: ButtonView) => void;
}

function Room({ items, room, now, selected, open, press }: RoomProps): VNode {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [items?.length]);
  return html`
    <div class="cards" role="log" aria-live="polite" tabindex="0" aria-label="Enquiries">
      ${
        items?.length === 0 &&
        html`<div class="empty">
        <h2>No enquiries yet</h2>
        <p>Be the first customer: write in the web chat of the <a href="/demo/shop" target="_blank">sample shop</a>, and watch your message arrive here.</p>
      </div>`
      }
      ${items?.map(item =>
        item.card
          ? html`<${Card} key=${item.thread} card=${item.card} now=${now} selected=${item.thread === selected}
              open=${() => open(item.thread)} press=${press(item.thread, item.card.enquiryId)} />`
          : item.as === 'notice'
            ? html`<div class=${`line ${item.tone ?? 'quiet'}`} key=${`notice${item.at}`} role="status"><p><${Labelled} text=${item.words ?? ''} labels=${item.labels ?? false} links=${item.links ?? []} open=${open} /> <time class="sub">${timeOfDay(item.at)}</time></p>${item.chart && html`<${Picture} chart=${item.chart} at=${{ key: item.key ?? '', room }} />`}</div>`
            : html`<p class="line quiet" key=${`${item.thread}${item.at}`}><button type="button" class="link" onClick=${() => open(item.thread)}>${item.words}</button> <time class="sub">${timeOfDay(item.at)}</time></p>`,
      )}
      <div ref=${end}></div>
    </div>
  `;
}

async function begin(): Promise<void> {
  tidyDrafts();
  const root = document.getElementById('app')!;
  try {
    const start = await read<FirstView>('start');
    root.replaceChildren();
    render(html`<${App} start=${start} />`, root);
  } catch (error) {
    root.textContent = `The practice desk cannot be opened: ${(error as Error).message}`;
  }
}

void begin();
