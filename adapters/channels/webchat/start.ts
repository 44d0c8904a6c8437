/** Starts a chat: who the visitor is, their answers to the form, and the proof of work under load. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLanguage, type Language } from '../../../src/core/customer-texts/texts.ts';
import type { Detail } from '../../../src/core/message.ts';
import { DAY, SECOND } from '../../../src/core/time.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { readBody, sendJson } from '../../../src/ports/http.ts';
import { answerRefusal, BODY_BYTES_MAX, type SiteParts } from './answer.ts';
import type { SiteConfig } from './config.ts';
import { isEmail } from './email-address.ts';
import { BLOCKED, puzzlesOf } from './forget-days.ts';
import { isInside, networkOf } from './gate.ts';
import { type Verified, verifyIdentity } from './identity.ts';
import { pageOf } from './page-address.ts';
import { makePuzzle, solvedNonce } from './puzzle.ts';
import { answerOf, parseObject } from './receive.ts';
import type { ChatRefusal, ChatRefusalCode, SignedIdentity, StartInput } from './wire.ts';

/** A blocked visitor's network opens no new chat for so long; chats of others there go on. */
const NETWORK_BLOCKED_FOR_MS = DAY;
/** Bits that a puzzle may be easier than what is asked by now. */
const PRICE_RISES_BY = 2;

export async function start(parts: SiteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { context, config, visitors, gate } = parts;
  const { clock, shelf, ids } = context;
  const now = clock.now();
  const body = await readBody(request, BODY_BYTES_MAX);
  if (body === null) return answerRefusal(response, 413, 'too-long', 'This is too long.');
  const given = parseObject(body || '{}') as StartInput | null;
  // People do not see this field; machines fill in every one.
  if (!given || given.website) return answerRefusal(response, 400, 'unreadable', 'This cannot be read.');
  const verified = given.identity ? verifyIdentity(given.identity as SignedIdentity, config.identitySecret, now) : null;
  if ((given.identity && !verified) || (config.signInOnly && !verified))
    return answerRefusal(response, 401, 'sign-in', 'Sign in on this site first, then you can write here.');
  const form = formOf(config, given, verified);
  if ('error' in form) return answerRefusal(response, 400, form.code, form.error);

  const address = context.clientAddress(request);
  // Inside a house everybody comes from one address, or from that of the proxy: nobody is blocked by it.
  const network = isInside(address) ? null : context.sign(`webchat-network:${networkOf(address)}`).slice(0, 24);
  const blocked = network ? await blockOf(parts, address, network) : null;
  if (!verified && blocked && blocked.until > now)
    return answerRefusal(response, 403, 'blocked', 'Chats cannot be opened from here right now. Reach us another way.');

  const sign = (text: string) => context.sign(`${context.channelId}:${text}`);
  const price = gate.price(address, now);
  if (price.as === 'wait')
    return answerRefusal(
      response,
      429,
      'busy',
      `Very many people are writing. Try again in ${Math.ceil(price.waitMs / SECOND)} seconds.`,
      price.waitMs,
    );
  let worked = false;
  if (price.as === 'work') {
    // While they worked the price may have risen a little.
    const solved = solvedNonce(sign, given.solved, price.bits - PRICE_RISES_BY, now);
    // Taken once, in any process: kept until nobody could use it any more.
    worked = solved !== null && (await shelf.append(puzzlesOf(solved.until), solved.nonce, now)).fresh;
    if (!worked)
      return sendJson(response, 429, {
        code: 'puzzle',
        error: 'A small piece of work is asked for first.',
        puzzle: makePuzzle(sign, ids.secret(12), price.bits, now),
      } satisfies ChatRefusal);
  }
  const pass = gate.start(address, worked, now);
  if (!pass.ok)
    return answerRefusal(response, 429, 'busy', 'Very many people are writing. Try again in a moment.', pass.waitMs);
  const token = await visitors.start(
    {
      // A name in the page that nobody signed is shown as such, and is nobody's name.
      name: answerOf(verified?.name) ?? form.name,
      email: verified?.email ?? form.email,
      verified: verified?.email != null,
      details: form.details,
      page: pageOf(given.page, config.origins),
      ...(isLanguage(String(given.language)) ? { language: given.language as Language } : {}),
      network,
    },
    verified,
  );
  sendJson(response, 201, { token });
}

/** When blocked before the key was changed, the network lies under another name. */
async function blockOf({ context }: SiteParts, address: string, network: string): Promise<{ until: number } | null> {
  const before = context.signedBefore?.(`webchat-network:${networkOf(address)}`) ?? [];
  for (const name of [network, ...before.map(each => each.slice(0, 24))]) {
    const found = (await context.shelf.get(BLOCKED, name))?.value as { until: number } | null | undefined;
    if (found) return found;
  }
  return null;
}

interface Form {
  name: string | null;
  email: string | null;
  details: Detail[];
}

/** What was filled in, checked again: a page can be changed by whoever reads it. */
function formOf(
  config: SiteConfig,
  given: StartInput,
  verified: Verified | null,
): Form | { code: ChatRefusalCode; error: string } {
  const answers = typeof given.form === 'object' && given.form !== null ? given.form : {};
  const nameInPage = answerOf(verified?.nameInPage);
  const details: Detail[] = verified
    ? [
        { label: 'Signed in as', value: verified.id, vouched: true },
        ...(verified.email ? [{ label: 'Email', value: verified.email, vouched: true as const }] : []),
        ...(nameInPage ? [{ label: 'Name in the page, not signed by the site', value: nameInPage }] : []),
      ]
    : [];
  const form: Form = { name: null, email: null, details };
  for (const { name, required } of config.ask) {
    const answer =
      answerOf(answers[name]) ??
      (name === 'name' ? answerOf(verified?.name) : name === 'email' ? (verified?.email ?? null) : null);
    if (required && !answer) return { code: 'form', error: `"${name}" is needed.` };
    if (!answer) continue;
    if (name === 'email') {
      if (!isEmail(answer)) return { code: 'email', error: 'This is not an email address.' };
      form.email = answer.toLowerCase();
      if (!verified?.email) details.push({ label: 'Email, as they typed it', value: form.email });
    } else if (name === 'name') form.name = answer;
    else details.push({ label: name, value: answer });
  }
  if (config.consent && given.consent !== true) return { code: 'form', error: 'The consent is needed.' };
  if (config.consent) details.push({ label: 'Agreed', value: config.consent });
  return form;
}

/** A blocked visitor's network, for {@link start}. */
export async function blockNetwork(
  { shelf, clock }: ChannelContext,
  network: string,
  isBlocked: boolean,
): Promise<void> {
  const until = isBlocked ? clock.now() + NETWORK_BLOCKED_FOR_MS : 0;
  await shelf.put(BLOCKED, network, { until });
}
