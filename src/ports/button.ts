/** Buttons as every desk draws them. */

/** Ids of buttons: stable, outside programs and old cards rely on them (design of the interfaces). */
export type ButtonId =
  | 'enquiry.claim'
  | 'enquiry.release'
  | 'enquiry.reply'
  | 'enquiry.resolve'
  | 'enquiry.snooze'
  | 'enquiry.handover'
  | 'enquiry.menu'
  | 'enquiry.expert'
  | 'enquiry.takeover'
  | 'enquiry.reopen'
  | 'enquiry.spam'
  | 'enquiry.unspam'
  | 'enquiry.merge'
  | 'enquiry.split'
  | 'enquiry.allow'
  | 'enquiry.open_for'
  | 'enquiry.not_theirs'
  | 'enquiry.ours'
  | 'enquiry.theirs'
  | 'enquiry.reason'
  | 'enquiry.offer'
  | 'enquiry.stuck'
  | 'enquiry.follow'
  | 'enquiry.unfollow'
  | 'enquiry.keep_open'
  | 'customer.block'
  | 'customer.mute'
  | 'customer.unblock'
  | 'customer.pause'
  | 'customer.unpause'
  | 'customer.join'
  | 'customer.part'
  /** `<enquiry>`: shows what would go; `<customer> <what was shown>`: erases them. */
  | 'customer.erase'
  | 'reply.send'
  | 'reply.send_and_resolve'
  | 'reply.keep'
  | 'reply.only'
  | 'reply.everyone'
  | 'reply.undo'
  | 'reply.send_anyway'
  | 'reply.correct'
  | 'reply.retry'
  | 'reply.arrived'
  | 'reply.ask_privately'
  | 'expert.join'
  | 'expert.tell'
  | 'expert.decline'
  | 'expert.yes'
  | 'expert.no'
  /** `<remark> <check> [<stops pressed over>]`: the lesson behind a hint, and no more of this kind. */
  | 'hint.why'
  | 'hint.mute'
  | 'message.send_to_customer'
  | 'message.show_all'
  /** Sends the weekly letter, and from then on each week. */
  | 'letter.send'
  | 'saved.add'
  | 'saved.edit'
  | 'saved.from'
  | 'saved.retire'
  | 'saved.restore'
  | 'saved.take'
  | 'saved.keep'
  | 'saved.fresh'
  /** `<enquiry>`, `<article>` or `<article> <version>`: answers that anybody may read. */
  | 'article.add'
  | 'article.edit'
  | 'article.from'
  | 'article.retire'
  | 'article.restore'
  | 'article.fresh'
  | 'message.open'
  | 'message.files'
  | 'shield.pass'
  | 'shield.boundary'
  | 'shield.not'
  | 'shield.was'
  | 'answer.show'
  | 'practice.start'
  | 'practice.end'
  | 'practice.no'
  | 'alert.not_new'
  | 'alert.mute'
  /** `<alert>`: the incident form, with its enquiries chosen. */
  | 'alert.incident'
  | 'enquiry.similar'
  | 'answer.use'
  | 'answer.unlike'
  | 'reminder.add'
  | 'reminder.done'
  | 'reminder.later'
  | 'finding.flag'
  | 'finding.open'
  | 'finding.own'
  | 'finding.edit'
  | 'finding.evidence'
  | 'finding.tell'
  /** An answer to many, of a finding or an incident: `<round> <version> ...`. */
  | 'finding.send'
  | 'finding.page'
  | 'finding.leave'
  | 'finding.take'
  | 'finding.drop'
  | 'finding.undo'
  | 'incident.link'
  | 'incident.open'
  | 'incident.own'
  | 'incident.edit'
  | 'incident.evidence'
  | 'incident.tell'
  | 'incident.end'
  | 'command.run';

export interface ButtonView {
  id: ButtonId;
  label: string;
  /** The label with whom it goes to, "Send to Maya": a desk with room for it shows this instead. */
  addressed?: string;
  /** Handed back unchanged when it is pressed. */
  value: string;
  look: 'primary' | 'plain' | 'danger';
  /** Ask this first; for what cannot be taken back. */
  confirm?: string;
  /**
   * Only for whoever has the enquiry, or only for everybody else; absent: for all. A desk that shows one card to all of them
   * leaves out what is for the others: they are offered it when they are refused. `admins`: where one card is for all of
   * them it is shown, and refused to everybody else.
   */
  whose?: 'owner' | 'others' | 'admins';
}

/** Is it for this person? */
export function isFor({ whose }: ButtonView, isOwner: boolean, isAdmin = true): boolean {
  if (whose === 'admins') return isAdmin;
  return whose === undefined || (whose === 'owner') === isOwner;
}
