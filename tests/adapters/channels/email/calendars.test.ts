/** Invitations, cancellations and answers to them, as the calendars of many makes mail them. */
import { expect, test } from 'vitest';
import { explainMail } from '../../../../adapters/channels/email/read/explain.ts';
import type { JsonObject } from '../../../../src/ports/json.ts';

const line = async (method: string, event: string, around = '') => {
  const ics = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:${method}\r\n${around}BEGIN:VEVENT\r\nUID:1\r\n${event.replaceAll('\n', '\r\n')}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const raw = `From: Ann <ann@example.net>\nTo: help@shop.example\nSubject: x\nContent-Type: text/calendar; method=${method}; charset=utf-8\n\n${ics}`;
  return String(((await explainMail(Buffer.from(raw))) as JsonObject).text);
};
const FITTING = 'SUMMARY:Fitting\nDTSTART:20260602T080000Z\nDTEND:20260602T090000Z';

test.each([
  ['ACCEPTED', 'Ann Miller accepted: Fitting, 2026-06-02 08:00 to 09:00 UTC.'],
  ['DECLINED', 'Ann Miller declined: Fitting, 2026-06-02 08:00 to 09:00 UTC.'],
  ['TENTATIVE', 'Ann Miller accepted tentatively: Fitting, 2026-06-02 08:00 to 09:00 UTC.'],
  ['DELEGATED', 'Ann Miller passed on to somebody else: Fitting, 2026-06-02 08:00 to 09:00 UTC.'],
])('an answer says who and what: %s', async (status, expected) => {
  const attendee = `ATTENDEE;CN="Ann Miller";PARTSTAT=${status}:mailto:ann@example.net`;
  expect(await line('REPLY', `${FITTING}\n${attendee}`)).toBe(expected);
});

test('without a name the address says who, and a comment is shown', async () => {
  const event = `${FITTING}\nATTENDEE;PARTSTAT=DECLINED:MAILTO:ann@example.net\nCOMMENT:Too early\\, sorry`;
  expect(await line('REPLY', event)).toContain('ann@example.net declined: Fitting');
  expect(await line('REPLY', event)).toContain('They say: Too early, sorry');
});

const OUTLOOK =
  'BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n';

test.each([
  ['in UTC', FITTING, '', '2026-06-02 08:00 to 09:00 UTC'],
  [
    'in a zone',
    'SUMMARY:Fitting\nDTSTART;TZID=Europe/Berlin:20260602T100000\nDTEND;TZID=Europe/Berlin:20260602T110000',
    '',
    '2026-06-02 10:00 to 11:00 (Europe/Berlin)',
  ],
  [
    'in a zone of Outlook',
    'SUMMARY:Fitting\nDTSTART;TZID="W. Europe Standard Time":20260602T100000\nDTEND;TZID="W. Europe Standard Time":20260602T110000',
    OUTLOOK,
    '2026-06-02 10:00 to 11:00 (W. Europe Standard Time, UTC+1 or UTC+2)',
  ],
  [
    'floating',
    'SUMMARY:Fitting\nDTSTART:20260602T100000\nDTEND:20260602T110000',
    '',
    '2026-06-02 10:00 to 11:00 (their local time)',
  ],
  ['all day', 'SUMMARY:Fitting\nDTSTART;VALUE=DATE:20260602\nDTEND;VALUE=DATE:20260603', '', '2026-06-02, all day'],
  [
    'several days',
    'SUMMARY:Fitting\nDTSTART;VALUE=DATE:20260602\nDTEND;VALUE=DATE:20260605',
    '',
    '2026-06-02 to 2026-06-04, all day',
  ],
  [
    'with a duration',
    'SUMMARY:Fitting\nDTSTART:20260602T080000Z\nDURATION:PT1H30M',
    '',
    '2026-06-02 08:00 to 09:30 UTC',
  ],
  ['without an end', 'SUMMARY:Fitting\nDTSTART:20260602T080000Z', '', '2026-06-02 08:00 UTC'],
  [
    'over midnight',
    'SUMMARY:Fitting\nDTSTART:20260602T230000Z\nDTEND:20260603T010000Z',
    '',
    '2026-06-02 23:00 to 2026-06-03 01:00 UTC',
  ],
  [
    'in the zone of its calendar',
    FITTING,
    'X-WR-TIMEZONE:Europe/Berlin\r\n',
    '2026-06-02 10:00 to 11:00 (Europe/Berlin)',
  ],
  [
    'every week',
    `${FITTING}\nRRULE:FREQ=WEEKLY;BYDAY=TU,FR;UNTIL=20261231T000000Z`,
    '',
    '2026-06-02 08:00 to 09:00 UTC, every week on Tuesday and Friday until 2026-12-31',
  ],
  [
    'ten times',
    `${FITTING}\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=10`,
    '',
    '2026-06-02 08:00 to 09:00 UTC, every 2 days, 10 times',
  ],
])('a time %s', async (_what, event, around, expected) => {
  expect(await line('REQUEST', event, around)).toBe(
    `Invitation: Fitting, ${expected}. Nothing was answered; do that in your calendar.`,
  );
});

test('the place, and who asks; a cancellation needs no answer', async () => {
  const event = `${FITTING}\nLOCATION:12 High Street\\, back door\nORGANIZER;CN=Ann:mailto:ann@example.net\nBEGIN:VALARM\nSUMMARY:Alarm\nEND:VALARM`;
  expect(await line('REQUEST', event)).toBe(
    'Invitation: Fitting, 2026-06-02 08:00 to 09:00 UTC, 12 High Street, back door, from Ann. Nothing was answered; do that in your calendar.',
  );
  expect(await line('CANCEL', event)).toBe(
    'Cancelled: Fitting, 2026-06-02 08:00 to 09:00 UTC, 12 High Street, back door, by Ann.',
  );
});

test('what they write in an invitation is shown, once', async () => {
  const event = `${FITTING}\nDESCRIPTION:Please bring the blue lid\\, and call\\n0171 234 before.`;
  expect(await line('REQUEST', event)).toContain('They say: Please bring the blue lid, and call 0171 234 before.');
  const both = `From: Ann <ann@example.net>\nTo: help@shop.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nPlease bring the blue lid, and call\n0171 234 before.\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n${event}\nEND:VEVENT\nEND:VCALENDAR\n--b--\n`;
  const text = String(((await explainMail(Buffer.from(both))) as JsonObject).text);
  expect(text.match(/blue lid/g)).toHaveLength(1);
  expect(text).toContain('Invitation: Fitting');
});

test.each([
  ['COUNTER', 'Ann proposes another time: Fitting, 2026-06-02 08:00 to 09:00 UTC. They say: Wednesday please'],
  ['DECLINECOUNTER', 'The proposed time was not accepted: Fitting'],
  ['REFRESH', 'Asks for the current version of the event: Fitting'],
  ['ADD', 'More dates: Fitting'],
])('%s says what it is', async (method, words) => {
  const people =
    'ATTENDEE;CN=Ann;PARTSTAT=TENTATIVE:mailto:ann@example.net\nORGANIZER;CN=Shop:mailto:help@shop.example';
  expect(await line(method, `${FITTING}\n${people}\nCOMMENT:Wednesday please`)).toContain(words);
});
