/**
 * The menu behind "More". It stands in the browser's top layer, so that nothing cuts it off, and is put where all of it is
 * seen: below its button, or above, or beside it, or over it where there is no space.
 */
import type { VNode } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ButtonView } from '../../../../src/ports/button.ts';
import { type Press, pressAfterAsking } from './button.ts';
import { html } from './html.ts';
import { useOver } from './place.ts';

/** Between the menu and its button, and between the menu and the edge of the screen. */
const GAP_PX = 6;

interface MenuProps {
  buttons: ButtonView[];
  press: Press;
  number: number;
}

export function Menu({ buttons, press, number }: MenuProps): VNode {
  const id = useId();
  const toggle = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<'first' | 'last' | null>(null);
  const items = () => [...(sheet.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const close = (back: boolean) => {
    setOpen(null);
    if (back) toggle.current?.focus();
  };
  useOver(open !== null, () => close(true));
  // After each change of what is in it: the menu grows and shrinks while it is open.
  useLayoutEffect(() => {
    if (open && sheet.current && toggle.current) place(sheet.current, toggle.current);
  });
  useLayoutEffect(() => {
    if (open)
      items()
        .at(open === 'first' ? 0 : -1)
        ?.focus();
  }, [open]);
  // Before the next frame: whoever goes elsewhere at once leaves no menu open behind them.
  useLayoutEffect(() => {
    if (!open) return;
    const inside = (target: EventTarget | null) =>
      [sheet, toggle].some(each => target instanceof Node && each.current?.contains(target));
    const away = (event: Event) => {
      if (!inside(event.target)) close(false);
    };
    const moved = (event: Event) => {
      if (event.target === sheet.current || !sheet.current || !toggle.current) return;
      if (isSeen(toggle.current)) place(sheet.current, toggle.current);
      else close(false);
    };
    document.addEventListener('pointerdown', away, true);
    document.addEventListener('focusin', away);
    document.addEventListener('scroll', moved, true);
    addEventListener('resize', moved);
    addEventListener('blur', away);
    return () => {
      document.removeEventListener('pointerdown', away, true);
      document.removeEventListener('focusin', away);
      document.removeEventListener('scroll', moved, true);
      removeEventListener('resize', moved);
      removeEventListener('blur', away);
    };
  }, [open]);
  const toggleKeys = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen(event.key === 'ArrowDown' ? 'first' : 'last');
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return close(true);
    if (event.key === 'Escape') {
      event.preventDefault();
      return close(true);
    }
    const all = items();
    const next = nextItem(all, all.indexOf(document.activeElement as HTMLElement), event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const choose = (button: ButtonView) => {
    close(true);
    pressAfterAsking(button, press);
  };
  return html`
    <div class="menu">
      <button type="button" ref=${toggle} class="button plain" aria-haspopup="menu" aria-expanded=${open ? 'true' : 'false'} aria-controls=${open ? id : undefined}
        aria-label=${`More for enquiry ${number}`} onClick=${() => setOpen(open ? null : 'first')} onKeyDown=${toggleKeys}>More</button>
      ${
        open &&
        html`<div id=${id} ref=${sheet} class="sheet" role="menu" popover="manual" aria-label=${`Choices for enquiry ${number}`} onKeyDown=${keys}>
        ${buttons.map(each => html`<button type="button" role="menuitem" tabindex="-1" class=${`item ${each.look}`} key=${`${each.id} ${each.value}`} onClick=${() => choose(each)}>${each.label}</button>`)}
      </div>`
      }
    </div>
  `;
}

/** Round and round by the arrows, to the ends, or to what begins with the letter that was typed. */
function nextItem(all: HTMLElement[], at: number, key: string): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return all[(at + 1) % all.length];
    case 'ArrowUp':
      return all.at((Math.max(at, 0) - 1) % all.length);
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default: {
      if (key.length !== 1 || key === ' ') return undefined;
      const letter = key.toLowerCase();
      const round = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      return round.find(each => each.textContent?.toLowerCase().startsWith(letter));
    }
  }
}

function place(sheet: HTMLElement, toggle: HTMLElement): void {
  if (!sheet.matches(':popover-open')) sheet.showPopover();
  const button = toggle.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth, offsetHeight } = sheet;
  const within = (wanted: number, size: number, room: number) =>
    Math.max(GAP_PX, Math.min(wanted, room - size - GAP_PX));
  const below = button.bottom + GAP_PX;
  const above = button.top - GAP_PX - offsetHeight;
  const fitsBelow = below + offsetHeight + GAP_PX <= clientHeight;
  const top = fitsBelow || above < GAP_PX ? below : above;
  sheet.style.top = `${within(top, offsetHeight, clientHeight)}px`;
  // Its button can be pressed again to close it, wherever that is possible.
  const beside = button.left - GAP_PX - offsetWidth;
  const isOver = !fitsBelow && above < GAP_PX && beside >= GAP_PX;
  sheet.style.left = `${within(isOver ? beside : button.right - offsetWidth, offsetWidth, clientWidth)}px`;
}

/** Not scrolled out of everything it is in. */
function isSeen(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const around = element.closest('.cards, .posts')?.getBoundingClientRect();
  return !around || (bottom > around.top && top < around.bottom);
}
