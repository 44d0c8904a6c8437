/** Looks back at everything the product said to Teams, and says in sentences what it should not have done. */
import { actionsOf, CARD, partsOf, wordsOf } from './cards.ts';
import type { ProblemRules } from './hands.ts';
import { SENDS, WINDOWS } from './rates.ts';
import type { Call, Json } from './shapes.ts';
import type { World } from './state.ts';

/** Beyond it a card is at risk of being refused with all that stands around it. */
const CARD_BYTES_MAX = 25 * 1024;
const VISIBLE_ACTIONS_MAX = 6;
const ANSWER_WITHIN_MS = 10_000;
const TOLERANCE_MS = 50;

/** What every client of Teams draws. */
const KNOWN = new Set(
  `AdaptiveCard TextBlock RichTextBlock TextRun Image ImageSet Media MediaSource ActionSet Container ColumnSet Column FactSet
  Table TableRow TableCell TableColumnDefinition Fact BackgroundImage Input.Text Input.Number Input.Date Input.Time Input.Toggle
  Input.ChoiceSet Input.Choice Data.Query Action.OpenUrl Action.Submit Action.ShowCard Action.ToggleVisibility Action.Execute
  Refresh Authentication mention`.split(/\s+/),
);

export function problemsOf(world: World, rules: ProblemRules): string[] {
  const sent = world.calls.filter(each => SENDS.includes(each.route) && each.body);
  return [
    ...sent.flatMap(badMessage),
    ...(rules.pace === false ? [] : tooFast(sent)),
    ...impatient(world.calls),
    ...world.downloads
      .filter(each => each.authorization)
      .map(each => `A token was sent to where files lie: ${each.path}.`),
    ...world.deliveries
      .filter(each => each.ms > ANSWER_WITHIN_MS || each.status >= 500)
      .map(
        each =>
          `The product answered ${each.activity.type} ${each.activity.id} with ${each.status} after ${each.ms} ms.`,
      ),
    ...world.calls
      .filter(each => each.status === 400 || each.route === 'unknown' || (each.route === 'keys' && each.status === 404))
      .map(
        each => `${each.method} ${each.path} was answered with ${each.status}: ${each.answer?.error?.message ?? ''}`,
      ),
  ];
}

/** What is said about every message: the activity itself, or the one that begins a conversation. */
function badMessage({ route, body, path }: Call): string[] {
  const activity: Json | undefined = route === 'conversations.create' ? body!.activity : body!;
  if (!activity || activity.type !== 'message') return [];
  const attachments: Json[] = activity.attachments ?? [];
  const cards = attachments.filter(each => each.contentType === CARD).map(each => each.content as Json);
  const about = `The message "${(activity.text || wordsOf(cards[0] ?? null)).slice(0, 40)}" to ${path}`;
  const problems: string[] = [];
  const must = (good: boolean, words: string) => void (good || problems.push(`${about} ${words}`));
  must(!activity.text || attachments.length === 0, 'has text beside its card: it is split, and nobody is told its id.');
  must(attachments.length <= 1, `has ${attachments.length} attachments.`);
  must(
    route === 'activities.put' || cards.length === 0 || Boolean(activity.summary),
    'has no summary for the notification.',
  );
  const entities: Json[] = [...(activity.entities ?? []), ...cards.flatMap(each => each.msteams?.entities ?? [])];
  const mentioned = new Set(entities.filter(each => each.type === 'mention').map(each => each.text));
  const texts = [
    activity.text,
    ...cards
      .flatMap(partsOf)
      .filter(each => each.type === 'TextBlock')
      .map(each => each.text),
  ];
  for (const text of texts)
    for (const [mention] of String(text ?? '').matchAll(/<at>[^<]*<\/at>/g))
      must(mentioned.has(mention), `mentions ${mention} without an entity.`);
  return [...problems, ...cards.flatMap(each => badCard(each).map(words => `${about} ${words}`))];
}

/** What is wrong with a card, as the end of a sentence about its message. */
export function badCard(card: Json): string[] {
  const problems: string[] = [];
  const must = (good: boolean, words: string) => void (good || problems.push(words));
  const bytes = Buffer.byteLength(JSON.stringify(card));
  must(bytes <= CARD_BYTES_MAX, `has a card of ${bytes} bytes.`);
  must(Number(card.version) <= 1.5, `has a card of version ${card.version}.`);
  const parts = partsOf(card);
  for (const each of parts)
    must(KNOWN.has(each.type) || each.fallback !== undefined, `has a ${each.type} without a fallback.`);
  const ids = parts.map(each => each.id).filter(each => typeof each === 'string');
  for (const id of new Set(ids)) must(ids.filter(each => each === id).length === 1, `has the id ${id} twice.`);
  for (const each of parts.filter(one => String(one.type).startsWith('Input.')))
    must(Boolean(each.id), `has an ${each.type} without an id.`);
  for (const each of actionsOf(card)) {
    must(each.type !== 'Action.Execute' || typeof each.verb === 'string', 'has an Action.Execute without a verb.');
  }
  for (const list of actionLists(card)) {
    for (const each of list) must(Boolean(each.title) || Boolean(each.iconUrl), `has an ${each.type} without a title.`);
    const visible = list.filter(each => each.mode !== 'secondary').length;
    must(visible <= VISIBLE_ACTIONS_MAX, `shows ${visible} actions in one row.`);
  }
  return problems;
}

const actionLists = (card: Json): Json[][] =>
  partsOf(card).flatMap(each => (Array.isArray(each.actions) ? [each.actions] : []));

/** More in a window than a conversation takes. */
function tooFast(sent: Call[]): string[] {
  const problems: string[] = [];
  for (const lane of new Set(sent.map(each => each.lane))) {
    const times = sent.filter(each => each.lane === lane && each.carriedOut).map(each => each.at);
    for (const [count, ms] of WINDOWS) {
      const over = times.findIndex((at, n) => n >= count && at - times[n - count]! < ms - TOLERANCE_MS);
      if (over >= 0) problems.push(`More than ${count} messages in ${ms} ms went to ${lane}.`);
    }
  }
  return problems;
}

/** Called again before the time that a refusal named. */
function impatient(calls: Call[]): string[] {
  return calls.flatMap((refused, n) => {
    if (refused.status !== 429 || !refused.retryAfterMs) return [];
    const early = calls
      .slice(n + 1)
      .find(
        each =>
          each.path === refused.path &&
          each.method === refused.method &&
          each.at < refused.at + refused.retryAfterMs! - TOLERANCE_MS,
      );
    return early
      ? [
          `${early.method} ${early.path} came ${early.at - refused.at} ms after a refusal that named ${refused.retryAfterMs} ms.`,
        ]
      : [];
  });
}
