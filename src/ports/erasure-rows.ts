/** The rows of erasures: ids, dates and numbers, and how far each has come. */

import type { CustomerId, EnquiryId, ErasureId, IdentityId, StaffId, WorkspaceId } from '../core/ids.ts';
import type { Marks } from '../core/marks.ts';
import type { Instant } from '../core/time.ts';

/**
 * In this order. `close`: their enquiries end. `words`: what was written there goes. `desk`: what stands on the desk is
 * replaced. `others`: what names them elsewhere. `shelf`: what adapters remember. `file`: the database's own leftovers.
 */
export const ERASURE_STEPS = ['close', 'words', 'desk', 'others', 'shelf', 'file', 'done'] as const;
export type ErasureStep = (typeof ERASURE_STEPS)[number];

/** What goes, in numbers. */
export interface ErasureNumbers {
  enquiries: number;
  messages: number;
  files: number;
  replies: number;
  /** What the team wrote to each other in their threads. */
  remarks: number;
  addresses: number;
  /** The enquiry that they, or somebody with their address, opened while it ran; absent for none. */
  again?: number;
  /** The file is large: it is rewritten when the service starts next. */
  later?: true;
  /** The desk took no changes: what stands there follows when it does. */
  deskLater?: true;
}

export interface ErasureRow {
  id: ErasureId;
  workspaceId: WorkspaceId;
  version: number;
  customerId: CustomerId;
  identities: IdentityId[];
  /** Null: from the command line. */
  byId: StaffId | null;
  step: ErasureStep;
  /** How far the step has come; empty at its beginning. */
  place: string;
  /** Null once it is done: then nothing here says who it was. */
  marks: Marks | null;
  numbers: ErasureNumbers;
  /** Messages of colleagues that their desk lets no program delete: how many, and in which enquiry. */
  stays: { enquiryId: EnquiryId; n: number }[];
  askedAt: Instant;
  doneAt: Instant | null;
}

export interface ErasureRows {
  erasures: ErasureRow;
}
