/** The thread in which mails are read: one at a time. What is kept between them are a few lines and styles, so as not to judge them again. */
import { flushCompileCache } from 'node:module';
import { parentPort, type Transferable } from 'node:worker_threads';
import { UnreadableMail } from './limits.ts';
import { type ReceivedMail, type ReceiveOptions, receiveMail } from './receive.ts';

parentPort?.postMessage({ ready: true });
// A thread that is ended has no exit at which this would be done; without it, each one strips and compiles anew, in 20 MB.
flushCompileCache();
parentPort?.on('message', async ({ id, raw, options }: { id: number; raw: Uint8Array; options: ReceiveOptions }) => {
  try {
    const mail = await receiveMail(raw, options);
    parentPort?.postMessage({ id, mail }, filesOf(mail));
  } catch (error) {
    if (error instanceof UnreadableMail) parentPort?.postMessage({ id, unreadable: error.message });
    else parentPort?.postMessage({ id, error: String((error as Error).message).slice(0, 200) });
  }
});

/** Files are handed over, not copied; small ones share a buffer with others, and are. */
function filesOf({ message }: ReceivedMail): Transferable[] {
  const whole = message.attachments.flatMap(({ content }) =>
    content && content.buffer instanceof ArrayBuffer && content.byteLength === content.buffer.byteLength
      ? [content.buffer]
      : [],
  );
  return [...new Set(whole)];
}
