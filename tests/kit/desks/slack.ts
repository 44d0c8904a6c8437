/** Hands and eyes of people in Slack, for the gate: the stand-in of Slack delivers what they do, signed, over HTTP. */
import type { GateDesk, GateDriver, Hands, Mention, Travels } from '../../contracts/gate/driver.ts';
import { startProgram } from '../../contracts/gate/program.ts';
import type { FakeChannel, FakePerson, FakeSlack } from '../far-sides/slack/hands.ts';
import { openSlack } from '../far-sides/slack/server.ts';
import type { Delivery, Json, Shown } from '../far-sides/slack/shapes.ts';
import { wireProblems } from '../far-sides/slack/wire.ts';
import { pushedTime } from '../pushed-time.ts';
import { wordsOf } from '../slack-shop.ts';
import { until } from '../world.ts';

/** Links and the like are pieces of their own: words are compared without what stands between them. */
const bare = (text: string) => text.replace(/\s+/g, '');

export const slackDriver: GateDriver = {
  kind: 'slack',
  lacks: {},
  open: async options => {
    const time = options.time ?? pushedTime();
    const slack = await openSlack({ now: time.measure.now });
    const team = slack.team();
    const people = {
      ann: team.person('Ann', { admin: true }),
      ben: team.person('Ben'),
      zoe: team.person('Zoë Martín'),
    };
    const room = team.channel('customers', { private: true, members: Object.values(people) });
    const group = team.usergroup('repairs', [people.ben]);
    const program = await startProgram(
      { ...options, time },
      {
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: team.botToken,
        SLACK_ROOM: room.id,
        SLACK_SIGNING_SECRET: slack.signingSecret,
      },
    );
    slack.deliverTo(`${program.url}/slack/events`);
    const idOf = (name: string) => Object.values(people).find(each => each.name === name)!.id;
    const outsider = (who: string, because: 'stranger' | 'not-in-room', person: FakePerson) => ({
      who,
      because,
      hands: handsOf(slack, room, person, idOf),
    });
    const eve = team.person('Eve', { otherTeam: 'T0ELSEWHERE' });
    const mentions: Mention[] = [
      { how: 'by id', text: `<@${people.ben.id}>` },
      { how: 'by id, of a name with a space and accents', text: `<@${people.zoe.id}>` },
      { how: 'a group', text: `<!subteam^${group}>` },
      { how: 'whoever is here', text: '<!here>' },
      { how: 'everybody in the channel', text: '<!channel>' },
      { how: 'everybody', text: '<!everyone>' },
      { how: 'by a name that was only typed', text: '@Ben' },
      { how: 'by a name with a space and accents that was only typed', text: '@Zoë Martín' },
      { how: 'by its parts and marks', text: '@Zoë Martín'.normalize('NFD') },
      { how: 'by a wide @', text: '＠ben' },
      { how: 'everybody, only typed', text: '@channel' },
    ];
    return {
      program,
      ann: handsOf(slack, room, people.ann, idOf),
      ben: handsOf(slack, room, people.ben, idOf),
      zoe: handsOf(slack, room, people.zoe, idOf),
      outsiders: [
        outsider('somebody of another company', 'stranger', eve),
        outsider('a closed account', 'stranger', team.person('Old', { deleted: true })),
        outsider('a colleague who is not in the room', 'not-in-room', team.person('Olga')),
        outsider('a guest who is not in the room', 'not-in-room', team.person('Gus', { guest: true })),
      ],
      mentions,
      ...eyesOn(slack, room),
      loseAnswer: () => slack.fail('chat.postMessage', 'reset-after', 1),
      problems: () =>
        wireProblems(slack, {
          allow: [new RegExp(`^<https://${team.domain}\\.slack\\.com/archives/`), /^<#[CG][A-Z0-9]+>$/],
          pace: false,
        }),
      stop: async () => {
        await slack.quiet();
        await program.stop();
        await slack.close();
      },
    };
  },
};

type Eyes = Pick<GateDesk, 'thread' | 'posts' | 'files' | 'card' | 'notices' | 'arrive' | 'delivered' | 'redeliver'>;

function eyesOn(slack: FakeSlack, room: FakeChannel): Eyes {
  return {
    thread: words =>
      until(() => room.messages().find(each => wordsOf(each).includes(words))?.ts, `the card of "${words}"`, 60_000),
    posts: async ts => room.thread(ts).slice(1).map(wordsOf),
    files: async ts => room.thread(ts).flatMap(each => (each.files ?? []).map((file: Json) => String(file.name))),
    card: async ts => wordsOf(room.message(ts) ?? {}),
    notices: async () => room.messages().map(wordsOf),
    arrive: async () => {
      await slack.deliverHeld();
      await slack.quiet();
    },
    delivered: () => slack.quiet(),
    redeliver: async () => {
      for (const each of new Map(slack.deliveries.map(one => [one.body, one])).values())
        if (each.kind === 'event' || each.kind === 'interaction') await slack.redeliver(each, 1);
    },
  };
}

function handsOf(slack: FakeSlack, room: FakeChannel, person: FakePerson, idOf: (name: string) => string): Hands {
  /** What was delivered last, once more for each further time. */
  const repeated = async (which: (each: Delivery) => boolean, { keptBack = false, times = 1 }: Travels = {}) => {
    if (keptBack) return;
    await slack.quiet();
    const last = slack.deliveries.findLast(which);
    for (let i = 1; i < times; i++) await slack.redeliver(last!, Math.min(i, 3));
  };
  const isInteraction = (each: Delivery) => each.kind === 'interaction';
  const root = (ts: string) => room.message(ts) ?? ({ ts, channel: room.id } as Shown);
  return {
    name: person.name,
    write: async (thread, text, how = {}) => {
      const files = how.file ? { files: [how.file] } : {};
      const ts = await person.say(room, text, { thread, rich: true, hold: how.keptBack ?? false, ...files });
      await repeated(each => each.body.event?.ts === ts && each.body.event?.type === 'message', how);
      return ts;
    },
    edit: async (_thread, post, text, how = {}) => {
      await person.edit(room, post, text, { rich: true, hold: how.keptBack ?? false });
      await repeated(each => each.body.event?.subtype === 'message_changed', how);
    },
    remove: async (_thread, post) => {
      await person.remove(room, post);
      await slack.quiet();
    },
    press: async (thread, button) => void (await person.press(root(thread), button)),
    preview: async (thread, text) => {
      const found = person
        .ephemerals(room)
        .findLast(
          each =>
            each.thread_ts === thread &&
            bare(wordsOf(each)).includes(bare(text)) &&
            JSON.stringify(each.blocks ?? []).includes('"reply.send"'),
        );
      if (!found) return null;
      return {
        words: wordsOf(found),
        send: async ({ by, ...how } = {}) => {
          if (by) return forge(slack, person, found, { id: idOf(by.name), name: by.name, username: by.name });
          await person.press(found, 'reply.send');
          await repeated(isInteraction, how);
        },
      };
    },
    held: async thread => {
      const found = [...room.thread(thread), ...person.ephemerals(room).filter(each => each.thread_ts === thread)].find(
        each => JSON.stringify(each.blocks ?? []).includes('"reply.undo"'),
      );
      return found ? { words: wordsOf(found), undo: async () => void (await person.press(found, 'reply.undo')) } : null;
    },
    reply: async (thread, text, how) => {
      await person.press(root(thread), 'enquiry.reply');
      const answer = await person.submit(await until(() => person.openView(), 'the form'), { text });
      if (answer.trouble) throw new Error(`Slack showed ${answer.trouble}.`);
      await repeated(each => each.body.type === 'view_submission', how);
    },
    told: async () => [...person.ephemerals(), ...person.dms()].map(wordsOf).join('\n'),
  };
}

/** A press of somebody who was never shown the button: made up from one that its owner would send. */
async function forge(slack: FakeSlack, owner: FakePerson, shown: Shown, by: Json): Promise<void> {
  const before = slack.deliveries.length;
  await owner.press(shown, 'reply.keep');
  const made = structuredClone(slack.deliveries.slice(before).find(each => each.kind === 'interaction')!.body);
  Object.assign(made.user, by);
  made.actions[0].action_id = 'reply.send';
  made.actions[0].action_ts = `${Number(made.actions[0].action_ts) + 1}`;
  await slack.deliver(new URLSearchParams({ payload: JSON.stringify(made) }).toString(), {
    contentType: 'application/x-www-form-urlencoded',
  });
}
