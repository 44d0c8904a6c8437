/** Slack: events, presses and views as Slack delivers them, into the same entrance; blocks as they are posted. */
import type { SlackDesk } from '../../../adapters/desks/slack/desk.ts';
import { drawPrivate } from '../../../adapters/desks/slack/drawing/blocks.ts';
import { drawForm } from '../../../adapters/desks/slack/drawing/forms.ts';
import { privateName } from '../../../adapters/desks/slack/drawing/privates.ts';
import { type Delivery, makeDeliver } from '../../../adapters/desks/slack/events/deliver.ts';
import { slackDeliveries } from '../../../adapters/desks/slack/events/side.ts';
import { personRef, placeOf, refOf } from '../../../adapters/desks/slack/ids.ts';
import type { MemoryParts } from '../memory-parts.ts';
import type { Carried, Carrier, Drawn } from './carrier.ts';
import { catchingContext, objectsIn, rightsOf, rosterOf } from './context.ts';

const ROOM = 'C0ROOM0001';
const TEAM = 'T0SHOP0001';
const BOT = 'U0DESKHAND';

export function slackCarrier(world: MemoryParts): Carrier {
  const people = ['Ann', 'Ben'].map(name => {
    const user = `U0${name.toUpperCase()}00001`;
    return { user, ref: personRef(user), name };
  });
  const userOf = (ref: string) => people.find(each => each.ref === ref)!.user;
  const { context, caught } = catchingContext(world, payload => deliveries.handle(payload));
  const desk = deskOf(context, rosterOf(people), people);
  const deliveries = slackDeliveries(desk);
  const hub = { clock: context.clock, log: context.log, deskOf: async () => desk };
  const deliver = makeDeliver(hub as never, true);
  let n = 0;
  /** Slack's times are names, too: none comes twice. */
  const moment = () => `${Math.floor(context.clock.now() / 1_000)}.${String(++n).padStart(6, '0')}`;
  return {
    people,
    room: ROOM,
    threadRef: each => refOf(ROOM, `1700000000.00000${each}`),
    newPost: () => refOf(ROOM, moment()),
    draw: (view, person, key) => {
      const drawn = JSON.parse(JSON.stringify(drawPrivate(view, privateName(person, key, view.post))));
      const found = objectsIn(drawn.blocks).filter(each => each.action_id && each.value !== undefined);
      return {
        words: objectsIn(drawn.blocks)
          .flatMap(each => (typeof each.text === 'string' ? [each.text] : []))
          .join('\n'),
        presses: found.map(each => String(each.action_id).replace(/#.*/, '')),
        payload: { found, key: privateName(person, key, view.post) },
      };
    },
    carry: async what => {
      await deliver(deliveryOf(what, userOf(what.by.ref), moment), async () => {});
      return caught();
    },
  };
}

function deskOf(context: object, roster: ReturnType<typeof rosterOf>, people: { user: string; name: string }[]) {
  const installation = { team: TEAM, botUser: BOT, botId: 'B0DESKHAND', appId: 'A0DESKHAND', enterprise: null };
  const nothing = async () => {};
  return {
    context,
    places: { firstName: (it: string) => it, now: (it: string) => it, readAliases: async () => false },
    people: {
      ...roster,
      channel: async () => null,
      firstNameOf: (user: string) => people.find(each => each.user === user)?.name ?? null,
    },
    rights: rightsOf(context as never, roster),
    connection: { installation: () => installation, connect: async () => installation },
    answers: { keep: () => {}, by: () => null, say: async () => 'gone', replace: async () => false },
    troubleList: { tellFromNow: nothing },
    ...{ whisper: nothing, publishHome: nothing, greet: nothing, answer: nothing, count: nothing },
    direct: async () => 'D0DIRECT01',
    files: { clock: (context as { clock: unknown }).clock },
  } as unknown as SlackDesk;
}

function deliveryOf(what: Carried, user: string, moment: () => string): Delivery {
  const { ts: thread } = placeOf(what.thread);
  const at = moment();
  const event = (more: Record<string, unknown>): Delivery => ({
    ...{ type: 'event_callback', team_id: TEAM, event_id: `Ev${at}` },
    event: { type: 'message', channel: ROOM, channel_type: 'group', event_ts: at, ...more },
  });
  const by = { type: 'block_actions', team: { id: TEAM }, user: { id: user, name: what.by.name, team_id: TEAM } };
  switch (what.do) {
    case 'write':
      return event(messageOf(what, user, thread));
    case 'edit': {
      const edited = { edited: { user, ts: `${at.split('.')[0]}.000000` } };
      const message = { type: 'message', ...messageOf(what, user, thread), ...edited };
      return event({ subtype: 'message_changed', ts: at, message });
    }
    case 'delete': {
      const { ts } = placeOf(what.post);
      const before = { type: 'message', user, ts, thread_ts: thread, text: '' };
      return event({ subtype: 'message_deleted', ts: at, deleted_ts: ts, previous_message: before });
    }
    case 'press': {
      const container = { type: 'message', message_ts: at, channel_id: ROOM, is_ephemeral: true, thread_ts: thread };
      const actions = [{ ...pressedIn(what.on, what.nth), action_ts: at }];
      return { ...by, trigger_id: at, channel: { id: ROOM }, container, actions } as Delivery;
    }
    case 'submit':
      return { ...by, type: 'view_submission', trigger_id: at, view: { id: `V${at}`, ...filled(what) } } as Delivery;
  }
}

function messageOf(
  { post, text, mentions }: Extract<Carried, { do: 'write' | 'edit' }>,
  user: string,
  thread: string,
): Record<string, unknown> {
  const named = mentions ? placeOf(mentions.ref).ts : null;
  const elements = [
    { type: 'text', text: named ? `${text} ` : text },
    ...(named ? [{ type: 'user', user_id: named }] : []),
  ];
  const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
  return {
    user,
    ts: placeOf(post).ts,
    thread_ts: thread,
    text: named ? `${text} <@${named}>` : text,
    blocks,
    team: TEAM,
  };
}

/** As Slack sends it: a menu has what was chosen, a button its value. */
function pressedIn({ payload }: Drawn, nth: number): object {
  const { found, key } = payload as { found: Record<string, unknown>[]; key: string };
  const { action_id, value } = found[nth]!;
  return { type: 'button', action_id, block_id: key, value };
}

function filled({ form, submit, values, thread }: Extract<Carried, { do: 'submit' }>): object {
  const view = JSON.parse(JSON.stringify(drawForm(form, thread)));
  const inputs = (view.blocks as Record<string, unknown>[]).filter(each => each.type === 'input');
  const state = inputs.map(({ block_id, element }) => {
    const { action_id: action, type } = element as { action_id: string; type: string };
    const name = String(block_id);
    const typed = name === 'submit' ? submit : (values[name] ?? '');
    const is = type === 'plain_text_input' ? { value: typed } : { selected_option: { value: typed } };
    return [name, { [action]: { type, ...is } }];
  });
  return {
    callback_id: view.callback_id,
    private_metadata: view.private_metadata,
    state: { values: Object.fromEntries(state) },
  };
}
