(() => {
  const config = JSON.parse(document.getElementById('config').textContent);
  const by = id => document.getElementById(id);
  by('title').textContent = config.title;

  // What survives a reload lives in the shop's page; this frame only borrows it.
  let state = { token: null, outbox: [] };
  let page = null;
  let shopOrigin = null;
  let shown = true;
  let last = 0;
  const tell = message => shopOrigin && parent.postMessage(message, shopOrigin);
  const save = () => tell({ deskhand: 'save', state: { token: state.token, outbox: state.outbox } });

  const log = by('log');
  const words = text => {
    by('status').textContent = text;
  };
  const add = (entry, pending) => {
    log.querySelector('.hello')?.remove();
    const item = document.createElement('p');
    item.className = `entry ${entry.from}`;
    item.dir = 'auto';
    item.textContent = entry.text;
    const meta = document.createElement('p');
    meta.className = `meta ${entry.from}`;
    meta.textContent = entry.from === 'team' ? entry.name : pending ? 'Sending' : 'Sent';
    if (entry.from === 'team') log.append(meta, item);
    else log.append(item, meta);
    if (entry.cid) item.dataset.cid = entry.cid;
    log.scrollTop = log.scrollHeight;
  };
  const sent = cid => {
    const item = log.querySelector(`[data-cid="${CSS.escape(cid)}"]`);
    if (item) item.nextElementSibling.textContent = 'Sent';
    return item !== null;
  };
  const received = entry => {
    if (entry.n <= last) return;
    last = entry.n;
    state.outbox = state.outbox.filter(each => each.cid !== entry.cid);
    if (!(entry.cid && sent(entry.cid))) add(entry, false);
    if (entry.from === 'team' && !shown) tell({ deskhand: 'unread' });
    save();
  };

  const call = (path, options = {}) =>
    fetch(config.at + path, {
      ...options,
      headers: {
        'Content-Type': 'application/json',
        ...(state.token ? { Authorization: `Bearer ${state.token}` } : {}),
      },
    });

  const begin = async () => {
    if (state.token) return;
    const response = await call('/start', { method: 'POST', body: '{}' });
    if (!response.ok) throw new Error();
    state.token = (await response.json()).token;
    save();
    listen();
  };

  // The outbox is sent in order, one at a time; a message keeps its id however often it is tried.
  let sending = false;
  const flush = async () => {
    if (sending) return;
    sending = true;
    for (let wait = 1000; state.outbox.length; ) {
      try {
        await begin();
        const [next] = state.outbox;
        const response = await call('/send', { method: 'POST', body: JSON.stringify({ ...next, page }) });
        if (response.status === 401) {
          state.token = null;
          continue;
        }
        if (response.status === 400 || response.status === 413) words((await response.json()).error);
        else if (!response.ok) throw new Error();
        else words('');
        if (response.ok) sent(next.cid);
        state.outbox = state.outbox.filter(each => each !== next);
        save();
        wait = 1000;
      } catch {
        words('No connection. Your message is kept and sent by itself.');
        await new Promise(resolve => setTimeout(resolve, wait));
        wait = Math.min(wait * 2, 15000);
      }
    }
    sending = false;
  };

  let listening = false;
  const listen = async () => {
    if (listening || !state.token) return;
    listening = true;
    for (let wait = 500; state.token; ) {
      try {
        const response = await call(`/events?after=${last}`);
        if (response.status === 401) {
          state.token = null;
          save();
          break;
        }
        if (!response.ok) throw new Error();
        wait = 500;
        words('');
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let rest = ''; ; ) {
          const { done, value } = await reader.read();
          if (done) break;
          rest += value;
          const parts = rest.split('\n\n');
          rest = parts.pop();
          for (const part of parts) {
            const data = /^data: (.*)$/m.exec(part);
            if (data) received(JSON.parse(data[1]));
          }
        }
      } catch {
        words('Reconnecting ...');
      }
      await new Promise(resolve => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, 10000);
    }
    listening = false;
  };

  const submit = () => {
    const text = by('text').value.trim();
    if (!text) return;
    const cid = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    state.outbox.push({ cid, text });
    add({ from: 'visitor', text, cid }, true);
    by('text').value = '';
    save();
    flush();
  };
  by('form').addEventListener('submit', event => {
    event.preventDefault();
    submit();
  });
  by('text').addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  by('close').addEventListener('click', () => tell({ deskhand: 'close' }));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') tell({ deskhand: 'close' });
  });

  const allowed = new Set(config.origins.map(each => new URL(each).origin));
  addEventListener('message', event => {
    if (event.source !== parent || !allowed.has(event.origin)) return;
    const message = event.data || {};
    if (message.deskhand === 'state' && !shopOrigin) {
      shopOrigin = event.origin;
      page = message.page;
      shown = message.open;
      state = { token: message.state.token || null, outbox: message.state.outbox || [] };
      for (const each of state.outbox) add({ from: 'visitor', text: each.text, cid: each.cid }, true);
      listen();
      flush();
      if (shown) by('text').focus();
    }
    if (message.deskhand === 'shown') {
      shown = true;
      by('text').focus();
    }
    if (message.deskhand === 'hidden') shown = false;
  });
  // The shop's origin is not known yet. This carries nothing; everything after it goes to the one origin that answers.
  parent.postMessage({ deskhand: 'ready' }, '*');
})();
