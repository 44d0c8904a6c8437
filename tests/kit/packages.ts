/** What tests and measurements need of Debian's packages, and what of it this machine lacks, in one sentence. */
import { existsSync } from 'node:fs';

/** Each is there if one of its files is. */
const PACKAGES = {
  'chromium-headless-shell': [
    // Without windows a page takes 0.1 s of processor time to open, in the whole browser 0.4 s.
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ],
  'dovecot-core': ['/usr/sbin/dovecot'],
  'dovecot-imapd': ['/usr/lib/dovecot/imap'],
  'dovecot-lmtpd': ['/usr/lib/dovecot/lmtp'],
  'dovecot-sieve': ['/usr/bin/sievec'],
  'dovecot-submissiond': ['/usr/lib/dovecot/submission'],
  'fonts-dejavu-core': ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'],
  'fonts-ipafont-gothic': ['/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf'],
  openssl: ['/usr/bin/openssl'],
  pgbouncer: ['/usr/sbin/pgbouncer'],
  postfix: ['/usr/lib/postfix/sbin/master'],
  procps: ['/usr/bin/ps', '/bin/ps'],
} as const;
type Package = keyof typeof PACKAGES;

/** What is started of them, by the name that people know. */
const NEEDS = {
  Chromium: ['chromium-headless-shell'],
  Dovecot: ['dovecot-core', 'dovecot-imapd', 'dovecot-lmtpd', 'procps'],
  'Pictures in other scripts': ['fonts-dejavu-core', 'fonts-ipafont-gothic'],
  OpenSSL: ['openssl'],
  PgBouncer: ['pgbouncer'],
  Postfix: [
    ...['dovecot-core', 'dovecot-imapd', 'dovecot-lmtpd', 'dovecot-sieve', 'dovecot-submissiond'],
    ...['openssl', 'postfix', 'procps'],
  ],
} as const satisfies Record<string, readonly string[]>;
type Need = keyof typeof NEEDS;

/** Mail servers run as users of their own, which only root can become. */
const OF_ROOT: readonly Need[] = ['Dovecot', 'Postfix'];

/** Nothing is wrong with the program: this machine lacks something. */
export class NotHere extends Error {
  override name = 'NotHere';
}

interface Machine {
  has(file: string): boolean;
  isRoot: boolean;
}
const THIS: Machine = { has: existsSync, isRoot: process.getuid?.() === 0 };

/** What is missing and what to do, in one sentence; null where nothing is. */
export function lackOf(need: Need, { has, isRoot }: Machine = THIS): string | null {
  const gone = NEEDS[need].filter(each => !PACKAGES[each as Package].some(has));
  if (gone.length) {
    const [noun, verb] = gone.length === 1 ? ['Debian package', 'is'] : ['Debian packages', 'are'];
    return `${need} cannot be started, for the ${noun} ${gone.join(', ')} ${verb} missing: apt-get install ${gone.join(' ')}`;
  }
  return OF_ROOT.includes(need) && !isRoot
    ? `${need} cannot be started, for only root can start it: sudo -E npm test`
    : null;
}

/** @throws NotHere with that sentence */
export function assertHere(need: Need): void {
  const lack = lackOf(need);
  if (lack) throw new NotHere(lack);
}

/** Where Chromium is; null where it is not. */
export function chromiumHere(): string | null {
  return PACKAGES['chromium-headless-shell'].find(file => existsSync(file)) ?? null;
}
