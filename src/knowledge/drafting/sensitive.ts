/** Is it about somebody's health? Such words are nobody's but theirs: no model gets them. In seven languages. Pure. */

/** Of one text: longer ones are looked at by their beginning. */
const CHARS_MAX = 20_000;

/** How words begin, in small letters without marks. When in doubt a beginning is here: all that is lost is a draft. */
const BEGINNINGS = `
diagnos symptom medicat medicin medikament medicament medizin prescription antibioti ibuprofen paracetamol aspirin insulin vaccin
painkiller painful doctor physician surger surgeon hospital clinic nurse therap psycholog psychiatr illness sick disease infect
inflam allerg asthma diabet cancer tumor tumour chemo epilep migraine depress anxiety dementia autis adhd covid pregnan miscarr
fertil disab wheelchair injur wound bleed fever nausea vomit dizz blood aching suicid
arzt aerzt krank erkrank schmerz fieber entzund verletz schwanger behindert behinderung ubelkeit erbrech ausschlag krebs spital apothek
impfung geimpft operier
medecin malad hopita ordonnance douleur fievre blesse blessure grossesse enceinte handicap vomi saign asthme pharmac cancereux
medico medica enferm dolor fiebre sangr embaraz discapac herida alergi farmac
malat dolore febbr sangue gravid incinta ferit ospedal
ziek dokter huisarts pijn koorts zwanger gewond gehandicapt overgev medicijn
doenca doente febre deficien ferid receitado remedio
`
  .trim()
  .split(/\s+/);
const WHOLE = new Set(
  'ill hiv gp ache aches dor dores pills rash rashes tabletten ziekte blut bloed enfermo enferma'.split(' '),
);
/** They begin so, and are about something else. */
const INNOCENT =
  /^(?:hospitalit\w*|nursery|nurseries|fertili[sz]er\w*|inflammable|medicion\w*|medicao|clinical|feriado\w*|sickle|feverfew|woundwort|ferita?bile|medicato|ospitalit\w*)$/;
/** "Pain" is bread in French: an English one hurts somewhere. */
const HURTS =
  /(?<!\p{L})(?:in|chest|back|stomach|knee|head|severe|bad|much|any|constant|sharp) pains?(?!\p{L})|(?<!\p{L})(?:head|tooth|stomach|back|ear)-?aches?(?!\p{L})/u;

export function isAboutHealth(text: string): boolean {
  const plain = text
    .slice(0, CHARS_MAX)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
  if (HURTS.test(plain)) return true;
  return (plain.match(/\p{L}+/gu) ?? []).some(
    word => WHOLE.has(word) || (!INNOCENT.test(word) && BEGINNINGS.some(each => word.startsWith(each))),
  );
}
