/** The forms about names that customers see: each person's own, and what admins prescribe. */
import { NAME_RULES, type NameChoice, type NameRule } from '../core/name-shown.ts';
import type { Staff } from '../core/staff.ts';
import { NAME_RULE_WORDS, NAME_WORDS } from '../desk/wording.ts';
import { chooseName } from '../handling/choose-name.ts';
import { staffOf } from '../handling/known-staff.ts';
import { keepSetting } from '../install/keep.ts';
import type { FormField, Person, SettingsOutcome } from '../ports/desk.ts';
import { job } from '../ports/jobs.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import { NAMES, type NameRules } from './name-rules.ts';

/** What the form of one's own name is about; it is the only one that is not for admins alone. */
export const OWN_NAME = 'name';

/** Enquiries of one person whose customers are watching. */
const FOLLOWED_MAX = 100;

export function ownNameFields(staff: Staff | null): FormField[] {
  const now: NameChoice = staff?.shownAs ?? { as: 'first' };
  return [
    {
      name: 'as',
      label: 'Customers see',
      kind: 'choice',
      value: now.as,
      choices: [
        { value: 'first', label: 'My first name' },
        { value: 'chosen', label: 'The name that I type below' },
        { value: 'team', label: 'Only the name of the team' },
      ],
    },
    {
      name: 'name',
      label: 'Name',
      kind: 'text',
      value: now.as === 'chosen' ? now.name : '',
      optional: true,
      help: NAME_WORDS.fieldHelp,
    },
  ];
}

export async function saveOwnName(parts: Parts, by: Person, values: Record<string, string>): Promise<SettingsOutcome> {
  const typed = (values.name ?? '').trim();
  const as = values.as ?? (typed ? 'chosen' : 'first');
  if (as === 'chosen' && typed === '') return { ok: false, problems: [{ field: 'name', words: NAME_WORDS.empty }] };
  const staff = await staffOf(parts, by);
  const chosen = await chooseName(parts, staff, as === 'chosen' ? typed : as === 'team' ? 'team' : 'first');
  if (!chosen.ok) return { ok: false, problems: [{ field: 'name', words: chosen.words }] };
  await followName(parts, staff);
  return { ok: true, words: chosen.words };
}

/** Customers who watch see the new name at once. */
export async function followName(parts: Parts, staff: Staff): Promise<void> {
  const mine = await parts.store.openEnquiries(FOLLOWED_MAX, staff.id);
  const watched = mine.filter(each => parts.channel(each.channelId)?.watched);
  if (watched.length)
    await parts.recorder.enqueue(
      watched.map(({ id }) => job('channel.follow', `follow:${id}`, { enquiryId: id, seen: null })),
    );
}

/** Channels whose customers see who writes. */
async function namedChannels({ store, channel }: Parts) {
  return (await store.channels()).filter(each => channel(each.id)?.signedAs);
}

export async function ruleFields(parts: Parts): Promise<FormField[]> {
  const rules = (await parts.store.setting(NAMES)) as unknown as NameRules | null;
  const choices = NAME_RULES.map(value => ({ value, label: NAME_RULE_WORDS[value] }));
  const asElse = { value: '', label: 'As on every channel' };
  return [
    { name: 'everywhere', label: 'On every channel', kind: 'choice', value: rules?.everywhere ?? 'own', choices },
    ...(await namedChannels(parts)).map(
      ({ name }): FormField => ({
        name: `channel:${name}`,
        label: `On ${name}`,
        kind: 'choice',
        value: rules?.channels[name] ?? '',
        choices: [asElse, ...choices],
      }),
    ),
  ];
}

export async function saveRules(parts: Parts, values: Record<string, string>): Promise<SettingsOutcome> {
  const rule = (value: string | undefined) => NAME_RULES.find((each): each is NameRule => each === value) ?? null;
  const channels: NameRules['channels'] = {};
  for (const { name } of await namedChannels(parts)) {
    const chosen = rule(values[`channel:${name}`]);
    if (chosen) channels[name] = chosen;
  }
  const rules: NameRules = { everywhere: rule(values.everywhere), channels };
  await keepSetting(parts.store, NAMES, rules as unknown as Json);
  return { ok: true, words: 'Saved. Replies that leave from now on follow it.' };
}
