import { expect, test } from 'vitest';
import type { Activity } from '../../../../adapters/desks/teams/activity.ts';
import { readText, spoken } from '../../../../adapters/desks/teams/events/read.ts';
import { understand } from '../../../../adapters/desks/teams/events/understand.ts';
import { safeName } from '../../../../src/desks/staff-files.ts';
import { cpuMs } from '../../../kit/cost.ts';

/** What a delivery may hold at most, and what it may take: everybody else waits meanwhile. */
const CHARS = 200_000;
const WITHIN_MS = 4_000;

const full = (piece: string, chars = CHARS) => piece.repeat(Math.ceil(chars / piece.length)).slice(0, chars);
const html = (content: string): Activity => ({ attachments: [{ contentType: 'text/html', content }] });
const people = Array.from({ length: 100 }, (_, i) => {
  const name = `${'z'.repeat(200)}${i}`;
  return { type: 'mention', text: `<at>${name}</at>`, mentioned: { id: `29:${i}`, name } };
});

const worst: Record<string, Activity> = {
  'thousands of mentions of nobody': { text: full('<at>x</at>'), entities: people },
  'thousands of mentions in markup': { ...html(full('<at>x</at>')), entities: people },
  'open brackets in markup that is too deep': html(full('<b>', 3_300) + full('<')),
  'nothing but line ends': { text: full('\n') },
  'a row of fixed blanks between two words': html(`x${full('\u00a0')}y`),
};

for (const [name, message] of Object.entries(worst))
  test(`reads ${name} while nobody has to wait`, () => {
    const activity: Activity = {
      type: 'message',
      id: '1764444455510',
      conversation: { id: '19:abc@thread.tacv2;messageid=1764444455000', conversationType: 'channel' },
      from: { id: '29:ann', aadObjectId: '7c1ad5f0-3d35-4e38-8f0e-4f6d3d0a2b11' },
      recipient: { id: '28:bot', name: 'Deskhand' },
      ...message,
    };
    const spent = cpuMs(() => {
      understand(activity, '28:bot');
      readText(activity);
      spoken(activity);
    });
    expect(spent).toBeLessThan(WITHIN_MS);
  });

test('finds whoever is mentioned by number, by either name, and the first of two of one name', () => {
  const entities = [
    { type: 'mention', text: '<at>Ann Lee</at>', mentioned: { id: '29:1', name: 'Ann Lee' } },
    { type: 'mention', text: '<at>Ann  Lee</at>', mentioned: { id: '29:2', name: 'Ann Lee (Returns)' } },
  ];
  const who = (content: string) => {
    const found: string[] = [];
    readText({ ...html(content), entities }, id => {
      found.push(id);
      return null;
    });
    return found;
  };
  expect(who('<at id="1">Ann Lee</at>')).toEqual(['29:2']);
  expect(who('<at>ann lee</at>')).toEqual(['29:1']);
  expect(who('<at>Ann Lee (Returns)</at>')).toEqual(['29:2']);
  expect(who('<at id="1">Somebody</at>')).toEqual(['29:2']);
  expect(who('<at id="7">Somebody</at>')).toEqual(['']);
});

test('a long name of a file is not cut within a character', () => {
  const name = safeName(`${'a'.repeat(199)}😀.pdf`);
  expect(name.isWellFormed()).toBe(true);
  expect(() => encodeURIComponent(name)).not.toThrow();
});
