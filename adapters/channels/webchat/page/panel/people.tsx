/** Who answers: the letters of the name that they chose, in a circle. */
import { h, type VNode } from 'preact';
import { initialsOf } from './initials.ts';

/** A picture of letters and no words: the name itself stands beside it. */
export function Face({ name }: { name: string }): VNode {
  return <span class="face" data-letters={initialsOf(name) || '●'} aria-hidden="true" />;
}
