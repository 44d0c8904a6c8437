/** A line between us and a server that can be cut, or fall silent without a word, at any moment. */
import { connect, createServer, type Socket } from 'node:net';

export interface Line {
  port: number;
  /** Ends every connection that is open; new ones go through. */
  cut(): void;
  /** From now on nothing is passed on in either direction, nothing is closed, and new connections hear nothing. */
  fallSilent(): void;
  /** What the server says is kept until `letGo`, and then arrives. */
  holdBack(): void;
  letGo(): void;
  /** New connections are refused until it is mended. */
  refuse(): void;
  /** New connections go through again; those that fell silent stay so. */
  mend(): void;
  open(): number;
  stop(): Promise<void>;
}

export async function startLine(to: { host: string; port: number }): Promise<Line> {
  const pairs = new Set<{ near: Socket; far: Socket; silent: boolean }>();
  let state: 'well' | 'silent' | 'refused' = 'well';
  let kept: (() => void)[] | null = null;
  const server = createServer(near => {
    near.on('error', () => {});
    if (state === 'refused') return void near.destroy();
    const far = connect(to.port, to.host);
    far.on('error', () => near.destroy());
    const pair = { near, far, silent: state === 'silent' };
    pairs.add(pair);
    near.on('data', bytes => void (pair.silent || far.write(bytes)));
    far.on('data', bytes => {
      if (kept) kept.push(() => near.write(bytes));
      else if (!pair.silent) near.write(bytes);
    });
    near.on('close', () => {
      far.destroy();
      pairs.delete(pair);
    });
    far.on('close', () => void (pair.silent || near.destroy()));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    port: (server.address() as { port: number }).port,
    cut,
    fallSilent: () => {
      state = 'silent';
      for (const pair of pairs) pair.silent = true;
    },
    holdBack: () => {
      kept = [];
    },
    letGo: () => {
      for (const say of kept ?? []) say();
      kept = null;
    },
    refuse: () => {
      state = 'refused';
      cut();
    },
    mend: () => {
      state = 'well';
    },
    open: () => pairs.size,
    stop: () => {
      cut();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}
