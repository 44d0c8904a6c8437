/**
 * Refuses deliveries that cannot be meant for this bot, before a driver sees them and before anything is fetched. The
 * driver then verifies, by Microsoft's signature, the claims that are only read here.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { type Instant, MINUTE } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { isLoopback } from '../../../../src/ports/http.ts';
import type { Log } from '../../../../src/ports/log.ts';
import type { Activity } from '../activity.ts';
import type { TeamsSettings } from '../connection/settings.ts';
import type { InboundAnswer } from './driver.ts';

/** Teams takes about 100 KB in one message, in UTF-16; as UTF-8, with its HTML twin and mentions, it stays below this. */
export const BODY_BYTES_MAX = 256 * 1024;
/** Cards nest about 20 deep. Much deeper nesting would overflow the stack of the code that walks through it. */
const DEPTH_MAX = 100;
/** The longest ids that Teams makes, of meetings and shared channels, have about 200 characters. */
const ID = /^[^\p{Cc}\p{Cs}]{0,512}$/u;
/** This machine's clock and Microsoft's may differ by this much; the Connector's documentation says five minutes. */
const CLOCKS_APART_MS = 5 * MINUTE;
/** Only the Connector calls Deskhand. Entra issues tokens for this app to others too, so its issuers are refused. */
const ISSUER = 'https://api.botframework.com';
/**
 * Where our token is sent, so exact names only: anybody can register a name under trafficmanager.net. These are the public
 * cloud's and GCC's in microsoft/teams-sdk, "Service URL Validation"; TEAMS_SERVICE_HOSTS adds others.
 */
const MICROSOFT_HOSTS = new Set([
  'smba.trafficmanager.net',
  'smba.onyx.prod.teams.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
]);

/** The answer to each refusal, and the sentence for an admin. */
const REFUSALS = {
  'too-large': [413, `It is larger than ${BODY_BYTES_MAX / 1024} KB.`],
  'not-an-object': [400, 'It is not a JSON object.'],
  'too-deep': [400, `It nests more than ${DEPTH_MAX} deep.`],
  'odd-shape': [400, 'Its type, conversation or another id is missing or not a short text.'],
  'no-token': [401, 'It has no bearer token signed with RS256.'],
  issuer: [401, `Its token was not issued by ${ISSUER}.`],
  audience: [401, 'Its token is for another app. If Teams stays silent, compare TEAMS_CLIENT_ID with the bot.'],
  clock: [401, "Its token has expired or is not valid yet. If Teams stays silent, check this machine's clock."],
  'service-url': [401, 'Its token was issued for another serviceUrl.'],
  'service-host': [403, "Its serviceUrl is not one of Microsoft's. Add your cloud's host to TEAMS_SERVICE_HOSTS."],
  tenant: [403, 'Its organisation is not in TEAMS_TENANT_ID.'],
  recipient: [403, 'It is addressed to another bot.'],
  'not-local': [403, 'Without signatures only programs on this machine may deliver. Set TEAMS_CLIENT_ID for Teams.'],
  signature: [401, "Its token is not signed with one of Microsoft's keys."],
  'unknown-key': [503, 'Too many tokens named keys that Microsoft does not have. Teams will send it again.'],
  keys: [
    503,
    "Microsoft's keys could not be fetched to check it. Check that this machine can open https://login.botframework.com.",
  ],
  late: [503, 'It could not be stored in time. Teams will send it again.'],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

type Refusal = keyof typeof REFUSALS;

/** As much of a request as says where it comes from. */
type Sender = { headers: IncomingHttpHeaders; httpVersion: string; socket: { remoteAddress?: string } };
/** The key that its token names; none where deliveries are unsigned. */
type Proof = { key: string };

export function makeGuard(settings: TeamsSettings, { clock, log }: { clock: Clock; log: Log }) {
  const logged = new Map<Refusal, { at: Instant; count: number }>();

  /** Answers a refusal, and logs it once a minute with a count, so that a flood of deliveries does not flood the log. */
  const refuse = (why: Refusal): InboundAnswer & { why: Refusal } => {
    const [status, sentence] = REFUSALS[why];
    const now = clock.now();
    const last = logged.get(why) ?? { at: -MINUTE, count: 0 };
    last.count++;
    if (Math.abs(now - last.at) >= MINUTE) {
      const words = `A delivery to /api/messages was refused. ${sentence}`;
      log[why === 'keys' ? 'error' : 'warn']({ desk: 'teams', why, status, count: last.count }, words);
      Object.assign(last, { at: now, count: 0 });
    }
    logged.set(why, last);
    return { status, why };
  };

  return {
    refuse,
    check: (request: Sender, bytes: Buffer) => {
      const body = parse(bytes);
      if (typeof body === 'string') return refuse(body);
      const proof = settings.unsigned ? whenLocal(request) : claimed(request, body, settings, clock.now());
      if (typeof proof === 'string') return refuse(proof);
      const wrong = wrongPlace(body, settings);
      return wrong ? refuse(wrong) : { activity: body as Activity, key: proof.key };
    },
  };
}

function parse(bytes: Buffer): object | Refusal {
  if (bytes.length > BODY_BYTES_MAX) return 'too-large';
  if (!isShallow(bytes)) return 'too-deep';
  const body = objectOf(bytes.toString('utf8'));
  if (!body) return 'not-an-object';
  const areShort = IDS.every(path => {
    const value = at(body, path) ?? '';
    return typeof value === 'string' && ID.test(value);
  });
  return areShort && NEEDED.every(path => at(body, path)) ? body : 'odd-shape';
}

/** Fields that all later code may take for short texts, where they are present. */
const IDS = [
  ...['type', 'id', 'name', 'action', 'channelId', 'replyToId', 'serviceUrl', 'timestamp'],
  ...['conversation.id', 'conversation.tenantId', 'conversation.conversationType'],
  ...['from.id', 'from.aadObjectId', 'from.tenantId', 'recipient.id'],
  ...['channelData.eventType', 'channelData.tenant.id', 'channelData.channel.id'],
  ...['channelData.team.id', 'channelData.team.aadGroupId'],
];
const NEEDED = ['type', 'serviceUrl', 'conversation.id'];

/** Counts brackets outside of strings, for a parser or a walk could already fall over the depth. */
function isShallow(bytes: Buffer): boolean {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inText) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > DEPTH_MAX) return false;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return true;
}

function objectOf(json: string): object | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** The value at a path such as `from.id`, whatever lies on the way. */
function at(value: unknown, path: string): unknown {
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

const same = (one: unknown, other: unknown) =>
  typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase();

/** What a token says of itself; the driver proves it. */
function claimed({ headers }: Sender, body: object, { clientId }: TeamsSettings, now: Instant): Proof | Refusal {
  const [head, payload] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(headers.authorization ?? '')?.slice(1) ?? [];
  const { alg, kid } = claimsIn(head);
  // Before the key is fetched, for drivers look at the algorithm only after that.
  if (alg !== 'RS256' || typeof kid !== 'string' || !ID.test(kid)) return 'no-token';
  const { iss, aud, exp, nbf = 0, serviceurl } = claimsIn(payload);
  if (iss !== ISSUER) return 'issuer';
  if (!same(aud, clientId)) return 'audience';
  if (typeof exp !== 'number' || typeof nbf !== 'number') return 'clock';
  if (exp * 1000 + CLOCKS_APART_MS <= now || nbf * 1000 - CLOCKS_APART_MS > now) return 'clock';
  const trimmed = (url: unknown) => String(url).replace(/\/$/, '');
  return same(trimmed(serviceurl), trimmed(at(body, 'serviceUrl'))) ? { key: kid } : 'service-url';
}

function claimsIn(part: string | undefined): Record<string, unknown> {
  return { ...objectOf(Buffer.from(part ?? '', 'base64url').toString('utf8')) };
}

function wrongPlace(body: object, settings: TeamsSettings): Refusal | null {
  if (!isServiceUrl(at(body, 'serviceUrl') as string, settings)) return 'service-host';
  const named = [at(body, 'channelData.tenant.id'), at(body, 'conversation.tenantId')].filter(each => each);
  const isAllowed = named.every(tenant => settings.tenants.some(each => same(each, tenant)));
  const anyTenant = settings.unsigned && !settings.tenants.length;
  if (!anyTenant && (!named.length || !isAllowed)) return 'tenant';
  const recipient = at(body, 'recipient.id');
  return settings.clientId && recipient && !same(recipient, `28:${settings.clientId}`) ? 'recipient' : null;
}

function isServiceUrl(text: string, { serviceHosts, unsigned }: TeamsSettings): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host, hostname, username, password } = new URL(text);
  if (username || password) return false;
  const isAdded = serviceHosts.includes(host) || (unsigned && isLoopback(hostname));
  if (protocol === 'https:') return isAdded || MICROSOFT_HOSTS.has(host);
  return protocol === 'http:' && isAdded && isLoopback(hostname);
}

/** What proxies, tunnels and browsers add: a page that somebody has open may not speak for Teams either. */
const FROM_ELSEWHERE =
  /^(forwarded|via|origin|true-client-ip|cf-.*|sec-fetch-.*|x-(forwarded|original|real|client).*)$/;

/** From a program on this machine, to this machine's own name, with nothing in between. */
function whenLocal({ headers, httpVersion, socket }: Sender): Proof | Refusal {
  const name = `http://${headers.host}`;
  const isOurs = URL.canParse(name) && isLoopback(new URL(name).hostname);
  const isFromHere = isLoopback(socket.remoteAddress?.replace(/^::ffff:/, '') ?? '');
  // A proxy that adds no header is still known by this, and by a name that is not ours.
  const isDirect = httpVersion !== '1.0';
  return isOurs && isFromHere && isDirect && !Object.keys(headers).some(each => FROM_ELSEWHERE.test(each))
    ? { key: '' }
    : 'not-local';
}
