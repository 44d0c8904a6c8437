/** Who really asks: the peer of the connection, or, behind proxies that are named as trusted, the first address they vouch for. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

export type TrustedProxies = (address: string) => boolean;

/** Addresses, networks (`10.0.0.0/8`) and the word `loopback`; what is none of these is named in `problems`. */
export function trustedProxies(written: readonly string[]): { trusts: TrustedProxies; problems: string[] } {
  const list = new BlockList();
  const problems: string[] = [];
  for (const each of written) {
    if (each === 'loopback') {
      list.addSubnet('127.0.0.0', 8, 'ipv4');
      list.addAddress('::1', 'ipv6');
      continue;
    }
    const [address = '', bits] = each.split('/');
    const version = isIP(address);
    const length = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
    if (!version || !Number.isInteger(length) || length < 1 || length > (version === 6 ? 128 : 32)) {
      problems.push(
        `TRUSTED_PROXIES has "${each}", which is no address. Write addresses or networks of your proxies, such as 10.0.0.5 or 10.0.0.0/8, or the word loopback.`,
      );
      continue;
    }
    list.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  }
  return {
    trusts: address => {
      const plain = plainAddress(address);
      const version = isIP(plain);
      return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
    },
    problems,
  };
}

/** From the right: each proxy adds whom it saw, and what stands left of the first stranger was written by that stranger. */
export function clientAddress(request: IncomingMessage, trusts: TrustedProxies): string {
  let address = plainAddress(request.socket.remoteAddress ?? '');
  if (!trusts(address)) return address;
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map(each => plainAddress(each));
  for (const hop of hops.reverse()) {
    // What is no address was not written by a proxy.
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
