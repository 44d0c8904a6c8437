/** `deskhand rotate-key`: another key seals the secrets from now on, while the service runs. */
import { readFileSync } from 'node:fs';
import { readStart } from '../app/adapters.ts';
import { randomNonce, systemClock } from '../app/world.ts';
import type { Env, Settings } from '../settings/env.ts';
import { isKey, keyFileOf, keyInFile, replaceKeyFile, writtenKey } from '../settings/key-file.ts';
import type { Engine } from '../store/engine.ts';
import { checkKeysFit, type KeyChange, keyChanges, keysOfChange } from '../store/key-ring.ts';
import {
  beginRotation,
  countLost,
  endRotation,
  forgetLost,
  SIGNED_BEFORE_FOR,
  sealAnew,
} from '../store/rotate-keys.ts';
import { parseKeys, type SecretKey } from '../store/secrets.ts';
import { openEngine } from '../store/store.ts';
import { auditEverywhere, auditOnceEverywhere } from './audited.ts';

/** The new key, where it comes from the environment. Never from the command line: others can read that. */
const NEW_KEY = 'DESKHAND_NEW_SECRET_KEY';

export interface RotateOptions {
  keyFile?: string;
  finish?: boolean;
  leaked?: boolean;
  lost?: boolean;
  yes?: boolean;
}

interface Given {
  engine: Engine;
  settings: Settings;
  keys: SecretKey[];
  options: RotateOptions;
  env: Env;
}

export async function rotateKey(env: Env, options: RotateOptions): Promise<void> {
  const { settings } = readStart(env);
  const written = writtenKey(settings);
  const keys = written ? parseKeys(written) : [];
  const engine = await openEngine(settings.databaseUrl, 'rotate-key');
  try {
    if (options.lost) return await giveUpLost(engine, keys, options.yes ?? false);
    await checkKeysFit(engine, keys);
    if (keys.length === 0)
      return console.log('There is no key yet: the first start makes one. There is nothing to change.');
    const given = { engine, settings, keys, options, env };
    const change = await keyChanges(engine).read();
    // With a key file nothing is left to be done by hand: what was begun goes on to its end.
    if (options.finish && keyFileOf(settings) === null) return await finish(given, change);
    if (options.finish && !change) return console.log(NOTHING_TO_FINISH);
    await rotate(given, change);
  } finally {
    await engine.close();
  }
}

const rotatingOf = (engine: Engine) => ({ engine, nonce: () => randomNonce(12), now: () => systemClock.now() });

async function giveUpLost(engine: Engine, keys: SecretKey[], yes: boolean): Promise<void> {
  const lost = await countLost(engine, keys);
  if (lost && !yes)
    return console.log(
      `${secrets(lost)} would be thrown away, because no key here opens ${lost === 1 ? 'it' : 'them'}. Look for the key first. Nothing was changed; add --yes to do it.`,
    );
  const gone = await forgetLost(engine, keys);
  if (gone) await auditEverywhere(engine, { act: 'key', about: 'secrets without a key thrown away' });
  console.log(
    gone
      ? `${secrets(gone)} that no key here opens ${gone === 1 ? 'was' : 'were'} thrown away. Start Deskhand, and enter those passwords and sign-ins again; "health" names what lacks them.`
      : 'Everything that is sealed opens with the key. Nothing was thrown away.',
  );
}

async function rotate(given: Given, under: KeyChange | null): Promise<void> {
  const { engine, settings, keys, options } = given;
  const rotating = rotatingOf(engine);
  const file = keyFileOf(settings);
  // Where several are set, the first one is the new one already.
  if (!under && keys.length > 1 && !hasNewKey(given)) {
    const { done, lost } = await sealAnew(rotating, keys);
    await auditEverywhere(engine, { act: 'key', about: keys[0]!.id });
    return tell([
      `${secrets(done)} sealed anew with the key ${keys[0]!.id} (fingerprint).`,
      ...lostWords(lost),
      'Take the other keys out of DESKHAND_SECRET_KEY and restart every process.',
      ...ABOUT_BACKUPS,
    ]);
  }
  const resumed = under && keysOfChange(under, keys);
  const from = resumed?.from ?? keys[0]!;
  const to = newKey(given, file) ?? resumed?.to ?? (file ? freshKey() : null);
  if (!to)
    throw new Error(
      `The key stands in DESKHAND_SECRET_KEY, so the new one must be somewhere you can copy it from. Name a file for it: "deskhand rotate-key --key-file new.key" makes one there, readable by you alone; or set ${NEW_KEY}. Nothing was changed.`,
    );
  if (to.id === from.id) throw new Error('The new key is the old one. Give another; nothing was changed.');
  const change = await beginRotation(rotating, { from, to, leaked: options.leaked ?? false });
  const { done, lost } = await sealAnew(rotating, [to, from, ...keys.slice(1)]);
  const said = [`${secrets(done)} sealed anew with the key ${to.id} (fingerprint).`, ...lostWords(lost)];
  if (!file) {
    await auditOnceEverywhere(engine, { act: 'key', about: `begun: ${to.id}` });
    return tell([...said, ...stepsByHand(change, options), ...ABOUT_BACKUPS]);
  }
  const kept = replaceKeyFile(file, { from: written(from), to: written(to) }, from.id);
  await endRotation(rotating, change, [to, from], () => auditOnceEverywhere(engine, { act: 'key', about: to.id }));
  tell([
    ...said,
    `${file} holds the new key. A service that is running uses it already; nothing has to be restarted.`,
    `The old key is in ${kept}. Backups made before now need it: keep it with them, and delete it with the last of them.`,
    linksWords(change),
    'Make a new backup now: "deskhand backup <file>".',
  ]);
}

function stepsByHand(change: KeyChange, options: RotateOptions): string[] {
  const where = options.keyFile ? `the content of ${options.keyFile}` : `the value of ${NEW_KEY}`;
  return [
    'Until the last step both keys are accepted, and every process may keep running. Now:',
    `  1. Put ${where} into DESKHAND_SECRET_KEY, in place of the old key, on every machine.`,
    '  2. Restart the processes, one after another.',
    '  3. Run "deskhand rotate-key --finish". From then on the old key opens nothing here.',
    linksWords(change),
  ];
}

async function finish(given: Given, change: KeyChange | null): Promise<void> {
  const { engine, keys } = given;
  if (!change) return console.log(NOTHING_TO_FINISH);
  if (keys[0]!.id !== change.to)
    throw new Error(
      `DESKHAND_SECRET_KEY still has the key ${keys[0]!.id} first, and the new one is ${change.to} (fingerprints). Put the new key there, restart every process, and run this again. Both keys are accepted until then.`,
    );
  const note = () => auditOnceEverywhere(engine, { act: 'key', about: change.to });
  const { done, lost } = await endRotation(rotatingOf(engine), change, keys, note);
  tell([
    `The change is finished: everything is sealed with the key ${change.to} (fingerprint).`,
    ...(done ? [`${secrets(done)} had been sealed with the old key meanwhile.`] : []),
    ...lostWords(lost),
    ...ABOUT_BACKUPS,
  ]);
}

const NOTHING_TO_FINISH = 'No change of key is under way. There is nothing to finish.';
const ABOUT_BACKUPS = [
  'Backups made before now open with the old key only: keep it with them, apart from the service, and delete it with the last of them. Make a new backup now.',
];

function linksWords(change: KeyChange): string {
  return change.leaked
    ? 'Links and reply addresses of before no longer count: customers who rate or answer an old mail are not recognised by its signature.'
    : `Links and reply addresses in mail sent before are accepted for ${SIGNED_BEFORE_FOR / 86_400_000} more days.`;
}

function lostWords(lost: number): string[] {
  return lost
    ? [
        `${secrets(lost)} sealed with a key that is not here: left as ${lost === 1 ? 'it is' : 'they are'}. Give that key as well, separated by a comma in DESKHAND_SECRET_KEY, or throw ${lost === 1 ? 'it' : 'them'} away with --lost.`,
      ]
    : [];
}

function secrets(count: number): string {
  return count === 1 ? '1 secret' : `${count} secrets`;
}

function hasNewKey({ env, options }: Given): boolean {
  return Boolean(options.keyFile ?? env[NEW_KEY]?.trim());
}

/** The key that somebody gave; null where nobody did. */
function newKey({ env, options }: Given, file: string | null): SecretKey | null {
  const given = env[NEW_KEY]?.trim();
  if (options.keyFile && given)
    throw new Error(`Both --key-file and ${NEW_KEY} name a new key. Give one of them; nothing was changed.`);
  const text = options.keyFile ? keyFrom(options.keyFile) : given;
  if (!text) return null;
  if (!isKey(text) || text.includes(','))
    throw new Error(
      `${options.keyFile ?? NEW_KEY} does not hold one key of 32 bytes in base64, as "openssl rand -base64 32" makes it. Nothing was changed.`,
    );
  if (file && options.keyFile === file) throw new Error(`${file} holds the old key. Name another file.`);
  return parseKeys(text)[0]!;
}

function keyFrom(file: string): string {
  return file === '-' ? readFileSync(0, 'utf8').trim() : keyInFile(file, randomNonce).key;
}

function written({ bytes }: SecretKey): string {
  return bytes.toString('base64');
}

function freshKey(): SecretKey {
  return parseKeys(Buffer.from(randomNonce(32)).toString('base64'))[0]!;
}

function tell(lines: string[]): void {
  for (const each of lines) console.log(each);
}
