/** Icons as drawings: not every machine has every symbol in its fonts. */
import { h, type VNode } from 'preact';

export function Icon({ d }: { d: string }): VNode {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
