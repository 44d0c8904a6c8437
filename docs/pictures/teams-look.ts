/** Deskhand's cards, drawn by Microsoft's renderer of Adaptive Cards in a frame that looks like Teams, more or less. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page as BrowserPage } from 'playwright-core';
import type { Card } from '../../adapters/desks/teams/drawing/elements.ts';

const require = createRequire(import.meta.url);
const renderer = readFileSync(require.resolve('adaptivecards/dist/adaptivecards.js'), 'utf8');
const rendererStyle = readFileSync(require.resolve('adaptivecards/dist/adaptivecards.css'), 'utf8');

/** One post as Teams shows it, more or less. */
export interface Post {
  who?: string;
  said?: string;
  note?: string;
  card?: Card;
  title?: string;
}
export type Look = 'light' | 'dark';

/** Puts the posts into an empty page. */
export async function drawTeams(page: BrowserPage, posts: readonly Post[], look: Look): Promise<void> {
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${style(look)}</style>`);
  await page.addScriptTag({ content: renderer });
  await page.evaluate(draw as never, [posts, hostConfig(look)]);
}

const looks = {
  light: { page: '#f5f5f5', card: '#ffffff', text: '#242424', subtle: '#616161', link: '#4f52b2', line: '#e0e0e0' },
  dark: { page: '#1f1f1f', card: '#292929', text: '#ffffff', subtle: '#adadad', link: '#9299f7', line: '#525252' },
};
const grounds = {
  light: { emphasis: '#f0f0f0', accent: '#e8ebfa', good: '#e7f2da', attention: '#fcf4f6', warning: '#fbf6d9' },
  dark: { emphasis: '#3d3d3d', accent: '#2f2f4a', good: '#22341a', attention: '#3e1f25', warning: '#463100' },
};

function hostConfig(look: keyof typeof looks): object {
  const { text, subtle, link, card } = looks[look];
  const color = { default: text, subtle };
  const foregroundColors = {
    default: color,
    accent: { default: link, subtle: link },
    good: color,
    warning: color,
    attention: color,
  };
  const styles = Object.entries({ default: card, ...grounds[look] }).map(([name, backgroundColor]) => [
    name,
    { backgroundColor, foregroundColors },
  ]);
  return {
    fontFamily: 'Inter, "Segoe UI", sans-serif',
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: looks[look].line },
    containerStyles: Object.fromEntries(styles),
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionAlignment: 'left',
      showCard: { actionMode: 'inline' },
    },
  };
}

const style = (look: keyof typeof looks) => {
  const { page, card, text, subtle, link, line: edge } = looks[look];
  return `${rendererStyle}
  body{margin:0;padding:12px;background:${page};color:${text};font:14px/20px Inter,"Segoe UI",sans-serif}
  .post{display:flex;gap:8px;margin:0 0 12px}.face{flex:none;width:32px;height:32px;border-radius:6px;background:#1f4d3a;color:#fff;line-height:32px;text-align:center;font-weight:600}
  .face.person{border-radius:50%;background:#5b5b9a}.what{flex:1;min-width:0}.who{font-size:12px;color:${subtle};margin:0 0 4px}
  .box,.said{background:${card};border:1px solid ${edge};border-radius:6px}.said{padding:8px 12px}.dialog{border-radius:8px;padding:12px;background:${card};border:1px solid ${edge}}h1{font-size:18px;margin:4px 16px 0}
  .ac-pushButton{background:${card};color:${text};border:1px solid ${edge};border-radius:4px;padding:5px 12px;font:600 14px/20px Inter,"Segoe UI",sans-serif;margin-bottom:4px}
  .ac-pushButton.style-positive{background:#5b5fc7;color:#fff;border-color:#5b5fc7}.ac-pushButton.style-destructive{background:#c4314b;color:#fff;border-color:#c4314b}
  .ac-anchor,a{color:${link}!important;text-decoration:none}.ac-input{background:${page};color:${text};border:1px solid ${edge};border-radius:4px;padding:6px;width:100%;box-sizing:border-box;font:inherit}
  textarea.ac-input{min-height:90px}.ac-pushButton.expandable:after{content:" ▾";font-family:sans-serif;margin:0}`;
};

interface Box {
  className: string;
  innerHTML: string;
  textContent: string | null;
  append(inner: Box): void;
  querySelector(selector: string): Box;
}
/** What of the browser is used. */
interface Page {
  document: { createElement(name: string): Box; body: Box };
  AdaptiveCards: {
    HostConfig: new (given: object) => object;
    AdaptiveCard: {
      new (): { hostConfig: object; parse(card: Card): void; render(): Box };
      onProcessMarkdown(text: string, result: { outputHtml: string; didProcess: boolean }): void;
    };
  };
}

/** In the page: draws the posts with the renderer. */
function draw([posts, config]: [Post[], object]): void {
  const { AdaptiveCards, document } = globalThis as unknown as Page;
  const { AdaptiveCard, HostConfig } = AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    // Our own fixed words have no markup but what keeps it away.
    result.outputHtml = text.replace(/\\(.)/g, '$1').replace(/[&<]/g, each => `&#${each.charCodeAt(0)};`);
    result.didProcess = true;
  };
  for (const { card, who = 'Deskhand', said, note, title } of posts) {
    const post = document.createElement('div');
    post.className = title ? 'dialog' : 'post';
    post.innerHTML = title
      ? '<h1></h1><div class="what"></div>'
      : `<div class="face ${said ? 'person' : ''}">${who[0]}</div><div class="what"><p class="who">${who}  09:12${note ? `  ·  👁 ${note}` : ''}</p></div>`;
    if (title) post.querySelector('h1').textContent = title;
    const box = document.createElement('div');
    box.className = said ? 'said' : title ? '' : 'box';
    if (said) box.textContent = said;
    post.querySelector('.what').append(box);
    document.body.append(post);
    if (!card) continue;
    const drawn = new AdaptiveCard();
    drawn.hostConfig = new HostConfig(config);
    drawn.parse(card);
    box.append(drawn.render());
  }
}
