/** A member of staff, as the desk knows them. */
import type { StaffId, WorkspaceId } from './ids.ts';
import type { NameChoice } from './name-shown.ts';
import type { Instant } from './time.ts';

export interface Staff {
  id: StaffId;
  workspaceId: WorkspaceId;
  /** The desk's own name for the person (a Slack user id); unique in a workspace. */
  deskRef: string;
  /** As it stands in their profile: for colleagues only. */
  name: string;
  admin: boolean;
  createdAt: Instant;
  /** They said that they are away; null while they are here. */
  awaySince?: Instant | null;
  /** When they said they would be back; null for "until I say so". */
  awayUntil?: Instant | null;
  /** How customers see them; null while they have not chosen: by first name. */
  shownAs?: NameChoice | null;
  /** When they were told how customers see them; null before their first reply. */
  nameToldAt?: Instant | null;
  /** Hints they do not want any more; their own choice, shown to nobody else. */
  hintsOff?: string[] | null;
  /** They took a break from hard enquiries; shown to nobody. */
  quietUntil?: Instant | null;
  /** When the first lesson was offered, once. */
  lessonOfferedAt?: Instant | null;
}
