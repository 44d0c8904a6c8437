/**
 * Builds the small files that browsers load from the page's sources: `npm run webchat`. They are committed, so that nothing
 * has to be built where Deskhand runs; a test says when they are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Features, transform } from 'lightningcss';
import { type Plugin, rolldown } from 'rolldown';

const HERE = import.meta.dirname;
const PANEL = 'panel/main.tsx';
/** Fetched by the panel when it is needed. */
const LATER = 'panel/later.tsx';
/** Fetched where a site asks something first, and then it needs nothing else of what comes later. */
const FORM = 'panel/form.tsx';
const PANEL_STYLE = 'panel.css';
/** Browsers of spring 2022 still draw the button: no newer syntax is put into its style. Versions as lightningcss counts them. */
const OLDEST = { chrome: 99 << 16, firefox: 98 << 16, safari: (15 << 16) | (4 << 8) };

/** @returns the files by name */
export async function build(): Promise<Record<string, string>> {
  const style = (name: string) =>
    transform({
      filename: name,
      code: readFileSync(join(HERE, name)),
      minify: true,
      errorRecovery: false,
      // Browsers before Safari 16.4 do not know `height <= 420px`, which is what `max-height` would be shortened to.
      ...(name === PANEL_STYLE ? { include: Features.MediaRangeSyntax } : { targets: OLDEST }),
    }).code.toString();
  const styled = (name: string) => ({ __STYLE__: JSON.stringify(style(`${name}.css`)) });
  const panel = await bundled(PANEL, {});
  return {
    'loader.js': await script('loader.ts', styled('loader')),
    'frame.js': await script('frame.ts', styled('frame'), 'es'),
    'panel.js': panel.text,
    'later.js': (await bundled(LATER, {}, 'es', panel.names)).text,
    'form.js': (await bundled(FORM, {}, 'es', panel.names)).text,
    'work.js': await script('work.ts', {}, 'es'),
    'panel.css': style(PANEL_STYLE),
  };
}

/**
 * Names by which preact speaks with components that are classes, and this page's own names for what is in the chat. Nobody
 * outside of the script knows them, and short ones save what is scarce here.
 */
const OWN_NAMES =
  /^(getDerivedStateFrom(Props|Error)|component(WillReceiveProps|WillUpdate|DidUpdate|WillMount|DidMount|DidCatch|WillUnmount)|shouldComponentUpdate|get(ChildContext|SnapshotBeforeUpdate)|contextType|debounceRendering|forceUpdate|setState|props|state|context|vnode|diffed|unmount|outbox|phase|asking|asked|began|wrong|wrote|entries|typing|menu|chat|note|lost|mark|line|words|calm|agreed|chosen|thumbs|held|goesOn|thumb)$/;

/** What the panel hands to the parts that come later: loading.tsx puts it there. */
const SHARED = [
  ...['Fragment', 'h', 'Icon', 'changed', 'chat', 'keep', 'config', 'sizeOf', 't'],
  ...['ask', 'authorized', 'hasToken', 'keepThumb', 'newId', 'settle', 'wipe', 'write', 'enter', 'questions'],
].join();

/** In the parts that come later, modules that the panel has already are what the panel shares. */
const fromPanel: Plugin = {
  name: 'shared with the panel',
  resolveId: id => (/^(preact|\.\/(icon|shop|state|talk|words)\.tsx?)$/.test(id) ? '\0shared' : null),
  load: id => (id === '\0shared' ? `const { ${SHARED} } = window.shared; export { ${SHARED} };` : null),
};

async function script(entry: string, define: Record<string, string>, format: 'iife' | 'es' = 'iife'): Promise<string> {
  return (await bundled(entry, define, format)).text;
}

interface Bundled {
  text: string;
  /** The short names that were given. */
  names: Record<string, string | false>;
}

async function bundled(
  entry: string,
  define: Record<string, string>,
  format: 'iife' | 'es' = 'iife',
  /** Of the script that this one belongs to. */
  names: Bundled['names'] = {},
): Promise<Bundled> {
  const bundle = await rolldown({
    input: join(HERE, entry),
    plugins: entry === LATER || entry === FORM ? [fromPanel] : [],
    transform: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' }, define, target: 'es2022' },
    logLevel: 'silent',
  });
  // Only the panel has a chat, and preact: elsewhere `entries` is what every array has.
  const mangleProps = [PANEL, LATER, FORM].includes(entry) ? { include: OWN_NAMES, cache: names } : undefined;
  const { output, mangleCache = {} } = await bundle.generate({
    format,
    minify: { compress: true, mangle: true, ...(mangleProps ? { mangleProps } : {}) },
  });
  await bundle.close();
  // Marks for other bundlers; nobody reads them here.
  const marks = /(\w?)\s*\/\* @(?:__PURE__|vite-ignore) \*\/\s*/g;
  const text = output[0].code.replaceAll(marks, (_, before) => (before ? `${before} ` : '')).trim();
  return { text, names: mangleCache };
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(await build())) {
    writeFileSync(join(HERE, 'built', name), text);
    console.log(`${name} ${Buffer.byteLength(text)} bytes`);
  }
}
