/**
 * The default driver, on `@microsoft/teams.apps`: its App verifies the signature, and what it accepts is delivered as it
 * came. The App's routes, states and contexts are not used, since they parse what is stored unparsed here.
 */
import type { IHttpServerAdapter } from '@microsoft/teams.apps';
import type { Log } from '../../../../src/ports/log.ts';
import type { MakeDriver } from './driver.ts';

type Handler = Parameters<IHttpServerAdapter['registerRoute']>[2];

export const makeAppsDriver: MakeDriver = async ({ settings, log, deliver }) => {
  const [{ App }, { PUBLIC }] = await Promise.all([import('@microsoft/teams.apps'), import('@microsoft/teams.api')]);
  const { clientId, loginUrl, unsigned } = settings;
  const keys = watchKeys(log);
  let verify: Handler | undefined;
  const app = new App({
    // Everything is given, if only as nothing: what is left out the App takes from CLIENT_ID, CLOUD and others of the environment.
    clientId: unsigned ? '' : (clientId ?? ''),
    clientSecret: '',
    tenantId: settings.tenants[0] ?? '',
    managedIdentityClientId: '',
    serviceUrl: 'https://smba.trafficmanager.net/teams',
    cloud: loginUrl
      ? { ...PUBLIC, loginEndpoint: loginUrl, openIdMetadataUrl: `${loginUrl}/v1/.well-known/openidconfiguration` }
      : PUBLIC,
    dangerouslyAllowUnauthenticatedRequests: unsigned,
    // This App only listens: it has no token to lose.
    token: () => Promise.reject(new Error('The way in sends nothing.')),
    logger: keys.logger,
    httpServerAdapter: {
      registerRoute: (_method, _path, handler) => {
        verify = handler;
      },
    },
  });
  app.server.onRequest = async () => ({ status: 200 });
  await app.initialize();
  return {
    handle: async ({ headers, body }) => {
      const before = keys.failures();
      const { status } = await verify!({ headers, body });
      if (status === 200) return deliver(body);
      return { status: keys.failures() > before ? 503 : 401 };
    },
  };
};

/** The App says that keys could not be fetched only in its log, and answers 401 as if the delivery were forged. */
function watchKeys(log: Log) {
  let failed = 0;
  const note = (...words: unknown[]) => {
    const errors = words.filter(each => each instanceof Error);
    if (errors.some(each => 'isEndpointUnavailable' in each || each.name === 'JwksError')) failed++;
    for (const error of errors) log.debug({ desk: 'teams', error: String(error) }, 'The Teams SDK refused a delivery.');
  };
  // Its other lines hold whole deliveries.
  const none = () => {};
  const logger = { error: note, warn: none, info: none, debug: none, trace: none, log: none, child: () => logger };
  return { logger, failures: () => failed };
}
