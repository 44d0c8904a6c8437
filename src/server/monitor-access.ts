/**
 * Restricts monitoring details to this machine and to holders of the token. Everybody else learns from `/readyz` only
 * whether it is ready.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../ports/http.ts';

export type MayWatch = (request: IncomingMessage) => boolean;

/** Headers that a proxy adds: whoever asks through one is not at this machine, though the proxy is. */
const OF_PROXIES =
  /^(x-forwarded-|x-real-ip$|forwarded$|via$|x-client-ip$|true-client-ip$|cf-|fly-|x-envoy-|x-original-)/;
/** Every IPv4 address of this machine itself, also as IPv6 writes it. */
const LOOPBACK_PEER = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/;

/** @param token `METRICS_TOKEN`; null: only this machine */
export function mayWatch(token: string | null): MayWatch {
  const wanted = token === null ? null : digest(token);
  return request => {
    const given = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
    if (wanted && given !== undefined && timingSafeEqual(digest(given), wanted)) return true;
    return isOfThisMachine(request);
  };
}

/**
 * A proxy is known by the headers it adds, by the name the browser asked for, or, where it hides both (nginx as it comes),
 * by its old HTTP/1.0. The name also keeps web pages out that have their own name lead here.
 */
function isOfThisMachine(request: IncomingMessage): boolean {
  if (!LOOPBACK_PEER.test(request.socket.remoteAddress ?? '')) return false;
  if (Object.keys(request.headers).some(name => OF_PROXIES.test(name))) return false;
  if (request.httpVersion === '1.0') return false;
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return isLoopback(host) || host === '0.0.0.0' || host === '[::]';
}

/** Of one length, so that the comparison takes the same time whatever was given. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
