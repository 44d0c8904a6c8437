/** The way in: a driver verifies by Microsoft's signature that a delivery is genuine, and passes it on. */
import type { Log } from '../../../../src/ports/log.ts';
import type { Activity } from '../activity.ts';
import type { TeamsSettings } from '../connection/settings.ts';

/** What the Connector is answered: for an invoke what the person sees, else nothing but the status. */
export interface InboundAnswer {
  status: number;
  body?: unknown;
}

export interface InboundRequest {
  headers: Record<string, string | string[]>;
  /** Looked at by the guard before. */
  body: Activity;
}

export interface InboundDriver {
  /** Never rejects for what was sent: a forged delivery is answered 401. Rejects when nothing could be kept. */
  handle(request: InboundRequest): Promise<InboundAnswer>;
}

export interface DriverParts {
  settings: TeamsSettings;
  log: Log;
  /** Resolves once it is kept, with the answer of an invoke. Rejects when it was not: then Teams sends it again. */
  deliver(activity: Activity): Promise<InboundAnswer>;
}

/** Loaded only where Teams is the desk, for its libraries take memory. */
export type MakeDriver = (parts: DriverParts) => Promise<InboundDriver>;
