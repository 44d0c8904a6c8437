import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';

import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();

describe('a day in Slack', () => {
  test('a mail becomes a card; claim, reply by preview, sent, resolve with one press and a reason', async () => {
    const { shop, room, ann, cards, card, entry, sees, mailed, words } = await begin();
    await shop.mail({
      from: 'Maya Patel <maya@example.com>',
      subject: 'The lid',
      text: 'It rattles. Can I send it back?',
    });
    const [root] = await cards(1);
    expect(words(root!)).toContain('Maya Patel');
    expect(words(root!)).toContain('customer');
    expect(words(root!)).toContain('maya@example.com');
    expect(words(root!)).toContain('It rattles. Can I send it back?');
    await ann.press(root!, 'enquiry.claim');
    await entry(root!.ts, 'Ann claimed this.');
    await until(() => words(card(root!.ts)).includes('Ann has it'), 'the card names Ann');
    const ts = await ann.say(room, 'Yes, please do: it is on us.', { thread: root!.ts });
    const preview = await sees(ann, 'Yes, please do: it is on us.');
    expect(words(preview)).toContain('To Maya Patel, by email to maya@example.com');
    await ann.press(preview, 'reply.send');
    await until(
      () => room.message(ts)!.reactions?.some((each: { name: string }) => each.name === 'hourglass_flowing_sand'),
      'the hourglass',
    );
    await sees(ann, /Goes to Maya Patel/);
    const [mail] = await mailed(1);
    expect(mail).toMatchObject({ to: 'maya@example.com' });
    expect(mail!.text).toContain('Yes, please do: it is on us.');
    await until(
      () =>
        room
          .message(ts)!
          .reactions?.map((each: { name: string }) => each.name)
          .join() === 'white_check_mark',
      'the check mark',
    );
    await sees(ann, 'Sent to Maya Patel');
    await until(() => words(card(root!.ts)).includes('Waiting for Maya Patel'), 'the card waits');
    await ann.press(card(root!.ts), 'enquiry.resolve');
    await entry(root!.ts, 'Ann resolved this.');
    const question = await sees(ann, /What was it about/);
    await ann.press(question, 'Complaint');
    await sees(ann, 'Noted: Complaint.');
    await until(() => words(card(root!.ts)).includes('Complaint'), 'the card names the reason');
  });
});
