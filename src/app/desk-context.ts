/** What a desk is handed: it stores what was delivered and done, and asks for what it may show. */
import { createHash } from 'node:crypto';
import { customerLabel } from '../core/customer.ts';
import { type AttachmentId, type EnquiryId, looksLikeId, type MessageId } from '../core/ids.ts';
import { messageView } from '../desk/cards.ts';
import { COMMANDS } from '../desk/commands.ts';
import { ownNameFields } from '../desk/settings-forms.ts';
import { OWN_NAME, saveOwnName } from '../handling/own-name.ts';
import type { Painter } from '../ports/answer.ts';
import type { ChannelKind } from '../ports/channel.ts';
import type { DeskContext, StaffAction, StaffFile } from '../ports/desk.ts';
import { deskKey, job, roomLane } from '../ports/jobs.ts';
import { storable } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import type { Bus } from '../ports/shelf.ts';
import { actTaken } from '../ports/store.ts';
import { OLD_THREAD, postAnew } from '../posting/card.ts';
import { formFor, logForm } from '../posting/forms.ts';
import { homeOf } from '../posting/home.ts';
import { showPreview } from '../posting/privately.ts';
import { filesPlace } from '../reply/remark.ts';
import type { AdminParts, IsWritten } from '../settings/admin.ts';
import { settingsForm } from '../settings/forms.ts';
import type { Sealer } from '../settings/provision.ts';
import { placeRoom, saveSettings } from '../settings/save.ts';
import { vaultOf } from '../settings/vault.ts';

/** Characters of a message that is shown whole. */
const WHOLE_CHARS_MAX = 100_000;

export interface DeskContextParts {
  parts: Parts;
  bus: Bus;
  sealer: Sealer;
  deskKind: string;
  publicUrl: string;
  publicHostsOnly: boolean;
  channelKinds: ChannelKind[];
  isWritten: IsWritten;
  troubles(): string[];
  changed(): Promise<void>;
  /** Frees what waits for the rooms. */
  resume(): Promise<void>;
  painter: Painter;
  /** Takes in a trial enquiry; once for its key. */
  tryOut(key: string): Promise<void>;
}

export function makeDeskContext(given: DeskContextParts): DeskContext {
  const { parts, deskKind, channelKinds, isWritten } = given;
  const { store, recorder, clock, ids, log, workspaceId } = parts;
  const { sealer, publicUrl, publicHostsOnly, changed } = given;
  const admin: AdminParts = {
    parts,
    channelKinds,
    sealer,
    deskKind,
    ownName: {
      about: OWN_NAME,
      fields: async by => ownNameFields(await store.staffByRef(by.deskRef)),
      save: (by, values) => saveOwnName(parts, by, values),
    },
    publicHostsOnly,
    isWritten,
    changed,
  };
  /** Stores a job once for its name: a second delivery stops at this row. */
  const storeOnce = async (name: string, next: Parameters<typeof recorder.enqueue>[0]) => {
    const row = { id: name, workspaceId, at: clock.now() };
    return (await recorder.enqueue(next, [{ do: 'insert', table: 'seen', row }])).ok;
  };
  return {
    clock,
    ids,
    log,
    bus: given.bus,
    shelf: store.shelf(`desk:${deskKind}`),
    publicUrl,
    commands: COMMANDS,
    kinds: channelKinds.map(({ kind, connect }) => ({ kind, connect })),
    vault: vaultOf(store.shelf(`vault:desk:${deskKind}`), sealer, `${workspaceId}:vault:desk:${deskKind}`),
    act: async given => {
      const action = storable(given);
      const taken = actTaken(workspaceId, deskKind, action.id);
      await storeOnce(taken, [job('desk.act', await keyOf(action), { action })]);
    },
    keep: delivery => {
      const { id, key, payload } = storable(delivery);
      const next = delivery.fetches
        ? job('desk.file', `file:${key}`, { payload })
        : job('desk.event', `event:${key}`, { payload });
      return storeOnce(`${workspaceId}:event:${deskKind}:${id}`, [next]);
    },
    typing: async thread => {
      const row = await store.threadByRef(thread);
      const enquiry = row && (await store.enquiry(row.id as EnquiryId));
      const channel = enquiry && parts.channel(enquiry.channelId);
      const identity = channel?.typing && (await store.identity(enquiry!.identityId));
      if (identity) await channel?.typing?.(identity.address);
    },
    draw: (chart, look) => given.painter.draw(chart, look),
    keepFile: (post, file) => keepFile(parts, post, file),
    fileArrived: (post, file) => fileArrived(parts, post, file),
    threadOf: async post => {
      const remark = await store.remarkByPost(post);
      return remark ? ((await store.thread(remark.enquiryId))?.ref ?? null) : null;
    },
    thread: async ref => {
      const row = await store.threadByRef(ref);
      if (row) return { enquiryId: row.id as never, moved: null };
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
    resume: given.resume,
    place: (room, deskRef) => placeRoom(admin, room, deskRef),
    form: (button, enquiryId, by, of) => formFor(parts, button, enquiryId, by, of),
    logForm,
    settingsForm: (about, by) => settingsForm(admin, about, by),
    saveSettings: (about, by, values) => saveSettings(admin, about, by, values),
    home: by => homeOf({ parts, channelKinds, isWritten, troubles: given.troubles }, by),
    tryOut: by => given.tryOut(by.deskRef),
    attachment: async (id: AttachmentId) => {
      const found = await store.attachment(id);
      return found?.content && !found.withheld ? { name: found.name, type: found.type, content: found.content } : null;
    },
    message: async (id: MessageId) => {
      const message = await store.message(id);
      const enquiry = message && (await store.enquiry(message.enquiryId));
      if (!message || !enquiry) return null;
      const [customer, identity, attachments] = await Promise.all([
        store.customer(enquiry.customerId),
        store.identity(enquiry.identityId),
        store.attachmentsOf(id),
      ]);
      const label = customer && identity ? customerLabel(customer, identity, parts.kinds) : 'The customer';
      return messageView(message, attachments, label, identity?.address ?? '', WHOLE_CHARS_MAX);
    },
    raw: async (id: MessageId) => {
      const message = await store.message(id);
      const raw = message?.rawId ? await store.raw(message.rawId) : null;
      return raw && { type: raw.type, content: raw.bytes };
    },
  };

  /** What people do in one thread happens in order, forms included: an undo never overtakes the send before it. */
  async function keyOf(action: StaffAction): Promise<string> {
    const given = 'thread' in action ? action.thread : null;
    const enquiryId = given ? null : await enquiryOf(parts, action);
    const thread = given ?? (enquiryId ? ((await store.thread(enquiryId))?.ref ?? null) : null);
    return `act:${thread ?? action.by.deskRef}`;
  }
}

/** Made of its names: the same file delivered twice is one. */
function fileId(workspaceId: string, post: string, { ref }: StaffFile): AttachmentId {
  return `att_${createHash('sha256').update(`${workspaceId}\n${post}\n${ref}`).digest('hex').slice(0, 32)}` as AttachmentId;
}

function sha256(content: Uint8Array | null): string {
  return content ? createHash('sha256').update(content).digest('hex') : '';
}

/** Puts the content where the file was kept without it, and shows the preview anew. */
async function fileArrived(parts: Parts, post: string, file: StaffFile): Promise<void> {
  const remark = await parts.store.remarkByPost(post);
  const author = remark && (await parts.store.staff(remark.staffId));
  if (!remark || !author || (remark.lane !== 'preview' && remark.lane !== 'talk')) return;
  const { type, bytes, content, withheld } = file;
  const set = { type, bytes, content, withheld, sha256: sha256(content) };
  const id = fileId(parts.workspaceId, post, file);
  await parts.store.commit([{ do: 'update', table: 'attachments', id, set }]);
  if (remark.lane === 'preview') await showPreview(parts, remark, author);
}

/** A file beside a staff message. */
async function keepFile({ store, workspaceId }: Parts, post: string, file: StaffFile): Promise<AttachmentId> {
  const id = fileId(workspaceId, post, file);
  const position = (await store.attachmentsOf(filesPlace(post))).length;
  await store.commit([
    {
      do: 'insert',
      table: 'attachments',
      row: {
        id,
        workspaceId,
        messageId: filesPlace(post),
        position,
        name: file.name,
        type: file.type,
        bytes: file.bytes,
        sha256: sha256(file.content),
        content: file.content,
        withheld: file.withheld,
      },
    },
  ]);
  return id;
}

/** Which enquiry an action is about that names no thread: by the form, the draft, the reply or the post it speaks of. */
async function enquiryOf({ store }: Parts, action: StaffAction): Promise<EnquiryId | null> {
  if (action.do === 'submit') return action.enquiryId;
  if (action.do !== 'press') return null;
  const [id] = action.value.split(' ');
  if (looksLikeId('enquiry', id)) return id;
  if (looksLikeId('remark', id)) return (await store.remark(id))?.enquiryId ?? null;
  if (looksLikeId('reply', id)) return (await store.reply(id))?.enquiryId ?? null;
  return (await store.remarkByPost(action.value))?.enquiryId ?? null;
}
