/** A person at Teams: writes, presses, fills in, and sees what is theirs. */
import {
  changedActivity,
  deletedActivity,
  installActivity,
  invokeActivity,
  messageActivity,
  reactionActivity,
  submitActivity,
  updateActivity,
} from './activities.ts';
import { CARD, fill, findAction, partsOf } from './cards.ts';
import { chatOf } from './connector.ts';
import { deliver } from './delivery.ts';
import type { FakeChannel, FakePerson } from './hands.ts';
import type { Answer, Json, SayOptions, Shown, Travels } from './shapes.ts';
import { inOrder, show } from './showing.ts';
import {
  botId,
  botIsIn,
  isOver,
  type Message,
  messageId,
  type Person,
  type Place,
  placeOf,
  type World,
} from './state.ts';
import { besides, mentionsBot, pictures, write } from './writing.ts';

const people = new WeakMap<FakePerson, Person>();

export function personOf(fake: FakePerson): Person {
  const person = people.get(fake);
  if (!person) throw new Error(`${fake.name} is nobody of this Teams.`);
  return person;
}

export function makePerson(world: World, person: Person): FakePerson {
  const at = (where: FakeChannel | null): Place => {
    if (where) return placeOf(world, where.id)!;
    const chat = chatOf(world, person);
    return { as: 'chat', chat, root: null, messages: chat.messages };
  };
  const fake: FakePerson = {
    id: person.id,
    aadObjectId: person.aadObjectId,
    name: person.name,
    email: person.email,
    tenant: person.tenant,
    ...writing(world, person, at),
    ...pressing(world, person, at),
    install: async () => {
      person.installed = true;
      const update = { membersAdded: [{ id: botId(world) }] };
      await deliver(world, updateActivity(world, at(null), person, 'teamMemberAdded', update));
      await deliver(world, installActivity(world, at(null), person, 'add'));
    },
    uninstall: async () => {
      await deliver(world, installActivity(world, at(null), person, 'remove'));
      person.installed = false;
    },
    privates: where =>
      [...world.teams.values()]
        .flatMap(team => [...team.channels.values()])
        .filter(each => !where || each.id === where.id)
        .flatMap(channel =>
          inOrder(channel.messages)
            .filter(each => each.onlyFor === person.id && !each.deleted && !isOver(world, each))
            .map(each => show({ as: 'channel', channel, root: null, messages: channel.messages }, each)),
        ),
    chat: () =>
      inOrder(at(null).messages)
        .filter(each => !each.deleted && !isOver(world, each))
        .map(each => show(at(null), each)),
    toasts: () => [...person.toasts],
    openDialog: () => person.dialogs.at(-1) ?? null,
    sees: message => person.views.get(message.id) ?? message.card,
  };
  people.set(fake, person);
  return fake;
}

type At = (where: FakeChannel | null) => Place;

/** The bot hears of it: it is spoken to, or it may read everything there. */
function heard(world: World, place: Place, message: Message): boolean {
  if (place.as === 'chat') return place.chat.person.installed;
  return botIsIn(place.channel) && (place.channel.team.consent || mentionsBot(world, message.entities));
}

function find(place: Place, id: string): Message {
  const message = place.messages.get(id);
  if (!message) throw new Error(`There is no message ${id} there.`);
  return message;
}

function written(world: World, place: Place, text: string, options: SayOptions) {
  const typed = write(world, place, text, options);
  const pasted = pictures(world, options.images ?? []);
  const beside = besides(world, place, options.files ?? []);
  return {
    text: typed.text,
    html: [typed.html, pasted.html, beside.html].filter(Boolean).join('\n'),
    attachments: [...pasted.attachments, ...beside.attachments],
    entities: typed.entities,
  };
}

function writing(world: World, person: Person, at: At) {
  /** Messages that the bot was told of, if it was: what becomes of them is told as well. */
  const told = async (place: Place, message: Message, activity: Json, how: Travels) => {
    if (heard(world, place, message)) await deliver(world, activity, how);
  };
  return {
    say: async (where: FakeChannel | null, text: string, options: SayOptions = {}) => {
      const place = at(where);
      if (place.as === 'channel' && place.channel.team.archived) throw new Error('The team is archived.');
      const id = messageId(world);
      const root = place.as === 'chat' ? place.chat.id : (options.thread ?? id);
      const message: Message = {
        id,
        root,
        by: person,
        ...written(world, place, text, options),
        summary: '',
        reactions: [],
        deleted: false,
        editedAt: null,
        edits: 0,
        onlyFor: null,
      };
      place.messages.set(id, message);
      await told(place, message, messageActivity(world, place, person, message), options);
      return id;
    },
    edit: async (where: FakeChannel | null, id: string, text: string, options: SayOptions = {}) => {
      const place = at(where);
      const message = find(place, id);
      Object.assign(message, written(world, place, text, options), { editedAt: world.now(), edits: message.edits + 1 });
      await told(place, message, changedActivity(world, place, person, message, 'editMessage'), options);
    },
    remove: async (where: FakeChannel | null, id: string, how: Travels = {}) => {
      const place = at(where);
      const message = find(place, id);
      message.deleted = true;
      await told(place, message, deletedActivity(world, place, person, message), how);
    },
    undelete: async (where: FakeChannel | null, id: string, how: Travels = {}) => {
      const place = at(where);
      const message = find(place, id);
      message.deleted = false;
      await told(place, message, changedActivity(world, place, person, message, 'undeleteMessage'), how);
    },
    react: async (where: FakeChannel | null, id: string, type: string) => {
      const place = at(where);
      const message = find(place, id);
      message.reactions.push({ by: person.id, type });
      const change = { reactionsAdded: [{ type }] };
      await told(place, message, reactionActivity(world, place, person, message, change), {});
    },
    unreact: async (where: FakeChannel | null, id: string, type: string) => {
      const place = at(where);
      const message = find(place, id);
      message.reactions = message.reactions.filter(each => each.by !== person.id || each.type !== type);
      const change = { reactionsRemoved: [{ type }] };
      await told(place, message, reactionActivity(world, place, person, message, change), {});
    },
    slash: async (where: FakeChannel, text: string, { thread, ...how }: { thread?: string } & Travels = {}) => {
      const place = at(where);
      const id = messageId(world);
      const typed = write(world, place, text, {});
      const message = { ...typed, id, root: thread ?? id, attachments: [] } as unknown as Message;
      const activity = messageActivity(world, place, person, message);
      activity.recipient.isTargeted = true;
      await deliver(world, activity, how);
      return id;
    },
  };
}

/** What stands behind an answer of the product: a dialog, words, a card. */
function take(person: Person, answer: Answer, from: Json): Answer {
  const body = answer.body as Json | null;
  const say = (words: unknown) => void person.toasts.push(String(words));
  const task = body?.task;
  if (answer.trouble) say(answer.trouble);
  else if (task?.type === 'continue') {
    const card = task.value?.card?.contentType === CARD ? task.value.card.content : null;
    if (!card) return { ...answer, trouble: 'The dialog has no card.' };
    person.dialogs.push({ title: String(task.value.title ?? ''), card, words: '', from });
  } else if (task?.type === 'message') person.dialogs.push({ title: '', card: null, words: String(task.value), from });
  else if (body?.composeExtension?.type === 'message') say(body.composeExtension.text);
  return answer;
}

const SEARCHED = 'application/vnd.microsoft.search.searchResponse';
const ACTIVITY_MESSAGE = 'application/vnd.microsoft.activity.message';

/** What a press of an Execute was answered with: words, or another card for whoever pressed. */
function takeExecuted(person: Person, message: Message, answer: Answer): Answer {
  const body = answer.body as Json | null;
  if (answer.trouble) person.toasts.push(answer.trouble);
  else if (!body || typeof body !== 'object' || typeof body.statusCode !== 'number' || typeof body.type !== 'string') {
    person.toasts.push('Something went wrong. Please try again.');
    return { ...answer, trouble: 'An adaptiveCard/action is answered with statusCode, type and value.' };
  } else if (body.type === ACTIVITY_MESSAGE) person.toasts.push(...[String(body.value ?? '')].filter(Boolean));
  else if (body.type === CARD) person.views.set(message.id, body.value);
  else if (body.type === 'application/vnd.microsoft.error') person.toasts.push(String(body.value?.message));
  return answer;
}

function pressing(world: World, person: Person, at: At) {
  const fetchTask = async (place: Place, on: Message | null, ask: { name: string; value: Json }, how: Travels) => {
    const from = { conversation: place.as === 'chat' ? place.chat.id : place.channel.id, message: on?.id ?? null, ask };
    return take(person, await deliver(world, invokeActivity(world, place, person, on, ask), how), from);
  };
  return {
    press: async (
      shown: Shown,
      what: Parameters<FakePerson['press']>[1],
      how: Parameters<FakePerson['press']>[2] = {},
    ) => {
      const place = placeOf(world, shown.conversation)!;
      const message = find(place, shown.id);
      const card = person.views.get(shown.id) ?? (how.over ? shown.card : show(place, message).card) ?? shown.card;
      if (!card) throw new Error('The message has no card.');
      const action = findAction(card, what);
      const data = { ...fill(card, how.values ?? {}), ...structuredClone(action.data ?? {}), ...how.data };
      const travels = { ...how };
      if (action.type === 'Action.Execute') {
        const { type, title, verb, id } = action;
        const value = { action: { type, title, ...(id ? { id } : {}), verb, data }, trigger: 'manual' };
        const ask = { name: 'adaptiveCard/action', value };
        return takeExecuted(
          person,
          message,
          await deliver(world, invokeActivity(world, place, person, message, ask), travels),
        );
      }
      if (action.data?.msteams?.type === 'task/fetch') {
        const value = { data, context: { theme: 'default' } };
        return fetchTask(place, message, { name: 'task/fetch', value }, travels);
      }
      return deliver(world, submitActivity(world, place, person, message, data), travels);
    },
    submit: async (values: Json = {}, how: Parameters<FakePerson['submit']>[1] = {}) => {
      const dialog = how.dialog ?? person.dialogs.at(-1);
      if (!dialog?.card) throw new Error(`${person.name} has no form open.`);
      const action = findAction(dialog.card, how.button ?? (each => each.type === 'Action.Submit'));
      const place = placeOf(world, dialog.from.conversation)!;
      const on = dialog.from.message ? (place.messages.get(dialog.from.message) ?? null) : null;
      const data = { ...fill(dialog.card, values), ...structuredClone(action.data ?? {}) };
      const { ask } = dialog.from;
      const isExtension = ask.name === 'composeExtension/fetchTask';
      const value = isExtension ? { ...ask.value, data } : { data, context: { theme: 'default' } };
      person.dialogs = person.dialogs.filter(each => each !== dialog);
      const name = isExtension ? 'composeExtension/submitAction' : 'task/submit';
      const activity = invokeActivity(world, place, person, isExtension ? null : on, { name, value });
      if (isExtension) activity.conversation.id = conversationFor(place, on);
      return take(person, await deliver(world, activity, how), dialog.from);
    },
    search: async (typed: string) => {
      const dialog = person.dialogs.at(-1);
      const input = partsOf(dialog?.card).find(each => each['choices.data']?.type === 'Data.Query');
      if (!dialog || !input) throw new Error(`${person.name} has no list open that is filled while they type.`);
      const place = placeOf(world, dialog.from.conversation)!;
      const on = dialog.from.message ? (place.messages.get(dialog.from.message) ?? null) : null;
      const { dataset } = input['choices.data'];
      const value = { queryText: typed, queryOptions: { skip: 0, top: 15 }, dataset };
      const answer = await deliver(
        world,
        invokeActivity(world, place, person, on, { name: 'application/search', value }),
      );
      const body = answer.body as Json | null;
      if (answer.trouble || body?.type !== SEARCHED || body.statusCode !== 200)
        throw new Error(`A search was answered with ${answer.status} ${JSON.stringify(body)}.`);
      return body.value.results as { title: string; value: string }[];
    },
    close: () => void person.dialogs.pop(),
    messageAction: async (where: FakeChannel, id: string, commandId: string, how: Travels = {}) => {
      const place = at(where);
      const on = find(place, id);
      const value = {
        commandId,
        commandContext: 'message',
        requestId: `${++world.count}`,
        messagePayload: payloadOf(world, place, on),
        context: { theme: 'default' },
      };
      const ask = { name: 'composeExtension/fetchTask', value };
      const from = { conversation: where.id, message: id, ask };
      const activity = invokeActivity(world, place, person, null, ask);
      // It is asked for in the thread, and names its message in the payload alone.
      activity.conversation.id = conversationFor(place, on);
      return take(person, await deliver(world, activity, how), from);
    },
  };
}

const conversationFor = (place: Place, on: Message | null): string =>
  place.as === 'chat' ? place.chat.id : `${place.channel.id}${on ? `;messageid=${on.root}` : ''}`;

/** A message as its menu's commands are told of it. */
function payloadOf(world: World, place: Place, message: Message): Json {
  const { by } = message;
  const user =
    typeof by === 'string' ? null : { userIdentityType: 'aadUser', id: by.aadObjectId || null, displayName: by.name };
  const application =
    by === 'bot' ? { applicationIdentityType: 'bot', id: world.appId, displayName: 'Deskhand' } : null;
  const link =
    place.as === 'channel'
      ? `https://teams.microsoft.com/l/message/${encodeURIComponent(place.channel.id)}/${message.id}?parentMessageId=${message.root}`
      : '';
  return {
    linkToMessage: link,
    id: message.id,
    replyToId: message.root === message.id ? null : message.root,
    createdDateTime: new Date(Number(message.id)).toISOString(),
    lastModifiedDateTime: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    deleted: message.deleted,
    summary: message.summary || null,
    importance: 'normal',
    locale: 'en-gb',
    body: { contentType: 'html', content: message.html || message.text },
    from: { device: null, conversation: null, user, application },
    reactions: [],
    mentions: message.entities.map((each, n) => ({
      id: n,
      mentionText: each.mentioned?.name,
      mentioned: {
        device: null,
        application: null,
        conversation: null,
        user: {
          id: world.people.find(one => one.id === each.mentioned?.id)?.aadObjectId ?? null,
          displayName: each.mentioned?.name,
        },
      },
    })),
    attachments: message.attachments.map(each => ({ ...each, content: JSON.stringify(each.content ?? null) })),
  };
}
