/** What may stand inside a block: buttons, menus, choices and inputs, each with its fields and limits. */
import {
  blame,
  charactersOf,
  chosen,
  confirm,
  each,
  fields,
  list,
  oneOf,
  option,
  string,
  text,
  type Verdict,
} from './checks.ts';
import type { Json } from './shapes.ts';

const SELECTS = ['static', 'external', 'users', 'conversations', 'channels'].map(each => `${each}_select`);
const MULTI = SELECTS.map(each => `multi_${each}`);
const PICKERS = ['datepicker', 'timepicker', 'radio_buttons', 'checkboxes'];
const TYPED = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input'];

/** Which elements which block takes. Multi-selects are refused in actions. */
export const ALLOWED: Record<'section' | 'actions' | 'input' | 'context_actions', string[]> = {
  section: ['button', 'image', 'overflow', 'workflow_button', ...PICKERS, ...SELECTS, ...MULTI],
  actions: ['button', 'overflow', 'workflow_button', 'datetimepicker', ...PICKERS, ...SELECTS],
  input: ['datetimepicker', 'file_input', ...PICKERS, ...TYPED, ...SELECTS, ...MULTI],
  context_actions: ['feedback_buttons', 'icon_button'],
};

const COMMON = 'action_id confirm focus_on_load placeholder';
/** Fields beside the common ones, and those that must be there. */
const FIELDS: Record<string, [known: string, required: string]> = {
  button: ['action_id confirm text url value style accessibility_label', 'text'],
  workflow_button: ['action_id confirm text workflow style accessibility_label', 'text workflow'],
  image: ['image_url slack_file alt_text', 'alt_text'],
  overflow: ['action_id confirm options', 'options'],
  datepicker: [`${COMMON} initial_date`, ''],
  timepicker: [`${COMMON} initial_time timezone`, ''],
  datetimepicker: ['action_id confirm focus_on_load initial_date_time', ''],
  radio_buttons: ['action_id confirm focus_on_load options initial_option', 'options'],
  checkboxes: ['action_id confirm focus_on_load options initial_options', 'options'],
  static_select: [`${COMMON} options option_groups initial_option`, ''],
  multi_static_select: [`${COMMON} options option_groups initial_options max_selected_items`, ''],
  external_select: [`${COMMON} initial_option min_query_length`, ''],
  multi_external_select: [`${COMMON} initial_options min_query_length max_selected_items`, ''],
  users_select: [`${COMMON} initial_user`, ''],
  multi_users_select: [`${COMMON} initial_users max_selected_items`, ''],
  conversations_select: [
    `${COMMON} initial_conversation default_to_current_conversation response_url_enabled filter`,
    '',
  ],
  multi_conversations_select: [
    `${COMMON} initial_conversations default_to_current_conversation max_selected_items filter`,
    '',
  ],
  channels_select: [`${COMMON} initial_channel response_url_enabled`, ''],
  multi_channels_select: [`${COMMON} initial_channels max_selected_items`, ''],
  plain_text_input: [
    'action_id initial_value multiline min_length max_length dispatch_action_config focus_on_load placeholder',
    '',
  ],
  email_text_input: ['action_id initial_value dispatch_action_config focus_on_load placeholder', ''],
  url_text_input: ['action_id initial_value dispatch_action_config focus_on_load placeholder', ''],
  number_input: [
    'action_id is_decimal_allowed initial_value min_value max_value dispatch_action_config focus_on_load placeholder',
    'is_decimal_allowed',
  ],
  rich_text_input: ['action_id initial_value dispatch_action_config focus_on_load placeholder min_lines max_lines', ''],
  file_input: ['action_id filetypes max_files', ''],
  feedback_buttons: ['action_id positive_button negative_button', 'positive_button negative_button'],
  icon_button: ['action_id confirm icon text value accessibility_label visible_to_user_ids', 'icon text'],
};

/** `ids`: the action ids of the block so far; within one block each may come once, in another block it may come again. */
export function element(
  verdict: Verdict,
  value: Json,
  at: string,
  home: keyof typeof ALLOWED,
  ids = new Set<string>(),
): void {
  const own = FIELDS[value?.type];
  if (!own || !ALLOWED[home].includes(value.type))
    return void blame(verdict, `unsupported type: ${value?.type}`, `${at}/type`);
  if (value.type === 'file_input' && verdict.surface !== 'modal')
    return void blame(verdict, `unsupported type: ${value.type}`, `${at}/type`);
  fields(verdict, value, at, own[0], own[1]);
  string(verdict, value.action_id, `${at}/action_id`, 255);
  if (value.action_id !== undefined) {
    if (ids.has(value.action_id)) blame(verdict, `\`action_id\` "${value.action_id}" already exists`, at);
    ids.add(value.action_id);
  }
  text(verdict, value.placeholder, `${at}/placeholder`, 150);
  confirm(verdict, value.confirm, `${at}/confirm`);
  if (/button$/.test(value.type)) button(verdict, value, at);
  else if (value.type === 'image') image(verdict, value, at);
  else if (value.options || value.option_groups || /static_select|overflow|radio|checkboxes/.test(value.type))
    choices(verdict, value, at);
  else if (/_input$/.test(value.type)) typed(verdict, value, at);
  if (value.initial_date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(value.initial_date))
    blame(verdict, 'invalid date format', `${at}/initial_date`);
  if (value.initial_time !== undefined && !/^\d\d:\d\d$/.test(value.initial_time))
    blame(verdict, 'invalid time format', `${at}/initial_time`);
}

function button(verdict: Verdict, value: Json, at: string): void {
  text(verdict, value.text, `${at}/text`, 75);
  string(verdict, value.value, `${at}/value`, 2_000);
  string(verdict, value.url, `${at}/url`, 3_000);
  if (value.url !== undefined && !/^(https?|mailto|slack|tel):/.test(value.url))
    blame(verdict, 'invalid url', `${at}/url`);
  string(verdict, value.accessibility_label, `${at}/accessibility_label`, 75);
  oneOf(verdict, value.style, `${at}/style`, ['primary', 'danger']);
}

export function image(verdict: Verdict, value: Json, at: string): void {
  if (!value.image_url === !value.slack_file) blame(verdict, 'missing required field: image_url', at);
  string(verdict, value.image_url, `${at}/image_url`, 3_000);
  string(verdict, value.alt_text, `${at}/alt_text`, 2_000);
}

function choices(verdict: Verdict, value: Json, at: string): void {
  const rich = value.type === 'radio_buttons' || value.type === 'checkboxes';
  const max = rich ? 10 : value.type === 'overflow' ? 5 : 100;
  if (!value.options === !value.option_groups)
    return void blame(verdict, 'must provide either options or option_groups', at);
  const all = list(verdict, value.options, `${at}/options`, max);
  each(all, (each, n) => {
    option(verdict, each, `${at}/options/${n}`, rich, value.type === 'overflow');
  });
  each(list(verdict, value.option_groups, `${at}/option_groups`, 100), (group, n) => {
    text(verdict, group.label, `${at}/option_groups/${n}/label`, 75);
    const inside = list(verdict, group.options, `${at}/option_groups/${n}/options`, 100);
    each(inside, (each, m) => {
      option(verdict, each, `${at}/option_groups/${n}/options/${m}`, rich);
    });
    all.push(...inside);
  });
  chosen(verdict, value.initial_option, all, `${at}/initial_option`);
  if (value.initial_options !== undefined)
    chosen(verdict, list(verdict, value.initial_options, `${at}/initial_options`, max), all, `${at}/initial_options`);
}

function typed(verdict: Verdict, value: Json, at: string): void {
  const { min_length: min, max_length: max, initial_value: initial } = value;
  if (max !== undefined && !(Number.isInteger(max) && max >= 1 && max <= 3_000))
    blame(verdict, max > 3_000 ? 'must be less than 3001' : 'must be more than 0', `${at}/max_length`);
  if (min !== undefined && !(Number.isInteger(min) && min >= 0 && min <= 3_000))
    blame(verdict, 'must be less than 3001', `${at}/min_length`);
  if (typeof initial === 'string' && charactersOf(initial) > (max ?? 3_000))
    blame(verdict, `must be less than ${(max ?? 3_000) + 1} characters`, `${at}/initial_value`);
  if (initial !== undefined && typeof initial !== (value.type === 'rich_text_input' ? 'object' : 'string'))
    blame(verdict, 'failed to match schema', `${at}/initial_value`);
}
