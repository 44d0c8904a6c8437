/** What forms about findings and incidents let somebody choose from: the incidents themselves, and enquiries. */
import type { Enquiry } from '../core/enquiry.ts';
import { clampText } from '../core/message.ts';
import { GATHERING } from '../desk/gathering-words.ts';
import { shownLabel } from '../desk/shown-name.ts';
import { aboutWords } from '../desk/wording.ts';
import type { GatheringRow } from '../ports/gathering-rows.ts';
import type { Parts } from '../ports/parts.ts';

/** Of a choice: Slack takes 75. */
const LABEL_CHARS_MAX = 70;

interface Choice {
  value: string;
  label: string;
}

export function choiceLabel(words: string): string {
  const { text, cut } = clampText(words, LABEL_CHARS_MAX);
  return cut ? `${text}…` : text;
}

export function gatheringChoice({ id, what, number, title }: GatheringRow): Choice {
  return { value: id, label: choiceLabel(GATHERING.called(what, number, title)) };
}

/** By number, customer and what it is about. */
export async function enquiryChoices(parts: Parts, enquiries: readonly Enquiry[]): Promise<Choice[]> {
  return Promise.all(
    enquiries.map(async each => ({
      value: each.id as string,
      label: choiceLabel(`#${each.number} ${await customerOf(parts, each)}: ${aboutWords(each)}`),
    })),
  );
}

async function customerOf({ store, kinds }: Parts, enquiry: Enquiry): Promise<string> {
  const [customer, identity] = await Promise.all([
    store.customer(enquiry.customerId),
    store.identity(enquiry.identityId),
  ]);
  return customer && identity ? shownLabel(customer, identity, kinds) : 'a customer';
}
