/** A form in a dialog: the browser keeps the focus inside, Escape closes it. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FormField, FormView } from '../../../../src/ports/desk.ts';
import { html } from './html.ts';

interface FormProps {
  form: FormView;
  submit: (submit: string, values: Record<string, string>) => void;
  close: () => void;
}

export function Form({ form, submit, close }: FormProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const values = Object.fromEntries([...data].map(([name, value]) => [name, String(value)]));
    submit((event.submitter as HTMLButtonElement | null)?.value ?? form.submit[0]!.id, values);
  };
  return html`
    <dialog ref=${dialog} onClose=${close} aria-labelledby="form-title">
      <form method="dialog" onSubmit=${send}>
        <h2 id="form-title">${form.title}</h2>
        ${form.fields.map(field => html`<${Field} key=${field.name} field=${field} />`)}
        <div class="buttons">
          ${form.submit.map((each, i) => html`<button class=${`button ${i === 0 ? 'primary' : 'plain'}`} type="submit" value=${each.id} key=${each.id}>${each.label}</button>`)}
          <button class="button plain" type="button" onClick=${() => dialog.current?.close()}>Cancel</button>
        </div>
      </form>
    </dialog>
  `;
}

function Field({ field }: { field: FormField }): VNode {
  const id = `field-${field.name}`;
  if (field.kind === 'hidden') return html`<input type="hidden" name=${field.name} value=${field.value} />`;
  if (field.kind === 'choice') {
    return html`<label for=${id}>${field.label}</label>
      <select id=${id} name=${field.name}>
        ${field.choices?.map(each => html`<option value=${each.value} selected=${each.value === field.value}>${each.label}</option>`)}
      </select>`;
  }
  if (field.kind === 'long-text') {
    return html`<label for=${id}>${field.label}</label><textarea id=${id} name=${field.name} rows="7" required=${!field.optional}>${field.value}</textarea>`;
  }
  return html`<label for=${id}>${field.label}</label><input id=${id} name=${field.name} value=${field.value} required=${!field.optional} />
    ${field.help && html`<p class="sub">${field.help}</p>`}`;
}
