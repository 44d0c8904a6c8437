#!/usr/bin/env node
// The first file that runs, readable by any Node: says what to do when it is too old, else starts the real program.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Deskhand needs Node 24, and this is Node ${process.versions.node}: start it with "npm start" or "npm run -s deskhand -- <command>", which bring their own, or install Node 24.`,
  );
  process.exitCode = 1;
} else {
  stopWithNpm();
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
