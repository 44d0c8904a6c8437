/** What admins prescribe about the names that customers see. */
import { NAME_RULES, type NameRule } from '../core/name-shown.ts';
import { NAME_RULE_WORDS } from '../desk/wording.ts';
import type { FormField, SettingsOutcome } from '../ports/desk.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import { keepSetting } from './keep.ts';
import { NAMES, type NameRules } from './name-rules.ts';

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
