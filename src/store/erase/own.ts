/** What is theirs beside their enquiries: records of channels about their addresses, and what they wrote in enquiries of others. */
import type { CustomerId, MessageId, WorkspaceId } from '../../core/ids.ts';
import type { Json } from '../../ports/json.ts';
import type { Engine } from '../engine.ts';
import { anyOf } from './patterns.ts';

/** More is a machine. */
const RECORDS_MAX = 200;
const MESSAGES_MAX = 2_000;

/** What channels keep about these addresses: a visitor's answers and page, an account's name. */
export async function recordsAbout(engine: Engine, ws: WorkspaceId, addresses: readonly string[]): Promise<Json[]> {
  const found: Json[] = [];
  for (const address of addresses) {
    const rows = await engine.rows<{ value: Json | string }>(
      `select value from shelf where workspace_id = ? and owner like 'channel:%'
         and ((stream = ? and key = 'visitor') or (stream = 'people' and key = ?)) limit ?`,
      [ws, `about:${address}`, address, RECORDS_MAX],
    );
    found.push(...rows.map(({ value }) => (typeof value === 'string' ? (JSON.parse(value) as Json) : value)));
  }
  return found;
}

/** Messages in enquiries of others in whose sender one of these addresses stands. */
export async function messagesElsewhere(
  engine: Engine,
  ws: WorkspaceId,
  customerId: CustomerId,
  addresses: readonly string[],
): Promise<MessageId[]> {
  if (addresses.length === 0) return [];
  const { sql, values } = anyOf(
    engine,
    [{ name: 'from', json: true }],
    addresses.map(each => each.toLowerCase()),
  );
  const rows = await engine.slowRows<{ id: MessageId }>(
    `select id from messages where workspace_id = ? and direction = 'in' and ${sql}
       and enquiry_id not in (select id from enquiries where workspace_id = ? and customer_id = ?) order by seq limit ?`,
    [ws, ...values, ws, customerId, MESSAGES_MAX],
  );
  return rows.map(each => each.id);
}
