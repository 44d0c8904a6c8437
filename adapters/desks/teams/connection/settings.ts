/** The settings of Teams, as the environment has them. */

export interface TeamsSettings {
  /** The Entra app's id; null only where deliveries are unsigned. */
  clientId: string | null;
  clientSecret: string | null;
  /** The tenants that may use it, in small letters; empty only where deliveries are unsigned: then any. */
  tenants: string[];
  driver: 'apps' | 'teams-ai';
  /** Hosts of Connectors beside Microsoft's own, in small letters: `host` or `host:port`. */
  serviceHosts: string[];
  /** Deliveries without a signature are taken: only on loopback. */
  unsigned: boolean;
  /** Where tokens, keys and Graph are asked for instead of Microsoft's hosts; without a slash at the end. */
  loginUrl: string | null;
  /** Admins beside whoever installed it: Entra object ids. */
  admins: string[];
}
