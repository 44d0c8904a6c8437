/** What the mailboxes of an installation share: the receiver on loopback, and the mailbox of the samples' customers. */
import type { Installation, KindService } from '../../../src/ports/channel.ts';
import { makeDemoMailbox } from './demo/mailbox.ts';
import { makeReceiver, type Receiver } from './smtp/receiver.ts';
import type { EmailChannel } from './taken.ts';

/** Where customers of the embedded default write to. */
export const DEMO_ADDRESS = 'help@shop.example';
const HOST = '127.0.0.1';
const RECEIVER_PORT = 2525;

export function installEmail(given: Installation): KindService {
  const { demo, mailReceiver, listenWords, log } = given;
  const mailbox = demo ? makeDemoMailbox(given.deskIsHere ?? false) : null;
  const wanted = mailReceiver.port ?? (demo ? RECEIVER_PORT : 0);
  const channels = () => given.channels() as EmailChannel[];
  let receiver: Receiver | null = null;
  let port: number | null = null;
  let mailboxPort = 0;
  return {
    prepare: async () => {
      mailboxPort = (await mailbox?.listen()) ?? 0;
    },
    sample: () => ({
      name: 'help',
      settings: {
        address: DEMO_ADDRESS,
        name_shown: 'Kettle & Co',
        'smtp.host': HOST,
        'smtp.port': mailboxPort,
        'smtp.secure': false,
      },
    }),
    start: async () => {
      if (wanted === 0 || (channels().length === 0 && !given.shared)) return;
      receiver = makeReceiver(channels, log, { lmtp: mailReceiver.lmtp });
      port = await receiver.listen(HOST, wanted).catch((error: NodeJS.ErrnoException) => {
        const [words] = listenWords(error, HOST, wanted).split('. ');
        throw new Error(`${words}. Choose another for mail with MAIL_RECEIVER_PORT=${wanted + 1}, or 0 for none.`);
      });
    },
    routes: () => mailbox?.routes ?? [],
    port: () => port,
    places: () => [
      ...(mailbox ? [{ what: "Customers' mailbox", where: `${given.publicUrl}/demo/mailbox` }] : []),
      ...(port ? [{ what: 'Write a mail', where: `to ${channels()[0]?.address} by smtp://${HOST}:${port}` }] : []),
    ],
    stop: async () => {
      await receiver?.stop();
      await mailbox?.stop();
    },
  };
}
