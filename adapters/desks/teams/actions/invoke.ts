/** Answers presses and dialogs while somebody waits: forms open at once; everything else is stored, then done right after. */
import type { EnquiryId } from '../../../../src/core/ids.ts';
import { type DurationMs, SECOND } from '../../../../src/core/time.ts';
import type { Kept } from '../../../../src/desks/deliveries.ts';
import {
  begunForm,
  checkForm,
  type Opened,
  openForm,
  opens,
  REFRESH,
  reopenForm,
  senderOf,
  submitSettings,
  TRY_OUT,
  trialWords,
} from '../../../../src/desks/open-form.ts';
import type { Someone } from '../../../../src/desks/rights.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { Person } from '../../../../src/ports/staff.ts';
import type { Activity } from '../activity.ts';
import { TEAMS } from '../connection/line.ts';
import type { TeamsDesk } from '../desk.ts';
import { pressedOf } from '../drawing/buttons.ts';
import { drawPrivate } from '../drawing/cards.ts';
import { FILE_LINK } from '../drawing/files.ts';
import {
  type Dialog,
  drawForm,
  drawWhole,
  drawWords,
  INPUT_CHARS_MAX,
  NEXT_PAGE,
  readForm,
  startLines,
  startsAsked,
  USE_START,
} from '../drawing/forms.ts';
import { fieldsOf, messageIn } from '../events/slim.ts';
import { answeredBy, contentId, orderKey, personOf, whereIs } from '../events/understand.ts';
import { personRef, placeOf, refOf, userOf } from '../ids.ts';
import type { InboundAnswer } from '../inbound/driver.ts';

/** Teams waits some ten seconds for a dialog; what takes longer is answered with a word and told when it is done. */
const SAVED_WITHIN: DurationMs = 6 * SECOND;
const CHOOSE_ROOM = 'Choose the room first: add Deskhand to the team where enquiries should be posted.';
const FAILED = 'That did not work: something went wrong in Deskhand, and the log says what. Press it again.';

/** Who did it, and where. */
interface Act {
  id: string;
  by: Someone;
  /** Null in a personal chat. */
  channel: string | null;
  thread: string | null;
  /** Where to say something to them. */
  conversation: string;
}

/** @returns the answer; null where nobody waits for more than that it was kept */
export async function interact(desk: TeamsDesk, activity: Activity): Promise<InboundAnswer> {
  const value = fieldsOf(activity.value);
  switch (activity.name) {
    case undefined:
      await pressed(desk, activity, pressedOf(value));
      return { status: 200 };
    case 'adaptiveCard/action': {
      const action = fieldsOf(value.action);
      return answered(await pressed(desk, activity, pressedOf(action.data, action.verb)));
    }
    case 'application/search':
      return found(await starts(desk, activity, value));
    case 'task/fetch':
      return dialogOf(inDialog(await opened(desk, activity, pressedOf(value.data))));
    case 'task/submit':
      return dialogOf(await submitted(desk, activity, value.data));
    case 'composeExtension/fetchTask':
      return value.commandId === 'message.send_to_customer'
        ? dialogOf(inDialog(await sending(desk, activity)))
        : NOTHING;
    default:
      return NOTHING;
  }
}

/** What Teams takes for "nothing to show". */
const NOTHING: InboundAnswer = { status: 200, body: {} };

/** Shown below the card until it changes. Clients were seen to take an empty answer for none, and to press once more. */
const TAKEN = 'Got it.';

function answered(words: string | null): InboundAnswer {
  const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: words ?? TAKEN };
  return { status: 200, body };
}

function found(results: { title: string; value: string }[]): InboundAnswer {
  const body = { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
  return { status: 200, body };
}

/** What a reply can begin with, while somebody types in the list of a form. */
async function starts(desk: TeamsDesk, activity: Activity, value: Record<string, unknown>) {
  const asked = startsAsked(value);
  if (!asked) return [];
  const { by, channel, thread } = actOf(activity);
  const ruling = await desk.rights.act(by, channel);
  if (!ruling.ok) return [];
  const person = await desk.rights.on(ruling.person, by.user, thread, asked.enquiryId);
  return startLines(await desk.context.starts(asked.enquiryId as EnquiryId, asked.typed, person));
}

/** A dialog, words in its place, or null: it closes. */
function dialogOf(shown: Dialog | string | null): InboundAnswer {
  if (shown === null) return NOTHING;
  if (typeof shown === 'string') return { status: 200, body: { task: { type: 'message', value: shown } } };
  const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: shown.card };
  const value = { title: shown.title, height: 'medium', width: 'medium', card };
  return { status: 200, body: { task: { type: 'continue', value } } };
}

/** Only what was sent in may be answered with words alone: what opens is a card. */
function inDialog(shown: Dialog | string): Dialog {
  return typeof shown === 'string' ? drawWords('Deskhand', shown) : shown;
}

function actOf(activity: Activity): Act {
  const { kind, channel, thread } = whereIs(activity);
  const by = { user: personOf(activity.from) ?? '', name: activity.from?.name ?? '' };
  const conversation = activity.conversation?.id ?? '';
  const inRoom = kind === 'channel' && channel !== '';
  return {
    id: contentId(activity),
    by,
    channel: inRoom ? channel : null,
    thread: inRoom && thread ? refOf(channel, thread) : null,
    conversation,
  };
}

type Pressed = ReturnType<typeof pressedOf>;

/** @returns words for whoever pressed, where there is something to say at once */
async function pressed(desk: TeamsDesk, activity: Activity, what: Pressed): Promise<string | null> {
  if (!what) return 'Deskhand does not know this button.';
  const { button, value } = what;
  const act = actOf(activity);
  if (button === REFRESH) {
    await desk.publishHome(act.by.user);
    return null;
  }
  if (button === TRY_OUT) return tryOut(desk, act);
  if (button === FILE_LINK) return newLink(desk, act, activity);
  if (opens(button, value))
    return 'This opens a form, which your version of Teams cannot show. Update Teams, or use it in a browser.';
  const { id, by, channel, thread } = act;
  await keepDelivery(desk, { as: 'press', id, ...by, channel, thread, button, value }, thread ?? (by.user || 'team'));
  return null;
}

async function tryOut(desk: TeamsDesk, { by, channel }: Act): Promise<string> {
  const ruling = await desk.rights.act(by, channel);
  if (!ruling.ok) return ruling.words;
  const hasRoom = (await desk.context.rooms()).some(each => each.deskRef);
  const trial = hasRoom ? await desk.context.tryOut(ruling.person) : null;
  return trial ? trialWords(trial) : CHOOSE_ROOM;
}

/** The address of a file has ended: the post gets a new one, where who asks may read it. */
async function newLink(desk: TeamsDesk, act: Act, activity: Activity) {
  const ruling = await desk.rights.act(act.by, act.channel);
  if (!ruling.ok) return ruling.words;
  const post = answeredBy(activity);
  const place = act.channel ?? act.conversation;
  return post && (await desk.newLink(refOf(place, post))) ? null : 'This file is no longer here.';
}

async function opened(desk: TeamsDesk, activity: Activity, what: Pressed): Promise<Dialog | string> {
  const { by, channel, thread } = actOf(activity);
  const make = what && opens(what.button, what.value);
  if (!make) return 'Deskhand does not know this form.';
  try {
    return shownOf(
      await openForm(desk, make, by, channel, { button: what.button, named: what.value, thread }),
      thread,
      what.value,
    );
  } catch (error) {
    desk.context.log.warn({ desk: TEAMS, error: String(error) }, 'A form could not be opened.');
    return FAILED;
  }
}

function shownOf(opened: Opened, thread: string | null, value: string, page = 0): Dialog | string {
  if (opened.as === 'form') return drawForm(opened.form, thread);
  if (opened.as === 'refusal') return opened.words;
  const { customer, full, text, folded } = opened.message;
  return drawWhole(customer, full ?? text, folded, { page, value });
}

async function submitted(desk: TeamsDesk, activity: Activity, data: unknown): Promise<Dialog | string | null> {
  const act = actOf(activity);
  const turned = pressedOf(data);
  if (turned?.button === NEXT_PAGE) {
    const [message = '', page = ''] = turned.value.split(' ');
    const { by, channel, thread } = act;
    const whole = await openForm(desk, opens('message.show_all', message)!, by, channel, { named: message, thread });
    return shownOf(whole, null, message, Number(page) || 0);
  }
  const read = readForm(data);
  if (!read) return 'Deskhand does not know this form.';
  const { memory, submit, values, goesOn } = read;
  const { form, about } = memory;
  const enquiryId = memory.enquiryId as EnquiryId | null;
  // Where the dialog stands is said by Teams; what it remembers is only a help where Teams says nothing.
  const thread = act.thread ?? memory.thread;
  if (submit === USE_START && enquiryId) return begun(desk, act, { enquiryId, thread, values });
  const filled = { form, enquiryId, submit, values };
  const member = async (place: string, to: string) =>
    to.startsWith(personRef('')) ? desk.people.memberOf(place, userOf(to)) : null;
  const checked = await checkForm({ ...desk, member }, filled, act.by, thread && placeOf(thread).channel, thread);
  const again = async (person: Person | null, problems: string[]): Promise<Dialog> => {
    // The form shows what it is about, so it is for those who may read that.
    const reader =
      person && (await senderOf(desk.rights, person, act.by.user, { form, enquiryId: enquiryId ?? 'new', thread }));
    const once = reader && (await reopenForm(desk.context, { form, enquiryId, about, values }, reader));
    if (once) return drawForm(once, thread, { values, problems });
    // The form is no more, but nothing that was typed is lost.
    const typed = [values.text, values.what].filter(each => each !== undefined && each !== '');
    return drawWords('Not sent', problems.join('\n'), typed as string[]);
  };
  if (!checked.ok) {
    const ruling = await desk.rights.act(act.by, thread && placeOf(thread).channel);
    return again(ruling.ok ? ruling.person : null, [checked.words]);
  }
  // Nothing is tried before all of it was asked for.
  if (form === 'settings.form' && goesOn) return again(checked.person, []);
  if (form === 'settings.form') return saved(desk, act, { about: about ?? '', by: checked.person, values }, again);
  const { id, by } = act;
  await keepDelivery(desk, { as: 'submit', id, ...by, ...filled, thread }, thread ?? (by.user || 'team'));
  return null;
}

/** The form once more, with what was chosen to begin with. */
async function begun(
  desk: TeamsDesk,
  { by }: Act,
  { enquiryId, thread, values }: { enquiryId: EnquiryId; thread: string | null; values: Record<string, string> },
): Promise<Dialog | string> {
  const ruling = await desk.rights.act(by, thread && placeOf(thread).channel);
  if (!ruling.ok) return ruling.words;
  const person = await desk.rights.on(ruling.person, by.user, thread, enquiryId);
  const { start: chosen = '', ...rest } = values;
  const form = await begunForm(desk.context, { enquiryId, values: rest, chosen }, person, INPUT_CHARS_MAX);
  return form ? drawForm(form, thread) : drawWords('Not there any more', rest.text ?? '');
}

async function saved(
  desk: TeamsDesk,
  { by, conversation }: Act,
  given: { about: string; by: Person; values: Record<string, string> },
  again: (person: Person, problems: string[]) => Promise<Dialog>,
): Promise<Dialog | string> {
  const { early, outcome } = await submitSettings(desk.context, given, SAVED_WITHIN);
  if (early && !early.ok)
    return again(
      given.by,
      early.problems.map(each => each.words),
    );
  if (early) {
    await desk.publishHome(by.user);
    return early.words;
  }
  const told = async () => {
    const late = await outcome;
    const words = late.ok ? late.words : `Not saved. ${late.problems.map(each => each.words).join(' ')}`;
    const view = { words, quote: null, hints: [], buttons: [], tone: 'notice' as const, post: null };
    await desk.whisper(conversation, by.user, drawPrivate(view));
    await desk.publishHome(by.user);
  };
  told().catch(error => desk.context.log.warn({ desk: TEAMS, error: String(error) }, 'Nobody heard how saving went.'));
  return 'It is being tested, which can take half a minute. You will be told here how it went.';
}

/** The message action sends, with the hold that every reply has: the message comes along, in case it was never seen. */
async function sending(desk: TeamsDesk, activity: Activity): Promise<string> {
  const message = messageIn(activity);
  const { id, by, channel } = actOf(activity);
  const thread = message && channel && (await desk.context.thread(refOf(channel, whereIs(message).thread)));
  if (!message || !thread)
    return 'Only what a colleague wrote in the thread of an enquiry can be sent to the customer.';
  await keepDelivery(desk, { as: 'send', id: `send:${id}`, ...by, channel, message }, orderKey(message));
  return 'It is on its way. For a moment you can still press Undo below the message. If there is something to check first, you see a preview instead.';
}

/** Stored before Teams gets its answer. */
export async function keepDelivery(desk: TeamsDesk, kept: Kept, key: string): Promise<boolean> {
  return desk.context.keep({ id: kept.id, key, payload: kept as unknown as Json });
}
