/**
 * `npm run playground`: Deskhand with Microsoft's Agents Playground in place of Teams, to try it out in a browser on this
 * machine. Its data is in a folder that is removed at the end.
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
console.log('Open both in a browser:');
console.log(`  Your team      ${playground.url}   open the channel Customers first: it becomes the room`);
console.log(`  Your customer  ${deskhand.url}/demo/shop   write in the chat at the bottom right`);
console.log('Stop it with Ctrl+C. Nothing is kept.');
await new Promise(resolve => {
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
  deskhand.child.once('close', resolve);
});
await playground.stop();
await deskhand.stop();
rmSync(folder, { recursive: true, force: true });
