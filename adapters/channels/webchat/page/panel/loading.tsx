/** Fetches the part of this page that is not seen at once, and hands it what it shares with the rest; see build.ts. */
import { Fragment, type FunctionComponent, h, type VNode } from 'preact';
import type { EntryFile } from '../../wire.ts';
import { Icon } from './icon.tsx';
import { keep } from './shop.ts';
import { changed, chat } from './state.ts';
import { ask, authorized, hasToken, keepThumb, newId, settle, wipe, write } from './talk.ts';
import { config, sizeOf, t } from './words.ts';

type Rest = typeof import('./later.tsx');

/** By the names under which its own modules import them. */
(window as unknown as { shared: object }).shared = {
  Fragment,
  h,
  Icon,
  keep,
  changed,
  chat,
  ask,
  authorized,
  hasToken,
  keepThumb,
  newId,
  settle,
  wipe,
  write,
  config,
  sizeOf,
  t,
};

let rest: Rest | undefined;
let tries = 0;

/** @throws when there is no line, or the page is older than the server by now */
export async function later(): Promise<Rest> {
  if (!rest) {
    // Browsers remember under its address that one could not be had.
    rest = await import(/* @vite-ignore */ `${config.later}${tries++ ? `&try=${tries}` : ''}`);
    changed();
  }
  return rest!;
}

type Part = 'Asking' | 'FileView' | 'Menu' | 'Rating' | 'Tray';

/** A part of it, as soon as it is there. */
export function Later({ of, file }: { of: Part; file?: EntryFile }): VNode | null {
  if (!rest) {
    // Asked for again with the next change.
    later().catch(() => {});
    return null;
  }
  return h(rest[of] as FunctionComponent<{ file?: EntryFile }>, { file });
}
