/**
 * Builds the one file with what a picture needs of Vega: `npm run vega`. Vega and its parts are 78 packages of 24 MB; what is
 * used of them is less than one. It is committed, so that nothing has to be built where Deskhand runs; a test says when the
 * versions are out of date.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../../..');
const ENTRY = `export { parse, View } from 'vega';\nexport { compile } from 'vega-lite';\n`;
/** In some packages it is called LICENCE, or has an ending. */
const LICENCE = /^licen[cs]e(\.\w+)?$/i;

async function build(): Promise<{ code: string; licences: string }> {
  const packages = new Set<string>();
  const bundle = await rolldown({
    input: 'entry',
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: id => (id === 'entry' ? join(HERE, 'entry.js') : null),
        load: id => {
          const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
          if (folder) packages.add(folder);
          return id === join(HERE, 'entry.js') ? ENTRY : null;
        },
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'es', minify: true, codeSplitting: false });
  await bundle.close();
  return { code: output[0].code, licences: [...packages].sort().map(licenceOf).join('\n') };
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find(each => LICENCE.test(each));
  const text = file
    ? readFileSync(join(folder, file), 'utf8').trim()
    : `${license}, see ${folder.slice(ROOT.length + 1)}`;
  return `## ${name}@${version}\n\n${text}\n`;
}

const { code, licences } = await build();
writeFileSync(join(HERE, 'built/vega.js'), code);
writeFileSync(join(HERE, 'built/LICENSES'), licences);
console.log(`vega.js ${Buffer.byteLength(code)} bytes`);
