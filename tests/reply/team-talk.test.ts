/** What a room in direct mode sends by itself, and what it asks about first. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

describe('a room in direct mode', () => {
  let shop: TestHouse;
  let enquiry: string;
  beforeEach(async () => {
    shop = await openHouse({ reply: 'direct' });
    enquiry = (await shop.provider.write('maya', 'Is it covered?'))!;
    await shop.settle();
    await shop.as('Ann').press('enquiry.claim', enquiry);
  });
  afterEach(() => shop.close());
  const sent = () => shop.provider.delivered.map(each => each.text);
  const hints = async () => (await shop.as('Ann').privates(enquiry)).flatMap(each => each.hints);

  test.each([
    '- // ask Tom',
    '👀 // ask Tom',
    '\u200b// ask Tom',
    '／／ ask Tom',
    ':eyes: // ask Tom',
    '> // ask Tom',
  ])('keeps %j among colleagues without a preview', async text => {
    await shop.as('Ann').write(enquiry, text);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect(await shop.as('Ann').privates(enquiry)).toEqual([]);
  });

  test('shows a message with a marked line to its author, and names the line', async () => {
    await shop.as('Ann').write(enquiry, 'Thanks.\n// ask Tom first');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect(await hints()).toEqual([
      'Marked with // but part of this message, so the customer would read it: "// ask Tom first"',
    ]);
    await shop.as('Ann').choose(enquiry, 'Send');
    await shop.pass(MINUTE);
    expect(sent()).toEqual(['Thanks.\n// ask Tom first']);
  });

  test('shows code with a comment to its author, with a hint', async () => {
    await shop.as('Ann').write(enquiry, '```\n// restart it\nreboot()\n```');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect(await hints()).toEqual([
      'In a code block // is a comment, not team talk, so it is sent too: "// restart it"',
    ]);
  });

  test('sends a web address by itself', async () => {
    await shop.as('Ann').write(enquiry, 'See https://shop.example/returns//today');
    await shop.pass(MINUTE);
    expect(sent()).toHaveLength(1);
  });

  test('stops a held reply into which a marked line is written, and shows it again', async () => {
    const post = await shop.as('Ann').write(enquiry, 'Thanks, we look into it.');
    await shop.pass(2 * SECOND);
    await shop.as('Ann').edit(enquiry, post, 'Thanks, we look into it.\n// her third complaint');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect(await hints()).toHaveLength(1);
    await shop.as('Ann').edit(enquiry, post, 'Thanks, we look into it!');
    await shop.as('Ann').choose(enquiry, 'Send');
    await shop.pass(MINUTE);
    expect(sent()).toEqual(['Thanks, we look into it!']);
  });

  test('does not ask again about a marked line that its author sent knowingly', async () => {
    const post = await shop.as('Ann').write(enquiry, 'Use a share:\n//server/prices');
    await shop.as('Ann').choose(enquiry, 'Send');
    await shop.as('Ann').edit(enquiry, post, 'Use this share:\n//server/prices');
    await shop.pass(MINUTE);
    expect(sent()).toEqual(['Use this share:\n//server/prices']);
  });
});

test('a preview names marked lines in a room in preview mode too', async () => {
  const shop = await openHouse();
  const enquiry = (await shop.provider.write('maya', 'Hi'))!;
  await shop.settle();
  await shop.as('Ann').write(enquiry, 'Thanks. ／／ ask Tom');
  expect((await shop.as('Ann').privates(enquiry)).flatMap(each => each.hints)).toEqual([
    'Marked with // but part of this message, so the customer would read it: "Thanks. ／／ ask Tom"',
  ]);
  await shop.close();
});
