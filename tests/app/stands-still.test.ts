/**
 * A process that reads the mailbox, has a post and a mail in flight, and is stopped for a minute (SIGSTOP), with real processes on
 * one PostgreSQL: another one goes on, and the one that wakes does nothing a second time.
 */
import { expect, inject, test } from 'vitest';
import { type RunningCli, startCli } from '../kit/cli.ts';
import { startImap } from '../kit/far-sides/imap.ts';
import { rawMail } from '../kit/mail-house.ts';
import { openInstallation } from '../kit/one-installation.ts';
import { freePort } from '../kit/servers.ts';
import { wordsOf } from '../kit/slack-shop.ts';
import { visit } from '../kit/visitor.ts';
import { until } from '../kit/world.ts';

/** Twice the lease of a job; nothing here can hurry it, for the database's clock is everybody's. */
const STOPPED_FOR_MS = 60_000;
const WITHIN_MS = 90_000;

test.skipIf(inject('postgres') === null)(
  'a process that is stopped for a minute is survived by the others, and does nothing twice when it wakes',
  async () => {
    const imap = await startImap('help', 'none');
    const all = await openInstallation({
      email: smtpPort => {
        const server = `{ host: 127.0.0.1, port: ${imap.port}, secure: false, user: help, password: secret }`;
        return `imap: ${server}, smtp: { host: 127.0.0.1, port: ${smtpPort} }`;
      },
    });
    const { sam, customers, smtp, slack, engine, balancer } = all;
    const started: RunningCli[] = [];
    const start = async () => {
      const port = String(await freePort());
      const one = await startCli(all.folder, { ...all.env, PORT: port, LOG_LEVEL: 'silent', MAIL_RECEIVER_PORT: '0' });
      started.push(one);
      const url = `http://127.0.0.1:${port}`;
      return { url, kill: (signal: NodeJS.Signals) => one.child.kill(signal) };
    };
    const deliver = (id: string, text: string) =>
      imap.deliver(Buffer.from(rawMail({ id, subject: id, text })).toString());
    const times = (words: string) => customers.messages().filter(each => wordsOf(each).includes(words)).length;
    const said = (ts: string) => customers.thread(ts).map(wordsOf).join('\n');
    try {
      const one = await start();
      balancer.processes([one.url]);
      await until(() => balancer.isUsed(one.url), 'it is used');
      const visitor = await visit(all.url);
      await visitor.send('Is the shop open?');
      const chat = await all.card('Is the shop open?');
      await sam.press(chat, 'enquiry.claim');
      deliver('lid', 'The lid rattles.');
      const mail = await all.card('The lid rattles.');
      await sam.say(customers, 'Please turn it.', { thread: mail.ts });
      const preview = await until(
        () => sam.ephemerals().find(each => wordsOf(each).includes('Please turn it.')),
        'preview',
      );
      await until(async () => (await all.left()) === 0, 'nothing is to be done');

      // Its mail waits for the server's first word, and a card of it stands in Slack, which has not said so yet.
      all.line.holdBack();
      await sam.press(preview, 'reply.send');
      await until(() => all.line.open() > 0, 'the mail server is called');
      slack.fail('chat.postMessage', { hang: STOPPED_FOR_MS }, 1, args => JSON.stringify(args).includes('in flight'));
      const second = await visit(all.url);
      await second.send('This card is in flight.');
      await until(() => times('This card is in flight.'), 'the card is posted');
      one.kill('SIGSTOP');
      const stoppedAt = performance.now();
      // By now the server speaks, and nobody hears it.
      all.line.letGo();

      const two = await start();
      balancer.processes([one.url, two.url]);
      await until(() => balancer.isUsed(two.url) && !balancer.isUsed(one.url), 'the other one is used');
      deliver('spout', 'The spout drips.');
      expect((await visitor.send('Are you there?')).status).toBe(200);
      await sam.press(chat, 'enquiry.resolve');
      await all.card('The spout drips.');
      await until(() => /resolved/i.test(wordsOf(customers.message(chat.ts)!)), 'the card says resolved', WITHIN_MS);
      await until(() => said(chat.ts).includes('Are you there?'), 'the message is in the thread', WITHIN_MS);
      // Nobody knows whether the mail left; its author looks, and sends it again.
      const asked = await until(
        () => customers.thread(mail.ts).find(each => JSON.stringify(each).includes('reply.retry')),
        'the author is asked',
        WITHIN_MS,
      );
      await sam.press(asked, 'reply.retry');
      await until(() => smtp.mails.length, 'it is sent again', WITHIN_MS);
      await until(async () => (await all.left()) === 0, 'the other one has done everything', WITHIN_MS);
      const card = wordsOf(customers.message(chat.ts)!);
      await new Promise(resolve => setTimeout(resolve, Math.max(0, stoppedAt + STOPPED_FOR_MS - performance.now())));
      one.kill('SIGCONT');

      await until(() => balancer.isUsed(one.url), 'it is used again', WITHIN_MS);
      balancer.steer(() => one.url);
      await second.send('Is it still there?');
      const late = await all.card('This card is in flight.');
      await until(() => said(late.ts).includes('Is it still there?'), 'it works');
      deliver('handle', 'The handle is loose.');
      await all.card('The handle is loose.');
      await until(async () => (await all.left()) === 0, 'nothing is to be done');

      for (const words of ['This card is in flight.', 'The spout drips.', 'The lid rattles.', 'The handle is loose.'])
        expect([words, times(words)]).toEqual([words, 1]);
      expect(all.mailed()).toEqual(['Please turn it.']);
      expect(wordsOf(customers.message(chat.ts)!)).toBe(card);
      expect(said(chat.ts).match(/Are you there\?/g)).toHaveLength(1);
      const replies = await engine.rows<{ status: string }>('select status from replies', []);
      expect(replies.map(each => each.status)).toEqual(['sent']);
      const heard = visitor.listen();
      expect((await heard.have(2)).map(each => each.text)).toEqual(['Is the shop open?', 'Are you there?']);
      heard.close();
    } finally {
      for (const each of started) await each.stop('SIGKILL');
      await all.close();
      await imap.stop();
    }
  },
  300_000,
);
