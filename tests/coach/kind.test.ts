/** How the coach speaks: at most two hints, those that stop first; short, kind, in time, whatever is written. */
import { expect, it } from 'vitest';
import { CHECKS, type Draft, isStop } from '../../src/coach/checks.ts';
import { hintsFor, stopsOf } from '../../src/coach/judge.ts';
import { LESSONS } from '../../src/coach/lessons.ts';
import { dearerWhenLonger } from '../kit/cost.ts';

const draft = (reply: string, text = 'Where is my order 4471?'): Draft => ({
  reply,
  customer: { name: 'Maya Patel', text },
  staff: { name: 'Ann Lee' },
  thread: [],
});
const ALL_WRONG =
  'Hi Sara, PLEASE WAIT!! Your order 8812, see http://intranet/x, password is hunter2, card 4111 1111 1111 1111. We will get back to you soon. [Name]';

it('says two things at most, first what stops', () => {
  expect(hintsFor(draft(ALL_WRONG)).map(each => each.check)).toEqual(['card', 'secret']);
  expect(stopsOf(draft(ALL_WRONG)).map(each => each.check)).toEqual(['card', 'secret', 'internal', 'placeholder']);
  const mild = 'Hi Sara, we will get back to you soon. PLEASE WAIT!!';
  expect(hintsFor(draft(mild)).map(each => each.check)).toEqual(['name', 'promise']);
});

it('leaves out what its author does not want to hear, but for what stops', () => {
  const off = [...CHECKS];
  expect(hintsFor(draft('Hi Sara, it left.'), off)).toEqual([]);
  expect(hintsFor(draft('Hi [Name], it left.'), off).map(each => each.check)).toEqual(['placeholder']);
});

it('advises: no "must", no score, and it quotes the words', () => {
  const replies = [
    ALL_WRONG,
    'Hi Sara, we will get back to you soon.',
    'We are so sorry.',
    'PLEASE WAIT!!',
    'see http://intranet/x',
    '[Name]',
  ];
  for (const { words, check } of replies.flatMap(each => hintsFor(draft(each)))) {
    expect(words, check).toMatch(/you could/i);
    expect(words, check).toMatch(/"/);
    expect(words, check).not.toMatch(/\b(must|wrong|error|bad|mistake|fail|score|should)\b/i);
    expect(words.length, words).toBeLessThan(180);
  }
});

it('has a lesson of two lines for each check, in fewer than sixty words', () => {
  for (const check of CHECKS) {
    const { called, lesson } = LESSONS[check];
    expect(called).toBeTruthy();
    expect(lesson).toHaveLength(2);
    expect(lesson.join(' ').split(/\s+/).length, check).toBeLessThan(60);
    expect(lesson.join(' '), check).not.toMatch(/\b(must|mistake|fault)\b/i);
  }
  expect(CHECKS.filter(isStop)).toEqual(['card', 'secret', 'internal', 'placeholder']);
});

const ODD = [
  '',
  ' ',
  '\n\n',
  '👍👍🎉',
  'مرحبا، طلبك في الطريق اليوم.',
  'שלום, ההזמנה שלך יצאה היום.',
  '\u202eabc\u202c',
  '\ud800',
  '　',
  '您好,您的订单今天已发出。',
];
it.each(ODD)('has nothing to say of %j', reply => {
  expect(hintsFor(draft(reply, ''))).toEqual([]);
});

/** Each once took time that grew with its square. */
const LONG = [
  '4',
  '4 ',
  'a',
  'a.',
  'a@b.',
  '[',
  '<a',
  '{a',
  '__a',
  'X',
  '!?',
  'NOT YOU ',
  '\n',
  ' ',
  'sk-',
  'eyJ',
  'a://a:',
  'password ',
  'order number ',
  'we will ',
  'Hi ',
  'how do you ',
];
it.each(LONG)('judges 30 KB of %j in time', piece => {
  const judge = (length: number) => {
    const reply = piece.repeat(Math.ceil(length / piece.length));
    hintsFor(draft(reply, reply));
  };
  expect(dearerWhenLonger(judge, 30_000)).toBeLessThan(3);
});
