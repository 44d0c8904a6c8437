/**
 * Reads what staff wrote in Teams: the words, their formatting, whom they address, and which parts cannot leave Teams. It
 * reads the markup that comes with the plain text, or the plain text where there is none. Pure.
 *
 * A message that somebody quoted (Reply with quote) is left out, and the author is told: it is a colleague's or a
 * customer's, under a full name. Text that the author formatted as a quotation is their own, and is sent.
 */
import { formattedFor, isPlain, type Passage, textOf } from '../../../../src/core/formatted.ts';
import { LEFT_OUT, listed } from '../../../../src/desk/left-out.ts';
import type { Activity, Attachment, Entity } from '../activity.ts';
import { attachmentLeftOut, TEAMS } from './left-out.ts';
import { QUOTED, type Reading, readHtml } from './read-html.ts';
import { FILE, fieldsOf, HTML, slim } from './slim.ts';

/** The longest names that Teams shows have some 250. */
const NAME_CHARS_MAX = 1_000;

interface Mention {
  name: string;
  /** Teams' id: `29:...` of a person, `28:...` of a bot; empty where it is not said. */
  id: string;
}

interface ReadText {
  text: string;
  /** Present where there is more to see than the text. */
  formatted?: Passage[];
  /** What the customer would not get, a sentence each. */
  leftOut: string[];
  /** Everybody who is mentioned: people, tags, channels, teams, bots, and Deskhand itself. */
  mentions: Mention[];
}

/** A file that can be fetched. */
export interface TeamsFile {
  /** Null where it has none: a picture that was pasted. */
  name: string | null;
  type: string;
  url: string;
  /** Whoever has the address may fetch it; Deskhand's token must not go there. */
  open: boolean;
}

/** @param nameOf how customers read of somebody who is mentioned, by Teams' id; null: the name as it stands there */
export function readText(given: Activity, nameOf: (id: string) => string | null = () => null): ReadText {
  const activity = slim(given);
  const entities = mentionsIn(activity);
  const unknown: Mention[] = [];
  const reading = makeReading(activity, (found, name) => {
    const id = found?.mentioned?.id ?? '';
    if (!found) unknown.push({ name, id });
    return { name: nameOf(id) ?? (name || found?.mentioned?.name || ''), who: id };
  });
  const passages = passagesIn(activity, reading);
  const text = textOf(passages);
  const formatted = isPlain(passages) ? null : formattedFor(text, passages);
  const leftOut = listed([...reading.leftOut, ...besideLeftOut(activity, reading)].filter(Boolean));
  return { text, ...(formatted ? { formatted } : {}), leftOut, mentions: [...byPerson(entities), ...unknown] };
}

const OWN_NAME = 'Deskhand';

/** What was said to Deskhand itself, without its name. */
export function spoken(given: Activity): string {
  const activity = slim(given);
  const { id: bot, name = OWN_NAME } = activity.recipient ?? {};
  const reading = makeReading(activity, (found, said) => {
    if (found ? isSame(found.mentioned?.id, bot) : said.toLowerCase() === name.toLowerCase()) return null;
    return { name: said, who: found?.mentioned?.id ?? '' };
  });
  const words = textOf(passagesIn(activity, reading)).replace(/ {2,}/g, ' ').trim();
  return (afterName(words, name) ?? words).replace(/^[\s,:]+/, '').replace(/^\/(?=\p{L})/u, '');
}

/** What follows `/Deskhand` or `@Deskhand`, as somebody types it where Teams offers neither; null where it does not begin so. */
function afterName(words: string, name: string): string | null {
  const [sign] = /^[/@] ?/.exec(words) ?? [];
  const bare = sign ? words.slice(sign.length) : '';
  const isCalled = (each: string) =>
    bare.toLowerCase().startsWith(each.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(bare.slice(each.length));
  const own = [OWN_NAME, name].find(isCalled);
  return own ? bare.slice(own.length) : null;
}

/** Is Deskhand mentioned anywhere in it, or does it begin with Deskhand's name? */
export function asksUs(given: Activity, bot: string): boolean {
  const activity = slim(given);
  const { recipient } = activity;
  if (recipient?.isTargeted || mentionsIn(activity).some(each => isSame(each.mentioned?.id, bot))) return true;
  return afterName(readText(activity).text, recipient?.name ?? OWN_NAME) !== null;
}

/** Ids of bots hold a GUID, in large or small letters. */
export function isSame(id: string | undefined, bot: string | undefined): boolean {
  return Boolean(id) && id?.toLowerCase() === bot?.toLowerCase();
}

/** Files that can be fetched: pictures among the words, and whatever Teams gives an address of. */
export function filesIn(given: Activity): { file: TeamsFile; id: string }[] {
  return (slim(given).attachments ?? []).flatMap((each, i) => {
    const file = fileOf(each);
    if (!file) return [];
    const { uniqueId } = fieldsOf(each.content);
    const [, named] = /\/(?:attachments|objects|hostedContents)\/([^/?#]+)/.exec(file.url) ?? [];
    return [{ file, id: String(uniqueId ?? named ?? `file-${i}`) }];
  });
}

function fileOf({ contentType = '', contentUrl, name, content }: Attachment): TeamsFile | null {
  const { downloadUrl, fileType } = fieldsOf(content);
  if (contentType === FILE && typeof downloadUrl === 'string')
    return { name: name ?? (fileType ? `file.${fileType}` : null), type: '', url: downloadUrl, open: true };
  if (!contentType.startsWith('image/') || !contentUrl) return null;
  return { name: name ?? null, type: contentType === 'image/*' ? '' : contentType, url: contentUrl, open: false };
}

function mentionsIn({ entities = [] }: Activity): Entity[] {
  return entities.filter(each => each.type === 'mention');
}

type Naming = (found: Entity | undefined, name: string) => { name: string; who: string } | null;

function makeReading(activity: Activity, naming: Naming): Reading {
  const find = finderOf(mentionsIn(activity));
  const mention = (name: string, index: string) => naming(find(name, index), name);
  return { mention, leftOut: [], pictures: [], stubs: 0 };
}

function passagesIn(activity: Activity, reading: Reading): Passage[] {
  const { attachments = [], text = '', textFormat, entities = [] } = activity;
  const html = attachments.flatMap(each => (each.contentType === HTML ? String(each.content ?? '') : [])).join('\n');
  const plain = textFormat === 'xml' ? text : markupOf(text);
  const quoted = entities.find(each => each.type === 'quotedReply');
  // The markup says more of a quotation.
  if (quoted && !html.includes(QUOTED)) reading.leftOut.push(LEFT_OUT.quoted(quoted.quotedReply?.preview ?? ''));
  const passages = readHtml(html, reading);
  // The plain text has what was quoted among its own words.
  return passages.length || html.includes(QUOTED) ? passages : readHtml(plain, reading);
}

/** Of plain text only mentions (`<at>Ben</at>`) and escaped characters are markup; what was quoted leaves a mark of its own. */
function markupOf(text: string): string {
  return text
    .replace(/<(quoted|attachment)\b[^<>]{0,300}>(<\/\1>)?/g, '')
    .replace(/<(?!at(?:\s[^<>]{0,200})?>[^<>]{0,300}<\/at>|\/at>)/g, '&lt;')
    .replace(/ (?= )|^ /gm, '\u00a0')
    .replaceAll('\n', '<br>');
}

/**
 * The markup counts mentions from 0, in the order of the entities; the plain text only has their names. Looked up in a list
 * that is made once: a message may have thousands of mentions.
 */
function finderOf(entities: Entity[]): (name: string, index: string) => Entity | undefined {
  const fold = (each = '') =>
    each
      .slice(0, NAME_CHARS_MAX)
      .replace(/<\/?at\b[^<>]{0,200}>/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase();
  const namesOf = entities.map(each => [fold(each.text), fold(each.mentioned?.name)]);
  const called = new Map(entities.flatMap((each, i) => namesOf[i]!.map(name => [name, each] as const)).reverse());
  return (name, index) => {
    const folded = fold(name);
    const n = /^\d{1,6}$/.test(index) ? Number(index) : -1;
    return namesOf[n]?.includes(folded) ? entities[n] : (called.get(folded) ?? entities[n]);
  };
}

/** Each of them once: Teams makes a mention of each word of a name. */
function byPerson(entities: Entity[]): Mention[] {
  const people = Map.groupBy(entities, (each, i) => each.mentioned?.id ?? i);
  return [...people].map(([id, each]) => {
    const names = each.map(({ mentioned, text = '' }) => mentioned?.name ?? text.replace(/<\/?at\b[^<>]{0,200}>/g, ''));
    return { name: [...new Set(names)].join(' '), id: typeof id === 'string' ? id : '' };
  });
}

/** Sentences about attachments that are not fetched as files. */
function besideLeftOut(activity: Activity, reading: Reading): string[] {
  const beside = (activity.attachments ?? []).filter(each => each.contentType !== HTML);
  const pictures = filesIn(activity).filter(({ file }) => !file.open);
  // A picture and its file have one id; where Teams does not show it, so many of them are assumed to be there.
  const alone = reading.pictures.filter(({ src }) => !pictures.some(({ id }) => src.includes(id)));
  const matched = reading.pictures.length - alone.length;
  return [
    ...alone.slice(Math.max(0, pictures.length - matched)).map(each => each.sentence),
    ...beside.filter(each => !fileOf(each)).map(attachmentLeftOut),
    // In a channel Teams only says that there is a file.
    ...(reading.stubs > beside.length ? [LEFT_OUT.file('', TEAMS)] : []),
  ];
}
