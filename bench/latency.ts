/** From mail accepted to card on the desk, and from the end of the hold to the mail accepted by the next server. */
import { openShop } from '../tests/kit/shop.ts';
import { median, ms } from './figures.ts';
import type { Result } from './run.ts';

const MAILS = 30;
const HOLD_MS = 500;
const MAX_MS = 1_000;

export async function benchLatency(): Promise<Result[]> {
  const shop = await openShop({ yaml: `hold_seconds: { email: ${HOLD_MS / 1000} }\n` });
  const [toCard, toSent, bare] = [[] as number[], [] as number[], [] as number[]];
  try {
    for (let i = 1; i <= MAILS; i++) {
      const sending = performance.now();
      await shop.mail({ from: `c${i}@example.com`, subject: `mail ${i}`, text: 'Hello' });
      bare.push(performance.now() - sending);
      const accepted = performance.now();
      while ((await shop.cards()).length < i) await pause();
      toCard.push(performance.now() - accepted);
      const { thread } = (await shop.cards(i)).at(-1)!;
      await shop.act('Ann', { do: 'write', thread, text: `answer ${i}` });
      let send = (await shop.thread(thread)).privates[0]?.view.buttons[0];
      while (!send) {
        await pause();
        send = (await shop.thread(thread)).privates[0]?.view.buttons[0];
      }
      const pressed = performance.now();
      await shop.press('Ann', thread, send);
      while ((await shop.mailbox()).length < i) await pause();
      toSent.push(performance.now() - pressed - HOLD_MS);
    }
  } finally {
    await shop.stop();
  }
  const baseline = `${ms(median(bare))}: one SMTP delivery to the receiver`;
  return [
    {
      what: 'Mail accepted to card on the desk',
      measured: ms(median(toCard)),
      baseline,
      target: '<= 1 s',
      ok: median(toCard) <= MAX_MS,
    },
    {
      what: 'Send to SMTP accepted, beyond the hold',
      measured: ms(median(toSent)),
      baseline,
      target: '<= 1 s',
      ok: median(toSent) <= MAX_MS,
    },
  ];
}

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 3));
}
