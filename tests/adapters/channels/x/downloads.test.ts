/** What goes along with a request for a picture: keys go to X's private hosts only. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { connectX } from '../../../../adapters/channels/x/connection/client.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import { systemClock } from '../../../../src/app/world.ts';

let close = async () => {};
afterEach(() => close());

test('a public picture is asked for without keys, one of a private message with them', async () => {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    response.writeHead(200, { 'Content-Type': 'image/png' });
    response.end('a picture');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  close = () => new Promise(resolve => server.close(() => resolve()));
  const config = xConfig({ api_key: 'kkkk', api_secret: 'ssss', access_token: '77-tttt', access_secret: 'uuuu' });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const x = connectX({ config, origin, clock: systemClock });
  const keysIn = async (url: string) => {
    expect(await x.download(url, 1_000), url).toMatchObject({ ok: true, value: { type: 'image/png' } });
    const { headers } = asked.at(-1)!;
    return /77-tttt|kkkk/.test(JSON.stringify(headers));
  };
  expect(await keysIn('https://pbs.twimg.com/media/3_1.jpg')).toBe(false);
  expect(await keysIn('https://video.twimg.com/ext_tw_video/1/pu/vid/1.mp4')).toBe(false);
  expect(await keysIn('https://ton.twitter.com/1.1/ton/data/dm/2080/3/a.jpg')).toBe(true);
  expect(asked.length).toBe(3);
});
