/**
 * A third desk, and the plainest: text and buttons over a chat in memory. What is left here is what any chat has of its own;
 * all else is src/desk and src/desks.
 */
import { addressed } from '../../../../src/core/mentions.ts';
import { messageNotes } from '../../../../src/desk/message-notes.ts';
import { makeCommandAnswer } from '../../../../src/desks/command-answer.ts';
import { type ChatSide, type Kept, type Meant, makeDeliveries, type Tone } from '../../../../src/desks/deliveries.ts';
import { FarRefusal, FarSilence } from '../../../../src/desks/far-side.ts';
import { checkForm, openForm, opens } from '../../../../src/desks/open-form.ts';
import { makePostOnce } from '../../../../src/desks/post-once.ts';
import { makeRights } from '../../../../src/desks/rights.ts';
import { makeRoster } from '../../../../src/desks/roster.ts';
import { makeStaffFiles } from '../../../../src/desks/staff-files.ts';
import { makeTroubles } from '../../../../src/desks/troubles.ts';
import { makeVersions } from '../../../../src/desks/versions.ts';
import type { ButtonView } from '../../../../src/ports/button.ts';
import { type Desk, type DeskKind, ThreadGone, TryLater } from '../../../../src/ports/desk.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { Person } from '../../../../src/ports/staff.ts';
import type { CardView, EntryView, FormView, MessageView } from '../../../../src/ports/views.ts';
import { AnswerLost, type ChatBody, type ChatEvent, type ChatFile, type ChatMessage, type PlainChat } from './chat.ts';

const KIND = 'plain';
const refOf = (channel: string, message: string) => `${channel}:${message}`;
const placeOf = (ref: string) => ({ channel: ref.split(':')[0] ?? '', message: ref.split(':')[1] ?? '' });
const personRef = (user: string) => `${KIND}:${user}`;
const userOf = (ref: string) => ref.slice(KIND.length + 1);

export interface PlainDesk extends Desk {
  /** Takes what the chat delivers; resolves once it is kept. */
  take(event: ChatEvent): Promise<void>;
  /** The form that somebody has open. */
  openForm(user: string): { form: FormView; thread: string } | null;
  /** Why a form was not taken, for whoever sent it. */
  problem(user: string): string | null;
}

export function plainDesk(chat: PlainChat): DeskKind {
  return {
    kind: KIND,
    label: 'Plain chat',
    open: (_settings, context) => {
      const desk = makePlainDesk(chat, context);
      chat.listen(desk.take);
      return desk;
    },
  };
}

function makePlainDesk(chat: PlainChat, context: DeskContext): PlainDesk {
  const { shelf, clock } = context;
  const forms = new Map<string, { form: FormView; thread: string }>();
  const problems = new Map<string, string>();
  const cards = makeVersions(shelf, 'cards');
  const marks = makeVersions(shelf, 'marks');
  const poster = makePostOnce<{ channel: string; thread: string | null; body: ChatBody; files?: ChatFile[] }>({
    shelf,
    clock,
    gapMs: 0,
    placeOf: posting => posting.channel,
    send: async (key, { channel, thread, body, files }) => {
      try {
        return refOf(channel, chat.post(channel, thread, body, key, files));
      } catch (error) {
        throw error instanceof AnswerLost ? new FarSilence(error.message) : error;
      }
    },
    find: async (key, { channel }) => {
      const id = chat.byKey(channel, key);
      return id ? refOf(channel, id) : null;
    },
  });
  const troubles = makeTroubles({
    about: () => ({ desk: KIND }),
    context,
    counts: () => true,
    installer: () => null,
    admins: async () => [...chat.people.values()].filter(each => each.admin).map(each => each.id),
    tell: async (user, words) => tell(null, null, user, words),
  });
  const roster = makeRoster({
    clock,
    askPerson: async user => {
      const found = chat.people.get(user);
      if (!found || found.stranger) return { as: 'outsider', words: 'Only people of this team can answer customers.' };
      return { as: 'staff', person: personOf(found), guest: found.guest };
    },
    askChannel: async id => (chat.members(id) ? { name: id, isPrivate: id !== 'lobby', isShared: false } : null),
    askMembers: async id => chat.members(id) ?? new Set(),
  });
  const rights = makeRights({
    roster,
    rooms: context.rooms,
    thread: context.thread,
    sameName: it => it,
    manages: context.manages,
    adminSeen: troubles.tellFromNow,
  });
  const answers = makeCommandAnswer({
    desk: KIND,
    context,
    say: async (to, view, key) => {
      const body = { text: view.text, buttons: view.buttons };
      if ('user' in to) chat.note(key, { user: to.user, channel: null, thread: null, ...body });
      else await poster.post(key, { channel: to.place, thread: null, body });
      // No charts of its own.
      return false;
    },
    file: async (to, { name, content }, key) => {
      if ('user' in to) throw new FarRefusal('There are no files for one person here.');
      const body = { text: name, buttons: [] };
      await poster.post(key, { channel: to.place, thread: null, body, files: [chat.upload(name, content)] });
    },
    refusedFile: error => error.message,
  });

  const tell = async (channel: string | null, thread: string | null, user: string, words: string) => {
    const name = `told:${user}:${thread}:${words}`;
    chat.note(name, { user, channel, thread, text: words, buttons: [] });
  };
  const inThread = async <T>(ref: string, work: (channel: string, message: string) => T | Promise<T>): Promise<T> => {
    const { channel, message } = placeOf(ref);
    const root = chat.messages.find(each => each.id === message);
    if (!root || root.deleted) throw new ThreadGone('This thread is not here.');
    return work(channel, message);
  };
  const roomOf = (room: { id: string; deskRef: string | null }) => room.deskRef ?? room.id;
  const updateCard = (ref: string, card: CardView) =>
    cards.show(ref, card.version, () => inThread(ref, (_, id) => chat.update(id, drawCard(card))));

  const side: ChatSide<ChatMessage, ChatFile> = {
    desk: { answer: (...given) => desk.answer(...given), notice: (...given) => desk.notice(...given) },
    context,
    roster,
    rights,
    files: makeStaffFiles<ChatFile>({
      label: 'The chat',
      clock,
      fetch: async ({ id, name }) => {
        const content = chat.content(id);
        const type = 'application/octet-stream';
        return { ref: id, name, type, bytes: content.length, content, withheld: null };
      },
      withheld: ({ id, name }, why) => ({ ref: id, name, type: '', bytes: 0, content: null, withheld: why }),
    }),
    ready: async () => {},
    signedOut: async error => new TryLater(clock.now(), error.message),
    understand: body => understand(body as unknown as ChatEvent),
    lifecycle: async () => false,
    refOf,
    placeOf,
    personRef,
    momentOf: message => Number(message.split('.')[0]),
    isUs: () => false,
    sameName: it => it,
    renamed: async () => false,
    isForeign: () => false,
    nameIn: () => '',
    read: async ({ text }) => {
      const names = [...chat.people.values()].map(each => each.name);
      return { text, mentionsStaff: addressed(text, names) === 'staff' };
    },
    spoken: ({ text }) => text,
    filesIn: message => message.files.map(file => ({ file, id: file.id })),
    pressedOn: message => ({ thread: message.thread, post: message.id, user: message.by, edition: editionOf(message) }),
    tell: (channel, thread, user, words, _tone: Tone) => tell(channel, thread, user, words),
    tellPresser: async () => false,
    direct: async user => user,
    publishHome: async () => {},
    greet: async () => {},
    adminSeen: troubles.tellFromNow,
  };
  const deliveries = makeDeliveries(side);
  const keep = async (kept: Kept, key: string) =>
    void (await context.keep({ id: kept.id, key, payload: kept as unknown as Json }));

  const take = async (event: ChatEvent): Promise<void> => {
    if (event.as === 'press') return pressed(event);
    if (event.as === 'submit') return submitted(event);
    const { message } = event;
    const id = event.as === 'message' ? `message:${message.id}` : `${event.as}:${message.id}:${message.edits}`;
    await keep(
      { as: 'event', id, body: event as unknown as Json },
      refOf(message.channel, message.thread ?? message.id),
    );
  };

  const pressed = async ({ id, user, message, button, value }: Extract<ChatEvent, { as: 'press' }>) => {
    const channel = message?.channel ?? null;
    const thread = message ? refOf(message.channel, message.thread ?? message.id) : null;
    const make = opens(button, value);
    if (!make) return keep({ as: 'press', id, user, name: '', channel, thread, button, value }, thread ?? user);
    const opened = await openForm({ context, rights }, make, { user, name: '' }, channel, { named: value, thread });
    if (opened.as === 'form') forms.set(user, { form: opened.form, thread: thread ?? '' });
    else await tell(channel, null, user, opened.as === 'refusal' ? opened.words : opened.message.text);
  };

  const submitted = async ({ id, user, form, thread, values }: Extract<ChatEvent, { as: 'submit' }>) => {
    const filled = { form: form.id, enquiryId: form.enquiryId, submit: form.submit[0]?.id ?? '', values };
    const place = thread ? placeOf(thread).channel : null;
    const checked = await checkForm({ context, rights, member: async () => null }, filled, { user, name: '' }, place);
    problems.delete(user);
    if (!checked.ok) problems.set(user, checked.words);
    else await keep({ as: 'submit', id, user, name: '', ...filled, thread: thread || null }, thread || user);
  };

  const desk: PlainDesk = {
    kind: KIND,
    limits: { cardTextCharsMax: 2_000, writeCharsMax: 10_000 },
    ...deliveries,
    take,
    openForm: user => forms.get(user) ?? null,
    problem: user => problems.get(user) ?? null,
    start: async () => {
      const [first] = await context.rooms();
      if (first && first.deskRef === null) await context.place(first.id, 'customers');
    },
    stop: async () => troubles.stop(),
    check: async () => [{ what: 'Plain chat', ok: true, words: 'in this process' }],
    troubles: () => troubles.living().map(([, words]) => words),
    members: room => roster.membersOf(roomOf(room)),
    member: (room, deskRef) => roster.memberOf(roomOf(room), userOf(deskRef)),
    postCard: async (room, card, key) => {
      const ref = await poster.post(key, { channel: roomOf(room), thread: null, body: drawCard(card) });
      await cards.begin(ref, card.version);
      await updateCard(ref, card);
      return ref;
    },
    updateCard,
    post: (ref, entry, key) =>
      inThread(ref, (channel, thread) => poster.post(key, { channel, thread, body: drawEntry(entry) })),
    redraw: async (_ref, entry, key) => {
      const known = await poster.known(key);
      if (known) chat.update(placeOf(known).message, drawEntry(entry));
    },
    pointOn: (ref, card) =>
      inThread(ref, (_, id) => chat.update(id, { text: `#${card.number} was moved to another room.`, buttons: [] })),
    mark: (_ref, post, { state, words, buttons, version }) =>
      marks.show(
        post,
        version,
        async () => chat.badge(placeOf(post).message, { text: `[${state}] ${words}`, buttons }),
        true,
      ),
    notice: async (room, words, _tone, key) =>
      void (await poster.post(key, { channel: roomOf(room), thread: null, body: { text: words, buttons: [] } })),
    showPrivately: async (ref, person, view, key) => {
      const { channel, message: thread } = placeOf(ref);
      const user = userOf(person);
      const name = `${user}:${key}`;
      if (!view) return chat.note(name, null);
      const { words, quote, rows = [], hints, coach = [], buttons } = view;
      const told = rows.flatMap(row => [row.title, `> ${row.text}`, row.about]);
      const said = coach.flatMap(each => [each.words, ...each.lesson]);
      const text = [words, quote?.label, quote?.text, ...told, ...hints, ...said].filter(Boolean).join('\n');
      const all = [...rows.flatMap(row => row.buttons), ...buttons, ...coach.flatMap(each => each.buttons)];
      chat.note(name, { user, channel, thread, text, buttons: all });
    },
    showAlone: async (person, view, key) => {
      const user = userOf(person);
      if ((await roster.who(user)).as !== 'staff') return false;
      const { words = '', before = [], quote, hints = [], buttons = [] } = view ?? {};
      const said = [...before, ...(quote ? [quote] : [])].flatMap(each => [each.label, each.text]);
      const text = [words, ...said, ...hints].filter(Boolean).join('\n');
      chat.note(`${user}:${key}`, view ? { user, channel: null, thread: null, text, buttons } : null);
      return true;
    },
    answer: (person, _room, view, key) => answers.say({ user: userOf(person) }, view, key),
    show: (room, view, key) => answers.say({ place: roomOf(room) }, view, key),
    attach: async (ref, { name, content }, key) =>
      inThread(ref, async (channel, thread) => {
        const body = { text: name, buttons: [] };
        await poster.post(key, { channel, thread, body, files: [chat.upload(name, content)] });
      }),
  };
  return desk;
}

function personOf({ id, name, admin }: { id: string; name: string; admin: boolean }): Person {
  return { deskRef: personRef(id), name, admin };
}

function understand(event: ChatEvent): Meant<ChatMessage> {
  if (event.as === 'press' || event.as === 'submit') return { as: 'nothing', why: 'no event' };
  const { message } = event;
  const { channel, thread, id: post, by: user } = message;
  if (user === null) return { as: 'root-gone', channel, post };
  if (event.as === 'deleted') return { as: 'delete', channel, thread, post, user };
  if (thread === null) return { as: 'words', channel, thread, post, user, message, direct: false };
  const as = event.as === 'edited' ? 'edit' : 'write';
  return { as, channel, thread, post, user, message, edition: editionOf(message) };
}

function editionOf({ edits }: ChatMessage): string {
  return String(edits).padStart(6, '0');
}

function drawCard(card: CardView): ChatBody {
  const owner = card.owner ? [`Owner: ${card.owner}`] : [];
  const head = [
    `#${card.number} ${card.channel}`,
    card.subject ?? '',
    `[${card.status}] ${card.statusWords}`,
    ...owner,
  ];
  const help = card.help ?? [];
  return {
    text: [...head, ...messageLines(card.message), ...help.map(each => `? ${each.words}`)].join('\n'),
    buttons: [...help.flatMap(each => each.buttons), ...card.buttons, ...card.menu],
  };
}

function messageLines(message: MessageView): string[] {
  const who = `${message.customer} (${message.machine ?? 'customer'})`;
  return [who, ...message.text.split('\n').map(line => `> ${line}`), ...messageNotes(message)];
}

function drawEntry(entry: EntryView): ChatBody {
  if (entry.as === 'line') return { text: entry.words, buttons: entry.buttons };
  if (entry.as === 'reply') return { text: `${entry.author} to ${entry.customer}\n> ${entry.text}`, buttons: [] };
  const { message, buttons = [] } = entry;
  const more: ButtonView[] = message.full === null ? [] : [showAll(message)];
  return { text: messageLines(message).join('\n'), buttons: [...buttons, ...more] };
}

function showAll({ messageId }: MessageView): ButtonView {
  return { id: 'message.show_all', label: 'Show all', value: messageId, look: 'plain' };
}
