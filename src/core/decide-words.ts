/**
 * Decides what follows when words in an enquiry are somebody else's, are changed, or are taken back. Nobody waits for any of
 * it: it changes no state and no figure. Pure.
 */
import { stopped } from './decide.ts';
import type { Enquiry, EnquiryEvent } from './enquiry.ts';
import type { MessageId } from './ids.ts';
import type { Reply } from './reply.ts';

type WordsCommand =
  | { do: 'bystanderWrote'; message: MessageId }
  /** `theirs`: the customer's own words, so that what is held may be an answer to what is no longer there. */
  | { do: 'change'; message: MessageId; theirs: boolean }
  | { do: 'takeBack'; message: MessageId; theirs: boolean };

/** @param replies those that are held, leaving or unsure */
export function decideWords(enquiry: Enquiry, replies: Reply[], command: WordsCommand): EnquiryEvent[] {
  const { message } = command;
  switch (command.do) {
    case 'bystanderWrote':
      return [{ type: 'BystanderWrote', message }];
    case 'change':
      return [{ type: 'MessageChanged', message }, ...(command.theirs ? stopped(enquiry, replies) : [])];
    case 'takeBack':
      return [{ type: 'MessageWithdrawn', message }, ...(command.theirs ? stoppedAgain(enquiry, replies) : [])];
  }
}

/** Also those that are stopped already: their author was shown words that must not stand there any more. */
function stoppedAgain(enquiry: Enquiry, replies: Reply[]): EnquiryEvent[] {
  const again = replies.filter(reply => reply.status === 'held' && reply.holdUntil === null);
  return [...stopped(enquiry, replies), ...again.map(({ id }) => ({ type: 'ReplyStopped' as const, reply: id }))];
}
