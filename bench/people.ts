/** What the help for untrained people is worth: each part beside the plain way, on the sets of `DESKHAND_DATA` where that folder is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { benchAlone } from './people/alone.ts';
import { benchCoach } from './people/coach.ts';
import { benchExperts } from './people/experts.ts';
import { benchPractice } from './people/practice.ts';
import { benchSaved } from './people/saved.ts';
import { benchShield } from './people/shield.ts';
import { benchSimilar } from './people/similar.ts';
import type { Result } from './run.ts';

/** Where the public sets lie; they are no part of the project. */
export const DATA = process.env.DESKHAND_DATA ?? join(import.meta.dirname, '../../shared/data');

/** Each part of the help, in the order of the README. */
const PARTS: (() => Promise<Result[]>)[] = [
  () => benchSimilar(DATA),
  () => benchCoach(DATA),
  () => benchShield(DATA),
  () => benchExperts(DATA),
  () => benchSaved(DATA),
  () => benchAlone(),
  () => benchPractice(DATA),
];

/** Measures what can be measured here; a set that is absent is said, and passed over. */
export async function benchPeople(): Promise<Result[]> {
  if (!existsSync(DATA))
    console.log(`passed over what needs public sets: ${DATA} is not there (DESKHAND_DATA names another folder)`);
  const results: Result[] = [];
  for (const part of PARTS) results.push(...(await part()));
  return results;
}
