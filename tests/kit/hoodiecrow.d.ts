/** The package has no types of its own. */
declare module 'hoodiecrow-imap' {
  export default function hoodiecrow(options: object): unknown;
}
