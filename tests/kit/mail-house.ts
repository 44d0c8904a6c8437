/** A house with a mailbox: mail is handed in as the receiver does, answers go to a small SMTP server. */
import { createHmac } from 'node:crypto';
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import type { EmailChannel } from '../../adapters/channels/email/taken.ts';
import { makeSignedNames, type SignedNames } from '../../adapters/channels/email/trust/signed-names.ts';
import type { Enquiry } from '../../src/core/enquiry.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import type { MessageRow } from '../../src/ports/rows.ts';
import { readSettings } from '../../src/ports/settings.ts';
import { type SmtpSide, startSmtp } from './far-sides/smtp.ts';
import { openHouse, type TestHouse } from './house.ts';

export interface MailHouse extends TestHouse {
  smtp: SmtpSide;
  channel: EmailChannel;
  /** Another mailbox of the same workspace. */
  other: EmailChannel;
  signs: SignedNames;
  /** Hands in one mail, to the first mailbox unless said otherwise; runs what follows. */
  mail(parts: MailParts, at?: EmailChannel): Promise<void>;
  /** Writes an answer in the thread of an enquiry and sends it; the hold passes. */
  answer(number: number, text: string): Promise<void>;
  enquiry(number: number): Promise<Enquiry>;
  messages(number: number): Promise<MessageRow[]>;
  lines(number: number): Promise<string[]>;
}

export interface MailParts {
  from?: string;
  to?: string;
  id?: string;
  subject?: string;
  text?: string;
  /** More header lines. */
  headers?: string[];
  envelope?: { from?: string; to?: string[] };
}

export const HELP = 'help@shop.example';
export const SALES = 'sales@shop.example';

export function rawMail({
  from = 'Maya <maya@example.com>',
  to = HELP,
  id,
  subject = 'The lid',
  text = 'The lid rattles.',
  headers = [],
}: MailParts): Uint8Array {
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    ...(id ? [`Message-ID: <${id}>`] : []),
    `Subject: ${subject}`,
    'Date: Mon, 1 Jun 2026 09:00:00 +0000',
    ...headers,
    '',
    text,
  ];
  return new TextEncoder().encode(lines.join('\n').replaceAll('\n', '\r\n'));
}

export async function openMailHouse(
  settings: Record<string, unknown> = {},
  reply: 'preview' | 'direct' = 'preview',
): Promise<MailHouse> {
  const smtp = await startSmtp();
  const written = (name: string, address: string) => {
    const given = {
      address,
      name_shown: 'Shop',
      check_senders: false,
      smtp: { host: '127.0.0.1', port: smtp.port },
      ...settings,
    };
    return {
      name,
      kind: 'email',
      room: 'customers',
      schema: emailChannel.settings,
      settings: readSettings(emailChannel.settings, given as never, name).settings,
    };
  };
  const channels = [written('help', HELP), written('sales', SALES)];
  const house = await openHouse({ kinds: [emailChannel], channels, reply });
  const { store } = house.house.parts;
  const rows = await store.channels();
  const open = (name: string) => house.house.channel(rows.find(each => each.name === name)!.id) as EmailChannel;
  const channel = open('help');
  // As the house makes them, with the key of the test house.
  const signs = makeSignedNames(text =>
    createHmac('sha256', new Uint8Array(32)).update(`ws_test:${text}`).digest('hex'),
  );
  const byNumber = async (number: number) => {
    const found = await store.enquiryByNumber(number);
    if (!found) throw new Error(`There is no enquiry #${number}.`);
    return found;
  };
  return {
    ...house,
    smtp,
    channel,
    other: open('sales'),
    signs,
    mail: async (parts, at = channel) => {
      await at.take({ raw: rawMail(parts), from: parts.envelope?.from ?? null, to: parts.envelope?.to ?? [] });
      await house.settle();
    },
    answer: async (number, text) => {
      const { id } = await byNumber(number);
      const ann = house.as('Ann');
      await ann.write(id, text);
      await ann.choose(id, 'Send');
      await house.pass(16_000);
    },
    enquiry: byNumber,
    messages: async number => store.messages((await byNumber(number)).id as EnquiryId),
    lines: async number => (await house.thread((await byNumber(number)).id)).lines,
    close: async () => {
      await channel.stop();
      await open('sales').stop();
      await smtp.stop();
      await house.close();
    },
  };
}
