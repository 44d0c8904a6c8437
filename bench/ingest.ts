/**
 * A mailbox like a shop's after a year, read by the whole program on its first day, beside a plain loop that reads the same:
 * how fast, with how much memory, and what new mail and chats have of it meanwhile. Each is a program of its own.
 */
import { startDovecot } from '../tests/kit/far-sides/dovecot.ts';
import { startSmtp } from '../tests/kit/far-sides/smtp.ts';
import { median, ms, spread } from './figures.ts';
import { makeCorpus } from './ingest/corpus.ts';
import { bareRound, importRound, type Round, restartRound } from './ingest/round.ts';
import type { Result } from './run.ts';

const ROUNDS = 5;
const SEED = 2026;
const [SMALL, LARGE] = [2_000, 20_000];
const SHARE_MIN = 0.8;
/** Five times what FreeScout reads on the same machine. */
const PER_SECOND_MIN = 200;
const MEMORY_MAX_MB = 250;
const REST_MAX_MB = 150;
const DELAY_MAX_MS = 2_000;
const RESTART_MAX_MS = 3_000;

export async function benchIngest(): Promise<Result[]> {
  const dovecot = await startDovecot();
  const smtp = await startSmtp();
  const [small, large, bare] = [[] as Round[], [] as Round[], [] as Awaited<ReturnType<typeof bareRound>>[]];
  const restarts: number[] = [];
  try {
    const [less, more] = ['less@shop.example', 'more@shop.example'];
    dovecot.fill(less, SMALL, makeCorpus(SEED, SMALL));
    dovecot.fill(more, LARGE, makeCorpus(SEED, LARGE));
    const where = { dovecot, smtpPort: smtp.port };
    let grown = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      bare.push(await bareRound({ dovecot, user: less }));
      small.push(await importRound({ ...where, user: less, mails: SMALL, rested: true }));
      const last = await importRound({ ...where, user: more, mails: LARGE + grown, probed: true, rested: true });
      large.push(last);
      // What came meanwhile is in the mailbox from then on.
      grown += last.mailMs.length;
      restarts.push(await restartRound({ ...where, user: less, mails: SMALL }));
      console.log(`round ${round}: ${inWords(small.at(-1)!)}; ${inWords(last)}`);
    }
  } finally {
    dovecot.stop();
    await smtp.stop();
  }
  return results(small, large, bare, restarts);
}

function inWords({ mailsPerSecond, highestMb, restMb }: Round): string {
  return `${Math.round(mailsPerSecond)} mails/s, ${highestMb} MB, then ${restMb} MB`;
}

function results(
  small: Round[],
  large: Round[],
  bare: Awaited<ReturnType<typeof bareRound>>[],
  restarts: number[],
): Result[] {
  const speed = small.map(each => each.mailsPerSecond);
  const shares = speed.map((each, i) => each / bare[i]!.mailsPerSecond);
  const [least, share] = [Math.min(...speed), Math.min(...shares)];
  const plain = `${spread(bare.map(each => each.mailsPerSecond))} mails/s, ${spread(bare.map(each => each.highestMb))} MB, ${spread(
    bare.map(each => each.cpuSeconds),
    1,
  )} s of CPU: imapflow, mailparser, html-to-text, better-sqlite3 insert`;
  const delays = (of: (round: Round) => number[]) => large.flatMap(of);
  const [mails, chats] = [delays(each => each.mailMs), delays(each => each.chatMs)];
  const memory = (what: string, rounds: Round[]): Result[] => {
    const [high, rest] = [rounds.map(each => each.highestMb), rounds.map(each => each.restMb ?? Number.NaN)];
    return [
      row(
        `${what}: highest memory`,
        `${spread(high)} MB`,
        '-',
        `<= ${MEMORY_MAX_MB} MB`,
        Math.max(...high) <= MEMORY_MAX_MB,
      ),
      row(
        `${what}: memory a minute later`,
        `${spread(rest)} MB`,
        '-',
        `<= ${REST_MAX_MB} MB`,
        Math.max(...rest) <= REST_MAX_MB,
      ),
    ];
  };
  return [
    row(
      `Import of ${count(SMALL)} mails from Dovecot: all stored`,
      `${spread(speed)} mails/s, ${spread(shares, 2)} x; with every card ${spread(small.map(each => each.withCardsPerSecond))} mails/s`,
      plain,
      `>= ${SHARE_MIN} x, >= ${PER_SECOND_MIN} mails/s`,
      share >= SHARE_MIN && least >= PER_SECOND_MIN,
    ),
    row(
      `Import of ${count(LARGE)} mails: all stored`,
      `${spread(large.map(each => each.mailsPerSecond))} mails/s`,
      'the same with 2,000',
      '-',
      true,
    ),
    row(
      `Import of ${count(SMALL)} mails: processor time, cards included`,
      `${spread(
        small.map(each => each.cpuSeconds),
        1,
      )} s`,
      plain,
      '-',
      true,
    ),
    ...memory(`Import of ${count(SMALL)} mails`, small),
    ...memory(`Import of ${count(LARGE)} mails`, large),
    row(
      'A new mail to its card while old mail is imported',
      `${ms(median(mails))}, at worst ${ms(Math.max(...mails))}`,
      '-',
      '<= 2 s, at worst',
      Math.max(...mails) <= DELAY_MAX_MS,
    ),
    row(
      'A chat to its card meanwhile',
      `${ms(median(chats))}, at worst ${ms(Math.max(...chats))}`,
      '-',
      '<= 2 s, at worst',
      Math.max(...chats) <= DELAY_MAX_MS,
    ),
    row(
      'Killed with kill -9 in the middle of an import: from the next start to the next mail stored',
      `${spread(restarts)} ms`,
      '-',
      '<= 3 s',
      Math.max(...restarts) <= RESTART_MAX_MS,
    ),
  ];
}

function row(what: string, measured: string, baseline: string, target: string, ok: boolean): Result {
  return { what, measured, baseline, target, ok };
}

function count(n: number): string {
  return n.toLocaleString('en');
}
