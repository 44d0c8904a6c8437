import { describe, expect, test } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import { decideHold, decideReply } from '../../src/core/decide-reply.ts';
import type { RefusalCode } from '../../src/core/enquiry.ts';
import { evolveReply } from '../../src/core/evolve.ts';
import { decided, type Reply, type ReplyCommand, type ReplyStatus } from '../../src/core/reply.ts';
import { ANN, BEN, ENQUIRY, NOW, REPLY } from '../kit/samples.ts';

type Command = Exclude<ReplyCommand, { do: 'hold' }>;
const owned = { ...ENQUIRY, ownerId: ANN };
const outcome = (reply: Partial<Reply>, command: Command): ReplyStatus | RefusalCode => {
  const start = { ...REPLY, ...reply };
  const decision = decideReply(owned, start, command, NOW);
  if (!decision.ok) return decision.refusal;
  return decision.events.reduce((at: Reply, event) => evolveReply(at, event, NOW), start).status;
};

describe('hold', () => {
  const hold = {
    do: 'hold',
    reply: REPLY.id,
    by: ANN,
    text: 'Hello',
    holdMs: 1_000,
    andResolve: false,
    seenCustomerMessages: 1,
  } as const;
  test('claims an enquiry that nobody owns', () => {
    const decision = decideHold(ENQUIRY, hold, NOW);
    expect(decision.ok && decision.events.map(each => each.type)).toEqual(['EnquiryClaimed', 'ReplyHeld']);
  });
  test.each<[string, object, object, RefusalCode]>([
    ['somebody else owns it', { ownerId: BEN }, {}, 'claimed-by-someone-else'],
    ['it is spam', { status: 'spam' }, {}, 'is-spam'],
    ['it was merged', { status: 'merged' }, {}, 'was-merged'],
    ['the text is blank', {}, { text: ' \u200b\n' }, 'text-is-empty'],
    ['the text is too long', {}, { tooLong: true }, 'text-too-long'],
    ['everybody could read it and no preview was pressed', { visibility: 'public' }, {}, 'public-not-confirmed'],
    ['the customer wrote meanwhile', { customerMessages: 2 }, {}, 'customer-wrote-again'],
  ])('is refused when %s', (_, enquiry, command, code) => {
    const decision = decideHold({ ...ENQUIRY, ...enquiry }, { ...hold, ...command }, NOW);
    expect(decision.ok ? null : decision.refusal).toBe(code);
  });
});

describe('undo is decided by the state, never by a clock', () => {
  const undo: Command = { do: 'withdraw', by: ANN, because: 'undo' };
  test('a held reply can be withdrawn long after its time, as long as it has not left', () => {
    expect(outcome({ holdUntil: NOW - 100_000 }, undo)).toBe('withdrawn');
  });
  test.each<[ReplyStatus, RefusalCode]>([
    ['leaving', 'reply-already-leaving'],
    ['unsure', 'reply-already-leaving'],
    ['sent', 'reply-already-sent'],
    ['delivered', 'reply-already-sent'],
    ['withdrawn', 'reply-already-withdrawn'],
    ['failed', 'reply-finished'],
    ['bounced', 'reply-finished'],
  ])('not when it is %s', (status, code) => expect(outcome({ status }, undo)).toBe(code));
  test('only its author and the owner may', () => {
    expect(outcome({ authorId: BEN }, undo)).toBe('withdrawn');
    expect(outcome({}, { ...undo, by: BEN } as Command)).toBe('reply-not-yours');
  });
});

describe('leaving and arriving', () => {
  test('departs without asking the clock, but not while it waits for its author', () => {
    expect(outcome({ holdUntil: NOW + 5_000 }, { do: 'depart' })).toBe('leaving');
    expect(outcome({ holdUntil: null }, { do: 'depart' })).toBe('reply-finished');
  });
  test.each<[string, Command, ReplyStatus]>([
    ['sent', { do: 'settle', outcome: { as: 'sent' } }, 'sent'],
    ['surely not sent', { do: 'settle', outcome: { as: 'not-sent', retryAt: NOW + 1, reason: 'busy' } }, 'held'],
    ['refused', { do: 'settle', outcome: { as: 'refused', reason: 'no' } }, 'failed'],
    ['silent', { do: 'settle', outcome: { as: 'unsure' } }, 'unsure'],
  ])('%s', (_, command, status) => expect(outcome({ status: 'leaving', attempt: 1 }, command)).toBe(status));
  test('a late "sent" is believed even after it was called unsure', () => {
    expect(outcome({ status: 'unsure', attempt: 1 }, { do: 'settle', outcome: { as: 'sent' } })).toBe('sent');
    expect(outcome({ status: 'unsure', attempt: 1 }, { do: 'confirmArrived', by: ANN })).toBe('sent');
  });
  test('a hard bounce ends the reply in every state in which it may have been on the wire', () => {
    const bounce: Command = { do: 'bounce', ended: true, reason: 'full' };
    for (const status of ['leaving', 'sent', 'delivered', 'unsure', 'held'] as const)
      expect(outcome({ status, attempt: 1 }, bounce)).toBe('bounced');
    expect(outcome({ attempt: 0 }, bounce)).toBe('reply-finished');
    expect(outcome({ status: 'sent', attempt: 1 }, { ...bounce, ended: false } as Command)).toBe('sent');
  });
  test('a person may repeat what failed, bounced or is unsure, and nothing else', () => {
    for (const status of ['failed', 'bounced', 'unsure'] as const)
      expect(outcome({ status }, { do: 'retry', by: ANN, holdMs: 0 })).toBe('held');
    expect(outcome({ status: 'sent' }, { do: 'retry', by: ANN, holdMs: 0 })).toBe('reply-not-failed');
  });
  test('a held reply whose release was given up fails instead of staying held for ever', () => {
    expect(outcome({}, { do: 'settle', outcome: { as: 'refused', reason: 'x' } })).toBe('failed');
    expect(outcome({}, { do: 'settle', outcome: { as: 'sent' } })).toBe('reply-finished');
  });
});

describe('a mail that bounced and is tried again', () => {
  test('can still be undone, and stops when the customer writes: only what goes on by another way cannot', () => {
    const enquiry = { ...ENQUIRY, status: 'open' as const };
    const bounced = evolveReply(
      { ...REPLY, status: 'sent', sentAt: 5, attempt: 1 },
      { type: 'ReplyBounced', reply: REPLY.id, reason: 'full' },
      6,
    );
    const held = evolveReply(bounced, { type: 'ReplyReleased', reply: REPLY.id, by: REPLY.authorId, until: 9 }, 7);
    expect(decideReply(enquiry, held, { do: 'withdraw', by: REPLY.authorId, because: 'undo' }, 8).ok).toBe(true);
    const wrote = decide(
      enquiry,
      [held],
      { do: 'customerWrote', message: 'm' as never, machine: false, thanksOnly: false },
      8,
    );
    expect(wrote).toMatchObject({ ok: true, events: [{ type: 'CustomerWrote' }, { type: 'ReplyStopped' }] });
    const goesOn = { ...held, channelId: 'chan_mail' as never };
    expect(decideReply(enquiry, goesOn, { do: 'withdraw', by: REPLY.authorId, because: 'undo' }, 8)).toMatchObject({
      refusal: 'reply-already-sent',
    });
  });
});

test('a reply that its author sends whatever comes is not stopped, and what came since still waits', () => {
  const writes = { do: 'customerWrote', message: 'm' as never, machine: false, thanksOnly: false } as const;
  const enquiry = { ...ENQUIRY, status: 'open' as const, customerMessages: 3, lastCustomerAt: 20 };
  const plain = { ...REPLY, status: 'held' as const, holdUntil: 15, heldAt: 10, seenCustomerMessages: 3 };
  const sure = { ...plain, seenCustomerMessages: decided(3) };
  const events = (reply: Reply) => {
    const decision = decide(enquiry, [reply], writes, 16);
    return decision.ok ? decision.events.map(each => each.type) : decision;
  };
  expect(events(plain)).toEqual(['CustomerWrote', 'ReplyStopped']);
  expect(events(sure)).toEqual(['CustomerWrote']);
  const left = (customerMessages: number) =>
    decideReply(
      { ...enquiry, customerMessages },
      { ...sure, status: 'leaving', andResolve: true },
      { do: 'settle', outcome: { as: 'sent' } },
      21,
    );
  expect(left(4)).toMatchObject({ events: [{ type: 'ReplySent', customerWaits: true, andResolve: false }] });
  expect(left(3)).toMatchObject({ events: [{ type: 'ReplySent', customerWaits: false, andResolve: true }] });
});

test('a reply that goes on by email is neither stopped nor offered to be undone', () => {
  const goesOn = {
    ...REPLY,
    status: 'leaving' as const,
    attempt: 2,
    channelId: 'chan_mail' as never,
    seenCustomerMessages: 0,
    heldAt: 1,
  };
  const enquiry = { ...ENQUIRY, customerMessages: 5, lastCustomerAt: 100 };
  const settled = decideReply(
    enquiry,
    goesOn,
    { do: 'settle', outcome: { as: 'not-sent', retryAt: 9, reason: 'busy' } },
    5,
  );
  expect(settled).toMatchObject({ ok: true, events: [{ type: 'ReplyReturned' }] });
});

describe('a public reply', () => {
  const owned = { ...ENQUIRY, ownerId: ANN, visibility: 'public' as const };
  test.each<ReplyStatus>([
    'held',
    'failed',
    'bounced',
  ])('that is %s is not edited: nobody confirmed the new words', status => {
    const edit = { do: 'edit', by: ANN, text: 'Other words' } as const;
    const decision = decideReply(owned, { ...REPLY, status }, edit, NOW);
    expect(decision.ok ? null : decision.refusal).toBe('public-not-confirmed');
  });
  test('is held when its preview was pressed', () => {
    const words = {
      reply: REPLY.id,
      by: ANN,
      text: 'Hello',
      holdMs: 1_000,
      andResolve: false,
      seenCustomerMessages: 1,
    };
    expect(decideHold(owned, { do: 'hold', ...words, confirmed: true }, NOW).ok).toBe(true);
  });
});
