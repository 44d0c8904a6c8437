/** Saves a form of settings: answered while Slack waits where that is possible, else shown when it is done. */
import { type DurationMs, SECOND } from '../../../../src/core/time.ts';
import { submitSettings } from '../../../../src/desks/open-form.ts';
import type { Person } from '../../../../src/ports/staff.ts';
import { SlackRefusal, SlackSilence } from '../connection/call.ts';
import type { SlackDesk } from '../desk.ts';
import { drawWords } from '../drawing/forms.ts';
import { type Ack, answerPress, type Interaction, refusedFields, someoneIn } from './interaction.ts';

/** Slack waits three seconds; what takes longer is answered with a word and shown when it is done. */
const SAVED_WITHIN: DurationMs = 2 * SECOND;

export async function answerSettings(
  desk: SlackDesk,
  body: Interaction,
  given: { about: string; by: Person; values: Record<string, string> },
  ack: Ack,
): Promise<void> {
  const update = (view: ReturnType<typeof drawWords>) => ack({ response_action: 'update', view });
  const { user } = someoneIn(body);
  const { early, outcome } = await submitSettings(desk.context, given, SAVED_WITHIN);
  if (early && !early.ok) return ack(refusedFields(body, early.problems));
  if (early?.ok) {
    await update(drawWords('Saved', early.words));
    return desk.publishHome(user);
  }
  await update(drawWords('One moment', 'It is being tested. This can take half a minute.'));
  const saved = await outcome;
  const problems = saved.ok ? [] : saved.problems.map(each => each.words);
  const view = saved.ok
    ? drawWords('Saved', saved.words)
    : drawWords('Not saved', 'It does not work yet. Close this, and try again with what is said here.', problems);
  await desk.connection
    .calls()
    .call('views.update', { view_id: body.view?.id, view })
    .catch(async error => {
      // The person has closed it: they are told all the same.
      if (!(error instanceof SlackRefusal || error instanceof SlackSilence)) throw error;
      await answerPress(desk, body, saved.ok ? saved.words : problems.join('\n'));
    });
  await desk.publishHome(user);
}
