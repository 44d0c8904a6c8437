/** German, Dutch and Polish: shorter lists than the English one, tried on sentences written for the tests. */
import type { Lexicon } from './lexicon.ts';

export const GERMAN: Lexicon = {
  language: 'de',
  lists: {
    you: 'du sie ihr euch dich',
    are: 'bist seid sind bis',
    person:
      'idiot idioten idiotin vollidiot vollidioten arschloch arschlocher arschlöcher wichser hurensohn hurensohne schlampe schlampen fotze fotzen missgeburt missgeburten spast spasten spasti drecksau drecksack sau schwein schweine penner depp deppen trottel vollpfosten volltrottel dummkopf dummkopfe schwachkopf schwachkopfe schwachkopfen arsch hure huren nutte nutten abschaum versager nichtsnutz mistkerl miststuck hohlkopf hohlkopfe mongo schwuchtel schwuchteln parasit parasiten gesindel dreckspack hundesohn hundesohne scheisskerl loser blodmann blodmanner vollhonk lappen dreck untermenschen hackfresse',
    beast: 'affe affen kuh kuhe ziege rindvieh gans pute zicke ratte ratten pack kreatur',
    dumb: 'dumm blod bescheuert behindert bekloppt hirnlos hirntot dammlich strohdumm saudumm wertlos hasslich widerlich gestort geisteskrank verblodet krank',
    nasty:
      'dummer dumme dummes dummen blode bloder blodes bloden verdammte verdammter verdammten verdammtes scheiss dreckige dreckiger dreckigen dreckiges fette fetter fettes kleine kleiner kleines faule fauler faulen hassliche elende elender elendes miese mieser alte unfahige unfahigen unfahiger bescheuerte bescheuerten verfickte verfickter verfickten absolute totale inkompetente inkompetenten beschissene beschissenen nutzlose nutzlosen unfahiges unnutze unnutzes unnutzer fieses fiese fieser verlogene verlogener verlogenes verlogenen arrogante arroganter arrogantes hirnlose hirnloser hirnloses elendes verdammtes widerliche widerlicher widerliches',
    calls:
      'idiot idioten vollidiot vollidioten arschloch arschlocher wichser hurensohn hurensohne schlampe fotze fotzen missgeburt missgeburten spast spasten drecksau trottel volltrottel deppen schwachkopf schwachkopfe hure nutte',
    speaksOf:
      'ein eine einen einem einer der die das dem den des mein meine meinen dieser diese dieses wie als kein keine ist war wir ich mich wegen von zum und ihren seine sein manche solche einige alle',
  },
  insult: `@you @are ?doch|alle|ja|so|nur|echt|einfach|wohl|wirklich|mir ?alle|nur|einfach|doch ?ein|eine|einfach|echt|lauter|solche ?@nasty ?@nasty @person
du|ihr bist|seid *3 @person|@beast
@you bist|seid|sind *2 dummste|dummsten|blodeste|blodesten|letzte ?stuck *1 mensch|menschen|person|dreck|stuck|abschaum|was|idiot|vollidiot
was|wer bist|seid|sind @you *2 ein|eine *1 @person|@beast
^ ?du|ihr|so dumme|dummes|blode|blodes|bloder|fette|alte|hassliche|dreckige|dreckiges|elendes|verdammtes @person|@beast $
dumm|blod|dummer|strohdumm wie|als brot|stroh|bohnenstroh|stulle|toast|erlaubt|nacht
typisch weib|weiber
gnade|gnad dir|euch ?gott
sie sind ?doch|alle|ja ?alle|allesamt|samtlich|durchweg|nichts|eh|sowieso ?als|nur ?ein|eine ?@nasty ?@nasty @person
@are @you ?alle|eigentlich|wirklich|denn ?alle|nur ?ein|eine ?@nasty @person|@dumb $|oder|da|im
@you @are ?doch|alle|ja|so|nur|echt|einfach|wohl|wirklich|zu ?alle|so|einfach|einfach|zu @dumb $|und|im|wie|oder|dass
du|ihr ?@nasty ?@nasty @person
sie @nasty @person
^ sie ?@nasty ?@nasty @person
was seid|bist|sind @you ?nur|eigentlich|denn|bloss|fur ?fur ?ein|eine @person
^ ?so|was|ihr ?ein|fur ?eine|ein ?@nasty ?@nasty @calls $
wie dumm|blod|bescheuert bist|seid|sind|kann|muss @you|man
lauter|haufen|bande|ansammlung|verein von|voller ?@nasty @person
deine mutter $
deine mutter ist|war *2 hure|nutte|fett|schlampe
fick|fickt|ficken dich|euch|sie ?selbst|ins
fick deine|eure mutter|familie
verpiss|verpisst|verpissen dich|euch|sich|sie
leck|leckt|lecken mich|sie|uns ?mich|doch ?am|im ?arsch
halt|haltet|halten ?doch|endlich|einfach|sie ?einfach|doch|mal|endlich die|deine|eure|ihre|deinen|den|ihren|dein|euer|ihr|das ?@nasty|scheiss|grosses|freches fresse|schnauze|klappe|maul|rand
geh|geht|gehen ?doch|einfach|sie ?einfach|doch sterben|verrecken|kacken
stirb|verrecke|verreckt $|du|doch|endlich|ihr|alle|bitte|langsam
fahr|fahrt zur holle
zur holle mit dir|euch|ihnen
bring|bringt dich|euch|sich ?doch|einfach|bitte|endlich um
hang|hangt|erschiess dich|euch ?doch auf|$
steck|schieb|steckt|stecken *5 arsch|hintern
hoffentlich|hoffe *4 stirbst|sterbt|verreckst|verreckt|krebs|krepiert
ich scheiss ?auf ?euch|dich
kuss|kusst meinen arsch`,
  tells: '',
  mild: `@you @are ?doch|alle|ja|so|nur|echt|einfach|wirklich|vollig|total ?so|einfach|vollig ?ein|eine @poor $|und|wie
ich hasse dich|euch $|alle|so
du nervst|langweilst|stinkst|kotzt $|mich
ihr nervt|stinkt|kotzt $|mich
halt|haltet den mund
ihr|du seid|bist das letzte $`.replaceAll(
    '@poor',
    'unfahig|nutzlos|lacherlich|erbarmlich|peinlich|faul|abzocker|betruger|lugner|langweilig|nervig|verbrecher|verruckt|wahnsinnig|armselig|scheisse|mull',
  ),
  bare: `@person|@dumb ?bot
titten|muschi|ficken|schwanz`,
  threat: `ich|wir bringe|bring|bringen|mache|mach dich|euch|sie ?alle|noch um|kalt|fertig|platt
ich|wir werde|werd|will|konnte|muss|sollte|werden dich|euch|sie ?alle|noch|eines|tages ?alle|tages umbringen|toten|abstechen|erschiessen|verprugeln|kaltmachen|abknallen|erwurgen|schlagen|finden|vergewaltigen|kriegen
ich weiss ?genau|schon ?, wo du|sie|ihr|deine|eure|ihre ?kinder|familie wohnst|wohnen|wohnt|arbeitest|lebst|lebt
ich|wir finde|finden|kriege|kriegen|steche|schlage|hau|haue|erschiesse|tote|knall|stech|erwurge dich|euch ?alle|noch $|ab|tot|zusammen|um|und
ich|wir schlage|hau|haue|schlag|trete|breche dir|ihnen|euch *3 fresse|schadel|zahne|kopf|knochen|beine|genick|nase|ein|eine
ich|wir zunde|brenne|fackel|fackle|zunden *3 laden|haus|buro|geschaft|bude|filiale ?an|ab|nieder
ich|wir komme|kommen *3 mit ?einem|einer|der|dem messer|waffe|baseballschlager|pistole|knarre|hammer
du bist|ihr seid|sie sind ?schon|so|gut tot $
dich|euch ?alle gehort|sollte|musste|sollten ?man|wir|mal|eigentlich *2 verprugeln|erschlagen|aufhangen|erschiessen|vergasen|verprugelt|erschossen|aufgehangt
ich|wir finde|find|finden|krieg|kriege *1 raus|heraus wo du|ihr|sie ?alle wohnst|wohnt|wohnen|arbeitest|arbeitet
wenn ?ich|wir dich|euch ?mal|nur ?in|erwische|treffe|kriege|finde ?die ?finger|hande ?kriege|bekomme *3 fallig|dran|tot|erledigt|fresse|krankenhaus|heulen
dann|gleich|bald knallt|knallts|krachts|rappelts|scheppert|scheppert's ?es $|bei|im|und
dann|gleich|bald|sonst setzt|gibt|gibts|kriegst|kriegt|bekommst|bekommt ?es|s|du|ihr ?es|was|eine|eins|welche auf|in|an die|eure|deine fresse|schnauze|mutze|nase|zahne|omme|backen
euch|dich|sie sollte|musste|sollten man|wir ?alle ?mal erschiessen|vergasen|aufhangen|abknallen|verprugeln|erschlagen
pass|passt ?bloss|nur auf dich|euch auf`,
  sexual: `ich will|mochte|wurde|konnte ?gern|gerne|jetzt|mit ?mal|so dich|sie|dir|euch ?mal|hart|so ficken|bumsen|vogeln|nehmen|lecken|schlafen
zeig|schick|zeigen|schicken ?mir|sie|doch|mal ?mal|mir|bitte|doch ?deine|nacktbilder|ihre|nackte ?nackten titten|bruste|muschi|arsch|nacktbilder|nacktfotos|hintern|nacktbild
lass|lasst ?uns|mal uns|mal ficken|bumsen|vogeln|poppen
geile|geiler|geilen stimme|titten|bruste|arsch|figur|hintern|maus
zeig|schick|zeigen|schicken|sende|senden *3 foto|fotos|bild|bilder|bildchen|pic|pics|video ?von|in ?dir|deinen|deiner|deinem|ihren|ihrem|euren|ohne *1 titten|bruste|brusten|muschi|arsch|hintern|nackt|bh|slip
lutsch|blas|lutscht|leck mir|meinen|meine|mein ?einen|kleinen|dicken ?schwanz|eier|muschi|pimmel
willst|wollen|hast|magst|bock du|sie|auf ?auf|du|bock ?mit|lust|bock|auf ?mir|auf sex|ficken|bumsen
bist du|sie ?schon|so ?richtig geil|feucht|nackt|notgeil|schwul
du bist|machst|siehst ?so|mich|echt ?so|richtig geil|sexy|scharf $
sex mit dir|ihnen|mir|euch
mein|meinen ?dicker|dicken|harter schwanz|pimmel`,
  slur: `kanake|kanaken|kanacke|kanacken|kummelturke|kummelturken|judensau|saujude|scheissauslander|scheissjude|scheissjuden|schlitzauge|schlitzaugen|nigger|negersau|kopftuchschlampe
scheiss|dreckige|dreckiger|dreckiges|verdammte ?@nasty auslander|turke|turken|juden|jude|neger|moslem|moslems|fluchtlinge|polen|araber|zigeuner|schwule
geh|geht|verschwinde ?doch zuruck|heim nach|in|wo dein|euer|du|afrika|turkei ?land|heimat
auslander raus`,
  cuss: `scheisse|scheiss|scheissegal|scheissladen|scheissteil|verdammt|verdammte|verdammter|verdammten|verdammtes|verfickt|verfickte|verfickten|kacke|gefickt|arsch|beschissen|beschissene|beschissener|beschissenen|verarscht|verarschen|arschloch|wichser|hurensohn|fotze|fick
zum teufel|kotzen
himmel arsch`,
  despair: `ich will|mochte|wollte|werde|kann ?einfach|nur ?nicht|mich ?mehr|selbst leben|umbringen|sterben|toten|erhangen
bringe|bring mich ?selbst|noch|heute um
mir|mich ?selbst ?das|etwas|was ?leben antun|nehmen|umbringen|toten
suizid|selbstmord|suizidgedanken|lebensmude`,
  harmless: `ich bin|war ?so|ja|manchmal|auch|echt ?ein|eine ?@nasty @person|@dumb
dr|frau|herr|familie fick|ficker|arsch|hure|sau|kacke|wichser
ficken likor|schnaps|shirt
schwanz ?des|vom|von|ist|meines|des ?hundes|hund|katze|pferdes`,
};

export const DUTCH: Lexicon = {
  language: 'nl',
  lists: {
    you: 'je jij u jullie gij',
    are: 'bent zijn ben is zit lijkt',
    person:
      'idioot idioten klootzak klootzakken eikel eikels lul lullen hoer hoeren trut trutten kutwijf kankerlijer kankerlijers kankerhoer kankerhoeren teringlijer teringlijers tyfuslijer tyfuslijers mongool mongolen debiel debielen sukkel sukkels flikker flikkers slet sletten hufter hufters rotzak rotzakken schoft schoften tuig uitschot varken varkens domkop domkoppen sufferd achterlijke imbeciel imbecielen kutlul koe geit heks trol rat ratten wijf wijven hoerenkind hoerenkinderen hoerenjong kankerkind randdebiel randdebielen mietje mietjes parasieten schorem',
    dumb: 'dom achterlijk debiel gestoord waardeloos lelijk stom geschift walgelijk hersenloos',
    nasty:
      'vieze stomme domme kleine dikke vuile achterlijke lelijke fucking kut kanker tering tyfus gore luie gestoorde waardeloze verdomde godverdomde stelletje incompetente smerige oude',
    calls:
      'idioot idioten klootzak klootzakken eikels lul kutwijf kankerlijer kankerlijers kankerhoer teringlijer teringlijers mongool mongolen hufters debielen hoer slet klootviool hoerenkind hoerenjong kankerkind',
    speaksOf: 'een de het die dat mijn zijn haar als is was en van met voor geen ik me mij deze dit onze hun wat dan',
  },
  insult: `@you @are ?echt|gewoon|allemaal|een|toch|zo|ook ?allemaal|gewoon|een|toch|stelletje ?een|stelletje ?@nasty ?@nasty @person
@are @you ?echt|gewoon|allemaal|soms|nou ?een|allemaal|zo|nou ?@nasty @person|@dumb $|of
@you @are ?echt|gewoon|allemaal|toch|zo|te|zo ?zo|gewoon|te @dumb $|en|als|om
@you ?@nasty @nasty @person
jij|jullie @person
^ ?wat|stelletje|een|stel|jij|jullie|vieze ?een|stelletje|stel ?@nasty ?@nasty @calls $
stelletje|stel|bende|zooitje ?@nasty ?@nasty @person
wat een ?@nasty @person ben|bent|zijn|$
wat ben|bent|zijn @you *3 @person
@you *1 bent|zijn|ben *2 domste|achterlijkste|lelijkste
^ domme|stomme|vieze|vuile|lelijke|achterlijke|luie|dikke|kut @person $
vuile|vieze|lelijke|achterlijke rat|ratten|heks|wijf|trol|hond
@you|bent|ben|zijn|is ?allemaal|echt|gewoon te dom|stom|achterlijk voor woorden
@you|bent|ben|zijn ?allemaal ?gewoon te dom|stom|achterlijk om ?te poepen|schijten|ademen|helpen|lezen|leven
^ ?vies|vuil|vuile|jij|jullie stuk vuil|stront|vreten $
hoop|hopelijk|wens *2 je|jij|jullie|u ?allemaal|snel|gauw|langzaam *1 doodgaat|doodgaan|sterft|sterven|crepeert|creperen|verrekt|verrekken|doodvalt|kanker
hoe dom|achterlijk ben|zijn|kun|kan|bent @you
je moeder ?is ?een ?@nasty hoer|slet|$
rot|flikker|donder|lazer|sodemieter|pleur|tief|krepeer|tyf ?toch|nou|eens|allemaal op $|met|jij|en|idioot
krijg ?toch|allemaal|maar|lekker|de ?de kanker|tering|tyfus|klere|pest|kolere|pleuris|aids
hou|houd|houden ?nou|toch|eens je|uw|jullie ?vieze|grote|kut|stomme bek|kop|smoel|muil|waffel|kanis
val ?toch|allemaal|maar dood
ga|gaat ?toch|allemaal|maar|lekker dood|sterven $|jij|allemaal
sterf|verrek|crepeer $|allemaal|jij|maar|toch
hang|verhang|vermoord|maak je|jezelf|jullie|uzelf ?toch|maar ?op|van|dood ?kant $|op|en|toch|kant
fuck you|jullie|u|jou
lik mijn|m|me reet|kont|zak|hol
steek|stop|schuif het|die|dat|je *4 reet|kont|hol`,
  tells: '',
  mild: `@you @are ?echt|gewoon|allemaal|toch|zo|een|totaal|volkomen ?een|totaal|allemaal|zo @poor $|en|als
ik haat je|jullie|u|jou $|allemaal|echt
jullie stinken|zuigen|liegen`.replaceAll(
    '@poor',
    'waardeloos|nutteloos|zielig|triest|belachelijk|lui|oplichters|oplichter|dieven|dief|leugenaar|leugenaars|saai|irritant|gek|schandalig|kut|slecht',
  ),
  bare: `idioot|idioten|klootzak|klootzakken|hufter|hufters|kutwijf|kankerhoer|mongool|mongolen|sukkel|sukkels|debiel|trut
tieten|neuken`,
  threat: `ik|we|wij ga|zal|wil|kom|gaan|zou ?echt|straks|ooit|morgen|nog je|jullie|u ?echt|nog|allemaal|een|keer ?nog vermoorden|doodmaken|afmaken|neersteken|verkrachten|kapotmaken|doodslaan|neerschieten|wurgen|slaan|slopen|doodschieten|vinden|opzoeken
ik|we weet|weten ?precies|wel ?, waar je|jullie|u|jij ?kinderen woont|wonen|werkt|werken
ik|we vermoord|sloop|wurg|steek|schiet je|jullie|u ?nog|wel|allemaal|helemaal $|dood|neer|kapot|en
ik|we vind|pak je|jullie nog|wel $
weet|weten ik|je|we ?je|jou ?wel te vinden
pas maar op ?op|voor je|jullie|jouw kinderen|gezin|vrouw|familie|kind|rug
sla|slaan|timmer|beuk|ram|ros|mep je|jullie|u|jou|jouw|jullie ?helemaal|allemaal *1 elkaar|verrot|kapot|dood|ziekenhuis|bek|smoel|kop|tanden
ik|we sla|maak|schop|trap je|jullie|u|jou *2 kapot|dood|kop|bek|smoel|tanden|benen|ziekenhuis
ik|we steek|zet|gooi|brand *3 winkel|zaak|huis|kantoor|pand|tent *4 brand|fik|af|plat|$
je|jij|jullie bent|zijn|gaat|gaan ?er ?straks|morgen|zo dood|aan|eraan $
jullie|je|u moeten|zouden|moesten|moet ?ze|allemaal|worden doodgeschoten|afgemaakt|doodgaan|opgehangen`,
  sexual: `ik|we wil|wilt|zou ?je|met|graag|u ?graag|je|wel|jou|u neuken|pijpen|naaien|beffen
neuk|pijp|zuig|lik me|mij|mijn|m'n ?dikke|grote ?lul|pik|kut|ballen|eikel
laat|stuur|zend|mail ?me|eens|mij ?eens|wat ?een|je|jouw|wat naaktfoto|naaktfotos|nudes|dickpic
lekkere|geile meid|wijf|kont|tieten|slet $|en|van|met
laat|stuur|toon ?me|eens|mij ?eens|wat|je ?je|jouw tieten|kut|borsten|kont|naaktfoto|naaktfotos|nudes|blote ?zien
wil|heb|zullen je|jij|we ?met|zin ?mij|in neuken|seks|sex
ben je|jij ?al|zo geil|nat|naakt|hoer
wat ben je lekker|geil
seks|sex met jou|je|mij`,
  slur: `kutmarokkaan|kutmarokkanen|kankermarokkaan|kankermarokkanen|zwartjoekel|kankerjood|kankerjoden|teringturk|kankerturk|kankerturken|kutturk|kutbuitenlander|kutbuitenlanders|geitenneuker|geitenneukers|kankerneger|kutneger|kankerhomo
vuile|vieze|kanker|kut|tering ?@nasty jood|joden|neger|negers|turk|turken|marokkaan|marokkanen|buitenlander|buitenlanders|homo|homos|moslim|moslims
ga|rot ?toch|op ?terug naar je|jullie ?eigen land`,
  cuss: `kut|kutzooi|kutding|godverdomme|verdomme|godver|klote|klotezooi|kloten|kankerzooi|teringzooi|shit|fuck|fucking|gvd|verneukt|genaaid|zeik|klootzak|klootzakken|lul|hufter`,
  despair: `ik wil ?echt|gewoon|niet ?meer|niet ?meer ?leven|dood|doodgaan|sterven
ik ?ga|wil|zal ?mezelf|mij ?van ?het mezelf|kant|zelfmoord|leven ?van|iets|wat ?maken|kant|aandoen|doden|verhangen|plegen|beroven
zelfmoord|suicide|zelfdoding`,
  harmless: `ik ben|was|voel ?me|zo|echt ?een|zo ?@nasty @person|@dumb
kanker patient|onderzoek|diagnose|behandeling|bij|hebben|gehad
eikel van|ontsteking|pijn
varken|varkens vlees|haas|filet`,
};

export const POLISH: Lexicon = {
  language: 'pl',
  lists: {
    you: 'ty wy pan pani panstwo',
    are: 'jestes jestescie jest sa',
    person:
      'idiota idioto idioci idiotka idiotko kretyn kretynie kretyni kretynka debil debile debilu debilem debilami idiotami kretynami idiota dziwka dziwko dziwki szmata szmato szmaty chuj chuju chuje chujem skurwysyn skurwysynu skurwysyny skurwysynami pedal pedale pedaly pojeb pojebie pojeby pojebami zjeb zjebie zjeby cwel cwelu cwele gnoj gnoju gnoje gnojem smieciu smiecie smieciami scierwo scierwa frajer frajerze frajerzy pizda pizdo pizdy suka suko suki bydlo debilka debilko glupek glupku glupki matol matole matoly palant palancie palanty kurwo kurwiarze lajza lajzy skurwiel skurwielu kutas kutasie kutasy kutasem',
    dumb: 'glupi glupia glupie tepy tepa tepi porabany porabana pojebany pojebana pojebani popierdolony popierdolona popierdoleni uposledzony uposledzona uposledzeni jebnieci jebniety obrzydliwy bezmozgi',
    nasty:
      'glupi glupia glupie glupia tepy tepa jebany jebana jebane jebani pierdolony pierdolona pierdolone pierdoleni pieprzony pieprzona pieprzeni stary stara gruby gruba tlusty tlusta brudny brudna zasrany zasrana cholerny cholerni banda kompletny skonczony nieudolni',
    calls:
      'idioto idioci kretynie kretyni debilu debile dziwko szmato chuju chuje skurwysynu skurwysyny pojebie pojeby zjebie cwelu gnoju smieciu frajerze pizdo suko kurwo kurwy debilko palancie palanty matoly skurwiele kutasie kutasy idiotko',
    speaksOf: 'jak moj moja to ten ta jakis jakas nie jestem mnie z do dla przez od sie o',
  },
  insult: `@you ?wszyscy|po ?prostu ?@are ?po|jakas|jakims|banda|zwykly|zwykla|bandą ?prostu|banda ?@nasty ?@nasty @person
jestes|jestescie|sa ?wszyscy|po|zwykla|jakas|banda ?prostu ?banda ?@nasty ?@nasty @person|@dumb
jestes|jestescie kurwa|cholera|normalnie ?po ?prostu @person|@dumb
czy @you ?wszyscy ?@are ?wszyscy ?@nasty @person|@dumb
^ ?co|banda|ty|wy|jebana|pierdolona ?za ?@nasty ?@nasty @calls $
banda|bando|stado ?@nasty idiotow|debili|kretynow|skurwysynow|zjebow|matolow|pojebow|nieudacznikow|frajerow
twoja stara $|to|jest
spierdalaj|spierdalajcie|wypierdalaj|wypierdalajcie|odpierdol|odpierdolcie|spieprzaj|spieprzajcie
pierdol|pierdolcie|jeb|jebcie|wal|walcie|pieprz|pieprzcie sie
jebac was|cie|ciebie|ich|wasza|twoja
zamknij|zamknijcie|stul|stulcie ?sie|ryj|morde|pysk|dziob $|ryj|morde|pysk|dziob|w|kurwa|debilu|idioto
zdychaj|zdychajcie|zdechnij|zdechnijcie|gin|zdechnijcie
idz|idzcie do|w|sie diabla|chuj|pizdu|jebac|cholere
zabij|zabijcie|powies|powiescie sie
pocaluj|pocalujcie mnie w dupe|dupsko
chuj ci|wam w dupe|morde
zebys|zebyscie ?wszyscy zdechl|zdechla|zdechli|umarl|umarli`,
  tells: '',
  mild: `jestes|jestescie|sa ?wszyscy|po ?prostu|panstwo ?kompletnie|takimi|zwyklymi|po ?prostu @poor $|i
nienawidze cie|was $|wszystkich
wstydzcie|wstydz sie`.replaceAll(
    '@poor',
    'beznadziejni|beznadziejny|beznadziejna|bezuzyteczny|bezuzyteczni|zalosny|zalosni|zalosna|niekompetentni|oszusci|oszustami|zlodziejami|zlodzieje|smieszni|nudny|nudna|smieszny|glupi|nienormalni|nienormalny|chorzy',
  ),
  bare: `@person|@dumb
cycki|cipka|ruchanie`,
  threat: `zabije|zajebie|zatluke|znajde|zgwalce|dopadne|zniszcze|zamorduje|zastrzele|dorwe|rozjebie|udusze cie|was|ciebie|pana|pania|ci|wam ?wszystkich
wiem ?dokladnie ?, gdzie ?ty|pan|pani|panstwo ?i mieszkasz|mieszkacie|pracujesz|pracujecie|mieszka|mieszkaja
spale|podpale|wysadze|rozwale|zdemoluje ?wam|wasz|ten|ci|caly ?wasz|ten|caly sklep|dom|biuro|lokal|bude|firme|przychodnie
polamie|polamac|obije|rozwale|rozbije ci|wam|twoj|twoja|wasze *1 nogi|rece|morde|ryj|kosci|leb|glowe|zeby|pysk
jestes|jestescie juz martwy|martwa|martwi|trupem|trupami
jestes|jestescie martwy|martwa|martwi|trupem|trupami
przyjde|przyjade *3 z nozem|bronia|siekiera|kijem|pistoletem|mlotkiem
powinni|trzeba|powinno ?was|cie|by ?sie|was zabic|rozstrzelac|powiesic|zastrzelic|zagazowac ?was|cie|$`,
  sexual: `chce|chcesz|chetnie|mam|bede ?cie|sie|ochote|ze|bym ?cie|mna|z|sie ?toba ruchac|wyruchac|pieprzyc|jebac|bzykac|przeleciec|seks|seksu|wyjebac
pokaz|wyslij ?mi|swoje|prosze ?swoje|mi|swoja cycki|cipke|dupe|piersi|nagie|cipe|tylek
zrob mi loda|dobrze
obciagnij|obciagaj|ssij|lizaj|liz ?mi|mojego|moje|mi $|kutasa|chuja|pale|jaja
seks ze mna|toba`,
  slur: `ciapaty|ciapaci|ciapaki|czarnuch|czarnuchy|czarnuchu|zydek|zydki|brudas|brudasy|zydostwo|kacap|kacapy|kacapie|banderowiec|banderowcy|smolluch|pedalstwo
jebany|jebani|pierdolony|pierdoleni|brudny|brudni|smierdzacy zyd|zydzi|ukrainiec|ukraincy|murzyn|murzyni|arab|arabowie|cygan|cyganie|ruski|gej|geje
wracaj|wracajcie do|na siebie|swojego|ukraine ?kraju`,
  cuss: `kurwa|kurwy|kurwe|kurwica|jebany|jebana|jebane|jebanej|jebanego|pierdolony|pierdolona|pierdolone|pierdole|pieprzony|pieprzona|pieprzone|gowno|gowna|gowniany|gowniana|chujowy|chujowa|chujowe|chujnia|zajebisty|dupie|zapierdala|wkurwiony|wkurwiona|wkurwia|popierdolone|cholerny|cholerna|cholerne|zjebane|spierdolone|spierdolili|chuj|pizda|skurwysyn`,
  despair: `chce|zamierzam|planuje ?sie|juz|po|tylko ?prostu ?sie zabic|umrzec|powiesic
nie chce ?mi ?sie ?juz ?dluzej zyc
zabije|powiesze sie
popelnie|popelnic|o samobojstwo|samobojstwie
odebrac|odbiore sobie zycie`,
  harmless: `jestem ?taki|taka|chyba|jakims ?@nasty @person|@dumb
suka ?rasy|szczenna|owczarka|w ?cieczce
suki|suka ?po sterylizacji|cieczka`,
};
