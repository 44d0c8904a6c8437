/** Gathers the words of a desk's markup into passages, line by line as a browser lays them out. Pure. */
import { type Passage, type Span, spanOf, textOf } from '../core/formatted.ts';

export type Look = Omit<Span, 'text'>;

export interface Lines {
  text(words: string, look: Look): void;
  /** The name of somebody who is mentioned; names of one person in a row are one. */
  mention(name: string, who: string): void;
  /** A line ends here, even an empty one. */
  breakLine(): void;
  /** What follows begins on a line of its own. */
  block(): void;
  add(passage: Passage): void;
  done(): Passage[];
}

export function makeLines(): Lines {
  const passages: Passage[] = [];
  let lines: Span[][] = [];
  let line: Span[] | null = null;
  /** The mention at the end of the line, but for blanks. */
  let mentioned: { who: string; span: Span } | null = null;

  const breakLine = () => {
    lines.push(trimmed(line ?? []));
    line = null;
    mentioned = null;
  };
  const block = () => {
    if (line) breakLine();
  };
  const flush = (last: boolean) => {
    block();
    // Empty lines count only between words.
    const first = lines.findIndex(each => each.length > 0);
    if (passages.length === 0) lines.splice(0, first < 0 ? lines.length : first);
    while (last && lines.at(-1)?.length === 0) lines.pop();
    const spans = lines.flatMap((each, i) => (i === 0 ? each : [spanOf('\n'), ...each]));
    // The break before what follows is not counted: for an empty line there has to be another.
    if (lines.at(-1)?.length === 0) spans.push(spanOf('\n'));
    if (spans.length) passages.push({ as: 'words', spans });
    lines = [];
  };

  return {
    breakLine,
    block,
    text: (words, look) => {
      // A browser makes one blank of many; a fixed one (`&nbsp;`) stays, but not after a name, where Teams puts one.
      const before = line?.at(-1)?.text.at(-1) ?? ' ';
      let run = words.replace(/[ \t\n\r\f]+/g, ' ');
      if (mentioned) run = run.replace(/^[ \u00a0]+/, before === ' ' ? '' : ' ');
      else if (before === ' ') run = run.replace(/^ /, '');
      if (run === '') return;
      line ??= [];
      const same = mentioned ? undefined : line.at(-1);
      if (/[^ \u00a0]/.test(run)) mentioned = null;
      if (same && alike(same, look)) same.text += run;
      else line.push({ text: run, ...look });
    },
    mention: (name, who) => {
      line ??= [];
      if (mentioned && who !== '' && mentioned.who === who) {
        line.length = line.indexOf(mentioned.span) + 1;
        // Two parts of a name that is called by one of them are that name.
        if (!mentioned.span.text.endsWith(`@${name}`)) mentioned.span.text += ` ${name}`;
        return;
      }
      mentioned = { who, span: { text: `@${name}` } };
      line.push(mentioned.span);
    },
    add: passage => {
      block();
      const empty = passage.as === 'quote' ? passage.spans.length === 0 : textOf([passage]).trim() === '';
      if (empty) return;
      flush(false);
      passages.push(passage);
    },
    done: () => {
      flush(true);
      return passages;
    },
  };
}

function alike({ text: _, ...one }: Span, other: Look): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Without blanks at its end; a line of nothing but blanks is an empty one. */
function trimmed(line: Span[]): Span[] {
  const to = line.findLastIndex(({ text }) => /[^ \u00a0]/.test(text));
  return line.slice(0, to + 1).map(({ text, ...look }, i) => spanOf(i === to ? withoutEnd(text) : text, look));
}

/** A pattern would look at every blank of a long row again and again. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\u00a0')) end--;
  return text.slice(0, end);
}

/** Passages as the words of one cell, quote or item: lists and tables become lines of text. */
export function flat(passages: Passage[]): Span[] {
  const parts = passages.map((each): Span[] => {
    if (each.as === 'words' || each.as === 'quote') return each.spans;
    return [spanOf(textOf([each]))];
  });
  return parts.flatMap((spans, i) => (i === 0 ? spans : [spanOf('\n'), ...spans]));
}
