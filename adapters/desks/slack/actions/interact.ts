/** Answers interactions while somebody waits: forms at once; everything else is stored first and done right after. */
import type { EnquiryId } from '../../../../src/core/ids.ts';
import type { Kept } from '../../../../src/desks/deliveries.ts';
import {
  checkForm,
  type Opened,
  openForm,
  opens,
  REFRESH,
  TRY_OUT,
  trialWords,
} from '../../../../src/desks/open-form.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { SlackRefusal } from '../connection/call.ts';
import type { SlackDesk } from '../desk.ts';
import { drawEntry, LINK, MENU, pressedOf } from '../drawing/blocks.ts';
import { drawForm, drawWhole, readForm } from '../drawing/forms.ts';
import { placeNames } from '../drawing/privates.ts';
import type { EventMessage } from '../events/understand.ts';
import { personRef, placeOf, refOf, userOf } from '../ids.ts';
import { fieldCounted } from './count.ts';
import { type Ack, answerPress, type Interaction, refusedFields, someoneIn } from './interaction.ts';
import { redrawn } from './redraw-form.ts';
import { answerSettings } from './save-settings.ts';
import { suggest } from './starts.ts';
import { pressName } from './whisper.ts';

const CHOOSE_ROOM = 'Choose the room first: invite Deskhand into the channel where enquiries should be posted.';

export async function interact(desk: SlackDesk, body: Interaction, ack: Ack): Promise<void> {
  switch (body.type) {
    case 'block_actions':
      return pressed(desk, body, ack);
    case 'block_suggestion':
      return suggest(desk, body, ack);
    case 'view_submission':
      return submitted(desk, body, ack);
    case 'message_action': {
      if (body.callback_id !== 'message.send_to_customer') return ack();
      const message = slimMessage(body.message ?? {});
      const channel = body.channel?.id ?? '';
      const id = `send:${body.action_ts ?? body.trigger_id}`;
      const key = `${channel}:${message.thread_ts ?? message.ts}`;
      await keepDelivery(desk, { as: 'send', id, ...someoneIn(body), channel, message }, key);
      return ack();
    }
    case 'shortcut':
      await ack();
      if (body.callback_id === 'log.form') await show(desk, body, 'log.form', '');
      return;
    default:
      // Closed views and whatever comes new: nothing to do.
      return ack();
  }
}

function slimMessage({ text, user, ts, thread_ts, bot_id, edited, blocks }: EventMessage): EventMessage {
  const kept = { text, user, ts, thread_ts, bot_id, edited, blocks };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

async function pressed(desk: SlackDesk, body: Interaction, ack: Ack): Promise<void> {
  const { container, message } = body;
  const action = body.actions?.[0];
  const given = action?.selected_option?.value ?? action?.value ?? '';
  const { button, value } = pressedOf(action?.action_id ?? '', given);
  const field = fieldCounted(body.view, action?.block_id);
  if (body.view && field !== null) {
    await ack();
    return desk.count({ view: body.view, field, by: someoneIn(body) });
  }
  const again = redrawn(desk, body);
  if (again) {
    await ack();
    return again();
  }
  // The page is open already.
  if (button === LINK) return ack();
  const by = someoneIn(body);
  const channel = container?.channel_id ?? body.channel?.id ?? null;
  const root = container?.thread_ts ?? message?.thread_ts ?? container?.message_ts ?? message?.ts;
  const thread = channel && root ? refOf(desk.places.firstName(channel), root) : null;
  if (container?.is_ephemeral) desk.answers.keep(placeNames(action?.block_id ?? ''), body.response_url, button);
  if (channel) desk.answers.keep([pressName(desk.places.firstName(channel), by.user)], body.response_url, button);
  const atOnce = opens(button, value)
    ? () => show(desk, body, button, value, thread)
    : button === REFRESH
      ? () => desk.publishHome(by.user)
      : button === TRY_OUT
        ? () => tryOut(desk, body)
        : null;
  if (atOnce) {
    await ack();
    return atOnce();
  }
  const id = `press:${action?.action_ts ?? body.trigger_id}:${by.user}:${action?.action_id}`;
  // Should they not count here, they are told by the address of their own press.
  desk.answers.keep([id], body.response_url, button);
  await keepDelivery(desk, { as: 'press', id, ...by, channel, thread, button, value }, thread ?? (by.user || 'team'));
  await ack();
}

/** Opens a form while its trigger is good, which is for three seconds. */
async function show(
  desk: SlackDesk,
  body: Interaction,
  button: string,
  value: string,
  thread: string | null = null,
): Promise<void> {
  try {
    const place = thread && placeOf(thread).channel;
    const opened = await openForm(desk, opens(button, value)!, someoneIn(body), place, {
      button,
      named: value,
      thread,
    });
    if (opened.as === 'refusal') return await answerPress(desk, body, opened.words, opened.buttons, opened.outside);
    await desk.connection.calls().call('views.open', { trigger_id: body.trigger_id, view: viewOf(opened, thread) });
  } catch (error) {
    desk.context.log.warn({ desk: 'slack', error: String(error) }, 'A form could not be opened.');
    const late = error instanceof SlackRefusal && /trigger/.test(error.word);
    const why = late ? 'That took too long for Slack.' : 'Slack did not open the form.';
    await answerPress(desk, body, `${why} Press it once more.`).catch(() => {});
  }
}

function viewOf(opened: Exclude<Opened, { as: 'refusal' }>, thread: string | null) {
  if (opened.as === 'form') return drawForm(opened.form, thread);
  const { customer, full, text, folded } = opened.message;
  return drawWhole(customer, full ?? text, folded);
}

async function submitted(desk: SlackDesk, body: Interaction, ack: Ack): Promise<void> {
  const read = readForm(body.view ?? {});
  if (!read) return ack();
  const { memory, submit, values } = read;
  const by = someoneIn(body);
  const { form, thread = null } = memory;
  if (form === 'menu.form') return chosenInMenu(desk, body, values.do ?? '', thread, ack);
  const enquiryId = memory.enquiryId as EnquiryId | null;
  // Slack's picker names people of the whole workspace; another value is a choice from the form's own list.
  const member = async (channel: string, to: string) =>
    to.startsWith(personRef('')) ? desk.people.memberOf(desk.places.now(channel), userOf(to)) : null;
  const filled = { form, enquiryId, submit, values };
  const checked = await checkForm({ ...desk, member }, filled, by, thread && placeOf(thread).channel, thread);
  if (!checked.ok) return ack(refusedFields(body, [checked]));
  if (form === 'settings.form')
    return answerSettings(desk, body, { about: memory.about ?? '', by: checked.person, values }, ack);
  const id = `submit:${body.view?.id}`;
  const kept = { as: 'submit' as const, id, ...by, ...filled, thread };
  await keepDelivery(desk, kept, thread ?? (by.user || 'team'));
  await ack();
}

/** What was chosen behind "More" is done as if it had been pressed on the card; a form takes the place of the menu. */
async function chosenInMenu(
  desk: SlackDesk,
  body: Interaction,
  chosen: string,
  thread: string | null,
  ack: Ack,
): Promise<void> {
  const { button, value } = pressedOf(MENU, chosen);
  const by = someoneIn(body);
  const place = thread && placeOf(thread).channel;
  const make = opens(button, value);
  if (make) {
    const opened = await openForm(desk, make, by, place, { button, named: value, thread });
    if (opened.as === 'refusal') return ack(refusedFields(body, [{ field: null, words: opened.words }]));
    return ack({ response_action: 'update', view: viewOf(opened, thread) });
  }
  const id = `press:${body.view?.id}:${by.user}:${button}`;
  const channel = place && desk.places.now(place);
  await keepDelivery(desk, { as: 'press', id, ...by, channel, thread, button, value }, thread ?? (by.user || 'team'));
  await ack();
}

async function tryOut(desk: SlackDesk, body: Interaction): Promise<void> {
  const by = someoneIn(body);
  const ruling = await desk.rights.act(by, null);
  if (!ruling.ok) return answerPress(desk, body, ruling.words, [], true);
  const hasRoom = (await desk.context.rooms()).some(each => each.deskRef);
  const trial = hasRoom ? await desk.context.tryOut(ruling.person) : null;
  if (!trial) return answerPress(desk, body, CHOOSE_ROOM);
  const words = trialWords(trial);
  const channel = body.channel?.id ?? body.container?.channel_id ?? (await desk.direct(by.user));
  await desk.whisper(channel, null, by.user, drawEntry({ as: 'line', words, buttons: [], tone: 'quiet' }));
}

interface SlashCommand {
  user_id?: string;
  user_name?: string;
  channel_id?: string;
  text?: string;
  trigger_id?: string;
  response_url?: string;
}

/** A slash command: a few open a form; all others are kept and answered by themselves. */
export async function commanded(desk: SlackDesk, body: SlashCommand, ack: Ack): Promise<void> {
  const { user_id: user = '', user_name: name = '', channel_id: channel = '', trigger_id, response_url } = body;
  const words = (body.text ?? '').trim();
  const [form, value = ''] = atOnceFor(words);
  if (form) {
    await ack();
    const reach = { ...(trigger_id ? { trigger_id } : {}), ...(response_url ? { response_url } : {}) };
    return show(desk, { user: { id: user, name }, channel: { id: channel }, ...reach }, form, value);
  }
  const id = `command:${trigger_id ?? desk.context.ids.secret(12)}`;
  desk.answers.keep([`answer:${id}`], response_url, 'command');
  await keepDelivery(desk, { as: 'command', id, user, name, channel, words }, `command:${user}`);
  await ack();
  if (/^settings\b/i.test(words)) await desk.publishHome(user);
}

/** The form that these words open, and what it is about: with the trigger of a command there is no press to wait for. */
function atOnceFor(words: string): [form: string | null, value?: string] {
  if (/^log$/i.test(words)) return ['log.form'];
  if (/^answers? add$/i.test(words)) return ['article.add', 'new'];
  return /^repl(?:y|ies) add$/i.test(words) ? ['saved.add', 'new'] : [null];
}

/** Stored before Slack hears that we have it. */
export async function keepDelivery(desk: SlackDesk, kept: Kept, key: string): Promise<boolean> {
  return desk.context.keep({ id: kept.id, key, payload: kept as unknown as Json });
}
