/** files.*: announcing an upload, finishing it, and what Slack says about a file. */
import { badContent, badThread, botMessage } from './api-chat.ts';
import { badArguments, closedTo, findChannel, findMessage, type Method, no } from './call.ts';
import { emit } from './events.ts';
import { addMessage, announce, change } from './messages.ts';
import type { Json, Written } from './shapes.ts';
import {
  type Channel,
  copy,
  makeId,
  makeTs,
  type StoredFile,
  seconds,
  secret,
  sleep,
  type Team,
  track,
  type World,
} from './state.ts';

const PROCESS_MS = 30;
const KINDS: Record<string, [mimetype: string, filetype: string]> = {
  txt: ['text/plain', 'text'],
  html: ['text/html', 'html'],
  pdf: ['application/pdf', 'pdf'],
  png: ['image/png', 'png'],
  jpg: ['image/jpeg', 'jpg'],
  gif: ['image/gif', 'gif'],
  csv: ['text/csv', 'csv'],
  zip: ['application/zip', 'zip'],
};

const kindOf = (name: string): [string, string] =>
  KINDS[name.toLowerCase().split('.').at(-1)!] ?? ['application/octet-stream', 'binary'];

interface About {
  name: string;
  title?: string;
  size: number;
  userId: string;
  mimetype?: string;
}

/** A file that lies at Slack: its addresses want the token. */
function hosted(world: World, team: Team, id: string, about: About): Json {
  const [mimetype, filetype] = kindOf(about.name);
  const path = `${team.id}-${id}`;
  const name = encodeURIComponent(about.name);
  return {
    id,
    created: seconds(world),
    timestamp: seconds(world),
    name: about.name,
    title: about.title ?? about.name,
    mimetype: about.mimetype ?? mimetype,
    filetype,
    pretty_type: filetype.toUpperCase(),
    user: about.userId,
    user_team: team.id,
    editable: false,
    size: about.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: true,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${world.url}/files-pri/${path}/${name}`,
    url_private_download: `${world.url}/files-pri/${path}/download/${name}`,
    media_display_type: 'unknown',
    permalink: `https://${team.domain}.slack.com/files/${about.userId}/${id}/${name}`,
    permalink_public: `https://slack-files.com/${path}-${secret(5)}`,
    has_rich_preview: false,
    file_access: 'visible',
  };
}

/** A person's file; what comes back is what their message carries. */
export function personsFile(world: World, team: Team, userId: string, written: Written): Json {
  const id = makeId(world, 'F');
  if ('tombstone' in written) return { id, mode: 'tombstone' };
  const content =
    'content' in written && written.content !== undefined ? Buffer.from(written.content) : Buffer.alloc(0);
  const zeros = 'size' in written ? written.size : null;
  const info = hosted(world, team, id, { ...written, size: zeros ?? content.length, userId });
  if ('external' in written) {
    const url = written.external.startsWith('http') ? written.external : `${world.strangersUrl}/${written.external}`;
    const outside = {
      mode: 'external',
      is_external: true,
      external_type: 'gdrive',
      external_url: url,
      filetype: 'gdoc',
    };
    Object.assign(info, outside, { url_private: url });
    delete info.url_private_download;
  }
  // A canvas or a list: a page of Slack, which only its own people can open.
  if ('mode' in written) {
    const mimetype = `application/vnd.slack-${written.mode === 'list' ? 'list' : 'docs'}`;
    Object.assign(info, { mode: written.mode, filetype: written.mode, mimetype, title: written.name });
  }
  world.files.set(id, {
    id,
    teamId: team.id,
    info,
    content,
    zeros,
    announced: content.length,
    uploaded: true,
    completed: true,
  });
  if ('checkFileInfo' in written)
    return { id, mode: 'file_access', file_access: 'check_file_info', created: 0, timestamp: 0 };
  return copy(info);
}

const getUploadURL: Method = ({ world, team, args }) => {
  const length = Number(args.length);
  if (!args.filename) return badArguments('missing required field: filename');
  if (!Number.isInteger(length) || length <= 0) return badArguments('must be more than 0 [json-pointer:/length]');
  const id = makeId(world, 'F');
  const info = hosted(world, team, id, { name: args.filename, size: length, userId: team.botUserId });
  const content = Buffer.alloc(0);
  const file: StoredFile = {
    id,
    teamId: team.id,
    info,
    content,
    zeros: null,
    announced: length,
    uploaded: false,
    completed: false,
  };
  world.files.set(id, file);
  return { ok: true, upload_url: `${world.url}/upload/v1/${id}-${secret()}`, file_id: id };
};

/** Answers before the file has been looked at: mimetype is empty, the message and its ts come later by event. */
const complete: Method = ({ world, team, args }) => {
  if (!Array.isArray(args.files) || !args.files.length) return badArguments('missing required field: files');
  const files: StoredFile[] = [];
  for (const each of args.files) {
    const file = world.files.get(each?.id);
    if (!file || file.teamId !== team.id || !file.uploaded || file.completed) return no('file_not_found');
    if (each.title) file.info.title = each.title;
    files.push(file);
  }
  let channel: Channel | null = null;
  if (args.channel_id) {
    channel = findChannel(team, args.channel_id);
    if (!channel) return no('channel_not_found');
    const refused = closedTo(team, channel) ?? badThread(channel, args.thread_ts)?.error;
    if (refused) return no(refused);
  } else if (args.thread_ts) return no('invalid_arguments');
  const bad = args.blocks ? badContent(world, { blocks: args.blocks }) : null;
  if (bad) return bad;
  for (const file of files) file.completed = true;
  if (channel) void track(world, appear(world, team, channel, files, args));
  return { ok: true, files: files.map(({ id, info }) => ({ ...copy(info), id, mimetype: '', filetype: '' })) };
};

async function appear(world: World, team: Team, channel: Channel, files: StoredFile[], args: Json): Promise<void> {
  await sleep(world, world.options.processFilesMs ?? PROCESS_MS);
  if (world.closing.signal.aborted || channel.deleted) return;
  const ts = makeTs(world);
  const body: Json = {
    ...botMessage(world, team, { text: args.initial_comment ?? '', blocks: args.blocks }, ts),
    subtype: 'file_share',
    files: files.map(each => copy(each.info)),
    upload: true,
    display_as_bot: false,
  };
  if (args.thread_ts) {
    body.thread_ts = args.thread_ts;
    const root = findMessage(channel, args.thread_ts);
    if (root?.body.user) body.parent_user_id = root.body.user;
  }
  announce(world, team, channel, addMessage(channel, body));
  for (const file of files) fileShared(world, team, channel, file.id, team.botUserId);
}

export function fileShared(world: World, team: Team, channel: Channel, fileId: string, userId: string): void {
  const event = { type: 'file_shared', channel_id: channel.id, file_id: fileId, user_id: userId, file: { id: fileId } };
  emit(world, team, { ...event, event_ts: makeTs(world) }, { channel });
}

const info: Method = ({ world, team, args }) => {
  const file = world.files.get(args.file);
  if (!file || file.teamId !== team.id) return no('file_not_found');
  return { ok: true, file: copy(file.info), comments: [], response_metadata: { next_cursor: '' } };
};

/** Only what we put there ourselves. Its message stays, and shows a tombstone in its place. */
const deleteFile: Method = ({ world, team, args }) => {
  const file = world.files.get(args.file);
  if (!file || file.teamId !== team.id) return no('file_not_found');
  if (file.info.mode === 'tombstone') return no('file_deleted');
  if (file.info.user !== team.botUserId) return no('cant_delete_file');
  const { id } = file;
  file.info = { id, mode: 'tombstone' };
  file.content = Buffer.alloc(0);
  for (const channel of team.channels.values())
    for (const message of channel.messages.values()) {
      const files = message.body.files as Json[] | undefined;
      if (!files?.some(each => each.id === id)) continue;
      change(world, team, channel, message, {
        ...message.body,
        files: files.map(each => (each.id === id ? { id, mode: 'tombstone' } : each)),
      });
    }
  return { ok: true };
};

export const FILES: Record<string, Method> = {
  'files.delete': deleteFile,
  'files.getUploadURLExternal': getUploadURL,
  'files.completeUploadExternal': complete,
  'files.info': info,
};
