/** The command line: one file per command in cli/; exit 0, 1 (failed) or 2 (bad usage). */
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Command, CommanderError } from 'commander';
import type { AuditOptions } from './cli/audit.ts';
import type { EraseOptions } from './cli/erase.ts';
import type { ExpertsOptions } from './cli/experts.ts';
import type { ImportOptions } from './cli/import.ts';
import type { InsightOptions } from './cli/insight.ts';
import { EXPLAINED, JUDGED } from './cli/kinds.ts';
import type { ManifestChoices } from './cli/manifest.ts';
import type { PromiseOptions } from './cli/promise.ts';
import type { ReasonsOptions } from './cli/reasons.ts';
import type { RotateOptions } from './cli/rotate-key.ts';
import type { SimilarOptions } from './cli/similar.ts';
import type { StatsOptions } from './cli/stats.ts';
import { hush } from './core/hush.ts';
import { VERSION } from './server/version.ts';
import type { Env } from './settings/env.ts';
import type { SettingsError } from './settings/start.ts';
import { damageWords, isDamage } from './store/damage.ts';

// Each command is loaded when it is asked for: the help is there at once, and a copy of the database needs no desk.
/** While the program is loaded memory goes before speed (src/start.cjs says why); from then on it is the other way round. */
async function loaded<T>(part: Promise<T>): Promise<T> {
  const found = await part;
  setFlagsFromString('--no-optimize-for-size');
  return found;
}

const WHICH = 'where several share an installation (else the first)';

function addStats(program: Command, env: Env): void {
  program
    .command('stats')
    .description('the figures of a time: the same as stats on the desk')
    .argument('[words...]', 'such as: last week by channel (this week, where nothing is said)')
    .option('--from <day>', 'the first day, such as 2026-11-01')
    .option('--to <day>', 'the last day, counted in full')
    .option('--by <what>', 'channel, reason, hour, weekday or week')
    .option('--room <name>', 'only what is in this room')
    .option('--json', 'for programs; docs/metrics.md describes it')
    .option('--picture <file>', 'draw the picture too, into a PNG file')
    .option('--workspace <id>', WHICH)
    .action(async (words: string[], options: StatsOptions) =>
      (await loaded(import('./cli/stats.ts'))).stats(env, words, options),
    );
}

function addInsight(program: Command, env: Env): void {
  program
    .command('insight')
    .description(
      'what customers taught the business in a time: as insight on the desk, with words of every room (or of --room)',
    )
    .argument('[words...]', 'such as: last month (this week, where nothing is said)')
    .option('--from <day>', 'the first day, such as 2026-11-01')
    .option('--to <day>', 'the last day, counted in full')
    .option('--room <name>', 'only what is in this room')
    .option('--json', 'for programs; docs/insight.md describes it')
    .option('--picture <file>', 'draw the picture too, into a PNG file')
    .option('--replay <moments...>', 'the alerts that would have been posted from one day until before another')
    .option('--workspace <id>', WHICH)
    .action(async (words: string[], options: InsightOptions & { replay?: string[] }) =>
      options.replay
        ? (await loaded(import('./cli/replay.ts'))).replayAlerts(env, options.replay, options)
        : (await loaded(import('./cli/insight.ts'))).insight(env, words, options),
    );
}

function addSimilar(program: Command, env: Env): void {
  program
    .command('similar')
    .description('what was answered before to questions like these: one line for each line of JSON')
    .requiredOption('--file <file>', 'JSON Lines, such as {"text":"Where is my refund?"}; - for standard input')
    .option(
      '--json',
      'one line of JSON each: { results: [{ number, score, question, answer }] }; score: how sure, 0 to 1',
    )
    .option('--near', 'only what the desk would offer unasked: a score of 0.6 or more, right 19 times in 20')
    .option('--workspace <id>', WHICH)
    .action(async (options: SimilarOptions) => (await loaded(import('./cli/similar.ts'))).similar(env, options));
}

function addReasons(program: Command, env: Env): void {
  program
    .command('reasons')
    .description('what texts may be about, by the contact reasons chosen before: one line for each line of JSON')
    .requiredOption('--file <file>', 'JSON Lines, such as {"text":"Where is my refund?"}; - for standard input')
    .option('--json', 'one line of JSON each: { suggestions: [{ reason, p }], preselected }')
    .option('--workspace <id>', WHICH)
    .action(async (options: ReasonsOptions) => (await loaded(import('./cli/reasons.ts'))).reasons(env, options));
}

function addExperts(program: Command, env: Env): void {
  program
    .command('experts')
    .description(
      'who knows about texts: by what was resolved before, and by who volunteered; the order in which they would be asked',
    )
    .requiredOption('--file <file>', 'JSON Lines, {"text": "..."} in each; - for standard input')
    .option('--json', 'for programs: {"people":[{"staff","name","score"}]} for each line')
    .option('--at <moment>', 'only who may be asked then, such as 2026-11-16T09:30:00Z')
    .option('--workspace <id>', WHICH)
    .action(async (options: ExpertsOptions) => (await loaded(import('./cli/experts.ts'))).experts(env, options));
}

function addPromise(program: Command, env: Env): void {
  program
    .command('promise')
    .description(
      'by when customers would have been told that most people hear back, from what was known at each moment',
    )
    .requiredOption('--at <moments>', 'such as 2026-11-16T09:30:00Z, with commas between them; - for standard input')
    .option('--channel <name>', 'of one channel; without it, of the kind of channel that most wrote to')
    .option('--json', 'one line of JSON each: { at, by, n }; by is null when only the opening hours would be told')
    .option('--workspace <id>', WHICH)
    .action(async (options: PromiseOptions) => (await loaded(import('./cli/promise.ts'))).promise(env, options));
}

/** What is asked of everything that is stored. */
function addQuestions(program: Command, env: Env): void {
  addStats(program, env);
  addInsight(program, env);
  addSimilar(program, env);
  addReasons(program, env);
  addExperts(program, env);
  addPromise(program, env);
}

interface ExportOptions {
  workspace?: string;
  separator?: string;
  customer?: string;
}

function addExport(program: Command, env: Env): void {
  program
    .command('export')
    .description('write every enquiry, and everything for an import, into a folder')
    .argument('<folder>')
    .option('--customer <who>', 'only what is kept of this customer, as files for them: an address, a name, or "#17"')
    .option('--separator <sign>', 'between the fields of the CSV: ";", "," or tab (else as your language has it)')
    .option('--workspace <id>', WHICH)
    .action(async (folder: string, { workspace, separator, customer }: ExportOptions) => {
      const { exportCustomer, exportTo } = await loaded(import('./cli/export.ts'));
      return customer !== undefined
        ? exportCustomer(env, folder, customer, workspace ?? null)
        : exportTo(env, folder, workspace ?? null, separator ?? null);
    });
}

export async function run(argv: string[]): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { env } = process;
  const program = new Command('deskhand')
    .description('Answer every customer from the threads your team already lives in.')
    .version(VERSION, '-v, --version', 'say which version this is')
    // "manifest teams --version 1.1.1" is another version.
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('Add --help for what can be typed.');
  program
    .command('start')
    .description('start the service')
    .option('--demo', 'with scripted customers, so that enquiries arrive by themselves')
    .action(async (options: { demo?: boolean }) =>
      options.demo
        ? (await loaded(import('./cli/demo.ts'))).demo(env)
        : (await loaded(import('./main.ts'))).startService(env),
    );
  program
    .command('demo')
    .description('start with scripted customers')
    .action(async () => (await loaded(import('./cli/demo.ts'))).demo(env));
  program
    .command('doctor')
    .description('look at every setting and connection; each problem with what fixes it')
    .option('--probe', 'also send each mailbox a mail of its own, to find out what it can do')
    .action(async (options: { probe?: boolean }) =>
      (await loaded(import('./cli/doctor.ts'))).doctor(env, options.probe ?? false),
    );
  program
    .command('setup')
    .description('connect a mailbox by questions and answers; writes .env and deskhand.yaml')
    .action(async () => (await loaded(import('./cli/setup.ts'))).setup(env));
  program
    .command('import-mbox')
    .description('take in every mail of an mbox file, once')
    .argument('<file>')
    .option('--channel <name>', 'the mailbox it belongs to, where there are several')
    .action(async (file: string, options: { channel?: string }) =>
      (await loaded(import('./cli/import-mbox.ts'))).importMbox(env, file, options.channel ?? null),
    );
  addQuestions(program, env);
  addExport(program, env);
  program
    .command('import')
    .description('take in a folder that export made, into an empty workspace; stop the service first')
    .argument('<folder>')
    .option('--workspace <id>', WHICH)
    .option('--moving', 'the old place is stopped for good: replies that were on their way leave from here')
    .action(async (folder: string, options: ImportOptions) =>
      (await loaded(import('./cli/import.ts'))).importFrom(env, folder, options),
    );
  program
    .command('explain')
    .description('what an adapter makes of raw payloads, or a help of each line of JSON: one line of JSON each')
    .argument('<kind>', [...EXPLAINED, ...JUDGED].join(', '))
    .argument('<file...>', 'files, or - for standard input')
    .action(async (kind: string, files: string[]) =>
      JUDGED.includes(kind)
        ? (await loaded(import('./cli/judge.ts'))).judge(kind, files)
        : (await loaded(import('./cli/explain.ts'))).explain(kind, files),
    );
  program
    .command('manifest')
    .description('make the app for Slack (a text to paste) or Teams (a file to upload)')
    .argument('<desk>', 'slack or teams')
    .option('--url <address>', 'how Slack or Teams reaches this installation (else PUBLIC_URL)')
    .option('--socket', 'Slack: use Socket Mode, which needs no public address')
    .option('--oauth', 'Slack: for many workspaces')
    .option('--out <file>', 'Teams: where to write the package, such as deskhand-teams.zip')
    .option('--version <number>', 'Teams: version of the package, such as 1.1.1; each update needs a higher one')
    .action(async (desk: string, choices: ManifestChoices) =>
      (await loaded(import('./cli/manifest.ts'))).printManifest(env, desk, choices),
    );
  addDatabaseCommands(program, env);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** Those that work on the database itself. */
function addDatabaseCommands(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('migrate')
    .description('bring the tables of the database up to date')
    .action(async () => (await loaded(import('./cli/migrate.ts'))).migrate(env));
  program
    .command('upgrade')
    .description('bring the tables up to date for this version, after a copy; stop the service first')
    .option('--check', 'only say what would change, and whether this version can start here')
    .action(async (options: { check?: boolean }) =>
      (await loaded(import('./cli/upgrade.ts'))).upgrade(env, options.check ?? false),
    );
  program
    .command('erase')
    .description('show what would go of a customer; with --yes, erase them and everything they wrote')
    .argument('<customer>', 'an address, a name, or the number of one of their enquiries, such as "#17"')
    .option('--yes', 'erase them: it cannot be undone')
    .option('--workspace <id>', WHICH)
    .action(async (who: string, options: EraseOptions) =>
      (await loaded(import('./cli/erase.ts'))).erase(env, who, options),
    );
  program
    .command('retention')
    .description('how long things are kept, and what the next nights would remove; changes nothing')
    .option('--workspace <id>', WHICH)
    .action(async (options: { workspace?: string }) =>
      (await loaded(import('./cli/retention.ts'))).retention(env, options),
    );
  program
    .command('rotate-key')
    .description('seal every stored secret with another key, while the service runs; run it again after a crash')
    .option('--key-file <file>', 'the new key: made there where the file is not there yet; - for standard input')
    .option('--finish', 'every process has the new key: end the change, and the old key opens nothing here any more')
    .option('--leaked', 'others may know the old key: links in mail sent before count no more')
    .option('--lost', 'the old key is gone: say what cannot be opened any more; with --yes, throw it away')
    .option('--yes', 'with --lost: do it')
    .action(async (options: RotateOptions) => (await loaded(import('./cli/rotate-key.ts'))).rotateKey(env, options));
  program
    .command('audit')
    .description('what admins did, the newest first: settings, rights, exports, erased customers')
    .argument('[words...]', 'days, whose, and what, such as: 30 Ann settings (everything, where nothing is said)')
    .option('--json', 'one line of JSON each: { at, by, via, act, about, change }')
    .option('--workspace <id>', WHICH)
    .action(async (words: string[], options: AuditOptions) =>
      (await loaded(import('./cli/audit.ts'))).audit(env, words, options),
    );
  program
    .command('backup')
    .description('copy the database to a file while it runs')
    .argument('<file>')
    .action(async (file: string) => (await loaded(import('./cli/backup.ts'))).backup(env, file));
  program
    .command('restore')
    .description('put a backup in place of the database; stop the service first')
    .argument('<file>')
    .option('--force', 'replace a database that is there (it is kept beside it)')
    .option('--without-key', 'the key of that backup is lost for good: passwords are entered again')
    .action(async (file: string, options: { force?: boolean; withoutKey?: boolean }) =>
      (await loaded(import('./cli/backup.ts'))).restore(env, file, options.force ?? false, options.withoutKey ?? false),
    );
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (isSettingsError(error)) {
    console.error(
      `Deskhand cannot start. ${error.problems.length === 1 ? 'One setting needs' : `${error.problems.length} settings need`} a change:`,
    );
    for (const problem of error.problems) console.error(`- ${problem}`);
    return 2;
  }
  console.error(wordsOf(error));
  return (error as Error).name === 'UsageError' ? 2 : 1;
}

/** By its name: its file knows every setting, and is loaded with what reads them. */
function isSettingsError(error: unknown): error is SettingsError {
  return (error as Error).name === 'SettingsError';
}

function wordsOf(error: unknown): string {
  const code = String((error as { code?: string }).code ?? '');
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC')
    return 'The disk is full: nothing more can be written to the database or its folder. Free some space, and do it again; what was there is as it was.';
  if (isDamage(error) && !(error as Error).message.includes('is damaged'))
    return damageWords(null, (error as Error).message);
  // A driver may repeat what it was given.
  return hush(error instanceof Error ? error.message : String(error));
}
