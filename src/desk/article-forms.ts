/** The form of an article: everything that would be public, and a button that says so. Pure. */
import type { ArticleId, StaffId } from '../core/ids.ts';
import type { FormView } from '../ports/views.ts';
import { ARTICLE, ARTICLE_FORM } from './article-words.ts';
import { choice, form, text } from './form-fields.ts';
import { AS_IT_IS, type ME, type NOBODY, REVIEWS } from './saved-forms.ts';
import { SAVED_FORM } from './saved-words.ts';

/** Stands in the field of places for all of them. */
export const EVERYBODY = 'all';

interface ArticleForm {
  /** The one that is edited; null for another one. */
  article: { id: ArticleId; version: number } | null;
  /** The enquiry that it is made of; null where there is none. */
  from: string | null;
  title: string;
  text: string;
  owner: StaffId | typeof NOBODY | typeof ME;
  owners: { value: string; label: string }[];
  where: string;
  /** Places that whoever fills it in can read; of one there is nothing to choose. */
  places: { value: string; label: string }[];
  /** The day of the next look; null where there is none to keep. */
  reviewDay: string | null;
}

export function articleFormView(given: ArticleForm): FormView {
  const { article, from, owner, owners, where, places, reviewDay } = given;
  const hidden = (name: string, value: string) => text(name, '', value, { kind: 'hidden' });
  const reviews = [
    ...(reviewDay ? [{ value: AS_IT_IS, label: SAVED_FORM.unchanged(reviewDay) }] : []),
    ...REVIEWS.map(({ value, label }) => ({ value, label })),
  ];
  const help = from ? `${ARTICLE_FORM.fromHelp} ${ARTICLE_FORM.textHelp}` : ARTICLE_FORM.textHelp;
  const fields = [
    text('title', ARTICLE_FORM.title, given.title, { help: ARTICLE_FORM.titleHelp }),
    text('text', ARTICLE_FORM.text, given.text, { kind: 'long-text', help }),
    choice('owner', ARTICLE_FORM.owner, owner, owners),
    ...(places.length > 1
      ? [choice('where', ARTICLE_FORM.where, where, [{ value: EVERYBODY, label: ARTICLE.everywhere }, ...places])]
      : [hidden('where', where)]),
    choice('review', ARTICLE_FORM.review, reviewDay ? AS_IT_IS : '6m', reviews),
    ...(article ? [hidden('article', article.id), hidden('version', String(article.version))] : []),
    ...(from ? [hidden('origin', from)] : []),
  ];
  const submit = { 'article.publish': ARTICLE_FORM.publish };
  return form('article.form', article ? ARTICLE_FORM.edit : ARTICLE_FORM.add, null, fields, submit);
}
