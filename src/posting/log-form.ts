/** The form that records a phone call, filled with the team's contact reasons and checklists. */
import { logForm } from '../desk/forms.ts';
import { readPromised } from '../desk/promises.ts';
import type { Parts } from '../ports/parts.ts';
import type { FormView } from '../ports/views.ts';
import { reasonsOf } from './reasons.ts';

export async function logFormFor({ store, checklists }: Pick<Parts, 'store' | 'checklists'>): Promise<FormView> {
  const [{ all }, lists] = await Promise.all([reasonsOf(store), checklists()]);
  return logForm({ reasons: all, checklists: lists });
}

/** What is wrong with it before it is sent in; null for nothing. */
export function wrongInLog(
  { clock, hours }: Pick<Parts, 'clock' | 'hours'>,
  values: Readonly<Record<string, string>>,
): { field: string; words: string } | null {
  const due = readPromised(values.when ?? '', clock.now(), hours);
  return due !== null && typeof due === 'object' ? { field: 'when', words: due.problem } : null;
}
