/**
 * Answers commands, and shows answers in a room. Desks with charts draw their own; where that fails (older clients), the
 * same chart follows as a picture.
 */
import { DAY, type DurationMs, type Instant } from '../core/time.ts';
import type { AnswerView } from '../ports/answer.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import type { DeskFile } from '../ports/views.ts';
import { FarRefusal } from './far-side.ts';

/** A far side that did not take a chart is asked again after this: such things are rolled out slowly. */
const ASK_AGAIN_AFTER: DurationMs = DAY;
/** As wide as it is shown on a phone, and sharp beside it. */
const PICTURE_PX = 640;

/** To one person alone, or to everybody in a place. */
export type Listener = { user: string } | { place: string };

export interface CommandAnswer {
  say(to: Listener, view: AnswerView, key: string): Promise<void>;
}

interface CommandAnswerParts {
  desk: string;
  context: Pick<DeskContext, 'clock' | 'log' | 'draw'>;
  /**
   * Says it once for its key.
   * @returns whether a chart in it was taken
   */
  say(to: Listener, view: AnswerView, key: string, withChart: boolean): Promise<boolean>;
  /** Puts a file there, once for its key. @throws FarRefusal */
  file(to: Listener, file: DeskFile, key: string): Promise<void>;
  /** Why a file could not be put there, and what to do. */
  refusedFile(error: FarRefusal): string;
}

export function makeCommandAnswer({ desk, context, say, file, refusedFile }: CommandAnswerParts): CommandAnswer {
  const { clock, log } = context;
  let refusedAt: Instant | null = null;

  /** The chart as a picture; the text is complete without it, so a failure is only logged. */
  const picture = async (to: Listener, chart: NonNullable<AnswerView['chart']>, key: string) => {
    try {
      const content = await context.draw(chart, { widthPx: PICTURE_PX, dark: false });
      await file(
        to,
        { id: '' as DeskFile['id'], name: 'figures.png', type: 'image/png', content, alt: chart.alt },
        key,
      );
    } catch (error) {
      log.warn({ desk, error: String(error) }, 'A picture of figures could not be shown.');
    }
  };

  /** Where the file is refused, the answer says so. */
  const withFile = async (to: Listener, view: AnswerView, key: string): Promise<AnswerView> => {
    // For this person alone: never into a room.
    if (!view.file || !('user' in to)) return view;
    try {
      await file(to, { id: '' as DeskFile['id'], ...view.file }, key);
      return view;
    } catch (error) {
      if (!(error instanceof FarRefusal)) throw error;
      return { ...view, text: `${view.text}\n${refusedFile(error)}` };
    }
  };

  return {
    say: async (to, view, key) => {
      // The file first: should it have to come again, nothing has been said yet.
      const shown = await withFile(to, view, `file:${key}`);
      // No desk has charts with rows: where the words have to do, the picture has them.
      const canDraw = !view.chart?.grid;
      const native = canDraw && (refusedAt === null || clock.now() - refusedAt > ASK_AGAIN_AFTER);
      const taken = await say(to, shown, key, native);
      if (!view.chart || (native && taken)) return;
      if (native) refusedAt = clock.now();
      await picture(to, view.chart, `picture:${key}`);
    },
  };
}
