/** The SQLite tables as drizzle-kit reads them to generate migrations. */
import { sqliteKit } from './kit.ts';
import { makeTables } from './tables.ts';

export const tables = makeTables(sqliteKit);
export const {
  workspaces,
  rooms,
  channels,
  staff,
  customers,
  identities,
  enquiries,
  replies,
  raws,
  messages,
  attachments,
  remarks,
  threads,
  refs,
  participants,
  events,
  measures,
  tallies,
  budgets,
  ledger,
  jobs,
  lanes,
  leases,
  schedules,
  seen,
  settings,
  shelf,
} = tables;
