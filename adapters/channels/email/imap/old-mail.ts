/**
 * Takes in unanswered mail from before the mailbox was connected: listed once, then read a little at a time, so that what
 * comes meanwhile goes before it, and a crash costs one batch.
 */
import type { ImapFlow } from 'imapflow';
import { DAY } from '../../../../src/core/time.ts';
import { fromHeads, nameOf, searched, takeAll, UNNOTED_MAX } from './fetch.ts';
import { type ListenParts, sentFolder } from './imap.ts';

/** Mail of the last days that nobody answered: neither marked so nor named by a mail in the sent folder. */
export async function listOldMail(
  client: ImapFlow,
  { context, config, state }: ListenParts,
  { uidValidity }: { uidValidity: string },
): Promise<void> {
  const days = config.importDays;
  const since = new Date(context.clock.now() - days * DAY);
  const open = await searched(client.search({ since, answered: false, deleted: false, draft: false }, { uid: true }));
  const folder = await sentFolder(client, config);
  const answered = folder === null ? new Set() : await answeredIn(client, folder, since);
  await client.mailboxOpen(config.folder);
  const uids =
    answered.size === 0
      ? open
      : await fromHeads(client, open, ({ uid, envelope }) => (answered.has(envelope?.messageId ?? '') ? null : uid));
  await state.setOldMail({ uidValidity, uids: asSet(uids), days });
}

/** Message-IDs that mails in the sent folder answer. */
async function answeredIn(client: ImapFlow, folder: string, since: Date): Promise<Set<string>> {
  await client.mailboxOpen(folder, { readOnly: true });
  const uids = (await client.search({ since }, { uid: true })) || [];
  return new Set(await fromHeads(client, uids, ({ envelope }) => envelope?.inReplyTo || null));
}

/**
 * Goes on with the list, if there is one.
 * @param meanwhile takes what came since; called after each few mails
 */
export async function takeOldMail(
  client: ImapFlow,
  parts: ListenParts,
  uidValidity: string,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const { context, state } = parts;
  const old = await state.oldMail();
  if (old?.uidValidity !== uidValidity) return;
  const all = fromSet(old.uids);
  const reachedBefore = Number((await context.cursor())?.oldUid ?? 0);
  const beyond = all.filter(uid => uid > reachedBefore);
  const taken = await Promise.all(
    beyond.slice(0, UNNOTED_MAX).map(uid => context.isTaken(nameOf('inbox', uidValidity, uid))),
  );
  const left = beyond.filter((_, i) => !taken[i]);
  const progress = context.progress(`Unanswered mail of the last ${old.days} days`);
  const tell = (here: number) => progress.at(all.length ? here / all.length : 1, `${here} of ${all.length} are here`);
  let here = all.length - left.length;
  tell(here);
  await takeAll(client, left, uidValidity, parts, {
    from: 'inbox',
    reached: async uid => {
      await context.saveCursor({ ...(await context.cursor()), oldUid: uid });
      here = all.length - left.filter(each => each > uid).length;
      tell(here);
    },
    old: { meanwhile },
  });
  await state.setOldMail(null);
  progress.end(
    `${all.length} unanswered ${all.length === 1 ? 'mail' : 'mails'} of the last ${old.days} days taken in.`,
  );
}

/** `1:400,403`. */
function asSet(uids: number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const uid of [...uids].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && uid === last[1] + 1) last[1] = uid;
    else runs.push([uid, uid]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}:${to}`)).join(',');
}

function fromSet(set: string): number[] {
  if (set === '') return [];
  return set.split(',').flatMap(run => {
    const [from = 0, to = from] = run.split(':').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}
