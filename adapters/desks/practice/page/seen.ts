/** What there is to see for whoever is looking, read again whenever something changed. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { listen, type RoomState, read, readThread, type ThreadState } from './api.ts';

/** Changes wake the page; this is for those that were not heard. */
const LOOK_AGAIN_MS = 30_000;

/** Whose eyes, and on what. What was read for others is never drawn in its place, not even for a moment. */
export interface At {
  person: string;
  room: string;
  thread: string | null;
}

export function useSeen(at: At) {
  const [seen, setSeen] = useState<{ at: At; room: RoomState; thread: ThreadState | null } | null>(null);
  const [online, setOnline] = useState(true);
  const shown = useRef<At>(at);
  shown.current = at;
  const isStill = ({ person, room, thread }: At) =>
    room === shown.current.room && thread === shown.current.thread && person === shown.current.person;
  const asked = useRef(0);

  const refresh = useCallback(async () => {
    const at = shown.current;
    const nth = ++asked.current;
    try {
      const [nextRoom, nextThread] = await Promise.all([
        read<RoomState>('room', { room: at.room, person: at.person }),
        at.thread ? readThread(at.thread, at.person) : null,
      ]);
      // Somebody clicked elsewhere while this was on its way, or it was overtaken.
      if (!isStill(at) || nth !== asked.current) return;
      setSeen({ at, room: nextRoom, thread: nextThread });
      setOnline(true);
    } catch {
      setOnline(false);
    }
  }, []);
  useEffect(() => listen(refresh, setOnline), []);
  useEffect(() => {
    const timer = setInterval(refresh, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return { seen, online, refresh, isStill };
}
