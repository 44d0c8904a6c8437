/**
 * First names that many people bear, of many places, so that a name is known where its letters do not give it away: in small
 * letters, and in German, where every noun has a capital. Errs towards names that are no words of the eight languages that
 * customers mostly write; those that are both count only with a capital. Pure.
 */
import { lazy } from '../core/lazy.ts';

/** Without marks, as `plainName` makes them. */
const GIVEN = `
  aaron abby abdul abdullah abigail abraham achim ada adam adel adela adele adeola adrian adriana adrien afonso agata agathe agnes
  agnieszka agostino ahmad ahmed aicha aida aidan aiden aiko ailsa aisha aisling aitana aitor akemi akira akshay alain alan alana alasdair
  albane albert alberto albrecht alejandra alejandro aleksander aleksandra alena alessandra alessandro alessia alessio alex alexander
  alexandra alexandre alexandru alexei alexey alexia alexis alfie alfonso alfred alfredo ali alice alicia alicja alina alisa alison
  alistair aliya allison alma almudena alois alonso alphonse alva alvaro alyssa amadou amal amalia amanda amani amara amaury amelia amelie
  amina aminata amir amira amit amrita amy ana anabel anais anand ananya anas anastasia andre andrea andreas andreea andrei andrej andres
  andrew andrey andrzej andy aneta angela angelica angelika angelina angelo angus ania anika anil anita anja anjali anka anke ankit ann
  anna annabel annabelle annalena annalisa anne annegret annelies anneliese annemarie annette annika anouk anselm anthony antje antoine
  antoinette anton antonella antoni antonia antonin antonio anya arianna arda ariane ariel arjun arlette arman armand armando arnaud arne
  arno arnold aron arthur arturo arun arya ashley ashok asif asma astrid athena atsuko aude audrey augustin aurelia aurelie aurelien
  aurora axel aya ayan ayana ayaan ayako ayesha aylin aymeric ayodele ayse aysegul aziz azra
  babette balthasar baptiste barbara barry bart bartek bartosz basma bastian bastien beata beate beatrice beatrix beatriz becky bela belen
  belinda ben benedetta benedict benedikt benjamin bennet benoit berenice bernadette bernard bernardo bernd bernhard berta bertha berthold
  bertrand beth bethany betina bettina betty beverley bhavesh bianca bilal birgit birgitta birte bjorn blanche blandine blazej bob bodo
  bogdan bogumila bojan boris boubacar bozena bradley brandon branislav brenda brendan brian bridget brigitta brigitte britta bronwyn bruce
  bruno bryan bryony burak burkhard byron
  caitlin callum camila camilla camille camilo cameron candice carina carl carla carlo carlos carlota carmela carmelo carmen carol carola
  carolin carolina caroline caroly carsten caspar caterina catherine cathy catia cecile cecilia cecilie cedric celia celina celine cem
  cesar chandra chantal charles charlie charlotte charlene chen cheng chelsea cheryl chiamaka chiara chidi chidinma chika chinedu chinonso
  chinwe chioma chloe christa christel christelle christiaan christian christiana christiane christina christine christof christoph
  christophe christopher chukwuemeka cian ciara ciaran cindy claire clara clarissa claude claudia claudine claudio clemence clemens clementine
  cleo clodagh coen colette colin connor conor conny conrad constance constantin cora coralie cordula corentin corina corinna corinne
  cornelia cornelis cosima craig cristian cristiano cristina cyril cyrille czeslaw
  dagmar daichi daisuke damian damien damir damla dana danica daniel daniela daniele danielle danilo danny danuta daphne dariusz darko
  darlene darren dave david davide dawid dawn debbie deborah deepak deepika deirdre delphine demba demet denis denise deniz dennis derek
  derya desiree detlef devi deven devin diana diane didier diego dierk dieter dietmar dietrich dimitri dimitris dina dinesh diogo dirk
  divya djamila dmitri dolores domenico dominic dominik dominika dominique donald donata donatella doreen dorian doris dorota dorothea
  dorothee dorothy dorte doug douglas duarte dulce duncan dusan dylan
  ebba ebony eckhard eckhart eddie edgar edith edmund edoardo eduard eduarda eduardo edward edwin edyta efua eileen eilidh eirik ekaterina
  ela elaine elena eleni eleanor eleonora eleonore elfriede elham elia elian eliane elias elif elin elina elinor elisa elisabeta
  elisabeth elisabetta elise eliza elizabeth elke ella ellen elliot elliott elodie eloise elsa elsbeth else elspeth elvira elzbieta emanuel
  emanuela emanuele emeka emil emilia emiliano emilie emilio emily emine emir emma emmanuel emmanuelle emre enrico enrique enzo
  erdem eric erica erich erik erika erin erkan ernestine ernesto erwin esmee esperance esra estelle esteban ester esther ethan etienne
  eugen eugenia eugenie eugenio eunice eva evan evangelos eveline evelien evelyn evgenia evi ewa ewan ewelina ezgi ezra
  fabian fabiana fabien fabienne fabio fabiola fabrice fabrizio fadi faisal farah farhad farid farida farouk fatih fatima fatma fatou
  fatoumata federica federico feliks felicitas felipe femke ferdinand ferenc fernanda fernando fiona fien filip filipa filipe filippa
  filippo finlay finn fiorella flavia flavio fleur flo florence florent florentine florian floris folake folasade fouad franca frances
  francesca francesco francine francis francisca francisco franciszek franck francois francoise franciska frans franz franziska fraser fred
  freddie frederic frederico frederik freek freya frida frieda friederike friedhelm friedrich frits fritz funmilayo
  gabi gabriel gabriela gabriele gabriella gabrielle gaelle gaetan gaetano gail galina gareth garry gary gaspar gaurav gautam gauthier
  gavin geert gemma genevieve geoff geoffrey geoffroy georg george georges georgia georgina georgios gerald geraldine gerard gerardo
  gerd gerda gerhard gerlinde germaine gero gerrit gertrud gertrude ghislaine giacomo gianluca gianni giada gilbert gilberto gilles gillian
  gina ginevra gintaras gioia giorgia giorgio giovanna giovanni gisela giselle gislaine gita giuseppe giuseppina giulia giuliana giuliano
  giulio gizem gladys glen glenda glenn gloria godfrey goncalo gonzalo gordon gosia gottfried graciela graham grainne grazia
  graziella greg gregor gregory greta gretchen grzegorz guadalupe guenter guenther guido guilherme guillaume guillermo guiomar gulsen
  gunnar gunter gunther guo gustav gustavo gwen gwendolyn gwyneth gyorgy
  habib hadiya hadrien haider hakan hakim halima halina hamid hamza han hana hanan hana hanako hanna hannah hannelore hannes hans harald
  hari haris harriet harry hartmut haruka haruki haruto hasan hassan hassane hatice heather hector hedda hedwig heidi heike heiko heiner
  heinrich heinz hela helen helena helene helga hella helmut hendrik henk hennie henri henrietta henriette henrik henrique henry herbert
  heribert herman hermann herta herve hildegard hilary hilda hilde hiroko hiroshi hiroto holger hollie hortense hubert hugh hugo huguette
  humberto husein huseyin hussein
  iain ian ibrahim ida idris ignacio ignatius igor ikram ildiko ilaria ilhan ilias ilka ilona ilse iman imani imke imogen imran ina inaki
  inga inge ingeborg ingmar ingo ingrid inken inmaculada ioana ioannis irena irene irina iris irma irmgard irmtraud isaac isabel isabela
  isabell isabella isabelle isadora isaiah isha ishaan isla ismael ismail isolde israa istvan ivan ivana ivo ivona iwona izabela izzy
  jaap jacek jacinta jackie jacky jaclyn jacob jacopo jacqueline jacques jade jadwiga jaime jakob jakub jamal james jamie jamila jamie jan
  jana jane janet janett janice janick janina janine janis jannis janneke jannik janusz jarek jaroslav jaroslaw jarvis jasmin jasmine jason
  jasper javier jayden jean jeanette jeanine jeanne jeannette jeff jeffrey jelena jelle jenna jennifer jenny jens jeremie jeremy jerome
  jerzy jessica jessie jesus jette jill jillian jim jimena jimmy jin jing joachim joan joana joanna joanne joao joaquin jocelyn jochen
  jodie joe joel joelle joerg joern johan johann johanna johannes john johnny jolanda jolanta jolie jon jonas jonathan jordan jordi jorg
  jorge joris joscha jose josef josefa josefina josefine joseph josephine josh joshua josiane joss jost jovana joyce juan juana juanita
  judith judy juergen jules julia julian juliana juliane julianna julie julien juliet julieta juliette julio julita julius jurgen jurij
  justin justina justine justyna jutta juliusz
  kacper kadiatou kadir kai kaito kaja kajsa kamal kamil kamila kana karel karen karim karima karin karina karine karl karla karlheinz
  karol karolin karolina karoline karsten kasia kaspar katarina katarzyna kate katerina katharina katherine kathleen kathrin kathryn
  kathy katia katie katja katrin katrina kavita kavya kay kayla kazimierz kazuki kees keira keiko keith kelechi kelly kelsey kemal ken
  kendra kenji kenneth kenza kerem kerri kerry kerstin kevin khadija khaled khalid khalil kiara kieran kilian kim kimberly kinga kiran
  kirsten kirstie kirstin kirsty kit klaas klara klaudia klaus knut kofi konrad konstantin konstanze kornelia kostas krishna kristian
  kristin kristina kristine kristof kristoffer krystian krystyna krzysztof kumar kuba kunigunde kurt kwabena kwame kwasi kyle kylie kyoko
  lachlan lakshmi lamia lamine lana laszlo laetitia laila lars lasse latifa laura lauren laurence laurent laurenz laurie lautaro
  layla lea leah leander leandro leanne leen leila leilani lena leni lennart lenka leocadia leonard leonardo leonhard leonie leonor
  leonora leopold leroy leslie lesley leszek leticia letizia lev levent leyla liam liana lidia lieselotte lieke liliana lilian lillian
  lilly lilli lina linda lindsay lindsey linnea linus lionel lisa lisbeth lise liselotte lisette liv livia lloyd logan lois lola loredana
  loreen lorena lorenz lorenzo loretta loris lorna lorraine lothar lotta lotte lou louis louisa louise louka loup lourdes luan luca lucas
  lucia lucian luciana luciano lucie lucien lucille lucinda lucjan lucrezia lucy ludivine ludger ludmila ludovic ludwig luigi luis luisa
  luise luiz luka lukas lukasz luke lutz lydia lydie lynn lynne
  maarten maartje maciej mackenzie maddalena maddie madeleine madeline madison mads mae maeva maeve magali magda magdalena maggie magnus
  mahmoud mahmut maia maik maike maire mairead maja malak malcolm malgorzata malika malin malte mamadou manfred mandy manja manoj manon
  manu manuel manuela mara marc marcel marcela marcella marcelle marcello marcelo marcia marcin marco marcos marcus marek mareike maren
  margaret margareta margarete margarethe margarida margarita margaux margherita margit margot margret margrit marguerite mari maria mariam
  mariama marian mariana marianna marianne mariano maribel marie mariella marielle marieke marijke marika marilyn marine marion mariola
  marisa marisol marissa marit marita marius mariusz marjan marjolein marjorie marko markus marleen marlene marlies marlon marta martha
  martijn martin martina martine marvin mary maryam maryann maryline marysia marzena mascha massimo mateo mateusz matheus mathew mathias
  mathieu mathilda mathilde matilda matilde matt matteo matthew matthias matthieu matthijs mattia maud maura maureen maurice mauricio
  maurizio maurits max maxence maxi maxim maximilian maxime maya mechthild megan mehdi mehmet mei meike mel melanie melek melina melinda
  melissa melody mercedes meredith merle mert merve meryem metin mia micha michael michaela michal michalina michel michela michele
  micheline michelle mieke miguel mihai mika mikael mike mikel mikko mila milan milena milica milo miloslav milos mina minh mira miranda
  mireia mireille miriam mirjam mirko mirka miroslav miroslaw misaki mitch mitsuko modupe mohamed mohammad mohammed mohan mohit moira moises
  molly mona monica monika monique morag moritz moses mostafa moussa muhammad muhammed mukesh muriel murat murray musa mustafa myriam
  nabil nada nadege nadia nadine nadja naila naima nala namrata nana nancy nandini naoki naoko naomi narendra nasrin nastasia natalia
  natalie natalya natasha natascha nathalie nathan nathanael nathaniel navid nazli ndidi neha neil nell nelly nelson nene ngozi nguyen
  nia niamh niccolo nicholas nick nicky nico nicola nicolas nicole nicoletta niels niek nigel niklas niko nikola nikolai nikolaj nikolas
  nikolaus nikita nils nina ning nino nisha nkechi noah noel noelia noemi noemie nora norbert noreen noriko norma norman noura nouria nuno
  nuria nurten nuria
  octavia odette odile okan oksana ola olaf olga oliver olivia olivier ollie olumide oluwaseun omar omer ondrej onur oona oriane oriol
  orla orlando ornella oscar oskar osman otis otto ottoline ousmane oyku ozan ozge ozlem
  pablo paddy palash pamela paola paolo pascal pascale pascual patricia patricio patrick patrik patrizia patryk patsy pattie paul paula
  paulien paulina pauline paulo pavel pavla pawel pedro peggy penelope percy pernille perrine pete peter petra petros phil philip
  philipp philippa philippe phoebe pia pierluigi pierre piet pieter pietro pilar piotr polly pooja pranav prakash pratik preeti priscilla
  priska pritam priya priyanka przemek przemyslaw
  quentin quinn qing quirin
  rabia rachel rachid radek radoslaw rafael rafaela raffaele rafal raghav rahel rahul raimund rainer raissa raj rajesh rajiv ralf ralph
  ramesh ramon ramona rania ranjit raphael raphaelle raquel rashid rasmus raul ravi raymond rebecca rebekah rebekka regina reggie
  regine reiner reinhard reinhold reinier remco remi remy renata renate renato rene renee renske reto rhiannon rhona rhys ricarda
  ricardo riccardo richard rick ricky rieke rika rik rita ritika ritu robbie robert roberta roberto robin rocco roch rocio rodolfo rodrigo
  roel roger roisin roland rolando rolf romain roman romana romane romano romina romuald romy ron ronald ronan ronja ronnie rory rosa
  rosalia rosalie rosalind rosalyn rosamund rosario roselyne rosemarie rosie rosita ross rosanna rowan roxana roxane roy roza ruben
  rudi rudolf rupert ruth rutger ryan rym ryszard
  sabina sabine sabrina sadia sadie saeed safiya sahra said saida sakura saleh salim sally salma salman salome salvatore salvador sam samantha
  samia samir samira samuel samuele sander sandra sandrine sandro sanjay sanna sanne santiago santino saoirse sara sarah sarina sascha sasha
  saskia satoshi satya sau saul savannah sean seamus sebastian sebastiaan sebastien selim selin selina selma semra senta seraphine serap
  serge sergei sergey sergio serhat seth sevda severin severine sevim seydou shabana shahid shane shannon sharon shaun shauna shawn sheena
  sheila shelley sherry shinji shirley shivani shreya shruti shu sian sibel sibylle sidney siegfried sieglinde sigrid sigrun silja silke
  silvana silvia silvio simao simon simona simone simran sinan sine sinead siobhan sita sixtine slavica slawomir snezana sofia sofie
  soledad solange solene solveig sonia sonja sonya sophia sophie soraya soren souad spencer stan stanislav stanislaw stacey stefan
  stefania stefanie stefano steffen steffi stella stephan stephane stephanie stephen stephanos steve steven stewart stijn stuart sue
  sumit sunil sunita suresh susan susana susann susanna susanne susie suzanne suzette suzy svea sven svenja svetlana swantje swati sybil
  sybille sylvain sylvester sylvia sylvie sylwia szilvia szymon
  tabea tadeusz taha tahir takashi takeshi talia tamar tamara tamas tamika tammy tamsin tania tanja tanya tara tariq tarek tatiana tatjana
  tatsuya taylan tayo ted temitope tenzin teo teodor teresa teresita terence terry tess tessa thaddaeus thea theo theodor theodora
  theodore theres theresa therese thiago thibault thibaut thierry thijs thilo thomas thorben thorsten tiago tiana tibor tiffany till tilda
  tilman tilo tim timo timothy tina tineke titus tjark tobi tobias tobiasz toby todd tom tomas tomasz tommaso tommy tomoko tomoya toni tony
  torben torsten tosin tracey tracy traudel trevor trinh tristan trudi trudy tunde tuomas tyler tyrone
  uche uchenna uday udo ugo ulf ulla ulrich ulrika ulrike umar umut ursula urs ursel urszula usha usman uta ute uwe
  vaclav valentin valentina valentino valerie valeria valerio valery vanda vanesa vanessa vasil vasco vasilis vaughn veit vera verena
  veronica veronika veronique vesna vicente vicki vicky victoria viggo vijay vikram viktor viktoria vilma vincent vincente vincenzo vinay
  vinod viola violaine violetta virginia virginie vishal vitoria vittoria vittorio vivek vivian viviane vivien vivienne vlad vladimir
  volker vova
  waldemar walter waltraud wanda wang wassim wayne wendelin wendy wenke werner wes wibke wiebke wieslaw wieslawa wiktor wiktoria wilfried
  wilhelm wilhelmina willem william willy wilma winfried winifred winnie witold wioletta wladyslaw wojciech wojtek wolf wolfgang wouter
  xander xavier xenia xia xiang xiao ximena xin xochitl xuan
  yamina yan yann yannick yannis yara yasemin yasin yasmin yasmine yasuko yaw yohan yohann yoko yolanda yolande yong yosef youssef
  yuki yuko yuliya yumi yuri yusuf yuto yvan yves yvette yvonne ywona
  zachary zahra zainab zara zbigniew zdenek zehra zelda zenon zeynep zhang zia zofia zita ziad zoe zoltan zora zsofia zuzana zuzanna zygmunt
  `;
const given = lazy(() => new Set(GIVEN.trim().split(/\s+/)));

/** Also words that customers write in small letters in one of the languages, or on their phones. */
const alsoWords = lazy(
  () =>
    new Set(
      `ada alba alma ali ana angela ann art aurora axel bart beta bianca bob can carina carmen celia chance cher clara claude cora dana dawn
  dolores dulce ela ella elle else enrico ernesto esperance ester eva fleur florence flo franc franca francis franco franz fred freek gail
  gala gemma gene gero gina gioia glen gloria grace grazia greta guido han hans hari heather heide hela hella henri homer ida
  ina inga inge iris isla jade jan janis jasmine jean jim joe john jordan joss joy june kai karl kate kelly ken kerry kim kit lana lea leen
  leo lena lila lili lina linda lisa lise liv lois lola lou lourdes loup luca lucia lucy luna mae maggie mara mari maria marina marine
  marion mark marvin mary max maxi maya mel melody mercedes mia mika mike mila milan mina mira moses nana nancy nell nene nick nina nino noel nora
  norma normal ola olive ondine ora orlando oscar otto paddy paul paula perle pete phil pia pierre pilar polly rada ralph ravi ray reggie rene rick
  rita rob robin roch roger roman romana romane romano ron rosa rosario rose rosie ross rowan roy ruby sam sally sara saul sau sean set shu
  sidney sine sol soledad sophie stella sue susan tara ted tess tessa theo till tina titus toby tom tony tracy urs uwe valentina vera victor viola
  violetta virginia vera wang blanche claire madeleine charlotte florentine margherita margarita regina victoria
  constance santiago salvador angelica cem malin olivier romy sina stan wayne wes will winnie wolf xia yan zara zeta zia zoe`
        .trim()
        .split(/\s+/),
    ),
);

/** @param word as it is written. Its capital counts: "Will" may be somebody, "will" is not. */
export function isGivenName(word: string): boolean {
  const name = plainName(word);
  // "Anne-Marie", "jean-luc"
  if (name.includes('-')) return name.split('-').every(each => given().has(each));
  if (!given().has(name)) return false;
  return /^\p{Lu}/u.test(word) || !alsoWords().has(name);
}

/** In small letters, without marks. */
function plainName(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '');
}
