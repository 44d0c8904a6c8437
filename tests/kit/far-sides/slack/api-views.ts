/** views.*: opening by a trigger, pushing, replacing with a hash, and publishing the home. */
import { badArguments, type Call, type Method, no } from './call.ts';
import type { Json } from './shapes.ts';
import type { View } from './state.ts';
import { checkView, homeOf, openModal, publishHome, pushModal, replaceView, showView, stackOf } from './views.ts';

/** A trigger lives 3 s and opens one thing. */
const TRIGGER_MS = 3_000;

/** The user whose trigger it is, or why it opens nothing. A view that is refused does not use it up. */
function triggered({ world, team, args }: Call): { userId: string; viewType: string | null } | Json {
  if (!args.trigger_id) return badArguments('missing required field: trigger_id');
  const trigger = world.triggers.get(args.trigger_id);
  if (!trigger || trigger.teamId !== team.id) return no('invalid_trigger_id');
  if (trigger.used) return no('exchanged_trigger_id');
  if (world.now() - trigger.at > TRIGGER_MS) return no('expired_trigger_id');
  return { userId: trigger.userId, viewType: trigger.viewType };
}

function refused(call: Call, type: 'modal' | 'home'): Json | null {
  const errors = checkView(call.world, call.args.view, type);
  return errors.length ? badArguments(...errors) : null;
}

const open: Method = call => {
  const { world, team, args } = call;
  const bad = refused(call, 'modal');
  if (bad) return bad;
  const spent = triggered(call);
  if (!spent.userId) return spent as Json;
  world.triggers.get(args.trigger_id)!.used = true;
  return { ok: true, view: showView(world, openModal(world, team, spent.userId, args.view)) };
};

const push: Method = call => {
  const { world, team, args } = call;
  const bad = refused(call, 'modal');
  if (bad) return bad;
  const spent = triggered(call);
  if (!spent.userId) return spent as Json;
  if (spent.viewType !== 'modal' || !stackOf(world, team, spent.userId).length)
    return badArguments(
      "must match the `type` of the root view whose stack we're pushing onto [json-pointer:/view/type]",
    );
  world.triggers.get(args.trigger_id)!.used = true;
  const view = pushModal(world, team, spent.userId, args.view);
  return view ? { ok: true, view: showView(world, view) } : no('push_limit_reached');
};

const update: Method = call => {
  const { world, team, args } = call;
  if (args.view_id && args.external_id) return badArguments('Cannot provide both `view_id` and `external_id`');
  if (!args.view_id && !args.external_id) return badArguments('missing required field: view_id');
  const view: View | undefined = args.view_id
    ? world.views.get(args.view_id)
    : [...world.views.values()].find(each => each.teamId === team.id && each.body.external_id === args.external_id);
  if (!view || view.teamId !== team.id) return no('not_found');
  const bad = refused(call, view.body.type);
  if (bad) return bad;
  if (args.hash && args.hash !== view.hash) return no('hash_conflict');
  replaceView(world, view, args.view);
  return { ok: true, view: showView(world, view) };
};

const publish: Method = call => {
  const { world, team, args } = call;
  if (!args.user_id) return badArguments('missing required field: user_id');
  if (!team.people.has(args.user_id)) return badArguments('user_id not found');
  const bad = refused(call, 'home');
  if (bad) return bad;
  const known = homeOf(world, team, args.user_id);
  if (args.hash && known && args.hash !== known.hash) return no('hash_conflict');
  return { ok: true, view: showView(world, publishHome(world, team, args.user_id, args.view)) };
};

export const VIEWS: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
