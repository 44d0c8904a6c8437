/** What a room is told of something that rises: what, by how many, what is usual, and where. Pure. */
import type { AlertId } from '../core/ids.ts';
import type { AnswerView } from '../ports/answer.ts';
import type { AlertRow } from '../ports/insight-rows.ts';
import { AGAIN } from './alert-actions.ts';
import { button } from './cards.ts';

interface Alert extends Pick<AlertRow, 'what' | 'reason' | 'words' | 'state'> {
  id: AlertId;
  customers: number;
  /** "Tue 09:10" */
  since: string;
  usual: number;
  /** Enquiries that everybody in the room can read: the newest of them, in order. */
  named: readonly number[];
  /** How many are in rooms that not everybody here can read. */
  elsewhere: number;
  /** "Mon 7 Dec"; null while nothing keeps it quiet. */
  quietUntil: string | null;
  /** Incidents that have some of its enquiries: "Incident 1: Card payments fail". */
  incidents: readonly string[];
}

export function alertView(alert: Alert): Pick<AnswerView, 'text' | 'labels' | 'buttons'> {
  const { id, state, named, elsewhere, customers } = alert;
  const more = customers - named.length - elsewhere;
  const threads = [
    named.map(each => `#${each}`).join(', '),
    more > 0 ? `${more} more` : '',
    elsewhere > 0 ? `${elsewhere} in other rooms` : '',
  ].filter(Boolean);
  const text = [
    `Rising: ${topicWords(alert)}`,
    `${customers} customers since ${alert.since}; usually ${usualWords(alert.usual)} in that time.`,
    `Threads: ${threads.join(', ')}`,
    ...alert.incidents,
    ...quietWords(alert),
  ].join('\n');
  const buttons =
    state === 'open'
      ? [
          button('alert.incident', 'Incident', id),
          button('alert.not_new', 'Not new', id),
          button('alert.mute', 'Mute', id),
        ]
      : [button(state === 'muted' ? 'alert.mute' : 'alert.not_new', 'Tell us again', `${id} ${AGAIN}`)];
  return { text, labels: true, buttons };
}

/** What an incident may be called that begins with it; everybody in the room can read the alert. */
export function alertTitle({ what, reason, words }: Pick<Alert, 'what' | 'reason' | 'words'>): string {
  return what === 'reason' ? (reason ?? '') : what === 'words' ? words.join(', ') : '';
}

function topicWords({ what, reason, words }: Alert): string {
  if (what === 'everything') return reason === null ? 'everything is up.' : `everything is up, led by ${reason}.`;
  if (what === 'reason') return `${reason ?? 'a contact reason'}.`;
  return words.length
    ? `${words.map(each => `"${each}"`).join(', ')}.`
    : 'several customers write about the same thing.';
}

/** "none", "1", "about 3" */
function usualWords(usual: number): string {
  const n = Math.round(usual);
  return n === 0 ? 'none' : `about ${n}`;
}

function quietWords({ state, quietUntil }: Alert): string[] {
  if (state === 'open' || quietUntil === null) return [];
  return [
    state === 'not-new'
      ? `Not new: you know about it, and hear no more of it until ${quietUntil}.`
      : `Muted: you hear no more of it until ${quietUntil}.`,
  ];
}
