/** The demo mailbox: a small SMTP server that takes every reply to a customer, and a page that shows them. */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { HttpRoute } from '../../../../src/ports/http.ts';
import { type DemoMail, listPage, mailPage, missingPage, WATCH } from './page.ts';

/** Mails kept in memory: a demo, not an archive. */
const MAILS_MAX = 200;

interface DemoMailbox {
  listen(): Promise<number>;
  stop(): Promise<void>;
  routes: HttpRoute[];
  /** Every mail that arrived, newest first. */
  mails(): DemoMail[];
}

/** What is in the mails runs nothing and fetches nothing. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(WATCH).digest('base64')}'`,
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @param deskIsHere the team's desk is at the root of the same server */
export function makeDemoMailbox(deskIsHere: boolean): DemoMailbox {
  const mails: DemoMail[] = [];
  let arrived = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      // Loaded with the first mail that comes.
      void import('mailparser')
        .then(({ simpleParser }) => simpleParser(stream))
        .then(
          (mail: ParsedMail) => {
            mails.unshift({
              n: ++arrived,
              to: session.envelope.rcptTo.map(each => each.address).join(', '),
              from: mail.from?.text ?? '',
              subject: mail.subject ?? '',
              text: mail.text ?? '',
              html: mail.html || null,
              headers: mail.headerLines.map(each => each.line),
              messageId: mail.messageId ?? null,
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
        handle: (_request, response, url) => {
          const n = url.searchParams.get('mail');
          const mail = mails.find(each => String(each.n) === n);
          response.writeHead(n === null || mail ? 200 : 404, {
            'Content-Type': 'text/html; charset=utf-8',
            'Content-Security-Policy': POLICY,
            'Cache-Control': 'no-store',
          });
          response.end(n === null ? listPage(mails, deskIsHere) : mail ? mailPage(mail, deskIsHere) : missingPage());
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
