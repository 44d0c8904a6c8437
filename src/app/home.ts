/** What one person sees when they open Deskhand by itself: their enquiries and drafts; for admins the settings. */
import { customerLabel } from '../core/customer.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { hoursInWords } from '../core/hours.ts';
import { clampText, firstLine } from '../core/message.ts';
import { durationInWords, durationText, SECOND } from '../core/time.ts';
import { button } from '../desk/cards.ts';
import { NAME_RULE_WORDS } from '../desk/wording.ts';
import { seenAs } from '../handling/choose-name.ts';
import type { ChannelKind } from '../ports/channel.ts';
import type { EnquiryLine, HomeView, Person } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import { leavingOf } from '../posting/left-out.ts';
import { reachOf, reachWarnings } from '../posting/reach.ts';
import { previewSign } from '../posting/sign.ts';

/** Lines of each list; a phone shows about this many. */
const LINES_MAX = 15;
const DRAFTS_MAX = 5;
const DRAFT_CHARS = 300;

export interface HomeParts {
  parts: Parts;
  channelKinds: ChannelKind[];
  /** Channels and rooms that stand in the provisioning file: shown, and changed there. */
  isWritten(what: 'room' | 'channel' | 'hold' | 'hours' | 'answer' | 'names', name: string): boolean;
  troubles(): string[];
}

export async function homeOf({ parts, channelKinds, isWritten, troubles }: HomeParts, by: Person): Promise<HomeView> {
  const { store } = parts;
  const me = await store.staffByRef(by.deskRef);
  const readable = (each: Enquiry) => !by.rooms || by.rooms.includes(each.roomId);
  const open = (await store.openEnquiries(200)).filter(readable);
  const mine = me ? (await store.openEnquiries(LINES_MAX, me.id)).filter(readable) : [];
  const unclaimed = open.filter(each => each.ownerId === null).slice(0, LINES_MAX);
  const written = me ? await store.drafts(me.id, DRAFTS_MAX) : [];
  const theirs = await Promise.all(written.map(each => store.enquiry(each.enquiryId)));
  const remarks = written.filter((_, i) => theirs[i] && readable(theirs[i]));
  return {
    mine: await Promise.all(mine.map(each => lineOf(parts, each))),
    unclaimed: await Promise.all(unclaimed.map(each => lineOf(parts, each))),
    drafts: await Promise.all(
      remarks.map(async remark => {
        const { id, enquiryId, text } = remark;
        const enquiry = await store.enquiry(enquiryId);
        const line = enquiry && (await lineOf(parts, enquiry));
        const leaving = enquiry && (await leavingOf(parts, enquiry, remark));
        const reached = enquiry ? reachWarnings(await reachOf(parts, enquiry, remark.onlyCustomer ?? false)) : [];
        return {
          enquiryId,
          words: [line ? `#${line.number} ${line.words}` : '', ...(leaving?.leftOut ?? []), ...reached]
            .join(' ')
            .trim(),
          text: clampText(text, DRAFT_CHARS).text,
          thread: line?.thread ?? null,
          buttons: [
            ...(leaving?.nothing
              ? []
              : [
                  button(
                    'reply.send',
                    'Send',
                    `${remark.id} ${await previewSign(parts, remark, remark.staffId)}`,
                    'primary',
                    'Send this to the customer?',
                  ),
                ]),
            button('reply.keep', 'Keep as team talk', id),
          ],
        };
      }),
    ),
    seenAs: await seenAs(parts, me ?? { name: by.name, shownAs: null }),
    settings: by.admin ? await settingsOf() : null,
  };

  /** "What each person chose; help: First names only" */
  function namesText(channels: string[]): string {
    const everywhere = parts.nameRule('');
    const others = channels.filter(each => parts.nameRule(each) !== everywhere);
    return [
      NAME_RULE_WORDS[everywhere],
      ...others.map(each => `${each}: ${NAME_RULE_WORDS[parts.nameRule(each)]}`),
    ].join('; ');
  }

  async function settingsOf(): Promise<HomeView['settings']> {
    const rooms = await store.rooms();
    const channels = (await store.channels()).filter(each => channelKinds.some(kind => kind.kind === each.kind));
    return {
      rooms: rooms.map(({ id, name, deskRef, replyMode }) => ({
        id,
        name,
        deskRef,
        reply: replyMode,
        fixed: isWritten('room', name),
      })),
      channels: channels.map(({ id, name, kind }) => {
        const channel = parts.channel(id);
        const trouble = channel?.trouble?.() ?? null;
        return {
          id,
          name,
          label: channelKinds.find(each => each.kind === kind)?.label ?? kind,
          words: channel ? (trouble ?? channel.status?.() ?? addressesOf(channel.addresses)) : 'not running here',
          paste: channel?.paste?.line ?? null,
          ok: channel !== null && trouble === null,
          fixed: isWritten('channel', name),
        };
      }),
      kinds: channelKinds.map(({ kind, label }) => ({ kind, label })),
      hold: channelKinds
        .map(({ kind, label, limits }) => `${label} ${parts.holdMs(kind, limits.holdMs) / SECOND} s`)
        .join(', '),
      hours: hoursInWords(parts.hours),
      answer: channelKinds.map(({ kind, label }) => `${label} ${durationText(parts.answerWithin(kind))}`).join(', '),
      names: namesText(channels.filter(each => parts.channel(each.id)?.signedAs).map(each => each.name)),
      fixed: {
        hold: isWritten('hold', ''),
        hours: isWritten('hours', ''),
        answer: isWritten('answer', ''),
        names: isWritten('names', ''),
      },
      troubles: troubles(),
    };
  }
}

function addressesOf(addresses: readonly string[] | undefined): string {
  return addresses?.length ? addresses.join(', ') : 'running';
}

export async function lineOf(
  { store, clock, kinds }: Pick<Parts, 'store' | 'clock' | 'kinds'>,
  enquiry: Enquiry,
): Promise<EnquiryLine> {
  const [customer, identity, thread] = await Promise.all([
    store.customer(enquiry.customerId),
    store.identity(enquiry.identityId),
    store.thread(enquiry.id),
  ]);
  const who = customer && identity ? customerLabel(customer, identity, kinds) : 'a customer';
  const wait = enquiry.waitingSince === null ? '' : `, waits ${durationInWords(clock.now() - enquiry.waitingSince)}`;
  const words = `${who}: ${firstLine(enquiry.subject ?? 'no subject', 80)} (${enquiry.status}${wait})`;
  return { enquiryId: enquiry.id, number: enquiry.number, words, thread: thread?.ref ?? null };
}
