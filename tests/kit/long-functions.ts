/** No function is longer than can be seen whole; the long ones of today are listed, and the list may only shrink. */
import { basename } from 'node:path';
import { SyntaxKind } from 'typescript/unstable/ast';
import { LONG_FUNCTIONS, TOO_LONG } from './long-list.ts';
import type { Module, Node } from './source.ts';

/** Longer ones stand on the list. */
const LINES_MAX = 70;
/** Nothing is longer than this. */
const LISTED_LINES_MAX = 120;

const FUNCTIONS = new Set<number>([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
]);

interface LongFunction {
  file: string;
  /** `receive.ts: receiveMail`: whole paths would change with every move. */
  name: string;
  lines: number;
}

export function longFunctions(modules: Module[]): { file: string; words: string }[] {
  const listed = { ...LONG_FUNCTIONS, ...TOO_LONG };
  const long = modules
    .filter(each => /^(src|adapters)\//.test(each.file))
    .flatMap(functionsOf)
    .filter(each => each.lines > LINES_MAX);
  const problems = long.flatMap(({ file, name, lines }) => {
    const may = listed[name] ?? LINES_MAX;
    if (lines > LISTED_LINES_MAX && !(name in TOO_LONG))
      return [{ file, words: `${name} has ${lines} lines, and nothing may have over ${LISTED_LINES_MAX}: split it.` }];
    return lines > may ? [{ file, words: `${name} has ${lines} lines, and may have ${may}: split it.` }] : [];
  });
  const names = new Set(long.map(each => each.name));
  const gone = Object.keys(listed).filter(each => !names.has(each));
  const words = 'is not long any more: take it off the list.';
  return [...problems, ...gone.map(each => ({ file: 'tests/kit/long-list.ts', words: `${each} ${words}` }))];
}

/** The functions of a file, each with what is written within it. */
function functionsOf({ file, text, root }: Module): LongFunction[] {
  const found: LongFunction[] = [];
  const visit = (node: Node, parent: Node) => {
    if (!FUNCTIONS.has(node.kind)) {
      node.forEachChild?.(child => visit(child, node));
      return;
    }
    // What stands before a node, a comment too, is counted to it.
    const own = text.slice(node.pos, node.end).replace(/^(\s|\/\/.*\n|\/\*[\s\S]*?\*\/)+/, '');
    const name = [node, parent].map(each => (each.name as { text?: string } | undefined)?.text).find(Boolean);
    found.push({ file, name: `${basename(file)}: ${name ?? '(function)'}`, lines: own.split('\n').length });
  };
  visit(root, root);
  return found;
}
