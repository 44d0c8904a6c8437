import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = teamsShopOfEach();

describe('a day in Teams', () => {
  for (const channel of ['standard', 'private', 'shared'] as const)
    test(`in a ${channel} channel a mail becomes a card; claim, reply by preview, sent, resolve with one press and a reason`, async () => {
      const { shop, room, ann, ben, cards, card, entry, sees, mailed, words } = await begin({ channel });
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
      expect(root!.summary).toContain('Maya Patel');
      await ann.press(root!, 'enquiry.claim');
      await entry(root!.id, 'Ann claimed this.');
      await until(() => words(card(root!.id)).includes('Ann has it'), 'the card names Ann');
      await ann.say(room, 'Yes, please do: it is on us.', { thread: root!.id });
      const preview = await sees(ann, 'Yes, please do: it is on us.');
      expect(words(preview)).toContain('To Maya Patel, by email to maya@example.com');
      await ann.press(preview, 'reply.send');
      const mark = await entry(root!.id, /Goes to Maya Patel|Sent to Maya Patel/);
      const [mail] = await mailed(1);
      expect(mail).toMatchObject({ to: 'maya@example.com' });
      expect(mail!.text).toContain('Yes, please do: it is on us.');
      await until(() => words(card(mark.id)).includes('Sent to Maya Patel'), 'the mark says that it was sent');
      await until(() => words(card(root!.id)).includes('Waiting for Maya Patel'), 'the card waits');
      await ann.press(card(root!.id), 'enquiry.resolve');
      await entry(root!.id, 'Ann resolved this.');
      const question = await sees(ann, /What was it about/);
      await ann.press(question, 'Complaint');
      await until(() => words(card(root!.id)).includes('Complaint'), 'the card names the reason');
      expect(ben.privates()).toEqual([]);
    });
});
