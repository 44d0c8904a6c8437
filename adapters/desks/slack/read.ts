/** What staff wrote in Slack, as plain text: from its rich text where there is some, else from the escaped mrkdwn. Pure. */

/** As much of Slack's elements as is read; whatever else comes is left out of the words. */
interface Element {
  type?: string;
  text?: string | { text?: string };
  url?: string;
  name?: string;
  unicode?: string;
  user_id?: string;
  usergroup_id?: string;
  channel_id?: string;
  range?: string;
  fallback?: string;
  style?: unknown;
  indent?: number;
  offset?: number;
  elements?: Element[];
}

export interface SlackMessage {
  text?: string;
  blocks?: Element[];
}

export interface ReadText {
  text: string;
  /** Colleagues, groups, or everybody are addressed: it is meant for them. */
  mentions: string[];
  /** Something of it could not be read as text. */
  lost: boolean;
}

/** @param names names of people by id, for mentions; unknown ones read "@somebody" */
export function readText(message: SlackMessage, names: (id: string) => string = () => 'somebody'): ReadText {
  const rich = message.blocks?.filter(each => each.type === 'rich_text') ?? [];
  const other = message.blocks?.some(each => each.type !== 'rich_text') ?? false;
  if (rich.length && !other) {
    const mentions: string[] = [];
    const lost = { yes: false };
    const text = rich
      .flatMap(each => each.elements ?? [])
      .map(each => section(each, { names, mentions, lost }))
      .join('\n');
    return { text: tidy(text), mentions, lost: lost.yes };
  }
  return fromMarkup(message.text ?? '', names);
}

interface Reading {
  names: (id: string) => string;
  mentions: string[];
  lost: { yes: boolean };
}

function section(element: Element, reading: Reading): string {
  const inner = () => (element.elements ?? []).map(each => inline(each, reading)).join('');
  switch (element.type) {
    case 'rich_text_section':
      return inner();
    case 'rich_text_preformatted':
      return inner();
    case 'rich_text_quote':
      return inner()
        .split('\n')
        .map(line => `> ${line}`)
        .join('\n');
    case 'rich_text_list': {
      const indent = '  '.repeat(Math.min(element.indent ?? 0, 8));
      const ordered = element.style === 'ordered';
      return (element.elements ?? [])
        .map((each, i) => `${indent}${ordered ? `${i + 1 + (element.offset ?? 0)}.` : '-'} ${section(each, reading)}`)
        .join('\n');
    }
    default:
      reading.lost.yes = true;
      return '';
  }
}

function inline(element: Element, reading: Reading): string {
  switch (element.type) {
    case 'text':
      return typeof element.text === 'string' ? element.text : '';
    case 'link': {
      const url = (element.url ?? '').replace(/^mailto:/, '').replace(/^tel:/, '');
      const shown = typeof element.text === 'string' ? element.text : '';
      return shown && shown !== url && shown !== element.url ? `${shown} (${url})` : url;
    }
    case 'emoji':
      return element.unicode ? fromCodePoints(element.unicode) : `:${element.name ?? ''}:`;
    case 'user':
      reading.mentions.push(element.user_id ?? '');
      return `@${reading.names(element.user_id ?? '')}`;
    case 'usergroup':
      reading.mentions.push(element.usergroup_id ?? '');
      return '@group';
    case 'broadcast':
      reading.mentions.push(element.range ?? 'here');
      return `@${element.range ?? 'here'}`;
    case 'channel':
      return '#channel';
    case 'date':
      return element.fallback ?? '';
    case 'color':
      return typeof element.text === 'string' ? element.text : '';
    default:
      reading.lost.yes = true;
      return '';
  }
}

/** `1f44d-1f3fd` -> the sign itself. */
function fromCodePoints(hex: string): string {
  const points = hex.split('-').map(each => Number.parseInt(each, 16));
  return points.every(each => each > 0 && each <= 0x10ffff) ? String.fromCodePoint(...points) : '';
}

/** Slack's escaped markup: `<@U1>`, `<https://x|label>`, `<!here>`, `&amp;`. */
function fromMarkup(markup: string, names: (id: string) => string): ReadText {
  const mentions: string[] = [];
  const text = markup.replace(/<([^<>]*)>/g, (_all, inside: string) => {
    const [target = '', label = ''] = inside.split('|');
    if (target.startsWith('@')) {
      mentions.push(target.slice(1));
      return `@${label || names(target.slice(1))}`;
    }
    if (target.startsWith('#')) return `#${label || 'channel'}`;
    if (target.startsWith('!subteam')) {
      mentions.push(target.slice(1));
      return label || '@group';
    }
    if (target.startsWith('!date')) return label;
    if (target.startsWith('!')) {
      mentions.push(target.slice(1));
      return `@${target.slice(1)}`;
    }
    const url = target.replace(/^(mailto|tel):/, '');
    return label && label !== url ? `${label} (${url})` : url;
  });
  return {
    text: tidy(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')),
    mentions,
    lost: false,
  };
}

function tidy(text: string): string {
  return text
    .replace(/\u00a0/g, ' ')
    .replace(/\n{4,}/g, '\n\n\n')
    .trimEnd();
}
