/**
 * Draws an open modal again after a choice in it: the one button says what was chosen, and what depends on a choice is asked.
 * What was typed stays: Slack keeps it as long as block and action keep their ids.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import type { EnquiryId } from '../../../../src/core/ids.ts';
import { begunForm, reopenForm } from '../../../../src/desks/open-form.ts';
import type { SlackDesk } from '../desk.ts';
import { drawForm, fieldOf, INPUT_CHARS_MAX, readForm, SUBMIT, submitWords } from '../drawing/forms.ts';
import { placeOf } from '../ids.ts';
import { type Interaction, someoneIn } from './interaction.ts';
import { START } from './starts.ts';

type Read = NonNullable<ReturnType<typeof readForm>>;

/** @returns what draws it again; null for a press that changes nothing of it */
export function redrawn(desk: SlackDesk, body: Interaction): (() => Promise<void>) | null {
  const { view, actions } = body;
  const [action] = actions ?? [];
  if (!view?.id || !action?.block_id) return null;
  const id = view.id;
  if (action.block_id === SUBMIT) {
    const words = action.selected_option?.text?.text ?? '';
    return words ? () => update(desk, id, { ...bare(view as unknown as ModalView), submit: submitWords(words) }) : null;
  }
  const read = readForm(view);
  if (read && fieldOf(action.block_id) === START) return beginning(desk, body, id, read);
  if (!read?.memory.deciding?.includes(action.block_id)) return null;
  const { memory, values } = read;
  return async () => {
    const { thread = null } = memory;
    const ruling = await desk.rights.act(someoneIn(body), thread && placeOf(thread).channel);
    if (!ruling.ok) return;
    const form = await reopenForm(desk.context, { ...memory, enquiryId: null }, ruling.person);
    if (form) await update(desk, id, drawForm(form, thread, values));
  };
}

/** Something was chosen to begin with: its words are put in, below what was typed. */
function beginning(desk: SlackDesk, body: Interaction, id: string, { memory, values }: Read): () => Promise<void> {
  const chosen = body.actions?.[0]?.selected_option?.value ?? '';
  return async () => {
    const { thread = null, round = 0 } = memory;
    const enquiryId = memory.enquiryId as EnquiryId | null;
    const by = someoneIn(body);
    const ruling = await desk.rights.act(by, thread && placeOf(thread).channel);
    if (!chosen || !enquiryId || !ruling.ok) return;
    const person = await desk.rights.on(ruling.person, by.user, thread, enquiryId);
    const form = await begunForm(desk.context, { enquiryId, values, chosen }, person, INPUT_CHARS_MAX);
    if (form) await update(desk, id, drawForm(form, thread, null, round + 1));
  };
}

/** What Slack takes back of a view that it sent. */
function bare({ type, callback_id, title, submit, close, private_metadata, blocks }: ModalView): ModalView {
  const shown = { type, title, blocks: blocks as KnownBlock[] };
  return {
    ...shown,
    ...(callback_id ? { callback_id } : {}),
    ...(submit ? { submit } : {}),
    ...(close ? { close } : {}),
    ...(private_metadata ? { private_metadata } : {}),
  };
}

async function update(desk: SlackDesk, id: string, view: ModalView): Promise<void> {
  try {
    await desk.connection.calls().call('views.update', { view_id: id, view });
  } catch (error) {
    // The choice counts as it stands, and the modal may be closed by now.
    desk.context.log.debug({ desk: 'slack', error: String(error) }, 'A form could not be drawn again.');
  }
}
