/** Writes on the board and says honestly how that went. */
import type { OutgoingReply, SendResult } from '../../../../src/ports/channel.ts';
import type { BoardConfig } from './config.ts';

export async function send({ url, token }: BoardConfig, reply: OutgoingReply, now: number): Promise<SendResult> {
  const isPublic = reply.visibility === 'public';
  const body = {
    key: reply.id,
    kind: isPublic ? 'answer' : 'note',
    to: reply.to.address,
    text: reply.text,
    answers: isPublic ? (reply.answers.at(-1) ?? null) : null,
  };
  let response: Response;
  try {
    const headers = { Authorization: `Bearer ${token}` };
    response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  } catch {
    return { as: 'retry', at: now, words: 'The board does not answer.' };
  }
  const said = (await response.json()) as { id?: string; until?: number };
  if (response.status === 429)
    return { as: 'retry', at: said.until ?? now, words: 'The board takes no more for now.', usedUp: 'notes' };
  if (!response.ok || !said.id)
    return { as: 'refused', words: 'The board did not take it. Check the token in the settings of this channel.' };
  return { as: 'sent', externalId: said.id, names: [said.id] };
}
