/** The web chat channel: a visitor's messages come by POST, the team's go out by a stream that replays what was missed. */
import { MINUTE } from '../../../src/core/time.ts';
import type { ChannelContext, ChannelKind, HealthItem, OutgoingReply, SendResult } from '../../../src/ports/channel.ts';
import type { SettingsValue } from '../../../src/ports/settings.ts';
import { answersRoutes } from './answers.ts';
import { makeApi } from './api.ts';
import { colourWords, siteConfig, webchatLimits, webchatProblems, webchatSettings } from './config.ts';
import { FILES, makeConversation } from './conversation.ts';
import { forgetDays } from './forget-days.ts';
import { makeGate } from './gate.ts';
import { makeLive, pasteLine } from './live.ts';
import { panelRoutes, sharedRoutes } from './pages.ts';
import { explainChat } from './receive.ts';
import type { WebchatChannel } from './site.ts';
import { blockNetwork } from './start.ts';
import { makeStreams, typingTopic } from './stream.ts';
import { makeVisitors } from './visitors.ts';
import type { EntryFile } from './wire.ts';

const PASTE = {
  label: 'Put into your pages',
  words: 'Put this line into every page of your site, before </body>:',
};

export const webchatChannel: ChannelKind = {
  kind: 'webchat',
  label: 'Web chat',
  connect: 'Put the chat on a site',
  words: 'web chat',
  blocks: true,
  answerWithinMs: 5 * MINUTE,
  // It stands in public addresses: a name that no other workspace has.
  suggestName: (_, ids) => `chat-${ids.secret(5)}`,
  limits: webchatLimits,
  live: true,
  settings: webchatSettings,
  problems: webchatProblems,
  install: ({ demo, publicUrl, host, port, channels }) => {
    const sites = () => channels() as WebchatChannel[];
    return {
      sample: () => ({
        name: 'site',
        settings: {
          // A phone in the same house opens the sample shop by the public address.
          origins: [
            ...new Set([
              ...[host, '127.0.0.1', 'localhost'].map(each => `http://${each}:${port}`),
              new URL(publicUrl).origin,
            ]),
          ],
          title: 'Kettle & Co',
        },
      }),
      routes: () => sharedRoutes(demo ? (sites()[0]?.site.name ?? null) : null, sites, publicUrl),
      places: () => (demo ? [{ what: 'Sample shop with chat', where: `${publicUrl}/demo/shop` }] : []),
    };
  },
  open: openWebchat,
  explain: explainChat,
};

function openWebchat(settings: Record<string, SettingsValue>, context: ChannelContext): WebchatChannel {
  const config = siteConfig(settings);
  const { clock, bus, shelf, name } = context;
  const visitors = makeVisitors(context);
  const conversation = makeConversation(context, config.seen);
  const streams = makeStreams(context, conversation);
  const live = makeLive(context, config.origins);
  const parts = { context, config, visitors, conversation, streams, gate: makeGate() };

  const send = async (reply: OutgoingReply): Promise<SendResult> => {
    const visitor = reply.to.address;
    const known = await visitors.get(visitor);
    const left = known?.left ?? false;
    if (left && !known?.email)
      return {
        as: 'refused',
        words: 'they ended the chat on their side and gave no email address, so they cannot be reached.',
      };
    // They wiped it: nothing is put where nobody may look any more; it goes on by email.
    const files: EntryFile[] = (reply.files ?? []).map(({ id, name: file, type, bytes }) => ({
      id,
      name: file,
      type,
      bytes,
    }));
    if (!left) {
      for (const { id } of files) await shelf.append(FILES, `${visitor}:${id}`, true);
      await conversation.add(visitor, `out:${reply.id}`, {
        from: 'team',
        text: reply.text,
        name: reply.author.name ?? config.title,
        cid: null,
        at: clock.now(),
        ...(files.length ? { files } : {}),
      });
    }
    return { as: 'sent', externalId: reply.id, names: [`out:${reply.id}`] };
  };

  return {
    kind: 'webchat',
    limits: webchatLimits,
    site: { name, ...config },
    loaded: live.loaded,
    routes: [...makeApi(parts), ...panelRoutes(parts), ...answersRoutes(parts)],
    start: async () => streams.start(),
    stop: async () => streams.stop(),
    send,
    shopName: config.title,
    signedAs: name => name ?? config.title ?? 'your team',
    typing: async to => bus.publish(typingTopic(conversation, to)),
    watched: {
      follow: conversation.follow,
      standing: async (to, standing) => {
        const network = (await visitors.get(to))?.network ?? null;
        const was = await conversation.standingOf(to);
        // The network first: should we die in between, this comes again.
        if (network && (was === 'blocked') !== (standing === 'blocked'))
          await blockNetwork(context, network, standing === 'blocked');
        if (was !== standing) await conversation.standing(to, standing);
      },
      arrived: conversation.arrived,
      echo: async (to, { id, text, writtenAt }) => {
        await conversation.add(to, `mail:${id}`, {
          from: 'visitor',
          text,
          name: null,
          cid: null,
          at: writtenAt,
          mail: true,
        });
      },
      emailOf: async (to, toSend) => {
        const visitor = await visitors.get(to);
        if (!visitor?.email) return null;
        if (toSend && !visitor.mailed) await visitors.change(to, { mailed: true });
        return { address: visitor.email, verified: visitor.verified };
      },
    },
    status: () => live.words(),
    paste: { ...PASTE, line: pasteLine(context.publicUrl, name) },
    tidy: () => visitors.sweep(conversation.forget).then(() => forgetDays(context)),
    forgetOld: conversation.forgetOld,
    check: async () => [
      ...proxyHealth(context),
      await live.health(),
      { what: 'colour', ok: true, words: colourWords(config.colour) },
    ],
  };
}

/** Behind a proxy that is not named every visitor has its address, and one visitor's limit is everybody's. */
function proxyHealth(context: ChannelContext): HealthItem[] {
  const proxy = context.unnamedProxy();
  if (!proxy) return [];
  const words = `requests come through ${proxy}, which is not trusted, so all visitors look like one. If it is your own proxy, set TRUSTED_PROXIES=${proxy}.`;
  return [{ what: 'proxy', ok: false, words }];
}
