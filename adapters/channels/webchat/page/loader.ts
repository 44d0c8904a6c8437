/**
 * Runs on every page of the shop: the button in a shadow root, and the commands of the page. It changes nothing on the page
 * and works whatever the page did to styles, prototypes or policies. Everything else is loaded when the chat is opened, or
 * when this browser has written before: see frame.ts.
 */
import type { start } from './frame.ts';
import type { Command, LoaderSite, Make, Run } from './messages.ts';

declare const __SITE__: LoaderSite;
declare const __STYLE__: string;

/** A machine without a line is not asked for ever; the next press tries again. */
const TRIES_MAX = 6;

interface Api {
  (command: Command, ...rest: unknown[]): void;
  q?: ArrayLike<unknown>[];
  s?: Record<string, Run>;
}

(site => {
  const page = window as unknown as { deskhand?: Api };
  const before = page.deskhand;
  const sites = before?.s ?? {};
  const { name, labels, origin } = site;
  // The same line twice on a page is one chat; lines of two sites are two.
  if (sites[name]) return;
  const [place, html] = [Object.keys(sites).length, document.documentElement];
  // The page's; where there are no words in that, the visitor's. Not what the page itself put on every object.
  const [tags, known] = [[html.lang, navigator.language || ''], Object.keys(labels)];
  const language =
    tags.map(each => each.slice(0, 2).toLowerCase()).filter(each => known.indexOf(each) >= 0)[0] || known[0]!;
  const label = labels[language]!;
  const prefix = `deskhand:${name}:`;
  /** A page can say it for itself, on its line. */
  const line = document.currentScript;
  const own = (what: string) => line?.getAttribute(`data-${what}`) ?? null;

  const make: Make = (kind, to, attributes, space) => {
    const node = space ? document.createElementNS(space, kind) : document.createElement(kind);
    for (const key of Object.keys(attributes)) node.setAttribute(key, attributes[key]!);
    to.appendChild(node);
    return node;
  };
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = (css: string) => {
    try {
      const made = new CSSStyleSheet();
      made.replaceSync(css);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, made];
    } catch {
      // Browsers before 2023; there a policy of the page may forbid it.
      make('style', root, {}).textContent = css;
    }
  };
  sheet(__STYLE__);
  const side = own('side') ?? site.side;
  const at = make('div', root, {
    class: 'at',
    // The end of a line is where it stands.
    dir: side === 'left' ? 'rtl' : side === 'right' ? 'ltr' : html.dir || 'ltr',
  }) as HTMLElement;
  const set = (variable: string, value: string | number) => at.style.setProperty(variable, String(value));
  set('--brand', site.colour);
  set('--ink', site.ink);
  set('--place', place);
  const offset: (string | number | null)[] = own('offset')?.split(' ') ?? site.offset;
  for (let i = 0; i < 2; i++) if (offset[i] != null && Number(offset[i]) >= 0) set(i ? '--x' : '--y', `${offset[i]}px`);
  const button = make('button', at, {
    type: 'button',
    'aria-label': label,
    'aria-expanded': 'false',
  }) as HTMLButtonElement;
  const space = 'http://www.w3.org/2000/svg';
  const svg = make('svg', button, { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, space);
  make('path', svg, { class: 'chat', d: 'M4 5h16v11H9l-5 4z' }, space);
  button.hidden = site.hidden || own('hidden') !== null;

  let frame: Run | undefined;
  let [loading, tries] = [false, 0];
  const calls: [command: Command, a?: unknown, b?: unknown][] = [];
  const load = () => {
    if (loading) return;
    loading = true;
    // Browsers remember under its address that one could not be had.
    import(/* @vite-ignore */ `${origin}/chat/frame.js?v=${site.version}${tries++ ? `&try=${tries}` : ''}`).then(
      (loaded: { start: typeof start }) => {
        frame = loaded.start({ site, language, label, prefix, place: at, button, svg, make, sheet });
        for (let i = 0; i < calls.length; i++) frame(...calls[i]!);
        button.removeAttribute('aria-busy');
      },
      () => {
        loading = false;
        if (tries < TRIES_MAX) setTimeout(load, tries * 1e3);
        else button.removeAttribute('aria-busy');
      },
    );
  };
  const run: Run = (command, a, b) => {
    if (command === 'show' || command === 'hide') button.hidden = command === 'hide';
    else if (frame) frame(command, a, b);
    else {
      calls.push([command, a, b]);
      if (command === 'open') load();
    }
  };
  button.addEventListener('click', () => {
    if (frame) return frame('turn');
    button.setAttribute('aria-busy', 'true');
    run('open');
  });
  /** Open on the page before, or somebody who has written before and may have an answer waiting. */
  const resume = () => {
    try {
      if (sessionStorage.getItem(prefix)) load();
      else if (localStorage.getItem(`${prefix}token`)) setTimeout(load, 500);
    } catch {
      // Blocked: every page begins closed.
    }
  };

  // Where the frame would be refused there is no button; the page's own calls still find something to call.
  const above = location.ancestorOrigins ?? [];
  let shown = site.sites.indexOf(location.origin) >= 0;
  for (let i = 0; i < above.length; i++) if (site.sites.indexOf(above[i]!) < 0) shown = false;
  sites[name] = shown ? run : () => {};

  const api: Api = (...given) => {
    const [command, a, b] = given;
    const last = given[given.length - 1];
    // A last word that names a site goes to that one, as soon as it is there; otherwise to the first on the page.
    const named = typeof last === 'string' && given.length > (command === 'on' ? 3 : 1);
    const to = named ? last : Object.keys(sites)[0]!;
    if (sites[to]) sites[to](command, a, b);
    else api.q = [...(Array.from(api.q ?? []) as ArrayLike<unknown>[]), given];
  };
  api.s = sites;
  const queued = before?.q ?? [];
  const current = before?.s ? before : api;
  current.q = [];
  page.deskhand = current;
  for (let i = 0; i < queued.length; i++) current.apply(null, Array.from(queued[i]!) as [Command]);
  if (!shown)
    return console.warn(
      `Deskhand: the chat "${name}" is not shown here, because ${location.origin} (or a page around it) is not one of its sites. Add it to the chat's settings under Sites.`,
    );

  // Beside the body and in the top layer: what the page does to its body (transform, filter, another body) moves nothing.
  host.setAttribute('popover', 'manual');
  const watch = new MutationObserver(() => put());
  const put = () => {
    if (host.isConnected) return;
    document.documentElement.appendChild(host);
    try {
      host.showPopover();
    } catch {
      // Browsers before 2024: it stands above everything that is in no top layer.
    }
    watch.observe(document.documentElement, { childList: true });
  };
  const settle = () => {
    put();
    watch.observe(document, { childList: true });
    // A page that is made ready before it is gone to does not know yet how the one before it is left.
    if ((document as { prerendering?: boolean }).prerendering)
      document.addEventListener('prerenderingchange', resume, { once: true });
    else resume();
    window.addEventListener('pageshow', event => event.persisted && resume());
  };
  if (document.body) settle();
  else document.addEventListener('DOMContentLoaded', settle);
})(__SITE__);
