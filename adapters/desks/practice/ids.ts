/** Makes and parses the practice desk's own names of threads and posts. */

/** `<room>.<enquiry>`: the thread says by itself in which room it is. */
export function threadRef(roomId: string, cardKey: string): string {
  return `${roomId}.${cardKey.replace(/^card:/, '')}`;
}

export function roomOf(thread: string): string {
  return thread.split('.')[0] ?? '';
}

export function isThreadRef(value: unknown): value is string {
  return typeof value === 'string' && /^room_[0-9a-z]{1,40}\.[0-9a-z_:]{1,80}$/.test(value);
}

/** The name of a staff member's post, from the id their page gave it: sent twice, it is the same post. */
export function staffPost(clientId: string): string {
  return `staff:${clientId}`;
}

export function isStaffPost(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('staff:') && isClientId(value.slice('staff:'.length));
}

export function isClientId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-zA-Z_-]{8,64}$/.test(value);
}

/** `Ann` -> `practice:ann`. */
export function personRef(name: string): string {
  return `practice:${name.trim().toLowerCase()}`;
}
