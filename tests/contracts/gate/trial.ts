/** What the parts of the gate share: an enquiry of its own for each test, and waiting for what it leads to. */
import { until } from '../../kit/world.ts';
import type { GateDesk, GateDriver, Hands, Preview } from './driver.ts';
import type { Mode } from './program.ts';

export interface Trial {
  driver: GateDriver;
  mode: Mode;
  desk(): GateDesk;
}

export interface Begun extends GateDesk {
  /** The thread of the enquiry. */
  ref: string;
  /** The customer's. */
  address: string;
  idle(): Promise<void>;
  /** What this customer got so far, once nothing is left to do. */
  got(): Promise<string[]>;
  /** As the mode demands: Send is pressed in the preview, or the words go by themselves. */
  letOut(who: Hands, text: string): Promise<void>;
}

let customers = 0;

/** A customer writes, and Ann claims it. */
export async function begin({ desk, mode }: Trial, claimed = true): Promise<Begun> {
  const open = desk();
  const { program } = open;
  const name = `c${++customers}`;
  const address = `${name}@example.com`;
  await program.mail(address, `It rattles, says ${name}.`);
  const thread = await open.thread(`says ${name}.`);
  const idle = async () => {
    await open.delivered();
    await program.idle();
    await open.delivered();
  };
  await idle();
  if (claimed) {
    await open.ann.press(thread, 'enquiry.claim');
    await idle();
  }
  return {
    ...open,
    ref: thread,
    address,
    idle,
    got: async () => {
      await idle();
      return program.got(address);
    },
    letOut: async (who, text) => {
      if (mode === 'preview') await (await seen(who, thread, text)).send();
    },
  };
}

/** Waits for the preview of a text. */
export function seen(who: Hands, thread: string, text: string): Promise<Preview> {
  return until(() => who.preview(thread, text), `${who.name} sees the preview of "${text}"`);
}
