/** Finds the client address of a request: the peer, or the first address that trusted proxies vouch for. */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TrustedProxies } from '../ports/http.ts';

/** Who asks; and which proxy hands requests on without being named as trusted: behind it everybody looks like one. */
export function makeClientAddresses(trusts: TrustedProxies) {
  let unnamed: string | null = null;
  return {
    clientAddress: (request: IncomingMessage) => {
      const address = clientAddress(request, trusts);
      if (request.headers['x-forwarded-for'] && !trusts(plainAddress(request.socket.remoteAddress ?? '')))
        unnamed = address;
      return address;
    },
    unnamedProxy: () => unnamed,
  };
}

/** From the right: each proxy adds whom it saw, and what stands left of the first stranger was written by that stranger. */
export function clientAddress(request: IncomingMessage, trusts: TrustedProxies): string {
  let address = plainAddress(request.socket.remoteAddress ?? '');
  if (!trusts(address)) return address;
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map(each => plainAddress(each));
  for (const hop of hops.reverse()) {
    // A proxy would have written an address.
    if (!isIP(hop)) return address;
    address = hop;
    if (!trusts(hop)) return hop;
  }
  return address;
}

/** Without brackets, port and the wrapping of an IPv4 address in IPv6. */
function plainAddress(text: string): string {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d+$/, '$1');
  return bare.replace(/^::ffff:(?=\d{1,3}(\.\d{1,3}){3}$)/i, '').replace(/%.*$/, '');
}
