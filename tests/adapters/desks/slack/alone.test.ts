/** Not alone, in Slack: who is away, who is stuck, who wants to be told, what the day begins with, and a day to resolve on. */
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../../src/core/time.ts';
import { job } from '../../../../src/ports/jobs.ts';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { chooseOnCard } from '../../../kit/slack-menu.ts';
import { type SlackShop, wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();
const withChat = async () => {
  const shop = await begin();
  const chat = await shop.shop.chat();
  await chat.send('Do you ship?');
  const [root] = await shop.cards(1);
  await shop.ann.press(root!, 'enquiry.claim');
  await says(shop, root!.ts, /Ann has it/);
  return { ...shop, chat, root: root! };
};
const says = (shop: SlackShop, ts: string, words: RegExp) =>
  until(() => words.test(wordsOf(shop.room.message(ts)!)), `the card says ${words}`);
/** What stands in the channel itself beside the cards. */
const inRoom = (shop: SlackShop, words: RegExp) =>
  until(() => shop.room.messages().find((each: Json) => words.test(wordsOf(each))), `${words} in the room`);

describe('not alone in Slack', () => {
  test('an owner who is away: the room is asked once, and one press takes it', async () => {
    const shop = await withChat();
    const { ann, ben, chat, root } = shop;
    await ann.command(shop.room, '/desk', 'away');
    await shop.sees(ann, /You are away/);
    await chat.send('Hello?');
    const offer = await inRoom(shop, /wrote again\. Ann is away\. Who takes it\?/);
    await chat.send('Anybody?');
    await shop.idle();
    expect(shop.room.messages().filter((each: Json) => /Who takes it/.test(wordsOf(each)))).toHaveLength(1);
    await ben.press(offer!, 'enquiry.claim');
    await says(shop, root.ts, /Ben has it/);
    await shop.entry(root.ts, 'Ben took over from Ann.');
    // The same press again, and one by somebody who is late: Ben keeps it.
    await ann.press(offer!, 'enquiry.claim');
    await shop.sees(ann, /Ben has this one/);
    expect(shop.wire()).toEqual([]);
  });

  test('stuck: one choice asks the room, and the owner keeps it', async () => {
    const shop = await withChat();
    const { ann, root } = shop;
    await chooseOnCard(ann, shop.card(root.ts), 'Stuck? Ask the room');
    await inRoom(shop, /Ann would like some help with .* enquiry/);
    expect(wordsOf(shop.card(root.ts))).toContain('Ann has it');
    expect(shop.wire()).toEqual([]);
  });

  test('who wants to be told when they answer is told once, in their own chat', async () => {
    const shop = await withChat();
    const { ben, chat, root, team } = shop;
    await chooseOnCard(ben, shop.card(root.ts), 'Tell me when they answer');
    await shop.sees(ben, /You will be told once, privately/);
    await chat.send('Here I am');
    await chat.send('And again');
    const told = () =>
      team
        .dm(ben)
        .messages()
        .filter((each: Json) => /has answered/.test(wordsOf(each)));
    await until(() => told().length > 0, 'the word to Ben');
    await shop.idle();
    expect(told()).toHaveLength(1);
    expect(JSON.stringify(told()[0])).not.toContain('Here I am');
    expect(JSON.stringify(told()[0])).toContain('/archives/');
  });

  test('the morning line leads to the threads, and its button answers only whoever presses it', async () => {
    const shop = await withChat();
    const { parts } = shop.shop.running.house;
    const [room] = await parts.store.rooms();
    await shop.shop.running.engine.rows('update enquiries set waiting_since = waiting_since - ?', [2 * HOUR]);
    const now = parts.clock.now();
    const due = { roomId: room!.id, day: '2026-06-01', at: now, since: now - DAY };
    await parts.recorder.enqueue([job('room.morning', 'morning:test', due)]);
    const line = await inRoom(shop, /Good morning\.[\s\S]*Since[\s\S]*Waiting longest:[\s\S]*#1/);
    expect(JSON.stringify(line)).toContain('/archives/');
    await shop.ben.press(line!, 'command.run');
    await until(() => [...shop.ben.ephemerals(), ...shop.ben.dms()].some(each => /#1/.test(wordsOf(each))), 'the list');
    expect(shop.wire()).toEqual([]);
  });

  test('resolve on friday: by the command, and by the form with a day', async () => {
    const shop = await withChat();
    const { ann, root } = shop;
    await ann.command(shop.room, '/desk', 'resolve 1 on friday');
    await shop.sees(ann, /will be resolved on Fri/);
    await says(shop, root.ts, /Will be resolved on Fri/);
    await chooseOnCard(ann, shop.card(root.ts), 'Do not resolve it by itself');
    await shop.entry(root.ts, 'Ann keeps this open.');
    await chooseOnCard(ann, shop.card(root.ts), 'Resolve with a reason');
    const form = await until(() => {
      const view = ann.openView();
      return view?.blocks.some((each: Json) => each.block_id === 'when') ? view : null;
    }, 'the form');
    const days = form.blocks.find((each: Json) => each.block_id === 'when').element.options;
    await ann.submit(form, { when: days[1].value });
    await says(shop, root.ts, /Will be resolved on/);
  });
});
