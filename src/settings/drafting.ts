/** Reads which model drafts: an address, a key and a name, from the environment or the provisioning file. */
import { isPrivateAddress } from './private-hosts.ts';

/** A model that whoever runs the installation has chosen. */
export interface ChosenModel {
  /** With its path, such as `http://127.0.0.1:11434/v1`. */
  url: string;
  /** Kept in memory alone, and in no log. */
  key: string | null;
  model: string;
}

/** Longer is no name of a model. */
const MODEL_CHARS_MAX = 200;

/**
 * @param called how a setting is named where it stands: `DRAFT_URL`
 * @returns nothing chosen where none of them is set
 */
export function readDrafting(
  given: { url?: string; key?: string; model?: string },
  called: (name: 'url' | 'key' | 'model') => string,
): { chosen: ChosenModel | null; problems: string[] } {
  const { url, key = null, model } = given;
  if (url === undefined && key === null && model === undefined) return { chosen: null, problems: [] };
  const problems: string[] = [];
  if (url === undefined)
    problems.push(
      `${called('url')} is missing, so no model can be asked for drafts. Write its address, such as http://127.0.0.1:11434/v1, or remove the other settings.`,
    );
  else problems.push(...wrongAddress(url, called('url')));
  if (model === undefined || model.length > MODEL_CHARS_MAX)
    problems.push(`${called('model')} has to be the name of the model, as its server knows it, such as llama3.1:8b.`);
  // It goes into a header.
  if (key !== null && !/^[\x21-\x7e]+$/.test(key))
    problems.push(`${called('key')} has a space or a letter in it that no key has. Copy it once more.`);
  return { chosen: problems.length ? null : { url: url!, key, model: model! }, problems };
}

function wrongAddress(url: string, called: string): string[] {
  // A key may stand in it by mistake, and this is read in logs.
  const shown = url.replace(/\/\/.*@/s, '//...@').replace(/[?#].*$/s, found => `${found[0]}...`);
  const right = 'Write the full address with its path, such as https://api.example.com/v1.';
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return [`${called} is "${shown}". ${right}`];
  const { protocol, hostname, username, password, search, hash } = new URL(url);
  if (username || password)
    return [
      `${called} has a name or a password in it, which would stand in logs. Write the key into the setting for it.`,
    ];
  if (search || hash) return [`${called} is "${shown}", with something behind its path. ${right}`];
  // In one's own network it may be without: nobody else reads along.
  if (protocol === 'http:' && !isNear(hostname))
    return [
      `${called} is "${shown}": words of customers go there, so it has to be https, unless it is in your own network.`,
    ];
  return [];
}

/** This machine, a private address, or a name that only one's own network knows. */
function isNear(hostname: string): boolean {
  if (!hostname.includes('.') && !hostname.startsWith('[')) return !/^\d+$/.test(hostname);
  if (/\.(?:local|internal|lan|home\.arpa|localhost)$/.test(hostname)) return true;
  return /^\[|^[\d.]+$/.test(hostname) && isPrivateAddress(hostname);
}
