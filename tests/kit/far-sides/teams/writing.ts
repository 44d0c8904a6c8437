/** What the window of Teams makes of what a person types: HTML, the plain text beside it, and its mentions. */
import type { Json, SayOptions, Written } from './shapes.ts';
import { botId, type Place, type StoredFile, serviceUrl, type World } from './state.ts';

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

interface Mentioned {
  id: string;
  name: string;
  type?: string;
}

/** Whoever or whatever has this name there: the bot, a person, a tag, a channel, the team, everybody. */
function named(world: World, place: Place, name: string): Mentioned {
  if (name === 'Deskhand') return { id: botId(world), name };
  const team = place.as === 'channel' ? place.channel.team : null;
  const person = world.people.find(each => each.name === name);
  if (person) return { id: person.id, name };
  const tag = team?.tags.find(each => each.name === name);
  if (tag) return { id: tag.id, name, type: 'tag' };
  const channel = [...(team?.channels.values() ?? [])].find(each => each.name === name);
  if (channel) return { id: channel.id, name, type: 'channel' };
  if (team && team.name === name) return { id: team.id, name, type: 'team' };
  if (team && name === 'Everyone') return { id: team.id, name, type: 'everyone' };
  throw new Error(`Nobody and nothing here is called ${name}.`);
}

const MENTION = /<at>([^<]+)<\/at>/g;
const MARKS =
  /\*\*([^*\n]+)\*\*|`([^`\n]+)`|(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])|(?<![\w.+-])([\w.+-]+@[\w-]+\.[\w.-]*\w)/g;

interface Typed {
  html: string;
  text: string;
  entities: Json[];
}

/**
 * Mentions are `<at>Name</at>`, of whoever has that name; `<at>First|Last</at>` is left in two parts, as the window does once
 * a part was deleted. Everything else is what it is; with `rich` also quotes, lists, bold and code, which the window makes
 * of their signs.
 */
export function write(world: World, place: Place, text: string, options: SayOptions): Typed {
  const entities: Json[] = [];
  const one = (mentioned: Mentioned) => {
    entities.push({ type: 'mention', mentioned, text: `<at>${mentioned.name}</at>` });
    const n = entities.length - 1;
    return `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="${n}">${escapeHtml(mentioned.name)}</span>`;
  };
  const mention = (name: string) => {
    const parts = name.split('|');
    const whole = named(world, place, parts.join(' '));
    return parts.map(each => one({ ...whole, name: each })).join('&nbsp;');
  };
  const styled = (line: string) =>
    options.rich
      ? escapeHtml(line).replace(MARKS, (_all, bold, code, url, mail) => {
          if (bold) return `<strong>${bold}</strong>`;
          if (code) return `<code>${code}</code>`;
          const href = mail ? `mailto:${mail}` : url;
          return `<a href="${href}" rel="noreferrer noopener" title="${href}" target="_blank">${mail ?? url}</a>`;
        })
      : escapeHtml(line);
  const inline = (line: string) => {
    const pieces = line.split(MENTION);
    return pieces
      .map((piece, n) => {
        if (n % 2 === 1) return mention(piece);
        // The blank that the window puts behind a name is one that does not break.
        return n > 0 && piece.startsWith(' ') ? `&nbsp;${styled(piece.slice(1))}` : styled(piece);
      })
      .join('');
  };
  const html = options.html ?? blocks(text, inline, options.rich ?? false);
  if (options.html !== undefined) for (const [, name = ''] of text.matchAll(MENTION)) mention(name);
  const plain = text.replace(MENTION, (_all, name: string) =>
    name
      .split('|')
      .map(each => `<at>${each}</at>`)
      .join(' '),
  );
  return { html, text: plainOf(plain, options.rich ?? false), entities };
}

const KINDS: [tag: 'blockquote' | 'ul' | 'ol', sign: RegExp][] = [
  ['blockquote', /^> ?/],
  ['ul', /^- /],
  ['ol', /^\d+\. /],
];

const kindOf = (line: string, rich: boolean) => (rich ? KINDS.find(([, sign]) => sign.test(line)) : undefined);

/** Lines of one kind make one block: a quote, a list, or paragraphs. */
function blocks(text: string, inline: (line: string) => string, rich: boolean): string {
  if (text === '') return '';
  const groups: { tag: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const [tag = 'p', sign = /^/] = kindOf(line, rich) ?? [];
    const last = groups.at(-1);
    if (last?.tag === tag) last.lines.push(line.replace(sign, ''));
    else groups.push({ tag, lines: [line.replace(sign, '')] });
  }
  return groups
    .map(({ tag, lines }) => {
      if (tag === 'p') return lines.map(line => `<p>${line ? inline(line) : '&nbsp;'}</p>`).join('\n');
      if (tag === 'blockquote')
        return `<blockquote>\n${lines.map(each => `<p>${inline(each)}</p>`).join('\n')}\n</blockquote>`;
      return `<${tag}>\n${lines.map(each => `<li>${inline(each)}</li>`).join('\n')}\n</${tag}>`;
    })
    .join('\n');
}

/** Beside the HTML, Teams writes the same words without their look. */
function plainOf(text: string, rich: boolean): string {
  return text
    .split('\n')
    .map(line => (rich ? line.replace(kindOf(line, rich)?.[1] ?? /^/, '').replace(/\*\*|`/g, '') : line))
    .join('\n');
}

function store(world: World, { name, content, type = 'application/octet-stream' }: Written): StoredFile {
  const file = { id: `0-weu-d${++world.count}`, name, type, content: Buffer.from(content) };
  world.files.set(file.id, file);
  return file;
}

/** Pictures in the words: behind the Connector, for the bot's token. */
export function pictures(world: World, images: Written[]): { html: string; attachments: Json[] } {
  const stored = images.map(each => store(world, { type: 'image/png', ...each }));
  const urlOf = (file: StoredFile) => `${serviceUrl(world)}v3/attachments/${file.id}/views/original`;
  return {
    html: stored
      .map(
        each =>
          `<p><img alt="image" src="${urlOf(each)}" width="250" height="250" itemscope itemtype="http://schema.skype.com/AMSImage"></p>`,
      )
      .join('\n'),
    attachments: stored.map(each => ({ contentType: 'image/*', contentUrl: urlOf(each) })),
  };
}

/** Files beside the words: in a chat with where they can be fetched for a while, in a channel as a place alone. */
export function besides(world: World, place: Place, files: Written[]): { html: string; attachments: Json[] } {
  const stored = files.map(each => store(world, each));
  if (place.as === 'channel')
    return { html: stored.map(each => `<attachment id="${each.id}"></attachment>`).join('\n'), attachments: [] };
  return {
    html: '',
    attachments: stored.map(each => ({
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      contentUrl: `https://shop-my.sharepoint.com/personal/files/${each.name}`,
      name: each.name,
      content: {
        downloadUrl: `${world.url}/files/${each.id}?tempauth=${each.id}`,
        uniqueId: each.id,
        fileType: each.name.split('.').at(-1),
      },
    })),
  };
}

export const mentionsBot = (world: World, entities: Json[]): boolean =>
  entities.some(each => each.mentioned?.id === botId(world));
