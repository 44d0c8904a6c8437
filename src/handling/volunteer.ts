/** Lets people say what colleagues may ask them about, when, and how often: by command, or in a form. */
import type { Staff } from '../core/staff.ts';
import type { Command } from '../desk/commands.ts';
import { VOLUNTEERING } from '../desk/expert-words.ts';
import { expertFormView } from '../desk/forms.ts';
import { ASKS_A_DAY, ASKS_A_DAY_MAX, askHoursTyped, askHoursWords, isAskable, readAskHours } from '../experts/hours.ts';
import { cleanTopic, isAbout, TOPICS_MAX, topicsIn } from '../experts/topics.ts';
import type { AskHours, TopicRow, VolunteerRow } from '../ports/help-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { Op } from '../ports/store.ts';
import type { FormView } from '../ports/views.ts';
import { passOnAsksOf } from './not-asked-any-more.ts';

type Asked = Extract<Command, { do: 'expert' }>;

/** Tries at a row that somebody is asked by at the same moment. */
const TRIES_MAX = 20;

export async function answerExpert(parts: Parts, staff: Staff, { what, words }: Asked): Promise<string> {
  switch (what) {
    case 'add':
      return addTopics(parts, staff, topicsIn(words));
    case 'remove':
      return removeTopics(parts, staff, topicsIn(words));
    case 'list':
      return words ? listTopics(parts, words) : mine(parts, staff);
    case 'hours': {
      if (!words) return mine(parts, staff);
      const hours = readAskHours(words);
      if (typeof hours === 'string') return hours;
      await change(parts, staff, { hours });
      if (!isAskable(hours, parts.hours, parts.clock.now())) await passOnAsksOf(parts, staff, null);
      return mine(parts, staff);
    }
    case 'asks': {
      const asksADay = Number(/^\d{1,3}/.exec(words)?.[0] ?? Number.NaN);
      if (!(asksADay <= ASKS_A_DAY_MAX)) return VOLUNTEERING.asksHow(ASKS_A_DAY_MAX);
      await change(parts, staff, { asksADay });
      if (asksADay > 0) return mine(parts, staff);
      await passOnAsksOf(parts, staff, null);
      return VOLUNTEERING.paused;
    }
    case 'stop':
      await change(parts, staff, { willing: false });
      await passOnAsksOf(parts, staff, null);
      return VOLUNTEERING.stopped;
  }
}

/** What is kept of somebody: what they may be asked, in words of their own. */
async function mine({ store }: Parts, { id }: Staff): Promise<string> {
  const [own, topics] = await Promise.all([store.volunteer(id), store.topics(id)]);
  const named = (wanted: boolean) => topics.filter(each => each.wanted === wanted).map(each => each.topic);
  const not = named(false).length ? [VOLUNTEERING.notAbout(named(false))] : [];
  if (!own) return [VOLUNTEERING.none, ...not].join('\n');
  if (!own.willing) return [VOLUNTEERING.notWilling, ...not].join('\n');
  if (own.asksADay === 0) return [VOLUNTEERING.paused, VOLUNTEERING.how].join('\n');
  const words = VOLUNTEERING.mine(named(true), own.asksADay, askHoursWords(own.hours));
  return [words, ...not, VOLUNTEERING.how].join('\n');
}

async function addTopics(parts: Parts, staff: Staff, typed: string[]): Promise<string> {
  const topics = typed.filter(each => isAbout(each, each));
  if (topics.length === 0) return VOLUNTEERING.noTopic;
  const own = (await parts.store.topics(staff.id)).filter(each => each.wanted && !topics.includes(each.topic));
  if (own.length + topics.length > TOPICS_MAX) return VOLUNTEERING.tooMany(TOPICS_MAX);
  await change(
    parts,
    staff,
    { willing: true },
    topics.map(each => put(parts, staff, each, true)),
  );
  return mine(parts, staff);
}

/** It stays remembered that they do not want it: what they have resolved would lead to them again. */
async function removeTopics(parts: Parts, staff: Staff, typed: string[]): Promise<string> {
  const topics = typed.filter(each => isAbout(each, each));
  if (topics.length === 0) return VOLUNTEERING.noTopic;
  const own = (await parts.store.topics(staff.id)).filter(each => each.wanted).map(each => each.topic);
  await parts.store.commit(topics.map(each => put(parts, staff, each, false)));
  const [left, stays] = [own.filter(each => topics.includes(each)), own.filter(each => !topics.includes(each))];
  if (left.length) await passOnAsksOf(parts, staff, stays.length ? { left, stays } : null);
  const strange = topics.find(each => !own.includes(each));
  return strange === undefined ? mine(parts, staff) : VOLUNTEERING.notYours(strange);
}

async function listTopics({ store }: Parts, typed: string): Promise<string> {
  const [topics, volunteers, staff] = await Promise.all([store.topics(), store.volunteers(), store.allStaff()]);
  const willing = new Set(volunteers.filter(each => each.willing && each.asksADay > 0).map(each => each.id));
  const offered = topics.filter(each => each.wanted && willing.has(each.staffId));
  const name = (each: TopicRow) => staff.find(({ id }) => id === each.staffId)?.name ?? [];
  if (/^(all|everybody|everything|everyone)$/i.test(typed)) {
    const all = [...new Set(offered.map(each => each.topic))];
    const lines = all.map(topic =>
      VOLUNTEERING.whoKnows(topic, offered.filter(each => each.topic === topic).flatMap(name)),
    );
    return lines.length ? lines.join('\n') : VOLUNTEERING.nobody;
  }
  const topic = cleanTopic(typed);
  const fits = (each: TopicRow) => isAbout(each.topic, topic) || isAbout(topic, each.topic);
  return VOLUNTEERING.whoKnows(topic, [...new Set(offered.filter(fits).flatMap(name))]);
}

/** The form, as it stands for this person. @param filled what was typed in it: then words where it cannot be used */
export async function expertForm(
  { store }: Parts,
  by: Person,
  filled?: Record<string, string>,
): Promise<FormView | { refusal: string; field: string }> {
  const wrong = filled && wrongIn(filled);
  if (wrong) return wrong;
  const me = await store.staffByRef(by.deskRef);
  const own = me && (await store.volunteer(me.id));
  const topics = me ? await store.topics(me.id) : [];
  const asks = own?.asksADay ?? ASKS_A_DAY;
  return expertFormView({
    topics: topics.filter(each => each.wanted).map(each => each.topic),
    hours: askHoursTyped(own?.hours ?? null),
    asks,
    choices: [...new Set([0, 1, 2, 3, 5, 10, asks])].toSorted((a, b) => a - b),
  });
}

function wrongIn({ topics = '', hours = '', asks = '' }: Record<string, string>) {
  const read = readAskHours(hours);
  if (typeof read === 'string') return { field: 'hours', refusal: read };
  const n = asks === '' ? ASKS_A_DAY : Number(asks);
  if (!(Number.isInteger(n) && n >= 0 && n <= ASKS_A_DAY_MAX))
    return { field: 'asks', refusal: VOLUNTEERING.asksHow(ASKS_A_DAY_MAX) };
  const bad = topics.trim() !== '' && topicsIn(topics).every(each => !isAbout(each, each));
  return bad ? { field: 'topics', refusal: VOLUNTEERING.noTopic } : null;
}

/** What the form says: the topics as they stand there, those that are gone from it are not wanted any more. */
export async function saveExpert(parts: Parts, staff: Staff, values: Record<string, string>): Promise<string> {
  const wrong = wrongIn(values);
  if (wrong) return wrong.refusal;
  const hours = readAskHours(values.hours ?? '') as AskHours | null;
  const asksADay = values.asks ? Number(values.asks) : ASKS_A_DAY;
  const topics = topicsIn(values.topics ?? '').filter(each => isAbout(each, each));
  const own = await parts.store.topics(staff.id);
  const gone = own.filter(each => each.wanted && !topics.includes(each.topic)).map(each => each.topic);
  const rows = [
    ...topics.map(each => put(parts, staff, each, true)),
    ...gone.map(each => put(parts, staff, each, false)),
  ];
  await change(parts, staff, { hours, asksADay, willing: topics.length > 0 }, rows);
  const isOut = topics.length === 0 || asksADay === 0 || !isAskable(hours, parts.hours, parts.clock.now());
  if (isOut || gone.length) await passOnAsksOf(parts, staff, isOut ? null : { left: gone, stays: topics });
  return mine(parts, staff);
}

function put({ clock, workspaceId }: Parts, { id: staffId }: Staff, topic: string, wanted: boolean): Op {
  const row: TopicRow = {
    id: `${staffId}:${topic}`,
    workspaceId,
    staffId,
    topic,
    wanted,
    createdAt: clock.now(),
  };
  return { do: 'put', table: 'topics', row };
}

/** Changes what somebody lets be asked of them; decided again when somebody asks them at that moment. */
export async function change(
  { store, workspaceId }: Pick<Parts, 'store' | 'workspaceId'>,
  { id }: Pick<Staff, 'id'>,
  set: Partial<Pick<VolunteerRow, 'willing' | 'asksADay' | 'hours'>>,
  more: Op[] = [],
): Promise<void> {
  for (let i = 0; i < TRIES_MAX; i++) {
    const own = await store.volunteer(id);
    const fresh = { id, workspaceId, version: 1, willing: true, asksADay: ASKS_A_DAY, hours: null, ...set };
    const op: Op = own
      ? { do: 'update', table: 'volunteers', id, set: { ...set, version: own.version + 1 }, expect: own.version }
      : { do: 'insert', table: 'volunteers', row: fresh };
    if ((await store.commit([op, ...more])).ok) return;
  }
  throw new Error('What somebody lets be asked of them is changed by too many at once. It is tried again.');
}

/** Their desk says that somebody is not there any more. @param forGood nobody is offered to ask them, either */
export async function leftTheTeam(parts: Parts, deskRef: string, forGood: boolean): Promise<void> {
  const gone = await parts.store.staffByRef(deskRef);
  if (!gone) return;
  if (forGood) await change(parts, gone, { willing: false });
  await passOnAsksOf(parts, gone, null);
}
