/** Draws forms as cards in a dialog and reads what was filled in; shows long texts in a dialog. Pure. */
import type { FormField, FormView, StartView } from '../../../../src/ports/views.ts';
import { isObjectId, personRef } from '../ids.ts';
import { bytesOf, CARD_BYTES_MAX, withinBudget } from './budget.ts';
import { rows } from './buttons.ts';
import { type Action, type Card, cut, type Element, plain, rich, run, small, words } from './elements.ts';

/** What a dialog shows. */
export interface Dialog {
  title: string;
  card: Card;
}

const TITLE_CHARS_MAX = 60;
/** As on the other desks: what is longer would come back cut. */
export const INPUT_CHARS_MAX = 3_000;
const CHOICES_MAX = 100;
/** More of them are a list to open, fewer are all seen at once. */
const EXPANDED_MAX = 5;
const VALUE_CHARS_MAX = 20_000;
/** Puts what was chosen into the words: Teams tells of a choice only with a press. */
export const USE_START = 'start.use';
/** Shows what else is asked for, by what was chosen: a card does not look at that by itself. */
const NEXT_STEP = 'form.next';
/** Before the enquiry, in what Teams asks for while somebody types in the list. */
const STARTS = 'starts ';
/** Of a line of that list. */
const START_CHARS_MAX = 100;
/** Stands for an empty value, which Teams takes for nothing chosen. */
const NOTHING = 'deskhand:nothing';
/** Before the names of fields: nothing that is typed can take the place of what the form remembers. */
const INPUT = 'in-';

/** What a dialog remembers of its form: ids only, since the person who opened it can read them. */
interface FormMemory {
  form: FormView['id'];
  enquiryId: string | null;
  about?: string;
  /** Where to say how it went: a post; null for nowhere in particular. */
  thread: string | null;
}

/**
 * @param thread where it was opened
 * @param again what was filled in and what is wrong with it; secrets are asked for once more
 */
export function drawForm(
  { id: form, enquiryId, about, title, fields: asked, submit }: FormView,
  thread: string | null,
  again: { values: Record<string, string>; problems: string[] } = { values: {}, problems: [] },
): Dialog {
  const filled = asked.map(each => ({ ...each, value: again.values[each.name] ?? each.value }));
  const { all, deciding } = askedNow(filled, again.values);
  const fields = all.filter(each => each.kind !== 'hidden');
  const data = {
    deskhand: { form, enquiryId, ...(about ? { about } : {}), thread } satisfies FormMemory,
    hidden: Object.fromEntries(all.filter(each => each.kind === 'hidden').map(each => [each.name, each.value])),
    // Left empty, they may come back missing.
    fields: fields.map(each => each.name),
    people: fields.filter(each => each.people).map(each => each.name),
    ...(deciding ? { deciding: deciding.chosen } : {}),
  };
  const next = deciding?.open ? [{ id: NEXT_STEP, label: 'Next' }] : submit;
  const buttons = next.map(
    (each, n): Action => ({
      type: 'Action.Submit',
      title: plain(each.addressed ?? each.label, 60),
      data: { ...data, submit: each.id },
      ...(n === 0 ? { style: 'positive' } : {}),
    }),
  );
  const starts = fields.some(each => each.kind === 'start');
  const use: Action = { type: 'Action.Submit', title: 'Put it in', data: { ...data, submit: USE_START } };
  return withinBudget(share =>
    dialog(title, [
      ...again.problems.slice(0, 20).map(each => rich([run(`⚠️  ${each}`, 500 * share, { weight: 'Bolder' })])),
      ...fields.flatMap(each => [
        ...(each.kind === 'start' ? drawStart(each, enquiryId, share) : drawField(starts ? loose(each) : each, share)),
        ...(each.kind === 'start' ? rows([use]) : []),
      ]),
      ...rows(buttons),
    ]),
  );
}

/**
 * What is asked for by what was chosen so far. While nothing is chosen, only what is asked for in any case: the next step has
 * the rest.
 */
function askedNow(fields: FormField[], given: Record<string, string>) {
  const names = new Set(fields.flatMap(each => (each.when && each.kind !== 'ticks' ? [each.when.field] : [])));
  const deciders = fields.filter(each => names.has(each.name));
  if (deciders.length === 0) return { all: fields, deciding: null };
  const isOpen = ({ name, unchosen }: FormField) => unchosen === true && given[name] === undefined;
  const chosen = Object.fromEntries(deciders.filter(each => !isOpen(each)).map(each => [each.name, each.value]));
  const isAsked = ({ when }: FormField) =>
    !when || !names.has(when.field) || when.is.includes(chosen[when.field] ?? UNDECIDED);
  const all = fields.filter(isAsked).map(({ unchosen, ...each }): FormField => {
    return unchosen && !Object.hasOwn(chosen, each.name) ? { ...each, unchosen } : each;
  });
  return { all, deciding: { chosen, open: deciders.some(isOpen) } };
}

/** No choice has this value. */
const UNDECIDED = '\u0000';

function dialog(title: string, body: Element[]): Dialog {
  return { title: plain(title, TITLE_CHARS_MAX), card: { type: 'AdaptiveCard', version: '1.5', body } };
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
  if (field.kind === 'ticks') return boxes(field, input, share);
  const chosen = field.people || field.kind === 'choice' || (field.kind === 'place' && field.choices?.length);
  return [
    chosen ? choiceInput(field, input, share) : textInput(field, input, share),
    ...(help ? [small(help, share)] : []),
  ];
}

/** Teams presses no button of a card in which something required is empty, whatever the button is for: asked for here. */
function loose(field: FormField): FormField {
  return { ...field, optional: true };
}

function drawStart({ name, label, help }: FormField, enquiryId: string | null, share: number): Element[] {
  const query = { type: 'Data.Query', dataset: `${STARTS}${enquiryId ?? ''}` };
  const input: Element = {
    type: 'Input.ChoiceSet',
    id: `${INPUT}${name}`,
    label: plain(label, 200),
    isRequired: false,
    choices: [],
    'choices.data': query,
    style: 'filtered',
    wrap: true,
    placeholder: 'Type to find it',
  };
  return [input, ...(help ? [small(help, share)] : [])];
}

/** What somebody typed in the list of what a reply can begin with, and for which enquiry; null for any other list. */
export function startsAsked(value: Record<string, unknown>): { enquiryId: string; typed: string } | null {
  const { dataset, queryText } = value;
  if (typeof dataset !== 'string' || !dataset.startsWith(STARTS)) return null;
  return { enquiryId: dataset.slice(STARTS.length), typed: filledIn(queryText) };
}

export function startLines(found: readonly StartView[]): { title: string; value: string }[] {
  return found.map(({ label, about, value }) => ({ title: plain(`${label} · ${about}`, START_CHARS_MAX), value }));
}

/** Any number of them. A card does not look at what is chosen in it: the list of each reason opens by a press. */
function boxes({ name, label, value, help, choices = [], when }: FormField, input: object, share: number): Element[] {
  const set: Element = {
    type: 'Input.ChoiceSet',
    ...input,
    choices: choices.map(each => ({ title: plain(each.label, 100 * share), value: each.value })),
    style: 'expanded',
    isMultiSelect: true,
    wrap: true,
    ...(value ? { value } : {}),
  };
  if (!when || value) return [set, ...(help ? [small(help, share)] : [])];
  const id = `list-${name}`;
  const open: Action = { type: 'Action.ToggleVisibility', title: plain(label, 60), targetElements: [id] };
  return [...rows([open]), { type: 'Container', id, isVisible: false, items: [set] }];
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
    ...(field.people ? { 'choices.data': query } : wanted && !field.unchosen ? { value: wanted.value } : {}),
  };
}

interface FilledForm {
  memory: FormMemory;
  submit: string;
  values: Record<string, string>;
  /** It was not for saving: something else is asked for by what was chosen now. Absent where it was. */
  goesOn?: true;
}

/** Reads what was filled in; null if it is not a form of Deskhand. Any part may be missing or of another type. */
export function readForm(data: unknown): FilledForm | null {
  const given = record(data);
  const { form, enquiryId, about, thread } = record(given.deskhand);
  if (typeof form !== 'string') return null;
  const names = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
  const people = names(given.people);
  const hidden = Object.entries(record(given.hidden)).map(([name, value]) => [name, filledIn(value)]);
  const shown = names(given.fields).map(name => {
    const value = filledIn(given[`${INPUT}${name}`]);
    if (people.includes(name) && isObjectId(value)) return [name, personRef(value.toLowerCase())];
    return [name, value === NOTHING ? '' : value];
  });
  const memory = {
    form: form as FormView['id'],
    enquiryId: filledIn(enquiryId) || null,
    ...(about ? { about: filledIn(about) } : {}),
    thread: filledIn(thread) || null,
  };
  const submit = filledIn(given.submit);
  const values: Record<string, string> = Object.fromEntries([...hidden, ...shown]);
  const changed = Object.entries(record(given.deciding)).some(([name, was]) => values[name] !== was);
  return { memory, submit, values, ...(submit === NEXT_STEP || changed ? { goesOn: true } : {}) };
}

function record(value: unknown): Record<string, unknown> {
  return value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** As text, whatever it is; several choices with commas between them. */
function filledIn(value: unknown): string {
  const each = [value].flat().filter(one => ['string', 'number', 'boolean'].includes(typeof one));
  return each.join(',').slice(0, VALUE_CHARS_MAX).toWellFormed();
}

/** What the person sees while something takes longer than Teams waits, and how it ended. */
export function drawWords(title: string, text: string, more: string[] = []): Dialog {
  return withinBudget(share =>
    dialog(
      title,
      [text, ...more.slice(0, 20)].map(each => rich([run(each, INPUT_CHARS_MAX * share)])),
    ),
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
  const more = value === null ? [small('It is longer than Teams can show.')] : rows([next]);
  return dialog(title, [...all[at]!, ...(last ? [] : more)]);
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
