/** Answers `retention`: how long things are kept, what goes tonight, and switches it on once an admin has seen that. */
import { changeOf } from '../core/audit.ts';
import { fingerprintOf } from '../core/message.ts';
import { isOn, type Retention, readDaysLine, retentionIn } from '../core/retention.ts';
import type { Staff } from '../core/staff.ts';
import type { Command } from '../desk/commands.ts';
import { RETENTION, retentionWords } from '../desk/retention-words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import { auditOps } from '../ports/audit.ts';
import type { ButtonView } from '../ports/button.ts';
import type { HealthItem } from '../ports/channel.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import { RETENTION_PROPOSED, RETENTION_RULES, type Retaining, type RetentionNumbers } from '../ports/retaining.ts';
import type { Op } from '../ports/store.ts';
import { runButton } from './lines.ts';
import { cutoffsOf, nightState, nightsFor, noteShown } from './retention.ts';

interface Given {
  parts: Parts;
  retaining: Retaining;
}

export async function answerRetention(
  given: Given,
  command: Extract<Command, { do: 'retention' }>,
  staff: Staff,
): Promise<AnswerView> {
  if (!staff.admin) return plainAnswer(RETENTION.onlyAdmins);
  const { parts } = given;
  const proposed = retentionIn(await parts.store.setting(RETENTION_PROPOSED));
  if (command.what === 'show') return proposed ? showProposed(given, proposed) : plainAnswer(await standing(given));
  const isOurs = (await parts.store.setting(RETENTION_RULES)) as Json;
  // What the file says is not switched here.
  if ((await parts.retention()) && retentionIn(isOurs) === null) return plainAnswer(RETENTION.inFile);
  if (command.what === 'propose') return propose(given, command.days);
  if (command.what === 'off') {
    await decide(parts, staff, false);
    return plainAnswer(RETENTION.isOff);
  }
  if (command.what === 'keep') {
    await parts.store.commit([kept(parts, RETENTION_PROPOSED, false)]);
    return plainAnswer(retentionWords(await parts.retention()));
  }
  if (!proposed) return plainAnswer(RETENTION.noProposal);
  const numbers = await given.retaining.numbers(await cutoffsOf(parts, proposed));
  // Who confirms has seen these numbers of these rules, or sees them now.
  if (printOf(proposed, numbers) !== command.print)
    return showProposed(given, proposed, command.print ? [RETENTION.changed] : []);
  await decide(parts, staff, proposed);
  await noteShown(parts, proposed);
  return plainAnswer(RETENTION.on(proposed));
}

/** Typed, where there is no form: nothing holds before its effect was seen. Single channels keep what was said of them. */
async function propose(given: Given, typed: string): Promise<AnswerView> {
  const days = readDaysLine(typed);
  if ('words' in days) return plainAnswer(days.words);
  const { parts } = given;
  const channels = (await parts.retention())?.channels ?? {};
  const rules: Retention = { everywhere: { texts: null, files: null, raws: null, ...days }, channels };
  if (!isOn(rules)) return plainAnswer(RETENTION.noDays);
  await parts.store.commit([kept(parts, RETENTION_PROPOSED, rules as unknown as Json)]);
  return showProposed(given, rules);
}

/** What holds from now on, with who decided it. */
async function decide(parts: Parts, staff: Staff, rules: Retention | false): Promise<void> {
  const change = changeOf((await parts.store.setting(RETENTION_RULES)) || null, rules || null);
  const line = { act: 'settings', by: staff.id, via: 'desk', about: 'retention', change } as const;
  await parts.store.commit([
    kept(parts, RETENTION_RULES, rules as unknown as Json),
    kept(parts, RETENTION_PROPOSED, false),
    ...auditOps(parts, line),
  ]);
}

function kept({ workspaceId }: Parts, name: string, value: Json): Op {
  return { do: 'put', table: 'settings', row: { id: `${workspaceId}:${name}`, workspaceId, value } };
}

async function showProposed({ parts, retaining }: Given, rules: Retention, first: string[] = []): Promise<AnswerView> {
  const numbers = await retaining.numbers(await cutoffsOf(parts, rules));
  const lines = [...first, retentionWords(rules), wouldWords(numbers), RETENTION.stays];
  return { ...plainAnswer(lines.join('\n')), buttons: buttons(printOf(rules, numbers)) };
}

function buttons(print: string): ButtonView[] {
  return [
    { ...runButton(null, `retention on ${print}`, RETENTION.confirm), look: 'danger' },
    runButton(null, 'retention keep', RETENTION.keepAll),
  ];
}

function wouldWords(numbers: RetentionNumbers): string {
  const none = numbers.enquiries + numbers.files + numbers.raws === 0;
  return none ? RETENTION.nothing : RETENTION.would(numbers, nightsFor(numbers));
}

/** What was shown, in short: what changed between the preview and the press is shown first. */
function printOf({ everywhere, channels }: Retention, { enquiries, files, raws }: RetentionNumbers): string {
  const days = [everywhere, ...Object.values(channels)].flatMap(each => [each.texts, each.files, each.raws]);
  return fingerprintOf([enquiries, files, raws, ...days.map(each => each ?? '-'), ...Object.keys(channels)].join('.'));
}

/** How it stands, in lines: what is kept, what goes tonight, and what went last. */
export async function standing({ parts, retaining }: Given): Promise<string> {
  const rules = await parts.retention();
  if (!rules) return RETENTION.off;
  const numbers = await retaining.numbers(await cutoffsOf(parts, rules));
  const none = numbers.enquiries + numbers.files + numbers.raws === 0;
  return [
    retentionWords(rules),
    none ? RETENTION.nothing : RETENTION.tonight(numbers, nightsFor(numbers)),
    RETENTION.stays,
    lastWords(await nightState(parts)),
  ].join('\n');
}

/** When it ran last, and what it did. */
export async function retentionHealth(parts: Parts): Promise<HealthItem[]> {
  if (!(await parts.retention())) return [];
  const state = await nightState(parts);
  return [{ what: RETENTION.title, ok: state.doubt === null, words: lastWords(state) }];
}

function lastWords({ doubt, night, endedAt, removed, left }: Awaited<ReturnType<typeof nightState>>): string {
  if (doubt) return RETENTION.doubtShort;
  return night && endedAt !== null ? RETENTION.last(night, removed, left) : RETENTION.never;
}
