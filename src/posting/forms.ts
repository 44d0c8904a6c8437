/** The forms behind buttons, filled for one enquiry. */
import { isAway } from '../core/away.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { type EnquiryId, looksLikeId, type StaffId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import { formOf, snoozeChoices } from '../desk/actions.ts';
import { button } from '../desk/cards.ts';
import { momentWords } from '../desk/dates.ts';
import { refusalWords, type Who, WORDS } from '../desk/wording.ts';
import type { ButtonId, ButtonView } from '../ports/button.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';
import type { FormView } from '../ports/views.ts';
import { senderOn } from './name-shown.ts';
import { reachOf, reachWarnings } from './reach.ts';
import { reasonsOf } from './reasons.ts';
import { whoOf } from './who.ts';

/** In the hand-over form: nobody in particular. */
export const LET_GO = 'nobody';

export async function formFor(
  parts: Parts,
  pressed: ButtonId,
  enquiryId: EnquiryId,
  by: Person,
  of?: string,
): Promise<FormView | { refusal: string; buttons?: ButtonView[] }> {
  const enquiry = await parts.store.enquiry(enquiryId);
  const id = formOf(pressed);
  if (!enquiry || !id) return { refusal: 'This enquiry is not known here.' };
  const who = await whoOf(parts, enquiry);
  const me = await parts.store.staffByRef(by.deskRef);
  const mine = enquiry.ownerId === null || enquiry.ownerId === me?.id;
  if (enquiry.status === 'merged') return { refusal: refusalWords('was-merged', who) };
  if (enquiry.status === 'spam') return { refusal: refusalWords('is-spam', who) };
  if (!mine && (id === 'reply.form' || id === 'resolve.form' || id === 'handover.form' || id === 'snooze.form')) {
    const buttons = [button('enquiry.takeover', 'Ask to take over', enquiryId)];
    return { refusal: refusalWords('claimed-by-someone-else', who), buttons };
  }
  switch (id) {
    case 'reply.form':
      return replyForm(parts, enquiry, who, by, me, of);
    case 'resolve.form':
      return resolveForm(parts, enquiryId);
    case 'snooze.form':
      return {
        id,
        title: 'Snooze',
        enquiryId,
        fields: [
          {
            name: 'until',
            label: 'Until when?',
            kind: 'choice',
            value: '1h',
            choices: snoozeChoices(parts.clock.now(), parts.hours),
          },
        ],
        submit: [{ id: 'snooze', label: 'Snooze' }],
      };
    case 'handover.form':
      return handOverForm(parts, enquiry, by);
    case 'merge.form':
      return {
        id,
        title: 'Put together with another enquiry',
        enquiryId,
        fields: [{ name: 'into', label: 'Number of the other enquiry of this customer', kind: 'text', value: '' }],
        submit: [{ id: 'merge', label: 'Put together' }],
      };
    default:
      return { refusal: 'This form comes with a later version.' };
  }
}

async function replyForm(
  parts: Parts,
  enquiry: Enquiry,
  who: Who,
  by: Person,
  me: Staff | null,
  of: string | undefined,
): Promise<FormView> {
  const reach = await reachOf(parts, enquiry);
  const copies = reach.copies.addresses;
  const warnings = reachWarnings(reach);
  const begun = await begunWith(parts, enquiry.id, me?.id ?? null, of);
  const choices = [
    {
      value: 'all',
      label: copies.length === 1 ? 'With a copy to the other one' : `With copies to the ${copies.length} others`,
    },
    { value: 'none', label: `Only ${who.customer}` },
  ];
  return {
    id: 'reply.form',
    title: `Reply to ${who.customer}`,
    enquiryId: enquiry.id,
    fields: [
      {
        name: 'text',
        label: 'Your reply',
        kind: 'long-text',
        value: begun?.text ?? '',
        ...(await fromHelp(parts, by, enquiry, copies.length ? [] : warnings)),
      },
      ...(begun ? [{ name: 'of', label: '', kind: 'hidden' as const, value: begun.id }] : []),
      ...(copies.length
        ? [
            {
              name: 'copies',
              label: 'Who gets it',
              kind: 'choice' as const,
              value: 'all',
              choices,
              help: [...warnings, `In copy: ${copies.join(', ')}`].join(' '),
            },
          ]
        : []),
      { name: 'seen', label: '', kind: 'hidden', value: String(enquiry.customerMessages) },
    ],
    submit: [
      { id: 'reply.send', label: 'Send' },
      { id: 'reply.send_and_resolve', label: 'Send and resolve' },
      { id: 'reply.keep', label: 'Keep as team talk' },
    ],
  };
}

async function resolveForm(parts: Parts, enquiryId: EnquiryId): Promise<FormView> {
  const { suggested, all } = await reasonsOf(parts.store);
  const reasons = [...new Set([...suggested, ...all])];
  const choices = [{ value: '', label: 'No reason' }, ...reasons.map(value => ({ value, label: value }))];
  return {
    id: 'resolve.form',
    title: 'Resolve',
    enquiryId,
    fields: [{ name: 'reason', label: 'What was it about? (optional)', kind: 'choice', value: '', choices }],
    submit: [{ id: 'resolve', label: 'Resolve' }],
  };
}

async function handOverForm(parts: Parts, enquiry: Enquiry, by: Person): Promise<FormView | { refusal: string }> {
  const { choices, picker } = await handOverChoices(parts, enquiry, by);
  if (choices.length === 0 && !picker) return { refusal: 'There is nobody else here yet to hand this over to.' };
  const away = choices.filter(each => each.away).map(each => each.label);
  return {
    id: 'handover.form',
    title: 'Hand over',
    enquiryId: enquiry.id,
    fields: [
      {
        name: 'to',
        label: 'To whom?',
        kind: 'choice',
        value: choices[0]?.value ?? '',
        choices: choices.map(({ value, label }) => ({ value, label })),
        ...(picker ? { people: true as const } : {}),
        optional: enquiry.ownerId !== null,
        ...(away.length ? { help: away.join(', ') } : {}),
      },
    ],
    submit: [{ id: 'handover', label: 'Hand over' }],
  };
}

/** Words that their author was given back, or that the channel refused: they are edited and sent again. */
async function begunWith(
  { store }: Parts,
  enquiryId: EnquiryId,
  me: StaffId | null,
  of: string | undefined,
): Promise<RemarkRow | null> {
  const remark = looksLikeId('remark', of) ? await store.remark(of) : null;
  if (!remark || remark.enquiryId !== enquiryId) return null;
  if (remark.lane === 'preview' || remark.lane === 'talk') return remark.staffId === me ? remark : null;
  const reply = remark.lane === 'reply' && remark.replyId ? await store.reply(remark.replyId) : null;
  // It stands in the thread, with why it did not arrive.
  return reply?.status === 'failed' || reply?.status === 'bounced' ? remark : null;
}

/** Whom the customer will see as its sender, and what is to be known about who gets it. */
async function fromHelp(parts: Parts, by: Person, { channelId }: Enquiry, hints: string[]): Promise<{ help?: string }> {
  const staff = (await parts.store.staffByRef(by.deskRef)) ?? { name: by.name, shownAs: null };
  const sender = await senderOn(parts, staff, channelId);
  const help = [...(sender === null ? [] : [WORDS.from(sender)]), ...hints].join(' ');
  return help ? { help } : {};
}

interface Choice {
  /** The id of somebody who has acted here; else the desk's own name for them. */
  value: string;
  label: string;
  away: boolean;
}

/** Everybody of the room but who has it and who asks, those who are away last; then nobody in particular. */
async function handOverChoices(
  parts: Parts,
  enquiry: Enquiry,
  by: Person,
): Promise<{ choices: Choice[] /** The desk has a picker of its own. */; picker: boolean }> {
  const [room, desk, known] = await Promise.all([
    parts.store.room(enquiry.roomId),
    parts.desk(enquiry.roomId),
    parts.store.allStaff(),
  ]);
  const members = room && desk.members ? await desk.members(room) : null;
  const isThere = (ref: string) => members === null || members.some(each => each.deskRef === ref);
  const unseen = (members ?? []).filter(each => !known.some(({ deskRef }) => deskRef === each.deskRef));
  const others = [
    ...known
      .filter(each => isThere(each.deskRef))
      .map(each => ({
        ref: each.deskRef,
        value: each.id as string,
        label: awayLabel(parts, each),
        away: isAway(each, parts.clock.now()),
      })),
    ...unseen.map(each => ({ ref: each.deskRef, value: each.deskRef, label: each.name, away: false })),
  ].filter(each => each.value !== enquiry.ownerId && each.ref !== by.deskRef);
  const people = [...others.filter(each => !each.away), ...others.filter(each => each.away)];
  const nobody = { value: LET_GO, label: 'Nobody in particular: anyone can claim it', away: false };
  return {
    choices: [...people.map(({ ref: _, ...choice }) => choice), ...(enquiry.ownerId ? [nobody] : [])],
    picker: members === null && desk.member !== undefined,
  };
}

/** "Ben (away until Mon 09:00)" */
function awayLabel({ clock, hours }: Parts, staff: Staff): string {
  if (!isAway(staff, clock.now())) return staff.name;
  return `${staff.name} (away${staff.awayUntil ? ` until ${momentWords(hours, staff.awayUntil, clock.now())}` : ''})`;
}

/** Records a phone call or a visitor in two taps. */
export function logForm(): FormView {
  return {
    id: 'log.form',
    title: 'Log a call',
    enquiryId: null,
    fields: [
      { name: 'what', label: 'What happened?', kind: 'long-text', value: '' },
      { name: 'who', label: 'Who was it?', kind: 'text', value: '', optional: true, help: 'A name or a number.' },
      {
        name: 'how',
        label: 'How?',
        kind: 'choice',
        value: 'phone',
        choices: [
          { value: 'phone', label: 'By phone' },
          { value: 'counter', label: 'At the counter' },
        ],
      },
      {
        name: 'callback',
        label: 'Does somebody have to call back?',
        kind: 'choice',
        value: 'no',
        choices: [
          { value: 'no', label: 'No, it is done' },
          { value: 'yes', label: 'Yes: post it so that somebody can claim it' },
        ],
      },
    ],
    submit: [{ id: 'log', label: 'Save' }],
  };
}
