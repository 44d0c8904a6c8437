/** The package has no types of its own. */
declare module 'hoodiecrow-imap' {
  export default function hoodiecrow(options: object): unknown;
}

/** Signs as a sender's server does; without types of its own. */
declare module 'mailauth/lib/dkim/sign.js' {
  export function dkimSign(mail: string, options: object): Promise<unknown>;
}
