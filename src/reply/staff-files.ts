/** Files beside a staff message: kept under its post until they are sent, with or without what is in them. */
import type { AttachmentId } from '../core/ids.ts';
import { WORDS } from '../desk/wording.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import type { Parts } from '../ports/parts.ts';
import type { StaffFile } from '../ports/staff.ts';
import { showPreview } from '../posting/privately.ts';
import { filesPlace } from './remark.ts';

/** A public reply leaves as it was confirmed: no file joins it afterwards. */
async function isConfirmed({ store }: Parts, post: string): Promise<boolean> {
  const remark = await store.remarkByPost(post);
  if (remark?.lane !== 'reply') return false;
  return (await store.enquiry(remark.enquiryId))?.visibility === 'public';
}

const AFTER_SEND = { content: null, withheld: WORDS.fileAfterSend };

/** @param digest SHA-256 as lower-case hexadecimal */
export function makeKeptFiles(
  parts: Parts,
  digest: (data: Uint8Array | string) => string,
): Pick<DeskContext, 'keepFile' | 'fileArrived'> {
  const { store, workspaceId } = parts;
  /** Made of its names: the same file delivered twice is one. */
  const idOf = (post: string, { ref }: StaffFile) =>
    `att_${digest(`${workspaceId}\n${post}\n${ref}`).slice(0, 32)}` as AttachmentId;
  const contentOf = ({ type, bytes, content, withheld }: StaffFile) => ({
    type,
    bytes,
    content,
    withheld,
    sha256: content ? digest(content) : '',
  });
  /** Send may have been pressed while it was stored: what was shown was without it. */
  const leaveBehind = async (post: string, id: AttachmentId) => {
    if (await isConfirmed(parts, post))
      await store.commit([{ do: 'update', table: 'attachments', id, set: AFTER_SEND }]);
  };
  return {
    keepFile: async (post, file) => {
      const id = idOf(post, file);
      const messageId = filesPlace(post);
      const position = (await store.attachmentsOf(messageId)).length;
      const late = (await isConfirmed(parts, post)) ? AFTER_SEND : {};
      const row = { id, workspaceId, messageId, position, name: file.name, ...contentOf(file), ...late };
      const stored = await store.commit([{ do: 'insert', table: 'attachments', row }]);
      if (stored.ok) await leaveBehind(post, id);
      return id;
    },
    fileArrived: async (post, file) => {
      const remark = await store.remarkByPost(post);
      const author = remark && (await store.staff(remark.staffId));
      if (!remark || !author || (remark.lane !== 'preview' && remark.lane !== 'talk')) return;
      const id = idOf(post, file);
      await store.commit([{ do: 'update', table: 'attachments', id, set: contentOf(file) }]);
      await leaveBehind(post, id);
      if (remark.lane === 'preview') await showPreview(parts, remark, author);
    },
  };
}
