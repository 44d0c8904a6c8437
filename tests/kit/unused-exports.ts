/** Nothing is exported that nobody imports: what only its own file uses is that file's own. */
import { SyntaxKind } from 'typescript/unstable/ast';
import { type Module, type Node, target, walk } from './source.ts';

/**
 * Read by others than modules (a script for old versions of Node, the tool that writes migrations), and the small
 * interfaces of the ports, which are there for whoever needs them next.
 */
const ENTRIES = /^src\/(ports\/.*|cli|main|store\/schema\.\w+)\.ts$/;

export function unusedExports(modules: Module[]): { file: string; words: string }[] {
  const used = new Map<string, Set<string>>();
  /** Files of which a module takes everything, and the words of that module. */
  const whole: [file: string, text: string][] = [];
  for (const module of modules) {
    walk(module.root, node => {
      const from = specifierOf(node);
      if (!from?.startsWith('.')) return;
      const file = target(module, from);
      const names = namesOf(node);
      if (names === null) whole.push([file, module.text]);
      else used.set(file, new Set([...(used.get(file) ?? []), ...names]));
    });
  }
  const isUsed = (file: string, name: string) =>
    used.get(file)?.has(name) || whole.some(([from, text]) => from === file && new RegExp(`\\b${name}\\b`).test(text));
  return modules
    .filter(({ file }) => /^(src|adapters)\//.test(file) && !ENTRIES.test(file))
    .flatMap(({ file, root }) =>
      exportsOf(root)
        .filter(name => !isUsed(file, name))
        .map(name => ({ file, words: `${name} is exported, and nobody imports it.` })),
    );
}

type Named = { text: string } | undefined;

function specifierOf(node: Node): string | undefined {
  if (node.kind === SyntaxKind.ImportDeclaration || node.kind === SyntaxKind.ExportDeclaration)
    return (node.moduleSpecifier as Named)?.text;
  if (node.kind === SyntaxKind.ImportType) return (node.argument as { literal?: Named } | undefined)?.literal?.text;
  const isImport =
    node.kind === SyntaxKind.CallExpression && (node.expression as Node).kind === SyntaxKind.ImportKeyword;
  return isImport ? (node.arguments as Named[])[0]?.text : undefined;
}

/** The names that an import takes; null for the whole module. */
function namesOf(node: Node): string[] | null {
  if (node.kind === SyntaxKind.ImportType) return [(node.qualifier as Named)?.text ?? ''];
  const clause = node.importClause as Node | undefined;
  const bindings = (clause?.namedBindings ?? node.exportClause) as Node | undefined;
  const elements = bindings?.elements as { name: Named; propertyName: Named }[] | undefined;
  return elements ? [...elements].map(each => (each.propertyName ?? each.name)?.text ?? '') : null;
}

function exportsOf(root: Node): string[] {
  const names: string[] = [];
  root.forEachChild?.(node => {
    const modifiers = [...((node.modifiers as Node[] | undefined) ?? [])];
    if (!modifiers.some(each => each.kind === SyntaxKind.ExportKeyword)) return;
    const declared = (node.declarationList as { declarations: { name: Named }[] } | undefined)?.declarations;
    for (const each of declared ? [...declared] : [node as unknown as { name: Named }])
      if (each.name?.text) names.push(each.name.text);
  });
  return names;
}
