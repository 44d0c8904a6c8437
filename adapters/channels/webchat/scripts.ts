/** The scripts that the launcher and the panel load, under addresses that name their version. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRoute } from '../../../src/ports/http.ts';
import { sendText } from './packed.ts';

const PAGE = join(import.meta.dirname, 'page');
export const SCRIPT = 'text/javascript; charset=utf-8';
/** Pages that isolate themselves take nothing from elsewhere that does not say that they may. */
export const FOR_ANY_PAGE = { 'Cross-Origin-Resource-Policy': 'cross-origin' };
/** Loaded with the first open. */
const FRAME = '/chat/frame.js';
/** The chat itself, apart from its page: browsers keep it from one page of the shop to the next. */
const PANEL = '/chat/panel.js';
/** What a chat does not need when it is opened. */
const LATER = '/chat/later.js';
/** The questions before a chat. */
const FORM = '/chat/form.js';
/** Solves puzzles; fetched only under load. */
const WORK = '/chat/work.js';
/** Never asked for again: another version has another address. */
const VERSION_CACHE = 'public, max-age=31536000, immutable';

export function read(name: string): string {
  return readFileSync(join(PAGE, name), 'utf8');
}

/** Changes with every change of what browsers get. */
export function builtVersion(): string {
  const names = ['loader.js', 'frame.js', 'panel.js', 'later.js', 'form.js', 'panel.css'];
  const all = names.map(name => read(`built/${name}`)).join('\n');
  return createHash('sha256').update(all).digest('hex').slice(0, 10);
}

export function scriptUrls(publicUrl: string): Record<'panelUrl' | 'workUrl' | 'laterUrl' | 'formUrl', string> {
  const { origin } = new URL(publicUrl);
  const [panelUrl, workUrl, laterUrl, formUrl] = [PANEL, WORK, LATER, FORM].map(path => `${origin}${path}`);
  return { panelUrl: panelUrl!, workUrl: workUrl!, laterUrl: laterUrl!, formUrl: formUrl! };
}

export function scriptRoutes(): HttpRoute[] {
  const version = builtVersion();
  const script = (path: string, name: string, cache: (isThis: boolean) => string | null): HttpRoute => {
    const text = read(name);
    return {
      method: 'GET',
      path,
      handle: (request, response, url) => {
        const headers = { 'Content-Type': SCRIPT, 'Access-Control-Allow-Origin': '*', ...FOR_ANY_PAGE };
        const kept = cache(url.searchParams.get('v') === version);
        if (kept !== null) return sendText(request, response, text, { ...headers, 'Cache-Control': kept }, true);
        response.writeHead(404, { ...headers, 'Cache-Control': 'no-store' }).end();
      },
    };
  };
  return [
    // Asked for by a launcher or a page of another version it is this one for once.
    script(FRAME, 'built/frame.js', isThis => (isThis ? VERSION_CACHE : 'no-cache')),
    script(PANEL, 'built/panel.js', isThis => (isThis ? VERSION_CACHE : 'no-cache')),
    // They belong to one panel: with another one they would not find what they share.
    script(LATER, 'built/later.js', isThis => (isThis ? VERSION_CACHE : null)),
    script(FORM, 'built/form.js', isThis => (isThis ? VERSION_CACHE : null)),
    script(WORK, 'built/work.js', () => 'public, max-age=3600'),
  ];
}
