/** A PostgreSQL database that hears, on the wire, every statement that is sent to it. */
import { connect, createServer, type Socket } from 'node:net';
import type { Engine } from '../../src/store/engine.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openFreshPostgres } from './engines.ts';
import type { Sent } from './one-workspace.ts';

/** What stands in front of a message: its kind, which is absent in the first one, and its length without the kind. */
const LENGTH_BYTES = 4;
const [QUERY, PARSE, BIND] = ['Q', 'P', 'B'];

export interface Overheard {
  engine: Engine;
  /** Past the wire that is listened to: for what a test itself asks. */
  url: string;
  /** Each text once, with the values it was first sent with. */
  sent(): Sent[];
  close(): Promise<void>;
}

/** Only where a server was found. */
export async function openOverheard(): Promise<Overheard> {
  const fresh = await openFreshPostgres();
  const at = new URL(fresh.url);
  const heard = new Map<string, Sent>();
  const server = createServer(near => {
    const far = connect(Number(at.port), at.hostname);
    const hear = hearer(each => void (heard.has(each.text) || heard.set(each.text, each)));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as [Socket, Socket][]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    near.on('data', bytes => {
      hear(bytes);
      far.write(bytes);
    });
    far.on('data', bytes => near.write(bytes));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(fresh.url);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as { port: number }).port);
  const engine = await openPostgres(url.href, 'overheard');
  return {
    engine,
    url: fresh.url,
    sent: () => [...heard.values()],
    close: async () => {
      await engine.close();
      await new Promise<void>(resolve => server.close(() => resolve()));
      await fresh.close();
    },
  };
}

/** Reads what a client sends on one connection: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function hearer(hear: (sent: Sent) => void): (bytes: Buffer) => void {
  const texts = new Map<string, string>();
  let [rest, isFirst] = [Buffer.alloc(0), true];
  return bytes => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const kindBytes = isFirst ? 0 : 1;
      if (rest.length < kindBytes + LENGTH_BYTES) return;
      const end = kindBytes + rest.readUInt32BE(kindBytes);
      if (rest.length < end) return;
      const kind = isFirst ? '' : String.fromCharCode(rest[0]!);
      const body = rest.subarray(kindBytes + LENGTH_BYTES, end);
      rest = rest.subarray(end);
      isFirst = false;
      if (kind === QUERY) hear({ text: textAt(body, 0), values: [] });
      if (kind === PARSE) texts.set(textAt(body, 0), textAt(body, body.indexOf(0) + 1));
      if (kind === BIND) {
        const statement = textAt(body, body.indexOf(0) + 1);
        hear({ text: texts.get(statement)!, values: valuesIn(body) });
      }
    }
  };
}

function textAt(body: Buffer, from: number): string {
  return body.toString('utf8', from, body.indexOf(0, from));
}

/** Bytes are handed on as PostgreSQL writes them: nobody looks into them. */
function valuesIn(body: Buffer): (string | null)[] {
  let at = body.indexOf(0, body.indexOf(0) + 1) + 1;
  const next = () => {
    at += 2;
    return body.readUInt16BE(at - 2);
  };
  const formats = Array.from({ length: next() }, next);
  return Array.from({ length: next() }, (_, i) => {
    const length = body.readInt32BE(at);
    at += LENGTH_BYTES + Math.max(0, length);
    if (length < 0) return null;
    const isBinary = (formats.length === 1 ? formats[0] : formats[i]) === 1;
    const value = body.subarray(at - length, at);
    return isBinary ? `\\x${value.toString('hex')}` : value.toString('utf8');
  });
}
