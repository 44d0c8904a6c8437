/**
 * Makes loading cheap; required before anything else is imported. Nothing depends on it: without it, all is loaded as well,
 * in more time.
 *
 * - To find out what a file of a package is, Node reads and parses that package's whole package.json, anew for each file.
 *   The one of drizzle-orm has 179 KB, and a start imports 113 of its files: a third of a start's processor time, and 120 MB
 *   of garbage. An import by a relative path that names its file in full needs nothing of it, and one by the package's name
 *   is looked up once.
 * - What was stripped of its types and compiled once is kept beside the packages, with the rights of the code itself:
 *   whoever may write there could change the code as well. Where it cannot be written, it is compiled at each start.
 */
const { enableCompileCache, registerHooks } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const OURS = pathToFileURL(join(__dirname, '..', '/')).href;
/** Packages whose files are all modules, by what their package.json says at the top. */
const MODULES = /\/node_modules\/(?:drizzle-orm|zod)\//;
/** zod brings its words in 64 languages; all but English are for who asks for them, and nobody does. */
const ALL_LANGUAGES = '../locales/index.js';
const ENGLISH = '../locales/en.js';
/** As `npm` keeps what tools may throw away. */
const COMPILED = join(__dirname, '../node_modules/.cache/deskhand');

/** What a file is that is imported by a relative path; null where Node has to look. */
function formatOf(specifier, parent) {
  if (parent.includes('/node_modules/')) return specifier.endsWith('.js') && MODULES.test(parent) ? 'module' : null;
  return specifier.endsWith('.ts') && parent.startsWith(OURS) ? 'module-typescript' : null;
}

/** What a name of a package stands for is the same for all of our files. */
const packages = new Map();

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context;
    if (!parentURL) return next(specifier, context);
    if (specifier.startsWith('.')) {
      const format = formatOf(specifier, parentURL);
      if (format === null) return next(specifier, context);
      const file = specifier === ALL_LANGUAGES && parentURL.includes('/zod/') ? ENGLISH : specifier;
      return { url: new URL(file, parentURL).href, format, shortCircuit: true };
    }
    if (!parentURL.startsWith(OURS) || parentURL.includes('/node_modules/')) return next(specifier, context);
    // A package may have two forms: one for `import`, and one for `require`.
    const key = `${specifier} ${context.conditions.includes('import')}`;
    const known = packages.get(key);
    if (known) return known;
    const found = next(specifier, context);
    packages.set(key, { ...found, shortCircuit: true });
    return found;
  },
});

// Threads have a cache of their own making: they find the place in the environment.
process.env.NODE_COMPILE_CACHE ??= COMPILED;
enableCompileCache(process.env.NODE_COMPILE_CACHE);
