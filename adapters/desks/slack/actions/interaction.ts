/** What Slack sends when somebody presses, submits or chooses, and how they are told something at once. */
import type { Someone } from '../../../../src/desks/rights.ts';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { SlackDesk } from '../desk.ts';
import { drawPrivate } from '../drawing/blocks.ts';
import { fieldOf, type SubmittedView } from '../drawing/forms.ts';
import type { EventMessage } from '../events/understand.ts';

/** As much of an interaction as is used. */
export interface Interaction {
  type?: string;
  trigger_id?: string;
  response_url?: string;
  callback_id?: string;
  user?: { id?: string; name?: string; username?: string; team_id?: string };
  channel?: { id?: string };
  container?: { type?: string; message_ts?: string; thread_ts?: string; channel_id?: string; is_ephemeral?: boolean };
  message?: EventMessage;
  actions?: {
    action_id?: string;
    block_id?: string;
    value?: string;
    selected_option?: { value?: string; text?: { text?: string } };
    action_ts?: string;
  }[];
  action_ts?: string;
  view?: SubmittedView & { id?: string; hash?: string };
  /** Of a list that is filled while somebody types: where, and what they typed. */
  block_id?: string;
  value?: string;
}

/** Answers Slack: with nothing, or with what a form shall show. */
export type Ack = (response?: object) => Promise<void>;

export function someoneIn({ user }: Interaction): Someone {
  return { user: user?.id ?? '', name: user?.name ?? user?.username ?? '' };
}

/**
 * A word to whoever pressed: where they pressed, or in the direct message.
 * @param outside they may not be where they pressed: then only the address of their press reaches them
 */
export async function answerPress(
  desk: SlackDesk,
  body: Interaction,
  words: string,
  buttons: ButtonView[] = [],
  outside = false,
): Promise<void> {
  const { user } = someoneIn(body);
  const { container, trigger_id: trigger = desk.context.ids.secret(8) } = body;
  const view = { words, quote: null, hints: [], buttons, tone: 'refusal' as const, post: null };
  const channel = container?.channel_id ?? body.channel?.id;
  const drawn = drawPrivate(view, `slack:${user}|said:${trigger}|`);
  // A command may be given where we are not: there only its own address reaches the person.
  if ((!container || outside) && body.response_url) {
    desk.answers.keep([`said:${trigger}`], body.response_url, 'said');
    if ((await desk.answers.say(`said:${trigger}`, drawn)) === 'done') return;
  }
  if (channel) {
    const root = container?.is_ephemeral ? null : (container?.message_ts ?? null);
    return desk.whisper(channel, container?.thread_ts ?? root, user, drawn);
  }
  await desk.poster.post(`said:${trigger}`, { channel: await desk.direct(user), thread: null, drawn });
}

/** Shown at fields of the form, which stays open with all that was typed. */
export function refusedFields(body: Interaction, problems: { field: string | null; words: string }[]): object {
  const fields = Object.keys(body.view?.state?.values ?? {});
  const nameOf = (field: string | null) => fields.find(each => fieldOf(each) === field) ?? fields[0] ?? 'text';
  const errors = Object.fromEntries(problems.map(({ field, words }) => [nameOf(field), words]));
  return { response_action: 'errors', errors };
}
