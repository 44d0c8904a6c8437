import { expect, it } from 'vitest';
import type { TeamsSettings } from '../../../../adapters/desks/teams/connection/settings.ts';
import { makeGuard } from '../../../../adapters/desks/teams/inbound/guard.ts';
import { systemClock } from '../../../../src/app/world.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';

const TENANT = '7c1ad5f0-3d35-4e38-8f0e-4f6d3d0a2b11';

function open(changes: Partial<TeamsSettings> = {}) {
  const settings: TeamsSettings = {
    ...{ clientId: null, clientSecret: null, tenants: [], driver: 'apps', serviceHosts: [], unsigned: true },
    ...{ loginUrl: null, admins: [] },
    ...changes,
  };
  const lines: { why: string; count: number }[] = [];
  const line = (fields: object) => void lines.push(fields as { why: string; count: number });
  const world = { now: 1_764_444_444_444 };
  const clock = { ...systemClock, now: () => world.now };
  const guard = makeGuard(settings, { clock, log: { debug: line, info: line, warn: line, error: line } });
  const check = (body: object, { peer = '127.0.0.1', host = 'localhost:3000', httpVersion = '1.1' } = {}) => {
    const sender = { headers: { host }, httpVersion, socket: { remoteAddress: peer } };
    const seen = guard.check(sender, Buffer.from(JSON.stringify(body)));
    return 'why' in seen ? seen.why : 'ok';
  };
  const at = (serviceUrl: string, more: object = {}) => ({
    ...{ type: 'message', serviceUrl, conversation: { id: 'a:1', tenantId: TENANT } },
    ...more,
  });
  return { check, at, lines, world };
}

it("takes Microsoft's hosts and those that were added, by their exact names", () => {
  const { check, at } = open({ serviceHosts: ['connector.example', 'connector.example:8443', '127.0.0.1:3978'] });
  const isTaken = (url: string) => check(at(url));
  for (const url of [
    'https://smba.trafficmanager.net/emea/',
    'https://SMBA.trafficmanager.net:443/teams',
    'https://smba.infra.gcc.teams.microsoft.com/gcc/',
    'https://connector.example/teams/',
    'https://connector.example:8443/teams/',
    'http://127.0.0.1:3978/teams/',
  ])
    expect([url, isTaken(url)]).toEqual([url, 'ok']);
  for (const url of [
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:444/emea/',
    'https://smba.trafficmanager.net./emea/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://user@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil.trafficmanager.net/',
    'https://evil.smba.trafficmanager.net/',
    'https://webchat.botframework.com/',
    'https://smba.infra.gov.teams.microsoft.us/',
    'http://connector.example/teams/',
    'https://connector.example:444/',
    'https://169.254.169.254/latest',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'teams',
    '//smba.trafficmanager.net/',
  ])
    expect([url, isTaken(url)]).toEqual([url, 'service-host']);
});

it('takes unsigned deliveries from this machine alone, and http only to itself', () => {
  const { check, at } = open();
  const here = at('http://localhost:20350/_connector');
  expect(check(here)).toBe('ok');
  expect(check(here, { peer: '::ffff:127.0.0.1', host: '[::1]:3000' })).toBe('ok');
  expect(check(here, { peer: '10.0.0.9' })).toBe('not-local');
  expect(check(here, { httpVersion: '1.0' })).toBe('not-local');
  expect(check(here, { peer: '' })).toBe('not-local');
  expect(check(here, { host: '' })).toBe('not-local');
  expect(check(here, { host: 'localhost@desk.example' })).toBe('not-local');
  expect(check(at('http://10.0.0.9:20350/'))).toBe('service-host');
});

it('asks every tenant that is named, in any case of letters', () => {
  const { check, at } = open({ tenants: [TENANT] });
  const url = 'https://smba.trafficmanager.net/emea/';
  expect(check(at(url))).toBe('ok');
  expect(check(at(url, { conversation: { id: 'a:1', tenantId: TENANT.toUpperCase() } }))).toBe('ok');
  expect(check(at(url, { channelData: { tenant: { id: TENANT } }, conversation: { id: 'a:1' } }))).toBe('ok');
  expect(check(at(url, { channelData: { tenant: { id: 'other' } } }))).toBe('tenant');
  expect(check(at(url, { channelData: { tenant: { id: TENANT } }, conversation: { id: 'a:1', tenantId: 'x' } }))).toBe(
    'tenant',
  );
  expect(check(at(url, { conversation: { id: 'a:1' } }))).toBe('tenant');
  expect(check(at(url, { conversation: { id: 'a:1' }, channelData: 'text' }))).toBe('tenant');
});

it('counts depth by brackets outside of texts', () => {
  const { check, at } = open();
  const nested = (depth: number): unknown => (depth ? [nested(depth - 1)] : '[[[[\\"{{{{');
  expect(check(at('http://localhost/', { value: nested(98) }))).toBe('ok');
  expect(check(at('http://localhost/', { value: nested(101) }))).toBe('too-deep');
  expect(check(at('http://localhost/', { text: `"${'['.repeat(500)}\\` }))).toBe('ok');
});

it('writes each reason once a minute, with how often it came since', () => {
  const { check, at, lines, world } = open();
  const nowhere = at('https://evil.example/');
  for (let i = 0; i < 50; i++) check(nowhere);
  check({ type: 'message' });
  expect(lines.map(({ why, count }) => [why, count])).toEqual([
    ['service-host', 1],
    ['odd-shape', 1],
  ]);
  world.now += MINUTE - SECOND;
  check(nowhere);
  expect(lines).toHaveLength(2);
  world.now += SECOND;
  check(nowhere);
  expect(lines[2]).toMatchObject({ why: 'service-host', count: 51 });
});
