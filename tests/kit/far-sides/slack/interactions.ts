/** The payloads of buttons, menus, modals, shortcuts and commands, as Slack sends them, with their triggers and URLs. */
import { elementsOf } from './blocks.ts';
import { makeResponseUrl } from './response-url.ts';
import type { Json } from './shapes.ts';
import {
  type Channel,
  copy,
  findTeam,
  makeTs,
  type Person,
  secret,
  type Team,
  type View,
  type World,
} from './state.ts';
import { showView, startValues } from './views.ts';

export function makeTrigger(world: World, team: Team, person: Person, viewType: string | null = null): string {
  const id = `${++world.count}.${team.id.length}${Date.now()}.${secret(16)}`;
  world.triggers.set(id, { teamId: team.id, userId: person.id, at: world.now(), used: false, viewType });
  return id;
}

const user = (person: Person): Json => ({
  id: person.id,
  username: person.name,
  name: person.name,
  team_id: person.teamId,
});

const base = (world: World, team: Team, person: Person): Json => ({
  user: user(person),
  api_app_id: world.appId,
  token: world.verificationToken,
  team: { id: team.id, domain: team.domain },
  enterprise: null,
  is_enterprise_install: false,
});

/** Private channels and direct messages do not tell their names. */
export const channelName = (channel: Channel): string =>
  ({ channel: channel.name, group: 'privategroup', im: 'directmessage' })[channel.kind];

export type What = string | RegExp | ((element: Json, block: Json) => boolean);

/** The element meant: by action id, by the words on it, or by the test's own eye. */
export function findElement(blocks: Json[], what: What): { element: Json; block: Json } {
  const all = elementsOf(blocks ?? []);
  const label = (each: Json): string => each.text?.text ?? each.placeholder?.text ?? '';
  const hits = (text: string) => (typeof what === 'string' ? text === what : (what as RegExp).test(text));
  const found =
    typeof what === 'function'
      ? all.find(each => what(each.element, each.block))
      : (all.find(each => hits(String(each.element.action_id))) ??
        all.find(each => hits(label(each.element))) ??
        all.find(each => typeof what === 'string' && label(each.element).includes(what)));
  if (found) return found;
  const there = all.map(each => `${each.element.action_id} "${label(each.element)}"`).join(', ');
  throw new Error(`Nothing to press here is ${what}. There is: ${there || 'nothing'}.`);
}

const optionsOf = (element: Json): Json[] =>
  element.options ?? (element.option_groups ?? []).flatMap((each: Json) => each.options);

function option(element: Json, value: string): Json {
  const all = optionsOf(element);
  const found = all.find(each => each.value === value) ?? all.find(each => each.text.text === value);
  if (!found)
    throw new Error(`${element.action_id} offers no ${value}, only ${all.map(each => each.value).join(', ')}.`);
  return copy(found);
}

/** The value an element has once the person chose or typed this, as state.values writes it. */
export function chosenValue(element: Json, given: unknown): Json {
  const { type } = element;
  const many = [given].flat().filter(each => each !== null && each !== undefined) as string[];
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return { type, ...given };
  if (type === 'checkboxes' || type === 'multi_static_select')
    return { type, selected_options: many.map(each => option(element, each)) };
  if (type === 'radio_buttons' || type === 'static_select' || type === 'overflow')
    return { type, selected_option: given === null ? null : option(element, many[0]!) };
  const several = /^multi_(users|conversations|channels)_select$/.exec(type);
  if (several) return { type, [`selected_${several[1]}`]: many };
  const one = /^(user|conversation|channel)s_select$/.exec(type);
  if (one) return { type, [`selected_${one[1]}`]: many[0] ?? null };
  if (type === 'datepicker') return { type, selected_date: given };
  if (type === 'timepicker') return { type, selected_time: given };
  if (type === 'datetimepicker') return { type, selected_date_time: Number(given) };
  return { type, value: given === '' ? null : given };
}

function action(world: World, element: Json, block: Json, how: { value?: string; selected?: unknown }): Json {
  const { action_id, type, text, value, style, placeholder, confirm } = element;
  const chosen =
    type === 'button' ? { value: how.value ?? value } : chosenValue(element, how.selected ?? how.value ?? null);
  return {
    type,
    action_id,
    block_id: block.block_id,
    ...(text ? { text: copy(text) } : {}),
    ...(placeholder ? { placeholder: copy(placeholder) } : {}),
    ...(style ? { style } : {}),
    ...(confirm ? { confirm: copy(confirm) } : {}),
    ...Object.fromEntries(Object.entries(chosen).filter(([, each]) => each !== undefined)),
    action_ts: makeTs(world),
  };
}

/** On a message; an ephemeral one is not sent along, only named. */
export function messageAction(
  world: World,
  team: Team,
  channel: Channel,
  person: Person,
  message: Json,
  what: What,
  how: { value?: string; selected?: unknown },
): Json {
  const ephemeral = message.is_ephemeral === true;
  const { element, block } = findElement(message.blocks, what);
  const done = action(world, element, block, how);
  const values = startValues(message.blocks, {});
  if (values[block.block_id]?.[element.action_id])
    values[block.block_id][element.action_id] = chosenValue(element, how.selected ?? how.value ?? null);
  const thread = message.thread_ts ? { thread_ts: message.thread_ts } : {};
  const { channel: _channel, to: _to, metadata: _metadata, ...shown } = message;
  return {
    type: 'block_actions',
    ...base(world, team, person),
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral, ...thread },
    trigger_id: makeTrigger(world, team, person),
    channel: { id: channel.id, name: channelName(channel) },
    ...(ephemeral ? {} : { message: copy(shown) }),
    state: { values },
    response_url: makeResponseUrl(world, team, channel.id, person.id, { ts: message.ts, ephemeral }),
    actions: [done],
  };
}

export function viewAction(
  world: World,
  view: View,
  person: Person,
  what: What,
  how: { value?: string; selected?: unknown },
): Json {
  const team = findTeam(world, view.teamId);
  const { element, block } = findElement(view.body.blocks, what);
  const done = action(world, element, block, how);
  if (view.values[block.block_id]?.[element.action_id])
    view.values[block.block_id][element.action_id] = chosenValue(element, how.selected ?? how.value ?? null);
  return {
    type: 'block_actions',
    ...base(world, team, person),
    container: { type: 'view', view_id: view.id },
    trigger_id: makeTrigger(world, team, person, view.body.type),
    view: showView(world, view),
    actions: [done],
  };
}

/** What Slack asks for while somebody types in a list. */
export function suggestion(world: World, view: View, person: Person, blockId: string, typed: string): Json {
  const team = findTeam(world, view.teamId);
  const { element, block } = findElement(view.body.blocks, (_, each) => each.block_id === blockId);
  if (element.type !== 'external_select') throw new Error(`${blockId} is no list that is filled while somebody types.`);
  return {
    type: 'block_suggestion',
    ...base(world, team, person),
    container: { type: 'view', view_id: view.id },
    view: showView(world, view),
    action_id: element.action_id,
    block_id: block.block_id,
    value: typed,
  };
}

/** Why Slack would show an error in place of the list; null: it shows it. */
export function checkSuggested(body: Json): string | null {
  const groups: Json[] = body?.option_groups ?? [{ label: { type: 'plain_text', text: '' }, options: body?.options }];
  for (const { label, options } of groups) {
    if (!Array.isArray(options) || options.length > 100) return 'no list of options';
    if (label.type !== 'plain_text' || label.text.length > 75) return 'a heading that is too long';
    for (const { text, description, value } of options)
      for (const [each, max] of [
        [text?.text, 75],
        [description?.text ?? '-', 75],
        [value, 150],
      ])
        if (typeof each !== 'string' || each === '' || each.length > max) return `an option with "${each}"`;
  }
  return null;
}

export function viewEvent(world: World, view: View, person: Person, kind: 'submitted' | 'closed' | 'cleared'): Json {
  const team = findTeam(world, view.teamId);
  const own = { ...base(world, team, person), view: showView(world, view) };
  if (kind !== 'submitted') return { type: 'view_closed', ...own, is_cleared: kind === 'cleared' };
  return { type: 'view_submission', ...own, trigger_id: makeTrigger(world, team, person, 'modal'), response_urls: [] };
}

export function shortcutPayload(
  world: World,
  team: Team,
  person: Person,
  callbackId: string,
  about: { channel: Channel; message: Json } | null,
): Json {
  const own = { ...base(world, team, person), callback_id: callbackId, action_ts: makeTs(world) };
  const trigger_id = makeTrigger(world, team, person);
  if (!about) return { type: 'shortcut', ...own, trigger_id };
  const { channel, message } = about;
  return {
    type: 'message_action',
    ...own,
    trigger_id,
    response_url: makeResponseUrl(world, team, channel.id, person.id, null),
    message_ts: message.ts,
    channel: { id: channel.id, name: channelName(channel) },
    message,
  };
}

export function commandBody(
  world: World,
  team: Team,
  channel: Channel,
  person: Person,
  command: string,
  text: string,
): Json {
  return {
    token: world.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: world.appId,
    is_enterprise_install: 'false',
    response_url: makeResponseUrl(world, team, channel.id, person.id, null),
    trigger_id: makeTrigger(world, team, person),
  };
}
