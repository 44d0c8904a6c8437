/** Words from Teams to the customer: with their look, without what cannot leave, and not once more when a deletion is taken back. */
import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
const begin = async (hold = 0.3) => {
  const open = await openShop({ yaml: `hold_seconds: { email: ${hold} }\n` });
  await open.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  const texts = async () => (await open.shop.mailbox()).map(each => each.text.split('\n\nOn ')[0]);
  return { ...open, root: root!, texts };
};

describe('a deletion that is taken back', () => {
  test('in the hold leaves the reply withdrawn, and it goes out only when somebody presses Send', async () => {
    const { ann, room, root, reply, idle, texts } = await begin(1.5);
    const id = await reply(ann, root, 'Your price is 10');
    await until(
      () => room.thread(root.id).some(each => JSON.stringify(each.card ?? '').includes('reply.undo')),
      'held',
    );
    await ann.remove(room, id);
    await ann.undelete(room, id);
    await idle();
    expect(await texts()).toEqual([]);
    await reply(ann, root, 'Your price is 12');
    await idle();
    expect(await texts()).toEqual(['Your price is 12']);
  });

  test('of a draft, or of what was sent, sends nothing', async () => {
    const { ann, room, root, reply, idle, texts, sees } = await begin();
    const draft = await ann.say(room, 'Only a thought', { thread: root.id });
    await sees(ann, 'Only a thought');
    await ann.remove(room, draft);
    await ann.undelete(room, draft);
    const sent = await reply(ann, root, 'It is on its way');
    await idle();
    await ann.remove(room, sent);
    await ann.undelete(room, sent);
    await idle();
    expect(await texts()).toEqual(['It is on its way']);
  });
});

describe('what staff wrote', () => {
  test('arrives with its look', async () => {
    const { ann, room, root, sees, mailed } = await begin();
    const html =
      '<p>The lid is <strong>ready</strong>:</p>\n<ul>\n<li>blue</li>\n<li>12&nbsp;EUR</li>\n</ul>\n<table><tr><td>L</td><td>9</td></tr></table>';
    await ann.say(room, 'The lid is ready', { thread: root.id, html });
    await ann.press(await sees(ann, 'The lid is ready'), 'reply.send');
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^The lid is ready:\n+- blue\n- 12 EUR\n+L {3}9\n/);
  });

  test('names a colleague by the first name alone, should it be sent after all', async () => {
    const { ann, room, team, root, mailed } = await begin();
    team.person('Bela Okafor');
    const id = await ann.say(room, '<at>Bela Okafor</at> brings it on Monday', { thread: root.id });
    await ann.messageAction(room, id, 'message.send_to_customer');
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^@Bela brings it on Monday\n/);
    expect(mail!.text).not.toContain('Okafor');
  });

  test('leaves without what its author is told before', async () => {
    const { ann, room, root, sees, mailed, words } = await begin();
    const quote =
      '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri">Ben</strong><p itemprop="preview">our margin is 60 %</p></blockquote>';
    const html = `${quote}<p>It ships today</p>`;
    await ann.say(room, 'It ships today', { thread: root.id, html, files: [{ name: 'offer.pdf', content: 'x' }] });
    const preview = await sees(ann, 'It ships today');
    expect(words(preview)).toMatch(/quoted \("our margin is 60 %"\) is left out/);
    expect(words(preview)).toMatch(/The file is left out.*Paste a link/);
    await ann.press(preview, 'reply.send');
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^It ships today\n/);
    expect(mail!.text).not.toMatch(/margin|left out/);
  });

  test('is not asked about where there are no words: its author is told', async () => {
    const { ann, room, root, sees, idle, texts } = await begin();
    const html =
      '<div><span itemid="bfb1" itemscope="" itemtype="http://schema.skype.com/InputExtension"></span></div>';
    await ann.say(room, '', { thread: root.id, html });
    expect(await sees(ann, /voice message.*It was not sent to the customer/)).toBeTruthy();
    await idle();
    expect(await texts()).toEqual([]);
  });
});
