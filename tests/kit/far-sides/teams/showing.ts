/** Messages as people see them. */
import { cardOf } from './cards.ts';
import type { Shown } from './shapes.ts';
import { conversationOf, type Message, type Place } from './state.ts';

export function show(place: Place, message: Message): Shown {
  return {
    id: message.id,
    conversation: conversationOf(place, message),
    root: message.root,
    by: typeof message.by === 'string' ? message.by : message.by.name,
    text: message.text,
    html: message.html,
    card: cardOf(message.attachments),
    attachments: structuredClone(message.attachments),
    summary: message.summary,
    reactions: message.reactions.map(each => each.type),
    deleted: message.deleted,
    edits: message.edits,
    onlyFor: message.onlyFor,
  };
}

export const inOrder = (messages: Map<string, Message>): Message[] =>
  [...messages.values()].sort((a, b) => Number(a.id) - Number(b.id));
