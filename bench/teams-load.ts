/** Sends deliveries from Teams at an even pace, however they are answered. */
import { Agent, request } from 'node:http';
import type { FakeTeams } from '../tests/kit/far-sides/teams/server.ts';
import type { Json } from '../tests/kit/far-sides/teams/shapes.ts';

export interface Load {
  /** How long each answer took, in ms. */
  took: number[];
  refused: number;
  /** Connections that broke; as Teams does, what they carried is delivered once more. */
  broken: number;
  /** Distinct messages. */
  sent: number;
  /** Of them so many came a second time. */
  twice: number;
}

interface Wanted {
  perSecond: number;
  seconds: number;
  /** Each of so many comes twice, as what Teams holds for unanswered does. */
  twiceEvery: number;
  /** What is delivered in the n-th place. */
  activity(n: number): Json;
}

/** The Connector keeps its connections open, and uses a token for as long as it is good. */
export async function deliverEvenly(teams: FakeTeams, url: string, wanted: Wanted): Promise<Load> {
  const { perSecond, seconds, twiceEvery, activity } = wanted;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const token = teams.token({}, activity(0));
  const load: Load = { took: [], refused: 0, broken: 0, sent: 0, twice: 0 };
  const open: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    const wait = began + (n * 1_000) / perSecond - performance.now();
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
    const body = JSON.stringify(activity(n));
    load.sent++;
    open.push(post(agent, url, token, body, load));
    if (n % twiceEvery !== 0) continue;
    load.twice++;
    open.push(post(agent, url, token, body, load));
  }
  await Promise.all(open);
  agent.destroy();
  return load;
}

async function post(agent: Agent, url: string, token: string, body: string, load: Load): Promise<void> {
  const at = performance.now();
  let status = await answerTo(agent, url, token, body);
  if (status === 0) {
    load.broken++;
    status = await answerTo(agent, url, token, body);
  }
  load.took.push(performance.now() - at);
  if (status !== 200) load.refused++;
}

/** @returns 0 where the connection broke: one that was idle may be closed just then */
function answerTo(agent: Agent, url: string, token: string, body: string): Promise<number> {
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Authorization: `Bearer ${token}`,
  };
  return new Promise(resolve => {
    const call = request(url, { method: 'POST', agent, headers }, response => {
      response.resume();
      response.on('end', () => resolve(response.statusCode!));
    });
    call.on('error', () => resolve(0));
    call.end(body);
  });
}
