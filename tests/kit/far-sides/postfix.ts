/** A real mail server on loopback: Postfix in front of Dovecot with Sieve, and an Internet around it that answers as told. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { assertHere } from '../packages.ts';
import { freePort } from '../servers.ts';

export interface PostfixSide {
  /** Plain IMAP. Every address of shop.example and of customer.example has a mailbox. */
  imapPort: number;
  /** STARTTLS with a self-signed certificate, then the name and password of IMAP; takes mail to anywhere. */
  submissionPort: number;
  /** What other servers would reach at port 25: takes mail for the two domains only. */
  smtpPort: number;
  /** Any address is a user; the password is always this. */
  password: string;
  /** Puts a Sieve script in place for a user; null takes it away. Whom a vacation has answered stays remembered. */
  sieve(user: string, script: string | null): void;
  /** Everything outside the two domains: takes mail unless told otherwise for a recipient, and keeps what it took. */
  outside: {
    answer(recipient: string, code: 250 | 550 | 452): void;
    mails: { raw: string; from: string; to: string[] }[];
  };
  stop(): Promise<void>;
}

/** Debian's user that owns mail, and the program of its package that `postfix start` would start after long checks. */
const MAIL_UID = 8;
const MASTER = '/usr/lib/postfix/sbin/master';

/** @throws NotHere where this machine lacks what it needs */
export async function startPostfix(): Promise<PostfixSide> {
  assertHere('Postfix');
  const folder = fs.mkdtempSync('/tmp/dh-pf-');
  // Both servers run as users of their own, and the sockets between them lie in here.
  fs.chmodSync(folder, 0o755);
  const mails = join(folder, 'mail');
  fs.mkdirSync(mails);
  fs.chownSync(mails, MAIL_UID, MAIL_UID);
  const sink = await startSink();
  const [imapPort, submissionPort] = [await freePort(), await freePort()];
  const [smtpPort, ownPort] = [await freePort(), await freePort()];
  const dovecot = join(folder, 'dovecot.conf');
  const running: ChildProcess[] = [];
  // Whole groups at once and without asking: nothing they hold is wanted, and asked politely they take seconds.
  const clean = () => {
    for (const { pid } of running) {
      try {
        if (pid) process.kill(-pid, 'SIGKILL');
      } catch {} // It had ended already, and all its children with it.
    }
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  };
  process.once('exit', clean);
  const stop = async () => {
    process.off('exit', clean);
    const alive = running.filter(({ pid, exitCode, signalCode }) => pid && exitCode === null && signalCode === null);
    const ended = alive.map(server => once(server, 'exit'));
    for (const server of alive) server.ref();
    clean();
    await Promise.all([sink.stop(), ...ended]);
  };
  try {
    fs.writeFileSync(dovecot, dovecotConf(folder, mails, imapPort, ownPort));
    preparePostfix(folder, mainCf(folder, sink.port), masterCf(smtpPort, submissionPort, ownPort));
    await start(running, folder, 'dovecot', ['-F', '-c', dovecot], 'starting up for');
    await start(running, folder, MASTER, ['-d', '-c', join(folder, 'postfix')], 'daemon started');
  } catch (error) {
    await stop();
    throw error;
  }
  let stopping: Promise<void> | null = null;
  return {
    imapPort,
    submissionPort,
    smtpPort,
    password: 'secret',
    sieve: (user, script) => {
      const home = join(mails, user.toLowerCase());
      const [file, compiled] = [join(home, '.dovecot.sieve'), join(home, '.dovecot.svbin')];
      for (const each of [file, compiled]) fs.rmSync(each, { force: true });
      if (script === null) return;
      fs.mkdirSync(home, { recursive: true });
      fs.writeFileSync(file, script);
      // Compiled here so that a mistake in a script is an error of the test, not a line in a log.
      const run = spawnSync('sievec', ['-c', dovecot, file, compiled], { encoding: 'utf8' });
      if (run.status !== 0) {
        fs.rmSync(file);
        throw new Error(`The Sieve script of ${user} does not compile: ${run.stderr}`);
      }
      for (const each of [home, file, compiled]) fs.chownSync(each, MAIL_UID, MAIL_UID);
    },
    outside: sink.outside,
    stop: () => (stopping ??= stop()),
  };
}

const block = (head: string, ...lines: string[]) => `${head} {\n${lines.join('\n')}\n}`;

/** A wrong password costs a client no time: the stock delays would slow whatever a test does next. */
const dovecotConf = (folder: string, mails: string, imapPort: number, ownPort: number) => `base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log.dovecot
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
hostname = mail.shop.example
submission_host = 127.0.0.1:${ownPort}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:${mails}/%u/Maildir
first_valid_uid = 1
default_internal_user = dovecot
mail_fsync = never
${block('passdb', 'driver = static', 'args = password=secret')}
${block('userdb', 'driver = static', `args = uid=${MAIL_UID} gid=${MAIL_UID} home=${mails}/%u`)}
${block('namespace inbox', 'inbox = yes', block('mailbox Sent', 'auto = subscribe', 'special_use = \\Sent'))}
${block('protocol lmtp', 'mail_plugins = sieve')}
${block('plugin', 'sieve = file:~/.dovecot.sieve')}
${block('service imap-login', block('inet_listener imap', `port = ${imapPort}`), block('inet_listener imaps', 'port = 0'))}
${block('service lmtp', block(`unix_listener ${folder}/lmtp`, 'mode = 0666'))}
${block('service auth', block(`unix_listener ${folder}/auth`, 'mode = 0666'))}
${block('service anvil', block('unix_listener anvil-auth-penalty', 'mode = 0'))}
`;

function preparePostfix(folder: string, main: string, master: string) {
  const queue = 'active bounce corrupt defer deferred flush hold incoming maildrop pid private public saved trace';
  const owned = ['data', 'queue', ...queue.split(' ').map(name => `queue/${name}`)].map(name => join(folder, name));
  for (const each of [join(folder, 'postfix'), ...owned]) fs.mkdirSync(each);
  execFileSync('chown', ['postfix', ...owned]);
  execFileSync('chown', ['root', join(folder, 'queue'), join(folder, 'queue/pid')]);
  for (const [name, text] of Object.entries({ 'main.cf': main, 'master.cf': master })) {
    const file = join(folder, 'postfix', name);
    fs.writeFileSync(file, text);
    // Postfix waits until its configuration is more than a second old, so as not to read a half-written one.
    fs.utimesSync(file, 1e9, 1e9);
  }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const where = { cwd: join(folder, 'postfix'), stdio: 'ignore' as const };
  execFileSync('openssl', ['req', '-x509', ...key, '-out', 'cert.pem', ...names], where);
}

// A real server adds Date and Message-ID to what its users send and to nothing else; the stock setting would do it for
// every client on loopback. The short times make a refusal for now a final one after about twenty seconds.
const mainCf = (folder: string, sinkPort: number) => `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log.postfix
maillog_file_prefixes = ${folder}
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = mail.shop.example
myorigin = shop.example
mydestination =
mynetworks =
alias_maps =
virtual_mailbox_domains = shop.example, customer.example
virtual_mailbox_maps = static:any
virtual_transport = lmtp:unix:${folder}/lmtp
recipient_delimiter = +
default_transport = smtp:[127.0.0.1]:${sinkPort}
smtp_dns_support_level = disabled
smtp_connection_cache_on_demand = no
lmtp_connection_cache_on_demand = no
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${folder}/auth
smtpd_tls_cert_file = ${folder}/postfix/cert.pem
smtpd_tls_key_file = ${folder}/postfix/key.pem
local_header_rewrite_clients = permit_sasl_authenticated
message_size_limit = 50000000
in_flow_delay = 0
smtpd_error_sleep_time = 0
maximal_queue_lifetime = 20s
bounce_queue_lifetime = 10s
queue_run_delay = 5s
minimal_backoff_time = 5s
maximal_backoff_time = 5s
`;

// The stock services, as many of each as they come with; none in a root folder of its own.
const SERVICES = `cleanup unix n - n - 0 cleanup, qmgr unix n - n 300 1 qmgr, tlsmgr unix - - n 1000? 1 tlsmgr,
rewrite unix - - n - - trivial-rewrite, proxymap unix - - n - - proxymap, flush unix n - n 1000? 0 flush,
bounce unix - - n - 0 bounce, defer unix - - n - 0 bounce, trace unix - - n - 0 bounce, error unix - - n - - error,
retry unix - - n - - error, smtp unix - - n - - smtp, lmtp unix - - n - - lmtp,
anvil unix - - n - 1 anvil, postlog unix-dgram n - n - 1 postlogd`;

// Vacation answers leave by a door of their own: the one for strangers does not relay, the one for users wants TLS.
const masterCf = (smtpPort: number, submissionPort: number, ownPort: number) => `
127.0.0.1:${smtpPort} inet n - n - - smtpd
127.0.0.1:${submissionPort} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
127.0.0.1:${ownPort} inet n - n - - smtpd
  -o mynetworks=127.0.0.0/8 -o smtpd_relay_restrictions=permit_mynetworks,reject
${SERVICES.split(/,\s+/).join('\n')}
`;

/** Starts a server as the head of a process group and waits until its log says so; else the end of the logs is thrown. */
async function start(running: ChildProcess[], folder: string, command: string, args: string[], said: string) {
  // Into a file: the servers keep what they were given as output open, and a reader of a pipe would wait for ever.
  const output = fs.openSync(join(folder, 'log.start'), 'a');
  // Without these two names Postfix tells why it can not start to the system's log only.
  const env = { ...process.env, POSTLOG_SERVICE: 'postlog', POSTLOG_HOSTNAME: 'mail' };
  const server = spawn(command, args, { stdio: ['ignore', output, output], detached: true, env });
  fs.closeSync(output);
  server.unref();
  let failed = '';
  server.once('error', error => (failed = error.message));
  server.once('exit', code => (failed = `ended with ${code}`));
  running.push(server);
  const logs = () => {
    const files = ['log.start', 'log.dovecot', 'log.postfix'].map(name => join(folder, name)).filter(fs.existsSync);
    return files.flatMap(file => fs.readFileSync(file, 'utf8').trim().split('\n').slice(-8)).join('\n');
  };
  for (let i = 0; i < 500 && !failed; i++) {
    await sleep(20);
    if (logs().includes(said)) return;
  }
  throw new Error(`${command} did not start: ${failed || 'it says nothing'}\n${logs()}`);
}

/** The Internet: takes what Postfix relays, or refuses the recipients it was told to refuse. */
async function startSink() {
  const codes = new Map<string, number>();
  const outside: PostfixSide['outside'] = { answer: (to, code) => void codes.set(to.toLowerCase(), code), mails: [] };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, done) => {
      const code = codes.get(address.toLowerCase()) ?? 250;
      if (code === 250) return done();
      const message = code === 550 ? '5.1.1 No such user here' : '4.2.2 Mailbox is full, try again later';
      done(Object.assign(new Error(message), { responseCode: code }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        outside.mails.push({ raw, from: mailFrom ? mailFrom.address : '', to: rcptTo.map(each => each.address) });
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  const stop = () => new Promise<void>(resolve => server.close(() => resolve()));
  return { port: (server.server.address() as AddressInfo).port, outside, stop };
}
