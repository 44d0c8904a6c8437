/**
 * Reads mails beside the main thread, with a limit of time and memory for each: a mail that is built to stop a program
 * stops a worker, which is replaced, and is then read by hand. Other mail goes on meanwhile.
 */
import { Worker } from 'node:worker_threads';
import { UnreadableMail } from './limits.ts';
import type { ReceivedMail, ReceiveOptions } from './receive.ts';

/** A large mail takes a second; what takes ten is an attack. */
const PARSE_WITHIN_MS = 10_000;
/** A reader starts in a third of a second; on a machine that is overrun it takes its time, and no mail is to blame. */
const START_WITHIN_MS = 120_000;
/** By hand everything is linear and bounded. */
const BY_HAND_WITHIN_MS = 5_000;
/** So often a reader that had hardly any time of the processor is given as much again: a reader that waits for ever is stuck. */
const STARVED_MAX = 6;
/** A reader that does not even say how busy it is. */
const ASKED_WITHIN_MS = 2_000;
const WORKER_HEAP_MB = 512;
/** Room for objects that are gone at once, as most are: with V8's own 48 MB a reader takes 40 MB more and is no faster. */
const WORKER_YOUNG_MB = 6;
/** Readers at once. One keeps up with the store; another one is started only while all the others are stuck. */
const WORKERS_MAX = 3;
/** Mails given to a reader ahead, so that it never waits for the main thread. */
const AHEAD_MAX = 6;
/** A reader costs 60 MB; one that is needed again starts in a third of a second. */
const IDLE_MS = 20_000;
/** ... and one that was only needed because another was stuck. */
const IDLE_BESIDE_MS = 2_000;
/** A mail larger than this takes long: nothing is put behind it from the start. */
const LARGE_BYTES = 4 * 1024 * 1024;
/** A mail larger than this may be slow: it is looked at sooner whether it is. */
const SUSPICIOUS_BYTES = 256 * 1024;
/** A mail that takes longer than this is slow; the next ones do not wait behind it. */
const SLOW_MS = 200;

type Answer = { ready: true } | Said;
type Said = { id: number; mail: ReceivedMail } | { id: number; unreadable: string } | { id: number; error: string };

interface Reader {
  worker: Worker;
  /** What it was given, in order; it reads the first of them now. */
  tasks: Task[];
  /** It has started: from now on a mail's time counts. */
  ready: boolean;
  /** The first one takes long: nothing more is put behind it. */
  slow: boolean;
  /** It was ended because its mail took too long. */
  late: boolean;
  timers: NodeJS.Timeout[];
  /** Ends it, while it has nothing to do. */
  idle: NodeJS.Timeout | null;
}
interface Task {
  id: number;
  raw: Uint8Array;
  options: ReceiveOptions;
  /** How often a reader ended under it without its doing. */
  tries: number;
  done(mail: ReceivedMail): void;
  failed(error: Error): void;
}

/** As plain as a mail can be. */
const PLAIN_MAIL = new TextEncoder().encode('From: a@example.com\r\nSubject: a\r\n\r\na\r\n');
const PLAIN_OPTIONS: ReceiveOptions = { own: [] };

export interface MailParser {
  /** @throws UnreadableMail with words for staff */
  parse(raw: Uint8Array, options: ReceiveOptions): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

/** @param idleMs how long a reader that has nothing to do is kept */
export function makeMailParser(idleMs = IDLE_MS): MailParser {
  const { once, stop } = makeReaders(idleMs);
  /** Is it the mail, or can nothing be read at the moment (no thread to be had, no memory, no disk)? A plain one tells. */
  const blamed = async (why: string): Promise<Error> => {
    const sound = await once(PLAIN_MAIL, PLAIN_OPTIONS).then(
      () => true,
      () => false,
    );
    return sound ? new UnreadableMail(why) : new Error('Mails cannot be read here at the moment.');
  };

  return {
    parse: async (raw, options) => {
      try {
        return await once(raw, options);
      } catch (error) {
        if (error instanceof Unknown) throw await blamed(error.message);
        if (!(error instanceof TooMuch)) throw error;
      }
      return once(raw, { ...options, byHand: true }).catch(async error => {
        if (error instanceof Unknown) throw await blamed(error.message);
        throw error instanceof TooMuch ? await blamed('it needs more time and memory than any real mail.') : error;
      });
    },
    stop,
  };
}

/** Readers that start when there is a mail to read, and end when there is none for a while. */
function makeReaders(idleMs: number) {
  const readers = new Set<Reader>();
  const waiting: Task[] = [];
  let stopped = false;
  let last = 0;

  const spawn = (): Reader => {
    const rested = takeRested();
    const worker = rested ?? startWorker();
    const ready = rested !== null;
    const reader: Reader = { worker, tasks: [], ready, slow: false, late: false, timers: [], idle: null };
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) {
        reader.ready = true;
        return watch(reader);
      }
      const at = reader.tasks.findIndex(each => each.id === answer.id);
      // One that was given to another reader meanwhile.
      if (at < 0) return;
      const [task] = reader.tasks.splice(at, 1);
      if (at === 0) watch(reader);
      tell(task!, answer);
      hand();
    });
    const gone = (why: string) => {
      readers.delete(reader);
      for (const timer of [...reader.timers, reader.idle ?? undefined]) clearTimeout(timer);
      const [head, ...rest] = reader.tasks.splice(0);
      waiting.unshift(...rest);
      // Out of time or memory is the mail's doing; anything else is not, and it is read again.
      if (head && (reader.late || /memory/i.test(why) || head.tries > 0)) head.failed(new TooMuch(why));
      else if (head) {
        head.tries++;
        waiting.unshift(head);
      }
      hand();
    };
    worker.on('error', error => gone(String(error)));
    worker.on('exit', () => gone('it ended'));
    readers.add(reader);
    return reader;
  };

  /** Gives the mail at the head its time; whatever waits behind a slow one goes elsewhere. */
  const watch = (reader: Reader) => {
    for (const timer of reader.timers) clearTimeout(timer);
    reader.timers = [];
    const head = reader.tasks[0];
    reader.slow = head !== undefined && head.raw.length > LARGE_BYTES;
    if (!head) {
      reader.worker.unref();
      rest(reader);
      return;
    }
    if (!reader.ready) {
      reader.timers = [setTimeout(() => void reader.worker.terminate(), START_WITHIN_MS)];
      return;
    }
    reader.timers = limitTime(reader, head, () => {
      waiting.unshift(...reader.tasks.splice(1));
      hand();
    });
  };

  const rest = (reader: Reader) => {
    const end = () => {
      // First out of sight: a mail that comes now gets a new one.
      readers.delete(reader);
      void reader.worker.terminate();
    };
    clearTimeout(reader.idle ?? undefined);
    const beside = [...readers][0] !== reader;
    reader.idle = setTimeout(end, beside ? Math.min(idleMs, IDLE_BESIDE_MS) : idleMs).unref();
  };

  const hand = () => {
    while (waiting.length) {
      // The first one that is not stuck has all of it: two that share the mails take twice the memory.
      const able = [...readers].find(each => !each.slow);
      if (able ? able.tasks.length >= AHEAD_MAX : readers.size >= WORKERS_MAX) return;
      const reader = able ?? spawn();
      const task = waiting.shift()!;
      clearTimeout(reader.idle ?? undefined);
      reader.tasks.push(task);
      reader.worker.ref();
      const { id, raw, options } = task;
      // One copy of just the mail, handed over: cloned, it would be copied twice, with all of the buffer that it lies in.
      const copy = new Uint8Array(raw);
      reader.worker.postMessage({ id, raw: copy, options }, [copy.buffer]);
      if (reader.tasks.length === 1) watch(reader);
    }
  };

  const once = (raw: Uint8Array, options: ReceiveOptions) =>
    new Promise<ReceivedMail>((done, failed) => {
      // Not the mail's fault: it stays at its source and is read later.
      if (stopped) return failed(new Error('The reader of mails was stopped.'));
      waiting.push({ id: ++last, raw, options, tries: 0, done, failed });
      hand();
    });

  const stop = async () => {
    stopped = true;
    for (const task of waiting.splice(0)) task.failed(new Error('The reader of mails was stopped.'));
    const all = [...readers];
    readers.clear();
    for (const each of all) clearTimeout(each.idle ?? undefined);
    const mayRest = ({ ready, tasks, worker }: Reader) => ready && tasks.length === 0 && letRest(worker);
    await Promise.all(all.map(each => mayRest(each) || each.worker.terminate()));
  };
  return { once, stop };
}

function tell(task: Task, answer: Said): void {
  if ('mail' in answer) task.done(answer.mail);
  else if ('unreadable' in answer) task.failed(new UnreadableMail(answer.unreadable));
  else task.failed(new Unknown(`it could not be read (${answer.error}).`));
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB, maxYoungGenerationSizeMb: WORKER_YOUNG_MB },
    stdout: false,
    stderr: false,
  });
  // It must not keep a program alive that has nothing else to do.
  worker.unref();
  return worker;
}

/** The reader of a mailbox that was closed: one that is opened soon, as after a change of settings, has it at once. */
let resting: Worker | null = null;

/** @returns whether it may rest; another one does already */
function letRest(worker: Worker): boolean {
  if (resting) return false;
  resting = worker;
  const gone = () => {
    if (resting !== worker) return;
    resting = null;
    void worker.terminate();
  };
  alone(worker).on('error', gone).on('exit', gone);
  setTimeout(gone, IDLE_MS).unref();
  return true;
}

function takeRested(): Worker | null {
  const worker = resting;
  resting = null;
  return worker && alone(worker);
}

/** Nobody listens any more. By name: Worker has listeners of its own. */
function alone(worker: Worker): Worker {
  for (const each of ['message', 'error', 'exit']) worker.removeAllListeners(each);
  return worker;
}

/** A mail's time with its reader: after a moment it is slow, and in the end it is given up. */
function limitTime(reader: Reader, head: Task, onSlow: () => void): NodeJS.Timeout[] {
  // Asked only of a reader that may be slow: most mails are read by then.
  let begun: Promise<number | null> | null = head.raw.length > SUSPICIOUS_BYTES ? worked(reader.worker) : null;
  const judge = async () => {
    const known = begun;
    begun ??= worked(reader.worker);
    const [from, used] = await Promise.all([begun, known && worked(reader.worker)]);
    if (reader.tasks[0] !== head || reader.slow) return;
    // On a machine that is busy everything takes long, and another reader makes it busier.
    const itself = known !== null && (used === null || from === null || used - from > SLOW_MS / 2);
    if (!itself) return void reader.timers.push(setTimeout(judge, SLOW_MS));
    reader.slow = true;
    onSlow();
  };
  const lag = setTimeout(judge, SLOW_MS);
  const within = head.options.byHand ? BY_HAND_WITHIN_MS : PARSE_WITHIN_MS;
  let waits = 0;
  const look = async () => {
    const used = await worked(reader.worker);
    const from = await begun;
    if (reader.tasks[0] !== head) return;
    // A machine that is busy, or was asleep, gave the reader no time: that is not the mail's doing.
    if (used !== null && used - (from ?? 0) < within / 2 && ++waits < STARVED_MAX) {
      reader.timers.push(setTimeout(look, within));
      return;
    }
    // `exit` tells the task.
    reader.late = true;
    void reader.worker.terminate();
  };
  return [lag, setTimeout(look, within)];
}

/** How long a reader has had the processor, in ms; null when it cannot be asked. */
async function worked(worker: Worker): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const deaf = new Promise<null>(resolve => {
    timer = setTimeout(resolve, ASKED_WITHIN_MS, null).unref();
  });
  const used = await Promise.race([worker.cpuUsage().catch(() => null), deaf]);
  clearTimeout(timer);
  return used && (used.user + used.system) / 1_000;
}

/** Something failed that nobody thought of. */
class Unknown extends Error {
  override name = 'Unknown';
}

/** The reader ran out of time or memory. */
class TooMuch extends Error {
  override name = 'TooMuch';
}
