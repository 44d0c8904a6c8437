/** Logs by pino: one JSON line each on standard error, no message text and no address at `info` and above. */
import { pino } from 'pino';
import { hush } from '../core/hush.ts';
import type { Log } from '../ports/log.ts';

export function makeLog(level: string, toFd = 2): Log {
  const out = pino.destination({ fd: toFd, sync: true });
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: line => void out.write(hush(line)) },
  );
  return {
    debug: (fields, sentence) => log.debug(fields, sentence),
    info: (fields, sentence) => log.info(fields, sentence),
    warn: (fields, sentence) => log.warn(fields, sentence),
    error: (fields, sentence) => log.error(fields, sentence),
  };
}
