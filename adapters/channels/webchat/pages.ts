/** Serves the loader, the chat panel and the sample shop. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRoute } from '../../../src/ports/http.ts';

const PAGE = join(import.meta.dirname, 'page');
const read = (name: string) => readFileSync(join(PAGE, name), 'utf8');
const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export interface PanelSite {
  /** `/chat/<name>` */
  at: string;
  name: string;
  origins: string[];
  title: string;
}

/** The panel in its frame: only our own script and style, and only the shop's own pages may frame it. */
export function panelRoutes({ at, name, origins, title }: PanelSite): HttpRoute[] {
  const script = read('panel.js');
  const style = read('panel.css');
  const config = JSON.stringify({ at, name, title, origins }).replaceAll('<', '\\u003c');
  const html = read('panel.html')
    .replace('{{style}}', () => style)
    .replace('{{config}}', () => config)
    .replace('{{script}}', () => script);
  const policy = [
    "default-src 'none'",
    `script-src ${digest(script)}`,
    `style-src ${digest(style)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${origins.length ? origins.map(originOnly).join(' ') : "'none'"}`,
  ].join('; ');
  return [
    {
      method: 'GET',
      path: `${at}/panel`,
      handle: (_request, response) => {
        response.writeHead(200, {
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Security-Policy': policy,
          'Cache-Control': 'no-cache',
        });
        response.end(html);
      },
    },
  ];
}

/** Nothing but an origin gets into the policy: a stray `;` there would open it. */
function originOnly(text: string): string {
  return URL.canParse(text) ? new URL(text).origin : "'none'";
}

/** The one loader of every site, and the sample shop for whoever tries it out. */
export function sharedRoutes(sampleSite: string | null): HttpRoute[] {
  const loader = read('loader.js');
  const routes: HttpRoute[] = [
    {
      method: 'GET',
      path: '/w.js',
      handle: (_request, response) => {
        response.writeHead(200, {
          'Content-Type': 'text/javascript; charset=utf-8',
          'Cache-Control': 'public, max-age=300',
          'Cross-Origin-Resource-Policy': 'cross-origin',
        });
        response.end(loader);
      },
    },
  ];
  if (sampleSite !== null) {
    const shop = read('shop.html').replaceAll('{{site}}', sampleSite);
    routes.push({
      method: 'GET',
      path: '/demo/shop',
      handle: (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' });
        response.end(shop);
      },
    });
  }
  return routes;
}
