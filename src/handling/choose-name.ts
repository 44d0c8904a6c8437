/** Saves how customers see a person, and shows the result on each channel. */
import { checkName, type NameChoice, sameName } from '../core/name-shown.ts';
import type { Staff } from '../core/staff.ts';
import { NAME_WORDS, nameProblemWords } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import { seenAs } from '../posting/name-shown.ts';

type Chosen = { ok: true; words: string } | { ok: false; words: string };

/** @param typed what stands behind the command: nothing, "first", "team", or a name */
export async function chooseName(parts: Parts, staff: Staff, typed: string): Promise<Chosen> {
  const word = typed
    .trim()
    .replace(/^["'“„«](.*)["'”“»]$/su, '$1')
    .trim();
  if (word === '') return { ok: true, words: `${await seenAs(parts, staff)}\n${NAME_WORDS.how}` };
  if (/^(my )?first( ?name)?$/i.test(word)) return keepChoice(parts, staff, { as: 'first' });
  if (/^(the )?(team|team['’]?s name|team name)$/i.test(word)) return keepChoice(parts, staff, { as: 'team' });
  const checked = checkName(word);
  if (!checked.ok) return { ok: false, words: nameProblemWords(checked.problem) };
  const { name } = checked;
  // A colleague's whole name is theirs to give away. Two Anns are fine.
  const colleague = (await parts.store.allStaff()).some(
    each => each.id !== staff.id && /\s/.test(name) && sameName(each.name, name),
  );
  if (colleague) return { ok: false, words: NAME_WORDS.colleague };
  return keepChoice(parts, staff, { as: 'chosen', name });
}

async function keepChoice(parts: Parts, staff: Staff, shownAs: NameChoice): Promise<Chosen> {
  const set = { shownAs, nameToldAt: parts.clock.now() };
  await parts.store.commit([{ do: 'update', table: 'staff', id: staff.id, set }]);
  return { ok: true, words: await seenAs(parts, { ...staff, ...set }) };
}
