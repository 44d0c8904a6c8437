/** A person's hands on what the app shows: pressing, submitting, closing, shortcuts, commands and the app's home. */
import { checkBlocks } from './blocks.ts';
import { directMessages } from './call.ts';
import { charactersOf } from './checks.ts';
import { deliverOnce } from './delivery.ts';
import { emit } from './events.ts';
import { channelOf } from './handles.ts';
import type { FakePerson } from './hands.ts';
import {
  checkSuggested,
  chosenValue,
  commandBody,
  messageAction,
  shortcutPayload,
  suggestion,
  viewAction,
  viewEvent,
} from './interactions.ts';
import { show } from './messages.ts';
import { sayDirectly } from './response-url.ts';
import type { Answer, Json } from './shapes.ts';
import { copy, makeTs, type Person, type Team, type View, type World } from './state.ts';
import { messageAt } from './talking.ts';
import { checkView, closeAll, closeTop, homeOf, pushModal, replaceView, showView, stackOf, topView } from './views.ts';

type Acting = Pick<
  FakePerson,
  'press' | 'suggest' | 'choose' | 'submit' | 'closeView' | 'shortcut' | 'messageShortcut' | 'command' | 'openHome'
>;

/** What Slack's window would not let go: an empty required field, too long a text. Then nothing is sent. */
function checkFields(view: View): void {
  for (const block of view.body.blocks) {
    if (block.type !== 'input') continue;
    const { element, label, block_id } = block;
    const { type: _type, ...value } = view.values[block_id]?.[element.action_id] ?? {};
    const given = Object.values(value).find(each => each !== null && (!Array.isArray(each) || each.length > 0));
    if (given === undefined && !block.optional)
      throw new Error(`Slack's window holds the modal back: "${label.text}" is required.`);
    const max = element.max_length ?? 3_000;
    if (typeof given === 'string' && charactersOf(given) > max)
      throw new Error(`Slack's window holds the modal back: "${label.text}" takes ${max} characters.`);
  }
}

function fill(view: View, values: Json): void {
  for (const [key, given] of Object.entries(values)) {
    const block =
      view.body.blocks.find((each: Json) => each.block_id === key) ??
      view.body.blocks.find((each: Json) => (each.element ?? each.accessory)?.action_id === key);
    const element = block?.element ?? block?.accessory;
    if (!element)
      throw new Error(
        `The modal has no field ${key}, only ${view.body.blocks.map((each: Json) => each.block_id).join(', ')}.`,
      );
    view.values[block.block_id][element.action_id] = chosenValue(element, given);
  }
}

/** Does to the modal what the answer says; a string is what Slack shows the person as trouble. */
function obey(world: World, team: Team, view: View, body: Answer['body']): string | null {
  const say = typeof body === 'object' && body ? body : {};
  const { userId } = view;
  const broken = (): string | null => checkView(world, say.view, 'modal')[1] ?? null;
  switch (say.response_action) {
    case undefined:
      closeTop(world, team, userId);
      return typeof body === 'string' && body !== '' ? 'not_json' : null;
    case 'clear':
      closeAll(world, team, userId);
      return null;
    case 'errors': {
      const known = view.body.blocks.filter((each: Json) => each.type === 'input').map((each: Json) => each.block_id);
      const strange = Object.keys(say.errors ?? {}).filter(each => !known.includes(each));
      if (!Object.keys(say.errors ?? {}).length) return 'errors: none given';
      view.errors = say.errors;
      return strange.length ? `errors: no input block ${strange.join(', ')}` : null;
    }
    case 'update': {
      const problem = broken();
      if (!problem) replaceView(world, view, say.view);
      return problem;
    }
    case 'push':
      return broken() ?? (pushModal(world, team, userId, say.view) ? null : 'push_limit_reached');
    default:
      return `response_action: ${say.response_action}`;
  }
}

export function acting(world: World, team: Team, person: Person): Acting {
  const open = (view?: Json): View => {
    const found = view?.id ? world.views.get(view.id) : topView(world, team, person.id);
    if (!found || found.userId !== person.id) throw new Error(`${person.name} has no such modal open.`);
    return found;
  };
  const allowed = (kind: 'commands' | 'shortcuts', name: string) => {
    if (world.subscriptions && !world.subscriptions[kind].has(name))
      throw new Error(`The app's manifest has no ${kind.slice(0, -1)} ${name}.`);
  };
  const interact = (payload: Json) => deliverOnce(world, 'interaction', payload);
  return {
    press: async (target, what, how = {}) => {
      if (target.type === 'modal' || target.type === 'home')
        return interact(viewAction(world, open(target), person, what, how));
      const channel = team.channels.get(target.channel);
      if (!channel)
        throw new Error('What is to be pressed must come from a channel, from ephemerals() or from a view.');
      // The newest state is pressed, unless the test holds an old one on purpose: that is a stale button.
      return interact(messageAction(world, team, channel, person, target, what, how));
    },

    suggest: async (view, block, typed) => {
      const answer = await interact(suggestion(world, open(view), person, block, typed));
      const { options, option_groups: groups } = (answer.body ?? {}) as Json;
      const problem = checkSuggested(answer.body as Json);
      if (answer.trouble || problem) throw new Error(`Slack shows no list: ${answer.trouble ?? problem}`);
      return groups ? groups.flatMap((each: Json) => each.options) : options;
    },

    choose: async (view, block, option, typed = {}) => {
      const found = open(view);
      fill(found, typed);
      const what = (_: Json, each: Json) => each.block_id === block;
      return interact(viewAction(world, found, person, what, { selected: { selected_option: option } }));
    },

    submit: async (view, values = {}) => {
      const found = open(view);
      fill(found, values);
      checkFields(found);
      found.errors = null;
      const answer = await interact(viewEvent(world, found, person, 'submitted'));
      if (answer.trouble) return answer;
      return { ...answer, trouble: obey(world, team, found, answer.body) };
    },

    closeView: async (view, options = {}) => {
      const found = open(view);
      const notify = found.body.notify_on_close === true;
      const payload = viewEvent(world, found, person, options.all ? 'cleared' : 'closed');
      if (options.all || found.body.clear_on_close) closeAll(world, team, person.id);
      else closeTop(world, team, person.id);
      return notify ? interact(payload) : { status: 0, ms: 0, body: null, trouble: null };
    },

    shortcut: async callbackId => {
      allowed('shortcuts', callbackId);
      return interact(shortcutPayload(world, team, person, callbackId, null));
    },

    messageShortcut: async (callbackId, fake, ts) => {
      allowed('shortcuts', callbackId);
      const channel = channelOf(fake);
      const message = show(channel, messageAt(channel, ts));
      return interact(shortcutPayload(world, team, person, callbackId, { channel, message }));
    },

    command: async (fake, command, text = '') => {
      allowed('commands', command);
      const channel = channelOf(fake);
      const answer = await deliverOnce(world, 'command', commandBody(world, team, channel, person, command, text));
      if (answer.trouble || !answer.body) return answer;
      const say = typeof answer.body === 'string' ? { text: answer.body } : answer.body;
      if (say.blocks && checkBlocks(say.blocks)) return { ...answer, trouble: 'invalid_command_response' };
      return { ...answer, trouble: sayDirectly(world, team, channel, person.id, say) && 'invalid_command_response' };
    },

    openHome: async (tab = 'home') => {
      const home = homeOf(world, team, person.id);
      const channel = directMessages(world, team, person.id);
      emit(world, team, {
        type: 'app_home_opened',
        user: person.id,
        channel: channel.id,
        tab,
        ...(tab === 'home' && home ? { view: showView(world, home) } : {}),
        event_ts: makeTs(world),
      });
    },
  };
}

/** A person's eyes on modals and the home. */
export function watching(world: World, team: Team, person: Person): Pick<FakePerson, 'openView' | 'home'> {
  return {
    openView: () => {
      const view = topView(world, team, person.id);
      if (!view) return null;
      return { ...showView(world, view), errors: copy(view.errors), depth: stackOf(world, team, person.id).length };
    },
    home: () => {
      const home = homeOf(world, team, person.id);
      return home ? showView(world, home) : null;
    },
  };
}
