/**
 * 10,000 random interleavings of what customers and staff do on both sides of the wall, with processes that die in between,
 * against an oracle that knows only what people saw and pressed. About 15 s.
 */
import { expect, test } from 'vitest';
import type { Dispatch } from '../../src/acts/ask.ts';
import { perform } from '../../src/acts/perform.ts';
import { textsIn } from '../../src/core/customer-texts/texts.ts';
import { decide } from '../../src/core/decide.ts';
import type { Enquiry } from '../../src/core/enquiry.ts';
import type { EnquiryId, MessageId } from '../../src/core/ids.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { ButtonView } from '../../src/ports/button.ts';
import type { Channel, ChannelKind, OutgoingReply, SendResult } from '../../src/ports/channel.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import type { PrivateView } from '../../src/ports/views.ts';
import { followMerges } from '../../src/posting/merges.ts';
import { releaseReply } from '../../src/reply/release.ts';
import { Died, memoryParts } from '../kit/memory-parts.ts';
import { ENQUIRY } from '../kit/samples.ts';
import { randomFrom } from '../kit/world.ts';

const RUNS = 10_000;
const STEPS = 14;
const HOLD_MS = 10 * SECOND;
const PEOPLE = ['Ann', 'Ben'];
const ASKED = textsIn('en')('writePrivately');

const LIMITS: Channel['limits'] = {
  text: { max: 300 },
  publicText: { max: 100 },
  attachments: null,
  idempotent: false,
  threads: 'names',
  holdMs: HOLD_MS,
  automaticAnswer: 'forbidden',
};
const KIND = { kind: 'post', words: 'post', visibility: 'both', asksPrivately: true, limits: LIMITS } as ChannelKind;

/** How often each thing happened, over all runs: the test is worth nothing if the roads were not taken. */
const taken: Record<string, number> = {};
const count = (what: string) => {
  taken[what] = (taken[what] ?? 0) + 1;
};

class Run {
  readonly random: () => number;
  readonly sent: OutgoingReply[] = [];
  readonly world = memoryParts(KIND, this.channel());
  /** On which side words were typed: each is typed once. */
  readonly typedOn = new Map<string, Enquiry['visibility']>([[ASKED, 'public']]);
  /** Words whose PUBLIC preview somebody pressed Send in, and that were not stopped since. */
  readonly confirmed = new Set<string>();
  readonly retries = new Map<string, number>();
  readonly sides = new Map<string, Enquiry['visibility']>();
  readonly saidOn = new Map<string, Enquiry['visibility']>();
  readonly trouble: string[] = [];
  readonly posts: { post: string; thread: string; by: string }[] = [];
  /** Views of before, which somebody may still look at. */
  readonly seen: { person: string; view: PrivateView }[] = [];
  readonly log: string[] = [];
  n = 0;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  /** The far side, in its moods; what it was given is checked here. */
  channel(): Channel {
    return {
      kind: 'post',
      limits: LIMITS,
      start: async () => {},
      stop: async () => {},
      check: async () => [],
      send: async reply => this.far(reply),
    };
  }

  far(reply: OutgoingReply): SendResult {
    const mood = this.random();
    if (mood < 0.1) return { as: 'refused', words: 'No.' };
    if (mood < 0.15) return { as: 'retry', at: 0, words: 'Later.' };
    this.sent.push(reply);
    this.judge(reply);
    if (mood < 0.25) return { as: 'unsure' };
    return { as: 'sent', externalId: reply.id, names: [reply.id] };
  }

  judge({ id, text, visibility = 'private', enquiryId }: OutgoingReply): void {
    const bad = (what: string) => this.trouble.push(`${what}: "${text}" went out ${visibility}`);
    count(`sent ${visibility}`);
    if (this.sides.get(enquiryId) !== visibility) bad('an enquiry changed its side');
    if (this.typedOn.get(text) !== visibility) bad('typed on the other side');
    if (visibility === 'public' && !this.confirmed.has(text)) bad('nobody confirmed it');
    const times = this.sent.filter(each => each.id === id).length;
    if (times > 1 + (this.retries.get(id) ?? 0)) bad('sent twice');
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.random() * from.length)];
  }
  private name(): string {
    return this.pick(PEOPLE)!;
  }
  private words(side: Enquiry['visibility']): string {
    const talk = this.random() < 0.1 ? '// ' : '';
    const text = `w${++this.n}${this.random() < 0.05 ? 'x'.repeat(120) : ''}`;
    this.typedOn.set(text, side);
    return talk + text;
  }
  private enquiries(): Enquiry[] {
    return this.world.rows('enquiries');
  }

  begin(): void {
    const { world } = this;
    const ids = { workspaceId: 'ws_test', createdAt: 0 } as never;
    world.put('rooms', {
      ...(ids as object),
      id: 'room_1',
      name: 'r',
      deskKind: 'd',
      deskRef: 'r',
      replyMode: 'preview',
    } as never);
    world.put('channels', { ...(ids as object), id: 'chan_1', name: 'c', kind: 'post', roomId: 'room_1' } as never);
    world.put('customers', { ...(ids as object), id: 'cust_1', name: 'Maya' } as never);
    world.put('identities', { ...(ids as object), id: 'idn_1', customerId: 'cust_1', address: 'maya' } as never);
    for (const name of PEOPLE)
      world.put('staff', {
        ...(ids as object),
        id: `staff_${name.toLowerCase()}`,
        deskRef: name,
        name,
        admin: true,
        nameToldAt: 0,
      } as never);
    for (const [i, visibility] of (['public', 'private', 'public', 'private'] as const).entries()) {
      const id = `enq_${i}` as EnquiryId;
      const at = world.clock.now();
      world.put('enquiries', {
        ...ENQUIRY,
        id,
        number: i + 1,
        version: 0,
        visibility,
        customerMessages: 0,
        lastCustomerAt: at,
      });
      world.put('threads', { ...(ids as object), id, roomId: 'room_1', ref: `t${i}`, shownVersion: 0 } as never);
      this.sides.set(id, visibility);
    }
  }

  /** Carries an action out; the process may die in it, and then it is done again. */
  async act(by: string, action: object): Promise<void> {
    const { world } = this;
    const full = { id: `act-${++this.n}`, by: { deskRef: by, name: by, admin: true }, ...action } as StaffAction;
    this.log.push(`${by} ${JSON.stringify(action)}`);
    const before = new Map(world.rows('replies').map(each => [each.id, each.status]));
    const dispatch = { parts: world.parts, desk: await world.parts.desk('room_1' as never) } as Dispatch;
    await this.surviving(() => perform(dispatch, full));
    for (const { id, status, text } of world.rows('replies')) {
      // Stopped: whoever wants it sent has to confirm it again.
      if (status === 'withdrawn' && before.get(id) !== 'withdrawn') this.confirmed.delete(text);
    }
    for (const shown of world.views.values()) if (!this.seen.includes(shown)) this.seen.push(shown);
  }

  async surviving(work: () => Promise<unknown>): Promise<void> {
    const { world, random } = this;
    if (random() < 0.15) world.dieAt = { steps: 1 + Math.floor(random() * 3), after: random() < 0.5 };
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      count('died');
      await work();
    } finally {
      world.dieAt = null;
    }
  }

  async customerWrites(): Promise<void> {
    const { parts, rows, put } = this.world;
    const side = this.random() < 0.5 ? 'public' : 'private';
    const first = this.pick(this.enquiries().filter(each => each.visibility === side))!;
    const enquiry = await followMerges(parts.store, first);
    if (!enquiry) return void this.trouble.push('a merge leads to the other side');
    const id = `msg_${++this.n}` as MessageId;
    this.saidOn.set(id, side);
    put('messages', {
      id,
      enquiryId: enquiry.id,
      direction: 'in',
      kind: 'human',
      from: null,
      text: id,
      names: [],
      warnings: [],
      writtenAt: 0,
      replyId: null,
      others: null,
    } as never);
    await parts.recorder.change(enquiry.id, ({ enquiry: now, replies, now: at }) => {
      const decision = decide(
        now,
        replies,
        { do: 'customerWrote', message: id, machine: false, thanksOnly: false },
        at,
      );
      return decision.ok ? { events: decision.events, replies } : decision;
    });
    expect(rows('messages').length).toBeGreaterThan(0);
  }

  async staffWrite(): Promise<void> {
    const { id, visibility } = this.pick(this.enquiries())!;
    const thread = `t${id.slice(4)}`;
    const post = `post-${++this.n}`;
    const by = this.name();
    this.posts.push({ post, thread, by });
    await this.act(by, {
      do: 'write',
      thread,
      post,
      text: this.words(visibility),
      mentionsStaff: this.random() < 0.05,
    });
  }

  async staffEdit(): Promise<void> {
    const written = this.pick(this.posts);
    if (!written) return;
    const side = this.sides.get(`enq_${written.thread.slice(1)}`)!;
    // Sometimes back to words that were there before.
    const old = this.pick([...this.typedOn].filter(([text, of]) => of === side && text !== ASKED));
    const text = old && this.random() < 0.3 ? old[0] : this.words(side);
    const { rows } = this.world;
    const remark = rows('remarks').find(each => each.postRef === written.post);
    const held = rows('replies').find(each => each.id === remark?.replyId && each.status === 'held');
    // Their author does not want these any more, unless they say so again.
    if (held && held.text !== text) this.confirmed.delete(held.text);
    await this.act(written.by, { do: 'edit', thread: written.thread, post: written.post, text, mentionsStaff: false });
  }

  async staffDelete(): Promise<void> {
    const written = this.pick(this.posts);
    if (written) await this.act(written.by, { do: 'delete', thread: written.thread, post: written.post });
  }

  /** Presses something that is shown, or was. */
  async pressSeen(): Promise<void> {
    const now = [...this.world.views.values()];
    const shown = this.pick(this.random() < 0.8 ? now : this.seen);
    const button = shown && this.pick(shown.view.buttons);
    if (!shown || !button) return;
    await this.pressing(shown.person, shown.view, button);
  }

  async pressing(person: string, view: PrivateView, { id, value }: ButtonView): Promise<void> {
    // What is not submitted as the form was filled in is no form here.
    if (id === 'enquiry.reply') return;
    const sends = id === 'reply.send' || id === 'reply.send_and_resolve';
    if (sends && view.quote && /^PUBLIC /.test(view.quote.label)) {
      this.confirmed.add(view.quote.text);
      count('pressed in a PUBLIC preview');
    }
    if (id === 'reply.retry') this.retries.set(value, (this.retries.get(value) ?? 0) + 1);
    await this.act(person, { do: 'press', thread: null, button: id, value });
  }

  /** The draft of one preview with the fingerprint of another. */
  async pressForged(): Promise<void> {
    const sends = this.seen.flatMap(each => each.view.buttons.filter(one => one.id === 'reply.send'));
    const [one, other] = [this.pick(sends), this.pick(sends)];
    const [remark] = one?.value.split(' ') ?? [];
    const [same, print] = other?.value.split(' ') ?? [];
    if (!remark || !print || remark === same) return;
    const value = this.random() < 0.5 ? remark : `${remark} ${print}`;
    await this.act(this.name(), { do: 'press', thread: this.pick(['t0', 't1']), button: 'reply.send', value });
  }

  async submit(): Promise<void> {
    const { id, visibility, customerMessages } = this.pick(this.enquiries())!;
    const submit = this.pick(['reply.send', 'reply.send_and_resolve', 'reply.keep']);
    const drafts = this.world.rows('remarks').map(each => each.id);
    const of = this.random() < 0.3 ? { of: this.pick(drafts) ?? '' } : {};
    const values = { text: this.words(visibility), seen: String(customerMessages), ...of };
    await this.act(this.name(), { do: 'submit', form: 'reply.form', enquiryId: id, submit, values });
  }

  async press(button: string, value: string | undefined): Promise<void> {
    if (value) await this.act(this.name(), { do: 'press', thread: null, button, value });
  }

  async onReply(): Promise<void> {
    const reply = this.pick(this.world.rows('replies'));
    const button = this.pick(['reply.undo', 'reply.undo', 'reply.send_anyway', 'reply.retry', 'reply.arrived']);
    if (!reply || !button) return;
    if (button === 'reply.retry') this.retries.set(reply.id, (this.retries.get(reply.id) ?? 0) + 1);
    await this.press(button, reply.id);
  }

  async merge(): Promise<void> {
    const [from, into] = [this.pick(this.enquiries())!, this.pick(this.enquiries())!];
    if (this.random() < 0.5) return this.press('enquiry.merge', `${from.id} ${into.id}`);
    const values = { into: `#${into.number}` };
    await this.act(this.name(), { do: 'submit', form: 'merge.form', enquiryId: from.id, submit: 'merge', values });
  }

  async mode(): Promise<void> {
    const room = this.world.rows('rooms')[0]!;
    this.world.put('rooms', { ...room, replyMode: room.replyMode === 'direct' ? 'preview' : 'direct' });
  }

  async pass(): Promise<void> {
    const { clock, parts, rows } = this.world;
    clock.advance(this.random() < 0.7 ? HOLD_MS : MINUTE);
    for (const { id, enquiryId, status, holdUntil } of rows('replies')) {
      const due = status === 'leaving' || (status === 'held' && holdUntil !== null && holdUntil <= clock.now());
      if (due) await this.surviving(() => releaseReply(parts, enquiryId, id, [1, 1]));
    }
  }

  async step(): Promise<void> {
    const at = this.random();
    if (at < 0.1) return this.customerWrites();
    if (at < 0.25) return this.staffWrite();
    if (at < 0.33) return this.staffEdit();
    if (at < 0.35) return this.staffDelete();
    if (at < 0.6) return this.pressSeen();
    if (at < 0.63) return this.pressForged();
    if (at < 0.7) return this.submit();
    if (at < 0.74) return this.onReply();
    if (at < 0.77) return this.press('message.send_to_customer', this.pick(this.posts)?.post);
    if (at < 0.8) return this.press('enquiry.claim', this.pick(this.enquiries())!.id);
    if (at < 0.82) return this.press('reply.ask_privately', this.pick(this.enquiries())!.id);
    if (at < 0.85) return this.merge();
    if (at < 0.88) return this.mode();
    return this.pass();
  }

  async go(): Promise<string[]> {
    this.begin();
    for (let i = 0; i < STEPS; i++) await this.step();
    await this.pass();
    await this.pass();
    for (const { id, enquiryId, direction } of this.world.rows('messages'))
      if (direction === 'in' && this.sides.get(enquiryId) !== this.saidOn.get(id))
        this.trouble.push(`${id} moved over`);
    for (const { id, visibility, status, mergedInto } of this.enquiries()) {
      if (visibility !== this.sides.get(id)) this.trouble.push(`${id} became ${visibility}`);
      if (status === 'merged') count('merged');
      if (mergedInto && this.sides.get(mergedInto) !== visibility) this.trouble.push(`${id} was merged across`);
    }
    return this.trouble;
  }
}

test('what goes out was typed on its side, and in public was confirmed there, in 10,000 random interleavings', async () => {
  for (let seed = 1; seed <= RUNS; seed++) {
    const run = new Run(seed);
    const trouble = await run.go();
    expect(trouble, `seed ${seed}:\n${run.log.join('\n')}`).toEqual([]);
  }
  // The roads were taken, each of them often.
  for (const what of ['sent public', 'sent private', 'pressed in a PUBLIC preview', 'merged', 'died'])
    expect(taken[what], what).toBeGreaterThan(500);
}, 120_000);
