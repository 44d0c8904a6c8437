/** The name on a person's replies, by their own choice and the rules of the channel. */
import type { Language } from '../core/customer-texts/texts.ts';
import type { ChannelId } from '../core/ids.ts';
import { type NameRule, nameShown, TEAM_NAME } from '../core/name-shown.ts';
import type { Reply } from '../core/reply.ts';
import type { Staff } from '../core/staff.ts';
import { NAME_WORDS } from '../desk/wording.ts';
import type { OpenedChannels, TeamNames } from '../ports/parts.ts';
import type { RoomReads, StaffReads } from '../ports/reads.ts';

/** Lines of an answer: a phone shows about this many. */
const CHANNELS_MAX = 10;

/** What decides: the profile and the choice. */
type Named = Pick<Staff, 'name' | 'shownAs'>;
interface NameParts extends TeamNames {
  store: RoomReads;
}
export interface SenderParts extends NameParts, OpenedChannels {}

export async function nameRuleOf({ store, nameRule }: NameParts, channelId: ChannelId): Promise<NameRule> {
  // A channel that was taken away prescribes nothing more, but the workspace does.
  return nameRule((await store.channel(channelId))?.name ?? '');
}

/** @returns null for the team's own name */
export async function nameOnChannel(
  parts: NameParts,
  staff: Named | null,
  channelId: ChannelId,
): Promise<string | null> {
  return staff && nameShown(staff, await nameRuleOf(parts, channelId));
}

/** The sender as the preview shows it and the customer sees it; null where the channel shows none. */
export async function senderOn(
  parts: SenderParts,
  by: Named | null,
  channelId: ChannelId,
  language: Language = 'en',
): Promise<string | null> {
  const name = await nameOnChannel(parts, by, channelId);
  const channel = parts.channel(channelId);
  // Of a channel that does not run here nobody knows what it shows.
  return channel ? (channel.signedAs?.(name, language) ?? null) : name;
}

/**
 * The name on a reply: what its author saw when they sent it. Only the team's name takes its place, where that was
 * prescribed since. @returns null for the team's own name
 */
export async function nameOnReply(parts: NameParts & { store: StaffReads }, reply: Reply): Promise<string | null> {
  if ((await nameRuleOf(parts, reply.channelId)) === 'team' || reply.shownAs === TEAM_NAME) return null;
  return reply.shownAs ?? nameOnChannel(parts, await parts.store.staff(reply.authorId), reply.channelId);
}

/** "Customers see you as Ann at Shop Help (help)": one line for each channel that shows a sender. */
export async function seenAs(parts: SenderParts, staff: Named): Promise<string> {
  const lines: string[] = [];
  for (const { id, name } of await parts.store.channels()) {
    const sender = parts.channel(id)?.signedAs ? await senderOn(parts, staff, id) : null;
    if (sender !== null)
      lines.push(`${sender} (${name}${parts.nameRule(name) === 'own' ? '' : `, ${NAME_WORDS.prescribed}`})`);
  }
  if (lines.length === 0) return NAME_WORDS.nowhere;
  return lines.length === 1
    ? `Customers see you as ${lines[0]}.`
    : ['Customers see you as:', ...lines.slice(0, CHANNELS_MAX)].join('\n');
}
