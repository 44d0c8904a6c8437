/** Modals and homes: which are open for whom, in which order, and what was typed into them. */

import { checkBlocks, elementsOf, storedBlocks } from './blocks.ts';
import { charactersOf, each } from './checks.ts';
import type { Json } from './shapes.ts';
import { copy, makeId, seconds, secret, type Team, userKey, type View, type World } from './state.ts';

const DEPTH_MAX = 3;
const FIELDS = {
  modal:
    'type title blocks close submit private_metadata callback_id clear_on_close notify_on_close external_id submit_disabled',
  home: 'type blocks private_metadata callback_id external_id',
};

/** What Slack says is wrong with a view; none: nothing. */
export function checkView(world: World, view: Json | undefined, type: 'modal' | 'home'): string[] {
  if (typeof view !== 'object' || view === null) return ['missing required field: view'];
  if (view.type !== type) return [`must be a valid enum value [json-pointer:/view/type]`];
  const errors: string[] = [];
  const say = (words: string, at: string) => errors.push(`${words} [json-pointer:/view${at}]`);
  for (const name of Object.keys(view))
    if (!FIELDS[type].split(' ').includes(name)) say(`invalid additional property: ${name}`, '');
  for (const name of ['title', 'submit', 'close']) {
    const text = view[name];
    if (text === undefined || text === null) {
      if (name === 'title' && type === 'modal') say('missing required field: title', '');
    } else if (text.type !== 'plain_text') say('must be a plain_text object', `/${name}`);
    else if (charactersOf(text.text ?? '') > 24) say('must be less than 25 characters', `/${name}/text`);
    else if (!text.text) say('must be more than 0 characters', `/${name}/text`);
  }
  for (const [name, max] of Object.entries({ private_metadata: 3_000, callback_id: 255, external_id: 255 }))
    if (charactersOf(String(view[name] ?? '')) > max) say(`must be less than ${max + 1} characters`, `/${name}`);
  errors.push(...(checkBlocks(view.blocks, type, world.options.unknownBlocks)?.messages ?? []));
  if (!Array.isArray(view.blocks)) say('missing required field: blocks', '');
  else if (type === 'modal' && !view.submit)
    each(view.blocks, (block: Json, n: number) => {
      if (block?.type === 'input') say('must define `submit` to use an `input` block in modals', `/blocks/${n}/input`);
    });
  return errors.length ? ['failed to match all allowed schemas [json-pointer:/view]', ...errors] : [];
}

const makeHash = (world: World): string => `${seconds(world)}.${secret(4)}`;

function make(world: World, team: Team, userId: string, body: Json, under: View | null): View {
  const id = makeId(world, 'V');
  const stored = { ...copy(body), blocks: storedBlocks(body.blocks) };
  const view: View = {
    id,
    teamId: team.id,
    userId,
    body: stored,
    hash: makeHash(world),
    rootId: under?.rootId ?? id,
    previousId: under?.id ?? null,
    values: {},
    errors: null,
  };
  view.values = startValues(stored.blocks, {});
  world.views.set(id, view);
  return view;
}

/** The view as payloads and answers carry it. */
export function showView(world: World, view: View): Json {
  const team = world.teams.get(view.teamId)!;
  const { body } = view;
  return {
    id: view.id,
    team_id: view.teamId,
    type: body.type,
    blocks: copy(body.blocks),
    private_metadata: body.private_metadata ?? '',
    callback_id: body.callback_id ?? '',
    state: { values: copy(view.values) },
    hash: view.hash,
    title: body.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: body.clear_on_close ?? false,
    notify_on_close: body.notify_on_close ?? false,
    close: body.close ?? null,
    submit: body.submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: world.appId,
    external_id: body.external_id ?? '',
    app_installed_team_id: view.teamId,
    bot_id: team.botId,
  };
}

export function stackOf(world: World, team: Team, userId: string): string[] {
  const key = userKey(team.id, userId);
  if (!world.stacks.has(key)) world.stacks.set(key, []);
  return world.stacks.get(key)!;
}

export function topView(world: World, team: Team, userId: string): View | null {
  const id = stackOf(world, team, userId).at(-1);
  return id ? world.views.get(id)! : null;
}

export function openModal(world: World, team: Team, userId: string, body: Json): View {
  closeAll(world, team, userId);
  const view = make(world, team, userId, body, null);
  stackOf(world, team, userId).push(view.id);
  return view;
}

/** Null: three are open already. */
export function pushModal(world: World, team: Team, userId: string, body: Json): View | null {
  const stack = stackOf(world, team, userId);
  if (stack.length >= DEPTH_MAX) return null;
  const view = make(world, team, userId, body, topView(world, team, userId));
  stack.push(view.id);
  return view;
}

/** What was typed stays where block and action keep their ids. */
export function replaceView(world: World, view: View, body: Json): void {
  view.body = { ...copy(body), blocks: storedBlocks(body.blocks) };
  view.values = startValues(view.body.blocks, view.values);
  view.hash = makeHash(world);
  view.errors = null;
}

export function closeTop(world: World, team: Team, userId: string): void {
  const id = stackOf(world, team, userId).pop();
  if (id) world.views.delete(id);
}

export function closeAll(world: World, team: Team, userId: string): void {
  while (stackOf(world, team, userId).length) closeTop(world, team, userId);
}

export function publishHome(world: World, team: Team, userId: string, body: Json): View {
  const key = userKey(team.id, userId);
  const known = world.views.get(world.homes.get(key) ?? '');
  if (known) {
    replaceView(world, known, body);
    return known;
  }
  const view = make(world, team, userId, body, null);
  world.homes.set(key, view.id);
  return view;
}

export function homeOf(world: World, team: Team, userId: string): View | null {
  return world.views.get(world.homes.get(userKey(team.id, userId)) ?? '') ?? null;
}

/** The value an element has before anybody touches it, as state.values writes it. */
export function startValue(element: Json): Json {
  const { type } = element;
  if (type === 'checkboxes' || type === 'multi_static_select' || type === 'multi_external_select')
    return { type, selected_options: element.initial_options ?? [] };
  const many = /^multi_(users|conversations|channels)_select$/.exec(type);
  if (many) return { type, [`selected_${many[1]}`]: element[`initial_${many[1]}`] ?? [] };
  const one = /^(user|conversation|channel)s_select$/.exec(type);
  if (one) return { type, [`selected_${one[1]}`]: element[`initial_${one[1]}`] ?? null };
  if (type === 'radio_buttons' || /_select$/.test(type))
    return { type, selected_option: element.initial_option ?? null };
  if (type === 'datepicker') return { type, selected_date: element.initial_date ?? null };
  if (type === 'timepicker') return { type, selected_time: element.initial_time ?? null };
  if (type === 'datetimepicker') return { type, selected_date_time: element.initial_date_time ?? null };
  if (type === 'file_input') return { type, files: [] };
  if (type === 'rich_text_input') return { type, rich_text_value: element.initial_value ?? null };
  return { type, value: element.initial_value ?? null };
}

const STATELESS = ['button', 'overflow', 'image', 'workflow_button', 'icon_button', 'feedback_buttons'];

export function startValues(blocks: Json[], kept: Json): Json {
  const values: Json = {};
  for (const { element, block } of elementsOf(blocks)) {
    if (STATELESS.includes(element.type)) continue;
    values[block.block_id] ??= {};
    const before = kept[block.block_id]?.[element.action_id];
    values[block.block_id][element.action_id] = before?.type === element.type ? before : startValue(element);
  }
  return values;
}
