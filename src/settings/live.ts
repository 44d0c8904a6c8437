/** The current settings: from the provisioning file, else from the desk, else the defaults. */
import { makeCalendar } from '../core/calendar.ts';
import { type Checklist, checklistsIn } from '../core/checklists.ts';
import type { Language } from '../core/customer-texts/texts.ts';
import { type OpeningHours, parseHours, type WrittenHours } from '../core/hours.ts';
import type { Kinds } from '../core/kinds.ts';
import { type LetterTimes, letterIn } from '../core/letter.ts';
import { type Retention, retentionIn } from '../core/retention.ts';
import { type DurationMs, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { TeamSettings } from '../ports/parts.ts';
import type { SettingReads } from '../ports/reads.ts';
import { RETENTION_RULES } from '../ports/retaining.ts';
import type { Commits } from '../ports/store.ts';
import { ANSWER, type AnswerTimes, CHECKLISTS, DRAFTS, HOLD, HOURS, type InFile, LETTER } from './admin.ts';
import { calendarWith } from './hours-kept.ts';
import { isNameRules, NAMES, type NameRules } from './name-rules.ts';

/** What the provisioning file says. */
export interface WrittenSettings {
  hours: OpeningHours;
  holdMs: Record<string, DurationMs>;
  /** Kinds of channels where a machine says first that a message arrived; a text: in these words. */
  automatic?: Record<string, boolean | string>;
  /** How long customers may wait, in opening hours, by kind of channel; null for as long as it takes. */
  answerWithin?: Record<string, DurationMs | null>;
  /** Who is told when a customer waited longer. */
  escalateTo?: readonly string[];
  /** Is each room told once a working day what its day begins with? Null or absent: as it is set on the desk. */
  morningLine?: boolean | null;
  /** The room that is told what is rising; null or absent: as it is set on the desk. `off`: none. */
  risingRoom?: string | null;
  /** What is sent to whoever is abusive. */
  boundary?: string | null;
  /** Kinds of channels whose customers are not asked how it went, and those who are. */
  askRating?: Record<string, boolean>;
  /** What customers are spoken to in, where theirs is not known. */
  language?: Language;
  /** How customers see the team. */
  staffNames?: NameRules | null;
  /** The weekly letter; null where it is set on the desk. */
  letter?: LetterTimes | null;
  /** May a model draft where nobody decided it on the desk? Only where the installation is one team's own. */
  drafts?: boolean;
  /** How long things are kept; null where it is set on the desk. */
  retention?: Retention | null;
  /** What is ticked off while somebody calls; null where it is written down on the desk. */
  checklists?: readonly Checklist[] | null;
}

export interface LiveSettings extends TeamSettings {
  /** Takes up what was set on the desk. @param writes false for those that only look, and leave no trace */
  load(writes: boolean): Promise<void>;
}

/** @param only which of them are changed in the file alone */
export function makeLiveSettings(
  file: WrittenSettings,
  only: Pick<InFile, 'hours' | 'answer' | 'names'>,
  { store, clock, kinds }: { store: SettingReads & Commits; clock: Clock; kinds: Kinds },
): LiveSettings {
  let { hours } = file;
  let calendar = makeCalendar([{ from: 0, hours }]);
  let answer: AnswerTimes | null = null;
  let names: NameRules | null = file.staffNames ?? null;
  let drafts = file.drafts ?? false;
  const held = new Map<string, DurationMs>();
  return {
    get hours() {
      return hours;
    },
    get calendar() {
      return calendar;
    },
    automatic: kind => file.automatic?.[kind] ?? false,
    answerWithin: kind => {
      // Null is an answer too: for as long as it takes.
      const says = [answer?.within, file.answerWithin].find(each => each?.[kind] !== undefined);
      return says ? (says[kind] ?? null) : kinds.of(kind).answerWithinMs;
    },
    escalateTo: () => answer?.escalateTo ?? file.escalateTo ?? [],
    morningLine: () => file.morningLine ?? answer?.morning ?? true,
    risingRoom: () => {
      const named = file.risingRoom ?? answer?.rising ?? null;
      return named === 'off' || named === '' ? null : named;
    },
    drafts: () => drafts,
    boundary: () => answer?.boundary || file.boundary || null,
    asksRating: kind => file.askRating?.[kind] ?? kinds.of(kind).asksRating,
    language: file.language ?? 'en',
    nameRule: channel => names?.channels[channel] ?? names?.everywhere ?? 'own',
    holdMs: (kind, fallback) => file.holdMs[kind] ?? held.get(kind) ?? fallback,
    letter: async () => file.letter ?? letterIn(await store.setting(LETTER)),
    retention: async () => file.retention ?? retentionIn(await store.setting(RETENTION_RULES)),
    checklists: async () => file.checklists ?? checklistsIn(await store.setting(CHECKLISTS)),
    load: async writes => {
      const hold = (await store.setting(HOLD)) as Record<string, number> | null;
      for (const [kind, seconds] of Object.entries(hold ?? {})) held.set(kind, seconds * SECOND);
      const set = only.hours ? null : ((await store.setting(HOURS)) as unknown as WrittenHours | null);
      const parsed = set && parseHours(set);
      if (parsed?.problems.length === 0) hours = parsed.hours;
      answer = only.answer ? null : ((await store.setting(ANSWER)) as unknown as AnswerTimes | null);
      const decided = await store.setting(DRAFTS);
      if (typeof decided === 'boolean') drafts = decided;
      const rules = only.names ? null : await store.setting(NAMES);
      if (isNameRules(rules)) names = rules;
      calendar = await calendarWith(store, hours, clock.now(), writes);
    },
  };
}
