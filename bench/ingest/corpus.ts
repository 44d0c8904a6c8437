/**
 * A mailbox like a shop's after a year, the same again for the same seed: most of it HTML from Outlook, Gmail and Apple Mail
 * with nested quotes and signatures, newsletters, plain mails, and a few that are odd. 1 to 200 KB each, half of them below
 * some 7 KB; one in ten has a file attached, and three in ten follow up on an earlier one.
 */
import { apple, gmail, newsletter, outlook, type Turn } from './html.ts';
import { type Chance, makeChance } from './random.ts';
import { makePerson, type Person, paragraph, sentence, signature, subject } from './words.ts';

export const SHOP = 'help@shop.example';

/** The last mail is of this day; the first one is a year older. */
const LAST_AT = Date.UTC(2026, 5, 1, 9);
const YEAR_MS = 365 * 24 * 3_600_000;
const FOLLOW_UPS = 0.3;
const ATTACHED = 0.1;
const INLINE = 0.12;
/** A conversation is followed up on while it is one of the last so many. */
const RUNNING = 200;
const TURNS_MAX = 6;
const FILE_BYTES = [15_000, 130_000] as const;
const PICTURE_BYTES = [2_000, 25_000] as const;

interface Conversation {
  person: Person;
  subject: string;
  ids: string[];
  /** Newest first. */
  turns: Turn[];
  program: Program;
}
type Program = 'outlook' | 'gmail' | 'apple' | 'plain';

/** Mails in the order in which they came. @param count how many there will be, so that they fill the year */
export function makeCorpus(seed: number, count: number): () => Buffer {
  const chance = makeChance(seed);
  const running: Conversation[] = [];
  let n = 0;
  return () => {
    n++;
    const at = new Date(LAST_AT - YEAR_MS + Math.floor((n / count) * YEAR_MS));
    if (chance.happens(0.06)) return letterOfMachine(chance, n, at);
    if (chance.happens(0.03)) return odd(chance, n, at);
    const follows = running.length > 20 && chance.happens(FOLLOW_UPS / 0.91);
    const conversation = follows ? chance.one(running) : begin(chance, n);
    if (!follows) running.push(conversation);
    if (running.length > RUNNING) running.shift();
    return letter(chance, conversation, n, at);
  };
}

function begin(chance: Chance, n: number): Conversation {
  const share = chance.fraction();
  const program = share < 0.32 ? 'outlook' : share < 0.6 ? 'gmail' : share < 0.82 ? 'apple' : 'plain';
  return { person: makePerson(chance, n), subject: subject(chance), ids: [], turns: [], program };
}

function letter(chance: Chance, talk: Conversation, n: number, at: Date): Buffer {
  const { person, program } = talk;
  const isFirst = talk.turns.length === 0;
  // What the shop answered stands between, with an id that nobody here knows.
  if (!isFirst) {
    talk.turns.unshift(turnOf(chance, { ...person, name: 'Shop Help', address: SHOP, firm: 'The Shop' }, talk, at));
    talk.ids.push(`<answer-${n}@shop.example>`);
  }
  talk.turns.unshift(turnOf(chance, person, talk, at));
  talk.turns.length = Math.min(talk.turns.length, TURNS_MAX);
  const head = [
    ...trace(chance, n, at, person.address),
    `From: ${person.name} <${person.address}>`,
    `To: Shop Help <${SHOP}>`,
    `Subject: ${encoded(isFirst ? talk.subject : `Re: ${talk.subject}`)}`,
    `Message-ID: <${n}.${chance.whole(1e6, 9e6)}@${person.address.split('@')[1]}>`,
    ...(isFirst ? [] : [`In-Reply-To: ${talk.ids.at(-1)}`, `References: ${talk.ids.join('\r\n ')}`]),
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
  ];
  talk.ids.push(/<[^>]+>/.exec(head.find(each => each.startsWith('Message-ID'))!)![0]);
  const plain = plainOf(talk.turns);
  const picture = program !== 'plain' && chance.happens(INLINE / 0.82) ? `logo${n}@shop` : null;
  const shown = picture ? `<img width="120" height="40" src="cid:${picture}" alt="logo">` : '';
  const html = program === 'plain' ? null : { outlook, gmail, apple }[program](talk.turns, shown);
  // Outlook and phones write the quotes in 8 bit or quoted-printable, some in base64.
  const bodies =
    html === null
      ? text('plain', plain, chance)
      : alternative(n, text('plain', plain, chance), text('html', html, chance));
  const withPicture = picture
    ? related(n, bodies, file(chance, 'image/png', `inline; filename="logo.png"`, PICTURE_BYTES, picture))
    : bodies;
  const whole = chance.happens(ATTACHED / 0.91) ? mixed(n, withPicture, attached(chance)) : withPicture;
  return Buffer.from(`${head.join('\r\n')}\r\n${whole}`);
}

function attached(chance: Chance): string {
  const [type, disposition] = chance.one(FILES);
  return file(chance, type, disposition, FILE_BYTES);
}

const FILES = [
  ['image/jpeg', 'attachment; filename="IMG_2041.jpg"'],
  ['application/pdf', 'attachment; filename="invoice.pdf"'],
  ['image/heic', 'attachment; filename="photo of the lid.heic"'],
] as const;

function turnOf(chance: Chance, person: Person, talk: Conversation, at: Date): Turn {
  const paragraphs = [
    chance.one(['Hello,', 'Hi there,', 'Dear team,', 'Guten Tag,']),
    ...Array.from({ length: chance.whole(1, 3) }, () => paragraph(chance)),
    chance.one(['Kind regards', 'Thanks', 'Best wishes', 'Mit freundlichen Grüßen']),
  ];
  const { name, address } = person;
  return { name, address, paragraphs, signature: signature(chance, person), at, subject: talk.subject };
}

function plainOf(turns: Turn[]): string {
  return turns.reduceRight((below, { name, address, paragraphs, signature: lines, at }) => {
    const words = [...paragraphs.flatMap(each => [wrapped(each), '']), '-- ', ...lines.map(wrapped)].join('\r\n');
    const quoted = below.replace(/^/gm, '> ');
    const day = `${at.toUTCString().slice(0, 16)} at ${at.toISOString().slice(11, 16)}`;
    return below ? `${words}\r\n\r\nOn ${day}, ${name} <${address}> wrote:\r\n${quoted}` : words;
  }, '');
}

function wrapped(line: string): string {
  return line.replace(/(.{1,72})(?:\s+|$)/g, '$1\r\n').trimEnd();
}

function text(kind: 'plain' | 'html', words: string, chance: Chance): string {
  const head = (encoding: string) =>
    `Content-Type: text/${kind}; charset="utf-8"\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  const share = chance.fraction();
  if (share < 0.15) return `${head('base64')}${base64(Buffer.from(words))}`;
  if (share < 0.4) return `${head('8bit')}${words}`;
  return `${head('quoted-printable')}${quotedPrintable(words)}`;
}

function quotedPrintable(words: string): string {
  return words
    .split('\r\n')
    .map(line =>
      (
        line
          .replace(/[^\x20-\x3c\x3e-\x7e]+|=/g, found =>
            Buffer.from(found)
              .toString('hex')
              .replace(/../g, hex => `=${hex.toUpperCase()}`),
          )
          .match(/.{1,70}(?:=[0-9A-F]{0,2})?/g) ?? ['']
      ).join('=\r\n'),
    )
    .join('\r\n');
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
}

function file(
  chance: Chance,
  type: string,
  disposition: string,
  [from, to]: readonly [number, number],
  cid = '',
): string {
  const id = cid ? `Content-ID: <${cid}>\r\n` : '';
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: ${disposition}\r\n${id}\r\n${base64(chance.bytes(chance.whole(from, to)))}`;
}

const multipart = (kind: string, name: string, parts: string[]) =>
  `Content-Type: multipart/${kind}; boundary="${name}"\r\n\r\n${parts.map(each => `--${name}\r\n${each}\r\n`).join('')}--${name}--\r\n`;
const alternative = (n: number, ...parts: string[]) => multipart('alternative', `=_alt_${n}`, parts);
const related = (n: number, ...parts: string[]) => multipart('related', `=_rel_${n}`, parts);
const mixed = (n: number, ...parts: string[]) => multipart('mixed', `=_mix_${n}`, parts);

const encoded = (words: string) =>
  /^[\x20-\x7e]*$/.test(words) ? words : `=?utf-8?B?${Buffer.from(words).toString('base64')}?=`;

/** What servers write on the way: 1 to 3 KB of every real mail. */
function trace(chance: Chance, n: number, at: Date, from: string): string[] {
  const hops = Array.from(
    { length: chance.whole(2, 5) },
    (_, i) =>
      `Received: from mx${i}.mail.example (mx${i}.mail.example [192.0.2.${chance.whole(1, 250)}])\r\n\tby in${i}.shop.example (Postfix) with ESMTPS id ${chance.whole(1e9, 9e9).toString(36)}\r\n\tfor <${SHOP}>; ${at.toUTCString()}`,
  );
  return [
    `Return-Path: <${from}>`,
    `Delivered-To: ${SHOP}`,
    ...hops,
    'Authentication-Results: mx.shop.example; spf=pass smtp.mailfrom=mail.example; dmarc=pass (p=NONE)',
    `X-Spam-Status: No, score=-0.${chance.whole(1, 9)} required=5.0 tests=HTML_MESSAGE,SPF_PASS autolearn=ham`,
    `X-Mailer: ${chance.one(['Microsoft Outlook 16.0', 'Apple Mail (2.3774.600.62)', 'iPhone Mail (21F90)'])}`,
    `X-Queue-ID: ${n}-${chance.whole(1e9, 9e9).toString(16)}`,
  ];
}

/** Newsletters and forms. */
function letterOfMachine(chance: Chance, n: number, at: Date): Buffer {
  const from = `news${n % 40}@news.example`;
  const head = [
    ...trace(chance, n, at, from),
    `From: News <${from}>`,
    `To: ${SHOP}`,
    `Subject: ${encoded(sentence(chance).slice(0, 70))}`,
    `Message-ID: <news.${n}@news.example>`,
    'List-Unsubscribe: <https://news.example/u>',
    `List-Id: <news${n % 40}.news.example>`,
    `Date: ${at.toUTCString()}`,
    'MIME-Version: 1.0',
  ];
  const html = newsletter(chance);
  const parts = alternative(n, text('plain', 'View this email in your browser', chance), text('html', html, chance));
  return Buffer.from(`${head.join('\r\n')}\r\n${parts}`);
}

/** What does not keep the rules, or is no letter. */
function odd(chance: Chance, n: number, at: Date): Buffer {
  const person = makePerson(chance, n);
  const head = `From: ${person.name} <${person.address}>\r\nTo: ${SHOP}\r\nSubject: ${subject(chance)}\r\nDate: ${at.toUTCString()}\r\nMessage-ID: <odd.${n}@x.example>\r\n`;
  const words = paragraph(chance);
  switch (chance.whole(0, 6)) {
    case 0:
      // Latin-1 without a label.
      return Buffer.from(`${head}\r\nSch\xf6ne Gr\xfc\xdfe, ${words}`, 'latin1');
    case 1:
      return Buffer.from(`${head}Content-Type: text/html\r\n\r\n<p>${words}<p>${words}<table><tr><td>${words}`);
    case 2:
      return Buffer.from(`${head}Content-Type: multipart/mixed; boundary=none\r\n\r\n${words}`);
    case 3:
      return Buffer.from(
        `From: Mail Delivery <mailer-daemon@mail.example>\r\nTo: ${SHOP}\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b.${n}@x>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nIt could not be delivered.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; ${person.address}\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n`,
      );
    case 4:
      return Buffer.from(`${head}Auto-Submitted: auto-replied\r\n\r\nI am away until the 14th.`);
    case 5:
      return Buffer.from(
        `${head}Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:${n}\r\nDTSTART:20260601T090000Z\r\nDTEND:20260601T100000Z\r\nSUMMARY:Visit\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
      );
    default:
      return Buffer.from(
        `${head}Content-Type: text/plain; charset=windows-1252\r\n\r\n${'a word '.repeat(4_000)}${words}`,
      );
  }
}
