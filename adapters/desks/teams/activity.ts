/** The parts of a Bot Connector delivery that are used. Any of them may be missing or of another type. */

export interface Account {
  /** `29:...` of a person, `28:<app id>` of a bot. */
  id?: string;
  name?: string;
  aadObjectId?: string;
  /** The tenant somebody is at home in; in a shared channel it may be another one. */
  tenantId?: string;
  /** `bot` or `user`. */
  role?: string;
  /** On the recipient of a slash command and of what only one person sees. */
  isTargeted?: boolean;
}

export interface Attachment {
  contentType?: string;
  contentUrl?: string;
  content?: unknown;
  name?: string;
}

export interface Entity {
  type?: string;
  text?: string;
  mentioned?: { id?: string; name?: string; type?: string };
  /** Of the type `quotedReply`: the message that was quoted. */
  quotedReply?: { preview?: string };
  locale?: string;
  country?: string;
  platform?: string;
  timezone?: string;
}

interface ChannelData {
  eventType?: string;
  tenant?: { id?: string };
  team?: { id?: string; name?: string; aadGroupId?: string };
  channel?: { id?: string; name?: string; type?: string };
  settings?: { selectedChannel?: { id?: string; name?: string } };
  source?: { name?: string };
  legacy?: { replyToId?: string };
  /** Of what an app posted in somebody's name: `8:orgid:<Entra object id>`. */
  onBehalfOf?: { mri?: string; displayName?: string }[];
  /** Of a channel that was shared: with whom. */
  sharedWithTeams?: unknown;
}

export interface Activity {
  type?: string;
  id?: string;
  /** Of an invoke: what is asked for, such as `adaptiveCard/action`. */
  name?: string;
  /** Of an installation: `add`, `remove`, `add-upgrade`, `remove-upgrade`. */
  action?: string;
  timestamp?: string;
  localTimestamp?: string;
  serviceUrl?: string;
  channelId?: string;
  from?: Account;
  recipient?: Account;
  conversation?: {
    /** `19:...@thread.tacv2;messageid=<root>` in a channel, `a:...` in a personal chat. */
    id?: string;
    conversationType?: string;
    tenantId?: string;
    isGroup?: boolean;
    name?: string;
  };
  text?: string;
  textFormat?: string;
  attachments?: Attachment[];
  entities?: Entity[];
  value?: unknown;
  replyToId?: string;
  membersAdded?: Account[];
  membersRemoved?: Account[];
  reactionsAdded?: { type?: string }[];
  reactionsRemoved?: { type?: string }[];
  channelData?: ChannelData;
}
