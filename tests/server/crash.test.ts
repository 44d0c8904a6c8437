import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../kit/cli.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('an error that nobody catches ends the program with a line of the log, without what hangs on it', async () => {
  const secret = 'Bearer-of-the-shop-0123456789';
  writeFileSync(
    join(folder, 'fails.cjs'),
    `setTimeout(() => {
      require('node:fs').writeFileSync('report.json', JSON.stringify(process.report.getReport()));
      throw Object.assign(new Error('broken ' + process.env.SHOP_TOKEN), { request: { headers: { authorization: '${secret}' } } });
    }, 3_000);`,
  );
  const env = {
    MAIL_RECEIVER_PORT: '0',
    NODE_OPTIONS: '--require ./fails.cjs',
    SHOP_TOKEN: 'token-of-the-environment',
  };
  const { code, out, err } = await runCli(['start'], folder, env);
  expect(code).toBe(1);
  expect(err).toContain('Something failed after which nothing is certain.');
  expect(err).toContain('broken (secret)');
  expect(out + err).not.toContain(secret);
  const report = readFileSync(join(folder, 'report.json'), 'utf8');
  expect(report).toContain('javascriptStack');
  expect(report).not.toContain(env.SHOP_TOKEN);
});
