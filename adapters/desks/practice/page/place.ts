/** Which thread is open: it stands in the address, and Back closes it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { isThreadRef } from '../ids.ts';

/** Says that the room is one step back in the history. */
const ROOM_BEHIND = 'room-behind';

function inAddress(): string | null {
  const named = location.hash.slice(1);
  return isThreadRef(named) ? named : null;
}

/** The open thread, and how to open another one or, with null, none. */
export function useThread(): [string | null, (thread: string | null) => void] {
  const [thread, setThread] = useState(inAddress);
  // A step back takes a moment, and what is opened meanwhile comes after it.
  const goingBack = useRef(false);
  const next = useRef<string | null>(null);
  const open = (wanted: string | null) => {
    setThread(wanted);
    if (goingBack.current) {
      next.current = wanted;
    } else if (wanted !== null) {
      if (inAddress() === null) history.pushState(ROOM_BEHIND, '', `#${wanted}`);
      else history.replaceState(history.state, '', `#${wanted}`);
    } else if (history.state === ROOM_BEHIND) {
      goingBack.current = true;
      history.back();
    } else {
      history.replaceState(null, '', location.pathname);
    }
  };
  useEffect(() => {
    const moved = () => {
      goingBack.current = false;
      const wanted = next.current;
      next.current = null;
      if (wanted !== null) history.pushState(ROOM_BEHIND, '', `#${wanted}`);
      setThread(inAddress());
    };
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);
  return [thread, open];
}
