/** "(2) Shop": in the title of a tab that nobody is looking at, how many lines are unread in all chats of the page. */

const unreadOf: Record<string, number> = Object.create(null);
let mark = '';

/** Puts it there, and takes it away again when the tab is looked at; a title that the page changed meanwhile stays. */
export function markTitle(site: string, unread: number): void {
  unreadOf[site] = unread;
  let all = 0;
  for (const each of Object.keys(unreadOf)) all += unreadOf[each]!;
  const next = document.hidden && all ? `(${all}) ` : '';
  const { title } = document;
  const ours = mark && title.indexOf(mark) === 0;
  if (next === mark && (ours || !mark)) return;
  document.title = next + (ours ? title.slice(mark.length) : title);
  mark = next;
}
