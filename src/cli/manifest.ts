/** `deskhand manifest slack` and `deskhand manifest teams`: describe the app to Slack or Teams, for this installation. */
import { readFileSync, writeFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import type { Env } from '../settings/env.ts';

export interface ManifestChoices {
  /** How the desk reaches this installation; PUBLIC_URL unless given. */
  url?: string;
  socket?: boolean;
  oauth?: boolean;
  out?: string;
  version?: string;
}

export async function printManifest(env: Env, desk: string, choices: ManifestChoices): Promise<void> {
  const publicUrl = (choices.url ?? env.PUBLIC_URL?.trim())?.replace(/\/+$/, '') || null;
  if (desk === 'slack') return printSlack(env, publicUrl, choices);
  if (desk === 'teams') return writeTeams(env, publicUrl, choices);
  misused(`There is no manifest for "${desk}". Known: slack, teams. For example: deskhand manifest slack`);
}

async function printSlack(env: Env, publicUrl: string | null, choices: ManifestChoices): Promise<void> {
  const socket =
    choices.socket ?? (env.SLACK_MODE ? env.SLACK_MODE === 'socket' : !publicUrl || Boolean(env.SLACK_APP_TOKEN));
  const oauth = choices.oauth ?? Boolean(env.SLACK_CLIENT_ID);
  if (publicUrl && !/^https?:$/.test(schemeOf(publicUrl)))
    misused(`"${publicUrl}" is not a full address. Write it with https://, such as https://desk.shop.example.`);
  if (oauth && !publicUrl)
    misused(
      'To be installed by OAuth, Slack has to send people back to Deskhand: set PUBLIC_URL, or give --url https://desk.shop.example.',
    );
  if (!socket && !publicUrl)
    misused(
      'Slack has to know how to reach Deskhand: set PUBLIC_URL, or give --url https://desk.shop.example, or use --socket, which needs no public address.',
    );
  const { manifest } = await import('../../adapters/desks/slack/connection/manifest.ts');
  console.log(JSON.stringify(manifest({ publicUrl, socket, oauth }), null, 2));
}

async function writeTeams(env: Env, publicUrl: string | null, { out, version }: ManifestChoices): Promise<void> {
  const clientId = env.TEAMS_CLIENT_ID?.trim().toLowerCase() ?? '';
  const { isObjectId } = await import('../../adapters/desks/teams/ids.ts');
  if (!isObjectId(clientId))
    misused(
      'The package names the app that you registered. Set TEAMS_CLIENT_ID to its client id first: docs/install-teams.md, steps 2 and 3.',
    );
  if (!publicUrl || schemeOf(publicUrl) !== 'https:')
    misused(
      'Teams reaches Deskhand only at an https:// address. Set PUBLIC_URL, or give --url https://desk.shop.example.',
    );
  const { name, version: own } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const { versionAfter } = await import('../../adapters/desks/teams/package/manifest.ts');
  const given = version ?? versionAfter(own);
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(given))
    misused(`"${given}" is not a version. Write three numbers, such as ${versionAfter(own)}.`);
  if (!out && process.stdout.isTTY)
    misused(`The package is a zip file. Say where to write it: deskhand manifest teams --out ${name}-teams.zip`);
  const { makePackage } = await import('../../adapters/desks/teams/package/zip.ts');
  const zip = await makePackage({ clientId, publicUrl, version: given });
  if (!out) return void process.stdout.write(zip);
  writeFileSync(out, zip);
  console.log(`${out} holds version ${given} of the app. Next, upload it: docs/install-teams.md, step 5.`);
}

function misused(words: string): never {
  console.error(words);
  throw new CommanderError(2, 'deskhand.manifest', words);
}

function schemeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
