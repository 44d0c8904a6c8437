/** The commit before, checked out into a folder that goes away, beside the packages that are installed here. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Followed by the process that made it, so that the next one knows what nobody will clean up any more. */
const NAME = 'deskhand-before-';

export interface Before {
  folder: string;
  /** Such as "1a2b3c4 outbox: one statement less". */
  commit: string;
  /** Other packages belong to it than the ones that it runs with here. */
  otherPackages: boolean;
  /** Takes the folder away, and Git's note of it; once is enough, twice does no harm. */
  remove(): void;
}

/**
 * @param root of the repository
 * @param asked a commit; without it the last one where something has changed since, else the one before it
 */
export function checkOutBefore(root: string, asked?: string): Before {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const changed = git('status', '--porcelain') !== '';
  const wanted = asked ?? (changed ? 'HEAD' : 'HEAD^');
  let commit: string;
  try {
    commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${wanted}^{commit}`);
  } catch {
    throw new Error(
      `Git knows no commit "${wanted}" here, so there is nothing to compare with. Name one: npm run bench -- quick <commit>. (A shallow clone lacks them: git fetch --deepen 1.)`,
    );
  }
  removeForgotten(git);
  const folder = mkdtempSync(join(tmpdir(), `${NAME}${process.pid}-`));
  const remove = () => {
    try {
      git('worktree', 'remove', '--force', folder);
    } catch {
      // It was cut off while it was made, or is gone.
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    git('worktree', 'add', '--quiet', '--detach', folder, commit);
    symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'));
    return {
      folder,
      commit: git('log', '-1', '--format=%h %s', commit),
      otherPackages: git('diff', '--name-only', commit, '--', 'package-lock.json') !== '',
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Folders of runs that were killed before they could clean up. */
function removeForgotten(git: (...args: string[]) => string): void {
  for (const line of git('worktree', 'list', '--porcelain').split('\n')) {
    const folder = /^worktree (.*)$/.exec(line)?.[1] ?? '';
    const owner = Number(/^deskhand-before-(\d+)-/.exec(basename(folder))?.[1]);
    if (!owner || isAlive(owner)) continue;
    git('worktree', 'remove', '--force', folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's is alive as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
