import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { putSaved } from '../../../kit/saved.ts';

const begin = slackShopOfEach();

const block = (view: Json, name: string) => view.blocks.find((each: Json) => each.block_id === name);

describe('saved replies in Slack', () => {
  test('one is saved from what was sent, found by typing in the form, and sent to the next customer', async () => {
    const { ann, ben, room, shop, cards, reply, mailed, sees, until, words } = await begin();
    await shop.mail({
      from: 'Maya Patel <maya@example.com>',
      subject: 'Parcel',
      text: 'My order KX-4471 has not come.',
    });
    const [card] = await cards(1);
    await reply(ben, card!, 'Hi Maya, we are sorry. Order KX-4471 comes on 3 December. Ben');
    await mailed(1);
    // From a colleague's message, too: the menu of the card has it for everybody who reads the room.
    const sent = await sees(ben, /Sent to Maya Patel/);
    expect(words(sent)).toContain('Save as reply');
    const shown = await until(
      () => (JSON.stringify(room.message(card!.ts)).includes('enquiry.menu') ? room.message(card!.ts) : null),
      'the menu',
    );
    await ben.press(sent, 'saved.from');
    const form = await until(() => ben.openView(), 'the form');
    expect(block(form, 'text').element.initial_value).toBe(
      'Hi {name}, we are sorry. Order {order number} comes on {date}. {my name}',
    );
    expect(await ben.submit(form, { title: '' }).catch(error => error.message)).toMatch(/required/);
    await ben.submit(form, { title: 'Parcel late' });
    const { store } = shop.running.house.parts;
    await until(async () => (await store.savedOffered()).length === 1, 'the saved reply');
    expect(shown).not.toBeNull();

    await shop.mail({ from: 'Jonas Weber <jonas@example.com>', subject: 'Parcel', text: 'Where is order KX-4472?' });
    const [, second] = await cards(2);
    await ann.press(second!, 'enquiry.reply');
    const view = await until(() => ann.openView(), 'the Reply form');
    const [option] = await ann.suggest(view, 'start', 'late');
    await ann.choose(view, 'start', option!);
    const filled = await until(() => {
      const now = ann.openView();
      return now && block(now, 'text~1') ? now : null;
    }, 'the words');
    const text = block(filled, 'text~1').element.initial_value as string;
    expect(text).toBe('Hi Jonas, we are sorry. Order {order number} comes on {date}. Ann');
    const whole = text.replace('{order number}', 'KX-4472').replace('{date}', '4 December');
    await ann.submit(filled, { 'text~1': whole });
    const mails = await mailed(2);
    expect(mails.find(each => each.to === 'jonas@example.com')?.text).toContain(whole);
  });

  test('by command: the form opens at once, a list has buttons, and of two editors the second keeps every word', async () => {
    const { ann, ben, room, shop, until, sees } = await begin();
    const { store } = shop.running.house.parts;
    await ben.command(room, '/desk', 'replies add');
    const form = await until(() => ben.openView(), 'the form');
    await ben.submit(form, { title: 'Refund', text: 'It is on its way, {name}.', owner: 'nobody' });
    await until(async () => (await store.savedOffered()).length === 1, 'the saved reply');
    const { id } = (await store.savedOffered())[0]!;
    await ann.command(room, '/desk', 'replies edit refund');
    const answer = await sees(ann, /Refund · nobody keeps it/);
    await ann.press(answer, 'saved.edit');
    const edit = await until(() => ann.openView(), 'the form');
    await store.commit([{ do: 'update', table: 'savedReplies', id, set: { version: 2, text: 'Theirs.' } }]);
    await ann.submit(edit, { text: 'Mine.' });
    const still = ann.openView()!;
    expect(JSON.stringify(still.errors)).toContain('Somebody else changed');
    expect(still.state.values.text.text.value).toBe('Mine.');
    await ann.submit(still, { submit: 'saved.copy' });
    await until(async () => (await store.savedOffered()).length === 2, 'the new one');
  });

  test('of a room that somebody is not in they see nothing, by whatever way they ask', async () => {
    const { ann, ben, team, room, shop, sees, until, words } = await begin();
    team.channel('clinic', { private: true, members: [ann] });
    const elsewhere = 'room_elsewhere' as never;
    const id = await putSaved(shop, { title: 'Secret results', text: 'Positive', roomId: elsewhere });
    await putSaved(shop, { title: 'Refund', text: 'x' });
    await ben.command(room, '/desk', 'replies');
    const list = await sees(ben, /Refund · nobody keeps it/);
    expect(words(list)).not.toContain('Secret');
    await ben.command(room, '/desk', 'replies edit secret results');
    await sees(ben, /There is no saved reply like/);
    // A forged press.
    const forged = structuredClone(list);
    const first = forged.blocks
      .flatMap((each: Json) => each.elements ?? [])
      .find((each: Json) => each.action_id === 'saved.add');
    first.action_id = 'saved.edit';
    await ben.press(forged, (each: Json) => each.action_id === 'saved.edit', { value: id });
    await sees(ben, /This saved reply is not there any more/);
    expect(ben.openView()).toBeNull();
    await until(async () => (await shop.running.house.parts.store.savedOffered()).length === 2, 'both');
  });
});
