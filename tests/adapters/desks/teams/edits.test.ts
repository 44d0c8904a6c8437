/** Messages that are changed, deleted and brought back, in whatever order Teams tells of it: what leaves is what stands there. */
import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import type { TeamsShop } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
const DIRECT = 'rooms: [{ name: customers, reply: direct }]\n';
/** An enquiry by mail, claimed by Ann where `claimed`. */
const begin = async (options: { hold?: number; direct?: boolean; claimed?: boolean } = {}) => {
  const yaml = `${options.direct ? DIRECT : ''}hold_seconds: { email: ${options.hold ?? 0.4} }\n`;
  const open = await openShop({ yaml });
  const { shop, ann, cards, entry } = open;
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await cards(1);
  if (options.direct || options.claimed) {
    await ann.press(root!, 'enquiry.claim');
    await entry(root!.id, 'Ann claimed this.');
  }
  return { ...open, root: root! };
};
const held = ({ room }: TeamsShop, root: string) =>
  until(() => room.thread(root).some(each => JSON.stringify(each.card ?? '').includes('reply.undo')), 'held');
const texts = async ({ shop }: TeamsShop) => (await shop.mailbox()).map(each => each.text.split('\n\nOn ')[0]);

describe('an edit', () => {
  test('within the hold is what the customer gets, and a deletion after it takes everything back', async () => {
    const at = await begin({ hold: 4 });
    const { ann, room, root, reply, idle } = at;
    const id = await reply(ann, root, 'The first text');
    await held(at, root.id);
    await ann.edit(room, id, 'The second text');
    await idle();
    expect(await texts(at)).toEqual(['The second text']);
    const second = await reply(ann, root, 'Never mind me');
    await held(at, root.id);
    await ann.edit(room, second, 'Never mind me at all');
    await ann.remove(room, second);
    await idle();
    expect(await texts(at)).toEqual(['The second text']);
  });

  test('of two in one second the later one counts, also when it comes first or twice', async () => {
    const at = await begin({ hold: 4 });
    const { ann, room, root, reply, idle, teams } = at;
    const id = await reply(ann, root, 'one');
    await held(at, root.id);
    const now = new Date().toISOString().slice(0, 20);
    await ann.edit(room, id, 'two', { hold: true, over: { timestamp: `${now}46Z` } });
    await ann.edit(room, id, 'three', { times: 2, over: { timestamp: `${now}4615413Z` } });
    await teams.deliverHeld();
    await idle();
    expect(await texts(at)).toEqual(['three']);
  });

  test('that arrives before the message itself sends nothing, and the message is one draft', async () => {
    const at = await begin({ claimed: true });
    const { ann, room, root, sees, idle, teams } = at;
    const id = await ann.say(room, 'Before', { thread: root.id, hold: true });
    await ann.edit(room, id, 'After');
    await sees(ann, 'After');
    await teams.deliverHeld();
    await idle();
    expect(await texts(at)).toEqual([]);
    await ann.press(await sees(ann, 'After'), 'reply.send');
    await idle();
    expect(await texts(at)).toEqual(['After']);
  });

  test('that makes it team talk before the message arrives keeps it among colleagues, in direct mode too', async () => {
    const at = await begin({ direct: true });
    const { ann, room, root, idle, teams } = at;
    const id = await ann.say(room, 'what an unpleasant person', { thread: root.id, hold: true });
    await ann.edit(room, id, '// what an unpleasant person');
    await teams.quiet();
    await teams.deliverHeld();
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test.each([
    ['team talk', '// INTERNAL she is difficult'],
    ['a word to a colleague', '<at>Ben</at> INTERNAL shall we refund her?'],
    ['a command', '<at>Deskhand</at> help'],
  ])('that makes a draft %s takes the Send of its preview away', async (_name, text) => {
    const at = await begin({ claimed: true });
    const { ann, room, root, sees, idle } = at;
    const id = await ann.say(room, 'Dear Maya', { thread: root.id });
    const preview = await sees(ann, 'Dear Maya');
    await ann.edit(room, id, text);
    await idle();
    await ann.press(preview, 'reply.send', { over: {} });
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('that addresses a colleague stops a held reply', async () => {
    const at = await begin({ hold: 4 });
    const { ann, room, root, reply, idle } = at;
    const id = await reply(ann, root, 'Dear Maya');
    await held(at, root.id);
    await ann.edit(room, id, '<at>Ben</at> is this right?');
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('that leaves only a picture stops a held reply: the words that were taken back do not leave', async () => {
    const at = await begin({ hold: 4 });
    const { ann, room, root, reply, idle } = at;
    const id = await reply(ann, root, 'WRONG WORDS');
    await held(at, root.id);
    await ann.edit(room, id, '', { html: '<p>&nbsp;</p><codeblock></codeblock>' });
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('after it was sent is answered privately and said to colleagues, and the customer gets no second mail', async () => {
    const at = await begin();
    const { ann, room, root, reply, idle, sees, mailed, entry } = at;
    const id = await reply(ann, root, 'It costs 40 EUR');
    await mailed(1);
    await idle();
    await ann.edit(room, id, 'It costs 30 EUR');
    await sees(ann, /already has the earlier text/);
    await entry(root.id, /Ann changed a message after it was sent\. Maya Patel has:\nIt costs 40 EUR/);
    await ann.remove(room, id);
    await entry(root.id, /Ann deleted a message that was sent\. Maya Patel has:\nIt costs 40 EUR/);
    await idle();
    expect(await texts(at)).toEqual(['It costs 40 EUR']);
  });

  test('of what was sent, that Teams tells though nothing changed (a preview of a link), says nothing', async () => {
    const at = await begin();
    const { ann, room, root, reply, idle, mailed, words } = at;
    const id = await reply(ann, root, 'See https://example.com/a?b=1');
    await mailed(1);
    await idle();
    await ann.edit(room, id, 'See https://example.com/a?b=1', { times: 2 });
    await idle();
    const said = [...room.thread(root.id), ...ann.privates(), ...ann.chat()].map(words).join('\n');
    expect(said).not.toMatch(/earlier text|after it was sent/);
  });
});

describe('a deletion', () => {
  test('that arrives before its message: nothing is shown or sent when that comes', async () => {
    const at = await begin({ direct: true });
    const { ann, room, root, idle, teams, words } = at;
    const id = await ann.say(room, 'Forget this', { thread: root.id, hold: true });
    await ann.remove(room, id);
    await teams.quiet();
    await teams.deliverHeld();
    await new Promise(resolve => setTimeout(resolve, 500));
    await idle();
    expect(await texts(at)).toEqual([]);
    expect([...ann.privates(), ...ann.chat()].map(words).join()).not.toContain('Forget this');
  });

  test('by an owner of the team of a colleague’s held reply takes it back', async () => {
    const at = await begin({ hold: 4 });
    const { ann, ben, room, root, reply, idle } = at;
    const id = await reply(ann, root, 'Sent by mistake');
    await held(at, root.id);
    await ben.remove(room, id, { times: 2 });
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('in direct mode, right after the message, taken back again: sends nothing by itself', async () => {
    const at = await begin({ direct: true, hold: 4 });
    const { ann, room, root, idle } = at;
    const id = await ann.say(room, 'Hm, no', { thread: root.id });
    await held(at, root.id);
    await ann.remove(room, id);
    await ann.undelete(room, id, { times: 2 });
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('of the card of an enquiry: it is begun again, and nothing is lost', async () => {
    const at = await begin({ claimed: true });
    const { room, root, words, shop, teams, ann } = at;
    // Only somebody who manages the team can: Teams tells of it in the name of the bot's message.
    const { channelData, ...rest } = teams.deliveries.findLast(each => each.activity.value?.action)!.activity;
    await teams.deliver({
      ...rest,
      type: 'messageDelete',
      id: root.id,
      value: undefined,
      name: undefined,
      replyToId: undefined,
      from: { id: `28:${teams.appId}`, name: 'Deskhand' },
      channelData: { ...channelData, eventType: 'softDeleteMessage' },
    });
    await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Re: The lid', text: 'Are you there?' });
    await until(
      () =>
        room
          .posts()
          .filter(each => each.id !== root.id)
          .map(words)
          .join()
          .includes('The lid'),
      'again',
      10_000,
    );
    expect(ann.name).toBe('Ann');
  });
});

describe('what was written', () => {
  test('as HTML alone, with nested mentions of ourselves, is read', async () => {
    const at = await begin({ claimed: true });
    const { ann, room, root, sees, mailed } = at;
    await ann.say(room, '', {
      thread: root.id,
      html: '<div><div>Dear&nbsp;Maya,<br>the&nbsp;lid <b>is <i>ready</i></b></div></div>',
      over: { text: undefined },
    });
    await ann.press(await sees(ann, 'the lid is ready'), 'reply.send');
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^Dear Maya,\nthe lid is ready/);
  });

  test('beside things that cannot leave Teams: the preview names each of them', async () => {
    const at = await begin({ claimed: true });
    const { ann, room, root, sees } = at;
    const html = [
      '<p>Dear Maya</p>',
      '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri" itemid="8:orgid:x">Ben Stone</strong><p itemprop="preview">she is a pain</p></blockquote>',
      '<p><img alt="dancing cat (GIF Image)" src="https://media.giphy.com/x.gif" itemtype="http://schema.skype.com/Giphy"></p>',
      '<attachment id="c1"></attachment>',
    ].join('');
    await ann.say(room, 'Dear Maya', {
      thread: root.id,
      html,
      files: [{ name: 'price "list" 🐈.pdf', content: 'x' }],
    });
    const preview = at.words(await sees(ann, 'Dear Maya'));
    expect(preview).toMatch(/quote/i);
    expect(preview).toMatch(/dancing cat/);
    expect(preview).toMatch(/file is left out/);
    await ann.press(await sees(ann, 'Dear Maya'), 'reply.send');
    const [mail] = await at.mailed(1);
    expect(mail!.text).not.toMatch(/pain|Ben|cat/);
  });
});
