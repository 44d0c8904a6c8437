/** The Home tab and the greeting as Slack's blocks. Pure. */
import type { KnownBlock, HomeView as SlackHome } from '@slack/types';
import { type HomeBlock, type HomeButton, NO_PLACE } from '../../../../src/desk/home-page.ts';
import { drawButton } from './blocks.ts';
import {
  BUTTON_CHARS_MAX,
  cut,
  escaped,
  HEADER_CHARS_MAX,
  plain,
  richWords,
  SECTION_CHARS_MAX,
  small,
} from './text.ts';

const BLOCKS_MAX = 100;
const NO_ROOM = 'There is more than Slack shows here. Type /desk open, /desk mine or /desk settings to see all of it.';

export interface HomeLinks {
  link(thread: string): string | null;
  /** A channel by its name, as a link; markup. */
  channelLink(channel: string): string;
}

export function drawHome(page: HomeBlock[], links: HomeLinks): SlackHome {
  const blocks = drawPage(page, links);
  const fits = blocks.length <= BLOCKS_MAX;
  return { type: 'home', blocks: fits ? blocks : [...blocks.slice(0, BLOCKS_MAX - 1), small(NO_ROOM)] };
}

export function drawPage(blocks: HomeBlock[], links: HomeLinks): KnownBlock[] {
  return blocks.flatMap(each => drawBlock(each, links));
}

function drawBlock(block: HomeBlock, { link, channelLink }: HomeLinks): KnownBlock[] {
  switch (block.as) {
    case 'heading':
      return [{ type: 'header', text: plain(block.words, HEADER_CHARS_MAX) }];
    case 'words':
    case 'trouble': {
      const sign = block.as === 'trouble' ? '⚠️ ' : '';
      return [{ type: 'section', text: plain(`${sign}${block.words}`, SECTION_CHARS_MAX) }];
    }
    case 'small':
      return [small(block.words)];
    case 'line':
      return [{ type: 'divider' }];
    case 'buttons':
      return [{ type: 'actions', elements: block.buttons.map((each, n) => buttonOf(each, n)) }];
    case 'enquiry': {
      const { thread, number, words: about, late, next } = block.enquiry;
      const url = thread ? link(thread) : null;
      const name = url ? `<${escaped(url)}|#${number}>` : `#${number}`;
      const line = markup(`${late ? '🔴 ' : ''}${name}  ${escaped(cut(about, 500))}`);
      return [next ? { ...line, accessory: drawButton(next) } : line];
    }
    case 'draft': {
      const { words: about, text, thread, buttons } = block.draft;
      const url = thread ? link(thread) : null;
      const open = url ? `  <${escaped(url)}|Open>` : '';
      const under: KnownBlock = { type: 'actions', elements: buttons.map(drawButton) };
      return [markup(`${escaped(cut(about, 300))}${open}`), richWords(text, 'quote'), under];
    }
    case 'setting': {
      const { name, place, words: about, ok, paste, fixed, change } = block;
      const sign = ok === undefined ? '' : ok ? '🟢 ' : '🔴 ';
      const where = place === undefined ? '' : `${place ? channelLink(place) : NO_PLACE}  ·  `;
      const bold = name === null ? '' : `*${escaped(name)}*  `;
      const copy = paste ? `\n${escaped(paste.label)}: ${pasted(paste.line)}` : '';
      const line = `${sign}${bold}${where}${escaped(cut(about, 500))}${copy}`;
      if (fixed) return [markup(line)];
      return [{ ...markup(line), accessory: buttonOf(change, 0) }];
    }
  }
}

/** A link to press, or a line to copy. */
function pasted(line: string): string {
  return /^https?:\/\/\S+$/.test(line) ? `<${escaped(line)}>` : `\`${escaped(line)}\``;
}

function markup(text: string): Extract<KnownBlock, { type: 'section' }> {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** Two buttons of one kind in a row need names of their own; what follows `#` is dropped again. */
function buttonOf({ id, label, value, look }: HomeButton, n: number) {
  const action_id = n === 0 ? id : `${id}#${n}`;
  return {
    type: 'button' as const,
    action_id,
    text: plain(label, BUTTON_CHARS_MAX),
    value,
    ...(look ? { style: look } : {}),
  };
}
