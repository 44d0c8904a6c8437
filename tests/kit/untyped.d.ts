/** The package has no types of its own. */
declare module 'hoodiecrow-imap' {
  export default function hoodiecrow(options: object): unknown;
}

/** Signs as a sender's server does; without types of its own. */
declare module 'mailauth/lib/dkim/sign.js' {
  export function dkimSign(mail: string, options: object): Promise<unknown>;
}

/** Draws pages from blocks, for the pictures of the documentation. */
declare module 'react' {
  export function createElement(type: unknown, props?: object | null): unknown;
}
declare module 'react-dom/server' {
  export function renderToStaticMarkup(element: unknown): string;
}
declare module 'slack-blocks-to-jsx' {
  export const Message: unknown;
}
