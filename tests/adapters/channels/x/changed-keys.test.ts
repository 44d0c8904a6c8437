/** The keys of an X account are made anew while customers write and staff answer: through `.env`, without a restart. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import { pushedTime } from '../../../kit/pushed-time.ts';
import { openShop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

/** X is looked at every 90 s, and the files every 10 s. */
const PUSH_MS = 20_000;
const after: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of after.splice(0).reverse()) await each();
});

test('keys that X refuses: the room is told once, and what came and what was to leave waits for the new ones and is there once', async () => {
  const time = pushedTime();
  const x = await openX({ now: time.measure.now, windows: false });
  after.push(() => x.close());
  const account = x.account('kettleshop', { name: 'Kettle & Co' });
  const dotenv = (token: string, secret: string) => `SHOP_TOKEN=${token}\nSHOP_TOKEN_SECRET=${secret}\n`;
  const shop = await openShop({
    time,
    dotenv: dotenv(account.keys.accessToken, account.keys.accessSecret),
    env: { X_API_ORIGIN: x.url, MAIL_RECEIVER_PORT: '0' },
    yaml: `hold_seconds: { x: 0 }
channels:
  - { name: shop-on-x, kind: x, room: customers, api_key: "${account.keys.appKey}", api_secret: "${account.keys.appSecret}",
      access_token: "\${SHOP_TOKEN}", access_secret: "\${SHOP_TOKEN_SECRET}" }
`,
  });
  after.push(() => shop.stop());
  const maya = x.person('maya');
  const passing = <T>(look: () => Promise<T> | T, what: string) =>
    until(async () => {
      const found = await look();
      if (!found) time.push(PUSH_MS);
      return found;
    }, what);
  const told = async () => (await shop.room()).flatMap(each => (each.as === 'notice' ? [each.words ?? ''] : []));
  const said = async () =>
    ((await (await fetch(`${shop.url}/readyz`)).json()) as { items: HealthItem[] }).items.find(
      each => each.what === 'Channel shop-on-x',
    );
  const mentions = () => x.calls.filter(each => each.route === 'mentions' && each.status === 200).length;
  await passing(() => mentions() > 1, 'X is looked at');
  maya.post('@kettleshop Matter 1: it rattles');
  const [first] = await passing(async () => {
    const cards = await shop.cards();
    return cards.length === 1 ? cards : null;
  }, 'the first card');

  account.revoke();
  maya.post('@kettleshop Matter 2: and it leaks');
  await shop.reply('Ann', first!.thread, 'Sorry to hear that.');
  await passing(async () => (await told()).some(each => /does not accept the keys/.test(each)), 'the room is told');
  const file = join(shop.folder, '.env');
  writeFileSync(file, dotenv('4711-not-a-token-of-anybody', 'not-a-secret-of-anybody'));
  expect(await passing(said, 'the wrong ones were tried')).toMatchObject({
    ok: false,
    words: expect.stringMatching(/^its new settings do not work, so the old ones stay in use\. account: X does not/),
  });

  const { accessToken, accessSecret } = account.newKeys();
  writeFileSync(file, dotenv(accessToken, accessSecret));
  await passing(async () => (await said())?.ok, 'the new ones are in use');
  await passing(async () => (await shop.cards()).length === 2, 'what came meanwhile is here');
  const answers = () =>
    x
      .posts()
      .filter(each => each.by === account.handle)
      .map(each => each.text);
  await passing(() => answers().length > 0, 'the reply left');
  await passing(
    async () => (await told()).some(each => each.startsWith('X is read again')),
    'the room is told that it is over',
  );
  for (let n = 0; n < 20; n++) time.push(PUSH_MS);
  await x.quiet();
  expect(answers()).toEqual([expect.stringContaining('Sorry to hear that.')]);
  expect(await shop.cards()).toHaveLength(2);
  expect(
    (await told()).filter(each => /does not accept the keys/.test(each) && each.startsWith('X cannot')),
  ).toHaveLength(1);
});
