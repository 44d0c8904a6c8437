/** The shop's colour, and the text colour that is readable on it. Pure; the formulas are those of WCAG 2.2, relative luminance and contrast. */

/** Text of this contrast can be read (WCAG 2.2, 1.4.3). */
const CONTRAST_MIN = 4.5;

export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

/** Relative luminance of `#rrggbb`, from 0 (black) to 1 (white). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const WHITE = '#ffffff';
const BLACK = '#000000';

/** White or black, whichever reads better on it: one of the two always reaches 4.5. */
export function inkOn(colour: string): string {
  return contrast(colour, WHITE) >= contrast(colour, BLACK) ? WHITE : BLACK;
}

/** The colour itself, or the nearest shade of it that can be read on this ground. */
export function readableOn(colour: string, ground: string): string {
  const towards = luminance(ground) > 0.18 ? BLACK : WHITE;
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = mix(colour, towards, share);
    if (contrast(mixed, ground) >= CONTRAST_MIN) return mixed;
  }
  return towards;
}

function mix(a: string, b: string, share: number): string {
  const parts = [1, 3, 5].map(at => {
    const [x, y] = [a, b].map(each => Number.parseInt(each.slice(at, at + 2), 16)) as [number, number];
    return Math.round(x + (y - x) * share)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}
