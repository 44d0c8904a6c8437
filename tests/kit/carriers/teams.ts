/** Teams: activities as the Bot Connector delivers them, into the same entrance; cards as they are posted. */
import type { Activity } from '../../../adapters/desks/teams/activity.ts';
import type { TeamsDesk } from '../../../adapters/desks/teams/desk.ts';
import { drawPrivate } from '../../../adapters/desks/teams/drawing/cards.ts';
import { drawForm } from '../../../adapters/desks/teams/drawing/forms.ts';
import { makeDeliver } from '../../../adapters/desks/teams/events/deliver.ts';
import { teamsDeliveries } from '../../../adapters/desks/teams/events/side.ts';
import { personRef, placeOf, refOf } from '../../../adapters/desks/teams/ids.ts';
import type { MemoryParts } from '../memory-parts.ts';
import type { Carried, Carrier, Drawn } from './carrier.ts';
import { catchingContext, objectsIn, rightsOf, rosterOf } from './context.ts';

const ROOM = '19:room@thread.tacv2';
const TENANT = 'a0000000-0000-4000-a000-000000000000';
const BOT = '28:b0000000-0000-4000-a000-000000000000';
/** Teams' ids of messages are moments; threads were begun long before. */
const BEGUN_MS = 1_700_000_000_000;

export function teamsCarrier(world: MemoryParts): Carrier {
  const people = ['Ann', 'Ben'].map((name, i) => {
    const user = `c0000000-0000-4000-a000-00000000000${i}`;
    return { user, ref: personRef(user), name };
  });
  const { context, caught } = catchingContext(world, payload => deliveries.handle(payload));
  const desk = deskOf(context, rosterOf(people));
  const deliveries = teamsDeliveries(desk);
  const hub = { clock: context.clock, log: context.log, deskOf: async () => desk };
  const deliver = makeDeliver(hub as never, true);
  let n = 0;
  return {
    people,
    room: ROOM,
    threadRef: each => refOf(ROOM, String(BEGUN_MS + each)),
    newPost: () => refOf(ROOM, String(context.clock.now() + ++n)),
    draw: view => {
      const { card } = JSON.parse(JSON.stringify(drawPrivate(view))) as { card: unknown };
      const objects = objectsIn(card);
      // What asks first has the button that does it behind it.
      const found = objects.filter(each => each.type === 'Action.Execute' || each.type === 'Action.Submit');
      const words = objects.flatMap(each => [each.text, each.title]).filter(each => typeof each === 'string');
      return { words: words.join('\n'), presses: found.map(nameOf), payload: found };
    },
    carry: async what => {
      const by = people.find(each => each.ref === what.by.ref)!;
      await deliver(activityOf(what, by, context.clock.now(), ++n));
      return caught();
    },
  };
}

const nameOf = ({ verb, data }: Record<string, unknown>) => String(verb ?? (data as { button?: unknown })?.button);

function deskOf(context: object, roster: ReturnType<typeof rosterOf>) {
  const nothing = async () => {};
  return {
    context,
    places: { bot: () => BOT, tenant: () => TENANT, learn: nothing, load: nothing },
    people: { ...roster, channel: async () => null },
    rights: rightsOf(context as never, roster),
    settings: { unsigned: false },
    troubleList: { tellFromNow: nothing },
    ...{ whisper: nothing, publishHome: nothing, greet: nothing, answer: nothing },
    ...{ asked: () => {}, sees: () => {}, direct: async () => 'a:chat' },
  } as unknown as TeamsDesk;
}

function activityOf(what: Carried, { user, name }: { user: string; name: string }, now: number, n: number): Activity {
  const { message: root } = placeOf(what.thread);
  const timestamp = `${new Date(now).toISOString().slice(0, -1)}${String(n).padStart(6, '0')}Z`;
  const base = {
    ...{
      timestamp,
      serviceUrl: 'https://smba.example/',
      channelId: 'msteams',
      recipient: { id: BOT, name: 'Deskhand' },
    },
    from: { id: `29:${user}`, name, aadObjectId: user },
    conversation: { id: refOf(ROOM, root), conversationType: 'channel', tenantId: TENANT, isGroup: true },
    channelData: { tenant: { id: TENANT }, channel: { id: ROOM }, team: { id: ROOM } },
  };
  const pressed = { ...base, id: `f:${n}-0000`, replyToId: root };
  switch (what.do) {
    case 'write':
      return { ...base, type: 'message', ...wordsIn(what) };
    case 'edit':
      return {
        ...{ ...base, type: 'messageUpdate', ...wordsIn(what) },
        channelData: { ...base.channelData, eventType: 'editMessage' },
      };
    case 'delete':
      return {
        ...{ ...base, type: 'messageDelete', id: placeOf(what.post).message },
        channelData: { ...base.channelData, eventType: 'softDeleteMessage' },
      };
    case 'press':
      return { ...pressed, type: 'invoke', ...pressOf(what.on, what.nth) };
    case 'submit':
      return { ...pressed, type: 'invoke', name: 'task/submit', value: { data: filled(what) } };
  }
}

function wordsIn({ post, text, mentions }: Extract<Carried, { do: 'write' | 'edit' }>): Partial<Activity> {
  const tag = mentions ? `<at>${mentions.name}</at>` : '';
  const html = `<p>${tag ? '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">' : ''}${mentions?.name ?? ''}${tag ? '</span>&nbsp;' : ''}${text}</p>`;
  const mentioned = mentions && { id: `29:${mentions.ref}`, name: mentions.name };
  return {
    id: placeOf(post).message,
    text: tag ? `${tag} ${text}` : text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: html }],
    entities: mentioned ? [{ type: 'mention', text: tag, mentioned }] : [],
  };
}

function pressOf({ payload }: Drawn, nth: number): { name: string; value: unknown } {
  const { type, title, verb, data } = (payload as Record<string, unknown>[])[nth]!;
  if (type === 'Action.Submit') return { name: 'task/fetch', value: { data, context: { theme: 'default' } } };
  return { name: 'adaptiveCard/action', value: { action: { type, title, verb, data }, trigger: 'manual' } };
}

function filled({ form, submit, values, thread }: Extract<Carried, { do: 'submit' }>): object {
  const objects = objectsIn(JSON.parse(JSON.stringify(drawForm(form, thread).card)));
  const pressed = objects.find(each => (each.data as { submit?: string } | undefined)?.submit === submit);
  const inputs = objects.filter(each => String(each.type).startsWith('Input.'));
  const typed = inputs.map(({ id }) => [
    id,
    Object.entries(values).find(([name]) => String(id).endsWith(name))?.[1] ?? '',
  ]);
  return { ...(pressed?.data as object), ...Object.fromEntries(typed) };
}
