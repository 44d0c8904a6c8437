/** Sentences about erasing a customer: what would go, how far it is, and what is left. Pure. */
import type { ErasureNumbers, ErasureStep } from '../ports/erasure-rows.ts';

const some = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** What is being done, after "Erasing:". */
const STEPS: Record<ErasureStep, string> = {
  close: 'their enquiries are being closed',
  words: 'messages, files and team talk are going',
  desk: 'cards and threads are being replaced',
  others: 'other enquiries and texts of the team are being looked through',
  shelf: 'records of channels and desks are going',
  file: 'the database is being cleaned',
  done: 'done',
};

export const ERASE = {
  onlyAdmins: 'Only admins can erase a customer. Ask one of them.',
  menu: 'Erase customer …',
  whom: 'Whom? Name the number of an enquiry, an address or a name, such as: erase maya@example.com',
  nobody: (who: string) =>
    `No customer is known as "${who}". Name the number of one of their enquiries, such as: erase #17`,
  several: 'More than one customer fits. Choose one; nothing is erased yet.',
  choose: (number: number) => `The one of #${number}`,
  practised: 'This customer is made up. End the practice, and nothing of it is kept.',
  shown: 'What would go is shown to you alone. Nothing is erased yet.',
  gone: 'This customer was erased already.',
  running: 'This customer is being erased already. You are told when it is done.',
  preview: (name: string, numbers: readonly number[], more: number) =>
    `Erase ${name}${numbers.length ? ` (${numbers.map(each => `#${each}`).join(', ')}${more > 0 ? ` and ${more} more` : ''})` : ''} for good?`,
  goes: ({ enquiries, messages, files, replies, remarks, addresses }: ErasureNumbers) =>
    `Everything in ${some(enquiries, 'enquiry', 'enquiries')} goes: ${some(messages, 'message')}, ${some(files, 'file')}, ${some(replies, 'reply', 'replies')}, ${some(remarks, 'note')} of the team, and ${some(addresses, 'address', 'addresses')}.`,
  open: (n: number) => `${some(n, 'of them is', 'of them are')} not resolved, and ${n === 1 ? 'ends' : 'end'}.`,
  copies: (n: number) =>
    `${some(n, 'copy', 'copies')} of the database that upgrades or restores left beside it ${n === 1 ? 'goes' : 'go'}, too.`,
  stays: 'Your figures stay as they are. It cannot be undone.',
  changed: 'Something changed since this was shown. This is what would go now.',
  now: 'Erase for good',
  confirm: 'Erase this customer for good? Nothing of it can be brought back.',
  step: (step: ErasureStep) => `Erasing a customer: ${STEPS[step]}.`,
  done: ({ enquiries, messages }: ErasureNumbers, days: string) =>
    `The customer was erased on ${days}: ${some(enquiries, 'enquiry', 'enquiries')} with ${some(messages, 'message')}.`,
  left: (n: number, numbers: readonly string[]) =>
    `${some(n, 'message')} of colleagues or ${n === 1 ? 'file' : 'files'} in ${numbers.join(', ')} may still quote them: only their authors, or an admin of the desk, can delete those.`,
  again: (number: number) =>
    `They wrote while it ran: #${number} is a new enquiry of a new customer. Erase that, too, if they want it.`,
  later:
    'The database is large: traces in unused parts of its file go when Deskhand is started next, which then takes a little longer.',
  deskLater:
    'Your desk took no changes meanwhile: cards and threads that still quote them there are replaced as soon as it does.',
  ofYours: 'Answers to commands in private messages, and your own backups elsewhere, are not reached.',
  on: (day: string) => `Erased on ${day} at the customer's request.`,
  reminder: 'A list of who waited stood here; one of them was erased.',
  status: 'Erased',
  waits: 'A reply is on its way to them; it goes on when that is settled.',
} as const;
