/** Gathers the lines of help on a card. Each part of the help says one, or nothing; a part that fails holds up no card. */
import type { Enquiry } from '../core/enquiry.ts';
import { HELP_LINES_MAX } from '../desk/cards.ts';
import type { Parts } from '../ports/parts.ts';
import type { HelpLine } from '../ports/views.ts';
import { expertHelp } from './expert-help.ts';
import { gatheringOnCard } from './gathering-help.ts';
import { similarOnCard } from './similar.ts';

/** Says one line for everybody in the enquiry's room, or null. */
type Helper = (parts: Parts, enquiry: Enquiry) => Promise<HelpLine | null>;

/** What matters most stands first: a card has room for three. */
const HELPERS: Helper[] = [gatheringOnCard, similarOnCard, expertHelp];

/** The lines for the card of this enquiry; none where it has ended. */
export async function helpOf(parts: Parts, enquiry: Enquiry, helpers = HELPERS): Promise<HelpLine[]> {
  if (enquiry.status === 'merged' || enquiry.status === 'spam') return [];
  const said = await Promise.all(helpers.map(each => lineOf(each, parts, enquiry)));
  return said.filter(each => each !== null).slice(0, HELP_LINES_MAX);
}

async function lineOf(helper: Helper, parts: Parts, enquiry: Enquiry): Promise<HelpLine | null> {
  try {
    return await helper(parts, enquiry);
  } catch (error) {
    parts.log.warn({ enquiry: enquiry.id, error: String(error) }, 'A line of help is missing on a card.');
    return null;
  }
}
