/** A server that is killed again and again while visitor and team write. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RunningCli, startCli } from '../../../kit/cli.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { freePort } from '../../../kit/servers.ts';
import { visit } from '../../../kit/visitor.ts';
import { fileOf, launcher, lines, say, servePages } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('a server that is killed', () => {
  const browser = browserForAll();

  test('while both sides write: nothing is lost, nothing comes twice, and all stands in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-killed-'));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const pages = await servePages(() => ({
      html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title></head><body><script async src="${url}/w.js?site=site"></script></body></html>`,
    }));
    writeFileSync(join(folder, 'deskhand.yaml'), fileOf([pages.origin], { holdSeconds: 0 }));
    const env = { PORT: String(port), LOG_LEVEL: 'silent', DATABASE_URL: `sqlite:${join(folder, 'd.db')}` };
    let server: RunningCli | null = await startCli(folder, env);
    const context = await browser().newContext();
    try {
      const page = await context.newPage();
      await page.goto(pages.origin);
      await launcher(page).click();
      await say(page, 'visitor 0');
      const json = async <T>(path: string) => (await (await fetch(`${url}${path}`)).json()) as T;
      const { rooms } = await json<{ rooms: { id: string }[] }>('/practice/start');
      const thread = await until(async () => {
        const { items } = await json<{ items: { card?: unknown; thread: string }[] }>(
          `/practice/room?room=${rooms[0]!.id}&person=Ann`,
        );
        return items.find(each => each.card)?.thread;
      }, 'the card');
      /** As a desk does that gets no answer: the same act again, under the same id, until it is taken. */
      const act = async (action: object) => {
        const body = JSON.stringify({ id: crypto.randomUUID(), person: 'Ann', ...action });
        await until(
          () =>
            fetch(`${url}/practice/act`, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body,
            }).then(
              each => each.ok,
              () => false,
            ),
          'the act is taken',
          20_000,
        );
      };
      const team: string[] = [];
      const answer = async (text: string) => {
        team.push(text);
        await act({ do: 'write', thread, text });
        // The visitor writes meanwhile: whoever answers is asked whether it still fits, more than once, and it does.
        const pressed = new Map<string, number>();
        await until(
          async () => {
            const seen = await json<unknown>(`/practice/thread?thread=${thread}&person=Ann`).catch(() => null);
            for (const [, button = '', value = ''] of JSON.stringify(seen).matchAll(
              /"id":"(reply\.send|reply\.send_anyway)"[^}]*?"value":"([^"]+)"/g,
            )) {
              if (Date.now() - (pressed.get(value) ?? 0) < 2_000) continue;
              pressed.set(value, Date.now());
              await act({ do: 'press', thread, button, value });
            }
            return (await lines(page)).includes(text);
          },
          `"${text}" is on the page`,
          // A job that a killed worker held is given up after half a minute.
          45_000,
        );
      };
      const own = ['visitor 0'];
      let over = false;
      const visitorWrites = async () => {
        for (let i = 1; i <= 12; i++) {
          own.push(`visitor ${i}`);
          await say(page, `visitor ${i}`);
          await new Promise(resolve => setTimeout(resolve, 250));
        }
      };
      const teamWrites = async () => {
        for (let i = 1; i <= 4; i++) await answer(`team ${i}`);
      };
      const kills = async () => {
        for (let i = 0; i < 3 && !over; i++) {
          await new Promise(resolve => setTimeout(resolve, 500));
          await server!.stop('SIGKILL');
          server = null;
          server = await startCli(folder, env);
        }
      };
      await Promise.all([Promise.all([visitorWrites(), teamWrites()]).then(() => (over = true)), kills()]);
      await until(async () => (await lines(page)).length >= own.length + team.length, 'everything on the page', 20_000);
      // A moment for what would come twice.
      await new Promise(resolve => setTimeout(resolve, 1_000));
      const shown = await lines(page);
      expect(shown.filter(each => each.startsWith('visitor'))).toEqual(own);
      expect(shown.filter(each => each.startsWith('team'))).toEqual(team);
      const state = () => json<{ card: { customerMessages: number } }>(`/practice/thread?thread=${thread}&person=Ann`);
      // What a killed worker held is given up after half a minute.
      await until(async () => (await state()).card.customerMessages >= own.length, 'the card counts them', 45_000);
      expect((await state()).card.customerMessages).toBe(own.length);
      const token = await page.evaluate(() => localStorage.getItem('deskhand:site:token'));
      const heard = (await visit(url, { token: token! })).listen();
      const entries = await heard.have(own.length + team.length);
      heard.close();
      expect(entries.map(each => each.n)).toEqual(entries.map((_, i) => i + 1));
      expect(entries.map(each => each.text)).toEqual(shown);
    } finally {
      await context.close();
      await pages.stop();
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
