/** Makes the pictures of Slack from the running program against the stand-in: `npm run pictures:slack`. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';
import { openBrowser } from '../../tests/kit/browser.ts';
import type { Json } from '../../tests/kit/far-sides/slack/shapes.ts';
import { openSlackShop } from '../../tests/kit/slack-shop.ts';
import { until } from '../../tests/kit/world.ts';

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(file =>
  existsSync(file),
);
if (!executable) throw new Error('Pictures need Chromium: apt-get install chromium');
const style = readFileSync(
  join(dirname(createRequire(import.meta.url).resolve('slack-blocks-to-jsx')), 'style.css'),
  'utf8',
);
const time = new Date('2026-06-01T09:12:00Z');

/** One message as Slack shows it, more or less: blocks by a renderer that is not ours. */
function post(message: Json, note = ''): string {
  const name = message.username ?? (message.bot_id || note ? 'Deskhand' : (message.who ?? 'Ann'));
  const blocks = withoutVerbatim(message.blocks) ?? [
    { type: 'section', text: { type: 'plain_text', text: message.text } },
  ];
  const logo = `data:image/svg+xml;utf8,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="6" fill="${message.username ? '#8a6d3b' : name === 'Deskhand' ? '#1f4d3a' : '#5b5b9a'}"/><text x="18" y="25" font-size="18" fill="white" text-anchor="middle" font-family="sans-serif">${name[0]}</text></svg>`)}`;
  const drawn = renderToStaticMarkup(
    createElement(Message, { blocks, logo, name, time, showBlockKitDebug: false, unwrapBlockquote: false } as never),
  );
  const marks = (message.reactions ?? []).map(
    (each: Json) => `<span class="mark">${SIGNS[each.name] ?? each.name} ${each.count ?? 1}</span>`,
  );
  return `<div class="post ${note ? 'private' : ''}">${note ? `<p class="note">${note}</p>` : ''}${drawn}<p class="marks">${marks.join('')}</p></div>`;
}
/** The renderer takes "leave plain words alone" for "show everything raw", which Slack does not. */
function withoutVerbatim(blocks: Json[] | undefined): Json[] | undefined {
  return blocks && JSON.parse(JSON.stringify(blocks, (name, value) => (name === 'verbatim' ? undefined : value)));
}
const SIGNS: Record<string, string> = {
  hourglass_flowing_sand: '⏳',
  white_check_mark: '✅',
  warning: '⚠️',
  envelope: '✉️',
};

/** A modal or the Home tab: its blocks, with the buttons Slack adds. */
function view(given: Json): string {
  const drawn = post({ blocks: given.blocks, bot_id: 'B' }, '');
  const title = given.title ? `<h1>${given.title.text}</h1>` : '';
  const foot =
    given.type === 'modal'
      ? `<p class="foot"><span class="button">${given.close?.text ?? 'Close'}</span>${given.submit ? `<span class="button primary">${given.submit.text}</span>` : ''}</p>`
      : '';
  return `<div class="view ${given.type}">${title}${drawn}${foot}</div>`;
}

const shop = await openSlackShop({ yaml: 'hold_seconds: { email: 30, webchat: 1 }\n' });
const browser = await openBrowser(executable);
const { room, ann, ben } = shop;
async function picture(name: string, body: string, widths = [390, 760]): Promise<void> {
  for (const width of widths) {
    const page = await browser.newPage({ viewport: { width, height: 700 }, deviceScaleFactor: 2 });
    await page.setContent(
      `<!doctype html><meta charset="utf-8"><style>${style}
      body{margin:0;padding:12px;font:15px/1.46 Lato,"Helvetica Neue",sans-serif;color:#1d1c1d;background:#fff}
      .post{padding:6px 0}.private{background:#f8f8f8;border-left:3px solid #ddd;padding-left:8px}.note{margin:0 0 2px;color:#616061;font-size:12px}
      .marks{margin:2px 0 0 44px}.mark{border:1px solid #ddd;border-radius:12px;padding:1px 8px;font-size:13px}
      .view{border:1px solid #ddd;border-radius:10px;padding:14px}.view.home{border:0}h1{font-size:19px;margin:0 0 10px}.foot{text-align:right}
      .view #slack_blocks_to_jsx>.slack_blocks_to_jsx__sender,.view img{display:none}
      .button{border:1px solid #bbb;border-radius:5px;padding:6px 12px;margin-left:8px;font-weight:600}.primary{background:#007a5a;color:#fff;border-color:#007a5a}
      .slack_blocks_to_jsx__view_title,#slack_view_title{display:none}
      hr{border:0;border-top:1px solid #ddd}</style>${body}`,
    );
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
  await picture('connect', view(await until(() => ann.openView(), 'the form')));
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
