/**
 * Runs on the shop's own page: the launcher in a shadow root, the chat in our frame, and data that must survive a reload in
 * the shop's own storage, because browsers give third-party frames none. It works whatever the page did to styles,
 * prototypes or policies, and changes nothing on the page.
 */
import type { FromLoader, FromPanel, LoaderSite } from './messages.ts';

declare const __SITE__: LoaderSite;

type Command = 'open' | 'close' | 'identify' | 'on';
interface Api {
  (command: Command, ...rest: unknown[]): void;
  q?: ArrayLike<unknown>[];
  s?: Record<string, (command: Command, a?: unknown, b?: unknown) => void>;
}

(site => {
  const page = window as unknown as { deskhand?: Api };
  const before = page.deskhand;
  const sites = before?.s ?? {};
  // The same line twice on a page is one chat; lines of two sites are two.
  if (sites[site.name]) return;
  const place = Object.keys(sites).length;
  const tag = (document.documentElement.lang || navigator.language || 'en').slice(0, 2).toLowerCase();
  // Not what the page itself put on every object.
  const language = Object.keys(site.labels).indexOf(tag) < 0 ? Object.keys(site.labels)[0]! : tag;
  const [openLabel, closeLabel, unreadLabel] = site.labels[language]!;

  // Kept as texts under names of their own: two tabs that write at the same time lose nothing of each other.
  const prefix = `deskhand:${site.name}:`;
  const memory: Record<string, string> = Object.create(null);
  const items = () => {
    const found: Record<string, string> = Object.create(null);
    try {
      for (let i = 0; i < localStorage.length; i++) {
        const key = localStorage.key(i)!;
        if (key.indexOf(prefix) === 0) found[key.slice(prefix.length)] = localStorage.getItem(key)!;
      }
    } catch {
      // Blocked: the chat lasts as long as this page.
    }
    return Object.assign(found, memory);
  };
  // That the chat is open goes from page to page of this tab, and stands in its storage only between them: a tab that is
  // opened from here would be given a copy.
  const leave = () => {
    try {
      if (open) sessionStorage.setItem(prefix, '1');
    } catch {
      // Blocked: the next page begins closed.
    }
  };
  const wasOpen = () => {
    try {
      const was = sessionStorage.getItem(prefix);
      sessionStorage.removeItem(prefix);
      return was;
    } catch {
      return null;
    }
  };
  const keep = (key: string, value: string | null) => {
    delete memory[key];
    try {
      if (value === null) localStorage.removeItem(prefix + key);
      else localStorage.setItem(prefix + key, value);
    } catch {
      // Blocked or full: what does not fit is kept here.
      if (value !== null) memory[key] = value;
    }
  };

  const make = <T extends Element>(name: string, to: Node, attributes: Record<string, string>, space?: string) => {
    const node = (space ? document.createElementNS(space, name) : document.createElement(name)) as unknown as T;
    for (const key of Object.keys(attributes)) node.setAttribute(key, attributes[key]!);
    to.appendChild(node);
    return node;
  };
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(__STYLE__);
  root.adoptedStyleSheets = [sheet];
  const style = make<HTMLElement>('div', root, { class: 'at', dir: document.documentElement.dir || 'ltr' });
  style.style.setProperty('--brand', site.colour);
  style.style.setProperty('--ink', site.ink);
  style.style.setProperty('--place', String(place));
  const button = make<HTMLButtonElement>('button', style, { type: 'button' });
  const svg = make<SVGElement>(
    'svg',
    button,
    { viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    'http://www.w3.org/2000/svg',
  );
  make('path', svg, { class: 'chat', d: 'M4 5h16v11H9l-5 4z' }, 'http://www.w3.org/2000/svg');
  make('path', svg, { class: 'down', d: 'M5 9l7 7 7-7' }, 'http://www.w3.org/2000/svg');
  const badge = make<HTMLElement>('span', button, { class: 'badge', 'aria-hidden': 'true' });

  let frame: HTMLIFrameElement | null = null;
  let [open, quiet, unread] = [false, false, 0];
  let identity: unknown;
  const listeners: [event: string, listener: (value?: unknown) => void][] = [];
  // Not before the frame has said that it is there: until then its window is still a page of nobody.
  let ready = false;
  const tell = (message: FromLoader) => ready && frame?.contentWindow?.postMessage(message, site.origin);
  const fire = (event: string, value?: unknown) => {
    for (const [name, listener] of listeners) if (name === event) listener(value);
  };
  const draw = () => {
    const words = unread ? unreadLabel.replace('{n}', String(unread)) : '';
    button.setAttribute('aria-label', (open ? closeLabel : openLabel) + (words && !open ? `, ${words}` : ''));
    button.setAttribute('aria-expanded', String(open));
    badge.textContent = unread > 9 ? '9+' : String(unread);
    badge.hidden = unread === 0;
    style.className = open ? 'at open' : 'at';
    if (frame) frame.hidden = !open;
  };
  const prepare = () => {
    if (frame) return;
    frame = make<HTMLIFrameElement>('iframe', style, {
      title: site.title ?? openLabel,
      src: `${site.origin}/chat/${site.name}/panel?lang=${language}&v=${site.version}`,
      // On a page of our own it would hold nothing back, and browsers say so.
      ...(site.origin === location.origin
        ? {}
        : {
            sandbox:
              'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads',
          }),
    });
  };
  /** @param asBefore nobody pressed anything: the focus stays where it is */
  const turn = (to: boolean, asBefore = false) => {
    if (to) prepare();
    else if (!open) return;
    open = to;
    quiet = asBefore;
    if (to) unread = 0;
    draw();
    tell({ deskhand: to ? 'shown' : 'hidden', quiet });
    // What the frame has focused gets the keys only if the frame has.
    if (!quiet) (to ? frame! : button).focus();
    fire(to ? 'open' : 'close');
  };
  /** As it was when the page before was left, or a later one that one came back from. */
  const resume = () => {
    if (!!wasOpen() !== open) turn(!open, true);
  };
  button.addEventListener('click', () => turn(!open));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') turn(false);
  });

  // Of several tabs that begin at once one asks for a session; the others find it when their turn comes.
  const begin = () => {
    const turn = () => tell({ deskhand: 'begin', items: items() });
    const mine = () => {
      turn();
      return new Promise<void>(resolve => {
        begun = resolve;
        setTimeout(resolve, 9e3);
      });
    };
    // Pages without https have no locks, and where site data is blocked they are refused.
    if (navigator.locks) navigator.locks.request(prefix, mine).catch(turn);
    else turn();
  };
  let begun = () => {};

  window.addEventListener('message', event => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== site.origin) return;
    const message = event.data as FromPanel;
    switch (message?.deskhand) {
      case 'ready':
        ready = true;
        tell({ deskhand: 'state', items: items(), page: location.href, open, quiet, identity });
        fire('ready');
        break;
      case 'keep':
        keep(message.key, message.value);
        break;
      case 'begin':
        begin();
        break;
      case 'begun':
        // What was kept reaches other tabs a moment later than the turn does.
        setTimeout(begun, 300);
        break;
      case 'unread':
        unread = message.count;
        draw();
        fire('unread', unread);
        break;
      case 'close':
        turn(false);
    }
  });
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', event => event.persisted && resume());
  // A tab in the background may be thrown away without a word.
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : wasOpen()));
  // Another tab wrote: what it keeps, this one shows.
  window.addEventListener('storage', event => {
    if (event.key === null || event.key.indexOf(prefix) === 0) tell({ deskhand: 'items', items: items() });
  });

  const run = (command: Command, a?: unknown, b?: unknown) => {
    if (command === 'open') turn(true);
    if (command === 'close') turn(false);
    if (command === 'identify') {
      identity = a;
      tell({ deskhand: 'identity', items: items(), identity });
    }
    if (command === 'on') listeners.push([String(a), b as () => void]);
  };
  sites[site.name] = run;
  const api: Api = (...given) => {
    const [command, a, b] = given;
    const last = given[given.length - 1];
    // A last word that names a site goes to that one, as soon as it is there; otherwise to the first on the page.
    const named = typeof last === 'string' && given.length > (command === 'on' ? 3 : 1);
    const name = named ? last : Object.keys(sites)[0]!;
    if (sites[name]) sites[name](command, a, b);
    else api.q = [...(Array.from(api.q ?? []) as ArrayLike<unknown>[]), given];
  };
  api.s = sites;
  const queued = before?.q ?? [];
  const current = before?.s ? before : api;
  current.q = [];
  page.deskhand = current;
  for (let i = 0; i < queued.length; i++) current.apply(null, Array.from(queued[i]!) as [Command]);

  // Pages that change themselves without a reload throw it away: it comes back.
  const watch = new MutationObserver(() => put());
  const put = () => {
    const { body } = document;
    if (!body || host.isConnected) return;
    body.appendChild(host);
    watch.observe(body, { childList: true });
  };
  const settle = () => {
    draw();
    put();
    watch.observe(document.documentElement, { childList: true });
    // A page that is made ready before it is gone to does not know yet how the one before it is left.
    if ((document as { prerendering?: boolean }).prerendering)
      document.addEventListener('prerenderingchange', resume, { once: true });
    // What the page has opened by a command by then stays open.
    else if (wasOpen() && !open) turn(true, true);
    // Somebody who has written before may have an answer waiting.
    if (items().token) setTimeout(prepare, 500);
  };
  if (document.body) settle();
  else document.addEventListener('DOMContentLoaded', settle);
})(__SITE__);

declare const __STYLE__: string;
