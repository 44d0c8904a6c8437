/** Draws charts as PNG in a thread of its own, which starts with the first picture and ends when nobody wants one. */
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { ChartView, Look, Painter } from '../../../src/ports/answer.ts';

/** A picture takes a fifth of a second, the first one a second more; what takes ten never ends. */
const DRAW_WITHIN_MS = 10_000;
/** The thread holds 170 MB; one that is needed again starts in a second. */
const IDLE_MS = 5 * 60_000;
/** The same picture is asked for in two looks, and again by every browser that shows it. */
const KEPT_MAX = 24;

interface Drawing {
  done(png: Uint8Array): void;
  failed(error: Error): void;
  timer: NodeJS.Timeout;
}

export function makePainter(): Painter {
  const drawings = new Map<number, Drawing>();
  const kept = new Map<string, Promise<Uint8Array>>();
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let next = 0;

  const end = (error: Error | null) => {
    const ended = worker;
    worker = null;
    for (const { failed, timer } of drawings.values()) {
      clearTimeout(timer);
      failed(error ?? new Error('The service is stopping, so no picture was drawn.'));
    }
    drawings.clear();
    return ended?.terminate();
  };
  const start = (): Worker => {
    const made = new Worker(new URL('./worker.ts', import.meta.url));
    made.unref();
    made.on('message', ({ id, png, error }: { id: number; png?: Uint8Array; error?: string }) => {
      const drawing = drawings.get(id);
      drawings.delete(id);
      if (!drawing) return;
      clearTimeout(drawing.timer);
      if (png) drawing.done(png);
      else drawing.failed(new Error(`The picture could not be drawn: ${error}.`));
      rest();
    });
    const broke = (error: Error) => {
      if (worker === made) end(error);
    };
    made.on('error', error => broke(error as Error));
    made.on('exit', () => broke(new Error('The thread that draws pictures ended.')));
    return made;
  };
  const rest = () => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (drawings.size === 0) end(null);
    }, IDLE_MS).unref();
  };
  const draw = (chart: ChartView, look: Look) =>
    new Promise<Uint8Array>((done, failed) => {
      worker ??= start();
      const id = next++;
      const timer = setTimeout(() => end(new Error('Drawing the picture took too long.')), DRAW_WITHIN_MS).unref();
      drawings.set(id, { done, failed, timer });
      worker.postMessage({ id, chart, look });
    });
  return {
    draw: (chart, look) => {
      const key = createHash('sha256')
        .update(JSON.stringify([chart, look]))
        .digest('base64');
      const known = kept.get(key);
      if (known) return known;
      const made = draw(chart, look);
      kept.set(key, made);
      made.catch(() => kept.delete(key));
      for (const old of kept.keys()) {
        if (kept.size <= KEPT_MAX) break;
        kept.delete(old);
      }
      return made;
    },
    stop: async () => {
      clearTimeout(idle);
      await end(null);
    },
  };
}
