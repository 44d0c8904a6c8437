/** Reads of weekly letters and their mails. */
import type { WorkspaceId } from '../../core/ids.ts';
import type { LetterReads } from '../../ports/letters.ts';
import type { Engine } from '../engine.ts';
import { makeRowReads } from './rows.ts';

/** More than one letter may go to. */
const MAILS_MAX = 200;

export function letterReads(engine: Engine, ws: WorkspaceId): LetterReads {
  const { one, all } = makeRowReads(engine, ws);
  return {
    letter: id => one('letters', { id }),
    letterMail: id => one('letterMails', { id }),
    letterMails: letterId => all('letterMails', { letterId }, { order: ['address'], limit: MAILS_MAX }),
    letterMailNamed: async names => {
      for (const name of names) {
        const [found] = await all('letterMails', { name }, { order: ['id'], limit: 1 });
        if (found) return found;
      }
      return null;
    },
  };
}
