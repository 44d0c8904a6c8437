/** Servers that are no servers of the internet: where many share an installation, nobody may point it at them. */
import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';
import type { SettingsField, SettingsValue } from '../ports/settings.ts';

/** What is no address of the internet (RFC 6890). IPv4 written as IPv6 is found by the first list too. */
const PRIVATE_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
];
const PRIVATE_V6: [string, number][] = [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
];
const list = new BlockList();
for (const [net, bits] of PRIVATE_V4) list.addSubnet(net, bits);
for (const [net, bits] of PRIVATE_V6) list.addSubnet(net, bits, 'ipv6');

export function isPrivateAddress(address: string): boolean {
  return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

/** Fields whose server lies in somebody's own network, or on this machine. */
export async function privateHosts(
  schema: readonly SettingsField[],
  settings: Record<string, SettingsValue>,
): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of schema.filter(each => /(^|\.)host$/.test(each.name))) {
    const host = settings[name];
    if (typeof host !== 'string' || host === '') continue;
    const addresses = await lookup(host, { all: true }).catch(() => []);
    if (addresses.some(each => isPrivateAddress(each.address))) found.push(name);
  }
  return found;
}
