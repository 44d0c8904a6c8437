/** The rules of the house, checked on the source with TypeScript's own parser. */
import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { SyntaxKind } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { longFunctions } from './long-functions.ts';
import { type Module, type Node, target, walk } from './source.ts';
import { unusedExports } from './unused-exports.ts';

const FLOWS = ['intake', 'reply', 'handling', 'rating', 'watching', 'waiting', 'practice'].map(each => `src/${each}`);
const OF_FLOWS = [
  ...['src/core', 'src/ports', 'src/desk', 'src/posting'],
  ...['src/coach', 'src/shield', 'src/knowledge', 'src/experts', 'src/insight', 'src/figures'],
];
const PURE = ['src/core', 'types:src/ports'];
const HELP = ['src/core', 'src/ports', 'src/desk'];
/**
 * Folder -> folders it may import, besides itself. A `types:` entry may only be imported as a type. Where a row says more
 * than the plan, docs/decisions/011-chapters.md says why.
 */
const TABLE: Record<string, string[]> = {
  'src/core': [],
  'src/ports': ['src/core', 'types:node'],
  ...rows(['src/coach', 'src/shield'], PURE),
  // What a customer is called, and their subjects, stand on every view: they are read as their words are.
  'src/desk': [...PURE, 'src/shield'],
  ...rows(['src/knowledge', 'src/experts', 'src/figures', 'src/desks'], HELP),
  // What customers taught the business is read from what they asked, and from the figures.
  'src/insight': [...HELP, 'src/knowledge', 'src/figures'],
  // Cards and previews carry the help: a fold, what was said last time, hints before Send.
  'src/posting': [...HELP, 'src/coach', 'src/shield', 'src/knowledge', 'src/experts', 'src/insight'],
  ...rows(FLOWS, OF_FLOWS),
  'src/rating': [...OF_FLOWS, 'node'],
  'src/acts': [...OF_FLOWS, ...FLOWS],
  'src/outbox': ['src/core', 'src/ports'],
  'src/settings': ['src/core', 'src/ports', 'src/desk', 'node', 'package:zod', 'package:yaml'],
  'src/server': ['src/core', 'src/ports', 'node', 'package:pino'],
  'src/store': ['src/core', 'src/ports', 'node', 'package:drizzle-orm', 'package:better-sqlite3', 'package:pg'],
  'src/transfer': [
    ...['src/core', 'src/ports', 'src/store', 'src/figures', 'src/settings', 'src/outbox'],
    ...['node', 'package:yazl', 'package:drizzle-orm'],
  ],
  adapters: ['src/core', 'src/ports', 'node', 'package:*'],
  'adapters/desks': ['src/core', 'src/ports', 'src/desk', 'src/desks', 'node', 'package:*'],
  ...rows(['src/app', 'src/cli', 'src/main.ts', 'src/cli.ts'], ['*']),
};

function rows(folders: string[], may: string[]): Record<string, string[]> {
  return Object.fromEntries(folders.map(folder => [folder, may]));
}

/** They hold the world: clock, randomness, environment. */
const WORLD = /^src\/(app\/world\.ts|cli\/|main\.ts|cli\.ts)/;
/** Where kinds of channels and desks are named: what there is, and commands about one of them. */
const NAMES_KINDS = /^src\/(app\/adapters\.ts|cli\/|cli\.ts)/;
/** Words that people type, and that happen to be names of kinds. */
const ALSO_WORDS: Record<string, readonly string[]> = { 'src/desk/commands.ts': ['practice'] };
/** Wiring fits into a dozen files; what decides is a chapter's. */
const APP_FILES_MAX = 12;
/** Others (bench, pictures, settings of tools) only count as users of what these export. */
const CHECKED = /^(src|adapters|tests)\/.*\.ts$/;
/** Runs in a browser, where there is nobody to hand a clock in. */
const BROWSER = /^adapters\/.*\/page\//;
const BAD_NAMES = /(^|[-.])(utils?|helpers?|common|manager|service|misc)([-.]|$)/i;

export interface Problem {
  rule:
    | 'imports'
    | 'cycle'
    | 'mock'
    | 'world'
    | 'enum'
    | 'star-export'
    | 'default-export'
    | 'name'
    | 'opening'
    | 'sync-query'
    | 'escape'
    | 'long'
    | 'unused'
    | 'app'
    | 'kind';
  file: string;
  words: string;
}

export function tidy(root: string): { problems: Problem[]; files: number } {
  const api = new API({ cwd: root });
  try {
    const project = api.updateSnapshot({ openProject: join(root, 'tsconfig.json') }).getProjects()[0]!;
    const modules: Module[] = [];
    for (const path of project.rootFiles) {
      const file = relative(root, path);
      if (!/\.tsx?$/.test(file)) continue;
      const source = project.program.getSourceFile(path) as unknown as Node | undefined;
      if (source) modules.push(readModule(file, readFileSync(path, 'utf8'), source));
    }
    const checked = modules.filter(each => CHECKED.test(each.file));
    const problems = [
      ...checked.flatMap(checkModule),
      ...[...cycles(checked), ...crowded(checked), ...named(checked)],
      ...longFunctions(checked).map((each): Problem => ({ rule: 'long', ...each })),
      ...unusedExports(modules).map((each): Problem => ({ rule: 'unused', ...each })),
    ];
    return { problems, files: modules.length };
  } finally {
    api.close();
  }
}

function readModule(file: string, text: string, root: Node): Module {
  const imports: Module['imports'] = [];
  walk(root, node => {
    if (node.kind !== SyntaxKind.ImportDeclaration && node.kind !== SyntaxKind.ExportDeclaration) return;
    const specifier = (node.moduleSpecifier as { text?: string } | undefined)?.text;
    if (specifier) imports.push({ specifier, typeOnly: isTypeOnly(node) });
  });
  return { file, text, root, imports };
}

/** `import type ...`, or an import of which every name is a type. */
function isTypeOnly(node: Node): boolean {
  const clause = node.importClause as Node | undefined;
  if (node.isTypeOnly || clause?.isTypeOnly || clause?.phaseModifier === SyntaxKind.TypeKeyword) return true;
  const named = clause?.namedBindings as Node | undefined;
  const elements = (named?.elements as Node[] | undefined) ?? [];
  return !clause?.name && elements.length > 0 && [...elements].every(each => each.isTypeOnly === true);
}

function folderOf(file: string): string {
  if (file.startsWith('adapters/desks/')) return 'adapters/desks';
  return file.startsWith('adapters/') ? 'adapters' : file.split('/').slice(0, 2).join('/');
}

/** An adapter is its own folder; another adapter is foreign. */
function adapterOf(file: string): string {
  return file.split('/').slice(0, 3).join('/');
}

function checkModule(module: Module): Problem[] {
  const { file, text, root } = module;
  const problems: Problem[] = [];
  const add = (rule: Problem['rule'], words: string) => void problems.push({ rule, file, words });
  const isTest = file.startsWith('tests/');

  const calls: string[] = [];
  const places: Places = { literals: [], patterns: [], raws: [] };
  walk(root, node => {
    if (LITERALS.has(node.kind)) places.literals.push(node);
    if (node.kind === SyntaxKind.TaggedTemplateExpression) places.raws.push(node);
    if (node.kind === SyntaxKind.EnumDeclaration && !isTest) add('enum', 'An enum; write a union of names.');
    if (node.kind === SyntaxKind.ExportAssignment && !isTest) add('default-export', 'A default export; name it.');
    if (node.kind === SyntaxKind.ExportDeclaration && !node.exportClause)
      add('star-export', 'A star export; name what is exported.');
    if (node.kind === SyntaxKind.CallExpression || node.kind === SyntaxKind.NewExpression) {
      const callee = node.expression as Node;
      if (text.slice(callee.pos, callee.end).trim() === 'RegExp') places.patterns.push(node);
      const args = (node.arguments as unknown[] | undefined)?.length ?? 0;
      calls.push(
        `${node.kind === SyntaxKind.NewExpression ? 'new ' : ''}${text.slice(callee.pos, callee.end).trim()}(${args ? '…' : ''})`,
      );
    }
    if (node.kind === SyntaxKind.PropertyAccessExpression) calls.push(text.slice(node.pos, node.end).trim());
  });
  if (calls.some(each => /^vi\.(mock|doMock|unmock|hoisted)\(/.test(each)))
    add('mock', 'A module mock; write a small stand-in for the far side.');
  for (const each of lostEscapes(module, places))
    add('escape', `${each}: a string eats this backslash before a RegExp sees it; write two, or String.raw.`);
  if (isTest) return problems;

  if (!WORLD.test(file) && !BROWSER.test(file)) {
    for (const each of new Set(calls)) {
      if (
        /^(Date\.now|Math\.random|performance\.now|crypto\.(randomUUID|getRandomValues)|randomBytes|randomUUID)\(/.test(
          each,
        ) ||
        each === 'new Date()' ||
        each === 'process.env'
      ) {
        add('world', `${each}: clock, randomness and environment come in through the door.`);
      }
    }
  }
  if (file.startsWith('src/store/queries/')) {
    for (const each of calls)
      if (/\.(get|all|run)\(\)$/.test(each))
        add('sync-query', `${each.slice(-30)}: exists on SQLite only; await the query.`);
  }
  if (BAD_NAMES.test(basename(file).replace(/\.ts$/, '')) || basename(file) === 'index.ts')
    add('name', 'The name says nothing; name what it does.');
  if (!/^(#!.*\n)?\/\*\*/.test(text))
    add('opening', 'The file does not open with a sentence that says what it is for.');
  if (
    file.startsWith('src/app/') &&
    (calls.some(each => /\bcommit\(/.test(each)) || /\bsql`|\.(slowR|r)ows[<(]/.test(text))
  )
    add('app', 'It commits or runs SQL; src/app only wires.');
  problems.push(...checkImports(module));
  return problems;
}

/**
 * Escapes of patterns in strings: `\b` is a backspace there, and of `\d` only the letter is left. In what is handed to
 * RegExp every one is looked at; elsewhere the backspace, for a pattern may be built far from where it is used.
 */
function lostEscapes({ text }: Module, { literals, patterns, raws }: Places): string[] {
  const within = (places: Node[], node: Node) => places.some(each => each.pos <= node.pos && node.end <= each.end);
  return literals.flatMap(node => {
    // What stands before a literal, a comment too, is counted to it.
    const own = text.slice(node.pos, node.end).replace(/^(\s|\/\/.*\n|\/\*[\s\S]*?\*\/)+/, '');
    if (!own.includes('\\') || within(raws, node)) return [];
    const lost = within(patterns, node) ? /\\[^nrtfvux`'"$\\\n]/ : /\\b/;
    // Two backslashes are one for the RegExp: both are skipped, and what follows is its own.
    return [...own.matchAll(/\\[\s\S]/g)].flatMap(([each]) => (lost.test(each) ? [each] : []));
  });
}

/** String literals, what is handed to RegExp, and templates with a tag of their own, as one walk finds them. */
interface Places {
  literals: Node[];
  patterns: Node[];
  raws: Node[];
}

const LITERALS = new Set<number>([
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
]);

function checkImports(module: Module): Problem[] {
  const folder = folderOf(module.file);
  const allowed = TABLE[folder];
  if (!allowed)
    return [
      { rule: 'imports', file: module.file, words: `The folder ${folder} is not in the table of who may import whom.` },
    ];
  const problems: Problem[] = [];
  for (const { specifier, typeOnly } of module.imports) {
    const to = target(module, specifier);
    const toFolder = to === 'node' || to.startsWith('package:') ? to : folderOf(to);
    const own = toFolder === folder && (!folder.startsWith('adapters') || adapterOf(to) === adapterOf(module.file));
    const entry = (name: string) => allowed.includes(name) || (typeOnly && allowed.includes(`types:${name}`));
    const any = allowed.includes('*') || (to.startsWith('package:') && allowed.includes('package:*'));
    if (!own && !entry(toFolder) && !any) {
      problems.push({
        rule: 'imports',
        file: module.file,
        words: `${folder} may not import ${specifier}${typeOnly ? ' (as a type)' : ''}.`,
      });
    }
  }
  return problems;
}

function crowded(modules: Module[]): Problem[] {
  const files = modules
    .filter(each => each.file.startsWith('src/app/'))
    .map(each => each.file)
    .sort();
  const words = `src/app has ${files.length} files, and ${APP_FILES_MAX} are enough to wire everything.`;
  return files.slice(APP_FILES_MAX).map(file => ({ rule: 'app', file, words }));
}

/** Whoever asks for a kind by its name has to be found and changed for the next one: the kind itself says what is known. */
function named(modules: Module[]): Problem[] {
  const kinds = new Set(
    modules.flatMap(({ file }) => /^adapters\/(?:channels|desks)\/([^/]+)\//.exec(file)?.[1] ?? []),
  );
  return modules.flatMap(({ file, text, root }) => {
    if (!file.startsWith('src/') || NAMES_KINDS.test(file)) return [];
    const found: Problem[] = [];
    walk(root, node => {
      const literal = node.kind === SyntaxKind.StringLiteral ? text.slice(node.pos, node.end).trim().slice(1, -1) : '';
      if (kinds.has(literal) && !ALSO_WORDS[file]?.includes(literal))
        found.push({ rule: 'kind', file, words: `'${literal}': a kind is named in src/app/adapters.ts alone.` });
    });
    return found;
  });
}

/** Imports that lead back to where they began; types alone make no cycle at run time but still tie two files together. */
function cycles(modules: Module[]): Problem[] {
  const edges = new Map(
    modules.map(module => [module.file, module.imports.map(each => target(module, each.specifier))]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const problems: Problem[] = [];
  const visit = (file: string, path: string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      problems.push({ rule: 'cycle', file, words: [...path.slice(path.indexOf(file)), file].join(' -> ') });
      return;
    }
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) if (edges.has(next)) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const { file } of modules) visit(file, []);
  return problems;
}
