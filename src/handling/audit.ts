/** Answers `audit`: what admins and managers did, the newest first, for admins alone. */
import { dayOf } from '../core/days.ts';
import { wallTime } from '../core/hours.ts';
import type { RoomId, StaffId } from '../core/ids.ts';
import { clampText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { DAY, type Instant } from '../core/time.ts';
import { AUDIT, type AuditCommand, auditLine, auditTyped } from '../desk/audit-words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { AuditRow } from '../ports/audit-rows.ts';
import type { Parts } from '../ports/parts.ts';
import { paged, pageOf } from './lines.ts';

/** Lines looked at for one answer: 50 pages. */
const LINES_READ_MAX = 1_000;
const SAID_CHARS_MAX = 60;

type AuditParts = Pick<Parts, 'store' | 'clock' | 'hours'>;

export async function answerAudit(
  parts: AuditParts,
  command: AuditCommand,
  { staff, room }: { staff: Staff; room: RoomId | null },
): Promise<AnswerView> {
  if (!staff.admin) return plainAnswer(AUDIT.onlyAdmins);
  const found = await auditRows(parts, command, LINES_READ_MAX, staff.id);
  if (found === null) return plainAnswer(AUDIT.nobody(clampText(command.who, SAID_CHARS_MAX).text));
  const lines = await auditLinesOf(parts, found);
  const { page = 1 } = command;
  const { shown, after } = pageOf(lines, page);
  if (shown.length === 0) return plainAnswer(AUDIT.none);
  const rest = found.length >= LINES_READ_MAX && after === 0 ? [AUDIT.moreThan(LINES_READ_MAX)] : [];
  return paged([...shown, ...rest].join('\n'), { after, room, words: `${auditTyped(command)} page ${page + 1}` });
}

/** @param me whom "me" means; null on the command line @returns null where nobody has this name */
export async function auditRows(
  { store, clock }: AuditParts,
  { days, acts, who }: AuditCommand,
  limit: number,
  me: StaffId | null,
): Promise<AuditRow[] | null> {
  const since = days === null ? {} : { since: clock.now() - days * DAY };
  const which = { ...since, ...(acts === null ? {} : { acts }), limit };
  if (who === '') return store.auditLines(which);
  if (/^(me|mine|my)$/i.test(who) && me) return store.auditLines({ ...which, byId: me });
  const all = await store.allStaff();
  const sought = who.toLowerCase();
  const exact = all.filter(each => each.name.toLowerCase() === sought);
  const people = exact.length ? exact : all.filter(each => each.name.toLowerCase().includes(sought));
  if (people.length === 0) return null;
  const found = await Promise.all(people.map(each => store.auditLines({ ...which, byId: each.id })));
  return found
    .flat()
    .sort((a, b) => b.at - a.at)
    .slice(0, limit);
}

/** Each line in words, with names as they are known now; of somebody who left, as they were last known. */
export async function auditLinesOf({ store, hours }: AuditParts, rows: readonly AuditRow[]): Promise<string[]> {
  const names = new Map<string, string>((await store.allStaff()).map(each => [each.id, each.name]));
  return rows.map(row => auditLine(row, id => names.get(id) ?? null, onTheClock(hours.timezone, row.at)));
}

/** "2026-12-01 14:03": a trail is read long after, and put in order by programs. */
function onTheClock(timezone: string, at: Instant): string {
  const minutes = Math.floor(wallTime(timezone, at).minutes);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${dayOf(timezone, at)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
