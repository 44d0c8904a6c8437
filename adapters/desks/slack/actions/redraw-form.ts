/**
 * Draws an open modal again after a choice in it: the one button says what was chosen, and what depends on a choice is asked.
 * What was typed stays: Slack keeps it as long as block and action keep their ids.
 */
import type { KnownBlock, ModalView } from '@slack/types';
import { reopenForm } from '../../../../src/desks/open-form.ts';
import type { SlackDesk } from '../desk.ts';
import { drawForm, readForm, SUBMIT, submitWords } from '../drawing/forms.ts';
import { placeOf } from '../ids.ts';
import { type Interaction, someoneIn } from './interaction.ts';

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
