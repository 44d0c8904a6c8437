import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import type { EmailChannel } from '../../adapters/channels/email/taken.ts';
import { makePainter } from '../../adapters/pictures/vega/painter.ts';
import { parseHours } from '../../src/core/hours.ts';
import { type LetterTimes, letterDue, letterOf, nextLetter, readLetter } from '../../src/core/letter.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { letterId } from '../../src/insight/letter-make.ts';
import { readSettings } from '../../src/ports/settings.ts';
import { openBakery } from '../kit/bakery.ts';
import { type SmtpSide, startSmtp } from '../kit/far-sides/smtp.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

const TO = ['boss@bakery.example', 'oven@bakery.example', 'web@bakery.example'];
/** Monday evening: the bakery's clock stands half an hour later. */
const TIMES: LetterTimes = { to: TO, room: 'customers', weekday: 0, minutes: 18 * 60, channel: null };
const WEEK = '2026-11-30';

function mailbox(smtp: SmtpSide) {
  const given = {
    address: 'help@bakery.example',
    name_shown: 'Crumb & Crust',
    check_senders: false,
    smtp: { host: '127.0.0.1', port: smtp.port },
  };
  const { settings } = readSettings(emailChannel.settings, given as never, 'help');
  return { name: 'help', kind: 'email', room: 'customers', schema: emailChannel.settings, settings };
}

describe('the weekly letter of a bakery', () => {
  let smtp: SmtpSide;
  let shop: TestHouse;
  const painter = makePainter();
  const statuses = async () => {
    const { store, workspaceId } = shop.house.parts;
    return (await store.letterMails(letterId(workspaceId, WEEK))).map(each => each.status);
  };
  beforeAll(async () => {
    smtp = await startSmtp();
    // Its thread starts with the first picture.
    const bars = { title: 'x', alt: 'x', bars: ['a'], series: [{ name: 'n', values: [1] }], line: null, unit: 'x' };
    await painter.draw(bars, { widthPx: 360, dark: false });
    shop = await openBakery(1, { kinds: [emailChannel], channels: [mailbox(smtp)], letter: TIMES, painter });
  });
  afterAll(async () => {
    await shop?.close();
    await smtp?.stop();
    await painter.stop();
  });

  test('is shown to admins the first time, and nothing leaves before one of them presses Send', async () => {
    await shop.house.letter();
    await shop.pass(MINUTE);
    await shop.house.letter();
    await shop.pass(HOUR);
    const newest = async (name: string) => {
      const [answer] = await shop.house.parts.store.shelf('desk:practice').latest(`answers:practice:${name}`, 1);
      return answer?.value as { text: string; buttons: { id: 'letter.send'; label: string; value: string }[] };
    };
    const preview = await newest('ann');
    expect(preview.text).toMatch(/^This is the first weekly letter\. Nothing leaves before somebody presses Send/);
    expect(preview.text).toContain('What customers told us, 23 to 29 November');
    expect((await newest('ben')).text).not.toContain('weekly letter');
    expect(smtp.mails).toEqual([]);
    expect(await shop.as('Ben').command('letter send')).toContain('Only admins');
    // The server is away at first.
    smtp.mood = 'is-busy';
    await shop.as('Ann').press('letter.send', preview.buttons[0]!.value);
    await shop.settle();
    expect([smtp.mails.length, await statuses()]).toEqual([0, ['waiting', 'waiting', 'waiting']]);
  });

  test('waits for a mail server that is down, and then reaches everybody once, with one of them in the moment it dies', async () => {
    smtp.mood = 'takes';
    smtp.refused.add('web@bakery.example');
    await shop.pass(20 * MINUTE);
    expect(await statuses()).toEqual(['sent', 'sent', 'failed']);
    // Whoever looks again, and runs every job again, sends nothing again.
    const { parts } = shop.house;
    await shop.house.letter();
    await parts.recorder.enqueue(
      (await parts.store.letterMails(letterId(parts.workspaceId, WEEK))).map(each => ({
        kind: 'letter.mail',
        key: 'again',
        payload: { mail: each.id },
        attemptsMax: 3,
      })),
    );
    await shop.pass(HOUR);
    expect(smtp.mails.map(each => each.to[0]).sort()).toEqual(['boss@bakery.example', 'oven@bakery.example']);
    expect((await shop.as('Ann').asks('hours')).text).toBeTruthy();
    const answers = await parts.store.shelf('desk:practice').latest('answers:practice:ann', 5);
    expect(JSON.stringify(answers)).toContain('The weekly letter to web@bakery.example: ');
  });

  test('has the numbers of stats, what customers said without who they are, and says how to get off the list', async () => {
    const { mail } = smtp.mails[0]!;
    expect(mail.subject).toBe('What customers told us, 23 to 29 November');
    const stats = await shop.as('Ann').command('stats 2026-11-23 2026-11-29');
    const opened = Number(/New: (\d+)/.exec(stats)![1]);
    expect(mail.text).toContain(`Customers wrote to us about ${opened} matters, `);
    for (const [, reason, n] of /Top contact reasons: (.*)/
      .exec(stats)![1]!
      .matchAll(/([A-Z][\w ]+?) (\d+)(?: \(|,|;|$)/g))
      expect(mail.text).toContain(`${reason} (${n})`);
    expect(`${mail.text}${mail.html}`).not.toMatch(/07\d{9}|example\.com|Patel|Grumbold/);
    expect(mail.text).toMatch(/“[^”]{20,160}” \(#\d+\)/);
    expect(mail.text).toContain('To get off it, answer this mail with “stop”');
    expect(mail.attachments.map(each => [each.contentType, each.content.length > 5_000])).toEqual([
      ['image/png', true],
    ]);
    expect(mail.html).toContain('alt="Bars of contact reasons');
  });

  test('is marked as a machine’s; what machines answer to it opens no enquiry', async () => {
    const { mail, raw } = smtp.mails[0]!;
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(raw).toMatch(/^X-Auto-Response-Suppress: All/m);
    expect(raw).toMatch(/^List-Unsubscribe: <mailto:help@bakery\.example\?subject=stop>/m);
    const { store } = shop.house.parts;
    const before = await store.highestNumber();
    const row = (await store.channels()).find(each => each.kind === 'email')!;
    const take = (lines: string[]) =>
      (shop.house.channel(row.id) as EmailChannel).take({
        raw: new TextEncoder().encode(lines.join('\r\n')),
        from: null,
        to: ['help@bakery.example'],
      });
    await take([
      'From: boss@bakery.example',
      'To: help@bakery.example',
      'Subject: Automatic reply: What customers told us',
      'Auto-Submitted: auto-replied',
      `In-Reply-To: ${mail.messageId}`,
      'Message-ID: <away@bakery.example>',
      '',
      'I am away until Monday.',
    ]);
    await shop.settle();
    expect(await store.highestNumber()).toBe(before);
  });

  test('is in its room, once, with the quotes leading to their threads', async () => {
    const shown = (await shop.room()).filter(each => JSON.stringify(each).includes('What customers told us, 23 to 29'));
    expect(shown.length).toBe(1);
  });

  test('goes by itself from then on, and is stopped by a word', async () => {
    const ann = shop.as('Ann');
    expect(await ann.command('letter')).toMatch(/^It goes every Monday at 18:00 to 3 addresses and into customers\./);
    expect(await ann.command('letter stop')).toContain('stopped');
    shop.clock.advance(7 * DAY);
    await shop.house.letter();
    await shop.settle();
    expect(smtp.mails.length).toBe(2);
    await shop.provider.write('late', 'Is the stollen ready?');
    shop.clock.advance(DAY);
    smtp.refused.clear();
    // Of two processes that look, one makes it.
    expect(await ann.command('letter send')).toMatch(/on its way|next Mon 18:00/);
    await Promise.all([shop.house.letter(), shop.house.letter()]);
    await shop.pass(HOUR);
    expect(smtp.mails.filter(each => each.to[0] === 'boss@bakery.example').length).toBe(2);
  });
});

test('a process that died while it handed a mail over sends it to nobody twice: an admin is told', async () => {
  const smtp = await startSmtp();
  const shop = await openHouse({
    kinds: [emailChannel],
    channels: [mailbox(smtp)],
    letter: { ...TIMES, to: TO.slice(0, 1), room: null, weekday: 0, minutes: 60 },
  });
  await shop.house.loadSettings();
  const ann = shop.as('Ann');
  await shop.provider.write('maya', 'Where is my kettle? It should have come.');
  shop.clock.advance(7 * DAY);
  smtp.mood = 'drops-after-data';
  await ann.command('letter send');
  await shop.pass(HOUR);
  smtp.mood = 'takes';
  await shop.pass(DAY);
  const { store } = shop.house.parts;
  const answers = JSON.stringify(await store.shelf('desk:practice').latest('answers:practice:ann', 5));
  expect([smtp.mails.length, answers.includes('It may or may not have arrived')]).toEqual([1, true]);
  await shop.close();
  await smtp.stop();
});

test('an empty letter is not sent, and one to nobody is none', async () => {
  const shop = await openHouse({ letter: { ...TIMES, room: null } });
  await shop.house.loadSettings();
  expect(await shop.as('Ann').command('letter')).toMatch(
    /No mailbox is connected[^\n]*\nNobody wrote in the last seven days/,
  );
  await shop.as('Ann').command('letter send');
  await shop.pass(DAY);
  const { store, workspaceId } = shop.house.parts;
  for (const week of ['2026-06-01', '2026-05-25']) expect(await store.letter(letterId(workspaceId, week))).toBeNull();
  await shop.close();
  const none = await openHouse();
  await none.house.loadSettings();
  expect(await none.as('Ann').command('letter')).toContain('There is no weekly letter yet');
  await none.close();
});

describe('when a letter is due', () => {
  const { hours } = parseHours({
    timezone: 'Europe/London',
    weekly: { 'mon-fri': ['09:00-17:00'] },
    closed: ['2026-12-25', '2027-03-26'],
  });
  const friday: LetterTimes = { to: ['a@b.example'], room: null, weekday: 4, minutes: 16 * 60, channel: null };
  const at = (text: string) => Date.parse(text);

  test('it is at its hour on the wall, also in the week in which the clocks change', () => {
    // The clocks go forward on 29 March 2026, and back on 25 October.
    expect(letterOf(friday, hours, at('2026-03-27T00:00:00Z')).at).toBe(at('2026-03-27T16:00:00Z'));
    expect(letterOf(friday, hours, at('2026-04-01T00:00:00Z')).at).toBe(at('2026-04-03T15:00:00Z'));
    expect(letterOf({ ...friday, weekday: 6, minutes: 90 }, hours, at('2026-03-25T00:00:00Z')).at).toBe(
      at('2026-03-29T01:00:00Z'),
    );
  });

  test('on a day off it goes on the working day before', () => {
    expect(letterOf(friday, hours, at('2026-12-22T00:00:00Z'))).toMatchObject({
      at: at('2026-12-24T16:00:00Z'),
      firstDay: '2026-12-17',
      lastDay: '2026-12-23',
    });
  });

  test('it is due for two days, and then it is old', () => {
    expect(letterDue(friday, hours, at('2026-11-27T15:59:00Z'))).toBeNull();
    expect(letterDue(friday, hours, at('2026-11-27T16:00:00Z'))?.week).toBe('2026-11-23');
    expect(letterDue({ ...friday, weekday: 6 }, hours, at('2026-11-30T09:00:00Z'))?.week).toBe('2026-11-23');
    expect(letterDue(friday, hours, at('2026-11-29T16:01:00Z'))).toBeNull();
    expect(nextLetter(friday, hours, at('2026-11-27T16:00:00Z')).week).toBe('2026-11-30');
  });

  test('what is written in the settings is understood, or refused in a sentence', () => {
    expect(readLetter({ to: ['Boss@Shop.example ', 'boss@shop.example'], day: 'thu', time: '9' })).toMatchObject({
      to: ['boss@shop.example'],
      weekday: 3,
      minutes: 540,
    });
    expect(readLetter({ to: ['boss'] })).toMatchObject({ field: 'to' });
    expect(readLetter({ to: [], day: 'someday' })).toMatchObject({ field: 'day' });
    expect(readLetter({ to: [], time: '25:00' })).toMatchObject({ field: 'time' });
  });
});
