/** What `deskhand explain` knows, as words: its help is shown without loading every adapter. A test holds them against the code. */

export const EXPLAINED: readonly string[] = ['email', 'webchat', 'x', 'slack', 'teams'];
export const JUDGED: readonly string[] = ['thanks'];
