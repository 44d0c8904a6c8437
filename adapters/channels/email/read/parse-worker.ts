/** The thread in which mails are read: one at a time, nothing kept between them. */
import { parentPort } from 'node:worker_threads';
import { type ReceiveOptions, receiveMail, UnreadableMail } from './receive.ts';

parentPort?.postMessage({ ready: true });
parentPort?.on('message', async ({ id, raw, options }: { id: number; raw: Uint8Array; options: ReceiveOptions }) => {
  try {
    parentPort?.postMessage({ id, mail: await receiveMail(raw, options) });
  } catch (error) {
    if (error instanceof UnreadableMail) parentPort?.postMessage({ id, unreadable: error.message });
    else parentPort?.postMessage({ id, error: String((error as Error).message).slice(0, 200) });
  }
});
