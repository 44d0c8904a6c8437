/** A chat in memory, as the far side of the plain desk: channels, threads, people, notes for one person, and deliveries. */
import { makeTurns } from '../../../../src/core/in-turn.ts';
import type { FormView } from '../../../../src/ports/views.ts';

export interface ChatButton {
  id: string;
  label: string;
  value: string;
}

/** What a program may show: lines of text, and buttons under them. */
export interface ChatBody {
  text: string;
  buttons: ChatButton[];
}

/** What is delivered names a file; its bytes are fetched. */
export interface ChatFile {
  id: string;
  name: string;
}

export interface ChatMessage extends ChatBody {
  /** Its moment in ms, and a number. */
  id: string;
  channel: string;
  thread: string | null;
  /** Null: the program's own. */
  by: string | null;
  /** A program may hide a name in what it posts, by which it finds it again. */
  key: string | null;
  /** A badge that the program put on it. */
  badge: ChatBody | null;
  /** How often it was edited. */
  edits: number;
  deleted: boolean;
  files: ChatFile[];
}

export interface ChatPerson {
  id: string;
  name: string;
  admin: boolean;
  /** Of another company, or switched off. */
  stranger: boolean;
  /** Only where they were let in. */
  guest: boolean;
}

export interface ChatNote extends ChatBody {
  user: string;
  channel: string | null;
  thread: string | null;
  name: string;
}

/** What is delivered, each with an id of its own: as often as it takes, in whatever order. */
export type ChatEvent =
  | { as: 'message' | 'edited' | 'deleted'; message: ChatMessage }
  | { as: 'press'; id: string; user: string; message: ChatMessage | null; button: string; value: string }
  | { as: 'submit'; id: string; user: string; form: FormView; thread: string; values: Record<string, string> };

/** The answer to a call was lost. */
export class AnswerLost extends Error {}

export function makeChat(now: () => number = Date.now) {
  const messages: ChatMessage[] = [];
  const notes: ChatNote[] = [];
  const people = new Map<string, ChatPerson>();
  const members = new Map<string, Set<string>>();
  const contents = new Map<string, Uint8Array>();
  const sent: ChatEvent[] = [];
  const held: ChatEvent[] = [];
  const inTurn = makeTurns();
  let listener: ((event: ChatEvent) => Promise<void>) | null = null;
  let [n, lost] = [0, 0];
  const find = (id: string) => messages.find(each => each.id === id);
  const at = (id: string): ChatMessage => {
    const found = find(id);
    if (!found || found.deleted) throw new Error(`There is no message ${id}.`);
    return found;
  };
  const add = (message: Omit<ChatMessage, 'id' | 'edits' | 'deleted' | 'badge'>) => {
    const made = { ...message, id: `${now()}.${++n}`, edits: 0, deleted: false, badge: null };
    messages.push(made);
    return made;
  };
  const deliver = (event: ChatEvent, { times = 1, keptBack = false } = {}): Promise<void> => {
    const copy = structuredClone(event);
    if (keptBack) {
      held.push(copy);
      return Promise.resolve();
    }
    sent.push(copy);
    return inTurn('', async () => {
      for (let i = 0; i < times; i++) await listener?.(structuredClone(copy));
    });
  };
  return {
    messages,
    notes,
    people,
    person: (id: string, of: Partial<ChatPerson> = {}) => {
      people.set(id, { id, name: id, admin: false, stranger: false, guest: false, ...of });
      return id;
    },
    channel: (id: string, those: string[]) => void members.set(id, new Set(those)),
    members: (channel: string) => members.get(channel) ?? null,
    upload: (name: string, content: Uint8Array): ChatFile => {
      const id = `file-${++n}`;
      contents.set(id, content);
      return { id, name };
    },
    content: (id: string) => contents.get(id)!,

    // What a program may do.
    listen: (take: (event: ChatEvent) => Promise<void>) => {
      listener = take;
    },
    post: (channel: string, thread: string | null, body: ChatBody, key: string, files: ChatFile[] = []): string => {
      const { id } = add({ channel, thread, by: null, key, files, ...body });
      if (lost-- > 0) throw new AnswerLost('The answer to a post was lost.');
      return id;
    },
    update: (id: string, body: ChatBody) => void Object.assign(at(id), body),
    badge: (id: string, badge: ChatBody) => {
      const message = find(id);
      if (message) message.badge = badge;
    },
    byKey: (channel: string, key: string) => messages.find(each => each.channel === channel && each.key === key)?.id,
    /** Shown to one person, in place of what was there under this name. */
    note: (name: string, note: Omit<ChatNote, 'name'> | null) => {
      const there = notes.findIndex(each => each.name === name);
      if (there >= 0) notes.splice(there, 1);
      if (note) notes.push({ ...note, name });
    },

    // What people do.
    say: async (by: string, channel: string, thread: string, text: string, how = {}, files: ChatFile[] = []) => {
      const message = add({ channel, thread, by, text, buttons: [], key: null, files });
      await deliver({ as: 'message', message }, how);
      return message.id;
    },
    edit: async (id: string, text: string, how = {}) => {
      const message = at(id);
      Object.assign(message, { text, edits: message.edits + 1 });
      await deliver({ as: 'edited', message }, how);
    },
    remove: async (id: string) => {
      const message = at(id);
      Object.assign(message, { text: '', deleted: true });
      await deliver({ as: 'deleted', message });
    },
    press: (user: string, message: ChatMessage | null, { id: button, value }: Omit<ChatButton, 'label'>, how = {}) =>
      deliver({ as: 'press', id: `press-${++n}`, user, message, button, value }, how),
    submit: (user: string, form: FormView, thread: string, values: Record<string, string>, how = {}) =>
      deliver({ as: 'submit', id: `submit-${++n}`, user, form, thread, values }, how),

    // What a test does.
    loseAnswer: () => {
      lost = 1;
    },
    arrive: async () => {
      for (const each of held.splice(0)) await deliver(each);
    },
    redeliver: async () => {
      for (const each of [...sent]) await deliver(each);
    },
    /** Resolves when everything was delivered. */
    quiet: () => inTurn('', async () => {}),
  };
}

export type PlainChat = ReturnType<typeof makeChat>;
