/** The client secret of the Entra app is changed in `.env` while Teams is the desk: two are valid beside each other. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import { pushedTime } from '../../../kit/pushed-time.ts';
import { openTeamsShop, type TeamsShop } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const LOOKED_AGAIN_MS = 11_000;
let open: TeamsShop | null = null;
afterEach(async () => {
  await open?.stop();
  open = null;
});

test('a second secret is tried beside the first, which may be deleted then; one that is wrong changes nothing', async () => {
  const time = pushedTime();
  open = await openTeamsShop({ dotenv: true, time });
  const { shop, teams, ann, words } = open;
  const said = async () =>
    ((await (await fetch(`${shop.url}/readyz`)).json()) as { items: HealthItem[] }).items.find(
      each => each.what === 'TEAMS_CLIENT_SECRET',
    );
  const putIn = async (secret: string) => {
    writeFileSync(join(shop.folder, '.env'), `TEAMS_CLIENT_SECRET=${secret}\n`);
    const before = JSON.stringify(await said());
    return until(async () => {
      time.push(LOOKED_AGAIN_MS);
      const now = await said();
      return JSON.stringify(now) === before ? null : now;
    }, 'it was looked at');
  };
  const write = (n: number) => shop.mail({ from: `maya${n}@example.com`, subject: `Matter ${n}`, text: 'It rattles.' });
  await write(1);
  await open.cards(1);

  expect(await putIn('Zzz8Q~not-a-secret-of-this-app-0123456789')).toMatchObject({
    ok: false,
    words: expect.stringMatching(/is not a secret of this app.* The old one stays in use\.$/),
  });
  await write(2);
  await open.cards(2);

  const second = teams.newSecret();
  expect(await putIn(second)).toMatchObject({
    ok: true,
    words: 'signs in to Microsoft, and is in use. You can now delete the old one in Microsoft Entra.',
  });
  teams.deleteSecret(teams.secret);
  teams.expireTokens();
  await write(3);
  const cards = await open.cards(3);
  await open.reply(ann, cards[2]!, 'On its way.');
  expect((await open.mailed(1)).map(each => each.text)).toEqual([expect.stringContaining('On its way.')]);
  const subjects = (await open.cards(3)).flatMap(each => /Matter \d/.exec(words(each))?.[0] ?? []);
  expect(subjects.sort()).toEqual(['Matter 1', 'Matter 2', 'Matter 3']);
});

test('one that has expired is said with what to do, and what was to be posted follows once the new one is put in', async () => {
  const time = pushedTime();
  open = await openTeamsShop({ dotenv: true, time });
  const { shop, teams } = open;
  await shop.mail({ from: 'maya1@example.com', subject: 'Matter 1', text: 'It rattles.' });
  await open.cards(1);
  teams.deleteSecret(teams.secret);
  teams.expireTokens();
  await shop.mail({ from: 'maya2@example.com', subject: 'Matter 2', text: 'It rattles.' });
  const items = async () => ((await (await fetch(`${shop.url}/readyz`)).json()) as { items: HealthItem[] }).items;
  const trouble = await until(
    async () => (await items()).find(each => !each.ok && /not a secret of this app/.test(each.words)),
    'it is noticed',
  );
  expect(trouble.words).toContain('Certificates & secrets');
  writeFileSync(join(shop.folder, '.env'), `TEAMS_CLIENT_SECRET=${teams.newSecret()}\n`);
  await until(async () => {
    time.push(LOOKED_AGAIN_MS);
    return (await items()).find(each => each.what === 'TEAMS_CLIENT_SECRET' && each.ok);
  }, 'it is in use');
  await open.cards(2);
  await until(async () => {
    time.push(LOOKED_AGAIN_MS);
    return (await items()).every(each => each.ok);
  }, 'all is well');
});
