/**
 * The plain loop beside which reading is measured, a program of its own: fetch, parse, HTML to text, insert, one mail after
 * another. Prints how long it took. `node bare.ts <port> <user> <password> <database file>`
 */
import Database from 'better-sqlite3';
import { convert } from 'html-to-text';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';

const [port, user = '', pass = '', file = ''] = process.argv.slice(2);
const database = new Database(file);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('create table mails (uid integer primary key, sender text, subject text, body text, raw blob)');
const insert = database.prepare('insert into mails values (?, ?, ?, ?, ?)');
const client = new ImapFlow({
  host: '127.0.0.1',
  port: Number(port),
  secure: false,
  auth: { user, pass },
  logger: false,
});
await client.connect();
await client.mailboxOpen('INBOX');
const uids = (await client.search({ all: true }, { uid: true })) || [];
const began = performance.now();
for (const uid of uids) {
  const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
  if (!message || !message.source) continue;
  const parsed = await simpleParser(message.source, { skipHtmlToText: true, skipTextToHtml: true });
  const text = parsed.html ? convert(parsed.html) : (parsed.text ?? '');
  insert.run(uid, parsed.from?.text ?? '', parsed.subject ?? '', text, message.source);
}
console.log(JSON.stringify({ mails: uids.length, ms: performance.now() - began }));
await client.logout();
database.close();
