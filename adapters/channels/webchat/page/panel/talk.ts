/** The conversation on the page: session, outbox, stream. Messages are kept until the server has them, each under one id. */

import type { ChatRefusal, ChatState, Entry, SignedIdentity } from '../../wire.ts';
import type { FromLoader } from '../messages.ts';
import { hear, keep, tell } from './shop.ts';
import { changed, chat, type Pending } from './state.ts';
import { config, serverNow, setNow, t } from './words.ts';

/** A hidden page of which nobody expects anything listens no longer than this; it asks for what it missed when it is looked at. */
const HIDDEN_MS = 3e4;
/** A hidden page listens for an answer for a working day, and for what is added to one for ten minutes. */
const AWAITED_MS = 288e5;
const ADDED_MS = 6e5;
/** The server says something every 20 seconds: after this the line is dead, or the machine has slept. */
const SILENT_MS = 45e3;
const TYPING_MS = 5e3;
/** Half a second, doubled each time, ten seconds at most. */
const retryMs = (tries: number) => Math.min(500 * 2 ** tries, 1e4);

/** Of the session; empty while there is none. */
let token = '';
export const hasToken = () => token !== '';
let page = '';
const whereIs: (() => void)[] = [];
/** The page that the visitor is on: it may have become another one without a reload. */
async function where(): Promise<string> {
  await new Promise<void>(resolve => {
    whereIs.push(resolve);
    tell({ deskhand: 'where' });
    setTimeout(resolve, 1e3);
  });
  return page;
}
/** Null: nobody is signed in; undefined: the page has not said. */
let identity: SignedIdentity | null | undefined;
let read = 0;

export async function ask(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const isFile = body instanceof Blob;
  const response = await fetch(`${config.at}/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': isFile ? 'application/octet-stream' : 'application/json', ...authorized(), ...headers },
    body: isFile ? body : JSON.stringify(body),
  });
  const { status } = response;
  // Something on the way answers in its own words: what it will never take is not tried for ever. Where nothing is at the
  // moment (404, 405: a server that starts, a page in its place) there is something again soon.
  const never =
    status === 413
      ? isFile
        ? 'file-too-large'
        : 'too-long'
      : /^4(0[0-3]|[12][0-8])/.test(`${status}`)
        ? 'unreadable'
        : '';
  const answer = await response.json().catch(() => ({ code: never }));
  // A refusal is thrown as it came: it has a code.
  if (!response.ok) throw answer;
  return answer;
}

export function authorized(): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** One session for all tabs: whose turn it is looks first whether another has begun meanwhile. */
async function begin(): Promise<void> {
  if (token) return;
  const items = await new Promise<Record<string, string>>(resolve => {
    waiting = resolve;
    tell({ deskhand: 'begin' });
    // The page may be one in which nobody gets a turn.
    setTimeout(resolve, 9e3, {});
  });
  try {
    if (items.token) token = items.token;
    else {
      const input = {
        identity,
        form: chat.form,
        consent: chat.agreed,
        page,
        language: config.language,
      };
      const start = async (solved?: unknown): Promise<string> => {
        try {
          return (await ask('start', { ...input, solved })).token as string;
        } catch (error) {
          if ((error as ChatRefusal).code !== 'puzzle') throw error;
          changed({ note: t('checking') });
          // Fetched only then: hardly anybody ever needs it.
          const { solve } = await import(/* @vite-ignore */ config.work);
          return start(await solve((error as ChatRefusal).puzzle!));
        }
      };
      token = await start();
      keep('token', token);
      if (identity) keep('who', identity.id);
    }
    changed({ note: '' });
    listen();
  } finally {
    tell({ deskhand: 'begun' });
  }
}
let waiting: (items: Record<string, string>) => void = () => {};

let sending = false;
/** In order, one at a time, each with the id it was given when it was written. */
async function flush(): Promise<void> {
  if (sending || shut) return;
  sending = true;
  for (let tries = 0; chat.outbox[0]; ) {
    const next = chat.outbox[0];
    const done = (note = '') => {
      settle(next.cid);
      chat.outbox = chat.outbox.filter(each => each !== next);
      tries = 0;
      // Of one of several files it stands where the file stood: the next one that goes would take a note away.
      const lost = next.file && note;
      if (lost) chat.lost[next.cid] = lost;
      changed({ note: lost ? '' : note });
    };
    try {
      await begin();
      const { cid, text, file } = next;
      const on = await next.page;
      const entry = await (file
        ? ask('upload', file, {
            'X-Cid': cid,
            'X-Name': encodeURIComponent(file.name.replace(/\p{Cs}/gu, '\ufffd')),
            'X-Page': encodeURIComponent(on ?? page),
          })
        : ask('send', { cid, text, page: on ?? page }));
      setNow(entry.at as number);
      // The stream may have been faster.
      arrive([entry as unknown as Entry], false);
      done();
    } catch (error) {
      const { code, waitMs } = error as ChatRefusal;
      const name = next.file?.name ?? '';
      if (code === 'unknown') forget();
      else if (code === 'file-too-large') done(t('fileTooLarge', { name, n: config.fileBytesMax / 2 ** 20 }));
      else if (code === 'file-refused') done(t('fileRefused', { name }));
      else if (code === 'too-long' || code === 'empty' || code === 'unreadable') {
        const lost = name || (code === 'unreadable' && t('message'));
        done(lost ? t('fileLost', { name: lost }) : t('tooLong', { n: config.charsMax }));
        if (next.text) typed(`${next.text}\n${chat.words}`.trim());
      } else if (code === 'blocked') {
        changed({ phase: code, note: '' });
        break;
      } else if (code === 'sign-in') {
        changed({ phase: 'signIn', note: '' });
        break;
      } else if (code === 'form' || code === 'email') {
        changed({ phase: 'form', wrong: code === 'email' ? { email: t('badEmail') } : {}, note: '' });
        break;
      } else {
        const slow = code === 'slow' || code === 'busy';
        // Words do not wait for a file that cannot come for long.
        if (name && slow && waitMs! > 3e4) {
          done(t('fileLost', { name }));
          continue;
        }
        const wait = slow ? waitMs! : retryMs(tries++);
        if (!code) listening?.abort();
        changed({ note: slow ? t('slow', { n: Math.ceil(wait / 1e3) }) : t('kept') });
        await (slow ? sleep(wait) : Promise.race([sleep(wait), online()]));
      }
    }
  }
  sending = false;
}

/** Nothing of it has to be kept any more. */
export function settle(cid: string): void {
  for (const key of 'of') keep(`${key}.${cid}`, null);
  delete chat.lost[cid];
}

/** Resolves when the machine has a line again, or the page is looked at again. */
const online = () => new Promise<void>(resolve => wakers.push(resolve));
const wakers: (() => void)[] = [];

function arrive(entries: Entry[], told: boolean): void {
  const fresh = entries.filter(
    each => !chat.entries.some(there => there.n === each.n || (there.cid && there.cid === each.cid)),
  );
  if (!fresh.length) return;
  chat.entries = [...chat.entries, ...fresh].sort((a, b) => a.n - b.n);
  for (const each of fresh) {
    if (!each.cid) continue;
    chat.outbox = chat.outbox.filter(there => there.cid !== each.cid);
    settle(each.cid);
  }
  if (told && fresh.some(each => each.from === 'team')) {
    chat.typing = false;
    setTimeout(acknowledge, 100);
  }
  count(told && fresh.some(each => each.from === 'team'));
  changed();
}

let acknowledged = 0;
let telling = false;
/** Something came while nobody looked. */
let owed = false;
/** Says what has come; until that arrived, it is said again. */
async function acknowledge(): Promise<void> {
  // Where nobody looks it would have come in vain: by email it reaches them, too.
  owed = !!chat.state?.email && hiddenLong();
  if (owed) return;
  const n = last();
  if (telling || n <= acknowledged) return;
  telling = true;
  try {
    await ask('got', { n });
    acknowledged = n;
  } catch {
    await sleep(3e3);
  }
  telling = false;
  if (token) acknowledge();
}

function count(fresh = false): void {
  const newest = chat.entries.at(-1)?.n ?? 0;
  if (chat.open && !document.hidden && newest > read) {
    read = newest;
    keep('read', String(read));
  }
  tell({ deskhand: 'unread', count: chat.entries.filter(each => each.from === 'team' && each.n > read).length, fresh });
}

/** The last number that is here without a gap before it. */
function last(): number {
  let n = 0;
  for (const each of chat.entries) if (each.n === n + 1) n++;
  return n;
}

let listening: AbortController | undefined;
/** One line at a time, whoever wakes it while it waits. */
let looping = false;
let heard = 0;
async function listen(): Promise<void> {
  if (looping || shut) return;
  looping = true;
  for (let tries = 0; token && !paused(); ) {
    listening = new AbortController();
    heard = Date.now();
    try {
      const { signal } = listening;
      const response = await fetch(`${config.at}/events?after=${last()}`, { headers: authorized(), signal });
      if (response.status === 401) forget();
      if (!response.ok) throw new Error();
      tries = 0;
      const reader = response.body!.getReader();
      const letters = new TextDecoder();
      for (let rest = ''; ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        heard = Date.now();
        const parts = (rest + letters.decode(value, { stream: true })).split('\n\n');
        rest = parts.pop()!;
        for (const part of parts) take(part);
        if (chat.note === t('reconnecting')) changed({ note: '' });
      }
    } catch {
      if (token && !paused() && !chat.note) changed({ note: t('reconnecting') });
    }
    if (token && !paused()) await Promise.race([sleep(retryMs(tries++)), online()]);
  }
  looping = false;
}

let over = 0;
function take(part: string): void {
  const data = /^data: (.*)$/m.exec(part)?.[1];
  if (!data) return;
  const event = /^event: (.*)$/m.exec(part)?.[1];
  if (event === 'typing') {
    clearTimeout(over);
    over = setTimeout(() => changed({ typing: false }), TYPING_MS) as unknown as number;
    changed({ typing: true });
  } else if (event === 'state') {
    const state: ChatState = JSON.parse(data);
    setNow(state.now);
    const back = chat.phase === 'blocked' && !state.blocked;
    changed({ state, phase: state.blocked ? 'blocked' : back ? 'chat' : chat.phase });
    if (back) flush();
  } else arrive([JSON.parse(data)], true);
}

/** The session has ended, at the server or in another tab: start a new one with the next message. */
function forget(): void {
  token = '';
  keep('token', null);
  keep('read', null);
  forgetHere();
  count();
}

let hiddenAt = 0;
/** Of several hidden tabs one goes on listening; the shop's page says which. */
let ours = true;
const hiddenLong = () => document.hidden && hiddenAt > 0 && Date.now() - hiddenAt > HIDDEN_MS;
/** Was something asked that nobody has answered, or answered just now? */
function awaited(): boolean {
  const newest = chat.entries.at(-1);
  if (!newest || !ours || chat.state?.status !== 'open' || chat.state.blocked) return false;
  return serverNow() - newest.at < (newest.from === 'team' ? ADDED_MS : AWAITED_MS);
}
const paused = () => hiddenLong() && !awaited();
function wake(event?: Event): void {
  if (document.hidden) {
    hiddenAt ||= Date.now();
    return;
  }
  hiddenAt = 0;
  ours = true;
  const silent = Date.now() - heard;
  // On another network the old line is dead without a word.
  if (event?.type === 'online' || silent > SILENT_MS || silent < 0) listening?.abort();
  for (const each of wakers.splice(0)) each();
  listen();
  count();
  if (token && owed) acknowledge();
}

export function write(text: string, one: Pending = { cid: newId(), text }): void {
  for (const each in chat.lost) settle(each);
  const { cid } = one;
  const at = Date.now();
  const on = where();
  chat.outbox.push(Object.assign(one, { page: on }));
  // A file is too large to keep: after a reload it is named, and has to be chosen again.
  if (!one.file) {
    keep(`o.${cid}`, JSON.stringify({ text, at }));
    // Written on this page, wherever it is sent from; unless it has gone out meanwhile.
    on.then(page => chat.outbox.some(each => each.cid === cid) && keep(`o.${cid}`, JSON.stringify({ text, at, page })));
  }
  changed({ note: '', began: true });
  flush();
}

export function newId(): string {
  return crypto.getRandomValues(new Uint32Array(5)).join('-');
}

/** Small pictures in the shop's storage: enough for what a page shows, and little of what it can hold. */
const THUMBS_MAX = 8;
/** Begins with the time, so that they are put in order again. */
const STAMP = 13;

/** On the next page one's own pictures are seen again: the oldest go when there are too many. */
export function keepThumb(cid: string): void {
  const url = chat.thumbs[cid];
  const isSent = [...chat.outbox, ...chat.entries].some(each => each.cid === cid);
  if (!url || !isSent) return;
  keep(`t.${cid}`, `${Date.now()}`.padStart(STAMP, '0').slice(-STAMP) + url);
  for (const old of Object.keys(chat.thumbs).slice(0, -THUMBS_MAX)) keep(`t.${old}`, null);
}

function thumbsOf(items: Record<string, string>): void {
  const there = chat.thumbs;
  chat.thumbs = {};
  const keys = Object.keys(items).filter(key => key.startsWith('t.'));
  for (const key of keys.sort((a, b) => (items[a]! < items[b]! ? -1 : 1)))
    chat.thumbs[key.slice(2)] = items[key]!.slice(STAMP);
  Object.assign(chat.thumbs, there);
}

let saidTyping = 0;
export function typed(draft: string): void {
  chat.words = draft;
  keep('draft', draft || null);
  changed();
  if (!token || !draft || Math.abs(Date.now() - saidTyping) < 3e3) return;
  saidTyping = Date.now();
  ask('typing', {}).catch(() => {});
}

const needsForm = () => !token && !!(config.consent || questions().length);
/** What the shop's sign-in does not answer. */
export const questions = () =>
  config.ask.filter(
    ({ name }) => !(identity && ((name === 'email' && identity.email) || (name === 'name' && identity.name))),
  );

export function enter(): void {
  const signIn = shut || (config.signInOnly && !identity && !token);
  changed({ phase: signIn ? 'signIn' : needsForm() && !chat.began ? 'form' : 'chat' });
  if (chat.phase === 'chat') flush();
}

function fromShop(message: FromLoader): void {
  switch (message.deskhand) {
    case 'state': {
      const { items } = message;
      tell({ deskhand: 'words', close: t('close'), unread: t('unread', { n: '{n}' }) });
      page = message.page;
      identity = message.identity as typeof identity;
      token = items.token ?? '';
      read = Number(items.read ?? 0);
      chat.open = message.open;
      chat.calm = message.quiet;
      chat.words = items.draft ?? '';
      outboxOf(items);
      thumbsOf(items);
      owner(items.who);
      if (chat.outbox[0]) chat.began = true;
      enter();
      listen();
      break;
    }
    case 'items':
      // Another tab began or ended, or read; its words come down the stream.
      read = Math.max(read, Number(message.items.read ?? 0));
      thumbsOf(message.items);
      count();
      if ((message.items.token ?? '') !== token) {
        forgetHere();
        token = message.items.token ?? '';
        enter();
        listen();
      }
      break;
    case 'begin':
      waiting(message.items);
      break;
    case 'page':
      page = message.page;
      for (const each of whereIs.splice(0)) each();
      break;
    case 'line':
      ours = message.ours;
      listen();
      break;
    case 'identity':
      identity = message.identity as typeof identity;
      owner(message.items.who);
      enter();
      listen();
      break;
    case 'shown':
    case 'hidden':
      changed({ open: message.deskhand === 'shown', calm: message.quiet, menu: false });
      count();
  }
}

/** Somebody else is signed in on this page now: what the one before wrote is not theirs to read, and not theirs to send. */
function owner(who: string | undefined): void {
  // Until the page says who is signed in, a signed-in customer's chat stays shut.
  shut = who !== undefined && identity === undefined;
  if (shut) return;
  if (who !== undefined && who !== identity?.id) wipe();
  // A guest who signs in is still the same person at this browser.
  else if (identity && token) keep('who', identity.id);
}

/** Nothing of it stays in this browser. */
export function wipe(): void {
  for (const { cid } of chat.outbox) settle(cid);
  for (const cid in chat.lost) settle(cid);
  for (const { cid } of chat.chosen) settle(cid);
  for (const key of ['draft', 'who', ...Object.keys(chat.thumbs).map(cid => `t.${cid}`)]) keep(key, null);
  forget();
  changed({
    outbox: [],
    chosen: [],
    thumbs: {},
    words: '',
    began: false,
    form: {},
    agreed: false,
    wrong: {},
    asking: '',
  });
}

/** A chat of nobody in particular, where the one that is here may be somebody's. */
export function anew(): void {
  if (shut) wipe();
  shut = false;
  enter();
}
let shut = false;

function forgetHere(): void {
  listening?.abort();
  read = acknowledged = 0;
  changed({ entries: [], state: null, asked: false, typing: false });
}

function outboxOf(items: Record<string, string>): void {
  const kept: (Pending & { at: number })[] = [];
  for (const key of Object.keys(items)) {
    const cid = key.slice(2);
    if (key.startsWith('f.')) chat.lost[cid] = t('fileLost', { name: items[key]! });
    if (!key.startsWith('o.')) continue;
    try {
      kept.push({ cid, ...JSON.parse(items[key]!) });
    } catch {
      keep(key, null);
    }
  }
  chat.outbox = kept.sort((a, b) => a.at - b.at);
}

export function open(): void {
  // The first of them is told to the document, and goes on to the window.
  for (const event of ['visibilitychange', 'pageshow', 'online', 'focus']) addEventListener(event, wake);
  // A machine that slept wakes in the middle of a wait.
  setInterval(() => {
    if (!token) return;
    if (!document.hidden) wake();
    else if (hiddenLong() && (paused() || Date.now() - heard > SILENT_MS)) listening?.abort();
  }, 5e3);
  hear(fromShop);
}
