/**
 * Builds the small files that browsers load from the page's sources: `npm run webchat`. They are committed, so that nothing
 * has to be built where Deskhand runs; a test says when they are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'lightningcss';
import { rolldown } from 'rolldown';

const HERE = import.meta.dirname;
const PANEL = 'panel/main.tsx';

/** @returns the files by name */
export async function build(): Promise<Record<string, string>> {
  const style = (name: string) =>
    transform({
      filename: name,
      code: readFileSync(join(HERE, name)),
      minify: true,
      errorRecovery: false,
    }).code.toString();
  const loaderStyle = style('loader.css');
  return {
    'loader.js': await script('loader.ts', { __STYLE__: JSON.stringify(loaderStyle) }),
    'panel.js': await script(PANEL, {}),
    'work.js': await script('work.ts', {}, 'es'),
    'panel.css': style('panel.css'),
  };
}

/**
 * Names by which preact speaks with components that are classes, and this page's own names for what is in the chat. Nobody
 * outside of the script knows them, and short ones save what is scarce here.
 */
const OWN_NAMES =
  /^(getDerivedStateFrom(Props|Error)|component(WillReceiveProps|WillUpdate|DidUpdate|WillMount|DidMount|DidCatch|WillUnmount)|shouldComponentUpdate|get(ChildContext|SnapshotBeforeUpdate)|contextType|debounceRendering|forceUpdate|setState|props|state|context|vnode|diffed|unmount|outbox|phase|asking|asked|began|wrong|wrote|entries|typing|menu|chat|note|lost|mark|line|words|calm|agreed)$/;

async function script(entry: string, define: Record<string, string>, format: 'iife' | 'es' = 'iife'): Promise<string> {
  const bundle = await rolldown({
    input: join(HERE, entry),
    transform: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' }, define, target: 'es2022' },
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({
    format,
    // Only the panel has a chat, and preact: elsewhere `entries` is what every array has.
    minify: { compress: true, mangle: true, ...(entry === PANEL ? { mangleProps: { include: OWN_NAMES } } : {}) },
  });
  await bundle.close();
  // Marks for other bundlers; nobody reads them here.
  const marks = /(\w?)\s*\/\* @(?:__PURE__|vite-ignore) \*\/\s*/g;
  return output[0].code.replaceAll(marks, (_, before) => (before ? `${before} ` : '')).trim();
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(await build())) {
    writeFileSync(join(HERE, 'built', name), text);
    console.log(`${name} ${Buffer.byteLength(text)} bytes`);
  }
}
