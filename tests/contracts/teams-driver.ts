/** What every driver of Teams must do behind the guard: let the genuine through as it came, and nothing else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Activity } from '../../adapters/desks/teams/activity.ts';
import type { TeamsSettings } from '../../adapters/desks/teams/connection/settings.ts';
import type { InboundAnswer } from '../../adapters/desks/teams/inbound/driver.ts';
import { messagesRoute } from '../../adapters/desks/teams/inbound/route.ts';
import { systemClock } from '../../src/app/world.ts';
import { MINUTE } from '../../src/core/time.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { makeHttp } from '../../src/server/http.ts';
import type { RawDelivery } from '../kit/far-sides/teams/delivery.ts';
import { type FakeTeams, openTeams } from '../kit/far-sides/teams/server.ts';

const APP = '0b6f2c1e-6d0a-4d0e-9a55-1f0c7f1f4e10';
const TENANT = '7c1ad5f0-3d35-4e38-8f0e-4f6d3d0a2b11';
const FOREIGN = 'f0f0f0f0-3d35-4e38-8f0e-4f6d3d0a2b99';
const THREAD = '19:desk@thread.tacv2;messageid=1764444444444';

/** A key that nobody publishes. */
const STRANGERS = 2;

/** The server of whoever names a serviceUrl of his own. */
async function startTrap() {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.writeHead(201, { 'Content-Type': 'application/json' }).end('{"id":"1"}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/`, calls, close };
}

interface Abilities {
  /** A key that it does not know is fetched at once, not within the hour. */
  fetchesNewKeysAtOnce: boolean;
  /** The serviceUrl of the token and of the delivery may differ by the slash at the end. */
  takesAnySlash: boolean;
}

export function teamsDriverContract(driver: TeamsSettings['driver'], can: Abilities): void {
  describe(`the way in from Teams, by ${driver}`, () => {
    let teams: FakeTeams;
    let trap: Awaited<ReturnType<typeof startTrap>>;
    const delivered: Activity[] = [];
    const lines: string[] = [];
    let kept: (activity: Activity) => Promise<InboundAnswer>;
    const closers: (() => Promise<void>)[] = [];

    beforeEach(async () => {
      [teams, trap] = await Promise.all([openTeams({ appId: APP, tenant: TENANT }), startTrap()]);
      closers.push(teams.close, trap.close);
      kept = async () => ({ status: 200 });
    });
    afterEach(async () => {
      await Promise.all(closers.splice(0).map(close => close()));
      delivered.length = 0;
      lines.length = 0;
    });

    /** Opens the door, which the stand-in then delivers to. */
    async function open(changes: Partial<TeamsSettings> = {}, clock: Clock = systemClock) {
      const settings: TeamsSettings = {
        ...{ clientId: APP, clientSecret: 'secret', tenants: [TENANT], driver, unsigned: false, admins: [] },
        ...{ serviceHosts: [teams.host], loginUrl: teams.loginUrl },
        ...changes,
      };
      const line = (fields: object, sentence: string) => void lines.push(`${sentence} ${JSON.stringify(fields)}`);
      const log = { debug: () => {}, info: line, warn: line, error: line };
      const deliver = (activity: Activity) => {
        delivered.push(activity);
        return kept(activity);
      };
      const route = messagesRoute({ settings, clock, log, deliver });
      await route.open();
      const http = makeHttp([route], log);
      http.opened();
      closers.push(http.close);
      const port = await http.listen('127.0.0.1', 0);
      teams.deliverTo(`http://127.0.0.1:${port}/api/messages`);
      return port;
    }

    const message = (changes: object = {}) => ({
      ...{ type: 'message', id: '1764444455555', channelId: 'msteams', serviceUrl: teams.serviceUrl },
      timestamp: '2026-11-29T18:00:00.000Z',
      localTimestamp: '2026-11-29T19:00:00.000+01:00',
      from: { id: '29:ann', name: 'Ann', aadObjectId: '11111111-2222-4333-8444-555555555555' },
      recipient: { id: `28:${APP}`, name: 'Deskhand' },
      conversation: { id: THREAD, conversationType: 'channel', tenantId: TENANT, isGroup: true },
      channelData: { tenant: { id: TENANT }, channel: { id: '19:desk@thread.tacv2' }, odd: [{ deep: null }] },
      text: '<at>Deskhand</at> Hello\u00a0you',
      entities: [{ type: 'mention', text: '<at>Deskhand</at>', mentioned: { id: `28:${APP}`, name: 'Deskhand' } }],
      attachments: [{ contentType: 'text/html', content: '<p>Hello&nbsp;you</p>' }],
      ...changes,
    });
    const post = async (body: unknown, how: RawDelivery = {}) => {
      const answer = await teams.deliver(body as string, how);
      return { status: answer.status, body: answer.body };
    };
    const now = () => Math.floor(Date.now() / 1000);
    /** Everything that was called but the Connector's keys. */
    const outbound = () => [...trap.calls, ...teams.calls.filter(each => !each.path.startsWith('/v1/.well-known/'))];

    it('hands a genuine delivery over as it came, and answers with nothing', async () => {
      await open();
      expect(await post(message())).toEqual({ status: 200, body: null });
      expect(delivered).toEqual([message()]);
      expect(outbound()).toEqual([]);
      expect(lines).toEqual([]);
    });

    it('hands over what it does not know: other types, missing senders, values of any shape', async () => {
      await open();
      const odd = [
        message({ type: 'tomorrows/type', text: 5, entities: 'none' }),
        message({ from: undefined, recipient: null, id: undefined, channelData: { tenant: { id: TENANT } } }),
        message({ type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }),
        message({ type: 'messageUpdate', channelData: { eventType: 'editMessage', tenant: { id: TENANT } } }),
        message({ type: 'invoke', name: 'signin/tokenExchange', value: { id: 'x' } }),
        message({ timestamp: 'yesterday', localTimestamp: 'noon', expiration: 'never' }),
      ];
      for (const each of odd) expect(await post(each)).toEqual({ status: 200, body: null });
      expect(delivered).toEqual(odd.map(each => JSON.parse(JSON.stringify(each))));
      expect(outbound()).toEqual([]);
    });

    it('answers an invoke with exactly what the desk says', async () => {
      await open();
      const answers: InboundAnswer[] = [
        { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done' } },
        { status: 200, body: { task: { type: 'continue', value: { card: { content: { type: 'AdaptiveCard' } } } } } },
        { status: 200, body: {} },
        { status: 400, body: { error: 'no' } },
        { status: 401, body: { type: 'application/vnd.microsoft.activity.loginRequest' } },
        { status: 503, body: { error: 'later' } },
      ];
      for (const answer of answers) {
        kept = async () => answer;
        const { status, body } = await post(message({ type: 'invoke', name: 'adaptiveCard/action' }));
        expect({ status, body }).toEqual(answer);
      }
      expect(lines).toEqual([]);
    });

    it('takes tokens that clocks up to five minutes apart have made', async () => {
      await open();
      for (const claims of [{ exp: now() - 270 }, { nbf: now() + 270 }, { nbf: undefined }])
        expect(await post(message(), { claims })).toMatchObject({ status: 200 });
      expect(delivered).toHaveLength(3);
    });

    if (can.takesAnySlash)
      it('takes a serviceUrl with and without its last slash', async () => {
        await open();
        const bare = message({ serviceUrl: teams.serviceUrl.replace(/\/$/, '') });
        expect(await post(bare, { claims: { serviceurl: teams.serviceUrl } })).toMatchObject({ status: 200 });
      });

    it('takes 200 KB, refuses 300 KB', async () => {
      await open();
      expect(await post(message({ text: 'x'.repeat(200 * 1024) }))).toMatchObject({ status: 200 });
      expect(await post(message({ text: 'x'.repeat(300 * 1024) }))).toMatchObject({ status: 413 });
      expect(delivered).toHaveLength(1);
    });

    it('refuses what the guard knows to be wrong before anything is fetched', async () => {
      await open();
      const deep = `{"type":"message","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
      const cases: [name: string, status: number, how: RawDelivery, body?: unknown][] = [
        ['no token', 401, { token: null }],
        ['no JWT', 401, { token: 'abc' }],
        ['alg none', 401, { alg: 'none' }],
        ['HS256 with the public key', 401, { alg: 'HS256' }],
        ['no key named', 401, { kid: 7 as never }],
        ['expired', 401, { claims: { exp: now() - 330 } }],
        ['early', 401, { claims: { nbf: now() + 330 } }],
        ['without an end', 401, { claims: { exp: undefined } }],
        ['for another app', 401, { claims: { aud: FOREIGN } }],
        ['for several apps', 401, { claims: { aud: [APP, FOREIGN] } }],
        ['of another issuer', 401, { claims: { iss: 'https://api.botframework.com/' } }],
        ['for another serviceUrl', 401, { claims: { serviceurl: 'https://smba.trafficmanager.net/emea/' } }],
        ['for no serviceUrl', 401, { claims: { serviceurl: undefined } }],
        ['to a strange host', 403, {}, message({ serviceUrl: trap.url })],
        ['foreign in the body', 403, {}, message({ channelData: { tenant: { id: FOREIGN } } })],
        ['foreign in the conversation', 403, {}, message({ conversation: { id: THREAD, tenantId: FOREIGN } })],
        ['of no tenant', 403, {}, message({ channelData: {}, conversation: { id: THREAD } })],
        ['to another bot', 403, {}, message({ recipient: { id: `28:${FOREIGN}` } })],
        ['null', 400, {}, 'null'],
        ['an array', 400, {}, JSON.stringify([message()])],
        ['a text', 400, {}, '"message"'],
        ['half', 400, {}, '{"type":"mess'],
        ['nothing', 400, {}, ''],
        ['deep', 400, {}, deep],
        ['no conversation', 400, {}, message({ conversation: undefined })],
        ['a type that is no text', 400, {}, message({ type: { $ne: 1 } })],
        ['an id with a line break', 400, {}, message({ id: '1\n{"level":50,"msg":"Mallory"}' })],
        ['a name as long as a book', 400, {}, message({ from: { id: 'x'.repeat(9_000) } })],
      ];
      for (const [name, status, how, body = message()] of cases)
        expect({ name, ...(await post(body, how)) }).toEqual({ name, status, body: null });
      expect(delivered).toEqual([]);
      expect([...trap.calls, ...teams.calls]).toEqual([]);
    });

    it('refuses tokens of Entra, of its own tenant and of strangers, without a call', async () => {
      await open();
      for (const tid of [TENANT, FOREIGN])
        for (const iss of [
          `https://sts.windows.net/${tid}/`,
          `https://login.microsoftonline.com/${tid}/v2.0`,
          `${teams.loginUrl}/${tid}/v2.0`,
        ])
          for (const azp of [APP, FOREIGN, undefined])
            for (const serviceUrl of [teams.serviceUrl, trap.url]) {
              const claims = { iss, tid, azp, appid: azp, ver: azp ? '2.0' : '1.0' };
              expect(await post(message({ serviceUrl }), { claims })).toEqual({ status: 401, body: null });
            }
      expect(delivered).toEqual([]);
      expect([...trap.calls, ...teams.calls]).toEqual([]);
    });

    it('refuses forged signatures', async () => {
      await open();
      const genuine = teams.token({}, message());
      const [head, , signature] = genuine.split('.');
      const other = teams.token({ claims: { admin: true } }, message()).split('.')[1];
      for (const how of [
        { key: STRANGERS },
        { key: STRANGERS, kid: 'key-0' },
        { token: `${genuine.slice(0, -8)}AAAAAAAA` },
        { token: `${head}.${other}.${signature}` },
      ])
        expect(await post(message(), how)).toEqual({ status: 401, body: null });
      expect(delivered).toEqual([]);
      expect(outbound()).toEqual([]);
      expect(await post(message(), { token: genuine })).toMatchObject({ status: 200 });
      expect(lines).toEqual([expect.stringContaining("not signed with one of Microsoft's keys")]);
    });

    it('writes nothing that a stranger sent into the log', async () => {
      await open();
      const from = { id: '29:mallory', name: 'Mallory\n{"level":50,"msg":"all is well"}\u001b[31m' };
      const mine = message({ from, text: 'Mallory', serviceUrl: 'https://mallory.example/' });
      await post(mine, { key: STRANGERS, kid: 'mallory' });
      await post(message({ from, text: 'mallory' }), { key: STRANGERS });
      await post({ ...mine, type: 'mallory\n' });
      await post('{"mallory', { token: 'mallory.mallory.mallory' });
      expect(lines.length).toBeGreaterThan(2);
      expect(lines.join()).not.toMatch(/mallory/i);
      expect(delivered).toEqual([]);
    });

    it('takes its settings from nowhere else', async () => {
      const strange = {
        ...{ CLIENT_ID: FOREIGN, CLIENT_SECRET: 'x', TENANT_ID: FOREIGN, MANAGED_IDENTITY_CLIENT_ID: 'system' },
        ...{ SERVICE_URL: trap.url, CLOUD: 'Nowhere', DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS: 'true' },
        ...{ MicrosoftAppId: FOREIGN, ChannelService: trap.url, BotOpenIdMetadata: trap.url },
      };
      Object.assign(process.env, strange);
      try {
        await open();
        expect(await post(message())).toMatchObject({ status: 200 });
        expect(await post(message(), { key: STRANGERS })).toMatchObject({ status: 401 });
      } finally {
        for (const name of Object.keys(strange)) delete process.env[name];
      }
      expect(outbound()).toEqual([]);
    });

    it('has Teams send it again when it could not be kept', async () => {
      await open();
      kept = () => Promise.reject(new Error('disk full'));
      expect(await post(message())).toEqual({ status: 500, body: null });
      expect(lines).toEqual([expect.stringContaining('disk full')]);
      kept = async () => ({ status: 200 });
      expect(await post(message())).toMatchObject({ status: 200 });
    });

    it('says in time that it could not be kept in time', async () => {
      const soon: Clock = {
        ...systemClock,
        sleep: (ms, signal) => systemClock.sleep(ms === 12_000 ? 300 : ms, signal),
      };
      await open({}, soon);
      const hanging = Promise.withResolvers<InboundAnswer>();
      kept = () => hanging.promise;
      expect(await post(message())).toEqual({ status: 503, body: null });
      hanging.resolve({ status: 200 });
    });

    it('has Teams send it again while keys cannot be fetched, and tells an admin once', async () => {
      await open();
      teams.fail('keys', { status: 503 }, 3);
      for (let i = 0; i < 3; i++) expect(await post(message())).toEqual({ status: 503, body: null });
      expect(lines).toEqual([expect.stringContaining("Microsoft's keys could not be fetched")]);
      expect(await post(message())).toMatchObject({ status: 200 });
      await open({ loginUrl: 'http://127.0.0.1:9' });
      expect(await post(message())).toEqual({ status: 503, body: null });
      expect(outbound()).toEqual([]);
    });

    if (can.fetchesNewKeysAtOnce)
      it('takes the new key as soon as Microsoft signs with it', async () => {
        await open();
        expect(await post(message())).toMatchObject({ status: 200 });
        teams.rotateKeys();
        expect(await post(message())).toMatchObject({ status: 200 });
      });

    it('cannot be made to fetch keys all day, and stays open for those it knows', async () => {
      let moment = Date.now();
      await open({}, { ...systemClock, now: () => moment });
      expect(await post(message())).toMatchObject({ status: 200 });
      const stranger = async (i: number) => (await post(message(), { key: STRANGERS, kid: `made-up-${i}` })).status;
      const statuses: number[] = [];
      for (let i = 0; i < 30; i++) statuses.push(await stranger(i));
      expect(statuses.filter(status => status === 401)).toHaveLength(19);
      expect(statuses.filter(status => status === 503)).toHaveLength(11);
      expect(teams.calls.length).toBeLessThan(25);
      expect(await post(message())).toMatchObject({ status: 200 });
      moment += MINUTE;
      expect(await stranger(31)).toBe(401);
    });

    it('stays open for keys that it has not met while strangers name made-up ones', async () => {
      await open();
      const stranger = (i: number) => post(message(), { key: STRANGERS, kid: `made-up-${i}` });
      await Promise.all(Array.from({ length: 10 }, (_, i) => stranger(i)));
      for (let i = 10; i < 40; i++) await stranger(i);
      expect(await post(message())).toMatchObject({ status: 200 });
    });

    it('keeps 20 at once, each once', async () => {
      await open();
      kept = async activity => {
        await systemClock.sleep(5);
        return { status: 200, body: { of: activity.id } };
      };
      const ids = Array.from({ length: 20 }, (_, i) => `17644444555${i + 10}`);
      const answers = await Promise.all(ids.map(id => post(message({ type: 'invoke', id }))));
      expect(answers.map(each => each.body)).toEqual(ids.map(of => ({ of })));
      expect(delivered.map(each => each.id).sort()).toEqual(ids);
    });

    it('takes unsigned deliveries only from programs on this machine', async () => {
      const port = await open({ unsigned: true, clientId: null, clientSecret: null, tenants: [], serviceHosts: [] });
      const local = message({ serviceUrl: 'http://localhost:20350/_connector' });
      expect(await post(local, { token: null })).toEqual({ status: 200, body: null });
      expect(await post(local, { token: null, headers: { Host: `localhost:${port}` } })).toMatchObject({ status: 200 });
      const elsewhere: Record<string, string>[] = [
        { 'X-Forwarded-For': '203.0.113.9' },
        { Forwarded: 'for=203.0.113.9' },
        { Via: '1.1 tunnel' },
        { Host: 'desk.example.com' },
        { Host: 'localhost.example.com' },
        { Origin: 'http://localhost:3000' },
        { 'Sec-Fetch-Site': 'cross-site' },
      ];
      for (const headers of elsewhere)
        expect(await post(local, { token: null, headers })).toEqual({ status: 403, body: null });
      expect(await post(message({ serviceUrl: 'http://desk.example.com/' }), { token: null })).toMatchObject({
        status: 403,
      });
      expect(await post(message({ serviceUrl: undefined }), { token: null })).toMatchObject({ status: 400 });
      expect(delivered).toEqual([local, local]);
      expect([...trap.calls, ...teams.calls]).toEqual([]);
    });
  });
}
