/** What belongs to a customer: their enquiries, in numbers, what they are recognised by, and what was posted about them. */
import { isErasedAddress } from '../../core/erased-address.ts';
import type { CustomerId, EnquiryId, ErasureId, IdentityId, MessageId, WorkspaceId } from '../../core/ids.ts';
import { hasMark, type Marks, marksOf } from '../../core/marks.ts';
import type { Erasing } from '../../ports/erasure.ts';
import type { ErasureNumbers } from '../../ports/erasure-rows.ts';
import type { Engine } from '../engine.ts';
import { makeRowReads } from '../queries/rows.ts';
import { recordsAbout } from './own.ts';
import { patternOf } from './patterns.ts';

/** Names and addresses of one person; more is a machine that makes them up. */
const NAMES_MAX = 50;
/** Records of adapters that are looked through for what else a person is known by. */
const RECORDS_MAX = 200;

/** Customers whose name looks like one; the first that has it says enough. */
const NAMESAKES_MAX = 500;
/** Posts about who waits, in the time of one enquiry; older ones say nothing to anybody any more. */
const REMINDERS_MAX = 200;

const OF_CUSTOMER = 'select id from enquiries where workspace_id = ? and customer_id = ?';

/** Everything that is asked of the tables before and while something goes. */
export function scopeReads(
  engine: Engine,
  ws: WorkspaceId,
): Pick<
  Erasing,
  | 'numbers'
  | 'erasure'
  | 'underWay'
  | 'unfinished'
  | 'joinedInto'
  | 'marks'
  | 'enquiriesAfter'
  | 'cameAfter'
  | 'postsOf'
  | 'remindersIn'
> {
  const { one, all } = makeRowReads(engine, ws);
  return {
    numbers: customerId => numbersOf(engine, ws, customerId),
    erasure: id => one('erasures', { id }),
    underWay: async customerId => (await all('erasures', { customerId })).find(each => each.doneAt === null) ?? null,
    unfinished: async () => {
      const rows = await engine.rows<{ id: ErasureId }>(
        'select id from erasures where workspace_id = ? and done_at is null order by id',
        [ws],
      );
      return rows.map(each => each.id);
    },
    joinedInto: (customerId, identities) => joinedInto(engine, ws, customerId, identities),
    marks: customerId => marksFor(engine, ws, customerId),
    enquiriesAfter: async (customerId, after, limit) => {
      const rows = await engine.rows<{ id: EnquiryId }>(`${OF_CUSTOMER} and id > ? order by id limit ?`, [
        ws,
        customerId,
        after,
        limit,
      ]);
      return rows.map(each => each.id);
    },
    cameAfter: async (enquiryId, at) => {
      const rows = await engine.rows<{ id: MessageId }>(
        `select m.id from messages m join raws r on r.workspace_id = m.workspace_id and r.id = m.raw_id
         where m.workspace_id = ? and m.enquiry_id = ? and m.direction = 'in' and r.received_at > ? order by m.seq`,
        [ws, enquiryId, at],
      );
      return rows.map(each => each.id);
    },
    postsOf: enquiryId => postsOf(engine, ws, enquiryId),
    remindersIn: async (roomId, from, to) => {
      const rows = await engine.slowRows<{ key: string }>(
        `select key from shelf where workspace_id = ? and owner like 'desk:%' and (stream = 'posts' or stream like '%:posts')
           and key >= ? and key <= ? order by key limit ?`,
        [ws, `remind:${roomId}:${from}`, `remind:${roomId}:${to}`, REMINDERS_MAX],
      );
      return rows.map(each => each.key);
    },
  };
}

async function numbersOf(engine: Engine, ws: WorkspaceId, customerId: CustomerId): Promise<ErasureNumbers> {
  const inTheirs = `where workspace_id = ? and enquiry_id in (${OF_CUSTOMER})`;
  const count = async (sql: string, values: string[]) => {
    const [row] = await engine.slowRows<{ n: number }>(`select count(*) as n from ${sql}`, values);
    return Number(row?.n ?? 0);
  };
  const three = [ws, ws, customerId];
  const [enquiries, messages, replies, remarks, files, addresses] = await Promise.all([
    count('enquiries where workspace_id = ? and customer_id = ?', [ws, customerId]),
    count(`messages ${inTheirs}`, three),
    count(`replies ${inTheirs}`, three),
    count(`remarks ${inTheirs} and lane <> 'reply'`, three),
    count(`attachments where workspace_id = ? and message_id in (select id from messages ${inTheirs})`, [ws, ...three]),
    count('identities where workspace_id = ? and customer_id = ?', [ws, customerId]),
  ]);
  return { enquiries, messages, files, replies, remarks, addresses };
}

/** Customers of whom nothing but a name is left: somebody joined them into this one, or an older database has them apart. */
async function joinedInto(
  engine: Engine,
  ws: WorkspaceId,
  customerId: CustomerId,
  identities: readonly IdentityId[],
): Promise<CustomerId[]> {
  const list = (values: readonly string[]) => values.map(() => '?').join(', ');
  const joins = await engine.rows<{ data: unknown }>(
    `select data from events where workspace_id = ? and type = 'CustomersJoined' and enquiry_id in (${OF_CUSTOMER})`,
    [ws, ws, customerId],
  );
  const from = joins.map(({ data }) => (typeof data === 'string' ? JSON.parse(data) : data) as { from: CustomerId });
  const owners = identities.length
    ? await engine.rows<{ id: CustomerId }>(
        `select customer_id as id from identities where workspace_id = ? and id in (${list(identities)})`,
        [ws, ...identities],
      )
    : [];
  const left: CustomerId[] = [];
  for (const id of new Set([...from.map(each => each.from), ...owners.map(each => each.id)])) {
    const others = await engine.rows<{ id: IdentityId }>(
      'select id from identities where workspace_id = ? and customer_id = ?',
      [ws, id],
    );
    if (id !== customerId && others.every(each => identities.includes(each.id))) left.push(id);
  }
  return left;
}

/** By their addresses, their names, and what a channel keeps beside them: a visitor's mail address, an account's handle. */
async function marksFor(engine: Engine, ws: WorkspaceId, customerId: CustomerId): Promise<Marks> {
  const { one, all } = makeRowReads(engine, ws);
  const [customer, identities] = await Promise.all([
    one('customers', { id: customerId }),
    all('identities', { customerId }),
  ]);
  const own = identities.map(each => each.address).filter(each => !isErasedAddress(each));
  const kept = (await Promise.all(own.map(each => besides(engine, ws, each)))).flat();
  const called = await calledIn(engine, ws, customerId, own);
  const joined = await joinedInto(
    engine,
    ws,
    customerId,
    identities.map(each => each.id),
  );
  const before = await Promise.all(joined.map(id => one('customers', { id })));
  const names = [
    ...[customer, ...before].map(each => each?.name ?? ''),
    ...called,
    ...kept.filter(each => !each.includes('@')),
  ].filter(Boolean);
  const telling = marksOf([], names, []).names.slice(0, NAMES_MAX);
  const [shared, given, ofShop] = await Promise.all([
    alsoOthers(engine, ws, customerId, telling),
    notOfOthers(
      engine,
      ws,
      customerId,
      kept.filter(each => each.includes('@')),
    ),
    ownAddresses(engine, ws),
  ]);
  const addresses = [...own, ...given].filter(each => !ofShop.has(each.toLowerCase()));
  return marksOf(addresses, telling, shared);
}

/** What a visitor said their address is may be somebody else's, who stays. */
async function notOfOthers(
  engine: Engine,
  ws: WorkspaceId,
  customerId: CustomerId,
  addresses: readonly string[],
): Promise<string[]> {
  const free: string[] = [];
  for (const address of addresses) {
    const [other] = await engine.slowRows<{ id: string }>(
      'select id from identities where workspace_id = ? and customer_id <> ? and lower(address) = ? limit 1',
      [ws, customerId, address.toLowerCase()],
    );
    if (!other) free.push(address);
  }
  return free;
}

/** Addresses of the team's own channels, in lower case: whoever wrote from one is no reason to take it out of every letter. */
async function ownAddresses(engine: Engine, ws: WorkspaceId): Promise<ReadonlySet<string>> {
  const rows = await engine.rows<{ settings: unknown }>('select settings from channels where workspace_id = ?', [ws]);
  const texts = rows.map(({ settings }) => (typeof settings === 'string' ? settings : JSON.stringify(settings)));
  return new Set(texts.flatMap(each => each.toLowerCase().match(/[^\s"@\\]+@[^\s"@\\]+/g) ?? []));
}

/** What they called themselves in their messages. */
async function calledIn(engine: Engine, ws: WorkspaceId, customerId: CustomerId, own: string[]): Promise<string[]> {
  const rows = await engine.slowRows<{ from: unknown }>(
    `select distinct "from" from messages where workspace_id = ? and direction = 'in' and enquiry_id in (${OF_CUSTOMER}) limit ?`,
    [ws, ws, customerId, RECORDS_MAX],
  );
  return rows.flatMap(({ from }) => {
    const sender = (typeof from === 'string' ? JSON.parse(from) : from) as { address: string; name: string } | null;
    return sender?.name && own.includes(sender.address) ? [sender.name] : [];
  });
}

/** Names, handles and mail addresses in a channel's records about an address. */
async function besides(engine: Engine, ws: WorkspaceId, address: string): Promise<string[]> {
  const records = await recordsAbout(engine, ws, [address]);
  return records.flatMap(record =>
    Object.entries((record ?? {}) as object).flatMap(([key, said]) => {
      if (typeof said !== 'string' || !said) return [];
      if (key === 'handle') return [`@${said.replace(/^@/, '')}`];
      return key === 'name' || /^\S+@\S+$/.test(said) ? [said] : [];
    }),
  );
}

/** Those of these names that another customer, or one of the team, has too, also as a part of their own. */
async function alsoOthers(engine: Engine, ws: WorkspaceId, customerId: CustomerId, names: string[]): Promise<string[]> {
  const shared: string[] = [];
  for (const name of names) {
    const pattern = patternOf(name, 'inside');
    const rows = await engine.slowRows<{ name: string }>(
      `select name from customers c where workspace_id = ? and id <> ? and lower(name) like ? escape '\\'
         and exists (select 1 from identities i where i.workspace_id = c.workspace_id and i.customer_id = c.id)
       union all select name from staff where workspace_id = ? and lower(name) like ? escape '\\' limit ?`,
      [ws, customerId, pattern, ws, pattern, NAMESAKES_MAX],
    );
    if (rows.some(each => hasMark(each.name, [name]))) shared.push(name);
  }
  return shared;
}

/** The names under which posts about an enquiry may be known on its desk. */
async function postsOf(
  engine: Engine,
  ws: WorkspaceId,
  enquiryId: EnquiryId,
): Promise<Awaited<ReturnType<Erasing['postsOf']>>> {
  const of = async (sql: string) =>
    (await engine.rows<{ v: string }>(sql, [ws, enquiryId])).map(each => String(each.v));
  const where = 'where workspace_id = ? and enquiry_id = ?';
  const versions = await of(`select version as v from events ${where} order by version`);
  const moves = await of(`select version as v from events ${where} and type = 'EnquiryMoved' order by version`);
  const rated = await of(`select at as v from measures ${where} and what = 'resolved' order by at`);
  const threads = await of(`select ref as v from refs ${where} and kind = 'thread' order by id`);
  const messages = await of(`select id as v from messages ${where} order by seq`);
  const replies = await engine.rows<{ id: string; attempt: number; post_ref: string | null }>(
    `select id, attempt, post_ref from replies ${where} order by id`,
    [ws, enquiryId],
  );
  const remarks = await engine.rows<{ id: string; post_ref: string }>(
    `select id, post_ref from remarks ${where} order by id`,
    [ws, enquiryId],
  );
  const files = (await filesOf(engine, ws, enquiryId)).map(each => `file:${each}`);
  const posts = [...new Set([...remarks.map(each => each.post_ref), ...replies.flatMap(each => each.post_ref ?? [])])];
  const again = ['', `:in:${enquiryId}`, ...moves.map(each => `:${each}`)];
  return {
    keys: [
      ...messages.flatMap(id => again.map(each => `message:${id}${each}`)),
      ...versions.map(each => `line:${enquiryId}:${each}`),
      ...moves.flatMap(each => [`moved-here:${enquiryId}:${each}`, `moved-away:${enquiryId}:${each}`]),
      ...replies.flatMap(({ id, attempt }) => [
        `reply:${id}`,
        ...Array.from({ length: Number(attempt) + 1 }, (_, n) => `unsure:${id}:${n}`),
        `has:${id}:deleted`,
      ]),
      ...remarks.map(each => `kept:${each.id}`),
      // Where a mark is a post of its own, below what a person wrote.
      ...posts.map(each => `mark:${each}`),
      ...rated.map(each => `praise:${enquiryId}:${each}`),
      ...versions.map(each => `pass:${enquiryId}:${each}`),
      ...files.flatMap(each => [`${each}:stays`, `${each}:failed`]),
    ],
    files,
    posts,
    threads,
  };
}

async function filesOf(engine: Engine, ws: WorkspaceId, enquiryId: EnquiryId): Promise<string[]> {
  const rows = await engine.rows<{ id: string }>(
    `select id from attachments where workspace_id = ? and message_id in
       (select id from messages where workspace_id = ? and enquiry_id = ?) order by id`,
    [ws, ws, enquiryId],
  );
  return rows.map(each => each.id);
}
