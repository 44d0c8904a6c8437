/** What X means by a "no", and what staff should do about it. Pure: statuses, headers and bodies in, words out. */
import type { IncomingHttpHeaders } from 'node:http';
import { SECOND } from '../../../../src/core/time.ts';
import { field, line, list } from '../shapes.ts';
import type { Failed, Why } from './api.ts';
import { CALL_WITHIN_MS, type Lost } from './wire.ts';

export interface About {
  /** A post, a message or an upload: what it did stays done. */
  isWrite: boolean;
  /** Whose word was not believed. */
  signedBy: 'keys' | 'sign-in' | 'app';
}

/** Cut there: it goes into the log and to people. */
const DETAIL_CHARS_MAX = 300;
/** X's times count seconds. Later than in a year is no time of a window. */
const WINDOW_MAX_S = 366 * 86_400;

interface Said {
  /** Everything that X said, for recognising it. */
  all: string;
  title: string;
  detail: string;
  /** Of the old API: 187 is a duplicate. */
  codes: number[];
  isProblem: boolean;
}

/** Both dialects: problems (`title`, `detail`, `type`) and the old list of `{ code, message }`; of OAuth, `error`. */
function readProblem(body: unknown): Said {
  const of = (from: unknown, ...names: string[]) => names.map(name => line(field(from, name)) ?? '');
  const errors = list(field(body, 'errors'));
  const [title = '', detail = '', type = '', reason = ''] = of(body, 'title', 'detail', 'type', 'reason');
  const [error = '', description = ''] = of(body, 'error', 'error_description');
  const inner = errors.flatMap(each => of(each, 'title', 'detail', 'message', 'type'));
  const first = errors.flatMap(each => of(each, 'detail', 'message')).find(Boolean) ?? '';
  const isVague = /^one or more (parameters|errors)|^$/i.test(detail);
  return {
    all: [title, detail, type, reason, error, description, ...inner].filter(Boolean).join(' | '),
    title: title || error,
    detail: (isVague ? first || description || detail : detail).slice(0, DETAIL_CHARS_MAX),
    codes: [field(body, 'code'), ...errors.map(each => field(each, 'code'))].filter(each => typeof each === 'number'),
    isProblem: Boolean(title || detail || error || errors.length),
  };
}

interface Meaning {
  why: Why;
  words: string;
}

interface Rule extends Meaning {
  statuses?: number[];
  codes?: number[];
  says?: RegExp;
}

const CONSOLE = "X's console (console.x.com)";
const BY_HAND = 'Answer on x.com itself, or choose another way.';

/** In this order: the first that fits. Words of X's own, as people reported them; numbers of the old API. */
const RULES: Rule[] = [
  {
    why: 'capped',
    says: /SpendCapReached|spend(ing)? cap|spending limit/i,
    words: `The spending limit that was set in ${CONSOLE} is reached. Raise it there, or wait for the next billing month.`,
  },
  {
    why: 'capped',
    says: /usage[- ]capped|UsageCapExceeded|usage cap exceeded/i,
    words: `X's own limit for reading in a month is reached. Nothing is read until the next month; ${CONSOLE} shows when.`,
  },
  {
    why: 'no-credit',
    statuses: [402],
    words: `X credits are at zero: auto-recharge does not help at zero, add some by hand in ${CONSOLE}.`,
  },
  {
    why: 'no-credit',
    says: /CreditsDepleted|problems\/credits|does not have any credits/i,
    words: `X credits are at zero: auto-recharge does not help at zero, add some by hand in ${CONSOLE}.`,
  },
  {
    why: 'too-many',
    says: /TooManyConnections|maximum allowed connection limit/i,
    words:
      'X allows two connections for events, and both are in use. Does another installation use the same app? Deskhand goes on looking by itself.',
  },
  {
    why: 'too-many',
    statuses: [429],
    words: 'X takes no more requests of this kind for now. It goes on by itself when X allows more.',
  },
  {
    why: 'too-many',
    codes: [88, 185],
    says: /daily (status )?(update )?limit|reached (the|your) (daily )?limit for sending|over daily/i,
    words: 'This account has posted or sent as much as X allows for now. It goes on by itself when X allows more.',
  },
  {
    why: 'no-permission',
    codes: [64, 326],
    says: /(your|this) account (is|has been) (temporarily )?(suspended|locked|restricted)|unlock your account/i,
    words: 'X has locked, restricted or suspended this account. Sign in on x.com and do what X asks for there.',
  },
  { why: 'signed-out', statuses: [401], codes: [32, 89, 135, 215], words: '' },
  {
    why: 'twice',
    codes: [187],
    says: /duplicate content|already (posted|said) that|status is a duplicate/i,
    words: 'X refuses to post the same words twice in a day. Change them a little.',
  },
  {
    why: 'not-summoned',
    says: /have not been mentioned|otherwise engaged|reply to this conversation is not allowed|where you are mentioned or are the author/i,
    words:
      'X lets a program reply only to a post whose author mentioned or quoted you, and this one did not. Answer on x.com itself, or under an earlier post that did.',
  },
  {
    why: 'refused',
    codes: [433, 425],
    says: /restricted who can reply|conversation control/i,
    words: `The author of the post restricted who can reply to it. ${BY_HAND}`,
  },
  {
    why: 'blocked',
    says: /blocked (from|by)|has blocked you|you have been blocked/i,
    words: 'This person has blocked your account: nothing can be sent to them from it.',
  },
  {
    why: 'closed',
    codes: [150, 151, 349],
    says: /permission to DM|cannot send (direct )?messages? to (this|users)|not following you|DM one or more participants/i,
    words:
      'This person takes no direct messages from your account. Answer in public without private details, and ask them to write to you first.',
  },
  {
    why: 'no-permission',
    codes: [93, 261],
    says: /oauth1-permissions|appropriate oauth1 app permissions/i,
    words: `The access token does not allow this. In ${CONSOLE} set the app's permissions to "Read and write and Direct message", make a new access token, and put it into the settings of this channel.`,
  },
  {
    why: 'no-permission',
    says: /private event type|authorized the application to receive/i,
    words:
      'X sends these events only of an account that signed in in the browser. Sign in with X: "settings" shows admins the link.',
  },
  {
    why: 'no-permission',
    says: /with the scopes|missing.{0,20}scope|scopes? (that|which)|insufficient scope/i,
    words: 'The sign-in with X does not allow this. Sign in again, and agree to everything that X lists there.',
  },
  {
    why: 'no-permission',
    codes: [220, 453],
    says: /unsupported-authentication|client-forbidden|client-not-enrolled|not-enrolled|subset of X API|access level|must use keys and tokens from/i,
    words: `X does not allow this app to do that. Look in ${CONSOLE} whether the app is in a project with pay-per-use, and which permissions it has.`,
  },
  {
    why: 'media',
    says: /not allowed to post a video longer than/i,
    words: 'This film is longer than X takes from this account. Shorten it.',
  },
  {
    why: 'too-long',
    codes: [186, 354],
    says: /(text|tweet|post|message).{0,30}(too long|longer than|exceeds|is empty or too long)|needs to be a bit shorter/i,
    words: 'This is longer than X takes. Shorten it, or send it in two.',
  },
  {
    why: 'media',
    codes: [324, 325],
    statuses: [413, 415],
    says: /media(_| )?ids?.{0,20}(invalid|not)|attachments?\.media|media (type|category)|unsupported (codec|media)|invalid media/i,
    words: 'X does not take this file. It takes JPG, PNG, WEBP and GIF pictures of 5 MB (GIF 15 MB) and MP4 films.',
  },
  {
    why: 'gone',
    codes: [17, 34, 50, 63, 144, 179, 385, 421, 422],
    says: /deleted|not visible to you|could ?n[o']t find|could not be found|User has been suspended|resource-not-found|no longer (available|exists)|not authorized to see/i,
    words:
      'This is not on X any more, or this account may not see it: it was deleted, or its author left, was suspended or made it private. Unless it comes back, there is nothing to answer.',
  },
  {
    why: 'refused',
    says: /not permitted to perform this action/i,
    words: `X did not allow it and says no more. This person may have blocked your account. ${BY_HAND}`,
  },
  {
    why: 'gone',
    statuses: [404, 410],
    words: 'X does not have this any more.',
  },
];

const SIGNED_OUT: Record<About['signedBy'], string> = {
  keys: `X does not accept the keys of this channel any more. Make new ones in ${CONSOLE}, under "Keys and tokens", and put them into its settings.`,
  'sign-in':
    'X does not accept the sign-in of this channel any more. Sign in with X again: "settings" shows admins the link.',
  app: `X does not accept the API key, its secret or the bearer token of this channel. Copy them again from ${CONSOLE}.`,
};

/** The meaning of an answer that is a "no". @param body as JSON; undefined when it was none */
export function refusalOf(
  answer: { status: number; headers: IncomingHttpHeaders; body: unknown },
  about: About,
): Failed {
  const { status, headers, body } = answer;
  const said = readProblem(body);
  const detail = [status, said.title, said.detail !== said.title && said.detail]
    .filter(Boolean)
    .join(' ')
    .slice(0, DETAIL_CHARS_MAX);
  const failed = (meaning: Meaning, retryAt: number | null = null): Failed => ({
    ok: false,
    ...meaning,
    detail: body === undefined ? `${status}, not JSON` : detail,
    // Any 4xx is a "no" from the door, but for the one that means: you were too slow.
    mayHaveArrived: about.isWrite && (status < 400 || status === 408 || status >= 500),
    retryAt,
  });
  if (status >= 500 || status === 408 || status < 400)
    return failed({ why: 'server', words: `${SERVER} ${next(about.isWrite)}` }, retryAfter(headers, null));
  const rule = RULES.find(each => fits(each, status, said));
  if (!rule)
    return failed({
      why: 'refused',
      words: `X refused this: ${sentence(said.detail || said.title || `status ${status}`)}`,
    });
  if (rule.why === 'signed-out') return failed({ why: rule.why, words: SIGNED_OUT[about.signedBy] });
  return failed(rule, rule.why === 'too-many' ? opensAt(headers) : null);
}

const SERVER = 'X has a problem of its own and did not answer properly.';

function next(mayHaveArrived: boolean): string {
  return mayHaveArrived ? 'It may have arrived all the same.' : 'It will be tried again.';
}

function fits({ statuses, codes, says }: Rule, status: number, said: Said): boolean {
  return (
    (statuses?.includes(status) ?? false) ||
    (codes?.some(each => said.codes.includes(each)) ?? false) ||
    (says?.test(said.all) ?? false)
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Of several limits the one that opens last, among those that are used up. */
function opensAt(headers: IncomingHttpHeaders): number | null {
  const number = (name: string) => {
    const given = headers[name];
    return typeof given === 'string' && /^\d{1,12}$/.test(given) ? Number(given) : null;
  };
  const windows = ['x-rate-limit', 'x-app-limit-24hour', 'x-user-limit-24hour'].flatMap(name => {
    const [left, reset] = [number(`${name}-remaining`), number(`${name}-reset`)];
    return reset === null ? [] : [{ isUsedUp: left === 0, at: reset * SECOND }];
  });
  const usedUp = windows.filter(each => each.isUsedUp);
  const last = Math.max(...(usedUp.length ? usedUp : windows.slice(0, 1)).map(each => each.at));
  return retryAfter(headers, Number.isFinite(last) ? last : null);
}

/** `Retry-After` counts from now, which the answer's own `Date` says. */
function retryAfter(headers: IncomingHttpHeaders, otherwise: number | null): number | null {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  const from = Date.parse(headers.date ?? '');
  if (!(seconds >= 0 && seconds <= WINDOW_MAX_S) || Number.isNaN(from)) return otherwise;
  return Math.max(from + seconds * SECOND, otherwise ?? 0);
}

/** Nothing came, or not all of it. */
export function lossOf(lost: Lost, { isWrite }: Pick<About, 'isWrite'>): Failed {
  const { cause, reached, tooLarge } = lost;
  const mayHaveArrived = isWrite && reached;
  const words = `${lossWords(lost)} ${next(mayHaveArrived)}`;
  return { ok: false, why: tooLarge ? 'server' : 'no-answer', words, detail: cause, mayHaveArrived, retryAt: null };
}

function lossWords({ cause, reached, timedOut, tooLarge }: Lost): string {
  const seconds = CALL_WITHIN_MS / SECOND;
  if (tooLarge) return 'X sent more than an answer can be.';
  if (timedOut && reached) return `X took the connection and did not answer within ${seconds} s.`;
  if (timedOut)
    return `X cannot be reached within ${seconds} s. Is this machine connected to the internet, and does its firewall let it out?`;
  if (/ENOTFOUND|EAI_AGAIN/.test(cause))
    return 'X cannot be found: the name api.x.com does not resolve. Is this machine connected to the internet?';
  if (/CERT|certificate|self[- ]signed|ERR_TLS|SSL|EPROTO/i.test(cause))
    return 'What answers is not X, or something between changes the connection: its certificate is not valid. Ask whoever looks after your network.';
  return reached ? 'The connection to X broke off.' : 'X refuses the connection.';
}
