/** The least that a delivery from Teams can cost: Microsoft's library verifies it, one row is written, the answer is 200. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PUBLIC } from '@microsoft/teams.api';
import { App, type IHttpServerAdapter } from '@microsoft/teams.apps';
import Database from 'better-sqlite3';

const [, , appId = '', tenant = '', loginUrl = '', file = ''] = process.argv;
const silent = () => {};
const logger = {
  ...{ error: silent, warn: silent, info: silent, debug: silent, trace: silent, log: silent },
  child: () => logger,
};
let verify: Parameters<IHttpServerAdapter['registerRoute']>[2] | undefined;
const app = new App({
  ...{ clientId: appId, clientSecret: '', managedIdentityClientId: '', tenantId: tenant, logger },
  cloud: {
    ...PUBLIC,
    loginEndpoint: loginUrl,
    openIdMetadataUrl: `${loginUrl}/v1/.well-known/openidconfiguration`,
  },
  httpServerAdapter: {
    registerRoute: (_method, _path, handler) => {
      verify = handler;
    },
  },
});
app.server.onRequest = async () => ({ status: 200 });
await app.initialize();

const database = new Database(file);
database.pragma('journal_mode = WAL');
database.exec('create table if not exists deliveries (id text primary key, body text not null)');
const insert = database.prepare('insert or ignore into deliveries values (?, ?)');

const server = createServer(async (request, response) => {
  let raw = '';
  for await (const chunk of request) raw += chunk;
  const body = JSON.parse(raw);
  const { status } = await verify!({ headers: request.headers as Record<string, string>, body });
  if (status === 200) insert.run(body.id, raw);
  response.writeHead(status ?? 500).end();
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
