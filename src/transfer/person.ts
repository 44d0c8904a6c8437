/** What is kept of one customer, as files that they can read: a page, the same as JSON, their files and their mails as they came. */
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Enquiry } from '../core/enquiry.ts';
import { escapedHtml, pageHtml } from '../core/html.ts';
import type { CustomerId, EnquiryId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Engine } from '../store/engine.ts';
import { messagesElsewhere, recordsAbout } from '../store/erase/own.ts';

/** Enquiries that are read at once. */
const ENQUIRIES_AT_ONCE = 50;
const NAME_CHARS_MAX = 80;
const PRIVATE = 0o600;

/** A message as its customer may have it: their own words, and what was sent to them. */
interface OwnMessage {
  at: string;
  from: 'customer' | 'shop';
  subject: string | null;
  text: string;
  /** What their mail had below: quotes, a signature. */
  folded: string[];
  /** What they answered before they wrote, and where they wrote from. */
  details: { label: string; value: string }[];
  files: string[];
  /** Every byte of it as it came; null for what was written here. */
  original: string | null;
}

interface OwnEnquiry {
  /** Null where it is somebody else's, in which they took part. */
  number: number | null;
  channel: string;
  subject: string | null;
  opened: string;
  status: string;
  ratings: { score: number; at: string }[];
  messages: OwnMessage[];
  /** Messages of others, which are not theirs to have. */
  leftOut: number;
}

interface Own {
  exported: string;
  name: string | null;
  since: string;
  addresses: { channel: string; address: string; since: string; standing: string | null }[];
  enquiries: OwnEnquiry[];
  /** What a channel keeps about an address, such as the page that a visitor was on. */
  records: Json[];
}

/** @param folder an empty one @returns how much it was */
export async function exportPerson(
  engine: Engine,
  parts: Parts,
  customerId: CustomerId,
  folder: string,
): Promise<{ enquiries: number; messages: number; files: number }> {
  const { store, clock } = parts;
  const customer = await store.customer(customerId);
  if (!customer) throw new Error('This customer is not there any more.');
  makeEmptyFolder(folder);
  const identities = await store.identitiesOf(customerId);
  const files = makeFiles(folder);
  const mine = new Set(identities.map(each => each.address));
  const own: Own = {
    exported: iso(clock.now()),
    name: customer.name,
    since: iso(customer.createdAt),
    addresses: identities.map(each => ({
      channel: each.channelKind,
      address: each.address,
      since: iso(each.createdAt),
      standing: each.standing ?? null,
    })),
    enquiries: [],
    records: await recordsAbout(engine, parts.workspaceId, [...mine]),
  };
  for (let after = ''; ; ) {
    const some = await enquiriesOf(engine, parts, customerId, after);
    for (const enquiry of some) own.enquiries.push(await ownEnquiry(parts, enquiry, mine, files));
    if (some.length < ENQUIRIES_AT_ONCE) break;
    after = some.at(-1)!.id;
  }
  own.enquiries.push(...(await elsewhere(engine, parts, customerId, mine, files)));
  write(folder, 'customer.json', `${JSON.stringify(own, null, 2)}\n`);
  write(folder, 'index.html', page(own));
  const messages = own.enquiries.reduce((sum, each) => sum + each.messages.length, 0);
  return { enquiries: own.enquiries.length, messages, files: files.count() };
}

async function enquiriesOf(
  engine: Engine,
  { store, workspaceId }: Parts,
  customerId: CustomerId,
  after: string,
): Promise<Enquiry[]> {
  const rows = await engine.rows<{ id: EnquiryId }>(
    'select id from enquiries where workspace_id = ? and customer_id = ? and id > ? order by id limit ?',
    [workspaceId, customerId, after, ENQUIRIES_AT_ONCE],
  );
  const found = await store.enquiriesById(rows.map(each => each.id));
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function ownEnquiry(
  parts: Parts,
  enquiry: Enquiry,
  mine: ReadonlySet<string>,
  files: Files,
): Promise<OwnEnquiry> {
  const { store } = parts;
  const [messages, events] = await Promise.all([store.messages(enquiry.id), store.events(enquiry.id)]);
  const theirs = messages.filter(each => isTheirs(each, mine));
  return {
    number: enquiry.number,
    channel: enquiry.channelKind,
    subject: enquiry.subject,
    opened: iso(enquiry.openedAt),
    status: enquiry.status,
    ratings: events.flatMap(({ event, at }) =>
      event.type === 'CustomerRated' ? [{ score: event.score, at: iso(at) }] : [],
    ),
    messages: await ownMessages(parts, theirs, `${enquiry.number}`, files),
    leftOut: messages.length - theirs.length,
  };
}

/** What they wrote in enquiries of others: their words alone, and nothing that says whose enquiry it is. */
async function elsewhere(
  engine: Engine,
  parts: Parts,
  customerId: CustomerId,
  mine: ReadonlySet<string>,
  files: Files,
): Promise<OwnEnquiry[]> {
  const ids = await messagesElsewhere(engine, parts.workspaceId, customerId, [...mine]);
  const found = (await Promise.all(ids.map(id => parts.store.message(id)))).filter(each => each !== null);
  const theirs = found.filter(each => each.direction === 'in' && isTheirs(each, mine));
  if (theirs.length === 0) return [];
  const [first] = theirs;
  const messages = await ownMessages(parts, theirs, 'elsewhere', files);
  const about = { number: null, channel: '', subject: null, opened: iso(first!.writtenAt), status: '' };
  return [{ ...about, ratings: [], messages, leftOut: 0 }];
}

/** Their own, and what was sent to them; not what others wrote there. */
function isTheirs({ direction, from }: MessageRow, mine: ReadonlySet<string>): boolean {
  return direction === 'out' || (from !== null && mine.has(from.address));
}

async function ownMessages(
  { store }: Parts,
  rows: readonly MessageRow[],
  place: string,
  files: Files,
): Promise<OwnMessage[]> {
  const messages: OwnMessage[] = [];
  for (const [n, row] of rows.entries()) {
    const names: string[] = [];
    for (const { id } of await store.attachmentsOf(row.id)) {
      const file = await store.attachment(id);
      if (file?.content) names.push(files.put('files', `${place}-${n + 1}-${file.name}`, file.content));
    }
    const raw = row.direction === 'in' && row.rawId ? await store.raw(row.rawId) : null;
    const ending = raw?.type === 'message/rfc822' ? 'eml' : 'txt';
    messages.push({
      at: iso(row.writtenAt),
      from: row.direction === 'in' ? 'customer' : 'shop',
      subject: row.subject,
      text: row.text,
      folded: row.folded.map(each => each.text),
      details: (row.details ?? []).map(({ label, value }) => ({ label, value })),
      files: names,
      original: raw?.bytes.length ? files.put('originals', `${place}-${n + 1}.${ending}`, raw.bytes) : null,
    });
  }
  return messages;
}

type Files = ReturnType<typeof makeFiles>;

/** Names that every system takes, each once. */
function makeFiles(folder: string) {
  const taken = new Set<string>();
  return {
    count: () => taken.size,
    put: (kind: 'files' | 'originals', name: string, content: Uint8Array): string => {
      const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '');
      const ending = extname(plain).slice(0, 12);
      const begin = plain.slice(0, plain.length - extname(plain).length).slice(0, NAME_CHARS_MAX) || 'file';
      let path = `${kind}/${begin}${ending}`;
      for (let n = 2; taken.has(path.toLowerCase()); n++) path = `${kind}/${begin}-${n}${ending}`;
      taken.add(path.toLowerCase());
      mkdirSync(join(folder, kind), { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, path), content, { mode: PRIVATE });
      return path;
    },
  };
}

/** @throws a sentence where nothing can be written there */
export function makeEmptyFolder(folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new Error(`${folder} is a file. Name a folder that is empty, or one that is not there yet.`);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} is not empty. Name a folder that is, or one that is not there yet.`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(
      `Nothing can be written to ${folder}: ${(error as Error).message}. Name a folder where you may write, with some room.`,
    );
  }
}

function write(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text, { mode: PRIVATE });
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

/** Everything as a page without a script, for somebody who opens a folder. */
function page({ exported, name, since, addresses, enquiries }: Own): string {
  const say = escapedHtml;
  const rows = addresses.map(each => `<li>${say(each.channel)}: ${say(each.address)}, since ${say(each.since)}</li>`);
  const body = `<p>Exported ${say(exported)}. Known since ${say(since)}. The same is in customer.json, for programs.</p>
<ul>${rows.join('')}</ul>
${enquiries.map(section).join('\n')}`;
  return pageHtml({ title: `What is kept about ${name ?? 'you'}`, body, style: STYLE });
}

const STYLE = `body{font:16px/1.5 sans-serif;max-width:45em;margin:2em auto;padding:0 1em}
pre{white-space:pre-wrap;font:inherit}article{border-left:4px solid #bbb;padding-left:1em;margin:1em 0}.shop{border-color:#268}`;

function section({ number, subject, opened, status, ratings, messages, leftOut }: OwnEnquiry): string {
  const say = escapedHtml;
  const title = number === null ? 'What you wrote in conversations of others' : `#${number} ${subject ?? ''}`;
  const rated = ratings.map(each => `<p>You rated it ${each.score} of 5 (${say(each.at)}).</p>`);
  const left = leftOut ? `<p>${leftOut} of others are left out.</p>` : '';
  return `<section><h2>${say(title)}</h2><p>${say([opened, status].filter(Boolean).join(', '))}</p>
${messages.map(article).join('\n')}${rated.join('')}${left}</section>`;
}

function article({ at, from, text, folded, details, files, original }: OwnMessage): string {
  const say = escapedHtml;
  const link = (path: string) => `<a href="${say(encodeURI(path))}">${say(path)}</a>`;
  const more = [...details.map(each => say(`${each.label}: ${each.value}`)), ...files.map(link)];
  const below = folded.map(each => `<details><summary>below</summary><pre>${say(each)}</pre></details>`);
  return `<article class="${from}"><p>${from === 'customer' ? 'You' : 'The shop'}, ${say(at)}</p><pre>${say(text)}</pre>
${below.join('')}${more.length ? `<p>${more.join('<br>')}</p>` : ''}${original ? `<p>As it came: ${link(original)}</p>` : ''}</article>`;
}
