/**
 * What customers and staff do on both sides of the wall, in a random order, with processes that die in between, against an
 * oracle that knows only what people saw and pressed. All of it goes through a desk, which may be a real one.
 */
import type { Dispatch } from '../../src/acts/ask.ts';
import { perform } from '../../src/acts/perform.ts';
import { textsIn } from '../../src/core/customer-texts/texts.ts';
import { decide } from '../../src/core/decide.ts';
import type { Enquiry } from '../../src/core/enquiry.ts';
import type { EnquiryId, MessageId } from '../../src/core/ids.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { ButtonId } from '../../src/ports/button.ts';
import type { Channel, ChannelKind, OutgoingReply, SendResult } from '../../src/ports/channel.ts';
import type { FormField, FormView, PrivateView } from '../../src/ports/views.ts';
import { followMerges } from '../../src/posting/merges.ts';
import { releaseReply } from '../../src/reply/release.ts';
import type { Carried, Carrier, Staff } from './carriers/carrier.ts';
import { Died, type MemoryParts, memoryParts } from './memory-parts.ts';
import { ENQUIRY } from './samples.ts';
import { randomFrom } from './world.ts';

const STEPS = 14;
const HOLD_MS = 10 * SECOND;
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

interface Seen {
  person: string;
  key: string;
  view: PrivateView;
}

const tokensIn = (text: string): string[] => [
  ...(text.match(/w\d+w/g) ?? []),
  ...(text.includes(ASKED) ? [ASKED] : []),
];

/** The words by which a text is known again, whatever stands around them. */
const tokenIn = (text: string): string => tokensIn(text)[0] ?? text;

export class WallRun {
  readonly random: () => number;
  readonly sent: OutgoingReply[] = [];
  readonly world = memoryParts(KIND, this.channel());
  readonly carrier: Carrier;
  readonly count: (what: string) => void;
  /** On which side words were typed: each has a token of its own. */
  readonly typedOn = new Map<string, Enquiry['visibility']>([[ASKED, 'public']]);
  /** Tokens of which somebody pressed Send in a PUBLIC preview, and that were not stopped since. */
  readonly confirmed = new Set<string>();
  readonly retries = new Map<string, number>();
  readonly sides = new Map<string, Enquiry['visibility']>();
  readonly saidOn = new Map<string, Enquiry['visibility']>();
  readonly trouble: string[] = [];
  readonly posts: { post: string; thread: string; by: Staff }[] = [];
  /** What was shown before, and somebody may still look at. */
  readonly seen: Seen[] = [];
  readonly log: string[] = [];
  n = 0;

  /** @param count counts what happened, over all runs: nothing is proved where the roads were not taken */
  constructor(seed: number, carrierOf: (world: MemoryParts) => Carrier, count: (what: string) => void) {
    this.count = count;
    this.random = randomFrom(seed);
    this.carrier = carrierOf(this.world);
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
    this.count(`sent ${visibility}`);
    if (this.sides.get(enquiryId) !== visibility) bad('an enquiry changed its side');
    if (this.typedOn.get(tokenIn(text)) !== visibility) bad('typed on the other side');
    if (visibility === 'public' && !this.confirmed.has(tokenIn(text))) bad('nobody confirmed it');
    const times = this.sent.filter(each => each.id === id).length;
    if (times > 1 + (this.retries.get(id) ?? 0)) bad('sent twice');
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.random() * from.length)];
  }
  private somebody(): Staff {
    return this.pick(this.carrier.people)!;
  }
  private mentioned(): Staff | null {
    return this.random() < 0.05 ? this.somebody() : null;
  }
  private words(side: Enquiry['visibility']): string {
    const talk = this.random() < 0.1 ? '// ' : '';
    const token = `w${++this.n}w`;
    this.typedOn.set(token, side);
    return `${talk}${token}${this.random() < 0.05 ? 'x'.repeat(120) : ''}`;
  }
  private threadOf({ id }: Pick<Enquiry, 'id'>): string {
    return this.carrier.threadRef(Number(id.slice(4)));
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
      deskRef: this.carrier.room,
      replyMode: 'preview',
    } as never);
    world.put('channels', { ...(ids as object), id: 'chan_1', name: 'c', kind: 'post', roomId: 'room_1' } as never);
    world.put('customers', { ...(ids as object), id: 'cust_1', name: 'Maya' } as never);
    world.put('identities', { ...(ids as object), id: 'idn_1', customerId: 'cust_1', address: 'maya' } as never);
    for (const { ref, name } of this.carrier.people)
      world.put('staff', {
        ...(ids as object),
        id: `staff_${name.toLowerCase()}`,
        deskRef: ref,
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
      world.put('threads', {
        ...(ids as object),
        id,
        roomId: 'room_1',
        ref: this.carrier.threadRef(i),
        shownVersion: 0,
      } as never);
      this.sides.set(id, visibility);
    }
  }

  /** What somebody does, as it comes through the desk; the process may die in it, and then it is done again. */
  async does(what: Carried): Promise<void> {
    const { world } = this;
    for (const act of await this.carrier.carry(what)) {
      this.log.push(JSON.stringify(act));
      if (act.do === 'press' && act.button === 'reply.retry') this.retried(act.value);
      const before = new Map(world.rows('replies').map(each => [each.id, each.status]));
      const dispatch = { parts: world.parts, desk: await world.parts.desk('room_1' as never) } as Dispatch;
      await this.surviving(() => perform(dispatch, act));
      this.count(act.do);
      for (const { id, status, text } of world.rows('replies')) {
        // Stopped: whoever wants it sent has to confirm it again.
        if (status === 'withdrawn' && before.get(id) !== 'withdrawn') this.confirmed.delete(tokenIn(text));
      }
      for (const { person, key, view } of world.views.values())
        if (!this.seen.some(each => each.view === view)) this.seen.push({ person, key, view });
    }
  }

  async surviving(work: () => Promise<unknown>): Promise<void> {
    const { world, random } = this;
    if (random() < 0.15) world.dieAt = { steps: 1 + Math.floor(random() * 3), after: random() < 0.5 };
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      this.count('died');
      await work();
    } finally {
      world.dieAt = null;
    }
  }

  async customerWrites(): Promise<void> {
    const { parts, put } = this.world;
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
      folded: [],
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
  }

  async staffWrite(): Promise<void> {
    const enquiry = this.pick(this.enquiries())!;
    const [thread, post, by] = [this.threadOf(enquiry), this.carrier.newPost(), this.somebody()];
    this.posts.push({ post, thread, by });
    const text = this.words(this.sides.get(enquiry.id)!);
    await this.does({ do: 'write', by, thread, post, text, mentions: this.mentioned() });
  }

  async staffEdit(): Promise<void> {
    const written = this.pick(this.posts);
    if (!written) return;
    const enquiry = this.enquiries().find(each => this.threadOf(each) === written.thread)!;
    const side = this.sides.get(enquiry.id)!;
    // Sometimes back to words that were there before.
    const old = this.pick([...this.typedOn].filter(([token, of]) => of === side && token !== ASKED));
    const text = old && this.random() < 0.3 ? old[0] : this.words(side);
    const { rows } = this.world;
    const remark = rows('remarks').find(each => each.postRef === written.post);
    const held = rows('replies').find(each => each.id === remark?.replyId && each.status === 'held');
    // Their author does not want these any more, unless they say so again.
    if (held && tokenIn(held.text) !== tokenIn(text)) this.confirmed.delete(tokenIn(held.text));
    await this.does({ do: 'edit', ...written, text, mentions: null });
  }

  async staffDelete(): Promise<void> {
    const written = this.pick(this.posts);
    if (written) await this.does({ do: 'delete', ...written });
  }

  /** Presses something that is shown, or was. */
  async pressSeen(): Promise<void> {
    const now = [...this.world.views.values()];
    const shown = this.pick(this.random() < 0.8 ? now : this.seen);
    if (!shown) return;
    const on = this.carrier.draw(shown.view, shown.person, shown.key);
    const nth = this.pick(on.presses.map((_, i) => i));
    // What is not submitted as the form was filled in is no form here.
    if (nth === undefined || on.presses[nth] === 'enquiry.reply') return;
    const sends = /^reply\.send(_and_resolve)?$/.test(on.presses[nth]!);
    // As people read it, and nothing that they do not see.
    if (sends && on.words.includes('PUBLIC')) {
      for (const token of tokensIn(on.words)) this.confirmed.add(token);
      this.count('pressed in a PUBLIC preview');
    }
    const by = this.carrier.people.find(each => each.ref === shown.person)!;
    await this.does({ do: 'press', by, thread: this.threadFor(shown), on, nth });
  }

  /** Where something stands that one person sees: at the post that it is about, or in any thread. */
  private threadFor({ view }: Seen): string {
    const of = this.posts.find(each => each.post === view.post)?.thread;
    return of ?? this.threadOf(this.pick(this.enquiries())!);
  }

  /** The draft of one preview with the fingerprint of another. */
  async pressForged(): Promise<void> {
    const sends = this.seen.flatMap(each => each.view.buttons.filter(one => one.id === 'reply.send'));
    const [one, other] = [this.pick(sends), this.pick(sends)];
    const [remark] = one?.value.split(' ') ?? [];
    const [same, print] = other?.value.split(' ') ?? [];
    if (!remark || !print || remark === same) return;
    await this.press('reply.send', this.random() < 0.5 ? remark : `${remark} ${print}`);
  }

  async submit(): Promise<void> {
    const { id, customerMessages } = this.pick(this.enquiries())!;
    const submit = this.pick(['reply.send', 'reply.send_and_resolve', 'reply.keep'])!;
    const drafts = this.world.rows('remarks').map(each => each.id);
    const hidden = {
      seen: String(customerMessages),
      ...(this.random() < 0.3 ? { of: this.pick(drafts) ?? '' } : {}),
    };
    await this.fill('reply.form', id, submit, { text: this.words(this.sides.get(id)!) }, hidden);
  }

  /** A form as the core shows it, filled in. */
  private async fill(
    id: FormView['id'],
    enquiryId: EnquiryId,
    submit: string,
    values: Record<string, string>,
    hidden: Record<string, string> = {},
  ): Promise<void> {
    const fields: FormField[] = [
      ...Object.keys(values).map(name => ({ name, label: name, kind: 'long-text' as const, value: '' })),
      ...Object.entries(hidden).map(([name, value]) => ({ name, label: name, kind: 'hidden' as const, value })),
    ];
    const all = [...new Set([submit, 'reply.keep'])];
    const form = { id, title: id, enquiryId, fields, submit: all.map(each => ({ id: each, label: each })) };
    const thread = this.threadOf({ id: enquiryId });
    await this.does({ do: 'submit', by: this.somebody(), thread, form, submit, values });
  }

  /** A button that stands somewhere: on a card, or where somebody made it up. */
  async press(button: string, value: string | undefined): Promise<void> {
    if (!value) return;
    const buttons = [{ id: button as ButtonId, label: button, value, look: 'plain' as const }];
    const view = { words: 'A card', quote: null, hints: [], buttons, tone: 'notice' as const, post: null };
    const by = this.somebody();
    const on = this.carrier.draw(view, by.ref, 'card');
    await this.does({ do: 'press', by, thread: this.threadOf(this.pick(this.enquiries())!), on, nth: 0 });
  }

  async onReply(): Promise<void> {
    const reply = this.pick(this.world.rows('replies'));
    const button = this.pick(['reply.undo', 'reply.undo', 'reply.send_anyway', 'reply.retry', 'reply.arrived']);
    if (reply && button) await this.press(button, reply.id);
  }

  private retried(reply: string): void {
    this.retries.set(reply, (this.retries.get(reply) ?? 0) + 1);
  }

  async merge(): Promise<void> {
    const [from, into] = [this.pick(this.enquiries())!, this.pick(this.enquiries())!];
    if (this.random() < 0.5) return this.press('enquiry.merge', `${from.id} ${into.id}`);
    await this.fill('merge.form', from.id, 'merge', { into: `#${into.number}` });
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
      if (status === 'merged') this.count('merged');
      if (mergedInto && this.sides.get(mergedInto) !== visibility) this.trouble.push(`${id} was merged across`);
    }
    return this.trouble;
  }
}
