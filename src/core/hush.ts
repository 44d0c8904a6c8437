/**
 * Keeps secrets out of what is said: a far side that repeats in its refusal what it was sent would otherwise put a password
 * into a log, a room, or a table. Every secret that this process is given is learnt once, in the shapes in which it could come
 * back, and whatever words come from outside are looked through before they are shown or stored.
 */

/** Shorter ones are words that stand in any text. */
const SECRET_CHARS_MIN = 8;
/** One that is only letters, and no longer, is a word: to hide it would hide it in every sentence. */
const WORD_CHARS_MAX = 15;
const HEAD_CHARS = 8;
/** So much of a longer one is recognised: texts from outside are cut, and may be cut in the middle of it. */
const PART_CHARS_MIN = 12;
/** Stands in its place. */
const HIDDEN = '(secret)';

/** By their first characters, so that a thousand workspaces cost no more than one. */
const shapes = new Map<string, Set<string>>();

/** @param secret a password, key or token; a JSON object of them is learnt by its values */
export function learnSecret(secret: string): void {
  const values = valuesOf(secret);
  if (values) {
    for (const each of values) learnSecret(each);
    return;
  }
  if (secret.length < SECRET_CHARS_MIN) return;
  if (secret.length <= WORD_CHARS_MAX && /^\p{L}+$/u.test(secret)) return;
  for (const shape of shapesOf(secret)) {
    const head = shape.slice(0, HEAD_CHARS);
    const known = shapes.get(head) ?? new Set<string>();
    shapes.set(head, known.add(shape));
  }
}

/** Is a variable of the environment called as secrets are? */
export function isSecretName(name: string): boolean {
  return /(?:^|_)(?:TOKEN|SECRET|KEY|PASSWORD|PASS)S?(?:_\d+)?$/.test(name);
}

/** Secrets that stand in the environment, by how they are called there, and in addresses with a password. */
export function learnEnvironment(env: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(env)) {
    if (!value) continue;
    // The name of a file that holds one is none.
    const named = isSecretName(name) && !/^\.{0,2}\//.test(value);
    if (named) for (const each of value.split(',')) learnSecret(each);
    const password = /^[a-z][a-z+.-]*:\/\/[^/\s]*:([^/\s]*)@/i.exec(value)?.[1];
    if (password) learnSecret(decoded(password));
  }
}

/** The same words with what is secret in them hidden. */
export function hush(words: string): string {
  if (shapes.size === 0) return words;
  let said = '';
  let from = 0;
  for (let at = 0; at + HEAD_CHARS <= words.length; at++) {
    const known = shapes.get(words.slice(at, at + HEAD_CHARS));
    if (!known) continue;
    const length = Math.max(...[...known].map(shape => sharedWith(shape, words, at)));
    if (length === 0) continue;
    said += words.slice(from, at) + HIDDEN;
    from = at + length;
    at = from - 1;
  }
  return from === 0 ? words : said + words.slice(from);
}

/** How many characters of it stand at this place; 0 for too few to be it. */
function sharedWith(shape: string, words: string, at: number): number {
  let n = HEAD_CHARS;
  while (n < shape.length && shape[n] === words[at + n]) n++;
  return n >= Math.min(shape.length, PART_CHARS_MIN) ? n : 0;
}

/** As it is, in an address, in JSON, and in base64, where it looks different after each number of characters before it. */
function shapesOf(secret: string): Set<string> {
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].map(before => {
    const all = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // What is shared with the characters before and after it says nothing of it.
    return all.slice(before === 0 ? 0 : before + 1, -1);
  });
  return new Set([
    ...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
    ...inBase64.flatMap(each => [each, each.replaceAll('+', '-').replaceAll('/', '_')]),
  ]);
}

function valuesOf(secret: string): string[] | null {
  if (!secret.startsWith('{')) return null;
  try {
    return Object.values(JSON.parse(secret) as object).map(each =>
      typeof each === 'string' ? each : JSON.stringify(each),
    );
  } catch {
    return null;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
