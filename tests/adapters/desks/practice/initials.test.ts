import { expect, test } from 'vitest';
import { initials } from '../../../../adapters/desks/practice/page/html.ts';

test('initials are letters and digits, whatever else a name has in it', () => {
  for (const [name, letters] of [
    ['Maya Patel (@maya)', 'MP'],
    ['🫖 Kettle & Co', 'KC'],
    ['Maya 🌻 Patel', 'MP'],
    ['𝔐aya', '𝔐'],
    ['山田 太郎', '山太'],
    ['🫖🌻', '?'],
    ['', '?'],
  ])
    expect(initials(name!).letters, name).toBe(letters);
});
