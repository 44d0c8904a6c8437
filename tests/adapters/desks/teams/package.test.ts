/** The package for Teams: checked against Microsoft's schema, without the network. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manifest, PERMISSION_REASONS, versionAfter } from '../../../../adapters/desks/teams/package/manifest.ts';
import { makePackage } from '../../../../adapters/desks/teams/package/zip.ts';
import { parseCommand } from '../../../../src/desk/commands.ts';
import { runCli } from '../../../kit/cli.ts';

const CLIENT = '0f0e0d0c-1111-4222-8333-444455556666';
const OPTIONS = { clientId: CLIENT, publicUrl: 'https://desk.shop.example', version: '1.2.3' };
const START = join(import.meta.dirname, '../../../../src/start.cjs');

interface Validator {
  compile(schema: unknown): ((value: unknown) => boolean) & { errors?: unknown[] };
}

/**
 * By Microsoft's package, with the validator that it uses: its own function cannot be loaded, since 1.1.2 requires
 * fs-extra without depending on it.
 */
function problemsOf(made: unknown): unknown[] {
  const at = createRequire(import.meta.url).resolve('@microsoft/app-manifest/package.json');
  const theirs = createRequire(at);
  const schema = theirs('./build/json-schemas/teams/v1.30/MicrosoftTeams.schema.json');
  const Ajv = theirs('ajv-draft-04') as new (options: object) => Validator;
  const ajv = new Ajv({ allErrors: true, strictTypes: false });
  theirs('ajv-formats')(ajv, ['uri', 'email', 'regex']);
  const validate = ajv.compile(schema);
  return validate(made) ? [] : (validate.errors ?? ['invalid']);
}

/** What is in a zip that is not compressed. */
function unzipped(zip: Buffer): Record<string, Buffer> {
  const found: Record<string, Buffer> = {};
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const [bytes, name, more] = [zip.readUInt32LE(at + 18), zip.readUInt16LE(at + 26), zip.readUInt16LE(at + 28)];
    const begin = at + 30 + name + more;
    found[zip.toString('utf8', at + 30, at + 30 + name)] = zip.subarray(begin, begin + bytes);
    at = begin + bytes;
  }
  return found;
}

/** Its colours, each with the alpha already in it. */
function pixelsOf(png: Buffer, px: number): Buffer {
  const href = `data:image/png;base64,${png.toString('base64')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${px}" height="${px}"><image width="${px}" height="${px}" href="${href}"/></svg>`;
  return new Resvg(svg).render().pixels;
}

describe('the manifest', () => {
  test('is valid by the published schema v1.30', () => {
    const made = manifest(OPTIONS);
    expect(problemsOf(made)).toEqual([]);
    expect(problemsOf({ ...made, bots: [{ ...made.bots[0], scopes: ['everywhere'] }] })).not.toEqual([]);
    expect(problemsOf({ ...made, prompts: [] })).not.toEqual([]);
  });

  test('names the app, its address and what a team agrees to', () => {
    const made = manifest(OPTIONS);
    expect(made).toMatchObject({
      id: CLIENT,
      version: '1.2.3',
      webApplicationInfo: { id: CLIENT, resource: expect.stringContaining(CLIENT) },
      validDomains: ['desk.shop.example'],
      supportsChannelFeatures: 'tier1',
    });
    expect(made.bots[0]).toMatchObject({ botId: CLIENT, scopes: ['team', 'personal'], supportsTargetedMessages: true });
    const asked = made.authorization.permissions.resourceSpecific;
    expect(asked.map(each => each.name)).toEqual(Object.keys(PERMISSION_REASONS));
    expect(new Set(asked.map(each => each.type))).toEqual(new Set(['Application']));
    expect(made.composeExtensions[0]?.commands[0]).toMatchObject({ context: ['message'], fetchTask: true });
  });

  test('lists only commands that are understood, and at most twelve in a list', () => {
    const [team, personal] = manifest(OPTIONS).bots[0]!.commandLists;
    expect(team).toMatchObject({ scopes: ['team'], triggers: ['mention', 'slash'] });
    const typed = [...team!.commands, ...personal!.commands].map(each =>
      'prompt' in each ? String(each.prompt) : `${each.title} 3 x`,
    );
    for (const each of typed) expect(parseCommand(each).do, each).not.toBe('unclear');
    expect([team!.commands.length, personal!.commands.length]).toEqual([12, 12]);
    const starters = personal!.commands.filter(each => 'type' in each && each.type === 'prompt');
    expect(starters.map(each => 'prompt' in each && each.prompt)).toEqual(['open', 'stats week', 'log']);
  });
});

describe('the package', () => {
  test('has the manifest and two icons of the right size, and the same bytes each time', async () => {
    const zip = await makePackage(OPTIONS);
    const files = unzipped(zip);
    expect(Object.keys(files)).toEqual(['manifest.json', 'color.png', 'outline.png']);
    expect(JSON.parse(files['manifest.json']!.toString())).toEqual(manifest(OPTIONS));
    const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(sizeOf(files['color.png']!)).toEqual([192, 192]);
    expect(sizeOf(files['outline.png']!)).toEqual([32, 32]);
    expect((await makePackage(OPTIONS)).equals(zip)).toBe(true);
  });

  test('has an icon of one colour, and one that is white on nothing', async () => {
    const files = unzipped(await makePackage(OPTIONS));
    const color = pixelsOf(files['color.png']!, 192);
    for (let i = 3; i < color.length; i += 4) expect(color[i]).toBe(255);
    const outline = pixelsOf(files['outline.png']!, 32);
    const alphas: number[] = [];
    for (let i = 0; i < outline.length; i += 4) {
      const [red, green, blue, alpha] = outline.subarray(i, i + 4);
      expect([red, green, blue]).toEqual([alpha, alpha, alpha]);
      alphas.push(alpha!);
    }
    expect(Math.max(...alphas)).toBe(255);
    expect(alphas.filter(each => each === 0).length).toBeGreaterThan(500);
  });
});

describe('deskhand manifest teams', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-package-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const ENV = { TEAMS_CLIENT_ID: CLIENT.toUpperCase(), PUBLIC_URL: 'https://desk.shop.example/' };

  test('writes the package to a file or to whoever reads it, the same in every time zone', async () => {
    const args = ['manifest', 'teams', '--version', '1.2.3'];
    const ended = await runCli([...args, '--out', 'app.zip'], folder, { ...ENV, TZ: 'Pacific/Auckland' });
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('app.zip holds version 1.2.3 of the app.') });
    const zip = readFileSync(join(folder, 'app.zip'));
    expect(zip.equals(await makePackage(OPTIONS))).toBe(true);
    const env = { PATH: process.env.PATH, ...ENV, TZ: 'America/Anchorage' };
    const piped = execFileSync(process.execPath, [START, ...args], { cwd: folder, env });
    expect(piped.equals(zip)).toBe(true);
  });

  test.each([
    [{}, [], /Set TEAMS_CLIENT_ID to its client id first/],
    [{ ...ENV, TEAMS_CLIENT_ID: 'Deskhand' }, [], /Set TEAMS_CLIENT_ID to its client id first/],
    [{ TEAMS_CLIENT_ID: CLIENT }, [], /Set PUBLIC_URL, or give --url/],
    [{ ...ENV, PUBLIC_URL: 'http://desk.shop.example' }, [], /only at an https:/],
    [ENV, ['--version', '2'], /"2" is not a version\. Write three numbers, such as \d+\.\d+\.\d+/],
  ])('%j %j is refused with what to do', async (env, more, words) => {
    const ended = await runCli(
      ['manifest', 'teams', '--out', 'no.zip', ...more],
      folder,
      env as Record<string, string>,
    );
    expect(ended).toMatchObject({ code: 2, err: expect.stringMatching(words) });
    expect(existsSync(join(folder, 'no.zip'))).toBe(false);
  });

  test('counts the version of Deskhand on from 1', () => {
    expect(versionAfter('0.1.0')).toBe('1.1.0');
    expect(versionAfter('1.0.0')).toBe('2.0.0');
  });
});
