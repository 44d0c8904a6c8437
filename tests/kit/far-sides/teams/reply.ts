/** What the stand-in answers, and how the Connector refuses. */
import type { Json } from './shapes.ts';

export interface Reply {
  status: number;
  body: Json | null;
}

export const refuse = (status: number, code: string, message: string): Reply => ({
  status,
  body: { error: { code, message } },
});
