/* Deskhand web chat: puts the launcher on a page and opens the chat in a frame of its own. Pure ASCII, no dependencies. */
(() => {
  const script = document.currentScript;
  if (!script || window.__deskhandLoaded) return;
  window.__deskhandLoaded = true;
  const source = new URL(script.src);
  const site = script.dataset.site || source.searchParams.get('site');
  if (!site) return console.warn('Deskhand: the script line names no site. Copy it again from the settings.');
  const origin = source.origin;
  const KEY = 'deskhand:' + site;

  // The session lives in the shop's own storage: browsers block storage in a foreign frame.
  const memory = {};
  const load = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return memory;
    }
  };
  const save = state => {
    Object.assign(memory, state);
    try {
      localStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      // Blocked: the chat lasts as long as this page.
    }
  };

  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; font-family: system-ui, sans-serif; }
    button { all: unset; box-sizing: border-box; cursor: pointer; width: 60px; height: 60px; border-radius: 50%; background: #125c4a;
      color: #fff; display: grid; place-items: center; box-shadow: 0 6px 20px rgb(0 0 0 / 25%); position: relative; }
    button:focus-visible { outline: 3px solid #1b1f1d; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    .badge { position: absolute; top: -2px; right: -2px; min-width: 22px; height: 22px; border-radius: 11px; background: #b3261e; color: #fff;
      font: 700 13px/22px system-ui, sans-serif; text-align: center; padding: 0 4px; box-sizing: border-box; }
    .badge[hidden] { display: none; }
    iframe { position: absolute; right: 0; bottom: 76px; width: min(380px, calc(100vw - 24px)); height: min(560px, calc(100vh - 120px)); border: 0;
      border-radius: 16px; box-shadow: 0 12px 40px rgb(0 0 0 / 28%); background: #fff; color-scheme: normal; }
    iframe[hidden] { display: none; }
    @media (max-width: 480px) { :host { right: 12px; bottom: 12px; } iframe { position: fixed; inset: 0 0 84px 0; width: 100vw; height: auto; height: calc(100dvh - 84px); border-radius: 0; } }
  `);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement('button');
  button.type = 'button';
  button.innerHTML =
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5h16v11H9l-5 4z"/></svg><span class="badge" hidden></span>';
  const badge = button.querySelector('.badge');
  root.append(button);

  let frame = null;
  let open = false;
  let unread = 0;
  const label = () => {
    button.setAttribute('aria-label', unread ? 'Chat with us, ' + unread + ' new messages' : 'Chat with us');
    button.setAttribute('aria-expanded', String(open));
    badge.hidden = unread === 0;
    badge.textContent = unread > 9 ? '9+' : String(unread);
  };
  const tell = message => frame && frame.contentWindow && frame.contentWindow.postMessage(message, origin);

  const show = () => {
    open = true;
    unread = 0;
    if (!frame) {
      frame = document.createElement('iframe');
      frame.title = 'Chat with us';
      frame.src = origin + '/chat/' + encodeURIComponent(site) + '/panel';
      root.append(frame);
    }
    frame.hidden = false;
    label();
    tell({ deskhand: 'shown' });
  };
  const hide = () => {
    open = false;
    if (frame) frame.hidden = true;
    label();
    tell({ deskhand: 'hidden' });
    button.focus();
  };
  button.addEventListener('click', () => (open ? hide() : show()));

  window.addEventListener('message', event => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
    const message = event.data || {};
    if (message.deskhand === 'ready') {
      tell({ deskhand: 'state', state: load(), page: location.origin + location.pathname, open });
    }
    if (message.deskhand === 'save' && typeof message.state === 'object') save(message.state);
    if (message.deskhand === 'unread' && !open) {
      unread++;
      label();
    }
    if (message.deskhand === 'close') hide();
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && open) hide();
  });

  label();
  const put = () => document.body.append(host);
  if (document.body) put();
  else document.addEventListener('DOMContentLoaded', put);
  // A visitor who has written before may have an answer waiting: listen without opening.
  if (load().token) {
    show();
    open = false;
    frame.hidden = true;
    label();
  }
})();
