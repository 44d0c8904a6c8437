import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DESKS, registered } from '../../src/app/adapters.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the desks that the program opens', () => {
  test('are those that stand at the gate, and no others', () => {
    const atTheGate: string[] = [];
    for (const folder of readdirSync(join(ROOT, 'tests/adapters/desks'))) {
      const file = join(ROOT, 'tests/adapters/desks', folder, 'gate.test.ts');
      if (!existsSync(file)) continue;
      const text = readFileSync(file, 'utf8');
      // The whole file: nothing is left out, nothing is done in another way for one of them.
      const [, driver, from] =
        /^import \{ deskGate \} from '[./]+contracts\/gate\/gate\.ts';\nimport \{ (\w+) \} from '([\w./-]+)';\n\ndeskGate\(\1\);\n$/.exec(
          text,
        ) ?? [];
      expect([folder, driver]).not.toEqual([folder, undefined]);
      // Read, not imported: a driver brings the whole program with it.
      const source = readFileSync(join(ROOT, 'tests/adapters/desks', folder, from!), 'utf8');
      const [, kind = ''] =
        new RegExp(`export const ${driver}: GateDriver = \\{\\n  kind: '([\\w-]+)',\\n`).exec(source) ?? [];
      atTheGate.push(kind);
    }
    expect(atTheGate.sort()).toEqual([...DESKS].sort());
    expect(readdirSync(join(ROOT, 'adapters/desks')).sort()).toEqual([...DESKS].sort());
  });

  test('are asked by their name: another is not opened', () => {
    const kind = { kind: 'carrier-pigeon', label: 'Pigeons', open: () => ({}) as never };
    expect(() => registered(kind)).toThrow('The desk "carrier-pigeon" is not registered');
  });
});
