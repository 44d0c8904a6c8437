/** Finds the workspace that a delivery is for, and stores what is needed of it before Teams gets its answer. */
import type { DeskHubContext } from '../../../../src/ports/desk.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { interact, keepDelivery } from '../actions/invoke.ts';
import type { Activity } from '../activity.ts';
import { TEAMS } from '../connection/line.ts';
import { YOUNG_MS } from '../connection/places.ts';
import type { TeamsDesk } from '../desk.ts';
import { momentOf, refOf } from '../ids.ts';
import type { InboundAnswer } from '../inbound/driver.ts';
import { isLifecycle, readLifecycle } from './lifecycle.ts';
import { spoken } from './read.ts';
import { slim } from './slim.ts';
import { concernsUs, contentId, isPress, orderKey, personOf, understand, whereIs } from './understand.ts';

export type Deliver = (activity: Activity) => Promise<InboundAnswer>;

/** @param one the whole installation is one workspace */
export function makeDeliver(context: DeskHubContext, one: boolean): Deliver {
  /** What a workspace of this kind has open is a desk of ours. */
  const find = async (activity: Activity): Promise<TeamsDesk | null> => {
    const tenant = activity.channelData?.tenant?.id ?? activity.conversation?.tenantId ?? '';
    const found = await context.deskOf(tenant);
    if (found || one) return found as TeamsDesk | null;
    // The guard let it through, so the tenant is one of ours: it begins when the app is first added.
    const came = isLifecycle(activity) && /^(installed|home)$/.test(readLifecycle(activity).what.as);
    return came ? ((await context.install(tenant, activity.channelData?.team?.name ?? tenant)) as TeamsDesk) : null;
  };

  return async activity => {
    const desk = await find(activity);
    if (!desk) {
      context.log.warn({ desk: TEAMS }, 'A delivery from Teams is for a workspace that is not installed here.');
      return { status: 200 };
    }
    await desk.places.learn(activity);
    if (activity.type === 'invoke' || isPress(activity)) return interact(desk, activity);
    if (!concernsUs(activity) || !(await mayBeOurs(desk, activity))) return { status: 200 };
    if (await shownAtOnce(desk, activity)) return { status: 200 };
    const body = slim(activity) as unknown as Json;
    await keepDelivery(desk, { as: 'event', id: contentId(activity), body }, orderKey(activity));
    return { status: 200 };
  };
}

/** Teams delivers everything that is written in a team; messages in other threads are not stored. */
async function mayBeOurs(desk: TeamsDesk, activity: Activity): Promise<boolean> {
  const meant = understand(activity, desk.places.bot() ?? '');
  if (!/^(write|edit|delete|not-sent|through-app)$/.test(meant.as)) return true;
  const { channel, thread } = whereIs(activity);
  const age = desk.context.clock.now() - (momentOf(thread) ?? desk.context.clock.now());
  // Ours may be a moment younger than what is written in it.
  return age < YOUNG_MS || (await desk.context.thread(refOf(channel, thread))) !== null;
}

/** Words in the personal chat that only show something: there is nothing to keep. */
async function shownAtOnce(desk: TeamsDesk, activity: Activity): Promise<boolean> {
  const meant = understand(activity, desk.places.bot() ?? '');
  if (meant.as !== 'words' || !/^(home|settings|hi|hello|hey|start|menu)$/i.test(spoken(activity).trim())) return false;
  const user = personOf(activity.from, desk.places.bot() ?? '');
  if (!user) return false;
  desk
    .openHome(user)
    .catch(error => desk.context.log.warn({ desk: TEAMS, error: String(error) }, 'A home was not shown.'));
  return true;
}
