/** The channel X: public posts and private messages of one account, read and answered from threads. */
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import type { Channel, ChannelContext, ChannelKind, ChannelLimits } from '../../../src/ports/channel.ts';
import type { SettingsValue } from '../../../src/ports/settings.ts';
import { connectX } from './connection/client.ts';
import { originProblem } from './connection/origin.ts';
import { explainX } from './explain.ts';
import type { XEcho } from './receive.ts';
import { cautionsIn } from './rules/cautions.ts';
import { weightedLength } from './rules/length.ts';
import { answeringIn } from './rules/reply-to.ts';
import { meterOf, readTerms } from './rules/terms.ts';
import { makeDepartures } from './send/departures.ts';
import { FILES_OF_REPLY } from './send/files.ts';
import { lookUp } from './send/look-up.ts';
import { sendReply, stepsOf } from './send/send.ts';
import { type XConfig, xConfig, xProblems, xSettings } from './setup/config.ts';
import { makeSync } from './sync/sync.ts';

/** X: weighted characters of a post, and characters of a message. */
const POST_LENGTH_MAX = 280;
const LONG_POST_LENGTH_MAX = 25_000;
const MESSAGE_LENGTH_MAX = 10_000;

const limits: ChannelLimits = {
  text: { max: MESSAGE_LENGTH_MAX },
  publicText: { max: POST_LENGTH_MAX, length: weightedLength },
  attachments: FILES_OF_REPLY,
  // X refuses the same post twice, but not the same message.
  idempotent: false,
  threads: 'flat',
  holdMs: 10 * SECOND,
  // X's rules: answers written by a machine need its prior approval.
  automaticAnswer: 'forbidden',
};

export const xChannel: ChannelKind = {
  kind: 'x',
  label: 'X',
  connect: 'Connect an X account',
  words: 'X',
  route: () => 'in a private message on X',
  addressLabel: id => `Account ${id.slice(-4)}`,
  visibility: 'both',
  asksPrivately: true,
  answerWithinMs: 120 * MINUTE,
  limits,
  settings: xSettings,
  problems: (settings, where) => [
    ...xProblems(settings, where),
    ...readTerms(xConfig(settings).terms).problems.map(each => `${where}: ${each}`),
  ],
  variables: [{ name: 'X_API_ORIGIN', problem: originProblem }],
  open: (settings: Record<string, SettingsValue>, context) => openX(xConfig(settings), context),
  explain: async raw => explainX(raw),
};

function openX(config: XConfig, context: ChannelContext): Channel {
  const { terms } = readTerms(config.terms);
  const meter = meterOf(terms, config);
  const x = connectX({ config, origin: context.variable('X_API_ORIGIN'), clock: context.clock });
  const departures = makeDepartures(context);
  const sync = makeSync({ context, x, config, terms, meter, outgoing: departures });
  let isLong = false;
  const us = async () => {
    const me = await sync.me();
    isLong = me?.longPosts ?? isLong;
    return me?.id ?? null;
  };
  const sending = { context, x, terms, meter, departures, us, brought: sync.brought };
  return {
    kind: 'x',
    get limits() {
      const max = isLong ? LONG_POST_LENGTH_MAX : POST_LENGTH_MAX;
      return { ...limits, publicText: { max, length: weightedLength } };
    },
    meter,
    stepsOf: reply => stepsOf(terms, reply),
    start: async () => {
      await us();
      sync.start();
    },
    stop: sync.stop,
    send: reply => sendReply(reply, sending),
    lookUp: reply => lookUp(reply, sending),
    answering: ({ visibility, echoes }) => answeringIn({ visibility, echoes: echoes as XEcho[] }, terms.rules.summon),
    cautions: ({ text, visibility, echoes }) => cautionsIn({ text, visibility, echoes: echoes as XEcho[] }, terms),
    status: sync.status,
    trouble: sync.trouble,
    tidy: async () => {
      await sync.tidy();
      await departures.tidy();
    },
    check: async () => [],
  };
}
