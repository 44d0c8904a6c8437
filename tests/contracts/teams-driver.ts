/** What every driver of Teams must do behind the guard: let the genuine through as it came, and nothing else. */
import { createServer, request as httpRequest } from 'node:http';
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
import {
  CONNECTOR,
  makeToken,
  startTeamsTokens,
  strangersKey,
  type TeamsTokens,
  type TokenWish,
} from '../kit/far-sides/teams-tokens.ts';

const APP = '0b6f2c1e-6d0a-4d0e-9a55-1f0c7f1f4e10';
const TENANT = '7c1ad5f0-3d35-4e38-8f0e-4f6d3d0a2b11';
const FOREIGN = 'f0f0f0f0-3d35-4e38-8f0e-4f6d3d0a2b99';
const THREAD = '19:desk@thread.tacv2;messageid=1764444444444';

/** A server that should never be called: neither a Connector's nor an attacker's is, on the way in. */
interface Trap {
  url: string;
  host: string;
  calls: string[];
  stop(): Promise<void>;
}

async function startTrap(): Promise<Trap> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.writeHead(201, { 'Content-Type': 'application/json' }).end('{"id":"1"}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${host}/teams/`, host, calls, stop };
}

interface Abilities {
  /** A key that it does not know is fetched at once, not within the hour. */
  fetchesNewKeysAtOnce: boolean;
  /** The serviceUrl of the token and of the delivery may differ by the slash at the end. */
  takesAnySlash: boolean;
}

export function teamsDriverContract(driver: TeamsSettings['driver'], can: Abilities): void {
  describe(`the way in from Teams, by ${driver}`, () => {
    let tokens: TeamsTokens;
    let connector: Trap;
    let attacker: Trap;
    const delivered: Activity[] = [];
    const lines: string[] = [];
    let kept: (activity: Activity) => Promise<InboundAnswer>;
    const closers: (() => Promise<void>)[] = [];

    beforeEach(async () => {
      [tokens, connector, attacker] = await Promise.all([startTeamsTokens(), startTrap(), startTrap()]);
      closers.push(tokens.stop, connector.stop, attacker.stop);
      kept = async () => ({ status: 200 });
    });
    afterEach(async () => {
      await Promise.all(closers.splice(0).map(close => close()));
      delivered.length = 0;
      lines.length = 0;
    });

    async function open(changes: Partial<TeamsSettings> = {}, clock: Clock = systemClock) {
      const settings: TeamsSettings = {
        ...{ clientId: APP, clientSecret: 'secret', tenants: [TENANT], driver, unsigned: false, admins: [] },
        ...{ serviceHosts: [connector.host], loginUrl: tokens.url },
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
      return http.listen('127.0.0.1', 0);
    }

    const message = (changes: object = {}) => ({
      ...{ type: 'message', id: '1764444455555', channelId: 'msteams', serviceUrl: connector.url },
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
    const claims = (changes: object = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return { iss: CONNECTOR, aud: APP, serviceurl: connector.url, nbf: now - 60, exp: now + 3_600, ...changes };
    };
    const genuine = (wish: Partial<TokenWish> = {}) => makeToken({ key: tokens.connector, claims: claims(), ...wish });

    /** Sends it as the Connector does, by default signed. A null token sends none. */
    function post(port: number, body: unknown, token: string | null = genuine(), headers: object = {}) {
      const bytes = typeof body === 'string' ? body : JSON.stringify(body);
      const sent = {
        'Content-Type': 'application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
        ...headers,
      };
      return new Promise<{ status: number; body: string }>((resolve, reject) => {
        const options = { host: '127.0.0.1', port, path: '/api/messages', method: 'POST', headers: sent, agent: false };
        const request = httpRequest(options, response => {
          let text = '';
          response
            .on('data', chunk => (text += chunk))
            .on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        });
        request.on('error', reject).end(bytes);
      });
    }
    /** Of the Connector, of whoever names a serviceUrl, and of Entra's tokens. Keys may be fetched. */
    const outbound = () => [
      ...connector.calls,
      ...attacker.calls,
      ...tokens.calls.filter(call => !/\/v1\/\.well-known\//.test(call)),
    ];

    it('hands a genuine delivery over as it came, and answers with nothing', async () => {
      const port = await open();
      expect(await post(port, message())).toEqual({ status: 200, body: '' });
      expect(delivered).toEqual([message()]);
      expect(outbound()).toEqual([]);
      expect(lines).toEqual([]);
    });

    it('hands over what it does not know: other types, missing senders, values of any shape', async () => {
      const port = await open();
      const odd = [
        message({ type: 'tomorrows/type', text: 5, entities: 'none' }),
        message({ from: undefined, recipient: null, id: undefined, channelData: { tenant: { id: TENANT } } }),
        message({ type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }),
        message({ type: 'messageUpdate', channelData: { eventType: 'editMessage', tenant: { id: TENANT } } }),
        message({ type: 'invoke', name: 'signin/tokenExchange', value: { id: 'x' } }),
        message({ timestamp: 'yesterday', localTimestamp: 'noon', expiration: 'never' }),
      ];
      for (const each of odd) expect(await post(port, each)).toEqual({ status: 200, body: '' });
      expect(delivered).toEqual(odd.map(each => JSON.parse(JSON.stringify(each))));
      expect(outbound()).toEqual([]);
    });

    it('answers an invoke with exactly what the desk says', async () => {
      const port = await open();
      const answers: InboundAnswer[] = [
        { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done' } },
        { status: 200, body: { task: { type: 'continue', value: { card: { content: { type: 'AdaptiveCard' } } } } } },
        { status: 200, body: {} },
        { status: 400, body: { error: 'no' } },
      ];
      for (const answer of answers) {
        kept = async () => answer;
        const { status, body } = await post(port, message({ type: 'invoke', name: 'adaptiveCard/action' }));
        expect({ status, body: JSON.parse(body) }).toEqual(answer);
      }
    });

    it('takes tokens that clocks up to five minutes apart have made', async () => {
      const port = await open();
      const now = Math.floor(Date.now() / 1000);
      for (const each of [{ exp: now - 270 }, { nbf: now + 270 }, { nbf: undefined }])
        expect(await post(port, message(), genuine({ claims: claims(each) }))).toMatchObject({ status: 200 });
      expect(delivered).toHaveLength(3);
    });

    if (can.takesAnySlash)
      it('takes a serviceUrl with and without its last slash', async () => {
        const port = await open();
        const bare = message({ serviceUrl: connector.url.replace(/\/$/, '') });
        expect(await post(port, bare)).toMatchObject({ status: 200 });
      });

    it('takes 200 KB, refuses 300 KB', async () => {
      const port = await open();
      expect(await post(port, message({ text: 'x'.repeat(200 * 1024) }))).toMatchObject({ status: 200 });
      expect(await post(port, message({ text: 'x'.repeat(300 * 1024) }))).toMatchObject({ status: 413 });
      expect(delivered).toHaveLength(1);
    });

    it('refuses what the guard knows to be wrong before anything is fetched', async () => {
      const port = await open();
      const now = Math.floor(Date.now() / 1000);
      const no = (changes: object, body: object = {}) =>
        [401, message(body), genuine({ claims: claims(changes) })] as const;
      const deep = `{"type":"message","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
      const cases: [name: string, status: number, body: unknown, token: string | null][] = [
        ['no token', 401, message(), null],
        ['no JWT', 401, message(), 'abc'],
        ['alg none', 401, message(), genuine({ alg: 'none' })],
        ['HS256 with the public key', 401, message(), genuine({ alg: 'HS256' })],
        ['no key named', 401, message(), genuine({ kid: 7 })],
        ['expired', ...no({ exp: now - 330 })],
        ['early', ...no({ nbf: now + 330 })],
        ['without an end', ...no({ exp: undefined })],
        ['for another app', ...no({ aud: FOREIGN })],
        ['for several apps', ...no({ aud: [APP, FOREIGN] })],
        ['of another issuer', ...no({ iss: `${CONNECTOR}/` })],
        ['for another serviceUrl', ...no({ serviceurl: 'https://smba.trafficmanager.net/emea/' })],
        ['for no serviceUrl', ...no({ serviceurl: undefined })],
        [
          'to a strange host',
          403,
          message({ serviceUrl: attacker.url }),
          genuine({ claims: claims({ serviceurl: attacker.url }) }),
        ],
        ['foreign in the body', 403, message({ channelData: { tenant: { id: FOREIGN } } }), genuine()],
        ['foreign in the conversation', 403, message({ conversation: { id: THREAD, tenantId: FOREIGN } }), genuine()],
        ['of no tenant', 403, message({ channelData: {}, conversation: { id: THREAD } }), genuine()],
        ['to another bot', 403, message({ recipient: { id: `28:${FOREIGN}` } }), genuine()],
        ['null', 400, 'null', genuine()],
        ['an array', 400, [message()], genuine()],
        ['a text', 400, '"message"', genuine()],
        ['half', 400, '{"type":"mess', genuine()],
        ['nothing', 400, '', genuine()],
        ['deep', 400, deep, genuine()],
        ['no conversation', 400, message({ conversation: undefined }), genuine()],
        ['a type that is no text', 400, message({ type: { $ne: 1 } }), genuine()],
        ['an id with a line break', 400, message({ id: '1\n{"level":50,"msg":"Mallory"}' }), genuine()],
        ['a name as long as a book', 400, message({ from: { id: 'x'.repeat(9_000) } }), genuine()],
      ];
      for (const [name, status, body, token] of cases)
        expect({ name, ...(await post(port, body, token)) }).toEqual({ name, status, body: '' });
      expect(delivered).toEqual([]);
      expect(tokens.calls).toEqual([]);
      expect(outbound()).toEqual([]);
    });

    it('refuses tokens of Entra, of its own tenant and of strangers, without a call', async () => {
      const port = await open();
      for (const tid of [TENANT, FOREIGN])
        for (const iss of [
          `https://sts.windows.net/${tid}/`,
          `https://login.microsoftonline.com/${tid}/v2.0`,
          `${tokens.url}/${tid}/v2.0`,
        ])
          for (const azp of [APP, FOREIGN, undefined])
            for (const serviceUrl of [connector.url, attacker.url]) {
              const wanted = { iss, tid, azp, appid: azp, ver: azp ? '2.0' : '1.0', serviceurl: serviceUrl };
              const token = makeToken({ key: tokens.entra, claims: claims(wanted) });
              expect(await post(port, message({ serviceUrl }), token)).toEqual({ status: 401, body: '' });
            }
      expect(delivered).toEqual([]);
      expect(tokens.calls).toEqual([]);
      expect(outbound()).toEqual([]);
    });

    it('refuses forged signatures', async () => {
      const port = await open();
      const claimed = claims();
      const forged = [
        genuine({ key: strangersKey() }),
        genuine({ key: strangersKey(), kid: tokens.connector.kid }),
        genuine({ key: tokens.entra }),
        genuine({ key: tokens.entra, kid: tokens.connector.kid }),
        `${genuine().slice(0, -8)}AAAAAAAA`,
        genuine().replace(
          /\.[^.]+\./,
          `.${Buffer.from(JSON.stringify({ ...claimed, admin: 1 })).toString('base64url')}.`,
        ),
      ];
      for (const token of forged) expect(await post(port, message(), token)).toEqual({ status: 401, body: '' });
      expect(delivered).toEqual([]);
      expect(outbound()).toEqual([]);
      expect(await post(port, message())).toMatchObject({ status: 200 });
      expect(lines).toEqual([expect.stringContaining("not signed with one of Microsoft's keys")]);
    });

    it('writes nothing that a stranger sent into the log', async () => {
      const port = await open();
      const from = { id: '29:mallory', name: 'Mallory\n{"level":50,"msg":"all is well"}\u001b[31m' };
      const mine = message({ from, text: 'Mallory', serviceUrl: 'https://mallory.example/' });
      await post(port, mine, genuine({ key: strangersKey(), kid: 'mallory' }));
      await post(port, message({ from, text: 'mallory' }), genuine({ key: strangersKey() }));
      await post(port, { ...mine, type: 'mallory\n' });
      await post(port, '{"mallory', 'mallory.mallory.mallory');
      expect(lines.length).toBeGreaterThan(2);
      expect(lines.join()).not.toMatch(/mallory/i);
      expect(delivered).toEqual([]);
    });

    it('takes its settings from nowhere else', async () => {
      const strange = {
        ...{ CLIENT_ID: FOREIGN, CLIENT_SECRET: 'x', TENANT_ID: FOREIGN, MANAGED_IDENTITY_CLIENT_ID: 'system' },
        ...{ SERVICE_URL: attacker.url, CLOUD: 'Nowhere', DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS: 'true' },
        ...{ MicrosoftAppId: FOREIGN, ChannelService: attacker.url, BotOpenIdMetadata: attacker.url },
      };
      Object.assign(process.env, strange);
      try {
        const port = await open();
        expect(await post(port, message())).toMatchObject({ status: 200 });
        expect(await post(port, message(), genuine({ key: strangersKey() }))).toMatchObject({ status: 401 });
      } finally {
        for (const name of Object.keys(strange)) delete process.env[name];
      }
      expect(outbound()).toEqual([]);
    });

    it('has Teams send it again when it could not be kept', async () => {
      const port = await open();
      kept = () => Promise.reject(new Error('disk full'));
      expect(await post(port, message())).toEqual({ status: 500, body: '' });
      expect(lines).toEqual([expect.stringContaining('disk full')]);
      kept = async () => ({ status: 200 });
      expect(await post(port, message())).toMatchObject({ status: 200 });
    });

    it('says in time that it could not be kept in time', async () => {
      const soon: Clock = {
        ...systemClock,
        sleep: (ms, signal) => systemClock.sleep(ms === 12_000 ? 300 : ms, signal),
      };
      const port = await open({}, soon);
      const hanging = Promise.withResolvers<InboundAnswer>();
      kept = () => hanging.promise;
      expect(await post(port, message())).toEqual({ status: 503, body: '' });
      hanging.resolve({ status: 200 });
    });

    it('has Teams send it again while keys cannot be fetched, and tells an admin once', async () => {
      const port = await open();
      tokens.mood = 'has trouble';
      for (let i = 0; i < 3; i++) expect(await post(port, message())).toEqual({ status: 503, body: '' });
      expect(lines).toEqual([expect.stringContaining("Microsoft's keys could not be fetched")]);
      tokens.mood = 'answers';
      expect(await post(port, message())).toMatchObject({ status: 200 });
      const away = await open({ loginUrl: 'http://127.0.0.1:9' });
      expect(await post(away, message())).toEqual({ status: 503, body: '' });
      expect(outbound()).toEqual([]);
    });

    if (can.fetchesNewKeysAtOnce)
      it('takes the new key as soon as Microsoft signs with it', async () => {
        const port = await open();
        expect(await post(port, message())).toMatchObject({ status: 200 });
        tokens.rotate();
        expect(await post(port, message())).toMatchObject({ status: 200 });
      });

    it('cannot be made to fetch keys all day, and stays open for those it knows', async () => {
      let now = Date.now();
      const port = await open({}, { ...systemClock, now: () => now });
      expect(await post(port, message())).toMatchObject({ status: 200 });
      const stranger = (i: number) => post(port, message(), genuine({ key: strangersKey(), kid: `made-up-${i}` }));
      const statuses: number[] = [];
      for (let i = 0; i < 30; i++) statuses.push((await stranger(i)).status);
      expect(statuses.filter(status => status === 401)).toHaveLength(19);
      expect(statuses.filter(status => status === 503)).toHaveLength(11);
      expect(tokens.calls.length).toBeLessThan(25);
      expect(await post(port, message())).toMatchObject({ status: 200 });
      now += MINUTE;
      expect((await stranger(31)).status).toBe(401);
    });

    it('keeps 20 at once, each once', async () => {
      const port = await open();
      kept = async activity => {
        await systemClock.sleep(5);
        return { status: 200, body: { of: activity.id } };
      };
      const ids = Array.from({ length: 20 }, (_, i) => `17644444555${i + 10}`);
      const answers = await Promise.all(ids.map(id => post(port, message({ type: 'invoke', id }))));
      expect(answers.map(each => JSON.parse(each.body).of)).toEqual(ids);
      expect(delivered.map(each => each.id).sort()).toEqual(ids);
    });

    it('takes unsigned deliveries only from programs on this machine', async () => {
      const port = await open({ unsigned: true, clientId: null, clientSecret: null, tenants: [], serviceHosts: [] });
      const local = message({ serviceUrl: 'http://localhost:20350/_connector' });
      expect(await post(port, local, null)).toEqual({ status: 200, body: '' });
      expect(await post(port, local, null, { Host: `localhost:${port}` })).toMatchObject({ status: 200 });
      for (const headers of [
        { 'X-Forwarded-For': '203.0.113.9' },
        { Forwarded: 'for=203.0.113.9' },
        { Via: '1.1 tunnel' },
        { Host: 'desk.example.com' },
        { Host: 'localhost.example.com' },
        { Origin: 'http://localhost:3000' },
        { 'Sec-Fetch-Site': 'cross-site' },
      ])
        expect(await post(port, local, null, headers)).toEqual({ status: 403, body: '' });
      expect(await post(port, message({ serviceUrl: 'http://desk.example.com/' }), null)).toMatchObject({
        status: 403,
      });
      expect(await post(port, message({ serviceUrl: undefined }), null)).toMatchObject({ status: 400 });
      expect(delivered).toEqual([local, local]);
      expect([...outbound(), ...tokens.calls]).toEqual([]);
    });
  });
}
