/**
 * `npm run playground`: Deskhand with Microsoft's Agents Playground in place of Teams, to be tried out in a browser on this
 * machine. What is kept lies in a folder that is removed at the end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCli } from './kit/cli.ts';
import { startPlayground } from './kit/far-sides/playground.ts';
import { freePort } from './kit/servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskhand-try-'));
const env = { TEAMS_UNSIGNED: 'loopback', MAIL_RECEIVER_PORT: `${await freePort()}`, LOG_LEVEL: 'warn' };
const deskhand = await startCli(folder, env);
const playground = await startPlayground(`${deskhand.url}/api/messages`);
console.log(`Teams          ${playground.url}   open Customers there first: it becomes the room`);
console.log(`Your customer  ${deskhand.url}/demo/shop`);
console.log('Ctrl+C ends it.');
await new Promise(resolve => {
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
  deskhand.child.once('close', resolve);
});
await playground.stop();
await deskhand.stop();
rmSync(folder, { recursive: true, force: true });
