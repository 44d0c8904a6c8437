/** What may help while somebody types, and the page of answers: on a phone, against the real server, with hostile words. */
import { expect, test } from 'vitest';
import { putArticle } from '../../../kit/articles.ts';
import { axe } from '../../../kit/browser.ts';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { box, hostHtml, launcher, lines, panel, say } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const PHONE = { viewport: { width: 390, height: 700 } };
const SHOTS = process.env.SHOTS;
const HOSTILE = '<img src=x onerror=alert(1)>"\'&{{style}}';

describeInBrowser('answers in the web chat', { timeout: 150_000 }, () => {
  const openHost = chatHosts();

  test('one may help while they type: a person is one tap away, and silence, solved and coming back are told apart', async () => {
    const host = await openHost({ sites: ['site', 'other'] });
    const { shop } = host;
    host.page.html = hostHtml(shop);
    const { store } = shop.running.house.parts;
    const other = (await store.channels()).find(each => each.name === 'other')!;
    await putArticle(shop, { title: 'Do you open on bank holidays?', text: `From ten to four. ${HOSTILE}` });
    await putArticle(shop, { title: 'Only for others', text: 'Secret of the other site.', channelId: other.id });
    const uses = async () => (await store.deflection(0, Date.now() + 1, 1e9))[0] ?? null;

    // Somebody who asks something else is told nothing; what they typed is sent nowhere but there, and kept nowhere.
    const { page, wrong } = await host.open(PHONE);
    await launcher(page).click();
    await box(page).fill('My teapot has a crack in its glaze, who pays for that?');
    const asked = page.waitForResponse(/\/chat\/site\/help$/);
    expect(await (await asked).json()).toEqual({});
    expect(await uses()).toBeNull();
    await box(page).fill('Are you open on a bank holiday?');
    const card = panel(page).getByRole('region', { name: 'This may help' });
    await card.waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/chat-help.png` });
    expect(await axe(page)).toEqual([]);
    expect(await card.innerText()).toContain(`From ten to four. ${HOSTILE}`);
    expect(await card.innerText()).not.toMatch(/\b(I|Ann|agent|assistant)\b/);
    expect(await uses()).toMatchObject({ shown: 1, silent: 1 });
    // One tap: what they typed goes to a person.
    await card.getByRole('button', { name: 'Ask a person' }).click();
    await until(async () => (await shop.cards(1)).length === 1, 'the card on the desk');
    expect(await lines(page)).toEqual(['Are you open on a bank holiday?']);
    await until(async () => (await uses())?.asked === 1, 'that they asked a person');
    // Not again in this conversation.
    await box(page).fill('And do you open on bank holidays at all?');
    const { thread } = (await shop.cards(1))[0]!;
    await shop.reply('Ann', thread, 'From ten to four.');
    await panel(page).getByText('From ten to four.', { exact: true }).waitFor();
    expect(await card.count()).toBe(0);

    // "That solved it" below a person's answer resolves it, and writing again opens it again.
    await box(page).fill('');
    const solved = panel(page).getByRole('button', { name: 'That solved it' });
    await solved.waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/chat-solved.png` });
    await solved.click();
    await panel(page).getByText('How did we do?').waitFor();
    const isNow = (status: string) =>
      until(async () => (await store.enquiryByNumber(1))?.status === status, `it is ${status}`);
    await isNow('resolved');
    await until(
      async () => JSON.stringify((await shop.thread(thread)).posts).includes('Resolved by the customer'),
      'the line',
    );
    await say(page, 'One thing is left, sorry.');
    await isNow('open');
    // The examiner of accessibility speaks to frames.
    expect(wrong.filter(each => !each.includes('postMessage'))).toEqual([]);

    // Another visitor says that it helped, and another one is silent: no success.
    const second = await host.open(PHONE);
    await launcher(second.page).click();
    await box(second.page).fill('Are you open on a bank holiday?');
    await panel(second.page).getByRole('button', { name: 'That solved it' }).click();
    await panel(second.page).getByText('Good to hear.', { exact: false }).waitFor();
    await until(async () => (await uses())?.confirmed === 1, 'that it solved it');
    const third = await host.open(PHONE);
    await launcher(third.page).click();
    await box(third.page).fill('Are you open on a bank holiday?');
    await panel(third.page).getByRole('region', { name: 'This may help' }).waitFor();
    expect(await uses()).toEqual({
      articleId: expect.any(String),
      shown: 3,
      confirmed: 1,
      asked: 1,
      cameBack: 0,
      silent: 1,
    });
    // Who wrote all the same had not been helped.
    await say(second.page, 'It does not say anything about Sunday.');
    await until(async () => (await uses())?.cameBack === 1, 'that they came back');

    // The page: never the other site's, escaped, and no more than asked for.
    const at = (path: string) => fetch(`${shop.url}${path}`);
    const mine = await (await at('/answers/site')).text();
    expect(mine).not.toContain('Secret');
    expect(mine).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(mine).not.toContain('<img');
    const secret = (await store.publishedArticles()).find(each => each.channelId)!;
    expect((await at(`/answers/site/${secret.id}`)).status).toBe(404);
    expect((await at(`/answers/other/${secret.id}`)).status).toBe(200);
    const hostile = await at(`/answers/site?q=${encodeURIComponent(`"><script>alert(1)</script>`)}`);
    expect(await hostile.text()).not.toContain('<script');
    expect(hostile.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/);
    for (const path of ['/answers/nobody', '/answers/site/%E0%A4%A', '/answers/site/../x', '/answers/'])
      expect((await at(path)).status, path).toBe(404);
    const etag = (await at('/answers/site')).headers.get('etag')!;
    expect((await fetch(`${shop.url}/answers/site`, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const german = await fetch(`${shop.url}/answers/site`, { headers: { 'Accept-Language': 'de-AT,de;q=0.9' } });
    expect(await german.text()).toMatch(/<html lang="de">[\s\S]*Antworten durchsuchen/);
    // What somebody reads is not "shown", and a use that is not theirs says nothing.
    expect((await uses())!.shown).toBe(3);
    const forged = { method: 'POST', body: JSON.stringify({ use: 'use_00000000000000000', what: 'solved' }) };
    expect((await fetch(`${shop.url}/chat/site/helped`, forged)).status).toBe(400);
    const statuses = await Promise.all(Array.from({ length: 90 }, async () => (await at('/answers/site')).status));
    expect(statuses.filter(each => each === 429).length).toBeGreaterThan(0);
  });
});
