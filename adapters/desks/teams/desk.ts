/** Teams as the desk of one tenant: posts, updates, marks, and what is shown to one person. */
import type { AttachmentId } from '../../../src/core/ids.ts';
import { type DurationMs, SECOND } from '../../../src/core/time.ts';
import { makeAlone } from '../../../src/desks/alone.ts';
import { forgetOfDesk } from '../../../src/desks/forgetting.ts';
import { makeShown } from '../../../src/desks/shown.ts';
import type { AnswerView } from '../../../src/ports/answer.ts';
import type { HealthItem } from '../../../src/ports/channel.ts';
import { type Desk, type HasOwnPlaces, type KnowsMembers, ThreadGone } from '../../../src/ports/desk.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import type { PrivateView } from '../../../src/ports/views.ts';
import { makeSignedFiles, type SignedFiles } from './actions/files.ts';
import { type TeamsHomes, teamsHomes } from './actions/home.ts';
import { makeMarkPerson } from './actions/marks.ts';
import { makeSay, type Say } from './actions/say.ts';
import { makeThreads } from './actions/threads.ts';
import { forgetNotes, makeWhispers, type Whispers } from './actions/whisper.ts';
import { makeLine, TEAMS, type TeamsDeskOptions, type TeamsLine } from './connection/line.ts';
import { TeamsRefusal } from './connection/refusals.ts';
import { drawAnswer } from './drawing/answer.ts';
import { drawCard, drawEntry, drawPointer, drawPrivate, drawReply } from './drawing/cards.ts';
import type { Drawn } from './drawing/elements.ts';
import { drawFile } from './drawing/files.ts';
import { personNamed, placeOf, userOf } from './ids.ts';

/** Longer ones are shortened, with "Show all": a card has room for about this much beside its buttons. */
const CARD_CHARS_MAX = 2_500;
/** Teams waits some ten seconds for a dialog, and the way there takes its part. */
const FORM_WITHIN: DurationMs = 7 * SECOND;
/** Teams lets a person write some 28 KB of text. */
const WRITE_CHARS_MAX = 20_000;

/** What the other parts of the adapter need of a tenant's desk. */
export interface TeamsDesk extends Desk, TeamsLine, TeamsHomes, Pick<Whispers, 'whisper'>, Pick<Say, 'asked'> {
  linkTo: TeamsLine['linkTo'];
  readonly files: SignedFiles;
  /** Gives the file in a post a new address; false where there is none any more. */
  newLink(post: string): Promise<boolean>;
}

/** The chat with somebody, which nobody else reads. */
function ownPlaceOf({ direct }: TeamsLine): NonNullable<Desk['ownPlace']> {
  return async person => {
    try {
      return { ref: await direct(userOf(person)) };
    } catch (error) {
      // Whoever blocked the app has no chat with it.
      if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
      return null;
    }
  };
}

function membersIn(line: TeamsLine): KnowsMembers & Pick<HasOwnPlaces, 'ownPlace'> {
  const { people } = line;
  return {
    ownPlace: ownPlaceOf(line),
    members: async room => (room.deskRef ? people.membersOf(room.deskRef) : null),
    member: async ({ deskRef: channel }, deskRef) =>
      channel ? people.memberOf(channel, userOf(deskRef)) : { refusal: 'This room has no channel.' },
    reads: async (person, { deskRef: channel }) => channel !== null && people.canRead(userOf(person), [channel]),
  };
}

export function makeTeamsDesk(context: DeskContext, options: TeamsDeskOptions): TeamsDesk {
  const line = makeLine(context, options);
  const { places, poster, troubleList, inRooms, connector } = line;
  const threads = makeThreads(line);
  const whispers = makeWhispers(line);
  const files = makeSignedFiles(line);
  const say = makeSay(line, threads, whispers, files);
  const draw = (view: PrivateView) => drawPrivate(view, line.linkTo);
  const detach = detaching(line);
  const fileCard = async (id: string) => {
    const file = await context.attachment(id as AttachmentId);
    if (!file) return null;
    const { name, type, content } = file;
    const picture = /^image\/(png|jpeg|gif|webp)$/.test(type);
    return drawFile({ name, bytes: content.length, picture }, await files.urlOf(id as AttachmentId), id);
  };
  return {
    ...line,
    ...teamsHomes(line),
    ...makeShown({
      context,
      draw: { card: drawCard, pointer: drawPointer, entry: drawEntry, reply: drawReply },
      ...threads,
      channelOf: inRooms.channelOf,
      known: poster.known,
      linkTo: line.linkTo,
      detach,
      markPerson: makeMarkPerson(line, threads),
    }),
    ...whispers,
    kind: TEAMS,
    limits: { cardTextCharsMax: CARD_CHARS_MAX, writeCharsMax: WRITE_CHARS_MAX },
    ...{ files, personNamed, postGapMs: 0, formWithinMs: FORM_WITHIN },
    personHelp:
      'Write Object IDs, such as 3f2504e0-4f89-11d3-9a0c-0305e82c3301: each is on the page of that person, under Users in Microsoft Entra.',
    renew: places.load,
    tidy: () => forgetOfDesk(context).then(() => forgetNotes(context)),
    asked: say.asked,
    ...membersIn(line),
    start: places.load,
    stop: async () => {
      line.lanes.stop();
      troubleList.stop();
    },
    check: () => check(line),
    troubles: () => troubleList.living().map(([, words]) => words),
    ...makeAlone({ ...{ context, userOf, draw }, roster: line.people, ...ownMessages(line) }),
    answer: (person, _room, view, key) => say.say({ user: userOf(person) }, view, key),
    ...inTheRoom(line, say),
    attach: async (thread, { id }, key) => {
      const drawn = await fileCard(id);
      if (drawn) await files.shownIn(await threads.postIn(thread, key, drawn), id);
    },
    detach,
    newLink: async post => {
      const id = await files.fileIn(post);
      const drawn = id && (await fileCard(id));
      if (!drawn) return false;
      const { channel, message } = placeOf(post);
      await inRooms
        .inChannel(channel, () => connector.update(channel, message, drawn))
        .catch(error => {
          if (!(error instanceof ThreadGone)) throw error;
        });
      return true;
    },
  };
}

/** Posts into a person's chat with the bot, and changes of them. */
function ownMessages({ poster, inRooms, direct, connector }: TeamsLine) {
  return {
    known: poster.known,
    post: async (user: string, key: string, drawn: Drawn) => {
      const channel = await direct(user);
      return inRooms.inChannel(channel, () => poster.post(key, { channel, thread: null, drawn }));
    },
    rewrite: async (ref: string, drawn: Drawn) => {
      const { channel, message } = placeOf(ref);
      await inRooms.inChannel(channel, () => connector.update(channel, message, drawn));
    },
  };
}

function detaching(line: TeamsLine): NonNullable<Desk['detach']> {
  return async (_thread, key) => {
    const post = await line.poster.known(key);
    return post && deletePost(line, post);
  };
}

/** @returns why Teams keeps a file's post, as a sentence; null when it is gone */
async function deletePost({ inRooms, connector }: TeamsLine, post: string): Promise<string | null> {
  const { channel, message } = placeOf(post);
  try {
    await inRooms.inThread(post, () => connector.remove(channel, message));
    return null;
  } catch (error) {
    if (error instanceof ThreadGone || (error instanceof TeamsRefusal && error.status === 404)) return null;
    if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
    return `The post of a file could not be deleted in Teams (${error.word}), although its author took it back. Its link opens nothing any more; an owner of the team can delete the post.`;
  }
}

async function check({ tokens, troubleList, places, settings }: TeamsLine): Promise<HealthItem[]> {
  const what = 'Teams';
  const items = troubleList.living().map(([, words]): HealthItem => ({ what, ok: false, words, stops: false }));
  try {
    await tokens.get('bot');
    const of = places.tenant();
    const words = settings.unsigned ? 'without signatures, for this machine alone' : `signed in to the tenant ${of}`;
    return [{ what, ok: true, words }, ...items];
  } catch (error) {
    return [
      { what, ok: false, words: (error as Error).message },
      ...items.filter(each => each.words !== (error as Error).message),
    ];
  }
}

/** What everybody in a room is shown. */
function inTheRoom(line: TeamsLine, say: Say): Pick<Desk, 'show'> & Required<Pick<Desk, 'reshow'>> {
  return {
    show: (room, view, key) => say.say({ place: line.inRooms.channelOf(room) }, view, key),
    reshow: (_room, view, key) => reshow(line, view, key),
  };
}

/** Draws again what stands in a room; where somebody deleted it there is nothing to draw. */
async function reshow(line: TeamsLine, view: AnswerView, key: string): Promise<void> {
  const ref = await line.poster.known(key);
  if (!ref) return;
  await ownMessages(line)
    .rewrite(ref, drawAnswer(view, line.linkTo, false))
    .catch(error => {
      if (!(error instanceof ThreadGone)) throw error;
    });
}
