/** The practice desk's page: rooms on the left, the room in the middle, a thread on the right; one of them on a phone. */
import { render, type VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { FormView } from '../../../../src/ports/views.ts';
import { act, dismiss, type FirstView, type FormRefusal, read, sayTyping, upload } from './api.ts';
import { Button } from './button.ts';
import { CommandBox } from './command.ts';
import { draftKey, tidyDrafts } from './drafts.ts';
import { Form, type OpenForm } from './form.ts';
import { html } from './html.ts';
import { useThread } from './place.ts';
import { presses } from './presses.ts';
import { Room } from './room.ts';
import { type At, useSeen } from './seen.ts';
import { OWN_ROOM, Side } from './side.ts';
import { Steps } from './steps.ts';
import { recall, remember } from './tab.ts';
import { Thread } from './thread.ts';
import { Wanted } from './wanted.ts';

/** What went wrong, and what can be done about it, by whoever it was told to. */
interface Notice {
  words: string;
  buttons?: ButtonView[];
  at?: At;
}

/** What was read for others, or elsewhere, is never drawn in its place. */
function seenBy(seen: ReturnType<typeof useSeen>['seen'], at: At) {
  const isMine = seen?.at.person === at.person;
  const isRead = isMine && seen.at.thread === at.thread;
  return {
    isMine,
    isRead,
    roomState: seen?.at.room === at.room ? seen.room : null,
    threadState: isRead ? seen.thread : null,
    own: isMine ? seen.room.own : undefined,
    lesson: isMine ? seen.room.lesson : null,
    wanted: isMine ? seen.room.wanted : [],
  };
}

/** A thread in a room of practice. */
const PRACTISED = /^room_practice/;

interface OwnRoom {
  start: FirstView;
  room: string;
  /** Where this person practises; undefined until that is known. */
  own: { id: string } | null | undefined;
  leave(): void;
  /** A thread that is not there, as far as that is known. */
  gone: string | null;
  close(): void;
}

/** What the room is called that somebody is in. Once a practice is over its room is gone, and they are led out of it. */
function useRoomName({ start, room, own, leave, gone, close }: OwnRoom): string {
  const shared = start.rooms.find(each => each.id === room);
  const isOver = own !== undefined && own?.id !== room && !shared && start.rooms.length > 0;
  useEffect(() => {
    if (isOver) leave();
  }, [isOver]);
  // So is its thread: what was said at the end stands above the room.
  const isPractised = gone !== null && PRACTISED.test(gone);
  useEffect(() => {
    if (isPractised) close();
  }, [isPractised]);
  return room === own?.id ? OWN_ROOM : (shared?.name ?? '');
}

function App({ start }: { start: FirstView }): VNode {
  // Each tab remembers who it is: two tabs can race for the same claim.
  const [person, setPerson] = useState(start.people.find(each => each === recall('person')) ?? start.people[0]!);
  const [room, setRoom] = useState(start.rooms[0]?.id ?? '');
  const [thread, setThread] = useThread();
  const [form, setForm] = useState<OpenForm | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const { seen, online, refresh, isStill } = useSeen({ person, room, thread });
  useEffect(() => {
    remember('person', person);
    // A form is for whoever opened it, where they opened it; what was typed in it is kept.
    setForm(open => (open?.person === person && open.room === room && open.thread === thread ? open : null));
    refresh();
  }, [person, room, thread]);
  const { roomState, own, lesson, wanted, isMine: mine, isRead, threadState } = seenBy(seen, { person, room, thread });
  const run = async (action: Record<string, unknown>, by = person) => {
    const problem = await act(by, action);
    setNotice(problem === null ? null : { words: problem });
    return problem;
  };
  const write = async (at: string, id: string, text: string, given: File[]) => {
    const files = await upload(person, id, given);
    if (typeof files !== 'string') return run({ id, do: 'write', thread: at, text, files });
    setNotice({ words: files });
    return files;
  };
  const openForm = async (at: At, ask: () => Promise<FormView | FormRefusal>) => {
    const failed = (error: Error): FormRefusal => ({ refusal: error.message });
    const found = await ask().catch(failed);
    // Whoever asked for it may be elsewhere by now.
    if (!isStill(at)) return;
    if ('refusal' in found) setNotice({ words: found.refusal, buttons: found.buttons ?? [], at });
    else setForm({ view: found, ...at });
  };
  const { press, pressWanted, volunteer, command } = presses({
    at: { person, room, thread },
    setThread,
    run,
    openForm,
  });
  const name = useRoomName({
    start,
    room,
    own,
    leave: () => setRoom(start.rooms[0]?.id ?? ''),
    gone: isRead && !threadState ? thread : null,
    close: () => setThread(null),
  });
  return html`
    <div class=${`layout ${thread ? 'with-thread' : ''}`}>
      <${Side} start=${start} person=${person} room=${room} own=${own ?? null} lesson=${lesson} press=${(button: ButtonView) => run({ do: 'press', button: button.id, value: button.value })} become=${setPerson} volunteer=${volunteer} enter=${(
        id: string,
      ) => {
        setRoom(id);
        setThread(null);
      }} />
      <main>
      <${Notices} online=${online} notice=${notice} close=${() => setNotice(null)} press=${(button: ButtonView) =>
        run({ do: 'press', thread: notice?.at?.thread, button: button.id, value: button.value }, notice?.at?.person)} />
      <${Wanted} all=${wanted} open=${thread} go=${setThread} press=${pressWanted} close=${(key: string) => dismiss(person, key)} />
      ${start.samples.length > 0 && html`<${Steps} key=${`${person} ${room}`} room=${room} person=${person} state=${mine ? roomState : null} thread=${threadState} />`}
      <div class="panes">
      <section class="room-pane" aria-label="Room">
        <${Room} key=${room} items=${roomState?.items ?? null} room=${room} name=${name} person=${person} samples=${start.samples} now=${roomState?.now ?? 0} selected=${thread} open=${setThread} press=${press} ask=${press(null, '')} />
        <${CommandBox} key=${`${person} ${room}`} place=${draftKey(person, room, 'command')} commands=${start.commands} answers=${(mine && roomState?.answers) || []} person=${person} run=${command} open=${setThread}
          dismiss=${(key: string) => dismiss(person, key)} press=${press(null, '')} />
      </section>
      ${
        thread &&
        threadState &&
        html`<div class="thread-pane">
        <${Thread} key=${`${person} ${thread}`} state=${threadState} person=${person} actions=${{
          press: press(thread, threadState.card.enquiryId),
          write: (id: string, text: string, files: File[]) => write(thread, id, text, files),
          edit: (post: string, text: string) => run({ do: 'edit', thread, post, text }),
          remove: (post: string) => run({ do: 'delete', thread, post }),
          close: () => setThread(null),
          go: setThread,
          dismiss: (key: string) => dismiss(person, key, thread),
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

interface NoticesProps {
  online: boolean;
  notice: Notice | null;
  close(): void;
  press(button: ButtonView): void;
}

function Notices({ online, notice, close, press }: NoticesProps): VNode {
  return html`<div role="status" class="notices">
    ${!online && html`<p class="notice">The desk cannot be reached. It is tried again by itself; nothing is lost.</p>`}
    ${
      notice &&
      html`<p class="notice">${notice.words}
        ${notice.buttons?.map(each => html`<${Button} key=${each.id} button=${each} press=${press} />`)}
        <button type="button" class="link" onClick=${close}>Close</button></p>`
    }
  </div>`;
}

function Gone({ close }: { close: () => void }): VNode {
  return html`<div class="empty"><p>This thread is not here. It may have been erased.</p><p><button type="button" class="button plain" onClick=${close}>Close</button></p></div>`;
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
