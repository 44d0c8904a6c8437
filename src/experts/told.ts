/** Words that an expert told the team: a draft of nobody yet, which anybody who may answer can use. */
import { FORM_POST } from '../desk/cards.ts';

/** Behind `FORM_POST`, in front of the action's id. */
const TOLD = 'told:';

/** The name of such words, from the act that they came with. */
export function toldPost(actionId: string): string {
  return `${FORM_POST}${TOLD}${actionId}`;
}

export function isTold({ postRef }: { postRef: string }): boolean {
  return postRef.startsWith(`${FORM_POST}${TOLD}`);
}
