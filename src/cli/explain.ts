/** `deskhand explain`: what an adapter makes of raw payloads, one line of JSON per file, of a page one per item. Contacts nothing. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { explainSlack } from '../../adapters/desks/slack/events/explain.ts';
import { CHANNEL_KINDS } from '../app/adapters.ts';
import type { Json } from '../ports/json.ts';

/** Whatever can say what it makes of a raw payload; a list has a line for each of its items. */
export const EXPLAINERS: { kind: string; explain(raw: Uint8Array): Promise<Json> }[] = [
  ...CHANNEL_KINDS,
  { kind: 'slack', explain: async raw => explainSlack(raw) },
  {
    kind: 'teams',
    explain: async raw => (await import('../../adapters/desks/teams/events/explain.ts')).explainTeams(raw),
  },
];

export async function explain(kind: string, files: string[]): Promise<void> {
  const found = EXPLAINERS.find(each => each.kind === kind);
  if (!found) {
    const known = EXPLAINERS.map(each => each.kind).join(', ');
    console.error(`"${kind}" cannot be explained here. Known: ${known}. For example: deskhand explain email mail.eml`);
    throw new CommanderError(2, 'deskhand.kind', 'unknown kind');
  }
  for (const file of files) {
    let raw: Uint8Array;
    try {
      raw = readFileSync(file === '-' ? 0 : file);
    } catch (error) {
      console.error(`${file} cannot be read: ${(error as Error).message}`);
      process.exitCode = 1;
      continue;
    }
    for (const item of [await found.explain(raw)].flat()) console.log(JSON.stringify(item));
  }
}
