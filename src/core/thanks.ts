/**
 * Recognises a message that only says thanks, so that it does not reopen a resolved enquiry. Small word lists of six
 * languages; every word of the message must be on them. Doubt always means "not only thanks": a reopened enquiry costs
 * a click, an overlooked question costs a customer.
 */

/** A message longer than this is never only thanks: real ones end far below. */
const CHARS_MAX = 160;

/** English, German, French, Spanish, Italian, Dutch, in this order; a comma ends each word or phrase. */
const words = (list: string): string[] =>
  list
    .split(',')
    .map(word => word.trim().replace(/\s+/g, ' '))
    .filter(Boolean);

/** Words and short phrases that carry the thanks. At least one must be there. */
const THANKS = words(`
  thanks, thank you, thank u, thankyou, thx, tnx, ty, cheers, ta, much appreciated, appreciated, appreciate it, i
  appreciate it, many thanks, thanks a lot, thanks a million, thanks so much, all good, perfect, great, brilliant,
  excellent, awesome, wonderful, lovely, fantastic, super,
  danke, dankeschön, dankeschoen, danke schön, danke sehr, vielen dank, besten dank, herzlichen dank, tausend
  dank, lieben dank, merci, passt, prima, toll, klasse, perfekt, wunderbar, spitze,
  mille mercis, merci beaucoup, merci bien, un grand merci, je vous remercie, parfait, génial, super merci,
  mercis, impeccable,
  gracias, muchas gracias, mil gracias, muchísimas gracias, perfecto, genial, estupendo, muy amable, se lo
  agradezco, te lo agradezco,
  grazie, grazie mille, molte grazie, tante grazie, grazie tante, perfetto, ottimo, la ringrazio, ti ringrazio, vi
  ringrazio, gentilissimi, gentilissima, gentilissimo,
  dank, dank je, dank u, dankjewel, dank je wel, dank u wel, dankuwel, bedankt, hartelijk dank, hartelijk bedankt,
  heel erg bedankt, top, geweldig, prima zo,
`);

/** Words that may stand beside thanks without adding anything to answer. */
const FILLER = words(`
  so, very, much, a, lot, again, for, your, the, quick, fast, prompt, ok, okay, hi, hello, dear, all, team, you,
  really, that, that's, thats, is, it, to, kind, best, regards, and, have, nice, good, day, weekend, evening, bye,
  got, everyone, too, me, this, helped, worked, works, now, wishes, für, die, ihre, deine, eure, schnelle, alles,
  klar, gut, nochmal, nochmals, ihnen, euch, dir, hallo, liebe, grüße, viele, lg, mfg, schönen, tag, noch, und,
  sehr, freundliche, das, wars, super, schönes, wochenende, guten, pour, votre, rapide, bonjour, cordialement,
  bonne, journée, soirée, à, vous, tous, encore, beaucoup, et, très, bien, de, la, ton, ta, por, su, tu, rápida,
  hola, saludos, un, saludo, buen, día, todo, muy, y, bueno, vale, buenos, días, buenas, tardes, per, il, vostro,
  rapida, saluti, cordiali, buona, giornata, ancora, ciao, tutto, bene, va, e, mille, lo, vostra, tua, sua, voor,
  je, uw, jullie, snelle, groet, groeten, met, vriendelijke, fijne, dag, en, nog, erg, hartelijk, het, goed, zo,
`);

/** What thanks are for. Alone they ask for it ("great, help me"): a "for" must stand before them. */
const GIFTS = new Set(
  words(
    'help, reply, answer, response, support, hilfe, antwort, réponse, aide, ayuda, respuesta, aiuto, risposta, hulp, antwoord, reactie',
  ),
);
const FOR = new Set(words('for, für, pour, de, por, per, voor'));

/** Words that always mean there is more to it, even when everything else is thanks. */
const MORE = words(`
  but, however, although, though, still, except, unfortunately, not, doesn't, didn't, isn't, again, no, problem,
  question, when, where, why, how, what, who, broken, aber, jedoch, leider, trotzdem, immer, nicht, kein, keine,
  frage, wann, wo, warum, wie, allerdings, mais, cependant, toujours, pas, malheureusement, encore, quand,
  pourquoi, comment, pero, sin, embargo, todavía, aún, no, cuándo, cuando, dónde, donde, qué, nada, gratis, ma,
  però, ancora, purtroppo, non, quando, dove, perché, tuttavia, come, maar, echter, toch, helaas, niet, geen,
  wanneer, waar, waarom, hoe, nog,
`);

/** "again" and its like say more only when they do not follow thanks directly ("thanks again", "nochmals danke"). */
const HARMLESS_BESIDE_THANKS = new Set(['again', 'encore', 'ancora', 'nog']);

const thanksPhrases = THANKS.map(phrase => phrase.split(' ')).sort((a, b) => b.length - a.length);
const filler = new Set(FILLER);
const more = new Set(MORE);

/** True only when every word is thanks or filler and nothing asks or objects. */
export function isOnlyThanks(text: string): boolean {
  const plain = text.normalize('NFC').trim().toLowerCase();
  if (plain.length === 0 || plain.length > CHARS_MAX || /[?¿\d@]|https?:/.test(plain)) return false;
  const words = plain
    .replace(/[’`´]/g, "'")
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Cf}|\u{fe0f}/gu, ' ')
    .split(/[\s.,;:!¡()"'–—-]+(?=\s|$)|[\s.,;:!¡()"–—]+/u)
    .map(word => word.replace(/^['-]+|['-]+$/g, ''))
    .filter(word => /\p{L}/u.test(word));
  let thanked = false;
  let besideThanks = false;
  let forSeen = false;
  for (let i = 0; i < words.length; ) {
    const phrase = thanksPhrases.find(each => each.every((word, k) => words[i + k] === word));
    if (phrase) {
      thanked = true;
      besideThanks = true;
      i += phrase.length;
      continue;
    }
    const word = words[i]!;
    forSeen ||= thanked && FOR.has(word);
    if (GIFTS.has(word) && forSeen) {
      i++;
      continue;
    }
    const harmless = besideThanks && HARMLESS_BESIDE_THANKS.has(word);
    if ((more.has(word) && !harmless) || !filler.has(word)) return false;
    besideThanks = false;
    i++;
  }
  return thanked;
}
