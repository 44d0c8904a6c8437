/**
 * The page behind "Did that solve it?" of a mail. Looking at it changes nothing: mail scanners, previews and prefetching
 * open every link. Only what a person sends from the page counts, and only once.
 */
import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRtl, type Language, languageFor, textsIn } from '../core/customer-texts/texts.ts';
import { escapedHtml, pageHtml } from '../core/html.ts';
import { looksLikeId, type UseId } from '../core/ids.ts';
import type { HttpRoute } from '../ports/http.ts';
import type { ArticleRow, ArticleUseRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import { languageOfEnquiry } from '../posting/by-machine.ts';
import { followMerges } from '../posting/merges.ts';
import { solvedByCustomer } from '../posting/solved.ts';
import { isSignedBy, PAGE_STYLE, sendPage } from './page.ts';

export const SOLVED_PATH = '/solved/';
const SIGN_CHARS = 32;

interface Signer {
  workspaceId: string;
  signingKey: Uint8Array;
  before?: readonly Uint8Array[];
}

function signatureOf({ workspaceId, signingKey }: Signer, use: string): string {
  return createHmac('sha256', signingKey).update(`solved:${workspaceId}:${use}`).digest('hex').slice(0, SIGN_CHARS);
}

/** `<workspace>.<use>.<signature>` */
export function solvedToken(signer: Signer, use: UseId): string {
  return [signer.workspaceId, use, signatureOf(signer, use)].join('.');
}

interface Opened {
  parts: Parts;
  use: ArticleUseRow;
  article: ArticleRow | null;
}

/** @param find the house of a workspace; null for one that is not here */
export function solvedRoutes(find: (workspaceId: string) => { signer: Signer; parts: Parts } | null): HttpRoute[] {
  const opened = async (url: URL): Promise<Opened | null> => {
    const [workspaceId = '', id, signature = '', ...more] = url.pathname.slice(SOLVED_PATH.length).split('.');
    const found = looksLikeId('use', id) && more.length === 0 ? find(workspaceId) : null;
    if (!found || !looksLikeId('use', id)) return null;
    if (!isSignedBy(found.signer, signature, signer => signatureOf(signer, id))) return null;
    const use = await found.parts.store.articleUse(id);
    return use ? { parts: found.parts, use, article: await found.parts.store.article(use.articleId) } : null;
  };
  return [
    {
      method: 'GET',
      path: `${SOLVED_PATH}*`,
      handle: async (request, response, url) => {
        const found = await opened(url);
        if (!found) return sendPage(response, 404, brokenPage(request));
        sendPage(response, 200, await questionPage(found));
      },
    },
    {
      method: 'POST',
      path: `${SOLVED_PATH}*`,
      handle: async (request, response, url) => {
        const found = await opened(url);
        if (!found) return sendPage(response, 404, brokenPage(request));
        await record(found);
        seeAgain(response, url);
      },
    },
  ];
}

/** A redirect, so that going back or reloading does not submit twice. */
function seeAgain(response: ServerResponse, url: URL): void {
  response.writeHead(303, { Location: url.pathname, 'Cache-Control': 'no-store' });
  response.end();
}

/** Once: whoever wrote again since, or finds an old mail, does not resolve what is open by now. */
async function record({ parts, use }: Opened): Promise<void> {
  const enquiry = use.enquiryId && (await parts.store.enquiry(use.enquiryId));
  if (!enquiry || use.outcome !== 'shown') return;
  const now = await followMerges(parts.store, enquiry);
  if (now) await solvedByCustomer(parts, now.id, use);
}

async function questionPage({ parts, use, article }: Opened): Promise<string> {
  const first = use.enquiryId && (await parts.store.enquiry(use.enquiryId));
  const enquiry = first ? await followMerges(parts.store, first) : null;
  const language = enquiry ? await languageOfEnquiry(parts, enquiry) : parts.language;
  const say = textsIn(language);
  if (enquiry?.status === 'resolved') return page(language, say('thanks'), [say('solvedThanks')]);
  if (!enquiry || use.outcome !== 'shown') return page(language, say('thanks'), [say('solvedOpen')]);
  const body =
    article && article.retiredAt === null
      ? `<div class="about" dir="auto"><strong>${escapedHtml(article.title)}</strong><p>${escapedHtml(article.text).replaceAll('\n', '<br>')}</p></div>`
      : '';
  const form = `<form method="post"><div class="scores one"><button>${escapedHtml(say('solved'))}</button></div></form>`;
  return page(language, say('solvedTitle'), [], `${body}${form}<p class="quiet">${escapedHtml(say('mailPerson'))}</p>`);
}

function brokenPage(request: IncomingMessage): string {
  const language = languageFor((request.headers['accept-language'] ?? '').split(','));
  const say = textsIn(language);
  return page(language, say('badLink'), [say('badLinkHelp')]);
}

function page(language: Language, title: string, words: string[], rest = ''): string {
  return pageHtml({
    title,
    body: words.map(each => `<p>${escapedHtml(each)}</p>`).join('') + rest,
    style: `${PAGE_STYLE}.about{text-align:start;border:1px solid light-dark(#c9c9c4,#4a4e54);border-radius:.8rem;padding:.9rem 1rem;overflow-wrap:anywhere}.about p{margin:.4rem 0 0}.scores.one{grid-template-columns:1fr}.scores.one button{justify-content:center;font-weight:600}`,
    head: '<meta name="robots" content="noindex">',
    language,
    rtl: isRtl(language),
  });
}
