/** A house with a mailbox on real servers and on real time: what a small firm runs, without the web pages. */
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import type { EmailChannel } from '../../adapters/channels/email/taken.ts';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { Post } from '../../adapters/desks/practice/records.ts';
import { type House, makeHouse } from '../../src/app/house.ts';
import { systemClock, systemIds } from '../../src/app/world.ts';
import type { Enquiry } from '../../src/core/enquiry.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { EnquiryId, WorkspaceId } from '../../src/core/ids.ts';
import type { MessageRow } from '../../src/ports/rows.ts';
import { readSettings } from '../../src/ports/settings.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import { provision } from '../../src/settings/provision.ts';
import type { Engine } from '../../src/store/engine.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { openSealer, testLog, until } from './world.ts';

export interface RealMailHouse {
  house: House;
  channel: EmailChannel;
  log: ReturnType<typeof testLog>;
  /** Resolves when the mailbox was read once. */
  connected(): Promise<void>;
  enquiries(): Promise<Enquiry[]>;
  messages(id: EnquiryId): Promise<MessageRow[]>;
  lines(id: EnquiryId): Promise<string[]>;
  /** Writes an answer in the thread and sends it; resolves when it has left. */
  answer(id: EnquiryId, text: string): Promise<void>;
  stop(): Promise<void>;
}

export async function openRealMailHouse(
  engine: Engine,
  settings: Record<string, unknown>,
  more: { instance?: string; automatic?: Record<string, boolean> } = {},
): Promise<RealMailHouse> {
  const workspaceId = 'ws_test' as WorkspaceId;
  const log = testLog();
  const house = makeHouse({
    engine,
    workspaceId,
    instance: more.instance ?? 'one',
    clock: systemClock,
    ids: systemIds,
    log,
    publicUrl: 'http://127.0.0.1:1',
    hours: ALWAYS_OPEN,
    holdMs: { email: 100 },
    automatic: more.automatic ?? {},
    deskKind: practiceDesk,
    channelKinds: [emailChannel],
    sealer: openSealer,
    signingKey: new Uint8Array(32),
  });
  const store = workspaceStore(engine, workspaceId);
  const read = readSettings(
    emailChannel.settings,
    { name_shown: 'Shop', check_senders: false, ...settings } as never,
    'test',
  );
  const { channels } = await provision(
    store,
    {
      workspaceName: 'Test',
      deskKind: 'practice',
      rooms: [{ name: 'customers', reply: 'preview' }],
      channels: [
        { name: 'help', kind: 'email', room: 'customers', schema: emailChannel.settings, settings: read.settings },
      ],
    },
    { clock: systemClock, ids: systemIds, sealer: openSealer },
  );
  const channel = house.openChannel(channels[0]!.row, channels[0]!.settings) as EmailChannel;
  await house.start();
  const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
  let acts = 0;
  const act = (action: object) =>
    house.act({ id: `act-${more.instance ?? 'one'}-${++acts}`, by, ...action } as StaffAction);
  const threadOf = async (id: EnquiryId) => (await until(() => store.thread(id), 'the card')).ref;
  return {
    house,
    channel,
    log,
    connected: async () => {
      await until(async () => (await channel.check())[0]?.words.startsWith('read'), 'connected', 20_000);
    },
    enquiries: async () => {
      const found: Enquiry[] = [];
      for (let n = await store.highestNumber(); n > 0; n--) {
        const enquiry = await store.enquiryByNumber(n);
        if (enquiry) found.unshift(enquiry);
      }
      return found;
    },
    messages: id => store.messages(id),
    lines: async id => {
      const entries = await store.shelf('desk:practice').read(`thread:${await threadOf(id)}`, 0, 1_000);
      return entries.flatMap(({ value }) => {
        const post = value as unknown as Post;
        return post.as === 'entry' && post.entry.as === 'line' ? [post.entry.words] : [];
      });
    },
    answer: async (id, text) => {
      const before = (await store.messages(id)).filter(each => each.direction === 'out').length;
      const seen = String((await store.enquiry(id))!.customerMessages);
      await act({ do: 'submit', form: 'reply.form', enquiryId: id, submit: 'reply.send', values: { text, seen } });
      await until(
        async () => (await store.messages(id)).filter(each => each.direction === 'out').length > before,
        `"${text}" left`,
        20_000,
      );
    },
    stop: () => house.stop(),
  };
}
