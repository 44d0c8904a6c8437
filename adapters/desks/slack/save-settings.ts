/** Saves a form of settings: tried out first, answered while Slack waits where that is possible. */
import { type DurationMs, SECOND } from '../../../src/core/time.ts';
import type { Person } from '../../../src/ports/desk.ts';
import { SlackRefusal, SlackSilence } from './call.ts';
import type { SlackDesk } from './desk.ts';
import { drawWords } from './forms.ts';
import { type Ack, answerPress, type Interaction, wrong } from './interaction.ts';

/** Slack waits three seconds; what takes longer is answered with a word and shown when it is done. */
const SAVED_WITHIN: DurationMs = 2 * SECOND;

/** Settings are tried out before they are kept, and never stored on the way: they hold passwords. */
export async function submitSettings(
  desk: SlackDesk,
  body: Interaction,
  about: string,
  by: Person,
  values: Record<string, string>,
  ack: Ack,
): Promise<void> {
  const { context } = desk;
  const saving = context.saveSettings(about, by, values).catch(error => {
    context.log.error({ desk: 'slack', about, error: String(error) }, 'Settings could not be saved.');
    return {
      ok: false as const,
      problems: [
        { field: null, words: 'It could not be saved: something went wrong here. It has been written to the log.' },
      ],
    };
  });
  const stop = new AbortController();
  const early = await Promise.race([saving, context.clock.sleep(SAVED_WITHIN, stop.signal).then(() => null)]);
  stop.abort();
  if (early && !early.ok) return ack(wrong(body, early.problems));
  if (early?.ok) {
    await ack({ response_action: 'update', view: drawWords('Saved', early.words) });
    return desk.publishHome(body.user?.id ?? '');
  }
  await ack({
    response_action: 'update',
    view: drawWords('One moment', 'It is being tried out. This can take half a minute.'),
  });
  const outcome = await saving;
  const view = outcome.ok
    ? drawWords('Saved', outcome.words)
    : drawWords(
        'Not saved',
        'It does not work yet. Close this, and try again with what is said here.',
        outcome.problems.map(each => each.words),
      );
  await desk.connection
    .calls()
    .call('views.update', { view_id: body.view?.id, view })
    .catch(async error => {
      // The person has closed it: they are told all the same.
      if (!(error instanceof SlackRefusal || error instanceof SlackSilence)) throw error;
      await answerPress(desk, body, outcome.ok ? outcome.words : outcome.problems.map(each => each.words).join('\n'));
    });
  await desk.publishHome(body.user?.id ?? '');
}
