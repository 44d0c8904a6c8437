/** What an enquiry's card says of findings and incidents: what it belongs to, and an incident that it may be part of. */
import type { Enquiry } from '../core/enquiry.ts';
import { isPractice } from '../core/practice.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import { button } from '../desk/cards.ts';
import { GATHERING, STATE_WORDS } from '../desk/gathering-words.ts';
import type { GatheringRow } from '../ports/gathering-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { HelpLine } from '../ports/views.ts';
import { lastingIncidents, lastingNear } from './gathering-near.ts';

/** What came so long before an incident was noticed may be part of it. */
const BEFORE_IT: DurationMs = DAY;

/** The line of the incident, or of the finding; null where there is neither. */
export async function gatheringOnCard(parts: Parts, enquiry: Enquiry): Promise<HelpLine | null> {
  if (isPractice(enquiry)) return null;
  const { store } = parts;
  const links = await store.gatheringsOf(enquiry.id);
  const rows = (await Promise.all(links.map(each => store.gathering(each.gatheringId)))).filter(each => each !== null);
  const incident = rows.findLast(each => each.what === 'incident' && each.state === 'lasting');
  if (incident) return line(GATHERING.onCard.incident(calledOf(incident)), 'incident.open', incident);
  const offer = await offerFor(parts, enquiry);
  if (offer) return offer;
  const finding = rows.findLast(each => each.what === 'finding');
  if (!finding) return null;
  return line(GATHERING.onCard.finding(calledOf(finding), STATE_WORDS[finding.state]), 'finding.open', finding);
}

function line(words: string, id: 'incident.open' | 'finding.open', row: GatheringRow): HelpLine {
  return { words, buttons: [button(id, GATHERING.open, row.id)] };
}

export function calledOf({ what, number, title }: GatheringRow): string {
  return GATHERING.called(what, number, title);
}

/** While an incident lasts, enquiries that are like it are offered for linking. */
async function offerFor(parts: Parts, enquiry: Enquiry): Promise<HelpLine | null> {
  if (enquiry.status === 'resolved') return null;
  const lasting = await lastingIncidents(parts);
  if (!lasting.some(each => enquiry.openedAt >= each.createdAt - BEFORE_IT)) return null;
  const [first] = await lastingNear(parts, enquiry);
  if (!first?.near || enquiry.openedAt < first.of.createdAt - BEFORE_IT) return null;
  const n = (await parts.store.gatheredCounts([first.of.id])).get(first.of.id) ?? 0;
  const link = button('incident.link', GATHERING.linkIt, `${enquiry.id} ${first.of.id}`);
  return { words: GATHERING.looksLike(calledOf(first.of), n), buttons: [link] };
}
