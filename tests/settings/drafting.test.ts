import { describe, expect, test } from 'vitest';
import { KNOWN } from '../../src/app/adapters.ts';
import { readEnv } from '../../src/settings/env.ts';
import { parseConfig } from '../../src/settings/file.ts';

const MODEL = { DRAFT_URL: 'http://127.0.0.1:11434/v1', DRAFT_MODEL: 'llama3.1:8b' };
const read = (env: Record<string, string>) => readEnv(env, KNOWN);

describe('the model that drafts', () => {
  test('is none unless one is named', () => {
    expect(read({}).settings.drafting).toBeNull();
    expect(parseConfig('rooms: [{ name: a }]', 'f.yaml', {}, KNOWN).config.drafting).toBeNull();
  });

  test('is named in the environment, or in the file with its key from there', () => {
    expect(read(MODEL)).toMatchObject({
      problems: [],
      settings: { drafting: { url: 'http://127.0.0.1:11434/v1', key: null, model: 'llama3.1:8b' } },
    });
    const yaml = 'drafting: { url: "https://api.example.com/v1", key: "${MY_KEY}", model: small }';
    const { config, problems } = parseConfig(yaml, 'f.yaml', { MY_KEY: 'sk-1' }, KNOWN);
    expect(problems).toEqual([]);
    expect(config.drafting).toEqual({ url: 'https://api.example.com/v1', key: 'sk-1', model: 'small' });
  });

  test.each([
    'http://localhost:11434/v1',
    'http://ollama:11434/v1',
    'http://192.168.1.7/v1',
    'http://[::1]:8080/v1',
    'http://models.lan/v1',
    'https://api.example.com/v1',
    'https://203.0.113.7/v1',
  ])('may be at %s', url => {
    expect(read({ ...MODEL, DRAFT_URL: url }).problems).toEqual([]);
  });

  test.each<[Record<string, string>, RegExp]>([
    [{ DRAFT_MODEL: 'small' }, /^DRAFT_URL is missing/],
    [{ DRAFT_KEY: 'sk-secret' }, /^DRAFT_URL is missing/],
    [{ DRAFT_URL: 'http://127.0.0.1/v1' }, /^DRAFT_MODEL has to be the name/],
    [{ ...MODEL, DRAFT_URL: 'api.example.com' }, /^DRAFT_URL is "api\.example\.com"/],
    [{ ...MODEL, DRAFT_URL: 'ftp://api.example.com/v1' }, /^DRAFT_URL is "ftp:/],
    [{ ...MODEL, DRAFT_URL: 'http://api.example.com/v1' }, /it has to be https/],
    [{ ...MODEL, DRAFT_URL: 'http://8.8.8.8/v1' }, /it has to be https/],
    [{ ...MODEL, DRAFT_URL: 'http://134744072/v1' }, /it has to be https/],
    [{ ...MODEL, DRAFT_URL: 'https://me:sk-secret@api.example.com/v1' }, /a name or a password in it/],
    [{ ...MODEL, DRAFT_URL: 'https://api.example.com/v1?key=1' }, /something behind its path/],
    [{ ...MODEL, DRAFT_URL: 'https://api.example.com/v1?key=sk-secret' }, /something behind its path/],
    [{ ...MODEL, DRAFT_URL: 'https://api.example.com/v1#sk-secret' }, /something behind its path/],
    [{ ...MODEL, DRAFT_URL: 'ftp://me:sk/secret@api.example.com/v1' }, /^DRAFT_URL is/],
    [{ ...MODEL, DRAFT_KEY: 'sk secret' }, /^DRAFT_KEY has a space/],
  ])('with %o is refused in a sentence that keeps the key to itself', (env, words) => {
    const { problems, settings } = read(env);
    expect(problems.join('\n')).toMatch(words);
    expect(problems.join('\n')).not.toContain('secret');
    expect(settings.drafting).toBeNull();
  });

  test('in the file is refused with its line', () => {
    const { problems } = parseConfig(
      'rooms: [{ name: a }]\ndrafting: { url: nowhere, model: small }',
      'f.yaml',
      {},
      KNOWN,
    );
    expect(problems.join()).toMatch(/^f\.yaml, line 2: drafting\.url is "nowhere"/);
    expect(
      parseConfig('drafting: { url: "https://a.example/v1", modle: x }', 'f.yaml', {}, KNOWN).problems.join(),
    ).toContain('modle');
  });
});
