/** Takes Teams' deliveries: the guard first, then the driver that verifies the signature, then they are stored. */
import type { IncomingMessage } from 'node:http';
import { SECOND } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { type HttpRoute, readBytes, sendJson } from '../../../../src/ports/http.ts';
import type { Activity } from '../activity.ts';
import type { DriverParts, InboundAnswer, InboundDriver, InboundRequest } from './driver.ts';
import { makeAppsDriver } from './driver-apps.ts';
import { BODY_BYTES_MAX, makeGuard } from './guard.ts';
import { makeKeyGate } from './keys.ts';

/** Teams gives up after 15 seconds and sends it again; Deskhand answers before that. */
const ANSWER_WITHIN_MS = 12 * SECOND;
/** Teams sends a body at once; a sender that is silent for longer is not Teams. */
const SILENT_BODY_MS = 10 * SECOND;

interface MessagesRoute extends HttpRoute {
  /** Loads the driver, which the first delivery does otherwise. Rejects with what to do when it is not installed. */
  open(): Promise<void>;
}

export function messagesRoute(parts: DriverParts & { clock: Clock }): MessagesRoute {
  const { settings, clock, log } = parts;
  const guard = makeGuard(settings, parts);
  const keys = makeKeyGate(settings.loginUrl, clock);
  let driver: Promise<InboundDriver> | null = null;
  /** What the desk answered: a 401 or 503 of its own says nothing about the signature. */
  const ofDesk = new WeakSet<InboundAnswer>();
  const deliver = async (activity: Activity) => {
    const answer = await parts.deliver(activity);
    ofDesk.add(answer);
    return answer;
  };
  const loaded = () => (driver ??= makeDriver({ settings, log, deliver }));

  /** What the driver answers; null when it takes too long. */
  const handled = async (request: InboundRequest): Promise<InboundAnswer | null> => {
    const over = new AbortController();
    const late = clock.sleep(ANSWER_WITHIN_MS, over.signal).then(() => null);
    try {
      return await Promise.race([loaded().then(each => each.handle(request)), late]);
    } catch (error) {
      log.error(
        { desk: 'teams', error: String(error) },
        'A delivery from Teams could not be stored; Teams will send it again.',
      );
      return { status: 500 };
    } finally {
      over.abort();
    }
  };

  const answerTo = async (request: IncomingMessage, bytes: Buffer): Promise<InboundAnswer> => {
    const seen = guard.check(request, bytes);
    if ('why' in seen) return seen;
    const known = settings.unsigned || (await keys.knows(seen.key).catch(() => null));
    if (known !== true) return guard.refuse(known === null ? 'keys' : known ? 'unknown-key' : 'signature');
    const answer = await handled({ headers: request.headers as InboundRequest['headers'], body: seen.activity });
    if (!answer) return guard.refuse('late');
    if (!ofDesk.has(answer) && answer.status !== 500) return guard.refuse(answer.status === 503 ? 'keys' : 'signature');
    return answer;
  };

  return {
    method: 'POST',
    path: '/api/messages',
    open: async () => void (await loaded()),
    handle: async (request, response) => {
      const bytes = await readBytes(request, BODY_BYTES_MAX, SILENT_BODY_MS);
      const { status, body } = bytes ? await answerTo(request, bytes) : guard.refuse('too-large');
      if (body !== undefined) return sendJson(response, status, body);
      response.writeHead(status).end();
    },
  };
}

async function makeDriver(parts: DriverParts): Promise<InboundDriver> {
  const isSecond = parts.settings.driver === 'teams-ai';
  return isSecond ? (await import('./driver-teams-ai.ts')).makeTeamsAiDriver(parts) : makeAppsDriver(parts);
}
