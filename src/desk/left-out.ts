/** Every sentence about a part of a colleague's message that the customer would not get, without technical terms. */
import { clampText, firstLine } from '../core/message.ts';

/** Words of a part that stay behind, as far as they are named. */
export const NAMED_CHARS = 60;
/** More of them in one preview is a list that nobody reads. */
const NAMED_MAX = 8;

export const LEFT_OUT = {
  /** @param desk the far side that alone has it: "Slack" */
  emoji: (name: string, desk: string) =>
    `The emoji :${clampText(name, NAMED_CHARS).text}: is left out: only your ${desk} has it.`,
  channel: 'The mention of a channel is left out: customers cannot see it, and its name is not public.',
  piece: (words: string) =>
    `A piece of your text ${named(words)}is left out: Deskhand does not know its kind. Type it in words.`,
  forwarded: (words: string) =>
    `The forwarded message ${named(words)}is left out. Write what the customer may read in your own words.`,
  attachment: (words: string) => `What is attached below your words ${named(words)}is left out.`,
  picture: (words: string, moves: boolean) =>
    `The picture block ${moves ? '(a GIF) ' : ''}${named(words)}is left out. Attach it as a file if the customer should have it.`,
  /** @param desk the far side that does not pass it on: "Teams" */
  image: (words: string, moves: boolean, desk: string) =>
    `The picture ${moves ? '(a GIF) ' : ''}${named(words)}is left out: ${desk} does not pass it on to Deskhand. Paste a link that the customer can open.`,
  file: (name: string, desk: string) =>
    `The file ${named(name)}is left out: ${desk} does not pass on files in a channel to Deskhand. Paste a link that the customer can open.`,
  quoted: (words: string) =>
    `The message that you quoted ${named(words)}is left out. Write what the customer may read in your own words.`,
  /** @param what such as "The canvas"; null for what nobody knows */
  block: (what: string | null, words: string) =>
    `${what ?? 'A part of your message that Deskhand does not know'} ${named(words)}is left out.`,
  files: (names: string[]) =>
    `${names.length === 1 ? `The file ${names[0]} is` : `${names.length} more files are`} left out: one message carries no more. Put ${names.length === 1 ? 'it' : 'them'} beside another message.`,
  cut: 'The end of your message is left out: it is too long for one. Send it in two parts.',
};

/** Each sentence once, and not more than somebody reads. */
export function listed(sentences: string[]): string[] {
  const each = [...new Set(sentences)];
  if (each.length <= NAMED_MAX) return each;
  return [...each.slice(0, NAMED_MAX - 1), `${each.length - NAMED_MAX + 1} more parts of your message are left out.`];
}

function named(words: string): string {
  const line = firstLine(words, NAMED_CHARS);
  return line ? `("${line}") ` : '';
}
