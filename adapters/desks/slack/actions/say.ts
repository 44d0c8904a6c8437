/** How Slack says an answer: by the address of the command, in the direct message, or in a channel; with its own charts. */
import { type CommandAnswer, type Listener, makeCommandAnswer } from '../../../../src/desks/command-answer.ts';
import type { AnswerView } from '../../../../src/ports/answer.ts';
import type { SlackRefusal } from '../connection/call.ts';
import { SLACK, type SlackLine } from '../connection/line.ts';
import { drawAnswer } from '../drawing/answer.ts';
import type { Drawn } from '../drawing/blocks.ts';
import { drawChart } from '../drawing/chart.ts';
import { uploadTo } from './files.ts';
import type { Whispers } from './whisper.ts';

type SayParts = SlackLine & Pick<Whispers, 'whisper'>;

export function makeSay({
  answers,
  poster,
  files,
  context,
  direct,
  whisper,
  linkTo,
  inRooms,
}: SayParts): CommandAnswer {
  const drawn = (view: AnswerView, withChart: boolean): Drawn => {
    const { text, blocks, buttons } = drawAnswer(view, linkTo);
    if (!withChart || !view.chart) return { text, blocks: [...blocks, ...buttons] };
    const lines = view.text.split('\n');
    const after = view.chartAfterLines ?? lines.length;
    const [above, below] = [lines.slice(0, after), lines.slice(after)].map(some =>
      some.length ? drawAnswer({ ...view, text: some.join('\n') }, linkTo).blocks : [],
    );
    return { text, blocks: [...above!, drawChart(view.chart), ...below!, ...buttons] };
  };
  const channelOf = async (to: Listener) => ('place' in to ? to.place : direct(to.user));

  const sayToOne = async (user: string, view: AnswerView, key: string, withChart: boolean): Promise<boolean> => {
    const first = await answers.say(key, drawn(view, withChart));
    if (first === 'done') return true;
    if (first === 'blocks' && (await answers.say(key, drawn(view, false))) === 'done') return false;
    let taken = first !== 'blocks';
    const refused = () => {
      taken = false;
    };
    // The key names the place of words that were not a slash command.
    const [, kind, channel = ''] = /^answer:(mention|direct):([A-Z0-9]+):/.exec(key) ?? [];
    const all = drawn(view, withChart && taken);
    if (kind === 'mention') await whisper(channel, null, user, all, refused);
    else {
      const place = kind === 'direct' ? channel : await direct(user);
      await inRooms.inChannel(place, () => poster.post(key, { channel: place, thread: null, drawn: all, refused }));
    }
    return taken;
  };

  return makeCommandAnswer({
    desk: SLACK,
    context,
    say: async (to, view, key, withChart) => {
      if ('user' in to) return sayToOne(to.user, view, key, withChart);
      let taken = true;
      const refused = () => {
        taken = false;
      };
      const posting = { channel: to.place, thread: null, drawn: drawn(view, withChart), refused };
      await inRooms.inChannel(to.place, () => poster.post(key, posting));
      return taken;
    },
    file: async (to, file, key) => uploadTo(files, { channel: await channelOf(to), ts: null }, file, key),
    refusedFile: error => {
      const { word, needed } = error as SlackRefusal;
      return `The file could not be put into your direct messages: Slack refused it (${[word, needed].filter(Boolean).join(': ')}). Install the app again with the manifest of "deskhand manifest slack", or ask whoever runs Deskhand for it.`;
    },
  });
}
