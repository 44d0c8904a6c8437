import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import type { FakePerson } from '../../../kit/far-sides/teams/server.ts';
import type { Answer, Json } from '../../../kit/far-sides/teams/shapes.ts';
import type { TeamsShop } from '../../../kit/teams-shop.ts';

const begin = teamsShopOfEach();

const MAIL = { from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' };

/** What somebody's own program asks for in place of Teams', signed by Microsoft as all that they do. */
async function asks(
  { teams }: TeamsShop,
  does: () => Promise<unknown>,
  change: (activity: Json) => Json,
): Promise<Answer> {
  await does();
  const { activity } = teams.deliveries.at(-1)!;
  return teams.deliver({ ...activity, id: `f:${teams.deliveries.length}-forged`, ...change(activity) });
}

describe("what a person's own program makes up", () => {
  /** A room that Cai cannot read, with an enquiry; Cai is of the team and speaks to Deskhand in another channel. */
  async function apart() {
    let cai!: FakePerson;
    const shop = await begin({
      channel: 'private',
      before: (_teams, team) => {
        cai = team.person('Cai');
      },
    });
    await shop.shop.mail(MAIL);
    const [root] = await shop.cards(1);
    const enquiryId = JSON.stringify(root!.card).match(/enq_[0-9a-z]+/)![0];
    const elsewhere = shop.team.channel('General');
    const invoke = (name: string, value: Json) =>
      asks(
        shop,
        () => cai.say(elsewhere, '<at>Deskhand</at> help'),
        () => ({ type: 'invoke', name, value, text: undefined, entities: [], attachments: [] }),
      );
    return { ...shop, cai, enquiryId, root: root!, invoke };
  }

  for (const [form, values] of [
    ['reply.form', { 'in-text': ' ' }],
    ['reply.form', { 'in-text': 'Hello' }],
    ['resolve.form', {}],
    ['snooze.form', {}],
    ['merge.form', {}],
    ['handover.form', {}],
  ] as const)
    test(`shows nothing of an enquiry in a room they cannot read: ${form} ${JSON.stringify(values)}`, async () => {
      const { invoke, enquiryId, idle, mailed } = await apart();
      const data = { deskhand: { form, enquiryId, thread: null }, fields: ['text'], submit: 'reply.send', ...values };
      const { status, body } = await invoke('task/submit', { data });
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toMatch(/Maya|maya@example|rattles|lid/);
      await idle();
      await expect(mailed(0)).resolves.toEqual([]);
    });

  test('writes nothing into the thread of an enquiry that they cannot read', async () => {
    const { invoke, enquiryId, idle, room, root, words } = await apart();
    const deskhand = { form: 'reply.form', enquiryId, thread: null };
    await invoke('task/submit', { data: { deskhand, fields: ['text'], 'in-text': 'Hello you', submit: 'reply.keep' } });
    await idle();
    expect(room.thread(root.id).map(words).join()).not.toContain('Hello you');
  });

  /** The action on a message, with what a program says that the message is. */
  const acts = (shop: TeamsShop, by: FakePerson, id: string, payload: (given: Json) => Json) =>
    asks(
      shop,
      () => by.messageAction(shop.room, id, 'message.send_to_customer'),
      ({ value }) => ({
        value: { ...value, messagePayload: { ...value.messagePayload, ...payload(value.messagePayload) } },
      }),
    );
  const says = (words: string) => ({
    body: { contentType: 'html', content: `<p>${words}</p>` },
    lastModifiedDateTime: new Date(Date.now() + 60_000).toISOString(),
  });

  test("changes nothing of what a colleague's customer gets", async () => {
    const shop = await begin({ yaml: 'hold_seconds: { email: 2 }\n' });
    const { ann, ben, mailed, idle } = shop;
    await shop.shop.mail(MAIL);
    const [root] = await shop.cards(1);
    await ann.press(root!, 'enquiry.claim');
    const id = await shop.reply(ann, root!, 'You get a new lid.');
    await acts(shop, ben, id, () => says('You get nothing.'));
    // The same with a sender who claims the colleague's message as his own.
    const from = { user: { id: ben.aadObjectId, displayName: 'Ben' } };
    await acts(shop, ben, id, () => ({ ...says('You get nothing at all.'), from }));
    const [mail] = await mailed(1);
    expect(mail!.text).toContain('You get a new lid.');
    expect(mail!.text).not.toContain('nothing');
    await idle();
  });

  test('makes no message of a colleague of it, but their own words are theirs to send', async () => {
    const shop = await begin();
    const { ann, ben, room, sees, idle, mailed } = shop;
    await shop.shop.mail(MAIL);
    const [root] = await shop.cards(1);
    await ben.press(root!, 'enquiry.claim');
    await shop.entry(root!.id, 'Ben claimed this.');
    const id = await ann.say(room, 'It was me.', { thread: root!.id, hold: true });
    await acts(shop, ben, id, () => says('It was Ann.'));
    await sees(ben, 'Deskhand has not seen this message before, so only its author can send it.');
    await idle();
    await expect(mailed(0)).resolves.toEqual([]);
    expect(ben.privates().some(each => shop.words(each).includes('It was Ann'))).toBe(false);
    const own = await ben.say(room, 'It was a screw.', { thread: root!.id, hold: true });
    await ben.messageAction(room, own, 'message.send_to_customer');
    const mails = await mailed(1);
    expect(mails.map(each => each.text)).toEqual([expect.stringMatching(/^It was a screw\./)]);
  });
});

describe('somebody of another organisation, in a channel that is shared with them', () => {
  test('has no rights, whatever their deliveries say of them', async () => {
    const shop = await begin({ channel: 'shared' });
    const { team, room, words, card } = shop;
    const eve = team.person('Eve', { tenant: '11111111-2222-4333-8444-555555555555', member: false });
    await shop.shop.mail(MAIL);
    const [root] = await shop.cards(1);
    await room.join(eve);
    const from = { id: eve.id, name: 'Eve', aadObjectId: eve.aadObjectId };
    await eve.press(root!, 'enquiry.claim');
    await eve.press(root!, 'enquiry.claim', { over: { from } });
    await eve.press(root!, 'enquiry.claim', { over: { from: { ...from, tenantId: shop.teams.tenant } } });
    await shop.sees(eve, 'Only people in this organisation can answer customers here.');
    await shop.idle();
    expect(words(card(root!.id))).not.toContain('Eve has it');
  });
});

describe('somebody of whom it is not known where they belong', () => {
  test('has no rights in a channel that other organisations read, not even while its roster is shut', async () => {
    const shop = await begin({ channel: 'shared' });
    const { teams, team, room, words, card } = shop;
    const eve = team.person('Eve', { tenant: '11111111-2222-4333-8444-555555555555', member: false });
    await shop.shop.mail(MAIL);
    const [root] = await shop.cards(1);
    await room.join(eve);
    teams.fail('members', { status: 403, code: 'Forbidden' }, 500);
    const from = { id: eve.id, name: 'Eve', aadObjectId: eve.aadObjectId };
    await eve.press(root!, 'enquiry.claim', { over: { from } });
    await shop.sees(eve, 'Deskhand cannot see who you are, so this was not done.');
    await shop.idle();
    expect(words(card(root!.id))).not.toContain('Eve has it');
  });
});

test('what was asked in a channel without a thread is answered where nobody else reads', async () => {
  const shop = await begin();
  const { ann, room, sees, idle } = shop;
  await shop.shop.mail(MAIL);
  await shop.cards(1);
  const before = room.posts().length;
  const conversation = { isGroup: true, conversationType: 'channel', tenantId: shop.teams.tenant, id: room.id };
  await ann.slash(room, 'open', { over: { conversation } });
  await sees(ann, 'The lid');
  await idle();
  expect(room.posts()).toHaveLength(before);
});
