/**
 * Makes the pictures of X, a public and a private enquiry on every desk, from the running program against the stand-in:
 * `npm run pictures:x`, or `npm run pictures:x -- <folder>` for every look of each.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Post as Kept } from '../../adapters/desks/practice/records.ts';
import {
  drawCard as cardOfSlack,
  drawEntry as entryOfSlack,
  drawPrivate as privateOfSlack,
} from '../../adapters/desks/slack/drawing/blocks.ts';
import {
  drawCard as cardOfTeams,
  drawEntry as entryOfTeams,
  drawPrivate as privateOfTeams,
} from '../../adapters/desks/teams/drawing/cards.ts';
import { SECOND } from '../../src/core/time.ts';
import { openBrowser } from '../../tests/kit/browser.ts';
import { openX } from '../../tests/kit/far-sides/x/server.ts';
import { pushedTime } from '../../tests/kit/pushed-time.ts';
import { openShop, type ThreadSeen } from '../../tests/kit/shop.ts';
import { until } from '../../tests/kit/world.ts';
import { post as inSlack, slackPage } from './slack-look.ts';
import { drawTeams, type Look, type Post } from './teams-look.ts';

const executable = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
].find(file => existsSync(file));
if (!executable) throw new Error('Pictures need Chromium: apt-get install chromium');
const [everything] = process.argv.slice(2);
const folder = everything ?? import.meta.dirname;

const ONLY_YOU = 'Only visible to you';
/** More than an interval in which X is looked at, in pushes that jump over nothing. */
const PUSH_MS = 20 * SECOND;

const time = pushedTime();
const x = await openX({ now: time.measure.now, windows: false });
const account = x.account('kettleshop', { name: 'Kettle & Co' });
const { appKey, appSecret, accessToken, accessSecret } = account.keys;
const keys = `api_key: '${appKey}', api_secret: '${appSecret}', access_token: '${accessToken}', access_secret: '${accessSecret}'`;
const shop = await openShop({
  time,
  postGapMs: 0,
  env: { X_API_ORIGIN: x.url },
  yaml: `rooms: [{ name: customers }]\nchannels: [{ name: shop-on-x, kind: x, room: customers, ${keys} }]\n`,
});

async function looked(): Promise<void> {
  const asked = () => ['mentions', 'dms.events'].map(route => x.calls.filter(each => each.route === route).length);
  const before = asked();
  await until(() => {
    time.push(PUSH_MS);
    return asked().every((n, i) => n > before[i]! + 1);
  }, 'X is looked at');
  await x.quiet();
}

async function threadOf(words: string): Promise<string> {
  const found = await until(
    async () => (await shop.cards()).find(each => each.card.message.text.includes(words)),
    `the card of "${words}"`,
  );
  return found.thread;
}

async function written(thread: string, text: string): Promise<void> {
  await shop.act('Ben', { do: 'write', thread, text });
  await until(
    async () => (await shop.thread(thread, 'Ben')).privates.some(each => each.view.quote?.text === text),
    `the preview of "${text}"`,
  );
}

async function sent(thread: string, text: string): Promise<void> {
  await written(thread, text);
  const view = (await shop.thread(thread, 'Ben')).privates.find(each => each.view.quote?.text === text)!.view;
  await shop.press('Ben', thread, view.buttons[0]!);
  await until(() => {
    time.push(PUSH_MS);
    return x.posts().some(each => each.text === text);
  }, `"${text}" is on X`);
}

/** What somebody at the desk sees, by name of the picture. */
async function scenes(): Promise<Record<string, string>> {
  await looked();
  const maya = x.person('maya_p', { name: 'Maya Patel' });
  const tom = x.person('tom_okafor', { name: 'Tom Okafor' });
  const lin = x.person('lin_w', { name: 'Lin Wei' });
  const eve = x.person('eve_b', { name: 'Eve Brandt' });
  maya.post(
    '@kettleshop my kettle came on Tuesday and I love it, but the lid rattles when the water boils. Can I send just the lid back?',
  );
  tom.dm(
    account,
    'Hi, my order is 4711 and it should have been here on Friday. I live at 14 Orchard Road now, can you still change it?',
  );
  const first = lin.post('@kettleshop is the river green teapot ever coming back?');
  const ours = account.post('Spring sale: every kettle comes with a free lid.');
  eve.reply(ours, 'Does that go for the small ones too, or only from one litre on?');
  await looked();
  const all = {
    public: await threadOf('rattles'),
    private: await threadOf('4711'),
    talk: await threadOf('river green'),
    refused: await threadOf('small ones'),
  };
  await written(all.public, 'Of course! Send us the lid, a new one leaves on Monday.');
  await written(all.private, 'Hello Tom, it left us yesterday: we have changed the address with the carrier.');
  await sent(all.talk, 'It is back in April, in two sizes.');
  const [answer] = x.posts().filter(each => each.by === 'kettleshop' && each.replyTo === first);
  x.person('sam_r', { name: 'Sam Reed' }).reply(answer!.id, 'I have the small one, it is lovely');
  const second = lin.reply(answer!.id, '@kettleshop great, tell me wen');
  const third = lin.reply(answer!.id, '@kettleshop and the big one?');
  await looked();
  lin.edit(second, '@kettleshop great, will you tell me when?');
  lin.delete(third);
  time.push(61 * 60 * SECOND);
  await looked();
  await until(
    async () => /edited|changed/i.test(JSON.stringify((await shop.thread(all.talk)).posts)),
    'the edit is seen',
  );
  await written(
    all.talk,
    'Hello Lin, we are so glad that you like it! We will post about it here the moment both sizes are back, which should be in the second week of April if the boat from Porto is on time, and whoever wrote to us before gets to order a day earlier than everybody else does, and pays no postage.',
  );
  return all;
}

const sizes = [
  ['wide', 760],
  ['phone', 390],
] as const;
const looks = ['light', 'dark'] as const;

/** What is kept: the two sides, each light on a desk and dark on a phone. */
const KEPT = ['public', 'private'];
const isKept = (width: number, look: Look): boolean => everything !== undefined || (look === 'dark') === width < 500;

async function shoot(browser: Browser, name: string, show: (page: Page, look: Look) => Promise<void>): Promise<void> {
  for (const [size, width] of sizes)
    for (const look of looks.filter(each => isKept(width, each))) {
      const page = await browser.newPage({ viewport: { width, height: 300 }, colorScheme: look, locale: 'en-GB' });
      await show(page, look);
      const file = `x-${name}${size === 'phone' ? '-phone' : ''}${look === 'dark' ? '-dark' : ''}.png`;
      await page.screenshot({ path: join(folder, file), fullPage: true });
      await page.close();
    }
}

/** The posts of the thread and what only its author sees, in order. */
function entries({ posts }: ThreadSeen): Kept[] {
  return posts.map(each => each.post);
}

function slackBody(seen: ThreadSeen, look: Look): string {
  const isDark = look === 'dark';
  const said = entries(seen).map(each =>
    each.as === 'staff'
      ? inSlack({ who: 'Ben', text: each.text }, '', isDark)
      : each.entry.as === 'reply'
        ? ''
        : inSlack({ bot_id: 'B', ...entryOfSlack(each.entry) }, '', isDark),
  );
  const own = seen.privates.map(({ view }) => inSlack({ ...privateOfSlack(view, 'v'), bot_id: 'B' }, ONLY_YOU, isDark));
  return [inSlack({ ...cardOfSlack(seen.card), bot_id: 'B' }, '', isDark), ...said, ...own].join('');
}

function teamsPosts(seen: ThreadSeen): Post[] {
  const said = entries(seen).map(
    (each): Post =>
      each.as === 'staff' ? { who: 'Ben Cole', said: each.text } : { card: entryOfTeams(each.entry as never).card },
  );
  const own = seen.privates.map(({ view }): Post => ({ card: privateOfTeams(view).card, note: ONLY_YOU }));
  return [{ card: cardOfTeams(seen.card).card }, ...said, ...own];
}

const browser = await openBrowser(executable);
try {
  for (const [name, thread] of Object.entries(await scenes())) {
    if (everything === undefined && !KEPT.includes(name)) continue;
    const seen = await shop.thread(thread, 'Ben');
    await shoot(browser, `${name}-slack`, (page, look) =>
      page.setContent(slackPage(slackBody(seen, look), look === 'dark')),
    );
    await shoot(browser, `${name}-teams`, (page, look) => drawTeams(page, teamsPosts(seen), look));
    await shoot(browser, `${name}-practice`, async page => {
      await page.setViewportSize({ width: page.viewportSize()!.width < 500 ? 390 : 1160, height: 844 });
      await page.addInitScript(() => sessionStorage.setItem('person', 'Ben'));
      await page.goto(`${shop.url}/#${thread}`);
      await page.waitForTimeout(900);
    });
  }
} finally {
  await browser.close();
  await shop.stop();
  await x.close();
}
console.log('The pictures are made.');
