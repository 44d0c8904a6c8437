import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
      const fs = require('node:fs');
      fs.writeFileSync('report.json', JSON.stringify(process.report.getReport()));
      fs.writeFileSync('cmdline', fs.readFileSync('/proc/self/cmdline'));
      throw Object.assign(new Error('broken ' + process.env.SHOP_TOKEN), { request: { headers: { authorization: '${secret}' } } });
    }, 3_000);`,
  );
  const env = {
    MAIL_RECEIVER_PORT: '0',
    // Asked to, Node writes a report of its own for each of these.
    NODE_OPTIONS: '--require ./fails.cjs --report-uncaught-exception --report-on-fatalerror --report-directory=.',
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
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(each => each.isFile());
  const holding = files.filter(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), 'latin1');
    return text.includes(env.SHOP_TOKEN) || text.includes(secret);
  });
  // The script that throws it, and nothing else.
  expect(holding.map(each => each.name)).toEqual(['fails.cjs']);
  expect(files.map(each => each.name)).toContain('cmdline');
});

test('a program that runs out of memory leaves a report without the environment, if any', async () => {
  writeFileSync(
    join(folder, 'grows.cjs'),
    `setTimeout(() => { const all = []; for (;;) all.push(new Array(500_000).fill(all.length + 0.5)); }, 3_000);`,
  );
  const env = {
    MAIL_RECEIVER_PORT: '0',
    NODE_OPTIONS: '--require ./grows.cjs --max-old-space-size=200 --report-on-fatalerror --report-directory=.',
    SHOP_TOKEN: 'token-of-the-environment',
  };
  const { code, out, err } = await runCli(['start'], folder, env);
  expect(code).not.toBe(0);
  const reports = readdirSync(folder).filter(each => /^report\..*\.json$/.test(each));
  expect(reports).toHaveLength(1);
  const report = readFileSync(join(folder, reports[0]!), 'utf8');
  expect(report).toContain('"trigger"');
  expect([report, out, err].join('\n')).not.toContain(env.SHOP_TOKEN);
});

test('a report that a command leaves is without the environment, too', async () => {
  writeFileSync(
    join(folder, 'ends.cjs'),
    `process.on('exit', () => require('node:fs').writeFileSync('report.json', JSON.stringify(process.report.getReport())));`,
  );
  const env = { NODE_OPTIONS: '--require ./ends.cjs', SHOP_TOKEN: 'token-of-the-environment' };
  expect((await runCli(['audit'], folder, env)).code).toBe(0);
  const report = readFileSync(join(folder, 'report.json'), 'utf8');
  expect(report).toContain('javascriptStack');
  expect(report).not.toContain(env.SHOP_TOKEN);
});
