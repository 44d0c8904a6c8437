/** Shows where a link really leads. */

/** A longer address is cut: the thread shows its host and beginning, the full message has it all. */
const SHOWN_CHARS_MAX = 300;

/** The end of a phone number is the same with and without the code of its country. */
const SAME_DIGITS = 7;

/** What to write behind a link's words, and a warning when the words name another place. */
export function linkText(words: string, href: string): { suffix: string; warning: string | null } {
  const none = { suffix: '', warning: null };
  const target = href.replace(/[\u0000-\u0020\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '');
  if (!target || target.startsWith('#')) return none;
  if (/^mailto:/i.test(target)) {
    const address = decode(target.slice(7).split('?')[0] ?? '');
    return words.toLowerCase().includes(address.toLowerCase()) ? none : { suffix: `<${address}>`, warning: null };
  }
  if (/^(tel|sms|callto):/i.test(target)) {
    const number = decode(target.slice(target.indexOf(':') + 1).split(/[;?]/)[0] ?? '').slice(0, SHOWN_CHARS_MAX);
    const digits = number.replace(/\D/g, '');
    return digits === '' || words.replace(/\D/g, '').includes(digits.slice(-SAME_DIGITS))
      ? none
      : { suffix: `<${number}>`, warning: null };
  }
  if (!/^(https?|ftp):/i.test(target)) {
    // javascript:, data: and others are no place to go.
    return /^[a-z][a-z0-9+.-]*:/i.test(target)
      ? { suffix: '', warning: 'A link in this mail would run a program; it was taken out.' }
      : none;
  }
  const host = hostOf(target);
  const said = words.trim().replace(/\s+/g, ' ');
  const claimed = claimedHost(said);
  if (claimed && host && !sameSite(claimed, host)) {
    return {
      suffix: `[really leads to ${host}: ${short(target)}]`,
      warning: `A link says ${claimed} but leads to ${host}.`,
    };
  }
  if (same(said, target)) return none;
  return { suffix: `<${short(target)}>`, warning: null };
}

function short(target: string): string {
  return target.length > SHOWN_CHARS_MAX ? `${target.slice(0, SHOWN_CHARS_MAX)}…` : target;
}

/** The host that a link's words name: an address, or a bare `bank.example`. */
function claimedHost(words: string): string | null {
  if (words.length > 300) return null;
  const whole =
    /^[<("'\s]*(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,24})(?::\d+)?(?:[/?#]\S*)?[>)"'.\s]*$/iu.exec(words);
  if (whole && !/^[^/]*@/.test(words)) return whole[1]!.toLowerCase();
  const inside = /https?:\/\/([^\s/?#"'<>]+)/i.exec(words)?.[1];
  return inside ? inside.split('@').at(-1)!.split(':')[0]!.toLowerCase() : null;
}

function hostOf(target: string): string | null {
  try {
    return new URL(target).hostname.toLowerCase();
  } catch {
    return null;
  }
}

/** `www.shop.example` and `shop.example` are one place; so is a part of it, but not `shop.example.evil.example`. */
function sameSite(claimed: string, host: string): boolean {
  const [a, b] = [ascii(claimed).replace(/^www\./, ''), ascii(host).replace(/^www\./, '')];
  return a === b || b.endsWith(`.${a}`) || a.endsWith(`.${b}`);
}

function ascii(host: string): string {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return host;
  }
}

function same(words: string, target: string): boolean {
  const bare = (text: string) =>
    decode(text)
      .replace(/^https?:\/\/(www\.)?/i, '')
      .replace(/\/$/, '')
      .toLowerCase();
  return bare(words) === bare(target);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
