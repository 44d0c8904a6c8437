import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emailChannel } from '../../../../adapters/channels/email/channel.ts';
import { emailConfig } from '../../../../adapters/channels/email/setup/config.ts';
import { makeTokens, SignInGone } from '../../../../adapters/channels/email/setup/oauth.ts';
import { signInByBrowser, signInByDevice } from '../../../../adapters/channels/email/setup/sign-in.ts';
import { systemIds } from '../../../../src/app/world.ts';
import { askMailbox } from '../../../../src/cli/setup.ts';
import type { Asker } from '../../../../src/cli/setup-questions.ts';
import type { ChannelContext, Inbound } from '../../../../src/ports/channel.ts';
import { readSettings } from '../../../../src/ports/settings.ts';
import { context } from '../../../contracts/channel.ts';
import { type ImapSide, startImap } from '../../../kit/far-sides/imap.ts';
import { type SmtpSide, startSmtp } from '../../../kit/far-sides/smtp.ts';
import { startTokens, type TokenSide } from '../../../kit/far-sides/tokens.ts';
import { until } from '../../../kit/world.ts';

const USER = 'help@shop.example';
let imap: ImapSide;
let smtp: SmtpSide;
let tokens: TokenSide;
let accepted: Inbound[];
let notices: string[];
let given: ChannelContext;

beforeEach(async () => {
  tokens = await startTokens();
  imap = await startImap(USER, 'none yet');
  smtp = await startSmtp();
  smtp.token = 'none yet';
  // What the provider gives is good on both servers, and nothing older.
  tokens.onAccess = token => {
    imap.setToken(token);
    smtp.token = token;
  };
  accepted = [];
  notices = [];
  given = { ...context(accepted), notice: async (_key, words) => void notices.push(words) };
});
afterEach(async () => {
  await Promise.all([imap.stop(), smtp.stop(), tokens.stop()]);
});

const values = () =>
  readSettings(
    emailChannel.settings,
    {
      address: USER,
      name_shown: 'Shop',
      provider: 'microsoft',
      check_senders: false,
      imap: { host: '127.0.0.1', port: imap.port, secure: false },
      smtp: { host: '127.0.0.1', port: smtp.port, user: USER },
      oauth: { client_id: 'app', refresh_token: 'long-0', token_url: tokens.url },
    } as never,
    'x',
  ).settings;
const mail = (n: number) =>
  `From: maya@example.com\r\nTo: ${USER}\r\nMessage-ID: <${n}@x>\r\nSubject: mail ${n}\r\n\r\nwords ${n}`;
const reply = {
  id: 'rep_1' as never,
  enquiryId: 'enq_1' as never,
  attempt: 1,
  to: { address: 'maya@example.com', name: 'Maya' },
  copies: [],
  writtenTo: null,
  author: { name: 'Ann' },
  text: 'Hello',
  subject: 'x',
  answers: [],
  lastMessage: null,
};

describe('a mailbox that is signed in to by token', () => {
  test('a token that ends while waiting for mail, and one that ends before a reply: one renewal each, nothing lost or doubled', async () => {
    const channel = emailChannel.open(values(), given);
    await channel.start();
    await until(async () => (await channel.check())[0]?.words.startsWith('read'), 'connected');
    imap.deliver(mail(1));
    await until(() => accepted.length === 1, 'mail 1');
    // The server forgets the token and the connection; a mail comes meanwhile.
    imap.setToken('another');
    imap.drop();
    imap.deliver(mail(2));
    await until(() => accepted.length === 2, 'mail 2 by a new token', 20_000);
    expect(tokens.made).toBe(2);
    smtp.token = 'ended';
    const sending = channel.send(reply);
    expect(await sending).toMatchObject({ as: 'sent' });
    expect(tokens.made).toBe(3);
    expect(smtp.mails).toHaveLength(1);
    await channel.stop();
    expect(accepted.map(each => each.externalId)).toHaveLength(2);
  });

  test('when the permission was taken away the room is told what to do, and a reply says so', async () => {
    tokens.mood = 'revoked';
    const channel = emailChannel.open(values(), given);
    await channel.start();
    await until(() => notices.length > 0, 'the notice');
    expect(notices[0]).toMatch(
      /^New mail cannot be read at the moment\. Microsoft \(help@shop\.example\) no longer lets Deskhand in: .*"deskhand setup" again\. Nothing is lost/,
    );
    expect(await channel.send(reply)).toMatchObject({
      as: 'refused',
      words: expect.stringMatching(/deskhand setup/),
    });
    // Signed in again: it goes on by itself, and says so.
    tokens.mood = 'gives';
    await until(async () => (await channel.check())[0]?.words.startsWith('read'), 'connected again', 20_000);
    await until(() => notices.length === 2, 'the good news');
    expect(notices[1]).toBe('Mail is read again. What came meanwhile is here now.');
    await channel.stop();
  });

  test('a sign-in that has trouble is tried again, and no alarm is made of it at once', async () => {
    const channel = emailChannel.open(values(), given);
    const moods = { 'has trouble': 'status|unavailable', 'leads elsewhere': 'another address' };
    const broken = { 'has no end': 'larger than any token', 'is silent halfway': 'does not answer: aborted' };
    for (const [mood, words] of Object.entries({ ...moods, ...broken })) {
      tokens.mood = mood as TokenSide['mood'];
      const answer = { as: 'retry', words: expect.stringMatching(words) };
      expect(await channel.send(reply), mood).toMatchObject(answer);
    }
    await channel.stop();
    expect(notices).toEqual([]);
  });

  test('many at once renew once; the new long token is kept, sealed away from the settings', async () => {
    let turn: Promise<unknown> = Promise.resolve();
    const shared: ChannelContext = {
      ...given,
      exclusively: (_name, work) => {
        const mine = turn.then(work, work);
        turn = mine;
        return mine as never;
      },
    };
    const config = emailConfig(values()).oauth!;
    const processes = [1, 2, 3].map(() => makeTokens(config, USER, shared));
    const got = await Promise.all(processes.map(each => each.access()));
    expect(new Set(got)).toEqual(new Set(['short-1']));
    expect(tokens.made).toBe(1);
    // Long token 0 is worthless by now: only the kept one renews.
    expect(await processes[1]!.access('short-1')).toBe('short-2');
    expect(JSON.parse((await shared.vault.read('oauth'))!)).toMatchObject({ refresh: 'long-2' });
    await expect(makeTokens({ ...config, refreshToken: 'stolen' }, USER, shared).access()).rejects.toThrow(SignInGone);
  });
});

describe('signing in', () => {
  test('by a code on any device', async () => {
    const shown: object[] = [];
    const token = await signInByDevice(
      {
        provider: 'microsoft',
        clientId: 'app',
        clientSecret: null,
        tenant: 'common',
        tokenUrl: tokens.url,
        deviceUrl: tokens.deviceUrl,
      },
      words => shown.push(words),
      async () => {},
    );
    expect(token).toBe('long-1');
    expect(shown).toEqual([{ url: 'https://login.example/device', code: 'ABCD-EFGH' }]);
  });

  test('by a browser: only the page that knows the state is answered', async () => {
    const client = {
      provider: 'google' as const,
      clientId: 'app',
      clientSecret: 's',
      tenant: 'common',
      tokenUrl: tokens.url,
      authorizeUrl: tokens.authorizeUrl,
    };
    const token = await signInByBrowser(
      client,
      USER,
      url => {
        const query = new URL(url).searchParams;
        expect(query.get('code_challenge_method')).toBe('S256');
        const back = query.get('redirect_uri')!;
        void (async () => {
          expect((await fetch(`${back}?code=evil&state=guess`)).status).toBe(404);
          expect((await fetch(`${back}?code=yes&state=${query.get('state')}`)).status).toBe(200);
        })();
      },
      systemIds.secret,
    );
    expect(token).toBe('long-1');
  });
});

describe('deskhand setup', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-setup-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Answers by a part of the question; of a list the first at the first time and so on, the last from then on. */
  const answers = (given: Record<string, string | boolean | string[]>): Asker & { told: string[]; asked: string[] } => {
    const [told, asked]: [string[], string[]] = [[], []];
    const find = (question: string) => {
      asked.push(question);
      const answer = Object.entries(given).find(([part]) => question.includes(part))?.[1];
      return Array.isArray(answer) ? (answer.length > 1 ? answer.shift() : answer[0]) : answer;
    };
    return {
      told,
      asked,
      text: async (question, suggestion) => String(find(question) || suggestion || ''),
      secret: async question => String(find(question) ?? ''),
      choose: async (question, choices, first) => (find(question) as never) ?? first ?? choices[0]!.value,
      yes: async question => Boolean(find(question)),
      tell: words => void told.push(words),
      busy: (_words, work) => work(),
    };
  };
  const env = () => ({ DATABASE_URL: `sqlite:${join(folder, 'd.db')}` });
  const files = () => ({ config: join(folder, 'deskhand.yaml'), env: join(folder, '.env') });

  test('Microsoft: signs in, writes both files, the secret only where it belongs', async () => {
    const ask = answers({ 'Which address': USER, 'Where is': 'microsoft', 'client id': 'app', 'What now': 'save' });
    await askMailbox(ask, env(), files(), { tokenUrl: tokens.url, deviceUrl: tokens.deviceUrl });
    const yaml = readFileSync(files().config, 'utf8');
    expect(yaml).toContain('provider: microsoft');
    expect(yaml).toContain('refresh_token: ${HELP_TOKEN}');
    expect(yaml).not.toContain('long-1');
    expect(readFileSync(files().env, 'utf8')).toBe("HELP_TOKEN='long-1'\n");
    expect(statSync(files().env).mode & 0o777).toBe(0o600);
    expect(ask.told.join('\n')).toContain('type ABCD-EFGH');
  });

  test('another provider: what is wrong is typed again, the rest is kept; an empty password is refused; nothing stays when it is left', async () => {
    const box = { 'Which address': ['help', USER, ''], 'Where is': 'other', IMAP: '127.0.0.1', SMTP: '127.0.0.1' };
    const ask = answers({
      ...box,
      'port of the outgoing': ['99999', '58x', String(smtp.port), ''],
      'The password': ['', '   ', 'x', ''],
      'user name': ['', 'help-user'],
      'How many days': '0',
      'What now': ['again', 'again', 'leave'],
    });
    await expect(askMailbox(ask, env(), files())).rejects.toThrow();
    const count = (part: string, list: string[]) => list.filter(each => each.includes(part)).length;
    // Twice refused, once taken, and kept at the second and third round.
    expect(count('The password', ask.asked)).toBe(5);
    expect(count('keep the one you typed', ask.asked)).toBe(2);
    expect(count('cannot be empty', ask.told)).toBe(2);
    expect(count('does not fit. Write a whole number from 1 to 65535.', ask.told)).toBe(2);
    expect(count('"help" is not an email address.', ask.told)).toBe(1);
    expect(count('NOT OK', ask.told)).toBeGreaterThan(2);
    expect(() => statSync(files().config)).toThrow();
    expect(() => statSync(files().env)).toThrow();

    // What cannot be written is a matter of an answer, too.
    const quotes = answers({ ...box, 'Which address': USER, 'The password': `'"\`\\`, 'What now': ['leave'] });
    await expect(askMailbox(quotes, env(), files())).rejects.toThrow();
    expect(quotes.told.join()).toContain('Choose another password');
    expect(() => statSync(files().config)).toThrow();

    const saved = answers({ ...box, 'Which address': USER, 'The password': ['x', ''], 'What now': ['again', 'save'] });
    await askMailbox(saved, env(), files());
    expect(readFileSync(files().env, 'utf8')).toBe("HELP_PASSWORD='x'\n");
    expect(readFileSync(files().config, 'utf8')).toContain('host: 127.0.0.1');
  });

  test('Ctrl+C leaves nothing behind either, when it asks what now and while it looks', async () => {
    const box = {
      'Which address': USER,
      'Where is': 'other',
      IMAP: '127.0.0.1',
      SMTP: '127.0.0.1',
      'The password': 'x',
    };
    const ask = answers({ ...box, 'port of the outgoing': String(smtp.port) });
    const there: boolean[] = [];
    ask.choose = async (question, choices) => {
      if (!question.includes('What now')) return choices.at(-1)!.value;
      there.push(existsSync(files().config), existsSync(files().env));
      throw new Error('Ctrl+C');
    };
    await expect(askMailbox(ask, env(), files())).rejects.toThrow('Ctrl+C');
    expect(there).toEqual([true, true]);
    expect([existsSync(files().config), existsSync(files().env)]).toEqual([false, false]);

    const looking = answers({ ...box, 'port of the outgoing': String(smtp.port), 'What now': 'leave' });
    looking.busy = async (_words, work) => {
      await work();
      const written = [files().config, files().env].map(each => [each, readFileSync(each)] as const);
      // What the end of the process would do.
      (process.listeners('exit').at(-1) as () => void)();
      expect([existsSync(files().config), existsSync(files().env)]).toEqual([false, false]);
      for (const [file, content] of written) writeFileSync(file, content);
      return [] as never;
    };
    looking.yes = async () => Promise.reject(new Error('Ctrl+C'));
    await expect(askMailbox(looking, env(), files())).rejects.toThrow('Ctrl+C');
    expect([existsSync(files().config), existsSync(files().env)]).toEqual([false, false]);
  });

  test('a sign-in that fails asks what now, and one that went well is not asked for twice', async () => {
    tokens.mood = 'revoked';
    const ask = answers({ 'Which address': USER, 'Where is': 'microsoft', 'client id': 'app' });
    const { choose } = ask;
    const rounds: string[] = [];
    ask.choose = async (question, choices, first) => {
      if (!question.includes('What now')) return choose(question, choices, first);
      tokens.mood = 'gives';
      rounds.push(choices.map(each => each.value).join());
      return (rounds.length < 3 ? 'again' : 'save') as never;
    };
    await askMailbox(ask, env(), files(), { tokenUrl: tokens.url, deviceUrl: tokens.deviceUrl });
    expect(ask.told.join('\n')).toContain('NOT OK  sign-in: Microsoft no longer lets Deskhand in');
    expect(rounds).toEqual(['again,leave', 'again,save,leave', 'again,save,leave']);
    expect(ask.told.filter(each => each.includes('type ABCD-EFGH'))).toHaveLength(2);
    expect(ask.asked.filter(each => each.includes('Sign in again?'))).toHaveLength(1);
  });
});
