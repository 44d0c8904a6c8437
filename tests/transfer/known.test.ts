import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { asOpened } from '../../src/core/as-known.ts';
import type { Enquiry, EnquiryEvent } from '../../src/core/enquiry.ts';
import { EVENT_SHAPES } from '../../src/core/event-shapes.ts';
import { evolve } from '../../src/core/evolve.ts';
import { makeKnown } from '../../src/transfer/known.ts';

/** The same numbers each time. */
function makeDice(seed: number): (sides: number) => number {
  let state = seed;
  return sides => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const TYPES = Object.keys(EVENT_SHAPES) as EnquiryEvent['type'][];

/** Of any kind, with everything that any of them reads. */
function anyEvent(dice: (sides: number) => number): EnquiryEvent {
  const yes = () => dice(2) === 1;
  return {
    type: TYPES[dice(TYPES.length)],
    ...{ machine: yes(), thanksOnly: yes(), andResolve: yes(), customerWaits: yes(), closed: yes(), messages: [] },
    ...{ waitingSince: yes() ? 5 : null, by: 'a', to: 'b', until: 9, at: 8, reason: null, customerMessages: 1 },
  } as unknown as EnquiryEvent;
}

describe('what an import keeps of an enquiry', () => {
  test('tells when it was resolved as its whole state does, whatever happens in it', () => {
    const dice = makeDice(21);
    const wrong: unknown[] = [];
    const known = makeKnown();
    for (let round = 0; round < 3_000; round++) {
      const id = `enq_${round}`;
      known.add(id, 1);
      let now = asOpened({ id, openedAt: 1 } as unknown as Enquiry);
      const resolvedAt: number[] = [];
      const types: string[] = [];
      for (let at = 2; at < 30; at++) {
        const event = anyEvent(dice);
        const next = evolve(now, event, at);
        if (next.status === 'resolved' && now.status !== 'resolved') resolvedAt.push(at);
        now = next;
        types.push(event.type);
        known.get(id)?.follow(event, at);
      }
      if (String(known.get(id)?.resolvedAt()) !== String(resolvedAt)) wrong.push({ types, resolvedAt });
    }
    expect(wrong).toEqual([]);
  });

  test('is its own: last line, version, replies', () => {
    const known = makeKnown();
    for (let i = 1; i <= 5_000; i++) known.add(`enq_${i}`, i);
    known.get('enq_4000')!.setLast(70, 12, 3);
    known.get('enq_4001')!.setLast(80, 13, undefined);
    known.get('enq_4000')!.addReply('r');
    expect(known.get('enq_4000')).toMatchObject({ openedAt: 4_000, last: { at: 70, line: 12, version: 3 } });
    expect(known.get('enq_4001')).toMatchObject({ openedAt: 4_001, last: { at: 80, line: 13, version: null } });
    expect([known.get('enq_4000')!.hasReply('r'), known.get('enq_4001')!.hasReply('r')]).toEqual([true, false]);
    expect([known.get('enq_1')!.last, known.get('enq_0')]).toEqual([null, null]);
  });

  test('takes less than 200 bytes of each, with a reply and a resolution', () => {
    const count = 100_000;
    const begun = memory();
    const known = makeKnown();
    for (let i = 0; i < count; i++) known.add(`enq_01hzy3k4m5n6p7q8${i}`, 1);
    for (let i = 0; i < count; i++) {
      const enquiry = known.get(`enq_01hzy3k4m5n6p7q8${i}`)!;
      enquiry.setLast(2, i + 1, 1);
      enquiry.addReply(`rep_01hzy3k4m5n6p7q8${i}`);
      enquiry.follow({ type: 'EnquiryResolved', by: 'a', reason: null } as unknown as EnquiryEvent, 3);
    }
    expect((memory() - begun) / count).toBeLessThan(200);
    expect(known.get('enq_01hzy3k4m5n6p7q80')?.resolvedAt()).toEqual([3]);
  });
});

/** What is reachable, in bytes. */
function memory(): number {
  v8.setFlagsFromString('--expose-gc');
  (vm.runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
