/** Hands and eyes of people at the practice desk, for the gate: its HTTP routes, as the page uses them. */
import { randomUUID } from 'node:crypto';
import type { Post, RoomItem } from '../../../adapters/desks/practice/records.ts';
import type { ButtonView } from '../../../src/ports/button.ts';
import type { CardView, FormView, MarkView, PrivateView } from '../../../src/ports/views.ts';
import type { GateDesk, GateDriver, Hands, Mention, Travels } from '../../contracts/gate/driver.ts';
import { type Program, startProgram } from '../../contracts/gate/program.ts';
import { pushedTime } from '../pushed-time.ts';
import { until } from '../world.ts';

/** The page tries again for half a minute while the desk does not answer. */
const TRIES_MAX = 100;
const TRY_AGAIN_MS = 100;

interface ThreadSeen {
  card: CardView;
  posts: { post: Post; mark: MarkView | null }[];
  privates: { view: PrivateView }[];
}

const MENTIONS: Mention[] = [
  { how: 'by name', text: '@Ben' },
  { how: 'in small letters', text: '@ben' },
  { how: 'by a wide @', text: '＠Ben' },
  { how: 'with something invisible in it', text: '@B\u200ben' },
  { how: 'by a name with a space and accents', text: '@Zoë Martín' },
  { how: 'by its parts and marks', text: '@Zoë Martín'.normalize('NFD') },
  { how: 'by a first name', text: '@Zoë' },
  { how: 'without accents', text: '@zoe' },
  { how: 'everybody', text: '@everyone' },
  { how: 'the team', text: '@team' },
  { how: 'whoever is here', text: '@here' },
  { how: 'all', text: '@all' },
];

export const practiceDriver: GateDriver = {
  kind: 'practice',
  lacks: {
    'far-side': 'its posts are records in the same database',
    rooms: 'everybody at this machine may see every room',
  },
  open: async options => {
    const time = options.time ?? pushedTime();
    return deskAt(await startProgram({ ...options, time }, {}), options.killable ? Date.now : time.measure.now);
  },
};

function deskAt(program: Program, now: () => number): GateDesk {
  const { url } = program;
  const kept: (() => Promise<void>)[] = [];
  const sent: string[] = [];
  const json = async <T>(path: string) => {
    const response = await fetch(`${url}/practice/${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const room = async () => {
    const { rooms } = await json<{ rooms: { id: string }[] }>('start');
    return (await json<{ items: RoomItem[] }>(`room?room=${rooms[0]!.id}&person=Ann`)).items;
  };
  const seen = (thread: string, person: string) =>
    json<ThreadSeen>(`thread?thread=${thread}&person=${encodeURIComponent(person)}`);

  /** One request of the page, with headers of its own where somebody else made it. */
  const post = async (body: string, headers: Record<string, string> = {}) => {
    for (let i = 0; ; i++) {
      const response = await fetch(`${url}/practice/act`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body,
      });
      const { error = '' } = (await response.json()) as { error?: string };
      if (response.status < 500 || i === TRIES_MAX) return { status: response.status, error };
      await new Promise(resolve => setTimeout(resolve, TRY_AGAIN_MS));
    }
  };

  const hands = (name: string): Hands => {
    const act = async (action: object, { keptBack = false, times = 1, file }: Travels = {}) => {
      const id = randomUUID();
      const files = file ? [await uploaded(url, name, id, file)] : [];
      // Nobody does two things in one millisecond.
      await new Promise(resolve => setTimeout(resolve, 3));
      const body = JSON.stringify({ id, person: name, at: now(), files, ...action });
      const go = async () => {
        sent.push(body);
        for (let i = 0; i < times; i++) {
          const { status, error } = await post(body);
          // An edit that comes after the deletion is refused, as it should be.
          if (status !== 202 && status !== 409) throw new Error(`${name} was answered ${status}: ${error}`);
        }
      };
      if (keptBack) kept.push(go);
      else await go();
      return id;
    };
    return {
      name,
      write: async (thread, text, how) => `staff:${await act({ do: 'write', thread, text }, how)}`,
      edit: async (thread, message, text, how) => void (await act({ do: 'edit', thread, post: message, text }, how)),
      remove: async (thread, message) => void (await act({ do: 'delete', thread, post: message })),
      press: async (thread, button) => {
        const { enquiryId } = (await seen(thread, name)).card;
        await act({ do: 'press', thread, button, value: enquiryId });
      },
      preview: async (thread, text) => {
        const { privates } = await seen(thread, name);
        const found = privates.findLast(
          ({ view }) => view.tone === 'preview' && (view.quote?.text ?? '').includes(text),
        )?.view;
        const button = found?.buttons.find((each: ButtonView) => each.id === 'reply.send');
        if (!found || !button) return null;
        return {
          words: wordsOf(found),
          send: async ({ by, ...how } = {}) => {
            const press = { do: 'press', thread, button: button.id, value: button.value };
            await act(by ? { ...press, person: by.name } : press, how);
          },
        };
      },
      held: async thread => {
        const { posts } = await seen(thread, name);
        const mark = posts.findLast(each => each.mark?.buttons.some(({ id }) => id === 'reply.undo'))?.mark;
        const button = mark?.buttons.find(({ id }) => id === 'reply.undo');
        if (!mark || !button) return null;
        const press = { do: 'press', thread, button: button.id, value: button.value };
        return { words: mark.words, undo: async () => void (await act(press)) };
      },
      reply: async (thread, text, how) => {
        const { enquiryId } = (await seen(thread, name)).card;
        const asked = new URLSearchParams({ button: 'enquiry.reply', enquiry: enquiryId, person: name });
        const form = await json<FormView>(`form?${asked}`);
        const values = { ...Object.fromEntries(form.fields.map(each => [each.name, each.value])), text };
        await act({ do: 'submit', form: form.id, enquiryId, submit: 'reply.send', values }, how);
      },
      told: async thread => (await seen(thread, name)).privates.map(({ view }) => wordsOf(view)).join('\n'),
    };
  };

  /** Their only answer is that of their request. */
  const outsider = (
    who: string,
    person: string,
    headers: Record<string, string> = {},
  ): GateDesk['outsiders'][number] => {
    let told = '';
    return {
      who,
      because: 'stranger',
      hands: {
        press: async (thread, button) => {
          const { enquiryId } = (await seen(thread, 'Ann')).card;
          const press = { id: randomUUID(), person, do: 'press', thread, button, value: enquiryId };
          told += (await post(JSON.stringify(press), headers)).error;
        },
        told: async () => told,
      },
    };
  };

  return {
    program,
    ann: hands('Ann'),
    ben: hands('Ben'),
    zoe: hands('Zoë Martín'),
    outsiders: [
      outsider('a name that nobody has', 'Mallory'),
      outsider('a page of another site', 'Ann', { Origin: 'https://evil.example' }),
      outsider('somebody behind a proxy', 'Ann', { 'X-Forwarded-For': '203.0.113.9' }),
    ],
    mentions: MENTIONS,
    thread: words =>
      until(
        async () => (await room()).find(each => each.card?.message.text.includes(words))?.thread,
        `the card of "${words}"`,
        60_000,
      ),
    posts: async thread => (await seen(thread, 'Ann')).posts.map(({ post: each }) => textOf(each)),
    marks: async thread => {
      const { posts } = await seen(thread, 'Ann');
      return posts.flatMap(({ mark }) => mark?.words ?? []).join('\n');
    },
    files: async thread => {
      const { card, posts } = await seen(thread, 'Ann');
      const messages = posts.flatMap(({ post: each }) =>
        each.as === 'entry' && each.entry.as === 'message' ? [each.entry.message] : [],
      );
      return [card.message, ...messages].flatMap(each => each.attachments.map(({ name }) => name));
    },
    card: async thread => {
      const { owner, statusWords, direction, refused, buttons, links = [] } = (await seen(thread, 'Ann')).card;
      return [direction, owner, statusWords, refused, ...[...buttons, ...links].map(each => each.label)].join('\n');
    },
    notices: async () => (await room()).flatMap(each => (each.as === 'notice' ? [each.words ?? ''] : [])),
    arrive: async () => {
      for (const go of kept.splice(0)) await go();
    },
    delivered: async () => {},
    redeliver: async () => {
      for (const body of sent) await post(body);
    },
    problems: () => [],
    stop: () => program.stop(),
  };
}

/** Twice, as after an answer that was lost. @returns its id */
async function uploaded(
  url: string,
  person: string,
  post: string,
  { name, content }: { name: string; content: string },
) {
  const query = new URLSearchParams({ person, post, n: '0', name, type: 'text/plain' });
  const put = async () => {
    const response = await fetch(`${url}/practice/file?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: content,
    });
    return ((await response.json()) as { id: string }).id;
  };
  await put();
  return put();
}

function textOf(post: Post): string {
  if (post.as === 'staff') return post.text;
  const { entry } = post;
  return entry.as === 'line' ? entry.words : entry.as === 'message' ? entry.message.text : entry.text;
}

function wordsOf({ words, quote, hints, coach = [], buttons, links = [] }: PrivateView): string {
  const said = coach.flatMap(each => [each.words, ...each.lesson, ...each.buttons.map(({ label }) => label)]);
  return [words, quote?.label, quote?.text, ...hints, ...said, ...[...buttons, ...links].map(each => each.label)]
    .filter(Boolean)
    .join('\n');
}
