import { afterEach, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/desk/commands.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

/** What no command, button or form can be made of; each would have been tried again for an hour or passed over in silence. */
const HOPELESS: [what: string, words: string][] = [
  ['wildcards', '%%%%%%%%%%'],
  ['very many wildcards', '%_\\'.repeat(16_000)],
  ['an escape at the end', 'x\\'],
  ['quotes and SQL', `'; drop table enquiries; -- " \` )`],
  ['search syntax', '"a" AND NOT (b* : NEAR/3 {c}) ^d | ! & <-> :*'],
  ['a regular expression', '(a+)+$ [a-z]{9999} (?<=x) \\1 \\p{L'],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['10,000 words', 'kettle '.repeat(10_000)],
  ['a long word of another script', '水'.repeat(3_000)],
  ['NUL', 'ma\u0000ya'],
  ['a lone surrogate', 'maya \ud83d'],
  ['pictures that are cut in the middle', `a${'😀'.repeat(2_000)}`],
  ['a number that no enquiry has', '99999999999999999999 99999999999999999999'],
  ['numbers that are none', '1e308 -5'],
  ['fractions', '1.5 0.3'],
  ['negative', '-1 -1'],
  ['names of every object', '__proto__ constructor toString'],
  ['dates that are none', '2026-02-30 0000-00-00'],
  ['a date far away', '9999-12-31 275760-09-13'],
  ['right to left and invisible', '\u202e\u200b\u2066abc\u0007'],
  ['line ends', 'a\r\nb\u2028c\n\n\n'],
  ['markup', '<!channel> <@U1> <script>alert(1)</script> *a* _b_'],
  ['only spaces', ' \t\u00a0\u3000 '],
];

/** Commands whose words go on: what they are given is read by others. */
const SECOND_WORDS = [
  'expert add',
  'expert list',
  'expert hours',
  'expert hours 9-12',
  'expert asks',
  'hints off',
  'replies add',
  'replies edit',
  'replies retire',
  'resolve this',
];

interface Asked {
  /** What the person was told; null for nothing. */
  told: string | null;
}

let closing = async () => {};
afterEach(() => closing());

async function openOn(kind: ReturnType<typeof engineKinds>[number]) {
  const opened = await kind.open();
  const at = await openHouse({ engine: opened.engine });
  const { store } = at.house.parts;
  await at.provider.write('maya@example.com', 'My kettle rattles.', { name: 'Maya' });
  await at.settle();
  const [enquiry] = await store.openEnquiries(1);
  const thread = (await store.thread(enquiry!.id))!.ref;
  const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
  const room = (await store.rooms())[0]!.id;
  const shelf = store.shelf('desk:practice');
  let n = 0;
  const act = async (action: object): Promise<Asked> => {
    const id = `hopeless-${++n}`;
    await at.house.act({ id, by, ...action } as StaffAction);
    await at.settle();
    const [answer] = await shelf.latest(`answers:${by.deskRef}`, 1);
    const [whisper] = await shelf.latest(`private:${thread}:${by.deskRef}`, 1);
    if (answer?.key === `answer:${id}`) return { told: (answer.value as { text: string }).text };
    if (whisper?.key === `refused:${id}`) return { told: (whisper.value as { words: string }).words };
    return { told: null };
  };
  closing = opened.close;
  return { at, act, thread, room, enquiryId: enquiry!.id };
}

/** Nothing was tried again, and nothing waits to be. */
async function expectNoSecondTry({ log, engine }: TestHouse, what: string): Promise<void> {
  expect({ what, failed: log.lines.filter(each => each.level !== 'info' && each.level !== 'debug') }).toEqual({
    what,
    failed: [],
  });
  const [left] = await engine.rows<{ n: number }>(
    `select count(*) as n from jobs where state <> 'ready' or attempts > 0`,
    [],
  );
  expect({ what, left: Number(left?.n) }).toEqual({ what, left: 0 });
}

/** PostgreSQL is asked a third of the pairs, each argument and each command among them: SQLite is asked all of them. */
const THIRD = 3;

describe.each(engineKinds())('what can never succeed is answered at once, on $name', kind => {
  const isAsked = (n: number) => kind.name === 'sqlite' || n % THIRD === 0;

  test.skipIf(!kind.there)('every command with every hopeless argument', { timeout: 180_000 }, async () => {
    const { at, act, room } = await openOn(kind);
    const typed = [...COMMANDS.map(each => each.word), ...SECOND_WORDS, '', 'nonsense'];
    for (const [n, word] of typed.entries())
      for (const [m, [what, words]] of HOPELESS.entries()) {
        if (!isAsked(n + m)) continue;
        const { told } = await act({ do: 'command', room, words: `${word} ${words}` });
        const which = `${word || 'nothing'} with ${what}`;
        await expectNoSecondTry(at, which);
        expect({ which, told }).toEqual({ which, told: expect.stringMatching(/\S/) });
        // An answer is read on a phone: what was typed is not said back whole.
        if (word !== 'log') expect({ which, chars: (told?.length ?? 0) < 4_000 }).toEqual({ which, chars: true });
      }
  });

  test.skipIf(!kind.there)('buttons, values, forms and choices that nobody knows', { timeout: 180_000 }, async () => {
    const { at, act, thread, enquiryId } = await openOn(kind);
    const values = [
      '',
      'enq_0000000000000000000',
      'rep_000 x',
      'rem_000',
      'msg_0',
      `${enquiryId} msg_0`,
      `${enquiryId} staff_0`,
      `${enquiryId} enq_0`,
      ...HOPELESS.slice(0, 12).map(([, words]) => words),
    ];
    const buttons = [
      'enquiry.nonsense',
      '',
      'constructor',
      '__proto__',
      'enquiry.claim\u0000',
      'x'.repeat(10_000),
      'enquiry.similar',
      'enquiry.handover',
      'enquiry.merge',
      'enquiry.allow',
      'reply.undo',
      'reply.send',
      'reply.keep',
      'reply.correct',
      'reply.only',
      'message.send_to_customer',
      'answer.show',
      'customer.block',
      'enquiry.snooze',
      'expert.join',
      'hint.why',
      'hint.mute',
      'saved.take',
      'answer.use',
      'customer.join',
      'customer.part',
      'practice.start',
      'reminder.add',
      'reminder.later',
      'command.run',
    ];
    const pairs = buttons.flatMap((button, n) =>
      values.flatMap((value, m) => (isAsked(n + m) ? [{ button, value }] : [])),
    );
    // Of an enquiry that is there, these can be done.
    for (const button of ['enquiry.expert', 'expert.join', 'shield.pass', 'customer.pause', 'answer.unlike'])
      pairs.push({ button, value: 'enq_0000000000000000000 staff_0000000000000000000' });
    for (const { button, value } of pairs) {
      // In a thread and outside of one.
      const where = value.length % 2 ? thread : null;
      const { told } = await act({ do: 'press', thread: where, button, value });
      const which = `${button.slice(0, 40)} of ${value.slice(0, 40)}`;
      await expectNoSecondTry(at, which);
      expect({ which, told }).toEqual({ which, told: expect.stringMatching(/\S/) });
    }
    const forms: [form: string, enquiry: string | null, values: Record<string, string>][] = [
      ['nonsense.form', enquiryId, {}],
      ['__proto__', enquiryId, {}],
      ['reply.form', 'enq_0', { text: 'x' }],
      ['reply.form', null, { text: 'x' }],
      ['snooze.form', enquiryId, { until: 'never' }],
      ['snooze.form', enquiryId, {}],
      ['handover.form', enquiryId, { to: 'staff_0' }],
      ['handover.form', enquiryId, { to: 'a\u0000' }],
      ...HOPELESS.map(([, words]): [string, string, Record<string, string>] => [
        'merge.form',
        enquiryId,
        { into: words },
      ]),
    ];
    for (const [form, enquiry, given] of forms) {
      const { told } = await act({ do: 'submit', form, enquiryId: enquiry, submit: 'x', values: given });
      const which = `${form} with ${JSON.stringify(given).slice(0, 60)}`;
      await expectNoSecondTry(at, which);
      expect({ which, told }).toEqual({ which, told: expect.stringMatching(/\S/) });
    }
  });
});
