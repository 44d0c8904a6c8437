/**
 * Which enquiry something belongs to: in public one for each conversation and customer, in private one for each person
 * or group. The names of both begin differently, so that they can never be the same.
 */
interface Place {
  visibility: 'public' | 'private';
  conversationId: string | null;
  /** The customer; in a conversation of two the one who is not us. */
  customerId: string | null;
  isGroup: boolean;
}

/** @returns null where it belongs to none, because X did not say enough */
export function threadOf({ visibility, conversationId, customerId, isGroup }: Place): string | null {
  if (visibility === 'public') return conversationId && customerId ? `public/${conversationId}/${customerId}` : null;
  if (isGroup) return conversationId && `private/group/${conversationId}`;
  return customerId && `private/with/${customerId}`;
}

/**
 * Who is the customer of a thread: the id of an account, or of a private group the group itself, for whoever writes in it
 * goes on with its one enquiry.
 */
export function customerOf(thread: string): string {
  const last = thread.slice(thread.lastIndexOf('/') + 1);
  return thread.startsWith('private/group/') ? `group-${last}` : last;
}
