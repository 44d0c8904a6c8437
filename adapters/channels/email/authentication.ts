/** What a mail server found out about a sender, as it wrote it into the mail (RFC 8601). A sender can write it too. */
import type { Trust } from '../../../src/core/message.ts';
import type { Headers } from './mime.ts';

const RESULTS_MAX = 10;

export interface AuthenticationResult {
  /** Who says so: `mx.google.com`. */
  server: string;
  dmarc: string | null;
  dkim: string[];
  spf: string | null;
  /** `header.d` of the signatures that passed. */
  signers: string[];
}

/** From the top: the topmost was added last, by the server nearest to us. */
export function readAuthentication(headers: Headers): AuthenticationResult[] {
  return headers
    .all('authentication-results')
    .slice(0, RESULTS_MAX)
    .map(value => {
      const text = value
        .replace(/\([^()]{0,500}\)/g, ' ')
        .toLowerCase()
        .slice(0, 8_000);
      const parts = text.split(';').map(each => each.trim());
      const server = (parts[0] ?? '').split(/\s/)[0] ?? '';
      const result = (method: string) =>
        parts
          .slice(1)
          .map(each => new RegExp(`^${method}\\s*=\\s*([a-z]+)`).exec(each)?.[1] ?? null)
          .filter(each => each !== null);
      const signers = parts
        .filter(each => /^dkim\s*=\s*pass/.test(each))
        .map(each => /header\.(?:d|i)\s*=\s*@?([^\s;]+)/.exec(each)?.[1] ?? '')
        .filter(Boolean);
      return {
        server,
        dmarc: result('dmarc')[0] ?? null,
        dkim: result('dkim'),
        spf: result('spf')[0] ?? null,
        signers,
      };
    });
}

/** Only the topmost result counts, and only from a server the admin confirmed. */
export function trustOf(results: AuthenticationResult[], confirmed: string | null, fromDomain: string): Trust {
  const top = results[0];
  if (!confirmed || !top || top.server !== confirmed.toLowerCase()) return 'unknown';
  if (top.dmarc === 'pass') return 'pass';
  if (top.dmarc === 'fail') return 'fail';
  return top.signers.some(signer => aligned(signer, fromDomain)) ? 'pass' : 'unknown';
}

export function aligned(signer: string, fromDomain: string): boolean {
  const domain = signer.replace(/^.*@/, '');
  return domain === fromDomain || fromDomain.endsWith(`.${domain}`) || domain.endsWith(`.${fromDomain}`);
}
