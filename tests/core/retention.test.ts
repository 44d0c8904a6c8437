/** How long things are kept: what is refused and with which words, when it is night, and which clock is believed. */
import { describe, expect, test } from 'vitest';
import { ALWAYS_OPEN, parseHours } from '../../src/core/hours.ts';
import {
  channelDaysText,
  clockDoubt,
  isOn,
  keepDaysOf,
  nightOf,
  type Retention,
  readChannelDays,
  readKeepDays,
  retentionIn,
} from '../../src/core/retention.ts';
import { DAY, HOUR } from '../../src/core/time.ts';

const words = (texts: string | number, files: string | number = '', raws: string | number = '') => {
  const read = readKeepDays({ texts, files, raws });
  return 'words' in read ? `${read.field}: ${read.words}` : read;
};
const NOON = Date.UTC(2026, 5, 15, 12);

describe('days', () => {
  test.each([
    ['730', 730],
    ['730 days', 730],
    ['2 years', 730],
    ['off', null],
    ['false', null],
  ])('"%s" is understood', (said, days) => {
    expect(words(said)).toEqual({ texts: days });
  });

  test.each([
    [0, /^keep_texts: 0 days is too short: .* Write 30 or more, or off to keep it for ever\.$/],
    ['-5', /-5 days is too short/],
    [29, /29 days is too short/],
    ['0.5', /"0.5" is not a number of days\. Write 730, for example/],
    ['soon', /"soon" is not a number of days/],
    [40_000, /longer than a century/],
  ])('%s is refused with what to write', (said, expected) => {
    expect(words(said)).toMatch(expected);
  });

  test('a file is not kept longer than its words, nor a mail longer than its files', () => {
    expect(words(90, 100)).toMatch(/^keep_files: The files cannot be kept longer \(100 days\) than the texts \(90\)/);
    expect(words(90, 60, 61)).toMatch(/^keep_raw: .* than the files \(60\)/);
    expect(words(90, '', 91)).toMatch(/^keep_raw: .* than the texts \(90\)/);
    expect(words(90, 60, 30)).toEqual({ texts: 90, files: 60, raws: 30 });
  });

  test('what holds the same words goes with them, on each channel', () => {
    const rules: Retention = {
      everywhere: { texts: 730, files: null, raws: 90 },
      channels: { help: { texts: 60 }, site: { texts: null } },
    };
    expect(keepDaysOf(rules, null)).toEqual({ texts: 730, files: 730, raws: 90 });
    expect(keepDaysOf(rules, 'help')).toEqual({ texts: 60, files: 60, raws: 60 });
    expect(keepDaysOf(rules, 'site')).toEqual({ texts: null, files: null, raws: 90 });
    expect(isOn(rules)).toBe(true);
    expect(retentionIn({ everywhere: { texts: null }, channels: {} })).toBeNull();
  });

  test('single channels are read line by line, and written as they are read', () => {
    const read = readChannelDays('help: texts 365, files 90, raw 30\n\nsite: texts off', ['help', 'site']);
    expect(read).toEqual({ help: { texts: 365, files: 90, raws: 30 }, site: { texts: null } });
    const text = channelDaysText({ everywhere: { texts: 1, files: 1, raws: 1 }, channels: read as never });
    expect(readChannelDays(text, ['help', 'site'])).toEqual(read);
    expect(readChannelDays('shop: texts 30', ['help'])).toMatch(/^There is no channel "shop"\. Write one of: help/);
    expect(readChannelDays('help: 30', ['help'])).toMatch(/^help: "30" says nothing\. Write, for example: texts 365/);
    expect(readChannelDays('help: texts 0', ['help'])).toMatch(/^help: 0 days is too short/);
  });
});

describe('night', () => {
  const { hours } = parseHours({ timezone: 'Europe/London', weekly: { 'mon-sun': ['08:00-18:00'] }, closed: [] });
  const at = (hour: number, minute = 0) => Date.UTC(2026, 5, 15, hour, minute);

  test('is between one and five on the clock of the shop, once', () => {
    // London is an hour ahead of UTC in June.
    expect(nightOf(hours, at(0, 30), null)).toBe('2026-06-15');
    expect(nightOf(hours, at(4, 30), null)).toBeNull();
    expect(nightOf(hours, at(12), null)).toBeNull();
    expect(nightOf(hours, at(0, 30), '2026-06-15')).toBeNull();
    expect(nightOf(hours, at(0, 30), '2027-06-15')).toBe('2026-06-15');
  });

  test('is later where the shop never closes', () => {
    expect(nightOf(ALWAYS_OPEN, at(1), null)).toBeNull();
    expect(nightOf(ALWAYS_OPEN, at(3), null)).toBe('2026-06-15');
  });

  test('is any time when the shop is closed, where three nights were missed', () => {
    expect(nightOf(hours, at(20), '2026-06-13')).toBeNull();
    expect(nightOf(hours, at(20), '2026-06-12')).toBe('2026-06-15');
    expect(nightOf(hours, at(10), '2026-06-12')).toBeNull();
  });
});

describe('a clock', () => {
  const fresh = (at: number) => [{ receivedAt: at - HOUR, writtenAt: at - 2 * HOUR }];

  test('is believed near the last night, and not far from it', () => {
    expect(clockDoubt(null, { seen: null, messages: [] }, NOON)).toBeNull();
    expect(clockDoubt(null, { seen: NOON - DAY, messages: [] }, NOON)).toBeNull();
    expect(clockDoubt(null, { seen: NOON - 61 * HOUR, messages: [] }, NOON)).toEqual({ since: NOON, because: 'night' });
    expect(clockDoubt(null, { seen: NOON + HOUR, messages: [] }, NOON)).toEqual({ since: NOON, because: 'night' });
  });

  test('is not believed when every mail says another year, though the night before said the same', () => {
    const messages = [{ receivedAt: NOON - HOUR, writtenAt: NOON - 365 * DAY }];
    expect(clockDoubt(null, { seen: NOON - DAY, messages }, NOON)).toEqual({ since: NOON, because: 'messages' });
    expect(clockDoubt(null, { seen: NOON - DAY, messages: [...messages, ...fresh(NOON)] }, NOON)).toBeNull();
  });

  test('that was ahead is believed again only after three days with a customer whose clock agrees', () => {
    const doubt = { since: NOON, because: 'night' as const };
    const seen = NOON - 400 * DAY;
    const after = (days: number) => NOON + days * DAY;
    expect(clockDoubt(doubt, { seen, messages: fresh(after(2)) }, after(2))).toEqual(doubt);
    expect(clockDoubt(doubt, { seen, messages: [] }, after(30))).toEqual(doubt);
    const wrong = [{ receivedAt: after(3), writtenAt: after(3) - 365 * DAY }];
    expect(clockDoubt(doubt, { seen, messages: wrong }, after(4))).toEqual(doubt);
    // What came before the doubt says nothing about the clock since.
    expect(clockDoubt(doubt, { seen, messages: fresh(NOON - DAY) }, after(4))).toEqual(doubt);
    expect(clockDoubt(doubt, { seen, messages: fresh(after(4)) }, after(4))).toBeNull();
  });

  test('that was set back is looked at afresh: near the last night it is believed at once, else it waits again', () => {
    const doubt = { since: NOON + 365 * DAY, because: 'night' as const };
    const wrong = [{ receivedAt: NOON + 364 * DAY, writtenAt: NOON - DAY }];
    expect(clockDoubt(doubt, { seen: NOON - DAY, messages: wrong }, NOON)).toBeNull();
    expect(clockDoubt(doubt, { seen: NOON - 4 * DAY, messages: wrong }, NOON)).toEqual({
      since: NOON,
      because: 'night',
    });
  });
});
