/** Limits the bytes of incoming messages held in memory at once, over all senders, until they are stored. Pure. */

export interface InFlightLimits {
  /** Of all together. */
  bytesMax: number;
  /** Kept free for what is small: a few large ones must not keep everybody else's out. */
  keptForSmall: number;
  /** Up to this size it is small. */
  smallBytesMax: number;
}

/** What one of them takes. */
export interface Share {
  /** Makes room for so many bytes in all; false when there is none: then the share holds nothing any more. */
  grow(bytes: number): boolean;
  /** Gives everything back; later calls do nothing. */
  release(): void;
}

interface InFlight {
  share(): Share;
  /** Would one of this size find room now? */
  hasRoom(bytes: number): boolean;
  /** Bytes that are held now. */
  held(): number;
}

export function makeInFlight({ bytesMax, keptForSmall, smallBytesMax }: InFlightLimits): InFlight {
  let held = 0;
  const fits = (whole: number, more: number) =>
    held + more <= (whole > smallBytesMax ? bytesMax - keptForSmall : bytesMax);
  return {
    held: () => held,
    hasRoom: bytes => fits(bytes, bytes),
    share: () => {
      let own = 0;
      let open = true;
      const release = () => {
        held -= own;
        own = 0;
        open = false;
      };
      return {
        release,
        grow: bytes => {
          if (!open) return false;
          const more = bytes - own;
          if (more <= 0) return true;
          if (!fits(bytes, more)) {
            release();
            return false;
          }
          own = bytes;
          held += more;
          return true;
        },
      };
    },
  };
}
