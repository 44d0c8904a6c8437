/** What a tab remembers over a reload; a browser that allows no storage forgets it, and everything else works. */

export function recall(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // Then it is asked again after the next reload.
  }
}
