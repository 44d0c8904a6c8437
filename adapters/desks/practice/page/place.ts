/**
 * Which thread is open: it stands in the address, and Back closes it. What lies over it, a form or a menu, is a step of its
 * own, and Back closes that first.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { isThreadRef } from '../ids.ts';

/** Says that the room is one step back in the history. */
const ROOM_BEHIND = 'room-behind';
/** Says that this step is for what lies over the page, and how many such steps there are with it. */
const OVER = 'over ';

/** What lies over the page, the topmost last. */
const overs: { close: () => void }[] = [];
// A step back takes a moment, and what is opened meanwhile comes after it.
let goingBack = false;
const next: (() => void)[] = [];

function inAddress(): string | null {
  const named = location.hash.slice(1);
  return isThreadRef(named) ? named : null;
}

function stepBack(steps = 1): void {
  goingBack = true;
  history.go(-steps);
}

function afterStep(then: () => void): void {
  if (goingBack) next.push(then);
  else then();
}

/** Of the step where we are: how many things it has over the page. */
function depth(): number {
  const state: unknown = history.state;
  return typeof state === 'string' && state.startsWith(OVER) ? Number(state.slice(OVER.length)) : 0;
}

/** Our own step is done, or somebody pressed Back or Forward. */
function moved(): void {
  const isOurs = goingBack;
  goingBack = false;
  if (!isOurs) {
    for (const over of overs.splice(depth()).reverse()) over.close();
    // Forward, to what was closed: nothing is there any more, and Back would seem to do nothing.
    if (depth() > overs.length) stepBack(depth() - overs.length);
  }
  for (const each of next.splice(0)) afterStep(each);
}

/** The open thread, and how to open another one or, with null, none. */
export function useThread(): [string | null, (thread: string | null) => void] {
  const [thread, setThread] = useState(inAddress);
  const open = (wanted: string | null) => {
    setThread(wanted);
    const over = overs.splice(0);
    for (const each of over) each.close();
    if (over.length > 0) afterStep(() => stepBack(over.length));
    afterStep(() => go(wanted));
  };
  useEffect(() => {
    const follow = () => {
      moved();
      if (!goingBack) setThread(inAddress());
    };
    addEventListener('popstate', follow);
    // What lay over the page before a reload is gone, and so is its step.
    if (depth() > 0) stepBack(depth());
    return () => removeEventListener('popstate', follow);
  }, []);
  return [thread, open];
}

function go(wanted: string | null): void {
  if (wanted !== null) {
    if (inAddress() === null) history.pushState(ROOM_BEHIND, '', `#${wanted}`);
    else history.replaceState(history.state, '', `#${wanted}`);
  } else if (history.state === ROOM_BEHIND) {
    stepBack();
  } else {
    history.replaceState(null, '', location.pathname);
  }
}

/** While it is open Back closes it, and leaves where it is what lies under it. */
export function useOver(isOpen: boolean, close: () => void): void {
  const now = useRef(close);
  now.current = close;
  useEffect(() => {
    if (!isOpen) return;
    const over = { close: () => now.current() };
    let isOver = false;
    afterStep(() => {
      if (isOver) return;
      overs.push(over);
      history.pushState(`${OVER}${overs.length}`, '');
    });
    return () => {
      isOver = true;
      const at = overs.indexOf(over);
      if (at < 0) return;
      overs.splice(at, 1);
      afterStep(() => stepBack());
    };
  }, [isOpen]);
}
