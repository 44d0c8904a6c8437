/** What X's refusals mean, in both of its dialects, and what is said to staff. */
import { describe, expect, test } from 'vitest';
import type { Why } from '../../../../adapters/channels/x/connection/api.ts';
import { lossOf, refusalOf } from '../../../../adapters/channels/x/connection/failures.ts';

const TYPES = 'https://api.x.com/2/problems';
const problem = (title: string, detail: string, type = 'about:blank') => ({ title, detail, type });
const old = (code: number, message: string) => ({ errors: [{ code, message }] });
const WRITE = { isWrite: true, signedBy: 'keys' } as const;

/** As people posted them; where X has two ways to say it, both. */
const SAID: [status: number, body: unknown, why: Why, words: RegExp][] = [
  [401, problem('Unauthorized', 'Unauthorized'), 'signed-out', /keys of this channel.*console\.x\.com/],
  [401, old(89, 'Invalid or expired token.'), 'signed-out', /keys/],
  [401, undefined, 'signed-out', /keys/],
  [
    402,
    { account_id: 2e18, ...problem('CreditsDepleted', 'does not have any credits', `${TYPES}/credits`) },
    'no-credit',
    /^X credits are at zero: auto-recharge does not help at zero, add some by hand in X's console \(console\.x\.com\)\.$/,
  ],
  [402, undefined, 'no-credit', /at zero/],
  [
    403,
    problem('SpendCapReached', 'reached its billing cycle spend cap', `${TYPES}/credits`),
    'capped',
    /spending limit.*Raise it/,
  ],
  [
    429,
    problem('UsageCapExceeded', 'Usage cap exceeded: Monthly product cap', `${TYPES}/usage-capped`),
    'capped',
    /month/,
  ],
  [429, problem('Too Many Requests', 'Too Many Requests'), 'too-many', /goes on by itself/],
  [429, old(88, 'Rate limit exceeded'), 'too-many', /by itself/],
  [403, old(185, 'User is over daily status update limit.'), 'too-many', /as much as X allows/],
  [
    403,
    problem('Forbidden', 'You are not allowed to create a Tweet with duplicate content.'),
    'twice',
    /same words twice/,
  ],
  [403, old(187, 'Status is a duplicate.'), 'twice', /Change them/],
  [
    403,
    problem(
      'Forbidden',
      'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
    ),
    'not-summoned',
    /mentioned or quoted you.*Answer on x\.com/,
  ],
  [
    403,
    problem('Forbidden', 'The original Tweet author restricted who can reply to this Tweet.'),
    'refused',
    /restricted who can reply/,
  ],
  [403, old(433, 'The original Tweet author restricted who can reply to this Tweet.'), 'refused', /restricted/],
  [
    403,
    problem('Forbidden', 'You attempted to reply to a Tweet that is deleted or not visible to you.'),
    'gone',
    /not on X any more/,
  ],
  [403, old(385, 'You attempted to reply to a Tweet that is deleted or not visible to you.'), 'gone', /deleted/],
  [
    403,
    problem('Forbidden', 'You do not have permission to DM one or more participants.'),
    'closed',
    /no direct messages.*ask them to write to you first/,
  ],
  [403, old(349, 'You cannot send messages to this user.'), 'closed', /no direct messages/],
  [403, old(136, 'You have been blocked from replying to this person at their request.'), 'blocked', /has blocked/],
  [403, problem('Forbidden', 'You are not permitted to perform this action.'), 'refused', /may have blocked/],
  [
    403,
    problem('Forbidden', 'not configured with the appropriate oauth1 app permissions', `${TYPES}/oauth1-permissions`),
    'no-permission',
    /"Read and write and Direct message", make a new access token/,
  ],
  [
    403,
    problem(
      'Unsupported Authentication',
      'Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.',
      `${TYPES}/unsupported-authentication`,
    ),
    'no-permission',
    /does not allow this app/,
  ],
  [
    403,
    {
      ...problem('Client Forbidden', 'must use keys and tokens from a developer App that is attached to a Project'),
      ...{ reason: 'client-not-enrolled', type: `${TYPES}/client-forbidden` },
    },
    'no-permission',
    /pay-per-use/,
  ],
  [
    403,
    problem('Forbidden', 'The user has not authorized the application to receive this private event type.'),
    'no-permission',
    /Sign in with X/,
  ],
  [403, old(326, 'To protect our users from spam, this account is temporarily locked.'), 'no-permission', /x\.com/],
  [403, old(186, 'Tweet needs to be a bit shorter.'), 'too-long', /Shorten/],
  [
    400,
    {
      ...problem('Invalid Request', 'One or more parameters to your request was invalid.'),
      ...{ errors: [{ message: 'The text is empty or too long.' }] },
    },
    'too-long',
    /Shorten/,
  ],
  [
    400,
    {
      ...problem('Invalid Request', 'One or more parameters to your request was invalid.'),
      ...{ errors: [{ message: 'Your media IDs are invalid.' }] },
    },
    'media',
    /JPG/,
  ],
  [413, undefined, 'media', /5 MB/],
  [403, problem('Forbidden', 'This user is not allowed to post a video longer than 20 minutes.'), 'media', /Shorten/],
  [
    403,
    problem('Forbidden', 'You can only reply to or quote posts where you are mentioned or are the author.'),
    'not-summoned',
    /mentioned or quoted/,
  ],
  [403, problem('Forbidden', 'Your account is temporarily restricted'), 'no-permission', /x\.com and do/],
  [
    400,
    {
      ...problem('Invalid Request', 'One or more parameters to your request was invalid.'),
      ...{ errors: [{ message: 'The teapot [7] is not valid' }] },
    },
    'refused',
    /^X refused this: The teapot \[7\] is not valid\.$/,
  ],
  [404, problem('Not Found', 'Not Found'), 'gone', /X does not have this/],
  [404, old(34, 'Sorry, that page does not exist.'), 'gone', /./],
  [403, { strange: true }, 'refused', /^X refused this: status 403\.$/],
  [418, problem('Teapot', 'I am a teapot', 'urn:of:tomorrow'), 'refused', /I am a teapot\.$/],
  [503, problem('Service Unavailable', 'Service Unavailable'), 'server', /problem of its own/],
  [502, undefined, 'server', /problem of its own/],
  [200, undefined, 'server', /problem of its own/],
  [302, undefined, 'server', /problem of its own/],
];

test.each(SAID)('%i %j is %s', (status, body, why, words) => {
  const failed = refusalOf({ status, headers: {}, body }, WRITE);
  expect(failed).toMatchObject({ ok: false, why, words: expect.stringMatching(words) });
  // Refused at the door, or perhaps carried out behind it.
  expect(failed.mayHaveArrived).toBe(status < 400 || status >= 500);
  expect(refusalOf({ status, headers: {}, body }, { ...WRITE, isWrite: false }).mayHaveArrived).toBe(false);
});

describe('what is said to staff', () => {
  test('whose word X did not believe', () => {
    const by = (signedBy: 'keys' | 'sign-in' | 'app') =>
      refusalOf({ status: 401, headers: {}, body: {} }, { isWrite: false, signedBy }).words;
    expect(by('keys')).toMatch(/make new ones|Make new ones/);
    expect(by('sign-in')).toMatch(/Sign in with X again/);
    expect(by('app')).toMatch(/bearer token/);
  });

  test('X’s own words are cut, in one line, for the log', () => {
    const body = problem('Odd\nthing', `${'long '.repeat(200)}`);
    const { detail } = refusalOf({ status: 400, headers: {}, body }, WRITE);
    expect(detail).toMatch(/^400 Odd thing long long/);
    expect(detail.length).toBeLessThanOrEqual(300);
    expect(refusalOf({ status: 502, headers: {}, body: undefined }, WRITE).detail).toBe('502, not JSON');
  });
});

describe('when there is more', () => {
  const date = 'Mon, 30 Nov 2026 10:00:00 GMT';
  const now = Date.parse(date) / 1_000;
  const retryAt = (headers: Record<string, string>) =>
    refusalOf({ status: 429, headers: { date, ...headers }, body: {} }, WRITE).retryAt;

  test('the window that is used up, and of two the one that opens later', () => {
    const quarter = { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(now + 600) };
    expect(retryAt(quarter)).toBe((now + 600) * 1_000);
    const day = { 'x-user-limit-24hour-remaining': '0', 'x-user-limit-24hour-reset': String(now + 7_200) };
    expect(retryAt({ ...quarter, ...day })).toBe((now + 7_200) * 1_000);
    expect(retryAt({ ...quarter, ...day, 'x-rate-limit-remaining': '3' })).toBe((now + 7_200) * 1_000);
    expect(retryAt({ ...quarter, ...day, 'x-user-limit-24hour-remaining': '9' })).toBe((now + 600) * 1_000);
  });

  test('a pause in seconds counts from X’s own time; without a word there is none', () => {
    expect(retryAt({ 'retry-after': '90' })).toBe((now + 90) * 1_000);
    expect(retryAt({})).toBeNull();
    expect(retryAt({ 'x-rate-limit-reset': 'soon', 'retry-after': '-1' })).toBeNull();
    expect(retryAt({ 'retry-after': '1e99' })).toBeNull();
  });
});

describe('an answer that did not come', () => {
  const lost = { cause: 'x', reached: false, timedOut: false, tooLarge: false };
  const words = (cause: string, more = {}) => lossOf({ ...lost, cause, ...more }, { isWrite: true }).words;

  test('each cause has its own words', () => {
    expect(words('ENOTFOUND: getaddrinfo ENOTFOUND api.x.com')).toMatch(/does not resolve.*internet/);
    expect(words('DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate')).toMatch(/certificate is not valid/);
    expect(words('ECONNREFUSED: connect')).toMatch(/refuses the connection/);
    expect(words('ECONNRESET: socket hang up', { reached: true })).toMatch(/broke off/);
    expect(words('', { reached: true, timedOut: true })).toMatch(/did not answer within 15 s/);
    expect(words('', { timedOut: true })).toMatch(/cannot be reached within 15 s.*firewall/);
    expect(words('', { reached: true, tooLarge: true })).toMatch(/more than an answer can be/);
  });

  test('a write arrived perhaps once the connection stood, and never before', () => {
    expect(lossOf(lost, { isWrite: true }).mayHaveArrived).toBe(false);
    expect(lossOf({ ...lost, reached: true }, { isWrite: true }).mayHaveArrived).toBe(true);
    expect(lossOf({ ...lost, reached: true }, { isWrite: false }).mayHaveArrived).toBe(false);
  });
});
