/**
 * The address of the shop's page that a visitor is on, as staff see it: what tells one page from another stays, what may
 * open somebody's account or is only for counting visitors goes. Pure.
 */

/** Longer than any address that a person reads; the rest is cut. */
const SHOWN_CHARS_MAX = 300;
/** Browsers and proxies take some 8,000; more than this is nobody's page. */
const READ_CHARS_MAX = 8_000;
/** Stands for what was taken out. */
const HIDDEN = '…';
/** Names of values that open something, or that say who somebody is. */
const SECRET_NAME =
  /token|secret|pass|pwd|auth|sess|sid$|^sig|signature|hmac|hash|otp|jwt|nonce|ticket|magic|invite|reset|verif|confirm|credential|(^|[_.-]|api|access|private)key$|^(code|state|key|pin|hmac|email|e-?mail|mail|phone|tel|user(name)?|login|address|street|(first|last)_?name)$/i;
/** An address within an address, which may carry any of the above. */
const WITHIN = /:\/\/|[?;&#].*=/;
/** Counts visits and says nothing of the page. */
const COUNTING_NAME =
  /^(utm_|mc_|pk_|mtm_|hsa_|_hs|_ga|_gl$|(g|fb|ms|tt|tw|li_fat_|y|db|gb|wb)(cl)?id$|igshid$|srsltid$)/i;
/** Letters and digits in one run that nobody typed: keys of orders, of resets, of sessions. */
const KEY_CHARS_MIN = 20;

/**
 * @param value what the page says of itself
 * @param origins the shop's sites: a page of any other is nothing that staff or a mail should name
 * @returns text that begins with one of the origins, or null
 */
export function pageOf(value: unknown, origins: readonly string[]): string | null {
  if (typeof value !== 'string' || value.length > READ_CHARS_MAX || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (!origins.includes(url.origin)) return null;
  const path = url.pathname.split('/').map(withoutSession).join('/');
  const shown = `${url.origin}${path}${query(url.search, '?')}${fragment(url.hash)}`;
  return shown.length > SHOWN_CHARS_MAX ? `${shown.slice(0, SHOWN_CHARS_MAX - 1)}${HIDDEN}` : shown;
}

/** Pairs as they stand there, without being decoded: an address stays the address that it is. */
function query(given: string, before: string): string {
  const pairs = given
    .slice(1)
    .split(/[&;]/)
    .flatMap(pair => {
      const at = pair.indexOf('=');
      const name = at < 0 ? pair : pair.slice(0, at);
      if (!pair || COUNTING_NAME.test(decoded(name))) return [];
      const isSecret = decoded(name)
        .split(/[[\].]+/)
        .some(each => SECRET_NAME.test(each));
      if (at < 0) return [withoutKey(pair)];
      return [
        `${withoutKey(name)}=${isSecret || WITHIN.test(decoded(pair.slice(at + 1))) ? HIDDEN : withoutKey(pair.slice(at + 1))}`,
      ];
    });
  return pairs.length ? `${before}${pairs.join('&')}` : '';
}

/** Single-page shops keep their pages here, and sign-ins their tokens. */
function fragment(hash: string): string {
  const [place = '', ...rest] = hash.split('?');
  const kept = place.includes('=') ? query(place, '#') : place.split('/').map(withoutKey).join('/');
  return rest.length ? `${kept}${query(`?${rest.join('?')}`, '?')}` : kept;
}

/** An address of a mail, or a run of letters and digits that is a key, whatever it is called. */
function withoutKey(part: string): string {
  const text = decoded(part);
  if (/@.+\./.test(text)) return HIDDEN;
  const isKey = text
    .split(/[^A-Za-z0-9]+/)
    .some(run => run.length >= KEY_CHARS_MIN && /\d/.test(run) && /[A-Za-z]/.test(run));
  return isKey ? HIDDEN : part;
}

/** Some servers write the session behind a part of the path: "/cart;jsessionid=AB12". */
function withoutSession(part: string): string {
  const at = part.indexOf(';');
  return at < 0 ? withoutKey(part) : `${withoutKey(part.slice(0, at))};${HIDDEN}`;
}

/** Twice: an address that is handed on within another is often written so. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(decodeURIComponent(text));
  } catch {
    return text;
  }
}
