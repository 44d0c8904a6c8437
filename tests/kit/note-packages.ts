/** Loaded before a program (`node --import`): writes down from which packages it loads anything, into the file of NOTED_PACKAGES. */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env.NOTED_PACKAGES;
const seen = new Set<string>();

if (file)
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(resolved.url)?.[1];
      if (name && !seen.has(name)) {
        seen.add(name);
        appendFileSync(file, `${name}\n`);
      }
      return resolved;
    },
  });
