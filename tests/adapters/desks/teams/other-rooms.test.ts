/** Answers for everybody, findings and alerts of a private channel, for whoever is of the team and not in that channel. */
import { describe, expect, test } from 'vitest';
import { putArticle } from '../../../kit/articles.ts';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { wordsOf } from '../../../kit/far-sides/teams/cards.ts';
import type { Json } from '../../../kit/far-sides/teams/shapes.ts';
import type { TeamsShopOptions } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();

/** Ben is not in `managers`. One enquiry stands in each room, and both are evidence of one finding. */
async function begin() {
  const options: TeamsShopOptions = {
    before: (_teams, team) => {
      const managers = team.channel('managers', { type: 'private', members: [] });
      const customers = team.channel('customers');
      options.yaml = `rooms: [{ name: customers, teams: '${customers.id}' }, { name: managers, teams: '${managers.id}' }]\nhold_seconds: { email: 0.3 }\n`;
    },
    env: { TEAMS_ROOM: '' },
  };
  const open = await openShop(options);
  const { ann, room, team, shop, cards, idle, words } = open;
  const managers = team.channel('managers');
  await managers.join(ann);
  await shop.mail({ from: 'Maya Reed <maya@example.com>', subject: 'The lid', text: 'My lid rattles.' });
  await shop.mail({ from: 'Wanda Boss <wanda@example.com>', subject: 'Wages', text: 'My secret wages' });
  await cards(2);
  await ann.say(room, '<at>Deskhand</at> move 2 managers');
  await until(() => managers.posts().find(each => words(each).includes('Wages')), 'moved', 10_000);
  await idle();
  const rooms = await shop.running.house.parts.store.rooms();
  return { ...open, managers, secret: rooms.find(each => each.name === 'managers')!.id };
}
const seenBy = ({ ben }: Awaited<ReturnType<typeof begin>>) =>
  [...ben.privates(), ...ben.chat(), ...ben.toasts(), ben.openDialog()].map(each => JSON.stringify(each)).join('\n');

describe('an answer of a room that somebody cannot read', () => {
  test('is not opened or taken off its page by its id in a button of theirs', async () => {
    const at = await begin();
    const { ben, room, shop, sees, idle } = at;
    const { store } = shop.running.house.parts;
    const id = await putArticle(shop, { title: 'Who pays wages?', text: 'The office.', roomId: at.secret });
    await ben.slash(room, 'answers');
    await ben.press(await sees(ben, /No answers are published|Who pays/), 'article.add');
    await ben.submit({ title: 'When do you open?', text: 'At nine.' });
    const own = await sees(ben, /When do you open/);
    await ben.press(own, 'article.edit', { data: { value: id } });
    expect(wordsOf(ben.openDialog()!.card)).toContain('This answer is not there any more.');
    ben.close();
    await ben.press(own, 'article.retire', { data: { value: `${id} 1` } });
    await idle();
    expect(await store.article(id)).toMatchObject({ retiredAt: null, version: 1 });
    expect(seenBy(at)).not.toMatch(/pays wages|office/);
  });

  test('is for places that whoever saves one reads, and no others are named', async () => {
    const at = await begin();
    const { ben, cards, reply, mailed, card } = at;
    const [first] = await cards(1);
    await reply(ben, first!, 'It is mended.');
    await mailed(1);
    await ben.press(card(first!.id), 'enquiry.resolve');
    const done = await until(() => {
      const now = card(first!.id);
      return JSON.stringify(now).includes('article.from') ? now : null;
    }, 'the resolved card');
    await ben.press(done, 'article.from');
    const form = JSON.stringify(ben.openDialog()!.card);
    expect(form).toContain('article.publish');
    expect(form).not.toContain('managers');
  });
});

describe('a finding with evidence of other rooms', () => {
  test('shows nothing of it in a form that a program of theirs made up', async () => {
    const at = await begin();
    const { ann, ben, room, cards, managers, sees, words } = at;
    const [first] = await cards(1);
    const there = managers.posts().find(each => words(each).includes('Wages'))!;
    await ann.press(first!, 'finding.flag');
    await ann.submit({ title: 'Odd things' });
    await sees(ann, /Flagged\. Finding 1/);
    await ann.press(there, 'finding.flag');
    const [finding] = await at.shop.running.house.parts.store.gatherings('finding', 1);
    await ann.submit({ into: finding!.id });
    await sees(ann, /2 enquiries so far/);
    await ben.slash(room, 'findings 1');
    await ben.press(await sees(ben, /Odd things/), 'finding.evidence');
    const dialog = ben.openDialog()!;
    expect(JSON.stringify(dialog)).not.toMatch(/Wanda|Wages/);
    const own = JSON.stringify(first!.card).match(/enq_[0-9a-z]+/)![0];
    // The form says that it is about the enquiry in whose thread it stands.
    const about = (each: Json): Json =>
      JSON.parse(JSON.stringify(each), (key, value) =>
        key === 'deskhand' && value?.form
          ? { ...value, enquiryId: own, thread: `${room.id};messageid=${first!.id}` }
          : value,
      );
    await ben.submit({ add: '99999' }, { dialog: about(dialog) as never });
    expect(JSON.stringify(ben.openDialog())).toContain('99999');
    expect(JSON.stringify(ben.openDialog())).not.toMatch(/Wanda|Wages/);
  });

  test('names nobody of them to whoever tells its customers, also not where they are blocked', async () => {
    const at = await begin();
    const { ann, ben, room, cards, managers, sees, words, shop } = at;
    const { store } = shop.running.house.parts;
    const [first] = await cards(1);
    const there = managers.posts().find(each => words(each).includes('Wages'))!;
    await ann.press(first!, 'incident.link');
    await ann.submit({ title: 'Odd things' });
    await sees(ann, /Incident 1/);
    const [incident] = await store.gatherings('incident', 1);
    await ann.press(there, 'incident.link');
    await ann.submit({ into: incident!.id });
    await until(async () => (await store.gathered(incident!.id, 9)).length === 2, 'both belong to it');
    const { identityId } = (await store.enquiryByNumber(2))!;
    await store.commit([{ do: 'update', table: 'identities', id: identityId, set: { standing: 'blocked' } }]);
    await ben.slash(room, 'incident 1');
    await ben.press(await sees(ben, /Odd things/), 'incident.tell');
    await ben.submit({ text: 'Hello {name}, it is mended.' });
    const preview = await sees(ben, /One customer gets this message/);
    expect(wordsOf(preview)).toMatch(/Left out: 1 customer in rooms that you cannot read/);
    expect(seenBy(at)).not.toMatch(/Wanda|Wages/);
  });
});
