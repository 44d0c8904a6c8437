/** Serves the loader, the chat panel and the sample shop. Browser files are built beforehand and kept in `page/built`. */
import { createHash } from 'node:crypto';
import { isRtl, type Language, languageFor } from '../../../src/core/customer-texts/texts.ts';
import { escapedHtml } from '../../../src/core/html.ts';
import type { HttpRoute } from '../../../src/ports/http.ts';
import type { SiteParts } from './answer.ts';
import { inkOn, readableOn } from './colour.ts';
import { CHAT_CHARS_MAX, FILE_BYTES_MAX, type SiteConfig } from './config.ts';
import { chatHours } from './conversation.ts';
import { LANGUAGES, textsInParts, textsOf } from './languages/languages.ts';
import { sendText } from './packed.ts';
import type { LoaderSite } from './page/messages.ts';
import { builtVersion, FOR_ANY_PAGE, read, SCRIPT, scriptRoutes, scriptUrls } from './scripts.ts';
import type { WebchatChannel } from './site.ts';
import type { PanelConfig } from './wire.ts';

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
/** The grounds that links stand on, light and dark; as in panel.css. */
const GROUNDS = { light: '#f4f6f5', dark: '#222a26' };
/** A new version reaches every page within this time; browsers ask again without waiting for the answer. */
const LOADER_CACHE = 'public, max-age=300, stale-while-revalidate=86400';

/**
 * A page that is isolated from all others (Cross-Origin-Embedder-Policy, with either of its values) shows only frames that
 * say that they may be shown and that they are as strict themselves.
 */
const IN_ANY_PAGE = { ...FOR_ANY_PAGE, 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** The panel in its frame: only our own script and style, and only the shop's own pages may frame it. */
export function panelRoutes({ context, config }: SiteParts): HttpRoute[] {
  const at = `/chat/${context.name}`;
  const { panelUrl, workUrl, laterUrl, formUrl } = scriptUrls(context.publicUrl);
  const version = builtVersion();
  const style = styleOf(config);
  const template = read('panel.html');
  const policy = policyOf(config, [panelUrl, workUrl, laterUrl, formUrl], style);
  const page = async (language: Language, locale: string): Promise<string> => {
    const texts = textsOf(language, config.texts);
    const panel: PanelConfig = {
      at,
      origins: config.origins,
      title: config.title ?? texts.launcher,
      greeting: config.greeting ?? texts.hello,
      language,
      locale,
      rtl: isRtl(language),
      texts: textsInParts(texts).page,
      ask: config.ask,
      consent: config.consent,
      privacyUrl: config.privacyUrl,
      signInOnly: config.signInOnly,
      charsMax: CHAT_CHARS_MAX,
      fileBytesMax: FILE_BYTES_MAX,
      work: workUrl,
      later: `${laterUrl}?v=${version}`,
      form: `${formUrl}?v=${version}`,
      hours: await chatHours(context),
      now: context.clock.now(),
      ...(config.questions.length ? { questions: 1 as const } : {}),
      ...((await context.articles.published()).length ? { help: 1 as const } : {}),
    };
    const values: Record<string, string> = {
      language,
      dir: isRtl(language) ? 'rtl' : 'ltr',
      title: escapedHtml(config.title ?? texts.launcher),
      style,
      config: JSON.stringify(panel).replaceAll('<', '\\u003c'),
      script: `${panelUrl}?v=${version}`,
    };
    // At once: what is filled in is not looked through again.
    return template.replace(/\{\{(\w+)\}\}/g, (all, name) => values[name] ?? all);
  };
  return [
    {
      method: 'GET',
      path: `${at}/panel`,
      handle: async (request, response, url) => {
        const asked = url.searchParams.get('lang') ?? '';
        const accepted = (request.headers['accept-language'] ?? '').split(',').map(each => each.trim());
        const language = config.language ?? languageFor([asked, ...accepted]);
        sendText(request, response, await page(language, localeOf(language, [asked, ...accepted])), {
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Security-Policy': policy,
          'Cache-Control': 'no-cache',
          ...IN_ANY_PAGE,
        });
      },
    },
    wordsRoute({ context, config }),
  ];
}

/** The words of the parts that the panel fetches when it needs them. */
function wordsRoute({ context, config }: Pick<SiteParts, 'context' | 'config'>): HttpRoute {
  return {
    method: 'GET',
    path: `/chat/${context.name}/words`,
    handle: (request, response, url) => {
      const texts = textsOf(config.language ?? languageFor([url.searchParams.get('lang') ?? '']), config.texts);
      sendText(request, response, JSON.stringify(textsInParts(texts).later), {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-cache',
      });
    },
  };
}

/** What the panel may load, and which pages may frame it. */
function policyOf({ origins }: SiteConfig, scripts: readonly string[], style: string): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    `style-src ${digest(style)}`,
    "connect-src 'self'",
    'img-src blob: data:',
    // A frame of no size in which mail addresses are opened.
    'frame-src mailto:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${origins.length ? origins.join(' ') : "'none'"}`,
  ].join('; ');
}

function styleOf({ colour }: SiteConfig): string {
  const [light, dark] = [readableOn(colour, GROUNDS.light), readableOn(colour, GROUNDS.dark)];
  return `:root{--brand:${colour};--brand-ink:${inkOn(colour)};--link-light:${light};--link-dark:${dark}}${read('built/panel.css')}`;
}

/** The first of these tags (`en-GB`, `de-AT;q=0.8`) that says how this language is written somewhere; else the language. */
export function localeOf(language: Language, tags: readonly string[]): string {
  for (const tag of tags) {
    const [code = ''] = tag.split(';');
    const canonical = /^[a-z]{2}(-[a-z0-9]{2,8}){1,3}$/i.test(code.trim()) ? canonicalOf(code.trim()) : '';
    if (canonical.startsWith(`${language}-`)) return canonical;
  }
  return language;
}

function canonicalOf(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? '';
  } catch {
    return '';
  }
}

/** The one loader of every site, and the sample shop for trying it out. */
export function sharedRoutes(
  sampleSite: string | null,
  sites: () => readonly WebchatChannel[],
  publicUrl: string,
): HttpRoute[] {
  const loader = read('built/loader.js');
  const version = builtVersion();
  const made = new WeakMap<WebchatChannel, { text: string; etag: string }>();
  const loaderOf = (channel: WebchatChannel) => {
    const known = made.get(channel);
    if (known) return known;
    const text = `/* Deskhand web chat ${version} */\n${withSite(loader, siteOf(channel, publicUrl, version))}`;
    const fresh = { text, etag: `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"` };
    made.set(channel, fresh);
    return fresh;
  };
  const routes: HttpRoute[] = [
    {
      method: 'GET',
      path: '/w.js',
      handle: (request, response, url) => {
        const headers = {
          'Content-Type': SCRIPT,
          'Cache-Control': LOADER_CACHE,
          ...FOR_ANY_PAGE,
        };
        const name = url.searchParams.get('site');
        const site = sites().find(each => each.site.name === name);
        if (!site) {
          const words = 'Deskhand: this line names no site that is known here. Copy it again from the settings.';
          return sendText(request, response, `console.warn(${JSON.stringify(words)});`, {
            ...headers,
            'Cache-Control': 'no-cache',
          });
        }
        site.loaded(request.headers.referer);
        const { text, etag } = loaderOf(site);
        if (request.headers['if-none-match'] === etag)
          return void response.writeHead(304, { ...headers, ETag: etag }).end();
        sendText(request, response, text, { ...headers, ETag: etag }, true);
      },
    },
  ];
  routes.push(...scriptRoutes());
  if (sampleSite !== null) {
    const shop = read('shop.html').replaceAll('{{site}}', sampleSite);
    routes.push({
      method: 'GET',
      path: '/demo/shop',
      handle: (request, response) =>
        sendText(request, response, shop, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' }),
    });
  }
  return routes;
}

function siteOf({ site }: WebchatChannel, publicUrl: string, version: string): LoaderSite {
  const languages = LANGUAGES.filter(({ code }) => !site.language || code === site.language);
  const labels = languages.map(({ code }) => [code, textsOf(code, site.texts).launcher]);
  return {
    name: site.name,
    origin: new URL(publicUrl).origin,
    sites: site.origins,
    title: site.title,
    colour: site.colour,
    ink: inkOn(site.colour),
    version,
    labels: Object.fromEntries(labels),
    side: site.side,
    offset: site.offset,
    hidden: site.hidden,
    sound: site.sound,
  };
}

/** Only plain ASCII goes out: a page that does not say its charset reads everything else wrong. */
export function withSite(loader: string, site: LoaderSite): string {
  const ascii = JSON.stringify(site).replace(
    /[^\x20-\x7e]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return loader.replace('__SITE__', () => ascii.replaceAll('<', '\\u003c'));
}
