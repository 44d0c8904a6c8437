/**
 * What is dear to make and often not needed, such as patterns from the names of months in thirty languages: made when it is
 * first asked for, and kept. A start, and each command of the command line, loads every file and uses few of them. Pure.
 */
export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
