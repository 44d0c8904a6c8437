/** Two real processes behind a load balancer are restarted one after another, and one is killed, while customers and staff write. */
import { expect, inject, test } from 'vitest';
import { p99 } from '../../bench/figures.ts';
import { type RunningCli, startCli } from '../kit/cli.ts';
import { openInstallation } from '../kit/one-installation.ts';
import { freePort } from '../kit/servers.ts';
import { wordsOf } from '../kit/slack-shop.ts';
import { type Visitor, visit } from '../kit/visitor.ts';
import { until } from '../kit/world.ts';

const VISITORS = 6;
/** Slack takes one post a second into a room: more than all write together. */
const WRITES_EVERY_MS = 8_000;
/** They are answered; a customer who writes at the same moment would stop the reply, so these keep quiet meanwhile. */
const ANSWERED = 3;
/** Meanwhile they type, which leaves nothing behind. */
const TYPES_EVERY_MS = 150;
/** As a page does that had no answer. */
const AGAIN_AFTER_MS = 200;

/** A page: it writes again under the same id until it is answered, and listens again from where it was. */
function makePage(visitor: Visitor, name: string) {
  const page = { name, sent: [] as string[], heard: [] as { n: number; text: string }[], failed: 0, streams: 0 };
  let [writing, open, quiet, underway] = [true, true, false, false];
  const type = async () => {
    while (writing) {
      const { status } = await visitor.post('typing').catch(() => ({ status: 0 }));
      if (status !== 200) page.failed++;
      await new Promise(resolve => setTimeout(resolve, TYPES_EVERY_MS));
    }
  };
  const write = async () => {
    while (writing) {
      const text = `${name} says ${page.sent.length}.`;
      const cid = `cid-${name.replaceAll(' ', '-')}-${page.sent.length}`;
      underway = true;
      for (;;) {
        const status = await visitor.send(text, cid).then(
          each => each.status,
          () => 0,
        );
        if (status === 200) break;
        page.failed++;
        await new Promise(resolve => setTimeout(resolve, AGAIN_AFTER_MS));
      }
      page.sent.push(text);
      underway = false;
      for (let ms = 0; (ms < WRITES_EVERY_MS || quiet) && writing; ms += TYPES_EVERY_MS)
        await new Promise(resolve => setTimeout(resolve, TYPES_EVERY_MS));
    }
  };
  let close = () => {};
  const listen = async () => {
    while (open) {
      page.streams++;
      const heard = visitor.listen({ after: page.heard.at(-1)?.n ?? 0 });
      close = heard.close;
      await heard.ended;
      page.heard.push(...heard.entries);
      if (open) await new Promise(resolve => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  };
  const [written, listened] = [Promise.all([write(), type()]), listen()];
  return {
    ...{ page },
    /** Resolves when what it was writing has arrived. */
    keepQuiet: async () => {
      quiet = true;
      await until(() => !underway, `what ${name} wrote has arrived`, 90_000);
    },
    writeAgain: () => {
      quiet = false;
    },
    endWriting: async () => {
      writing = false;
      await written;
    },
    close: async () => {
      open = false;
      close();
      await listened;
    },
  };
}

test.skipIf(inject('postgres') === null)(
  'a rolling restart under load cuts nothing off; a kill loses nothing and repeats nothing',
  async () => {
    const all = await openInstallation();
    const { sam, customers, balancer, slack, engine } = all;
    const running = new Map<string, RunningCli>();
    const start = async (url: string) => {
      const { port } = new URL(url);
      const env = { ...all.env, PORT: port, LOG_LEVEL: 'silent', MAIL_RECEIVER_PORT: '0' };
      running.set(url, await startCli(all.folder, env));
      await until(() => balancer.isUsed(url), 'it is used');
    };
    const pages: ReturnType<typeof makePage>[] = [];
    const replied: string[] = [];
    const answered = () => pages.slice(0, ANSWERED);
    /** Those who will be answered have nothing on its way. */
    const quieten = async () => {
      await Promise.all(answered().map(each => each.keepQuiet()));
      await until(async () => (await all.left()) === 0, 'what they wrote is shown', 90_000);
    };
    const answer = async (words: string) => {
      await Promise.all(
        answered().map(async ({ page: { name } }) => {
          const text = `${words}, ${name}.`;
          await sam.say(customers, text, { thread: (await all.card(`${name} says 0.`)).ts });
          const preview = await until(() => sam.ephemerals().find(each => wordsOf(each).includes(text)), `"${text}"`);
          await sam.press(preview, 'reply.send');
          replied.push(text);
        }),
      );
      const statuses = async () => {
        const rows = await engine.rows<{ status: string }>('select status from replies', []);
        return rows.map(each => each.status);
      };
      const sent = (all: string[]) => all.filter(each => ['sent', 'delivered'].includes(each));
      await until(async () => sent(await statuses()).length === replied.length, 'all of it is sent', 60_000).catch(
        async error => {
          throw new Error(`${error.message} (the replies are: ${(await statuses()).join(', ')})`);
        },
      );
      for (const each of answered()) each.writeAgain();
    };
    try {
      const urls = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`] as const;
      balancer.processes(urls);
      await Promise.all(urls.map(start));
      for (let i = 1; i <= VISITORS; i++) pages.push(makePage(await visit(all.url), `Visitor ${i}`));
      await until(() => pages.every(each => each.page.sent.length > 0), 'all write');

      for (const url of urls) {
        await quieten();
        const stopping = running.get(url)!.stop('SIGTERM');
        await answer(`While ${urls.indexOf(url)} stops`);
        expect((await stopping).code).toBe(0);
        await start(url);
      }
      const cut = balancer.passed.filter(
        each => each.status === 0 || (each.status >= 500 && !/\/events/.test(each.path)),
      );
      expect(cut).toEqual([]);
      expect(pages.map(each => each.page.failed)).toEqual(pages.map(() => 0));
      expect(slack.deliveries.filter(each => each.status !== 200)).toEqual([]);

      // A stream's answer begins at once; what takes long is told, and not demanded of a machine that tests in parallel.
      const took = balancer.passed.filter(each => !/\/events/.test(each.path)).map(each => each.ms);
      console.log(`${took.length} answers during two restarts: p99 ${Math.round(p99(took))} ms`);

      // One that is killed takes its streams, and what it was answering, with it.
      await quieten();
      await running.get(urls[0])!.stop('SIGKILL');
      await answer('After the kill');
      await Promise.all(pages.map(each => each.endWriting()));
      await until(async () => (await all.left()) === 0, 'nothing is to be done', 90_000);
      await Promise.all(pages.map(each => each.close()));
      expect(replied).toHaveLength(3 * ANSWERED);
      for (const { page } of pages) {
        const { name, sent, heard } = page;
        const texts = heard.map(each => each.text);
        expect(heard.map(each => each.n)).toEqual(heard.map((_, i) => i + 1));
        expect(texts.filter(each => each.includes(' says '))).toEqual(sent);
        const answers = replied.filter(each => each.endsWith(`${name}.`));
        expect(texts.filter(each => !each.includes(' says ')).sort()).toEqual(answers.sort());
        const roots = customers.messages().filter(each => wordsOf(each).includes(`${name} says 0.`));
        expect(roots).toHaveLength(1);
        const thread = customers.thread(roots[0]!.ts).map(wordsOf).join('\n');
        const shown = [...thread.matchAll(new RegExp(`${name} says (\\d+)\\.`, 'g'))].map(each => Number(each[1]));
        expect(shown).toEqual(sent.map((_, i) => i));
      }
    } finally {
      await Promise.all(pages.map(each => Promise.all([each.endWriting(), each.close()])));
      for (const each of running.values()) await each.stop('SIGKILL');
      await all.close();
    }
  },
  300_000,
);
