/** Parses and checks what the page sends; a staff message is put into the thread first. */

import type { EnquiryId } from '../../../src/core/ids.ts';
import type { Instant } from '../../../src/core/time.ts';
import { isGatheringForm } from '../../../src/desk/gathering-actions.ts';
import { FILES_MAX } from '../../../src/desks/deliveries.ts';
import { KEPT_FORMS } from '../../../src/desks/open-form.ts';
import type { Rights } from '../../../src/desks/rights.ts';
import type { ButtonId } from '../../../src/ports/button.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { Person, StaffAction } from '../../../src/ports/staff.ts';
import type { FormView } from '../../../src/ports/views.ts';
import { isClientId, isStaffPost, isThreadRef, roomOf, staffPost } from './ids.ts';
import { mentionsStaff } from './people.ts';
import { fileStream, type Post, roomStream, type StaffFileItem, threadStream } from './records.ts';

/** The longest reply there is, of a mail; nothing is ever cut and sent. */
const TEXT_CHARS_MAX = 50_000;
export const TOO_LONG = 'This is too long. Shorten it, or send it in two parts.';
const ONLY_AUTHOR = 'Only its author can change a message.';
/** Newer than every edit: a message that was deleted stays deleted. */
const DELETED = Number.MAX_SAFE_INTEGER;

/** Why not, for the page to show; from 500 on it tries again by itself. */
interface Refused {
  status: number;
  error: string;
}

type Given = Record<string, unknown>;

export async function takeAction(context: DeskContext, rights: Rights, body: string): Promise<StaffAction | Refused> {
  const given = parse(body);
  if (!given) return { status: 400, error: 'This is not JSON.' };
  const { id } = given;
  if (!isClientId(id)) return { status: 400, error: 'The action has no id.' };
  const ruling = await rights.act({ user: typeof given.person === 'string' ? given.person : '', name: '' }, null);
  if (!ruling.ok) return { status: 403, error: ruling.words };
  const by = ruling.person;
  const text = typeof given.text === 'string' ? given.text : '';
  if (text.length > TEXT_CHARS_MAX) return { status: 400, error: TOO_LONG };
  switch (given.do) {
    case 'write':
      return written(context, given, id, by, text);
    case 'edit':
    case 'delete':
      return changed(context, given, id, by, text);
    case 'press': {
      const { thread } = given;
      const refused = thread == null ? null : await noThread(context, thread);
      if (refused) return refused;
      const [button, value] = [String(given.button) as ButtonId, String(given.value ?? '')];
      return { id, by, do: 'press', thread: isThreadRef(thread) ? thread : null, button, value };
    }
    case 'submit':
      return submitted(context, given, id, by);
    case 'command': {
      const room = typeof given.room === 'string' ? given.room : null;
      return {
        id,
        by,
        do: 'command',
        room,
        words: text,
        ...(isThreadRef(given.thread) ? { thread: given.thread } : {}),
      };
    }
    default:
      return { status: 400, error: 'This action is not known.' };
  }
}

function parse(body: string): Given | null {
  try {
    // No character that one of the databases would refuse.
    const given = JSON.parse(body, (_, value) =>
      typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value,
    );
    return typeof given === 'object' && given !== null ? given : null;
  } catch {
    return null;
  }
}

/** Null when it is the thread of an enquiry. */
async function noThread(context: DeskContext, thread: unknown): Promise<Refused | null> {
  const nowhere: Refused = { status: 404, error: 'There is no such thread.' };
  if (!isThreadRef(thread)) return nowhere;
  if (await context.thread(thread)) return null;
  // Its card is here a moment before the enquiry knows of it.
  const soon = await context.shelf.get(roomStream(roomOf(thread)), thread);
  return soon ? { status: 503, error: 'This thread is only just being opened. Try again in a moment.' } : nowhere;
}

async function written(
  context: DeskContext,
  given: Given,
  id: string,
  by: Person,
  text: string,
): Promise<StaffAction | Refused> {
  const { thread } = given;
  const files = Array.isArray(given.files) ? await filesBeside(context, staffPost(id), given.files) : [];
  if ((text.trim() === '' && files.length === 0) || !isThreadRef(thread))
    return { status: 400, error: 'Write a few words first.' };
  const refused = await noThread(context, thread);
  if (refused) return refused;
  const post = staffPost(id);
  const at = context.clock.now();
  const beside = files.length ? { files } : {};
  const value: Post = {
    as: 'staff',
    by: by.deskRef,
    name: by.name,
    text,
    ...beside,
    edited: false,
    deleted: false,
    at,
  };
  await context.shelf.append(threadStream(thread), post, value as unknown as Json);
  const ids = files.length ? { files: files.map(each => each.id) } : {};
  return { id, by, do: 'write', thread, post, text, ...ids, mentionsStaff: mentionsStaff(text) };
}

/** Those of the files named that were put beside this very message. */
async function filesBeside({ shelf }: DeskContext, post: string, named: unknown[]): Promise<StaffFileItem[]> {
  const there = (await shelf.latest(fileStream(post), FILES_MAX)).map(each => each.value as unknown as StaffFileItem);
  return there.filter(each => named.includes(each.id)).reverse();
}

async function changed(
  context: DeskContext,
  given: Given,
  id: string,
  by: Person,
  text: string,
): Promise<StaffAction | Refused> {
  const { thread } = given;
  const { post } = given;
  const refused = await noThread(context, thread);
  if (refused || !isThreadRef(thread)) return refused ?? { status: 404, error: 'There is no such thread.' };
  if (!isStaffPost(post)) return { status: 400, error: ONLY_AUTHOR };
  const now = context.clock.now();
  // It may overtake the message itself, whose first try was lost: then it stands here already, as its author wants it.
  const early: Post = { as: 'staff', by: by.deskRef, name: by.name, text: '', edited: false, deleted: false, at: now };
  await context.shelf.append(threadStream(thread), post, early as unknown as Json);
  const value = (await context.shelf.get(threadStream(thread), post))?.value as unknown as Post | undefined;
  if (value?.as !== 'staff' || value.by !== by.deskRef) return { status: 400, error: ONLY_AUTHOR };
  const put = (next: Post, version: number) =>
    context.shelf.replace(threadStream(thread), post, next as unknown as Json, version);
  if (given.do === 'delete') {
    await put({ ...value, text: '', deleted: true }, DELETED);
    return { id, by, do: 'delete', thread, post };
  }
  if (value.deleted) return { status: 409, error: 'This message was deleted.' };
  const at = editedAt(given.at, now);
  // A try that comes late, after a newer edit or the deletion: what is there stays, and the core is told the same.
  await put({ ...value, text, edited: true }, at);
  const edition = String(at).padStart(16, '0');
  return { id, by, do: 'edit', thread, post, text, mentionsStaff: mentionsStaff(text), edition };
}

/** When the page says it was edited; its clock is this machine's, and never ahead of it. */
function editedAt(given: unknown, now: Instant): Instant {
  return typeof given === 'number' && Number.isSafeInteger(given) && given > 0 ? Math.min(given, now) : now;
}

async function submitted(context: DeskContext, given: Given, id: string, by: Person): Promise<StaffAction | Refused> {
  const values = Object.fromEntries(Object.entries(given.values ?? {}).map(([name, value]) => [name, String(value)]));
  if (Object.values(values).some(value => value.length > TEXT_CHARS_MAX)) return { status: 400, error: TOO_LONG };
  const form = String(given.form) as FormView['id'];
  const enquiryId = String(given.enquiryId) as EnquiryId;
  // Said while the form is open, so that nothing of it is lost.
  const wrong =
    KEPT_FORMS.has(form) || isGatheringForm(form) ? await context.checkSaved(values, String(given.submit), by) : null;
  if (wrong) return { status: 409, error: wrong.words };
  return { id, by, do: 'submit', form, enquiryId, submit: String(given.submit), values };
}
