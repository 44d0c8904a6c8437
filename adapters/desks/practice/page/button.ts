/** One button, and what happens between the press and the act. */
import type { VNode } from 'preact';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { LinkView } from '../../../../src/ports/views.ts';
import { html } from './html.ts';

export type Press = (button: ButtonView) => void;

/** Asks first what has to be asked. */
export function pressAfterAsking(button: ButtonView, press: Press): void {
  if (!button.confirm || window.confirm(button.confirm)) press(button);
}

export function Button({ button, press }: { button: ButtonView; press: Press }): VNode {
  return html`<button type="button" class=${`button ${button.look}`} onClick=${() => pressAfterAsking(button, press)}>${button.addressed ?? button.label}</button>`;
}

/** Pages of another site: it is not told where somebody came from. */
export function Links({ links = [] }: { links?: LinkView[] | undefined }): VNode[] {
  return links.map(
    ({ label, url }) =>
      html`<a class="button plain" key=${label} href=${url} target="_blank" rel="noreferrer">${label}</a>`,
  );
}
