/** What somebody meets who sets Slack up and is not an admin there, has copied the wrong token, or is not in the channel. */
import { CommanderError } from 'commander';
import { describe, expect, test, vi } from 'vitest';
import { KNOWN } from '../../../../src/app/adapters.ts';
import { printManifest } from '../../../../src/cli/manifest.ts';
import { readEnv } from '../../../../src/settings/env.ts';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { openSlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const UNPLACED = { SLACK_ROOM: '' };

describe('somebody who installed Deskhand and is no admin of Slack', () => {
  test('places the first room by inviting it, is greeted, and may connect a mailbox', async () => {
    const at = await openShop({ env: UNPLACED });
    const { team, words, ben, idle } = at;
    const room = team.channel('orders', { members: [ben], botIn: false });
    await room.inviteBot(ben);
    await until(() => room.messages().map(words).join().includes('are posted here from now on'), 'the room is placed');
    await until(() => ben.dms().map(words).join().includes('Three steps'), 'the greeting');
    await idle();
    const rooms = await at.shop.running.house.parts.store.rooms();
    expect(rooms.map(each => each.deskRef)).toEqual([room.id]);
    await ben.openHome();
    await until(() => JSON.stringify(ben.home() ?? {}).includes('Connect a mailbox'), 'the settings in the Home tab');
    // The form is called like the button that opens it, and its own button says what happens.
    for (const named of ['Connect a mailbox', 'Connect an X account', 'Put the chat on a site']) {
      await ben.press(ben.home()!, named);
      const form = await until(() => ben.openView(), named);
      expect([form.title.text, form.submit.text]).toEqual([named, 'Test and save']);
      await ben.closeView();
    }
  });

  test('is the first who did; whoever comes next asks an admin', async () => {
    const at = await openShop({ env: UNPLACED });
    const { team, words, ben, idle } = at;
    const dora = team.person('Dora');
    const [one, two] = ['orders', 'repairs'].map(name => team.channel(name, { members: [ben, dora], botIn: false }));
    await one!.inviteBot(ben);
    await until(() => one!.messages().map(words).join().includes('are posted here from now on'), 'the room is placed');
    await two!.inviteBot(dora);
    await idle();
    expect(two!.messages().map(words).join()).not.toContain('are posted here');
    await dora.openHome();
    await idle();
    expect(JSON.stringify(dora.home() ?? {})).not.toContain('Connect a mailbox');
  });

  test('is never a guest', async () => {
    const at = await openShop({ env: UNPLACED });
    const { team, words, idle } = at;
    const gail = team.person('Gail', { guest: true });
    const room = team.channel('orders', { members: [gail], botIn: false });
    await room.inviteBot(gail);
    await idle();
    expect(room.messages().map(words).join()).not.toContain('are posted here');
  });
});

test('a channel that is archived right after a start: an admin who never used Deskhand is told', async () => {
  const at = await openShop();
  const { room, ann, words } = at;
  await room.archive();
  await until(() => ann.dms().map(words).join().includes('archived'), 'an admin is told', 10_000);
});

test('a press by somebody who reads the channel and is not in it is answered where they pressed', async () => {
  const at = await openShop();
  const { team, shop, room, ann, entry, cards, words } = at;
  await shop.mail({ from: 'maya@example.com', subject: 'Lid', text: 'It rattles.' });
  const [root] = await cards(1);
  await ann.press(root!, 'enquiry.claim');
  await entry(root!.ts, 'Ann claimed this.');
  const otto = team.person('Otto');
  // Their card has not been drawn again yet.
  await otto.press(root!, 'enquiry.claim');
  await until(() => otto.ephemerals(room).map(words).join().includes('Ann has this one'), 'Otto is answered');
});

describe('tokens of Slack', () => {
  const problems = (env: Record<string, string>) => readEnv(env, KNOWN).problems.join('\n');

  test('that are in each other’s place are told apart by how they begin', () => {
    const swapped = problems({ SLACK_BOT_TOKEN: 'xapp-1-A', SLACK_APP_TOKEN: 'xoxb-1-B' });
    expect(swapped).toContain(
      'SLACK_BOT_TOKEN is an app-level token, for SLACK_APP_TOKEN. Put one that begins with xoxb-',
    );
    expect(swapped).toContain('SLACK_APP_TOKEN is a bot token, for SLACK_BOT_TOKEN. Put one that begins with xapp-');
  });

  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1-2', "a person's own token"],
    ['SLACK_BOT_TOKEN', 'xoxe.xoxb-1-2', 'renewed every few hours'],
    ['SLACK_BOT_TOKEN', 'xwfp-1', 'another kind of token'],
    ['SLACK_SIGNING_SECRET', 'xoxb-1-2', 'Put the signing secret there'],
  ])('%s as %s is refused with what it is', (name, value, words) => {
    expect(problems({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'abc', [name]: value })).toContain(words);
  });

  test('the bot’s alone names the app’s as missing', () => {
    expect(problems({ SLACK_BOT_TOKEN: 'xoxb-1' })).toMatch(/^SLACK_APP_TOKEN is missing.*xapp-/);
    expect(problems({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })).toBe('');
    expect(problems({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'abc' })).toBe('');
  });
});

test('a token that Slack never knew is no installation that ended', async () => {
  const at = await openSlackShop({ env: { SLACK_BOT_TOKEN: 'xoxb-never-known' } });
  const said = await until(async () => {
    const items = await at.shop.running.house.health();
    return items.find(each => /invalid_auth/.test(each.words)) ?? null;
  }, 'the trouble is named');
  expect(said.words).toContain('Slack does not accept SLACK_BOT_TOKEN');
  expect(said.words).not.toContain('any more');
  await at.stop();
});

describe('deskhand manifest slack', () => {
  test.each([
    [{ oauth: true }, /give --url https:/],
    [{ oauth: true, socket: true }, /give --url https:/],
    [{ url: 'desk.shop.example' }, /not a full address/],
    [{ url: 'desk.shop.example', oauth: true }, /not a full address/],
    [{ url: 'localhost:3000' }, /not a full address/],
  ])('%j is refused with what to write', async (choices, words) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    await expect(printManifest({}, 'slack', choices)).rejects.toThrow(CommanderError);
    expect(said.mock.calls.join()).toMatch(words);
    said.mockRestore();
  });
});
