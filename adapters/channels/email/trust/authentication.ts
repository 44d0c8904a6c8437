/** Reads Authentication-Results (RFC 8601), which a sender can forge, too. */
import type { Trust } from '../../../../src/core/message.ts';
import type { Headers } from '../read/mime.ts';

const RESULTS_MAX = 10;

export interface AuthenticationResult {
  /** Who says so: `mx.google.com`. */
  server: string;
  /** Whose From was looked at (`header.from`); null when it does not say. */
  about: string | null;
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
      // Quoted strings are the sender's own words, and comments are nobody's.
      const text = withoutComments(value.slice(0, 8_000).replace(/"(?:[^"\\]|\\.)*"/g, 'quoted')).toLowerCase();
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
      const about = parts.map(each => /^dmarc\b.*header\.from\s*=\s*([^\s;]+)/.exec(each)?.[1] ?? null);
      return {
        server,
        about: about.find(each => each !== null) ?? null,
        // One failure outweighs a pass beside it.
        dmarc: result('dmarc').includes('fail') ? 'fail' : (result('dmarc')[0] ?? null),
        dkim: result('dkim'),
        spf: result('spf')[0] ?? null,
        signers,
      };
    });
}

/** Takes comments out, nested ones too. */
function withoutComments(text: string): string {
  let depth = 0;
  let out = '';
  for (const character of text) {
    if (character === '(') depth++;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) out += character;
  }
  return out;
}

/** Only the topmost result counts, and only from a server the admin confirmed. */
export function trustOf(results: AuthenticationResult[], confirmed: string | null, fromDomain: string): Trust {
  const top = results[0];
  if (!confirmed || !top || top.server !== confirmed.toLowerCase()) return 'unknown';
  if (top.dmarc === 'fail') return 'fail';
  // A pass for another sender is none for this one.
  if (top.dmarc === 'pass') return top.about === null || aligned(top.about, fromDomain) ? 'pass' : 'fail';
  return top.signers.some(signer => aligned(signer, fromDomain)) ? 'pass' : 'unknown';
}

function aligned(signer: string, fromDomain: string): boolean {
  const domain = signer.replace(/^.*@/, '');
  return domain === fromDomain || fromDomain.endsWith(`.${domain}`) || domain.endsWith(`.${fromDomain}`);
}
