/** What has to be answered while somebody waits: forms, and everything else is kept first and done right after. */
import type { EnquiryId, MessageId } from '../../../src/core/ids.ts';
import type { ButtonId, ButtonView } from '../../../src/ports/button.ts';
import type { FormView, Person } from '../../../src/ports/desk.ts';
import type { Json } from '../../../src/ports/json.ts';
import { drawEntry, pressedOf } from './blocks.ts';
import { SlackRefusal } from './call.ts';
import { pressName, type SlackDesk } from './desk.ts';
import { drawForm, drawWhole, readForm } from './forms.ts';
import { isOutside, type Kept, NOT_IN_ROOM } from './handle.ts';
import { OPEN_SETTINGS, REFRESH, TRY_OUT } from './home.ts';
import { personRef, placeOf, refOf, userOf } from './ids.ts';
import { type Ack, type Interaction, tell, wrong } from './interaction.ts';
import { namesOf } from './privates.ts';
import { saveSettings } from './save-settings.ts';
import type { EventMessage } from './understand.ts';

export async function interact(desk: SlackDesk, body: Interaction, ack: Ack): Promise<void> {
  switch (body.type) {
    case 'block_actions':
      return pressed(desk, body, ack);
    case 'view_submission':
      return submitted(desk, body, ack);
    case 'message_action': {
      if (body.callback_id !== 'message.send_to_customer') return ack();
      const message = body.message ?? {};
      const slim: EventMessage = {
        ...pick(message, ['text', 'user', 'ts', 'thread_ts', 'bot_id', 'edited']),
        ...(message.blocks ? { blocks: message.blocks } : {}),
      };
      const id = `send:${body.action_ts ?? body.trigger_id}`;
      await keep(
        desk,
        { as: 'send', id, ...who(body), channel: body.channel?.id ?? '', message: slim },
        `${body.channel?.id}:${message.thread_ts ?? message.ts}`,
      );
      return ack();
    }
    case 'shortcut':
      await ack();
      if (body.callback_id === 'log.form') await openForm(desk, body, async () => desk.context.logForm());
      return;
    default:
      // Closed views and whatever comes new: nothing to do.
      return ack();
  }
}

async function pressed(desk: SlackDesk, body: Interaction, ack: Ack): Promise<void> {
  const action = body.actions?.[0];
  const given = action?.selected_option?.value ?? action?.value ?? '';
  const { button, value } = pressedOf(action?.action_id ?? '', given);
  const channel = body.container?.channel_id ?? body.channel?.id ?? null;
  const root = body.container?.thread_ts ?? body.message?.thread_ts ?? body.container?.message_ts ?? body.message?.ts;
  const thread = channel && root ? refOf(desk.firstName(channel), root) : null;
  if (body.container?.is_ephemeral) desk.answers.keep(namesOf(action?.block_id ?? ''), body.response_url, button);
  if (channel) desk.answers.keep([pressName(desk.firstName(channel), body.user?.id ?? '')], body.response_url, button);
  const form = formBehind(desk, button, value);
  if (form) {
    await ack();
    return openForm(desk, body, form, thread);
  }
  if (button === REFRESH) {
    await ack();
    return desk.publishHome(body.user?.id ?? '');
  }
  if (button === TRY_OUT) {
    await ack();
    return tryOut(desk, body);
  }
  const id = `press:${action?.action_ts ?? body.trigger_id}:${body.user?.id}:${action?.action_id}`;
  // Should they not count here, they are told by the address of their own press.
  desk.answers.keep([id], body.response_url, button);
  await keep(
    desk,
    { as: 'press', id, ...who(body), channel, thread, button, value },
    thread ?? body.user?.id ?? 'team',
  );
  await ack();
}

type MakeForm = (by: Person) => Promise<FormView | { refusal: string; buttons?: ButtonView[] }>;

/** The form that a button opens; null for buttons that do something by themselves. */
function formBehind(desk: SlackDesk, button: string, value: string): MakeForm | null {
  const { context } = desk;
  const [id = '', more] = value.split(' ');
  const ofEnquiry: MakeForm = by => context.form(button as ButtonId, id as EnquiryId, by, more);
  switch (button) {
    case 'enquiry.reply':
    case 'enquiry.snooze':
      return ofEnquiry;
    case 'enquiry.resolve':
      return more === 'reason' ? ofEnquiry : null;
    case 'enquiry.handover':
    case 'enquiry.merge':
      // With a second id it is a decision, without one a question.
      return more ? null : ofEnquiry;
    case 'log.form':
      return async () => context.logForm();
    case OPEN_SETTINGS:
      return by => context.settingsForm(value, by);
    case 'message.show_all':
      return showAll(desk, value);
    default:
      return null;
  }
}

/** Not a form, but opened like one: every word of a message. */
function showAll(desk: SlackDesk, messageId: string): MakeForm {
  return async () => {
    const message = await desk.context.message(messageId as MessageId);
    if (!message) return { refusal: 'This message is not here any more.' };
    throw new Whole(message.customer, message.full ?? message.text, message.folded);
  };
}

class Whole extends Error {
  readonly customer: string;
  readonly text: string;
  readonly folded: { text: string; label: string }[];
  constructor(customer: string, text: string, folded: { text: string; label: string }[]) {
    super('whole');
    this.customer = customer;
    this.text = text;
    this.folded = folded;
  }
}

/** Opens a form while its trigger is good, which is for three seconds. */
async function openForm(
  desk: SlackDesk,
  body: Interaction,
  make: MakeForm,
  thread: string | null = null,
): Promise<void> {
  const user = body.user?.id ?? '';
  const say = (words: string, buttons: ButtonView[] = []) => tell(desk, body, words, buttons);
  try {
    const standing = await desk.people.who(user, nameOf(body));
    if (standing.as === 'outsider') return await tell(desk, body, standing.words, [], true);
    const rooms = (await desk.context.rooms()).flatMap(each => each.deskRef ?? []);
    const outside = await isOutside(desk, user, thread?.split(':')[0] ?? null);
    const inRoom = thread !== null || rooms.length === 0 || (await desk.people.mayAsk(user, rooms));
    if (outside || (!inRoom && !standing.person.admin)) return await tell(desk, body, NOT_IN_ROOM, [], true);
    if (standing.person.admin) await desk.tellFromNow(user);
    const form = await make(standing.person);
    if ('refusal' in form) return await say(form.refusal, form.buttons);
    await desk.connection.calls().call('views.open', { trigger_id: body.trigger_id, view: drawForm(form, thread) });
  } catch (error) {
    if (error instanceof Whole) {
      const view = drawWhole(error.customer, error.text, error.folded);
      await desk.connection
        .calls()
        .call('views.open', { trigger_id: body.trigger_id, view })
        .catch(() => {});
      return;
    }
    desk.context.log.warn({ desk: 'slack', error: String(error) }, 'A form could not be opened.');
    const late = error instanceof SlackRefusal && /trigger/.test(error.word);
    await say(
      late ? 'That took too long for Slack. Press it once more.' : 'Slack did not open the form. Press it once more.',
    ).catch(() => {});
  }
}

async function submitted(desk: SlackDesk, body: Interaction, ack: Ack): Promise<void> {
  const read = readForm(body.view ?? {});
  if (!read) return ack();
  const { memory, submit, values } = read;
  const standing = await desk.people.who(body.user?.id ?? '', nameOf(body));
  if (standing.as === 'outsider') return ack(wrong(body, null, standing.words));
  const by = standing.person;
  if (memory.form === 'settings.form') return saveSettings(desk, body, memory.about ?? '', by, values, ack);
  const problem =
    (await problemOf(desk, memory.form, memory.enquiryId, submit, values, by)) ??
    (await handOverProblem(desk, memory.form, memory.thread ?? null, values.to));
  if (problem) return ack(wrong(body, problem.field, problem.words));
  const id = `submit:${body.view?.id}`;
  const kept: Kept = {
    as: 'submit',
    id,
    ...who(body),
    form: memory.form,
    enquiryId: memory.enquiryId,
    thread: memory.thread ?? null,
    submit,
    values,
  };
  await keep(desk, kept, memory.thread ?? body.user?.id ?? 'team');
  await ack();
}

/** Slack's picker offers the whole workspace, and people leave: who is chosen has to be in the channel. */
async function handOverProblem(
  desk: SlackDesk,
  form: FormView['id'],
  thread: string | null,
  to: string | undefined,
): Promise<{ field: string; words: string } | null> {
  if (form !== 'handover.form' || !thread || !to?.startsWith(personRef(''))) return null;
  const found = await desk.people.memberOf(desk.channelNow(placeOf(thread).channel), userOf(to));
  return 'refusal' in found ? { field: 'to', words: found.refusal } : null;
}

const BUTTON_OF: Partial<Record<FormView['id'], ButtonId>> = {
  'reply.form': 'enquiry.reply',
  'snooze.form': 'enquiry.snooze',
  'handover.form': 'enquiry.handover',
  'merge.form': 'enquiry.merge',
  'resolve.form': 'enquiry.resolve',
};

/** What is wrong with it now: nothing was typed, or somebody else was faster while the form was open. */
async function problemOf(
  desk: SlackDesk,
  form: FormView['id'],
  enquiryId: string | null,
  submit: string,
  values: Record<string, string>,
  by: Person,
): Promise<{ field: string | null; words: string } | null> {
  if (form === 'reply.form' && !values.text?.trim()) return { field: 'text', words: 'Write a few words first.' };
  if (form === 'log.form' && !values.what?.trim()) return { field: 'what', words: 'Say in a few words what happened.' };
  const button = BUTTON_OF[form];
  if (!button || !enquiryId || submit === 'reply.keep') return null;
  const now = await desk.context.form(button, enquiryId as EnquiryId, by);
  return 'refusal' in now ? { field: null, words: now.refusal } : null;
}

async function tryOut(desk: SlackDesk, body: Interaction): Promise<void> {
  const standing = await desk.people.who(body.user?.id ?? '', nameOf(body));
  if (standing.as !== 'staff') return;
  const room = (await desk.context.rooms()).find(each => each.deskRef);
  if (!room)
    return tell(desk, body, 'Choose the room first: invite Deskhand into the channel where enquiries shall be posted.');
  await desk.context.tryOut(standing.person);
  await desk.whisper(
    body.channel?.id ?? body.container?.channel_id ?? (await desk.direct(body.user?.id ?? '')),
    null,
    body.user?.id ?? '',
    drawEntry({
      as: 'line',
      words: `It is in the room "${room.name}" in a moment. Press Claim there.`,
      buttons: [],
      tone: 'quiet',
    }),
  );
}

/** A slash command: a few open a form; all others are kept and answered by themselves. */
export async function commanded(
  desk: SlackDesk,
  body: {
    user_id?: string;
    user_name?: string;
    channel_id?: string;
    text?: string;
    trigger_id?: string;
    response_url?: string;
  },
  ack: Ack,
): Promise<void> {
  const words = (body.text ?? '').trim();
  const interaction: Interaction = {
    user: { id: body.user_id ?? '', name: body.user_name ?? '' },
    channel: { id: body.channel_id ?? '' },
    ...(body.trigger_id ? { trigger_id: body.trigger_id } : {}),
    ...(body.response_url ? { response_url: body.response_url } : {}),
  };
  if (/^log$/i.test(words)) {
    await ack();
    return openForm(desk, interaction, async () => desk.context.logForm());
  }
  const id = `command:${body.trigger_id ?? desk.context.ids.secret(12)}`;
  desk.answers.keep([`answer:${id}`], body.response_url, 'command');
  const kept: Kept = {
    as: 'command',
    id,
    user: body.user_id ?? '',
    name: body.user_name ?? '',
    channel: body.channel_id ?? '',
    words,
  };
  await keep(desk, kept, `command:${body.user_id}`);
  await ack();
  if (/^settings\b/i.test(words)) await desk.publishHome(body.user_id ?? '');
}

/** Stored before Slack hears that we have it. */
export async function keep(desk: SlackDesk, kept: Kept, key: string): Promise<boolean> {
  return desk.context.keep({ id: kept.id, key, payload: kept as unknown as Json });
}

function who(body: Interaction): { user: string; name: string } {
  return { user: body.user?.id ?? '', name: nameOf(body) };
}
function nameOf(body: Interaction): string {
  return body.user?.name ?? body.user?.username ?? '';
}
function pick<T extends object, K extends keyof T>(from: T, names: K[]): Pick<T, K> {
  return Object.fromEntries(names.flatMap(name => (from[name] === undefined ? [] : [[name, from[name]]]))) as Pick<
    T,
    K
  >;
}
