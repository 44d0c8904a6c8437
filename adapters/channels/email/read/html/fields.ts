/** What a page shows without having it between its tags: filled-in fields, ticked boxes, and emoji that are pictures. */
import { type Element, innerText } from './tree.ts';

/** Fields whose value nobody sees, or that are not words. */
const NOT_SHOWN = /^(hidden|password|image|file|color|range)$/;
/** A longer value is not a field that somebody filled in. */
const VALUE_CHARS_MAX = 2_000;
/** Some emoji are made of a dozen characters; a few may share one picture. */
const EMOJI_CHARS_MAX = 60;
const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|[\u200d\ufe0f\u20e3]|[\u{e0020}-\u{e007f}]|[0-9#*](?=\ufe0f?\u20e3)|\s)+$/u;
const SMILE = /^(?:[:;=][-o']?[)(DPpO|/\\*]|<3|\^_?\^)$/;

/** The emoji that a picture stands for, as Gmail, Outlook and others write it; null for other pictures. */
export function emojiOf({ alt = '', 'data-emoji': named = '' }: Record<string, string>): string | null {
  return [named, alt].map(each => each.trim()).find(isEmoji) ?? null;
}

function isEmoji(text: string): boolean {
  return text.length > 0 && text.length <= EMOJI_CHARS_MAX && (EMOJI.test(text) || SMILE.test(text));
}

/** What is seen of a field: its value, `[x]` or `[ ]`, the choice that is made. Null for what is none, '' for nothing. */
export function fieldText(element: Element): string | null {
  if (element.tag === 'select') return chosen(element);
  if (element.tag !== 'input') return null;
  const { type = 'text', value = '' } = element.attributes;
  const kind = type.trim().toLowerCase();
  if (NOT_SHOWN.test(kind)) return '';
  if (kind === 'checkbox' || kind === 'radio') return 'checked' in element.attributes ? '[x]' : '[ ]';
  return value.slice(0, VALUE_CHARS_MAX);
}

/** The options that are selected; the first one where nobody chose, as a browser shows it. */
function chosen(select: Element): string {
  const options: Element[] = [];
  const visit = (element: Element) => {
    for (const child of element.children) {
      if (typeof child === 'string') continue;
      if (child.tag === 'option') options.push(child);
      else visit(child);
    }
  };
  visit(select);
  const selected = options.filter(each => 'selected' in each.attributes);
  const shown = selected.length || 'multiple' in select.attributes ? selected : options.slice(0, 1);
  return shown
    .map(each => innerText(each).replace(/\s+/g, ' ').trim() || (each.attributes.label ?? '').trim())
    .filter(each => each !== '')
    .join(', ')
    .slice(0, VALUE_CHARS_MAX);
}
