/** The form of an article, filled for one person; and what is wrong with it when it comes back. */
import { dayOf } from '../core/days.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { type ArticleId, type EnquiryId, looksLikeId } from '../core/ids.ts';
import { looksAfter } from '../core/managers.ts';
import { clampText, isBlank } from '../core/message.ts';
import { isPractice } from '../core/practice.ts';
import { mayRead } from '../core/readers.ts';
import { articleFormView, EVERYBODY } from '../desk/article-forms.ts';
import { ARTICLE } from '../desk/article-words.ts';
import { dayWords } from '../desk/dates.ts';
import { ME, NOBODY } from '../desk/saved-forms.ts';
import { type About, keyOf } from '../knowledge/saved/blank-out.ts';
import { blanksIn } from '../knowledge/saved/blanks.ts';
import type { ButtonId } from '../ports/button.ts';
import type { ArticleRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { FormView } from '../ports/views.ts';
import { maySeeArticle, placeOf, placesFor } from './article-places.ts';
import { managedBy } from './managing.ts';
import { ownersFor } from './saved-form.ts';
import { aboutEnquiry, sentToSave } from './saved-from.ts';
import { dueWords, keeperOf, mayChange } from './saved-rights.ts';

/** Characters of a title: a question on one line of a phone, or two. */
const ARTICLE_TITLE_CHARS_MAX = 100;
/** Characters of a text: what a form holds on every desk, and what somebody reads on a phone. */
const ARTICLE_TEXT_CHARS_MAX = 3_000;
/** Numbers that tell of one customer have so many digits. */
const OWN_DIGITS_MIN = 5;
/** Eight digits and more, in groups or not, with the two letters of a country before them; a day of a calendar has eight. */
const LONG_NUMBER =
  /(?<![\p{L}\p{N}])(?!\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?![ ()./-]{0,2}\d))(?:[A-Z]{2})?\p{Nd}(?:[ ()./-]{0,2}\p{Nd}){7,33}(?![\p{L}\p{N}])/gu;

export async function articleForm(
  parts: Parts,
  button: ButtonId,
  value: string,
  by: Person,
): Promise<FormView | { refusal: string }> {
  const [id = ''] = value.split(' ');
  const me = await parts.store.staffByRef(by.deskRef);
  const places = await placesFor(parts, by);
  if (button === 'article.from') {
    const enquiry = await readable(parts, id, by);
    if (!enquiry) return { refusal: ARTICLE.notReadable };
    const sent = await sentToSave(parts, `${id} newest`, by);
    const { title, text } = 'refusal' in sent ? { title: '', text: '' } : sent;
    const rooms = places.filter(each => looksLikeId('room', each.value));
    return articleFormView({
      ...{ article: null, from: enquiry.id, owner: ME, owners: await ownersFor(parts, me, null), reviewDay: null },
      ...{ places, where: rooms.length > 1 ? enquiry.roomId : EVERYBODY },
      ...{ title, text: withoutFrame(text) },
    });
  }
  const row = looksLikeId('article', id) ? await parts.store.article(id) : null;
  if (button === 'article.edit') {
    if (!row || !maySeeArticle(by, row)) return { refusal: ARTICLE.gone };
    const refused = await refusalForArticle(parts, row, by);
    if (refused) return { refusal: refused };
  }
  const keeper = row && (await keeperOf(parts, row));
  const ahead = row?.reviewAt && !dueWords(parts, row) ? dayWords(dayOf(parts.hours.timezone, row.reviewAt)) : null;
  return articleFormView({
    ...{ article: row ? { id: row.id, version: row.version } : null, from: null },
    ...{ title: row?.title ?? '', text: row?.text ?? '', reviewDay: ahead },
    owner: row ? (keeper ? (keeper.id === me?.id ? ME : keeper.id) : NOBODY) : ME,
    owners: await ownersFor(parts, me, row),
    ...{ where: row?.channelId ?? row?.roomId ?? EVERYBODY, places },
  });
}

/** The answer without whom it was to and who wrote it: a greeting above it, a closing and a name below. */
function withoutFrame(text: string): string {
  const lines = text.trim().split('\n');
  while (lines.length > 1 && /^\s*(?:[\p{L} ]{1,24}\{name\}.{0,3}|[\p{L}]{1,12}[,!])?\s*$/u.test(lines[0]!))
    lines.shift();
  while (lines.length > 1 && /^\s*(?:\{my name\}|[\p{L}ß ]{1,28}[,.!]?)?\s*$/u.test(lines.at(-1)!)) lines.pop();
  const bare = lines.join('\n').trim();
  // Below a greeting a sentence begins with a small letter.
  return bare.slice(0, 1).toUpperCase() + bare.slice(1);
}

/** Why this person may not change it; null where they may. */
export async function refusalForArticle(parts: Parts, row: ArticleRow, by: Person): Promise<string | null> {
  const keeper = await keeperOf(parts, row);
  const staff = await parts.store.staffByRef(by.deskRef);
  const admin = by.admin || (staff !== null && looksAfter(await managedBy(parts, staff.id), row.roomId));
  return mayChange(keeper, staff, { admin }) ? null : ARTICLE.notYours(row.title, keeper?.name ?? '');
}

/** What is wrong with a filled-in form now; null for nothing. Asked before it is taken in: nothing that was typed is lost. */
export async function wrongInArticle(
  parts: Parts,
  values: Record<string, string>,
  by: Person,
): Promise<{ field: string | null; words: string } | null> {
  const { title = '', text = '', where = EVERYBODY, article, version, origin } = values;
  if (isBlank(title)) return { field: 'title', words: ARTICLE.needsTitle };
  if (clampText(title.trim(), ARTICLE_TITLE_CHARS_MAX).cut)
    return { field: 'title', words: ARTICLE.titleTooLong(ARTICLE_TITLE_CHARS_MAX) };
  if (isBlank(text)) return { field: 'text', words: ARTICLE.needsText };
  if (text.length > ARTICLE_TEXT_CHARS_MAX)
    return { field: 'text', words: ARTICLE.textTooLong(ARTICLE_TEXT_CHARS_MAX) };
  for (const [field, words] of Object.entries({ title, text })) {
    const blanks = blanksIn(words);
    if (blanks.length) return { field, words: ARTICLE.hasBlanks(blanks) };
  }
  if (!(await placeOf(parts, where, by))) return { field: 'where', words: ARTICLE.notYourPlace };
  if (origin) {
    const enquiry = await readable(parts, origin, by);
    const found = enquiry ? await ofCustomerIn(parts, enquiry, `${title}\n${text}`) : [];
    if (found.length) return { field: 'text', words: ARTICLE.ofCustomer(found) };
  }
  if (!article) return null;
  const row = looksLikeId('article', article) ? await parts.store.article(article as ArticleId) : null;
  if (!row || !maySeeArticle(by, row)) return { field: null, words: ARTICLE.gone };
  const refused = await refusalForArticle(parts, row, by);
  if (refused) return { field: null, words: refused };
  return row.version === Number(version) ? null : { field: null, words: ARTICLE.changed(row.title) };
}

async function readable({ store }: Parts, id: string, by: Person): Promise<Enquiry | null> {
  const enquiry = looksLikeId('enquiry', id) ? await store.enquiry(id as EnquiryId) : null;
  // What is practised is nothing for the public.
  return enquiry && mayRead(by, enquiry) && !isPractice(enquiry) ? enquiry : null;
}

/** Names, addresses and long numbers of the customer that stand in a text for everybody. */
async function ofCustomerIn(parts: Parts, enquiry: Enquiry, text: string): Promise<string[]> {
  const about = await aboutEnquiry(parts, enquiry, { text, authorId: '' as never });
  const low = ` ${text.toLowerCase().replace(/\s+/gu, ' ')} `;
  const names = about.customer.filter(each => /^\p{L}{2,}\P{L}+\p{L}{2,}/u.test(each.trim()));
  const mails = about.said.match(/[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/gu) ?? [];
  const codes = (about.said.match(/[\p{L}\p{N}]*\p{Nd}[\p{L}\p{N}_/-]{1,40}/gu) ?? []).filter(
    each => each.replace(/\P{Nd}/gu, '').length >= OWN_DIGITS_MIN,
  );
  const telling = [...new Set([...names, ...mails, ...codes])].filter(each => !about.common.has(each.toLowerCase()));
  const words = telling.map(each => each.replace(/\s+/gu, ' ').trim()).filter(each => stands(low, each.toLowerCase()));
  return [...new Set([...words, ...longNumbersOf(about, text)])].slice(0, 3);
}

/** Telephones, bank accounts and other long numbers, however each of the two groups its digits. */
function longNumbersOf({ said, common }: Pick<About, 'said' | 'common'>, text: string): string[] {
  const theirs = new Set([...said.matchAll(LONG_NUMBER)].map(([each]) => keyOf(each)));
  return [...text.matchAll(LONG_NUMBER)]
    .map(([each]) => each)
    .filter(each => theirs.has(keyOf(each)) && !common.has(keyOf(each)));
}

/** As words of their own: "Ann Lee" does not stand in "Joann Leek". */
function stands(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    if (!/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + words.length] ?? ' '))
      return true;
  return false;
}
