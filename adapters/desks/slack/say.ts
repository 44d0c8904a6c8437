/**
 * Answers commands, and shows answers in a room. A chart is Slack's own; where Slack does not take it (older workspaces,
 * other clients), the same chart follows as a picture.
 */
import { DAY, type DurationMs, type Instant } from '../../../src/core/time.ts';
import type { AnswerView } from '../../../src/ports/answer.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Desk, DeskContext, DeskFile } from '../../../src/ports/desk.ts';
import { drawAnswer } from './answer.ts';
import type { Answers } from './answers.ts';
import type { Drawn } from './blocks.ts';
import { SlackRefusal } from './call.ts';
import { drawChart } from './chart.ts';
import { type FileParts, uploadTo } from './files.ts';
import type { Poster } from './post.ts';

/** A workspace that did not take a chart is asked again after this: Slack rolls such things out slowly. */
const ASK_AGAIN_AFTER: DurationMs = DAY;
/** As wide as Slack shows it on a phone, and sharp beside it. */
const PICTURE_PX = 640;

export interface SayParts {
  answers: Answers;
  poster: Poster;
  files: FileParts;
  context: Pick<DeskContext, 'draw' | 'log'>;
  clock: Clock;
  direct(user: string): Promise<string>;
  /** @param refused called when the blocks were not taken, and only their words were shown */
  whisper(channel: string, thread: string | null, user: string, drawn: Drawn, refused?: () => void): Promise<void>;
  /** Posts, and minds that a channel may be shut. */
  inChannel<T>(channel: string, work: () => Promise<T>): Promise<T>;
  link(thread: string): string | null;
  userOf(person: string): string;
}

export function makeSay(parts: SayParts): {
  answer: Desk['answer'];
  showIn(channel: string, view: AnswerView, key: string): Promise<void>;
} {
  const { answers, poster, files, context, clock, direct, whisper, inChannel, link, userOf } = parts;
  let refusedAt: Instant | null = null;
  const takesCharts = () => refusedAt === null || clock.now() - refusedAt > ASK_AGAIN_AFTER;
  const drawn = (view: AnswerView, withChart: boolean): Drawn => {
    const { text, blocks, buttons } = drawAnswer(view, link);
    const chart = withChart && view.chart ? [drawChart(view.chart)] : [];
    return { text, blocks: [...blocks, ...chart, ...buttons] };
  };
  const inDirect = async (user: string, file: DeskFile, key: string) => {
    const channel = await direct(user);
    await uploadTo(files, { channel, ts: null }, file, key);
  };
  /** The chart as a picture; the words stand without it, so a failure is only written down. */
  const picture = async (view: AnswerView, send: (file: DeskFile) => Promise<void>) => {
    if (!view.chart) return;
    try {
      const content = await context.draw(view.chart, { widthPx: PICTURE_PX, dark: false });
      await send({ id: '' as DeskFile['id'], name: 'figures.png', type: 'image/png', content, alt: view.chart.alt });
    } catch (error) {
      context.log.warn({ desk: 'slack', error: String(error) }, 'A picture of figures could not be shown.');
    }
  };

  /** Puts the file into the direct message; where Slack refuses it, the answer says so. */
  const withFile = async (view: AnswerView, user: string, key: string): Promise<AnswerView> => {
    if (!view.file) return view;
    const { name, type, content } = view.file;
    try {
      await inDirect(user, { id: '' as DeskFile['id'], name, type, content }, `file:${key}`);
      return view;
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      const why = `The file could not be put into your direct messages: Slack refused it (${[error.word, error.needed].filter(Boolean).join(': ')}). Install the app again with the manifest of "deskhand manifest slack", or ask whoever runs Deskhand for it.`;
      return { ...view, text: `${view.text}\n${why}` };
    }
  };

  const answer: Desk['answer'] = async (person, _room, view, key) => {
    const user = userOf(person);
    const native = takesCharts();
    let refused = false;
    const onRefused = () => {
      refused = true;
      if (view.chart) refusedAt = clock.now();
    };
    // The file first: should it have to come again, nothing has been said yet.
    const shown = view.file ? await withFile(view, user, key) : view;
    await say();
    if (view.chart && (refused || !native)) await picture(view, file => inDirect(user, file, `picture:${key}`));

    async function say(): Promise<void> {
      const first = await answers.say(key, drawn(shown, native));
      if (first === 'done') return;
      if (first === 'blocks') {
        onRefused();
        if ((await answers.say(key, drawn(shown, false))) === 'done') return;
      }
      // The key names the place of words that were not a slash command.
      const [, kind, channel = ''] = /^answer:(mention|direct):([A-Z0-9]+):/.exec(key) ?? [];
      const all = drawn(shown, native && !refused);
      if (kind === 'mention') return whisper(channel, null, user, all, onRefused);
      const place = kind === 'direct' ? channel : await direct(user);
      await inChannel(place, () => poster.post(key, { channel: place, thread: null, drawn: all, refused: onRefused }));
    }
  };

  return {
    answer,
    showIn: async (channel, view, key) => {
      let refused = !takesCharts();
      const onRefused = () => {
        refused = true;
        if (view.chart) refusedAt = clock.now();
      };
      const all = drawn(view, !refused);
      await inChannel(channel, () => poster.post(key, { channel, thread: null, drawn: all, refused: onRefused }));
      if (refused) await picture(view, file => uploadTo(files, { channel, ts: null }, file, `picture:${key}`));
    },
  };
}
