/** A real IMAP server on loopback: Dovecot with mailboxes in a folder that goes away; mail is handed in by LMTP. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { assertHere } from '../packages.ts';
import { freePort } from '../servers.ts';

export interface Dovecot {
  imapPort: number;
  /** Any address is a user; the password is always this. */
  readonly password: string;
  /** From now on only this one lets in, and whoever is connected is thrown out. */
  changePassword(password: string): void;
  /** Hands in one raw mail for a user; resolves when it is in the mailbox. */
  deliver(user: string, raw: string | Buffer): Promise<void>;
  /** Deletes the user's mailbox and makes it anew, everybody's connection lost: UIDs begin at 1 again, under another UIDVALIDITY. */
  recreate(user: string): void;
  /** Puts many mails straight into the mailbox, unread, as if they had always been there. */
  fill(user: string, count: number, make: (i: number) => string | Buffer): void;
  /** Sends a signal to the processes that serve mailboxes: SIGSTOP freezes them. */
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void;
  stop(): void;
}

/** The user of Debian's package that owns mail. */
const MAIL_UID = 8;

/**
 * @param connectionsMax a mailbox has at most so many at once, as on many a host
 * @throws NotHere where this machine lacks what it needs
 */
export async function startDovecot(connectionsMax = 20): Promise<Dovecot> {
  assertHere('Dovecot');
  const folder = mkdtempSync('/tmp/dh-dc-');
  const [imapPort, lmtpPort] = [await freePort(), await freePort()];
  const mail = join(folder, 'mail');
  mkdirSync(mail);
  chownSync(mail, MAIL_UID, MAIL_UID);
  // The folder itself must be open to the mail user.
  execFileSync('chmod', ['755', folder]);
  const config = join(folder, 'dovecot.conf');
  let password = 'secret';
  const write = () =>
    writeFileSync(
      config,
      `base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:${mail}/%u/Maildir
first_valid_uid = 1
default_internal_user = dovecot
mail_fsync = never
mail_max_userip_connections = ${connectionsMax}
auth_failure_delay = 0
passdb { 
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${MAIL_UID} gid=${MAIL_UID} home=${mail}/%u
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtpPort}
  }
}
`,
    );
  write();
  // Output goes nowhere: the daemon keeps a pipe open for ever.
  const started = spawnSync('dovecot', ['-c', config], { stdio: 'ignore' });
  if (started.status !== 0) throw new Error(`Dovecot did not start with ${config}.`);
  for (let i = 0; i < 100 && !(await answers(imapPort)); i++) await new Promise(resolve => setTimeout(resolve, 50));
  const transport = createTransport({ host: '127.0.0.1', port: lmtpPort, lmtp: true, ignoreTLS: true } as never);
  const signal: Dovecot['signal'] = name => {
    const master = readFileSync(join(folder, 'run', 'master.pid'), 'utf8').trim();
    const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', master], { encoding: 'utf8' });
    for (const [, pid] of stdout.matchAll(/^\s*(\d+)\s+dovecot\/imap(?!-)/gm))
      try {
        process.kill(Number(pid), name);
      } catch (error) {
        // It has ended by itself since it was listed.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
  };
  return {
    imapPort,
    get password() {
      return password;
    },
    changePassword: given => {
      password = given;
      write();
      spawnSync('doveadm', ['-c', config, 'reload'], { stdio: 'ignore' });
      spawnSync('doveadm', ['-c', config, 'kick', '*'], { stdio: 'ignore' });
    },
    deliver: async (user, raw) => {
      const info = (await transport.sendMail({
        envelope: { from: 'someone@example.com', to: [user] },
        raw,
      } as never)) as { rejected: unknown[] };
      if (info.rejected.length) throw new Error('Dovecot did not take the mail.');
    },
    recreate: user => {
      // Whoever is in the middle of a command outlives a kick, and would wait in the folder that is gone.
      signal('SIGKILL');
      rmSync(join(mail, user), { recursive: true, force: true });
    },
    fill: (user, count, make) => {
      const box = join(mail, user, 'Maildir', 'new');
      spawnSync('doveadm', ['-c', config, 'mailbox', 'create', '-u', user, 'Filled'], { stdio: 'ignore' });
      mkdirSync(box, { recursive: true });
      for (let i = 1; i <= count; i++) writeFileSync(join(box, `${1_700_000_000 + i}.M${i}P1.host`), make(i));
      execFileSync('chown', ['-R', `${MAIL_UID}:${MAIL_UID}`, join(mail, user)]);
    },
    signal,
    stop: () => {
      transport.close();
      spawnSync('doveadm', ['-c', config, 'stop'], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
