/** Makes the pictures of Slack from the running program against the stand-in: `npm run pictures:slack`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../../tests/kit/browser.ts';
import type { Json } from '../../tests/kit/far-sides/slack/shapes.ts';
import { openSlackShop } from '../../tests/kit/slack-shop.ts';
import { until } from '../../tests/kit/world.ts';
import { post, slackPage, view } from './slack-look.ts';

const executable = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
].find(file => existsSync(file));
if (!executable) throw new Error('Pictures need Chromium: apt-get install chromium');
const shop = await openSlackShop({ yaml: 'hold_seconds: { email: 30, webchat: 1 }\n' });
const browser = await openBrowser(executable);
const { room, ann, ben } = shop;
async function picture(name: string, body: string, widths = [390, 760]): Promise<void> {
  for (const width of widths) {
    const page = await browser.newPage({ viewport: { width, height: 120 }, deviceScaleFactor: 2 });
    await page.setContent(slackPage(body));
    await page.screenshot({
      path: join(import.meta.dirname, `slack-${name}${width < 500 ? '-phone' : ''}.png`),
      fullPage: true,
    });
    await page.close();
  }
}

try {
  const mail = (headers: string, text: string) =>
    shop.shop.mail({
      from: 'maya@example.com',
      raw: `From: Maya Patel <maya@example.com>\r\nTo: help@shop.example\r\n${headers}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`,
    });
  await mail(
    'Subject: The lid of my morning kettle\r\nMessage-ID: <one@example.com>',
    'Hello,\n\nmy kettle arrived on Tuesday and I love it, but the lid rattles when the water boils. Can I send just the lid back, and how long would a new one take? My order: https://shop.example/orders/1184\n\nKind regards\nMaya\n-- \nMaya Patel, 14 Orchard Road, Leeds',
  );
  const [card] = await shop.cards(1);
  await picture('card', post(card!));
  await ann.press(card!, 'enquiry.claim');
  await shop.entry(card!.ts, 'Ann claimed this');
  await mail(
    'Subject: Re: The lid of my morning kettle\r\nMessage-ID: <two@example.com>\r\nIn-Reply-To: <one@example.com>',
    'I forgot: it is the river green one.',
  );
  await shop.entry(card!.ts, 'river green');
  await ben.say(room, '// we have three lids of that size on the shelf', { thread: card!.ts });
  const ts = await ann.say(room, 'Hello Maya, of course: send the lid back and a new one leaves us on Monday.', {
    thread: card!.ts,
  });
  const preview = await shop.sees(ann, 'To Maya Patel');
  await picture('preview', post({ ...preview, bot_id: 'B' }, 'Only visible to you'));
  await ann.press(preview, 'reply.send');
  const held = await shop.sees(ann, /Goes to Maya Patel/);
  await until(() => (room.message(ts)!.reactions ?? []).length > 0, 'the hourglass');
  const said = room.thread(card!.ts).map(each => post({ ...each, who: each.user === ben.id ? 'Ben' : 'Ann' }));
  await picture('thread', `${said.join('')}${post({ ...held, bot_id: 'B' }, 'Only visible to you')}`);
  await ann.press(shop.card(card!.ts), 'enquiry.reply');
  await picture('form', view(await until(() => ann.openView(), 'the form')));
  await ann.closeView();
  await ann.openHome();
  await picture('home', view(await until(() => ann.home(), 'the Home tab')));
  await ann.press(ann.home()!, 'Connect a mailbox');
  await ann.press((await until(() => ann.openView(), 'the form'))!, 'provider', { selected: 'google' });
  const asksPassword = () => ann.openView()?.blocks.some((each: Json) => each.block_id === 'imap.password');
  await until(asksPassword, 'the password is asked for');
  await picture('connect', view(ann.openView()!));
  await ann.closeView();
  await ann.command(room, '/desk', 'open');
  await picture('command', post({ ...(await shop.sees(ann, /#1/)), bot_id: 'B' }, 'Only visible to you'));
  await shop.team.channel('returns', { members: [ann], botIn: false }).inviteBot(ann);
  await picture('greeting', post((await until(() => ann.dms()[0], 'the greeting'))!));
} finally {
  await browser.close();
  await shop.stop();
}
console.log('The pictures are made.');
