/** What a desk may look up about its own posts and threads, and about what customers sent. */

import type { EnquiryId } from '../core/ids.ts';
import { mayRead } from '../core/readers.ts';
import { messageView } from '../desk/cards.ts';
import { shownLabel } from '../desk/shown-name.ts';
import { mayHelp } from '../experts/helping.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import { deskKey, job, roomLane } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import { OLD_THREAD, postAnew } from './card.ts';

/** Characters of a message that is shown whole. */
const WHOLE_CHARS_MAX = 100_000;

type Asked = 'threadOf' | 'thread' | 'authorOf' | 'rooms' | 'lost' | 'attachment' | 'message' | 'raw';

export function makeKnownHere(parts: Parts): Pick<DeskContext, Asked> {
  const { store, recorder, kinds } = parts;
  return {
    threadOf: async post => {
      const remark = await store.remarkByPost(post);
      return remark ? ((await store.thread(remark.enquiryId))?.ref ?? null) : null;
    },
    thread: async ref => {
      const row = await store.threadByRef(ref);
      if (row) return { enquiryId: row.id as EnquiryId, moved: null };
      const [old] = await store.refs(OLD_THREAD, [ref]);
      const now = old && (await store.thread(old.enquiryId));
      return now ? { enquiryId: old.enquiryId, moved: now.ref } : null;
    },
    authorOf: async post => {
      const remark = await store.remarkByPost(post);
      const author = remark && (await store.staff(remark.staffId));
      return author ? { deskRef: author.deskRef, name: author.name, admin: author.admin } : null;
    },
    rooms: async () =>
      (await store.rooms()).map(({ id, name, deskRef, replyMode }) => ({ id, name, deskRef, reply: replyMode })),
    lost: async thread => {
      const row = await store.threadByRef(thread);
      if (!row) return;
      const enquiryId = row.id as EnquiryId;
      await postAnew(parts, enquiryId);
      const lane = roomLane(row.roomId);
      await recorder.enqueue([job('card.show', deskKey(enquiryId), { enquiryId }, { lane })]);
    },
    attachment: async id => {
      const found = await store.attachment(id);
      return found?.content && !found.withheld ? { name: found.name, type: found.type, content: found.content } : null;
    },
    message: async (id, by) => {
      const message = await store.message(id);
      const enquiry = message && (await store.enquiry(message.enquiryId));
      if (!message || !enquiry) return null;
      if (!mayRead(by, enquiry) && !(await mayHelp(store, by, enquiry))) return null;
      const [customer, identity, attachments] = await Promise.all([
        store.customer(enquiry.customerId),
        store.identity(enquiry.identityId),
        store.attachmentsOf(id),
      ]);
      const label = customer && identity ? shownLabel(customer, identity, kinds) : 'The customer';
      return messageView(message, attachments, label, identity?.address ?? '', WHOLE_CHARS_MAX);
    },
    raw: async id => {
      const message = await store.message(id);
      const raw = message?.rawId ? await store.raw(message.rawId) : null;
      return raw && { type: raw.type, content: raw.bytes };
    },
  };
}
