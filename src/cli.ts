/** The command line: one file per command in cli/; exit 0, 1 (failed) or 2 (bad usage). */
import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { SettingsError } from './app/settings.ts';
import { backup, restore } from './cli/backup.ts';
import { demo } from './cli/demo.ts';
import { doctor } from './cli/doctor.ts';
import { EXPLAINED, explain } from './cli/explain.ts';
import { exportTo } from './cli/export.ts';
import { type ImportOptions, importFrom } from './cli/import.ts';
import { importMbox } from './cli/import-mbox.ts';
import { JUDGED, judge } from './cli/judge.ts';
import { type ManifestChoices, printManifest } from './cli/manifest.ts';
import { migrate } from './cli/migrate.ts';
import { setup } from './cli/setup.ts';
import { type StatsOptions, stats, UsageError } from './cli/stats.ts';
import { startService } from './main.ts';
import { damageWords, isDamage } from './store/damage.ts';

const WHICH = 'where several share an installation (else the first)';

export async function run(argv: string[]): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { env } = process;
  const program = new Command('deskhand')
    .description('Answer every customer from the threads your team already lives in.')
    .exitOverride()
    .showHelpAfterError('Add --help for what can be typed.');
  program
    .command('start')
    .description('start the service')
    .option('--demo', 'with scripted customers, so that enquiries arrive by themselves')
    .action((options: { demo?: boolean }) => (options.demo ? demo(env) : startService(env)));
  program
    .command('demo')
    .description('start with scripted customers')
    .action(() => demo(env));
  program
    .command('doctor')
    .description('look at every setting and connection; each problem with what fixes it')
    .option('--probe', 'also send each mailbox a mail of its own, to find out what it can do')
    .action((options: { probe?: boolean }) => doctor(env, options.probe ?? false));
  program
    .command('setup')
    .description('connect a mailbox by questions and answers; writes .env and deskhand.yaml')
    .action(() => setup(env));
  program
    .command('import-mbox')
    .description('take in every mail of an mbox file, once')
    .argument('<file>')
    .option('--channel <name>', 'the mailbox it belongs to, where there are several')
    .action((file: string, options: { channel?: string }) => importMbox(env, file, options.channel ?? null));
  program
    .command('stats')
    .description('the figures of a time: the same as stats on the desk')
    .argument('[words...]', 'such as: last week by channel (this week, where nothing is said)')
    .option('--from <day>', 'the first day, such as 2026-11-01')
    .option('--to <day>', 'the last day, counted in full')
    .option('--by <what>', 'channel, reason or hour')
    .option('--json', 'for programs; docs/metrics.md describes it')
    .option('--picture <file>', 'draw the picture too, into a PNG file')
    .option('--workspace <id>', WHICH)
    .action((words: string[], options: StatsOptions) => stats(env, words, options));
  program
    .command('export')
    .description('write every enquiry, and everything for an import, into a folder')
    .argument('<folder>')
    .option('--workspace <id>', WHICH)
    .action((folder: string, { workspace }: { workspace?: string }) => exportTo(env, folder, workspace ?? null));
  program
    .command('import')
    .description('take in a folder that export made, into an empty workspace; stop the service first')
    .argument('<folder>')
    .option('--workspace <id>', WHICH)
    .option('--moving', 'the old place is stopped for good: replies that were on their way leave from here')
    .action((folder: string, options: ImportOptions) => importFrom(env, folder, options));
  program
    .command('explain')
    .description(
      'what an adapter makes of raw payloads, one line of JSON per file; or what a help makes of each line of JSON',
    )
    .argument('<kind>', [...EXPLAINED.map(each => each.kind), ...JUDGED].join(', '))
    .argument('<file...>', 'files, or - for standard input')
    .action((kind: string, files: string[]) => (JUDGED.includes(kind) ? judge(kind, files) : explain(kind, files)));
  program
    .command('manifest')
    .description('print the app manifest to give to Slack')
    .argument('<desk>', 'slack')
    .option('--url <address>', 'how Slack reaches this installation (else PUBLIC_URL)')
    .option('--socket', 'by Socket Mode: no public address is needed')
    .option('--oauth', 'for many workspaces')
    .action((desk: string, choices: ManifestChoices) => printManifest(env, desk, choices));
  program
    .command('migrate')
    .description('bring the tables of the database up to date')
    .action(() => migrate(env));
  program
    .command('backup')
    .description('copy the database to a file while it runs')
    .argument('<file>')
    .action((file: string) => backup(env, file));
  program
    .command('restore')
    .description('put a backup in place of the database; stop the service first')
    .argument('<file>')
    .option('--force', 'replace a database that is there (it is kept beside it)')
    .action((file: string, options: { force?: boolean }) => restore(env, file, options.force ?? false));
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof SettingsError) {
    console.error(
      `Deskhand cannot start. ${error.problems.length === 1 ? 'One setting needs' : `${error.problems.length} settings need`} a change:`,
    );
    for (const problem of error.problems) console.error(`- ${problem}`);
    return 2;
  }
  console.error(wordsOf(error));
  return error instanceof UsageError ? 2 : 1;
}

function wordsOf(error: unknown): string {
  const code = String((error as { code?: string }).code ?? '');
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC')
    return 'The disk is full: nothing more can be written to the database or its folder. Free some space, and do it again; what was there is as it was.';
  if (isDamage(error) && !(error as Error).message.includes('is damaged'))
    return damageWords(null, (error as Error).message);
  return error instanceof Error ? error.message : String(error);
}
