/** Experts from end to end, on Slack's and on Teams' stand-in: asked, followed by the next one, told, merged, gone. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ExpertDesk, slackExperts, teamsExperts } from '../kit/expert-desks.ts';
import { until } from '../kit/world.ts';

const STOVE = 'Which stove fits a flue of 1998?';
const ASKS = /Ann asks: can you help with this\?/;

describe.each([
  ['Slack', slackExperts],
  ['Teams', teamsExperts],
])('on %s', (_, open) => {
  let at: ExpertDesk;
  beforeEach(async () => {
    at = await open();
    await at.types('Ben', 'expert add stoves', /Colleagues may ask you about stoves/);
    await at.types('Cara', 'expert add stoves', /Colleagues may ask you about stoves/);
  });
  afterEach(async () => {
    const wire = at.wire();
    await at.stop();
    expect(wire).toEqual([]);
  });

  const writes = async (subject: string, text: string) => {
    await at.shop.mail({ from: 'Maya Patel <maya@example.com>', subject, text });
    return at.card(new RegExp(subject));
  };
  /** An enquiry about which Ann has asked one of the two; that one, and the other. */
  const withAsked = async () => {
    const root = await writes('An old flue', STOVE);
    await at.says(root, /may know about this/);
    await at.pressCard('Ann', root, 'Ask Ben');
    await at.asked('Ben', ASKS);
    return root;
  };
  const isOver = (who: 'Ben' | 'Cara') =>
    until(
      () => !at.own(who).some(each => ASKS.test(each)) && at.own(who).some(each => /settled/.test(each)),
      'settled',
    );
  const tells = async (who: 'Ben' | 'Cara', text: string, label = 'Tell them this …') => {
    await at.press(who, await at.asked(who, /#\d+ "/), label);
    await at.fillIn(who, { text });
  };

  test('asked, told, used as a draft, sent; told more is a second draft; the card says who helps', async () => {
    const root = await withAsked();
    await at.says(root, /Somebody who may know was asked/);
    await tells('Ben', 'With the adapter X3 it fits.');
    await at.entry(root, /From Ben, who knows about this: With the adapter X3 it fits\./);
    const told = await at.privately('Ann', /Ben knows\. Use it as a draft/);
    await at.says(root, /Ben helps with this/);
    await tells('Ben', 'It costs 12.', 'Tell them more …');
    await at.entry(root, /It costs 12\./);
    await at.press('Ann', told, 'Use as draft');
    expect(await at.open('Ann')).toContain('With the adapter X3 it fits.');
    await at.fillIn('Ann', { text: 'Hello Maya, with the adapter X3 it fits.' });
    expect((await at.mailed(1))[0]!.text).toContain('with the adapter X3 it fits');
    expect(at.own('Ben').filter(each => /#1 "/.test(each))).toHaveLength(1);
    expect(at.own('Cara').join()).not.toMatch(ASKS);
  });

  test('withdraws, goes away: the next one at once; with nobody left whoever asked hears it', async () => {
    const root = await withAsked();
    await at.types('Ben', 'expert remove stoves', /Never about stoves/);
    await at.asked('Cara', ASKS);
    await isOver('Ben');
    await at.types('Cara', 'away', /away/i);
    await at.entry(root, /Nobody knows this yet/);
    await isOver('Cara');
    await at.privately('Ann', /^Nobody could answer what you asked/);
    expect(at.thread(root)).not.toMatch(/Ben|Cara/);
  });

  test('whoever is gone is followed at once, and is offered to nobody who reads the next card', async () => {
    const root = await withAsked();
    await at.leaves('Ben');
    await at.press('Cara', await at.asked('Cara', ASKS), 'Not me');
    await at.entry(root, /Nobody knows this yet/);
    expect(at.thread(root)).not.toMatch(/Ben|Cara/);
  });

  test('asked about an enquiry that is merged: one card goes on, and the answer comes where it goes on', async () => {
    const first = await withAsked();
    const second = await writes('Also the chimney', 'How high must the chimney be?');
    await at.merge('Ann', first, '2');
    await at.entry(second, /Ann merged #1 with this one/);
    await at.says(second, /Somebody who may know was asked/);
    const card = await at.asked('Ben', /can you help with this\? #2/);
    expect(at.own('Ben').filter(each => ASKS.test(each))).toHaveLength(1);
    await at.press('Ben', card, 'Tell them this …');
    await at.fillIn('Ben', { text: 'With the adapter X3.' });
    await at.entry(second, /From Ben, who knows about this: With the adapter X3\./);
    await at.press('Ann', await at.privately('Ann', /Ben knows/), 'Use as draft');
    await at.fillIn('Ann', { text: 'Hello Maya, with the adapter X3.' });
    expect((await at.mailed(1))[0]!.text).toContain('with the adapter X3');
    expect(at.thread(first)).not.toContain('X3');
  });

  test('a form that was open while it was merged, and words told before, are good for the other one', async () => {
    const first = await withAsked();
    await tells('Ben', 'With the adapter X3.');
    const before = await at.entry(first, /With the adapter X3\./);
    const second = await writes('Also the chimney', 'How high must the chimney be?');
    await at.press('Ben', await at.asked('Ben', /What you wrote about #1/), 'Tell them more …');
    await at.open('Ben');
    await at.merge('Ann', first, '2');
    await at.entry(second, /Ann merged #1 with this one/);
    await at.fillIn('Ben', { text: 'And 4 metres high.' });
    await at.entry(second, /From Ben, who knows about this: And 4 metres high\./);
    await at.says(second, /Ben helps with this/);
    await at.press('Ann', before, 'Use as draft');
    expect(await at.open('Ann')).toContain('With the adapter X3.');
    await at.fillIn('Ann', { text: 'Hello Maya, the adapter X3, and 4 metres high.' });
    expect((await at.mailed(1))[0]!.text).toContain('4 metres high');
  });

  test('whose own name stands on the card is offered the enquiry; where a colleague has it, they write to them', async () => {
    await at.types('Ann', 'expert add parking', /about parking/);
    const root = await writes('Parking', 'Is there parking at your shop?');
    await at.says(root, /Ann may know about this/);
    await at.pressCard('Ann', root, 'Ask Ann');
    const own = await at.privately('Ann', /^That is you: .*Claim it and answer/);
    await at.press('Ann', own, 'Claim it');
    await at.says(root, /Ann has it/);
    const other = await writes('Saturday', 'Is there parking on Saturday, too?');
    await at.says(other, /Ann may know about this/);
    await at.pressCard('Ben', other, 'Claim');
    await at.says(other, /Ben has it/);
    await at.pressCard('Ann', other, 'Ask Ann');
    await at.privately('Ann', /^That is you: .*Ben has this and reads it there\.$/);
    await at.entry(other, /Ben claimed this/);
    expect(at.thread(other)).not.toMatch(/asked somebody/);
  });
});
