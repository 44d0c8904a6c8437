/** A form in a dialog: the browser keeps the focus inside, Escape and Back close it. */
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FormField, FormView } from '../../../../src/ports/views.ts';
import { fetchBegun, fetchCount, fetchStarts } from './api.ts';
import { draftKey, draftOf, saveDraft } from './drafts.ts';
import { html } from './html.ts';
import { useOver } from './place.ts';
import { Start } from './start.ts';

/** A form that is open: for whom, and where. It is theirs and this enquiry's, whatever is shown behind it. */
export interface OpenForm {
  view: FormView;
  person: string;
  room: string;
  thread: string | null;
}

interface FormProps {
  open: OpenForm;
  /** Resolves to what went wrong, or null: until then the form stays, with everything in it. */
  submit: (submit: string, values: Record<string, string>) => Promise<string | null>;
  close: () => void;
}

export function Form({ open: { view: form, person, room }, submit, close }: FormProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useOver(true, close);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // What depends on a choice is asked once it is made.
  const [chosen, setChosen] = useState(() => Object.fromEntries(form.fields.map(each => [each.name, each.value])));
  const changed = (event: Event) => {
    const { name, value } = event.target as HTMLSelectElement;
    if (form.fields.some(each => each.when?.field === name)) setChosen({ ...chosen, [name]: value });
  };
  // What is about no enquiry belongs to the room it was begun in.
  // Words that were given back are a draft of their own beside one that was started since.
  const of = form.fields.find(each => each.name === 'of')?.value ?? '';
  const place = (field: string) => draftKey(person, form.enquiryId ?? room, form.id, of, field);
  useEffect(() => {
    dialog.current?.showModal();
    // Whoever opens it to write finds the words first, and what else there is above them.
    if (form.fields.some(each => each.kind === 'start')) dialog.current?.querySelector('textarea')?.focus();
  }, []);
  const forget = () => {
    for (const each of form.fields) saveDraft(place(each.name), '');
  };
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (sending) return;
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const values = valuesIn(data);
    setSending(true);
    const wrong = await submit((event.submitter as HTMLButtonElement | null)?.value ?? form.submit[0]!.id, values);
    setSending(false);
    setProblem(wrong);
    if (wrong !== null) return;
    forget();
    close();
  };
  const isAsked = ({ when }: FormField) => !when || when.is.includes(chosen[when.field] ?? '');
  const cancel = () => {
    forget();
    dialog.current?.close();
  };
  const enquiry = form.enquiryId ?? '';
  const drawn = (field: FormField) => {
    const find = (typed: string) => fetchStarts(enquiry, person, typed);
    const begin = (chosen: string, now: { text: string; begun: string }) => fetchBegun(enquiry, person, chosen, now);
    const count = (text: string) => fetchCount(enquiry, person, text);
    return field.kind === 'start'
      ? html`<${Start} key=${field.name} field=${field} find=${find} begin=${begin} />`
      : html`<${Field} key=${field.name} field=${field} place=${place(field.name)} count=${count} />`;
  };
  return html`
    <dialog ref=${dialog} onClose=${close} aria-labelledby="form-title">
      <form method="dialog" onSubmit=${send} onChange=${changed} autocomplete="off">
        <h2 id="form-title">${form.title}</h2>
        ${form.fields.filter(isAsked).map(field => drawn(field))}
        <p role="status" class="warning">${problem}</p>
        <div class="buttons">
          ${form.submit.map((each, i) => html`<button class=${`button ${i === 0 ? 'primary' : 'plain'}`} type="submit" value=${each.id} key=${each.id} disabled=${sending}>${each.addressed ?? each.label}</button>`)}
          <button class="button plain" type="button" onClick=${cancel}>Cancel</button>
        </div>
      </form>
    </dialog>
  `;
}

/** Of boxes with one name all that are ticked count. */
function valuesIn(data: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of data)
    values[name] = values[name] === undefined ? String(value) : `${values[name]},${value}`;
  return values;
}

/** A pause in typing, after which the length is asked for. */
const PAUSE_MS = 150;

interface FieldProps {
  field: FormField;
  place: string;
  count: (text: string) => Promise<string | null>;
}

/** How long what is typed is, as the channel counts: asked with each pause; an answer that was overtaken is dropped. */
function useCount(begun: string, { field, count }: FieldProps): [string | undefined, (text: string) => void] {
  const [words, setWords] = useState(field.counted);
  const newest = useRef(0);
  const follow = (text: string) => {
    const turn = ++newest.current;
    setTimeout(async () => {
      if (turn !== newest.current) return;
      const said = await count(text);
      if (turn === newest.current && said !== null) setWords(said);
    }, PAUSE_MS);
  };
  useEffect(() => {
    // A draft of before stands in it.
    if (field.counted !== undefined && begun !== field.value) follow(begun);
    return () => void newest.current++;
  }, []);
  return [words, follow];
}

function Field(props: FieldProps): VNode {
  const { field, place } = props;
  // Read once: from then on the field itself knows what is in it.
  const [begun] = useState(() => draftOf(place) || field.value);
  const [counted, follow] = useCount(begun, props);
  const typed = (event: Event) => {
    const text = (event.target as HTMLInputElement | HTMLTextAreaElement).value;
    saveDraft(place, text);
    if (counted !== undefined) follow(text);
  };
  const id = `field-${field.name}`;
  // A choice in another field may change it: what is in it then is a draft like any other.
  if (field.kind === 'hidden')
    return html`<input type="hidden" name=${field.name} defaultValue=${begun} onInput=${typed} />`;
  const help = field.help ? `help-${field.name}` : undefined;
  if (field.kind === 'ticks')
    return html`<fieldset class="ticks" aria-describedby=${help}><legend>${field.label}</legend>
      ${field.choices?.map(each => html`<label class="tick" key=${each.value}><input type="checkbox" name=${field.name} value=${each.value} defaultChecked=${begun.split(',').includes(each.value)} />${each.label}</label>`)}
      ${field.help && html`<p class="sub" id=${help}>${field.help}</p>`}
    </fieldset>`;
  return html`<label for=${id}>${field.label}</label>${control()}
    ${counted !== undefined && html`<p class="sub" role="status">${counted}</p>`}
    ${field.help && html`<p class="sub" id=${help}>${field.help}</p>`}`;

  function control(): VNode {
    if (field.kind === 'choice') {
      return html`<select id=${id} name=${field.name} aria-describedby=${help}>
        ${field.choices?.map(each => html`<option value=${each.value} selected=${each.value === field.value}>${each.label}</option>`)}
      </select>`;
    }
    if (field.kind === 'long-text') {
      return html`<textarea id=${id} name=${field.name} rows="7" required=${!field.optional} aria-describedby=${help} onInput=${typed}>${begun}</textarea>`;
    }
    return html`<input id=${id} name=${field.name} defaultValue=${begun} required=${!field.optional} aria-describedby=${help} onInput=${typed} />`;
  }
}
