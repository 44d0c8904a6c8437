/** `deskhand manifest slack`: the app manifest, made for how this installation is reached. */
import { CommanderError } from 'commander';
import { manifest } from '../../adapters/desks/slack/connection/manifest.ts';
import type { Env } from '../settings/env.ts';

export interface ManifestChoices {
  /** How Slack reaches this installation; PUBLIC_URL unless given. */
  url?: string;
  socket?: boolean;
  oauth?: boolean;
}

export function printManifest(env: Env, desk: string, choices: ManifestChoices): void {
  if (desk !== 'slack') {
    console.error(`There is no manifest for "${desk}" yet. Known: slack. For example: deskhand manifest slack`);
    throw new CommanderError(2, 'deskhand.desk', 'unknown desk');
  }
  const publicUrl = (choices.url ?? env.PUBLIC_URL?.trim())?.replace(/\/+$/, '') || null;
  const socket =
    choices.socket ?? (env.SLACK_MODE ? env.SLACK_MODE === 'socket' : !publicUrl || Boolean(env.SLACK_APP_TOKEN));
  const oauth = choices.oauth ?? Boolean(env.SLACK_CLIENT_ID);
  if (publicUrl && !/^https?:$/.test(schemeOf(publicUrl))) {
    console.error(`"${publicUrl}" is not a full address. Write it with https://, such as https://desk.shop.example.`);
    throw new CommanderError(2, 'deskhand.url', 'no whole address');
  }
  if (oauth && !publicUrl) {
    console.error(
      'To be installed by OAuth, Slack has to send people back to Deskhand: set PUBLIC_URL, or give --url https://desk.shop.example.',
    );
    throw new CommanderError(2, 'deskhand.url', 'no public address');
  }
  if (!socket && !publicUrl) {
    console.error(
      'Slack has to know how to reach Deskhand: set PUBLIC_URL, or give --url https://desk.shop.example, or use --socket, which needs no public address.',
    );
    throw new CommanderError(2, 'deskhand.url', 'no public address');
  }
  console.log(JSON.stringify(manifest({ publicUrl, socket, oauth }), null, 2));
}

function schemeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
