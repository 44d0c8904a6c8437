/** Fills the list of what a reply can begin with, while somebody types in a modal. Slack waits three seconds for it. */
import type { PlainTextOption } from '@slack/types';
import type { EnquiryId } from '../../../../src/core/ids.ts';
import type { DurationMs } from '../../../../src/core/time.ts';
import type { StartView } from '../../../../src/ports/views.ts';
import type { SlackDesk } from '../desk.ts';
import { fieldOf, readForm } from '../drawing/forms.ts';
import { plain } from '../drawing/text.ts';
import { placeOf } from '../ids.ts';
import { type Ack, type Interaction, someoneIn } from './interaction.ts';

/** The field of that name. */
export const START = 'start';
/** An empty list at this time is better than an error of Slack's a moment later. */
const ANSWER_WITHIN: DurationMs = 2_500;
/** Of an option, and of the line below it. */
const OPTION_CHARS_MAX = 75;

export async function suggest(desk: SlackDesk, body: Interaction, ack: Ack): Promise<void> {
  const stop = new AbortController();
  const late = desk.context.clock.sleep(ANSWER_WITHIN, stop.signal).then(() => []);
  const found = await Promise.race([find(desk, body), late]).catch(error => {
    desk.context.log.warn({ desk: 'slack', error: String(error) }, 'What a reply can begin with could not be found.');
    return [];
  });
  stop.abort();
  await ack(found.length ? { option_groups: groups(found) } : { options: [] });
}

async function find(desk: SlackDesk, { view, block_id, value, ...body }: Interaction): Promise<StartView[]> {
  const read = view && readForm(view);
  const enquiryId = read?.memory.enquiryId as EnquiryId | null | undefined;
  if (!read || !enquiryId || fieldOf(block_id ?? '') !== START) return [];
  const { thread = null } = read.memory;
  const by = someoneIn(body);
  const ruling = await desk.rights.act(by, thread && placeOf(thread).channel);
  if (!ruling.ok) return [];
  const person = await desk.rights.on(ruling.person, by.user, thread, enquiryId);
  return desk.context.starts(enquiryId, value ?? '', person);
}

function groups(found: StartView[]): { label: PlainTextOption['text']; options: PlainTextOption[] }[] {
  const names = [...new Set(found.map(each => each.group))];
  return names.map(name => ({
    label: plain(name, OPTION_CHARS_MAX),
    options: found
      .filter(each => each.group === name)
      .map(each => ({
        text: plain(each.label, OPTION_CHARS_MAX),
        description: plain(each.about, OPTION_CHARS_MAX),
        value: each.value,
      })),
  }));
}
