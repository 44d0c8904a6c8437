/** Files both ways: a customer's behind a signed address, a colleague's from where Teams keeps it and from nowhere else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { filesRoute, makeSignedFiles } from '../../../../adapters/desks/teams/actions/files.ts';
import { HOUR } from '../../../../src/core/time.ts';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import type { Json, Shown } from '../../../kit/far-sides/teams/shapes.ts';
import type { TeamsShop } from '../../../kit/teams-shop.ts';
import { testClock, until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
let close: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  const all = close;
  close = [];
  for (const each of all) await each();
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const mailWith = (files: { name: string; type: string; content: string }[]) =>
  [
    'From: Maya Patel <maya@example.com>',
    'To: help@shop.example',
    'Subject: The lid',
    'Message-ID: <files@x>',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It rattles.',
    ...files.flatMap(each => [
      '--b',
      `Content-Type: ${each.type}`,
      `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(each.name)}`,
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(each.content).toString('base64'),
    ]),
    '--b--',
  ].join('\r\n');
const begin = async (files: { name: string; type: string; content: string }[] = []) => {
  const open = await openShop();
  await open.shop.mail({ raw: mailWith(files) });
  const [root] = await open.cards(1);
  return { ...open, root: root! };
};
const linkIn = (shown: Shown): string => {
  const [, url] = /"url":"(http[^"]+\/teams\/files\/[^"]+)"/.exec(JSON.stringify(shown.card)) ?? [];
  if (!url) throw new Error('There is no link.');
  return url;
};
const fileIn = ({ entry, root }: TeamsShop & { root: Shown }, name: string | RegExp) => entry(root.id, name);
const kept = ({ shop }: TeamsShop) =>
  shop.running.engine.rows('select name, bytes, withheld from attachments', []) as Promise<Json[]>;

describe("a customer's file", () => {
  test('is behind a link that opens it as what it is, with its own name', async () => {
    const name = 'the "lid" ü 🐈 <b>.pdf';
    const at = await begin([{ name, type: 'application/pdf', content: '%PDF-1.4 x' }]);
    const shown = await fileIn(at, '🐈');
    const response = await fetch(linkIn(shown));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('%PDF-1.4 x');
    expect(decodeURIComponent(response.headers.get('content-disposition')!)).toMatch(/^attachment;.*ü 🐈.*\.pdf$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  test('that is a page or a drawing with scripts, or pretends not to be one, has no link', async () => {
    const files = [
      { name: 'a.html', type: 'text/html', content: '<script>alert(1)</script>' },
      { name: 'b.svg', type: 'image/svg+xml', content: '<svg onload="alert(1)"/>' },
      { name: 'c.png', type: 'text/html', content: '<script>alert(1)</script>' },
    ];
    const at = await begin(files);
    await at.idle();
    const words = at.room.thread(at.root.id).map(at.words).join('\n');
    for (const { name } of files) expect(words).toContain(`Held back: ${name}`);
    expect(JSON.stringify(at.room.thread(at.root.id).map(each => each.card))).not.toContain('/teams/files/');
  });

  test('is not handed out by a link that was changed anywhere', async () => {
    const at = await begin([{ name: 'a.txt', type: 'text/plain', content: 'secret words' }]);
    const link = linkIn(await fileIn(at, 'a.txt'));
    const parts = new URL(link).pathname.split('/');
    const [, , , tenant = '', id = '', end = '', sign = ''] = parts;
    const of = (...path: string[]) => `${at.shop.url}/teams/files/${path.join('/')}`;
    const wrong = [
      of(tenant, id, String(Number(end) + 1), sign),
      of(
        tenant,
        id,
        end,
        sign.replace(/^./, each => (each === 'A' ? 'B' : 'A')),
      ),
      of(tenant, id, end, ''),
      of(tenant, id, end),
      of(tenant, id),
      of(tenant),
      of(tenant, `${id}x`, end, sign),
      of(tenant, id, `${end}/`, sign),
      of(tenant, '%2e%2e', end, sign),
    ];
    for (const each of wrong) {
      const response = await fetch(each);
      const words = await response.text();
      expect([each, response.status >= 400 && response.status < 500, words.includes('secret')]).toEqual([
        each,
        true,
        false,
      ]);
    }
    expect((await fetch(link)).status).toBe(200);
  });

  test('gets a new link where it stands, for whoever may read it, whatever the button names', async () => {
    const at = await begin([
      { name: 'a.txt', type: 'text/plain', content: 'first' },
      { name: 'b.txt', type: 'text/plain', content: 'second' },
    ]);
    const { ann, room, team } = at;
    const first = await fileIn(at, 'a.txt');
    const second = await fileIn(at, 'b.txt');
    const value = JSON.stringify(second.card).match(/"value":"(att_[^"]+)"/)?.[1];
    const before = linkIn(first);
    await new Promise(resolve => setTimeout(resolve, 5));
    await ann.press(first, 'file.link', { data: { value } });
    const now = await until(() => {
      const link = linkIn(room.message(first.id)!);
      return link === before ? null : link;
    }, 'a new link');
    expect(await (await fetch(now)).text()).toBe('first');
    const eve = team.person('Eve', { tenant: '99999999-1111-4222-8333-444444444444', member: false });
    await eve.press(room.message(first.id)!, 'file.link');
    expect(linkIn(room.message(first.id)!)).toBe(now);
    expect(eve.toasts().join()).toMatch(/Only people in this organisation|cannot see who you are/);
    // On a card that is no file's.
    const { status } = await ann.press(at.card(at.root.id), 'enquiry.resolve');
    expect(status).toBe(200);
  });

  test('by the link of another workspace, or one that has ended, is not handed out', async () => {
    const clock = testClock();
    const signed = (secret: string) => {
      const vault = new Map<string, string>();
      return makeSignedFiles({
        context: {
          clock,
          publicUrl: 'http://shop.example',
          ids: { secret: () => secret },
          vault: {
            read: async (name: string) => vault.get(name) ?? null,
            write: async (name: string, value: string) => void vault.set(name, value),
          },
          attachment: async () => ({ name: 'a.txt', type: 'text/plain', content: Buffer.from('words') }),
        },
        places: { tenant: () => 'tenant' },
      } as never);
    };
    const [files, others] = [signed('a secret'), signed('another secret')];
    let here = files;
    const route = filesRoute(async () => here);
    const server = createServer(
      (request, response) => void route.handle(request, response, new URL(request.url!, 'http://x')),
    );
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    close.push(() => new Promise(resolve => server.close(resolve)));
    const link = (await files.urlOf('att_1' as never)).replace(
      'http://shop.example',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    const get = async () =>
      fetch(link, { headers: { Connection: 'close' } }).then(async each => [each.status, await each.text()]);
    expect(await get()).toEqual([200, 'words']);
    // Another workspace has another secret.
    here = others;
    expect(await get()).toEqual([404, 'There is nothing here.']);
    here = files;
    clock.advance(HOUR + 1);
    expect(await get()).toEqual([410, 'This link has expired. Press "New link" under the file in Teams.']);
  });
});

describe("a colleague's picture", () => {
  test('that was pasted goes to the customer with the words', async () => {
    const at = await begin();
    const { ann, room, root, sees, mailed, idle } = at;
    const images = [{ name: 'x.png', content: PNG, type: 'image/png' }];
    await ann.say(room, 'This lid', { thread: root.id, images });
    await ann.press(await sees(ann, 'This lid'), 'reply.send');
    await mailed(1);
    await idle();
    expect((await kept(at)).filter(each => each.bytes > 0 && each.withheld === null)).toHaveLength(1);
    expect(at.teams.downloads).toEqual([]);
  });

  test.each([
    ['on another host', (evil: string) => `${evil}/v3/attachments/1/views/original`],
    ['on a host that begins like Teams', (evil: string) => evil.replace('http://', 'http://x@')],
    ['in a file of this machine', () => 'file:///etc/passwd'],
    ['at an address of the cloud', () => 'http://169.254.169.254/latest/meta-data/'],
    ['at an address that is none', () => 'http://['],
  ])('%s is not fetched, no token goes there, and its author is told', async (_name, urlOf) => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.end('x');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    close.push(() => new Promise(resolve => server.close(resolve)));
    const url = urlOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const at = await begin();
    const { ann, room, root, sees, idle } = at;
    await ann.say(room, 'This lid', {
      thread: root.id,
      over: {
        attachments: [
          { contentType: 'image/*', contentUrl: url },
          {
            contentType: 'application/vnd.microsoft.teams.file.download.info',
            name: 'a.pdf',
            content: { downloadUrl: url, uniqueId: 'u', fileType: 'pdf' },
          },
        ],
      },
    });
    await sees(ann, /is not stored in Teams|left out/);
    await idle();
    expect(asked).toBe(0);
    expect((await kept(at)).every(each => each.bytes === 0)).toBe(true);
  });

  test('that redirects is not followed, and one that is huge is not read', async () => {
    const at = await begin();
    const { ann, room, root, sees, teams, idle } = at;
    teams.fail('attachments', { status: 302 }, 1);
    await ann.say(room, 'This lid', { thread: root.id, images: [{ name: 'x.png', content: PNG, type: 'image/png' }] });
    await sees(ann, 'This lid');
    const big = { name: 'y.png', content: Buffer.alloc(26 * 1024 * 1024), type: 'image/png' };
    await ann.say(room, 'That lid', { thread: root.id, images: [big] });
    await sees(ann, /larger than 25 MB/);
    await idle();
    expect((await kept(at)).every(each => each.bytes === 0)).toBe(true);
  });

  test('in team talk, or in the personal chat, is not fetched at all', async () => {
    const at = await begin();
    const { ann, ben, room, root, teams, idle, shop } = at;
    const images = [{ name: 'x.png', content: PNG, type: 'image/png' }];
    await ann.say(room, '// look at this', { thread: root.id, images });
    await ben.install();
    await ben.say(null, 'help', { files: [{ name: 'wages.xlsx', content: 'secret' }] });
    await idle();
    expect(teams.downloads).toEqual([]);
    expect(teams.calls.filter(each => each.route === 'attachments')).toEqual([]);
    const stored = await shop.running.engine.rows('select payload from jobs', []);
    expect(JSON.stringify(stored)).not.toContain('tempauth');
  });
});
