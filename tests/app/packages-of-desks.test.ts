import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { startCli } from '../kit/cli.ts';

const NOTER = pathToFileURL(join(import.meta.dirname, '../kit/note-packages.ts')).href;
const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
/** Nobody answers there. */
const NOWHERE = 'http://127.0.0.1:9';

/** What the program has loaded of when it is ready with this desk. */
async function packagesOf(env: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-packages-'));
  const noted = join(folder, 'packages.txt');
  try {
    writeFileSync(join(folder, 'deskhand.yaml'), '{}\n');
    const own = { NODE_OPTIONS: `--import ${NOTER}`, NOTED_PACKAGES: noted };
    const cli = await startCli(folder, { MAIL_RECEIVER_PORT: '0', LOG_LEVEL: 'silent', ...own, ...env });
    const { status } = await fetch(`${cli.url}/readyz`);
    await cli.stop();
    expect([200, 503]).toContain(status);
    return existsSync(noted) ? readFileSync(noted, 'utf8').trim().split('\n') : [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const OF_MICROSOFT = /^@(microsoft|azure)\//;

describe("Microsoft's packages", () => {
  test('are loaded where Teams is the desk', async () => {
    const loaded = await packagesOf({
      TEAMS_CLIENT_ID: ID,
      TEAMS_CLIENT_SECRET: 'a-secret-that-is-no-id',
      TEAMS_TENANT_ID: ID.replace('3f', '4f'),
      TEAMS_LOGIN_URL: NOWHERE,
      TEAMS_ROOM: '19:0123456789abcdef@thread.tacv2',
    });
    expect(loaded).toContain('@microsoft/teams.apps');
  });

  test('are left alone with the practice desk', async () => {
    const loaded = await packagesOf({});
    expect(loaded).toContain('better-sqlite3');
    expect(loaded.filter(each => OF_MICROSOFT.test(each))).toEqual([]);
    // Nor is that of X, where no account is connected.
    expect(loaded).not.toContain('twitter-api-v2');
  });

  test('are left alone with Slack', async () => {
    const loaded = await packagesOf({
      SLACK_API_URL: `${NOWHERE}/api/`,
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'secret',
      SLACK_ROOM: 'C0123456789',
    });
    expect(loaded).toContain('@slack/web-api');
    expect(loaded.filter(each => OF_MICROSOFT.test(each))).toEqual([]);
  });
});
