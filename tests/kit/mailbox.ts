/** A mailbox of a house whose mail leaves by a small SMTP server, and takes in what it is handed. */
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import type { EmailChannel } from '../../adapters/channels/email/taken.ts';
import { readSettings } from '../../src/ports/settings.ts';
import type { WrittenChannel } from '../../src/settings/provision.ts';
import type { TestHouse } from './house.ts';

export const emailKind = emailChannel;

export function mailSettings(smtpPort: number) {
  const given = { address: 'help@shop.example', check_senders: false, smtp: { host: '127.0.0.1', port: smtpPort } };
  return readSettings(emailChannel.settings, given as never, 'help').settings;
}

export function mailbox(smtpPort: number): WrittenChannel {
  const { settings: schema } = emailChannel;
  return { name: 'help', kind: 'email', room: 'customers', schema, settings: mailSettings(smtpPort) };
}

/** A mail of a customer, as a mail server hands it over. */
export async function takeMail({ house }: TestHouse, from: string, text: string, id: string): Promise<void> {
  const row = (await house.parts.store.channels()).find(each => each.kind === emailChannel.kind)!;
  const lines = [`From: ${from}`, 'To: help@shop.example', 'Subject: A question', `Message-ID: <${id}@example.com>`];
  const raw = new TextEncoder().encode([...lines, '', text].join('\r\n'));
  await (house.channel(row.id) as EmailChannel).take({ raw, from: null, to: ['help@shop.example'] });
}
