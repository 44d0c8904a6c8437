import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { chooseOnCard } from '../../../kit/slack-menu.ts';
import { type SlackShop, type SlackShopOptions, wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();
const withCard = async (options: SlackShopOptions = {}, text = 'It rattles.') => {
  const shop = await begin(options);
  await shop.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text });
  const [root] = await shop.cards(1);
  return { ...shop, root: root! };
};
const says = (shop: SlackShop, ts: string, words: RegExp) =>
  until(() => words.test(wordsOf(shop.room.message(ts)!)), `the card says ${words}`);
const menu = (shop: SlackShop, who: SlackShop['ann'], ts: string, label: string) =>
  chooseOnCard(who, shop.room.message(ts)!, label);
const noMail = async (shop: SlackShop) => {
  await shop.idle();
  expect(await shop.shop.mailbox()).toEqual([]);
};

describe('ways to send', () => {
  test('the form sends, sends and resolves, or keeps it among colleagues', async () => {
    // The mark is drawn while it is held, however slow the machine is.
    const shop = await withCard({ yaml: 'hold_seconds: { email: 30 }' });
    const { ann, root } = shop;
    await ann.press(root, 'enquiry.reply');
    const form = await until(() => ann.openView(), 'the form');
    const empty = await ann.submit(form, { text: '   ' });
    expect(empty.body).toMatchObject({ response_action: 'errors', errors: { text: 'Write a few words first.' } });
    await ann.submit(ann.openView()!, { text: 'Just between us', submit: 'reply.keep' });
    await shop.entry(root.ts, 'Ann: Just between us');
    await noMail(shop);
    await ann.press(shop.card(root.ts), 'enquiry.reply');
    await ann.submit(await until(() => ann.openView(), 'the form'), {
      text: 'Send it back',
      submit: 'reply.send_and_resolve',
    });
    const posted = await shop.entry(root.ts, /Ann[\s\S]*to Maya Patel[\s\S]*Send it back/);
    expect((await shop.mailed(1))[0]!.text).toContain('Send it back');
    await until(() => /Sent to Maya Patel/.test(wordsOf(shop.room.message(posted.ts)!)), 'the mark');
    const drawn = shop.slack.requests.filter(each => each.method === 'chat.update' && each.args.ts === posted.ts);
    expect(JSON.stringify(drawn[0]!.args.blocks)).toContain('reply.undo');
    await says(shop, root.ts, /Resolved/);
  });

  test('the action on a message and the envelope send it, by its author or the owner and nobody else', async () => {
    const shop = await withCard();
    const { ann, ben, room, root } = shop;
    await ann.press(root, 'enquiry.claim');
    await says(shop, root.ts, /Ann has it/);
    const words = await ben.say(room, 'From Ben', { thread: root.ts });
    await shop.idle();
    await ben.react(room, words, 'envelope');
    await shop.sees(ben, /Ann has this one/);
    await noMail(shop);
    await ann.messageShortcut('message.send_to_customer', room, words);
    expect((await shop.mailed(1))[0]!.text).toContain('From Ben');
    const own = await ann.say(room, 'And one of mine', { thread: root.ts });
    await ann.react(room, own, 'envelope');
    expect((await shop.mailed(2)).map(each => each.text).join()).toContain('And one of mine');
    // Outside of an enquiry it does nothing.
    const loose = await ann.say(room, 'lunch?');
    await ann.messageShortcut('message.send_to_customer', room, loose);
    await shop.sees(ann, /Only what a colleague wrote in the thread/);
    expect(await shop.shop.mailbox()).toHaveLength(2);
  });

  test('undo by the button, by deleting, and by turning it into team talk sends nothing', async () => {
    const shop = await withCard({ yaml: 'hold_seconds: { email: 30 }' });
    const { ann, room, root } = shop;
    const hold = async (text: string) => {
      const ts = await shop.reply(ann, root, text);
      const held = await shop.sees(ann, /Goes to Maya Patel/);
      return { ts, held };
    };
    const one = await hold('First try');
    await ann.press(one.held, 'reply.undo');
    await shop.sees(ann, /Taken back, not sent/);
    const two = await hold('Second try');
    await ann.remove(room, two.ts);
    const three = await hold('Third try');
    await ann.edit(room, three.ts, '// third try, only for us');
    await shop.sees(ann, /This is team talk now/);
    await noMail(shop);
    const { store } = shop.shop.running.house.parts;
    const [enquiry] = await store.openEnquiries(1);
    expect(await store.liveReplies(enquiry!.id)).toEqual([]);
  });

  test('an edit in the hold changes what is sent; afterwards a correction is offered', async () => {
    const shop = await withCard({ yaml: 'hold_seconds: { email: 2 }' });
    const { ann, room, root } = shop;
    const ts = await shop.reply(ann, root, 'Send it to Leeds');
    await until(() => room.message(ts)!.reactions?.length, 'held');
    await ann.edit(room, ts, 'Send it to York');
    expect((await shop.mailed(1))[0]!.text).toContain('Send it to York');
    await until(() => room.message(ts)!.reactions?.some((each: Json) => each.name === 'white_check_mark'), 'sent');
    await ann.edit(room, ts, 'Send it to Hull');
    await ann.press(await shop.sees(ann, /already has the earlier text/), 'reply.correct');
    await ann.press(await shop.sees(ann, /Send this to the customer[\s\S]*Send it to Hull/), 'reply.send');
    expect((await shop.mailed(2)).map(each => each.text).join()).toContain('Send it to Hull');
  });

  test('in a room in direct mode the owner’s words leave by themselves, unless they begin with // or name a colleague', async () => {
    const shop = await withCard();
    const { ann, ben, room, root } = shop;
    await ann.command(room, '/desk', 'mode direct');
    await shop.sees(ann, /From now on the owner's messages/);
    await ann.press(root, 'enquiry.claim');
    await says(shop, root.ts, /Ann has it/);
    await ann.say(room, '// not this', { thread: root.ts });
    await ann.say(room, `<@${ben.id}> nor this`, { thread: root.ts, rich: true });
    await ben.say(room, 'nor what Ben writes', { thread: root.ts });
    await ann.say(room, 'This goes out', { thread: root.ts });
    await shop.sees(ann, /Goes to Maya Patel/);
    const mails = await shop.mailed(1);
    await shop.idle();
    expect((await shop.shop.mailbox()).length).toBe(1);
    expect(mails[0]!.text).toContain('This goes out');
  });

  test('the customer writes again in the hold: the reply stops, and its author decides', async () => {
    const shop = await withCard({ yaml: 'hold_seconds: { webchat: 3 }' });
    const { ann, root } = shop;
    const chat = await shop.shop.chat();
    await chat.send('Hi, do you ship?');
    const asked = (await shop.cards(2)).find(each => each.ts !== root.ts)!;
    await shop.reply(ann, asked, 'Yes, everywhere');
    await shop.sees(ann, /Goes to/);
    await chat.send('To Denmark, I mean');
    await ann.press(
      await shop.sees(ann, /wrote again before your reply went out[\s\S]*To Denmark/),
      'reply.send_anyway',
    );
    await until(async () => (await chat.read(3)).some(each => each.text === 'Yes, everywhere'), 'the answer');
  });

  test('a failure is a line in the thread with the reason and Try again', async () => {
    const shop = await withCard();
    const { ann, root } = shop;
    const { store, channel } = shop.shop.running.house.parts;
    const [enquiry] = await store.openEnquiries(1);
    const mail = channel(enquiry!.channelId)!;
    const { send } = mail;
    mail.send = async () => ({ as: 'refused', words: 'There is no such mailbox.' });
    const ts = await shop.reply(ann, root, 'Hello');
    const line = await shop.entry(root.ts, /not sent to Maya Patel: There is no such mailbox/);
    await until(() => shop.room.message(ts)!.reactions?.some((each: Json) => each.name === 'warning'), 'the warning');
    mail.send = send;
    await ann.press(line, 'reply.retry');
    await shop.mailed(1);
  });
});

describe('the enquiry', () => {
  test('resolve with a reason of the list, reopen, snooze, hand over, let go, take over, spam and back', async () => {
    const shop = await withCard();
    const { ann, ben, root } = shop;
    await ben.openHome();
    await ben.command(shop.room, '/desk', 'mine');
    await shop.sees(ben, 'You have no open enquiries.');
    await menu(shop, ann, root.ts, 'Resolve with a reason');
    await ann.submit(await until(() => ann.openView(), 'the list'), { reason: 'Praise' });
    await says(shop, root.ts, /Resolved[\s\S]*Praise/);
    await ann.press(shop.card(root.ts), 'enquiry.reopen');
    await says(shop, root.ts, /Open/);
    await menu(shop, ann, root.ts, 'Snooze');
    await ann.submit(await until(() => ann.openView(), 'the form'), { until: '4h' });
    await says(shop, root.ts, /Snoozed until/);
    await menu(shop, ann, root.ts, 'Hand over');
    const form = await until(() => ann.openView(), 'to whom');
    const people = form.blocks.find((each: Json) => each.block_id === 'to').element.options;
    await ann.submit(form, { to: people.find((each: Json) => each.text.text === 'Ben').value });
    await shop.entry(root.ts, 'Ann handed this over to Ben.');
    await says(shop, root.ts, /Ben has it/);
    // Ann presses something that is Ben's now: told, with a way to ask.
    await ann.press(shop.card(root.ts), 'enquiry.resolve');
    await ann.press(await shop.sees(ann, /Ben has this one/), 'enquiry.takeover');
    await ben.press(await shop.sees(ben, /Ann asks to take over/), 'enquiry.handover');
    await says(shop, root.ts, /Ann has it/);
    await menu(shop, ann, root.ts, 'Release');
    await says(shop, root.ts, /Snoozed|nobody/);
    await menu(shop, ann, root.ts, 'Spam');
    await says(shop, root.ts, /🚫/);
    await ann.press(shop.card(root.ts), 'enquiry.unspam');
    await says(shop, root.ts, /Open, nobody has it yet/);
  });

  test('behind "More" is all that somebody may do, and what opens a form opens it there', async () => {
    const shop = await withCard();
    const { ann, ben, root } = shop;
    await ann.press(root, 'enquiry.claim');
    await says(shop, root.ts, /Ann has it/);
    const blocks: Json[] = shop.card(root.ts).blocks;
    const rows = blocks.filter(each => each.type === 'actions');
    expect(rows.map(row => row.elements.map((each: Json) => each.action_id))).toEqual([
      ['enquiry.reply', 'enquiry.resolve', 'enquiry.menu'],
    ]);
    await menu(shop, ben, root.ts, 'Ask to take over');
    await shop.sees(ann, /Ben asks to take over/);
    await menu(shop, ann, root.ts, 'Merge with …');
    const form = await until(() => ann.openView(), 'the form');
    expect([form.callback_id, form.submit.text]).toEqual(['merge.form', 'Merge']);
    const refused = await ann.submit(form, { into: '#77' });
    await until(() => JSON.stringify([refused.body, ann.ephemerals(), ann.dms()]).includes('#77'), 'no such enquiry');
    // What a phone notifies of.
    await shop.shop.mail({ from: 'tom@example.com', subject: 'AW: Re: The base', text: 'Hello,\nit hums.' });
    const [, second] = await shop.cards(2);
    expect(second!.text).toMatch(/^Customer tom@example\.com by email: The base: Hello, it hums\. Open/);
  });

  test('the button of a form says what was chosen, and what was typed stays', async () => {
    const shop = await withCard();
    const { ann, root } = shop;
    await ann.press(root, 'enquiry.reply');
    const form = await until(() => ann.openView(), 'the form');
    expect(form.submit.text).toBe('Send to Maya');
    await ann.press(form, (_, block) => block.block_id === 'submit', { selected: 'reply.keep' });
    const again = await until(
      () => (ann.openView()?.submit.text === 'Keep as team talk' ? ann.openView() : null),
      'it says so',
    );
    await ann.submit(again!, { text: 'Just between us', submit: 'reply.keep' });
    await shop.entry(root.ts, 'Ann: Just between us');
    await noMail(shop);
  });

  test('an enquiry is claimed and answered from the Home tab, which names it and its channel in words', async () => {
    const shop = await withCard();
    const { ann, room, root } = shop;
    const home = (words: RegExp) =>
      until(() => (words.test(wordsOf(ann.home() ?? {})) ? ann.home() : null), `the Home tab says ${words}`);
    await ann.openHome();
    const before = (await home(/Not claimed yet[\s\S]*Maya Patel: /))!;
    expect(wordsOf(before)).toContain(`#${room.name}`);
    expect(wordsOf(before)).not.toMatch(/<#|\|C0/);
    await ann.press(before, 'enquiry.claim');
    await says(shop, root.ts, /Ann has it/);
    await ann.press((await home(/My enquiries\s[^\n]*Maya Patel: [^\n]*\nReply/))!, 'enquiry.reply');
    await ann.submit(await until(() => ann.openView(), 'the form'), { text: 'From my Home tab' });
    expect((await shop.mailed(1))[0]!.text).toContain('From my Home tab');
  });

  test('the card is one for all: its menu offers nobody to ask themselves, and whoever is refused is offered to ask', async () => {
    const shop = await withCard();
    const { ann, ben, root } = shop;
    await ben.press(root, 'enquiry.claim');
    await says(shop, root.ts, /Ben has it/);
    expect(JSON.stringify(shop.card(root.ts).blocks)).not.toContain('Ask to take over');
    await menu(shop, ann, root.ts, 'Release');
    await ann.press(await shop.sees(ann, /Ben has this one/), 'enquiry.takeover');
    await shop.sees(ben, /Ann asks to take over/);
  });

  test('a moved one goes on in the other room, and the old place points there', async () => {
    const shop = await withCard();
    const { ann, room, team, root } = shop;
    const returns = team.channel('returns', { members: [ann] });
    await ann.openHome();
    await ann.press(await until(() => ann.home(), 'home'), 'Add a room');
    await ann.submit(await until(() => ann.openView(), 'form'), {
      name: 'returns',
      place: returns.id,
      reply: 'preview',
    });
    await until(() => /Saved/.test(JSON.stringify(ann.openView())), 'saved');
    await ann.command(room, '/desk', 'move 1 returns');
    await shop.sees(ann, /continues in returns/);
    const moved = await until(
      () => returns.messages().find(each => wordsOf(each).includes('It rattles.')),
      'the new card',
    );
    await says(shop, root.ts, /Moved to another room/);
    await shop.entry(root.ts, /moved this to returns\. Carry on there/);
    expect(JSON.stringify(room.thread(root.ts))).toContain(`/archives/${returns.id}/p${moved!.ts.replace('.', '')}`);
    await ann.say(room, 'still here?', { thread: root.ts });
    await shop.sees(ann, /goes on in another thread/);
    await ann.say(returns, 'An answer from there', { thread: moved!.ts });
    await ann.press(await shop.sees(ann, /An answer from there/), 'reply.send');
    await shop.mailed(1);
    expect(await shop.shop.mailbox()).toHaveLength(1);
  });

  test('a call is logged in two taps; with a call back it can be claimed, and there is nothing to reply to', async () => {
    const shop = await withCard();
    const { ann, room } = shop;
    await ann.shortcut('log.form');
    await ann.submit(await until(() => ann.openView(), 'the form'), {
      what: 'Mr Okafor asks about his invoice',
      who: 'Mr Okafor',
      callback: 'yes',
    });
    await until(
      () => ann.dms().some(each => wordsOf(each).includes('Logged as #2')),
      'the word that it is written down',
    );
    const call = (await shop.cards(2)).find(each => wordsOf(each).includes('Okafor'))!;
    expect(JSON.stringify(call.blocks)).not.toContain('enquiry.reply');
    await ann.press(call, 'enquiry.claim');
    await says(shop, call.ts, /Ann has it/);
    await ann.command(room, '/desk', 'log A visitor praised the new glaze');
    await shop.sees(ann, /Logged as #3, done/);
  });

  test('a long text is shortened, and all of it is one press away', async () => {
    const long = Array.from({ length: 400 }, (_, i) => `Line ${i} of a very long story about kettles.`).join('\n');
    const shop = await withCard({}, long);
    const { ann, root } = shop;
    expect(wordsOf(root)).not.toContain('Line 399');
    await ann.press(root, 'message.show_all');
    const view = await until(() => ann.openView(), 'all of it');
    expect(JSON.stringify(view)).toContain('Line 399');
  });

  test('files come in, files go out, and what cannot is said', async () => {
    const shop = await begin();
    const raw = `From: Maya <maya@example.com>\r\nTo: help@shop.example\r\nSubject: Photo\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the photo\r\n--b\r\nContent-Type: image/png; name=lid.png\r\nContent-Disposition: attachment; filename=lid.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\r\n--b--\r\n`;
    await shop.shop.mail({ from: 'maya@example.com', raw });
    const [root] = await shop.cards(1);
    expect(wordsOf(root!)).toContain('File: lid.png');
    await until(
      () => shop.room.thread(root!.ts).some(each => each.files?.some((file: Json) => file.name === 'lid.png')),
      'the photo in the thread',
    );
    expect(shop.slack.uploads[0]!.authorization).toBeNull();
    const { ann, room } = shop;
    await ann.say(room, 'Here is the label', {
      thread: root!.ts,
      files: [
        { name: 'label.pdf', mimetype: 'application/pdf', content: '%PDF-1.4 label' },
        { name: 'plan.doc', external: `${shop.slack.strangers.url}/plan.doc` },
      ],
    });
    const preview = await shop.sees(ann, /Here is the label/);
    expect(wordsOf(preview)).toMatch(/With: label\.pdf/);
    expect(wordsOf(preview)).toMatch(/plan\.doc does not go along: it lies outside Slack/);
    await ann.press(preview, 'reply.send');
    await shop.mailed(1);
    const sent = (await (await fetch(`${shop.shop.url}/demo/mailbox.json`)).json()) as Json[];
    expect(JSON.stringify(sent)).toContain('Here is the label');
    const { store } = shop.shop.running.house.parts;
    const hit = (await store.search('label', 5))[0]!;
    const out = (await store.messages(hit.enquiryId)).find(each => each.direction === 'out')!;
    expect((await store.attachmentsOf(out.id)).map(each => [each.name, each.withheld === null])).toEqual([
      ['label.pdf', true],
      ['plan.doc', false],
    ]);
    expect(shop.slack.strangers.requests).toEqual([]);
  });
});

describe('words', () => {
  test('commands answer privately; what is unknown gets the nearest; help, find, customer, health, settings', async () => {
    const shop = await withCard();
    const { ann, room } = shop;
    for (const [words, answer] of [
      ['help', /open: every unfinished enquiry/],
      ['', /open: every unfinished enquiry/],
      ['opne', /Did you mean "open"/],
      ['find rattles', /#1\s+The lid: It rattles/],
      ['customer maya', /Maya Patel <maya@example.com>/],
      ['health', /Database/],
      ['settings', /Home tab of Deskhand/],
    ] as const) {
      await ann.command(room, '/desk', words);
      await shop.sees(ann, answer);
    }
    const link = shop.slack.responses.map(each => JSON.stringify(each.body)).find(each => each.includes('"text":"#1"'));
    expect(link).toContain('/archives/');
    expect(room.messages()).toHaveLength(1);
  });

  test('the same over Socket Mode', async () => {
    const shop = await withCard({ socket: true });
    const { ann, root } = shop;
    await ann.press(root, 'enquiry.claim');
    await says(shop, root.ts, /Ann has it/);
    await shop.reply(ann, root, 'By the line');
    await shop.mailed(1);
    shop.slack.socket.disconnect('refresh_requested');
    await until(() => shop.slack.socket.connections() > 0, 'connected again');
    await ann.press(shop.card(root.ts), 'enquiry.resolve');
    await says(shop, root.ts, /Resolved/);
  });
});

describe('rooms, their people and their files', () => {
  test('an enquiry in a room without a channel is seen and moved by an admin, and stops no other room', async () => {
    const shop = await begin({
      yaml: 'rooms: [{ name: customers }, { name: returns }]\nhold_seconds: { email: 0.3 }\nchannels:\n  - { name: site, kind: webchat, room: returns, origins: ["https://shop.example"] }\n',
    });
    const { ann, ben, room } = shop;
    const chat = await shop.shop.chat();
    await chat.send('Is anybody there?');
    await ben.command(room, '/desk', 'open');
    await shop.sees(ben, /Nothing is open/);
    await ann.command(room, '/desk', 'open');
    await shop.sees(ann, /#1 Visitor/);
    await ann.command(room, '/desk', 'move 1 customers');
    // What waits for a room is looked at again every ten seconds.
    const card = await shop.until(
      () => room.messages().find(each => wordsOf(each).includes('Is anybody')),
      'the card',
      16_000,
    );
    await ann.press(card!, 'enquiry.claim');
    // The card's own job may be waiting for the room too.
    await shop.until(() => /Ann has it/.test(wordsOf(shop.card(card!.ts))), 'the card says who has it', 16_000);
  });

  test('a file that its author takes away in the hold stays behind, and the others go', async () => {
    const shop = await withCard({ yaml: 'hold_seconds: { email: 3 }' });
    const { ann, room, root } = shop;
    const ts = await ann.say(room, '', {
      thread: root.ts,
      files: [
        { name: 'one.pdf', mimetype: 'application/pdf', content: '%PDF-1.4 one' },
        { name: 'two.pdf', mimetype: 'application/pdf', content: '%PDF-1.4 two' },
      ],
    });
    await ann.press(await shop.sees(ann, /one\.pdf, two\.pdf/), 'reply.send');
    await until(() => room.message(ts)!.reactions?.length, 'held');
    await ann.edit(room, ts, '', { keepFiles: [room.message(ts)!.files[0].id] });
    await shop.mailed(1);
    const { store } = shop.shop.running.house.parts;
    const [enquiry] = await store.openEnquiries(1);
    const out = (await store.messages(enquiry!.id)).find(each => each.direction === 'out')!;
    expect((await store.attachmentsOf(out.id)).map(each => each.name)).toEqual(['one.pdf']);
  });

  test('an admin who is in no room logs a call all the same', async () => {
    const shop = await begin({ before: (_slack, team) => team.channel('customers').convertToPrivate() });
    const { team } = shop;
    const boss = team.person('Boss', { admin: true });
    await boss.shortcut('log.form');
    await boss.submit(await until(() => boss.openView(), 'the form'), { what: 'Somebody called' });
    await until(() => boss.dms().some(each => /Logged as #1/.test(wordsOf(each))), 'the word');
    const { store } = shop.shop.running.house.parts;
    expect(await store.enquiryByNumber(1)).toMatchObject({ status: 'resolved', channelKind: 'log' });
  });
});
