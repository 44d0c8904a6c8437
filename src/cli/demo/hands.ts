/** The hands of the demo's colleagues and customers: they do what the pages do, over HTTP. */
import type { CardView, EntryView, FormView, MarkView, PrivateView } from '../../ports/views.ts';

interface PostSeen {
  ref: string;
  post: { as: 'entry'; entry: EntryView } | { as: 'staff'; name: string; text: string };
  mark: MarkView | null;
}

interface ThreadSeen {
  card: CardView;
  posts: PostSeen[];
  privates: { view: PrivateView }[];
}

interface RoomSeen {
  items: { thread: string; card: CardView | null }[];
  answers: { key: string }[];
}

export interface CardSeen {
  thread: string;
  card: CardView;
}

interface Mail {
  to: string;
  text: string;
  messageId: string | null;
}

/** No chat of the demo is as long as this. */
const ENTRIES_MAX = 50;

export interface Hands {
  /** Writes in the web chat; the same name goes on in the same chat. */
  chat(name: string, text: string): Promise<void>;
  /** Has the answer in front of them. */
  reads(name: string): Promise<void>;
  /** What a person does on the practice desk, as its page says it. */
  act(person: string, action: Record<string, unknown>): Promise<void>;
  press(person: string, thread: string | null, id: string, value: string): Promise<void>;
  /** Closes what only this person was answered. */
  dismiss(person: string): Promise<void>;
  /** Fills in the form behind Reply and presses Send. */
  reply(person: string, enquiryId: string, text: string): Promise<void>;
  cards(): Promise<CardSeen[]>;
  thread(thread: string, person: string): Promise<ThreadSeen | null>;
  /** What customers got by mail, newest first. */
  mailbox(): Promise<Mail[]>;
  /** Rates by the link in a mail. */
  rate(link: string, score: number): Promise<void>;
}

export function handsAt(url: string): Hands {
  const chats = new Map<string, string>();
  const json = async <T>(path: string) => (await (await fetch(`${url}${path}`)).json()) as T;
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const room = async (person: string) => {
    const { rooms } = await json<{ rooms: { id: string }[] }>('/practice/start');
    return json<RoomSeen>(`/practice/room?${new URLSearchParams({ room: rooms[0]?.id ?? '', person })}`);
  };
  const hands: Hands = {
    chat: async (name, text) => {
      const token = chats.get(name) ?? ((await (await post('/chat/site/start', {})).json()) as { token: string }).token;
      chats.set(name, token);
      const said = { cid: crypto.randomUUID(), text, name, page: `${url}/demo/shop` };
      await post('/chat/site/send', said, { Authorization: `Bearer ${token}` });
    },
    reads: async name => {
      await post('/chat/site/got', { n: ENTRIES_MAX }, { Authorization: `Bearer ${chats.get(name)}` });
    },
    act: async (person, action) => {
      await post('/practice/act', { id: crypto.randomUUID(), person, ...action });
    },
    press: (person, thread, button, value) => hands.act(person, { do: 'press', thread, button, value }),
    dismiss: async person => {
      const { answers } = await room(person);
      for (const { key } of answers) await post('/practice/dismiss', { person, key });
    },
    reply: async (person, enquiryId, text) => {
      const query = new URLSearchParams({ button: 'enquiry.reply', enquiry: enquiryId, person });
      const form = await json<FormView | { refusal: string }>(`/practice/form?${query}`);
      if ('refusal' in form) return;
      const values = { ...Object.fromEntries(form.fields.map(each => [each.name, each.value])), text };
      await hands.act(person, { do: 'submit', form: form.id, enquiryId, submit: 'reply.send', values });
    },
    cards: async () => (await room('Ben')).items.flatMap(({ thread, card }) => (card ? [{ thread, card }] : [])),
    thread: (thread, person) => json(`/practice/thread?${new URLSearchParams({ thread, person })}`),
    mailbox: () => json('/demo/mailbox.json'),
    rate: async (link, score) => {
      await fetch(`${url}${link}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: `score=${score}`,
        redirect: 'manual',
      });
    },
  };
  return hands;
}
