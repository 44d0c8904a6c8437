import { expect, test } from 'vitest';
import { staffFiles } from '../../../../adapters/desks/teams/actions/files.ts';
import { makeReadBack } from '../../../../adapters/desks/teams/connection/read-back.ts';
import { systemClock } from '../../../../src/app/world.ts';

const SERVICE = 'https://smba.trafficmanager.net/emea';

/** Where calls go and with which token; every one is answered with this. */
function wire(answer: () => Response) {
  const calls: [url: string, token: string | null][] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    calls.push([String(url), new Headers(init?.headers).get('authorization')]);
    return answer();
  };
  return { calls, fetch };
}
const tokens = { get: async () => 'ours', forget: () => {} };

test("a colleague's file is asked for with Deskhand's token at Teams' own place for pictures, and nowhere else", async () => {
  const { calls, fetch } = wire(() => new Response('x', { headers: { 'content-type': 'image/png' } }));
  const places = { serviceUrl: async () => SERVICE };
  const files = staffFiles({ context: { clock: systemClock }, tokens, places, fetch } as never);
  const get = async (url: string, open: boolean) => {
    const file = { id: '1', name: 'a.png', type: 'image/png', url, open };
    return (await files.fetch(file, false, async each => each)).withheld === null;
  };
  expect(await get(`${SERVICE}/v3/attachments/0-weu-d1/views/original`, false)).toBe(true);
  expect(await get('https://shop-my.sharepoint.com/personal/ann/a.png?tempauth=x', true)).toBe(true);
  for (const url of [
    `${SERVICE}/v3/conversations/19:other@thread.tacv2/members`,
    `${SERVICE}/v3/attachments/../conversations/19:other@thread.tacv2/members`,
    'https://smba.trafficmanager.net.evil.example/v3/attachments/1/views/original',
    'https://shop.sharepoint.com/v3/attachments/1/views/original',
  ])
    expect([url, await get(url, false)]).toEqual([url, false]);
  for (const url of [
    'http://shop.sharepoint.com/a.png',
    'https://shop.sharepoint.com:8443/a.png',
    'https://shop.sharepoint.com@evil.example/a.png',
    'https://evilsharepoint.com/a.png',
    'https://sharepoint.com.evil.example/a.png',
    `${SERVICE}/v3/attachments/1/views/original`,
    'https://169.254.169.254/latest',
  ])
    expect([url, await get(url, true)]).toEqual([url, false]);
  expect(calls.map(([, token]) => token)).toEqual(['Bearer ours', null]);
});

test('the record of a channel is read on only where it was begun', async () => {
  const read = async (next: string) => {
    const createdDateTime = new Date().toISOString();
    const { calls, fetch } = wire(() =>
      Response.json({ value: [{ id: '1', createdDateTime }], '@odata.nextLink': next }),
    );
    const at = { group: '../../users', channel: '19:a@thread.tacv2', root: '1/../2' };
    await makeReadBack(tokens, null, fetch).find(at, 'key', Date.now());
    return calls.map(([url]) => url);
  };
  const [first, ...more] = await read('https://graph.microsoft.com.evil.example/v1.0/teams');
  expect(more).toEqual([]);
  expect(first).toMatch(
    /^https:\/\/graph\.microsoft\.com\/v1\.0\/teams\/\.\.%2F\.\.%2Fusers\/channels\/[^/]+\/messages\/1%2F\.\.%2F2\/replies\?/,
  );
  expect((await read('https://graph.microsoft.com/v1.0/teams/1')).length).toBeGreaterThan(1);
});
