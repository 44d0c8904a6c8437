/** Rejects private hosts in a workspace's settings (SSRF guard): where many share an installation, nobody may point it inside. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { lazy } from '../core/lazy.ts';
import type { Reach } from '../ports/channel.ts';
import type { SettingsField, SettingsValue } from '../ports/settings.ts';

/** Address ranges that are not on the public internet: the registries of RFC 6890 as of today. IPv4 written as IPv6 is found by the first list too. */
const PRIVATE_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Networks of providers, behind their translators.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // The metadata services of clouds are here.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** With those behind which another address stands, an inner one as well as any: translators, tunnels, old spellings of IPv4. */
const PRIVATE_V6: [string, number][] = [
  // Also `::`, `::1` and `::127.0.0.1`.
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
const privateNets = lazy(() => {
  const list = new BlockList();
  for (const [net, bits] of PRIVATE_V4) list.addSubnet(net, bits);
  for (const [net, bits] of PRIVATE_V6) list.addSubnet(net, bits, 'ipv6');
  return list;
});

/** Also for what is not an address at all: only what is surely on the internet passes. */
export function isPrivateAddress(written: string): boolean {
  const address = addressOf(written);
  return address === null || privateNets().check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

/** `2130706433`, `0x7f.1` and `0177.0.0.1` are 127.0.0.1 to a resolver, and to a browser, whose rules these are. */
function addressOf(written: string): string | null {
  const bare = written.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  if (isIP(bare)) return bare;
  if (!URL.canParse(`http://${bare}/`)) return null;
  const { hostname } = new URL(`http://${bare}/`);
  return isIP(hostname) ? hostname : null;
}

/** Fields whose server lies in somebody's own network, or on this machine. */
export async function privateHosts(
  schema: readonly SettingsField[],
  settings: Record<string, SettingsValue>,
): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of schema) {
    const host = hostIn(name, settings[name]);
    if (host === null) continue;
    const addresses = await addressesOf(host).catch(() => []);
    if (addresses.some(isPrivateAddress)) found.push(name);
  }
  return found;
}

/** The server that a field names: as a host (`imap.host`), or as an address that Deskhand calls (`oauth.token_url`). */
function hostIn(name: string, value: SettingsValue | undefined): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (/(^|\.)host$/.test(name)) return value;
  return /(^|\.)token_url$/.test(name) && URL.canParse(value) ? new URL(value).hostname : null;
}

async function addressesOf(host: string): Promise<string[]> {
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1');
  // Machines without IPv6 have it in their name servers all the same.
  return (await lookup(bare, { all: true, order: 'ipv4first' })).map(each => each.address);
}

/** Nobody is kept from anything: the one workspace of an installation may have its mail server in the next room. */
export const anywhere: Reach = async host => host;

/**
 * Asked again for each connection, and the connection goes to the very address that was looked at: a name that pointed to
 * the internet when it was typed in may point to this machine a minute later.
 */
export const onlyPublic: Reach = async host => {
  const addresses = await addressesOf(host);
  if (addresses.length === 0 || addresses.some(isPrivateAddress))
    throw new Error(`The server ${host} is not on the internet, so it cannot be used here`);
  return addresses[0]!;
};
