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

  test('a notification says who and what they wrote, without "Re:"; the card how it stands, what about, and who', async () => {
    const { shop, room, cards, words } = await begin();
    await shop.mail({
      raw: 'From: Maya Patel <maya@example.com>\r\nTo: help@shop.example\r\nSubject: AW: [Shop] Re[2]: The lid\r\nMessage-ID: <1@x>\r\n\r\nIt rattles when the water boils.',
    });
    const [root] = await cards(1);
    expect(root!.text).toMatch(/^Customer Maya Patel by email: The lid: It rattles when the water boils\. Open/);
    const said = words(root!);
    const at = ['nobody has it yet', 'The lid', 'Maya Patel', '#1', 'It rattles'].map(each => said.indexOf(each));
    expect([at.includes(-1), at]).toEqual([false, at.toSorted((a, b) => a - b)]);
    const rows = root!.blocks!.filter((each: { type: string }) => each.type === 'actions');
    expect(rows).toHaveLength(1);
    await shop.mail({
      raw: 'From: Maya Patel <maya@example.com>\r\nTo: help@shop.example\r\nSubject: Re: The lid\r\nMessage-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\n\r\nIt is the green one.',
    });
    const later = await until(() => room.thread(root!.ts).find(each => words(each).includes('green')), 'the second');
    expect(later.text).toBe('Maya Patel: It is the green one.');
  });
});
