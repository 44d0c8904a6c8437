/** The kinds that `deskhand explain` knows, so that its help loads no adapter. A test compares them with the code. */

export const EXPLAINED: readonly string[] = ['email', 'webchat', 'x', 'slack', 'teams'];
export const JUDGED: readonly string[] = ['thanks', 'shield', 'coach'];
