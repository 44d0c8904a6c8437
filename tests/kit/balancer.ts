/**
 * A small load balancer without sticky sessions: each request, also one that opens a stream, goes to the next process. A process
 * that says at `/readyz` that it is not ready, twice, or refuses the connection, gets nothing more until it is ready again. One
 * that says nothing at all gets something only where nobody else is left, as at the balancers of the big clouds: on a busy
 * machine it may be slow and not dead.
 */
import { createServer, request as httpRequest, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Balancers ask every second or two; a test has less time. */
const PROBED_EVERY_MS = 250;
const REFUSALS_MAX = 2;
/** One that says nothing for so long is not ready: HAProxy's `timeout check`. */
const PROBE_WITHIN_MS = 1_000;

export interface Passed {
  method: string;
  path: string;
  /** The process that answered; null where none could be reached. */
  to: string | null;
  /** 0: the connection broke before there was an answer. */
  status: number;
  /** From the request to the first byte of the answer. */
  ms: number;
}

export interface Balancer {
  url: string;
  /** What went through it, without the probes. */
  passed: Passed[];
  /** Its processes, by address; a new one gets requests once it is ready. */
  processes(urls: readonly string[]): void;
  /** Of these requests the process is told; the others go round. */
  steer(where: (path: string) => string | undefined): void;
  /** Gets requests at this moment. */
  isUsed(url: string): boolean;
  close(): Promise<void>;
}

interface Process {
  url: string;
  used: boolean;
  refusals: number;
  /** Its last word was none: neither ready, nor not, nor a refused connection. */
  silent: boolean;
}

const NEW = { used: false, refusals: 0, silent: false };

export async function openBalancer(port = 0): Promise<Balancer> {
  let [processes, turn] = [[] as Process[], 0];
  let steered: (path: string) => string | undefined = () => undefined;
  const passed: Passed[] = [];
  const next = (path: string, tried: readonly Process[]): Process | undefined => {
    const left = processes.filter(each => !tried.includes(each));
    const used = left.filter(each => each.used);
    const open = used.length > 0 ? used : left.filter(each => each.silent);
    const wanted = steered(path);
    return open.find(each => each.url === wanted) ?? open[turn++ % Math.max(1, open.length)];
  };
  const server = createServer(async (request, response) => {
    const began = performance.now();
    const { method = 'GET', url: path = '/' } = request;
    const note = (to: string | null, status: number) =>
      passed.push({ method, path, to, status, ms: performance.now() - began });
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    const headers = { ...request.headers, 'x-forwarded-for': request.socket.remoteAddress, connection: 'close' };
    const tried: Process[] = [];
    for (;;) {
      const process = next(path, tried);
      if (!process) {
        note(null, 503);
        return void response.writeHead(503).end();
      }
      tried.push(process);
      const given = { method, path, headers, body: Buffer.concat(chunks) };
      const went = await forward(process.url, given, response, status => note(process.url, status));
      if (went === 'answered') return;
      if (went === 'broke') {
        note(process.url, 0);
        return void response.destroy();
      }
      // Nobody listens there: nothing was given away, so another process gets it.
      process.used = false;
    }
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  const probing = setInterval(() => {
    for (const each of processes) void probe(each);
  }, PROBED_EVERY_MS);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    processes: urls => {
      processes = urls.map(url => processes.find(each => each.url === url) ?? { ...NEW, url });
    },
    steer: where => {
      steered = where;
    },
    isUsed: url => processes.some(each => each.url === url && each.used),
    close: async () => {
      clearInterval(probing);
      processes = [];
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function probe(process: Process): Promise<void> {
  const headers = { 'User-Agent': 'balancer' };
  const signal = AbortSignal.timeout(PROBE_WITHIN_MS);
  const { ready, silent } = await fetch(`${process.url}/readyz`, { headers, signal })
    .then(async answer => {
      await answer.arrayBuffer();
      return { ready: answer.ok, silent: false };
    })
    .catch(error => ({ ready: false, silent: error.name === 'TimeoutError' }));
  process.silent = silent;
  process.refusals = ready ? 0 : process.refusals + 1;
  if (ready) process.used = true;
  else if (process.refusals >= REFUSALS_MAX) process.used = false;
}

interface Given {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

function forward(
  url: string,
  { method, path, headers, body }: Given,
  response: ServerResponse,
  began: (status: number) => void,
): Promise<'answered' | 'unreached' | 'broke'> {
  return new Promise(resolve => {
    const given = { method, agent: false as const, headers: { ...headers, 'content-length': body.length } };
    const outgoing = httpRequest(`${url}${path}`, given, answer => {
      began(answer.statusCode!);
      resolve('answered');
      response.writeHead(answer.statusCode!, answer.headers);
      response.flushHeaders();
      answer.on('data', chunk => response.write(chunk));
      answer.on('end', () => response.end());
      answer.on('error', () => response.destroy());
      // The visitor has gone: so has the stream behind.
      response.on('close', () => outgoing.destroy());
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'unreached' : 'broke'),
    );
    outgoing.end(body);
  });
}
