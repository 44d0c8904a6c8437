/** The channel X: public posts and private messages of one account, read and answered from threads. */
import { type DurationMs, MINUTE, SECOND } from '../../../src/core/time.ts';
import type {
  Channel,
  ChannelContext,
  ChannelKind,
  ChannelLimits,
  HealthItem,
  Installation,
  KindService,
} from '../../../src/ports/channel.ts';
import { makeCheck, tryKeys } from './connection/check.ts';
import { connectX, whoIs } from './connection/client.ts';
import { originProblem } from './connection/origin.ts';
import { makeTokens } from './connection/tokens.ts';
import { explainX } from './explain.ts';
import type { XEcho } from './receive.ts';
import { cautionsIn } from './rules/cautions.ts';
import { weightedLength } from './rules/length.ts';
import { answeringIn } from './rules/reply-to.ts';
import { meterOf, readTerms, type Terms } from './rules/terms.ts';
import { makeDepartures } from './send/departures.ts';
import { FILES_OF_REPLY } from './send/files.ts';
import { lookUp } from './send/look-up.ts';
import { sendReply, stepsOf } from './send/send.ts';
import { type XConfig, xConfig, xProblems, xSettings } from './setup/config.ts';
import { makeSignIn, type SignIn } from './setup/sign-in.ts';
import { signInRoutes } from './setup/sign-in-pages.ts';
import { leave } from './sync/leave.ts';
import { makeSync } from './sync/sync.ts';
import { type WebhookTaker, webhookRoutes } from './sync/webhook.ts';

/** Another origin in place of X's, for trying things out. */
const API_ORIGIN = 'X_API_ORIGIN';

/** @param postMax weighted characters; some accounts may write long posts */
function limitsOf({ rules }: Terms, postMax = rules.postCharsMax): ChannelLimits {
  return {
    text: { max: rules.messageCharsMax },
    publicText: { max: postMax, length: weightedLength },
    attachments: FILES_OF_REPLY,
    // X refuses the same post twice, but not the same message.
    idempotent: false,
    threads: 'flat',
    holdMs: 10 * SECOND,
    // X's rules: answers written by a machine need its prior approval.
    automaticAnswer: 'forbidden',
  };
}

export const xChannel: ChannelKind = {
  kind: 'x',
  label: 'X',
  connect: 'Connect an X account',
  words: 'X',
  route: () => 'in a private message on X',
  addressLabel: id => `Account ${id.slice(-4)}`,
  visibility: 'both',
  takesBack: true,
  asksPrivately: true,
  answerWithinMs: 120 * MINUTE,
  limits: limitsOf(readTerms(null).terms),
  settings: xSettings,
  problems: (settings, where) => [
    ...xProblems(settings, where),
    ...readTerms(xConfig(settings).terms).problems.map(each => `${where}: ${each}`),
  ],
  variables: [{ name: API_ORIGIN, problem: originProblem }],
  install: installX,
  tryOut: (settings, _reach, { variable, clock }) => {
    const config = xConfig(settings);
    return tryKeys(connectX({ config, origin: variable(API_ORIGIN), clock }), config);
  },
  open: (settings, context) => openX(xConfig(settings), context),
  leave: (settings, context, open) => leaveX(xConfig(settings), context, open as XChannel[]),
  explain: async raw => explainX(raw),
};

async function leaveX(config: XConfig, context: ChannelContext, open: readonly XChannel[]): Promise<void> {
  const { terms } = readTerms(config.terms);
  const origin = context.variable(API_ORIGIN);
  const tokens = config.clientId ? makeTokens(config, origin, context) : null;
  const x = connectX({ config, origin, tokens, clock: context.clock });
  const others = open.filter(each => each.kind === 'x');
  const isTaken = async (account: string) =>
    (await Promise.all(others.map(each => each.webhook.isFor(account)))).some(Boolean);
  await leave(context, { x, meter: meterOf(terms, config), isTaken });
}

/** What the paths that all accounts share need of each. */
interface XChannel extends Channel {
  signIn: SignIn | null;
  webhook: WebhookTaker;
}

function installX({ channels, publicUrl }: Installation): KindService {
  const open = () => channels() as XChannel[];
  const find = (id: string) => open().find(each => each.signIn?.channelId === id)?.signIn ?? null;
  return { routes: () => [...webhookRoutes(() => open().map(each => each.webhook)), ...signInRoutes(find, publicUrl)] };
}

/** @param withinMs how long one request to X may take; absent: as long as anybody waits for it */
export function openX(config: XConfig, context: ChannelContext, withinMs?: DurationMs): XChannel {
  const { terms } = readTerms(config.terms);
  const meter = meterOf(terms, config);
  const origin = context.variable(API_ORIGIN);
  const tokens = config.clientId ? makeTokens(config, origin, context) : null;
  const x = connectX({ config, origin, tokens, clock: context.clock, ...(withinMs ? { withinMs } : {}) });
  const signIn = tokens && makeSignIn({ config, tokens, context, whoIs: access => whoIs(access, origin) });
  const departures = makeDepartures(context);
  const isSignedIn = async () => (await tokens?.signedIn())?.isGone === false;
  const sync = makeSync({ context, x, config, terms, meter, outgoing: departures, isSignedIn });
  let limits = limitsOf(terms);
  const us = async () => {
    const me = await sync.us();
    if (me) limits = limitsOf(terms, me.longPosts ? terms.rules.longPostCharsMax : terms.rules.postCharsMax);
    return me?.id ?? null;
  };
  const sending = { context, x, terms, meter, departures, us, brought: sync.brought };
  const pay = async () => (await context.take(meter, [{ what: 'ask.me', n: 1 }])).ok;
  const account = makeCheck({ config, x, tokens, terms, context, pay, reading: sync.status, heard: sync.heard });
  return {
    ...{ kind: 'x', signIn, webhook: sync.webhook, meter },
    get limits() {
      return limits;
    },
    get paste() {
      return signIn?.paste();
    },
    stepsOf: reply => stepsOf(terms, reply),
    start: async () => {
      await Promise.all([us(), signIn?.look()]);
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
      await Promise.all([sync.tidy(), departures.tidy(), us(), signIn?.look()]);
    },
    check: async () => {
      await us();
      const found = await account();
      // What is wrong with the account is why nothing is read: that is said once.
      const isSaid = ({ ok, words }: HealthItem) => !ok && found.some(each => !each.ok && words.endsWith(each.words));
      return [...found, ...(await sync.check()).filter(each => !isSaid(each))];
    },
  };
}
