/**
 * The page on which a customer says how it went. Looking at it records nothing: mail scanners, previews and prefetching
 * open every link. Only what a person sends from the page counts, the last time they do.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { subjectGiven } from '../core/about.ts';
import { isRtl, type Language, languageFor, textsIn } from '../core/customer-texts/texts.ts';
import { decide } from '../core/decide.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { escapedHtml, pageHtml } from '../core/html.ts';
import { type EnquiryId, looksLikeId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import { type HttpRoute, readBody } from '../ports/http.ts';
import type { Parts } from '../ports/parts.ts';
import { languageOfEnquiry } from '../posting/by-machine.ts';

export const RATE_PATH = '/rate/';
/** "score=5". */
const BODY_BYTES_MAX = 256;
/** More changes of mind than this are not ratings. */
const RATINGS_MAX = 5;
const SIGN_CHARS = 32;
const BASE = 36;

/** What the parts of a workspace sign with. */
interface RateSigner {
  workspaceId: string;
  signingKey: Uint8Array;
  /** Keys of before: their links count as well. */
  before?: readonly Uint8Array[];
}

function signatureOf({ workspaceId, signingKey }: RateSigner, enquiryId: string, of: Instant): string {
  const text = `rate:${workspaceId}:${enquiryId}:${of}`;
  return createHmac('sha256', signingKey).update(text).digest('hex').slice(0, SIGN_CHARS);
}

/** Is it signed with the key, or with one of before? Each takes as long for a wrong signature as for a right one. */
export function isSignedBy<S extends RateSigner>(
  signer: S,
  given: string,
  signatureWith: (signer: S) => string,
): boolean {
  const got = Buffer.from(given);
  return [signer.signingKey, ...(signer.before ?? [])].some(signingKey => {
    const wanted = Buffer.from(signatureWith({ ...signer, signingKey }));
    return wanted.length === got.length && timingSafeEqual(wanted, got);
  });
}

/** `<workspace>.<enquiry>.<when it was resolved>.<signature>`: nothing is stored until somebody rates. */
export function rateToken(signer: RateSigner, enquiryId: EnquiryId, of: Instant): string {
  return [signer.workspaceId, enquiryId, of.toString(BASE), signatureOf(signer, enquiryId, of)].join('.');
}

interface Rated {
  signer: RateSigner;
  parts: Parts;
}

/** @param find the house of a workspace; null for one that is not here */
export function rateRoutes(find: (workspaceId: string) => Rated | null): HttpRoute[] {
  const opened = async (url: URL) => {
    const token = readToken(url.pathname.slice(RATE_PATH.length), find);
    const enquiry = token && (await token.parts.store.enquiry(token.enquiryId));
    return token && enquiry ? { ...token, enquiry } : null;
  };
  return [
    {
      method: 'GET',
      path: `${RATE_PATH}*`,
      handle: async (request, response, url) => {
        const found = await opened(url);
        if (!found) return sendPage(response, 404, brokenPage(request));
        sendPage(response, 200, await questionPage(found.parts, found.enquiry));
      },
    },
    {
      method: 'POST',
      path: `${RATE_PATH}*`,
      handle: async (request, response, url) => {
        const found = await opened(url);
        if (!found) return sendPage(response, 404, brokenPage(request));
        const score = await readScore(request);
        if (score === null)
          return sendPage(response, 400, await questionPage(found.parts, found.enquiry, { chosen: false }));
        await record(found.parts, found.enquiry, score);
        // A redirect, so that going back or reloading does not submit twice.
        response.writeHead(303, { Location: url.pathname, 'Cache-Control': 'no-store' });
        response.end();
      },
    },
  ];
}

function readToken(text: string, find: (workspaceId: string) => Rated | null) {
  const [workspaceId = '', enquiryId, when = '', signature = ''] = text.split('.');
  const of = Number.parseInt(when, BASE);
  const found = looksLikeId('enquiry', enquiryId) && Number.isSafeInteger(of) ? find(workspaceId) : null;
  if (!found || !looksLikeId('enquiry', enquiryId)) return null;
  if (!isSignedBy(found.signer, signature, signer => signatureOf(signer, enquiryId, of))) return null;
  return { parts: found.parts, enquiryId };
}

async function readScore(request: IncomingMessage): Promise<number | null> {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return null;
  const body = await readBody(request, BODY_BYTES_MAX);
  const score = Number(new URLSearchParams(body ?? '').get('score') ?? Number.NaN);
  return Number.isInteger(score) && score >= 1 && score <= 5 ? score : null;
}

async function scoresOf({ store }: Parts, enquiryId: EnquiryId, of: Instant): Promise<number[]> {
  return (await store.events(enquiryId)).flatMap(({ event }) =>
    event.type === 'CustomerRated' && event.of === of ? [event.score] : [],
  );
}

/** Counted where it is decided: two presses at once are one after the other. */
async function record(parts: Parts, { id }: Enquiry, score: number): Promise<void> {
  await parts.recorder.change(id, async ({ enquiry, replies, now }) => {
    const of = enquiry.resolvedAt ?? 0;
    const before = await scoresOf(parts, id, of);
    if (before.length >= RATINGS_MAX) return { events: [] };
    const decision = decide(enquiry, replies, { do: 'rate', score, of, was: before.at(-1) ?? null }, now);
    return decision.ok ? { events: decision.events, replies } : decision;
  });
}

const SCORES = ['rate1', 'rate2', 'rate3', 'rate4', 'rate5'] as const;
/** Scores up to this may want to say why. */
const UNHAPPY_MAX = 2;
const FACES = ['😞', '🙁', '😐', '🙂', '😀'];

/** About the latest resolution: a link of an earlier one leads here too. */
async function questionPage(parts: Parts, enquiry: Enquiry, { chosen: hasChosen = true } = {}): Promise<string> {
  const language = await languageOfEnquiry(parts, enquiry);
  const say = textsIn(language);
  if (enquiry.status === 'merged') return page(language, say('thanks'), [say('merged')]);
  if (enquiry.status !== 'resolved' || enquiry.resolvedAt === null)
    return page(language, say('thanks'), [say('reopened')]);
  const scores = await scoresOf(parts, enquiry.id, enquiry.resolvedAt);
  const chosen = scores.at(-1) ?? null;
  const subject = subjectGiven(enquiry.subject, await parts.store.messages(enquiry.id));
  const about = [subject ? say('aboutSubject', { subject }) : say('about'), ...(hasChosen ? [] : [say('choose')])];
  const locked = scores.length >= RATINGS_MAX;
  const buttons = SCORES.map((name, i) => {
    const pressed = chosen === i + 1;
    return `<button name="score" value="${i + 1}" aria-pressed="${pressed}"${locked ? ' disabled' : ''}${pressed ? ' class="chosen"' : ''}><span aria-hidden="true">${FACES[i]}</span>${escapedHtml(say(name))}</button>`;
  });
  const form = `<form method="post"><div class="scores">${buttons.join('')}</div></form>`;
  if (chosen === null) return page(language, say('rateTitle'), about, form);
  const said = `<p role="status" class="said">${escapedHtml(say('rated', { score: say(SCORES[chosen - 1]!) }))}</p>`;
  const sorry = chosen <= UNHAPPY_MAX ? `<p>${escapedHtml(say('sorry'))}</p>` : '';
  const again = `<p class="quiet">${escapedHtml(say(locked ? 'final' : 'canChange'))}</p>`;
  return page(language, say('rateTitle'), about, `${said}${sorry}${again}${form}`);
}

/** Nothing is known of whoever opens it but what their browser says. */
function brokenPage(request: IncomingMessage): string {
  const language = languageFor((request.headers['accept-language'] ?? '').split(','));
  const say = textsIn(language);
  return page(language, say('badLink'), [say('badLinkHelp')]);
}

function page(language: Language, title: string, words: string[], rest = ''): string {
  const lines = words.map(each => `<p>${escapedHtml(each)}</p>`);
  return pageHtml({
    title,
    body: lines.join('') + rest,
    style: PAGE_STYLE,
    head: '<meta name="robots" content="noindex">',
    language,
    rtl: isRtl(language),
  });
}

/** Of the pages that a customer opens from a mail. */
export const PAGE_STYLE =
  ':root{color-scheme:light dark;font:1.05rem/1.5 system-ui,sans-serif}body{margin:0;display:grid;min-height:100vh;place-items:center;background:light-dark(#f5f5f3,#17191c);color:light-dark(#1d1c1d,#f2f2f2)}main{box-sizing:border-box;width:min(34rem,100%);padding:2rem 1.2rem;text-align:center}h1{font-size:1.6rem;margin:0 0 .5rem}.scores{display:grid;gap:.6rem;margin:1.4rem 0 .8rem}button{font:inherit;min-height:3.4rem;padding:.4rem .9rem;display:flex;align-items:center;gap:.9rem;border:2px solid light-dark(#c9c9c4,#4a4e54);border-radius:.8rem;background:light-dark(#fff,#22252a);color:inherit;cursor:pointer}button span{font-size:1.7rem}@media(min-width:560px){.scores{grid-template-columns:repeat(5,1fr)}button{flex-direction:column;justify-content:center;gap:.2rem;font-size:.95rem;min-height:5.6rem;padding:.5rem}}button:disabled{cursor:default;opacity:.6}button.chosen:disabled{opacity:1}button:not(:disabled):hover,button:focus-visible{border-color:light-dark(#0a5c9e,#6db8ff);outline:none;box-shadow:0 0 0 2px light-dark(#0a5c9e,#6db8ff)}.chosen{border-color:light-dark(#0a5c9e,#6db8ff);background:light-dark(#e3f0fb,#16344f);font-weight:600}.said{font-weight:600}.quiet{color:light-dark(#5c5b5c,#b9babd);font-size:.95rem}';

/** With a policy that lets nothing in, and kept by nobody. */
export function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  });
  response.end(html);
}
