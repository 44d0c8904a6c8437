import { expect, test } from 'vitest';
import { isPrivateAddress } from '../../src/app/private-hosts.ts';

test.each([
  '8.8.8.8',
  '142.250.1.108',
  '2a00:1450:4001::6c',
  '::ffff:8.8.8.8',
  '223.255.255.1',
])('%s is on the internet', address => expect(isPrivateAddress(address)).toBe(false));

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  '::',
  'fd00::1',
  'fe80::1',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
])('%s is not', address => expect(isPrivateAddress(address)).toBe(true));
