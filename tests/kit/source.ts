/** The source as TypeScript's own parser reads it. */
import { dirname, relative, resolve } from 'node:path';

export interface Node {
  kind: number;
  pos: number;
  end: number;
  forEachChild?(visit: (node: Node) => void): void;
  [key: string]: unknown;
}

export interface Module {
  file: string;
  text: string;
  root: Node;
  imports: { specifier: string; typeOnly: boolean }[];
}

export function walk(node: Node, see: (node: Node) => void): void {
  see(node);
  node.forEachChild?.(child => walk(child, see));
}

/** The file that an import names; `node` or `package:<name>` for others. */
export function target(module: Module, specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  if (!specifier.startsWith('.'))
    return `package:${specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/')}`;
  return relative(resolve('/'), resolve('/', dirname(module.file), specifier));
}
