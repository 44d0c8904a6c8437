/** Makes and parses Slack's names: threads and posts are `C123:1766000000.000100`, people `slack:U123`. */

/** A message in a channel: of a root it is also the name of its thread. */
interface Place {
  channel: string;
  ts: string;
}

export function refOf(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

export function placeOf(ref: string): Place {
  const [channel = '', ts = ''] = ref.split(':');
  return { channel, ts };
}

/** Looks like `C123:1766000000.000100`. */
export function isRef(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z0-9]{2,24}:\d{1,12}\.\d{1,9}$/.test(value);
}

/** A channel's id, a reference of a post, or a person's. */
export function owns(ref: string): boolean {
  return ref.startsWith('slack:') || /^[A-Z][A-Z0-9]{2,24}$/.test(ref) || isRef(ref);
}

export function personRef(user: string): string {
  return `slack:${user}`;
}

export function userOf(deskRef: string): string {
  return deskRef.replace(/^slack:/, '');
}

/** The person of a member id, as Slack shows it in a profile. A name can be anybody's. */
export function personNamed(written: string): string | null {
  return /^[uw][a-z0-9]{7,}$/i.test(written) ? personRef(written.toUpperCase()) : null;
}

/** The workspace that a Slack team is: always the same one, so that a reinstall goes on where it was. */
export function workspaceOf(team: string): string {
  return `ws_${team.toLowerCase().replace(/[^0-9a-z]/g, '')}`;
}

/** Slack's time of a message, in ms. */
export function momentOf(ts: string): number {
  return Math.floor(Number(ts) * 1000);
}

/** A link that opens a message: made here, for asking Slack costs a call each. */
export function permalink(teamUrl: string, { channel, ts }: Place): string {
  return `${teamUrl.replace(/\/+$/, '')}/archives/${channel}/p${ts.replace('.', '')}`;
}
