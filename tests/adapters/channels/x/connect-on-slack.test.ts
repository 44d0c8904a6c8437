import { afterEach, expect, test } from 'vitest';
import { openX } from '../../../kit/far-sides/x/server.ts';
import { openSlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each();
});

test('an admin connects an X account by the form of the Home tab: wrong keys are told, right ones are kept and used at once', async () => {
  const x = await openX();
  open.push(() => x.close());
  const account = x.account('kettleshop', { name: 'Kettle & Co' });
  const shop = await openSlackShop({ yaml: '{}', env: { X_API_ORIGIN: x.url } });
  open.push(() => shop.stop());
  const { ann } = shop;
  const seen = () => JSON.stringify(ann.openView());
  const form = async () => {
    await ann.openHome();
    await ann.press(await until(() => ann.home(), 'the Home tab'), 'Connect an X account');
    return until(() => ann.openView(), 'the form');
  };
  const { appKey, appSecret, accessToken, accessSecret } = account.keys;
  const keys = { api_key: appKey, api_secret: appSecret, access_token: accessToken };
  const wrong = await ann.submit(await form(), { ...keys, access_secret: 'not-this-one-at-all' });
  if (!/errors/.test(JSON.stringify(wrong.body))) await until(() => /Not saved/.test(seen()), 'why it was not saved');
  expect(JSON.stringify(wrong.body) + seen()).toMatch(/keys|sign|secret/i);
  const kinds = async () => (await shop.shop.running.house.parts.store.channels()).map(each => each.kind);
  expect(await kinds()).not.toContain('x');
  await ann.closeView();
  await ann.submit(await form(), { ...keys, access_secret: accessSecret });
  await until(() => /It works, and is saved/.test(seen()), 'saved');
  const looked = () => x.calls.filter(each => each.route === 'mentions' && each.status === 200).length;
  await until(() => looked() > 0, 'X is looked at');
  const health = await shop.shop.running.house.health();
  expect(health.find(each => /x: account/.test(each.what))).toMatchObject({
    ok: true,
    words: expect.stringMatching(/@kettleshop/),
  });
  const rows = await Promise.all(
    ['channels', 'jobs', 'shelf', 'settings', 'seen'].map(table =>
      shop.shop.running.engine.rows(`select * from ${table}`, []),
    ),
  );
  for (const secret of [appSecret, accessSecret, 'not-this-one-at-all'])
    expect(JSON.stringify(rows)).not.toContain(secret);
});
