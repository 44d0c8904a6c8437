/**
 * The two weeks before the demo: the shop lives them in a few seconds, on a clock that is put forward from one thing to
 * the next. What is there afterwards (cards, threads, figures, ratings) came about as it does every day.
 */
import type { EmailChannel } from '../../../adapters/channels/email/taken.ts';
import { openParts } from '../../app/compose.ts';
import { systemClock } from '../../app/world.ts';
import { DAY, type DurationMs, HOUR, type Instant, MINUTE, SECOND } from '../../core/time.ts';
import { makeSlots } from '../../outbox/slots.ts';
import type { Clock } from '../../ports/clock.ts';
import { makeHttp } from '../../server/http.ts';
import { makeLog } from '../../server/log.ts';
import type { Start } from '../../settings/start.ts';
import { makeJobStore } from '../../store/queries/jobs.ts';
import { type Hands, handsAt } from './hands.ts';
import { ASKERS, type Asker, EDITH, MATTERS, MAYA, type Matter, ROSA, TOM } from './people.ts';

const DAYS = 14;
/** On Mondays most write; on Sundays hardly anybody. From Sunday on. */
const A_DAY = [1, 5, 4, 3, 4, 4, 2];
const OPENS = 8 * HOUR;
/** After this nothing of the past happens: the present begins with what is open. */
const QUIET: DurationMs = 20 * MINUTE;
/** The reminder of who waits too long comes while somebody watches. */
const LATE_IN: DurationMs = 50 * SECOND;
/** Mostly happy, as customers of such a shop are. */
const SCORES = [5, 4, 5, 5, 3, 5, 2];
const COLLEAGUES = ['Ben', 'Chidi', 'Zoë Martín'];

interface Step {
  at: Instant;
  do(): Promise<unknown>;
}

/** One enquiry of the past, from first message to resolution, by whom and how fast. */
interface Case {
  from: Asker;
  matter: Matter;
  at: Instant;
  by: string;
  claimAfter: DurationMs;
  answerAfter: DurationMs;
  /** Null: it is not resolved. */
  resolveAfter: DurationMs | null;
  talk?: string;
  score?: number;
}

interface Living {
  now: Instant;
  url: string;
  hands: Hands;
  /** After this a mail that nobody answered is late; null: never. */
  mailWithin: DurationMs | null;
  mailbox: EmailChannel;
  /** The newest enquiry, by the number on its card. */
  latest(): Promise<{ number: number; id: string; thread: string } | null>;
}

/** Fills an empty database, which nothing else has open. */
export async function livePast(start: Start): Promise<void> {
  const now = systemClock.now();
  let time = now - (DAYS + 1) * DAY;
  const clock: Clock = { ...systemClock, now: () => time };
  const log = makeLog('silent');
  const opened = await openParts(start, log, null, { alone: true, clock, prepare: true, synchronous: 'OFF' });
  const http = makeHttp(opened.routes(), log);
  try {
    const { house, engine } = opened;
    const port = await http.listen('127.0.0.1', 0);
    http.opened();
    const jobs = makeJobStore(engine, house.parts.workspaceId);
    const { store } = house.parts;
    let number = 0;
    const url = `http://127.0.0.1:${port}`;
    const mailbox = house.channels().find(each => 'take' in each) as EmailChannel;
    const living: Living = {
      now,
      url,
      hands: handsAt(url),
      mailWithin: house.parts.answerWithin(mailbox.kind),
      mailbox,
      latest: async () => {
        const enquiry = await store.enquiryByNumber(number + 1);
        const thread = enquiry && (await store.thread(enquiry.id));
        return enquiry && thread ? { number: ++number, id: enquiry.id, thread: thread.ref } : null;
      },
    };
    const due = makeSlots().free();
    /** Everything that is due until then is done at its own time. */
    const goOn = async (until: Instant) => {
      for (;;) {
        await house.worker.drain();
        const next = await jobs.nextDue(time, due);
        if (next === null || next > until) break;
        time = Math.max(time, next);
      }
      time = Math.max(time, until);
    };
    await house.remind();
    for (const step of stepsOf(living)) {
      await goOn(step.at);
      await step.do();
      await house.worker.drain();
    }
    await goOn(now - QUIET);
    await house.remind();
    await house.worker.drain();
    // What they were answered then is nothing to look at now.
    for (const person of ['Ann', ...COLLEAGUES]) await living.hands.dismiss(person);
    await goOn(now);
  } finally {
    await http.close();
    await opened.close();
  }
}

function stepsOf(living: Living): Step[] {
  const { now } = living;
  const all = [...usual(now), ...special(now)].filter(each => each.at < now - QUIET);
  const steps = all.flatMap(each => stepsOfCase(living, each));
  if (living.mailWithin !== null) steps.push(late(living, now - living.mailWithin + LATE_IN));
  return steps.filter(each => each.at < now).sort((a, b) => a.at - b.at);
}

/** Nobody has taken this one. */
function late({ mailbox }: Living, at: Instant): Step {
  const matter = {
    subject: 'Forty cups for a wedding',
    text: 'Good morning, we marry on the 12th and would love forty of your small cups for our guests. Is that possible, and is there a price for so many?',
  };
  return { at, do: () => mailbox.take(mailOf(EDITH, matter, at, mailbox.address)) };
}

/** What comes in day after day, the same in each demo. */
function usual(now: Instant): Case[] {
  const today = now - (now % DAY);
  const cases: Case[] = [];
  for (let ago = DAYS; ago >= 0; ago--) {
    const day = today - ago * DAY;
    const count = A_DAY[new Date(day).getUTCDay()] ?? 0;
    for (let i = 0; i < count; i++) {
      const n = cases.length;
      const matter = MATTERS[(n * 3 + ago) % MATTERS.length]!;
      const at = day + OPENS + ((n * 53) % 120) * MINUTE + i * 100 * MINUTE;
      const answerAfter = matter.by === 'chat' ? (2 + (n % 4)) * MINUTE : (9 + ((n * 37) % 95)) * MINUTE;
      const resolveAfter = answerAfter + (2 + ((n * 17) % 40)) * MINUTE;
      // Whoever had one of these in hand would have their first step behind them before they saw it.
      if (at + resolveAfter >= now - QUIET) continue;
      cases.push({
        from: ASKERS[(n * 5) % ASKERS.length]!,
        matter,
        at,
        by: n % 6 === 5 ? 'Ann' : COLLEAGUES[n % COLLEAGUES.length]!,
        claimAfter: Math.min(answerAfter - MINUTE, (3 + ((n * 11) % 30)) * MINUTE),
        answerAfter,
        resolveAfter,
        ...(n % 4 === 1 && matter.by === 'mail' ? { talk: '// I have just asked the workshop, they know.' } : {}),
        ...(n % 3 !== 2 ? { score: matter.reason === 'Praise' ? 5 : SCORES[n % SCORES.length]! } : {}),
      });
    }
  }
  return cases;
}

/** Those that matter for what somebody sees first: earlier enquiries, one that waits for its customer, one that is late. */
function special(now: Instant): Case[] {
  const quick = { claimAfter: 6 * MINUTE, answerAfter: 21 * MINUTE, resolveAfter: 25 * MINUTE };
  return [
    {
      from: MAYA,
      matter: {
        by: 'mail',
        subject: 'A kettle for an induction hob',
        text: 'Hello, which of your kettles works on an induction hob? We drink a lot of tea.',
        answer: 'Hello Maya, the morning kettle does, and it holds seven cups. I have put one aside for you.',
        reason: 'Question',
      },
      at: now - 9 * DAY - 3 * HOUR,
      by: 'Zoë Martín',
      ...quick,
      score: 5,
    },
    {
      from: TOM,
      matter: {
        by: 'mail',
        subject: 'Six small pots for our office',
        text: 'Good morning, can we order six small pots on invoice? We are a company of nine.',
        answer: 'Good morning, you can. The invoice comes with the parcel, and you have thirty days.',
        reason: 'Order',
      },
      at: now - 6 * DAY - 5 * HOUR,
      by: 'Ben',
      ...quick,
    },
    {
      from: ROSA,
      matter: {
        by: 'mail',
        subject: 'The glaze of my bowl has a crack',
        text: 'Hello, there is a fine crack in the glaze of the large bowl. Is it still safe to eat from?',
        answer: 'Hello Rosa, could you send me a photo of it? Then the potter can say.',
        reason: 'Question',
      },
      at: now - DAY - 2 * HOUR,
      by: 'Chidi',
      ...quick,
      resolveAfter: null,
      talk: '@Ben is this the batch from the new kiln?',
    },
  ];
}

function stepsOfCase({ url, hands, mailbox, latest }: Living, it: Case): Step[] {
  const { from, matter, at, by } = it;
  // Each in a chat of its own.
  const visitor = handsAt(url);
  let opened: { id: string; thread: string } | null = null;
  const then = (after: DurationMs, act: (enquiry: { id: string; thread: string }) => Promise<unknown>): Step => ({
    at: at + after,
    do: async () => (opened ? act(opened) : null),
  });
  const arrives = async () => {
    if (matter.by === 'mail') await mailbox.take(mailOf(from, matter, at, mailbox.address));
    if (matter.by === 'chat') await visitor.chat(from.name, matter.text);
    if (matter.by === 'call')
      await hands.act(by, {
        do: 'submit',
        form: 'log.form',
        enquiryId: null,
        submit: 'log',
        values: { who: from.name, what: matter.text, how: 'phone', callback: 'no' },
      });
  };
  const first: Step[] = [
    { at, do: arrives },
    // Its card is there a moment later.
    {
      at: at + SECOND,
      do: async () => {
        opened = await latest();
      },
    },
  ];
  if (matter.by === 'call') return first;
  const { talk, score, resolveAfter } = it;
  return [
    ...first,
    then(it.claimAfter, ({ id, thread }) => hands.press(by, thread, 'enquiry.claim', id)),
    ...(talk
      ? [then(it.claimAfter + MINUTE / 2, ({ thread }) => hands.act(by, { do: 'write', thread, text: talk }))]
      : []),
    then(it.answerAfter, ({ id }) => hands.reply(by, id, matter.answer)),
    ...(matter.by === 'chat' ? [then(it.answerAfter + MINUTE / 2, () => visitor.reads(from.name))] : []),
    ...(resolveAfter === null
      ? []
      : [
          then(resolveAfter, ({ id }) =>
            hands.act(by, {
              do: 'submit',
              form: 'resolve.form',
              enquiryId: id,
              submit: 'resolve',
              values: { reason: matter.reason },
            }),
          ),
        ]),
    ...(score && resolveAfter ? [then(resolveAfter + HOUR, () => rates(hands, from, score))] : []),
  ];
}

async function rates(hands: Hands, { address }: Asker, score: number): Promise<void> {
  const asked = (await hands.mailbox()).find(each => each.to === address && each.text.includes('/rate/'));
  const link = asked && /\/rate\/[^\s>)\]]+/.exec(asked.text)?.[0];
  if (link) await hands.rate(link, score);
}

/** A mail with its date, as a mail server hands it in. */
function mailOf(
  { name, address }: Asker,
  { subject, text }: Pick<Matter, 'subject' | 'text'>,
  at: Instant,
  to: string,
) {
  const head = [
    `From: ${name} <${address}>`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${new Date(at).toUTCString()}`,
    `Message-ID: <${at}.${address}>`,
    'Content-Type: text/plain; charset=utf-8',
  ];
  return { raw: Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}\r\n`), from: address, to: [to] };
}
