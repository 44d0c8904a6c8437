/** Slack and Teams in one installation, each with a room of its own: one team may work in both, and nothing is mixed up. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, test } from 'vitest';
import { startCli } from '../kit/cli.ts';
import { openSlack } from '../kit/far-sides/slack/server.ts';
import { wordsOf as teamsWords } from '../kit/far-sides/teams/cards.ts';
import { openTeams } from '../kit/far-sides/teams/server.ts';
import { freePort } from '../kit/servers.ts';
import { openShop } from '../kit/shop.ts';
import { wordsOf as slackWords } from '../kit/slack-shop.ts';
import { mailWithFile } from '../kit/taken-back.ts';
import { teamsEnv } from '../kit/teams-shop.ts';
import { until } from '../kit/world.ts';

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  const all = close.reverse();
  close = [];
  for (const each of all) await each();
});

async function begin() {
  const [slack, teams] = [await openSlack(), await openTeams()];
  const slackTeam = slack.team();
  const sam = slackTeam.person('Sam', { admin: true });
  const inSlack = slackTeam.channel('customers', { members: [sam] });
  const team = teams.team();
  const ann = team.person('Ann');
  const inTeams = team.channel('returns');
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-two-'));
  const start = async () => {
    const { TEAMS_ROOM: _room, ...ofTeams } = teamsEnv(teams, inTeams);
    const shop = await openShop({
      folder,
      postGapMs: 0,
      yaml: `rooms: [{ name: customers, slack: ${inSlack.id} }, { name: returns, teams: '${inTeams.id}' }]\nhold_seconds: { email: 0.4, webchat: 0.2 }\n`,
      env: {
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slackTeam.botToken,
        SLACK_SIGNING_SECRET: slack.signingSecret,
        ...ofTeams,
      },
    });
    slack.deliverTo(`${shop.url}/slack/events`);
    teams.deliverTo(`${shop.url}/api/messages`);
    return shop;
  };
  let shop = await start();
  close.push(
    async () => {
      await slack.close();
      await teams.close();
    },
    async () => {
      await slack.quiet();
      await teams.quiet();
      await shop.stop();
    },
  );
  await team.install(ann);
  await ann.install();
  const quiet = async () => {
    for (let i = 0; i < 400; i++) {
      await slack.quiet();
      await teams.quiet();
      const left = await shop.running.engine.rows(
        `select 1 from jobs where state = 'ready' and kind not in ('reply.goOn', 'rating.ask')`,
        [],
      );
      if (left.length === 0) return;
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    throw new Error('The program still has something to do.');
  };
  const restart = async () => {
    await shop.stop();
    shop = await start();
  };
  const slackCard = (words: string) =>
    until(() => inSlack.messages().find(each => slackWords(each).includes(words)), `${words} in Slack`, 15_000);
  const teamsCard = (words: string) =>
    until(
      () =>
        inTeams
          .posts()
          .find(each => teamsWords(each).includes(words) && JSON.stringify(each.card).includes('enquiry.')),
      `${words} in Teams`,
      8_000,
    );
  const mails = async () => (await shop.mailbox()).map(each => each.text.split('\n\nOn ')[0]!);
  return {
    slack,
    teams,
    team,
    sam,
    ann,
    inSlack,
    inTeams,
    quiet,
    restart,
    slackCard,
    teamsCard,
    mails,
    shop: () => shop,
  };
}

describe('a room in Slack and one in Teams', () => {
  test('an enquiry goes where its room is, is moved to the other and back, and can be answered in both', async () => {
    const at = await begin();
    const { sam, ann, inSlack, inTeams, quiet, slackCard, teamsCard, mails } = at;
    await at.shop().mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
    const first = await slackCard('It rattles');
    expect(inTeams.posts().map(teamsWords).join()).not.toContain('rattles');
    await sam.press(first, 'enquiry.claim');
    await until(() => slackWords(inSlack.message(first.ts)!).includes('Sam has it'), 'claimed in Slack');
    await quiet();
    await sam.command(inSlack, '/desk', 'move 1 returns');
    const second = await teamsCard('It rattles');
    await quiet();
    expect(slackWords(inSlack.message(first.ts)!)).toMatch(/moved|returns/i);
    expect(teamsWords(inTeams.message(second.id))).toContain('Sam has it');
    await at.shop().mail({ from: 'Tom <tom@example.com>', subject: 'Other', text: 'A second matter' });
    const other = await slackCard('A second matter');
    await sam.command(inSlack, '/desk', 'move 2 returns');
    const moved = await teamsCard('A second matter');
    await quiet();
    expect(other.ts).toBeTruthy();
    await ann.press(moved, 'enquiry.reply');
    await ann.submit({ text: 'Dear Tom, from Teams' });
    await until(async () => (await mails()).length, 'sent');
    expect(await mails()).toEqual(['Dear Tom, from Teams']);
    await quiet();
    await ann.say(inTeams, '<at>Deskhand</at> move 2 customers');
    await until(
      () =>
        inSlack.messages().filter(each => slackWords(each).includes('A second matter') && each.ts !== other.ts).length,
      'back in Slack',
      8_000,
    );
    await quiet();
    await at.shop().mail({ from: 'Tom <tom@example.com>', subject: 'Re: Other', text: 'Thank you, one more thing' });
    await until(
      () =>
        inSlack
          .messages()
          .flatMap(each => inSlack.thread(each.ts))
          .map(slackWords)
          .join()
          .includes('one more thing'),
      'the next words in Slack',
      8_000,
    );
    await quiet();
    expect(inTeams.thread(moved.id).map(teamsWords).join()).not.toContain('one more thing');
  });

  test('whoever is erased after a move is gone from both, and what people wrote there is counted once', async () => {
    const at = await begin();
    const { sam, ann, inSlack, inTeams, quiet, slackCard, teamsCard } = at;
    const raw = mailWithFile('one', 'The lid PLANTED', 'It rattles PLANTED', 'firstPLANTED');
    await at.shop().mail({ raw });
    const first = await slackCard('It rattles');
    await sam.say(inSlack, '// Maya again, I think', { thread: first.ts });
    await quiet();
    const slackSeen = () =>
      JSON.stringify(inSlack.messages().flatMap(each => [each, ...inSlack.thread(each.ts)].filter(one => one.bot_id)));
    expect(slackSeen()).toContain('firstPLANTED');
    await sam.command(inSlack, '/desk', 'move 1 returns');
    const moved = await teamsCard('It rattles');
    await quiet();
    await at.shop().mail({ raw: mailWithFile('two', 'Re: The lid', 'It leaks PLANTED', 'secondPLANTED', 'one') });
    const teamsSeen = () =>
      JSON.stringify(
        inTeams
          .posts()
          .flatMap(each => [each, ...inTeams.thread(each.id)])
          .filter(one => one.by === 'bot'),
      );
    await until(() => teamsSeen().includes('secondPLANTED'), 'the second in Teams');
    await ann.say(inTeams, '// Maya, and again', { thread: moved.id });
    await quiet();
    await sam.command(inSlack, '/desk', 'erase maya@example.com');
    const dm = (words: RegExp) =>
      until(() => sam.dms().findLast(each => words.test(slackWords(each))), `${words}`, 8_000);
    await sam.press(await dm(/Erase this customer for good/), 'customer.erase');
    const done = await dm(/The customer was erased on/);
    await quiet();
    expect(slackSeen()).not.toMatch(/PLANTED|Maya/);
    expect(teamsSeen()).not.toMatch(/PLANTED|Maya/);
    expect(slackWords(done)).toMatch(/2 messages of colleagues or files in #1 may still quote them/);
  });

  test('previews, commands, homes and admins’ rights are each desk’s own', async () => {
    const at = await begin();
    const { sam, ann, inSlack, inTeams, quiet, slackCard, teamsCard, mails, team } = at;
    await at.shop().mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
    const first = await slackCard('It rattles');
    await sam.say(inSlack, 'Dear Maya', { thread: first.ts });
    const preview = await until(() => sam.ephemerals().find(each => slackWords(each).includes('Dear Maya')), 'preview');
    await sam.press(preview, 'reply.send');
    await until(async () => (await mails()).length, 'sent');
    expect([...ann.chat(), ...ann.privates()].map(teamsWords).join()).not.toContain('Dear Maya');
    await sam.command(inSlack, '/desk', 'move 1 returns');
    const moved = await teamsCard('It rattles');
    await quiet();
    await ann.say(null, 'open');
    await until(
      () =>
        ann
          .chat()
          .map(teamsWords)
          .some(each => /Maya Patel/.test(each)),
      'Ann sees what is open',
    );
    await ann.say(null, 'home');
    await until(
      () =>
        ann
          .chat()
          .map(teamsWords)
          .some(each => /settings|Rooms/i.test(each)),
      'the home',
    );
    // Whoever is in neither room has nothing, on either desk.
    const olga = team.person('Olga', { member: false });
    await olga.install();
    await olga.say(null, 'open');
    await olga.say(null, 'customer maya@example.com');
    await quiet();
    expect(olga.chat().map(teamsWords).join()).not.toMatch(/It rattles|Maya Patel/);
    // What was asked in a thread is answered there, to whoever asked.
    await ann.say(inTeams, '<at>Deskhand</at> customer maya@example.com', { thread: moved.id });
    await until(
      () => ann.privates(inTeams).map(teamsWords).join().includes('maya@example.com'),
      'the answer in the thread',
    );
    await ann.say(inTeams, 'Dear Maya, again', { thread: moved.id });
    await quiet();
    expect(await mails()).toHaveLength(1);
  });

  test('health names both, and the trouble of one stops nothing on the other', async () => {
    const at = await begin();
    const { ann, inSlack, inTeams, quiet, team } = at;
    const check = async () => at.shop().running.house.desk.check();
    expect((await check()).map(each => each.what).join()).toMatch(/Slack[\s\S]*Teams/);
    await team.archive();
    await until(() => at.shop().running.house.desk.troubles?.().length, 'a trouble');
    await at.shop().mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
    await at.slackCard('It rattles');
    await team.unarchive();
    await ann.say(inTeams, '<at>Deskhand</at> health');
    await until(
      () => [...ann.chat(), ...ann.privates()].map(teamsWords).some(each => /Slack/.test(each) && /Teams/.test(each)),
      'both in the answer',
      8_000,
    );
    await quiet();
    expect(inSlack.messages().length).toBeGreaterThan(0);
  });

  test('a restart in the middle of a move leaves one card on each side, and nothing twice', async () => {
    const at = await begin();
    const { sam, inSlack, inTeams, teamsCard, slackCard } = at;
    await at.shop().mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
    await slackCard('It rattles');
    at.teams.fail('conversations.create', { status: 503 }, 1, call => call.body?.channelData?.channel !== undefined);
    await sam.command(inSlack, '/desk', 'move 1 returns');
    await until(() => at.teams.calls.some(each => each.status === 503), 'tried');
    await at.restart();
    await teamsCard('It rattles');
    await at.quiet();
    expect(inTeams.posts().filter(each => teamsWords(each).includes('It rattles'))).toHaveLength(1);
    expect(inSlack.messages().map(slackWords)).toEqual([expect.stringMatching(/moved|returns/i)]);
  });

  test('a kill -9 after the card was posted on the other desk, and before that was known, leaves one card there', async () => {
    const [slack, teams] = [await openSlack(), await openTeams()];
    const slackTeam = slack.team();
    const sam = slackTeam.person('Sam', { admin: true });
    const inSlack = slackTeam.channel('customers', { members: [sam] });
    const team = teams.team();
    const inTeams = team.channel('returns');
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-two-'));
    const rooms = `rooms: [{ name: customers, slack: ${inSlack.id} }, { name: returns, teams: '${inTeams.id}' }]`;
    writeFileSync(join(folder, 'deskhand.yaml'), `${rooms}\n`);
    const [port, mailPort] = [await freePort(), await freePort()];
    const { TEAMS_ROOM: _room, ...ofTeams } = teamsEnv(teams, inTeams);
    const start = async () => {
      const cli = await startCli(folder, {
        ...ofTeams,
        PORT: String(port),
        DATABASE_URL: `sqlite:${join(folder, 'd.db')}`,
        MAIL_RECEIVER_PORT: String(mailPort),
        LOG_LEVEL: 'silent',
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slackTeam.botToken,
        SLACK_SIGNING_SECRET: slack.signingSecret,
      });
      const ready = () =>
        fetch(`${cli.url}/readyz`).then(
          response => response.ok,
          () => false,
        );
      await until(ready, 'it is ready', 60_000);
      return cli;
    };
    let cli = await start();
    close.push(
      async () => {
        await slack.close();
        await teams.close();
        rmSync(folder, { recursive: true, force: true });
      },
      async () => void (await cli.stop()),
    );
    slack.deliverTo(`${cli.url}/slack/events`);
    teams.deliverTo(`${cli.url}/api/messages`);
    await team.install(team.person('Ann'));
    const transport = createTransport({ host: '127.0.0.1', port: mailPort, ignoreTLS: true });
    await transport.sendMail({
      from: 'maya@example.com',
      to: 'help@shop.example',
      subject: 'The lid',
      text: 'It rattles.',
    });
    transport.close();
    await until(
      () => inSlack.messages().some(each => slackWords(each).includes('It rattles')),
      'the card in Slack',
      20_000,
    );
    const cards = () => inTeams.posts().filter(each => teamsWords(each).includes('It rattles'));
    teams.fail('conversations.create', { hang: 3_000 }, 1, call => call.body?.channelData?.channel?.id === inTeams.id);
    await sam.command(inSlack, '/desk', 'move 1 returns');
    await until(() => cards().length, 'posted', 20_000);
    await cli.stop('SIGKILL');
    cli = await start();
    await until(() => inSlack.messages().some(each => /moved|returns/i.test(slackWords(each))), 'moved', 100_000);
    expect(cards()).toHaveLength(1);
  }, 180_000);
});
