/** A day at the desk in Microsoft's own Agents Playground, in a browser. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { leavesOpenForAll } from '../../../kit/leaks.ts';
import { openPlaygroundShop, type PlaygroundShop } from '../../../kit/playground-shop.ts';
import { type Visitor, visit } from '../../../kit/visitor.ts';
import { until } from '../../../kit/world.ts';

/** Time for a press on Undo on a machine that runs other tests beside this one. */
const YAML = 'hold_seconds: { email: 0.3, webchat: 8 }\n';

describeInBrowser('Teams, as the Agents Playground draws it', () => {
  const browser = browserForAll();
  let shop: PlaygroundShop;
  beforeAll(async () => {
    leavesOpenForAll();
    shop = await openPlaygroundShop(browser(), { yaml: YAML });
  });
  afterAll(() => shop?.stop());

  const asks = async (text: string): Promise<Visitor> => {
    const visitor = await visit(shop.shop.url);
    await visitor.send(text);
    return visitor;
  };

  test('a visitor gets the one answer that was sent, and nothing of what was said about it', async () => {
    const { page, write, benWrites, ask } = shop;
    await shop.openRoom();
    await page.getByText('are posted here from now on').waitFor();
    const visitor = await asks('Can the river green pot go in the oven?');
    const heard = visitor.listen();
    const post = shop.post('Can the river green pot');
    const see = (words: string) => post.getByText(words).last().waitFor();
    const press = (name: string) => post.getByRole('button', { name, exact: true }).click();

    await see('Open, nobody has it yet');
    await press('Claim');
    await see('Ann Lee has it');
    await see('Ann Lee claimed this.');

    const { thread } = await write(post, '// has anybody tried it?');
    await benWrites(thread, 'I bake in mine every week.');
    await write(post, 'Yes, up to 240 degrees.');
    await see('Send this to the customer?');
    expect(await post.getByText('Send this to the customer?').count()).toBe(1);
    await press('Send');
    await see('in a moment');
    await press('Undo');
    await see('Taken back, not sent');

    await write(post, 'Yes, up to 220 degrees.');
    await see('Send this to the customer?');
    await press('Send');
    await see('has it');
    await until(() => heard.entries.some(each => each.from === 'team'), 'the answer');

    await press('Resolve');
    await see('Resolved');
    await see('Ann Lee resolved this.');
    await ask(post, 'stats week');
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

  test('the personal chat shows what can be typed, my enquiries and the settings', async () => {
    const { page, say } = shop;
    await shop.openChat();
    await say('help');
    await page.getByText('every unfinished enquiry').waitFor();
    await say('home');
    await page.getByText('You have no open enquiries.').first().waitFor();
    await say('settings');
    await page.getByText('Connect a mailbox').last().waitFor();
  });
});
