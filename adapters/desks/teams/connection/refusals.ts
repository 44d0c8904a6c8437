/** The errors of Connector calls: refused, or without an answer. */
import { FarRefusal, FarSilence } from '../../../../src/desks/far-side.ts';

/** Teams said no. */
export class TeamsRefusal extends FarRefusal {
  override name = 'TeamsRefusal';
  readonly status: number;
  /** The Connector's code, such as `BotNotInConversationRoster`; `token` when there was none to call with. */
  readonly word: string;
  constructor(what: string, status: number, word: string, words = `Teams refused ${what}: ${word} (${status}).`) {
    super(words);
    this.status = status;
    this.word = word;
  }

  override get signedOut(): boolean {
    return this.status === 401;
  }
}

/** The connection dropped, or Teams failed, after the call may have been carried out. */
export class TeamsSilence extends FarSilence {
  override name = 'TeamsSilence';
}
