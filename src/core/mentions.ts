/** Finds mentions in plain text: names that people typed and the desk did not recognise. Pure. */

/**
 * `staff`: a colleague, or everybody, is addressed by a name that is known here.
 * `perhaps`: an @ begins a word that may be a colleague; in doubt nothing leaves by itself.
 */
export type Addressed = 'staff' | 'perhaps' | 'nobody';

/** Names of everybody, on any desk. */
const GROUPS = ['here', 'channel', 'everyone', 'everybody', 'all', 'team', 'group', 'room'];
/** An @ looked at in one text: a reply with more of them is in doubt anyhow, and a text of nothing else costs no time. */
const LOOKED_AT_MAX = 500;
/** Words of a name that it is called by: a profile may go on with "(she/her) - back 3 Dec". */
const NAME_WORDS_MAX = 3;
/** Marks of bold, italics and code that may stand between an @ and the word before it. */
const MARKS_MAX = 4;

/** @param names as their people are called: whole names; each is also known by its words */
export function addressed(text: string, names: readonly string[] = []): Addressed {
  if (!/[@\uff20\ufe6b]/.test(text)) return 'nobody';
  const folded = fold(text);
  const people = byFirst(names.flatMap(spellings));
  const known = byFirst([...GROUPS, ...names.flatMap(spellings)]);
  let found: Addressed = 'nobody';
  let looked = 0;
  // A token ends where an address of the web would.
  for (const token of folded.matchAll(/[^\s<>"'()[\]{}]+/gu)) {
    const link = token[0].search(/:\/\/|\.[a-z]{2,}\//);
    for (const at of token[0].matchAll(/@+/g)) {
      if (++looked > LOOKED_AT_MAX) return 'perhaps';
      const inLink = link >= 0 && link < at.index && !/[,;!|]/.test(token[0][at.index - 1] ?? '');
      if (inLink) continue;
      const after = token.index + at.index + at[0].length;
      const inWord = isWord(before(folded, token.index + at.index));
      const one = inWord ? inDoubt(nameAt(folded, after, people)) : wordAfter(folded, after, known);
      if (one === 'staff') return 'staff';
      if (one === 'perhaps') found = 'perhaps';
    }
  }
  return found;
}

/** Spellings by their first letter. */
type Known = Map<string, string[]>;

function byFirst(names: string[]): Known {
  return Map.groupBy(names, name => name[0] ?? '');
}

/** `Thanks@Ben` may have lost its space; `ben@example.com` and `a@b` are addresses. */
function inDoubt(one: Addressed | null): Addressed {
  return one === 'staff' ? 'perhaps' : 'nobody';
}

function wordAfter(text: string, at: number, known: Known): Addressed {
  const named = nameAt(text, at, known);
  if (named) return named;
  if (/^[\p{L}]/u.test(text.slice(at, at + 2))) return 'perhaps';
  // `@"Zoë Martín"`, `@*Ben*`; `@ Ben`, where a thumb hit the space bar.
  const quoted = /^["'([{<*_~`]{1,3}/.exec(text.slice(at, at + 3))?.[0].length ?? 0;
  if (quoted) return nameAt(text, at + quoted, known) ?? 'nobody';
  return text[at] === ' ' && nameAt(text, at + 1, known) ? 'perhaps' : 'nobody';
}

/** A name that stands here whole; `perhaps` where the word goes on, as in `@ben.shop`. */
function nameAt(text: string, at: number, known: Known): Addressed | null {
  let found: Addressed | null = null;
  for (const name of known.get(text[at] ?? '') ?? []) {
    if (!text.startsWith(name, at)) continue;
    const rest = text.slice(at + name.length, at + name.length + 4);
    if (/^[._-]+[\p{L}\p{N}]/u.test(rest)) found = 'perhaps';
    else if (!isWord(rest)) return 'staff';
  }
  return found;
}

/** The end of the text before a place, without marks of bold and the like. */
function before(text: string, at: number): string {
  let end = at;
  while (end > 0 && at - end < MARKS_MAX && /[_*~`]/.test(text[end - 1] ?? '')) end--;
  // Two halves of one character at most.
  return [...text.slice(Math.max(0, end - 2), end)].at(-1) ?? '';
}

/** Begins with a letter or digit of a script that puts spaces between its words: then a word goes on here. */
function isWord(text: string): boolean {
  return (
    /^[\p{L}\p{N}]/u.test(text) &&
    !/^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u.test(text)
  );
}

/** How a name may be typed: whole, by one of its words, or by its first two with what people put between them. */
function spellings(name: string): string[] {
  const words = fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, NAME_WORDS_MAX);
  const [first, second] = words;
  const joined = first && second ? ['', ' ', '.', '_', '-'].map(each => `${first}${each}${second}`) : [];
  return [fold(name).trim(), ...words, ...joined].filter(each => each.length > 1 || (each !== '' && !isWord(each)));
}

/** Alike whatever the keyboard: width, case, accents, invisible characters, kinds of spaces. */
function fold(text: string): string {
  return (
    text
      // An invisible character before an @ stands between it and the word before.
      .replace(/[\p{DI}\p{Cf}]+/gu, (run, at: number, whole: string) =>
        /[@\uff20\ufe6b]/.test(whole[at + run.length] ?? '') ? ' ' : '',
      )
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .replace(/[ßæœøđłı]/g, each => PLAIN[each] ?? each)
      .replace(/\s+/g, ' ')
  );
}

/** Letters that no decomposition makes plain. */
const PLAIN: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i' };
