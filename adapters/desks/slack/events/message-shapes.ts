/** As much of a message of Slack as is read: whatever else comes is none of our business. */

/** A part of rich text, or a piece in one. */
export interface RichElement {
  type?: string;
  text?: unknown;
  url?: string;
  name?: string;
  unicode?: string;
  user_id?: string;
  usergroup_id?: string;
  channel_id?: string;
  range?: string;
  fallback?: string;
  value?: string;
  timestamp?: number;
  style?: unknown;
  indent?: number;
  offset?: number;
  elements?: RichElement[];
}

export interface TableCell {
  type?: string;
  text?: unknown;
  value?: unknown;
  elements?: RichElement[];
}

export interface TableBlock {
  rows?: TableCell[][];
  column_settings?: ({ align?: string } | null)[];
  caption?: unknown;
}

export interface SlackBlock extends TableBlock {
  type?: string;
  text?: string | { type?: string; text?: string };
  title?: string | { text?: string };
  alt_text?: string;
  image_url?: string;
  elements?: RichElement[];
  fields?: { type?: string; text?: string }[];
  accessory?: SlackBlock;
}
export interface SlackAttachment {
  is_share?: boolean;
  is_msg_unfurl?: boolean;
  is_app_unfurl?: boolean;
  from_url?: string;
  original_url?: string;
  app_unfurl_url?: string;
  message_blocks?: unknown;
  image_url?: string;
  thumb_url?: string;
  title?: string;
  text?: string;
  fallback?: string;
  blocks?: SlackBlock[];
}
export interface SlackMessage {
  text?: string;
  blocks?: SlackBlock[];
  attachments?: SlackAttachment[];
}
