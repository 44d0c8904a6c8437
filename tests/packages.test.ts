/** What this machine lacks is named in a sentence, with the command that brings it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lackOf } from './kit/packages.ts';

const without = (...files: string[]) => ({ has: (file: string) => !files.includes(file), isRoot: true });

test('a missing package is named with the command that brings it', () => {
  expect(lackOf('Dovecot', without('/usr/lib/dovecot/lmtp'))).toBe(
    'Dovecot cannot be started, for the Debian package dovecot-lmtpd is missing: apt-get install dovecot-lmtpd',
  );
});

test('several missing packages are named in one sentence', () => {
  expect(lackOf('Dovecot', without('/usr/lib/dovecot/lmtp', '/usr/bin/ps', '/bin/ps'))).toBe(
    'Dovecot cannot be started, for the Debian packages dovecot-lmtpd, procps are missing: apt-get install dovecot-lmtpd procps',
  );
});

test('one of several files of a package is enough', () => {
  expect(lackOf('Chromium', without('/usr/bin/chromium-headless-shell', '/usr/bin/google-chrome'))).toBeNull();
  expect(lackOf('Dovecot', without('/bin/ps'))).toBeNull();
});

test('mail servers are started by root alone, and whoever is not is told so', () => {
  expect(lackOf('Dovecot', { has: () => true, isRoot: false })).toMatch(/only root/);
  expect(lackOf('OpenSSL', { has: () => true, isRoot: false })).toBeNull();
});

test('what can be named is installed by the run for a fresh machine', () => {
  const run = readFileSync(join(import.meta.dirname, '../.ci/run'), 'utf8');
  for (const need of ['Chromium', 'Dovecot', 'Pictures in other scripts', 'OpenSSL', 'PgBouncer', 'Postfix'] as const) {
    const lack = lackOf(need, { has: () => false, isRoot: true });
    // dovecot-core comes with the others.
    for (const each of lack!.split('apt-get install ')[1]!.split(' '))
      if (each !== 'dovecot-core') expect(run, each).toContain(each);
  }
});
