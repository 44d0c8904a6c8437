/** An enquiry and a reply as they are in the middle of an ordinary day. */
import type { Enquiry } from '../../src/core/enquiry.ts';
import type { StaffId } from '../../src/core/ids.ts';
import type { Reply } from '../../src/core/reply.ts';
import { MONDAY_9 } from './world.ts';

export const NOW = MONDAY_9;
export const ANN = 'staff_ann' as StaffId;
export const BEN = 'staff_ben' as StaffId;

export const ENQUIRY = {
  id: 'enq_1',
  workspaceId: 'ws_test',
  number: 1,
  version: 3,
  status: 'open',
  ownerId: null,
  channelId: 'chan_1',
  channelKind: 'post',
  roomId: 'room_1',
  customerId: 'cust_1',
  identityId: 'idn_1',
  visibility: 'private',
  subject: null,
  contactReason: null,
  openedAt: NOW - 1_000,
  customerMessages: 1,
  lastCustomerAt: NOW - 1_000,
  waitingSince: NOW - 1_000,
  firstResponseAt: null,
  snoozedUntil: null,
  offeredAt: null,
  resolveAt: null,
  resolvedAt: null,
  mergedInto: null,
  linkedTo: null,
  erasedAt: null,
  keptDays: null,
} as Enquiry;

export const REPLY = {
  id: 'rep_1',
  workspaceId: 'ws_test',
  enquiryId: 'enq_1',
  authorId: ANN,
  channelId: 'chan_1',
  identityId: 'idn_1',
  text: 'Hello',
  status: 'held',
  holdUntil: NOW + 15_000,
  andResolve: false,
  attempt: 0,
  seenCustomerMessages: 1,
  postRef: null,
  externalId: null,
  failure: null,
  heldAt: NOW,
  sentAt: null,
} as Reply;
