/**
 * The page of answers of a site: everything its team has published for its customers, without scripts, without anything
 * from elsewhere, searched by an ordinary form. Until somebody published something there is no such page.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRtl, type Language, languageFor, type Say, textsIn } from '../../../src/core/customer-texts/texts.ts';
import { escapedHtml } from '../../../src/core/html.ts';
import { languageOf } from '../../../src/core/language.ts';
import { SECOND } from '../../../src/core/time.ts';
import type { PublicArticle } from '../../../src/ports/articles.ts';
import type { HttpRoute } from '../../../src/ports/http.ts';
import type { SiteParts } from './answer.ts';
import { readableOn } from './colour.ts';
import { sendText } from './packed.ts';

/** What somebody searches for; more is no search. */
const SEARCH_CHARS_MAX = 200;
/** How an answer begins, in the list. */
const BEGINNING_CHARS = 140;
const GROUNDS = { light: '#ffffff', dark: '#17191c' };

interface Asked {
  /** `/answers/<site>` */
  at: string;
  language: Language;
  say: Say;
  /** `?lang=` was given: links keep it. */
  lang: string;
  searched: string;
}

export function answersRoutes(parts: SiteParts): HttpRoute[] {
  const { context, config, gate } = parts;
  const at = `/answers/${encodeURIComponent(context.name)}`;
  const style = styleOf(config.colour);
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const askedBy = (request: IncomingMessage, url: URL): Asked => {
    const given = url.searchParams.get('lang') ?? '';
    const accepted = (request.headers['accept-language'] ?? '').split(',');
    const language = languageFor(given ? [given] : config.language ? [config.language] : accepted);
    const searched = (url.searchParams.get('q') ?? '').slice(0, SEARCH_CHARS_MAX).toWellFormed().trim();
    return { at, language, say: textsIn(language), lang: given ? language : '', searched };
  };
  const send = (request: IncomingMessage, response: ServerResponse, status: number, html: string, index: boolean) => {
    const etag = `"${createHash('sha256').update(html).digest('hex').slice(0, 20)}"`;
    const headers = {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      // Asked again each time, which costs next to nothing: what was taken off the page is gone at once.
      'Cache-Control': 'no-cache',
      Vary: 'Accept-Language, Accept-Encoding',
      'Content-Language': html.slice(0, 60).match(/lang="(\w+)"/)?.[1] ?? 'en',
      ETag: etag,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      ...(index ? {} : { 'X-Robots-Tag': 'noindex' }),
    };
    if (status === 200 && request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end();
    if (status === 200) return sendText(request, response, html, headers);
    response.writeHead(status, { ...headers, 'Cache-Control': 'no-store' });
    response.end(html);
  };
  const shop = config.title;
  const route = (path: string, find: (asked: Asked, url: URL) => Promise<Found>): HttpRoute => ({
    method: 'GET',
    path,
    handle: async (request, response, url) => {
      const asked = askedBy(request, url);
      const pass = gate.page(context.clientAddress(request), context.clock.now());
      if (!pass.ok) {
        response.setHeader('Retry-After', String(Math.max(1, Math.ceil(pass.waitMs / SECOND))));
        return send(
          request,
          response,
          429,
          pageOf(asked, { shop, style, title: asked.say('answersSlow'), body: '' }),
          false,
        );
      }
      const { status, title, body } = await find(asked, url);
      const html = pageOf(asked, { shop, style, title, body, contact: config.origins[0] ?? null });
      send(request, response, status, html, status === 200 && !asked.searched);
    },
  });
  return [
    route(at, async asked =>
      list(asked, shop, await context.articles.published(), () => context.articles.published(asked.searched)),
    ),
    route(`${at}/*`, async (asked, url) => {
      const article = await context.articles.one(decodeURIComponentSafely(url.pathname.slice(at.length + 1)));
      return article ? whole(asked, article) : gone(asked, (await context.articles.published()).length > 0);
    }),
  ];
}

interface Found {
  status: number;
  title: string;
  body: string;
}

async function list(
  asked: Asked,
  shop: string | null,
  all: PublicArticle[],
  search: () => Promise<PublicArticle[]>,
): Promise<Found> {
  const { say, searched } = asked;
  if (all.length === 0) return gone(asked, false);
  const title = shop ? say('answersOf', { shop }) : say('answers');
  const found = searched ? await search() : all;
  const back = `<p><a href="${linkTo(asked)}">${escapedHtml(say('answersAll'))}</a></p>`;
  const heading = searched ? `<h2 dir="auto">${escapedHtml(say('answersFound', { words: searched }))}</h2>` : '';
  const none = `<p role="status">${escapedHtml(say('answersNone'))}</p>`;
  const items = found.map(each => {
    const [text, language] = [beginningOf(each.text), langOf(each)];
    return `<li dir="auto"${language}><a href="${linkTo(asked, each.id)}">${escapedHtml(each.title)}</a><p>${escapedHtml(text)}</p></li>`;
  });
  const body = `${searchForm(asked)}${heading}${found.length ? `<ul>${items.join('')}</ul>` : none}${searched ? back : ''}`;
  return { status: 200, title, body };
}

function whole(asked: Asked, article: PublicArticle): Found {
  const { say, language } = asked;
  const day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : `${language}-u-ca-gregory-nu-latn`, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(article.changedAt);
  const body = [
    `<article dir="auto"${langOf(article)}>${textHtml(article.text)}</article>`,
    `<p class="quiet">${escapedHtml(say('answersChanged', { day }))}</p>`,
    `<p><a href="${linkTo(asked)}">${escapedHtml(say('answersAll'))}</a></p>`,
  ];
  return { status: 200, title: article.title, body: body.join('') };
}

function gone(asked: Asked, others: boolean): Found {
  const back = others ? `<p><a href="${linkTo(asked)}">${escapedHtml(asked.say('answersAll'))}</a></p>` : '';
  return { status: 404, title: asked.say('answersGone'), body: back };
}

function searchForm({ at, say, lang, searched }: Asked): string {
  const kept = lang ? `<input type="hidden" name="lang" value="${lang}">` : '';
  return `<form role="search" action="${at}" method="get"><label for="q">${escapedHtml(say('answersSearch'))}</label><div><input id="q" name="q" type="search" dir="auto" maxlength="${SEARCH_CHARS_MAX}" value="${escapedHtml(searched)}"><button>${escapedHtml(say('answersFind'))}</button></div>${kept}</form>`;
}

function linkTo({ at, lang }: Asked, id?: string): string {
  return `${at}${id ? `/${id}` : ''}${lang ? `?lang=${lang}` : ''}`;
}

/** Screen readers speak an answer in its own language, whatever the frame speaks. */
function langOf({ title, text }: PublicArticle): string {
  const language = languageOf(`${title}\n${text}`);
  return language ? ` lang="${escapedHtml(language)}"` : '';
}

function beginningOf(text: string): string {
  const flat = text.replace(/\s+/gu, ' ');
  return flat.length <= BEGINNING_CHARS
    ? flat
    : `${flat
        .slice(0, BEGINNING_CHARS)
        .replace(/\s+\S*$/u, '')
        .toWellFormed()} …`;
}

/** Paragraphs and lines; an address of a page becomes a link, and nothing else does. */
function textHtml(text: string): string {
  return text
    .split(/\n{2,}/)
    .filter(each => each.trim())
    .map(each => `<p>${each.split('\n').map(linked).join('<br>')}</p>`)
    .join('');
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"']{1,2000}/gi;

function linked(line: string): string {
  let at = 0;
  let html = '';
  for (const found of line.matchAll(ADDRESS)) {
    const address = found[0].replace(/[.,;:!?)\]]+$/, '');
    if (!URL.canParse(address)) continue;
    const safe = escapedHtml(address);
    html += `${escapedHtml(line.slice(at, found.index))}<a href="${safe}" rel="noopener nofollow">${safe}</a>`;
    at = found.index + address.length;
  }
  return html + escapedHtml(line.slice(at));
}

function pageOf(
  { language, say }: Asked,
  {
    shop,
    style,
    title,
    body,
    contact = null,
  }: { shop: string | null; style: string; title: string; body: string; contact?: string | null },
): string {
  const safe = escapedHtml(title);
  const name = shop && title !== say('answersOf', { shop }) ? ` · ${escapedHtml(shop)}` : '';
  const ask = contact
    ? `<p><a class="ask" href="${escapedHtml(contact)}/">${escapedHtml(say('askPerson'))}</a></p>`
    : '';
  return `<!doctype html><html lang="${language}"${isRtl(language) ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${safe}${name}</title><style>${style}</style></head><body><main><h1 dir="auto">${safe}</h1>${body}</main>${ask ? `<footer>${ask}</footer>` : ''}</body></html>`;
}

function styleOf(colour: string): string {
  const [light, dark] = [readableOn(colour, GROUNDS.light), readableOn(colour, GROUNDS.dark)];
  const link = `light-dark(${light},${dark})`;
  return `:root{color-scheme:light dark;font:1.05rem/1.6 system-ui,sans-serif}body{margin:0;background:light-dark(${GROUNDS.light},${GROUNDS.dark});color:light-dark(#1d1c1d,#f2f2f2)}main,footer{box-sizing:border-box;max-width:44rem;margin:auto;padding:1.5rem 1.2rem;overflow-wrap:anywhere}footer{padding-top:0}h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}a{color:${link};text-underline-offset:.15em}a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid ${link};outline-offset:2px;border-radius:.3rem}ul{list-style:none;margin:0;padding:0}li{border-top:1px solid light-dark(#dcdcd8,#3a3e44);padding:.9rem 0}li a{display:block;padding:.3rem 0;font-weight:600;font-size:1.1rem}li p{margin:.2rem 0 0;color:light-dark(#55545a,#b9babd)}form label{display:block;font-weight:600;margin-bottom:.35rem}form div{display:flex;gap:.6rem;margin-bottom:1.2rem}input{flex:1;min-width:0}input,button{font:inherit;min-height:2.9rem;box-sizing:border-box;padding:.4rem .9rem;border:1px solid light-dark(#77767c,#8b8f95);border-radius:.6rem;background:light-dark(#fff,#22252a);color:inherit}button{font-weight:600;cursor:pointer}article p{margin:0 0 1rem}.quiet{color:light-dark(#5c5b5c,#b9babd);font-size:.95rem}.ask{display:inline-block;padding:.7rem 0}`;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
