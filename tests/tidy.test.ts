import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Problem, tidy } from './kit/tidy.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** One file for each way to break a rule, with what the check must say of it. */
const BROKEN: [file: string, text: string, rule: Problem['rule'], words: RegExp][] = [
  [
    'src/core/a.ts',
    "/** A. */\nimport { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
    'imports',
    /may not import node:fs/,
  ],
  ['src/core/b.ts', "/** B. */\nimport type { Z } from 'zod';\nexport type B = Z;\n", 'imports', /may not import zod/],
  [
    'src/desk/c.ts',
    "/** C. */\nimport { p } from '../ports/p.ts';\nexport const c = p;\n",
    'imports',
    /may not import \.\.\/ports/,
  ],
  [
    'src/intake/d.ts',
    "/** D. */\nimport { r } from '../reply/r.ts';\nexport const d = r;\n",
    'imports',
    /may not import \.\.\/reply/,
  ],
  [
    'src/reply/r2.ts',
    "/** R. */\nimport { s } from '../store/s.ts';\nexport const r2 = s;\n",
    'imports',
    /may not import \.\.\/store/,
  ],
  [
    'src/outbox/e.ts',
    "/** E. */\nimport { r } from '../reply/r.ts';\nexport const e = r;\n",
    'imports',
    /may not import/,
  ],
  ['src/strange/f.ts', '/** F. */\nexport const f = 1;\n', 'imports', /not in the table/],
  [
    'adapters/channels/one/g.ts',
    "/** G. */\nimport { r } from '../../../src/reply/r.ts';\nexport const g = r;\n",
    'imports',
    /adapters may not import/,
  ],
  [
    'adapters/channels/one/h.ts',
    "/** H. */\nimport { x } from '../two/x.ts';\nexport const h = x;\n",
    'imports',
    /adapters may not import \.\.\/two/,
  ],
  [
    'src/handling/k.ts',
    "/** K. */\nexport const k = (kind: string) => kind === 'one';\n",
    'kind',
    /'one': a kind is named in src\/app/,
  ],
  [
    'src/app/commits.ts',
    '/** C. */\nexport const c = (store: { commit(ops: []): void }) => store.commit([]);\n',
    'app',
    /only wires/,
  ],
  ['src/app/now.ts', '/** N. */\nexport const now = () => Date.now();\n', 'world', /Date\.now/],
  [
    'src/acts/app.ts',
    "/** A. */\nimport { now } from '../app/world.ts';\nexport const a = now;\n",
    'imports',
    /may not import \.\.\/app/,
  ],
  ['src/app/zz.ts', '/** Z. */\nexport const z = 1;\n', 'app', /13 files, and 12 are enough/],
  [
    'src/core/cycle1.ts',
    "/** 1. */\nimport { two } from './cycle2.ts';\nexport const one = () => two;\n",
    'cycle',
    /cycle1\.ts -> src\/core\/cycle2\.ts -> src\/core\/cycle1\.ts/,
  ],
  ['tests/mocked.test.ts', "import { vi } from 'vitest';\nvi.mock('./x.ts');\n", 'mock', /module mock/],
  ['src/core/now.ts', '/** N. */\nexport const now = () => Date.now();\n', 'world', /Date\.now/],
  ['src/core/date.ts', '/** N. */\nexport const now = () => new Date();\n', 'world', /new Date\(\)/],
  ['src/store/random.ts', '/** R. */\nexport const x = Math.random();\n', 'world', /Math\.random/],
  ['adapters/channels/one/env.ts', '/** V. */\nexport const x = process.env.X;\n', 'world', /process\.env/],
  ['src/core/colours.ts', '/** C. */\nexport enum Colour { red }\n', 'enum', /union/],
  ['src/core/star.ts', "/** S. */\nexport * from './now.ts';\n", 'star-export', /star/],
  ['src/core/standard.ts', '/** D. */\nconst x = 1;\nexport default x;\n', 'default-export', /default/],
  ['src/core/utils.ts', '/** U. */\nexport const u = 1;\n', 'name', /says nothing/],
  ['src/core/index.ts', '/** I. */\nexport const i = 1;\n', 'name', /says nothing/],
  ['src/core/silent.ts', 'export const s = 1;\n', 'opening', /does not open/],
  [
    'src/store/queries/q.ts',
    '/** Q. */\nexport const q = (db: { select(): { all(): number } }) => db.select().all();\n',
    'sync-query',
    /SQLite only/,
  ],
  [
    'src/core/bounds.ts',
    '/** B. */\nexport const named = (name: string) => new RegExp(`@${name}\\b`, "i");\n',
    'escape',
    /\\b: a string eats/,
  ],
  ['src/core/digits.ts', "/** D. */\nexport const digits = RegExp('^' + '\\d+$');\n", 'escape', /\\d: a string eats/],
  ['src/core/far.ts', "/** F. */\nconst WORD = '\\bword';\nexport const far = new RegExp(WORD);\n", 'escape', /\\b/],
  ['tests/pattern.ts', 'export const spaces = new RegExp(`${1}\\s${2}`);\n', 'escape', /\\s/],
  ['src/core/unused.ts', '/** U. */\nexport const lonely = 1;\n', 'unused', /lonely is exported/],
  [
    'src/core/long.ts',
    `/** L. */\nfunction long() {\n${'  long();\n'.repeat(69)}}\n`,
    'long',
    /long\.ts: long has 71 lines, and may have 70/,
  ],
  [
    'adapters/channels/one/longer.ts',
    `/** L. */\nconst longer = () => {\n${'  longer();\n'.repeat(119)}};\n`,
    'long',
    /longer has 121 lines, and nothing may have over 120/,
  ],
  ['tests/kit/long-list.ts', '', 'long', /evolve\.ts: evolve is not long any more/],
];
const GOOD: [string, string][] = [
  [
    'src/ports/p.ts',
    "/** P. */\nimport type { now } from '../core/now.ts';\nexport const p = 1;\nexport type T = typeof now;\n",
  ],
  ['src/reply/r.ts', "/** R. */\nimport { p } from '../ports/p.ts';\nexport const r = p;\n"],
  ['src/store/s.ts', '/** S. */\nexport const s = new Date(0);\n'],
  ['src/core/cycle2.ts', "/** 2. */\nimport { one } from './cycle1.ts';\nexport const two = () => one;\n"],
  ['adapters/channels/two/x.ts', "/** X. */\nimport { p } from '../../../src/ports/p.ts';\nexport const x = p;\n"],
  ['src/app/world.ts', '/** W. */\nexport const now = () => Date.now();\n'],
  ...Array.from({ length: 9 }, (_, i): [string, string] => [`src/app/y${i}.ts`, '/** Y. */\nvoid 0;\n']),
  [
    'src/desk/patterns.ts',
    "/** P. */\nexport const all = [new RegExp('\\\\bx\\\\d\\n'), new RegExp(String.raw`\\bx`), /\\bx/, '\\\\b'];\n",
  ],
  ['src/core/short.ts', `/** S. */\nfunction short() {\n${'  short();\n'.repeat(68)}}\n`],
  [
    'bench/uses.ts',
    "import type { U } from '../src/desk/typed.ts';\nexport const { now } = await import('../src/app/world.ts');\nexport type All = [U, typeof import('../src/desk/patterns.ts').all];\n",
  ],
  ['src/desk/typed.ts', "/** T. */\nimport type { T } from '../ports/p.ts';\nexport type U = T;\n"],
];

describe('the house', () => {
  test('is tidy', () => {
    const { problems, files } = tidy(ROOT);
    expect(files).toBeGreaterThan(80);
    expect(problems.map(each => `${each.file}: ${each.words}`)).toEqual([]);
    // The whole source is parsed, beside whatever else the machine does.
  }, 600_000);

  test('the story in docs/flow.md leads through files that are there, each once', () => {
    const story = readFileSync(join(ROOT, 'docs/flow.md'), 'utf8');
    const paths = [...story.matchAll(/`((?:src|adapters)\/[\w./-]+)`/g)].map(each => each[1]!);
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.filter(each => !existsSync(join(ROOT, each)))).toEqual([]);
    expect(paths.filter((each, i) => paths.indexOf(each) !== i)).toEqual([]);
  });

  test('documents have lines of 120 characters at most', () => {
    const documents = globSync('**/*.md', { cwd: ROOT, exclude: ['**/node_modules/**'] });
    expect(documents.length).toBeGreaterThan(20);
    const long = documents.flatMap(file =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line, i) => (line.length > 120 ? [`${file}:${i + 1}: ${line.length} characters`] : [])),
    );
    expect(long).toEqual([]);
  });

  test('each rule can be seen to fail, and good files are left alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-tidy-'));
    for (const [file, text] of [...BROKEN, ...GOOD]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { module: 'nodenext', allowImportingTsExtensions: true, noEmit: true },
        include: ['src', 'adapters', 'tests', 'bench'],
      }),
    );
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const { problems } = tidy(folder);
    rmSync(folder, { recursive: true, force: true });
    for (const [file, , rule, words] of BROKEN) {
      const found = problems.filter(each => each.rule === rule && (each.file === file || each.words.includes(file)));
      expect(found.map(each => each.words).join('\n'), `${rule} in ${file}`).toMatch(words);
    }
    const blamed = new Set(problems.filter(each => each.rule !== 'cycle').map(each => each.file));
    for (const [file] of GOOD) expect(blamed.has(file), `${file} was blamed`).toBe(false);
  });
});
