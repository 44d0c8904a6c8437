/** Texts that were made to hold a process up: whatever reads what a customer wrote takes no longer than for a long letter. */
import { expect, test } from 'vitest';
import { hintsFor } from '../../src/coach/judge.ts';
import { draftOf } from '../../src/knowledge/draft.ts';
import { gistOf } from '../../src/knowledge/gist.ts';
import { judgeTone } from '../../src/shield/judge.ts';
import { cpuMs } from '../kit/cost.ts';

/** Each of these took one of them between half a second and a minute, or would take a careless pattern as long. */
const UNITS = [
  '@',
  'a@a.',
  'A. ',
  'Dear\n',
  '\n',
  'a',
  'ß',
  '好',
  'a-',
  '1-',
  '(1',
  'f u c k ',
  'you are a ',
  '“',
  '> ',
];
/** Of this thread, so that a busy machine counts for little; as they are now it is a tenth of this. */
const CPU_MS_MAX = 5_000;

const READERS: Record<string, (text: string) => unknown> = {
  gist: text => gistOf(text),
  draft: text => draftOf({ answer: text, names: [], texts: [text], authors: ['Ann'] }, NOBODY, () => 0),
  shield: text => judgeTone(text),
  coach: text =>
    hintsFor({ reply: text, customer: { name: 'Maya', text }, staff: { name: 'Ann' }, thread: [text], form: 'letter' }),
};
const NOBODY = { customer: null, author: null };

test.for(Object.keys(READERS))('the %s of 30 KB of the same is made at once', name => {
  for (const unit of UNITS) {
    const text = unit.repeat(Math.ceil(30_000 / unit.length));
    const spent = cpuMs(() => {
      READERS[name]!(text);
    });
    expect([unit, spent < CPU_MS_MAX]).toEqual([unit, true]);
  }
});
