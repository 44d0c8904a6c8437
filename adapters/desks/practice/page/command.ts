/** The command box with completion: the same words as `/desk` in Slack. */
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { AnswerItem } from '../records.ts';
import type { FirstView } from './api.ts';
import { sendDraft, useDraft } from './drafts.ts';
import { html, timeOfDay } from './html.ts';
import { Said } from './said.ts';

interface CommandProps {
  commands: FirstView['commands'];
  answers: AnswerItem[];
  person: string;
  /** Where a command that was begun is kept. */
  place: string;
  run: (id: string, words: string) => Promise<string | null>;
  press: (button: ButtonView) => void;
  open: (thread: string) => void;
  /** Closes an answer in every tab. */
  dismiss: (key: string) => void;
}

export function CommandBox({ commands, answers, person, place, run, press, open, dismiss }: CommandProps): VNode {
  const [text, setText] = useDraft(place);
  // Gone at once here; the desk takes it away everywhere.
  const [closed, setClosed] = useState('');
  const answer = answers.at(-1)?.key === closed ? undefined : answers.at(-1);
  const close = (key: string) => {
    setClosed(key);
    dismiss(key);
  };
  const begun = text.trim().toLowerCase();
  const fitting =
    begun && !begun.includes(' ') ? commands.filter(each => each.word.startsWith(begun) && each.word !== begun) : [];
  const box = useRef<HTMLInputElement>(null);
  // An example is put into the box: whoever pressed it changes it, or runs it.
  const take = (words: string) => {
    setText(words);
    box.current?.focus();
  };
  const typed = { words: commands.map(each => each.example), take };
  const send = (event: Event) => {
    event.preventDefault();
    if (text.trim()) sendDraft(place, text, id => run(id, text));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Tab' && fitting[0] && !event.shiftKey) {
      event.preventDefault();
      setText(`${fitting[0].word}${fitting[0].usage.includes('<') ? ' ' : ''}`);
    }
    if (event.key === 'Escape') setText('');
  };
  return html`
    <section class="command" aria-label="Commands">
      <div role="status">
        ${
          answer &&
          html`<div class="answer">
          <p class="head"><span class="sub">Only you can see this · ${timeOfDay(answer.at)}</span>
            <button type="button" class="link" onClick=${() => close(answer.key)}>Close</button></p>
          <div class="said" tabindex="0" role="group" aria-label="Answer"><${Said} text=${answer.text} labels=${answer.labels ?? false} links=${answer.links ?? []} open=${open}
            chart=${answer.chart} chartAfterLines=${answer.chartAfterLines} at=${{ key: answer.key, person }} typed=${typed} /></div>
          <p class="row">
            ${answer.file && html`<a class="button plain" href=${`/practice/answer-file?${new URLSearchParams({ key: answer.key, person })}`} download>${answer.file}</a>`}
            ${(answer.buttons ?? []).map(each => html`<button type="button" class="button plain" key=${`${each.id} ${each.value}`} onClick=${() => press(each)}>${each.label}</button>`)}
          </p>
        </div>`
        }
      </div>
      ${fitting.length > 0 && html`<ul class="hints" id="hints">${fitting.map(each => html`<li key=${each.word}><button type="button" class="link" onClick=${() => take(each.example)}>${each.example}</button> ${each.help}</li>`)}</ul>`}
      <form onSubmit=${send}>
        <label for="command-box">/desk</label>
        <input id="command-box" ref=${box} autocomplete="off" placeholder="help" value=${text} aria-describedby=${fitting.length ? 'hints' : undefined}
          onInput=${(event: Event) => setText((event.target as HTMLInputElement).value)} onKeyDown=${keys} />
        <button class="button plain" type="submit">Run</button>
      </form>
    </section>
  `;
}
