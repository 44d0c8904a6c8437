/** What settings need to know about desks and channels; handed in, so that no kind is known here by name. */
import type { ChannelKind } from '../ports/channel.ts';
import type { DeskSettings } from '../ports/settings.ts';

export interface KnownKinds {
  channels: readonly ChannelKind[];
  /** In the order in which they are asked whether the environment chooses them; the last one always is there. */
  desks: readonly DeskSettings[];
  /** Named in the documentation for later versions: set today they do nothing, and stop nothing. */
  later: {
    channels: readonly string[];
    desks: readonly { kind: string; label: string }[];
  };
}
