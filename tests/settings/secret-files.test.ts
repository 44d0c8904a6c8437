import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KNOWN, readStart } from '../../src/app/adapters.ts';
import { hush } from '../../src/core/hush.ts';
import type { Env } from '../../src/settings/env.ts';
import { liveEnvironment } from '../../src/settings/environment.ts';
import { parseConfig } from '../../src/settings/file.ts';
import type { SettingsError } from '../../src/settings/start.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const slackWith = (env: Env) => readStart({ SLACK_APP_TOKEN: 'xapp-1-a', ...env }).settings.desk.own;
const problemsOf = (env: Env) => {
  try {
    slackWith(env);
    return [];
  } catch (error) {
    return (error as SettingsError).problems;
  }
};

describe('a secret in a file that the environment names', () => {
  test('is read without what stands around it, and is hidden wherever it is repeated', () => {
    const env = { SLACK_BOT_TOKEN_FILE: file('token', '\n  xoxb-1-of-a-file-0123456789 \n') };
    expect(slackWith(env)).toMatchObject({ botToken: 'xoxb-1-of-a-file-0123456789' });
    expect(hush('refused xoxb-1-of-a-file-0123456789')).toBe('refused (secret)');
    expect(readStart({ SLACK_APP_TOKEN: 'xapp-1-a', ...env }).files).toContain(env.SLACK_BOT_TOKEN_FILE);
  });

  test('fills in a name of the provisioning file, and what is in the environment itself goes first', () => {
    const yaml = 'drafting: { url: "http://127.0.0.1:1/v1", model: m, key: "${OWN_KEY}" }';
    const keyOf = (env: Env) => parseConfig(yaml, 'deskhand.yaml', env, KNOWN).config.drafting?.key;
    const OWN_KEY_FILE = file('key', 'in-the-file');
    expect(keyOf({ OWN_KEY_FILE })).toBe('in-the-file');
    expect(keyOf({ OWN_KEY_FILE, OWN_KEY: 'in-the-environment' })).toBe('in-the-environment');
  });

  test.each([
    ['is not there', () => join(folder, 'nowhere'), 'ENOENT'],
    ['is empty', () => file('empty', ' \n'), 'it is empty'],
    ['is a folder', () => folder, 'EISDIR'],
    ['is far too large', () => file('large', 'x'.repeat(70_000)), 'more than 65536 bytes'],
  ])('that %s is said with what to do', (_what, path, why) => {
    const SLACK_BOT_TOKEN_FILE = path();
    expect(problemsOf({ SLACK_BOT_TOKEN_FILE }).join('\n')).toMatch(
      new RegExp(`SLACK_BOT_TOKEN_FILE names .* cannot be used \\(.*${why}.*\\)\\. Put the secret into that file`),
    );
  });

  test('files of other programs are not looked at', () => {
    const env = { LOG_FILE: file('log', 'much'), GIT_INDEX_FILE: '/nowhere', SLACK_BOT_TOKEN: 'xoxb-1' };
    expect(readStart({ SLACK_APP_TOKEN: 'xapp-1-a', ...env }).files).toEqual(['./deskhand.yaml']);
  });
});

describe('the environment', () => {
  test('is read again from .env, and what the process itself was given stays', () => {
    const path = file('.env', 'A=one\nB="two words"\nGONE=soon\n');
    const live = liveEnvironment({ A: 'one', B: 'of the process', GONE: 'soon', PATH: '/bin' }, path);
    expect(live.now()).toEqual({ A: 'one', B: 'of the process', GONE: 'soon', PATH: '/bin' });
    file('.env', 'A=three\nB=four\nNEW=five\n');
    expect(live.now()).toEqual({ A: 'three', B: 'of the process', NEW: 'five', PATH: '/bin' });
    rmSync(path);
    expect(live.now()).toEqual({ B: 'of the process', PATH: '/bin' });
  });
});
