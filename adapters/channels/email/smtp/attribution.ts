/** The line above quoted mail, in the customer's language and time zone: "Am 1. Juni 2026 um 10:00 schrieb Maya:". */
import { MINUTE } from '../../../../src/core/time.ts';

/** `{d}` the day, `{t}` the time, `{n}` who wrote; as mail programs of that language say it. */
const LINES: Record<string, string> = {
  en: 'On {d} at {t}, {n} wrote:',
  de: 'Am {d} um {t} schrieb {n}:',
  fr: 'Le {d} à {t}, {n} a écrit :',
  es: 'El {d} a las {t}, {n} escribió:',
  ca: 'El {d} a les {t}, {n} va escriure:',
  it: 'Il {d} alle {t}, {n} ha scritto:',
  pt: 'Em {d} às {t}, {n} escreveu:',
  nl: 'Op {d} om {t} schreef {n}:',
  sv: 'Den {d} kl. {t} skrev {n}:',
  da: 'Den {d} kl. {t} skrev {n}:',
  nb: 'Den {d} kl. {t} skrev {n}:',
  fi: '{d} klo {t} {n} kirjoitti:',
  is: 'Þann {d} kl. {t} skrifaði {n}:',
  pl: 'W dniu {d} o {t} {n} napisał(a):',
  cs: 'Dne {d} v {t} {n} napsal(a):',
  sk: 'Dňa {d} o {t} {n} napísal(a):',
  hu: '{n} ezt írta ({d} {t}):',
  ro: 'În {d} la {t}, {n} a scris:',
  hr: 'Dana {d} u {t} {n} napisao/la je:',
  sr: 'Dana {d} u {t} {n} napisao/la je:',
  sl: 'Dne {d} ob {t} je {n} napisal(a):',
  tr: '{n}, {d} {t} tarihinde şunu yazdı:',
  el: 'Στις {d}, {t}, {n} έγραψε:',
  ru: '{d} в {t}, {n} написал(а):',
  uk: '{d} о {t} {n} пише:',
  bg: 'На {d} в {t} {n} написа:',
  et: '{d} kell {t} kirjutas {n}:',
  lv: '{d} plkst. {t} {n} rakstīja:',
  lt: '{d} {t} {n} rašė:',
  he: 'בתאריך {d} בשעה {t}, {n} כתב/ה:',
  ar: 'في {d} الساعة {t}، كتب {n}:',
  fa: 'در {d} ساعت {t}، {n} نوشت:',
  hi: '{d} को {t} बजे {n} ने लिखा:',
  th: 'เมื่อ {d} เวลา {t} {n} เขียนว่า:',
  id: 'Pada {d} pukul {t}, {n} menulis:',
  vi: 'Vào {d} lúc {t}, {n} đã viết:',
  ja: '{d} {t}、{n} さんが書きました:',
  ko: '{d} {t}, {n}님이 작성:',
  zh: '在 {d} {t}，{n} 写道：',
  'zh-Hant': '在 {d} {t}，{n} 寫道：',
};
/** The languages a line is there for. */
export const ATTRIBUTIONS = Object.keys(LINES);

/** Other names of the same. */
const KNOWN_AS: Record<string, string> = { no: 'nb', nn: 'nb', iw: 'he', in: 'id', bs: 'hr', gl: 'pt' };
/** Serbian is written in both scripts; ours is Latin, and so are its months. */
const DATES_OF: Record<string, string> = { sr: 'sr-Latn', en: 'en-GB' };

/** @returns the tag of a line that is there, for a tag such as `de-AT`, `zh-TW` or `pt_BR`; null for none */
export function knownLanguage(tag: string | null | undefined): string | null {
  const parts = (tag ?? '').trim().toLowerCase().split(/[-_]/);
  if (parts[0] === 'zh') return /^(tw|hk|mo|hant)$/.test(parts[1] ?? '') || parts[2] === 'tw' ? 'zh-Hant' : 'zh';
  const language = KNOWN_AS[parts[0]!] ?? parts[0]!;
  return language && Object.hasOwn(LINES, language) ? language : null;
}

/**
 * Where nothing is known of the customer, in English and UTC, as dates stand in mails.
 * @param offset minutes that the customer's clock was ahead of UTC; null: not known, then it says that it is UTC
 */
export function attribution(from: string, writtenAt: number, language: string | null, offset: number | null): string {
  if (language === null && offset === null) return `On ${new Date(writtenAt).toUTCString()}, ${from} wrote:`;
  const tag = knownLanguage(language) ?? 'en';
  const local = new Date(writtenAt + (offset ?? 0) * MINUTE);
  const locale = `${DATES_OF[tag] ?? tag}-u-ca-gregory-nu-latn`;
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
      .format(local)
      .replace(/[\u200e\u200f\u202f]/g, each => (each === '\u202f' ? ' ' : ''));
  const day = write({ day: 'numeric', month: 'long', year: 'numeric' });
  const time = write({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  // Servers that write every date in UTC say nothing of where the customer is.
  const zone = offset ? '' : ' UTC';
  const parts: Record<string, string> = { '{d}': day, '{t}': `${time}${zone}`, '{n}': from };
  return LINES[tag]!.replace(/\{[dtn]\}/g, each => parts[each]!);
}

/** North American names that old programs write (RFC 5322, 4.3); minutes ahead of UTC. */
const ZONES: Record<string, number> = {
  edt: -240,
  est: -300,
  cdt: -300,
  cst: -360,
  mdt: -360,
  mst: -420,
  pdt: -420,
  pst: -480,
};
/** No place on earth is further from UTC than this. */
const OFFSET_MAX = 14 * 60;

/** Minutes ahead of UTC that a Date header says; null where it says nothing, or nothing that can be. */
export function offsetOf(date: string | null): number | null {
  const numeric = /([+-])(\d{2}):?(\d{2})\s*(?:\(|$)/.exec(date ?? '');
  if (!numeric) return ZONES[/\b([ECMP][SD]T)\s*(?:\(|$)/i.exec(date ?? '')?.[1]?.toLowerCase() ?? ''] ?? null;
  const [, sign, hours, minutes] = numeric;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  // "-0000": the time is right, and says nothing about the place.
  return Number(minutes) > 59 || Math.abs(offset) > OFFSET_MAX || (offset === 0 && sign === '-') ? null : offset;
}
