/** Fetches the part of this page that is not seen at once, and hands it what it shares with the rest; see build.ts. */
import { Fragment, type FunctionComponent, h, type VNode } from 'preact';
import type { EntryFile } from '../../wire.ts';
import type { Form } from './form.tsx';
import { Icon } from './icon.tsx';
import { keep } from './shop.ts';
import { type Chat, changed, chat } from './state.ts';
import { ask, authorized, enter, hasToken, keepThumb, newId, questions, settle, wipe, write } from './talk.ts';
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
  enter,
  questions,
  config,
  sizeOf,
  t,
};

let rest: Rest | undefined;
let form: { Form: typeof Form } | undefined;
let tries = 0;
/** Browsers remember under its address that one could not be had. */
const again = (url: string) => `${url}${tries++ ? `&try=${tries}` : ''}`;

/** @throws when there is no line, or the page is older than the server by now */
export async function later(): Promise<Rest> {
  if (!rest) {
    const [parts, words] = await Promise.all([
      import(/* @vite-ignore */ again(config.later)),
      // They are each site's own; a script is the same for all.
      fetch(`${config.at}/words?lang=${config.language}`),
    ]);
    if (!words.ok) throw new Error();
    Object.assign(config.texts, await words.json());
    rest = parts;
    changed();
  }
  return rest!;
}

/** The questions before the chat: most sites ask none. */
export function LaterForm({ chat }: { chat: Chat }): VNode | null {
  if (form) return form.Form({ chat });
  if (!asking) {
    asking = true;
    import(/* @vite-ignore */ again(config.form))
      .then(
        loaded => {
          form = loaded;
        },
        () => new Promise(resolve => setTimeout(resolve, 2e3)),
      )
      .then(() => {
        asking = false;
        changed();
      });
  }
  return null;
}
let asking = false;

type Part = 'Asking' | 'FileView' | 'Help' | 'Menu' | 'Rating' | 'Tray';

/** A part of it, as soon as it is there. */
export function Later({ of, file }: { of: Part; file?: EntryFile }): VNode | null {
  if (!rest) {
    // Asked for again with the next change.
    later().catch(() => {});
    return null;
  }
  return h(rest[of] as FunctionComponent<{ file?: EntryFile }>, { file });
}
