import { describe, expect, test } from 'vitest';
import { continues, decide } from '../../src/core/decide.ts';
import type { Enquiry, EnquiryCommand, EnquiryEvent, RefusalCode } from '../../src/core/enquiry.ts';
import { evolve, evolveReply } from '../../src/core/evolve.ts';
import { DAY } from '../../src/core/time.ts';
import { ANN, BEN, ENQUIRY, NOW, REPLY } from '../kit/samples.ts';

const given = (more: Partial<Enquiry> = {}): Enquiry => ({ ...ENQUIRY, ...more });
const after = (enquiry: Enquiry, command: EnquiryCommand): Enquiry => {
  const decision = decide(enquiry, [], command, NOW);
  if (!decision.ok) throw new Error(decision.refusal);
  return decision.events.reduce((at: Enquiry, event: EnquiryEvent) => evolve(at, event, NOW), enquiry);
};
const refusal = (enquiry: Enquiry, command: EnquiryCommand, replies = [] as (typeof REPLY)[]): RefusalCode | null => {
  const decision = decide(enquiry, replies, command, NOW);
  return decision.ok ? null : decision.refusal;
};

describe('who may do what', () => {
  test.each<[string, Partial<Enquiry>, EnquiryCommand, RefusalCode]>([
    ['claim what somebody has', { ownerId: ANN }, { do: 'claim', by: BEN }, 'claimed-by-someone-else'],
    ['claim what is mine', { ownerId: ANN }, { do: 'claim', by: ANN }, 'already-yours'],
    ['claim spam', { status: 'spam' }, { do: 'claim', by: ANN }, 'is-spam'],
    ['claim what is resolved', { status: 'resolved' }, { do: 'claim', by: ANN }, 'already-resolved'],
    ['anything on a merged one', { status: 'merged' }, { do: 'resolve', by: ANN, reason: null }, 'was-merged'],
    ['release what nobody has', {}, { do: 'release', by: ANN }, 'nobody-owns-it'],
    ['release another’s', { ownerId: BEN }, { do: 'release', by: ANN }, 'not-yours'],
    ['hand over another’s', { ownerId: BEN }, { do: 'handOver', by: ANN, to: ANN }, 'not-yours'],
    ['take over without consent', { ownerId: BEN }, { do: 'takeOver', by: ANN, agreedBy: ANN }, 'owner-did-not-agree'],
    ['snooze into the past', {}, { do: 'snooze', by: ANN, until: NOW }, 'time-has-passed'],
    ['snooze another’s', { ownerId: BEN }, { do: 'snooze', by: ANN, until: NOW + 1 }, 'claimed-by-someone-else'],
    ['wake what does not sleep', {}, { do: 'wake' }, 'not-snoozed'],
    ['resolve twice', { status: 'resolved' }, { do: 'resolve', by: ANN, reason: null }, 'already-resolved'],
    ['resolve another’s', { ownerId: BEN }, { do: 'resolve', by: ANN, reason: null }, 'claimed-by-someone-else'],
    ['reopen what is open', {}, { do: 'reopen', by: ANN }, 'not-resolved'],
    ['take back what is no spam', {}, { do: 'takeBackSpam', by: ANN }, 'not-spam'],
    ['merge with itself', {}, { do: 'merge', by: ANN, into: ENQUIRY }, 'cannot-merge-with-itself'],
    [
      'merge with another customer’s',
      {},
      { do: 'merge', by: ANN, into: { ...ENQUIRY, id: 'enq_2', customerId: 'cust_2' } as Enquiry },
      'other-customer',
    ],
    [
      'merge with a public one of theirs',
      {},
      { do: 'merge', by: ANN, into: { ...ENQUIRY, id: 'enq_2', visibility: 'public' } as Enquiry },
      'other-visibility',
    ],
    [
      'take in what was private',
      { visibility: 'public' },
      { do: 'absorb', by: ANN, from: ENQUIRY, messages: [] },
      'other-visibility',
    ],
    [
      'split off everything',
      {},
      { do: 'split', by: ANN, messages: ['msg_1' as never], allMessages: 1, to: 'enq_2' as never },
      'nothing-to-split',
    ],
  ])('refuses to %s', (_, more, command, code) => expect(refusal(given(more), command)).toBe(code));

  test('spam and merge wait for a reply that is on its way', () => {
    expect(refusal(given(), { do: 'markSpam', by: ANN }, [REPLY])).toBe('reply-in-flight');
    expect(refusal(given(), { do: 'merge', by: ANN, into: { ...ENQUIRY, id: 'enq_2' } as Enquiry }, [REPLY])).toBe(
      'reply-in-flight',
    );
  });
});

describe('what follows', () => {
  test('every event raises the version by one', () => {
    const claimed = after(given(), { do: 'claim', by: ANN });
    expect(claimed).toMatchObject({ version: ENQUIRY.version + 1, ownerId: ANN });
  });
  test('a customer’s message wakes what waits or sleeps, and reopens what is resolved', () => {
    const wrote: EnquiryCommand = { do: 'customerWrote', message: 'msg_2' as never, machine: false, thanksOnly: false };
    for (const status of ['waiting', 'snoozed', 'resolved'] as const) {
      expect(after(given({ status, waitingSince: null }), wrote)).toMatchObject({
        status: 'open',
        waitingSince: NOW,
        customerMessages: 2,
      });
    }
    expect(after(given({ status: 'spam', waitingSince: null }), wrote)).toMatchObject({
      status: 'spam',
      waitingSince: null,
    });
  });
  test('a machine’s message or mere thanks change no state', () => {
    for (const more of [
      { machine: true, thanksOnly: false },
      { machine: false, thanksOnly: true },
    ]) {
      const wrote: EnquiryCommand = { do: 'customerWrote', message: 'msg_2' as never, ...more };
      expect(after(given({ status: 'resolved', waitingSince: null }), wrote)).toMatchObject({
        status: 'resolved',
        waitingSince: null,
      });
      expect(after(given({ status: 'waiting', waitingSince: null }), wrote)).toMatchObject({ status: 'waiting' });
    }
  });
  test('a machine’s message does not count among those that an author must have seen', () => {
    const wrote: EnquiryCommand = { do: 'customerWrote', message: 'msg_2' as never, machine: true, thanksOnly: false };
    expect(after(given(), wrote).customerMessages).toBe(1);
  });
  test('a customer’s message stops every held reply, but none that has left', () => {
    const wrote: EnquiryCommand = { do: 'customerWrote', message: 'msg_2' as never, machine: false, thanksOnly: false };
    const left = { ...REPLY, id: 'rep_2' as never, status: 'leaving' as const };
    const decision = decide(given(), [REPLY, left], wrote, NOW);
    expect(decision.ok && decision.events.filter(each => each.type === 'ReplyStopped')).toEqual([
      { type: 'ReplyStopped', reply: REPLY.id },
    ]);
  });
  test('14 days after resolving a message still continues, a moment later it does not', () => {
    const resolved = given({ status: 'resolved', resolvedAt: NOW });
    expect(continues(resolved, NOW + 14 * DAY)).toBe(true);
    expect(continues(resolved, NOW + 14 * DAY + 1)).toBe(false);
    expect(continues(given({ status: 'merged' }), NOW)).toBe(false);
  });
  test('an event of a later version is taken in without harm', () => {
    const strange = { type: 'EnquiryPainted', colour: 'red' } as never;
    expect(evolve(given(), strange, NOW)).toEqual(given({ version: ENQUIRY.version + 1 }));
    expect(evolveReply(REPLY, strange, NOW)).toEqual(REPLY);
  });
});
