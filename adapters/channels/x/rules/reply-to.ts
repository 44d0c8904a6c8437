/**
 * Under which of a customer's posts a reply may stand, or to which private conversation it goes, and what to do where X
 * takes none from a program. Pure: it knows the customer's messages by their echoes, oldest first.
 */
import type { Answering } from '../../../../src/ports/channel.ts';
import { messagesUrl, postUrl, type XEcho } from '../receive.ts';
import { isNewer } from '../shapes.ts';
import { whenWords } from '../sync/words.ts';

/** What a browser opens to write a reply in X. A person may answer there what a program may not. */
const answerUrl = (post: string): string => `https://x.com/intent/post?in_reply_to=${post}&text={text}`;

const NO = 'No reply can go from here.';
const NOTHING_KNOWN = `${NO} What they wrote was taken back, or X said too little of it.`;
const NOT_ASKED = 'X takes a reply from a program only where they name or quote you, and they did neither.';
const NOBODY = 'X suspended their account, or it is gone: nobody can answer it.';
const ENCRYPTED =
  `${NO} Their newest message is encrypted (X Chat): only X can show it, and only there it can be answered. ` +
  'Resolve this when you have answered.';

/**
 * @param summon whether X's rule holds that a program answers only whoever named or quoted us (terms.json)
 * @returns the newest post that a reply may stand under; a sentence for staff where there is none
 */
export function postFor(echoes: readonly XEcho[], summon: boolean): { post: string } | { words: string } {
  const target = targetIn(echoes, summon);
  if (target?.post) return { post: target.post };
  const newest = newestOf(echoes);
  return { words: newest ? `${NO} ${whyNot(newest)}` : NOTHING_KNOWN };
}

function targetIn(echoes: readonly XEcho[], summon: boolean): XEcho | null {
  if (!summon) return newestOf(echoes);
  const that = (may: string) => newestOf(echoes.filter(each => each.may === may));
  // Where X said too little nobody knows: trying costs nothing, and X says no itself.
  return that('yes') ?? that('unknown');
}

/** Messages can come out of their order; ids of posts grow with time. */
function newestOf(echoes: readonly XEcho[]): XEcho | null {
  return echoes.reduce<XEcho | null>((newest, each) => {
    if (!each.post) return newest;
    return !newest?.post || isNewer(each.post, newest.post) ? each : newest;
  }, null);
}

function whyNot({ why, summon, may }: XEcho): string {
  if (why) return why;
  return summon === '' && may === 'no' ? NOT_ASKED : NOTHING_KNOWN;
}

/** What is known before anybody writes: whether and where a reply can go, and who will see it. */
export function answeringIn(
  { visibility, echoes }: { visibility: 'private' | 'public'; echoes: readonly XEcho[] },
  summon: boolean,
): Answering {
  return visibility === 'public' ? inPublic(echoes, summon) : inPrivate(echoes);
}

function inPublic(echoes: readonly XEcho[], summon: boolean): Answering {
  const newest = newestOf(echoes);
  if (!newest?.post) return { refused: NOTHING_KNOWN, notes: [], ways: [] };
  const open = [{ label: 'Open in X', url: postUrl(newest.post) }];
  const answer = [{ label: 'Answer in X', url: answerUrl(newest.post) }, ...open];
  const target = targetIn(echoes, summon);
  if (!target) {
    // Whoever wrote our name can be answered, unless nobody can.
    const isShut = newest.summon === 'named';
    return { refused: `${NO} ${whyNot(newest)}`, notes: [], ways: isShut ? open : answer };
  }
  const isUncertain = summon && target.may === 'unknown';
  const notes = [
    ...(target === newest ? [] : [olderNote(target)]),
    ...(isUncertain ? [`Whether X takes it is not certain. ${target.why ?? ''}`.trim()] : []),
    ...(target.traits?.includes('protected') ? [PROTECTED] : []),
    ...othersNote(target),
  ];
  return { refused: null, notes, ways: isUncertain ? answer : open };
}

const PROTECTED =
  'They protect their posts: only their followers can read what they wrote, but everyone can read your reply.';

function olderNote({ at, summon }: XEcho): string {
  const when = at === undefined ? 'an earlier post of theirs' : `their post of ${whenWords(at)}`;
  const why = summon === 'quoted' ? 'the last one that quotes you' : 'the last one that names you';
  return `Your reply stands under ${when}, ${why}: X takes none from here under their newest.`;
}

/** Names shown; a crowd is counted. */
const NAMED_MAX = 3;

function othersNote({ others = [] }: XEcho): string[] {
  if (others.length === 0) return [];
  const named = others.slice(0, NAMED_MAX).map(each => `@${each}`);
  const more = others.length - named.length;
  const all = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(' and ').replace(/ and (?=.* and )/, ', ');
  return [`Others are in this conversation, and X tells them of your reply: ${all}.`];
}

function inPrivate(echoes: readonly XEcho[]): Answering {
  const newest = echoes.findLast(each => each.conversation !== undefined || each.traits?.includes('encrypted'));
  if (!newest) return { refused: NOTHING_KNOWN, notes: [], ways: [] };
  const { conversation, traits = [], may } = newest;
  const ways = [{ label: 'Open in X', url: messagesUrl(conversation ?? null) }];
  if (traits.includes('encrypted')) return { refused: ENCRYPTED, notes: [], ways };
  if (may === 'no') return { refused: `${NO} ${NOBODY}`, notes: [], ways };
  const isGroup = traits.includes('group');
  return { refused: null, notes: isGroup ? [GROUP] : [], ways };
}

const GROUP = 'More than two people are in this conversation: all of them read your reply.';
