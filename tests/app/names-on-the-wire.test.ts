/** Nothing of a staff profile but the chosen name is in any byte that a customer gets: mail, chat, copies, pages. */
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { nameShown } from '../../src/core/name-shown.ts';
import type { Person } from '../../src/ports/staff.ts';
import { type SmtpSide, startSmtp } from '../kit/far-sides/smtp.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { visit } from '../kit/visitor.ts';
import { until } from '../kit/world.ts';

const CONFIG = (port: number) => `
hold_seconds: { email: 0, webchat: 0 }
automatic_answer: { email: on }
rooms: [{ name: customers, reply: preview }]
channels:
  - { name: help, kind: email, room: customers, address: help@shop.example, name_shown: The Kettle, signature: "{name}, {shop}", check_senders: false, smtp: { host: 127.0.0.1, port: ${port} } }
  - { name: site, kind: webchat, room: customers, title: The Kettle, origins: [http://127.0.0.1] }
`;
/** More profiles is longer, not better: each goes through mail, chat, a copy and the rating page. */
const PROFILES = 12;
/** Shorter pieces stand in any mail by chance. */
const PIECE_CHARS_MIN = 6;

let smtp: SmtpSide;
let shop: Shop;
let n = 0;

/** Words that stand nowhere in a mail, a chat or a page of ours. */
const nonsense = fc
  .array(fc.constantFrom('zor', 'quib', 'vaxl', 'jurk', 'plyn', 'wobz', 'drex', 'kuff'), { minLength: 2, maxLength: 4 })
  .map(parts => parts.join(''));
const capital = nonsense.map(word => word[0]!.toUpperCase() + word.slice(1));
const around = fc.oneof(
  nonsense.map(word => `(${word}/${word})`),
  nonsense.map(word => `– back ${word} 🌴`),
  nonsense.map(word => `| ${word}`),
  nonsense.map(word => `<${word}@x.yz>`),
  nonsense.map(word => `@${word}`),
  nonsense.map(word => `\r\nBcc: ${word}@x.yz`),
  nonsense.map(word => `\u202e${word}\u202c`),
  nonsense.map(word => `"${word}"`),
  nonsense.map(word => `?=\u0000=?utf-8?B?${Buffer.from(word).toString('base64')}?=`),
);
const profile = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(capital, capital, around).map(([first, last, more]) => `${first} ${last} ${more}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(capital, capital, around).map(([first, last, more]) => `${last}, ${first} ${more}`),
  },
  { weight: 2, arbitrary: fc.tuple(around, capital, capital).map(([more, first, last]) => `${more} ${first} ${last}`) },
  { weight: 1, arbitrary: nonsense },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: PIECE_CHARS_MIN, maxLength: 60 }) },
);

const act = (by: Person, action: object) =>
  shop.running.house.act({ id: `act-${++n}`, by, ...action } as Parameters<typeof shop.running.house.act>[0]);

/** What a customer can make of a mail: the bytes, and every header and part decoded. */
async function readable(raw: string): Promise<string> {
  const mail = await simpleParser(raw);
  return [raw, ...[...mail.headers].map(each => JSON.stringify(each)), mail.text, mail.html, mail.from?.text].join(
    '\n',
  );
}

/** @returns everything that a customer was given in a day with this person */
async function dayWith(by: Person): Promise<string> {
  const { store, rateLink } = shop.running.house.parts;
  // A domain of their own: a machine answers few of one in an hour.
  const customer = `maya@c${++n}.example`;
  const got: string[] = [];
  await shop.mail({ from: `Maya <${customer}>`, subject: `Lid ${n}`, text: 'It rattles.' });
  const mailsTo = (address: string) => smtp.mails.filter(each => each.to.includes(address));
  const enquiry = await until(async () => {
    const identity = await store.identityByAddress('email', customer);
    return identity && (await store.newestEnquiryOf(identity.id, (await store.channels())[0]!.id));
  }, 'the enquiry');
  await until(() => mailsTo(customer).length > 0, 'the automatic answer');
  await act(by, {
    do: 'submit',
    form: 'reply.form',
    enquiryId: enquiry.id,
    submit: 'reply.send_and_resolve',
    values: { text: 'A new lid.', seen: '1' },
  });
  await until(() => mailsTo(customer).some(each => each.raw.includes('A new lid.')), 'the answer');
  const resolved = await until(async () => (await store.enquiry(enquiry.id))?.resolvedAt, 'the resolution');
  got.push(await (await fetch(rateLink(enquiry.id, resolved).replace(/^https?:\/\/[^/]+/, shop.url))).text());

  const copyTo = `copy${++n}@example.com`;
  const visitor = await visit(shop.url, { start: { form: { name: 'Noor', email: copyTo } } });
  await visitor.send(`Hello ${n}`);
  const heard = visitor.listen();
  const chat = await until(async () => {
    const [newest] = (await store.openEnquiries(1_000)).filter(each => each.channelKind === 'webchat' && !each.ownerId);
    return newest;
  }, 'the chat');
  await act(by, { do: 'press', thread: null, button: 'enquiry.claim', value: chat.id });
  await until(() => heard.state()?.person !== null && heard.state(), 'somebody has it');
  await act(by, {
    do: 'submit',
    form: 'reply.form',
    enquiryId: chat.id,
    submit: 'reply.send',
    values: { text: 'Hello Noor.', seen: '1' },
  });
  await until(() => heard.entries.some(each => each.from === 'team'), 'the answer in the chat');
  const asked = await visitor.post('email', { email: copyTo });
  const copied = await visitor.post('copy', { email: copyTo });
  await until(() => mailsTo(copyTo).length > 0, `the copy (${asked.status}, ${copied.status})`);
  heard.close();
  const later = visitor.listen();
  await later.have(2);
  later.close();
  got.push(JSON.stringify([heard.entries, heard.states, later.entries, later.states]));
  for (const each of [...mailsTo(customer), ...mailsTo(copyTo)]) got.push(await readable(each.raw));
  return got.join('\n');
}

test('nothing of a profile but the name shown reaches a customer', async () => {
  smtp = await startSmtp();
  shop = await openShop({ yaml: CONFIG(smtp.port) });
  const property = fc.asyncProperty(profile, async name => {
    const deskRef = `practice:UREF${++n}SECRET`;
    const got = (await dayWith({ deskRef, name, admin: false })).toLowerCase();
    const shown = nameShown({ name }, 'own');
    if (shown) expect(got).toContain(`${shown} at the kettle`.toLowerCase());
    const pieces = [name.trim(), ...name.split(/[^\p{L}\p{M}\p{N}]+/u)].map(each => each.toLowerCase());
    const more = pieces.filter(
      each => each.length >= PIECE_CHARS_MIN && !shown?.toLowerCase().includes(each) && got.includes(each),
    );
    expect(more).toEqual([]);
    const staff = await shop.running.house.parts.store.staffByRef(deskRef);
    expect(got).not.toContain(deskRef.toLowerCase());
    expect(got).not.toContain(staff!.id);
  });
  await fc.assert(property, { numRuns: PROFILES, endOnFailure: true }).finally(async () => {
    await shop.stop();
    await smtp.stop();
  });
}, 300_000);
