/** A day at the desk in Microsoft's own Agents Playground, in a browser. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ANN, BEN } from '../../../kit/far-sides/playground.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { openPlaygroundShop, type PlaygroundShop } from '../../../kit/playground-shop.ts';
import { type Visitor, visit } from '../../../kit/visitor.ts';
import { until } from '../../../kit/world.ts';

/** Time for a press on Undo on a machine that runs other tests beside this one. */
const YAML = 'hold_seconds: { email: 0.3, webchat: 8 }\n';

describeInBrowser('Teams, as the Agents Playground draws it', () => {
  const browser = browserForAll();
  let shop: PlaygroundShop;
  beforeEach(async () => {
    shop = await openPlaygroundShop(browser(), { yaml: YAML });
  });
  afterEach(() => shop?.stop());

  const rows = <T>(sql: string) => shop.shop.running.engine.rows<T>(sql, []);
  /** Resolves when so much of what was written in threads is kept. The Playground reports a delivery before it makes it. */
  const kept = (count: number) =>
    until(async () => (await rows('select 1 from remarks')).length === count, `${count} messages are kept`);
  const asks = async (text: string): Promise<Visitor> => {
    const visitor = await visit(shop.shop.url);
    await visitor.send(text);
    return visitor;
  };

  test('a visitor gets the one answer that was sent, and nothing of what was said about it', async () => {
    const { page, write, mention, benWrites } = shop;
    await shop.openRoom();
    await page.getByText('are posted here from now on').waitFor();
    const visitor = await asks('Can the river green pot go in the oven?');
    const heard = visitor.listen();
    const post = shop.post('Can the river green pot');
    const see = (words: string) => post.getByText(words).last().waitFor();
    const press = (name: string | RegExp) => post.getByRole('button', { name, exact: true }).click();

    await see('Open, nobody has it yet');
    // A visitor has no address: the id that stands for one is nothing to read.
    expect(await post.getByText(/[0-9a-f]{16}/).count()).toBe(0);
    await press('Claim');
    await see('Ann Lee has it');
    await see('Ann Lee claimed this.');

    const thread = await write(post, '// has anybody tried it?');
    await kept(1);
    await mention(post, 'Ben Okafor', 'you have one at home, have you not?');
    await kept(2);
    await benWrites(thread, 'I bake in mine every week.');
    await kept(3);
    await write(post, 'Yes, up to 240 degrees.');
    await see('Send this to the customer?');
    expect(await post.getByText('Send this to the customer?').count()).toBe(1);
    const lanes = await rows<{ lane: string }>('select lane from remarks order by written_at');
    expect(lanes.map(each => each.lane)).toEqual(['talk', 'talk', 'talk', 'preview']);
    await press(/^Send to /);
    await see('in a moment');
    await press('Undo');
    await see('Taken back, not sent');

    await write(post, 'Yes, up to 220 degrees.');
    await see('Send this to the customer?');
    await press(/^Send to /);
    await see('has it');
    await until(() => heard.entries.some(each => each.from === 'team'), 'the answer');

    await press('Resolve');
    await see('Resolved');
    await see('Ann Lee resolved this.');
    await mention(post, 'Deskhand', 'stats week');
    await see('New enquiries by day');
    await post
      .getByRole('img', { name: /^Sun|^Mon|^Tue|^Wed|^Thu|^Fri|^Sat/ })
      .last()
      .waitFor();
    expect(heard.entries.filter(each => each.from === 'team').map(each => each.text)).toEqual([
      'Yes, up to 220 degrees.',
    ]);
    heard.close();
    expect([...new Set(shop.answered)]).toEqual([200]);
  });

  test('odd deliveries are answered, and whoever wrote what cannot be sent is told why', async () => {
    const { playground, answered, page } = shop;
    await shop.openRoom();
    const visitor = await asks('Is the kettle in stock?');
    const post = shop.post('Is the kettle in stock?');
    const see = (words: string) => post.getByText(words).last().waitFor();
    const press = (name: string | RegExp) => post.getByRole('button', { name, exact: true }).click();
    await press('Claim');
    await see('Ann Lee claimed this.');
    const thread = await shop.write(post, '// let me look');
    await kept(1);
    const before = answered.length;
    const id = (n: number) => `${Number(thread.split('messageid=')[1]) + n}`;
    const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] });
    const changed = (eventType: string) => ({ channelData: { eventType }, timestamp: new Date().toISOString() });
    const deliver = (more: object) => playground.deliver(playground.inThread(thread, ANN, more));

    await deliver({ id: id(1), ...html('<div><p>Yes,&nbsp;<strong>two</strong> are left.</p></div>') });
    await see('Yes, two are left.');
    await deliver({ type: 'messageUpdate', id: id(1), ...changed('editMessage'), text: 'Yes, three are left.' });
    await see('Yes, three are left.');
    await deliver({ type: 'messageDelete', id: id(1), ...changed('softDeleteMessage') });
    await post.getByRole('button', { name: /^Send to / }).waitFor({ state: 'detached' });
    await deliver({ id: id(2), attachments: [{ contentType: 'audio/mp4', contentUrl: 'https://a.example/b' }] });
    await see('The voice message is left out. It was not sent to the customer.');
    await deliver({ id: id(3), text: 12, attachments: 'x', entities: { a: 1 } });
    await see('There are no words in this message that Deskhand can read.');
    await deliver({ id: id(4), text: 'Long words. '.repeat(2_560) });
    await see('characters too long');
    await press('Keep as team talk');
    await post.getByRole('button', { name: 'Show more information' }).last().click();
    await page.getByRole('menuitem', { name: 'Action Command' }).click();
    await page.getByRole('textbox', { name: 'Command ID' }).fill('message.send_to_customer');
    await page.getByRole('button', { name: 'Create' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Only what a colleague wrote in the thread').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    for (const odd of [
      { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: id(4) },
      { type: 'somethingElse' },
      { type: 'invoke', name: 'another/thing', value: { a: 1 } },
      { type: 'invoke', name: 'adaptiveCard/action' },
      { type: 'invoke', name: 'task/fetch', value: { data: [1, 2] } },
      { type: 'invoke', name: 'task/submit', value: { data: { deskhand: { form: 'x' } } } },
      { type: 'invoke', name: 'composeExtension/fetchTask', value: { commandId: 'message.send_to_customer' } },
    ])
      await deliver({ id: crypto.randomUUID(), ...odd });

    await press('Resolve');
    await see('Ann Lee resolved this.');
    const [enquiry] = await rows<{ id: string }>('select id from enquiries order by id desc limit 1');
    const pressed = async (verb: string) => {
      const { status, body } = await playground.press(BEN, thread, verb, enquiry!.id);
      expect(status).toBe(200);
      return (body as { value: string }).value;
    };
    await pressed('enquiry.claim');
    await see('Ann Lee has this one.');
    expect(await pressed('enquiry.reply')).toMatch('opens a form');
    expect(await pressed('nonsense')).toBe('Got it.');
    await until(() => answered.length >= before + 19, 'all of it is answered');
    expect([...new Set(answered)]).toEqual([200]);
    expect((await visitor.listen().have(1)).filter(each => each.from === 'team')).toEqual([]);
  });

  test('the personal chat shows what can be typed, my enquiries and the settings', async () => {
    const { page, say } = shop;
    await shop.openRoom();
    await page.getByText('are posted here from now on').waitFor();
    await shop.openChat();
    await page.getByText('Deskhand is here.').first().waitFor();
    // Teams tells twice that it was added.
    expect(await page.getByText('Deskhand is here.').count()).toBe(1);
    await say('help');
    await page.getByText('every unfinished enquiry').waitFor();
    await say('home');
    await page.getByText('You have no open enquiries.').first().waitFor();
    await say('settings');
    await page.getByText('Connect a mailbox').last().waitFor();
  });
});
