/**
 * One line for a calendar object in a mail (RFC 5545, 5546): an invitation, a change, a cancellation, or who answered what.
 * Times stay as the sender wrote them, with the zone they are in. Nothing is ever answered by a machine.
 */

/** Lines of one event that are read; attendees of a large meeting fill some hundred. */
const LINES_MAX = 2_000;
const TEXT_CHARS_MAX = 300;
/** What they write about it: where a calendar is all there is, this is the letter. */
const WORDS_CHARS_MAX = 2_000;
/** Name and parameters of one line. */
const HEAD_CHARS_MAX = 2_000;

interface Line {
  name: string;
  parameters: Record<string, string>;
  value: string;
}

const ANSWERS: Record<string, string> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'accepted tentatively',
  DELEGATED: 'passed on to somebody else',
  COMPLETED: 'completed',
  'IN-PROCESS': 'began',
  'NEEDS-ACTION': 'has not answered yet',
};

/** @param shown what the mail says besides: a description that stands there already is not said twice */
export function calendarLine(ics: string, shown = ''): string | null {
  const lines = linesOf(ics);
  const start = lines.findIndex(each => each.name === 'BEGIN' && /^(VEVENT|VTODO)$/i.test(each.value));
  if (start < 0) return null;
  const end = lines.findIndex((each, i) => i > start && each.name === 'END' && /^(VEVENT|VTODO)$/i.test(each.value));
  // Reminders have descriptions of their own.
  const event = withoutAlarms(lines.slice(start, end < 0 ? undefined : end));
  const find = (name: string) => event.find(each => each.name === name);
  const text = (name: string) => plain(find(name)?.value ?? '');
  const words = (name: string) => plain(find(name)?.value ?? '', WORDS_CHARS_MAX);
  const method = (lines.find(each => each.name === 'METHOD')?.value ?? '').trim().toUpperCase();
  const title = text('SUMMARY') || 'no title';
  const time = timeOf(lines, event);
  const events = lines.filter(each => each.name === 'BEGIN' && /^(VEVENT|VTODO)$/i.test(each.value)).length;
  const more = events > 1 && find('RECURRENCE-ID') === undefined ? `, and ${events - 1} more` : '';
  const what = `${[title, time, text('LOCATION')].filter(Boolean).join(', ')}${more}`;
  const said =
    [words('COMMENT'), words('DESCRIPTION')].find(each => each && !squeezed(shown).includes(squeezed(each))) ?? '';
  const says = said ? ` They say: ${said}` : '';

  if (method === 'REPLY') {
    const attendee = event.find(each => each.name === 'ATTENDEE' && each.parameters.PARTSTAT) ?? find('ATTENDEE');
    const did = ANSWERS[(attendee?.parameters.PARTSTAT ?? '').toUpperCase()] ?? 'answered';
    const comment = text('COMMENT');
    return `${nameOf(attendee) || 'Somebody'} ${did}: ${what}.${comment ? ` They say: ${comment}` : ''}`;
  }
  if (method === 'COUNTER') {
    const attendee = nameOf(find('ATTENDEE'));
    return `${attendee || 'Somebody'} proposes another time: ${what}.${says} Nothing was answered; do that in your calendar.`;
  }
  if (method === 'DECLINECOUNTER') return `The proposed time was not accepted: ${what}.${says}`;
  if (method === 'REFRESH') return `Asks for the current version of the event: ${what}.${says}`;
  const by = nameOf(find('ORGANIZER'));
  const cancelled = method === 'CANCEL' || /^cancelled$/i.test(find('STATUS')?.value ?? '');
  if (cancelled) return `Cancelled: ${what}${by ? `, by ${by}` : ''}.${says}`;
  const kind = method === 'PUBLISH' ? 'Event' : method === 'ADD' ? 'More dates' : 'Invitation';
  return `${kind}: ${what}${by ? `, from ${by}` : ''}.${says} Nothing was answered; do that in your calendar.`;
}

/** Words alone: what a calendar writes in one line stands in a mail in several. */
function squeezed(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

function linesOf(ics: string): Line[] {
  return ics
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n', LINES_MAX)
    .map(line => {
      const { pieces, length } = headOf(line);
      const [name = '', ...rest] = pieces;
      const parameters: Record<string, string> = {};
      for (const each of rest.slice(0, 20)) {
        const at = each.indexOf('=');
        if (at > 0) parameters[each.slice(0, at).toUpperCase()] = each.slice(at + 1).replace(/^"|"$/g, '');
      }
      return { name: name.trim().toUpperCase(), parameters, value: line.slice(length + 1) };
    });
}

/** A line's name and parameters, up to the first colon outside quotes. */
function headOf(line: string): { pieces: string[]; length: number } {
  const pieces: string[] = [];
  let [from, at, quoted] = [0, 0, false];
  for (; at < Math.min(line.length, HEAD_CHARS_MAX); at++) {
    const character = line[at];
    if (character === '"') quoted = !quoted;
    else if (character === ':' && !quoted) break;
    else if (character === ';' && !quoted) {
      pieces.push(line.slice(from, at));
      from = at + 1;
    }
  }
  pieces.push(line.slice(from, at));
  return { pieces, length: at };
}

function withoutAlarms(event: Line[]): Line[] {
  let depth = 0;
  return event.filter((each, i) => {
    if (i > 0 && each.name === 'BEGIN') depth++;
    const kept = depth === 0;
    if (each.name === 'END') depth = Math.max(0, depth - 1);
    return kept;
  });
}

function plain(value: string, charsMax = TEXT_CHARS_MAX): string {
  return value.replace(/\\n/gi, ' ').replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim().slice(0, charsMax);
}

function nameOf(line: Line | undefined): string {
  if (!line) return '';
  const name = plain(line.parameters.CN ?? '');
  return name || (/mailto:([^\s?]+)/i.exec(line.value)?.[1] ?? plain(line.value));
}

interface Moment {
  day: string;
  /** Empty for a whole day. */
  clock: string;
  utc: boolean;
  zone: string;
}

/** `2026-06-02 10:00 to 11:00 (Europe/London), every week`. */
function timeOf(lines: Line[], event: Line[]): string {
  const find = (name: string) => event.find(each => each.name === name);
  const from = momentOf(find('DTSTART') ?? find('DUE'));
  if (!from) return '';
  const own = plain(lines.find(each => each.name === 'X-WR-TIMEZONE')?.value ?? '');
  const repeats = repeatOf(find('RRULE')?.value ?? '');
  const after = repeats ? `, ${repeats}` : '';
  const end = endOf(from, momentOf(find('DTEND')), find('DURATION')?.value ?? '');
  if (!from.clock) {
    // The last day is the one before the end.
    const last = end && end.day > from.day ? dayBefore(end.day) : from.day;
    return `${from.day}${last > from.day ? ` to ${last}` : ''}, all day${after}`;
  }
  const shown = (moment: Moment) => (moment.utc ? inZone(moment, own) : moment);
  const [first, second] = [shown(from), end && shown(end)];
  const until = second ? ` to ${second.day === first.day ? second.clock : `${second.day} ${second.clock}`}` : '';
  const zone = first.utc ? ' UTC' : first.zone ? ` (${zoneWords(lines, first.zone)})` : ' (their local time)';
  return `${first.day} ${first.clock}${until}${zone}${after}`;
}

function momentOf(line: Line | undefined): Moment | null {
  const found = /^\s*(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d{0,2}(Z?))?/i.exec(line?.value ?? '');
  if (!line || !found) return null;
  const [, year, month, day, hour, minute, utc] = found;
  return {
    day: `${year}-${month}-${day}`,
    clock: hour ? `${hour}:${minute}` : '',
    utc: Boolean(utc),
    zone: plain(line.parameters.TZID ?? '').replace(/^\/?[^/]*\.(org|net|com)\/[^/]*\//, ''),
  };
}

function endOf(from: Moment, end: Moment | null, duration: string): Moment | null {
  if (end) return end;
  const found = /^P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?/.exec(duration.trim());
  if (!found || duration.length < 3) return null;
  const [weeks, days, hours, minutes] = found.slice(1).map(each => Number(each ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const later =
    Date.parse(`${from.day}T${from.clock || '00:00'}:00Z`) +
    (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000;
  if (Number.isNaN(later)) return null;
  const text = new Date(later).toISOString();
  return { ...from, day: text.slice(0, 10), clock: from.clock ? text.slice(11, 16) : '' };
}

function dayBefore(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : new Date(at - 86_400_000).toISOString().slice(0, 10);
}

/** A calendar that is kept in a zone writes UTC all the same: shown as its owner sees it. */
function inZone(moment: Moment, zone: string): Moment {
  const at = Date.parse(`${moment.day}T${moment.clock}:00Z`);
  if (!zone || /^(utc|gmt|etc\/utc)$/i.test(zone) || Number.isNaN(at)) return moment;
  try {
    const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
      at,
    );
    return { day: text.slice(0, 10), clock: text.slice(11, 16), utc: false, zone };
  } catch {
    return moment;
  }
}

/** A zone by its own name; one that only the sender's program knows with its distance from UTC. */
function zoneWords(lines: Line[], zone: string): string {
  const from = lines.findIndex(each => each.name === 'TZID' && plain(each.value).endsWith(zone));
  const block = from < 0 ? [] : lines.slice(from, from + 40);
  const end = block.findIndex(each => each.name === 'END' && /^VTIMEZONE$/i.test(each.value));
  const known = block.slice(0, end < 0 ? undefined : end);
  const place = known.find(each => each.name === 'X-LIC-LOCATION');
  if (place) return plain(place.value);
  if (/^[A-Za-z_]+\/[A-Za-z_/+-]+$/.test(zone)) return zone;
  const distances = [...new Set(known.filter(each => each.name === 'TZOFFSETTO').map(each => distance(each.value)))];
  return distances.length ? `${zone}, ${distances.slice(0, 2).join(' or ')}` : zone;
}

function distance(value: string): string {
  const found = /^\s*([+-])(\d\d)(\d\d)/.exec(value);
  if (!found) return 'UTC';
  const [, sign, hours, minutes] = found;
  return `UTC${sign}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`;
}

const DAYS: Record<string, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
const UNITS: Record<string, string> = {
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
  HOURLY: 'hour',
};

/** `every 2 weeks on Monday and Friday, 10 times`; empty when it does not repeat. */
function repeatOf(rule: string): string {
  const parts = Object.fromEntries(
    rule
      .toUpperCase()
      .split(';', 20)
      .map(each => each.split('=', 2) as [string, string]),
  );
  const unit = UNITS[parts.FREQ ?? ''];
  if (!unit) return '';
  const n = Number(parts.INTERVAL ?? 1);
  const days = (parts.BYDAY ?? '')
    .split(',')
    .map(each => DAYS[each.slice(-2)])
    .filter(each => each !== undefined);
  const on = days.length && parts.FREQ === 'WEEKLY' ? ` on ${days.join(' and ')}` : '';
  const until = /^(\d{4})(\d\d)(\d\d)/.exec(parts.UNTIL ?? '');
  const end = until
    ? ` until ${until[1]}-${until[2]}-${until[3]}`
    : /^\d{1,5}$/.test(parts.COUNT ?? '')
      ? `, ${parts.COUNT} times`
      : '';
  return `every ${n > 1 ? `${n} ${unit}s` : unit}${on}${end}`;
}
