/** Which account this is: asked once a week, kept, and noticed when it is another one than before. */
import { DAY, type DurationMs } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Me, X } from '../connection/api.ts';
import type { XConfig } from '../setup/config.ts';
import type { Asked, Asking } from './asking.ts';
import type { Cursors } from './read-back.ts';
import type { Records } from './records.ts';

/** Its id cannot change, and a post that names it has its handle of that time; each look costs. */
const ASK_EVERY_MS: DurationMs = 7 * DAY;

interface AccountParts {
  context: Pick<ChannelContext, 'clock'>;
  x: X;
  asking: Asking;
  cursors: Cursors;
  records: Records;
  config: Pick<XConfig, 'accessToken'>;
}

type KnownMe = Me & { askedAt: number };

export interface OurAccount {
  get(): Promise<Asked<Me>>;
  /** As it was when it was last asked for; null: never. */
  known(): Promise<Me | null>;
  /** Settings may be new: it is asked for before anything is read. */
  forget(): void;
}

export function makeOurAccount({ context, x, asking, cursors, records, config }: AccountParts): OurAccount {
  let isSure = false;
  const known = () => records.note<KnownMe>('me');
  let asking_: Promise<Asked<Me>> | null = null;

  const ask = async (): Promise<Asked<Me>> => {
    const before = await known();
    const asked = await asking.ask('me', 'ask.me', () => x.me());
    // The token begins with the id of its account: the lists can be read, whatever is the matter with this request.
    if (!asked.ok)
      return before && config.accessToken?.startsWith(`${before.id}-`) ? { ok: true, value: before } : asked;
    const me = asked.value;
    await asking.brought('user.read', [me.id]);
    // Lists of another account say nothing of this one.
    if (before && before.id !== me.id) await cursors.forget();
    await records.setNote('me', { ...me, askedAt: context.clock.now() });
    isSure = true;
    return asked;
  };

  return {
    known,
    get: async () => {
      const before = await known();
      if (before && isSure && context.clock.now() - before.askedAt < ASK_EVERY_MS) return { ok: true, value: before };
      // Several lists ask at once when they begin.
      asking_ ??= ask().finally(() => {
        asking_ = null;
      });
      return asking_;
    },
    forget: () => {
      isSure = false;
    },
  };
}
