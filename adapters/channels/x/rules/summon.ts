/**
 * Whether X lets a program reply to a post: only where its author asked for it, by writing our name or by quoting us.
 * X's rule for self-service access since 2026-02-23; a person who answers in X itself is not bound by it.
 */
export interface Asked {
  own: boolean;
  /** Its author wrote our name. Null: X did not say enough. */
  named: boolean | null;
  /** It quotes a post of ours. */
  quoted: boolean;
  /** `everyone`, `mentionedUsers`, `following` ...; null where X did not say. */
  replySettings: string | null;
}

interface Verdict {
  may: boolean | null;
  why: string;
}

export function mayReply({ own, named, quoted, replySettings }: Asked): Verdict {
  if (own) return { may: false, why: 'You wrote it.' };
  // Whoever is named may reply under each of X's settings.
  if (named) return { may: true, why: 'Its author wrote your name, so you may reply.' };
  if (quoted) return mayQuoted(replySettings);
  if (named === null)
    return {
      may: null,
      why: 'X did not send where its own words begin (display_text_range), so nobody knows whether you may reply.',
    };
  return {
    may: false,
    why: 'Its author did not write your name and does not quote you, so X takes a reply only from a person: answer in X.',
  };
}

function mayQuoted(replySettings: string | null): Verdict {
  if (replySettings === 'mentionedUsers')
    return { may: false, why: 'It quotes you, but only people whom its author names may reply: answer in X.' };
  if (replySettings === null || replySettings === 'everyone')
    return { may: true, why: 'It quotes a post of yours, so you may reply.' };
  return { may: null, why: `It quotes a post of yours, but its author limited who may reply (${replySettings}).` };
}
