/** Tells whether a text looks like an email address. Pure. */

/** RFC 5321 allows no longer address. */
const EMAIL_CHARS_MAX = 254;

export function isEmail(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= EMAIL_CHARS_MAX &&
    /^[^\s@<>"(),;:\\[\]\u0000-\u001f\u007f]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]{2,}$/i.test(value)
  );
}
