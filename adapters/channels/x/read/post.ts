/** A post as X sends it, brought into one shape. Two generations of names are known: tweets and posts. */
import { field, idOf, type Link, type Loose, line, list, type Post, timeOf, words } from '../shapes.ts';

/** @returns null when it has no id, so that nothing can be done with it */
export function readPost(raw: Loose): Post | null {
  const id = idOf(raw.id);
  if (!id) return null;
  const note = field(raw, 'note_tweet') ?? field(raw, 'note_post');
  const long = words(field(note, 'text'));
  const entities = [raw.entities, ...(long ? [field(note, 'entities')] : [])];
  const refers = referred(raw.referenced_tweets ?? raw.referenced_posts);
  const versions = list(raw.edit_history_tweet_ids ?? raw.edit_history_post_ids).flatMap(each => idOf(each) ?? []);
  return {
    id,
    editIds: versions.includes(id) ? versions : [...versions, id],
    authorId: idOf(raw.author_id),
    text: long ?? words(raw.text) ?? '',
    shownFrom: startOf(raw.display_text_range),
    conversationId: idOf(raw.conversation_id),
    answers: refers.get('replied_to') ?? null,
    answersUserId: idOf(raw.in_reply_to_user_id),
    quotes: refers.get('quoted') ?? null,
    retweets: refers.get('retweeted') ?? refers.get('reposted') ?? null,
    mentions: raw.entities === undefined ? typedIn(long ?? words(raw.text) ?? '') : mentionsOf(entities),
    links: linksOf(entities),
    mediaKeys: keysOf(raw.attachments, 'media_keys'),
    hasPoll: keysOf(raw.attachments, 'poll_ids').length > 0,
    replySettings: words(raw.reply_settings),
    writtenAt: timeOf(raw.created_at),
    withheld: withheldOf(raw.withheld),
    isBare: !['author_id', 'conversation_id', 'entities', 'referenced_tweets', 'in_reply_to_user_id'].some(
      each => raw[each] !== undefined,
    ),
  };
}

function referred(raw: unknown): Map<string, string> {
  return new Map(
    list(raw).flatMap(each => {
      const [type, id] = [words(field(each, 'type')), idOf(field(each, 'id'))];
      return type && id ? [[type, id] as const] : [];
    }),
  );
}

function startOf(range: unknown): number | null {
  const [start] = list(range);
  return typeof start === 'number' && Number.isSafeInteger(start) && start >= 0 ? start : null;
}

export function keysOf(attachments: unknown, name: string): string[] {
  return list(field(attachments, name)).flatMap(each => idOf(each) ?? []);
}

/** Where X sent no entities, the names are taken from the text. */
function typedIn(text: string): Post['mentions'] {
  const handles = [...text.matchAll(/(?<![\w@])@(\w{1,15})(?![\w@])/g)].map(each => each[1] ?? '');
  return [...new Set(handles)].map(handle => ({ id: null, handle }));
}

function mentionsOf(entities: unknown[]): Post['mentions'] {
  const found = entities
    .flatMap(each => list(field(each, 'mentions')))
    .flatMap(each => {
      const handle = line(field(each, 'username'));
      return handle ? [{ id: idOf(field(each, 'id')), handle }] : [];
    });
  return found.filter(({ handle }, i) => found.findIndex(each => each.handle === handle) === i);
}

export function linksOf(entities: unknown[]): Link[] {
  return entities
    .flatMap(each => list(field(each, 'urls')))
    .flatMap(each => {
      const url = words(field(each, 'url'));
      if (!url) return [];
      const shown = words(field(each, 'display_url')) ?? '';
      const isMedia = words(field(each, 'media_key')) !== null || /^pic\.(x|twitter)\.com\//.test(shown);
      return [{ url, expanded: words(field(each, 'expanded_url')), isMedia }];
    });
}

function withheldOf(raw: unknown): Post['withheld'] {
  const countries = list(field(raw, 'country_codes')).flatMap(each => line(each) ?? []);
  const copyright = field(raw, 'copyright') === true;
  return countries.length || copyright ? { countries, copyright } : null;
}
