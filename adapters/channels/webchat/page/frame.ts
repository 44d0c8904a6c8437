/**
 * The chat's frame on the shop's page, and what must survive a reload in the shop's own storage, because browsers give
 * third-party frames none. Loaded when the chat is opened, or when this browser has written before.
 */
import { makeChime } from './chime.ts';
import type { FromLoader, FromPanel, Launcher, Run } from './messages.ts';
import { markTitle } from './title.ts';

declare const __STYLE__: string;

/** Called once for each site on the page. @returns does what the page asks for */
export function start({ site, language, label, prefix, place, button, svg, make, sheet }: Launcher): Run {
  sheet(__STYLE__);
  make('path', svg, { class: 'down', d: 'M5 9l7 7 7-7' }, svg.namespaceURI!);
  const badge = make('span', button, { class: 'badge', 'aria-hidden': 'true' }) as HTMLElement;
  const { items, keep, leave, wasOpen, listening } = makeKept(prefix, ours => tell({ deskhand: 'line', ours }));
  const chime = site.sound ? makeChime() : () => {};

  let frame: HTMLIFrameElement | null = null;
  let [open, quiet, unread] = [false, false, 0];
  let words = { close: label, unread: '' };
  let identity: unknown;
  const listeners: [event: string, listener: (value?: unknown) => void][] = [];
  // Not before the frame has said that it is there: until then its window is still a page of nobody.
  let ready = false;
  const tell = (message: FromLoader) => ready && frame?.contentWindow?.postMessage(message, site.origin);
  const fire = (event: string, value?: unknown) => {
    for (const [name, listener] of listeners) if (name === event) listener(value);
  };
  const draw = () => {
    const more = unread && !open ? `, ${words.unread.replace('{n}', String(unread))}` : '';
    button.setAttribute('aria-label', (open ? words.close : label) + more);
    button.setAttribute('aria-expanded', String(open));
    badge.textContent = unread > 9 ? '9+' : String(unread);
    badge.hidden = unread === 0;
    place.className = open ? 'at open' : 'at';
    if (frame) frame.hidden = !open;
    markTitle(site.name, unread);
  };
  const prepare = () => {
    if (frame) return;
    frame = document.createElement('iframe');
    frame.title = site.title ?? label;
    frame.src = `${site.origin}/chat/${site.name}/panel?lang=${language}&v=${site.version}`;
    // On a page of our own it would hold nothing back, and browsers say so.
    if (site.origin !== location.origin)
      frame.setAttribute(
        'sandbox',
        'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads',
      );
    place.appendChild(frame);
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
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') turn(false);
  });

  // Of several tabs that begin at once one asks for a session; the others find it when their turn comes.
  let begun = () => {};
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

  window.addEventListener('message', event => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== site.origin) return;
    const message = event.data as FromPanel;
    switch (message?.deskhand) {
      case 'ready':
        ready = true;
        tell({ deskhand: 'state', items: items(), page: location.href, open, quiet, identity });
        fire('ready');
        break;
      case 'words':
        words = message;
        draw();
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
      case 'where':
        tell({ deskhand: 'page', page: location.href });
        break;
      case 'unread':
        unread = message.count;
        draw();
        if (message.fresh && (document.hidden || !open || !document.hasFocus())) chime();
        fire('unread', unread);
        break;
      case 'close':
        turn(false);
    }
  });
  const left = () => open && leave();
  window.addEventListener('pagehide', () => {
    left();
    listening(false);
  });
  window.addEventListener('pageshow', event => event.persisted && resume());
  document.addEventListener('visibilitychange', () => {
    // A tab in the background may be thrown away without a word.
    if (document.hidden) left();
    else wasOpen();
    if (document.hidden) listening(true);
    draw();
  });
  // Another tab wrote: what it keeps, this one shows.
  window.addEventListener('storage', event => {
    if (event.key === null || event.key.indexOf(prefix) === 0) tell({ deskhand: 'items', items: items() });
  });

  // A page that is made ready before it is gone to does not know yet how the one before it is left.
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', resume, { once: true });
  else if (wasOpen()) turn(true, true);
  if (items().token) prepare();
  draw();
  return (command, a, b) => {
    if (command === 'open') turn(true);
    if (command === 'close') turn(false);
    if (command === 'turn') turn(!open);
    if (command === 'identify') {
      identity = a;
      tell({ deskhand: 'identity', items: items(), identity });
    }
    if (command === 'on') listeners.push([String(a), b as () => void]);
  };
}

/** What is kept in the shop's storage, as texts under names of their own: two tabs that write lose nothing of each other. */
function makeKept(prefix: string, told: (ours: boolean) => void) {
  const memory: Record<string, string> = Object.create(null);
  const keep = (key: string, value: string | null) => {
    delete memory[key];
    try {
      if (value === null) localStorage.removeItem(prefix + key);
      else localStorage.setItem(prefix + key, value);
    } catch {
      // Blocked or full: what does not fit is kept here.
      if (value !== null) memory[key] = value;
    }
    // Nothing of a chat that is over stays.
    if (key === 'token' && value === null) keep(LINE, null);
  };
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
      sessionStorage.setItem(prefix, '1');
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
  // Of many hidden tabs the one that was looked at last goes on listening: a browser has few connections to one place.
  const me = String(Math.random());
  /** @param to hidden now, or about to go for good: then another one may */
  const listening = (to: boolean) => {
    const kept = items();
    if (to && kept.token) keep(LINE, me);
    if (!to && kept[LINE] === me) keep(LINE, null);
  };
  window.addEventListener('storage', event => {
    if (event.key !== prefix + LINE || !document.hidden) return;
    if (!items()[LINE]) listening(true);
    told(items()[LINE] === me);
  });
  return { items, keep, leave, wasOpen, listening };
}
const LINE = 'line';
