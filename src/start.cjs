#!/usr/bin/env node
// The first file that runs, readable by any Node: says what to do when it is too old, else starts the real program.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  // Where only what runs was installed, npm's own Node was left out.
  const own = require('fs').existsSync(require('path').join(__dirname, '../node_modules/node/bin/node'));
  const how = own
    ? 'start it with "npm start" or "npm run -s deskhand -- <command>", which bring their own, or install Node 24.'
    : 'install Node 24, or run "npm ci" without --omit=dev, which brings one along.';
  console.error(`Deskhand needs Node 24, and this is Node ${process.versions.node}: ${how}`);
  process.exitCode = 1;
} else if (!againWithLittleMemory()) {
  stopWithNpm();
  // A report of a crash would hold the environment, and with it the key.
  if (process.report) process.report.excludeEnv = true;
  // While the program is loaded memory goes before speed: without this the start alone takes 320 MB for a moment, with it
  // 130 MB. `cli.ts` takes it back when its part is there: what runs is as fast as ever.
  require('node:v8').setFlagsFromString('--optimize-for-size');
  require('./imports.cjs');
  import('./cli.ts')
    .then(cli => cli.run(process.argv))
    .catch(error => {
      console.error(error.message);
      process.exitCode = 1;
    });
}

/**
 * The service is to fit beside others on a small server. Three things take most of what it would take under load, and can
 * only be said when a process begins: so this one begins anew, as the same process, in some 40 ms.
 *
 * - V8 lets the space for new objects of each thread grow to 64 MB; with 4 MB it is as fast.
 * - It lets a heap become twice as large before it cleans up, and does not count what lies outside, as mails do.
 * - The C library keeps room for each thread apart, and gives little of it back: 60 MB after a day's mail.
 *
 * Commands that end by themselves do not need it, but for those that read or write all there is. Whoever sets the first themselves is left alone.
 * @returns false where it goes on as it is
 */
function againWithLittleMemory() {
  const told = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  // The service, and what moves everything that it keeps.
  const those = ['start', 'demo', 'export', 'import'];
  const needs = process.argv.slice(2).some(each => those.includes(each));
  if (!needs || told.includes('semi-space') || process.platform === 'win32') return false;
  const flags = ['--max-semi-space-size=2', '--heap-growing-percent=40', '--external-memory-accounted-in-global-limit'];
  const malloc = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '65536' };
  const command = [process.execPath, ...flags, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, command, { ...malloc, ...process.env });
  return true;
}

/**
 * A supervisor that runs `npm start` knows npm alone. npm hands on SIGTERM and SIGINT (to this process itself: the script says
 * `exec`, so no shell stands in between and keeps them), but not SIGHUP, and a SIGKILL not at all: then this process gets
 * another parent, and nobody would ever stop it or free its ports.
 */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const npm = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  look.unref();
}
