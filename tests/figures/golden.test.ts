import { describe, expect, test } from 'vitest';
import { ALWAYS_OPEN, parseHours } from '../../src/core/hours.ts';
import { reportWords } from '../../src/figures/words.ts';
import { engineKinds } from '../kit/engines.ts';
import { type History, LONDON, tell } from '../kit/history.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;

/**
 * A fortnight in a shop in London, open Monday to Friday from 9 to 17; in June its clocks are an hour ahead of UTC. Every
 * expected number below was worked out by hand from these lines.
 */
const JUNE: History[] = [
  {
    // In opening hours: 10:00 to 11:30. Resolved at 13:00, one reply, nobody came back.
    id: 'plain',
    channel: 'help',
    opened: '2026-06-01T09:00:00Z',
    reason: 'Delivery',
    events: [
      ['2026-06-01T09:00:00Z', 'EnquiryOpened'],
      ['2026-06-01T10:30:00Z', 'ReplySent', { reply: 'r1', by: 'ann' }],
      ['2026-06-01T12:00:00Z', 'EnquiryResolved', { by: 'ann', reason: 'Delivery' }],
    ],
  },
  {
    // Friday 20:00 to Monday 9:30: 61.5 h by the clock, half an hour of them open. A machine answered first.
    id: 'weekend',
    channel: 'help',
    opened: '2026-06-05T19:00:00Z',
    events: [
      ['2026-06-05T19:00:00Z', 'EnquiryOpened'],
      ['2026-06-05T19:00:10Z', 'AnsweredByMachine', { by: '2026-06-08T08:00:00Z' }],
      ['2026-06-08T08:30:00Z', 'ReplySent', { reply: 'r2', by: 'ben' }],
    ],
  },
  {
    // Resolved, came back the next day, answered after two hours, resolved again; rated 2, then 5 for the second one.
    id: 'back',
    channel: 'help',
    opened: '2026-06-02T09:00:00Z',
    reason: 'Repair',
    events: [
      ['2026-06-02T09:00:00Z', 'EnquiryOpened'],
      ['2026-06-02T10:00:00Z', 'ReplySent', { reply: 'r3', by: 'ann', andResolve: true }],
      ['2026-06-02T10:05:00Z', 'RatingAsked', { of: '2026-06-02T10:00:00Z' }],
      ['2026-06-03T09:00:00Z', 'CustomerWrote', { machine: false, thanksOnly: false }],
      ['2026-06-03T09:00:00Z', 'EnquiryReopened', { because: 'customer-wrote' }],
      ['2026-06-03T11:00:00Z', 'ReplySent', { reply: 'r4', by: 'chidi' }],
      ['2026-06-03T11:30:00Z', 'EnquiryResolved', { by: 'chidi', reason: 'Repair' }],
      ['2026-06-03T12:00:00Z', 'CustomerRated', { score: 2, of: '2026-06-03T11:30:00Z' }],
      ['2026-06-03T12:05:00Z', 'CustomerRated', { score: 5, of: '2026-06-03T11:30:00Z' }],
    ],
  },
  {
    // "Thanks!" alone does not reopen, and it is still solved at the first contact.
    id: 'thanks',
    channel: 'site',
    opened: '2026-06-04T08:00:00Z',
    reason: 'Delivery',
    events: [
      ['2026-06-04T08:00:00Z', 'EnquiryOpened'],
      ['2026-06-04T08:10:00Z', 'ReplySent', { reply: 'r5', by: 'ben', andResolve: true }],
      ['2026-06-04T08:20:00Z', 'CustomerWrote', { machine: false, thanksOnly: true }],
      ['2026-06-04T09:00:00Z', 'CustomerRated', { score: 3, of: '2026-06-04T08:10:00Z' }],
    ],
  },
  {
    // A chat: the second answer is counted from the first of the two messages it answers. Two replies: no first contact.
    id: 'chat',
    channel: 'site',
    opened: '2026-06-04T09:00:00Z',
    reason: 'Delivery',
    events: [
      ['2026-06-04T09:00:00Z', 'EnquiryOpened'],
      ['2026-06-04T09:04:00Z', 'ReplySent', { reply: 'r6', by: 'ann' }],
      ['2026-06-04T09:10:00Z', 'CustomerWrote', { machine: false, thanksOnly: false }],
      ['2026-06-04T09:12:00Z', 'CustomerWrote', { machine: false, thanksOnly: false }],
      ['2026-06-04T09:20:00Z', 'ReplySent', { reply: 'r7', by: 'ben' }],
      ['2026-06-04T09:21:00Z', 'ReplySent', { reply: 'r8', by: 'ben' }],
      ['2026-06-04T09:30:00Z', 'EnquiryResolved', { by: 'ben', reason: null }],
    ],
  },
  {
    // Handed over, snoozed and woken: none of it is a reopen, and one reply is one reply, whoever owned it.
    id: 'handed',
    channel: 'help',
    opened: '2026-06-03T08:00:00Z',
    events: [
      ['2026-06-03T08:00:00Z', 'EnquiryOpened'],
      ['2026-06-03T08:10:00Z', 'EnquiryClaimed', { by: 'ann' }],
      ['2026-06-03T08:20:00Z', 'EnquirySnoozed', { by: 'ann', until: '2026-06-04T08:00:00Z' }],
      ['2026-06-04T08:00:00Z', 'EnquiryWoke'],
      ['2026-06-04T08:30:00Z', 'EnquiryHandedOver', { by: 'ann', to: 'chidi' }],
      ['2026-06-04T09:00:00Z', 'ReplySent', { reply: 'r9', by: 'chidi' }],
      ['2026-06-04T10:00:00Z', 'EnquiryResolved', { by: 'chidi', reason: null }],
    ],
  },
  {
    // The reply that resolved it came back: open again, but nobody reopened it. Sent once more it is not a new answer.
    id: 'bounced',
    channel: 'help',
    opened: '2026-06-05T08:00:00Z',
    events: [
      ['2026-06-05T08:00:00Z', 'EnquiryOpened'],
      ['2026-06-05T09:00:00Z', 'ReplySent', { reply: 'r10', by: 'ann', andResolve: true }],
      ['2026-06-05T09:05:00Z', 'ReplyBounced', { reply: 'r10', reason: 'gone' }],
      ['2026-06-05T10:00:00Z', 'ReplySent', { reply: 'r10', by: 'ann' }],
    ],
  },
  {
    // Spam counts nowhere, whatever happened before.
    id: 'spam',
    channel: 'help',
    opened: '2026-06-02T08:00:00Z',
    events: [
      ['2026-06-02T08:00:00Z', 'EnquiryOpened'],
      ['2026-06-02T08:30:00Z', 'ReplySent', { reply: 'r11', by: 'ann' }],
      ['2026-06-02T09:00:00Z', 'EnquiryMarkedSpam', { by: 'ann' }],
    ],
  },
  {
    // Spam that was none counts as if nothing had been.
    id: 'no-spam',
    channel: 'help',
    opened: '2026-06-02T08:00:00Z',
    events: [
      ['2026-06-02T08:00:00Z', 'EnquiryOpened'],
      ['2026-06-02T08:30:00Z', 'EnquiryMarkedSpam', { by: 'ann' }],
      ['2026-06-02T08:40:00Z', 'SpamTakenBack', { by: 'ben' }],
      ['2026-06-02T09:00:00Z', 'ReplySent', { reply: 'r12', by: 'ben' }],
    ],
  },
  {
    // Merged with `open`: it counts there.
    id: 'merged',
    channel: 'help',
    opened: '2026-06-03T08:00:00Z',
    events: [
      ['2026-06-03T08:00:00Z', 'EnquiryOpened'],
      ['2026-06-03T09:00:00Z', 'EnquiryMerged', { by: 'ann', into: 'enq_open' }],
    ],
  },
  {
    // Still open when the week ends, and since nobody answered, without a first response.
    id: 'open',
    channel: 'help',
    opened: '2026-06-03T07:00:00Z',
    events: [
      ['2026-06-03T07:00:00Z', 'EnquiryOpened'],
      ['2026-06-03T09:00:00Z', 'EnquiryAbsorbed', { by: 'ann', from: 'enq_merged', customerMessages: 1, messages: [] }],
    ],
  },
  {
    // Snoozed when the week ends.
    id: 'asleep',
    channel: 'site',
    opened: '2026-06-07T12:00:00Z',
    events: [
      ['2026-06-07T12:00:00Z', 'EnquiryOpened'],
      ['2026-06-07T12:30:00Z', 'EnquirySnoozed', { by: 'ann', until: '2026-06-20T08:00:00Z' }],
    ],
  },
  {
    // A call: written down and done.
    id: 'call',
    channel: 'log',
    opened: '2026-06-02T13:00:00Z',
    reason: 'Repair',
    events: [
      ['2026-06-02T13:00:00Z', 'EnquiryOpened'],
      ['2026-06-02T13:00:00Z', 'EnquiryResolved', { by: 'ben', reason: 'Repair' }],
    ],
  },
  {
    id: 'trial',
    channel: 'trial',
    opened: '2026-06-02T13:00:00Z',
    events: [
      ['2026-06-02T13:00:00Z', 'EnquiryOpened'],
      ['2026-06-02T13:10:00Z', 'ReplySent', { reply: 'r13', by: 'ben', andResolve: true }],
    ],
  },
];

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`figures worked out by hand, on ${kind.name}`, () => {
    test('a fortnight with reopens, machines, closed hours, merges, spam, hand-overs, snoozes and calls', async () => {
      const { engine, close } = await kind.open();
      const told = await tell(engine, JUNE, '2026-06-20T08:00:00Z', LONDON);
      const { figures, backlog, backlogBefore, reasons, before } = await told.report('2026-06-01 2026-06-07');
      // plain, weekend, back, thanks, chat, handed, bounced, no-spam, open, asleep, call
      expect(figures.opened).toBe(11);
      // In this week: all of them but weekend (answered on the 8th), open, asleep and call.
      expect(figures.answered).toBe(7);
      // plain 90, back 60, thanks 10, chat 4, handed 25 h, bounced 60, no-spam 60 min by the clock.
      expect(figures.firstResponse.calendar).toEqual({
        n: 7,
        median: 60 * MIN,
        // Rank 5.4 of 4, 10, 60, 60, 60, 90, 1500: 90 + 0.4 x 1410 minutes.
        p90: 90 * MIN + 0.4 * 1410 * MIN,
        mean: Math.round(((4 + 10 + 60 + 60 + 60 + 90 + 1500) * MIN) / 7),
      });
      // The same while it was open: handed 8 h + 1 h = 540 minutes, thanks 10 (from 9:00).
      expect(figures.firstResponse.open).toEqual({
        n: 7,
        median: 60 * MIN,
        p90: 90 * MIN + 0.4 * 450 * MIN,
        mean: Math.round(((4 + 10 + 60 + 60 + 60 + 90 + 540) * MIN) / 7),
      });
      // back 2 h, chat 10 min.
      expect(figures.nextResponse.calendar).toEqual({ n: 2, median: 65 * MIN, p90: 109 * MIN, mean: 65 * MIN });
      // First: plain 180, back 60, thanks 10, chat 30, handed 1560, bounced 60, call 0.
      expect(figures.firstResolution.calendar.n).toBe(7);
      expect(figures.firstResolution.calendar.median).toBe(60 * MIN);
      // Full: without bounced (open again), and back after 26.5 h: 0, 10, 30, 180, 1560, 1590.
      expect(figures.fullResolution.calendar).toMatchObject({ n: 6, median: 105 * MIN });
      // back 1.5 h short of two days of 8 h: Tuesday 10 to 17 is 7 h, Wednesday 9 to 12:30 is 3.5 h.
      expect(figures.fullResolution.open).toMatchObject({ n: 6, median: 105 * MIN, p90: ((600 + 630) / 2) * MIN });
      expect(figures.resolutions).toBe(8);
      expect(figures.resolvedEnquiries).toBe(7);
      expect(figures.reopened).toEqual({ n: 1, of: 7, rate: 1 / 7 });
      // plain, thanks, handed, bounced of those resolved by words; back came back, chat had three; the call does not count.
      expect(figures.firstContact).toEqual({ n: 4, of: 6, rate: 4 / 6 });
      expect(figures.told.of).toBe(0);
      // Two rated (5 and 3), three asked: a rating without a question was asked too.
      expect(figures.csat).toEqual({ positive: 1, n: 2, rate: 0.5, asked: 3, responseRate: 2 / 3 });
      expect(reasons).toEqual([
        { reason: null, n: 6, share: 6 / 11, before: 0 },
        { reason: 'Delivery', n: 3, share: 3 / 11, before: 0 },
        { reason: 'Repair', n: 2, share: 2 / 11, before: 0 },
      ]);
      // weekend and open wait for us, bounced and no-spam for the customer, asleep is snoozed.
      expect(backlog).toMatchObject({ total: 5, open: 2, waiting: 2, snoozed: 1 });
      expect(backlog.ages).toEqual([
        { underDays: 1, n: 0 },
        { underDays: 3, n: 2 },
        { underDays: 7, n: 2 },
        { underDays: 30, n: 0 },
        { underDays: null, n: 0 },
      ]);
      expect(backlogBefore).toBe(0);
      expect(before.opened).toBe(0);
      const next = await told.report('2026-06-08 2026-06-14');
      // weekend was told Monday 9:00, and answered at 9:30.
      expect(next.figures.told).toEqual({ n: 0, of: 1, rate: 0 });
      expect(reportWords(next)).toContain(
        'Told time kept: 0 of 1 heard back by the time they were told, too few to say',
      );
      expect(next.figures.opened).toBe(0);
      expect(next.figures.firstResponse).toEqual({
        calendar: { n: 1, median: 61.5 * HOUR, p90: 61.5 * HOUR, mean: 61.5 * HOUR },
        open: { n: 1, median: 30 * MIN, p90: 30 * MIN, mean: 30 * MIN },
      });
      expect(next.before).toEqual(figures);
      expect(next.backlogBefore).toBe(5);
      // Nothing was finished since: the same five, and one of them has been answered.
      expect(next.backlog).toMatchObject({ total: 5, open: 1, waiting: 3, snoozed: 1 });
      await told.close();
      await close();
    });

    test('a first resolution that came back in the next week counts there once more, and once in both together', async () => {
      const { engine, close } = await kind.open();
      const told = await tell(
        engine,
        [
          {
            id: 'one',
            channel: 'help',
            opened: '2026-06-01T09:00:00Z',
            events: [
              ['2026-06-01T09:00:00Z', 'EnquiryOpened'],
              ['2026-06-02T09:00:00Z', 'EnquiryResolved', { by: 'ann', reason: null }],
              ['2026-06-09T08:59:59Z', 'EnquiryReopened', { because: 'customer-wrote' }],
              ['2026-06-10T09:00:00Z', 'EnquiryResolved', { by: 'ann', reason: null }],
              ['2026-06-11T09:00:00Z', 'EnquiryReopened', { because: 'staff' }],
              ['2026-06-11T10:00:00Z', 'EnquiryResolved', { by: 'ann', reason: null }],
            ],
          },
        ],
        '2026-06-20T08:00:00Z',
      );
      const shares = async (words: string) => {
        const { resolutions, resolvedEnquiries, reopened, fullResolution } = (await told.report(words)).figures;
        return [resolutions, resolvedEnquiries, reopened.n, fullResolution.calendar.n];
      };
      expect(await shares('2026-06-01 2026-06-07')).toEqual([1, 1, 1, 0]);
      expect(await shares('2026-06-08 2026-06-14')).toEqual([2, 1, 1, 1]);
      expect(await shares('2026-06-01 2026-06-14')).toEqual([3, 1, 1, 1]);
      await told.close();
      await close();
    });

    test('the clocks change in between, in spring and in autumn', async () => {
      const { engine, close } = await kind.open();
      const told = await tell(
        engine,
        [
          {
            // Saturday noon to Monday 9:30 of summer time.
            id: 'spring',
            channel: 'help',
            opened: '2026-03-28T12:00:00Z',
            events: [['2026-03-30T08:30:00Z', 'ReplySent', { reply: 'a', by: 'ann' }]],
          },
          {
            // Friday 16:00 of summer time to Monday 9:30 of winter time.
            id: 'autumn',
            channel: 'help',
            opened: '2026-10-23T15:00:00Z',
            events: [['2026-10-26T09:30:00Z', 'ReplySent', { reply: 'b', by: 'ann' }]],
          },
          {
            // Opened in the last hour of the day, in London already tomorrow in UTC's reckoning backwards.
            id: 'late',
            channel: 'help',
            opened: '2026-06-30T22:59:59.999Z',
            events: [],
          },
          { id: 'first', channel: 'help', opened: '2026-06-30T23:00:00Z', events: [] },
        ],
        '2026-11-20T08:00:00Z',
        LONDON,
      );
      const spring = (await told.report('2026-03-30')).figures.firstResponse;
      expect([spring.calendar.median, spring.open.median]).toEqual([44.5 * HOUR, 0.5 * HOUR]);
      const autumn = (await told.report('2026-10-26')).figures.firstResponse;
      expect([autumn.calendar.median, autumn.open.median]).toEqual([66.5 * HOUR, 1.5 * HOUR]);
      expect((await told.report('2026-06-30')).figures.opened).toBe(1);
      expect((await told.report('2026-07-01')).figures.opened).toBe(1);
      expect((await told.report('jul 2026')).volume.bars.reduce((sum, each) => sum + each.opened, 0)).toBe(1);
      await told.close();
      await close();
    });

    test('hours that change later do not change what was measured by the old ones', async () => {
      const { engine, close } = await kind.open();
      const always = { timezone: 'Europe/London', weekly: ALWAYS_OPEN.weekly, dates: {} };
      const told = await tell(
        engine,
        [
          {
            // Closed until 9, open by the old hours until noon, and round the clock from then on: 3 h + 7 h.
            id: 'both',
            channel: 'help',
            opened: '2026-06-01T07:30:00Z',
            events: [['2026-06-01T18:00:00Z', 'ReplySent', { reply: 'a', by: 'ann' }]],
          },
        ],
        '2026-06-20T08:00:00Z',
        LONDON,
        [
          { from: 0, hours: LONDON },
          { from: Date.parse('2026-06-01T11:00:00Z'), hours: always },
        ],
      );
      const { firstResponse } = (await told.report('2026-06-01')).figures;
      expect([firstResponse.calendar.median, firstResponse.open.median]).toEqual([10.5 * HOUR, 10 * HOUR]);
      await told.close();
      await close();
    });

    test('a kind of channel may have hours of its own', async () => {
      const { engine, close } = await kind.open();
      const hours = parseHours({
        timezone: 'Europe/London',
        weekly: { 'mon-fri': ['09:00-17:00'] },
        closed: ['2026-06-02'],
        channels: { webchat: { weekly: { 'mon-sun': ['14:00-16:00'] } } },
      }).hours;
      const answered = (channel: string): History => ({
        id: channel,
        channel,
        opened: '2026-06-01T11:00:00Z',
        events: [['2026-06-03T11:00:00Z', 'ReplySent', { reply: channel, by: 'ann' }]],
      });
      const told = await tell(engine, [answered('help'), answered('site')], '2026-06-20T08:00:00Z', hours);
      const rows = await told.shop.house.parts.store.measuresBetween(0, Date.parse('2026-07-01'), 10, null);
      const open = rows.rows.filter(each => each.what === 'first').map(each => [each.channelId, each.openMs]);
      // Monday noon to Wednesday noon, Tuesday closed for everybody: 5 h + 3 h of mail, 2 h of chat.
      expect(new Map(open as [string, number][])).toEqual(
        new Map([
          ['chan_help', 8 * HOUR],
          ['chan_site', 2 * HOUR],
        ]),
      );
      await told.close();
      await close();
    });
  });
}
