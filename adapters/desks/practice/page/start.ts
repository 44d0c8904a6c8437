/** What a reply can begin with: typed for, chosen from a list, and put into the words below. */
import type { VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Begun, FormField, StartView } from '../../../../src/ports/views.ts';
import { html } from './html.ts';

/** A pause in typing, after which it is looked for. */
const PAUSE_MS = 120;

interface StartProps {
  field: FormField;
  find: (typed: string) => Promise<StartView[]>;
  begin: (chosen: string, now: { text: string; begun: string }) => Promise<Begun | { refusal: string }>;
}

export function Start({ field, find, begin }: StartProps): VNode {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { found, at, setAt, look, close } = useFound(find);
  const [said, setSaid] = useState('');
  const choose = async (start: StartView) => {
    close();
    const fields = input.current?.form?.elements;
    const text = fields?.namedItem('text') as HTMLTextAreaElement | null;
    if (!fields || !text) return;
    const hidden = (name: string) => fields.namedItem(name) as HTMLInputElement | null;
    // Most are there before anybody reads it.
    setSaid('One moment …');
    const result = await begin(start.value, { text: text.value, begun: hidden('begun')?.value ?? '' });
    if ('refusal' in result) return setSaid(result.refusal);
    put(text, result.text);
    put(hidden('begun'), result.begun);
    put(hidden('whole'), result.whole ? 'yes' : '');
    if (input.current) input.current.value = '';
    setSaid(result.words);
    text.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const all = found ?? [];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (found === null) look(input.current?.value ?? '', 0);
      else if (all.length) setAt((at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length);
    } else if (event.key === 'Enter') {
      // Never sends the form: whoever presses it means the list.
      event.preventDefault();
      const start = all[Math.max(at, 0)];
      if (start) choose(start);
    } else if (event.key === 'Escape' && found !== null) {
      // The list alone goes, and the form stays.
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  const list = `${id}-list`;
  const option = (n: number) => `${id}-${n}`;
  const open = found !== null;
  return html`<label for=${`field-${field.name}`}>${field.label}</label>
    <div class="start" onFocusOut=${(event: FocusEvent) => {
      if (!(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) close();
    }}>
      <input id=${`field-${field.name}`} ref=${input} type="text" role="combobox" autocomplete="off" enterkeyhint="search" aria-autocomplete="list" aria-expanded=${open ? 'true' : 'false'}
        aria-controls=${open ? list : undefined} aria-activedescendant=${open && at >= 0 ? option(at) : undefined} aria-describedby=${field.help ? `help-${field.name}` : undefined} placeholder="Type to find it"
        onFocus=${() => look(input.current?.value ?? '', 0)} onInput=${(event: Event) => look((event.target as HTMLInputElement).value, PAUSE_MS)} onKeyDown=${keys} />
      ${
        open &&
        html`<div id=${list} class="starts" role="listbox" tabindex="-1" aria-label=${field.label}>
        ${found.length === 0 ? html`<p class="sub">Nothing like that is saved.</p>` : groups(found, at, option, choose)}
      </div>`
      }
    </div>
    ${field.help && !said && html`<p class="sub" id=${`help-${field.name}`}>${field.help}</p>`}
    <p role="status" class="sub said">${said}</p>`;
}

/** What was found for the newest letters; an answer that was overtaken is dropped. */
function useFound(find: StartProps['find']) {
  const [found, setFound] = useState<StartView[] | null>(null);
  const [at, setAt] = useState(-1);
  const turn = useRef(0);
  // Whatever is still being looked for when the form goes is nobody's business any more.
  useEffect(() => () => void turn.current++, []);
  const show = (starts: StartView[] | null) => {
    setFound(starts);
    setAt(-1);
  };
  const look = (typed: string, pause: number) => {
    const mine = ++turn.current;
    setTimeout(async () => {
      if (mine !== turn.current) return;
      const starts = await find(typed);
      if (mine === turn.current) show(starts);
    }, pause);
  };
  const close = () => {
    turn.current++;
    show(null);
  };
  return { found, at, setAt, look, close };
}

/** Each kind under its heading. */
function groups(
  found: StartView[],
  at: number,
  option: (n: number) => string,
  choose: (start: StartView) => void,
): VNode[] {
  const names = [...new Set(found.map(each => each.group))];
  return names.map(
    name => html`<div role="group" aria-label=${name} key=${name}><p class="sub" aria-hidden="true">${name}</p>
      ${found.map((each, n) =>
        each.group === name
          ? html`<div role="option" id=${option(n)} key=${each.value} aria-selected=${n === at ? 'true' : 'false'} class=${each.stale ? 'stale' : ''}
            onPointerDown=${(event: Event) => event.preventDefault()} onClick=${() => choose(each)}><b dir="auto">${each.label}</b><small dir="auto">${each.about}</small></div>`
          : null,
      )}</div>`,
  );
}

/** As if it had been typed: the draft and the count follow. */
function put(field: HTMLInputElement | HTMLTextAreaElement | null, value: string): void {
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
