/** The pages of the sign-in with X: one path for all channels. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapedHtml, pageHtml } from '../../../../src/core/html.ts';
import type { HttpRoute } from '../../../../src/ports/http.ts';
import { CALLBACK_PATH, NO_CHANNEL, SIGN_IN_PATH, type SignIn, STATE_MS, type Step } from './sign-in.ts';

const COOKIE = 'deskhand_x_sign_in';
/** A state has 100 characters, a code of X about as many. */
const QUERY_CHARS_MAX = 2_000;

/** @param find the sign-in of an open channel, in whichever workspace */
export function signInRoutes(find: (channelId: string) => SignIn | null, publicUrl: string): HttpRoute[] {
  const isSecure = publicUrl.startsWith('https:');
  return [
    {
      method: 'GET',
      path: SIGN_IN_PATH,
      handle: (_request, response, url) => {
        const { c = '', t = '' } = queryOf(url);
        show(response, find(c)?.begin(t) ?? NO_CHANNEL, isSecure);
      },
    },
    {
      method: 'GET',
      path: CALLBACK_PATH,
      handle: async (request, response, url) => {
        const { state = '', code = null, error = null } = queryOf(url);
        const signIn = find(state.split('.')[0] ?? '');
        const step = (await signIn?.finish({ state, code, error, cookie: cookieOf(request) })) ?? NO_CHANNEL;
        show(response, step, isSecure);
      },
    },
  ];
}

function queryOf(url: URL): Record<string, string | undefined> {
  return url.search.length > QUERY_CHARS_MAX ? {} : Object.fromEntries(url.searchParams);
}

function cookieOf(request: IncomingMessage): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map(each => each.trim().split('='));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? null;
}

/** `Lax`: the browser shows it to us when X sends it back, and to nobody who asks from another page. */
function cookie(value: string, seconds: number, isSecure: boolean): string {
  const parts = [`${COOKIE}=${value}`, 'Path=/x/', `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Lax'];
  return [...parts, ...(isSecure ? ['Secure'] : [])].join('; ');
}

function show(response: ServerResponse, step: Step, isSecure: boolean): void {
  response.setHeader('Cache-Control', 'no-store');
  if (step.as === 'go') {
    response.writeHead(302, {
      Location: step.to,
      'Set-Cookie': cookie(step.cookie, STATE_MS / 1_000, isSecure),
    });
    response.end();
    return;
  }
  const done = step.as === 'done';
  const title = done ? `Signed in as @${step.handle}` : step.title;
  const words = done ? 'Deskhand can use this account now. You can close this page.' : step.words;
  response.writeHead(done ? 200 : 400, {
    'Content-Type': 'text/html; charset=utf-8',
    'X-Robots-Tag': 'noindex',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'Set-Cookie': cookie('', 0, isSecure),
  });
  response.end(
    pageHtml({
      title,
      body: `<p>${escapedHtml(words)}</p>`,
      style: STYLE,
      head: '<meta name="robots" content="noindex">',
    }),
  );
}

const STYLE =
  ':root{color-scheme:light dark;font:1.05rem/1.5 system-ui,sans-serif}body{margin:0;display:grid;min-height:100vh;place-items:center;background:light-dark(#f5f5f3,#17191c);color:light-dark(#1d1c1d,#f2f2f2)}main{box-sizing:border-box;width:min(34rem,100%);padding:2rem 1.2rem;text-align:center}h1{font-size:1.6rem;line-height:1.25;margin:0 0 .6rem;overflow-wrap:anywhere}p{margin:0}';
