/** Where X is: at api.x.com, or where `X_API_ORIGIN` leads, as with a server of one's own for tests. */
import { Agent, type AgentOptions } from 'node:https';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { KindVariable } from '../../../../src/ports/channel.ts';
import { isLoopback } from '../../../../src/ports/http.ts';

export const API = 'https://api.x.com';

const NAME = 'X_API_ORIGIN';

/** What is wrong with a value of it, in a sentence; null when it can be used. */
export function originProblem(text: string): string | null {
  const what = `${NAME} is "${text}"`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    return `${what}. Write an address such as https://x.example or http://127.0.0.1:8080.`;
  const { protocol, hostname, pathname, search, hash, username } = new URL(text);
  if (pathname !== '/' || search || hash || username)
    return `${what}. Write only the scheme, the host and the port: Deskhand adds the paths of X.`;
  if (protocol === 'http:' && !isLoopback(hostname))
    return `${what}. The keys of X would go there unencrypted: use https, or an address of this machine.`;
  return null;
}

/** What the kind asks of the environment. */
export const xVariables: readonly KindVariable[] = [{ name: NAME, problem: originProblem }];

export function originIn({ variable }: { variable(name: string): string | null }): string | null {
  return variable(NAME);
}

/**
 * Every connection is led to `origin`, and nothing else changes: host, paths and signatures stay those of X.
 * Each call has a connection of its own. Between two polls X would have closed a kept one, and a post that goes into a
 * connection as it closes may or may not have arrived.
 */
export function agentFor(origin: string | null): Agent {
  const agent = new Agent({ keepAlive: false });
  if (!origin) return agent;
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  const to = { host, port: Number(port) || (protocol === 'http:' ? 80 : 443) };
  // A certificate for an address of numbers is asked for without a name (RFC 6066, 3).
  const servername = isIP(host) ? '' : host;
  agent.createConnection = (options: AgentOptions) =>
    protocol === 'http:' ? connect(to) : connectTls({ ...options, ...to, servername, path: undefined });
  return agent;
}
