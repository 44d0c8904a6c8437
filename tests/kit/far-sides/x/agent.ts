/** Leads the real library to the stand-in, with nothing rewritten: it believes that it talks TLS to api.x.com. */
import { Agent } from 'node:https';
import { connect } from 'node:net';

export function agentTo(url: string): Agent {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  agent.createConnection = () => connect(Number(port), hostname);
  return agent;
}
