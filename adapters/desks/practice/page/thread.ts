/** One thread: its card, its posts with their marks, what only this person sees, and the box to write in. */
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { CoachView, MarkView, PrivateRow, PrivateView } from '../../../../src/ports/views.ts';
import { staffPost } from '../ids.ts';
import type { PostItem, ThreadState } from './api.ts';
import { Button, Links, type Press, pressAfterAsking } from './button.ts';
import { Card, Face, Files, Message } from './card.ts';
import { Composer } from './composer.ts';
import { draftKey, draftOf, saveDraft, useDraft } from './drafts.ts';
import { html, timeOfDay } from './html.ts';

interface ThreadActions {
  press: Press;
  /** The id makes it one message, however often it is tried. Resolves to what went wrong, or null. */
  write: (id: string, text: string, files: File[]) => Promise<string | null>;
  edit: (post: string, text: string) => Promise<string | null>;
  remove: (post: string) => void;
  close: () => void;
  /** Opens another thread. */
  go: (thread: string) => void;
  /** Puts away what only this person sees. */
  dismiss: (key: string) => void;
  typing: () => void;
}

interface ThreadProps {
  state: ThreadState;
  person: string;
  actions: ThreadActions;
}

export function Thread({ state, person, actions }: ThreadProps): VNode {
  const end = useRef<HTMLDivElement>(null);
  const count = state.posts.length + state.privates.length;
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [count, state.card.enquiryId]);
  // By the enquiry: it keeps its drafts when it goes on in another thread.
  const at = (...where: string[]) => draftKey(person, state.card.enquiryId, ...where);
  const arrived = (id: string) => state.posts.some(item => item.ref === staffPost(id));
  const mine = (item: PostItem) => item.post.as === 'staff' && item.post.by === `practice:${person.toLowerCase()}`;
  const loose = state.privates.filter(each => !state.posts.some(item => item.ref === each.view.post));
  return html`
    <section class="thread" aria-label=${`Thread of enquiry ${state.card.number}`}>
      <header class="bar">
        <button type="button" class="link back" onClick=${actions.close}>Close</button>
        <h1>Thread <span class="sub">#${state.card.number}</span></h1>
      </header>
      <div class="posts" role="log" aria-live="polite" tabindex="0" aria-label="Messages">
        <${Card} card=${state.card} now=${state.now} go=${actions.go} press=${actions.press} />
        ${state.posts.map(item => {
          const below = state.privates.filter(each => each.view.post === item.ref);
          return html`<div key=${item.ref}>
            <${PostView} item=${item} mine=${mine(item)} editPlace=${at('edit', item.ref)} customer=${state.card.message.customer} actions=${actions} />
            ${below.map(each => html`<${Private} key=${each.key} view=${each.view} actions=${actions} close=${() => actions.dismiss(each.key)} />`)}
          </div>`;
        })}
        ${loose.map(each => html`<${Private} key=${each.key} view=${each.view} actions=${actions} close=${() => actions.dismiss(each.key)} />`)}
        <div ref=${end}></div>
      </div>
      <p class="typing" role="status">${state.typing ? `${state.typing} is writing …` : ''}</p>
      <${Composer} place=${at('composer')} arrived=${arrived} typing=${actions.typing} customer=${state.card.message.customer} direct=${state.reply === 'direct' && state.card.owner === person && state.card.direction !== 'PUBLIC'} write=${actions.write} />
    </section>
  `;
}

interface PostProps {
  item: PostItem;
  mine: boolean;
  /** Where an edit that was begun is kept. */
  editPlace: string;
  customer: string;
  actions: ThreadActions;
}

function PostView({ item, mine, editPlace, customer, actions }: PostProps): VNode {
  const [editing, setEditing] = useState(mine && draftOf(editPlace) !== '');
  const editDone = () => {
    saveDraft(editPlace, '');
    setEditing(false);
  };
  const { post, mark } = item;
  if (post.as === 'entry') {
    const { entry } = post;
    if (entry.as === 'line') {
      return html`<div class=${`line ${entry.tone}`}>
        <p><span class="text">${entry.words}</span>${entry.leadsTo && html` <button type="button" class="link" onClick=${() => actions.go(entry.leadsTo!)}>Open it</button>`} <time class="sub">${timeOfDay(post.at)}</time></p>
        ${entry.buttons.length > 0 && html`<div class="buttons">${entry.buttons.map(button => html`<${Button} key=${button.id} button=${button} press=${actions.press} />`)}</div>`}
      </div>`;
    }
    if (entry.as === 'message') {
      return html`<div class=${`post ${entry.ours ? 'reply' : 'from-customer'}`}>
        <${Face} name=${entry.message.customer} customer=${!entry.ours} />
        <div><p class="by"><strong dir="auto">${entry.message.customer}</strong> <span class="tag">${entry.ours ? 'Answered outside Deskhand' : (entry.message.machine ?? 'Customer')}</span> <time class="sub">${timeOfDay(post.at)}</time></p>
        <${Message} message=${entry.message} ours=${entry.ours ?? false} />
        ${entry.buttons && html`<div class="buttons">${entry.buttons.map(button => html`<${Button} key=${button.id} button=${button} press=${actions.press} />`)}</div>`}</div>
      </div>`;
    }
    return html`<div class="post reply">
      <${Face} name=${entry.author} />
      <div><p class="by"><strong>${entry.author}</strong> <span class="tag to">to ${entry.customer}</span> <time class="sub">${timeOfDay(post.at)}</time></p>
      <p class="text" dir="auto">${entry.text}</p>
      ${mark && html`<${Mark} mark=${mark} press=${actions.press} />`}</div>
    </div>`;
  }
  if (post.deleted)
    return html`<div class="line quiet"><p>${post.name} deleted a message.</p>${mark && html`<${Mark} mark=${mark} press=${actions.press} />`}</div>`;
  const reply = mark !== null && mark.state !== 'withdrawn';
  const send: ButtonView = {
    id: 'message.send_to_customer',
    label: 'Send to customer',
    value: item.ref,
    look: 'plain',
  };
  return html`<div class=${`post ${reply ? 'reply' : 'talk'}`}>
    <${Face} name=${post.name} />
    <div>
      <p class="by"><strong>${post.name}</strong> ${reply ? html`<span class="tag to">to ${customer}</span>` : html`<span class="tag talk">Team talk</span>`} <time class="sub">${timeOfDay(post.at)}</time>${post.edited && html` <span class="sub">edited</span>`}</p>
      ${
        editing
          ? html`<${Editor} text=${post.text} place=${editPlace} save=${async (text: string) => {
              if ((await actions.edit(item.ref, text)) === null) editDone();
            }} cancel=${editDone} />`
          : post.text && html`<p class="text" dir="auto">${post.text}</p>`
      }
      ${post.files && html`<${Files} files=${post.files} />`}
      ${mark && html`<${Mark} mark=${mark} press=${actions.press} />`}
      ${
        !editing &&
        html`<div class="tools">
        ${mine && html`<button type="button" class="link" onClick=${() => setEditing(true)}>Edit</button>`}
        ${
          mine &&
          html`<button type="button" class="link" onClick=${() => {
            saveDraft(editPlace, '');
            actions.remove(item.ref);
          }}>Delete</button>`
        }
        ${!reply && html`<button type="button" class="link" onClick=${() => actions.press(send)}>Send to customer</button>`}
      </div>`
      }
    </div>
  </div>`;
}

/** An hourglass as a drawing: not every font has it. */
const HOURGLASS = html`<svg viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" stroke-width="1.5"><path d="M3 1.5h10M3 14.5h10M4.5 2c0 4 3.5 4 3.5 6s-3.5 2-3.5 6M11.5 2c0 4-3.5 4-3.5 6s3.5 2 3.5 6" /></svg>`;

const SIGNS: Record<MarkView['state'], VNode | string> = {
  held: HOURGLASS,
  sent: '✓',
  delivered: '✓✓',
  failed: '!',
  unsure: '?',
  withdrawn: '×',
  stopped: HOURGLASS,
};

function Mark({ mark, press }: { mark: MarkView; press: Press }): VNode {
  const [left, setLeft] = useState(secondsLeft(mark));
  useEffect(() => {
    setLeft(secondsLeft(mark));
    if (mark.until === null) return;
    const timer = setInterval(() => setLeft(secondsLeft(mark)), 500);
    return () => clearInterval(timer);
  }, [mark.until, mark.state]);
  const counting = mark.state === 'held' && mark.until !== null && left > 0;
  return html`<div class=${`mark ${mark.state}`}>
    <span class="sign" aria-hidden="true">${SIGNS[mark.state]}</span>
    <span>${mark.words}${counting && html` <b>${left} s</b>`}</span>
    ${mark.buttons.map(button =>
      // Of use now and then: nothing that asks to be pressed.
      button.id === 'saved.from'
        ? html`<button type="button" class="link" key=${button.id} onClick=${() => press(button)}>${button.label}</button>`
        : html`<${Button} key=${button.id} button=${button} press=${press} />`,
    )}
  </div>`;
}

function secondsLeft(mark: MarkView): number {
  return mark.until === null ? 0 : Math.max(0, Math.ceil((mark.until - Date.now()) / 1000));
}

function Row({ row, press, go }: { row: PrivateRow; press: Press; go: ThreadActions['go'] }): VNode {
  const { thread } = row;
  return html`<div class="row">
    <p class="asked" dir="auto">${row.title}</p>
    <p class="text" dir="auto">${row.text}</p>
    <p class="sub">${row.about}${thread && html` <button type="button" class="link" onClick=${() => go(thread)}>Open it</button>`}</p>
    <div class="buttons">${row.buttons.map(button => html`<${Button} key=${button.id} button=${button} press=${press} />`)}</div>
  </div>`;
}

interface PrivateProps {
  view: PrivateView;
  actions: ThreadActions;
  close: () => void;
}

/** What can be done about it is done by its buttons; what is only told is put away. */
function Private({ view, actions: { press, go }, close }: PrivateProps): VNode {
  const isOnlyTold = view.buttons.length === 0 && !view.rows?.length && !view.links?.length;
  return html`<div class=${`private ${view.tone}`}>
    <p class="sub">Only you can see this</p>
    <p>${view.words}</p>
    ${view.rows?.map((row, i) => html`<${Row} key=${i} row=${row} press=${press} go=${go} />`)}
    ${view.hints.map(hint => html`<p class="hint">${hint}</p>`)}
    ${view.quote && html`<blockquote class=${view.quote.label.startsWith('PUBLIC') ? 'public' : ''}><p class="sub">${view.quote.label}</p><p class="text" dir="auto">${view.quote.text}</p></blockquote>`}
    ${(view.coach ?? []).map(each => html`<${Coach} hint=${each} press=${press} />`)}
    ${view.files && view.files.length > 0 && html`<${Files} files=${view.files} />`}
    <div class="buttons">${view.buttons.map(button => html`<${Button} key=${button.id} button=${button} press=${press} />`)}<${Links} links=${view.links} />${isOnlyTold && html`<button type="button" class="button plain" onClick=${close}>Close</button>`}</div>
  </div>`;
}

/** A hint with its lesson and its own, quiet buttons. */
function Coach({ hint, press }: { hint: CoachView; press: Press }): VNode {
  return html`<div class=${hint.stops ? 'coach stops' : 'coach'}>
    <p>${hint.words}</p>
    ${hint.lesson.map(line => html`<p class="sub">${line}</p>`)}
    <div class="links">${hint.buttons.map(button => html`<button type="button" class="link" key=${button.id} onClick=${() => pressAfterAsking(button, press)}>${button.label}</button>`)}</div>
  </div>`;
}

interface EditorProps {
  text: string;
  place: string;
  save: (text: string) => void;
  cancel: () => void;
}

function Editor({ text, place, save, cancel }: EditorProps): VNode {
  const [draft, setDraft] = useDraft(place);
  const [touched, setTouched] = useState(draft !== '');
  const value = touched ? draft : text;
  const typed = (event: Event) => {
    setTouched(true);
    setDraft((event.target as HTMLTextAreaElement).value);
  };
  return html`<div class="editor">
    <textarea aria-label="Edit the message" rows="3" autocomplete="off" value=${value} onInput=${typed}></textarea>
    <div class="buttons">
      <button type="button" class="button primary" onClick=${() => save(value)}>Save</button>
      <button type="button" class="button plain" onClick=${cancel}>Cancel</button>
    </div>
  </div>`;
}
