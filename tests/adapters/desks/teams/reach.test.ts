/** What `doctor` finds out about Teams before the desk is opened, and what Microsoft's refusals are explained with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reached } from '../../../../adapters/desks/teams/connection/reach.ts';
import { tokenTrouble } from '../../../../adapters/desks/teams/connection/token-trouble.ts';
import { KNOWN } from '../../../../src/app/adapters.ts';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import { readEnv } from '../../../../src/settings/env.ts';
import { runCli } from '../../../kit/cli.ts';
import { type FakeTeams, openTeams } from '../../../kit/far-sides/teams/server.ts';

const ENDPOINT = 'https://desk.shop.example/api/messages';

let teams: FakeTeams;
beforeEach(async () => {
  teams = await openTeams();
});
afterEach(() => teams.close());

const environment = (more: Record<string, string>) => ({
  TEAMS_CLIENT_ID: teams.appId,
  TEAMS_CLIENT_SECRET: teams.secret,
  TEAMS_TENANT_ID: teams.tenant,
  TEAMS_LOGIN_URL: teams.loginUrl,
  ...more,
});

async function look(more: Record<string, string> = {}, running = false): Promise<Record<string, HealthItem>> {
  const { settings, problems } = readEnv(environment(more), KNOWN);
  expect(problems).toEqual([]);
  const items = (await settings.desk.look?.(settings.publicUrl, running)) ?? [];
  expect(JSON.stringify(items)).not.toContain(teams.secret);
  return Object.fromEntries(items.map(each => [each.what, each]));
}

describe('doctor', () => {
  test('says what is well', async () => {
    const items = await look({ PUBLIC_URL: 'https://desk.shop.example' });
    expect(Object.values(items).filter(each => !each.ok)).toEqual([]);
    expect(items['Public address']?.words).toBe(`${ENDPOINT}: not called yet, since Deskhand is not running`);
  });

  test('explains a refused sign-in, and that nothing can be reached', async () => {
    teams.expireSecret();
    const refused = (await look())['Sign-in at Microsoft'];
    expect(refused).toMatchObject({ ok: false });
    expect(refused?.words).toMatch(/^The client secret in TEAMS_CLIENT_SECRET has expired\..*\(AADSTS7000222\)$/);
    await teams.close();
    const gone = await look();
    expect(gone['Sign-in at Microsoft']?.words).toMatch(/cannot be reached/);
    expect(gone['Keys of Teams']?.words).toMatch(/ECONNREFUSED\. Without the keys/);
  });

  test('says it once, and whether the desk itself could be opened', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-doctor-'));
    try {
      const env = environment({ PUBLIC_URL: 'https://desk.shop.example', MAIL_RECEIVER_PORT: '0' });
      const well = await runCli(['doctor'], folder, env);
      expect(well).toMatchObject({ code: 0, err: '' });
      expect(well.out).toContain(`ok      Teams: signed in to the tenant ${teams.tenant}`);
      const other = await runCli(['doctor'], folder, { ...env, TEAMS_CLIENT_ID: teams.tenant.replace(/^./, '0') });
      expect(other.code).toBe(1);
      expect(other.out.match(/There is no app with the id in TEAMS_CLIENT_ID/g)).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    ['', /^PUBLIC_URL is not set\./],
    ['http://desk.shop.example', /calls only https:/],
    ['https://desk.shop.example/api/messages', /Leave out \/api\/messages/],
    ['https://localhost:3000', /cannot reach from the internet/],
    ['https://192.168.1.4', /cannot reach from the internet/],
    ['https://server', /cannot reach from the internet/],
    ['https://shop.local', /cannot reach from the internet/],
  ])('names what is wrong with the public address %j', async (publicUrl, words) => {
    const items = await look({ PUBLIC_URL: publicUrl });
    expect(items['Public address']).toMatchObject({ ok: false, words: expect.stringMatching(words) });
  });

  test('calls a running service by its public address, and tells who answers', async () => {
    const items = await look({ PUBLIC_URL: 'https://desk.invalid' }, true);
    expect(items['Public address']?.words).toMatch(/cannot be opened from this machine: (ENOTFOUND|EAI_AGAIN)/);
    const by = (status: number) => reached(ENDPOINT, { status, text: '' });
    expect([400, 401, 403].map(status => by(status).ok)).toEqual([true, true, true]);
    expect(by(404).words).toContain('does not pass this path on');
    expect(by(502).words).toContain('cannot reach Deskhand');
    expect(by(308).words).toContain('redirects');
    expect(by(200)).toMatchObject({ ok: false, words: expect.stringContaining('Something other') });
  });

  test('asks nothing where deliveries are unsigned', async () => {
    const items = await look({ TEAMS_UNSIGNED: 'loopback' });
    expect(Object.keys(items)).toEqual(['Teams']);
  });
});

describe('a refused token', () => {
  test.each([
    ['7000222', 'has expired', true],
    ['7000215', 'often it is the Secret ID', true],
    ['700016', 'There is no app with the id in TEAMS_CLIENT_ID', true],
    ['7000229', 'az ad sp create --id <TEAMS_CLIENT_ID>', true],
    ['90002', 'Microsoft knows no tenant', true],
    ['53003', 'Conditional Access policy', true],
    ['65001', 'Grant admin consent', true],
    ['1234567', 'https://login.microsoftonline.com/error?code=1234567', true],
    ['90033', 'it is tried again', false],
  ])('AADSTS%s is explained', (code, words, lasts) => {
    const trouble = tokenTrouble(
      `invalid_client: Error(s): ${code} - Description: AADSTS${code}: Secret abc8Q~kettle.`,
    );
    expect(trouble.lasts).toBe(lasts);
    expect(trouble.words).toContain(words);
    expect(trouble.words).toContain(`AADSTS${code}`);
    expect(trouble.words).not.toContain('kettle');
  });

  test('without a code it is judged by its kind; what is no answer of Microsoft passes', () => {
    expect(tokenTrouble('{"error":"invalid_client"}')).toMatchObject({ lasts: true });
    for (const said of ['ECONNREFUSED', '<html>502 Bad Gateway</html>', ''])
      expect(tokenTrouble(said)).toMatchObject({ lasts: false, words: expect.stringContaining('cannot be reached') });
  });
});
