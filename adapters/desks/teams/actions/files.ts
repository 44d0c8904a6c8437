/**
 * Files both ways. A customer's file is behind a signed link that soon expires, since a bot cannot put files into a channel;
 * a colleague's is fetched from where Teams keeps it, and from nowhere else.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { AttachmentId } from '../../../../src/core/ids.ts';
import { type DurationMs, HOUR } from '../../../../src/core/time.ts';
import { download, type Fetch, makeStaffFiles, type StaffFiles, safeName } from '../../../../src/desks/staff-files.ts';
import type { HttpRoute } from '../../../../src/ports/http.ts';
import type { StaffFile } from '../../../../src/ports/staff.ts';
import type { TeamsLine } from '../connection/line.ts';
import type { TeamsFile } from '../events/read.ts';

/** Long enough to open what was just posted or asked for, short enough that a copied address is soon worth nothing. */
const LINK_FOR: DurationMs = HOUR;
const SECRET = 'files';
const POSTS = 'file-posts';
/** Shown in a browser as they are; everything else is saved, for it may be a page that runs. */
const SHOWN = /^image\/(png|jpeg|gif|webp)$/;
/** Where Teams keeps what was pasted, and where OneDrive and SharePoint hand out a file once with an address of its own. */
const OWN_HOSTS = /^([a-z0-9-]+\.)*(sharepoint\.com|sharepoint\.us|sharepoint-df\.com)$/;
/** Where the Connector keeps pictures: Deskhand's token would open much else there. */
const PICTURES = /\/v3\/attachments\//;

export interface SignedFiles {
  /** The address of a file, good for a while. */
  urlOf(id: AttachmentId): Promise<string>;
  /** Remembers which file a post shows. A button that comes back could name any other. */
  shownIn(post: string, id: AttachmentId): Promise<void>;
  fileIn(post: string): Promise<AttachmentId | null>;
  /** Answers for an address of this workspace: what follows its name. */
  serve(rest: string, response: ServerResponse): Promise<void>;
}

const PATH = '/teams/files';
/** The one workspace of an installation that has one, before its tenant is known. */
const LOCAL = 'here';

/** @param deskOf the desk of a tenant, for many have one address */
export function filesRoute(deskOf: (tenant: string) => Promise<SignedFiles | null>): HttpRoute {
  return {
    method: 'GET',
    path: `${PATH}/*`,
    handle: async (_request, response, url) => {
      const [tenant = '', ...rest] = url.pathname.slice(PATH.length + 1).split('/');
      const files = await deskOf(tenant);
      if (files) return files.serve(rest.join('/'), response);
      response.writeHead(404).end();
    },
  };
}

export function makeSignedFiles({ context, places }: Pick<TeamsLine, 'context' | 'places'>): SignedFiles {
  const { vault, ids, clock, publicUrl, shelf } = context;
  /** Read each time: of two processes that make one at once, one loses its own. */
  const secret = async (): Promise<string> => {
    const there = await vault.read(SECRET);
    if (there) return there;
    await vault.write(SECRET, ids.secret(32));
    return (await vault.read(SECRET))!;
  };
  const sign = async (id: string, until: string): Promise<Buffer> =>
    createHmac('sha256', await secret())
      .update(`${id}/${until}`)
      .digest();
  return {
    urlOf: async id => {
      const until = String(clock.now() + LINK_FOR);
      return `${publicUrl}${PATH}/${places.tenant() ?? LOCAL}/${id}/${until}/${(await sign(id, until)).toString('base64url')}`;
    },
    shownIn: async (post, id) => void (await shelf.put(POSTS, post, id)),
    fileIn: async post => ((await shelf.get(POSTS, post))?.value as AttachmentId | undefined) ?? null,
    serve: async (rest, response) => {
      const refuse = (status: number, words: string) =>
        void response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(words);
      const [id = '', until = '', given = ''] = rest.split('/');
      const [mine, theirs] = [await sign(id, until), Buffer.from(given, 'base64url')];
      if (mine.length !== theirs.length || !timingSafeEqual(mine, theirs)) return refuse(404, 'There is nothing here.');
      if (Number(until) < clock.now())
        return refuse(410, 'This link has expired. Press "New link" under the file in Teams.');
      const file = await context.attachment(id as AttachmentId);
      if (!file) return refuse(404, 'This file is no longer here.');
      const shown = SHOWN.test(file.type);
      response.writeHead(200, {
        'Content-Type': shown ? file.type : 'application/octet-stream',
        'Content-Disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(safeName(file.name))}`,
        'Content-Length': file.content.length,
        'Cache-Control': 'private, no-store',
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Referrer-Policy': 'no-referrer',
      });
      response.end(file.content);
    },
  };
}

/** A file in a colleague's message, by its name within the message. */
export type BesideWords = TeamsFile & { id: string };

/** Fetches a file that a colleague attached; one that cannot be fetched says why. */
export function staffFiles({ context, tokens, places, fetch }: TeamsLine): StaffFiles<BesideWords> {
  const { clock } = context;
  const nameOf = ({ name, type }: TeamsFile, got = type) =>
    safeName(name ?? `picture.${/^image\/(\w{1,8})/.exec(got)?.[1] ?? 'png'}`);
  const withheld = (file: BesideWords, why: string): StaffFile => ({
    ref: file.id,
    name: nameOf(file),
    type: file.type,
    bytes: 0,
    content: null,
    withheld: why,
  });
  return makeStaffFiles<BesideWords>({
    label: 'Teams',
    clock,
    withheld,
    fetch: async (file, how: Fetch): Promise<StaffFile> => {
      const host = URL.canParse(file.url) ? new URL(file.url) : null;
      const service = new URL(await places.serviceUrl());
      const isService = host?.origin === service.origin && PICTURES.test(host.pathname);
      const isStore =
        host?.protocol === 'https:' && host.port === '' && !host.username && OWN_HOSTS.test(host.hostname);
      if (!host || !(file.open ? isStore : isService))
        return withheld(file, 'it is not stored in Teams. Attach the file itself.');
      const cure = 'Paste it again, or send a link.';
      // Only the Connector gets our token; the others' addresses are permission enough.
      const token = file.open ? null : await tokens.get('bot');
      const parts = { label: 'Teams', clock, fetch, isPage: /html/.test(file.type), cure };
      const got = await download(parts, { address: file.url, token, bytes: 0 }, how);
      if ('why' in got) return withheld(file, got.why);
      const type = got.type.split(';')[0]!.trim() || file.type || 'application/octet-stream';
      return {
        ref: file.id,
        name: nameOf(file, type),
        type,
        bytes: got.content.length,
        content: got.content,
        withheld: null,
      };
    },
  });
}
