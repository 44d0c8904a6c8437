/** A house on a clock of the test's own: real store, real flows, the practice desk, and a provider that obeys. */
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { AnswerItem, Post, RoomItem } from '../../adapters/desks/practice/records.ts';
import { type House, type HouseOptions, makeHouse } from '../../src/app/house.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { EnquiryId, WorkspaceId } from '../../src/core/ids.ts';
import type { ButtonId, ButtonView } from '../../src/ports/button.ts';
import type { ChannelKind } from '../../src/ports/channel.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import type { CardView, MarkView, PrivateView } from '../../src/ports/views.ts';
import { provision, type WrittenChannel } from '../../src/settings/provision.ts';
import type { Engine } from '../../src/store/engine.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { makeProvider, type Provider } from './far-sides/provider.ts';
import { openMemory } from './migrated.ts';
import { openSealer, type TestClock, type TestLog, testClock, testIds, testLog } from './world.ts';

export interface TestHouse {
  house: House;
  engine: Engine;
  clock: TestClock;
  log: TestLog;
  provider: Provider;
  as(name: string): Person;
  /** Runs every job that is due. */
  settle(): Promise<void>;
  /** Moves the clock and runs what became due. */
  pass(ms: number): Promise<void>;
  cards(): Promise<CardView[]>;
  card(enquiryId: string): Promise<CardView>;
  thread(
    enquiryId: string,
  ): Promise<{ ref: string; posts: { ref: string; post: Post; mark: MarkView | null }[]; lines: string[] }>;
  room(): Promise<RoomItem[]>;
  close(): Promise<void>;
}

export interface Person {
  write(enquiryId: string, text: string, mentionsStaff?: boolean): Promise<string>;
  edit(enquiryId: string, post: string, text: string, mentionsStaff?: boolean): Promise<void>;
  remove(enquiryId: string, post: string): Promise<void>;
  press(button: ButtonId, value: string, thread?: string | null): Promise<void>;
  submit(form: string, enquiryId: string, submit: string, values: Record<string, string>): Promise<void>;
  command(words: string): Promise<string>;
  /** The whole answer: its words, and the buttons below it. */
  asks(words: string): Promise<Pick<AnswerItem, 'text' | 'buttons'>>;
  /** Presses a button of an answer. @returns the newest answer after that */
  presses(button: Pick<ButtonView, 'id' | 'value'>): Promise<Pick<AnswerItem, 'text' | 'buttons'>>;
  /** What only this person sees in a thread. */
  privates(enquiryId: string): Promise<PrivateView[]>;
  /** Presses a button of what only this person sees, by its label. */
  choose(enquiryId: string, label: string): Promise<void>;
}

export async function openHouse(
  options: Partial<HouseOptions> & {
    provider?: Provider;
    reply?: 'preview' | 'direct';
    /** Channels beside the provider's. */
    channels?: WrittenChannel[];
    kinds?: ChannelKind[];
    /** Other processes do the jobs; nothing waits for them here. */
    isDoneElsewhere?: boolean;
  } = {},
): Promise<TestHouse> {
  const clock = (options.clock as TestClock | undefined) ?? testClock();
  const ids = options.ids ?? testIds(clock);
  const log = testLog();
  const provider = options.provider ?? makeProvider();
  const engine = options.engine ?? (await openMemory());
  const workspaceId = options.workspaceId ?? ('ws_test' as WorkspaceId);
  const house = makeHouse({
    engine,
    workspaceId,
    instance: 'one',
    clock,
    ids,
    log,
    publicUrl: 'http://127.0.0.1:3000',
    hours: ALWAYS_OPEN,
    holdMs: {},
    deskKind: practiceDesk,
    channelKinds: [provider.kind, ...(options.kinds ?? [])],
    sealer: openSealer,
    signingKey: new Uint8Array(32),
    ...options,
  });
  const { channels } = await provision(
    workspaceStore(engine, workspaceId),
    {
      workspaceName: 'Test',
      deskKind: 'practice',
      rooms: [{ name: 'customers', reply: options.reply ?? 'preview' }],
      channels: [
        { name: 'post', kind: 'post', room: 'customers', schema: [], settings: {} },
        ...(options.channels ?? []),
      ],
    },
    { clock, ids, sealer: openSealer },
  );
  for (const { row, settings } of channels) house.openChannel(row, settings);
  const { store } = house.parts;
  const shelf = store.shelf('desk:practice');
  const refOf = async (enquiryId: string) => (await store.thread(enquiryId as EnquiryId))?.ref ?? '';
  const roomItems = async () => {
    const [room] = await store.rooms();
    return (await shelf.latest(`room:${room!.id}`, 1_000)).reverse().map(each => each.value as unknown as RoomItem);
  };
  let actions = 0;

  const settle = async () => {
    if (!options.isDoneElsewhere) await house.worker.drain();
  };
  const as = (name: string): Person => {
    const by = { deskRef: `practice:${name.toLowerCase()}`, name, admin: name === 'Ann' };
    const act = async (action: object) => {
      await house.act({ id: `action-${name}-${++actions}`, by, ...action } as StaffAction);
      await settle();
    };
    const newestAnswer = async () =>
      (await shelf.latest(`answers:${by.deskRef}`, 1))[0]?.value as unknown as AnswerItem;
    const person: Person = {
      write: async (enquiryId, text, mentionsStaff = false) => {
        const [thread, post] = [await refOf(enquiryId), `staff:${name}-${++actions}`];
        const value: Post = { as: 'staff', by: by.deskRef, name, text, edited: false, deleted: false, at: clock.now() };
        await shelf.append(`thread:${thread}`, post, value as never);
        await act({ do: 'write', thread, post, text, mentionsStaff });
        return post;
      },
      edit: async (enquiryId, post, text, mentionsStaff = false) =>
        act({ do: 'edit', thread: await refOf(enquiryId), post, text, mentionsStaff }),
      remove: async (enquiryId, post) => act({ do: 'delete', thread: await refOf(enquiryId), post }),
      press: async (button, value, thread = null) => act({ do: 'press', thread, button, value }),
      submit: async (form, enquiryId, submit, values) => act({ do: 'submit', form, enquiryId, submit, values }),
      command: async words => (await person.asks(words)).text,
      asks: async words => {
        await act({ do: 'command', room: (await store.rooms())[0]!.id, words });
        return newestAnswer();
      },
      presses: async ({ id: button, value }) => {
        await act({ do: 'press', thread: null, button, value });
        return newestAnswer();
      },
      privates: async enquiryId => {
        const entries = await shelf.latest(`private:${await refOf(enquiryId)}:${by.deskRef}`, 100);
        return entries
          .reverse()
          .map(each => each.value as unknown as PrivateView | null)
          .filter(each => each !== null);
      },
      choose: async (enquiryId, label) => {
        const button = (await person.privates(enquiryId))
          .flatMap(view => view.buttons)
          .findLast(each => each.label === label);
        if (!button) throw new Error(`${name} sees no button "${label}".`);
        await person.press(button.id, button.value, await refOf(enquiryId));
      },
    };
    return person;
  };

  return {
    house,
    engine,
    clock,
    log,
    provider,
    as,
    settle,
    pass: async ms => {
      clock.advance(ms);
      await settle();
    },
    room: roomItems,
    cards: async () => (await roomItems()).flatMap(item => (item.card ? [item.card] : [])),
    card: async enquiryId => {
      const item = (await roomItems()).find(each => each.card?.enquiryId === enquiryId);
      if (!item?.card) throw new Error('There is no card of this enquiry.');
      return item.card;
    },
    thread: async enquiryId => {
      const ref = await refOf(enquiryId);
      const marks = new Map(
        (await shelf.latest(`marks:${ref}`, 500)).map(each => [each.key, each.value as unknown as MarkView]),
      );
      const posts = (await shelf.read(`thread:${ref}`, 0, 1_000)).map(each => ({
        ref: each.key,
        post: each.value as unknown as Post,
        mark: marks.get(each.key) ?? null,
      }));
      const lines = posts.flatMap(({ post }) =>
        post.as === 'entry' && post.entry.as === 'line' ? [post.entry.words] : [],
      );
      return { ref, posts, lines };
    },
    close: async () => {
      if (!options.engine) await engine.close();
    },
  };
}
