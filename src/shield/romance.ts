/** French, Italian, Spanish and Portuguese: shorter lists than the English one, tried on sentences written for the tests. */
import type { Lexicon } from './lexicon.ts';

export const FRENCH: Lexicon = {
  language: 'fr',
  lists: {
    you: 'tu vous t toi',
    are: 'es etes est',
    person:
      'idiot idiote idiots idiotes imbecile imbeciles connard connards connasse connasses conne cons con salope salopes salaud salauds pute putes encule encules enculer abruti abrutis abrutie debile debiles batard batards cretin cretins cretine merdeux ordure ordures raclure raclures fdp pourriture pourritures tocard tocards bouffon bouffons tapette tapettes gouine porc porcs attarde attardes mongol mongole trouduc crevure crevures dechet dechets vermine enfoire enfoires pouffiasse petasse petasses clochard clodo',
    dumb: 'stupide stupides bete betes con cons conne connes debile debiles moche laid laide degueulasse repugnant repugnants demeure',
    nasty:
      'sale sales gros grosse petit petite pauvre pauvres vieux vieille espece bande foutu foutue putain stupide fucking espèce de d mal enorme incapables incompetents',
    calls:
      'connard connards connasse salope salopes salaud salauds encule encules abruti abrutis batard batards cretin cretins enfoire enfoires fdp idiots imbeciles pouffiasse petasse',
    speaksOf:
      'un une le la les des mon ma mes son sa ce cette comme est etait de du d l et par pour pas que qu moi mes leur quel',
  },
  insult: `@you @are ?vraiment|tous|tellement|qu|juste|trop|bien|donc|une ?tous|vraiment|que|qu|une|un|des|de|bande ?un|une|des|de|bande ?de|gros|grosse|petit|sale @person
@you n @are ?rien qu|que ?une|un|des|de|bande|tas ?bande|tas|ramassis|meute|de ?de|d ?@nasty @person|larbins|larbin|minables|minable|guignols|guignol|clowns|clown|dechets
t es ?vraiment|trop|qu ?une|un|rien ?@nasty @person|merde
espece|bande d|de ?gros|grosse dinde|dindes|larbins|guignols|minables|truie|vache|macaque
@you @are ?vraiment|tous|tellement|trop|bien|si|completement ?tous|trop|vraiment @dumb $|et|ou|comme
@are @you ?vraiment|tous|completement ?@dumb|@person $|ou
espece|bande|tas|ramassis|equipe d|de ?gros|sales|pauvres|petits|petit|incapables ?gros|d @person|merde|merdes|incapables
sale|sales|pauvre|gros|grosse|petit|petite ?sale|petit con|connard|conne|pute|salope|merde|cons|connards|putes|encule|batard|chien|chienne|pd|pede|pedale|tapette|batards
^ pauvre|pauvres|gros|grosse|vieille|vieux type|types|mec|mecs|tache|taches|cruche|naze|nazes|truie|vache|cloche $
@you ?es|etes ?tellement|trop|si bete|betes|con|cons|conne|connes|idiot|stupide a|qu manger|bouffer|pleurer ?du|de|le ?foin
^ ?quel|quelle|quels|bande ?de|d ?sale|gros @calls $
fils|filles|fille de pute|chien|chienne|putes
va|allez|aller ?donc|tous|bien ?te|vous|tous ?tous ?te|vous faire|voir ?foutre|enculer|voir|mettre|cuire ?foutre|ailleurs $|foutre|enculer|tous|connard|connards|et
va|allez ?te|vous|bien ?tous crever|mourir|chier|branler|pendre|suicider $|et|en|connard
ta|vos|votre gueule $|connard|et|maintenant|toi
ferme|fermez la|ta|vos|votre ?grande|sale $|gueule|bouche|bande|connard
ta|vos|votre race|races $
nique|niquez|niker ta|vos|votre|tes|toi ?mere|race|meres|morts|$
ntm
je t|vous|te emmerde|chie|pisse
creve|crevez $|tous|en|charogne|donc|sale|connard
suicide|pends|tue|pendez|suicidez toi|vous $|et|connard
mange|mangez|bouffe tes|vos|ta|de ?la morts|merde
va|allez au|en diable|enfer
lechez|leche moi|mon ?le cul
tu|vous pues|puez|degoutes|degoutez $|la|le|moi
j espere que|qu tu|vous ?allez|vas ?tous crever|creviez|creves|mourir|mourrez|cancer
ta mere ?la|est|c $|pute|une`,
  tells: '',
  mild: `@you @are ?vraiment|tous|tellement|des|une|un|de|completement ?des|une|un|vraiment|tous|bande @poor $|et
je te|vous|t deteste|hais|haie $|tous
degage|degagez $
tu|vous me|nous degoutez|degoutes|faites|fais ?chier|honte|pitie`.replaceAll(
    '@poor',
    'nuls|nul|nulle|incapables|incapable|ridicules|ridicule|pathetiques|pathetique|voleurs|voleur|escrocs|menteurs|menteur|inutile|inutiles|chiant|ennuyeux|fous|fou|malades|malade|honteux|lamentables|lamentable',
  ),
  bare: `connard|connards|connasse|salope|salopes|encule|encules|abruti|abrutis|batard|batards|pute|cretin|cretins|imbecile|imbeciles|idiots
nichons|baiser`,
  threat: `je|on|nous vais|va|allons|viens|veux|pourrais ?vous|te|tous|t ?tous|vous|te tuer|buter|crever|defoncer|massacrer|egorger|frapper|violer|demonter|planter|fracasser|eclater|cogner|etrangler|saigner
je|on vais|va te|t retrouver
je|on te|vous|t tue|tuerai|retrouverai|bute|buterai|retrouve|creve|defonce|saigne|tuera|retrouvera
je|on sais|sait|connais ?exactement|tres ?bien ou tu|vous|t habites|habitez|travailles|travaillez|vis|vivez|dors|dormez
je|on|nous vais|va|allons *2 bruler|cramer|incendier|sauter *3 magasin|boutique|maison|bureau|bureaux|agence|locaux|cabinet
je|on brule|crame|brulerai votre|ta|ton|vos|cette|le|tout magasin|boutique|maison|bureau|agence
je|on *3 casser|casse|peter|pete|exploser|fracasser ?ta|la|vos|tes|les|votre gueule|dents|jambes|tete|os|nez|genoux
tu|vous vas|allez ?tous|bientot crever|mourir|saigner
tu|vous es|etes ?deja|un|des ?homme|hommes mort|morts|morte
fais|faites gaffe a toi|vous|ton
surveille|surveillez tes|vos|ton arrieres|dos
te|t|vous casser|peter|exploser|fracasser|eclater|defoncer|demolir la|ta|les|vos|tes|votre gueule|dents|jambes|os|nez|genoux|machoire|tronche
vous|tu meritez|merites|devriez *2 crever|mourir|fusilles|pendus|abattus`,
  sexual: `je|j|tu|on|t|te veux|vais|aimerais|ai|peux|va|voudrais|envie|te *3 baiser|niquer|enculer|tringler
je|j|te|vous veux|vais|aimerais|ai|voudrais|faire *2 sucer|lecher
suce|sucez|leche|branle ?moi|ma|mes|mon ?la|grosse|le bite|queue|couilles|zob
suce moi $|la|bien|salope
montre|envoie|montrez|envoyez *4 seins|nichons|chatte|cul|nudes|fesses|culotte|nue
tu veux|aimes|suces *3 sexe|baiser|bite|sucer|niquer
tu es|t ?es ?trop|tellement bonne|chaude|sexy|bandante|excitee $|toi|et
tu mouilles|suces
coucher|baiser avec moi|toi|vous
ma|grosse ?grosse bite|queue`,
  slur: `bougnoule|bougnoules|bicot|bicots|youpin|youpins|bamboula|bamboulas|chintok|chintoks|niakoue|niakoues|pedale|pedales
sale|sales|gros|connard|putain de|d arabe|arabes|noir|noirs|juif|juifs|musulman|musulmans|etranger|etrangers|roumain|gitan|gitans|pd|pede|pedes|gay|homo|negre|polonais
sale|sales arabe|arabes|noir|noirs|juif|juifs|musulman|musulmans|etranger|etrangers|gitan|gitans|pd|pede|pedes|negre|negres|race|feuj
retourne|retournez|rentre|rentrez ?donc dans ton|votre pays`,
  cuss: `merde|merdes|putain|bordel|conneries|connerie|merdique|merdiques|chier|emmerde|emmerdent|emmerdez|foutre|foutage|enculade|connard|connards|salope|salaud|encule|chiottes|bite|couilles
fait|fais|faites ?vraiment chier
ras le cul
bon dieu`,
  despair: `je veux|vais|voudrais|pense *2 tuer|suicider|pendre|mourir
je ne|n veux|peux|ai|ai plus ?envie|de ?de vivre
je veux|peux plus vivre
me suicider|tuer|pendre
mettre|mettrai|finir fin|avec *1 mes|ma|la jours|vie
envie de mourir
pensees suicidaires`,
  harmless: `je suis|etais|me ?suis|sens ?si|trop|vraiment|un|une|bien ?peu|un|une @person|@dumb
en|de|du|le|un|votre|ce|sans|quel|ton|mon|son|notre|au|grand|gros|tout|petit|plus|trop|leger|nouveau|encore|pas|d|avec|les|des|ces|vos|mes|important retard|retards
retard|retards de|d|dans|important|pour|sur|du|considerable|inadmissible|inacceptable
queue de|du|cheval|d
bete de|bon
bete a bon|cornes|poil|poils
porc ?au|aux|filet|roti
c est ?tout|un|pas|peu|trop ?peu bete|debile|con|stupide`,
};

export const ITALIAN: Lexicon = {
  language: 'it',
  lists: {
    you: 'tu voi lei siete',
    are: 'sei siete e',
    person:
      'idiota idioti imbecille imbecilli cretino cretina cretini stronzo stronza stronzi stronze coglione coglioni bastardo bastarda bastardi deficiente deficienti merda merde troia troie puttana puttane frocio froci scemo scema scemi stupido stupida stupidi ritardato ritardati mongoloide mongoloidi pezzente pezzenti infame infami feccia schifoso schifosa schifosi maiale maiali porco porci zoccola zoccole handicappato handicappati minorato minorati verme vermi spazzatura sfigato sfigati pagliacci pagliaccio rincoglionito rincoglioniti demente dementi ignorante ignoranti testa',
    dumb: 'stupido stupida stupidi stupide scemo scema scemi cretino cretini brutto brutta brutti ritardato ritardati deficiente deficienti fuori schifoso schifosi',
    nasty:
      'brutto brutta brutti maledetto maledetta maledetti lurido lurida luridi pezzo pezzi branco banda massa grandissimo vecchio piccolo fottuto fottuti sporco sporca sporchi grasso povero poveri vecchia razza grandissimi',
    calls:
      'idioti idiota imbecille imbecilli stronzo stronza stronzi coglione coglioni bastardo bastarda bastardi deficiente deficienti troia puttana cretino cretina cretini scemo scema scemi infame infami',
    speaksOf:
      'un uno una il lo la gli le mio mia come di da che e del della questo quel i quello quei sono mi per con non',
  },
  insult: `sei|siete ?proprio|tutti|davvero|solo|veramente|dei|degli|una|un|uno ?dei|degli|una|un|uno|tutti|solo ?dei|degli|massa|banda|branco|@nasty ?di @calls
sei|siete ?proprio|forse|tutti|tutte|mica ?proprio|tutti scemo|scema|scemi|stupido|stupida|stupidi|cretino|cretina|cretini|deficiente|deficienti|idiota|idioti|imbecille|imbecilli o|oppure|$
tu|voi|lei ?sei|siete|e ?proprio|tutti|davvero|solo|veramente|un|una|uno|dei|degli ?un|una|uno|dei|degli ?@nasty ?di @person
sei|siete|sono ?proprio|solo|tutti|tutta la|una|un|proprio feccia|spazzatura|vergogna|rifiuto ?umano|della|dell ?della|umano umanita|societa|umano|mondo|$
^ ?ma|e|tu sei|siete ?proprio|solo|davvero|soltanto una|un|uno|dei|degli|delle ?@nasty|povera ?di @person
sei|siete *1 morti|morto|morta di fame
vai|andate|va *1 a morire|crepare|ammazzarti
branco|banda|massa|manica|gruppo|covo di ?@nasty @person|incapaci|ladri
@nasty ?di @person
^ ?che|razza|pezzo|pezzi ?di ?@nasty @calls $
pezzo|pezzi|testa|teste|faccia|facce di merda|merde|cazzo|culo
figlio|figli|figlia di|d puttana|troia|cane|zoccola|mignotta|p
vaffanculo|fanculo|affanculo|vaff
va|vai|andate|andatevene|vada *2 fanculo|cagare|inferno|fottere|fotterti|fottervi
va|vai|andate *1 quel paese
fottiti|fottetevi|fottuti $
chiudi|chiudete quella|la|il|cazzo ?cazzo ?di bocca|becco|fogna
stai|state|sta zitto|zitta|zitti ?idiota|stronzo|cretino|$
crepa|crepate|muori|morite|schiatta|schiattate $|tutti|male|bastardi|stronzo|bastardo
ammazzati|ammazzatevi|impiccati|suicidati|suicidatevi $|tutti
spero *3 muoia|moriate|crepi|crepiate|tumore|cancro
succhiami|succhiamelo|succhia ?il|la|me $|cazzo|minchia
leccami|baciami|leccatemi il|le culo|palle
tua madre ?e|fa ?una|la $|puttana|troia|zoccola
mi fai|fate ?proprio schifo|vomitare|ribrezzo`,
  tells: '',
  mild: `sei|siete ?proprio|tutti|davvero|solo|veramente|dei|degli|una|un ?dei|degli|una|un|solo @poor $|e
ti|vi odio $|tutti
fai|fate ?proprio|davvero|solo schifo $`.replaceAll(
    '@poor',
    'incapaci|incapace|inutile|inutili|ridicoli|ridicolo|patetici|patetico|ladri|ladro|truffatori|bugiardi|bugiardo|vergogna|noioso|pazzo|pazzi|malato|malati|scandalosi',
  ),
  bare: `stronzo|stronza|stronzi|coglione|coglioni|imbecille|imbecilli|idioti|troia|puttana|bastardi|bastardo|cretini|zoccola
tette|scopare`,
  threat: `ti|vi|li ammazzo|uccido|ammazzero|uccidero|sgozzo|stupro|accoltello|strangolo|massacro|sparo
ti|vi spacco|rompo|taglio|spaccheremo la|il|le|tutte faccia|culo|gambe|ossa|testa|gola|le
ti|vi trovo|trovero e ti|vi
ti aspetto|aspettiamo fuori|sotto
so|sappiamo che|quale macchina|auto|targa hai|avete|guidi
ti|vi vengo|veniamo a prendere|ammazzare|cercare|trovare|uccidere|spaccare
so|sappiamo ?esattamente|bene dove abiti|abitate|vivi|vivete|lavori|lavorate|abita
vado|voglio|devo|dovrei|vorrei|potrei *1 ammazzarti|ammazzarvi|ucciderti|uccidervi|spararti|spararvi|picchiarti|picchiarvi
brucio|bruciero|incendio|incendiero *1 il|la|vostro|questo|tutto|tuo ?vostro|tuo negozio|locale|casa|ufficio|ristorante|clinica|posto
do|daro|appicco fuoco al|alla ?vostro negozio|locale|casa|ufficio
sei|siete ?gia|un|uomini ?uomo morto|morti|morta
guardati|guardatevi|occhio alle|le spalle
dovete|devi|meritate|meriti|dovreste ?di ?tutti morire|crepare`,
  sexual: `voglio|vorrei|posso *1 scoparti|scopare|fotterti|leccarti|chiavarti|trombarti|incularti
mostrami|mandami|fammi|inviami *4 tette|culo|figa|nuda|nude
scopiamo|trombiamo|scopami|trombami
^ ?che bel|bella|belle|bei|gran ?paio ?di culo|tette|chiappe $|che|in|hai
succhia|ciuccia|lecca ?mi|il|la ?mio cazzo|uccello|minchia|palle
vuoi|facciamo *1 scopare|trombare
sei ?una|proprio|cosi|troppo gnocca|figa|eccitata|arrapata|bagnata|sexy $
sesso con te|me|voi`,
  slur: `negro|negra|negri di|schifoso|maledetto|bastardo merda|$
zingari|zingara|marocchini|rumeni|albanesi|cinesi|africani|arabi|ebrei|musulmani|extracomunitari di merda
sporco|sporchi|sporca|lurido|luridi|fottuto|maledetti|zingaro|sporche negro|negri|ebreo|ebrei|zingaro|zingari|arabo|arabi|musulmani|rumeni|albanesi|marocchino|marocchini|terrone|terroni|immigrati|frocio|froci|di
terrone|terroni|frocio|froci|finocchi|ricchione|ricchioni di merda|$
torna|tornate|tornatene al|nel tuo|vostro paese`,
  cuss: `merda|merde|cazzo|cazzi|cazzata|cazzate|minchia|fottuto|fottuta|fottuti|incazzato|incazzata|porca|puttanata|stronzate|stronzata|vaffanculo|coglioni|stronzo|stronzi|culo|palle
rotto|rompere|rotti il|i|le cazzo|coglioni|palle
porca|porco miseria|puttana|dio|troia`,
  despair: `voglio|vorrei|sto ?solo|per ?per morire|uccidermi|ammazzarmi|suicidarmi|farla ?finita
non voglio|ho ?piu|voglia ?piu|di vivere
mi ammazzo|suicido
mi uccido $
togliermi|tolgo ?mi la vita
suicidio`,
  harmless: `sono|ero|mi ?stato|stata|sento|un|una|proprio|cosi ?un|una|davvero|proprio ?vero @person|@dumb
testa di|del|della ?cavallo|serie|maiale|letto
porco|porci spino|spini
carne|salsiccia|costine di maiale`,
};

export const SPANISH: Lexicon = {
  language: 'es',
  lists: {
    you: 'tu vosotros vosotras ustedes usted vos',
    are: 'eres sois son es sos',
    person:
      'idiota idiotas imbecil imbeciles estupido estupida estupidos estupidas gilipollas cabron cabrones cabrona pendejo pendejos pendeja pendejas puta putas puto putos zorra zorras maricon maricones subnormal subnormales retrasado retrasada retrasados tarado tarados tarada escoria boludo boludos pelotudo pelotudos malparido malparidos gonorrea huevon huevones culero culeros mamon mamones cerdo cerdos cerda perra perras payaso payasos bastardo bastardos capullo capullos mierda mierdas cretino cretinos asqueroso asquerosa asquerosos parasito parasitos rata ratas mongolico mongolicos tonto tontos tonta tontas burro burros animal animales inutil inutiles hijueputa hdp hijoputa hijoputas carapolla soplapollas',
    dumb: 'estupido estupida estupidos tonto tonta tontos imbecil idiota retrasado subnormal feo fea feos asqueroso asquerosa asquerosos',
    nasty:
      'puto puta putos putas maldito maldita malditos malditas jodido jodida jodidos panda pedazo sucio sucia sucios gordo gorda viejo vieja asqueroso asquerosa pinche grandisimo banda atajo incompetentes estupidos partida',
    calls:
      'gilipollas cabron cabrones pendejo pendejos puta imbecil imbeciles idiotas subnormales hijueputa hdp zorra malparido hijoputa maricon culero pelotudo pelotudos estupidos boludos bastardos mamones',
    speaksOf:
      'un una el la los las mi su como de que es y este esta ese esa por para mas muy al del con sin lo soy me a',
  },
  insult: `eres|sois|son|sos ?todos|unos|unas|un|una|muy|todas|tan|mas|ustedes ?unos|unas|un|una|mas ?@nasty ?@nasty ?de @person
tu|vosotros|ustedes|usted ?todos ?eres|sois|son|es ?todos|unos|un|una|muy|tan ?unos ?@nasty ?@nasty @person
panda|banda|atajo|hatajo|montaje|punado|grupo|sarta|bola|manga|partida de ?@nasty @person|ladrones|sinverguenzas|inutiles
@nasty ?@nasty @calls
^ ?que|vaya|menudo|menudos ?pedazo ?de ?@nasty @calls $
^ ?pedazo|so @person @nasty|@dumb|inutil $
pedazo|pedazos|cacho de ?@nasty @person|mierda
hijo|hijos|hija de|d ?la ?tu|su|mil|la ?gran puta|perra|putas
hijos|hijo de la chingada
vete|vayanse|iros|idos|vayase|andate|andense|largate|id|ve *2 mierda|carajo|infierno|diablo|chingar|freir|joder
vete|vayanse|iros|idos|vayase|andate a tomar por
a la mierda|verga|chingada|puta $|contigo|con|todos|ustedes
que te|os|les jodan|follen|folle|joda ?por ?culo
que te|os|les den $|por
jodete|jodeos|jodanse|chingate|chinguense
chinga|chinguen tu|su|a ?tu puta|madre
me cago en tu|vuestra|su|vuestros|tus|la ?puta|madre|muertos|puta ?madre|que
callate|callaos|callense|calla ?la|ya|de|una ?boca|imbecil|idiota|hocico|puta|$
cierra|cerrad|cierren ?la|el|tu ?puta|maldita boca|pico|hocico
muerete|muerase|muere|moriros|muerete|muere $|ya|hijo|perra|todos
matate|mataos|suicidate|suicidaos|ahorcate $|ya
ojala|espero *3 mueras|mueran|murais|pudras|pudran|maten
come|coman|comed|comete ?mucha mierda|mierdas|polla|verga
chupamela|mamamela
comeme|chupame|mamame|comedme la|el|los ?polla|verga|pija|huevos|rabo|culo
tu puta madre|$
me das|dais|dan ?mucho asco`,
  tells: '',
  mild: `eres|sois|son|sos|es ?ustedes|todos|unos|un|una|muy|unas|usted ?unos|un|una @poor $|y
te|os|los odio $|a
dais|das ?mucho asco $`.replaceAll(
    '@poor',
    'inutil|inutiles|basura|ladron|ladrones|estafadores|estafador|patetico|pateticos|patetica|verguenza|ridiculo|ridiculos|mentiroso|mentirosos|aburrido|pesado|loco|locos|loca|enfermos|sinverguenzas|sinverguenza|nefastos',
  ),
  bare: `gilipollas|cabron|cabrones|pendejo|pendejos|puta|zorra|imbecil|imbeciles|idiota|idiotas|hdp|hijueputa|maricon|subnormal|estupido|estupida
tetas|follar`,
  threat: `te|os|los|les voy|vamos a matar|partir|reventar|pegar|violar|golpear|encontrar|rajar|degollar|apunalar|destrozar|estrangular $|la|las|a|como|y|hijo|cabron|todos
te|os mato|matare|encontrare|parto|reviento|rajo|rompo|arranco|disparo $|la|las|como|y|cabron|todos
se|sabemos ?exactamente|muy ?bien donde vives|vivis|viven|trabajas|trabajais|trabajan|vive
voy|vamos|vengo|ire *4 quemar|incendiar|reventar|quemaros|quemarles *3 tienda|local|casa|oficina|negocio|clinica
voy|vamos|vengo|ire *3 con ?una|un pistola|cuchillo|bomba|navaja|machete
estas|estais|estan ?todos muerto|muertos|muerta
merecen|mereces|mereceis|deberian|deberias ?que|de ?os|te|los morir|maten|fusilaran|ahorcaran
te|os|se vas|vais|van a morir $|hijo|todos
cuidado por donde andas|andais
mira|cuida por|tu|vuestra ?tu espalda|espaldas
cuidate las espaldas
se|sabemos ?muy|ya ?bien a que hora sales|salis ?de|del ?la|tu trabajo|casa|ahi|alli|oficina|tienda|clinica
se|sabemos ?muy|ya ?bien donde aparcas|aparcais|estudian|estudia`,
  sexual: `quiero|quieres|vamos|voy|gustaria *2 follar|follarte|cogerte|chuparte|metertela|chingarte|lamerte
chupa|chupame|mama|mamame|come|lame ?la|mi|el|los ?mi polla|verga|pija|rabo|pito
ensename|mandame|muestrame|enviame|pasame *4 tetas|culo|nudes|desnuda|pack|chichis|bragas
que buena|buenorra|rica|cachonda estas|eres $|en|guapa|y
me la|lo chupas|mamas|chupes|comes
quieres|tienes|hacemos|ganas *2 follar|culiar
quieres|hacemos|tenemos|tener sexo|conmigo ?conmigo|$
estas|eres|que ?muy|tan|bien cachonda|caliente|mojada|arrecha|buenorra $
sexo con tigo|migo|contigo|conmigo|usted`,
  slur: `sudaca|sudacas|maricon|maricones|machupichu|moromierda|panchito|panchita|panchitos|panchitas|negrata|negratas|moraco|moracos
rumano|rumana|rumanos|ecuatoriano|ecuatoriana|venezolano|venezolana|colombiano|peruano|boliviano|mora|gitana|china|sudamericano|extranjeros de mierda
moro|moros|negro|negra|negros|gitano|gitanos|indio|indios|judio|judios|sudaca|sudacas|chino|chinos|maricon de mierda
puto|putos|puta|maldito|malditos|sucio|sucios|pinche negro|negra|negros|moro|moros|judio|judios|gitano|gitanos|indio|indios|sudaca|sudacas|chinos|maricon|maricones|joto|jotos
vuelve|vuelvete|vete|vuelvan|larguense|largate a tu|vuestro ?puto|maldito pais`,
  cuss: `mierda|mierdas|joder|jodido|jodida|jodidos|puta|putas|puto|putos|cojones|carajo|hostia|pinche|verga|chingada|chingar|chingados|cabreado|gilipollez|gilipolleces|puñetera|punetera|punetero|cabron|cabrones|gilipollas|pendejo|pendejada|putada|coñazo
de los cojones
que cojones|carajo|mierda`,
  despair: `quiero|voy|pienso|deseo *1 morir|morirme|matarme|suicidarme|ahorcarme
no quiero|puedo|aguanto *1 vivir|viviendo
quitarme|quitar|acabar|terminar con|la|me mi|vida|la vida|$
suicidio|suicidarme|suicidar`,
  harmless: `soy|estoy|fui|era|siento|sentir ?muy|un|una|tan|como|poco ?un|una|tan ?poco @person|@dumb
animal|animales de compania
mi|el|la|mis|los|las|para|gato|y|hay|tengo|tiene|tienen|tenemos|compre|vi|quiero|veo|adoptar ?un|una|dos burro|burra|cerdo|perra|perras|animal|animales|rata|ratas|payaso|payasos|burros|cerdos
perra|perras esterilizada|embarazada|de|en|y|prenada
no es tonto|tonta|estupido`,
};

export const PORTUGUESE: Lexicon = {
  language: 'pt',
  lists: {
    you: 'voce voces tu vc vcs vos',
    are: 'e es sao sois',
    person:
      'idiota idiotas imbecil imbecis estupido estupida estupidos otario otaria otarios babaca babacas cuzao arrombado arrombada arrombados puta putas vadia vadias vagabunda vagabundas vagabundo vagabundos viado viados corno cornos escroto escrotos desgracado desgracada desgracados merda merdas retardado retardada retardados palhaco palhacos cabrao cabroes paneleiro paneleiros fdp bicha porco porcos burro burra burros asno asnos verme vermes nojento nojenta nojentos lixo escoria animal animais trouxa trouxas mongol jumento jumentos demente dementes parvo parvos cretino cretinos rameira canalha canalhas anta antas toupeira toupeiras besta bestas jegue jegues imprestavel imprestaveis energumeno energumenos',
    dumb: 'burro burra burros estupido estupida estupidos idiota idiotas imbecil imbecis retardado nojento nojenta nojentos feio feia parvo parvos',
    nasty:
      'seu seus sua suas bando cambada maldito malditos maldita grande velho velha gordo gorda bosta pedaco monte filho filhos porra puto puta sujo suja imundo imundos',
    calls:
      'idiotas imbecil imbecis otario otarios babaca babacas arrombado arrombados vadia viado desgracado desgracados cuzao fdp cabrao cabroes vagabundos vagabunda puta escroto palhacos',
    speaksOf:
      'um uma o a os as meu minha como de que e este esse essa esta da do das dos ele ela por pra para muito me sou',
  },
  insult: `@you @are ?um|uma|uns|muito|todos|mesmo|tudo|so|realmente|umas ?um|uma|uns|bando|muito|cambada ?de|bando ?de @person
sao ?todos|uns|umas|um ?uns|bando ?de @person
^ es um|uma ?grande|grandessimo|belo @person
es|tu ?es ?mesmo|muito|tao|bem burra|burro|estupida|estupido|idiota|parva|parvo|imbecil|anta $|que|como|e|e
seu|sua cobra|vaca|vibora|bruxa|megera|cadela $
seu|seus|sua|suas gorda|gordo|velha|velho|inutil|incompetente|ridicula|ridiculo|feia|nojenta ?@dumb|inutil|nojenta|nojento|burra|preguicosa|de ?merda $
nao passas|passam de um|uma|uns|umas @person
seu|seus|sua|suas ?bando|grande|grandes|maldito|velho|pedaco|gordo|monte|filho|filhos ?de|da @person
bando|cambada|corja|monte|equipe|equipa de ?grandes @person|incompetentes|ladroes|incapazes
^ ?que|seu|sua ?@nasty @calls $
pedaco|monte|cara|saco de merda|bosta|lixo
filho|filhos|filha|filhas ?de|da|duma ?uma|mae puta|putas|mae|egua|cadela
vai|va|vao|ide|vaa *3 cu|foder|fuder|inferno|caralho|lixar|merda
vai|va|vao *2 puta que
foda se voce|voces|vc
fodam|foda se|te todos|voces|voce
cala|calem|cale|feche|fecha ?a|essa|esta|o|sua ?tua|puta|maldita boca|bico|matraca
morra|morram|morre|morrei $|logo|todos|desgracado|seu
se|te mata|mate|mata $|logo|seu
mata|enforca te
espero|tomara ?que *4 arda|ardam|pegue|peguem ?fogo $|fogo|contigo|com|toda
espero|tomara *4 morra|morram|morras|apodreca|apodrecam
chupa|chupe|mama|lambe|chupem ?o|a|meu|minha|aqui|no ?meu $|pau|rola|pica|cu|caralho|ovo
come|coma|comam merda|bosta
tua|sua mae ?e|aquela ?uma|a $|puta|vadia
enfia|enfie|mete|enfiem *4 cu|rabo|olho
voce|voces|tu me da|dao|das|mete|metes|metem ?muito nojo`,
  tells: '',
  mild: `@you @are ?um|uma|uns|muito|todos|mesmo|so|realmente|umas ?um|uma|uns|muito @poor $|e
eu ?te|odeio odeio|voce|voces $|voce|voces
odeio|detesto voce|voces|te|vos $
metem|mete ?me nojo $`.replaceAll(
    '@poor',
    'inutil|inuteis|lixo|ladrao|ladroes|golpistas|golpista|patetico|pateticos|vergonha|ridiculo|ridiculos|mentiroso|mentirosos|chato|chata|louco|loucos|loucas|doentes|incapazes|aldraboes',
  ),
  bare: `idiota|idiotas|imbecil|imbecis|otario|otarios|babaca|babacas|arrombado|vadia|puta|viado|desgracado|fdp|cuzao|cabrao|cabroes|burro|burra
peitos|transar|buceta`,
  threat: `vou|vamos|irei te|vos matar|achar|pegar|quebrar|bater|estuprar|encontrar|esfaquear|arrebentar|partir|violar|espancar ?a|todos|toda|$ ?cara|pernas|boca|$
vou|vamos matar|espancar|esfaquear|arrebentar|quebrar voce|voces|vcs|tu|a|todos ?cara|todos|boca|$
te|vos mato|arrebento|quebro|matarei $|a|todo|toda|voce|desgracado
vou|vamos te|vos|lhe encher|cobrir|dar|meter|desfazer|enche|rebentar ?de|uma|um|a porrada|murro|murros|tareia|soco|socos|pancada|surra|tiro|tiros
eu te|vos mato|pego|acho|arrebento|parto|quebro
parto|parte|partir|quebro|quebrar|rebento|rebentar|arrebento|arrebentar|parti te|lhe|lhes|vos ?toda|todo|toda ?a|as|o|os|essa|essas *1 cara|tromba|focinho|fuca|boca|pernas|dentes|ossos|cabeca
sei|sabemos ?exatamente|bem onde voce|voces|tu|vc ?todos mora|moram|trabalha|trabalham|vive|vivem|moras|trabalhas|vives
sei|sabemos onde moras|trabalhas|vives|moram
vou|vamos queimar|incendiar|explodir|botar|tacar|por|pegar ?fogo ?a|na|no|em|nessa|essa|sua|vossa|tua ?sua|vossa|tua loja|casa|escritorio|clinica|empresa|loja
voce|voces|tu vai|vao|vais ?todos morrer $|logo|todos|desgracado
voce|voces|tu esta|estao|estas morto|mortos|morta $
merecem|merece|mereces|deviam ?todos ?de morrer|apanhar
merecem|merece|mereces|deviam ?todos ser mortos|fuzilados|enforcados|espancados
cuidado|olha ?com|por|as tuas|suas|as|onde costas|anda|andas`,
  sexual: `quero|queria|vou|adoraria|posso|vamos *2 transar|foder|fuder|comer voce|vc|com|contigo|gostoso|ela
quero|queria|vou|adoraria|vamos *1 transar|foder|fuder|chupar|lamber $|voce|vc|com|contigo
mostra|manda|mostre|envia|mande *4 peitos|buceta|nudes|bunda|mamas|pelada|nua|xoxota
quer|queres|topa|bora|vamos ?fazer sexo|transar|foder|trepar
voce|tu e|es|esta|estas ?muito|tao|bem gostosa|tesuda|molhada|excitada|gostoso $
sexo com voce|tigo|contigo|comigo
meu ?grande pau|caralho|cacete ?na|no|duro`,
  slur: `macaco|macacos|macaca|criolo|crioulos|preto|pretos|negro|negra|negros imundo|imundos|sujo|sujos|fedorento|nojento ?merda
macaco|macacos|macaca|criolo|crioulos|preto|pretos|negro|negra|negros de merda
preto|preta|negro|negra|judeu|judeus|cigano|ciganos|brasileiro|brasileiros|viado|viados|nordestino|paneleiro de|sujo|nojento merda|$
volta|volte|voltem pra|para|pro ?a|o ?tua|sua|seu|teu terra|pais
preto|preta|pretos|negro|negra|macaco fedido|fedida|fedidos|fedorentos|imunda|sujos
volta|volte|voltem pra|para|pro ?a|o africa|favela|senzala|brasil|angola
traveco|travecos|sapatao|paneleiro|paneleiros`,
  cuss: `merda|merdas|porra|caralho|puta|putas|foda|fodase|fodido|fodida|fodeu|bosta|cacete|desgraca|cu|puto|fdp|filhadaputa|cabrao|cabroes
puta que|merda pariu|$`,
  despair: `quero|vou|penso|queria *2 morrer|matar|suicidar $|hoje|mais|e|porque|agora
nao quero|aguento|consigo ?mais viver
quero|vou|penso me matar
tirar|acabar|terminar ?com a|minha ?propria vida
suicidio|suicidar`,
  harmless: `sou|estou|fui|era|sinto|me ?muito|um|uma|tao|sinto|bem ?um|uma|tao @person|@dumb
e burro|burra|estupido
carne|lombo|costela|febras de porco
animal|animais de estimacao|companhia
meu|minha|o|a|para|do|lata|saco|caixote|recolha|lixo|tenho|tem|temos|comprei|vi|quero|vendem|ha ?de|um|uma burro|burra|porco|porcos|animal|animais|palhaco|palhacos|verme|vermes|lixo`,
};
