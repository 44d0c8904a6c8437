import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawAnswer } from '../../../../adapters/desks/teams/drawing/answer.ts';
import { CARD_BYTES_MAX, findMarker, marker } from '../../../../adapters/desks/teams/drawing/budget.ts';
import {
  drawCard,
  drawEntry,
  drawMark,
  drawPointer,
  drawPrivate,
  drawReply,
} from '../../../../adapters/desks/teams/drawing/cards.ts';
import type { Card } from '../../../../adapters/desks/teams/drawing/elements.ts';
import { drawFile, drawPicture } from '../../../../adapters/desks/teams/drawing/files.ts';
import { drawForm, drawWhole, drawWords } from '../../../../adapters/desks/teams/drawing/forms.ts';
import { drawPage } from '../../../../adapters/desks/teams/drawing/home.ts';
import { GREETING, greeting, homePage } from '../../../../src/desk/home-page.ts';
import type { ChartView } from '../../../../src/ports/answer.ts';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { CardView, FormView, HomeView, MarkView, MessageView, PrivateView } from '../../../../src/ports/views.ts';
import { parserProblems, schemaProblems } from '../../../kit/card-schema.ts';

const AWKWARD = [
  '',
  ' ',
  '\n\n\n',
  'Hello, my kettle is broken.',
  '**bold** _it_ [click](https://evil.example) `code` # head\n- list\n1. one\n> quote\n---\n|a|b|\n|-|-|',
  '<at>Ann Baker</at> <AT id="0">x</AT> </at> & &lt;at&gt;',
  '{{DATE(2026-01-01T00:00:00Z,SHORT)}} {{TIME(2026-01-01T00:00:00Z)}} ${name} {{{x}}}',
  'שלום, הקומקום שלי מקולקל 123 abc',
  '\u202egnp.exe \u2067x\u2069 \u200fy',
  '🤷🏽‍♀️👨‍👩‍👧‍👦🏳️‍🌈',
  'a\u0000b\u0007c\u001bd\r\ne\rf',
  'a\ud800b\udc00c',
  'see https://shop.example/orders/1184?a=b&c=d, https://user@evil.example/ and https://xn--pypal-4ve.com/ http://',
  '"quoted" \\ back\\slash \u2028 \u2029',
  'z\u0300\u0301\u0302\u0303'.repeat(50),
  'x'.repeat(5_000),
  '👍'.repeat(4_000),
  '"\\\n'.repeat(3_000),
  'https://a.example/b '.repeat(400),
  'one line\n'.repeat(2_000),
];
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...AWKWARD) },
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constant('w'.repeat(300_000)) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);
/** None, a few, or as many as there may be. */
const some = <T>(of: fc.Arbitrary<T>, maxLength: number) =>
  fc.oneof(fc.array(of, { maxLength: 3 }), fc.array(of, { minLength: maxLength, maxLength }));
/** What goes out and comes back as it is: ids, hardly anything else. */
const value = (maxLength: number) => fc.string({ maxLength }).map(each => each.replaceAll('<', ''));
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const moment = fc.integer({ min: 0, max: 4e12 });
const button: fc.Arbitrary<ButtonView> = fc
  .record({
    id: fc.constantFrom(
      ...([
        'enquiry.claim',
        'enquiry.reply',
        'enquiry.snooze',
        'enquiry.spam',
        'customer.block',
        'reply.send',
      ] as const),
      ...(['enquiry.resolve', 'message.show_all', 'enquiry.merge'] as const),
    ),
    label: text,
    value: value(100),
    look: fc.constantFrom('primary' as const, 'plain' as const, 'danger' as const),
    confirm: fc.option(text, { nil: undefined }),
    whose: fc.constantFrom(undefined, 'owner' as const, 'others' as const),
  })
  .map(each => each as ButtonView);
const message: fc.Arbitrary<MessageView> = fc
  .record({
    messageId: fc.constant('msg_1'),
    customer: text,
    machine: fc.option(text, { nil: undefined }),
    address: text,
    text,
    full: orNull(text),
    folded: some(fc.record({ why: fc.constant('quote'), text, label: text }), 30),
    attachments: some(fc.record({ id: fc.constant('att_1'), name: text, bytes: fc.nat(), withheld: orNull(text) }), 40),
    warnings: some(text, 10),
    details: some(fc.record({ label: text, value: text, vouched: fc.constantFrom(undefined, true as const) }), 20),
    others: some(text, 20),
    writtenAt: moment,
  })
  .map(each => each as MessageView);
const card: fc.Arbitrary<CardView> = fc
  .record({
    enquiryId: fc.constant('enq_1'),
    number: fc.nat(),
    version: fc.nat(),
    status: fc.constantFrom('open', 'waiting', 'snoozed', 'resolved', 'spam', 'merged'),
    statusWords: text,
    owner: orNull(text),
    ownerId: fc.constant(null),
    channel: text,
    channelKind: text,
    direction: fc.constantFrom(null, 'PUBLIC'),
    subject: orNull(text),
    message,
    customerMessages: fc.nat(),
    waitingSince: orNull(moment),
    contactReason: orNull(text),
    earlier: some(fc.record({ number: fc.nat(), subject: orNull(text), outcome: text }), 3),
    help: some(fc.record({ words: text, buttons: some(button, 3) }), 3),
    buttons: some(button, 10),
    menu: some(button, 30),
    summary: text,
  })
  .map(each => each as CardView);
const mark: fc.Arbitrary<MarkView> = fc.record({
  state: fc.constantFrom('held', 'sent', 'delivered', 'failed', 'unsure', 'withdrawn', 'stopped'),
  words: text,
  until: fc.constant(null),
  buttons: some(button, 3),
  version: fc.nat(),
});
const privately: fc.Arbitrary<PrivateView> = fc.record({
  words: text,
  quote: orNull(fc.record({ label: text, text })),
  hints: some(text, 30),
  buttons: some(button, 8),
  tone: fc.constantFrom('preview', 'notice', 'refusal'),
  post: fc.constant(null),
});
const chart: fc.Arbitrary<ChartView> = fc.record({
  title: text,
  alt: text,
  bars: some(text, 20),
  series: fc.array(fc.record({ name: text, values: some(fc.nat(), 20) }), { minLength: 1, maxLength: 5 }),
  line: orNull(fc.record({ name: text, values: some(fc.nat(), 20) })),
  unit: text,
});
const line = fc.record({
  enquiryId: fc.constant('enq_1'),
  number: fc.nat(),
  words: text,
  thread: orNull(fc.constant('t')),
});
const home = fc
  .record({
    mine: some(line, 15),
    unclaimed: some(line, 15),
    drafts: some(
      fc.record({ enquiryId: fc.constant('enq_1'), words: text, text, buttons: some(button, 3), thread: orNull(text) }),
      5,
    ),
    seenAs: fc.option(text, { nil: undefined }),
    settings: orNull(
      fc.record({
        rooms: some(
          fc.record({
            id: fc.constant('room_1'),
            name: text,
            deskRef: orNull(text),
            reply: fc.constantFrom('preview', 'direct'),
            fixed: fc.boolean(),
          }),
          20,
        ),
        channels: some(
          fc.record({
            id: value(40),
            name: text,
            label: text,
            words: text,
            paste: orNull(fc.record({ label: text, line: text })),
            ok: fc.boolean(),
            fixed: fc.boolean(),
          }),
          20,
        ),
        kinds: some(fc.record({ kind: value(20), connect: text }), 5),
        hold: text,
        hours: text,
        answer: text,
        names: text,
        fixed: fc.record({ hold: fc.boolean(), hours: fc.boolean(), answer: fc.boolean(), names: fc.boolean() }),
        troubles: some(text, 5),
      }),
    ),
  })
  .map(each => each as HomeView);
const formView: fc.Arbitrary<FormView> = fc
  .record({
    id: fc.constant('settings.form'),
    title: text,
    enquiryId: fc.constant(null),
    about: value(100),
    fields: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('text', 'who', 'how', 'to', 'place', 'password', 'of', 'submit', 'deskhand'),
        label: text,
        kind: fc.constantFrom('text', 'long-text', 'choice', 'hidden', 'place'),
        help: text,
        optional: fc.boolean(),
        secret: fc.boolean(),
        value: value(200),
        choices: fc.array(fc.record({ value: value(30), label: text }), {
          minLength: 1,
          maxLength: 120,
          size: 'max',
        }),
        people: fc.constantFrom(undefined, true as const),
      }),
      { selector: each => each.name, maxLength: 8 },
    ),
    submit: fc.array(fc.record({ id: fc.constantFrom('reply.send', 'reply.keep'), label: text }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(each => each as FormView);

const LINK = 'https://teams.microsoft.com/l/message/19%3Ax/1?context=%7B%7D';
const links = { link: () => LINK, channelName: (channel: string) => channel };

/** Every element of a card, those inside of others too. */
function elements(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(elements);
  if (!value || typeof value !== 'object') return [];
  const each = value as Record<string, unknown>;
  return [each, ...Object.entries(each).flatMap(([key, inner]) => (key === 'data' ? [] : elements(inner)))];
}

function sound(drawn: Card): void {
  const json = JSON.stringify(drawn);
  expect(Buffer.byteLength(json)).toBeLessThanOrEqual(CARD_BYTES_MAX);
  expect(schemaProblems(drawn)).toEqual([]);
  expect(parserProblems(drawn)).toEqual([]);
  expect(/.{20}<\/?at\b/i.exec(json)?.[0]).toBe(undefined);
  expect(json.isWellFormed()).toBe(true);
  const all = elements(drawn);
  const ids = all.flatMap(each => (typeof each.id === 'string' ? [each.id] : []));
  expect(new Set(ids).size).toBe(ids.length);
  for (const each of all) {
    if (each.type === 'TextBlock') expect(each.text).toMatch(OURS);
    if (each.type === 'TextRun') expect(String(each.text)).not.toMatch(/\{\{/);
    if (each.type === 'ActionSet') {
      const shown = (each.actions as { mode?: string }[]).filter(({ mode }) => mode !== 'secondary');
      expect(shown.length).toBeLessThanOrEqual(6);
    }
  }
}

/** Where Markdown is read, only our own fixed words stand. */
const OURS = new RegExp(
  `^(\\d+|waiting since \\{\\{DATE\\([^)]*\\)\\}\\}, \\{\\{TIME\\([^)]*\\)\\}\\}|${GREETING}|Needs your attention|My enquiries|Drafts|Not claimed yet|First steps|Settings|Deskhand| )$`,
);

const runs = { numRuns: 80, endOnFailure: true };
const holds = <T>(of: fc.Arbitrary<T>, draw: (value: T) => Card) =>
  fc.assert(
    fc.property(of, value => sound(draw(value))),
    runs,
  );

describe('cards of anything that people write', () => {
  test('the root card', () => holds(card, each => drawCard(each).card));
  test('the card of an enquiry that goes on elsewhere', () =>
    holds(fc.tuple(card, fc.constantFrom(null, LINK)), each => drawPointer(...each).card));
  test('a later message', () =>
    holds(
      fc.record({ message, ours: fc.boolean(), buttons: some(button, 8) }),
      each => drawEntry({ as: 'message', bump: false, ...each }).card,
    ));
  test('a line', () =>
    holds(
      fc.record({ words: text, buttons: some(button, 4), tone: fc.constantFrom('quiet', 'failure', 'warning') }),
      each => drawEntry({ as: 'line', ...each }, LINK).card,
    ));
  test('a reply, with its mark and without', () =>
    holds(fc.tuple(text, text, text, orNull(mark)), each => drawReply(...each).card));
  test('a mark', () => holds(fc.tuple(mark, orNull(text)), each => drawMark(...each).card));
  test('what one person sees', () => holds(privately, each => drawPrivate(each).card));
  test('an answer with a chart', () =>
    holds(
      fc.record({ text, chart: orNull(chart), buttons: some(button, 4), labels: fc.boolean() }),
      each => drawAnswer({ ...each, links: [{ number: 1, thread: 't' }] }, () => LINK, true).card,
    ));
  test('the home', () => holds(orNull(home), each => drawPage(homePage(each), links).card));
  test('the greeting', () =>
    holds(
      some(fc.record({ kind: value(20), connect: text }), 6),
      each =>
        drawPage(
          greeting({ room: null, channel: false, enquiry: true }, each, { invite: '@Deskhand', more: 'More' }),
          links,
        ).card,
    ));
  test('a file, a picture', () => {
    holds(
      fc.tuple(
        fc.record({ name: text, bytes: fc.nat(), picture: fc.boolean() }),
        fc.constantFrom(null, LINK),
        value(100),
      ),
      ([file, url, value]) => drawFile(file, url, value).card,
    );
    holds(text, each => drawPicture(LINK, each).card);
  });
  test('a form', () => holds(fc.tuple(formView, fc.constant(null)), each => drawForm(...each).card));
  test('words in a dialog', () => holds(fc.tuple(text, text, some(text, 30)), each => drawWords(...each).card));
  test('a whole message', () =>
    holds(
      fc.tuple(text, text, some(fc.record({ text, label: text }), 4), fc.record({ page: fc.integer() })),
      each => drawWhole(...each).card,
    ));
});

describe('a post’s key', () => {
  test('is found in the card as Teams hands it back, and no other', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), privately, (key, other, view) => {
        const json = JSON.stringify({
          attachments: [{ content: JSON.stringify(marker(drawPrivate(view), key).card) }],
        });
        expect(findMarker(json, key)).toBe(true);
        if (other !== key) expect(findMarker(json, other)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
