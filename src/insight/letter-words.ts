/** The weekly letter for people who do not read the threads: one page of plain words, as text and as HTML. Pure. */

import { addDays, type Day } from '../core/days.ts';
import { lazy } from '../core/lazy.ts';
import { waitWords } from '../desk/durations.ts';
import { plural, whole } from '../figures/words-split.ts';
import type { Insight } from './learn.ts';
import type { Quote } from './quotes.ts';
import { compares, sizeWords } from './words.ts';

/** What is told of one matter. */
interface Part {
  heading: string;
  words: string[];
  quotes: Quote[];
}

export interface LetterWords {
  subject: string;
  text: string;
  html: string;
}

/** As the picture is named inside the mail. */
export const PICTURE_ID = 'picture@letter';

interface About {
  /** What the shop is called; null where nobody said. */
  shop: string | null;
  /** Where a thread can be opened, by the number of its enquiry. */
  links: ReadonlyMap<number, string>;
  /** What the picture shows, in words; null for none. */
  alt: string | null;
}

const REASONS_MAX = 5;

/** @returns null where there is nothing to tell: an empty letter is not sent */
export function letterWords(insight: Insight, { shop, links, alt }: About): LetterWords | null {
  const { report } = insight;
  if (report.figures.opened === 0) return null;
  const span = spanOf(insight);
  const subject = `What customers told us, ${span}`;
  const parts = partsOf(insight);
  const intro = introOf(insight);
  const answers = answersOf(insight);
  const foot = [
    'Names, addresses and numbers were taken out of what customers wrote. The number behind a quote is its thread, for those who may read it.',
    `You get this letter because${shop ? ` ${shop}` : ' the team'} put you on its list. To get off it, answer this mail with “stop”: a person reads it.`,
  ];
  const quoteLine = ({ text, number }: Quote) => `  “${text}” (#${number})`;
  const text = [
    subject,
    '',
    ...intro,
    ...parts.flatMap(each => ['', each.heading.toUpperCase(), ...each.words, ...each.quotes.map(quoteLine)]),
    '',
    answers,
    '',
    '-- ',
    ...foot,
  ].join('\n');
  return { subject, text: `${text}\n`, html: htmlOf({ subject, shop, intro, parts, answers, foot, links, alt }) };
}

/** As a desk shows it: the numbers behind quotes stand by themselves, so that they lead to their threads. */
export function onDesk(text: string): string {
  return text.replace(/” \(#(\d+)\)$/gm, '” #$1').trim();
}

/** "20 to 26 November", with both months where they differ. */
function spanOf({ report: { period } }: Insight): string {
  const [first, last] = [longDay(period.firstDay), longDay(addDays(period.endDay, -1))];
  const [day, month] = first.split(' ');
  return last.endsWith(` ${month}`) ? `${day} to ${last}` : `${first} to ${last}`;
}

const longDate = lazy(() => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }));

function longDay(day: Day): string {
  return longDate().format(Date.parse(`${day}T00:00:00Z`));
}

/** What was before, for a time as long as this one: of four weeks the usual one. */
function usual(before: number, { report: { period, previous } }: Insight): string {
  const weeks = (previous.to - previous.from) / (period.to - period.from);
  if (weeks < 1.5) return `${whole(before)} the week before`;
  const each = before / weeks;
  return before === 0
    ? 'not at all in the four weeks before'
    : each < 1
      ? 'usually less than one'
      : `usually about ${whole(Math.round(each))}`;
}

function inTheTimeBefore({ report: { period, previous } }: Insight): string {
  return previous.to - previous.from > 1.5 * (period.to - period.from) ? 'in the four weeks before' : 'the week before';
}

function introOf(insight: Insight): string[] {
  const { report, total, reasons, unnamed, others } = insight;
  const { opened } = report.figures;
  const then = usual(report.before.opened, insight);
  const size = total.as === 'unclear' ? 'about as many as usual' : `${sizeWords(total)} than usual`;
  const before = !compares(report)
    ? ''
    : then.startsWith('usually')
      ? `, ${size.replace('as many than', 'as many as')} (${then.replace('usually ', '')} a week)`
      : `, ${then}`;
  const named = reasons.filter(each => each.n > 0).slice(0, REASONS_MAX);
  const about = [
    ...named.map(({ reason, n }) => `${reason} (${whole(n)})`),
    ...(others ? [`matters of rooms that not everybody reads (${whole(others)})`] : []),
  ];
  const without = unnamed ? ` For ${whole(unnamed)} nobody said what it was about.` : '';
  return [
    `Customers wrote to us about ${plural(opened, 'matter', 'matters')}${before}.`,
    ...(about.length ? [`Mostly about: ${listed(about)}.${without}`] : []),
  ];
}

function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function partsOf(insight: Insight): Part[] {
  const { reasons, topics, fresh, groups } = insight;
  const was = (before: number) => usual(before, insight);
  const grew = reasons
    .filter(({ change }) => change?.as === 'up' || change?.as === 'fresh')
    .sort((a, b) => b.n - b.change!.before - (a.n - a.change!.before));
  const parts: Part[] = grew.slice(0, 2).map(({ reason, n, change }) => ({
    heading: `More about: ${reason}`,
    words: [
      `${plural(n, 'time', 'times')} this week, ${was(change!.before)}.`,
      ...(fresh ?? [])
        .filter(each => each.reason === reason)
        .map(
          each =>
            `New are the words “${each.words}”: ${plural(each.n, 'customer', 'customers')}, and nobody ${inTheTimeBefore(insight)}.`,
        ),
    ],
    quotes: [...(fresh ?? []).filter(each => each.reason === reason), ...topics.filter(each => each.words === reason)]
      .flatMap(each => each.quotes)
      .slice(0, 3),
  }));
  const told = new Set(grew.slice(0, 2).map(each => each.reason));
  for (const topic of (fresh ?? []).filter(each => each.reason === null || !told.has(each.reason)).slice(0, 2))
    parts.push({
      heading: `New: ${topic.words}`,
      words: [`${plural(topic.n, 'customer', 'customers')} wrote about this, and nobody ${inTheTimeBefore(insight)}.`],
      quotes: topic.quotes,
    });
  const most = topics.find(each => !told.has(each.words));
  if (most) parts.push({ heading: `Asked most: ${most.words}`, words: [], quotes: most.quotes });
  const fell = reasons.filter(({ change }) => change?.as === 'down');
  if (fell.length)
    parts.push({
      heading: 'Less than before',
      words: fell.map(({ reason, n, change }) => `${reason}: ${whole(n)}, ${was(change!.before)}.`),
      quotes: [],
    });
  if (groups.length && !reasons.length)
    parts.push({
      heading: 'Words that came up most',
      words: [listed(groups.map(each => `${each.words} (${plural(each.customers, 'customer', 'customers')})`))],
      quotes: [],
    });
  const few = reasons.filter(({ change, n }) => change?.as === 'unclear' && change.before !== n).slice(0, REASONS_MAX);
  if (few.length)
    parts.push({
      heading: 'Too few to say',
      words: [
        `${listed(few.map(({ reason, n, change }) => `${reason} (${whole(n)}, ${was(change!.before)})`))}: such ups and downs come by chance.`,
      ],
      quotes: [],
    });
  return parts;
}

function answersOf(insight: Insight): string {
  const { answers, report } = insight;
  if (answers.replies === 0) return 'Nobody has been answered yet.';
  const before = compares(report) ? `, ${usual(answers.before, insight)}` : '';
  const first =
    answers.firstResponse === null
      ? ''
      : ` Half of the first answers came within ${waitWords(answers.firstResponse)} of opening time.`;
  return `It took ${plural(answers.replies, 'reply', 'replies')}${before}.${first}`;
}

interface Page {
  subject: string;
  shop: string | null;
  intro: string[];
  parts: Part[];
  answers: string;
  foot: string[];
  links: ReadonlyMap<number, string>;
  alt: string | null;
}

/** Tables and styles inside of tags: mail programs know nothing else. Widths in per cent, so that a phone fits it. */
function htmlOf({ subject, shop, intro, parts, answers, foot, links, alt }: Page): string {
  const p = (words: string, style = '') =>
    `<p style="margin:0 0 12px;font-size:16px;line-height:1.5;${style}">${escaped(words)}</p>`;
  const quote = ({ text, number }: Quote) => {
    const url = links.get(number);
    const label = url
      ? `<a href="${escaped(url)}" style="color:#3b6ea5;text-decoration:none">#${number}</a>`
      : `<span style="color:#767676">#${number}</span>`;
    return `<p style="margin:0 0 10px;padding:2px 0 2px 12px;border-left:3px solid #d9b26f;font-size:15px;line-height:1.45;color:#444">“${escaped(text)}” ${label}</p>`;
  };
  const part = ({ heading, words, quotes }: Part) =>
    `<h2 style="margin:24px 0 8px;font-size:17px;line-height:1.3;color:#222">${escaped(heading)}</h2>${words.map(each => p(each)).join('')}${quotes.map(quote).join('')}`;
  const picture =
    alt === null
      ? ''
      : `<p style="margin:16px 0"><img src="cid:${PICTURE_ID}" width="520" alt="${escaped(alt)}" style="display:block;width:100%;max-width:520px;height:auto;border:0"></p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:0;background:#f4f1ec;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#222">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#fff;border-radius:8px"><tr><td style="padding:24px 20px">
${shop ? `<p style="margin:0 0 4px;font-size:13px;color:#767676">${escaped(shop)}</p>` : ''}<h1 style="margin:0 0 16px;font-size:22px;line-height:1.25">${escaped(subject)}</h1>
${intro.map(each => p(each)).join('\n')}
${picture}
${parts.map(part).join('\n')}
<h2 style="margin:24px 0 8px;font-size:17px;line-height:1.3;color:#222">What it took</h2>${p(answers)}
<hr style="border:0;border-top:1px solid #e4ded4;margin:20px 0 12px">
${foot.map(each => `<p style="margin:0 0 8px;font-size:12px;line-height:1.5;color:#767676">${escaped(each)}</p>`).join('\n')}
</td></tr></table></td></tr></table></body></html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
