/** Checks the blocks that show data: tables and charts. */
import { blame, each, fields, isObject, list, oneOf, string, type Verdict } from './checks.ts';
import { richText } from './rich-text.ts';
import type { Json } from './shapes.ts';

const CELLS = ['raw_text', 'raw_number', 'rich_text'];

export function table(verdict: Verdict, block: Json, at: string): void {
  fields(verdict, block, at, 'block_id rows column_settings', 'rows');
  rows(verdict, block.rows, `${at}/rows`);
  each(list(verdict, block.column_settings, `${at}/column_settings`, 20), (each, n) => {
    if (each) oneOf(verdict, each.align, `${at}/column_settings/${n}/align`, ['left', 'center', 'right']);
  });
}

export function dataTable(verdict: Verdict, block: Json, at: string): void {
  fields(verdict, block, at, 'block_id rows caption page_size row_header_column_index', 'rows caption');
  string(verdict, block.caption, `${at}/caption`, 300);
  rows(verdict, block.rows, `${at}/rows`);
  if (block.page_size !== undefined && !(block.page_size >= 1 && block.page_size <= 100))
    blame(verdict, 'must be between 1 and 100', `${at}/page_size`);
}

/** 100 rows of 20 cells, every row as wide as the first. */
function rows(verdict: Verdict, value: unknown, at: string): void {
  const all = list(verdict, value, at, 100) as unknown as Json[][];
  each(all, (row, n) => {
    const cells = list(verdict, row, `${at}/${n}`, 20);
    if (cells.length !== all[0]?.length) blame(verdict, 'must have as many cells as the first row', `${at}/${n}`);
    each(cells, (cell, m) => {
      const here = `${at}/${n}/${m}`;
      if (!CELLS.includes(cell?.type)) return blame(verdict, `unsupported type: ${cell?.type}`, `${here}/type`);
      if (cell.type === 'rich_text') return richText(verdict, cell.elements, `${here}/elements`);
      if (cell.type === 'raw_text') string(verdict, cell.text, `${here}/text`, 3_000);
      else if (!Number.isFinite(cell.value)) blame(verdict, 'missing required field: value', here);
    });
  });
}

const SERIES_MAX = 6;
const CATEGORIES_MAX = 20;
const LABEL_MAX = 20;

/** Pie: up to 6 positive segments. Bar, area, line: up to 6 series of different names over the same categories. */
export function chart(verdict: Verdict, block: Json, at: string): void {
  fields(verdict, block, at, 'block_id title chart', 'title chart');
  string(verdict, block.title, `${at}/title`, 50);
  const { chart: it } = block;
  if (!isObject(it)) return;
  if (it.type === 'pie') {
    fields(verdict, it, `${at}/chart`, 'segments', 'segments');
    return void points(verdict, it.segments, `${at}/chart/segments`, SERIES_MAX, true);
  }
  if (!['bar', 'area', 'line'].includes(it.type))
    return void blame(verdict, `unsupported type: ${it.type}`, `${at}/chart/type`);
  fields(verdict, it, `${at}/chart`, 'series axis_config', 'series axis_config');
  const categories = list(verdict, it.axis_config?.categories, `${at}/chart/axis_config/categories`, CATEGORIES_MAX);
  for (const label of ['x_label', 'y_label'])
    string(verdict, it.axis_config?.[label], `${at}/chart/axis_config/${label}`, 50);
  const names = new Set<string>();
  each(list(verdict, it.series, `${at}/chart/series`, SERIES_MAX), (each, n) => {
    const here = `${at}/chart/series/${n}`;
    fields(verdict, each, here, 'name data', 'name data');
    string(verdict, each.name, `${here}/name`, LABEL_MAX);
    if (names.has(each.name)) blame(verdict, 'must be unique', `${here}/name`);
    names.add(each.name);
    points(verdict, each.data, `${here}/data`, CATEGORIES_MAX, false);
    const labels = (each.data ?? []).map((one: Json) => one.label);
    if (labels.length !== categories.length || categories.some(one => !labels.includes(one)))
      blame(verdict, 'must have one value for every category', `${here}/data`);
  });
}

function points(verdict: Verdict, value: unknown, at: string, max: number, positive: boolean): void {
  each(list(verdict, value, at, max), (each, n) => {
    fields(verdict, each, `${at}/${n}`, 'label value', 'label value');
    string(verdict, each.label, `${at}/${n}/label`, LABEL_MAX);
    if (!Number.isFinite(each.value) || (positive && each.value <= 0))
      blame(verdict, positive ? 'must be more than 0' : 'must be a number', `${at}/${n}/value`);
  });
}
