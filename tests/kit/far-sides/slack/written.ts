/** Turns what a person types into what Slack stores: escaped mrkdwn and the rich_text block that says the same. */
import { randomBytes } from 'node:crypto';
import type { Json } from './shapes.ts';

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const UNICODE: Record<string, string> = { '+1': '1f44d', tada: '1f389', heart: '2764-fe0f', smile: '1f604' };

/** Links and addresses become links by themselves, as in Slack's own window. */
const ALONE = String.raw`(?<url>https?:\/\/[^\s<>]*[^\s<>.,;:!?)])|(?<mail>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)`;
const MARKED = String.raw`<@(?<user>[UW]\w+)>|<#(?<channel>C\w+)(?:\|[^>]*)?>|<!(?<range>here|channel|everyone)>|<!subteam\^(?<group>S\w+)(?:\|[^>]*)?>|<(?<href>(?:https?|mailto):[^|>]+)(?:\|(?<label>[^>]*))?>|\x60(?<code>[^\x60\n]+)\x60|(?<=^|\s)\*(?<bold>[^*\n]+)\*|(?<=^|\s)_(?<italic>[^_\n]+)_|(?<=^|\s)~(?<strike>[^~\n]+)~|:(?<emoji>[a-z0-9_+-]+):`;

interface Piece {
  text: string;
  element: Json;
}

function pieceOf(found: Record<string, string | undefined>, whole: string): Piece {
  const styled = (text: string, style: string, mark: string): Piece => ({
    text: `${mark}${escapeText(text)}${mark}`,
    element: { type: 'text', text, style: { [style]: true } },
  });
  const { url, mail, user, channel, range, group, href, label, code, bold, italic, strike, emoji } = found;
  if (url) return { text: `<${escapeText(url)}>`, element: { type: 'link', url } };
  if (mail) return { text: `<mailto:${mail}|${mail}>`, element: { type: 'link', url: `mailto:${mail}`, text: mail } };
  if (user) return { text: whole, element: { type: 'user', user_id: user } };
  if (channel) return { text: whole, element: { type: 'channel', channel_id: channel } };
  if (range) return { text: whole, element: { type: 'broadcast', range } };
  if (group) return { text: whole, element: { type: 'usergroup', usergroup_id: group } };
  if (href)
    return {
      text: `<${escapeText(href)}${label ? `|${escapeText(label)}` : ''}>`,
      element: { type: 'link', url: href, ...(label ? { text: label } : {}) },
    };
  if (code) return styled(code, 'code', '`');
  if (bold) return styled(bold, 'bold', '*');
  if (italic) return styled(italic, 'italic', '_');
  if (strike) return styled(strike, 'strike', '~');
  const unicode = UNICODE[emoji!];
  return { text: whole, element: { type: 'emoji', name: emoji, ...(unicode ? { unicode } : {}) } };
}

function inline(line: string, rich: boolean): { text: string; elements: Json[] } {
  const pattern = new RegExp(rich ? `${MARKED}|${ALONE}` : ALONE, 'g');
  const pieces: Piece[] = [];
  const plain = (text: string) => text && pieces.push({ text: escapeText(text), element: { type: 'text', text } });
  let from = 0;
  for (const match of line.matchAll(pattern)) {
    plain(line.slice(from, match.index));
    pieces.push(pieceOf(match.groups!, match[0]));
    from = match.index + match[0].length;
  }
  plain(line.slice(from));
  return { text: pieces.map(each => each.text).join(''), elements: pieces.map(each => each.element) };
}

type Kind = 'section' | 'quote' | 'bullet' | 'ordered';
const MARKS: [Kind, RegExp][] = [
  ['quote', /^> ?/],
  ['bullet', /^[-•] /],
  ['ordered', /^\d+\. /],
];

/** Lines of one kind make one element: a list, a quote, or a paragraph with its line breaks. */
function group(lines: string[]): { text: string; element: Json }[] {
  const groups: { kind: Kind; lines: string[] }[] = [];
  for (const line of lines) {
    const [kind, mark] = MARKS.find(([, pattern]) => pattern.test(line)) ?? ['section' as const, /^/];
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(line.replace(mark, ''));
    else groups.push({ kind, lines: [line.replace(mark, '')] });
  }
  return groups.map(({ kind, lines: own }) => {
    const section = (line: string) => ({ type: 'rich_text_section', elements: inline(line, true).elements });
    const mrkdwn = own.map(line => inline(line, true).text);
    if (kind === 'section') return { text: mrkdwn.join('\n'), element: section(own.join('\n')) };
    if (kind === 'quote')
      return {
        text: mrkdwn.map(line => `&gt; ${line}`).join('\n'),
        element: { type: 'rich_text_quote', elements: inline(own.join('\n'), true).elements },
      };
    const mark = (n: number) => (kind === 'bullet' ? '• ' : `${n + 1}. `);
    return {
      text: mrkdwn.map((line, n) => mark(n) + line).join('\n'),
      element: { type: 'rich_text_list', style: kind, indent: 0, border: 0, elements: own.map(section) },
    };
  });
}

/** Plain: every character is itself, but links and addresses are linked. Rich: see SayOptions.rich. */
export function write(text: string, rich: boolean): { text: string; blocks: Json[] } {
  const parts: { text: string; element: Json }[] = [];
  if (!rich) {
    const { text: escaped, elements } = inline(text, false);
    parts.push({ text: escaped, element: { type: 'rich_text_section', elements } });
  } else
    for (const [n, part] of text.split('```').entries()) {
      if (n % 2 === 1) {
        const code = part.replace(/^\n|\n$/g, '');
        const elements = [{ type: 'text', text: code }];
        parts.push({
          text: `\`\`\`${escapeText(code)}\`\`\``,
          element: { type: 'rich_text_preformatted', elements, border: 0 },
        });
      } else if (part.trim()) parts.push(...group(part.replace(/^\n|\n$/g, '').split('\n')));
    }
  const block_id = randomBytes(4).toString('base64url').slice(0, 5);
  return {
    text: parts.map(each => each.text).join('\n'),
    blocks: text ? [{ type: 'rich_text', block_id, elements: parts.map(each => each.element) }] : [],
  };
}
