/** A web chat channel as seen by the code that serves its pages. */
import type { Channel } from '../../../src/ports/channel.ts';

export interface WebchatChannel extends Channel {
  readonly kind: 'webchat';
  /** For the one loader of every site. */
  readonly site: {
    name: string;
    title: string | null;
    colour: string;
    language: string | null;
    texts: Record<string, string>;
    origins: string[];
    side: 'left' | 'right' | null;
    offset: [bottom: number | null, side: number | null];
    hidden: boolean;
    sound: boolean;
  };
  /** A page asked for the loader; `referer` says which. */
  loaded(referer: string | undefined): void;
}
