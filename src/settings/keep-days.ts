/** How long things are kept, as the provisioning file says it: of everything, and of single channels. */
import { z } from 'zod';
import { isOn, type Retention, readKeepDays } from '../core/retention.ts';
import type { ConfigFile } from './yaml.ts';

const days = z.union([z.number(), z.string(), z.boolean()]).optional();
export const keepDays = { keep_texts: days, keep_files: days, keep_raw: days };
type Days = z.infer<typeof days>;

interface KeepLines {
  keep_texts?: Days;
  keep_files?: Days;
  keep_raw?: Days;
}

/** What a channel's adapter is to read of its lines. */
export function withoutKeepDays<T extends object>(settings: T & KeepLines): Omit<T, keyof KeepLines> {
  const { keep_texts: _, keep_files: __, keep_raw: ___, ...own } = settings;
  return own;
}

/** Null where the file says nothing of it: then it is set on the desk. */
export function retentionOf(
  data: KeepLines,
  channels: readonly (KeepLines & { name: string })[],
  where: ConfigFile['where'],
) {
  const problems: string[] = [];
  const read = ({ keep_texts: texts, keep_files: files, keep_raw: raws }: KeepLines, at: (string | number)[]) => {
    const days = readKeepDays({ texts, files, raws });
    if (!('words' in days)) return days;
    problems.push(`${where([...at, days.field])}: ${days.field}: ${days.words}`);
    return {};
  };
  const everywhere = { texts: null, files: null, raws: null, ...read(data, []) };
  const own = channels.map((each, i) => [each.name, read(each, ['channels', i])] as const);
  const retention: Retention = {
    everywhere,
    channels: Object.fromEntries(own.filter(([, days]) => Object.keys(days).length > 0)),
  };
  return { retention: isOn(retention) ? retention : null, problems };
}
