/** Checks a rich_text block: which parts it may have, and that no text in it is empty. */
import { blame, each, fields, isObject, list, oneOf, string, type Verdict } from './checks.ts';
import type { Json } from './shapes.ts';

/** Leaves: the fields beside `style`, and those that must be there. */
const LEAVES: Record<string, [known: string, required: string]> = {
  text: ['text', 'text'],
  link: ['url text unsafe', 'url'],
  emoji: ['name unicode url skin_tone', 'name'],
  user: ['user_id', 'user_id'],
  channel: ['channel_id', 'channel_id'],
  usergroup: ['usergroup_id', 'usergroup_id'],
  team: ['team_id', 'team_id'],
  broadcast: ['range', 'range'],
  date: ['timestamp format url fallback', 'timestamp format'],
  color: ['value', 'value'],
};
const STYLES = ['bold', 'italic', 'strike', 'code', 'underline', 'highlight', 'client_highlight', 'unlink'];

export function richText(verdict: Verdict, elements: unknown, at: string): void {
  each(list(verdict, elements, at, 1_000), (part, n) => {
    const here = `${at}/${n}`;
    switch (part?.type) {
      case 'rich_text_section':
        fields(verdict, part, here, 'elements', 'elements');
        return leaves(verdict, part.elements, `${here}/elements`);
      case 'rich_text_quote':
        fields(verdict, part, here, 'elements border', 'elements');
        return leaves(verdict, part.elements, `${here}/elements`);
      case 'rich_text_preformatted':
        fields(verdict, part, here, 'elements border language', 'elements');
        return leaves(verdict, part.elements, `${here}/elements`, ['text', 'link']);
      case 'rich_text_list':
        fields(verdict, part, here, 'elements style indent border offset', 'elements style');
        oneOf(verdict, part.style, `${here}/style`, ['bullet', 'ordered']);
        oneOf(verdict, part.indent, `${here}/indent`, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        return each(list(verdict, part.elements, `${here}/elements`, 1_000, 0), (item, m) => {
          if (item?.type !== 'rich_text_section')
            return blame(verdict, `unsupported type: ${item?.type}`, `${here}/elements/${m}`);
          fields(verdict, item, `${here}/elements/${m}`, 'elements', 'elements');
          leaves(verdict, item.elements, `${here}/elements/${m}/elements`);
        });
      default:
        blame(verdict, `unsupported type: ${part?.type}`, `${here}/type`);
    }
  });
}

function leaves(verdict: Verdict, elements: unknown, at: string, allowed = Object.keys(LEAVES)): void {
  each(list(verdict, elements, at, 10_000, 0), (leaf: Json, n) => {
    const here = `${at}/${n}`;
    const own = LEAVES[leaf?.type];
    if (!own || !allowed.includes(leaf.type)) return blame(verdict, `unsupported type: ${leaf?.type}`, `${here}/type`);
    fields(verdict, leaf, here, `${own[0]} style`, own[1]);
    if (leaf.type === 'date') {
      if (!Number.isInteger(leaf.timestamp)) blame(verdict, 'must be an integer', `${here}/timestamp`);
      if (!/\{\w+\}/.test(leaf.format ?? '')) blame(verdict, 'must contain a date token', `${here}/format`);
      return;
    }
    if (leaf.type === 'broadcast') oneOf(verdict, leaf.range, `${here}/range`, ['here', 'channel', 'everyone']);
    for (const field of own[1].split(' '))
      string(verdict, leaf[field], `${here}/${field}`, field === 'url' ? 3_000 : 40_000);
    if (leaf.type === 'link') string(verdict, leaf.text, `${here}/text`, 40_000, 0);
    if (leaf.type === 'link' && !/^(https?|mailto|tel|slack|sms|facetime):/i.test(leaf.url ?? ''))
      blame(verdict, 'invalid url', `${here}/url`);
    if (leaf.style === undefined) return;
    if (!isObject(leaf.style)) return blame(verdict, 'must be an object', `${here}/style`);
    for (const [style, on] of Object.entries(leaf.style)) {
      if (!STYLES.includes(style)) blame(verdict, `invalid additional property: ${style}`, `${here}/style`);
      else if (typeof on !== 'boolean') blame(verdict, 'must be a boolean', `${here}/style/${style}`);
    }
  });
}
