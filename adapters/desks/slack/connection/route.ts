/** The route of Slack's deliveries: Bolt checks the signature and reads the body; what it leaves open is closed before it. */
import type { IncomingMessage } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import { MINUTE } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { type HttpRoute, readBytes } from '../../../../src/ports/http.ts';
import type { Log } from '../../../../src/ports/log.ts';
import type { Ack } from '../actions/interaction.ts';
import type { Deliver, Delivery } from '../events/deliver.ts';
import { quietLogger } from './call.ts';
import { SLACK } from './line.ts';
import type { Signatures } from './signatures.ts';

/** What a request may be early or late by. */
const CLOCKS_APART_S = (5 * MINUTE) / 1000;
/** Slack's own deliveries are far below; Bolt's limit is the same. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
/** Slack gives up after three seconds and sends it again; by then we have said that we cannot. */
const ANSWER_WITHIN_MS = 2_900;

export function eventsRoute(
  signatures: Signatures,
  { clock, log }: { clock: Clock; log: Log },
  deliver: Deliver,
): HttpRoute {
  /** By the secret that it checks. */
  let receiver: { secret: string; listener: HTTPReceiver } | null = null;
  const receiverWith = (secret: string) => {
    if (receiver?.secret !== secret) receiver = { secret, listener: makeReceiver(secret, log, deliver) };
    return receiver.listener;
  };
  return {
    method: 'POST',
    path: '/slack/events',
    handle: (request, response) => {
      const said = Number(request.headers['x-slack-request-timestamp']);
      if (!Number.isFinite(said) || Math.abs(said - clock.now() / 1000) > CLOCKS_APART_S) {
        response.writeHead(401).end();
        return;
      }
      // A charset behind the type is not a different type.
      const type = request.headers['content-type'];
      if (type) request.headers['content-type'] = type.split(';')[0]!.trim().toLowerCase();
      return readBytes(request, BODY_BYTES_MAX).then(raw => {
        if (raw === null) return void response.writeHead(413).end();
        const secret = signatures.secretOf({
          timestamp: String(request.headers['x-slack-request-timestamp']),
          signature: signatureOf(request),
          body: raw,
        });
        if (secret === null) return void response.writeHead(401).end();
        // Bolt would fall over these where nobody listens, and never answer.
        if (isNothing(raw.toString('utf8'), request.headers['content-type'] ?? ''))
          return void response.writeHead(400).end();
        Object.assign(request, { rawBody: raw });
        receiverWith(secret).requestListener(request, response);
      });
    },
  };
}

function signatureOf({ headers }: IncomingMessage): string {
  const given = headers['x-slack-signature'];
  return typeof given === 'string' ? given : '';
}

function makeReceiver(signingSecret: string, log: Log, deliver: Deliver): HTTPReceiver {
  const receiver = new HTTPReceiver({
    signingSecret,
    logger: quietLogger(log) as never,
    unhandledRequestTimeoutMillis: ANSWER_WITHIN_MS,
    unhandledRequestHandler: ({ response, logger }) => {
      logger.warn('A delivery from Slack took too long to store.');
      if (!response.headersSent) response.writeHead(503).end();
    },
    processEventErrorHandler: async ({ error, response }) => {
      log.error(
        { desk: SLACK, error: String(error) },
        'A delivery from Slack could not be stored; Slack sends it again.',
      );
      if (!response.headersSent) response.writeHead(500).end();
      return false;
    },
  });
  receiver.init({ processEvent: ({ body, ack }: { body: Delivery; ack: Ack }) => deliver(body, ack) } as never);
  return receiver;
}

/** A body, or the payload in a form, that is JSON and yet no object. What is not JSON at all Bolt refuses by itself. */
function isNothing(body: string, type: string): boolean {
  const text = type === 'application/x-www-form-urlencoded' ? new URLSearchParams(body).get('payload') : body;
  if (text === null) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value !== 'object' || value === null || Array.isArray(value);
  } catch {
    return false;
  }
}
