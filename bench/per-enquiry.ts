/** What one enquiry asks of Slack: a mail, a claim, a reply from the thread, a second mail, and a resolve. */
import { openSlackShop } from '../tests/kit/slack-shop.ts';
import type { Result } from './run.ts';

const COUNTED = ['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'reactions.add', 'reactions.remove'];

export async function benchPerEnquiry(): Promise<Result[]> {
  const shop = await openSlackShop();
  try {
    const mail = (id: string, text: string, answers?: string) =>
      shop.shop.mail({ from: 'maya@example.com', raw: rawOf(id, text, answers) });
    await mail('lid', 'It rattles.');
    await shop.cards(1);
    await shop.idle();
    const before = shop.slack.requests.length;
    await mail('spout', 'Another one, of which all is counted.');
    const [, counted] = await shop.cards(2);
    await shop.ann.press(counted!, 'enquiry.claim');
    await shop.idle();
    await shop.reply(shop.ann, counted!, 'Please send it back.');
    await shop.mailed(1);
    await shop.idle();
    await mail('where', 'Thank you, where to?', 'spout');
    await shop.entry(counted!.ts, 'where to?');
    await shop.ann.press(shop.card(counted!.ts), 'enquiry.resolve');
    await shop.idle();
    const calls = shop.slack.requests.slice(before).map(each => each.method);
    const count = (method: string) => calls.filter(each => each === method).length;
    const words = COUNTED.map(each => `${count(each)} ${each}`).join(', ');
    const others = calls.filter(each => !COUNTED.includes(each)).length;
    return [
      {
        what: 'Slack: calls for an enquiry with two mails, a claim, a reply and a resolve',
        measured: `${words}, ${others} others`,
        baseline: '-',
        target: 'chat.update <= 50 a minute and workspace',
        ok: count('chat.update') <= 50,
      },
    ];
  } finally {
    await shop.stop();
  }
}

function rawOf(id: string, text: string, answers?: string): string {
  const head = ['From: Maya <maya@example.com>', 'To: help@shop.example', `Message-ID: <${id}@example.com>`];
  const rest = answers ? [`In-Reply-To: <${answers}@example.com>`, `Subject: Re: ${answers}`] : [`Subject: ${id}`];
  return [...head, ...rest, '', text].join('\r\n');
}
