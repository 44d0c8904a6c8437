/** Reads the app's manifest as Slack would, and refuses what its schema lets through: scopes and events nobody knows. */
import { parse } from 'yaml';
import type { Json } from './shapes.ts';
import type { World } from './state.ts';

const KNOWN_SCOPES = new Set(
  `app_mentions:read assistant:write channels:history channels:join channels:manage channels:read chat:write
  chat:write.customize chat:write.public commands emoji:read files:read files:write groups:history groups:read
  groups:write im:history im:read im:write links:read links:write metadata.message:read mpim:history mpim:read
  mpim:write pins:read pins:write reactions:read reactions:write remote_files:read team:read usergroups:read
  usergroups:write users.profile:read users:read users:read.email users:write`.split(/\s+/),
);
const KNOWN_EVENTS = new Set(
  `app_home_opened app_mention app_rate_limited app_uninstalled channel_archive channel_created channel_deleted
  channel_history_changed channel_id_changed channel_left channel_rename channel_shared channel_unarchive
  channel_unshared emoji_changed file_change file_created file_deleted file_public file_shared file_unshared
  group_archive group_deleted group_history_changed group_left group_rename group_unarchive link_shared
  member_joined_channel member_left_channel message.channels message.groups message.im message.mpim
  message_metadata_posted pin_added pin_removed reaction_added reaction_removed subteam_created
  subteam_members_changed subteam_updated team_domain_change team_join team_rename tokens_revoked user_change
  user_profile_changed`.split(/\s+/),
);

export function readManifest(world: World, manifest: Json | string): void {
  const it: Json = typeof manifest === 'string' ? parse(manifest) : manifest;
  const scopes = [...(it.oauth_config?.scopes?.bot ?? [])] as string[];
  const events = (it.settings?.event_subscriptions?.bot_events ?? []) as string[];
  const strange = [
    ...scopes.filter(each => !KNOWN_SCOPES.has(each)),
    ...events.filter(each => !KNOWN_EVENTS.has(each)),
  ];
  if (strange.length) throw new Error(`Slack knows no ${strange.join(', ')}.`);
  const name = it.display_information?.name ?? '';
  if (!name || name.length > 35) throw new Error(`The app's name must have 1 to 35 characters: "${name}".`);
  world.subscriptions = {
    events: new Set(events),
    scopes,
    commands: new Set((it.features?.slash_commands ?? []).map((each: Json) => each.command)),
    shortcuts: new Set((it.features?.shortcuts ?? []).map((each: Json) => each.callback_id)),
  };
  for (const team of world.teams.values()) {
    team.scopes.clear();
    for (const scope of scopes) team.scopes.add(scope);
  }
}
