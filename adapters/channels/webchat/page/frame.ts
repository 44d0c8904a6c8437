/**
 * The chat's frame on the shop's page, and what must survive a reload in the shop's own storage, because browsers give
 * third-party frames none. Loaded when the chat is opened, or when this browser has written before.
 */
import { makeChime } from './chime.ts';
import { type Kept, makeKept } from './kept.ts';
import type { FromLoader, FromPanel, Launcher, Run } from './messages.ts';
import { markTitle } from './title.ts';

declare const __STYLE__: string;

/** Called once for each site on the page. @returns does what the page asks for */
export function start(launcher: Launcher): Run {
  launcher.sheet(__STYLE__);
  const kept = makeKept(launcher.prefix);
  const chat = makeChat(launcher, kept);
  hear(launcher, chat, kept);
  follow(launcher, chat, kept);
  // A page that is made ready before it is gone to does not know yet how the one before it is left.
  // A file that is let go a little beside the frame must not open in place of the shop.
  for (const event of ['dragover', 'drop']) launcher.place.addEventListener(event, each => each.preventDefault());
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', chat.resume, { once: true });
  else if (kept.wasOpen()) chat.turn(true, true);
  if (kept.items().token) chat.prepare();
  chat.draw();
  return (command, a, b) => {
    if (command === 'open') chat.turn(true);
    if (command === 'close') chat.turn(false);
    if (command === 'turn') chat.turn(!chat.open);
    if (command === 'identify') {
      chat.identity = a;
      chat.tell({ deskhand: 'identity', items: kept.items(), identity: a });
    }
    if (command === 'on') chat.listeners.push([String(a), b as () => void]);
  };
}

type Chat = ReturnType<typeof makeChat>;

/** The frame and its button: open or not, what is unread, and whether the frame can be spoken to. */
function makeChat({ site, language, label, place, button, svg, make }: Launcher, { wasOpen }: Kept) {
  make('path', svg, { class: 'down', d: 'M5 9l7 7 7-7' }, svg.namespaceURI!);
  const badge = make('span', button, { class: 'badge', 'aria-hidden': 'true' }) as HTMLElement;
  const chat = {
    frame: null as HTMLIFrameElement | null,
    // Not before the frame has said that it is there: until then its window is still a page of nobody.
    ready: false,
    open: false,
    quiet: false,
    unread: 0,
    words: { close: label, unread: '' },
    identity: undefined as unknown,
    listeners: [] as [event: string, listener: (value?: unknown) => void][],
    tell: (message: FromLoader) => chat.ready && chat.frame?.contentWindow?.postMessage(message, site.origin),
    fire: (event: string, value?: unknown) => {
      for (const [name, listener] of chat.listeners) if (name === event) listener(value);
    },
    draw: () => {
      const { open, unread, words, frame } = chat;
      const more = unread && !open ? `, ${words.unread.replace('{n}', String(unread))}` : '';
      button.setAttribute('aria-label', (open ? words.close : label) + more);
      button.setAttribute('aria-expanded', String(open));
      badge.textContent = unread > 9 ? '9+' : String(unread);
      badge.hidden = unread === 0;
      place.className = open ? 'at open' : 'at';
      if (frame) frame.hidden = !open;
      markTitle(site.name, unread);
    },
    prepare: () => {
      chat.frame ??= make('iframe', place, {
        title: site.title ?? label,
        src: `${site.origin}/chat/${site.name}/panel?lang=${tagOf(language)}&v=${site.version}`,
        // On a page of our own it would hold nothing back, and browsers say so.
        ...(site.origin === location.origin ? {} : { sandbox: SANDBOX }),
      }) as HTMLIFrameElement;
    },
    /** @param asBefore nobody pressed anything: the focus stays where it is */
    turn: (to: boolean, asBefore = false) => {
      if (to) chat.prepare();
      else if (!chat.open) return;
      chat.open = to;
      chat.quiet = asBefore;
      if (to) chat.unread = 0;
      chat.draw();
      chat.tell({ deskhand: to ? 'shown' : 'hidden', quiet: asBefore });
      // What the frame has focused gets the keys only if the frame has.
      if (!asBefore) (to ? chat.frame! : button).focus();
      chat.fire(to ? 'open' : 'close');
    },
    /** As it was when the page before was left, or a later one that one came back from. */
    resume: () => {
      if (!!wasOpen() !== chat.open) chat.turn(!chat.open, true);
    },
  };
  return chat;
}
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads';

/** With the region that the page says, or the browser: times are written as there. */
function tagOf(language: string): string {
  const tag = document.documentElement.lang || navigator.language;
  return tag.slice(0, 2).toLowerCase() === language ? encodeURIComponent(tag) : language;
}

/** What the frame says. */
function hear({ site, prefix }: Launcher, chat: Chat, { items, keep }: Kept): void {
  const chime = site.sound ? makeChime() : () => {};
  // Of several tabs that begin at once one asks for a session; the others find it when their turn comes.
  let begun = () => {};
  const begin = () => {
    const turn = () => chat.tell({ deskhand: 'begin', items: items() });
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
    const { frame, open, quiet, identity } = chat;
    if (!frame || event.source !== frame.contentWindow || event.origin !== site.origin) return;
    const message = event.data as FromPanel;
    switch (message?.deskhand) {
      case 'ready':
        chat.ready = true;
        chat.tell({ deskhand: 'state', items: items(), page: location.href, open, quiet, identity });
        chat.fire('ready');
        break;
      case 'words':
        chat.words = message;
        chat.draw();
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
        chat.tell({ deskhand: 'page', page: location.href });
        break;
      case 'unread':
        chat.unread = message.count;
        chat.draw();
        if (message.fresh && (document.hidden || !open || !document.hasFocus())) chime();
        chat.fire('unread', message.count);
        break;
      case 'close':
        chat.turn(false);
    }
  });
}

const RETITLE_MS = 3e3;
/** What happens to the page: it is left, hidden, looked at again; another tab writes. */
function follow({ prefix }: Launcher, chat: Chat, kept: Kept): void {
  const leave = () => chat.open && kept.leave();
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') chat.turn(false);
  });
  window.addEventListener('pagehide', () => {
    leave();
    kept.listening(false);
  });
  window.addEventListener('pageshow', event => event.persisted && chat.resume());
  document.addEventListener('visibilitychange', () => {
    // A tab in the background may be thrown away without a word.
    if (document.hidden) {
      leave();
      kept.listening(true);
    } else kept.wasOpen();
    chat.draw();
  });
  // Pages give a hidden tab another title ("Your cart waits"), and ours is lost. Not at once: a page that watches its title
  // would change it back for ever.
  setInterval(() => document.hidden && chat.draw(), RETITLE_MS);
  // Another tab wrote: what it keeps, this one shows.
  window.addEventListener('storage', event => {
    if (event.key !== null && event.key.indexOf(prefix) !== 0) return;
    chat.tell({ deskhand: 'items', items: kept.items() });
    if (document.hidden) chat.tell({ deskhand: 'line', ours: kept.listens() });
  });
}
