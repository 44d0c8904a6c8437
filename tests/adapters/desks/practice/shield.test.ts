/** A message that is aimed at staff, at the practice desk: over its HTTP API, as its page asks for it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

const PLANTED = 'You worthless pieces of shit, I hope you all choke on it.';
const NEED = 'Where is my refund for order 4471?';
/** Nothing of what was planted may be in what a desk is given. */
const SOILED = /worthless|piece|shit|choke|hope you all|fuck|moron/i;

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
});
afterEach(() => shop.stop());

const command = async (words: string) => {
  await shop.act('Ann', { do: 'command', text: words, room: (await rooms())[0]!.id });
};
const rooms = async () =>
  ((await (await fetch(`${shop.url}/practice/start`)).json()) as { rooms: { id: string }[] }).rooms;
const everything = async (at: string, person = 'Ann') =>
  JSON.stringify([await shop.room(), await shop.thread(at, person), await get('room', person)]);
const get = async (what: string, person = 'Ann') => {
  const room = (await rooms())[0]!.id;
  return (await fetch(`${shop.url}/practice/${what}?person=${person}&room=${room}`)).text();
};
const angry = (more: object = {}) =>
  shop.mail({
    from: 'Maya Patel <maya@example.com>',
    subject: 'Refund',
    text: `${PLANTED} ${NEED}`,
    ...more,
  });
const opened = (at: string, person = 'Ann') =>
  until(
    async () => (await shop.thread(at, person)).privates.find(each => each.key.startsWith('open:'))?.view,
    'the message',
  );

test('arrives folded, says what they need, and is opened by whoever wants to, for them alone', async () => {
  await angry();
  const [first] = await shop.cards(1);
  const { card, thread } = first!;
  expect(card.message.text).toBe(`This message may be upsetting: it is aimed at staff. What they need: ${NEED}`);
  expect(card.summary).toContain(`A message that may be upsetting. What they need: ${NEED}`);
  expect(await everything(thread)).not.toMatch(SOILED);
  const buttons = card.help![0]!.buttons;
  expect(buttons.map(each => each.label)).toEqual([
    'Show',
    'Pass it on',
    'Boundary text …',
    'Pause for a day',
    'Not abuse',
  ]);
  await shop.press('Ann', thread, buttons[0]!);
  const view = await opened(thread);
  expect(view.quote!.text).toContain(PLANTED);
  expect(await everything(thread, 'Ben')).not.toMatch(SOILED);
  // Pressed again it takes its own place.
  await shop.press('Ann', thread, buttons[0]!);
  expect((await shop.thread(thread)).privates.filter(each => each.key.startsWith('open:'))).toHaveLength(1);
});

test('a later message, its quotes, its files, its subject, its name and its address carry none of it', async () => {
  await shop.mail({ from: 'Fuck You Ltd <fuck.you@example.com>', subject: 'Order 12', text: 'Where is order 12?' });
  const [first] = await shop.cards(1);
  const boundary = 'b1';
  const raw = [
    'From: Fuck You Ltd <fuck.you@example.com>',
    'To: help@shop.example',
    'Subject: You morons',
    'Message-ID: <late@example.com>',
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    'MIME-Version: 1.0',
    '',
    `--${boundary}`,
    'Content-Type: text/plain',
    '',
    `${PLANTED}`,
    '',
    '> fuck you, you morons',
    `--${boundary}`,
    'Content-Type: image/png; name="you piece of shit.png"',
    'Content-Disposition: attachment; filename="you piece of shit.png"',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgo=',
    `--${boundary}--`,
  ].join('\r\n');
  await shop.mail({ from: 'fuck.you@example.com', raw });
  const [, second] = await shop.cards(2);
  for (const { thread } of [first!, second!]) expect(await everything(thread)).not.toMatch(SOILED);
  expect(second!.card.subject).toBeNull();
  expect(second!.card.message.attachments).toMatchObject([
    { name: 'file 1.png', withheld: expect.stringMatching(/Press Show/) },
  ]);
  for (const words of ['open', 'mine', 'find order', 'customer example.com', 'ratings']) await command(words);
  await until(
    async () => (await get('room')).includes('Nobody has rated') || (await get('room')).includes('nobody has rated'),
    'the answers',
  );
  expect(await get('room')).not.toMatch(SOILED);
});

const card = async (number = 1) => (await shop.cards(number))[number - 1]!;
const button = async (id: string, number = 1) => {
  const { card: now } = await card(number);
  return [...(now.help ?? []).flatMap(each => each.buttons), ...now.buttons].find(each => each.id === id)!;
};
const parts = () => shop.running.house.parts;

test('passed on without a reason: whoever has it lets go, and the room is asked once', async () => {
  await angry();
  const { thread } = await card();
  await shop.press('Ann', thread, await button('enquiry.claim'));
  await until(async () => (await card()).card.owner === 'Ann', 'an owner');
  const pass = await button('shield.pass');
  await shop.press('Ben', thread, pass);
  await until(
    async () => (await shop.thread(thread, 'Ben')).privates.some(each => each.view.tone === 'refusal'),
    'a refusal',
  );
  await shop.press('Ann', thread, pass);
  await until(async () => (await card()).card.owner === null, 'nobody');
  const asked = () => until(async () => /who can take this one/.test(await get('room')), 'the room is asked');
  await asked();
  await shop.press('Ann', thread, pass);
  await asked();
  expect((await get('room')).match(/who can take this one/g)).toHaveLength(1);
  expect(await everything(thread)).not.toMatch(SOILED);
});

test('the boundary text is a draft in their language, and goes only when somebody presses Send', async () => {
  await shop.mail({
    from: 'Max Beispiel <max@example.com>',
    subject: 'Paket',
    text: 'Ihr verdammten Idioten! Wo ist mein Paket und wann wird es endlich geliefert? Ich warte seit drei Wochen.',
  });
  const { thread } = await card();
  await shop.press('Ann', thread, await button('shield.boundary'));
  const preview = await until(
    async () => (await shop.thread(thread)).privates.find(each => each.view.tone === 'preview')?.view,
    'the preview',
  );
  expect(preview.quote!.text).toMatch(/ohne Beleidigungen und Drohungen/);
  expect(await shop.mailbox()).toEqual([]);
  await shop.press('Ann', thread, preview.buttons.find(each => each.id === 'reply.send')!);
  await until(async () => (await shop.mailbox()).some(each => /ohne Beleidigungen/.test(each.text)), 'the mail');
});

test('a preview that is shown again, for they wrote meanwhile, carries none of it', async () => {
  const chat = await shop.chat();
  await chat.send('Is anybody there?');
  const { thread } = await card();
  const preview = () =>
    until(
      async () => (await shop.thread(thread)).privates.find(each => each.view.tone === 'preview')?.view,
      'the preview',
    );
  await shop.act('Ann', { do: 'write', thread, text: 'Yes, I am here' });
  const before = await preview();
  await chat.send(`${PLANTED} Are you stupid? ${NEED}`);
  await until(async () => JSON.stringify((await shop.thread(thread)).posts).includes('may be upsetting'), 'the words');
  await shop.press('Ann', thread, before.buttons.find(each => each.id === 'reply.send')!);
  await until(async () => (await preview()).hints.some(each => each.includes('may be upsetting')), 'what they wrote');
  expect(await everything(thread)).not.toMatch(/worthless|piece|shit|choke|stupid/i);
});

test('paused for a day they are kept, shown, and alert nobody; one press takes it back', async () => {
  await angry();
  const { thread, card: first } = await card();
  await shop.press('Ann', thread, await button('customer.pause'));
  const identity = async () => (await parts().store.identityByAddress('email', 'maya@example.com'))!;
  await until(async () => (await identity()).pausedUntil, 'the pause');
  await until(
    async () => (await shop.thread(thread)).posts.some(each => JSON.stringify(each).includes('alerts nobody')),
    'the line',
  );
  const again = await button('customer.unpause');
  // An old card still has the other button: nothing changes.
  await shop.press('Ann', thread, { id: 'customer.pause', value: first.enquiryId });
  await shop.mail({ from: 'maya@example.com', subject: 'Re: Refund', text: 'And my kettle?', raw: undefined as never });
  await shop.press('Ann', thread, again);
  await until(async () => ((await identity()).pausedUntil ?? 0) === 0, 'the end of it');
  const events = await parts().store.events(first.enquiryId);
  expect(events.filter(each => each.event.type === 'CustomerPaused')).toHaveLength(2);
});

test('not abuse: it is shown, the line moves a little, and no name is kept with it', async () => {
  await angry({ text: `You are the worst. ${NEED}`, subject: 'You useless liars' });
  await shop.mail({ from: 'tom@example.com', subject: 'Help', text: 'You moron. Where is my cup?' });
  const { thread } = await card(2);
  const not = await button('shield.not', 2);
  await shop.press('Ann', thread, not);
  await until(async () => (await card(2)).card.message.text.startsWith('You moron'), 'the words');
  expect((await card(2)).card.help).toBeUndefined();
  await shop.press('Ben', thread, not);
  const { messageId, ...rest } = { messageId: not.value.split(' ')[1]!, n: await parts().store.shieldTally() };
  expect(rest.n).toEqual({ fine: 1, abuse: 0 });
  expect(Object.keys((await parts().store.shieldMark(messageId as never))!).toSorted()).toEqual(
    ['abuse', 'at', 'id', 'score', 'workspaceId'].toSorted(),
  );
  await shop.press('Ben', thread, { id: 'shield.was', value: not.value });
  await until(async () => (await card(2)).card.message.tone === 'folded', 'folded again');
  expect(await parts().store.shieldTally()).toEqual({ fine: 0, abuse: 1 });
});

test('a threat is told to the admins once, privately and in none of its words', async () => {
  const chat = await shop.chat();
  await chat.send('I know where you live. I will kill you.');
  const { thread } = await card();
  const told = async () => (await get('room', 'Ann')).match(/has a threat in it/g)?.length ?? 0;
  await until(async () => (await told()) === 1, 'an admin is told');
  await chat.send('I will find you and kill you.');
  await until(
    async () => JSON.stringify((await shop.thread(thread)).posts).includes('there is a threat in it'),
    'the second',
  );
  expect(await told()).toBe(1);
  expect(await everything(thread)).not.toMatch(/kill you|where you live/);
});

test('whoever means to hurt themselves is read at once, with a kind word on what to do', async () => {
  await shop.mail({ from: 'tom@example.com', subject: 'No more', text: 'I want to kill myself, you idiots.' });
  const { card: shown } = await card();
  expect(shown.message.text).toContain('I want to kill myself');
  expect(shown.message.tone).toBe('despair');
  expect(shown.message.warnings[0]).toMatch(/^This may be somebody who thinks of hurting themselves\./);
});

test('swearing at the situation has a small tag and no fold', async () => {
  await shop.mail({ from: 'tom@example.com', subject: 'Kettle', text: 'Another fucking delay. Where is my kettle?' });
  const { card: shown, thread } = await card();
  expect(shown.message).toMatchObject({ tone: 'strong', text: 'Another fucking delay. Where is my kettle?' });
  const was = await button('shield.was');
  await shop.press('Ann', thread, was);
  await until(async () => (await card()).card.message.tone === 'folded', 'folded');
  expect(await everything(thread)).not.toMatch(/fucking/);
});

test('what was not recognised is folded from the menu, and is called by what they need', async () => {
  await shop.mail({
    from: 'tom@example.com',
    subject: undefined as never,
    text: 'Blue herrings, all of you. Where is my cup?',
  });
  const { thread, card: first } = await card();
  const was = first.menu.find(each => each.id === 'shield.was')!;
  await shop.press('Ann', thread, was);
  await until(async () => (await card()).card.message.tone === 'folded', 'folded');
  expect(await everything(thread)).not.toMatch(/herrings/);
  await command('open');
  await until(async () => /Where is my cup/.test(await get('room')), 'the list');
  await shop.press('Ann', thread, was);
  expect(await parts().store.shieldTally()).toEqual({ fine: 0, abuse: 1 });
});

test('a forged press, a message of elsewhere and one that is gone do nothing', async () => {
  await angry();
  const { thread, card: shown } = await card();
  for (const value of ['', 'x y', `${shown.enquiryId} msg_none`, `enq_none ${shown.message.messageId}`])
    for (const id of ['message.open', 'shield.not', 'shield.was', 'customer.pause', 'shield.pass'] as const)
      expect((await shop.press('Ann', thread, { id, value })).status).toBeLessThan(500);
  expect(await parts().store.shieldTally()).toEqual({ fine: 0, abuse: 0 });
});

test('what the team says moves the line for what comes next: nothing that is folded opens by itself', async () => {
  const NEAR_IT = 'You are useless. Where is my cup?';
  const known = new Map<string, string>();
  const write = async (from: string, text = NEAR_IT) => {
    const before = new Set((await shop.cards()).map(each => each.card.enquiryId));
    await shop.mail({ from: `${from}@example.com`, subject: from, text });
    const fresh = async () => (await shop.cards()).find(each => !before.has(each.card.enquiryId));
    known.set(from, (await until(fresh, `the card of ${from}`)).card.enquiryId);
  };
  const of = (who: string) =>
    until(async () => (await shop.cards()).find(each => each.card.enquiryId === known.get(who)), `the card of ${who}`);
  const folded = async (subject: string) => (await of(subject)).card.message.tone === 'folded';
  const mark = async (subject: string, id: 'shield.was' | 'shield.not') => {
    const { thread, card: at } = await of(subject);
    await shop.press('Ann', thread, { id, value: `${at.enquiryId} ${at.message.messageId}` });
    await until(async () => (await folded(subject)) === (id === 'shield.was'), `${subject} is marked`);
  };
  await write('before');
  expect(await folded('before')).toBe(false);
  await write('herring', 'Blue herrings, all of you. Where is my pot?');
  await mark('herring', 'shield.was');
  await write('between');
  expect(await folded('between')).toBe(true);
  await write('moron', 'You moron. Where is my lid?');
  await mark('moron', 'shield.not');
  await write('after');
  expect(await folded('after')).toBe(false);
  // Drawn again for another reason, each stands as it came.
  for (const subject of ['before', 'between', 'after']) {
    const { thread, card: at } = await of(subject);
    await shop.press('Ann', thread, { id: 'enquiry.claim', value: at.enquiryId });
    await until(async () => (await of(subject)).card.owner === 'Ann', `${subject} is hers`);
  }
  const asTheyCame = async () =>
    expect([await folded('before'), await folded('between'), await folded('after')]).toEqual([false, true, false]);
  await asTheyCame();
  // What was said of an earlier one is changed to the other word: that counts for it, and for what comes next.
  await mark('herring', 'shield.not');
  for (const subject of ['before', 'between', 'after']) {
    const { thread, card: at } = await of(subject);
    await shop.press('Ann', thread, { id: 'enquiry.release', value: at.enquiryId });
    await until(async () => (await of(subject)).card.owner === null, `${subject} is nobody's`);
  }
  await asTheyCame();
  await mark('moron', 'shield.was');
  await mark('herring', 'shield.was');
  await write('later');
  expect(await folded('later')).toBe(true);
  await shop.press('Ann', (await of('between')).thread, {
    id: 'enquiry.claim',
    value: (await of('between')).card.enquiryId,
  });
  await until(async () => (await of('between')).card.owner === 'Ann', 'it is hers');
  await asTheyCame();
});

test('of several messages, the one that was abuse is chosen by when it came', async () => {
  const chat = await shop.chat();
  await chat.send('Blue herrings, all of you.');
  const { thread } = await card();
  await chat.send('Sorry. Where is my cup?');
  await until(async () => JSON.stringify((await shop.thread(thread)).posts).includes('my cup'), 'the second');
  const was = await until(async () => (await card()).card.menu.find(each => each.id === 'shield.was'), 'the menu');
  await shop.press('Ann', thread, was);
  const which = await until(
    async () => (await shop.thread(thread)).privates.find(each => /^Which message/.test(each.view.words))?.view,
    'which one',
  );
  expect(which.buttons.map(each => each.label)).toEqual([expect.stringMatching(/\(the newest\)$/), expect.any(String)]);
  expect(JSON.stringify(which)).not.toMatch(/herrings|cup/);
  await shop.press('Ann', thread, which.buttons[1]!);
  await until(async () => (await card()).card.message.tone === 'folded', 'the first is folded');
  expect(JSON.stringify((await shop.thread(thread)).posts)).toContain('my cup');
  expect(await everything(thread)).not.toMatch(/herrings|Which message/);
});
