/**
 * From a raw mail to what the intake gets: parsed, checked for signed names of ours, told apart from our own mail, and its
 * sender's proof looked at. Nothing is dropped but what we sent ourselves.
 */
import type { Proof } from '../../../../src/core/message.ts';
import type { Inbound } from '../../../../src/ports/channel.ts';
import type { Findings } from '../imap/state.ts';
import { type EmailConfig, ownAddresses } from '../setup/config.ts';
import type { SignedNames } from '../trust/signed-names.ts';
import { type makeTrust, trustWarning } from '../trust/trust.ts';
import { domainOf, isFreeMail, withoutTag } from './addresses.ts';
import { sha256 } from './attachments.ts';
import { UnreadableMail } from './limits.ts';
import type { MailParser } from './parser.ts';
import type { ReceivedMail } from './receive.ts';

interface Arrived {
  raw: Uint8Array;
  externalId: string;
  /** MAIL FROM; '' for the null sender, null when nobody said. */
  envelopeFrom: string | null;
  /** RCPT TO, where it is known. */
  recipients: string[];
  /** What was left behind, in sentences. */
  notes: string[];
  folder: 'inbox' | 'sent';
  /** From before the mailbox was connected. */
  old?: true;
}

export interface UnderstoodMail {
  /** Null: our own mail coming back, or a trial of the mailbox; there is nothing to show. */
  inbound: Inbound | null;
  /** What the admin must know. */
  notice?: { key: string; words: string };
}

interface UnderstandParts {
  config: EmailConfig;
  parser: MailParser;
  signedNames: SignedNames;
  trust: ReturnType<typeof makeTrust>;
  found(findings: Findings): Promise<void>;
  /** Addresses of the other mailboxes of the workspace. */
  ours(): string[];
  /** A server or signature vouches for senders here, so that silence means something. */
  checked(): boolean;
}

export function makeUnderstand({ config, parser, signedNames, trust, found, ours, checked }: UnderstandParts) {
  const { own, isOwn, isStaff, isColleague } = makeColleagues(config, ours);

  /** Anybody can write our address into From: where somebody checks, only what was proven counts. */
  const mayBeUs = async (mail: ReceivedMail, raw: Uint8Array) => {
    const verdict = await trust(raw, mail);
    return verdict === 'pass' || (verdict === 'unknown' && !checked());
  };

  return async (arrived: Arrived): Promise<UnderstoodMail> => {
    const { raw, folder } = arrived;
    const kept = keptOf(arrived);
    let mail: ReceivedMail;
    try {
      mail = await parser.parse(raw, {
        own,
        alsoOwn: ours(),
        ownName: config.nameShown,
        envelopeFrom: arrived.envelopeFrom,
      });
    } catch (error) {
      if (!(error instanceof UnreadableMail)) throw error;
      if (folder === 'sent') return { inbound: null };
      const why = arrived.notes.length ? arrived.notes.join(' ') : error.message;
      const content = { as: 'unreadable' as const, why, from: arrived.envelopeFrom || null, subject: null };
      return { inbound: { ...kept, contentKey: null, content } };
    }
    const probe = mail.messageId ? signedNames.readProbe(mail.messageId) : null;
    if (probe && isOwn(mail.from.address)) {
      await found(learned(mail, arrived.recipients));
      return { inbound: null };
    }
    const fromUs = isOwn(mail.from.address) && isOwn(mail.message.from.address);
    // A copy to ourselves, a list we are on, the sent folder: the customer has it, the thread has it.
    if (fromUs && mail.messageId && signedNames.readMessageId(mail.messageId)) return { inbound: null };
    const proofs = proofsOf(mail, arrived.recipients, signedNames);
    const message = { ...mail.message, proofs, warnings: [...arrived.notes, ...mail.message.warnings] };
    const base = { ...kept, contentKey: mail.contentKey };
    const answersSomething = proofs.length > 0 || message.answers.length > 0;
    if (folder === 'sent') {
      const inbound: Inbound = { ...base, content: { as: 'staff', message: { ...message, trust: 'unknown' } } };
      return { inbound: answersSomething ? inbound : null };
    }
    if (fromUs && answersSomething && (await mayBeUs(mail, raw))) {
      // What answers none of our enquiries is taken in like any other mail: nothing is lost.
      return {
        inbound: { ...base, content: { as: 'staff', message: { ...message, trust: 'pass' }, else: 'message' } },
      };
    }
    const colleague = !fromUs && !mail.bounce && isColleague(mail);
    if (colleague && (answersSomething || mail.forward === null)) {
      const verdict = message.trust === 'fail' ? 'fail' : await trust(raw, mail);
      // Only proof makes it ours: anybody can write a colleague's address into From.
      if (verdict === 'pass') {
        const ours = { ...message, trust: verdict, colleague: true as const };
        return {
          inbound: {
            ...base,
            content: answersSomething
              ? { as: 'staff', message: ours, else: 'message' }
              : { as: 'message', message: ours },
          },
        };
      }
      message.looksLikeColleague = true;
    }
    if (mail.bounce) {
      const returned = proofs.flatMap(each =>
        each.of === 'reply' && fromAddress(each, arrived.recipients, mail, signedNames)
          ? [signedNames.messageId(each.id, domainOf(config.address))]
          : [],
      );
      const { status: _, ...bounce } = { ...mail.bounce, about: [...returned, ...mail.bounce.about] };
      return { inbound: { ...base, content: { as: 'bounce', bounce, message } } };
    }
    if (fromUs)
      message.warnings = [
        `It says it is from us (${mail.from.address}), and that could not be proven.`,
        ...message.warnings,
      ];
    // A form's sender is nobody's proof; else the server's word or the signature.
    if (message.trust !== 'fail') {
      message.trust = await trust(raw, mail);
      message.warnings = [...trustWarning(message.trust, mail.from.address), ...message.warnings];
    }
    if (
      mail.forward &&
      message.trust !== 'fail' &&
      isStaff(mail.from.address) &&
      !isOwn(mail.forward.address) &&
      !isStaff(mail.forward.address)
    ) {
      message.forwardOf = { address: mail.forward.address, name: mail.forward.name };
    }
    const notice = mail.forwardingCode
      ? {
          key: `forwarding:${sha256(raw).slice(0, 16)}`,
          words: `Google asks whether mail may be forwarded to ${config.address}. The code is ${mail.forwardingCode}: type it in Gmail under Settings, Forwarding.`,
        }
      : undefined;
    return { inbound: { ...base, content: { as: 'message', message } }, ...(notice ? { notice } : {}) };
  };
}

/** What is handed on of every mail, whatever it says. */
function keptOf({ externalId, raw, old }: Arrived): Pick<Inbound, 'externalId' | 'raw' | 'old'> {
  return { externalId, raw: { bytes: raw, type: 'message/rfc822' }, ...(old ? { old } : {}) };
}

/** Who is us, and who is one of ours. */
function makeColleagues(config: EmailConfig, ours: () => string[]) {
  const own = ownAddresses(config);
  const everybody = () => [...own, ...ours()];
  const isOwn = (address: string) => everybody().includes(address) || everybody().includes(withoutTag(address));
  const ownDomains = own.map(domainOf).filter(domain => !isFreeMail(domain));
  const isStaff = (address: string) =>
    config.staff.length
      ? config.staff.some(each =>
          each.startsWith('@')
            ? isDomainOfOurs(each.slice(1), address)
            : each === address || each === withoutTag(address),
        )
      : ownDomains.some(domain => isWithin(domain, domainOf(address)));

  /** A group of ours that passes mail on marks it as a list's, and may put its own address into From. */
  const isColleague = ({ from, message }: ReceivedMail) =>
    (message.kind === 'human' || message.kind === 'list') &&
    isStaff(message.from.address) &&
    !isOwn(message.from.address) &&
    (isStaff(from.address) || isOwn(from.address));
  return { own, isOwn, isStaff, isColleague };
}

/** Everybody has an address at the large providers: such a domain makes nobody a colleague. */
function isDomainOfOurs(domain: string, address: string): boolean {
  return !isFreeMail(domain) && isWithin(domain, domainOf(address));
}

/** `eu.shop.example` is given out by whoever has shop.example. */
function isWithin(domain: string, name: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** Signed names in addresses it was sent to, and in the names it answers. */
function proofsOf(mail: ReceivedMail, recipients: string[], signedNames: SignedNames): Proof[] {
  const found = [
    ...[...recipients, ...mail.recipients].map(signedNames.readAddress),
    ...mail.message.answers.map(signedNames.readMessageId),
    ...(mail.bounce?.about ?? []).map(signedNames.readMessageId),
  ].filter(each => each !== null);
  return found.filter((each, i) => found.findIndex(other => other.id === each.id) === i);
}

/** A bounce that came to a signed address is about that reply, whatever else it says. */
function fromAddress(proof: Proof, recipients: string[], mail: ReceivedMail, signedNames: SignedNames): boolean {
  return [...recipients, ...mail.recipients].some(address => signedNames.readAddress(address)?.id === proof.id);
}

/** What our own trial mail shows of the mailbox. */
function learned(mail: ReceivedMail, recipients: string[]): Findings {
  const tagged = [...recipients, ...mail.recipients].some(address => /\+probe@/.test(address));
  const server = mail.authentication[0]?.server;
  return { ...(tagged ? { plusAddresses: true } : {}), ...(server ? { server } : {}) };
}
