/**
 * The wall between public and private, from both sides: what staff at a desk do with mentions and private messages of X,
 * and what people on X see of it. Everything goes over the wires of both far sides.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leavesOpenForAll } from '../../kit/leaks.ts';
import { until } from '../../kit/world.ts';
import type { GateDriver, Hands } from '../gate/driver.ts';
import type { Mode } from '../gate/program.ts';
import { seen } from '../gate/trial.ts';
import { interleavings } from './interleavings.ts';
import { openShopOnX, type ShopOnX } from './shop.ts';

export function wallOnX(driver: GateDriver): void {
  for (const mode of ['preview', 'direct'] as const)
    describe(`X on the desk ${driver.kind} in ${mode} mode`, () => {
      let shop: ShopOnX | null = null;
      leavesOpenForAll();
      beforeAll(async () => {
        shop = await openShopOnX(driver, mode);
      }, 240_000);
      afterAll(() => shop?.stop());
      answers(mode, () => shop!);
      if (mode === 'direct') takesBack(() => shop!);
      else inBetween(() => shop!);
      interleavings(mode, () => shop!);
      test('says nothing that its far side would not take', () => expect(shop!.desk.problems()).toEqual([]));
      test('asks X for nothing that it would refuse', () => expect(shop!.x.problems({ refusals: false })).toEqual([]));
    });
}

/** Sends what was written by the press that its preview offers. */
export async function press(who: Hands, thread: string, text: string): Promise<string> {
  const preview = await seen(who, thread, text);
  await preview.send();
  return preview.words;
}

function answers(mode: Mode, open: () => ShopOnX): void {
  test('a mention is answered under it, in public, once somebody pressed for it', async () => {
    const { desk, looked, person, said, whispered } = open();
    const maya = person('maya_p', 'Maya Patel');
    const post = maya.post('@kettleshop the lid of my kettle rattles, says maya');
    await looked();
    const thread = await desk.thread('says maya');
    expect(await desk.card(thread)).toContain('PUBLIC');
    await desk.ann.press(thread, 'enquiry.claim');
    await desk.delivered();
    await desk.ann.write(thread, 'Sorry! Which model is it?');
    const words = await press(desk.ann, thread, 'Which model is it?');
    expect(words).toMatch(/PUBLIC/);
    expect(words).toMatch(/everyone/);
    expect(words).toContain('Send publicly');
    // X shows the account and nobody's name.
    expect(words).not.toMatch(/from Ann|see you/);
    expect(said().map(each => each.text)).not.toContain('Sorry! Which model is it?');
    await until(async () => {
      await desk.program.idle();
      return said().some(each => each.text === 'Sorry! Which model is it?' && each.replyTo === post);
    }, 'the reply stands under the mention');
    expect(whispered()).toEqual([]);
  });

  test('a private message is answered in private, by a card of its own', async () => {
    const { desk, looked, person, account, said, whispered } = open();
    const ben = person('ben_k', 'Ben Kim');
    ben.post('@kettleshop do you open on Sunday, asks ben in public');
    ben.dm(account, 'My order is 4711, says ben in private');
    await looked();
    const [inPublic, inPrivate] = [await desk.thread('asks ben in public'), await desk.thread('says ben in private')];
    expect(inPublic).not.toBe(inPrivate);
    expect(await desk.card(inPublic)).toContain('PUBLIC');
    expect(await desk.card(inPrivate)).toContain('PRIVATE');
    for (const thread of [inPublic, inPrivate]) await desk.ann.press(thread, 'enquiry.claim');
    await desk.delivered();
    await desk.ann.write(inPrivate, 'Order 4711 left yesterday.');
    if (mode === 'preview') {
      const words = await press(desk.ann, inPrivate, 'Order 4711 left yesterday.');
      expect(words).toMatch(/PRIVATE/);
      expect(words).toContain('Send privately');
    }
    await until(async () => {
      await desk.program.idle();
      return whispered().some(each => each.text === 'Order 4711 left yesterday.' && each.to === 'ben_k');
    }, 'the private answer arrived');
    expect(said().filter(each => each.text.includes('4711'))).toEqual([]);
  });

  test('words from the form go out in public only after their preview', async () => {
    const { desk, looked, person, said } = open();
    person('cleo', 'Cleo').post('@kettleshop is it safe for children, asks cleo');
    await looked();
    const thread = await desk.thread('asks cleo');
    await desk.ann.reply(thread, 'Yes, from three years on.');
    await desk.delivered();
    await desk.program.idle();
    expect(said().filter(each => each.text.includes('three years'))).toEqual([]);
    expect(await press(desk.ann, thread, 'three years')).toMatch(/PUBLIC/);
    await until(async () => {
      await desk.program.idle();
      return said().some(each => each.text === 'Yes, from three years on.');
    }, 'the answer stands there');
  });
}

function takesBack(open: () => ShopOnX): void {
  test('a public reply is taken back while it is held, and after it went out it is said that this is too late', async () => {
    const { desk, looked, person, said } = open();
    person('dora', 'Dora').post('@kettleshop does it come in green, asks dora');
    await looked();
    const thread = await desk.thread('asks dora');
    await desk.ann.press(thread, 'enquiry.claim');
    const sends = async (text: string) => {
      await desk.ann.write(thread, text);
      await press(desk.ann, thread, text);
      return until(async () => desk.ann.held?.(thread), `"${text}" is held`);
    };
    const idle = async () => {
      await desk.delivered();
      await desk.program.idle();
      await desk.delivered();
    };
    const first = await sends('In green and in blu.');
    expect(first.words).toContain('PUBLIC');
    await first.undo();
    await idle();
    expect(said().filter(each => each.text.includes('in blu.'))).toEqual([]);
    const second = await sends('In green and in blue.');
    await idle();
    const out = () => said().filter(each => each.text === 'In green and in blue.');
    expect(out()).toHaveLength(1);
    const before = await desk.ann.told(thread);
    await second.undo();
    await idle();
    expect((await desk.ann.told(thread)).replace(before, '')).toMatch(
      /Dora \(@dora\) already has this reply, and everyone can read it\. It cannot be taken back from here/,
    );
    expect(out()).toHaveLength(1);
  });
}

function inBetween(open: () => ShopOnX): void {
  test('whoever answers is told that the customer changed their post, before the answer goes out', async () => {
    const { desk, looked, person, said } = open();
    const eva = person('eva', 'Eva');
    const post = eva.post('@kettleshop may I put it on gas, asks eva');
    await looked();
    const thread = await desk.thread('asks eva');
    await desk.ann.press(thread, 'enquiry.claim');
    await desk.ann.write(thread, 'Yes, on any flame.');
    await seen(desk.ann, thread, 'on any flame');
    const now = eva.edit(post, '@kettleshop may I put it on gas WITHOUT water, asks eva');
    await looked();
    // What she was shown is shown again, and a press of what stood there before would be no answer to this.
    const again = await until(async () => {
      const preview = await desk.ann.preview(thread, 'on any flame');
      return preview?.words.includes('Eva (@eva) changed a message since this was shown to you') ? preview : null;
    }, 'the preview says so');
    expect(said().filter(each => each.text.includes('on any flame'))).toEqual([]);
    await again.send();
    await until(async () => {
      await desk.program.idle();
      return said().some(each => each.text === 'Yes, on any flame.' && each.replyTo === now);
    }, 'the answer stands there');
  });

  test('a private group is one thread, whoever writes in it, and all of it reads the answer', async () => {
    const { desk, x, looked, person, account, said, whispered } = open();
    const [finn, gina] = [person('finn', 'Finn'), person('gina', 'Gina')];
    const group = x.group([account, finn, gina]);
    finn.dm(group, 'We want two of them, says finn');
    await looked();
    gina.dm(group, 'In red, says gina');
    await looked();
    const thread = await desk.thread('says finn');
    expect(await desk.card(thread)).toContain('PRIVATE');
    expect((await desk.posts(thread)).join('\n')).toContain('In red, says gina');
    await desk.ann.press(thread, 'enquiry.claim');
    await desk.ann.write(thread, 'Two red ones are yours.');
    const words = await press(desk.ann, thread, 'Two red ones');
    expect(words).toContain('PRIVATE');
    expect(words).toContain('all of them read your reply');
    await until(async () => {
      await desk.program.idle();
      return whispered().some(each => each.text === 'Two red ones are yours.');
    }, 'the answer is in the group');
    expect(whispered().filter(each => each.text.includes('red ones'))).toMatchObject([{ to: 'finn, gina' }]);
    expect(said().filter(each => each.text.includes('red ones'))).toEqual([]);
  });
}
