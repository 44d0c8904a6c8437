/** Forms as Slack's modals, and what was filled in back again. Pure. */
import type { Checkboxes, InputBlock, KnownBlock, ModalView, MultiStaticSelect } from '@slack/types';
import type { FormField, FormView } from '../../../../src/ports/views.ts';
import { personRef } from '../ids.ts';
import { cut, plain, richWords, small, TITLE_CHARS_MAX } from './text.ts';

/** Slack's longest text input. */
export const INPUT_CHARS_MAX = 3_000;
const OPTIONS_MAX = 100;
const RADIO_MAX = 10;
/** The choice between several ways to submit: a modal has one button. */
export const SUBMIT = 'submit';

/** What a modal remembers of the form it was: ids only, for Slack shows it to whoever may see the view. */
interface FormMemory {
  form: FormView['id'];
  enquiryId: string | null;
  about?: string;
  /** Choices that other fields depend on: with each of them the modal is drawn again. */
  deciding?: string[];
  hidden: Record<string, string>;
  /** How often something was chosen to begin with: its words only show in a block with another name. */
  round?: number;
  submit: string[];
  /** Where to say how it went: a channel, and a thread. */
  thread?: string | null;
}

/** @param filled what was typed and chosen so far, where the form is drawn again because of a choice */
export function drawForm(
  form: FormView,
  thread: string | null = null,
  filled: Record<string, string> | null = null,
  round = 0,
): ModalView {
  const { fields } = form;
  const deciding = new Set(fields.flatMap(each => each.when?.field ?? []));
  const chosen = ({ name, value, unchosen }: FormField) => filled?.[name] ?? (unchosen ? null : value);
  const isAsked = ({ when }: FormField): boolean => {
    const by = when && fields.find(each => each.name === when.field);
    const now = by && chosen(by);
    return !by || (typeof now === 'string' && when.is.includes(now));
  };
  const shown = fields
    .filter(each => each.kind !== 'hidden' && isAsked(each))
    .map(each => (filled?.[each.name] === undefined ? each : made(each, filled[each.name]!)));
  const memory: FormMemory = {
    form: form.id,
    enquiryId: form.enquiryId,
    ...(form.about ? { about: form.about } : {}),
    ...(deciding.size ? { deciding: [...deciding] } : {}),
    hidden: Object.fromEntries(form.fields.filter(each => each.kind === 'hidden').map(each => [each.name, each.value])),
    submit: form.submit.map(each => each.id),
    ...(round ? { round } : {}),
    thread,
  };
  return {
    type: 'modal',
    callback_id: form.id,
    title: plain(form.title, TITLE_CHARS_MAX),
    submit: submitWords(...wordsOn(form.submit[0])),
    close: plain('Cancel', TITLE_CHARS_MAX),
    private_metadata: JSON.stringify(memory),
    blocks: [
      ...shown.flatMap(each => inRound(drawCounted(each, deciding.has(each.name)), each, round)),
      ...(form.submit.length > 1 ? [drawSubmit(form.submit)] : []),
    ],
  };
}

/** Between the name of a field and the round that its block is of. */
const ROUND = '~';

/** Slack shows other words in a field, and lets the same thing be chosen again, only where its block has another name. */
function inRound(blocks: KnownBlock[], { kind }: FormField, round: number): KnownBlock[] {
  if (round === 0 || (kind !== 'long-text' && kind !== 'start')) return blocks;
  return blocks.map(each => ({ ...each, block_id: `${each.block_id}${ROUND}${round}` }));
}

/** The field that a block shows, in whatever round. */
export function fieldOf(blockId: string): string {
  return blockId.split(ROUND)[0]!;
}

/** A field with what was typed or chosen in it. */
function made({ unchosen: _, ...field }: FormField, value: string): FormField {
  return { ...field, value };
}

/** On the modal's button, which is short: the label with whom it goes to, else without. */
export function submitWords(...words: string[]) {
  return plain(words.find(each => [...each].length <= TITLE_CHARS_MAX) ?? words.at(-1) ?? 'OK', TITLE_CHARS_MAX);
}

function wordsOn(submit: FormView['submit'][number] | undefined): string[] {
  return submit ? [submit.addressed ?? submit.label, submit.label] : [];
}

/** The block that says how long a field is by now. */
export function countName(block: string): string {
  return `count:${block}`;
}

export function countBlock(block: string, words: string): KnownBlock {
  return { ...small(words), block_id: countName(block) };
}

/** With a count below that Slack asks for with each pause in typing. */
function drawCounted(field: FormField, decides = false): KnownBlock[] {
  const drawn = drawField(field);
  if (decides && drawn.type === 'input') return [{ ...drawn, dispatch_action: true }];
  if (field.counted === undefined || drawn.type !== 'input' || drawn.element.type !== 'plain_text_input')
    return [drawn];
  const element = {
    ...drawn.element,
    dispatch_action_config: { trigger_actions_on: ['on_character_entered' as const] },
  };
  return [{ ...drawn, element, dispatch_action: true }, countBlock(field.name, field.counted)];
}

/** Slack has no field that hides what is typed in it. */
const SEEN = 'Slack shows it while you type, to you only. It is encrypted when you save, and never shown again.';

function hintOf({ help, secret }: FormField): string {
  return [help, secret ? SEEN : ''].filter(Boolean).join(' ');
}

function drawField(field: FormField): KnownBlock {
  const base = {
    type: 'input' as const,
    block_id: field.name,
    label: plain(field.label, 2_000),
    optional: field.optional ?? false,
    ...(hintOf(field) ? { hint: plain(hintOf(field), 2_000) } : {}),
  };
  if (field.people) {
    const empty = field.optional ? 'Left empty: nobody in particular, anyone can claim it.' : '';
    const hint = [empty, field.help ?? ''].filter(Boolean).join(' ');
    return {
      ...base,
      ...(hint ? { hint: plain(hint, 2_000) } : {}),
      element: {
        type: 'users_select',
        action_id: field.name,
        placeholder: plain('Somebody of this channel', 150),
      },
    };
  }
  if (field.kind === 'ticks') return { ...base, element: boxes(field) };
  if (field.kind === 'choice') {
    const options = (field.choices ?? []).slice(0, OPTIONS_MAX).map(each => ({
      text: plain(each.label, 75),
      // Slack takes no empty value.
      value: each.value || NOTHING,
    }));
    const chosen = field.unchosen
      ? null
      : (options.find(each => each.value === (field.value || NOTHING)) ?? options[0]);
    const element =
      options.length > RADIO_MAX
        ? {
            type: 'static_select' as const,
            action_id: field.name,
            options,
            ...(chosen ? { initial_option: chosen } : {}),
          }
        : {
            type: 'radio_buttons' as const,
            action_id: field.name,
            options,
            ...(chosen ? { initial_option: chosen } : {}),
          };
    return { ...base, element };
  }
  const special = field.kind === 'start' ? startList(field) : field.kind === 'place' ? placeList(field) : null;
  if (special) return { ...base, ...special };
  return {
    ...base,
    element: {
      type: 'plain_text_input',
      action_id: field.name,
      multiline: field.kind === 'long-text',
      max_length: INPUT_CHARS_MAX,
      ...(field.value && !field.secret ? { initial_value: cut(field.value, INPUT_CHARS_MAX) } : {}),
    },
  };
}

/** What a reply can begin with; Slack asks for it while somebody types. */
function startList({ name }: FormField): Pick<InputBlock, 'dispatch_action' | 'element'> {
  const placeholder = plain('Type to find it', 150);
  return {
    dispatch_action: true,
    element: { type: 'external_select', action_id: name, min_query_length: 0, placeholder },
  };
}

function placeList({ name, value }: FormField): Pick<InputBlock, 'element'> {
  const filter = {
    include: ['public' as const, 'private' as const],
    exclude_bot_users: true,
    exclude_external_shared_channels: true,
  };
  const initial = value ? { initial_conversation: value } : {};
  return { element: { type: 'conversations_select', action_id: name, filter, ...initial } };
}

/** Any number of them; Slack takes no empty list of those that are ticked, and no more boxes than radio buttons. */
function boxes({ name, value, choices = [] }: FormField): Checkboxes | MultiStaticSelect {
  const options = choices.slice(0, OPTIONS_MAX).map(each => ({ text: plain(each.label, 75), value: each.value }));
  const chosen = value.split(',');
  const ticked = options.filter(each => chosen.includes(each.value));
  return {
    type: options.length > RADIO_MAX ? 'multi_static_select' : 'checkboxes',
    action_id: name,
    options,
    ...(ticked.length ? { initial_options: ticked } : {}),
  };
}

/** Stands for an empty value. */
const NOTHING = '-';

function drawSubmit(submit: FormView['submit']): KnownBlock {
  const options = submit.map(each => ({ text: plain(each.addressed ?? each.label, 75), value: each.id }));
  return {
    type: 'input',
    block_id: SUBMIT,
    label: plain('What should happen?', 2_000),
    // The button below says what was chosen.
    dispatch_action: true,
    element: { type: 'radio_buttons', action_id: SUBMIT, options, initial_option: options[0]! },
  };
}

interface FieldState {
  value?: string | null;
  selected_option?: { value?: string } | null;
  selected_options?: { value?: string }[] | null;
  selected_conversation?: string | null;
  selected_user?: string | null;
}
export interface SubmittedView {
  private_metadata?: string;
  state?: { values?: Record<string, Record<string, FieldState>> };
}

/** What was filled in; null when it is not a form of ours. */
export function readForm(
  view: SubmittedView,
): { memory: FormMemory; submit: string; values: Record<string, string> } | null {
  let memory: FormMemory;
  try {
    memory = JSON.parse(view.private_metadata ?? '') as FormMemory;
  } catch {
    return null;
  }
  if (typeof memory?.form !== 'string' || !Array.isArray(memory.submit)) return null;
  const values: Record<string, string> = { ...memory.hidden };
  for (const [name, elements] of Object.entries(view.state?.values ?? {})) {
    const [state] = Object.values(elements);
    const user = state?.selected_user ? personRef(state.selected_user) : null;
    const ticked = state?.selected_options?.map(each => each.value ?? '').join(',');
    const one = state?.value ?? state?.selected_option?.value ?? state?.selected_conversation;
    const value = user ?? one ?? ticked ?? '';
    values[fieldOf(name)] = value === NOTHING ? '' : value;
  }
  const { [SUBMIT]: chosen, ...rest } = values;
  const submit = memory.submit.includes(chosen ?? '') ? chosen! : (memory.submit[0] ?? '');
  return { memory, submit, values: rest };
}

/** What the person sees while something takes longer than Slack waits, and how it ended. */
export function drawWords(title: string, text: string, more: string[] = []): ModalView {
  return {
    type: 'modal',
    title: plain(title, TITLE_CHARS_MAX),
    close: plain('Close', TITLE_CHARS_MAX),
    blocks: [{ type: 'section', text: plain(text, 3_000) }, ...more.map(each => small(each))],
  };
}

/** A whole message with what was folded away, in as many blocks as it needs. */
export function drawWhole(title: string, text: string, folded: { text: string; label: string }[]): ModalView {
  const parts = [{ label: '', text }, ...folded];
  const blocks: KnownBlock[] = parts.flatMap(each => [
    ...(each.label ? [small(each.label)] : []),
    ...pieces(each.text).map(piece => richWords(piece)),
  ]);
  const shown = blocks.slice(0, 98);
  if (blocks.length > shown.length) shown.push(small('It is longer than Slack can show.'));
  return { type: 'modal', title: plain(title, TITLE_CHARS_MAX), close: plain('Close', TITLE_CHARS_MAX), blocks: shown };
}

/** Text in pieces of 2,900 characters, broken at line ends where there are any. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > 2_900) {
    const at = rest.lastIndexOf('\n', 2_900);
    const end = at > 1_000 ? at : 2_900;
    found.push(rest.slice(0, end).toWellFormed());
    rest = rest.slice(end);
  }
  return [...found, rest || ' '];
}
