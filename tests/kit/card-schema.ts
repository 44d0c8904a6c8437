/** What Microsoft publishes of Teams' cards, held against a card: the types of `@microsoft/teams.cards`, and a parser. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Property -> its type as it is written; those that may be missing end in `?`. */
type Shape = Map<string, { type: string; optional: boolean }>;

const published = readFileSync(require.resolve('@microsoft/teams.cards').replace(/index\.js$/, 'core.d.ts'), 'utf8');
const bare = published.replace(/\/\*\*[\s\S]*?\*\//g, '');
const shapes = new Map<string, Shape>();
const byType = new Map<string, Shape>();
for (const [, name, body] of bare.matchAll(/^interface (\w+) (?:extends \w+ )?\{\n([\s\S]*?)^\}/gm)) {
  const shape: Shape = new Map();
  for (const [, key, optional, type] of body!.matchAll(/^ {4}(?:readonly )?'?([\w.$]+)'?(\?)?: (.*);$/gm))
    shape.set(key!, { type: type!, optional: optional === '?' });
  shapes.set(name!, shape);
  const kind = /^'([\w.]+)'$/.exec(shape.get('type')?.type ?? '')?.[1];
  if (kind) byType.set(kind, shape);
}
const aliases = new Map([...bare.matchAll(/^type (\w+) = (.*);$/gm)].map(([, name, type]) => [name!, type!]));
// The types write it small, the documentation of Teams ("Full width") writes it large; both are taken.
aliases.set('TeamsCardWidth', "'Full'");

/** What in a card is not as the types have it; nothing where they are silent, such as in `data`. */
export function schemaProblems(value: unknown, path = 'card'): string[] {
  const { type } = value as { type?: string };
  const shape = byType.get(type ?? '');
  return shape ? against(value as Record<string, unknown>, shape, path) : [`${path}: no element is called ${type}`];
}

function against(value: Record<string, unknown>, shape: Shape, path: string): string[] {
  const problems = [...shape].flatMap(([key, { optional }]) =>
    optional || key in value || key === 'type' ? [] : [`${path}: has no ${key}`],
  );
  for (const [key, each] of Object.entries(value)) {
    const declared = shape.get(key);
    if (!declared) problems.push(`${path}: knows no ${key}`);
    else if (key !== 'data' || byType.get('Chart.VerticalBar') === shape)
      problems.push(...fits(each, declared.type, `${path}.${key}`));
  }
  return problems;
}

function fits(value: unknown, type: string, path: string): string[] {
  const written = aliases.get(type) ?? type;
  if (Array.isArray(value)) {
    const one = written.replace(/^\((.*)\)\[\]$/, '$1').replace(/\[\]$/, '');
    return value.flatMap((each, i) => fits(each, one, `${path}[${i}]`));
  }
  if (value && typeof value === 'object') {
    if ('type' in value && byType.has(value.type as string)) return schemaProblems(value, path);
    const shape = written
      .split(' | ')
      .map(each => shapes.get(each))
      .find(Boolean);
    return shape ? against(value as Record<string, unknown>, shape, path) : [`${path}: no object is expected`];
  }
  const options = written.split(' | ');
  if (options.some(each => each === typeof value || each === `'${value}'` || each === `${value}`)) return [];
  return [`${path}: ${JSON.stringify(value)} is not ${type}`];
}

interface Parser {
  SerializationContext: new () => { eventCount: number; getEventAt(i: number): { message: string } };
  AdaptiveCard: new () => {
    hostConfig: unknown;
    parse(card: unknown, context: unknown): void;
    validateProperties(): { validationEvents: { message: string }[] };
  };
  HostConfig: new (given: unknown) => unknown;
}

/** What Microsoft's own parser has against a card. It knows no charts, which have a fallback. */
export function parserProblems(card: unknown): string[] {
  const { SerializationContext, AdaptiveCard, HostConfig } = require('adaptivecards/dist/adaptivecards.js') as Parser;
  const context = new SerializationContext();
  const parsed = new AdaptiveCard();
  // It counts those behind the three dots too.
  parsed.hostConfig = new HostConfig({ actions: { maxActions: 20 } });
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i));
  return [...events, ...parsed.validateProperties().validationEvents]
    .map(each => each.message)
    .filter(each => !each.includes('"Chart.'));
}
