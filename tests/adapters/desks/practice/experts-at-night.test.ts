/** Experts outside hours, and a process that dies between an ask and its card; over the practice desk's HTTP API. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCli } from '../../../kit/cli.ts';
import { openShop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

test('while the team is not there, nobody is asked: not by the card, a forged press, or the form', async () => {
  const later = DAYS[(new Date().getUTCDay() + 3) % 7]!;
  const shop = await openShop({ yaml: `hours: { timezone: UTC, weekly: { ${later}: ['09:00-10:00'] } }\n` });
  try {
    const { store } = shop.running.house.parts;
    const room = (await store.rooms())[0]!.id;
    await shop.act('Ann', { do: 'command', text: 'help', room });
    await shop.act('Ben', { do: 'command', text: 'expert add stoves', room });
    await until(async () => (await store.topics()).length === 1, 'a topic');
    await shop.mail({ subject: 'A stove', text: 'Which stove fits a flue of 1998?' });
    const { thread } = (await shop.cards(1))[0]!;
    const help = async () => (await shop.cards(1))[0]!.card.help ?? [];
    await until(async () => (await help()).some(each => /cannot be asked right now/.test(each.words)), 'not now');
    expect((await help()).flatMap(each => each.buttons)).toEqual([]);
    const [id, ben] = [(await store.threadByRef(thread))!.id, (await store.staffByRef('practice:ben'))!.id];
    await shop.press('Ann', thread, { id: 'enquiry.expert', value: `${id} ${ben}` });
    const told = async () => (await shop.thread(thread)).privates.map(each => each.view.words).join();
    await until(async () => /Ben cannot be asked right now/.test(await told()), 'not now');
    for (const whom of ['', 'topic:stoves', ben])
      await shop.act('Ann', {
        ...{ do: 'submit', form: 'expert.ask.form', enquiryId: id, submit: 'ask' },
        values: { whom, note: '' },
      });
    await until(async () => /cannot be asked right now/.test(await told()), 'nobody');
    expect(await store.asksSince(0)).toEqual([]);
  } finally {
    await shop.stop();
  }
});

test('killed between the ask and its card, it shows the card once when it is back', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-ask-'));
  writeFileSync(join(folder, 'deskhand.yaml'), 'hold_seconds: { webchat: 0.5 }\n');
  const env = { MAIL_RECEIVER_PORT: '0' };
  let cli = await startCli(folder, env);
  try {
    const json = async <T>(path: string) => (await (await fetch(`${cli.url}${path}`)).json()) as T;
    const post = (path: string, body: object, headers = {}) =>
      fetch(`${cli.url}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const act = (person: string, action: object) =>
      post('/practice/act', { id: crypto.randomUUID(), person, ...action }).catch(() => null);
    const { rooms } = await json<{ rooms: { id: string }[] }>('/practice/start');
    const room = rooms[0]!.id;
    const seen = (person: string) =>
      json<{
        items: { thread: string; card: { help?: { buttons: { id: string; label: string; value: string }[] }[] } }[];
        wanted: object[];
      }>(`/practice/room?person=${person}&room=${room}`);
    await act('Ann', { do: 'command', text: 'help', room });
    await act('Ben', { do: 'command', text: 'expert add stoves', room });
    const { token } = (await (await post('/chat/site/start', {})).json()) as { token: string };
    const say = (cid: string, text: string) =>
      post('/chat/site/send', { cid, text, page: 'http://shop/' }, { Authorization: `Bearer ${token}` });
    expect((await say('cid-stove-1', 'Which stove fits a flue of 1998?')).ok).toBe(true);
    const find = async () => {
      const [item] = (await seen('Ann')).items;
      const button = item?.card?.help?.flatMap(each => each.buttons).find(each => each.label === 'Ask Ben');
      return button ? { thread: item!.thread, button } : null;
    };
    const { thread, button } = await until(find, 'the card names Ben', 40_000);
    const press = { do: 'press', thread, button: button.id, value: button.value };
    // Acknowledged, and dead before anything could come of it; then pressed again by somebody who saw nothing happen.
    await act('Ann', press);
    await cli.stop('SIGKILL');
    cli = await startCli(folder, env);
    await act('Ann', press);
    await until(async () => (await seen('Ben')).wanted.length > 0, 'Ben is asked', 40_000);
    await cli.stop('SIGKILL');
    cli = await startCli(folder, env);
    expect((await say('cid-stove-2', 'It is 15 cm wide.')).ok).toBe(true);
    type Posts = { posts: { post: object }[] };
    const lines = async () => JSON.stringify(await json<Posts>(`/practice/thread?person=Ann&thread=${thread}`));
    await until(async () => /15 cm wide/.test(await lines()), 'what came afterwards', 40_000);
    expect((await seen('Ben')).wanted).toHaveLength(1);
    expect((await lines()).match(/Ann asked somebody who may know/g)).toHaveLength(1);
  } finally {
    await cli.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
