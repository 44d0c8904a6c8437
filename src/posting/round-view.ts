/** What an answer to many looks like to whoever sends it: a preview for each customer, then how it goes. */
import type { LeftWhy, RoundPlan } from '../core/gathering.ts';
import { clampText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { button } from '../desk/cards.ts';
import { ROUND } from '../desk/round-words.ts';
import { shownLabel } from '../desk/shown-name.ts';
import { previewLabel, sideOf } from '../desk/wording.ts';
import type { ButtonView } from '../ports/button.ts';
import type { GatheringRow, RoundRow } from '../ports/gathering-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { PrivateView } from '../ports/views.ts';
import { openStops } from './coaching.ts';
import { senderOn } from './name-shown.ts';
import { type Addressee, countRound } from './round.ts';

/** Previews at once: a phone shows about this many, and each has a button. */
const SHOWN_MAX = 3;
/** Names of those who are left out, for each reason. */
const NAMED_MAX = 5;
/** Of each message in the preview; nobody has to scroll past the first to see the second. */
const TEXT_CHARS_MAX = 1_200;
const NAME_CHARS_MAX = 30;

/** One place for a round, from its preview to how it went. */
export function roundKey({ id }: Pick<RoundRow, 'id'>): string {
  return `round:${id}`;
}

function aboutGathering({ what, number }: Pick<GatheringRow, 'what' | 'number'>): string {
  return ROUND[what](number);
}

interface Previewed {
  round: RoundRow;
  gathering: GatheringRow;
  plan: RoundPlan<Addressee>;
  by: Staff;
  /** From 1. */
  page?: number;
  hints?: string[];
}

/** Who would read what, three at a time; who is left out and why; Send with how many it goes to. */
export async function roundPreview(parts: Parts, given: Previewed): Promise<PrivateView> {
  const { round, gathering, plan, by, page = 1, hints = [] } = given;
  const about = aboutGathering(gathering);
  const { going } = plan;
  const pages = Math.max(1, Math.ceil(going.length / SHOWN_MAX));
  const at = Math.min(Math.max(1, page), pages);
  const from = (at - 1) * SHOWN_MAX;
  const shown = going.slice(from, from + SHOWN_MAX);
  const value = (rest: string | number) => `${round.id} ${round.version} ${rest}`;
  const [first] = going;
  const stops = first ? await openStops(parts, first.enquiry, { text: first.text }) : [];
  const named = shown.map(each => nameOf(parts, each));
  const send = stops.length ? ROUND.sendAnyway(going.length) : ROUND.send(going.length);
  const after = going.length - from - shown.length;
  const buttons: ButtonView[] = [
    ...(going.length ? [button('finding.send', send, value('send'), 'primary')] : []),
    ...(after > 0 ? [button('finding.page', ROUND.next(Math.min(after, SHOWN_MAX)), value(at + 1))] : []),
    ...(at > 1 && after <= 0 ? [button('finding.page', ROUND.first, value(1))] : []),
    ...shown.map((each, i) =>
      button('finding.leave', ROUND.leave(named[i]!), `${value(at)} ${each.enquiry.customerId}`),
    ),
    ...takeBack(parts, plan, value(at)),
    button('finding.tell', ROUND.edit, `${gathering.id} ${round.id}`),
    button('finding.drop', ROUND.drop, value('drop')),
  ];
  return {
    words: going.length ? ROUND.preview(going.length, about) : ROUND.nobody(about),
    quote: null,
    before: await Promise.all(shown.map(each => previewOf(parts, each, by))),
    hints: [
      ...hints,
      ...stops.map(each => each.words),
      ...(going.length > SHOWN_MAX ? [`${ROUND.page(from + 1, from + shown.length, going.length)}.`] : []),
      ...(going.length ? [ROUND.isAnswer] : []),
      ...(await leftLines(parts, plan)),
    ],
    buttons,
    tone: 'preview',
    post: null,
  };
}

async function previewOf(parts: Parts, each: Addressee, by: Staff): Promise<{ label: string; text: string }> {
  const { enquiry, identity } = each;
  const kind = parts.kinds.of(enquiry.channelKind);
  const who = { side: sideOf(enquiry, kind), customer: fullNameOf(parts, each) };
  const sender = await senderOn(parts, by, enquiry.channelId);
  const label = previewLabel(kind, who, identity?.address ?? '', [], sender);
  const { text, cut } = clampText(each.text, TEXT_CHARS_MAX);
  return { label: ROUND.label(label, enquiry.number), text: cut ? `${text}…` : text };
}

/** Those whom the author left out can come back. */
function takeBack(parts: Parts, { left }: RoundPlan<Addressee>, value: string): ButtonView[] {
  return left
    .filter(({ why }) => why === 'by-hand')
    .slice(0, SHOWN_MAX)
    .map(({ each }) => button('finding.take', ROUND.take(nameOf(parts, each)), `${value} ${each.enquiry.customerId}`));
}

/** Who does not get it, by the reason; of rooms that the author cannot read only how many. */
async function leftLines(parts: Parts, { left }: RoundPlan<Addressee>): Promise<string[]> {
  const staff = left.some(each => each.why === 'owned') ? await parts.store.allStaff() : [];
  const groups = new Map<string, { why: LeftWhy; owner: string | null; names: string[] }>();
  for (const { each, why } of left) {
    const owner = why === 'owned' ? (staff.find(one => one.id === each.enquiry.ownerId)?.name ?? null) : null;
    const key = `${why} ${owner ?? ''}`;
    const group = groups.get(key) ?? { why, owner, names: [] };
    group.names.push(fullNameOf(parts, each));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ why, owner, names }) => {
    const more = Math.max(0, names.length - NAMED_MAX);
    const some = names.slice(0, NAMED_MAX);
    return owner ? ROUND.ownedBy(some, more, owner) : ROUND.left(why, some, more);
  });
}

function fullNameOf(parts: Parts, { customer, identity }: Addressee): string {
  return customer && identity ? shownLabel(customer, identity, parts.kinds) : 'a customer';
}

function nameOf(parts: Parts, each: Addressee): string {
  const { text, cut } = clampText(fullNameOf(parts, each), NAME_CHARS_MAX);
  return cut ? `${text}…` : text;
}

/** Once Send was pressed: that it is held, how far it is, and how it went. */
export async function roundStatus(parts: Parts, round: RoundRow): Promise<PrivateView> {
  const counts = await countRound(parts, round);
  const left = (await parts.store.roundCustomers(round.id)).filter(each => each.why !== null).length;
  const undo = button('finding.undo', ROUND.undo, round.id, 'danger');
  const look = button('finding.page', ROUND.look, `${round.id} ${round.version} 1`);
  const hints = [
    ...(counts.stopped ? [ROUND.stopped(counts.stopped)] : []),
    ...(counts.failed ? [ROUND.failed(counts.failed)] : []),
    ...(left ? [ROUND.leftSince(left)] : []),
    ...(round.state !== 'undone' && counts.takenBack ? [ROUND.takenBack(counts.takenBack)] : []),
  ];
  const view = (words: string, buttons: ButtonView[]): PrivateView => ({
    words,
    quote: { label: ROUND.words, text: clampText(round.text, TEXT_CHARS_MAX).text },
    hints,
    buttons,
    tone: 'notice',
    post: null,
  });
  const toGo = Math.max(0, counts.all - left - counts.sent - counts.stopped - counts.failed - counts.takenBack);
  switch (round.state) {
    case 'held':
      return view(ROUND.held(counts.all, Math.max(0, (round.holdUntil ?? 0) - parts.clock.now())), [undo, look]);
    case 'going':
      return view(ROUND.going(counts.sent, toGo), [undo, look]);
    case 'gone':
      return counts.waiting > 0
        ? view(ROUND.going(counts.sent, toGo), [undo, look])
        : view(ROUND.gone(counts.sent), []);
    case 'undone':
      return view(ROUND.undone(counts.sent), []);
    default:
      return view(ROUND.dropped, []);
  }
}
