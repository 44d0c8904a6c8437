/** How far long work is: a bar on a terminal, plain lines elsewhere. */
import type { Progress } from '../ports/channel.ts';

const WIDTH = 30;
/** Elsewhere a line is enough at each of these steps. */
const STEPS = 10;

export function showProgress(what: string, out: NodeJS.WriteStream = process.stderr): Progress {
  let said = -1;
  const bar = out.isTTY === true;
  return {
    at: (share, words) => {
      const whole = Math.max(0, Math.min(1, share));
      if (bar) {
        const full = Math.round(whole * WIDTH);
        out.write(`\r${what} [${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}] ${Math.floor(whole * 100)} % ${words} `);
        return;
      }
      const step = Math.floor(whole * STEPS);
      if (step === said) return;
      said = step;
      out.write(`${what}: ${Math.floor(whole * 100)} %, ${words}\n`);
    },
    end: words => {
      out.write(bar ? `\r${' '.repeat(what.length + WIDTH + 40)}\r${words}\n` : `${words}\n`);
    },
  };
}

/** Ctrl-C in the middle of long work: says how it is left. */
export function sayWhenStopped(words: string): void {
  process.once('SIGINT', () => {
    console.error(`\n${words}`);
    process.exit(130);
  });
}
