/** The forms behind buttons, filled for one enquiry. */

import { aboutOf } from '../core/about.ts';
import { isAway } from '../core/away.ts';
import { type Enquiry, whyErased } from '../core/enquiry.ts';
import { type EnquiryId, looksLikeId, type MessageId, type StaffId } from '../core/ids.ts';
import { clampText, isToUs } from '../core/message.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { formOf, planChoices, snoozeChoices } from '../desk/actions.ts';
import { button, menuOf } from '../desk/cards.ts';
import { momentWords } from '../desk/dates.ts';
import {
  type HandOverChoice,
  handOverForm,
  joinForm,
  menuForm,
  mergeForm,
  replyForm,
  resolveForm,
  snoozeForm,
  splitForm,
} from '../desk/forms.ts';
import { isFolded, SHIELD_WORDS, type Tone } from '../desk/shielded.ts';
import { shownSubject } from '../desk/shown-name.ts';
import { SIMILAR } from '../desk/similar-words.ts';
import { aboutWords, refusalWords, type Who, WORDS } from '../desk/wording.ts';
import { isTold } from '../experts/told.ts';
import { type ButtonId, type ButtonView, isFor } from '../ports/button.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow, RemarkRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';
import type { FormView } from '../ports/views.ts';
import { answeringOf } from './answering.ts';
import { languageOfEnquiry } from './by-machine.ts';
import { expertFormFor } from './expert-forms.ts';
import { changesIn } from './fingerprint.ts';
import { flagFormFor } from './gathering-forms.ts';
import { measured } from './length.ts';
import { goesOnIn } from './merges.ts';
import { senderOn } from './name-shown.ts';
import { othersOpen } from './others-open.ts';
import { reachOf, reachWarnings } from './reach.ts';
import { suggestReasons } from './reasons.ts';
import { draftFrom } from './similar.ts';
import { fieldOfStarts } from './starts.ts';
import { tonesOf } from './tone.ts';
import { whoOf } from './who.ts';
import { keepMine, noteWriting } from './working.ts';

/** Messages of a customer to choose from, the newest: a list on a phone. */
const SPLIT_SHOWN_MAX = 20;
/** Of the words in a choice: Slack takes 75 with what stands around them. */
const ABOUT_CHARS_MAX = 50;

export async function formFor(
  parts: Parts,
  pressed: ButtonId,
  asked: EnquiryId,
  by: Person,
  of?: string,
): Promise<FormView | { refusal: string; buttons?: ButtonView[] }> {
  return formIn(parts, pressed, await whereToldGoes(parts, asked, of), by, of);
}

async function formIn(
  parts: Parts,
  pressed: ButtonId,
  enquiryId: EnquiryId,
  by: Person,
  of?: string,
): Promise<FormView | { refusal: string; buttons?: ButtonView[] }> {
  const enquiry = await parts.store.enquiry(enquiryId);
  const id = formOf(pressed);
  if (enquiry && (id === 'expert.ask.form' || id === 'expert.tell.form')) return expertFormFor(parts, enquiry, by, id);
  if (!enquiry || !id || !mayRead(by, enquiry)) return { refusal: 'This enquiry was not found.' };
  const who = await whoOf(parts, enquiry);
  const me = await parts.store.staffByRef(by.deskRef);
  const mine = enquiry.ownerId === null || enquiry.ownerId === me?.id;
  if (enquiry.erasedAt != null) return { refusal: refusalWords(whyErased(enquiry), who) };
  if (enquiry.status === 'merged') return { refusal: refusalWords('was-merged', who) };
  if (enquiry.status === 'spam') return { refusal: refusalWords('is-spam', who) };
  if (!mine && (id === 'reply.form' || id === 'resolve.form' || id === 'handover.form' || id === 'snooze.form')) {
    const buttons = [button('enquiry.takeover', 'Ask to take over', enquiryId)];
    return { refusal: refusalWords('claimed-by-someone-else', who), buttons };
  }
  switch (id) {
    case 'reply.form': {
      const { refused } = await answeringOf(parts, enquiry);
      if (refused !== null) return { refusal: refused };
      const reach = await reachOf(parts, enquiry);
      const language = await languageOfEnquiry(parts, enquiry);
      const begun = await begunWith(parts, enquiryId, me?.id ?? null, of);
      const past = looksLikeId('enquiry', of) ? await draftFrom(parts, enquiry, of, by) : null;
      if (looksLikeId('enquiry', of) && !past) return { refusal: SIMILAR.gone };
      await noteWriting(parts, enquiryId);
      if (me) await keepMine(parts, enquiryId, me.id);
      return replyForm({
        enquiryId,
        who,
        seen: enquiry.customerMessages,
        begun,
        draft: past?.text ?? null,
        sender: await senderOn(parts, me ?? { name: by.name, shownAs: null }, enquiry.channelId, language),
        copies: reach.copies.addresses,
        warnings: reachWarnings(reach),
        changes: await changesIn(parts.store, enquiryId),
        room: roomFor(parts, enquiry, begun?.text ?? past?.text ?? ''),
        starts: await fieldOfStarts(parts, enquiry, by),
      });
    }
    case 'resolve.form': {
      const { all, preselected } = await suggestReasons(parts, enquiry);
      return resolveForm(enquiryId, { all, preselected }, planChoices(parts.clock.now(), parts.hours));
    }
    case 'snooze.form':
      return snoozeForm(enquiryId, snoozeChoices(parts.clock.now(), parts.hours));
    case 'handover.form':
      return handOverFor(parts, enquiry, by);
    case 'merge.form':
      return mergeForm(enquiryId, (await othersOpen(parts, enquiry, by)).map(withAbout));
    case 'split.form':
      return splitFor(parts, enquiryId, who);
    case 'join.form':
      return joinForm(enquiryId);
    case 'finding.form':
    case 'incident.form':
      return flagFormFor(parts, enquiry, id);
    case 'menu.form':
      return menuFor(parts, enquiry, me?.id ?? null, by.admin);
    default:
      return { refusal: 'This form comes with a later version.' };
  }
}

async function handOverFor(parts: Parts, enquiry: Enquiry, by: Person): Promise<FormView | { refusal: string }> {
  const { choices, picker } = await handOverChoices(parts, enquiry, by);
  const owned = enquiry.ownerId !== null;
  if (choices.length === 0 && !owned && !picker)
    return { refusal: 'There is nobody else here yet to hand this over to.' };
  return handOverForm({ enquiryId: enquiry.id, choices, owned, picker });
}

async function splitFor(parts: Parts, enquiryId: EnquiryId, who: Who): Promise<FormView | { refusal: string }> {
  const messages = (await parts.store.messages(enquiryId)).filter(isToUs);
  if (messages.length < 2) return { refusal: refusalWords('nothing-to-split', who) };
  const shown = messages.slice(-SPLIT_SHOWN_MAX);
  const tones = await tonesOf(parts.store, shown);
  const choices = shown.map(each => withWords(each, tones.get(each.id)));
  return splitForm(enquiryId, choices);
}

async function menuFor(
  parts: Parts,
  enquiry: Enquiry,
  me: StaffId | null,
  isAdmin: boolean,
): Promise<FormView | { refusal: string }> {
  const identity = await parts.store.identity(enquiry.identityId);
  const { refused } = await answeringOf(parts, enquiry);
  const isOwner = enquiry.ownerId === null || enquiry.ownerId === me;
  const all = identity ? menuOf({ enquiry, identity, kinds: parts.kinds }, refused === null) : [];
  const menu = all.filter(each => isFor(each, isOwner, isAdmin));
  return menu.length ? menuForm(enquiry.id, menu) : { refusal: WORDS.noSuchButton };
}

function withWords({ id, subject, text }: MessageRow, tone: Tone | undefined): { id: MessageId; words: string } {
  const said = () =>
    aboutOf({ subject: null, text }) ?? (subject && shownSubject(subject)) ?? 'A message without words';
  const words = tone && isFolded(tone) ? SHIELD_WORDS.summary(tone) : said();
  return { id, words: clampText(words, ABOUT_CHARS_MAX).text };
}

function withAbout(enquiry: Enquiry): { number: number; about: string } {
  return { number: enquiry.number, about: clampText(aboutWords(enquiry), ABOUT_CHARS_MAX).text };
}

/** How long the words of a Reply form are, while somebody writes; null where it is nothing to look at. */
export async function countedFor(parts: Parts, id: EnquiryId, text: string, by: Person): Promise<string | null> {
  const enquiry = await parts.store.enquiry(id);
  return enquiry && mayRead(by, enquiry) ? (roomFor(parts, enquiry, text)?.words ?? null) : null;
}

function roomFor(
  parts: Parts,
  { channelId, visibility }: Enquiry,
  text: string,
): { max: number; words: string } | null {
  const { length, max, telling } = measured(parts.channel(channelId)?.limits, text.trimEnd(), visibility);
  return telling ? { max, words: WORDS.lengthIs(length, max) } : null;
}

/** What an expert told in an enquiry that was merged since is a draft for the one it goes on in. */
async function whereToldGoes({ store }: Parts, asked: EnquiryId, of: string | undefined): Promise<EnquiryId> {
  const remark = looksLikeId('remark', of) ? await store.remark(of) : null;
  return remark && isTold(remark) ? goesOnIn(store, asked) : asked;
}

/** Words that their author was given back, or that the channel refused: they are edited and sent again. */
async function begunWith(
  { store }: Parts,
  enquiryId: EnquiryId,
  me: StaffId | null,
  of: string | undefined,
): Promise<RemarkRow | null> {
  const remark = looksLikeId('remark', of) ? await store.remark(of) : null;
  if (remark && isTold(remark)) return (await goesOnIn(store, remark.enquiryId)) === enquiryId ? remark : null;
  if (!remark || remark.enquiryId !== enquiryId) return null;
  if (remark.lane === 'preview' || remark.lane === 'talk') return remark.staffId === me ? remark : null;
  const reply = remark.lane === 'reply' && remark.replyId ? await store.reply(remark.replyId) : null;
  // It stands in the thread, with why it did not arrive.
  return reply?.status === 'failed' || reply?.status === 'bounced' ? remark : null;
}

/** Everybody of the room but who has it and who asks. */
async function handOverChoices(
  parts: Parts,
  enquiry: Enquiry,
  by: Person,
): Promise<{ choices: HandOverChoice[] /** The desk has a picker of its own. */; picker: boolean }> {
  const [room, desk, known] = await Promise.all([
    parts.store.room(enquiry.roomId),
    parts.desk(enquiry.roomId),
    parts.store.allStaff(),
  ]);
  const members = room && desk.members ? await desk.members(room) : null;
  const isThere = (ref: string) => members === null || members.some(each => each.deskRef === ref);
  const unseen = (members ?? []).filter(each => !known.some(({ deskRef }) => deskRef === each.deskRef));
  const now = parts.clock.now();
  const people = [
    ...known
      .filter(each => isThere(each.deskRef))
      .map(each => ({
        ref: each.deskRef,
        value: each.id as string,
        label: awayLabel(parts, each),
        away: isAway(each, now),
      })),
    ...unseen.map(each => ({ ref: each.deskRef, value: each.deskRef, label: each.name, away: false })),
  ].filter(each => each.value !== enquiry.ownerId && each.ref !== by.deskRef);
  return { choices: people, picker: members === null && desk.member !== undefined };
}

/** "Ben (away until Mon 09:00)" */
function awayLabel({ clock, hours }: Parts, staff: Staff): string {
  if (!isAway(staff, clock.now())) return staff.name;
  return `${staff.name} (away${staff.awayUntil ? ` until ${momentWords(hours, staff.awayUntil, clock.now())}` : ''})`;
}
