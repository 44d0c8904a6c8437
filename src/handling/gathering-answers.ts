/** Answers `findings` and `incident`: lists, and one of them with its enquiries as far as the asker may read them. */
import type { Enquiry } from '../core/enquiry.ts';
import { isOver } from '../core/gathering.ts';
import type { RoomId } from '../core/ids.ts';
import { mayRead } from '../core/readers.ts';
import { button } from '../desk/cards.ts';
import { dateWords } from '../desk/dates.ts';
import type { GatheringCommand } from '../desk/gathering-actions.ts';
import { GATHERING, STATE_WORDS } from '../desk/gathering-words.ts';
import { aroundFix } from '../insight/findings.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { ButtonId, ButtonView } from '../ports/button.ts';
import type { GatheringRow } from '../ports/gathering-rows.ts';
import type { Parts } from '../ports/parts.ts';
import { calledOf } from '../posting/gathering-help.ts';
import { mayBelong } from '../posting/gathering-near.ts';
import { countRound, gatheredEnquiries } from '../posting/round.ts';
import { beginIncident } from './gatherings.ts';
import { enquiryLines, runButton } from './lines.ts';

/** Lines of a list, and enquiries of one: each may have a button on a phone. */
const LISTED_MAX = 10;
/** Read for a list; nobody pages further back. */
const READ_MAX = 500;
/** Offered for adding. */
const OFFERED_MAX = 3;

interface Asked {
  /** Of the action. */
  id: string;
  room: RoomId | null;
  /** Rooms that the asker can read; null: all. */
  rooms: RoomId[] | null;
}

export async function answerGatherings(parts: Parts, command: GatheringCommand, asked: Asked): Promise<AnswerView> {
  const what = command.do === 'findings' ? 'finding' : 'incident';
  if (command.number !== null) {
    const row = await parts.store.gatheringByNumber(what, command.number);
    return row ? gatheringView(parts, row, asked) : plainAnswer(GATHERING.noSuch(what, command.number));
  }
  if (command.do === 'incident' && command.words) {
    const { row, words } = await beginIncident(parts, command.words, [], asked.id);
    return gatheringView(parts, row, asked, { said: words });
  }
  return listed(parts, what, asked, command.page ?? 1);
}

async function listed(parts: Parts, what: GatheringRow['what'], asked: Asked, page: number): Promise<AnswerView> {
  const all = await parts.store.gatherings(what, READ_MAX);
  if (all.length === 0) return plainAnswer(GATHERING.none[what]);
  // What is still to be done stands first; each kind the newest first, as it was read.
  const sorted = [...all.filter(each => !isOver(each.state)), ...all.filter(each => isOver(each.state))];
  const from = (page - 1) * LISTED_MAX;
  const shown = sorted.slice(from, from + LISTED_MAX);
  const [counts, staff] = await Promise.all([
    parts.store.gatheredCounts(shown.map(each => each.id)),
    parts.store.allStaff(),
  ]);
  const lines = shown.map(each => {
    const owner = staff.find(one => one.id === each.ownerId)?.name ?? null;
    return GATHERING.listed(calledOf(each), STATE_WORDS[each.state], counts.get(each.id) ?? 0, owner);
  });
  const after = sorted.length - from - shown.length;
  const word = what === 'finding' ? 'findings' : 'incident';
  const next =
    after > 0 ? [runButton(asked.room, `${word} page ${page + 1}`, GATHERING.next(Math.min(after, LISTED_MAX)))] : [];
  const opens = shown.map(each => button(`${what}.open`, calledShort(each), each.id));
  return { ...plainAnswer(lines.join('\n')), buttons: [...opens, ...next] };
}

/** "Open 3" */
function calledShort({ number }: GatheringRow): string {
  return `${GATHERING.open} ${number}`;
}

/** One of them, with what can be done about it. */
export async function gatheringView(
  parts: Parts,
  row: GatheringRow,
  { rooms }: Pick<Asked, 'rooms'>,
  { page = 1, said }: { page?: number; said?: string } = {},
): Promise<AnswerView> {
  const readable = (each: Enquiry) => mayRead({ rooms }, each);
  const all = await gatheredEnquiries(parts, row.id);
  const mine = all.filter(readable).reverse();
  const from = (page - 1) * LISTED_MAX;
  const shown = mine.slice(from, from + LISTED_MAX);
  const after = mine.length - from - shown.length;
  const owner = row.ownerId ? ((await parts.store.staff(row.ownerId))?.name ?? null) : null;
  const offered = row.state === 'lasting' && page === 1 ? await mayBelong(parts, row, readable, OFFERED_MAX) : [];
  const around = aroundFix(row, all);
  const lines = [
    ...(said ? [said, ''] : []),
    calledOf(row),
    GATHERING.state(STATE_WORDS[row.state]),
    GATHERING.owner(owner),
    GATHERING.step(row.nextStep),
    ...(row.notice && row.state === 'lasting' ? [GATHERING.strip(row.notice)] : []),
    GATHERING.evidence(all.length),
    ...(around ? [GATHERING.around(around.before, around.after)] : []),
    ...(await enquiryLines(parts, shown)),
    ...(all.length > mine.length ? [GATHERING.elsewhere(all.length - mine.length)] : []),
    ...(await toldLines(parts, row)),
    ...(offered.length ? [GATHERING.mayBelong, ...(await enquiryLines(parts, offered))] : []),
  ];
  const numbers = [...shown, ...offered];
  return {
    ...plainAnswer(lines.join('\n'), await linksTo(parts, numbers)),
    buttons: [
      ...offered.map(each => button('incident.link', GATHERING.add(each.number), `${each.id} ${row.id}`)),
      ...(after > 0 ? [of(row, 'open', GATHERING.next(Math.min(after, LISTED_MAX)), `${page + 1}`)] : []),
      ...actsOn(row, all.length),
    ],
  };
}

function of({ what, id }: GatheringRow, act: string, label: string, more?: string): ButtonView {
  return button(`${what}.${act}` as ButtonId, label, more ? `${id} ${more}` : id);
}

/** Customers are told once it is fixed; of an incident as often as there is something to say. */
function actsOn(row: GatheringRow, enquiries: number): ButtonView[] {
  const tells = enquiries > 0 && (row.what === 'incident' || row.state === 'fixed');
  return [
    ...(tells ? [of(row, 'tell', GATHERING.tell[row.what])] : []),
    ...(row.ownerId === null ? [of(row, 'own', GATHERING.own)] : []),
    ...(row.state === 'ended' ? [] : [of(row, 'edit', GATHERING.edit)]),
    of(row, 'evidence', GATHERING.editEvidence),
    ...(row.state === 'lasting' ? [of(row, 'end', GATHERING.end)] : []),
  ];
}

async function toldLines(parts: Parts, row: GatheringRow): Promise<string[]> {
  const rounds = (await parts.store.roundsOf(row.id)).filter(
    each => each.state !== 'draft' && each.state !== 'dropped',
  );
  const counts = await Promise.all(rounds.map(each => countRound(parts, each)));
  return rounds.flatMap((each, i) => {
    const { sent } = counts[i]!;
    return sent > 0 ? [GATHERING.toldOn(dateWords(parts.hours, each.createdAt), sent)] : [];
  });
}

async function linksTo({ store }: Parts, enquiries: readonly Enquiry[]): Promise<AnswerView['links']> {
  const threads = await Promise.all(enquiries.map(each => store.thread(each.id)));
  return enquiries.flatMap(({ number }, i) => (threads[i] ? [{ number, thread: threads[i]!.ref }] : []));
}
