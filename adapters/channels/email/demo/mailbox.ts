/** The demo mailbox: a small SMTP server that takes every reply to a customer, and a page that shows them. */
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { escapedHtml, pageHtml } from '../../../../src/core/html.ts';
import type { HttpRoute } from '../../../../src/ports/http.ts';

/** Mails kept in memory: a demo, not an archive. */
const MAILS_MAX = 200;

interface DemoMail {
  to: string;
  from: string;
  subject: string;
  text: string;
  /** Names of what was attached. */
  files: string[];
  at: Date;
}

interface DemoMailbox {
  listen(): Promise<number>;
  stop(): Promise<void>;
  routes: HttpRoute[];
  /** Every mail that arrived, newest first. */
  mails(): DemoMail[];
}

export function makeDemoMailbox(): DemoMailbox {
  const mails: DemoMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      simpleParser(stream).then(
        (mail: ParsedMail) => {
          mails.unshift({
            to: session.envelope.rcptTo.map(each => each.address).join(', '),
            from: mail.from?.text ?? '',
            subject: mail.subject ?? '',
            text: mail.text ?? '',
            files: mail.attachments.map(each => each.filename ?? 'file'),
            at: mail.date ?? new Date(0),
          });
          mails.length = Math.min(mails.length, MAILS_MAX);
          done();
        },
        error => done(error as Error),
      );
    },
  });
  server.on('error', () => {});
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port));
      }),
    stop: () => new Promise(resolve => server.close(() => resolve())),
    mails: () => mails,
    routes: [
      {
        method: 'GET',
        path: '/demo/mailbox',
        handle: (_request, response) => {
          response.writeHead(200, {
            'Content-Type': 'text/html; charset=utf-8',
            'Content-Security-Policy':
              "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            'Cache-Control': 'no-store',
          });
          response.end(page(mails));
        },
      },
      {
        method: 'GET',
        path: '/demo/mailbox.json',
        handle: (_request, response) => {
          response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
          response.end(JSON.stringify(mails));
        },
      },
    ],
  };
}

function page(mails: DemoMail[]): string {
  const list = mails
    .map(
      mail => `<li><article><p class="who">To ${escapedHtml(mail.to)}</p><h2 dir="auto">${escapedHtml(mail.subject)}</h2>
<p class="who">From ${escapedHtml(mail.from)} · ${escapedHtml(mail.at.toUTCString())}</p><p class="text" dir="auto">${escapedHtml(mail.text)}</p>${mail.files.length ? `<p class="who">Attached: ${escapedHtml(mail.files.join(', '))}</p>` : ''}</article></li>`,
    )
    .join('\n');
  return pageHtml({
    title: "What the demo's customers got by email",
    head: '<meta http-equiv="refresh" content="5">',
    style: STYLE,
    body: `<p class="who">Each of these went over SMTP, like a real mail. The page looks again every five seconds.</p>
${mails.length ? `<ul>${list}</ul>` : '<p>Nothing yet. Claim an enquiry that came by email, answer it, and look here again.</p>'}`,
  });
}

const STYLE = `:root{--paper:#fff;--ground:#f6f5f1;--ink:#1d2421;--soft:#59635e;--line:#dcdcd4}
@media(prefers-color-scheme:dark){:root{--paper:#1e2421;--ground:#141816;--ink:#e9eeeb;--soft:#a6b2ac;--line:#343d38}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif}main{max-width:44rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.3rem;margin:0}h2{font-size:1.05rem;margin:.2rem 0}ul{list-style:none;padding:0;display:grid;gap:1rem}
article{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:1rem 1.2rem}
.who{color:var(--soft);margin:0;font-size:.9rem;overflow-wrap:anywhere}.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:.8rem 0 0}`;
