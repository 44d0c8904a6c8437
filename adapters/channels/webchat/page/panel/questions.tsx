/** A few questions after one's own words: to be answered or skipped, while the box below goes on taking anything. */
import { h, type VNode } from 'preact';
import type { Questions as Asked } from '../../wire.ts';
import { changed, chat } from './state.ts';
import { ask, hasToken, newId } from './talk.ts';
import { config, t } from './words.ts';

let asked: Asked | null = null;
let looking = false;

/** Null while there is nothing to ask. */
export function Questions(): VNode | null {
  const { entries, state } = chat;
  const mayAsk = config.questions && hasToken() && entries[0] && state?.status === 'open' && !state.blocked;
  if (!mayAsk || entries.some(each => each.from === 'team')) return null;
  if (!looking) {
    looking = true;
    ask('questions', { language: config.language }).then(
      got => {
        asked = got as unknown as Asked;
        changed();
      },
      () => {},
    );
  }
  if (!asked?.questions[0]) return null;
  const { questions, say } = asked;
  const send = (answers: object) => {
    asked = null;
    changed();
    ask('answers', { cid: newId(), answers }).catch(() => changed({ note: t('kept') }));
    document.getElementById('text')?.focus();
  };
  return (
    <form
      class="card"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        const form = event.target as HTMLFormElement;
        send(Object.fromEntries(questions.map((each, i) => [each, (form.elements[i] as HTMLInputElement).value])));
      }}
    >
      <p>{say.why}</p>
      {questions.map((each, i) => (
        <p key={each}>
          <label for={`question${i}`} dir="auto">
            {each}
          </label>
          <input type="text" id={`question${i}`} dir="auto" autocomplete="off" maxLength={300} />
        </p>
      ))}
      <div class="row">
        <button type="submit" class="main">
          {t('send')}
        </button>
        <button type="button" class="second" onClick={() => send({})}>
          {say.skip}
        </button>
      </div>
    </form>
  );
}
