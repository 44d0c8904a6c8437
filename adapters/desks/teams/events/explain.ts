/** `deskhand explain teams`: prints how Deskhand understands an activity as Teams delivered it. Contacts nothing. */
import { addressed } from '../../../../src/core/mentions.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { Activity } from '../activity.ts';
import { pressedOf } from '../drawing/buttons.ts';
import { readForm } from '../drawing/forms.ts';
import { refOf } from '../ids.ts';
import { isLifecycle, readLifecycle } from './lifecycle.ts';
import { isSame, readText, spoken } from './read.ts';
import { fieldsOf, messageIn, slim } from './slim.ts';
import { answeredBy, isPress, personOf, understand, whereIs } from './understand.ts';

interface Explained {
  kind: 'write' | 'edit' | 'delete' | 'press' | 'submit' | 'command' | 'installed' | 'removed' | 'nothing' | 'unknown';
  why: string | null;
  text?: string;
  post?: string | null;
  mentionsStaff?: boolean;
  leftOut?: string[];
}

const NO_ACTIVITY =
  'This is not an activity from Teams. Save the body of a delivery to /api/messages as it came, as one JSON object.';

export function explainTeams(raw: Uint8Array): Json {
  const blank = { from: null, thread: null, post: null, text: '', mentionsStaff: false, leftOut: [] };
  try {
    const given = JSON.parse(
      Buffer.from(raw)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    ) as Activity;
    if (typeof given.type !== 'string') return { kind: 'unknown', ...blank, why: NO_ACTIVITY };
    const { from, ...activity } = slim(given);
    const { kind: place, channel, thread, post } = whereIs(activity);
    const id = personOf(from, activity.recipient?.id);
    const { kind, why, ...rest } = explained(given);
    return {
      kind,
      from: id ? { id, name: from?.name ?? '' } : null,
      thread: place === 'channel' && (thread || post) && !isLifecycle(given) ? refOf(channel, thread || post) : null,
      ...{ post: post || null, text: '', mentionsStaff: false, leftOut: [] },
      ...rest,
      why,
    };
  } catch {
    return { kind: 'unknown', ...blank, why: NO_ACTIVITY };
  }
}

function explained(given: Activity): Explained {
  if (given.type === 'invoke' || isPress(given)) return pressed(given);
  if (isLifecycle(given)) return happening(given);
  const activity = slim(given);
  const bot = activity.recipient?.id ?? '';
  const meant = understand(given, bot);
  switch (meant.as) {
    case 'write':
    case 'edit':
      return { kind: meant.as, ...words(activity), why: isOutsider(activity) ? OUTSIDER : doubtIn(activity) };
    case 'words': {
      const others = readText(activity).mentions.some(each => !isSame(each.id, bot));
      return { kind: 'command', text: spoken(activity), mentionsStaff: others, why: null };
    }
    case 'delete':
      return { kind: 'delete', why: null };
    case 'root-gone':
      return { kind: 'delete', why: 'It is the root of its thread: if it is a card of Deskhand, it is posted again.' };
    case 'not-sent':
      return { kind: 'unknown', ...words(activity), why: `${meant.why} It is not sent to a customer.` };
    case 'through-app':
      return { kind: 'nothing', why: `${meant.app ?? 'Another app'} posted it in somebody's name: it is not taken.` };
    default:
      return nothing(activity, 'why' in meant ? meant.why : meant.as);
  }
}

const OUTSIDER =
  'Its author belongs to another organisation or has no Entra object id: it is not taken, and they are told.';

/** Who the colleagues are is known to the program alone. */
function doubtIn(activity: Activity): string | null {
  const { text, mentions } = readText(activity);
  const perhaps = mentions.length === 0 && addressed(text) === 'perhaps';
  return perhaps ? 'A word after @ may name a colleague: then it is for them. In doubt, its author is asked.' : null;
}

function isOutsider({ from, channelData }: Activity): boolean {
  const [home, here] = [from?.tenantId, channelData?.tenant?.id];
  return !from?.aadObjectId || (home !== undefined && here !== undefined && home !== here);
}

function nothing(activity: Activity, because: string): Explained {
  const { type = '', recipient, from } = activity;
  const why = `${because.charAt(0).toUpperCase()}${because.slice(1)}.`;
  if (type === 'messageReaction') return { kind: 'nothing', post: answeredBy(activity), why };
  const byPerson = personOf(from, recipient?.id) !== null;
  if (type === 'messageUpdate' && byPerson) return { kind: 'edit', ...words(activity), why };
  if (type === 'messageDelete' && byPerson) return { kind: 'delete', why };
  return { kind: SILENT.test(type) ? 'nothing' : 'unknown', why };
}

/** Types of activities that are understood, or that say nothing. */
const SILENT = /^(message(Update|Delete)?|event|typing|endOfConversation|trace|handoff|command(Result)?)$/;

/** What staff wrote, and whether it is for colleagues, as far as one delivery tells. */
function words(activity: Activity): Pick<Explained, 'text' | 'mentionsStaff' | 'leftOut'> {
  const { text, leftOut, mentions } = readText(activity);
  return { text, mentionsStaff: mentions.length > 0 || addressed(text) === 'staff', leftOut };
}

function pressed(given: Activity): Explained {
  const activity = slim(given);
  const { name = '' } = activity;
  const value = fieldsOf(given.value);
  const { verb, data } = fieldsOf(value.action);
  const on = messageIn(given);
  if (on && name.startsWith('composeExtension/'))
    return { kind: 'press', text: 'message.send_to_customer', post: on.id ?? null, why: 'The action on a message.' };
  const inside = fieldsOf(data ?? value.data ?? value);
  const post = answeredBy(activity);
  if (name === 'task/submit') {
    const form = readForm(inside);
    const filledIn: Record<string, unknown> = form ? { ...form.values, submit: form.submit } : inside;
    const said = [filledIn.text, filledIn.what, filledIn.submit].find(each => typeof each === 'string');
    return { kind: 'submit', text: `${said ?? ''}`, post, why: null };
  }
  const press = pressedOf(inside, verb) ?? pressedOf(value);
  if (press) return { kind: 'press', text: press.button, post, why: null };
  const isCard = /^(|adaptiveCard\/action|task\/fetch)$/.test(name);
  return { kind: isCard ? 'press' : 'unknown', post, why: 'It holds no button of Deskhand: nothing is done.' };
}

function happening(given: Activity): Explained {
  const { as, words } = readLifecycle(given).what;
  if (as === 'removed') return { kind: 'removed', post: null, why: `If a room was there: ${words}` };
  if (/^(installed|upgraded|home)$/.test(as))
    return { kind: 'installed', post: null, why: `Deskhand was added (${as}).` };
  const shut = /^(team-shut|channel-gone)$/.test(as);
  return {
    kind: 'nothing',
    post: null,
    why: shut ? `If it has a room: ${words}` : `What Deskhand knows of it is looked up again (${as}).`,
  };
}
