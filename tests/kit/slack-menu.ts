/** What stands behind the dots of a card in Slack: chosen there, or behind "More", where it is one press further. */
import type { FakePerson } from './far-sides/slack/hands.ts';
import type { Json } from './far-sides/slack/shapes.ts';
import { until } from './world.ts';

/** @param label as on the menu, "Hand over"; a form that it opens is the person's open view then */
export async function chooseOnCard(person: FakePerson, card: Json, label: string): Promise<void> {
  const options = card.blocks
    .flatMap((block: Json) => block.elements ?? [])
    .flatMap((each: Json) => each.options ?? []) as Json[];
  const named = (name: string, all = options) => all.find(each => each.text.text === name);
  const option = named(label) ?? named('More …');
  if (!option) throw new Error(`The menu has no "${label}", only ${options.map(each => each.text.text).join(', ')}.`);
  await person.press(card, 'enquiry.menu', { selected: option.value });
  if (option.text.text === label) return;
  const more = await until(() => person.openView(), 'what else can be done');
  const all = more.blocks.flatMap((block: Json) => block.element?.options ?? []) as Json[];
  const found = named(label, all);
  if (!found)
    throw new Error(`Behind "More" there is no "${label}", only ${all.map(each => each.text.text).join(', ')}.`);
  const answer = await person.submit(more, { do: found.value });
  if (answer.trouble) throw new Error(`Slack showed ${answer.trouble}.`);
}
