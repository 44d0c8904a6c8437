/** Forms as cards in a dialog, and what was filled in back again; long texts in a dialog. Pure. */
import type { FormField, FormView } from '../../../../src/ports/views.ts';
import { isObjectId, personRef } from '../ids.ts';
import { bytesOf, CARD_BYTES_MAX, withinBudget } from './budget.ts';
import { type Action, type Card, cut, type Element, plain, rich, run, small, words } from './elements.ts';

/** What a dialog shows. */
export interface Dialog {
  title: string;
  card: Card;
}

const TITLE_CHARS_MAX = 60;
/** As on the other desks: what is longer would come back cut. */
const INPUT_CHARS_MAX = 3_000;
const CHOICES_MAX = 100;
/** More of them are a list to open, fewer are all seen at once. */
const EXPANDED_MAX = 5;
const VALUE_CHARS_MAX = 20_000;
/** Stands for an empty value, which Teams takes for nothing chosen. */
const NOTHING = 'deskhand:nothing';
/** Before the names of fields: nothing that is typed can take the place of what the form remembers. */
const INPUT = 'in-';

/** What a dialog remembers of the form it was: ids only, for whoever opened it can read them. */
export interface FormMemory {
  form: FormView['id'];
  enquiryId: string | null;
  about?: string;
  hidden: Record<string, string>;
  /** Fields that were shown: left empty, they may come back missing. */
  fields: string[];
  /** Fields in which the picker of Teams was shown. */
  people: string[];
  submit: string[];
  /** Where to say how it went: a post; null for nowhere in particular. */
  thread: string | null;
}

/**
 * @param thread where it was opened
 * @param again what was filled in and what is wrong with it; secrets are asked for once more
 */
export function drawForm(
  form: FormView,
  thread: string | null,
  again: { values: Record<string, string>; problems: string[] } = { values: {}, problems: [] },
): Dialog {
  const fields = form.fields.map(each => ({ ...each, value: again.values[each.name] ?? each.value }));
  const shown = fields.filter(each => each.kind !== 'hidden');
  const hidden = fields.filter(each => each.kind === 'hidden');
  const memory: FormMemory = {
    form: form.id,
    enquiryId: form.enquiryId,
    ...(form.about ? { about: form.about } : {}),
    hidden: Object.fromEntries(hidden.map(each => [each.name, each.value])),
    fields: shown.map(each => each.name),
    people: shown.filter(each => each.people).map(each => each.name),
    submit: form.submit.map(each => each.id),
    thread,
  };
  const actions = form.submit.map(
    ({ id, label }, n): Action => ({
      type: 'Action.Submit',
      title: plain(label, 60),
      data: { deskhand: memory, submit: id },
      ...(n === 0 ? { style: 'positive' } : {}),
    }),
  );
  return withinBudget(share =>
    dialog(
      form.title,
      [
        ...again.problems.slice(0, 20).map(each => rich([run(`⚠️  ${each}`, 500 * share, { weight: 'Bolder' })])),
        ...shown.flatMap(each => drawField(each, share)),
      ],
      actions,
    ),
  );
}

function dialog(title: string, body: Element[], actions: Action[] = []): Dialog {
  const card: Card = { type: 'AdaptiveCard', version: '1.5', body, ...(actions.length ? { actions } : {}) };
  return { title: plain(title, TITLE_CHARS_MAX), card };
}

function drawField(field: FormField, share: number): Element[] {
  const empty = field.people && field.optional ? 'Left empty: nobody in particular, anyone can claim it.' : '';
  const help = [empty, field.help ?? ''].filter(Boolean).join(' ');
  const input = {
    id: `${INPUT}${field.name}`,
    label: plain(field.label, 200),
    isRequired: !field.optional,
    ...(field.optional ? {} : { errorMessage: 'Fill this in.' }),
  };
  const chosen = field.people || field.kind === 'choice' || (field.kind === 'place' && field.choices?.length);
  return [
    chosen ? choiceInput(field, input, share) : textInput(field, input, share),
    ...(help ? [small(help, share)] : []),
  ];
}

function textInput(field: FormField, input: object, share: number): Element {
  const shown =
    field.value && !field.secret ? { value: cut(field.value, INPUT_CHARS_MAX * Math.min(1, share * 4)) } : {};
  return {
    type: 'Input.Text',
    ...input,
    maxLength: INPUT_CHARS_MAX,
    ...(field.kind === 'long-text' ? { isMultiline: true } : {}),
    ...(field.secret ? { style: 'Password' } : {}),
    ...shown,
  };
}

function choiceInput(field: FormField, input: object, share: number): Element {
  const all = (field.choices ?? []).map(({ value, label }) => ({ title: plain(label, 75), value: value || NOTHING }));
  const wanted = all.find(each => each.value === (field.value || NOTHING)) ?? all[0];
  const choices = all.slice(0, Math.ceil(CHOICES_MAX * share));
  // Never another one than what holds now because a list was cut.
  if (wanted && !choices.includes(wanted)) choices.push(wanted);
  const style = field.people ? 'filtered' : choices.length > EXPANDED_MAX ? 'compact' : 'expanded';
  // Teams' own picker of the people who are in this conversation.
  const query = { type: 'Data.Query', dataset: 'graph.microsoft.com/users?scope=currentContext' };
  return {
    type: 'Input.ChoiceSet',
    ...input,
    choices,
    style,
    wrap: true,
    ...(field.people ? { 'choices.data': query } : wanted ? { value: wanted.value } : {}),
  };
}

/** What was filled in; null when it is not a form of ours. Anything may be in there, and anything may be missing. */
export function readForm(data: unknown): { memory: FormMemory; submit: string; values: Record<string, string> } | null {
  const given = record(data);
  const memory = record(given?.deskhand) as Partial<FormMemory> | null;
  if (!given || !memory || typeof memory.form !== 'string') return null;
  const lists = [memory.fields, memory.people, memory.submit];
  if (!lists.every(each => Array.isArray(each) && each.every(name => typeof name === 'string'))) return null;
  const { form, fields, people, submit: submits } = memory as FormMemory;
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(record(memory.hidden) ?? {})) values[name] = filledIn(value);
  for (const name of fields) {
    const value = filledIn(given[`${INPUT}${name}`]);
    const chosen = value === NOTHING ? '' : value;
    values[name] = people.includes(name) && isObjectId(chosen) ? personRef(chosen.toLowerCase()) : chosen;
  }
  const submit = submits.find(each => each === given.submit) ?? submits[0] ?? '';
  const orNull = (value: unknown) => (typeof value === 'string' ? value : null);
  const about = typeof memory.about === 'string' ? { about: memory.about } : {};
  const hidden = Object.fromEntries(Object.entries(values).filter(([name]) => !fields.includes(name)));
  return {
    memory: {
      form,
      enquiryId: orNull(memory.enquiryId),
      ...about,
      hidden,
      fields,
      people,
      submit: submits,
      thread: orNull(memory.thread),
    },
    submit,
    values,
  };
}

function record(value: unknown): Record<string, unknown> | null {
  return value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

function filledIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(filledIn).filter(Boolean).join(',');
  const text = ['string', 'number', 'boolean'].includes(typeof value) ? `${value}` : '';
  return text.slice(0, VALUE_CHARS_MAX).toWellFormed();
}

/** What the person sees while something takes longer than Teams waits, and how it ended. */
export function drawWords(title: string, text: string, more: string[] = []): Dialog {
  return withinBudget(share =>
    dialog(title, [rich([run(text, 3_000 * share)]), ...more.slice(0, 20).map(each => small(each, share))]),
  );
}

/** Characters of one page of a long text; less where they take more bytes. */
const PAGE_CHARS = 4_000;
/** Turns the page in a dialog. */
export const NEXT_PAGE = 'page.next';

/**
 * A whole message with what was folded away. What does not fit on one card is on the next page.
 * @param value of the button that turns the page, beside the page: the message's id; null where it leads nowhere
 */
export function drawWhole(
  title: string,
  text: string,
  folded: { text: string; label: string }[],
  { page = 0, value = null }: { page?: number; value?: string | null } = {},
): Dialog {
  const all = pagesOf([{ label: '', text }, ...folded]);
  const at = Math.min(Math.max(page, 0), all.length - 1);
  const last = at === all.length - 1;
  const next: Action = {
    type: 'Action.Submit',
    title: `Next page (${at + 2} of ${all.length})`,
    data: { button: NEXT_PAGE, value: `${value} ${at + 1}` },
  };
  const note = last || value !== null ? [] : [small('It is longer than Teams can show.')];
  return dialog(title, [...all[at]!, ...note], last || value === null ? [] : [next]);
}

/** Pieces of text, on as few pages as they fit on. */
function pagesOf(parts: { text: string; label: string }[]): Element[][] {
  const elements = parts.flatMap(({ label, text }) => [
    ...(label ? [small(label)] : []),
    ...pieces(text).map(piece => rich(words(piece, PAGE_CHARS), { spacing: 'Small' })),
  ]);
  const pages: Element[][] = [[]];
  for (const each of elements) {
    const page = pages.at(-1)!;
    const tried: Card = { type: 'AdaptiveCard', version: '1.5', body: [...page, each] };
    // The button that turns the page needs some room too.
    if (page.length > 0 && bytesOf(tried) > CARD_BYTES_MAX - 1_000) pages.push([each]);
    else page.push(each);
  }
  return pages;
}

/** Text in pieces, broken at line ends where there are any. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > PAGE_CHARS) {
    const at = rest.lastIndexOf('\n', PAGE_CHARS);
    const end = at > PAGE_CHARS / 3 ? at : PAGE_CHARS;
    found.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...found, rest || ' '];
}
