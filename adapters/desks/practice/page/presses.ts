/** What a press leads to on the page: an act, or a form first; and commands that open one. */
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { FormView } from '../../../../src/ports/views.ts';
import { type FormRefusal, fetchForm, fetchSavedForm, read } from './api.ts';
import type { At } from './seen.ts';

const FORMS = new Set(['enquiry.reply', 'answer.use', 'enquiry.snooze', 'enquiry.split', 'expert.tell']);
const SAVED_FORMS = new Set([
  ...['saved.add', 'saved.edit', 'saved.from', 'finding.edit', 'finding.evidence', 'finding.tell'],
  ...['incident.edit', 'incident.evidence', 'incident.tell', 'alert.incident'],
  ...['article.add', 'article.edit', 'article.from'],
]);
/** With a second name in their value they are decisions. */
const QUESTIONS = new Set([
  'enquiry.handover',
  'enquiry.merge',
  'enquiry.expert',
  'customer.join',
  'finding.flag',
  'incident.link',
]);

interface PressesParts {
  at: At;
  setThread(thread: string | null): void;
  /** Resolves to what went wrong, or null. */
  run(action: Record<string, unknown>): Promise<string | null>;
  openForm(at: At, ask: () => Promise<FormView | FormRefusal>): Promise<void>;
}

export function presses({ at: here, setThread, run, openForm }: PressesParts) {
  const { person, room, thread } = here;
  /** @param at the thread it stands in; null for an answer, which stands in none */
  const press = (at: string | null, enquiryId: string) => async (button: ButtonView) => {
    const ask = formBehind(button, enquiryId, person);
    if (at) setThread(at);
    if (!ask) return run({ do: 'press', thread: at, button: button.id, value: button.value });
    openForm({ person, room, thread: at ?? thread }, ask);
  };
  // What somebody is asked alone is in no thread, and the one that is open stays open.
  const pressWanted = (at: string, button: ButtonView) => {
    const ask = formBehind(button, button.value.split(' ')[0] ?? '', person);
    return ask ? openForm(here, ask) : run({ do: 'press', thread: at || null, button: button.id, value: button.value });
  };
  const volunteer = () => openForm(here, () => read<FormView>('expert-form', { person }));
  const command = async (id: string, words: string) => {
    const typed = words.trim();
    if (/^experts?$/i.test(typed)) volunteer();
    // Two taps: the words, and what happened.
    else if (/^log$/i.test(typed)) openForm(here, () => read<FormView>('log-form'));
    else return run({ id, do: 'command', room, thread, text: words });
    return null;
  };
  return { press, pressWanted, volunteer, command };
}

/** Asks for the form that a button opens; null for one that does something by itself. */
function formBehind(
  button: ButtonView,
  enquiryId: string,
  person: string,
): (() => Promise<FormView | FormRefusal>) | null {
  if (SAVED_FORMS.has(button.id)) return () => fetchSavedForm(button, person);
  const withReason = button.id === 'enquiry.resolve' && button.value.includes(' ');
  const asks = QUESTIONS.has(button.id) && !button.value.includes(' ');
  return withReason || FORMS.has(button.id) || asks ? () => fetchForm(button, enquiryId, person) : null;
}
