/** The tables of what customers taught the business: contact reasons, what rises, findings, letters and articles. */
import type { Kit } from './kit.ts';

/** Every table of insight. */
export function insightTables(_kit: Kit) {
  return {};
}
