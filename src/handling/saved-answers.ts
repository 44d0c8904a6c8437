/** Answers `replies`: the list of saved replies, and one that is written, changed or retired by its title. */

import { dayOf } from '../core/days.ts';
import { looksLikeId, type RoomId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import { button } from '../desk/cards.ts';
import type { Command } from '../desk/commands.ts';
import { monthOf, SAVED } from '../desk/saved-words.ts';
import { typedFor } from '../knowledge/saved/match.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { ButtonView } from '../ports/button.ts';
import type { Parts } from '../ports/parts.ts';
import type { SavedOffer } from '../ports/reads.ts';
import type { Person } from '../ports/staff.ts';
import { dueWords, maySee } from '../posting/saved-rights.ts';
import { LINES_MAX, pageOf, runButton } from './lines.ts';
import { addOnOneLine, pressSaved } from './saved-replies.ts';

/** Buttons that offer several of one title: what fits a phone. */
const WHICH_MAX = 4;

interface Asked {
  /** Of the action. */
  id: string;
  staff: Staff;
  room: RoomId | null;
  /** Rooms the asker may read; null: all. */
  rooms: RoomId[] | null;
}

export async function answerReplies(
  parts: Parts,
  command: Extract<Command, { do: 'replies' }>,
  asked: Asked,
): Promise<AnswerView> {
  const { id, staff, rooms } = asked;
  const by: Person = { deskRef: staff.deskRef, name: staff.name, admin: staff.admin, ...(rooms ? { rooms } : {}) };
  const words = command.words.trim();
  if (command.what === 'add') {
    const [, title = '', text = ''] = /^([^:\n]{1,80}):\s*(\S.*)$/su.exec(words) ?? [];
    return text
      ? addOnOneLine(parts, title, text, { id, staff, by })
      : { ...plainAnswer(SAVED.addHow), buttons: [write()] };
  }
  const all = (await parts.store.savedOffered()).filter(each => maySee(by, each));
  if (command.what === 'list') return list(parts, all, words, command.page ?? 1, asked);
  const { what } = command;
  if (words === '') return plainAnswer(what === 'edit' ? SAVED.editWhich : SAVED.retireWhich);
  const found = named(all, words);
  if (found.length === 0) return plainAnswer(SAVED.nothingLike(words));
  const [only] = found;
  if (what === 'retire' && only && found.length === 1) {
    const row = await parts.store.savedReply(only.id);
    if (row) return pressSaved(parts, { what: 'retire', id: row.id, version: row.version }, { id, staff, by });
  }
  const buttons = await Promise.all(found.slice(0, WHICH_MAX).map(each => buttonFor(parts, what, each)));
  const lines = await Promise.all(found.slice(0, WHICH_MAX).map(each => lineOf(parts, each)));
  return { ...plainAnswer([...(found.length > 1 ? [SAVED.which] : []), ...lines].join('\n')), buttons };
}

function write(): ButtonView {
  return button('saved.add', SAVED.write, 'new');
}

async function buttonFor({ store }: Parts, what: 'edit' | 'retire', { id, title }: SavedOffer): Promise<ButtonView> {
  if (what === 'edit') return button('saved.edit', SAVED.edit(title), id);
  const version = (await store.savedReply(id))?.version ?? 0;
  return button('saved.retire', SAVED.retire(title), `${id} ${version}`);
}

/** Of exactly this title; else those that have its words. */
function named(all: readonly SavedOffer[], words: string): SavedOffer[] {
  const plain = words.replace(/^["'“”„«]|["'“”»]$/g, '').toLowerCase();
  const exact = all.filter(each => each.title.toLowerCase() === plain);
  if (exact.length) return exact;
  const titles = all.map(({ text: _, ...each }) => ({ ...each, text: '' }));
  return typedFor(titles, plain);
}

async function list(
  parts: Parts,
  all: readonly SavedOffer[],
  words: string,
  page: number,
  { room }: Asked,
): Promise<AnswerView> {
  const found = words ? typedFor(all, words) : [...all];
  if (all.length === 0) return { ...plainAnswer(SAVED.none), buttons: [write()] };
  if (found.length === 0) return { ...plainAnswer(SAVED.nothingLike(words)), buttons: [write()] };
  const { shown, after } = pageOf(found, page);
  const lines = await Promise.all(shown.map(each => lineOf(parts, each)));
  const next = `replies list ${words ? `${words} ` : ''}page ${page + 1}`;
  const more = after > 0 ? [runButton(room, next, `Next ${Math.min(after, LINES_MAX)}`)] : [];
  return { ...plainAnswer(lines.join('\n')), buttons: [write(), ...more] };
}

/** "Parcel late · Tom keeps it · review in May". */
async function lineOf(parts: Parts, { title, ownerId, roomId, reviewAt }: SavedOffer): Promise<string> {
  const { timezone } = parts.hours;
  const keeper = ownerId ? await parts.store.staff(ownerId) : null;
  const room = looksLikeId('room', roomId) ? await parts.store.room(roomId) : null;
  const ahead =
    reviewAt === null ? null : SAVED.review(monthOf(dayOf(timezone, reviewAt), dayOf(timezone, parts.clock.now())));
  const facts = [
    keeper ? SAVED.keeps(keeper.name) : SAVED.nobodyKeeps,
    dueWords(parts, { reviewAt }) ?? ahead,
    room ? SAVED.onlyIn(room.name) : null,
  ];
  return [title, ...facts.filter(each => each !== null)].join(' · ');
}
