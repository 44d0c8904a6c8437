/** `deskhand explain teams`: what is made of an activity as Teams delivered it. Contacts nothing. */
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
  'This is not an activity of Teams. Save the body of a delivery to /api/messages as it came, as one JSON object.';

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
  const bot = slim(given).recipient?.id ?? '';
  const meant = understand(given, bot);
  switch (meant.as) {
    case 'write':
    case 'edit':
      return { kind: meant.as, ...words(meant.message), why: null };
    case 'words': {
      const { mentions } = readText(meant.message);
      const others = mentions.some(each => !isSame(each.id, bot));
      return { kind: 'command', text: spoken(meant.message), mentionsStaff: others, why: null };
    }
    case 'delete':
    case 'root-gone':
      return {
        kind: 'delete',
        why: meant.as === 'delete' ? null : 'It began its thread: a card of ours is posted again.',
      };
    case 'not-sent':
      return { kind: 'unknown', ...words(given), why: `${meant.why} It is not sent to a customer.` };
    case 'through-app':
      return { kind: 'nothing', why: `${meant.app ?? 'Another app'} posted it in somebody's name: it is not taken.` };
    case 'nothing':
    case 'envelope':
      return nothing(given, meant.as === 'nothing' ? meant.why : meant.as);
  }
}

function nothing(given: Activity, why: string): Explained {
  const known = KNOWN.test(given.type ?? '');
  const on = given.type === 'messageReaction' ? { post: answeredBy(slim(given)) } : {};
  return { kind: known ? 'nothing' : 'unknown', ...on, why: `${why.charAt(0).toUpperCase()}${why.slice(1)}.` };
}

/** Types of activities that are understood, or that say nothing. */
const KNOWN =
  /^(message|messageUpdate|messageDelete|messageReaction|event|typing|endOfConversation|trace|handoff|command|commandResult)$/;

/** What staff wrote, and whether it is for colleagues, as far as one delivery tells: who they are is known to the program. */
function words(message: Activity): Pick<Explained, 'text' | 'mentionsStaff' | 'leftOut'> {
  const { text, leftOut, mentions } = readText(message);
  return { text, mentionsStaff: mentions.length > 0 || addressed(text) === 'staff', leftOut };
}

function pressed(given: Activity): Explained {
  const { name = 'message' } = slim(given);
  const value = fieldsOf(given.value);
  const { verb, data } = fieldsOf(value.action);
  const on = messageIn(given);
  if (on && name.startsWith('composeExtension/'))
    return { kind: 'press', text: 'message.send_to_customer', post: on.id ?? null, why: 'The action on a message.' };
  const inside = data ?? value.data ?? value;
  const card = answeredBy(slim(given));
  const press = pressedOf(fieldsOf(inside), verb) ?? pressedOf(value);
  if (name === 'task/submit') {
    const form = readForm(inside);
    const filledIn = form ? { ...form.values, submit: form.submit } : fieldsOf(inside);
    const said = [filledIn.text, filledIn.what, filledIn.submit].find(each => typeof each === 'string');
    return { kind: 'submit', text: typeof said === 'string' ? said : '', post: card, why: null };
  }
  if (press) return { kind: 'press', text: press.button, post: card, why: null };
  return { kind: 'unknown', why: `There is no button of Deskhand in this ${name}.` };
}

const HAPPENINGS = {
  installed: 'Deskhand was added to a team or a channel.',
  upgraded: 'A new version of Deskhand was added.',
  removed: 'Deskhand was removed: new posts are queued until it is added again.',
  home: 'Somebody added Deskhand to their personal chat: they see their page.',
  'team-shut': 'Rooms of this team: new posts are queued, and admins are told.',
  'team-open': 'Rooms of this team: queued posts are posted.',
  'channel-gone': 'If the channel is a room: new posts are queued, and admins are told.',
  'channel-back': 'If the channel is a room: queued posts are posted.',
  'channel-renamed': 'What is known of the channel is asked for again.',
  shared: 'If the channel is a room: the team is warned that others can read it.',
  changed: 'What is known of a team, a channel or a person is asked for again.',
};

function happening(given: Activity): Explained {
  const { as } = readLifecycle(given).what;
  const kind = as === 'removed' ? 'removed' : /^(installed|upgraded|home)$/.test(as) ? 'installed' : 'nothing';
  return { kind, post: null, why: HAPPENINGS[as] };
}
