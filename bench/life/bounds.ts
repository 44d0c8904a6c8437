/** What grows for as long as a shop lives, and what does not: every table and kind of record is one or the other. */
import type { Weight } from './weigh.ts';

/** More than after a season: a busier week, and what single people still have open. */
const MORE = 1.5;
const SOME = 3;
/** What people set up, and rows by the name of a room, a channel or a lane. */
const FEW = 25;

/** Tables and kinds of records that do not grow, and how many there may be of each in any case. */
const BOUNDED: Record<string, number> = {
  ...{ jobs: 0, seen: 0, lanes: FEW, leases: FEW, schedules: FEW, settings: FEW, staff: FEW, budgets: FEW },
  ...{ asks: 0, practices: 0, workspaces: FEW, rooms: FEW, channels: FEW, topics: FEW, volunteers: FEW },
  ...{ reason_lists: FEW, saved_replies: FEW, saved_files: FEW, saved_edits: FEW, articles: FEW },
  'shelf automation addresses': 0,
  'shelf automation domains': 0,
  'shelf automation rated-addresses': 0,
  'shelf editions editions': 0,
  'shelf channel:site sessions': 0,
  'shelf channel:site chat': 0,
  'shelf channel:site blocked': 0,
  'shelf channel:site puzzles': 0,
  'shelf channel:site copies': 0,
  'shelf channel:site state': 1,
  // The newest hundred of each of four people, and one that came since the last look.
  'shelf desk:practice answers': 450,
  'shelf desk:practice wanted': 450,
  'shelf desk:practice tidied': FEW,
};

/**
 * What grows with enquiries, customers and figures, or with what people decide; audit and erasures only with what admins
 * do, findings, letters and alerts with the weeks. Uses of articles and costs are kept for two years.
 */
const GROWING = [
  ...['customers', 'identities', 'enquiries', 'events', 'replies', 'remarks', 'raws', 'messages', 'attachments'],
  ...['participants', 'threads', 'refs', 'measures', 'tallies', 'ledger', 'unlike', 'shield_marks', 'followers'],
  ...['reminders', 'article_questions', 'article_uses', 'gatherings', 'gathered', 'rounds', 'round_customers'],
  ...['letters', 'letter_mails', 'alerts', 'audit', 'erasures'],
  // A visitor's name and address, by which a late answer still finds them; and threads of the practice desk.
  ...['shelf channel:site about', 'shelf channel:site files', 'shelf desk:practice room', 'shelf desk:practice thread'],
  ...['shelf desk:practice marks', 'shelf desk:practice private'],
];

/** @returns those that have more now than they may, and those of which nobody said whether they may grow */
export function overBounds(full: Weight, now: Weight): string[] {
  return [...now.rows].flatMap(([name, n]) => {
    if (GROWING.includes(name)) return [];
    const least = BOUNDED[name];
    if (least === undefined) return [`${name}: is in no list of bench/life/bounds.ts`];
    const most = Math.max(least, (full.rows.get(name) ?? 0) * MORE + SOME);
    return n > most ? [`${name}: ${n}, and ${full.rows.get(name) ?? 0} after a season`] : [];
  });
}
