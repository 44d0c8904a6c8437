/** What a chat keeps in the storage of the shop, and which of several hidden tabs goes on listening. */

const LINE = 'line';

export interface Kept {
  /** All of it, by names without the site. */
  items(): Record<string, string>;
  /** Null takes it away. */
  keep(key: string, value: string | null): void;
  /** The page is left with the chat open. */
  leave(): void;
  /** Was the page before left like that? Asked once. */
  wasOpen(): string | null;
  /** @param to hidden now; or about to go for good, and then another one may */
  listening(to: boolean): void;
  /** Is it this one, by what is kept? */
  listens(): boolean;
}

/** What is kept in the shop's storage, as texts under names of their own: two tabs that write lose nothing of each other. */
export function makeKept(prefix: string): Kept {
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
  const listening = (to: boolean) => {
    const kept = items();
    if (to && kept.token) keep(LINE, me);
    if (!to && kept[LINE] === me) keep(LINE, null);
  };
  const listens = () => {
    if (!items()[LINE]) listening(true);
    return items()[LINE] === me;
  };
  return { items, keep, leave, wasOpen, listening, listens };
}
