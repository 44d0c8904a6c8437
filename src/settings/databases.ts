/** Reads the addresses of PostgreSQL beside that of the database itself. */

/** Null where none is given. */
export interface OtherAddresses {
  /** Past a pooler, for what needs a connection of its own. */
  directUrl: string | null;
  /** Of a replica, for figures and exports. */
  readUrl: string | null;
}

const POSTGRES = /^postgres(ql)?:\/\/.+/;

export function otherAddresses(
  text: (name: string) => string | null,
  databaseUrl: string,
  problems: string[],
): OtherAddresses {
  const read = (name: string, of: string) => {
    const url = text(name);
    if (url === null) return null;
    if (!databaseUrl.startsWith('postgres'))
      problems.push(
        `${name} only works with PostgreSQL, and DATABASE_URL does not name a PostgreSQL database. Remove it.`,
      );
    // It may have a password in it: it is not said again.
    else if (!POSTGRES.test(url))
      problems.push(`${name} is not the address of ${of}. Write postgres://user:password@host/name.`);
    return url;
  };
  return {
    directUrl: read('DATABASE_DIRECT_URL', 'PostgreSQL itself'),
    readUrl: read('DATABASE_READ_URL', 'a replica of PostgreSQL'),
  };
}
