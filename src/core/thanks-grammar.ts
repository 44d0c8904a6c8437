/** Reads clauses as thanks-words.ts writes them, and finds where one ends that begins at a word. */

export interface Clauses {
  /** Gratitude and praise. */
  thanks: string;
  /** The end of a conversation: nothing more is wanted, or a farewell. */
  end: string;
  /** "No" as the answer to "anything else?": only beside an end. */
  no: string;
  /** The same where the word also means "not" ("no funciona"): it must stand alone, as a sentence or before a comma. */
  not?: string;
  /** Says nothing by itself: greetings, "ok", "it works now", sign-offs. */
  beside: string;
  /** What the thanks are for, and "again", "for now": only right behind thanks or an end, for alone they answer a question. */
  after: string;
}

interface Token {
  /** By first word: every row of words that may stand here, each without its first. */
  rows: Map<string, string[][]>;
  optional: boolean;
  many: boolean;
}

export interface Phrase {
  tokens: Token[];
  /** What it adds beside its kind. */
  adds: number;
  /** The words alone, for languages without spaces. */
  literal: string;
}

/** Says what the thanks are for. */
const ADDS_FOR = 8;

/** Every word that stands in one of them. */
export function vocabularyOf(phrases: readonly Phrase[]): Set<string> {
  const rows = phrases.flatMap(each => each.tokens).flatMap(token => [...token.rows]);
  return new Set(rows.flatMap(([first, rests]) => [first, ...rests.flat()]));
}

export function compile(clauses: string): Phrase[] {
  return clauses
    .split(',')
    .map(each => each.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .map(clause => ({
      tokens: clause.split(' ').map(tokenOf),
      adds: /^(for|for\/|für)/.test(clause) ? ADDS_FOR : 0,
      literal: plain(clause),
    }));
}

function tokenOf(written: string): Token {
  const many = written.endsWith('*');
  const inner = /^\[([^\]]*)\]\*?$/.exec(written)?.[1];
  const rows = new Map<string, string[][]>();
  let optional = inner !== undefined;
  for (const choice of choicesOf(inner ?? written)) {
    for (const [first, ...rest] of variantsOf(choice)) {
      // `[a]_[b]` may be nothing at all.
      if (first === undefined) optional = true;
      else rows.set(first, [...(rows.get(first) ?? []), rest]);
    }
  }
  return { rows, optional, many };
}

/** Parted at "/", but not inside brackets. */
function choicesOf(text: string): string[] {
  const choices = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '[') depth++;
    if (character === ']') depth--;
    if (character === '/' && depth === 0) choices.push('');
    else choices[choices.length - 1] += character;
  }
  return choices.filter(Boolean);
}

/** `[a/b]_c` is "a c", "b c" and "c". */
function variantsOf(choice: string): string[][] {
  const found = /^(.*?)_?\[([^\]]*)\]_?(.*)$/.exec(choice);
  if (!found) return [plain(choice).split('_').filter(Boolean)];
  const [, before = '', inner = '', after = ''] = found;
  return ['', ...inner.split('/')].flatMap(each => variantsOf([before, each, after].filter(Boolean).join('_')));
}

/**
 * Every place where a clause may end that begins here; a comma inside does no harm.
 * @param closed with no comma before the first word that must stand: "again, thanks" is not "again thanks"
 */
export function endsOf({ tokens }: Phrase, words: readonly string[], at: number, closed = false): number[] {
  let places = new Set([at]);
  const needed = tokens.findIndex(each => !each.optional);
  for (const [i, token] of tokens.entries()) {
    const commas = !(closed && i <= needed);
    const next = new Set(token.optional ? places : []);
    let fresh = [...places];
    while (fresh.length) {
      const more: number[] = [];
      for (const place of fresh)
        for (const end of step(token, words, place, commas))
          if (!next.has(end)) {
            next.add(end);
            if (token.many) more.push(end);
          }
      fresh = more;
    }
    if (next.size === 0) return [];
    places = next;
  }
  return [...places].filter(each => each > at);
}

function step({ rows }: Token, words: readonly string[], place: number, commas: boolean): number[] {
  const from = commas && words[place] === '|' ? place + 1 : place;
  const choices = rows.get(words[from] ?? '') ?? [];
  return choices.flatMap(rest =>
    rest.every((word, i) => words[from + 1 + i] === word) ? [from + 1 + rest.length] : [],
  );
}

/** Words in small letters without accents; what parts sentences is one character. */
export function lowerWords(text: string): string[] {
  return plain(text)
    .replace(/[’`´ʼ]/g, "'")
    .replace(/[^\p{L}\p{M}'\s-]+/gu, ' | ')
    .replace(/(?<=\s|^)['-]+|['-]+(?=\s|$)/gu, ' | ')
    .split(/[\s-]+/u)
    .filter(Boolean);
}

/** In small letters; without accents, for many do not type them. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670]/g, '')
    .normalize('NFC')
    .replaceAll('đ', 'd')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .replaceAll('æ', 'ae');
}
