/** Beside the room, or above it on a phone: who one is, the rooms, and where to be a customer. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { FirstView, RoomState } from './api.ts';
import { Button } from './button.ts';
import { html } from './html.ts';

interface SideProps {
  start: FirstView;
  person: string;
  room: string;
  /** Where they practise, which nobody else is shown. */
  own: RoomState['own'];
  /** It is their first day. */
  lesson: RoomState['lesson'];
  press(button: ButtonView): void;
  become(person: string): void;
  enter(room: string): void;
  /** Says what colleagues may ask this person. */
  volunteer(): void;
}

/** What the room of a practice is called. */
export const OWN_ROOM = 'practice, only you';

export function Side({ start, person, room, own, lesson, press, become, enter, volunteer }: SideProps): VNode {
  const [open, setOpen] = useState(false);
  const here = own?.id === room ? OWN_ROOM : (start.rooms.find(each => each.id === room)?.name ?? '');
  const rooms = [...start.rooms, ...(own ? [{ id: own.id, name: OWN_ROOM }] : [])];
  const go = (id: string) => {
    setOpen(false);
    enter(id);
  };
  const ask = () => {
    setOpen(false);
    volunteer();
  };
  return html`
    <nav class=${`side ${open ? 'open' : ''}`} aria-label="Rooms">
      <p class="brand"><span aria-hidden="true" class="logo"></span>Deskhand <span class="sub">practice desk</span></p>
      <label for="person">You are</label>
      <select id="person" value=${person} onChange=${(event: Event) => become((event.target as HTMLSelectElement).value)}>
        ${start.people.map(each => html`<option key=${each} value=${each}>${each}</option>`)}
      </select>
      <button type="button" class="button plain places-button" aria-expanded=${open ? 'true' : 'false'} aria-controls="places" aria-label=${`Menu, now in # ${here}`} onClick=${() => setOpen(!open)}># ${here} ▾</button>
      <div class="places" id="places">
        <h2>Rooms</h2>
        <ul>
          ${rooms.map(
            each =>
              html`<li key=${each.id}><button type="button" class="room" aria-current=${each.id === room ? 'true' : undefined} onClick=${() => go(each.id)}># ${each.name}</button></li>`,
          )}
        </ul>
        <h2>You</h2>
        <ul><li><button type="button" class="room" onClick=${ask}>What I know about</button></li></ul>
        ${
          lesson &&
          html`<div class="lesson"><p class="sub">${lesson.words}</p>
          <p class="row">${lesson.buttons.map(each => html`<${Button} key=${each.id} button=${each} press=${press} />`)}</p></div>`
        }
        ${
          start.samples.length > 0 &&
          html`<h2>Be a customer</h2>
        <ul>${start.samples.map(each => html`<li key=${each.path}><a href=${each.path} target="_blank">${each.label}</a></li>`)}</ul>`
        }
      </div>
    </nav>
  `;
}
