/**
 * Reads mails beside the main thread, with a limit of time and memory for each: a mail that is built to stop a program
 * stops a worker, which is replaced, and is then read by hand. Other mail goes on meanwhile.
 */
import { Worker } from 'node:worker_threads';
import type { ReceivedMail, ReceiveOptions } from './receive.ts';
import { UnreadableMail } from './receive.ts';

/** A large mail takes a second; what takes ten is an attack. */
const PARSE_WITHIN_MS = 10_000;
/** By hand everything is linear and bounded. */
const BY_HAND_WITHIN_MS = 5_000;
const WORKER_HEAP_MB = 512;
/** Readers at once: more only while one of them is stuck. */
const WORKERS_MAX = 3;
/** A reader costs 60 MB; one that is needed again starts in a third of a second. */
const IDLE_MS = 20_000;
/** A mail that takes longer than this is slow; the next ones do not wait behind it. */
const SLOW_MS = 200;

type Answer = { id: number; mail: ReceivedMail } | { id: number; unreadable: string } | { id: number; error: string };

interface Reader {
  worker: Worker;
  /** What it reads now; null when it is free. */
  task: Task | null;
}
interface Task {
  id: number;
  raw: Uint8Array;
  options: ReceiveOptions;
  done(mail: ReceivedMail): void;
  failed(error: Error): void;
}

export interface MailParser {
  /** @throws UnreadableMail with words for staff */
  parse(raw: Uint8Array, options: ReceiveOptions): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

/** @param idleMs how long a reader that has nothing to do is kept */
export function makeMailParser(idleMs = IDLE_MS): MailParser {
  const readers = new Set<Reader>();
  const waiting: Task[] = [];
  let last = 0;
  let slow = false;
  let idle: NodeJS.Timeout | null = null;

  const spawn = (): Reader => {
    const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
      stdout: false,
      stderr: false,
    });
    // It must not keep a program alive that has nothing else to do.
    worker.unref();
    const reader: Reader = { worker, task: null };
    worker.on('message', (answer: Answer) => {
      const { task } = reader;
      if (!task || task.id !== answer.id) return;
      reader.task = null;
      worker.unref();
      if ('mail' in answer) task.done(answer.mail);
      else
        task.failed(
          new UnreadableMail('unreadable' in answer ? answer.unreadable : `it could not be read (${answer.error}).`),
        );
      hand();
    });
    const gone = (why: string) => {
      readers.delete(reader);
      const { task } = reader;
      reader.task = null;
      if (task) task.failed(new TooMuch(why));
      hand();
    };
    worker.on('error', error => gone(String(error)));
    worker.on('exit', () => gone('it ended'));
    readers.add(reader);
    return reader;
  };

  const rest = () => {
    if (idle) clearTimeout(idle);
    idle = null;
    if (readers.size === 0 || waiting.length || [...readers].some(each => each.task)) return;
    idle = setTimeout(() => {
      for (const each of readers) void each.worker.terminate();
    }, idleMs).unref();
  };

  const hand = () => {
    rest();
    while (waiting.length) {
      const free = [...readers].find(each => each.task === null);
      const reader = free ?? (readers.size === 0 || (slow && readers.size < WORKERS_MAX) ? spawn() : null);
      if (!reader) return;
      begin(reader, waiting.shift()!);
    }
  };

  const begin = (reader: Reader, task: Task) => {
    reader.task = task;
    reader.worker.ref();
    const { id, raw, options } = task;
    const lag = setTimeout(() => {
      slow = true;
      hand();
    }, SLOW_MS);
    const end = setTimeout(
      () => {
        // `exit` tells the task.
        void reader.worker.terminate();
      },
      options.byHand ? BY_HAND_WITHIN_MS : PARSE_WITHIN_MS,
    );
    const over = () => {
      clearTimeout(lag);
      clearTimeout(end);
      slow = [...readers].some(each => each.task !== null && each.task !== task) && slow;
    };
    const { done, failed } = task;
    task.done = mail => {
      over();
      done(mail);
    };
    task.failed = error => {
      over();
      failed(error);
    };
    reader.worker.postMessage({ id, raw, options });
  };

  const once = (raw: Uint8Array, options: ReceiveOptions) =>
    new Promise<ReceivedMail>((done, failed) => {
      waiting.push({ id: ++last, raw, options, done, failed });
      hand();
    });

  return {
    parse: async (raw, options) => {
      try {
        return await once(raw, options);
      } catch (error) {
        if (!(error instanceof TooMuch)) throw error;
      }
      return once(raw, { ...options, byHand: true }).catch(error => {
        throw error instanceof UnreadableMail
          ? error
          : new UnreadableMail('it needs more time and memory than any real mail.');
      });
    },
    stop: async () => {
      if (idle) clearTimeout(idle);
      waiting.length = 0;
      await Promise.all([...readers].map(each => each.worker.terminate()));
    },
  };
}

/** The reader ran out of time or memory. */
class TooMuch extends Error {
  override name = 'TooMuch';
}
