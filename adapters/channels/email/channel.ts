/** The email channel: a mailbox read by IMAP, or mail handed in by the receiver; replies leave by SMTP. */
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import { type ChannelContext, type ChannelKind, type HealthItem, NotTaken } from '../../../src/ports/channel.ts';
import { imapWords, openClient, type TakenMail } from './imap/imap.ts';
import { ALERT_AFTER_MS, type ImapListener, listenImap } from './imap/listen.ts';
import { fileCopies, findInSent } from './imap/sent-copy.ts';
import { type Findings, makeMailboxState } from './imap/state.ts';
import { installEmail } from './install.ts';
import { sha256 } from './read/attachments.ts';
import { makeMailParser } from './read/parser.ts';
import { makeUnderstand, type UnderstoodMail } from './read/understand.ts';
import { type EmailConfig, emailConfig, emailProblems, ownAddresses } from './setup/config.ts';
import { makeTokens } from './setup/oauth.ts';
import { emailLimits, emailSettings } from './setup/settings.ts';
import { letters } from './smtp/letter.ts';
import { makeRest } from './smtp/rest.ts';
import { sendAutomatic, sendReply, signedAs } from './smtp/send.ts';
import { smtpOptions } from './smtp/smtp.ts';
import type { EmailChannel } from './taken.ts';
import { makeSignedNames } from './trust/signed-names.ts';
import { makeTrust, type Resolve } from './trust/trust.ts';

/** Parsing of one mail that takes longer does not hold up the others of its batch. */
const BATCH_WAITS_MS = 300;

export const emailChannel: ChannelKind = {
  kind: 'email',
  label: 'Email',
  connect: 'Connect a mailbox',
  words: 'email',
  route: address => `by email to ${address}`,
  addressLabel: address => address,
  answerWithinMs: 4 * HOUR,
  asksRating: true,
  acknowledges: true,
  carriesOn: true,
  suggestName: settings => String(settings.address ?? '').split('@')[0]!,
  limits: emailLimits,
  settings: emailSettings,
  problems: emailProblems,
  install: installEmail,
  tryOut: async (settings, reach) => {
    const config = emailConfig(settings, reach);
    // A sign-in is tested where it is made: by `deskhand setup`.
    if (config.oauth) return [];
    return [await imapTry(config, null), await smtpHealth(config, null)];
  },
  open: (settings, context) => openEmail(emailConfig(settings, context.reach), context),
  explain: async raw => (await import('./read/explain.ts')).explainMail(raw),
};

/** @param resolve asks a name server; another one for tests */
export function openEmail(config: EmailConfig, context: ChannelContext, resolve?: Resolve): EmailChannel {
  const { clock } = context;
  const domain = config.address.split('@')[1] || 'deskhand.invalid';
  const signedNames = makeSignedNames(context.sign, context.signedBefore);
  const state = makeMailboxState(context.shelf);
  const parser = makeMailParser();
  const tokens = config.oauth ? makeTokens(config.oauth, config.address, context) : null;
  const token = tokens ? (spoiled?: string) => tokens.access(spoiled) : null;
  let findings: Findings = {};
  const ready = state.findings().then(
    found => {
      findings = found;
    },
    () => {},
  );
  const found = async (more: Findings) => {
    findings = { ...findings, ...more };
    await state.found(more);
  };
  const trust = makeTrust({
    clock,
    server: () => config.trustedServer ?? findings.server ?? null,
    lookUp: config.checkSenders,
    ...(resolve ? { resolve } : {}),
  });
  const understand = makeUnderstand({
    config,
    parser,
    signedNames,
    trust,
    found,
    ours: () => context.ours(),
    checked: () => Boolean(config.trustedServer ?? findings.server),
  });
  const plus = () =>
    config.plusAddresses === 'yes' || (config.plusAddresses === 'auto' && findings.plusAddresses === true);
  const base = { config, tokens, rest: makeRest(clock) };
  let listener: ImapListener | null = null;

  const { accept, takeAll } = makeTaking(context, understand, ready);

  return {
    ...letters({ ...base, domain, clock }),
    kind: 'email',
    limits: { ...emailLimits, copiesMax: config.copiesMax },
    address: config.address,
    addresses: ownAddresses(config),
    ...(config.smtp.perMinute > 0 ? { sendGapMs: Math.ceil(MINUTE / config.smtp.perMinute) } : {}),
    signedAs: (name, language) => signedAs(config, name, language),
    nameFor: replyId => signedNames.messageId(replyId, domain),
    take: async ({ raw, from, to, externalId }) => {
      await ready;
      return accept(
        await understand({
          raw,
          externalId: externalId ?? `smtp:${sha256(raw)}`,
          envelopeFrom: from,
          recipients: to,
          notes: [],
          folder: 'inbox',
        }),
      );
    },
    tidy: () => state.tidy(clock.now()),
    start: async () => {
      if (!config.imap) return;
      const tend = (client: Parameters<Parameters<typeof listenImap>[0]['tend']>[0]) =>
        fileCopies(client, config, context, state);
      listener = listenImap({ config: config.imap, context, state, token, take: takeAll, tend });
    },
    stop: async () => {
      await listener?.stop();
      listener = null;
      await parser.stop();
    },
    send: async reply => {
      const since = clock.elapsed();
      await ready;
      const from = reply.writtenTo ?? config.address;
      return sendReply(reply, {
        ...base,
        messageId: signedNames.messageId(reply.id, domain),
        replyTo: plus() ? signedNames.replyAddress(from, reply.enquiryId) : null,
        bounceTo: plus() ? signedNames.bounceAddress(config.address, reply.id) : null,
        now: clock.now(),
        isLate: () => clock.stoodStill?.(since) ?? false,
        left: async raw => {
          const messageId = signedNames.messageId(reply.id, domain);
          const files =
            config.imap && config.sentCopy !== 'no' && !(config.sentCopy === 'auto' && findings.filesSent === true);
          if (files) await state.left({ messageId, raw: raw.toString('base64'), at: clock.now() });
        },
      });
    },
    acknowledge: async answer => {
      await ready;
      return sendAutomatic(answer, {
        ...base,
        messageId: signedNames.messageId(answer.id, domain),
        replyTo: plus() ? signedNames.replyAddress(answer.writtenTo ?? config.address, answer.enquiryId) : null,
        now: clock.now(),
      });
    },
    lookUp: async reply =>
      config.imap ? findInSent(config.imap, token, signedNames.messageId(reply.id, domain)) : 'unknown',
    readAt: () => listener?.status.lastGoodPollAt ?? null,
    trouble: () => troubleOf(config, listener, clock.now()),
    check: async () => [imapHealth(config, listener, clock.now()), await smtpHealth(config, token)],
    tryOut: async () => [await imapTry(config, token), await smtpHealth(config, token)],
    probe: async () => probe(),
  };

  async function probe(): Promise<HealthItem[]> {
    const { probeMailbox } = await import('./setup/probe.ts');
    return probeMailbox({ config, context, signedNames, token, found });
  }
}

/** Hands what was understood to the intake: one by one, or a batch at once. */
function makeTaking(context: ChannelContext, understand: ReturnType<typeof makeUnderstand>, ready: Promise<void>) {
  const accept = async ({ inbound, notice }: UnderstoodMail): Promise<boolean> => {
    if (notice) await context.notice(notice.key, notice.words, 'quiet');
    return inbound ? (await context.accept(inbound)).as === 'stored' : false;
  };

  /** All at once, for they share a disk write; but an answer to a mail of the same batch waits until that is stored. */
  const acceptTogether = async (all: UnderstoodMail[]) => {
    const names = new Set<string>();
    const failures: unknown[] = [];
    const together: UnderstoodMail[] = [];
    const take = async () => {
      failures.push(...(await failuresOf(together.splice(0).map(accept))));
      names.clear();
    };
    for (const each of all) {
      const message = each.inbound && each.inbound.content.as !== 'unreadable' ? each.inbound.content.message : null;
      if (message?.answers.some(answer => names.has(answer))) await take();
      if (failures.some(isOfAll)) break;
      together.push(each);
      for (const name of message?.names ?? []) names.add(name);
    }
    await take();
    if (failures.length) throw failures.find(isOfAll) ?? failures[0];
  };

  const takeAll = async (mails: TakenMail[]) => {
    await ready;
    const reading = mails.map(({ from, ...mail }) =>
      understand({ ...mail, envelopeFrom: null, recipients: [], folder: from }),
    );
    const done = new Map<number, UnderstoodMail>();
    const finished = reading.map((each, i) => each.then(understood => void done.set(i, understood)));
    const over = new AbortController();
    await Promise.race([Promise.all(finished), context.clock.sleep(BATCH_WAITS_MS, over.signal)]);
    over.abort();
    // What a hostile mail holds up is only itself.
    const early = new Set(done.keys());
    const late = reading.filter((_, i) => !early.has(i));
    for (const each of late) each.catch(() => {});
    await acceptTogether([...early].sort((a, b) => a - b).map(i => done.get(i)!));
    for (const each of late) await accept(await each);
  };
  return { accept, takeAll };
}

async function failuresOf(all: Promise<unknown>[]): Promise<unknown[]> {
  return (await Promise.allSettled(all)).flatMap(each => (each.status === 'rejected' ? [each.reason] : []));
}

/** It concerns more than one mail: of several failures this one is thrown. */
function isOfAll(failure: unknown): boolean {
  return !(failure instanceof NotTaken && failure.alone);
}

async function imapTry(
  config: EmailConfig,
  token: ((spoiled?: string) => Promise<string>) | null,
): Promise<HealthItem> {
  const what = 'incoming mail';
  if (!config.imap) return { what, ok: true, words: `${config.address} is handed in by the receiver` };
  try {
    const client = await openClient(config.imap, token);
    await client.mailboxOpen(config.imap.folder);
    await client.logout();
    return { what, ok: true, words: `${config.imap.host}:${config.imap.port} lets Deskhand in` };
  } catch (error) {
    return { what, ok: false, words: imapWords(error, config.imap) };
  }
}

function troubleOf({ address }: EmailConfig, listener: ImapListener | null, now: number): string | null {
  const since = listener?.status.troubleSince ?? null;
  return since !== null && now - since >= ALERT_AFTER_MS
    ? `${address}: ${listener?.status.problem ?? 'mail cannot be read.'}`
    : null;
}

function imapHealth(config: EmailConfig, listener: ImapListener | null, now: number): HealthItem {
  const what = 'incoming mail';
  if (!config.imap) return { what, ok: true, words: `${config.address} is handed in by the receiver` };
  const status = listener?.status;
  if (!status) return { what, ok: false, words: 'It is not listening in this process.' };
  if (status.problem) return { what, ok: false, words: status.problem };
  if (status.lastGoodPollAt === null) return { what, ok: true, words: 'connecting, or read by another process' };
  return { what, ok: true, words: `read ${Math.round((now - status.lastGoodPollAt) / 1000)} s ago` };
}

async function smtpHealth(config: EmailConfig, token: (() => Promise<string>) | null): Promise<HealthItem> {
  const what = 'outgoing mail';
  const where = `${config.smtp.host}:${config.smtp.port}`;
  try {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      ...(await smtpOptions(config, token ? await token() : null)),
      connectionTimeout: 5_000,
      greetingTimeout: 5_000,
      socketTimeout: 10_000,
    } as never);
    try {
      await transport.verify();
      return { what, ok: true, words: `${where} answers` };
    } finally {
      transport.close();
    }
  } catch (error) {
    return {
      what,
      ok: false,
      words: `${where} does not take mail: ${(error as Error).message}. Check smtp.host, smtp.port and the sign-in.`,
    };
  }
}
