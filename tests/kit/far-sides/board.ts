/** A stand-in for a neighbourhood's notice board: public questions and private notes, over HTTP, with limits of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BoardItem {
  n: number;
  id: string;
  /** `comment`: somebody else wrote under a question. `gone`: these were taken off the board. */
  kind: 'question' | 'note' | 'comment' | 'gone';
  from: string;
  name: string;
  text: string;
  /** The item that it answers. */
  answers: string | null;
  /** A question that takes no more answers from the shop. */
  closed?: boolean;
  /** Every id that it has had, this one included, oldest first: who changes a note pins up another one. */
  versions?: string[];
  files?: { name: string; type: string; base64: string }[];
  /** When it was pinned up, in ms; absent: just now. */
  at?: number;
}

export interface Board {
  url: string;
  token: string;
  /** What the shop wrote, in order. */
  got: { key: string; kind: string; to: string; text: string; answers: string | null }[];
  /** How often it was asked for news. */
  looks: number;
  /** Until then it takes nothing, in ms. */
  fullUntil: number | null;
  write(item: Omit<BoardItem, 'n'>): void;
  /** Its author pins up another version in its place. */
  edit(id: string, as: Pick<BoardItem, 'id' | 'text'> & Partial<BoardItem>): void;
  /** Its author takes it down, every version of it. */
  remove(id: string): void;
  /** The number of its newest item; 0 for none. */
  newest(): number;
  away(): Promise<void>;
}

export async function openBoard(): Promise<Board> {
  const items: BoardItem[] = [];
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.headers.authorization !== `Bearer ${board.token}`) return answer(401, { error: 'wrong token' });
    const url = new URL(request.url ?? '/', board.url);
    if (request.method === 'GET') {
      board.looks++;
      return answer(
        200,
        items.filter(each => each.n > Number(url.searchParams.get('after'))),
      );
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (board.fullUntil !== null) return answer(429, { until: board.fullUntil });
    const given = JSON.parse(Buffer.concat(chunks).toString()) as Board['got'][number];
    // The same key twice is one message.
    if (!board.got.some(each => each.key === given.key)) board.got.push(given);
    answer(200, { id: `out:${given.key}` });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const board: Board = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'board-token',
    got: [],
    looks: 0,
    fullUntil: null,
    write: item => void items.push({ n: items.length + 1, ...item }),
    newest: () => items.length,
    edit: (id, as) => {
      const { n: _, ...before } = items.findLast(each => each.id === id)!;
      board.write({ ...before, versions: [...(before.versions ?? [id]), as.id], ...as });
    },
    remove: id => {
      const last = items.findLast(each => each.id === id || each.versions?.includes(id));
      const { from = '', name = '', versions = [id] } = last ?? {};
      board.write({ id: `gone:${id}`, kind: 'gone', from, name, text: '', answers: null, versions });
    },
    away: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return board;
}
