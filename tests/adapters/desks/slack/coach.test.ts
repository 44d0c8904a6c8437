/** The coach through Slack's wire: hints below the preview, each with a row of buttons of its own. */
import { afterEach, expect, test } from 'vitest';
import { openSlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

let open: Awaited<ReturnType<typeof openSlackShop>> | null = null;
afterEach(async () => {
  const wire = open?.wire() ?? [];
  await open?.stop();
  open = null;
  expect(wire).toEqual([]);
});

test('a preview that stops is pressed twice; a lesson and a wish to hear no more replace it in its place', async () => {
  open = await openSlackShop();
  const { shop, ann, ben, room, cards, sees, words, idle, mailed } = open;
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await cards(1);
  await ann.say(room, "Hi Maya, your lid [number] left. We'll get back to you soon.", { thread: root!.ts });
  const shown = async (what: string) => sees(ann, what);
  const first = await shown('names no day');
  expect(words(first)).toContain('"[number]" still stands in here');
  await ann.press(first, 'reply.send');
  const again = await shown('It has not been sent yet');
  expect(await shop.mailbox()).toEqual([]);
  await ann.press(again, 'hint.why');
  await shown('A text with a gap tells customers');
  await ann.press(await shown('names no day'), 'hint.mute');
  const last = await until(() => {
    const now = ann.ephemerals().at(-1);
    return now && /will not be told about promises/.test(words(now)) ? now : null;
  }, 'without it');
  expect(words(last)).not.toContain('names no day');
  expect(ben.ephemerals().map(words).join()).not.toMatch(/still stands|names no day/);
  expect(room.thread(root!.ts).map(words).join()).not.toMatch(/still stands|names no day/);
  await ann.press(last, 'reply.send');
  await mailed(1);
  await idle();
  expect(await shop.mailbox()).toHaveLength(1);
});
