/** Settings of an X account, as people paste and forget them. */
import { describe, expect, test } from 'vitest';
import { xChannel } from '../../../../adapters/channels/x/channel.ts';
import { xConfig, xProblems, xSettings } from '../../../../adapters/channels/x/setup/config.ts';
import { readSettings } from '../../../../src/ports/settings.ts';

const KEYS = { api_key: 'kkkk', api_secret: 'ssss', access_token: '77-tttt', access_secret: 'uuuu' };

function read(values: Record<string, string | number | boolean>) {
  const { settings, problems } = readSettings(xSettings, values, 'shop');
  return { config: xConfig(settings), problems: [...problems, ...xProblems(settings, 'shop')] };
}

describe('settings of an X account', () => {
  test('four keys are enough; the rest has defaults', () => {
    const { config, problems } = read(KEYS);
    expect(problems).toEqual([]);
    expect(config).toEqual({
      apiKey: 'kkkk',
      apiSecret: 'ssss',
      accessToken: '77-tttt',
      accessSecret: 'uuuu',
      clientId: null,
      clientSecret: null,
      bearer: null,
      events: 'off',
      quotes: true,
      monthBudget: 15,
      pollSeconds: 90,
      terms: null,
    });
  });

  test('a form on the desk asks for the four keys, and for no path of a file on this machine', () => {
    expect(xSettings.filter(each => each.basic).map(each => each.name)).toEqual(Object.keys(KEYS));
  });

  test('no machine answers on X: its rules want an approval that nobody here has', () => {
    expect(xChannel.limits.automaticAnswer).toBe('forbidden');
  });

  test('what surrounds a pasted key is taken away, what is inside stays', () => {
    const { config, problems } = read({
      ...KEYS,
      api_key: ' "kk-kk"\n',
      api_secret: '\u200bss+s=\u00a0',
      bearer_token: 'Bearer AAA%3D',
    });
    expect([config.apiKey, config.apiSecret, config.bearer]).toEqual(['kk-kk', 'ss+s=', 'AAA%3D']);
    expect(problems).toEqual([]);
    expect(read({ ...KEYS, api_key: 'API Key: kkkk' }).problems.join()).toMatch(/"api_key" has a space in it/);
  });

  test('half a set of keys is named with what is missing', () => {
    const { access_secret: _, ...noSecret } = KEYS;
    expect(read(noSecret).problems).toEqual([expect.stringMatching(/^shop: "access_secret" is missing/)]);
    const { access_token: __, ...noToken } = KEYS;
    expect(read(noToken).problems).toEqual([expect.stringMatching(/^shop: "access_token" is missing/)]);
    const app = { api_key: 'kkkk', api_secret: 'ssss' };
    expect(read(app).problems).toEqual([expect.stringMatching(/"access_token" and "access_secret" are missing/)]);
    expect(read({ ...app, client_id: 'cccc' }).problems).toEqual([]);
    expect(read({ ...KEYS, client_secret: 'dddd' }).problems).toEqual([
      expect.stringMatching(/"client_id" is missing/),
    ]);
    expect(read({ ...KEYS, access_token: 'uuuu', access_secret: '77-tttt' }).problems).toEqual([
      expect.stringMatching(/look exchanged/),
    ]);
  });

  test('events need a client id, and are one of three words', () => {
    expect(read({ ...KEYS, events: 'stream' }).problems).toEqual([expect.stringMatching(/"client_id" is missing/)]);
    expect(read({ ...KEYS, events: 'push' }).problems).toEqual([expect.stringMatching(/off, stream or webhook/)]);
    expect(read({ ...KEYS, events: 'webhook', client_id: 'c' })).toMatchObject({
      problems: [],
      config: { events: 'webhook' },
    });
  });

  test('numbers are within what X allows', () => {
    for (const poll_seconds of [59, 901, 90.5])
      expect(read({ ...KEYS, poll_seconds }).problems).toEqual([expect.stringMatching(/from 60 to 900/)]);
    expect(read({ ...KEYS, month_budget: -1 }).problems).toEqual([expect.stringMatching(/amount in dollars/)]);
    expect(read({ ...KEYS, month_budget: 0, quotes: false })).toMatchObject({
      problems: [],
      config: { monthBudget: 0, quotes: false },
    });
  });
});
