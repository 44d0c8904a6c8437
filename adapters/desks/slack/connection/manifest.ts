/** The app's manifest: exactly the permissions and events that the code uses, each with its reason. */

/** What the bot may do, and why. */
const SCOPE_REASONS: Record<string, string> = {
  'chat:write': 'post enquiries, lines and previews',
  'chat:write.customize': "show a customer's message under the customer's name",
  'channels:history': 'read what the team writes in the threads of public channels',
  'groups:history': 'the same in private channels',
  'channels:read': 'know the rooms: renamed, archived, who may read them',
  'groups:read': 'the same for private channels',
  'channels:join': 'join the public channel an admin has chosen',
  commands: '/desk, and the actions on messages',
  'files:read': 'fetch a file that goes to a customer',
  'files:write': "put a customer's file into the thread, and take it out when they took it back",
  'reactions:read': 'see the envelope that sends a message',
  'reactions:write': 'mark a message as held, sent, failed',
  'users:read': "know people's names, and who is an admin",
  'im:write': 'greet whoever installed it, and tell admins what is broken',
  'im:history': 'take words in the direct message with Deskhand',
  'app_mentions:read': 'take words that begin with @Deskhand',
};
export const SCOPES = Object.keys(SCOPE_REASONS);

export const EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_id_changed',
  'channel_left',
  'channel_rename',
  'channel_shared',
  'channel_unarchive',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_rename',
  'group_unarchive',
  'member_joined_channel',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'tokens_revoked',
  'user_change',
];

interface ManifestOptions {
  /** How Slack reaches us, without a slash at the end; null in Socket Mode. */
  publicUrl: string | null;
  socket: boolean;
  /** Many workspaces install it. */
  oauth: boolean;
}

export function manifest({ publicUrl, socket, oauth }: ManifestOptions) {
  const events = publicUrl && !socket ? `${publicUrl}/slack/events` : null;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Deskhand',
      description: 'Answer every customer from the threads your team already lives in.',
      background_color: '#1f4d3a',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Deskhand', always_online: true },
      shortcuts: [
        {
          name: 'Send to customer',
          type: 'message',
          callback_id: 'message.send_to_customer',
          description: 'Send this message of the thread to the customer',
        },
        {
          name: 'Log a call',
          type: 'global',
          callback_id: 'log.form',
          description: 'Write down a phone call or a visitor',
        },
      ],
      slash_commands: [
        {
          command: '/desk',
          ...(events ? { url: events } : {}),
          description: 'Enquiries: open, mine, find, customer, log, health, help',
          usage_hint: 'open | mine | find <words> | customer <who> | log <what happened> | help',
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      ...(oauth && publicUrl ? { redirect_urls: [`${publicUrl}/slack/oauth_redirect`] } : {}),
      scopes: { bot: SCOPES },
    },
    settings: {
      event_subscriptions: { ...(events ? { request_url: events } : {}), bot_events: EVENTS },
      // What somebody types in a list is asked for at the second address.
      interactivity: { is_enabled: true, ...(events ? { request_url: events, message_menu_options_url: events } : {}) },
      org_deploy_enabled: false,
      socket_mode_enabled: socket,
      token_rotation_enabled: false,
    },
  };
}
