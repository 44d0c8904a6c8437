/** Parses the list of trusted proxies. */
import { BlockList, isIP } from 'node:net';
import type { TrustedProxies } from '../ports/http.ts';

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
        `TRUSTED_PROXIES has "${each}", which is not an address. Write addresses or networks of your proxies, such as 10.0.0.5 or 10.0.0.0/8, or the word loopback.`,
      );
      continue;
    }
    list.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  }
  return {
    trusts: address => {
      const version = isIP(address);
      return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
    },
    problems,
  };
}
