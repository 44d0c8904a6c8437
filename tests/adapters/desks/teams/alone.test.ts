/** Not alone, in Teams: who is away, who is stuck, who wants to be told, what the day begins with, and a day to resolve on. */
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../../src/core/time.ts';
import { job } from '../../../../src/ports/jobs.ts';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import type { TeamsShop } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = teamsShopOfEach();
const withChat = async () => {
  const shop = await begin();
  const chat = await shop.shop.chat();
  await chat.send('Do you ship?');
  const [root] = await shop.cards(1);
  await shop.ann.press(root!, 'enquiry.claim');
  await says(shop, root!.id, 'Ann has it');
  return { ...shop, chat, root: root! };
};
const says = (shop: TeamsShop, root: string, words: string) =>
  until(() => shop.words(shop.card(root)).includes(words), `the card says ${words}`);

describe('not alone in Teams', () => {
  test('an owner who is away: the room is asked once, and one press takes it', async () => {
    const shop = await withChat();
    const { ann, ben, room, chat, root } = shop;
    await ann.slash(room, 'away');
    await shop.sees(ann, /You are away/);
    await chat.send('Hello?');
    const offer = await shop.entry(root.id, /wrote again\. Ann is away\. Who takes it\?/);
    await chat.send('Anybody?');
    await shop.idle();
    expect(room.thread(root.id).filter(each => /Who takes it/.test(shop.words(each)))).toHaveLength(1);
    await ben.press(offer, 'enquiry.claim');
    await says(shop, root.id, 'Ben has it');
    await shop.entry(root.id, 'Ben took over from Ann.');
    await ann.press(offer, 'enquiry.claim');
    await shop.sees(ann, /Ben has this one/);
    expect(shop.wire()).toEqual([]);
  });

  test('stuck asks the room, and who wants to be told when they answer is told once, in their own chat', async () => {
    const shop = await withChat();
    const { ann, ben, chat, root } = shop;
    await ann.press(shop.card(root.id), 'enquiry.stuck');
    await shop.entry(root.id, /Ann would like some help with .* enquiry/);
    await ben.press(shop.card(root.id), 'enquiry.follow');
    await shop.sees(ben, /You will be told once, privately/);
    await chat.send('Here I am');
    await chat.send('And again');
    const told = () => ben.chat().filter(each => each.by === 'bot' && /has answered/.test(shop.words(each)));
    await until(() => told().length > 0, 'the word to Ben');
    await shop.idle();
    expect(told()).toHaveLength(1);
    expect(JSON.stringify(told()[0])).not.toContain('Here I am');
    expect(shop.words(shop.card(root.id))).toContain('Ann has it');
    expect(shop.wire()).toEqual([]);
  });

  test('the morning line has a button that answers only whoever presses it', async () => {
    const shop = await withChat();
    const { parts } = shop.shop.running.house;
    const [room] = await parts.store.rooms();
    await shop.shop.running.engine.rows('update enquiries set waiting_since = waiting_since - ?', [2 * HOUR]);
    const now = parts.clock.now();
    const due = { roomId: room!.id, day: '2026-06-01', at: now, since: now - DAY };
    await parts.recorder.enqueue([job('room.morning', 'morning:test', due)]);
    const line = await until(
      () => shop.room.posts().find(each => /Good morning\.[\s\S]*Waiting longest:[\s\S]*#1/.test(shop.words(each))),
      'the morning line',
    );
    await shop.ben.press(line, 'command.run');
    await shop.sees(shop.ben, /#1/);
    expect(shop.wire()).toEqual([]);
  });

  test('resolve on friday: typed in the thread itself, without a number, and taken back', async () => {
    const shop = await withChat();
    const { ann, room, root } = shop;
    await ann.say(room, '<at>Deskhand</at> resolve on friday', { thread: root.id });
    await says(shop, root.id, 'Will be resolved on Fri');
    await ann.press(shop.card(root.id), 'enquiry.keep_open');
    await shop.entry(root.id, 'Ann keeps this open.');
    await ann.press(shop.card(root.id), 'Resolve with a reason');
    const dialog = await until(() => ann.openDialog(), 'the form');
    expect(JSON.stringify(dialog)).toContain('When?');
  });
});
