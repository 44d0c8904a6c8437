/** Messages, modals and the Home tab as Slack shows them, more or less: blocks by a renderer that is not ours. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';
import type { Json } from '../../tests/kit/far-sides/slack/shapes.ts';

const style = readFileSync(
  join(dirname(createRequire(import.meta.url).resolve('slack-blocks-to-jsx')), 'style.css'),
  'utf8',
);
/** What Slack knows of channels by itself: a message names them by id. */
export const channels: { id: string; name: string }[] = [];
const time = new Date('2026-06-01T09:12:00Z');

/** One message; `note` stands over what only one person sees. */
export function post(message: Json, note = '', isDark = false): string {
  const name = message.username ?? (message.bot_id || note ? 'Deskhand' : (message.who ?? 'Ann'));
  const blocks = withoutVerbatim(message.blocks) ?? [
    { type: 'section', text: { type: 'plain_text', text: message.text } },
  ];
  const logo = `data:image/svg+xml;utf8,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="6" fill="${message.username ? '#8a6d3b' : name === 'Deskhand' ? '#1f4d3a' : '#5b5b9a'}"/><text x="18" y="25" font-size="18" fill="white" text-anchor="middle" font-family="sans-serif">${name[0]}</text></svg>`)}`;
  const drawn = renderToStaticMarkup(
    createElement(Message, {
      blocks,
      logo,
      name,
      time,
      showBlockKitDebug: false,
      data: { channels, users: [], user_groups: [] },
      theme: isDark ? 'dark' : 'light',
      unwrapBlockquote: false,
    } as never),
  );
  const marks = (message.reactions ?? []).map(
    (each: Json) => `<span class="mark">${SIGNS[each.name] ?? each.name} ${each.count ?? 1}</span>`,
  );
  return `<div class="post ${note ? 'private' : ''}">${note ? `<p class="note">${note}</p>` : ''}${drawn}<p class="marks">${marks.join('')}</p></div>`;
}
/**
 * The renderer takes "leave plain words alone" for "show everything raw", which Slack does not. What was a moment ago is a
 * while ago in a picture.
 */
function withoutVerbatim(blocks: Json[] | undefined): Json[] | undefined {
  const words = JSON.stringify(blocks, (name, value) => (name === 'verbatim' ? undefined : value));
  return blocks && JSON.parse(words.replace(/<!date\^\d+\^\{ago\}\|[^>]*>/g, '2 hours ago'));
}
const SIGNS: Record<string, string> = {
  hourglass_flowing_sand: '⏳',
  white_check_mark: '✅',
  warning: '⚠️',
  envelope: '✉️',
};

/** A modal or the Home tab: its blocks, with the buttons Slack adds. */
export function view(given: Json): string {
  const drawn = post({ blocks: given.blocks, bot_id: 'B' }, '');
  // Slack hands a title back for a Home tab, too, and shows none.
  const title = given.type === 'modal' && given.title ? `<h1>${given.title.text}</h1>` : '';
  const foot =
    given.type === 'modal'
      ? `<p class="foot"><span class="button">${given.close?.text ?? 'Close'}</span>${given.submit ? `<span class="button primary">${given.submit.text}</span>` : ''}</p>`
      : '';
  return `<div class="view ${given.type}">${title}${drawn}${foot}</div>`;
}

/** A page of Slack around them. */
export function slackPage(body: string, isDark = false): string {
  const colours = isDark
    ? 'body{color:#d1d2d3;background:#1a1d21}.post.private{background:#222529;border-left-color:#565856}.note{color:#ababad}.mark,.view{border-color:#565856}'
    : '';
  return `<!doctype html><meta charset="utf-8"><style>${style}
      body{margin:0;padding:12px;font:15px/1.46 Lato,"Helvetica Neue",sans-serif;color:#1d1c1d;background:#fff}
      .post{padding:6px 0}.private{background:#f8f8f8;border-left:3px solid #ddd;padding-left:8px}.note{margin:0 0 2px;color:#616061;font-size:12px}
      .marks{margin:2px 0 0 44px}.mark{border:1px solid #ddd;border-radius:12px;padding:1px 8px;font-size:13px}
      .view{border:1px solid #ddd;border-radius:10px;padding:14px}.view.home{border:0}.view textarea{height:38px!important;min-height:0}h1{font-size:19px;margin:0 0 10px}.foot{text-align:right}
      .view .slack_blocks_to_jsx--header,.view .shrink-0:has(>img.w-9){display:none!important}
      .button{border:1px solid #bbb;border-radius:5px;padding:6px 12px;margin-left:8px;font-weight:600}.primary{background:#007a5a;color:#fff;border-color:#007a5a}
      .slack_blocks_to_jsx__view_title,#slack_view_title{display:none}
      hr{border:0;border-top:1px solid #ddd}${colours}</style>${body}`;
}
