/** Not alone, where it meets a pause or a merge, on Slack's and on Teams' stand-in. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ExpertDesk, slackExperts, teamsExperts } from '../kit/expert-desks.ts';
import { until } from '../kit/world.ts';

describe.each([
  ['Slack', slackExperts],
  ['Teams', teamsExperts],
])('on %s', (_, open) => {
  let at: ExpertDesk;
  beforeEach(async () => {
    at = await open();
  });
  afterEach(async () => {
    const wire = at.wire();
    await at.stop();
    expect(wire).toEqual([]);
  });

  const mail = (subject: string, text = `${subject}, please.`) =>
    at.shop.mail({ from: 'Maya Patel <maya@example.com>', subject, text });
  const writes = async (subject: string) => {
    await mail(subject);
    return at.card(new RegExp(subject));
  };

  test('whoever is paused alerts nobody: not by a new enquiry, and not where its owner is away', async () => {
    await mail(
      'Refund',
      'You worthless pieces of shit, I hope you all choke on it. Where is my refund for order 4471?',
    );
    const root = await at.card(/may be upsetting/);
    await at.pressCard('Ann', root, 'Claim');
    await at.says(root, /Ann has it/);
    await at.pressCard('Ann', root, 'Pause for a day');
    await at.entry(root, /alerts nobody/);
    await at.types('Ann', 'away', /away/i);
    const before = at.room();
    await mail('Re: Refund [#1]', 'Still no refund.');
    await at.entry(root, /Still no refund/);
    await mail('Another matter', 'And where is my kettle?');
    await at.types('Ben', 'open', /Another matter/);
    expect(at.room().length).toBe(before.length);
    expect(at.room().join('\n')).not.toMatch(/Another matter|kettle|Who takes it/);
    expect(at.thread(root)).not.toMatch(/Who takes it/);
  });

  test('whoever passed one on, and whoever wants to be told, hears of the one that it was merged with', async () => {
    const first = await writes('A new lid');
    await at.pressCard('Ann', first, 'Claim');
    await at.says(first, /Ann has it/);
    await at.choose('Cara', first, 'Tell me when they answer');
    await at.privately('Cara', /You will be told once, privately, when Maya Patel answers/);
    await at.handOver('Ann', first, 'Ben');
    await at.says(first, /Ben has it/);
    const second = await writes('The lid again');
    await at.merge('Ben', first, '2');
    await at.entry(second, /Ben merged #1 with this one\. Ben has it\./);
    await mail('Re: The lid again [#2]', 'It is the blue one.');
    await at.asked('Cara', /Maya Patel has answered/);
    await at.pressCard('Ben', second, 'Resolve');
    await at.says(second, /Resolved/);
    // Nobody waits for the minute in which it may be taken back.
    const { engine } = at.shop.running;
    const due = () => engine.rows("select 1 from jobs where kind = 'follower.tell' and state = 'ready'", []);
    await until(async () => (await due()).length === 1, 'Ann is to be told');
    await engine.rows("update jobs set run_at = 1 where kind = 'follower.tell'", []);
    await at.asked('Ann', /Maya Patel's enquiry that you passed on, has come to an end/);
    expect(at.own('Cara').filter(each => /has answered/.test(each))).toHaveLength(1);
  });
});
