/** An enquiry that somebody has, merged into one that nobody has, on Slack's and on Teams' stand-in: it stays theirs. */
import { afterEach, beforeEach, describe, test } from 'vitest';
import { type ExpertDesk, slackExperts, teamsExperts } from '../kit/expert-desks.ts';

describe.each([
  ['Slack', slackExperts],
  ['Teams', teamsExperts],
])('on %s', (_, open) => {
  let at: ExpertDesk;
  beforeEach(async () => {
    at = await open();
  });
  afterEach(() => at.stop());

  const writes = async (subject: string) => {
    await at.shop.mail({ from: 'Maya Patel <maya@example.com>', subject, text: `${subject}, please.` });
    return at.card(new RegExp(subject));
  };

  test('the owner goes along; whoever has the other one keeps it', async () => {
    const first = await writes('A new lid');
    const second = await writes('The lid again');
    await at.pressCard('Ann', first, 'Claim');
    await at.says(first, /Ann has it/);
    await at.merge('Ben', first, '2');
    await at.entry(second, /Ben merged #1 with this one\. Ann has it\./);
    await at.says(second, /Ann has it/);
    const third = await writes('And a spout');
    await at.pressCard('Ben', third, 'Claim');
    await at.says(third, /Ben has it/);
    await at.merge('Ann', second, '3');
    await at.entry(third, /Ann merged #2 with this one\.$/m);
    await at.says(third, /Ben has it/);
  });
});
