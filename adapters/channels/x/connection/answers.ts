/** What is taken out of X's answers here; the items of a page are read elsewhere. Pure. */
import type { Json } from '../../../../src/ports/json.ts';
import { field, idOf, line, list, words } from '../shapes.ts';
import type { Answer, Me, Page } from './api.ts';
import { type About, refusalOf } from './failures.ts';

const READ: About = { isWrite: false, signedBy: 'keys' };

/** Paid accounts have a type; without one X says "None". */
const PAID = /^(?!none$)\w/i;

export function meIn(body: Json): Answer<Me> {
  const user = field(body, 'data');
  const [id, handle] = [idOf(field(user, 'id')), line(field(user, 'username'))];
  if (!id || !handle) return nothingIn(body, READ);
  return {
    ok: true,
    value: {
      id,
      handle,
      name: line(field(user, 'name')) ?? handle,
      longPosts: PAID.test(line(field(user, 'subscription_type')) ?? ''),
      isProtected: field(user, 'protected') === true,
    },
  };
}

/** @param isList a list has a `meta`, also when it is empty; of a look-up everything may be gone */
export function pageIn(body: Json, isList: boolean): Answer<Page> {
  const data = field(body, 'data');
  const meta = field(body, 'meta');
  if (isList && data === undefined && meta === undefined) return nothingIn(body, READ);
  const count = Array.isArray(data) ? data.length : data === undefined ? 0 : 1;
  return { ok: true, value: { body, count, next: words(field(meta, 'next_token')) } };
}

/** Success without what was asked for: X says why among the errors, or it is no answer of X. */
export function nothingIn(body: Json, about: About): Answer<never> {
  const status = list(field(body, 'errors')).length ? 404 : 500;
  const failed = refusalOf({ status, headers: {}, body }, about);
  return { ...failed, detail: `200 without data ${failed.detail.slice(4)}`.trim(), mayHaveArrived: about.isWrite };
}
