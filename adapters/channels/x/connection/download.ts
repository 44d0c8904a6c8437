/** Pictures of posts and messages. Only hosts of X are asked, and keys go nowhere but to X. */
import type { Answer, Failed } from './api.ts';
import type { Asker } from './askers.ts';
import { type About, lossOf, refusalOf } from './failures.ts';
import { NOBODY } from './tokens.ts';
import { type Auth, askPlain, askSigned, bodyOf, type Got, type Outcome, orEnd, type Way, within } from './wire.ts';

/** What everybody can see. */
const PUBLIC_HOSTS = ['pbs.twimg.com', 'video.twimg.com'];
/** Of private messages: only those who take part get them. */
const PRIVATE_HOSTS = ['ton.x.com', 'ton.twitter.com'];
/** .../dm/<message>/<media>/<file> */
const OF_A_MESSAGE = /\/data\/dm\/(\d{1,25})\/(\d{1,25})\/([\w.-]{1,100})$/;

const ABOUT: About = { isWrite: false, signedBy: 'keys' };

type Downloaded = Answer<{ type: string; content: Uint8Array }>;

export async function download(asker: Asker, url: string, bytesMax: number): Promise<Downloaded> {
  const host = hostOf(url);
  if (!host || ![...PUBLIC_HOSTS, ...PRIVATE_HOSTS].includes(host))
    return refused('This picture is not on a host of X.', url);
  const outcome = await within(asker.withinMs, signal => {
    const way = { agent: asker.agent, signal, bytesMax, heard: asker.heard };
    return PUBLIC_HOSTS.includes(host) ? askPlain({ method: 'GET', url }, way) : askPrivately(asker, url, way);
  });
  if ('ok' in outcome) return outcome;
  if ('lost' in outcome)
    return outcome.lost.tooLarge
      ? refused(`This picture is larger than ${Math.floor(bytesMax / 1024 / 1024)} MB.`, url)
      : lossOf(outcome.lost, ABOUT);
  return taken(outcome.got);
}

function taken(got: Got): Downloaded {
  const { status, headers, body } = got;
  // Where X itself leads elsewhere, nobody looked whether that is X.
  if (status >= 300 && status < 400)
    return refused('X leads to another place for this picture.', headers.location ?? '');
  if (status !== 200) return refusalOf({ status, headers, body: bodyOf(got) }, ABOUT);
  return { ok: true, value: { type: headers['content-type'] ?? 'application/octet-stream', content: body } };
}

/**
 * X's API gives them to a sign-in, by its documents; by what others saw to keys as well. The older host takes keys where
 * the app has the old API. The first that is let in.
 */
async function askPrivately(asker: Asker, url: string, way: Way): Promise<Outcome | Failed> {
  const [, message, media, file] = OF_A_MESSAGE.exec(new URL(url).pathname) ?? [];
  const path = message ? `dm_conversations/media/${message}/${media}/${file}` : null;
  const { keys } = asker;
  const token = path && (await orEnd(asker.signInToken(), way.signal));
  const tries: [Auth, string][] = [
    ...(path && token ? ([[token, path]] as [Auth, string][]) : []),
    ...(path && keys ? ([[keys, path]] as [Auth, string][]) : []),
    ...(keys ? ([[keys, url]] as [Auth, string][]) : []),
  ];
  let outcome: Outcome | Failed = NOBODY;
  for (const [auth, where] of tries) {
    outcome = await askSigned(auth, { method: 'GET', path: where }, way);
    if (!('got' in outcome) || ![401, 403].includes(outcome.got.status)) return outcome;
  }
  return outcome;
}

function hostOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port, username } = new URL(url);
  return protocol === 'https:' && !port && !username ? hostname : null;
}

function refused(words: string, detail: string): Failed {
  const more = 'It can be seen on x.com.';
  return {
    ok: false,
    why: 'refused',
    words: `${words} ${more}`,
    detail: detail.slice(0, 300),
    mayHaveArrived: false,
    retryAt: null,
  };
}
