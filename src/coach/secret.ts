/** Passwords, keys and tokens in a text. Pure. */
import { lazy } from '../core/lazy.ts';

/** Keys and tokens that tell by how they begin. */
const TOKENS: readonly RegExp[] = [
  /\bxox[a-z](?:\.[a-z]+)?-[\w-]{8,}/,
  /\bxapp-\d-[\w-]{8,}/,
  /\b[srp]k_(?:live|test)_\w{8,}/,
  /\bsk-(?:[a-z]{1,12}\d{0,2}-){0,3}[A-Za-z0-9_]{16,}/,
  /\bgh[opsur]_[A-Za-z0-9]{16,}/,
  /\bgithub_pat_\w{16,}/,
  /\bglpat-[\w-]{12,}/,
  /\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[0-9A-Z]{12,}/,
  /\bAIza[\w-]{20,}/,
  /\bya29\.[\w-]{20,}/,
  /\bGOCSPX-[\w-]{16,}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}/,
  /\bSG\.[\w-]{12,}\.[\w-]{12,}/,
  /\b(?:npm|hf|dop_v1|doo_v1|whsec|shpat|shpss|shpca|shppa|lin_api|sbp|rnd|ntn|secret|pat|tok|key)_[A-Za-z0-9]{20,}/,
  /\bpypi-[\w-]{16,}/,
  /\b(?:xkeysib|PMAK|sq0atp|sq0csp|rk|glrt|dapi)-?[\w-]{24,}/,
  /\b(?:AC|SK)[0-9a-f]{32}\b/,
  /\bkey-[0-9a-f]{24,}/,
  /\b\d{8,10}:AA[\w-]{30,}/,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY/,
  /\b(?:hooks\.slack\.com\/services|discord(?:app)?\.com\/api\/webhooks|[\w.-]{1,60}webhook\.office\.com)\/\S{8,}/,
  /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s:@/]{1,60}:[^\s:@/]{1,80}@[\w.-]{2,}/,
  /\bBearer [\w.~+/=-]{20,}/,
  /\b(?:AccountKey|SharedAccessKey)=[\w+/=]{16,}/,
];

/** `client_secret = 9f2c...`: what is named as one, with something behind it that nobody would write as a word. */
const namedKey = lazy(
  () =>
    /\b(?:api|secret|access|private|auth|license|client|encryption|signing)[ _-]?(?:key|token|secret)s?\b["']?\s*(?:is|=|:|->)\s*["'`]?((?=[^\s"'`]{0,40}\d)[^\s"'`]{12,})/i,
);

/** What a password is called, and how it is given away, in each language that we write to customers in. */
const CALLED =
  'pass ?words?|passcodes?|passphrase|pwd?|pw|passwort|passw(?:oe|ö)rter|kennwort|zugangscode|mot de passe|mdp|contrase(?:ñ|n)a|clave(?: de acceso)?|parola d.ordine|wachtwoord|has(?:ł|l)o|palavra-passe|senha|كلمة (?:المرور|السر)';
const GIVEN =
  "is(?: now| still| currently)?|was|will be|are|ist|lautet|war|est|sera|es|ser(?:á|a)|è|e'|é|sarà|brzmi|to|jest|هي";
const passwords = lazy(
  () =>
    new RegExp(
      String.raw`(?<!\p{L})(?:${CALLED})(?!\p{L})[^\n:=.,!?]{0,24}?\s*(:|=|->|→|(?<=\s)(?:${GIVEN})(?=\s))[\s:]*("[^"\n]{3,40}"|'[^'\n]{3,40}'|„[^“\n]{3,40}“|“[^”\n]{3,40}”|«[^»\n]{3,40}»|\S{3,60})`,
      'giu',
    ),
);
/** `admin / kettle7` behind the words for a name and a password. */
const namedPair = lazy(
  () =>
    new RegExp(
      String.raw`(?<!\p{L})(?:user(?: ?name)?|login|benutzer(?:name)?|utilisateur|identifiant|usuario|utente|gebruiker(?:snaam)?|u(?:ż|z)ytkownik)(?:\s*[:=]\s*|\s+)[^\s,/;|&]{2,40}\s*[,/;|&\n]\s*(?:${CALLED})(?:\s*[:=]\s*|\s+)(\S{3,40})`,
      'iu',
    ),
);
/** A short code that opens something: a card, a safe, a door. */
const openingCode = lazy(
  () =>
    /(?<!\p{L})(?:cvv|cvc|cvv2|card security code|security code|pr(?:ü|ue)fziffer|card pin|pin(?: code| number|-code|-nummer)?|geheimzahl|(?:door|alarm|gate|safe|entry|access|admin) ?(?:code|pin)|code pin|t(?:ü|ue)rcode)\s*(?:\([^)\n]{0,20}\)\s*)?(?:(?:is|ist|lautet|est|es|è|é|=|:|#|number|to)\s*){1,2}["']?(\d{3,8})(?!\d)/iu,
);
/** "The code for the door is 4471". */
const codeFor = lazy(
  () =>
    /(?<!\p{L})(?:code|pin|combination|kombination) (?:for|of|to|für|zu[rm]?) (?:the |our |your |die |den |das |unser\p{L}* )?(?:card|safe|door|back ?door|front ?door|alarm|gate|office|shop|store|system|till|karte|tresor|tür|alarmanlage|büro|laden|kasse)(?:\p{L}| )*? (?:is|ist|lautet|:|=)\s?(\d{3,8})(?!\d)/iu,
);
/** Codes that customers are sent on purpose. */
const FOR_CUSTOMERS =
  /(collect\w*|pick-?up|locker|parcel|delivery|verification|abhol\w*|paket\w*|retrait|recogida|ritiro|afhaal\w*)\W{1,3}$/iu;

/** Words that follow "the password is" and are none. */
const noPassword = lazy(
  () =>
    new Set(
      `wrong incorrect correct invalid valid required needed not no the your our a an too at in on of for to by with and or that this it
  sent reset expired secure safe stored encrypted different same case case-sensitive usually only being now still never always
  changed strong weak long short kept hidden visible lost forgotten protected new old empty missing set up updated used unique
  private confidential secret known unknown important working accepted rejected blocked locked there here available what how why
  one you we they must should can cannot can't isn't at least good fine ok okay okey ready confirmed linked needed optional
  falsch richtig ungültig gültig nicht abgelaufen sicher notwendig erforderlich zu ein eine der die das ihr ihre mindestens neu
  geschützt gesperrt leer vergessen incorrecte incorrect correcte expiré expirée oublié sécurisé nécessaire requis pas le la les
  un une votre au trop incorrecta correcta caducada segura necesaria obligatoria no la el una su muy errata scaduta corretta
  sicura necessaria non una il tuo sua verlopen onjuist juist veilig nodig vereist niet een het de uw jouw te verkeerd
  nieprawidłowe błędne wygasło bezpieczne wymagane nie nowe za incorreta correta expirada segura necessária não sua muito`
        .split(/\s+/)
        .filter(Boolean),
    ),
);

/** @returns the words that give it away, or null */
export function secretIn(text: string): string | null {
  for (const token of TOKENS) {
    const found = token.exec(text);
    if (found) return `${found[0].slice(0, 8)}…`;
  }
  const key = namedKey().exec(text);
  if (key) return `${key[0].slice(0, 24)}…`;
  for (const found of text.matchAll(passwords())) {
    const [whole, how = '', value = ''] = found;
    if (isPassword(value, /^\P{L}/u.test(how), text.slice(found.index + whole.length))) return whole.trim();
  }
  const pair = namedPair().exec(text);
  if (pair && !/[[{<]/.test(pair[0]) && isPassword(pair[1]!, true, '')) return pair[0];
  const code = openingCode().exec(text) ?? codeFor().exec(text);
  const before = code ? text.slice(Math.max(0, code.index - 24), code.index) : '';
  return code && !FOR_CUSTOMERS.test(before) ? code[0] : null;
}

/** @param marked by a colon or the like: then any word may be one @param after what follows it */
function isPassword(value: string, marked: boolean, after: string): boolean {
  const isQuoted = /^["'„“«]/u.test(value);
  const bare = value.replace(/^["'„“«([<]+|["'”“»)\]>]*[.,;:!?]*$/gu, '').replace(/["'”“»)\]>]+$/gu, '');
  if (bare.length < 3 || /^https?:/i.test(bare) || /^[[{<]/.test(value) || /^[*•x_.-]+$/i.test(bare)) return false;
  const small = bare.toLowerCase();
  if (noPassword().has(small)) return false;
  if (isQuoted) return !/\s\S+\s\S+\s/.test(bare);
  // "8-16 characters", "12 signs": how long it is, not what it is.
  if (/^\d{1,3}([-–]\d{1,3})?$/.test(bare) && !marked) return /^\d{3}$/.test(bare) && !/^\s*\p{L}/u.test(after);
  if (/\d/.test(bare) || /[^\p{L}\p{N}'’,.;:/-]/u.test(bare)) return !/^\d{1,2}[.:)]?$/.test(bare);
  if (/\p{Ll}\p{Lu}/u.test(bare)) return true;
  // A word like any other: one only where nothing follows it, and not "password is expired".
  const ends = /^\s*($|\n|[.;!?](\s|$))/u.test(after) || /[.;!?]$/.test(value);
  return (
    ends &&
    !/(ed|ing|ive|able|ible|ful|ous|less|tion|sensitive)$/.test(small) &&
    bare.length >= 4 &&
    (marked || /^\p{L}+$/u.test(bare))
  );
}
