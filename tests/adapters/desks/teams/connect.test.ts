/** Connecting a channel by Teams' form: what is asked for follows from what was chosen, and nothing is kept that does not work. */
import { afterEach, expect, test } from 'vitest';
import { startImap } from '../../../kit/far-sides/imap.ts';
import { startSmtp } from '../../../kit/far-sides/smtp.ts';
import type { Json } from '../../../kit/far-sides/teams/shapes.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import { openTeamsShop, type TeamsShop, type TeamsShopOptions } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each();
});

async function begin(options: TeamsShopOptions = {}): Promise<TeamsShop> {
  const at = await openTeamsShop({ yaml: '{}', ...options });
  open.push(() => at.stop());
  return at;
}

async function connect(at: TeamsShop, label: string): Promise<void> {
  await at.ann.say(null, 'home');
  await at.ann.press(await at.sees(at.ann, label), label);
  expect(at.ann.openDialog()?.card).toBeTruthy();
}

/** The inputs of the dialog on top, and its buttons. */
function asked({ ann }: TeamsShop) {
  const found: Json[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(walk);
    else if (part && typeof part === 'object') {
      found.push(part as Json);
      Object.values(part).forEach(walk);
    }
  };
  walk(ann.openDialog()?.card);
  return {
    inputs: found.filter(each => String(each.type).startsWith('Input.')).map(each => String(each.id).slice(3)),
    buttons: found.filter(each => each.type === 'Action.Submit').map(each => each.title),
    valueOf: (name: string) => found.find(each => each.id === `in-${name}`)?.value ?? null,
    words: JSON.stringify(found[0] ?? ann.openDialog() ?? null),
  };
}

const kinds = async (at: TeamsShop) => (await at.shop.running.house.parts.store.channels()).map(each => each.kind);
const FIRST = ['provider', 'address', 'name_shown'];
const OTHER = 'deskhand:nothing';

test('a mailbox: the provider and the address first, then what that provider needs; going back is choosing another', async () => {
  const at = await begin();
  const { ann } = at;
  const before = await kinds(at);
  const imap = await startImap('help@kettle.example', 'token');
  const smtp = await startSmtp();
  open.push(
    () => imap.stop(),
    () => smtp.stop(),
  );
  await connect(at, 'Connect a mailbox');
  expect(asked(at)).toMatchObject({ inputs: FIRST, buttons: ['Next'] });
  expect(asked(at).valueOf('provider')).toBeNull();
  const given = { address: 'help@kettle.example', name_shown: 'Kettle & "Help"' };
  await ann.submit({ ...given, provider: 'google' });
  // What was filled in stands, and only a password is missing.
  expect(asked(at).inputs).toEqual([...FIRST, 'imap.password']);
  expect(asked(at).valueOf('name_shown')).toBe(given.name_shown);
  expect(asked(at).buttons).not.toContain('Next');
  // Another choice asks for something else before anything is tried.
  await ann.submit({ provider: 'microsoft' });
  expect(asked(at).inputs).toEqual(FIRST);
  await ann.submit({ provider: OTHER });
  expect(asked(at).inputs).toEqual(expect.arrayContaining([...FIRST, 'imap.host', 'imap.password', 'smtp.host']));
  expect(await kinds(at)).toEqual(before);
  const servers = {
    ...{ 'imap.host': '127.0.0.1', 'imap.port': String(imap.port), 'imap.secure': 'false' },
    ...{ 'imap.user': 'help@kettle.example', 'smtp.host': '127.0.0.1', 'smtp.port': String(smtp.port) },
  };
  await ann.submit({ ...servers, 'imap.password': 'not-this-one' });
  const told = () => `${asked(at).words}${JSON.stringify(ann.privates())}${JSON.stringify(ann.chat())}`;
  await until(() => /incoming mail/.test(told()), 'why it was not saved', 60_000);
  expect(await kinds(at)).toEqual(before);
  if (!asked(at).inputs.includes('imap.host')) {
    await connect(at, 'Connect a mailbox');
    await ann.submit({ ...given, provider: OTHER });
  }
  await ann.submit({ ...servers, 'imap.password': 'secret' });
  await until(async () => (await kinds(at)).length === before.length + 1, 'it is saved', 60_000);
}, 180_000);

test('an X account: wrong keys are told and nothing is kept of them; right ones are used at once', async () => {
  const x = await openX();
  open.push(() => x.close());
  const { keys } = x.account('kettleshop', { name: 'Kettle & Co' });
  const at = await begin({ env: { X_API_ORIGIN: x.url } });
  const { ann, shop } = at;
  await connect(at, 'Connect an X account');
  const given = { api_key: keys.appKey, api_secret: keys.appSecret, access_token: keys.accessToken };
  const told = () => `${asked(at).words}${JSON.stringify(ann.privates())}${JSON.stringify(ann.chat())}`;
  await ann.submit({ ...given, access_secret: 'not-this-one-at-all' });
  await until(() => /(Not saved|keys|secret)/i.test(told()), 'why it was not saved', 60_000);
  expect(await kinds(at)).not.toContain('x');
  if (!asked(at).inputs.includes('access_secret')) await connect(at, 'Connect an X account');
  await ann.submit({ ...given, access_secret: keys.accessSecret });
  await until(async () => (await kinds(at)).includes('x'), 'it is saved', 60_000);
  await until(() => x.calls.some(each => each.route === 'mentions' && each.status === 200), 'X is looked at');
  const tables = ['channels', 'jobs', 'shelf', 'settings', 'seen'];
  const rows = await Promise.all(tables.map(each => shop.running.engine.rows(`select * from ${each}`, [])));
  for (const secret of [keys.appSecret, keys.accessSecret, 'not-this-one-at-all'])
    expect(JSON.stringify(rows)).not.toContain(secret);
}, 180_000);
