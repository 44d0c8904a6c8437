/** The tables of weekly letters, and of what became of each mail of them. */
import type { LetterMailRow } from '../ports/insight-rows.ts';
import type { Kit } from './kit.ts';

export function letterTables({ table, id, text, int, ms, bytes, index }: Kit) {
  return {
    letters: table('letters', {
      id: id(),
      workspaceId: text().notNull(),
      subject: text().notNull(),
      text: text().notNull(),
      html: text().notNull(),
      picture: bytes(),
      dueAt: ms().notNull(),
    }),
    letterMails: table(
      'letter_mails',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        letterId: text().notNull(),
        address: text().notNull(),
        status: text().$type<LetterMailRow['status']>().notNull(),
        words: text(),
        name: text(),
        changedAt: ms().notNull(),
      },
      t => [
        index('letter_mails_letter').on(t.workspaceId, t.letterId),
        index('letter_mails_name').on(t.workspaceId, t.name),
      ],
    ),
  };
}
