/** Words that say when, in each language that we write to customers in. Pure. */

const UNITS =
  'minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|business|working|minuten?|stunden?|tag|tagen?|werktagen?|arbeitstagen?|wochen?|monaten?|heures?|jours?|ouvres|ouvrables|semaines?|mois|minutos?|horas?|dias?|semanas?|meses|minuti|ore|giorni|settiman[ae]|mesi|minuut|uur|uren|dag|dagen|werkdagen|week|weken|maanden|minut|godzin[ay]?|dni|dzien|tygodni[ae]?|uteis|habiles|lavorativi|roboczych';
const COUNTS =
  'a|an|one|two|three|four|five|six|seven|ten|few|couple of|next|einer?|einem|einigen|paar|zwei|drei|vier|funf|zehn|nachsten|un|une|deux|trois|quatre|cinq|quelques|prochaines|prochains|dos|tres|cuatro|cinco|unos|unas|proximas|proximos|due|tre|quattro|cinque|pochi|prossimi|prossime|een|twee|drie|vier|vijf|enkele|paar|komende|dwoch|trzech|kilku|uma|dois|duas|quatro|alguns|algumas';

/** For texts that are folded. Words such as "soon", "bald" or "bientôt" name no time. */
const WHEN: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<![\p{L}\d])(?:\d{1,4}(?:\s?[-–]\s?\d{1,4})?|${COUNTS})[ -](?:more )?(?:${UNITS})(?!\p{L})`,
    'u',
  ),
  new RegExp(
    String.raw`(?<![\p{L}\d])\d{1,4}(?:\s?[-–]\s?\d{1,4})?\s?(?:${UNITS}|am|pm|a\.m|p\.m|uhr|o'clock)(?!\p{L})`,
    'u',
  ),
  /(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)|(?<!\d)\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4}|\.|(?!\d))|(?<!\d)\d{4}-\d{2}-\d{2}|(?<!\p{L})\d{1,2}(?:st|nd|rd|th)(?!\p{L})/u,
  /(?<!\d)\d{1,2}(?:st|nd|rd|th|\.|er)? ?(?:of |de |di |d')?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januar|februar|marz|mai|juni|juli|okt|dez|janv|fev|avr|juin|juil|aout|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|maart|mei|sty|lut|kwi|maj|cze|lip|sie|wrz|paz|lis|gru|out)\p{L}*(?!\p{L})|(?<!\p{L})(?:january|february|march|april|june|july|august|september|october|november|december) \d/u,
  /(?<!\p{L})(?:today|tonight|tomorrow|noon|midday|midnight|eod|cob|(?:mon|tues?|wed|wednes|thu|thurs?|fri|satur|sun)day|weekend|immediately|right away|straight ?away|right now|at once|instantly|now|overnight|first thing|(?:this|next|coming|every|each) (?:morning|afternoon|evening|week|month|hour|year|minute)|end of (?:the )?(?:day|week|month|business|year)|(?:in|on|by|until|from) (?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d)(?!\p{L})/u,
  /(?<!\p{L})(?:heute|morgen|ubermorgen|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sofort|jetzt|(?:diese|nachste|kommende|laufende)[nrs]? (?:woche|monat|stunde|tage?n?)|wochenende|ende (?:der|des|dieser) (?:woche|monats|tages)|vormittag|nachmittag|bis spatestens)(?!\p{L})/u,
  /(?<!\p{L})(?:aujourd'hui|demain|ce soir|ce matin|cet apres-midi|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:cette|la) semaine(?: prochaine)?|fin de (?:journee|semaine)|immediatement|tout de suite|maintenant|week-end)(?!\p{L})/u,
  /(?<!\p{L})(?:hoy|manana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|ahora(?: mismo)?|inmediatamente|de inmediato|esta (?:tarde|noche|semana)|(?:la )?(?:proxima semana|semana que viene)|final(?:es)? de (?:semana|mes))(?!\p{L})/u,
  /(?<!\p{L})(?:oggi|domani|dopodomani|stasera|stamattina|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|subito|adesso|immediatamente|(?:questa|prossima) settimana|settimana prossima|fine (?:giornata|settimana|mese)|pomeriggio)(?!\p{L})/u,
  /(?<!\p{L})(?:vandaag|overmorgen|vanavond|vanmiddag|vanochtend|(?:maan|dins|woens|donder|vrij|zater|zon)dag|meteen|nu|(?:deze|volgende|komende) (?:week|maand)|einde van de (?:dag|week)|weekend)(?!\p{L})/u,
  /(?<!\p{L})(?:dzis|dzisiaj|jutro|pojutrze|poniedzial\w+|wtor\w+|srod[aey]|czwart\w+|piat\w+|sobot\w+|niedziel\w+|natychmiast|teraz|od razu|(?:w )?(?:tym|przyszlym|nastepnym) tygodniu|konca (?:dnia|tygodnia|miesiaca))(?!\p{L})/u,
  /(?<!\p{L})(?:hoje|amanha|segunda|terca|quarta|quinta|sexta|agora|imediatamente|esta (?:tarde|noite|semana)|(?:proxima semana|semana que vem)|fim d[oa] (?:dia|semana|mes))(?!\p{L})/u,
];

/** @param text folded */
export function saysWhen(text: string): boolean {
  return WHEN.some(each => each.test(text));
}
