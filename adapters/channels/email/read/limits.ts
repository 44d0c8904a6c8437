/**
 * How much of a mail is read, and the failure of one that cannot be. By itself: what only asks for these must not load the
 * reader, which takes 30 MB and belongs into its own thread.
 */

/** A mail that a mail server lets through is smaller. */
export const MAIL_BYTES_MAX = 60 * 1024 * 1024;

/** What the large providers let through. Of a larger mail only headers and text are read: the rest would fill the memory. */
export const WHOLE_BYTES_MAX = 35 * 1024 * 1024;

/** Why a mail could not be understood, in words for staff. */
export class UnreadableMail extends Error {
  override name = 'UnreadableMail';
}
