/** The stand-in of Teams, held against Microsoft's own client and its check of signatures. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PUBLIC } from '@microsoft/teams.api';
import { App, type IHttpServerAdapter } from '@microsoft/teams.apps';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wordsOf } from '../../../kit/far-sides/teams/cards.ts';
import {
  type FakeChannel,
  type FakePerson,
  type FakeTeam,
  type FakeTeams,
  openTeams,
  type TeamsOptions,
} from '../../../kit/far-sides/teams/server.ts';
import type { Json } from '../../../kit/far-sides/teams/shapes.ts';

let now = 1_766_000_000_000;
let teams: FakeTeams;
let team: FakeTeam;
let ada: FakePerson;
let help: FakeChannel;
let app: App;
let receiver: Server;
/** What arrived and passed the check of Microsoft's library. */
let arrived: Json[];
/** What the receiver answers, in turn; the last one stays. */
let answers: (number | object | 'silence')[];

const silent = () => {};
const logger = {
  error: silent,
  warn: silent,
  info: silent,
  debug: silent,
  trace: silent,
  log: silent,
  child: () => logger,
};

async function tokenFor(scope: string, tenant = teams.tenant, secret = teams.secret): Promise<Json> {
  const form = { grant_type: 'client_credentials', client_id: teams.appId, client_secret: secret, scope };
  const url = `${teams.loginUrl}/${tenant}/oauth2/v2.0/token`;
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, ...((await response.json()) as Json) };
}

async function open(options: TeamsOptions = {}): Promise<void> {
  now = 1_766_000_000_000;
  teams = await openTeams({ now: () => now, retryAfterMs: [5, 10], ...options });
  let verify: Parameters<IHttpServerAdapter['registerRoute']>[2] | undefined;
  app = new App({
    clientId: teams.appId,
    clientSecret: '',
    managedIdentityClientId: '',
    tenantId: teams.tenant,
    serviceUrl: teams.serviceUrl,
    token: async (scope, tenant) => (await tokenFor([scope].flat()[0]!, tenant)).access_token,
    cloud: {
      ...PUBLIC,
      loginEndpoint: teams.loginUrl,
      openIdMetadataUrl: `${teams.loginUrl}/v1/.well-known/openidconfiguration`,
    },
    logger,
    httpServerAdapter: {
      registerRoute: (_method, _path, handler) => {
        verify = handler;
      },
    },
  });
  app.server.onRequest = async ({ body }) => {
    arrived.push(body as unknown as Json);
    return { status: 200 };
  };
  await app.initialize();
  receiver = createServer(async (request, response) => {
    let raw = '';
    for await (const chunk of request) raw += chunk;
    const { status } = await verify!({ headers: request.headers as Record<string, string>, body: JSON.parse(raw) });
    if (status !== 200) return void response.writeHead(status!).end();
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer === 'silence') return;
    if (typeof answer === 'number') return void response.writeHead(answer).end();
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  teams.deliverTo(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/api/messages`);
  team = teams.team();
  ada = team.person('Ada Lovelace');
  help = team.channel('help');
}

async function close(): Promise<void> {
  await teams.close();
  receiver.closeAllConnections();
  await new Promise(resolve => receiver.close(resolve));
}

beforeEach(async () => {
  // The library reads the clock of the machine.
  arrived = [];
  answers = [200];
  await open({ now: Date.now });
});
afterEach(close);

/** Opened anew on a clock in the test's hand, for calls only: the library would take the deliveries' tokens for stale. */
async function atNow(options: TeamsOptions = {}): Promise<void> {
  await close();
  await open(options);
  teams.deliverTo(null);
}

const card = (body: Json[] = [{ type: 'TextBlock', text: 'Hello' }], actions: Json[] = []): Json => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  ...(actions.length ? { actions } : {}),
});
const withCard = (content: Json): Json => ({
  type: 'message',
  summary: 'Hello',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
});
const claim = { type: 'Action.Execute', title: 'Claim', verb: 'enquiry.claim', data: { value: 'e1' } };
const reply = {
  type: 'Action.Submit',
  title: 'Reply',
  data: { msteams: { type: 'task/fetch' }, button: 'enquiry.reply', value: 'e1' },
};

const api = () => app.api.conversations as unknown as Record<string, (...args: unknown[]) => Promise<Json>>;
/** Status and code of a refusal; 200 for what was done. */
const ending = (work: Promise<unknown>): Promise<[number, string | undefined]> =>
  work.then(
    () => [200, undefined],
    error => [error.response?.status ?? 0, error.response?.data?.error?.code],
  );
const start = (activity: Json = withCard(card([{ type: 'TextBlock', text: 'Hello' }], [claim, reply])), where = help) =>
  api().create!({ isGroup: true, channelData: { channel: { id: where.id } }, activity });
const send = (conversation: string, activity: Json = withCard(card())) => api().createActivity!(conversation, activity);

describe('what the bot does', () => {
  test('a post begins a thread, follow-ups stand in it, and its newest state is what people see', async () => {
    const made = await start();
    expect(made).toEqual({
      id: `${help.id};messageid=${made.activityId}`,
      activityId: expect.stringMatching(/^\d{13}$/),
    });
    const { id } = await send(made.id);
    await api().updateActivity!(made.id, made.activityId, withCard(card([{ type: 'TextBlock', text: 'Claimed' }])));
    expect(help.posts()).toMatchObject([{ id: made.activityId, by: 'bot', edits: 1, conversation: made.id }]);
    expect(wordsOf(help.posts()[0]!)).toBe('Claimed');
    expect(help.thread(made.activityId).map(each => each.id)).toEqual([made.activityId, id]);
    await api().deleteActivity!(made.id, id);
    expect(help.thread(made.activityId)).toHaveLength(1);
    expect(teams.problems()).toEqual([]);
  });

  test('what is sent to the bare channel begins a post of its own', async () => {
    const { id } = await send(help.id);
    expect(help.posts()).toMatchObject([{ id, root: id }]);
    expect(Number((await send(help.id)).id)).toBeGreaterThan(Number(id));
  });

  test('text and card in one activity are split, and no id comes back', async () => {
    const { id } = await start();
    expect((await send(id, { ...withCard(card()), text: 'beside it' })) ?? '').toBe('');
    expect(help.thread(help.posts()[0]!.id)).toHaveLength(3);
    expect(teams.problems().join()).toMatch(/has text beside its card/);
  });

  test('nothing is done without a token that is for it, and good now', async () => {
    await atNow();
    const post = (token: string | null) =>
      fetch(`${teams.serviceUrl}v3/conversations/${help.id}/activities`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ type: 'message', text: 'Hello' }),
      }).then(response => response.status);
    const { access_token: token } = await tokenFor('https://api.botframework.com/.default');
    expect(await post(token)).toBe(201);
    expect(await post(null)).toBe(401);
    expect(await post('nonsense')).toBe(401);
    expect(await post((await tokenFor('https://graph.microsoft.com/.default')).access_token)).toBe(401);
    now += 3_601_000;
    expect(await post(token)).toBe(401);
    const next = (await tokenFor('https://api.botframework.com/.default')).access_token;
    expect(await post(next)).toBe(201);
    teams.expireTokens();
    expect(await post(next)).toBe(401);
    expect(teams.tokens['https://api.botframework.com/.default']).toBe(2);
  });

  test('the login refuses a wrong secret, an expired one, a strange tenant and a strange scope in Microsoft’s words', async () => {
    const scope = 'https://api.botframework.com/.default';
    expect(await tokenFor(scope, teams.tenant, 'wrong')).toMatchObject({
      status: 401,
      error: 'invalid_client',
      error_description: expect.stringContaining('AADSTS7000215'),
    });
    expect(await tokenFor(scope, '00000000-0000-4000-a000-000000000000')).toMatchObject({ error_codes: [90002] });
    expect(await tokenFor('https://other/.default')).toMatchObject({ error_codes: [70011] });
    teams.expireSecret();
    expect(await tokenFor(scope)).toMatchObject({ status: 401, error_codes: [7000222] });
  });

  test('the bot changes and deletes its own messages alone, and none that is gone', async () => {
    const { id, activityId } = await start();
    const theirs = await ada.say(help, 'mine', { thread: activityId });
    expect(await ending(api().updateActivity!(id, theirs, withCard(card())))).toEqual([
      403,
      'ForbiddenOperationException',
    ]);
    const { id: own } = await send(id);
    await api().deleteActivity!(id, own);
    const gone = [404, 'ActivityNotFoundInConversation'];
    expect(await ending(api().updateActivity!(id, own, withCard(card())))).toEqual(gone);
    expect(await ending(api().updateActivity!(id, '1', withCard(card())))).toEqual(gone);
    expect(await ending(send(`${help.id};messageid=1`))).toEqual([404, 'ConversationNotFound']);
  });

  test('a message of more than 80 KB is not taken, and a card of more than 25 KB is a problem', async () => {
    const long = (chars: number) => card([{ type: 'TextBlock', text: 'x'.repeat(chars) }]);
    expect(await ending(start(withCard(long(41_000))))).toEqual([413, 'MessageSizeTooBig']);
    await start(withCard(long(30_000)));
    expect(teams.problems().join()).toMatch(/has a card of 30\d\d\d bytes/);
  });

  test('shut places say why: the bot was removed, the team is archived, the channel is deleted', async () => {
    const { id } = await start();
    await team.archive();
    expect(await ending(send(id))).toEqual([403, 'Forbidden']);
    await team.unarchive();
    await send(id);
    await team.uninstall(ada);
    expect(await ending(send(id))).toEqual([403, 'BotNotInConversationRoster']);
    await team.install(ada);
    await help.delete();
    expect(await ending(send(id))).toEqual([404, 'ConversationNotFound']);
    const hidden = team.channel('hidden', { type: 'private', members: [ada], botIn: false });
    expect(await ending(send(hidden.id))).toEqual([403, 'BotNotInConversationRoster']);
    await hidden.addBot(ada);
    await send(hidden.id);
  });

  test('scripts of failures: refused, done and refused, cut before and after, silent', async () => {
    const { id, activityId } = await start();
    const said = () => help.thread(activityId).length - 1;
    teams.fail('activities.post', { status: 502 });
    expect(await ending(send(id))).toEqual([502, undefined]);
    expect(said()).toBe(0);
    teams.fail('activities.post', { status: 412, code: 'PreconditionFailed', after: true });
    expect(await ending(send(id))).toEqual([412, 'PreconditionFailed']);
    expect(said()).toBe(1);
    teams.fail('any', 'reset-before');
    expect(await ending(send(id))).toEqual([0, undefined]);
    expect(said()).toBe(1);
    teams.fail('activities.post', 'reset-after');
    expect(await ending(send(id))).toEqual([0, undefined]);
    expect(said()).toBe(2);
    teams.fail('activities.post', { hang: 30 });
    await send(id);
    expect(said()).toBe(3);
    teams.fail('activities.post', { status: 429, retryAfter: 7 });
    expect(await ending(send(id))).toEqual([429, undefined]);
    await send(id);
    expect(teams.problems().join()).toMatch(/after a refusal that named 7000 ms/);
  });
});

describe('how often', () => {
  test('a channel with all its threads takes 7 messages a second, 8 in 2 and 60 in 30', async () => {
    await atNow({ rates: true });
    const { id } = await start();
    const other = await start();
    for (let n = 0; n < 5; n++) await send(n % 2 ? id : other.id);
    expect(await ending(send(id))).toEqual([429, 'TooManyRequests']);
    const elsewhere = team.channel('elsewhere');
    await start(undefined, elsewhere);
    now += 1_000;
    await send(id);
    expect(await ending(send(id))).toEqual([429, 'TooManyRequests']);
    now += 60_000;
    for (let n = 0; n < 60; n++) {
      now += 260;
      await send(id);
    }
    expect(await ending(send(id))).toEqual([429, 'TooManyRequests']);
    expect(teams.calls.at(-1)).toMatchObject({ status: 429, retryAfterMs: 1_000, carriedOut: false });
  });

  test('a refusal need not say when to come again', async () => {
    await atNow({ rates: true, retryAfterSeconds: null });
    for (let n = 0; n < 7; n++) await send(help.id);
    expect(await ending(send(help.id))).toEqual([429, 'TooManyRequests']);
    expect(teams.calls.at(-1)?.retryAfterMs).toBeUndefined();
  });

  test('without rates everything is taken, and what was too fast can be asked for', async () => {
    await atNow();
    for (let n = 0; n < 9; n++) await send(help.id);
    expect(teams.problems().join()).toMatch(/More than 7 messages in 1000 ms/);
    expect(teams.problems({ pace: false })).toEqual([]);
  });

  test('two reactions a second go through, whatever they are on', async () => {
    await atNow();
    const [one, two] = [await start(), await start()];
    await api().addReaction!(one.id, one.activityId, '1f440_eyes');
    await api().addReaction!(two.id, two.activityId, 'like');
    expect(await ending(api().addReaction!(one.id, one.activityId, 'heart'))).toEqual([429, 'TooManyRequests']);
    now += 1_000;
    await api().deleteReaction!(one.id, one.activityId, '1f440_eyes');
    expect(help.posts().map(each => each.reactions)).toEqual([[], ['like']]);
  });
});

describe('messages for one person', () => {
  test('are seen by that person alone, changed and deleted with the flag and without a recipient, for 24 hours', async () => {
    await atNow();
    const ben = team.person('Ben');
    const { id } = await start();
    const to = (person: FakePerson) => ({ ...withCard(card()), recipient: { id: person.id } });
    const { id: shown } = await api().createTargetedActivity!(id, to(ada));
    expect(ada.privates(help)).toMatchObject([{ id: shown, onlyFor: ada.id, conversation: id }]);
    expect(ben.privates()).toEqual([]);
    expect(help.thread(help.posts()[0]!.id)).toHaveLength(1);
    await api().updateTargetedActivity!(id, shown, withCard(card([{ type: 'TextBlock', text: 'Newer' }])));
    expect(wordsOf(ada.privates()[0]!)).toBe('Newer');
    expect(await ending(api().updateTargetedActivity!(id, shown, to(ada)))).toEqual([400, 'BadArgument']);
    const unknown = [404, 'ActivityNotFoundInConversation'];
    expect(await ending(api().updateActivity!(id, shown, withCard(card())))).toEqual(unknown);
    expect(await ending(api().addReaction!(id, shown, 'like'))).toEqual(unknown);
    now += 24 * 3_600_000 + 1_000;
    expect(ada.privates()).toEqual([]);
    expect(await ending(api().updateTargetedActivity!(id, shown, withCard(card())))).toEqual(unknown);
    const { id: next } = await api().createTargetedActivity!(id, to(ada));
    await api().deleteTargetedActivity!(id, next);
    expect(ada.privates()).toEqual([]);
  });

  test('need a recipient, who is in the channel', async () => {
    const { id } = await start();
    expect(await ending(api().createTargetedActivity!(id, withCard(card())))).toEqual([400, 'BadArgument']);
    const stranger = team.person('Eve', { member: false });
    const activity = { ...withCard(card()), recipient: { id: stranger.id } };
    expect(await ending(api().createTargetedActivity!(id, activity))).toEqual([403, 'ForbiddenOperationException']);
  });

  test('a personal chat is opened with somebody of the team, and is always the same', async () => {
    const ask = (person: FakePerson) => api().create!({ members: [{ id: person.id }], tenantId: teams.tenant });
    const { id } = await ask(ada);
    expect(id).toMatch(/^a:1/);
    expect((await ask(ada)).id).toBe(id);
    await send(id);
    expect(ada.chat()).toMatchObject([{ by: 'bot', conversation: id }]);
    expect(await ending(ask(team.person('Eve', { member: false })))).toEqual([403, 'BotNotInConversationRoster']);
  });
});

describe('who is there', () => {
  test('members by both of their ids, by pages, with their tenants; the team with its group and channels', async () => {
    const guest = team.person('Gus', { guest: true, noObjectId: true });
    for (let n = 0; n < 60; n++) team.person(`P${n}`);
    expect(await api().getMemberById!(help.id, ada.aadObjectId)).toMatchObject({ id: ada.id, name: 'Ada Lovelace' });
    expect(await api().getMemberById!(`${help.id};messageid=1`, ada.id)).toMatchObject({
      aadObjectId: ada.aadObjectId,
    });
    expect(await api().getMemberById!(help.id, guest.id)).toMatchObject({ userRole: 'guest', tenantId: teams.tenant });
    const first = await api().getPagedMembers!(help.id, 50);
    const second = await api().getPagedMembers!(help.id, 50, first.continuationToken);
    expect([first.members.length, second.members.length, second.continuationToken]).toEqual([50, 12, undefined]);
    const stranger = team.person('Eve', { member: false });
    const unknown = [404, 'MemberNotFoundInConversation'];
    expect(await ending(api().getMemberById!(help.id, stranger.id))).toEqual(unknown);
    expect(await app.api.teams.getById(team.id)).toMatchObject({ aadGroupId: team.aadGroupId, memberCount: 62 });
    team.channel('secret', { type: 'private', members: [ada] });
    expect(await app.api.teams.getConversations(team.id)).toMatchObject([
      { id: team.id },
      { id: help.id, name: 'help', type: 'standard' },
      { name: 'secret', type: 'private' },
    ]);
  });

  test('a shared channel has members of its own, of other tenants too', async () => {
    const eve = team.person('Eve', { tenant: 'b0000000-0000-4000-a000-000000000000', member: false });
    const shared = team.channel('with others', { type: 'shared', members: [ada, eve] });
    expect(await api().getMembers!(shared.id)).toMatchObject([{ name: 'Ada Lovelace' }, { tenantId: eve.tenant }]);
    await eve.say(shared, 'Hello');
    expect(arrived.at(-1)).toMatchObject({
      from: { aadObjectId: eve.aadObjectId, tenantId: eve.tenant },
      conversation: { tenantId: teams.tenant },
      channelData: { channel: { type: 'shared' }, tenant: { id: teams.tenant } },
    });
  });
});

describe('Graph', () => {
  const ask = async (path: string, token?: string): Promise<Json> => {
    const bearer = token ?? (await tokenFor('https://graph.microsoft.com/.default')).access_token;
    const url = path.startsWith('http') ? path : `${teams.loginUrl}/graph/v1.0${path}`;
    const response = await fetch(url, { headers: { Authorization: `Bearer ${bearer}` } });
    return { status: response.status, ...((await response.json()) as Json) };
  };

  test('shows what stands in a channel with the cards as text, page by page, and without what one person sees', async () => {
    const { id, activityId } = await start(withCard(card([{ type: 'TextBlock', id: 'k1', text: 'Hello' }])));
    const path = `/teams/${team.aadGroupId}/channels/${help.id}/messages`;
    const root = await ask(`${path}/${activityId}`);
    expect(root).toMatchObject({ id: activityId, replyToId: null, from: { application: { id: teams.appId } } });
    expect(JSON.parse(root.attachments[0].content).body[0].id).toBe('k1');
    for (let n = 0; n < 25; n++) await send(id, { type: 'message', text: `n ${n}` });
    await api().createTargetedActivity!(id, { type: 'message', text: 'secret', recipient: { id: ada.id } });
    const first = await ask(`${path}/${activityId}/replies`);
    expect([first.value.length, first.value[0].body.content]).toEqual([20, 'n 24']);
    const second = await ask(first['@odata.nextLink']);
    expect([second.value.length, second['@odata.nextLink']]).toEqual([5, undefined]);
    const theirs = await ada.say(help, 'Mine', { thread: activityId });
    await ada.remove(help, theirs);
    expect((await ask(`${path}/${activityId}/replies?$top=1`)).value).toMatchObject([
      { id: theirs, deletedDateTime: expect.any(String), from: { user: { id: ada.aadObjectId } }, attachments: [] },
    ]);
    expect((await ask(path)).value).toMatchObject([{ id: activityId }]);
  });

  test('refuses without the owner’s consent, and with a token that is for something else', async () => {
    const path = `/teams/${team.aadGroupId}/channels/${help.id}/messages`;
    expect((await ask(path, (await tokenFor('https://api.botframework.com/.default')).access_token)).status).toBe(401);
    team.consent(false);
    expect((await ask(path)).status).toBe(403);
  });
});

describe('what Teams tells the bot', () => {
  test('a reply comes as HTML and as plain text, with numeric ids and no message that it answers', async () => {
    const { id, activityId } = await start();
    const said = await ada.say(help, 'a < b & <at>Deskhand</at> <at>Ada Lovelace</at> there\n\nBye', {
      thread: activityId,
    });
    expect(arrived).toMatchObject([
      {
        type: 'message',
        id: said,
        serviceUrl: teams.serviceUrl,
        channelId: 'msteams',
        from: { id: ada.id, aadObjectId: ada.aadObjectId, name: 'Ada Lovelace' },
        recipient: { id: `28:${teams.appId}` },
        conversation: { id, conversationType: 'channel', isGroup: true, tenantId: teams.tenant },
        text: 'a < b & <at>Deskhand</at> <at>Ada Lovelace</at> there\n\nBye',
        textFormat: 'plain',
        channelData: {
          tenant: { id: teams.tenant },
          team: { id: team.id, aadGroupId: team.aadGroupId },
          channel: { id: help.id },
        },
      },
    ]);
    const [activity] = arrived;
    expect(activity!.replyToId).toBeUndefined();
    expect(activity!.attachments).toEqual([
      {
        contentType: 'text/html',
        content:
          '<p>a &lt; b &amp; <span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Deskhand</span>&nbsp;' +
          '<span itemscope itemtype="http://schema.skype.com/Mention" itemid="1">Ada Lovelace</span>&nbsp;there</p>\n' +
          '<p>&nbsp;</p>\n<p>Bye</p>',
      },
    ]);
    expect(activity!.entities.slice(0, 2)).toEqual([
      { type: 'mention', mentioned: { id: `28:${teams.appId}`, name: 'Deskhand' }, text: '<at>Deskhand</at>' },
      { type: 'mention', mentioned: { id: ada.id, name: 'Ada Lovelace' }, text: '<at>Ada Lovelace</at>' },
    ]);
  });

  test('what the window makes of signs: quotes, lists, bold, links; names in parts', async () => {
    await ada.say(help, '> so\n- one **b**\n- two\nsee https://x.example/?a=1&b=2, me@x.example', { rich: true });
    const html = arrived.at(-1)!.attachments[0].content;
    expect(html).toContain(
      '<blockquote>\n<p>so</p>\n</blockquote>\n<ul>\n<li>one <strong>b</strong></li>\n<li>two</li>\n</ul>',
    );
    expect(html).toContain('<a href="https://x.example/?a=1&amp;b=2"');
    expect(html).toContain('<a href="mailto:me@x.example"');
    await ada.say(help, '<at>Ada|Lovelace</at> hi');
    expect(arrived.at(-1)!.entities.slice(0, 2)).toMatchObject([
      { mentioned: { id: ada.id, name: 'Ada' } },
      { mentioned: { id: ada.id, name: 'Lovelace' } },
    ]);
  });

  test('edits, deletions, undeletions and reactions carry the id of their message', async () => {
    const id = await ada.say(help, 'one');
    await ada.edit(help, id, 'two');
    await ada.remove(help, id);
    await ada.undelete(help, id);
    await ada.react(help, id, 'like');
    await ada.unreact(help, id, 'like');
    expect(arrived.slice(1)).toMatchObject([
      { type: 'messageUpdate', id, text: 'two', channelData: { eventType: 'editMessage' } },
      { type: 'messageDelete', id, channelData: { eventType: 'softDeleteMessage' } },
      { type: 'messageUpdate', id, text: 'two', channelData: { eventType: 'undeleteMessage' } },
      { type: 'messageReaction', replyToId: id, reactionsAdded: [{ type: 'like' }] },
      { type: 'messageReaction', replyToId: id, reactionsRemoved: [{ type: 'like' }] },
    ]);
    expect(new Set(arrived.map(each => each.conversation.id))).toEqual(new Set([`${help.id};messageid=${id}`]));
  });

  test('without the owner’s consent only what speaks to the bot is told, and nothing of hidden channels', async () => {
    team.consent(false);
    await ada.say(help, 'among us');
    const spoken = await ada.say(help, '<at>Deskhand</at> stats');
    await ada.say(team.channel('hidden', { type: 'private', members: [ada], botIn: false }), '<at>Deskhand</at> stats');
    await ada.slash(help, 'stats week');
    expect(arrived).toMatchObject([{ id: spoken }, { text: 'stats week', recipient: { isTargeted: true } }]);
    expect(help.posts().map(each => each.text)).toEqual(['among us', '<at>Deskhand</at> stats']);
  });

  test('mentions of a tag, the channel, the team and everyone name what they are', async () => {
    team.tag('repairs', [ada]);
    await ada.say(help, '<at>repairs</at> <at>help</at> <at>Shop</at> <at>Everyone</at>');
    expect(arrived[0]!.entities.slice(0, 4).map((each: Json) => each.mentioned)).toMatchObject([
      { type: 'tag', name: 'repairs' },
      { type: 'channel', id: help.id },
      { type: 'team', id: team.id },
      { type: 'everyone', name: 'Everyone' },
    ]);
  });

  test('pictures lie behind the Connector for its token; files in a chat elsewhere and for none, in a channel nowhere', async () => {
    await ada.install();
    await ada.say(help, 'look', {
      images: [{ name: 'a.png', content: 'PNG' }],
      files: [{ name: 'a.txt', content: 'x' }],
    });
    const [picture, html] = arrived.at(-1)!.attachments;
    expect([picture.contentType, arrived.at(-1)!.attachments.length]).toEqual(['image/*', 2]);
    expect(html.content).toMatch(/<img [^>]*AMSImage.*<attachment id=/s);
    const get = async (url: string, token?: string) => {
      const response = await fetch(url, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
      return [response.status, await response.text()];
    };
    const { access_token: token } = await tokenFor('https://api.botframework.com/.default');
    expect(await get(picture.contentUrl, token)).toEqual([200, 'PNG']);
    expect((await get(picture.contentUrl))[0]).toBe(401);
    await ada.say(null, 'look', { files: [{ name: 'a.txt', content: 'words' }] });
    const [file] = arrived.at(-1)!.attachments;
    expect(file).toMatchObject({ contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'a.txt' });
    expect(await get(file.content.downloadUrl)).toEqual([200, 'words']);
    expect(teams.problems()).toEqual([]);
    await get(file.content.downloadUrl, token);
    expect(teams.problems().join()).toMatch(/A token was sent to where files lie/);
  });

  test('what happens to teams, channels and their members', async () => {
    await team.install(ada);
    await team.upgrade(ada);
    const made = await team.createChannel('new');
    await made.rename('newer');
    await made.delete();
    await made.restore();
    const ben = team.person('Ben', { member: false });
    await team.add(ben);
    await team.remove(ben);
    await team.rename('Shop 2');
    await team.archive();
    await team.unarchive();
    const shared = team.channel('shared', { type: 'shared', members: [ada] });
    await shared.share();
    await shared.join(ben);
    await shared.leave(ben);
    await team.delete();
    await team.restore();
    await team.uninstall(ada);
    await team.archive();
    const seen = arrived.map(each => each.action ?? each.channelData.eventType);
    expect(seen).toEqual([
      'add',
      'teamMemberAdded',
      'add-upgrade',
      'channelCreated',
      'channelRenamed',
      'channelDeleted',
      'channelRestored',
      'teamMemberAdded',
      'teamMemberRemoved',
      'teamRenamed',
      'teamArchived',
      'teamUnarchived',
      'channelShared',
      'channelMemberAdded',
      'channelMemberRemoved',
      'teamDeleted',
      'teamRestored',
      'teamMemberRemoved',
      'remove',
    ]);
    expect(arrived[1]).toMatchObject({ type: 'conversationUpdate', membersAdded: [{ id: `28:${teams.appId}` }] });
    expect(arrived[4]).toMatchObject({
      channelData: { channel: { id: made.id, name: 'newer' }, team: { id: team.id } },
    });
  });
});

describe('presses', () => {
  test('an Execute is an invoke whose answer the person sees', async () => {
    const made = await start();
    const [post] = help.posts();
    answers = [
      {
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
        value: card([{ type: 'TextBlock', text: 'Yours' }]),
      },
    ];
    await ada.press(post!, 'enquiry.claim');
    expect(arrived.at(-1)).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: made.activityId,
      conversation: { id: made.id },
      value: { action: { type: 'Action.Execute', verb: 'enquiry.claim', data: { value: 'e1' } }, trigger: 'manual' },
    });
    expect(wordsOf(ada.sees(help.posts()[0]!))).toBe('Yours');
    await api().updateActivity!(
      made.id,
      made.activityId,
      withCard(card([{ type: 'TextBlock', text: 'For all' }], [claim])),
    );
    expect(wordsOf(ada.sees(help.posts()[0]!))).toBe('For all\nClaim');
    answers = [{ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Ben was faster.' }];
    await ada.press(help.posts()[0]!, 'Claim');
    answers = [200];
    expect((await ada.press(help.posts()[0]!, /Cla/)).trouble).toMatch(/is answered with statusCode/);
    expect(ada.toasts()).toEqual(['Ben was faster.', 'Something went wrong. Please try again.']);
  });

  test('buttons behind the dots and behind a question are found, and what is typed in the card goes along', async () => {
    const inputs = { type: 'Input.Text', id: 'why', label: 'Why', value: 'as ever' };
    const behind = { type: 'Action.ShowCard', title: 'Spam', card: card([], [{ ...claim, verb: 'enquiry.spam' }]) };
    const old = {
      type: 'Action.Submit',
      title: 'Old',
      data: { button: 'enquiry.claim', value: 'e1' },
      mode: 'secondary',
    };
    await start(withCard(card([inputs], [behind, old])));
    const [post] = help.posts();
    answers = [{ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' }];
    await ada.press(post!, 'enquiry.spam', { values: { why: 'it is one' } });
    expect(arrived.at(-1)!.value.action).toMatchObject({
      verb: 'enquiry.spam',
      data: { value: 'e1', why: 'it is one' },
    });
    await ada.press(post!, 'Old');
    expect(arrived.at(-1)).toMatchObject({
      type: 'message',
      id: expect.stringMatching(/^f:/),
      value: { button: 'enquiry.claim', value: 'e1', why: 'as ever' },
      replyToId: post!.id,
      channelData: { source: { name: 'message' } },
    });
    expect(arrived.at(-1)!.text).toBeUndefined();
    await expect(ada.press(post!, 'nothing')).rejects.toThrow(/Nothing to press here is nothing/);
  });

  const form = card(
    [
      { type: 'Input.Text', id: 'text', label: 'Words', isMultiline: true },
      {
        type: 'Input.ChoiceSet',
        id: 'to',
        value: 'a',
        choices: [
          { title: 'Ann', value: 'a' },
          { title: 'Ben', value: 'b' },
        ],
      },
    ],
    [{ type: 'Action.Submit', title: 'Send', data: { submit: 'reply.send' } }],
  );
  const dialog = (content: Json) => ({
    task: {
      type: 'continue',
      value: { title: 'Reply', card: { contentType: 'application/vnd.microsoft.card.adaptive', content } },
    },
  });

  test('a dialog opens with its form, and what was filled in is submitted', async () => {
    const made = await start();
    answers = [dialog(form)];
    await ada.press(help.posts()[0]!, 'enquiry.reply');
    expect(arrived.at(-1)).toMatchObject({
      name: 'task/fetch',
      replyToId: made.activityId,
      value: { data: { button: 'enquiry.reply', value: 'e1' } },
    });
    expect(ada.openDialog()).toMatchObject({ title: 'Reply' });
    await expect(ada.submit({ to: 'Zoe' })).rejects.toThrow(/offers no Zoe/);
    answers = [{ task: { type: 'message', value: 'It is on its way.' } }];
    await ada.submit({ text: 'Dear Maya', to: 'Ben' });
    expect(arrived.at(-1)).toMatchObject({
      name: 'task/submit',
      conversation: { id: made.id },
      value: { data: { text: 'Dear Maya', to: 'b', submit: 'reply.send' } },
    });
    expect(ada.openDialog()).toMatchObject({ words: 'It is on its way.', card: null });
    ada.close();
    expect(ada.openDialog()).toBeNull();
  });

  test('the menu of a message asks with the whole message, and its dialog is submitted beside it', async () => {
    const { activityId } = await start();
    const said = await ada.say(help, 'Dear Maya', { thread: activityId });
    answers = [dialog(form)];
    await ada.messageAction(help, said, 'message.send_to_customer');
    expect(arrived.at(-1)).toMatchObject({
      name: 'composeExtension/fetchTask',
      conversation: { id: `${help.id};messageid=${activityId}` },
      value: {
        commandId: 'message.send_to_customer',
        commandContext: 'message',
        messagePayload: {
          id: said,
          replyToId: activityId,
          body: { content: '<p>Dear Maya</p>' },
          from: { user: { id: ada.aadObjectId } },
        },
      },
    });
    answers = [{ composeExtension: { type: 'message', text: 'Done.' } }];
    await ada.submit({ text: 'Dear Maya' });
    expect(arrived.at(-1)).toMatchObject({
      name: 'composeExtension/submitAction',
      value: {
        commandId: 'message.send_to_customer',
        data: { text: 'Dear Maya', to: 'a' },
        messagePayload: { id: said },
      },
    });
    expect(ada.toasts()).toEqual(['Done.']);
  });
});

describe('deliveries', () => {
  test('Microsoft’s library refuses what is forged, stale, early, or for somebody else', async () => {
    const id = await ada.say(help, 'genuine');
    const genuine = structuredClone(teams.deliveries.find(each => each.activity.id === id)!.activity);
    const seconds = Math.floor(Date.now() / 1_000);
    const refused = [
      await teams.deliver(genuine, { key: 2 }),
      await teams.deliver(genuine, { key: 2, kid: 'key-0' }),
      await teams.deliver(genuine, { alg: 'none' }),
      await teams.deliver(genuine, { alg: 'HS256' }),
      await teams.deliver(genuine, { token: null }),
      await teams.deliver(genuine, { token: 'nonsense' }),
      await teams.deliver(genuine, { claims: { exp: seconds - 600 } }),
      await teams.deliver(genuine, { claims: { nbf: seconds + 600 } }),
      await teams.deliver(genuine, { claims: { aud: 'somebody' } }),
      await teams.deliver(genuine, { claims: { iss: 'https://evil.example' } }),
      await teams.deliver(genuine, { claims: { serviceurl: 'https://evil.example' } }),
    ];
    expect(refused.map(each => each.status)).toEqual(refused.map(() => 401));
    expect(arrived).toHaveLength(1);
    expect((await teams.deliver(genuine)).status).toBe(200);
  });

  test('after the keys were rotated what is signed with the new one is good, and the old one is not', async () => {
    await ada.say(help, 'one');
    teams.rotateKeys();
    await ada.say(help, 'two');
    expect(arrived.map(each => each.text)).toEqual(['one', 'two']);
    const keys = (await (await fetch(`${teams.loginUrl}/v1/.well-known/keys`)).json()) as Json;
    expect(keys.keys.map((each: Json) => each.kid)).toEqual(['key-1']);
  });

  test('what was answered too late, or badly, comes again with the same body', async () => {
    teams.options.answerWithinMs = 300;
    answers = ['silence', 500, 200];
    await ada.say(help, 'Hello');
    await teams.quiet();
    expect(teams.deliveries.map(each => [each.attempt, each.status, each.answer])).toEqual([
      [0, 0, 'timeout'],
      [1, 500, ''],
      [2, 200, ''],
    ]);
    expect(new Set(arrived.map(each => JSON.stringify(each))).size).toBe(1);
    await teams.redeliver(teams.deliveries[0]!);
    expect(arrived).toHaveLength(4);
  });

  test('what an invoke got wrong is told to the person, and does not come again', async () => {
    await start();
    answers = [500];
    const answer = await ada.press(help.posts()[0]!, 'enquiry.claim');
    await teams.quiet();
    expect([answer.status, answer.trouble, teams.deliveries.length]).toEqual([500, 'Something went wrong.', 1]);
    expect(ada.toasts()).toEqual(['Something went wrong.']);
  });

  test('what is held back is overtaken, and a copy comes as often as it is told to', async () => {
    const id = await ada.say(help, 'first', { hold: true });
    await ada.edit(help, id, 'second', { times: 2 });
    expect(arrived.map(each => each.text)).toEqual(['second', 'second']);
    await teams.deliverHeld();
    expect(arrived.at(-1)).toMatchObject({ type: 'message', text: 'first', id });
  });
});

describe('what is against the rules', () => {
  test('is said in sentences', async () => {
    const at = { type: 'TextBlock', text: 'Hello <at>Ada</at>', id: 'a' };
    const input = { type: 'Input.Text', id: 'a' };
    const many = Array.from({ length: 7 }, (_each, n) => ({ ...claim, title: `T${n}` }));
    const { summary: _summary, ...bare } = withCard(
      card([at, input, { type: 'Chart.Pie' }, { type: 'Badge', fallback: 'drop' }], many),
    );
    await start(bare);
    const problems = teams.problems().join('\n');
    expect(problems).toMatch(/has no summary/);
    expect(problems).toMatch(/mentions <at>Ada<\/at> without an entity/);
    expect(problems).toMatch(/has the id a twice/);
    expect(problems).toMatch(/has a Chart\.Pie without a fallback/);
    expect(problems).toMatch(/shows 7 actions in one row/);
    expect(problems).not.toMatch(/Badge/);
  });
});
