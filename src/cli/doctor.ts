/** `deskhand doctor`: every setting and connection, each problem with the sentence that fixes it. */
import { createServer } from 'node:net';
import { draftModelOf, readStart } from '../app/adapters.ts';
import { compose, openParts } from '../app/compose.ts';
import { housesOf } from '../app/workspaces.ts';
import { hush } from '../core/hush.ts';
import type { HealthItem } from '../ports/channel.ts';
import { listenWords } from '../server/http.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { SettingsError } from '../settings/start.ts';
import { mailboxesOf } from './mailboxes.ts';

/** How long a channel has to connect before it is looked at. */
const SETTLE_MS = 3_000;
/** Deskhand says that it is alive at once; whoever does not is another program. */
const ANSWER_WITHIN_MS = 2_000;

export async function doctor(env: Env, probe = false): Promise<void> {
  const items: HealthItem[] = [{ what: 'Node', ok: true, words: process.versions.node }];
  try {
    const start = readStart(env);
    items.push({
      what: 'Settings',
      ok: true,
      words: start.config.isDefault ? 'the embedded default' : 'provisioning file read',
    });
    items.push(...start.notes.map(words => ({ what: 'Settings', ok: true, words })));
    const { host, port, metricsToken, desk, others = [] } = start.settings;
    items.push({
      what: 'Monitoring',
      ok: true,
      words: metricsToken
        ? 'METRICS_TOKEN opens /metrics and the details of /readyz'
        : '/metrics and the details of /readyz are for this machine; METRICS_TOKEN opens them to others',
    });
    const model = await draftModelOf(start.settings);
    if (model) items.push(await model.check());
    const free = await portFree(host, port);
    items.push(free);
    const running = !free.ok && (await isDeskhand(host, port));
    for (const each of [desk, ...others]) items.push(...((await each.look?.(start.settings.publicUrl, running)) ?? []));
    if (running) {
      // It runs already: what it says of itself is worth more than a second one beside it.
      items[items.indexOf(free)] = { what: 'Port', ok: true, words: `${port}: Deskhand is running there` };
      items.push(...(await readiness(host, port, start.settings.metricsToken)));
      items.push({ what: 'Channels', ok: true, words: 'what each says of itself: type health on the desk' });
    } else {
      const publicUrl = start.settings.publicUrl ?? `http://${host}:${port}`;
      const quiet = { ...start, settings: { ...start.settings, port: 0, mailReceiverPort: 0, publicUrl } };
      const opened = await compose(quiet, makeLog('silent'), { wait: false });
      await new Promise(resolve => setTimeout(resolve, start.channels.length ? SETTLE_MS : 0));
      const houses = housesOf(opened.workspaces);
      for (const house of houses) items.push(...(await house.health()));
      const [place] = desk.places(publicUrl);
      if (houses.length === 0 && place)
        items.push({ what: place.what, ok: true, words: `no workspace has installed Deskhand yet: ${place.where}` });
      items.push(...(opened.workspaces.hub?.check() ?? []));
      await opened.stop();
    }
  } catch (error) {
    const problems = error instanceof SettingsError ? error.problems : [(error as Error).message];
    items.push(
      ...problems.map(words => ({ what: error instanceof SettingsError ? 'Settings' : 'Start', ok: false, words })),
    );
  }
  if (probe) items.push(...(await probeMailboxes(env)));
  // What was found before the desk was opened, the desk may have found as well.
  const said = items.filter(({ ok, words }, i) => ok || items.findIndex(each => each.words === words) === i);
  for (const { what, ok, words } of said) console.log(`${ok ? 'ok    ' : 'NOT OK'}  ${what}: ${hush(words)}`);
  const bad = said.filter(item => !item.ok).length;
  console.log(bad ? `\n${bad} ${bad === 1 ? 'thing needs' : 'things need'} your attention.` : '\nAll is well.');
  if (bad) process.exitCode = 1;
}

/** Tries each mailbox out; what is found is remembered, also by a service that is running after its next start. */
async function probeMailboxes(env: Env): Promise<HealthItem[]> {
  try {
    const { house, close } = await openParts(readStart(env), makeLog('silent'));
    try {
      const items: HealthItem[] = [];
      for (const { name, channel } of await mailboxesOf(house))
        items.push(...(await channel.probe()).map(item => ({ ...item, what: `Mailbox ${name}: ${item.what}` })));
      return items;
    } finally {
      await close();
    }
  } catch (error) {
    return [{ what: 'Mailboxes', ok: false, words: (error as Error).message }];
  }
}

export async function isDeskhand(host: string, port: number): Promise<boolean> {
  return fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).then(
    async response => response.ok && (await response.text()).startsWith('alive'),
    () => false,
  );
}

async function readiness(host: string, port: number, token: string | null): Promise<HealthItem[]> {
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  const response = await fetch(`http://${host}:${port}/readyz`, { headers });
  const { ready, items } = (await response.json()) as { ready: boolean; items?: HealthItem[] };
  return (
    items ?? [
      {
        what: 'Deskhand',
        ok: ready,
        words: `${ready ? 'ready' : 'not ready'}; it says more to a METRICS_TOKEN, or on its own machine`,
      },
    ]
  );
}

function portFree(host: string, port: number): Promise<HealthItem> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ what: 'Port', ok: false, words: listenWords(error, host, port) }),
    );
    probe.listen(port, host, () => probe.close(() => resolve({ what: 'Port', ok: true, words: `${port} is free` })));
  });
}
