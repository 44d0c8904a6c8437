/** The mailboxes of a workspace that are open, with their names. */
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import type { EmailChannel } from '../../adapters/channels/email/taken.ts';
import type { House } from '../app/house.ts';

export async function mailboxesOf(house: House): Promise<{ name: string; channel: EmailChannel }[]> {
  const rows = await house.parts.store.channels();
  return rows.flatMap(({ id, name, kind }) => {
    const channel = kind === emailChannel.kind ? house.channel(id) : null;
    return channel ? [{ name, channel: channel as EmailChannel }] : [];
  });
}
