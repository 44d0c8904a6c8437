/**
 * The first name in a name as people write it into their profile: with pronouns, absences, titles, surnames, teams and
 * pictures around it. Null whenever it is not sure: nobody's surname may slip out because a guess was wrong.
 */
import { followsFamilyName, isFamilyName } from './family-names.ts';
import { lazy } from './lazy.ts';
import { ADDITIONS, NO_NAMES, PLACES, ROLES, TEAMS, TITLES } from './profile-words.ts';

/** Longer is not a first name, or one that was made to be in the way. */
const CHARS_MAX = 24;
/** A profile is shorter; the rest of a longer one is not looked at. */
const PROFILE_CHARS_MAX = 500;

export function firstNameOf(profile: string): string | null {
  const whole = profile.slice(0, PROFILE_CHARS_MAX).toWellFormed().normalize('NFKC').trim();
  // What spans lines was written to look like something else further on.
  if (/[\n\r\u000b\u000c\u0085\u2028\u2029]/.test(whole)) return null;
  const bare = plain(whole);
  const text = withoutAsides(bare);
  // "(Bob) Smith": what is left may be the surname.
  if (OPENING.test(bare) && wordsOf(text).length === 1) return null;
  // "'Pri' Raman", the same with quote marks.
  if (NICKNAME.test(bare)) return null;
  const [name = '', ...more] = text
    .split(SEPARATOR)
    .map(each => each.trim())
    .filter(Boolean);
  // "Berlin | Ann Lee", "Kettle - Priya": a place, a team or a name, and then perhaps the name. Clear are "Ann @ Kettle" and
  // "Ann (she/her) | Kettle".
  const isClear = /\s@/.test(text) || /^\S+\s?[([{]/.test(bare);
  if (wordsOf(name).length === 1 && !isClear && more.some(each => !isAddition(each))) return null;
  const parts = name.split(/[,，、]/).map(each => each.trim());
  const kept = parts.filter(
    (each, i) => i === 0 || (each !== '' && !isAddition(each) && !isPostNominal(each, parts[0])),
  );
  if (kept.length > 2) return null;
  const [before = '', after] = kept;
  const found = after === undefined ? fromWords(wordsOf(before)) : isFamily(before) ? fromWords(wordsOf(after)) : null;
  return found === null ? null : asName(found);
}

const OPENING = /^[([{<（【「『《]/u;
const NICKNAME = /^["'“”„«‘’‚‹`][^"'“”„«»‘’‹›`]+["'“”»‘’›`]\s+\S+$/u;

/** Without pictures, marks of emoji, and characters that are not seen. */
function plain(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/:[a-z0-9_+'-]{2,}:/gi, ' ')
    .replace(
      /(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3|\ufe0e|\ufe0f|[\u{1f3fb}-\u{1f3ff}]|[\u{e0020}-\u{e007f}])/gu,
      ' ',
    )
    .replace(/(?<!\p{L}\p{M}*)\p{Join_Control}|\p{Join_Control}(?!\p{L})/gu, '')
    .replace(
      /(?:\p{Cc}|\u00ad|\u034f|\u061c|\u115f|\u1160|\u180e|\u200b|\u200e|\u200f|[\u202a-\u202e]|[\u2060-\u206f]|\u3164|\ufeff|\uffa0)/gu,
      '',
    )
    .replace(/\s+/gu, ' ')
    .trim();
}

/** "(she/her)", "[OOO]", "<ann@shop.example>"; what is not closed goes on to the end. */
function withoutAsides(text: string): string {
  let now = text;
  for (let before = ''; before !== now; ) {
    before = now;
    now = now.replace(/[([{<（【「『《][^()[\]{}<>（）【】「」『』《》]*[)\]}>）】」』》]/g, ' ');
  }
  return now
    .replace(/[([{<（【「『《].*$/u, ' ')
    .replace(/(?<=\S\s*)["“”„«»][^"“”„«»]*["“”„«»]/gu, ' ')
    .replace(/["“”„«»]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Where the name ends and something else begins: a team, a place, an absence. */
const SEPARATOR =
  /\s[-–—‒―]+\s|\s[-–—]|[-–—]\s|[–—|¦/\\•·∙~*#=+:;!?→»›…_]{1,}\s|\s[–—|¦/\\•·∙~*#=+:;!?→»›…@_]+|[|¦/\\•~*#=+:;!?→»›…]/u;

/** Family names of Vietnam and the like, which stand first; those that are first names elsewhere only with their marks. */
const FAMILY_THEN_GIVEN = new Set(
  'nguyễn nguyen trần tran phạm pham huỳnh huynh hoàng lê phan vũ võ đặng dang bùi bui đỗ hồ ngô ngo dương lý'.split(
    ' ',
  ),
);
/** Family names that stand first in their own country and last in others: which it is here nobody can tell. */
const FAMILY_OR_NOT = new Set(
  'wang zhang liu chen yang huang zhao wu zhou xu sun zhu hu guo lin luo zheng liang xie song tang deng feng cheng cao peng zeng xiao tian pan yuan cai jiang yu du ye wei ren lu fan fang shi yao tan liao zou xiong jin bai meng qin qiu hou jia xia xue yan lei duan hao kong shao mao chang wan gu lai wong chan cheung leung ng lam kwok kim park choi jung kang cho yoon yun jang lim hwang ahn shin seo kwon yoo moon baek nam li ma han gao he ho su shen dai jiao nagy kovács kovacs szabó szabo tóth toth horváth horvath varga kiss molnár molnar németh nemeth farkas balogh papp takács takacs juhász lakatos mészáros oláh szűcs'.split(
    ' ',
  ),
);
const PARTICLES = new Set(
  'van von der den de del della di da dos das du la le ten ter zu zum zur bin ibn el mc st. af av'.split(' '),
);
/** Half a name: "Servant of ...", "Father of ...". */
const HALF_NAMES = new Set('abd abu abou umm bint عبد أبو ابو أم ام بنت ابن آل'.split(' '));

function isAddition(text: string): boolean {
  if (!/\p{L}/u.test(text)) return true;
  const [first = '', ...rest] = wordsOf(text).map(each => each.toLowerCase());
  return (
    NO_NAMES.has(first) || [first, ...rest].every(each => ADDITIONS.has(each) || ROLES.has(each) || TEAMS.has(each))
  );
}

/** What stands before a comma is the family's name: one word, or several that say so. */
function isFamily(text: string): boolean {
  const words = wordsOf(text).filter(each => !TITLES.has(each.toLowerCase()));
  if (words.length === 0) return false;
  return words.length === 1 || isCapitals(words.join('')) || PARTICLES.has(words[0]!.toLowerCase());
}

/** "Priya Raman, CSM": letters behind a whole name. "LEE, ANN" is a name in capitals. */
function isPostNominal(text: string, before = ''): boolean {
  return /^\p{Lu}{2,5}$/u.test(text) && wordsOf(before).length > 1 && !isCapitals(before);
}

function isCapitals(text: string): boolean {
  return /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter(Boolean);
}

/** Cuts what says where somebody is: "Priya from Support". */
const WHERE = new Set('from at @ aus vom bei chez'.split(' '));

function fromWords(all: string[]): string | null {
  const where = all.findIndex((each, i) => i > 0 && WHERE.has(each.toLowerCase()));
  let words = where < 0 ? all : all.slice(0, where);
  let titled = false;
  let ofTeam = false;
  for (; words.length; words = words.slice(1)) {
    const word = words[0]!.toLowerCase();
    if (TITLES.has(word)) titled = true;
    else if (TEAMS.has(word)) ofTeam = true;
    else if (!ROLES.has(word)) break;
  }
  // "Kettle Support", "Team Berlin": nobody's name.
  if (words.some((each, i) => i > 0 && isTeam(each)) || (ofTeam && PLACES.has(words.join(' ').toLowerCase())))
    return null;
  const [first, second, ...others] = words;
  if (first === undefined) return null;
  // "Dr. Lee": a surname.
  if (titled && second === undefined) return null;
  if (NO_NAMES.has(first.toLowerCase()) || PARTICLES.has(first.toLowerCase())) return null;
  if (words.some(each => /^(and|und|u\.|or|oder|et|ou|y|e|og|och|i|и|та|en|ja|&)$/i.test(each))) return null;
  // "J. R. Smith", "JR Smith".
  if (isCapitals(first) && first.replace(/\P{L}/gu, '').length < 3) return null;
  if (second === undefined) return alone(first);
  if (words.every(each => /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}々ー・]+$/u.test(each)))
    return eastern(words);
  if (FAMILY_THEN_GIVEN.has(first.toLowerCase())) return words.at(-1)!;
  if (FAMILY_OR_NOT.has(first.toLowerCase())) return null;
  if (!isCapitals(first) && isFamilyName(first)) return null;
  if (words.every(isCapitals) && words.some(isFamilyName) && isFamilyName(first)) return null;
  if (followsFamilyName([second, ...others])) return null;
  if (HALF_NAMES.has(first.toLowerCase())) return /^عبد$/u.test(first) ? `${first} ${second}` : null;
  // "RAMAN Priya", as it is written in France.
  if (isCapitals(first) && first.replace(/\P{L}/gu, '').length > 2)
    return words.find(each => !isCapitals(each)) ?? (words.every(isCapitals) ? first : null);
  return first;
}

/** One word by itself: a name, or something that only looks like one. */
function alone(word: string): string | null {
  // "priya.raman", the name people sign in with. "kettle.shop" is a place.
  const [, given, family] = /^(\p{L}{2,})[._](\p{L}{2,})$/u.exec(word) ?? [];
  if (given && family)
    return isRole(given) || isRole(family) || DOMAINS.has(family.toLowerCase())
      ? null
      : isFamilyName(given)
        ? null
        : given;
  // Family and given name without a space between: nobody knows where one ends.
  if (/[\p{sc=Han}\p{sc=Hangul}]/u.test(word)) return null;
  // "jsmith" signs somebody in; so may "ben".
  if (/^\p{Ll}/u.test(word) && /^[\p{sc=Latin}\p{M}'’-]+$/u.test(word)) return null;
  const small = word.toLowerCase();
  return isFamilyName(word) || FAMILY_THEN_GIVEN.has(small) || FAMILY_OR_NOT.has(small) || isTeam(word) ? null : word;
}

function isRole(word: string): boolean {
  return ROLES.has(word.toLowerCase()) || TEAMS.has(word.toLowerCase());
}

/** A team's word by itself or at the end of a compound: "IT-Support", "Lagerteam" is not looked into. */
function isTeam(word: string): boolean {
  return TEAMS.has(word.toLowerCase().replace(/\.$/, '').split('-').at(-1)!);
}

const DOMAINS = new Set('com net org shop store example de uk fr it es nl eu info biz io co app dev local'.split(' '));

/** The family's name stands first, and is the shorter one. */
function eastern(words: string[]): string | null {
  const [one, two] = words;
  if (words.length !== 2 || one === undefined || two === undefined) return null;
  // In katakana stand Japanese readings and foreign names: which comes first nobody can tell.
  if (/^[\p{sc=Katakana}ー・]+$/u.test(one + two)) return null;
  const hangul = /^\p{sc=Hangul}+$/u.test(one + two);
  if (hangul) return one.length === 1 && two.length > 1 ? two : two.length === 1 && one.length > 1 ? one : null;
  return two.length === 1 && one.length > 1 && !/[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(one + two) ? null : two;
}

/** As it is written; null when it is not a name after all. */
function asName(found: string): string | null {
  const word = found.replace(/^['’.·-]+|[.,'’·-]+$/gu, '');
  const letters = [...word.replace(/\P{L}/gu, '')];
  const short = /^[\p{sc=Han}\p{sc=Hangul}]+$/u.test(word) ? 1 : 2;
  if (letters.length < short || word.length > CHARS_MAX) return null;
  if (!/^\p{L}[\p{L}\p{M}'’\-‐\p{Join_Control} ]*$/u.test(word) || /\p{Mn}{4,}/u.test(word)) return null;
  // Marks heaped on Latin letters are a joke, not a name.
  if (/\p{sc=Latin}\p{Mn}{2,}/u.test(word) || [...word.matchAll(/\p{sc=Latin}\p{Mn}/gu)].length > 2) return null;
  if (isRole(word) || TITLES.has(word.toLowerCase())) return null;
  // Letters of two scripts that look alike; two names in one word ("PriyaRaman").
  if (scriptsOf(word) > 1) return null;
  if (/\p{Ll}\p{Lu}/u.test(word) && !/^(Mc|Mac|De|Di|Da|La|Le|Al|Ja|Ke|Mar|Van)\p{Lu}\p{Ll}+$/u.test(word)) return null;
  if (!isCapitals(word) && !/^\p{Ll}/u.test(word)) return word;
  return word
    .toLowerCase()
    .replace(/(^|[-'’ ])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

const scripts = lazy(() => [
  /\p{sc=Latin}/u,
  /\p{sc=Cyrillic}/u,
  /\p{sc=Greek}/u,
  /\p{sc=Arabic}/u,
  /\p{sc=Hebrew}/u,
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u,
  /\p{sc=Hangul}/u,
  /\p{sc=Thai}/u,
  /\p{sc=Devanagari}/u,
]);

function scriptsOf(word: string): number {
  return scripts().filter(each => each.test(word)).length;
}
