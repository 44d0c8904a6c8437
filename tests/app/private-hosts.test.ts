import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import { emailConfig } from '../../adapters/channels/email/setup/config.ts';
import { askToken } from '../../adapters/channels/email/setup/oauth.ts';
import { emailSettings } from '../../adapters/channels/email/setup/settings.ts';
import { systemClock } from '../../src/app/world.ts';
import type { Reach } from '../../src/ports/channel.ts';
import { isPrivateAddress, onlyPublic, privateHosts } from '../../src/settings/private-hosts.ts';

test.each([
  '8.8.8.8',
  '142.250.1.108',
  '2a00:1450:4001::6c',
  '2001:4860:4860::8888',
  '::ffff:8.8.8.8',
  '223.255.255.1',
  '100.63.255.255',
  '100.128.0.1',
  '172.32.0.1',
  '192.0.1.1',
  '198.17.255.255',
  '198.20.0.1',
])('%s is on the internet', address => expect(isPrivateAddress(address)).toBe(false));

test.each([
  '127.0.0.1',
  '127.255.255.254',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.127.255.255',
  '0.0.0.0',
  '0.1.2.3',
  '192.0.0.1',
  '192.0.0.170',
  '192.0.2.7',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.9',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fd00::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'feff::1',
  'ff02::1',
  '2001:db8::1',
  '2001::1',
  '100::1',
  // IPv4 in the clothes of IPv6.
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::FFFF:169.254.169.254',
  '0:0:0:0:0:ffff:c0a8:0101',
  '::127.0.0.1',
  '::7f00:1',
  '::ffff:0:127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2002:a00:1::1',
  '2002:c0a8:101::5',
  '[::1]',
  // Spellings that a resolver reads as 127.0.0.1, or as one of the house.
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '192.168.257',
  // What is not an address passes nowhere.
  'localhost',
  '',
  'nonsense',
])('%s is not', address => expect(isPrivateAddress(address)).toBe(true));

const CONTEXT = { variable: () => null, clock: systemClock };

describe('where many share an installation', () => {
  let server: Server;
  let port: number;
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    heard.length = 0;
    server = createServer(socket => {
      sockets.add(socket);
      heard.push('');
      const at = heard.length - 1;
      socket.on('data', chunk => {
        heard[at] += chunk.toString('latin1');
        socket.destroy();
      });
      socket.on('error', () => {});
      setTimeout(() => socket.destroy(), 300).unref();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  });
  afterEach(async () => {
    for (const each of sockets) each.destroy();
    await new Promise(resolve => server.close(resolve));
  });

  const settings = (host: string, secure = false) => ({
    address: 'help@shop.example',
    'imap.host': host,
    'imap.port': port,
    'imap.secure': secure,
    'imap.password': 'x',
    'smtp.host': host,
    'smtp.port': port,
    'smtp.secure': secure,
  });

  test.each([
    'localhost',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
  ])('a form that names %s is refused for both servers, and nobody is called', async host => {
    expect(await privateHosts(emailSettings, settings(host))).toEqual(['imap.host', 'smtp.host']);
    // Past the form too: at the connection itself.
    const tried = await emailChannel.tryOut!(settings(host), onlyPublic, CONTEXT);
    expect(tried.map(each => each.ok)).toEqual([false, false]);
    for (const each of tried) expect(each.words).toContain('not on the internet');
    expect(heard).toEqual([]);
  });

  test('the place where tokens are renewed is one of the servers', async () => {
    const url = `http://localhost:${port}/token`;
    expect(await privateHosts(emailSettings, { 'oauth.token_url': url })).toEqual(['oauth.token_url']);
    await expect(askToken(url, {}, 'Microsoft', onlyPublic)).rejects.toThrow('not on the internet');
    expect(heard).toEqual([]);
  });

  test('a name that changes its address between two looks is judged and called as it is now', async () => {
    const answers = ['8.8.8.8', '127.0.0.1'];
    const asked: string[] = [];
    // A name server that says the internet first and this machine afterwards.
    const rebinding: Reach = async host => {
      asked.push(host);
      const address = answers[asked.length - 1]!;
      if (isPrivateAddress(address)) throw new Error(`The server ${host} is not on the internet`);
      return address;
    };
    expect(await rebinding('mail.evil.example')).toBe('8.8.8.8');
    const [incoming] = await emailChannel.tryOut!(
      { ...settings('mail.evil.example'), 'smtp.host': '' },
      rebinding,
      CONTEXT,
    );
    expect(incoming?.words).toContain('not on the internet');
    expect(asked.length).toBeGreaterThan(1);
    expect(heard).toEqual([]);
  });

  test('the connection goes to the address that was looked at, with the name for the certificate', async () => {
    // No name server knows this name: only the address that was looked at can be called.
    const reach: Reach = async host => (host === 'mail.shop.example' ? '127.0.0.1' : host);
    await emailChannel.tryOut!(settings('mail.shop.example', true), reach, CONTEXT);
    expect(heard).toHaveLength(2);
    for (const hello of heard) expect(hello).toContain('mail.shop.example');
    await askToken(`https://mail.shop.example:${port}/token`, { a: 'b' }, 'Microsoft', reach).catch(() => {});
    expect(heard).toHaveLength(3);
    expect(heard[2]).toContain('mail.shop.example');
    expect(emailConfig(settings('mail.shop.example')).reach).not.toBe(reach);
  });
});
