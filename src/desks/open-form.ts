/** Opens the form behind a button, checks who may, and validates what was filled in. */
import type { EnquiryId, MessageId } from '../core/ids.ts';
import type { DurationMs } from '../core/time.ts';
import { isGatheringForm, opensGatheringForm } from '../desk/gathering-actions.ts';
import type { ButtonId, ButtonView } from '../ports/button.ts';
import type { DeskContext, TrialTaken } from '../ports/desk-context.ts';
import type { Person } from '../ports/staff.ts';
import type { FormField, FormView, MessageView, SettingsOutcome } from '../ports/views.ts';
import { whoMay } from './of-experts.ts';
import type { Rights, Someone } from './rights.ts';

/** Buttons that only a desk draws, in its home and its greeting. */
const OPEN_SETTINGS = 'settings.open';
export const REFRESH = 'home.refresh';
export const TRY_OUT = 'trial.start';

export function trialWords({ number, room }: TrialTaken): string {
  return number === null
    ? `It will be in the room "${room}" in a moment. Press Claim there.`
    : `Your test enquiry #${number} is in the room "${room}" already. Resolve it there, and you can have another one.`;
}
const LOG_FORM = 'log.form';
/** Texts that are kept: what is wrong with one is said while its form is open. */
export const KEPT_FORMS: ReadonlySet<string> = new Set(['saved.form', 'article.form']);
const EXPERT_FORM = 'expert.form';
/** Buttons of forms that name rooms and sites, of which nobody learns any that they cannot read. */
const NAMES_ROOMS = /^(saved|article)\./;

export type Opened =
  | { as: 'form'; form: FormView }
  /** Not a form, but opened like one: every word of a message. */
  | { as: 'message'; message: MessageView }
  | { as: 'refusal'; words: string; buttons: ButtonView[]; outside: boolean };

type Forms = Pick<DeskContext, 'form' | 'savedForm' | 'logForm' | 'expertForm' | 'settingsForm' | 'message'>;
type Make = (
  context: Forms,
  by: Person,
) => Promise<FormView | MessageView | { refusal: string; buttons?: ButtonView[] }>;

const NOT_SAVED = 'It could not be saved: something went wrong here. It has been written to the log.';

/** What a button opens; null for buttons that do something by themselves. */
export function opens(button: string, value: string): Make | null {
  const [id = '', more] = value.split(' ');
  const ofEnquiry: Make = (context, by) => context.form(button as ButtonId, id as EnquiryId, by, more);
  switch (button) {
    case 'enquiry.menu':
    case 'enquiry.reply':
    case 'answer.use':
    case 'enquiry.snooze':
    case 'enquiry.split':
    case 'expert.tell':
      return ofEnquiry;
    case 'enquiry.resolve':
      return more === 'reason' ? ofEnquiry : null;
    case 'enquiry.handover':
    case 'enquiry.merge':
    case 'customer.join':
    case 'enquiry.expert':
      // With a second id it is a decision, without one a question.
      return more ? null : ofEnquiry;
    case 'saved.add':
    case 'saved.edit':
    case 'saved.from':
    case 'article.add':
    case 'article.edit':
    case 'article.from':
      return (context, by) => context.savedForm(button, value, by);
    case 'finding.flag':
    case 'incident.link':
      return more ? null : ofEnquiry;
    case LOG_FORM:
      return async context => context.logForm();
    case EXPERT_FORM:
      return (context, by) => context.expertForm(by);
    case OPEN_SETTINGS:
      return (context, by) => context.settingsForm(value, by);
    case 'message.show_all':
      return async (context, by) =>
        (await context.message(value as MessageId, by)) ?? { refusal: 'This message is no longer here.' };
    default:
      return opensGatheringForm(button) ? (context, by) => context.savedForm(button as ButtonId, value, by) : null;
  }
}

/** @param place where the button stands; null for nowhere in particular */
export async function openForm(
  { context, rights }: { context: Forms; rights: Rights },
  make: Make,
  by: Someone,
  place: string | null,
  /** What the button names, and the thread in which it stands. */
  { button, named, thread }: { button?: string; named: string; thread: string | null },
): Promise<Opened> {
  const ruling = await rights.act(by, place, whoMay(button ?? ''));
  if (!ruling.ok) return { as: 'refusal', words: ruling.words, buttons: [], outside: true };
  const reader = NAMES_ROOMS.test(button ?? '')
    ? await rights.reading(ruling.person, by.user)
    : await rights.on(ruling.person, by.user, thread, named);
  const made = await make(context, reader);
  if ('refusal' in made) return { as: 'refusal', words: made.refusal, buttons: made.buttons ?? [], outside: false };
  return 'messageId' in made ? { as: 'message', message: made } : { as: 'form', form: made };
}

/**
 * Whoever sent a form in, with the rooms that count for it. Some name what is in other rooms, whatever enquiry they say that
 * they are about: those are read as somebody reads everywhere.
 */
export async function senderOf(
  rights: Pick<Rights, 'on' | 'reading'>,
  person: Person,
  user: string,
  { form, enquiryId, thread }: { form: string; enquiryId: string | null; thread: string | null },
): Promise<Person> {
  return form === 'join.form' || form === 'merge.form' || KEPT_FORMS.has(form) || isGatheringForm(form)
    ? rights.reading(person, user)
    : rights.on(person, user, thread, enquiryId ?? '');
}

/** The form once more, for whoever filled it in and has something to put right; null where it is none any more. */
export async function reopenForm(
  context: Forms,
  given: {
    form: FormView['id'];
    enquiryId: EnquiryId | null;
    about?: string | undefined;
    values?: Record<string, string>;
  },
  by: Person,
): Promise<FormView | null> {
  const { form, enquiryId, about, values = {} } = given;
  const button = BUTTON_OF[form];
  const made =
    form === LOG_FORM
      ? await context.logForm()
      : KEPT_FORMS.has(form) || values.gathering || values.alert
        ? await context.savedForm(...(form === 'article.form' ? articleBehind(values) : savedBehind(values)), by)
        : form === EXPERT_FORM
          ? await context.expertForm(by)
          : about !== undefined
            ? await context.settingsForm(about, by)
            : button && enquiryId
              ? await context.form(button, enquiryId, by)
              : null;
  return made && 'fields' in made ? made : null;
}

/**
 * The Reply form after something was chosen to begin with: its words are in it, and everything else is as it was filled in.
 * @param charsMax how much the form can hold
 */
export async function begunForm(
  context: Pick<DeskContext, 'form' | 'begin' | 'counted'>,
  { enquiryId, values, chosen }: { enquiryId: EnquiryId; values: Record<string, string>; chosen: string },
  by: Person,
  charsMax: number,
): Promise<FormView | null> {
  const made = await context.form('enquiry.reply', enquiryId, by);
  if ('refusal' in made) return null;
  const now = { text: values.text ?? '', begun: values.begun ?? '' };
  const begun = await context.begin(enquiryId, chosen, by, now, charsMax);
  const put: Record<string, string> =
    'refusal' in begun ? values : { ...values, text: begun.text, begun: begun.begun, whole: begun.whole ? 'yes' : '' };
  const help = 'refusal' in begun ? begun.refusal : begun.words;
  const fields = made.fields.map((each): FormField => {
    if (each.kind === 'start') return { ...each, help };
    const value = put[each.name] ?? each.value;
    return each.name === 'text' && put.whole ? { ...each, value, optional: true } : { ...each, value };
  });
  const words = fields.find(each => each.name === 'text');
  if (words?.counted !== undefined)
    words.counted = (await context.counted(enquiryId, words.value, by)) ?? words.counted;
  // Words that it was opened with are known by this name.
  const of = values.of && !fields.some(each => each.name === 'of') ? [hiddenField('of', values.of)] : [];
  return { ...made, fields: [...fields, ...of] };
}

function hiddenField(name: string, value: string): FormField {
  return { name, label: '', kind: 'hidden', value };
}

/** The button and its value by which a form that no enquiry stands behind was opened, as its hidden fields say. */
function savedBehind({ saved, from, gathering, behind, round, alert }: Record<string, string>): [ButtonId, string] {
  if (alert && opensGatheringForm(behind ?? '')) return [behind as ButtonId, alert];
  if (gathering && opensGatheringForm(behind ?? ''))
    return [behind as ButtonId, round ? `${gathering} ${round}` : gathering];
  if (saved) return ['saved.edit', saved];
  return from ? ['saved.from', from] : ['saved.add', 'new'];
}

function articleBehind({ article, origin }: Record<string, string>): [ButtonId, string] {
  if (article) return ['article.edit', article];
  return origin ? ['article.from', origin] : ['article.add', 'new'];
}

interface Filled {
  form: FormView['id'];
  enquiryId: EnquiryId | null;
  submit: string;
  values: Record<string, string>;
}

const BUTTON_OF: Partial<Record<FormView['id'], ButtonId>> = {
  'reply.form': 'enquiry.reply',
  'snooze.form': 'enquiry.snooze',
  'handover.form': 'enquiry.handover',
  'merge.form': 'enquiry.merge',
  'split.form': 'enquiry.split',
  'join.form': 'customer.join',
  'resolve.form': 'enquiry.resolve',
  'finding.form': 'finding.flag',
  'incident.form': 'incident.link',
  'expert.ask.form': 'enquiry.expert',
  'expert.tell.form': 'expert.tell',
};

/**
 * What is wrong with it now: whoever filled it in may not, nothing was typed, somebody else was faster while the form was
 * open, or who was chosen cannot answer there.
 * @param place where the form was opened; null for nowhere in particular
 */
export async function checkForm(
  {
    context,
    rights,
    member,
  }: {
    context: Pick<DeskContext, 'form' | 'expertForm' | 'checkSaved' | 'wrongInLog'>;
    rights: Rights;
    /** Somebody of the place by the desk's own name, or words why not; null where it is no name of a person. */
    member(place: string, name: string): Promise<Person | { refusal: string } | null>;
  },
  { form, enquiryId, submit, values }: Filled,
  by: Someone,
  place: string | null,
  thread: string | null = null,
): Promise<{ ok: true; person: Person } | { ok: false; field: string | null; words: string }> {
  const wrong = (words: string, field: string | null = null) => ({ ok: false as const, field, words });
  const ruling = await rights.act(by, place, whoMay(form));
  if (!ruling.ok) return wrong(ruling.words);
  if (form === 'reply.form' && !values.text?.trim() && values.whole !== 'yes')
    return wrong('Write a few words first.', 'text');
  if (form === 'expert.tell.form' && !values.text?.trim()) return wrong('Write a few words first.', 'text');
  if (form === 'log.form' && !values.what?.trim()) return wrong('Say in a few words what happened.', 'what');
  const inLog = form === 'log.form' ? context.wrongInLog?.(values) : null;
  if (inLog) return wrong(inLog.words, inLog.field);
  if (KEPT_FORMS.has(form) || isGatheringForm(form)) {
    const problem = await context.checkSaved(values, submit, await rights.reading(ruling.person, by.user));
    return problem ? wrong(problem.words, problem.field) : ruling;
  }
  if (form === EXPERT_FORM) {
    const filled = await context.expertForm(ruling.person, values);
    return 'refusal' in filled ? wrong(filled.refusal, filled.field) : ruling;
  }
  const button = BUTTON_OF[form];
  if (!button || !enquiryId || submit === 'reply.keep') return ruling;
  const now = await context.form(button, enquiryId, await rights.on(ruling.person, by.user, thread, enquiryId));
  if ('refusal' in now) return wrong(now.refusal);
  // A picker may offer everybody, and people leave.
  const chosen = form === 'handover.form' && place && values.to ? await member(place, values.to) : null;
  return chosen && 'refusal' in chosen ? wrong(chosen.refusal, 'to') : ruling;
}

/**
 * Settings are tested before they are kept, which takes as long as the far side does, and never stored on the way: they
 * hold passwords.
 * @returns how it went, or null after `withinMs`; and in any case how it goes in the end
 */
export async function submitSettings(
  context: Pick<DeskContext, 'saveSettings' | 'clock' | 'log'>,
  { about, by, values }: { about: string; by: Person; values: Record<string, string> },
  withinMs: DurationMs,
): Promise<{ early: SettingsOutcome | null; outcome: Promise<SettingsOutcome> }> {
  const outcome = context.saveSettings(about, by, values).catch((error): SettingsOutcome => {
    context.log.error({ about, error: String(error) }, 'Settings could not be saved.');
    return { ok: false, problems: [{ field: null, words: NOT_SAVED }] };
  });
  const stop = new AbortController();
  const late = context.clock.sleep(withinMs, stop.signal).then(() => null);
  const early = await Promise.race([outcome, late]);
  stop.abort();
  return { early, outcome };
}
