/**
 * Serves the practice page: its modules are the TypeScript sources with the types taken out, and preact comes straight
 * from its package. There is nothing to build, so what runs is what is read.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HttpRoute } from '../../../src/ports/http.ts';

const PAGE = join(import.meta.dirname, 'page');
const MODULES = [
  'api.ts',
  'button.ts',
  'card.ts',
  'command.ts',
  'composer.ts',
  'drafts.ts',
  'form.ts',
  'html.ts',
  'labelled.ts',
  'main.ts',
  'menu.ts',
  'picture.ts',
  'place.ts',
  'presses.ts',
  'room.ts',
  'said.ts',
  'seen.ts',
  'side.ts',
  'start.ts',
  'steps.ts',
  'tab.ts',
  'thread.ts',
  'wanted.ts',
];
const LIBRARIES = { preact: 'preact', 'preact/hooks': 'preact/hooks', htm: 'htm' } as const;

const IMPORT_MAP = JSON.stringify({
  imports: Object.fromEntries(Object.keys(LIBRARIES).map(name => [name, `/practice/lib/${name.replace('/', '-')}.js`])),
});
const IMPORT_MAP_HASH = createHash('sha256').update(IMPORT_MAP).digest('base64');

/** Nothing from elsewhere, no inline script but the import map, and nobody may frame the page. */
const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${IMPORT_MAP_HASH}'`,
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#125c4a"/><path d="M8 11h16M8 16h16M8 21h9" stroke="white" stroke-width="3" stroke-linecap="round"/></svg>`;

export function assetRoutes(): HttpRoute[] {
  const file = (path: string, type: string, make: () => string): HttpRoute => {
    let content: string | null = null;
    return {
      method: 'GET',
      path,
      handle: (_request, response) => {
        content ??= make();
        response.writeHead(200, {
          'Content-Type': type,
          'Cache-Control': 'no-cache',
          'Content-Security-Policy': POLICY,
        });
        response.end(content);
      },
    };
  };
  const script = 'text/javascript; charset=utf-8';
  return [
    file('/', 'text/html; charset=utf-8', () =>
      readFileSync(join(PAGE, 'index.html'), 'utf8').replace('{{importmap}}', IMPORT_MAP),
    ),
    file('/practice/style.css', 'text/css; charset=utf-8', () => readFileSync(join(PAGE, 'style.css'), 'utf8')),
    // Browsers ask for it on pages that name no icon of their own, such as the customers' mailbox.
    file('/favicon.ico', 'image/svg+xml', () => ICON),
    // The page's modules and the server name posts alike.
    file('/practice/ids.ts', script, () => strip(readFileSync(join(PAGE, '../ids.ts'), 'utf8'))),
    ...MODULES.map(name => file(`/practice/page/${name}`, script, () => strip(readFileSync(join(PAGE, name), 'utf8')))),
    ...Object.entries(LIBRARIES).map(([name, specifier]) =>
      file(`/practice/lib/${name.replace('/', '-')}.js`, script, () => {
        const found = fileURLToPath(import.meta.resolve(specifier)).replace(/\.js$/, '.mjs');
        return readFileSync(found, 'utf8').replace(/\/\/# sourceMappingURL=.*/, '');
      }),
    ),
  ];
}

/** Takes the types out. Node still calls this experimental, in a warning that says nothing to whoever runs the shop. */
function strip(source: string): string {
  const warn = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = warn;
  }
}
