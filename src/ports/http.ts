/** The one HTTP server as adapters see it: they hand over routes, the server does the rest. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HttpRoute {
  method: 'GET' | 'POST';
  /** An exact path, or one that ends in `/*` and covers everything below. */
  path: string;
  /** Answers by itself; a throw becomes a 500 and a line in the log. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> | void;
}
