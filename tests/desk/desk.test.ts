import { describe, expect, test } from 'vitest';
import { parseHours } from '../../src/core/hours.ts';
import { intentOf, nameButton, snoozeChoices } from '../../src/desk/actions.ts';
import { markView } from '../../src/desk/cards.ts';
import { COMMANDS, helpText, parseCommand } from '../../src/desk/commands.ts';
import { lineWords, refusalWords, sendTo, type Who } from '../../src/desk/wording.ts';
import { ANN, NOW, REPLY } from '../kit/samples.ts';
import { randomFrom } from '../kit/world.ts';

const who: Who = {
  side: null,
  customer: 'Maya',
  owner: 'Ben',
  name: () => 'Ann',
  number: () => '#2',
  clock: () => 'Mon 10:00',
};

describe('lanes', () => {
  test('1,000 generated thread messages in a preview room never go out by themselves', () => {
    const random = randomFrom(7);
    const bits = [
      'note:',
      'NOTE:',
      '//',
      ' //',
      'send',
      'SEND',
      '@Ben',
      '/desk',
      'Dear Maya',
      '📨',
      ':envelope:',
      '\n',
      'edit',
      '```',
      'Note: ',
    ];
    for (let i = 0; i < 1_000; i++) {
      const text = Array.from(
        { length: 1 + Math.floor(random() * 6) },
        () => bits[Math.floor(random() * bits.length)],
      ).join(random() < 0.5 ? ' ' : '');
      const flags = { mentionsStaff: random() < 0.2, mayReply: random() < 0.8, isOwner: random() < 0.5 };
      expect(intentOf({ text, ...flags, replyMode: 'preview' })).not.toBe('send');
      if (text.trimStart().startsWith('//') || flags.mentionsStaff || !flags.mayReply || !flags.isOwner) {
        expect(intentOf({ text, ...flags, replyMode: 'direct' })).not.toBe('send');
      }
    }
  });
});

describe('wording', () => {
  test('Send names the recipient, unless everybody is', () => {
    const to = (customer: string, side: Who['side'] = null, copies = 0) => sendTo({ customer, side }, copies);
    expect(to('Maya Patel')).toBe('Send to Maya');
    expect(to('Maya Patel', 'PRIVATE', 1)).toBe('Send privately to Maya and 1 other');
    expect(to('Maya Patel', null, 3)).toBe('Send to Maya and 3 others');
    expect(to('Maya Patel', 'PUBLIC')).toBeNull();
    expect(to('maya.patel.of.the.long.address@example.com')).toBe('Send to maya.patel.of.the.long.address…');
  });

  test('every refusal is a sentence, and so is every line', () => {
    for (const code of ['claimed-by-someone-else', 'was-merged', 'reply-already-sent', 'unknown'] as const) {
      expect(refusalWords(code, who)).toMatch(/^[A-Z].*\.$/);
    }
    expect(lineWords({ type: 'EnquiryMerged', by: ANN, into: 'enq_2' as never }, who, null)).toBe(
      'Ann merged this with #2. Carry on there.',
    );
    expect(lineWords({ type: 'ReplyFailed', reply: REPLY.id, reason: 'It is too long.' }, who, REPLY)).toContain(
      '("Hello")',
    );
  });
  test('a mark offers Undo only while it can still be undone', () => {
    expect(markView(REPLY, who, 1).buttons.map(each => each.label)).toEqual(['Undo']);
    expect(markView({ ...REPLY, status: 'leaving' }, who, 1).buttons).toEqual([]);
    expect(markView({ ...REPLY, holdUntil: null }, who, 1)).toMatchObject({ state: 'stopped' });
    expect(markView({ ...REPLY, status: 'bounced', failure: 'full' }, who, 1).buttons.map(each => each.id)).toEqual([
      'reply.retry',
    ]);
  });
});

describe('buttons and commands', () => {
  test('a value that does not fit its button is unknown, never an error', () => {
    for (const value of ['', 'x', 'rep_1', "enq_1'; drop table", 'enq_'])
      expect(nameButton('enquiry.claim', value, ANN)).toEqual({ as: 'unknown' });
    expect(nameButton('enquiry.claim', 'enq_1', ANN)).toMatchObject({ as: 'enquiry', command: { do: 'claim' } });
    expect(nameButton('enquiry.handover', 'enq_1 staff_2', ANN)).toMatchObject({ as: 'agree', to: 'staff_2' });
  });
  test('one parser for all desks: prefixes, case, typos', () => {
    expect(parseCommand('/desk OPEN')).toEqual({ do: 'open' });
    expect(parseCommand('/Deskhand find a b')).toEqual({ do: 'find', words: 'a b' });
    expect(parseCommand('fnid kettle')).toMatchObject({ do: 'unclear', nearest: 'find' });
    expect(parseCommand('')).toEqual({ do: 'help' });
    for (const { word } of COMMANDS) expect(helpText()).toContain(word);
  });
  test('snooze choices lie ahead and in opening hours', () => {
    const { hours } = parseHours({ timezone: 'Europe/London', weekly: { 'mon-fri': ['10:00-17:00'] } });
    const choices = snoozeChoices(Date.parse('2026-06-05T15:00Z'), hours);
    for (const choice of choices) expect(choice.until).toBeGreaterThan(NOW);
    expect(choices.find(each => each.value === 'tomorrow')?.until).toBe(Date.parse('2026-06-08T09:00Z'));
    expect(choices.find(each => each.value === 'monday')?.until).toBe(Date.parse('2026-06-08T09:00Z'));
  });
});
