/** The forms behind buttons, and the one that records a call. Pure. */
import { type Checklist, checkName, tickName } from '../core/checklists.ts';
import type { EnquiryId, MessageId } from '../core/ids.ts';
import type { ButtonView } from '../ports/button.ts';
import type { FormField, FormView } from '../ports/views.ts';
import { ASKED, ASKING, EXPERT_FORM } from './expert-words.ts';
import { choice, form, text } from './form-fields.ts';
import { STARTS } from './saved-words.ts';
import { SIMILAR } from './similar-words.ts';
import { sendLabel, sendTo, type Who, WORDS } from './wording.ts';

/** In the resolve form: at once. */
export const NOW = 'now';
/** In the snooze form: what happens when the time has come. */
export const THEN_RESOLVE = 'resolve';

/** In the hand-over form: nobody in particular. */
export const LET_GO = 'nobody';

interface ReplyForm {
  enquiryId: EnquiryId;
  who: Pick<Who, 'customer' | 'side'>;
  /** How many messages of the customer its author has seen. */
  seen: number;
  /** Words that it begins with, and the remark they are from. */
  begun: { id: string; text: string } | null;
  /** An answer that was given before, to begin with. */
  draft?: string | null;
  /** Whom the customer will see as its sender; null where the channel shows none. */
  sender: string | null;
  /** Who gets a copy unless its author says no. */
  copies: string[];
  /** What is to be known about who gets it. */
  warnings: string[];
  /** How often customers had changed or taken back their words here. */
  changes: number;
  /** How long it may be, and is now; null where there is room enough. */
  room?: { max: number; words: string } | null;
  /** What it can begin with; null where there is nothing. */
  starts?: FormField | null;
}

/** Finds something to begin a reply with. */
export function startField(): FormField {
  return text('start', STARTS.label, '', { kind: 'start', optional: true, help: STARTS.help });
}

export function replyForm(given: ReplyForm): FormView {
  const {
    enquiryId,
    who,
    seen,
    begun,
    sender,
    copies,
    warnings,
    changes,
    room = null,
    starts = null,
    draft = null,
  } = given;
  const all = copies.length === 1 ? 'With a copy to the other one' : `With copies to the ${copies.length} others`;
  const reached = [
    { value: 'all', label: all },
    { value: 'none', label: `Only ${who.customer}` },
  ];
  const isPublic = who.side === 'PUBLIC';
  const help = [
    ...(isPublic ? [WORDS.everyoneReads] : []),
    ...(sender === null ? [] : [WORDS.from(sender)]),
    ...(draft?.includes('[check:') ? [SIMILAR.check] : []),
    ...(room ? [WORDS.atMost(room.max)] : []),
    ...(copies.length ? [] : warnings),
  ].join(' ');
  const fields: FormField[] = [
    ...(starts ? [starts] : []),
    text('text', 'Your reply', begun?.text ?? draft ?? '', {
      kind: 'long-text',
      ...(help ? { help } : {}),
      ...(room ? { counted: room.words } : {}),
    }),
    ...(begun ? [text('of', '', begun.id, { kind: 'hidden' })] : []),
    ...(copies.length
      ? [
          choice('copies', 'Who gets it', 'all', reached, {
            help: [...warnings, `In copy: ${copies.join(', ')}`].join(' '),
          }),
        ]
      : []),
    text('seen', '', String(seen), { kind: 'hidden' }),
    ...(changes > 0 ? [text('changes', '', String(changes), { kind: 'hidden' })] : []),
    ...(starts ? [text('begun', '', '', { kind: 'hidden' }), text('whole', '', '', { kind: 'hidden' })] : []),
  ];
  const title = who.side ? `${who.side} reply to ${who.customer}` : `Reply to ${who.customer}`;
  const submit: Record<string, string> = isPublic
    ? { 'reply.send': 'Preview the PUBLIC reply' }
    : { 'reply.send': sendLabel(who.side), 'reply.send_and_resolve': sendLabel(who.side, ' and resolve') };
  const made = form('reply.form', title, enquiryId, fields, { ...submit, 'reply.keep': 'Keep as team talk' });
  // Who gets a copy is chosen in the form.
  const to = sendTo(who);
  return {
    ...made,
    submit: made.submit.map(each => (each.id === 'reply.send' && to ? { ...each, addressed: to } : each)),
  };
}

/** Beside a reason that is chosen already. */
const REASON_PRESELECTED =
  'Chosen by what your team chose for enquiries like this. Choose another one, or none, if it is not.';

/**
 * @param reasons what is suggested first; `preselected` is chosen already
 * @param days on which it can be resolved by itself; none: only now
 */
export function resolveForm(
  enquiryId: EnquiryId,
  reasons: { all: readonly string[]; preselected: string | null },
  days: { value: string; label: string }[] = [],
): FormView {
  const choices = [{ value: '', label: 'No reason' }, ...reasons.all.map(value => ({ value, label: value }))];
  const { preselected } = reasons;
  const when = [{ value: NOW, label: 'Now' }, ...days.map(({ value, label }) => ({ value, label }))];
  const help = 'On a later day it is resolved by itself, unless the customer writes before. They are told nothing.';
  const fields = [
    choice(
      'reason',
      'What was it about? (optional)',
      preselected ?? '',
      choices,
      preselected === null ? {} : { help: REASON_PRESELECTED },
    ),
    ...(days.length ? [choice('when', 'When?', NOW, when, { help })] : []),
  ];
  return form('resolve.form', 'Resolve', enquiryId, fields, { resolve: 'Resolve' });
}

export function snoozeForm(enquiryId: EnquiryId, choices: { value: string; label: string }[]): FormView {
  const then = [
    { value: 'open', label: 'Open it again' },
    { value: THEN_RESOLVE, label: 'Resolve it, unless the customer wrote' },
  ];
  const fields = [choice('until', 'Until when?', '1h', choices), choice('afterwards', 'And then?', 'open', then)];
  return form('snooze.form', 'Snooze', enquiryId, fields, { snooze: 'Snooze' });
}

export interface HandOverChoice {
  /** The id of somebody who has acted here; else the desk's own name for them. */
  value: string;
  label: string;
  away: boolean;
}

interface HandOverForm {
  enquiryId: EnquiryId;
  choices: HandOverChoice[];
  /** Somebody has it: it may also be let go. */
  owned: boolean;
  /** The desk has a picker of its own. */
  picker: boolean;
}

export function handOverForm({ enquiryId, choices, owned, picker }: HandOverForm): FormView {
  const nobody = { value: LET_GO, label: 'Nobody in particular: anyone can claim it', away: false };
  const people = [...choices.filter(each => !each.away), ...choices.filter(each => each.away)];
  const all = [...people, ...(owned ? [nobody] : [])].map(({ value, label }) => ({ value, label }));
  const away = choices.filter(each => each.away).map(each => each.label);
  const fields = [
    choice('to', 'To whom?', all[0]?.value ?? '', all, {
      ...(picker ? { people: true } : {}),
      optional: owned,
      ...(away.length ? { help: away.join(', ') } : {}),
    }),
  ];
  return form('handover.form', 'Hand over', enquiryId, fields, { handover: 'Hand over' });
}

/** @param others unfinished ones of the same customer: one of them is chosen, or another one is named by its number */
export function mergeForm(enquiryId: EnquiryId, others: { number: number; about: string }[] = []): FormView {
  const number = text('into', "Number of this customer's other enquiry", '', { optional: others.length > 0 });
  const choices = others.map(each => ({ value: `${each.number}`, label: `#${each.number} ${each.about}` }));
  const fields = choices.length
    ? [choice('open', 'Merge with', choices[0]!.value, choices), { ...number, label: 'Or another one, by its number' }]
    : [number];
  return form('merge.form', 'Merge with another enquiry', enquiryId, fields, { merge: 'Merge' });
}

/**
 * Which messages become an enquiry of their own: any of them.
 * @param messages the customer's, in their order, by their first words
 */
export function splitForm(enquiryId: EnquiryId, messages: { id: MessageId; words: string }[]): FormView {
  const choices = messages.map(({ id, words }) => ({ value: id, label: words }));
  const help = 'They move to a new enquiry; at least one stays. What was answered so far stays here.';
  const fields: FormField[] = [{ name: 'messages', label: 'Which messages?', kind: 'ticks', value: '', choices, help }];
  return form('split.form', 'Split into two enquiries', enquiryId, fields, { split: 'Split' });
}

export function joinForm(enquiryId: EnquiryId): FormView {
  const help = 'You will see both before anything changes. Answers still go only where each enquiry came from.';
  const fields = [text('other', 'Number of an enquiry of the same person', '', { help })];
  return form('join.form', 'Same person as …', enquiryId, fields, { join: 'Show both' });
}

/** All that a card's menu offers this person, where the desk's own menu is too short for it. */
export function menuForm(enquiryId: EnquiryId, menu: ButtonView[]): FormView {
  const choices = menu.map(({ id, value, label }) => ({ value: `${id} ${value}`, label }));
  const fields = [choice('do', 'What do you want to do?', choices[0]?.value ?? '', choices)];
  return form('menu.form', 'More', enquiryId, fields, { go: 'Go on' });
}

/** @param people who may be asked right now, the best first; `topics`: for which somebody volunteered who may be */
export function askExpertForm(
  enquiryId: EnquiryId,
  { people, topics }: { people: readonly { id: string; name: string }[]; topics: readonly string[] },
): FormView {
  const best = people.length ? [{ value: '', label: ASKING.best }] : [];
  const named = people.map(each => ({ value: each.id, label: each.name }));
  const others = topics.map(topic => ({ value: `topic:${topic}`, label: ASKING.topic(topic) }));
  const all = [...best, ...named, ...others];
  const fields = [
    choice('whom', ASKING.whom, all[0]?.value ?? '', all),
    text('note', ASKING.note, '', { kind: 'long-text', optional: true, help: ASKING.noteHelp }),
  ];
  return form('expert.ask.form', ASKING.title, enquiryId, fields, { ask: ASKING.submit });
}

/** What an expert wants the customer to be told. */
export function tellForm(enquiryId: EnquiryId): FormView {
  const fields = [text('text', ASKED.text, '', { kind: 'long-text', help: ASKED.textHelp })];
  return form('expert.tell.form', ASKED.title, enquiryId, fields, { tell: ASKED.submit });
}

interface Volunteering {
  topics: readonly string[];
  /** As they are typed; empty for the opening hours. */
  hours: string;
  asks: number;
  /** How often a day may be chosen. */
  choices: readonly number[];
}

/** What colleagues may ask somebody, when, and how often. */
export function expertFormView({ topics, hours, asks, choices }: Volunteering): FormView {
  const times = choices.map(each => ({ value: `${each}`, label: each === 0 ? 'Not at all' : `${each}` }));
  const fields = [
    text('topics', EXPERT_FORM.topics, topics.join(', '), { optional: true, help: EXPERT_FORM.topicsHelp }),
    text('hours', EXPERT_FORM.hours, hours, { optional: true, help: EXPERT_FORM.hoursHelp }),
    choice('asks', EXPERT_FORM.asks, `${asks}`, times, { help: EXPERT_FORM.asksHelp }),
  ];
  return form('expert.form', EXPERT_FORM.title, null, fields, { save: EXPERT_FORM.save });
}

interface LogForm {
  /** Contact reasons that can be chosen. */
  reasons: readonly string[];
  /** What the team wants ticked off, by reason. */
  checklists: readonly Checklist[];
}

/** Records a phone call or a visitor in two taps; whoever wants a guide through it goes on. */
export function logForm({ reasons, checklists }: LogForm): FormView {
  const all = [...new Set([...reasons, ...checklists.map(each => each.reason)])];
  const fields = [
    text('what', 'What happened?', '', { kind: 'long-text' }),
    text('who', 'Who was it?', '', { optional: true, help: 'A name or a number.' }),
    choice('how', 'How?', 'phone', [
      { value: 'phone', label: 'By phone' },
      { value: 'counter', label: 'At the counter' },
    ]),
    choice('reason', 'What was it about?', '', [
      { value: '', label: 'No reason' },
      ...all.map(value => ({ value, label: value })),
    ]),
    ...checklists.map(ticksOf),
    text('promised', 'What did you promise?', '', { optional: true, help: 'Leave it empty if nothing was promised.' }),
    text('when', 'By when?', '', {
      optional: true,
      help: 'Such as tomorrow 10, Friday or Monday 14:00. You will be reminded then, only you.',
    }),
    choice('callback', 'Does somebody have to call back?', 'no', [
      { value: 'no', label: 'No, it is done' },
      { value: 'yes', label: 'Yes: post it so that somebody can claim it' },
    ]),
  ];
  return form('log.form', 'Log a call', null, fields, { log: 'Save' });
}

/** Shown once its reason is chosen; nobody has to tick anything. */
function ticksOf({ reason, items }: Checklist): FormField {
  const choices = items.map(each => ({ value: tickName(each), label: each }));
  const shown = { optional: true, choices, when: { field: 'reason', is: [reason] } };
  return { ...text(checkName(reason), `Checklist: ${reason}`, '', shown), kind: 'ticks' };
}
