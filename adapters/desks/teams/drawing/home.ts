/** Draws the home, a card in the personal chat, and the greeting. Pure. */
import { type HomeBlock, NO_PLACE } from '../../../../src/desk/home-page.ts';
import { withinBudget } from './budget.ts';
import { actions } from './buttons.ts';
import { cardOf, type Drawn, type Element, fixed, linkRun, quote, type Run, rich, run, small } from './elements.ts';

interface PageLinks {
  link(thread: string): string | null;
  /** What people call a channel; its id where that is not known. */
  channelName(channel: string): string;
}

/** A workspace with more settings than fit here has them in its file. */
const BLOCKS_MAX = 80;
const WORDS_CHARS_MAX = 500;

/** @param blocks as `homePage` and `greeting` make them */
export function drawPage(blocks: HomeBlock[], links: PageLinks): Drawn {
  const [first] = blocks;
  const summary = first && 'words' in first ? first.words : 'Deskhand';
  return withinBudget(share => {
    // Shorter words first, then what is at the end: a card that is too large is not shown at all.
    const blocksMax = Math.ceil(BLOCKS_MAX * Math.min(1, share * 8));
    const more = blocks.length > blocksMax ? [small('There is more than fits on one card.')] : [];
    return cardOf([...blocks.slice(0, blocksMax).flatMap(each => drawBlock(each, links, share)), ...more], summary);
  });
}

function drawBlock(block: HomeBlock, links: PageLinks, share: number): Element[] {
  switch (block.as) {
    case 'heading':
      return [fixed(block.words, { size: 'Medium', weight: 'Bolder', style: 'heading', spacing: 'Large' })];
    case 'words':
    case 'trouble':
      return [rich([run(`${block.as === 'trouble' ? '⚠️  ' : ''}${block.words}`, 1_000 * share)])];
    case 'small':
      return [small(block.words)];
    case 'line':
      return [fixed(' ', { separator: true, spacing: 'Large', size: 'Small' })];
    case 'buttons':
      return actions(block.buttons);
    case 'enquiry': {
      const { thread, number, words, late, next } = block.enquiry;
      const url = thread ? links.link(thread) : null;
      const name = url ? linkRun(`#${number}`, url) : run(`#${number}`, 20);
      const line = rich([...(late ? [run('🔴  ', 5)] : []), name, run(`  ${words}`, WORDS_CHARS_MAX * share)], {
        spacing: 'Small',
      });
      return next ? [beside([line], actions([next]))] : [line];
    }
    case 'draft': {
      const { words, text, thread, buttons } = block.draft;
      const url = thread ? links.link(thread) : null;
      const open = url ? [run('  ', 2), linkRun('Open', url)] : [];
      return [rich([run(words, WORDS_CHARS_MAX * share), ...open]), quote(text, 1_000 * share), ...actions(buttons)];
    }
    case 'setting':
      return drawSetting(block, links, share);
  }
}

function drawSetting(
  { name, place, words, ok, paste, fixed: fixedInFile, change }: Extract<HomeBlock, { as: 'setting' }>,
  { channelName }: PageLinks,
  share: number,
): Element[] {
  const sign = ok === undefined ? '' : ok ? '🟢  ' : '🔴  ';
  const where = place === undefined ? '' : `${place ? channelName(place) : NO_PLACE}  ·  `;
  const line: Run[] = [
    run(sign, 10),
    ...(name === null ? [] : [run(`${name}  `, 100, { weight: 'Bolder' })]),
    run(`${where}${words}`, WORDS_CHARS_MAX * share),
  ];
  const copy = paste
    ? [rich([run(`${paste.label}:\n`, 60), run(paste.line, 1_000, { fontType: 'Monospace', size: 'Small' })])]
    : [];
  if (fixedInFile) return [rich(line), ...copy];
  return [beside([rich(line)], actions([change])), ...copy];
}

/** Words, and a button to their right. */
function beside(words: Element[], buttons: Element[]): Element {
  const column = (width: string, items: Element[]) => ({
    type: 'Column',
    width,
    items,
    verticalContentAlignment: 'Center',
  });
  return { type: 'ColumnSet', columns: [column('stretch', words), column('auto', buttons)] };
}
