import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawAnswer } from '../../../../adapters/desks/teams/drawing/answer.ts';
import { actions, pressedOf } from '../../../../adapters/desks/teams/drawing/buttons.ts';
import { drawCard, drawEntry, drawPrivate } from '../../../../adapters/desks/teams/drawing/cards.ts';
import type { Card } from '../../../../adapters/desks/teams/drawing/elements.ts';
import { drawFile } from '../../../../adapters/desks/teams/drawing/files.ts';
import { drawForm, drawWhole, drawWords, readForm } from '../../../../adapters/desks/teams/drawing/forms.ts';
import { button } from '../../../../src/desk/cards.ts';
import { handOverForm, replyForm, resolveForm } from '../../../../src/desk/forms.ts';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { CardView, FormView, MessageView } from '../../../../src/ports/views.ts';

const id = 'enq_1' as CardView['enquiryId'];
const message: MessageView = {
  messageId: 'msg_1' as MessageView['messageId'],
  customer: 'Maya Patel',
  address: 'maya@example.com',
  text: 'The lid rattles.',
  full: null,
  folded: [],
  attachments: [],
  warnings: [],
  details: [],
  others: [],
  writtenAt: 0,
};
const card: CardView = {
  enquiryId: id,
  number: 17,
  version: 1,
  status: 'open',
  statusWords: 'Open',
  owner: 'Ann Baker',
  ownerId: null,
  channel: 'email · help@shop.example',
  channelKind: 'email',
  direction: 'PUBLIC',
  subject: 'The lid of my kettle',
  message,
  customerMessages: 1,
  waitingSince: Date.parse('2026-06-01T09:12:00.123Z'),
  contactReason: 'Spare parts',
  earlier: [{ number: 9, subject: null, outcome: 'resolved' }],
  buttons: [button('enquiry.reply', 'Reply', id, 'primary'), button('enquiry.resolve', 'Resolve', id)],
  menu: [
    button('enquiry.snooze', 'Snooze', id),
    { ...button('enquiry.release', 'Release', id), whose: 'owner' },
    { ...button('enquiry.takeover', 'Ask to take over', id), whose: 'others' },
    button('customer.block', 'Block this visitor', id, 'danger', 'Block this visitor?'),
    button('enquiry.spam', 'Spam', id, 'danger', 'Mark this as spam?'),
  ],
  summary: 'Customer Maya Patel by email: The lid of my kettle.',
};

interface Part {
  type?: string;
  text?: string;
  title?: string;
  actions?: Part[];
  card?: Card;
  [name: string]: unknown;
}

/** All parts of a card in order, those inside of others too. */
function parts(value: unknown): Part[] {
  if (Array.isArray(value)) return value.flatMap(parts);
  if (!value || typeof value !== 'object') return [];
  return [value as Part, ...Object.values(value).flatMap(parts)];
}
const text = (drawn: unknown) =>
  parts(drawn)
    .map(each => each.text)
    .filter(each => each !== undefined)
    .join('\n');
const pressable = (drawn: unknown) => parts(drawn).filter(each => each.type?.startsWith('Action.') && each.title);
const labelled = (drawn: unknown, label: string) => pressable(drawn).find(each => each.title === label)!;

describe('the root card', () => {
  test('says who wrote, what, from where, since when, and who has it', () => {
    const words = text(drawCard(card));
    for (const each of [
      ...['Maya Patel', 'customer', 'maya@example.com', '#17', 'help@shop.example', 'PUBLIC', 'The lid rattles.'],
      ...['The lid of my kettle', 'Ann Baker has it', 'Spare parts', '#9 no subject (resolved)'],
      'waiting since {{DATE(2026-06-01T09:12:00Z,SHORT)}}, {{TIME(2026-06-01T09:12:00Z)}}',
    ])
      expect(words).toContain(each);
    expect(drawCard(card).summary).toBe(card.summary);
  });

  test('shows what anybody presses, and the rest behind the dots; what is for the others is not on it', () => {
    const drawn = pressable(drawCard(card));
    const shown = (mode?: string) => drawn.filter(each => each.mode === mode).map(each => each.title);
    expect(shown('secondary')).toEqual(['Snooze', 'Release', 'Spam', 'Block this visitor']);
    expect(shown().slice(0, 2)).toEqual(['Reply', 'Resolve']);
    expect(text(drawn)).not.toContain('take over');
  });

  test('a line of help stands above the buttons, small, with its own button', () => {
    const help = [{ words: '2 like this, answered before', buttons: [button('enquiry.claim', 'Show them', id)] }];
    const { body } = drawCard({ ...card, help }).card;
    const at = body.findIndex(each => text(each).includes('answered before'));
    expect(body[at]).toMatchObject({ inlines: [{ size: 'Small', isSubtle: true }] });
    expect(pressable(body[at + 1]).map(each => each.title)).toEqual(['Show them']);
    expect(pressable(body[at + 2])[0]?.title).toBe('Reply');
  });

  test('keeps its buttons in rows that a phone has room for', () => {
    const labels = ['Claim', 'Reply', 'Resolve', 'Snooze', 'Show all', 'Keep as team talk'];
    const rows = actions(labels.map(label => ({ id: 'x', label, value: '' }))) as Part[];
    expect(rows.map(each => each.actions!.map(({ title }) => title))).toEqual([
      ['Claim', 'Reply', 'Resolve'],
      ['Snooze', 'Show all'],
      ['Keep as team talk'],
    ]);
  });

  test('offers to show all of what it shortens, and only then', () => {
    const long = { ...card, message: { ...message, text: '👍'.repeat(9_000) } };
    expect(labelled(drawCard(long), 'Show all')).toBeDefined();
    expect(labelled(drawCard(card), 'Show all')).toBeUndefined();
  });

  test('turns round for words that are written from right to left', () => {
    const hebrew = drawCard({ ...card, message: { ...message, text: '123 שלום' } });
    expect(parts(hebrew).some(each => each.rtl === true)).toBe(true);
    expect(parts(drawCard(card)).some(each => each.rtl === true)).toBe(false);
  });
});

describe('a press', () => {
  const pressed = (part: Part) => pressedOf(part.data, part.verb);

  test('says what was pressed, whether it is answered in its place or opens a dialog', () => {
    const drawn = drawCard(card);
    expect(labelled(drawn, 'Resolve')).toMatchObject({ type: 'Action.Execute', verb: 'enquiry.resolve' });
    expect(labelled(drawn, 'Reply')).toMatchObject({
      type: 'Action.Submit',
      data: { msteams: { type: 'task/fetch' } },
    });
    for (const [label, id] of [
      ['Resolve', 'enquiry.resolve'],
      ['Reply', 'enquiry.reply'],
      ['Snooze', 'enquiry.snooze'],
    ])
      expect(pressed(labelled(drawn, label!))).toEqual({ button: id, value: 'enq_1' });
  });

  test('that cannot be taken back is asked about first', () => {
    const [asks, does] = pressable(drawCard(card)).filter(each => each.title === 'Spam');
    expect(asks!.type).toBe('Action.ShowCard');
    expect(text(asks!.card)).toBe('Mark this as spam?');
    expect(does).toMatchObject({ type: 'Action.Execute', verb: 'enquiry.spam', style: 'destructive' });
  });

  test('of an old card is read too, and anything else is nothing', () => {
    expect(pressedOf({ verb: 'enquiry.claim', value: 'enq_1' })).toEqual({ button: 'enquiry.claim', value: 'enq_1' });
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (data, verb) => {
        const read = pressedOf(data, verb);
        if (read) expect([typeof read.button, typeof read.value]).toEqual(['string', 'string']);
      }),
    );
    for (const each of [null, undefined, [], 'x', { button: '' }, { button: 7 }, { value: 'enq_1' }])
      expect(pressedOf(each)).toBeNull();
  });
});

describe('forms', () => {
  const form = replyForm({
    enquiryId: id,
    who: { customer: 'Maya', side: null },
    seen: 2,
    begun: { id: 'rem_1', text: 'Hello Maya,' },
    sender: 'Ann',
    copies: ['sam@example.com'],
    warnings: [],
    changes: 0,
  });
  /** What Teams hands back: the data of the button, and what stands in the inputs. */
  const filled = (drawn: { card: Card }, label: string, typed: Record<string, unknown> = {}) => {
    const inputs = parts(drawn.card).filter(each => each.type?.startsWith('Input.'));
    const standing = Object.fromEntries(inputs.map(each => [each.id, each.value]));
    return { ...standing, ...(labelled(drawn.card, label).data as object), ...typed };
  };

  test('come back as they went out: which button, what was typed and what was hidden', () => {
    const drawn = drawForm(form, '19:x@thread.tacv2;messageid=1');
    expect(drawn.title).toBe('Reply to Maya');
    const read = readForm(filled(drawn, 'Send and resolve', { 'in-text': 'Hello.' }));
    expect(read).toEqual({
      memory: { form: 'reply.form', enquiryId: id, thread: '19:x@thread.tacv2;messageid=1' },
      submit: 'reply.send_and_resolve',
      values: { text: 'Hello.', of: 'rem_1', copies: 'all', seen: '2' },
    });
  });

  test('an empty choice is chosen like any other and comes back empty', () => {
    const drawn = drawForm(resolveForm(id, { all: ['Spare parts'], preselected: null }), null);
    const choices = parts(drawn.card).find(each => each.type === 'Input.ChoiceSet')!.choices as { value: string }[];
    expect(choices.every(each => each.value !== '')).toBe(true);
    expect(readForm(filled(drawn, 'Resolve'))!.values).toEqual({ reason: '' });
  });

  test('somebody chosen in Teams’ own picker comes back by the desk’s name for them', () => {
    const choices = [{ value: 'staff_ben', label: 'Ben', away: false }];
    const drawn = drawForm(handOverForm({ enquiryId: id, choices, owned: true, picker: true }), null);
    const chosen = '0F3AD1B2-1111-4222-8333-444455556666';
    expect(readForm(filled(drawn, 'Hand over', { 'in-to': chosen }))!.values.to).toBe(`teams:${chosen.toLowerCase()}`);
    expect(readForm(filled(drawn, 'Hand over', { 'in-to': 'staff_ben' }))!.values.to).toBe('staff_ben');
    expect(readForm(filled(drawn, 'Hand over'))!.values.to).toBe('');
  });

  test('secrets are not shown, and are hidden while they are typed', () => {
    const password = { name: 'password', label: 'Password', kind: 'text' as const, secret: true, value: 'hunter2' };
    const settings: FormView = {
      ...{ id: 'settings.form', title: 'Mailbox', enquiryId: null, about: 'channel:email' },
      ...{ fields: [password], submit: [{ id: 'save', label: 'Save' }] },
    };
    const again = drawForm(settings, null, {
      values: { password: 'hunter3' },
      problems: ['The password was refused.'],
    });
    expect(JSON.stringify(again)).not.toMatch(/hunter/);
    expect(parts(again).find(each => each.type === 'Input.Text')!.style).toBe('Password');
    expect(text(again)).toContain('The password was refused.');
    expect(readForm(filled(again, 'Save'))!.memory.about).toBe('channel:email');
  });

  test('with a wrong entry keep what was typed', () => {
    const again = drawForm(form, null, { values: { text: 'My words', copies: 'none' }, problems: ['No.'] });
    expect(readForm(filled(again, 'Send to Maya'))!.values).toMatchObject({ text: 'My words', copies: 'none' });
  });

  test('that come back with values missing, as numbers or as lists are read; anything else is none of ours', () => {
    const data = filled(drawForm(form, null), 'Send to Maya', { 'in-text': 42, 'in-copies': ['a', 'b', null] });
    expect(readForm(data)!.values).toMatchObject({ text: '42', copies: 'a,b' });
    const { 'in-text': _, ...without } = data as Record<string, unknown>;
    expect(readForm(without)!.values.text).toBe('');
    fc.assert(
      fc.property(fc.anything(), each => {
        expect(readForm(each)).toBeNull();
      }),
    );
    const known = fc.record({ deskhand: fc.record({ form: fc.constant('reply.form'), enquiryId: fc.anything() }) });
    fc.assert(
      fc.property(
        known,
        fc.dictionary(fc.constantFrom('hidden', 'fields', 'people', 'submit'), fc.anything()),
        (of, more) => {
          const read = readForm({ ...more, ...of })!;
          expect(Object.values(read.values).every(each => typeof each === 'string')).toBe(true);
        },
      ),
    );
  });

  test('what was typed into a form that is gone is shown whole', () => {
    const typed = 'word '.repeat(500).trim();
    expect(text(drawWords('Not sent', 'It was resolved.', [typed]).card)).toContain(typed);
  });
});

describe('a whole message', () => {
  test('longer than a card is read page by page, and no word of it is left out', () => {
    const words = Array.from({ length: 9_000 }, (_, i) => `word${i} `).join('');
    const read: string[] = [];
    for (let page = 0; ; ) {
      const { card } = drawWhole('Maya', words, [{ label: 'Signature', text: 'the end' }], { page, value: 'msg_1' });
      read.push(...parts(card.body).flatMap(each => (each.type === 'TextRun' ? [each.text ?? ''] : [])));
      const next = pressable(card).find(each => each.title?.startsWith('Next page'));
      if (!next) break;
      expect(pressedOf(next.data)).toEqual({ button: 'page.next', value: `msg_1 ${page + 1}` });
      page++;
    }
    expect(read.join('')).toBe(`${words}Signaturethe end`);
  });

  test('says where it ends early when no page can follow', () => {
    expect(text(drawWhole('Maya', 'x '.repeat(50_000), []).card)).toContain('It is longer than Teams can show.');
  });
});

describe('answers', () => {
  const answer = { text: 'Open: 2\nsee #17 and #18, not #x', links: [{ number: 17, thread: 't' }], buttons: [] };

  test('open the thread of a number, and leave others as they are', () => {
    const drawn = drawAnswer({ ...answer, chart: null, labels: true }, () => 'https://teams.example/t', true);
    const runs = parts(drawn.card).filter(each => each.type === 'TextRun');
    expect(runs.map(each => [each.text, each.weight ?? '', each.selectAction ? 'link' : ''])).toEqual([
      ['Open:', 'Bolder', ''],
      [' 2\nsee ', '', ''],
      ['#17', '', 'link'],
      [' and #18, not #x', '', ''],
    ]);
  });

  test('have a chart that Teams draws, and a table of the same figures where it cannot', () => {
    const chart = {
      ...{ title: 'Enquiries', alt: '', bars: ['Mon', 'Tue'], line: null, unit: 'enquiries' },
      series: [
        { name: 'Email', values: [12, 9], colour: 2 },
        { name: 'Chat', values: [4], apart: true as const },
      ],
    };
    const drawn = parts(drawAnswer({ ...answer, chart }, () => null, true).card);
    const bars = drawn.find(each => each.type === 'Chart.VerticalBar.Grouped')!;
    expect(bars).toMatchObject({ stacked: true, data: [{ legend: 'Email' }, { legend: 'Chat' }] });
    // A channel has one colour in every picture; what is not to be compared has none.
    expect(bars.data).toMatchObject([{ color: 'categoricalTeal' }, { color: 'neutral' }]);
    expect(bars.data).toMatchObject([
      {},
      {
        values: [
          { x: 'Mon', y: 4 },
          { x: 'Tue', y: 0 },
        ],
      },
    ]);
    expect(text(bars.fallback)).toBe(' \nEmail\nChat\nMon\n12\n4\nTue\n9\n0');
    expect(JSON.stringify(drawAnswer({ ...answer, chart }, () => null, false))).not.toContain('Chart');
    // What is urgent stands above the picture, and the rest below it.
    const both = { ...answer, text: 'Waiting: 2\nNew: 25\nCSAT: 80 %', chart, chartAfterLines: 2 };
    const order = JSON.stringify(drawAnswer(both, () => null, true).card.body).match(
      /Waiting|New|Chart\.VerticalBar|CSAT/g,
    );
    expect(order).toEqual(['Waiting', 'New', 'Chart.VerticalBar', 'CSAT']);
  });
});

describe('other posts', () => {
  test('a line that speaks of another thread opens it', () => {
    const line = { as: 'line' as const, words: 'Goes on in #18.', buttons: [] as ButtonView[], tone: 'quiet' as const };
    expect(parts(drawEntry(line, 'https://teams.example/t')).some(each => each.url === 'https://teams.example/t')).toBe(
      true,
    );
  });

  test('a customer’s name never stands alone, and a machine is called one', () => {
    const said = (more: Partial<MessageView>) =>
      text(drawEntry({ as: 'message', bump: false, message: { ...message, ...more } }));
    expect(said({})).toContain('customer');
    expect(said({ machine: 'automatic answer' })).toContain('automatic answer');
  });

  test('a preview that is too long for a card says that all of it is sent', () => {
    const view = { words: 'Send?', hints: [], buttons: [], tone: 'preview' as const, post: null };
    const of = (quoted: string) => text(drawPrivate({ ...view, quote: { label: 'To Maya', text: quoted } }));
    expect(of('x'.repeat(4_000))).toContain('The whole of it is sent.');
    expect(of('Hello')).not.toContain('The whole of it is sent.');
  });

  test('a file is behind an address that ends, and a new one can always be had', () => {
    const file = { name: 'lid.jpg', bytes: 482_113, picture: false };
    const drawn = drawFile(file, 'https://desk.example/f/1', 'att_1');
    expect(labelled(drawn, 'Open').url).toBe('https://desk.example/f/1');
    expect(pressedOf(labelled(drawn, 'New link').data, labelled(drawn, 'New link').verb)).toEqual({
      button: 'file.link',
      value: 'att_1',
    });
    expect(pressable(drawFile(file, null, 'att_1')).map(each => each.title)).toEqual(['New link']);
  });
});
