/**
 * `npm run bench:quotes -- <file>`: how well quotes and signatures are told from a customer's own words. The file holds
 * one pair a line, `{ input, expected, kind: plain|html }`. Exact: equal after folding whitespace (tags taken off for
 * HTML). Loss: more than a tenth of the expected words are missing. The bodies are taken for replies; pairs in which a
 * blockquote that nothing announces counts as history are not met, on purpose: it may be what the customer quotes.
 */
import { readFileSync } from 'node:fs';
import { foldText } from '../adapters/channels/email/read/fold.ts';
import { foldHtml } from '../adapters/channels/email/read/html/html.ts';

interface Pair {
  corpus?: string;
  name?: string;
  kind: string;
  input: string;
  expected: string;
}

const LARGE_BYTES = 1_000_000;
const LOSS_SHARE_MAX = 0.1;

const [file, verbose] = process.argv.slice(2);
if (!file) {
  console.error('Name the file with the pairs: npm run bench:quotes -- <file>');
  process.exit(2);
}
const pairs: Pair[] = readFileSync(file, 'utf8')
  .split('\n')
  .filter(line => line.trim())
  .map(line => JSON.parse(line));

const score = { plain: tally(), html: tally() };
let slowestMs = 0;
for (const { kind, input, expected, name, corpus } of pairs) {
  const html = kind === 'html';
  const began = performance.now();
  const { text } = html ? foldHtml(input) : foldText(input);
  slowestMs = Math.max(slowestMs, performance.now() - began);
  const wanted = html ? withoutTags(expected) : expected;
  const exact = html ? squeezed(text) === squeezed(wanted) : folded(text) === folded(wanted);
  const missing = html ? 0 : missingShare(text, wanted);
  const gone = wanted.trim() !== '' && text.trim() === '';
  const at = score[html ? 'html' : 'plain'];
  at.all++;
  if (exact) at.exact++;
  if (missing > LOSS_SHARE_MAX) at.lost++;
  if (gone) at.gone++;
  if (!exact && verbose) {
    console.log(`--- ${corpus} ${name} ${missing > LOSS_SHARE_MAX ? `LOST ${Math.round(missing * 100)} %` : ''}`);
    console.log(`WANTED ${JSON.stringify(wanted.slice(-400))}\nGOT    ${JSON.stringify(text.slice(-400))}`);
  }
}
const quotes = `Yes.\n\n${'> quoted words of no importance to anybody\n'.repeat(LARGE_BYTES / 44)}`;
const times = [1, 2, 3, 4, 5].map(() => {
  const began = performance.now();
  foldText(quotes);
  return performance.now() - began;
});
const { plain, html } = score;
const percent = (n: number, of: number) => `${of ? ((100 * n) / of).toFixed(1) : '-'} %`;
console.log(`text: ${plain.exact} of ${plain.all} exact (${percent(plain.exact, plain.all)}, target 85 %)`);
console.log(
  `text: content lost in ${plain.lost} (${percent(plain.lost, plain.all)}, target 2 %), all of it in ${plain.gone}`,
);
console.log(
  `html: ${html.exact} of ${html.all} exact (target 25 of 28: two fold a blockquote that nothing announces), all of it lost in ${html.gone}`,
);
console.log(
  `1 MB of quoted text: ${times.sort((a, b) => a - b)[2]?.toFixed(0)} ms (target 100), slowest pair ${slowestMs.toFixed(0)} ms`,
);

function tally() {
  return { all: 0, exact: 0, lost: 0, gone: 0 };
}
function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
function squeezed(text: string): string {
  return text.replace(/[\s\u200b]+/g, '');
}
function withoutTags(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#160;', ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
function missingShare(text: string, wanted: string): number {
  const have = new Map<string, number>();
  for (const word of words(text)) have.set(word, (have.get(word) ?? 0) + 1);
  const all = words(wanted);
  let missing = 0;
  for (const word of all) {
    const left = have.get(word) ?? 0;
    if (left === 0) missing++;
    else have.set(word, left - 1);
  }
  return all.length ? missing / all.length : 0;
}
function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
