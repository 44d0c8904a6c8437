/** Two processes behind a load balancer without sticky sessions: whichever of them gets a request, it is one service. */
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { wordsOf as teamsWords } from '../kit/far-sides/teams/cards.ts';
import { leavesOpenForAll } from '../kit/leaks.ts';
import { type Installation, openInstallation } from '../kit/one-installation.ts';
import { freePort } from '../kit/servers.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { wordsOf } from '../kit/slack-shop.ts';
import { visit } from '../kit/visitor.ts';
import { until } from '../kit/world.ts';

describe.skipIf(inject('postgres') === null)('two processes on one PostgreSQL', () => {
  leavesOpenForAll();
  let all: Installation;
  let [one, two] = [null as unknown as Shop, null as unknown as Shop];
  beforeAll(async () => {
    all = await openInstallation();
    const { env, yaml } = all;
    // Their public address is the balancer's.
    const begin = async () => {
      const port = await freePort();
      const shop = await openShop({ env: { ...env, PORT: String(port) }, yaml, postGapMs: 0 });
      return { ...shop, url: `http://127.0.0.1:${port}` };
    };
    [one, two] = [await begin(), await begin()];
    all.balancer.processes([one.url, two.url]);
    await until(() => all.balancer.isUsed(one.url) && all.balancer.isUsed(two.url), 'both are used');
    await all.install();
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await all.close();
  });
  afterEach(() => all.balancer.steer(() => undefined));
  const idle = () =>
    until(async () => {
      await all.slack.quiet();
      await all.teams.quiet();
      return (await all.left()) === 0;
    }, 'nothing is to be done');
  /** Requests to these paths go to the one, all others to the other. */
  const apart = (path: RegExp) => all.balancer.steer(each => (path.test(each) ? one.url : two.url));

  test('a visitor writes to one and listens at the other: everything comes once, in order, and who writes is seen', async () => {
    apart(/\/events/);
    const visitor = await visit(all.url);
    const heard = visitor.listen();
    for (const text of ['first', 'second', 'third']) expect((await visitor.send(text)).status).toBe(200);
    const card = await all.card('first');
    await all.sam.say(all.customers, 'typed', { thread: card.ts });
    const preview = await until(() => all.sam.ephemerals().find(each => wordsOf(each).includes('typed')), 'preview');
    await all.sam.press(preview, 'reply.send');
    const entries = await heard.have(4);
    expect(entries.map(each => [each.n, each.text])).toEqual([
      [1, 'first'],
      [2, 'second'],
      [3, 'third'],
      [4, 'typed'],
    ]);
    await idle();
    await until(() => heard.state()?.delivered, 'the state says that it arrived');
    // The other way round, and a page that comes back asks only for what it misses.
    heard.close();
    all.balancer.steer(each => (/\/events/.test(each) ? two.url : one.url));
    expect((await visitor.send('fourth')).status).toBe(200);
    const again = visitor.listen({ after: 4 });
    expect((await again.have(1)).map(each => each.text)).toEqual(['fourth']);
    expect((await visitor.send('fourth once more')).status).toBe(200);
    expect((await again.have(2)).map(each => each.n)).toEqual([5, 6]);
    again.close();
    await idle();
    expect(heard.entries).toHaveLength(4);
    const roots = all.customers.messages().filter(each => wordsOf(each).includes('first'));
    expect(roots).toHaveLength(1);
    const thread = all.customers.thread(card.ts).map(wordsOf).join('\n');
    expect(thread.match(/second/g)).toHaveLength(1);
    expect(thread.match(/fourth once more/g)).toHaveLength(1);
  });

  test('what one could not answer in time is sent again to the other: one message of the visitor, once', async () => {
    const visitor = await visit(all.url);
    const same = (url: string) => {
      all.balancer.steer(() => url);
      return visitor.send('The spout drips.', 'cid-the-same-1');
    };
    const [first, second] = [await same(one.url), await same(two.url)];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    await all.card('The spout drips.');
    await idle();
    expect(all.customers.messages().filter(each => wordsOf(each).includes('The spout drips.'))).toHaveLength(1);
  });

  test('an event of Slack that comes again to another process is one: one preview, one reply', async () => {
    const visitor = await visit(all.url);
    await visitor.send('My kettle whistles.');
    const card = await all.card('My kettle whistles.');
    await idle();
    all.balancer.steer(() => one.url);
    await all.sam.say(all.customers, 'Let it whistle.', { thread: card.ts });
    const event = all.slack.deliveries.findLast(each => each.kind === 'event')!;
    all.balancer.steer(() => two.url);
    expect((await all.slack.redeliver(event)).status).toBe(200);
    // Also while the first is being worked on, from both sides at once.
    await Promise.all([all.slack.redeliver(event, 2), all.slack.redeliver(event, 3)]);
    await idle();
    const previews = all.sam.ephemerals().filter(each => wordsOf(each).includes('Let it whistle.'));
    expect(previews).toHaveLength(1);
    all.balancer.steer(() => undefined);
    await Promise.all([all.sam.press(previews[0]!, 'reply.send'), all.sam.press(previews[0]!, 'reply.send')]);
    const heard = visitor.listen();
    await heard.have(2);
    await idle();
    heard.close();
    expect(heard.entries.map(each => each.text)).toEqual(['My kettle whistles.', 'Let it whistle.']);
  });

  test('a press in Slack at one process opens a form that another one takes in', async () => {
    const visitor = await visit(all.url);
    await visitor.send('Do you mend handles?');
    const card = await all.card('Do you mend handles?');
    await idle();
    all.balancer.steer(() => one.url);
    await all.sam.press(card, 'enquiry.reply');
    const view = await until(() => all.sam.openView(), 'the form');
    all.balancer.steer(() => two.url);
    const block = view.blocks.find((each: { element?: { type: string } }) =>
      /input|rich/.test(each.element?.type ?? ''),
    );
    const answer = await all.sam.submit(view, { [block.block_id]: 'We do.' });
    expect(answer.status).toBe(200);
    const heard = visitor.listen();
    await heard.have(2);
    heard.close();
    await idle();
    expect(heard.entries.map(each => each.text)).toEqual(['Do you mend handles?', 'We do.']);
    expect(wordsOf(all.customers.message(card.ts)!)).toContain('Sam has it');
  });

  test('of two people who press Claim at two processes at once, one has it, and the other hears who', async () => {
    const visitor = await visit(all.url);
    await visitor.send('Who takes this?');
    const card = await all.card('Who takes this?');
    await idle();
    await Promise.all([all.sam, all.kim].map(each => each.press(card, 'enquiry.claim')));
    await idle();
    const owner = wordsOf(all.customers.message(card.ts)!).match(/(Sam|Kim) has it/g);
    expect(owner).toHaveLength(1);
    const late = owner![0]!.startsWith('Sam') ? all.kim : all.sam;
    const told = late.ephemerals().map(wordsOf).join('\n');
    expect(told).toContain(owner![0]!.slice(0, 3));
    const lines = all.customers.thread(card.ts).map(wordsOf);
    expect(lines.filter(each => each.includes('claimed this.'))).toHaveLength(1);
  });

  test('an activity of Teams that comes again to another process is one, and its form goes to the other', async () => {
    const visitor = await visit(all.url, { site: 'back' });
    await visitor.send('I send the lid back.');
    const card = await until(
      () => all.returns.posts().find(each => teamsWords(each).includes('I send the lid back.')),
      'the card in Teams',
    );
    await idle();
    all.balancer.steer(() => one.url);
    await all.ann.say(all.returns, '<at>Deskhand</at> Thank you for it.', { thread: card.id });
    const activity = all.teams.deliveries.findLast(each => each.activity.type === 'message')!;
    all.balancer.steer(() => two.url);
    expect((await all.teams.redeliver(activity)).status).toBe(200);
    await idle();
    const previews = [...all.ann.chat(), ...all.ann.privates()].filter(
      each => each.by === 'bot' && teamsWords(each).includes('Thank you for it.'),
    );
    expect(previews).toHaveLength(1);
    all.balancer.steer(() => one.url);
    await all.ann.press(card, 'enquiry.reply');
    all.balancer.steer(() => two.url);
    await all.ann.submit({ text: 'It has arrived.' });
    const heard = visitor.listen();
    await heard.have(2);
    heard.close();
    await idle();
    expect(heard.entries.map(each => each.text)).toEqual(['I send the lid back.', 'It has arrived.']);
  });

  test('a mail that both processes are handed is one enquiry', async () => {
    const mail = { from: 'Maya Patel <maya@example.com>', raw: '' };
    mail.raw = [
      'From: Maya Patel <maya@example.com>',
      'To: help@shop.example',
      'Subject: The lid',
      'Message-ID: <both@example.com>',
      'Date: Mon, 1 Jun 2026 09:00:00 +0000',
      '',
      'It rattles at both.',
    ].join('\r\n');
    await Promise.all([one.mail(mail), two.mail(mail)]);
    await all.card('It rattles at both.');
    await idle();
    expect(all.customers.messages().filter(each => wordsOf(each).includes('It rattles at both.'))).toHaveLength(1);
  });
});
