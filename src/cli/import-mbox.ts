/** `deskhand import-mbox <file>`: takes in every mail of an mbox file, once, while the service may be running. */
import { createReadStream, statSync } from 'node:fs';
import { readMbox } from '../../adapters/channels/email/read/mbox.ts';
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { mailboxesOf } from './mailboxes.ts';
import { showProgress } from './progress.ts';

export async function importMbox(env: Env, file: string, channelName: string | null): Promise<void> {
  let size: number;
  try {
    size = statSync(file).size;
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}. Name an mbox file.`);
  }
  const { house, close } = await openParts(readStart(env), makeLog('silent'));
  try {
    const mail = await mailboxesOf(house);
    const channel = channelName ? mail.find(each => each.name === channelName) : mail[0];
    if (!channel) {
      const known = mail.map(each => each.name).join(', ') || 'none';
      throw new Error(
        channelName
          ? `There is no mailbox called "${channelName}". Known: ${known}.`
          : 'There is no email channel in the provisioning file to take the mail in.',
      );
    }
    if (!channelName && mail.length > 1)
      throw new Error(
        `There are several mailboxes. Name one with --channel: ${mail.map(each => each.name).join(', ')}.`,
      );
    const progress = showProgress(`Importing ${file}`);
    let [taken, known] = [0, 0];
    for await (const { raw, read } of readMbox(createReadStream(file))) {
      if (await channel.channel.take({ raw, from: null, to: [] })) taken++;
      else known++;
      progress.at(size ? read / size : 1, `${taken} taken in, ${known} known already or our own`);
    }
    progress.end(
      `${taken} mails were taken in, ${known} were known already or our own. They appear on the desk ${taken ? 'as soon as the service runs' : 'when there are any'}.`,
    );
  } finally {
    await close();
  }
}
