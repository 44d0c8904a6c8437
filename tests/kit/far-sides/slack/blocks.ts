/** Validates the blocks of messages and views as Slack does, and fills in what Slack fills in when it stores them. */
import { randomBytes } from 'node:crypto';
import { blame, charactersOf, each, fields, isObject, list, oneOf, string, text, type Verdict } from './checks.ts';
import { chart, dataTable, table } from './data-blocks.ts';
import { element, image } from './elements.ts';
import { richText } from './rich-text.ts';
import type { Json } from './shapes.ts';

const BLOCKS_MAX = { message: 50, modal: 100, home: 100 };
/** Not published; reports agree on about 13,200 when each block costs about 100 (slackapi/bolt-js#2509, #2867). */
const CHARACTERS_MAX = 13_200;
const BLOCK_COST = 100;
const MARKDOWN_MAX = 12_000;
const CHARTS_MAX = 2;
/** Newer layout blocks: known, and looked at no closer. */
const LAYOUT = ['card', 'carousel', 'container', 'plan', 'task_card'];

type Check = (verdict: Verdict, block: Json, at: string) => void;

const CHECKS: Record<string, Check> = {
  divider: (verdict, block, at) => fields(verdict, block, at, 'block_id'),
  section: (verdict, block, at) => {
    fields(verdict, block, at, 'block_id text fields accessory expand');
    if (!block.text && !block.fields) blame(verdict, 'missing required field: text', at);
    text(verdict, block.text, `${at}/text`, 3_000, ['plain_text', 'mrkdwn']);
    each(list(verdict, block.fields, `${at}/fields`, 10), (each, n) => {
      text(verdict, each, `${at}/fields/${n}`, 2_000, ['plain_text', 'mrkdwn']);
    });
    if (block.accessory) element(verdict, block.accessory, `${at}/accessory`, 'section');
  },
  header: (verdict, block, at) => {
    fields(verdict, block, at, 'block_id text', 'text');
    text(verdict, block.text, `${at}/text`, 150);
  },
  context: (verdict, block, at) => {
    fields(verdict, block, at, 'block_id elements', 'elements');
    each(list(verdict, block.elements, `${at}/elements`, 10), (each, n) => {
      if (each?.type !== 'image') return text(verdict, each, `${at}/elements/${n}`, 3_000, ['plain_text', 'mrkdwn']);
      fields(verdict, each, `${at}/elements/${n}`, 'image_url slack_file alt_text', 'alt_text');
      image(verdict, each, `${at}/elements/${n}`);
    });
  },
  actions: (verdict, block, at) => {
    fields(verdict, block, at, 'block_id elements', 'elements');
    const ids = new Set<string>();
    each(list(verdict, block.elements, `${at}/elements`, 25), (each, n) => {
      element(verdict, each, `${at}/elements/${n}`, 'actions', ids);
    });
  },
  context_actions: (verdict, block, at) => {
    fields(verdict, block, at, 'block_id elements', 'elements');
    each(list(verdict, block.elements, `${at}/elements`, 5), (each, n) => {
      element(verdict, each, `${at}/elements/${n}`, 'context_actions');
    });
  },
  input: (verdict, block, at) => {
    fields(verdict, block, at, 'block_id label element hint optional dispatch_action', 'label element');
    text(verdict, block.label, `${at}/label`, 2_000);
    text(verdict, block.hint, `${at}/hint`, 2_000);
    if (block.element) element(verdict, block.element, `${at}/element`, 'input');
  },
  image: (verdict, block, at) => {
    fields(verdict, block, at, 'block_id image_url slack_file alt_text title', 'alt_text');
    image(verdict, block, at);
    text(verdict, block.title, `${at}/title`, 2_000);
  },
  video: (verdict, block, at) => {
    const known = 'author_name description provider_icon_url provider_name title_url';
    const required = 'alt_text title thumbnail_url video_url';
    fields(verdict, block, at, `block_id ${known} ${required}`, required);
    text(verdict, block.title, `${at}/title`, 199);
  },
  file: (verdict, block, at) => fields(verdict, block, at, 'block_id external_id source', 'external_id source'),
  rich_text: (verdict, block, at) => {
    fields(verdict, block, at, 'block_id elements', 'elements');
    richText(verdict, block.elements, `${at}/elements`);
  },
  markdown: (verdict, block, at) => {
    fields(verdict, block, at, 'block_id text', 'text');
    string(verdict, block.text, `${at}/text`, MARKDOWN_MAX);
  },
  alert: (verdict, block, at) => {
    if (verdict.surface === 'message') return blame(verdict, 'unsupported type: alert', `${at}/type`);
    fields(verdict, block, at, 'block_id text level', 'text');
    text(verdict, block.text, `${at}/text`, 200, ['plain_text', 'mrkdwn']);
    oneOf(verdict, block.level, `${at}/level`, ['default', 'info', 'warning', 'error', 'success']);
  },
  table,
  data_table: dataTable,
  data_visualization: chart,
  ...Object.fromEntries(LAYOUT.map(each => [each, () => {}])),
};

/** Null: all is well. Else the error's name and what Slack says of it. */
export function checkBlocks(
  blocks: unknown,
  surface: Verdict['surface'] = 'message',
  unknown: string[] = [],
  at = surface === 'message' ? '/blocks' : '/view/blocks',
): { error: string; messages: string[] } | null {
  const refusal = surface === 'message' ? 'invalid_blocks' : 'invalid_arguments';
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format', messages: [] };
  const verdict: Verdict = { errors: [], surface, blockIds: new Set() };
  const max = BLOCKS_MAX[surface];
  if (blocks.length > max) blame(verdict, `no more than ${max} items allowed`, at);
  each(blocks, (block, n) => {
    const here = `${at}/${n}`;
    const check = isObject(block) && !unknown.includes(block.type) ? CHECKS[block.type] : undefined;
    if (!check) return blame(verdict, `unsupported type: ${block?.type}`, `${here}/type`);
    string(verdict, block.block_id, `${here}/block_id`, 255);
    if (block.block_id && verdict.blockIds.has(block.block_id))
      blame(verdict, `\`block_id\` "${block.block_id}" already exists`, `${here}/block_id`);
    verdict.blockIds.add(block.block_id);
    check(verdict, block, here);
  });
  if (blocks.filter(each => each?.type === 'data_visualization').length > CHARTS_MAX)
    blame(verdict, `no more than ${CHARTS_MAX} data_visualization blocks allowed`, at);
  if (verdict.errors.length) return { error: refusal, messages: verdict.errors };
  if (surface === 'message' && weigh(blocks) > CHARACTERS_MAX) return { error: 'msg_blocks_too_long', messages: [] };
  return null;
}

const weigh = (blocks: Json[]): number =>
  blocks.reduce((sum, block) => sum + BLOCK_COST + visible(block).reduce((n, each) => n + charactersOf(each), 0), 0);

/** Every text in it that a person would see. */
export function visible(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(visible);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, each]) =>
    field === 'text' && typeof each === 'string' ? [each] : field === 'options' ? [] : visible(each),
  );
}

/** As Slack gives them back: every block and action has an id, plain text has `emoji`, mrkdwn has `verbatim`. */
export function storedBlocks(blocks: Json[]): Json[] {
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (!isObject(value)) return value;
    const filled = Object.fromEntries(Object.entries(value).map(([field, each]) => [field, fill(each)]));
    if (value.type === 'plain_text') filled.emoji ??= true;
    if (value.type === 'mrkdwn') filled.verbatim ??= false;
    return filled;
  };
  return blocks.map(block => {
    const { type, block_id, ...rest } = fill(block) as Json;
    const stored = { type, block_id: block_id ?? randomBytes(4).toString('base64url').slice(0, 5), ...rest };
    for (const { element: each } of elementsOf([stored]))
      if (each.type !== 'image') each.action_id ??= randomBytes(4).toString('base64url').slice(0, 5);
    return stored;
  });
}

/** Every element of the blocks that a person can use, with its block. */
export const elementsOf = (blocks: Json[]): { element: Json; block: Json }[] =>
  blocks.flatMap(block =>
    [block.accessory, block.element, ...(block.type === 'context' ? [] : (block.elements ?? []))]
      .filter(each => each && typeof each === 'object' && !String(each.type).startsWith('rich_text_'))
      .concat([block.element].filter(each => each?.type === 'rich_text_input'))
      .map(element => ({ element, block })),
  );
