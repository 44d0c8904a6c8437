/**
 * Makes loading cheap; required before anything else is imported. Nothing depends on it: without it, all is loaded as well,
 * in more time.
 *
 * - To find out what a file of a package is, Node reads and parses that package's whole package.json, anew for each file.
 *   The one of drizzle-orm has 179 KB, and a start imports 113 of its files: a third of a start's processor time, and 120 MB
 *   of garbage. An import by a relative path that names its file in full needs nothing of it.
 * - What was stripped of its types and compiled once is kept beside the packages, with the rights of the code itself:
 *   whoever may write there could change the code as well. Where it cannot be written, it is compiled at each start.
 */
const { enableCompileCache, registerHooks } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const OURS = pathToFileURL(join(__dirname, '..', '/')).href;
const DRIZZLE = '/node_modules/drizzle-orm/';
/** As `npm` keeps what tools may throw away. */
const COMPILED = join(__dirname, '../node_modules/.cache/deskhand');

/** What a file is that is imported by a relative path; null where Node has to look. */
function formatOf(specifier, parent) {
  if (!specifier.startsWith('.') || !parent) return null;
  if (parent.includes('/node_modules/')) return specifier.endsWith('.js') && parent.includes(DRIZZLE) ? 'module' : null;
  return specifier.endsWith('.ts') && parent.startsWith(OURS) ? 'module-typescript' : null;
}

registerHooks({
  resolve(specifier, context, next) {
    const format = formatOf(specifier, context.parentURL);
    if (format === null) return next(specifier, context);
    return { url: new URL(specifier, context.parentURL).href, format, shortCircuit: true };
  },
});

// Threads have a cache of their own making: they find the place in the environment.
process.env.NODE_COMPILE_CACHE ??= COMPILED;
enableCompileCache(process.env.NODE_COMPILE_CACHE);
