/** Words that stand around a name in a profile, and those that show that there is no name in it; see first-name.ts. */

/** Behind a comma: not a name of this person but what they are. */
export const ADDITIONS = new Set(
  'phd ph.d ph.d. dphil md m.d m.d. mba msc m.sc. bsc b.sc. ma m.a. ba b.a. rn cpa esq esq. jr jr. sr sr. ii iii iv llm dds dvm cfa pmp frcs mrcs facharzt oam obe mbe cbe'.split(
    ' ',
  ),
);
/** Words for what somebody does; a profile that begins with one says no name, or says it next. */
export const ROLES = new Set(
  'chef coach customer customers admin administrator receptionist manager hr cs pr ceo cto cfo coo owner founder intern trainee technician engineer nurse agent schwester pfleger praktikant praktikantin azubi werkstudent werkstudentin aushilfe'.split(
    ' ',
  ),
);
/** Words for a part of a firm or a shared account: a name that is one, or ends in one, is nobody's. */
export const TEAMS = new Set(
  `gmbh mbh ag kg ug ltd limited inc llc plc corp company sarl sas srl spa bv nv ab oy aps sro kft ооо
  support service services servicedesk team teams sales shop shops store stores office desk help helpdesk hotline shift
  mailbox inbox account returns orders billing warehouse logistics shipping dispatch accounting accounts payroll finance
  marketing purchasing procurement reception operations security legal compliance press media care relations
  department dept group crew squad staff management administration maintenance production quality training it
  buchhaltung kundenservice kundendienst kundenbetreuung verkauf vertrieb einkauf lager versand werkstatt zentrale
  verwaltung empfang rezeption technik personal personalabteilung rechnungswesen geschäftsführung abteilung filiale büro
  buero sekretariat logistik produktion qualität retouren bestellungen postfach
  comptabilité compta accueil ventes achats boutique magasin entrepôt assistance secrétariat direction équipe atelier
  livraison facturation clientèle expédition
  soporte ventas compras tienda almacén contabilidad administración recepción equipo oficina atención facturación pedidos
  envíos taller dirección
  supporto assistenza vendite acquisti negozio magazzino contabilità amministrazione ricezione ufficio segreteria
  spedizioni ordini
  suporte vendas compras loja armazém contabilidade administração recepção equipe equipa escritório atendimento financeiro
  ondersteuning klantenservice verkoop inkoop winkel magazijn boekhouding administratie receptie kantoor werkplaats
  kundtjänst kundeservice kundeservise kundesenter försäljning lagret ekonomi regnskab regnskap salg salgs myynti
  asiakaspalvelu varasto toimisto taloushallinto
  obsługa biuro sprzedaż magazyn księgowość sklep dział sekretariat podpora prodej obchod sklad účetní účtárna predaj
  účtovníctvo ügyfélszolgálat iroda raktár értékesítés könyvelés vânzări suport depozit contabilitate magazin
  поддержка магазин склад бухгалтерия продажи отдел офис служба сервис команда доставка администрация касса
  підтримка бухгалтерія відділ офіс поддръжка счетоводство υποστήριξη πωλήσεις λογιστήριο γραφείο αποθήκη
  destek satış muhasebe depo mağaza ofis ekip müşteri תמיכה מכירות משרד מחסן חנות צוות الدعم المبيعات المحاسبة المكتب المتجر
  サポート サポートセンター カスタマーサポート ショップ オフィス チーム 営業 営業部 経理 経理部 総務 総務部 人事 倉庫 受付 客服 客服部 销售部 财务部 仓库
  고객센터 고객지원 지원팀 영업팀 경리부 총무부 सहायता ฝ่ายขาย ฝ่ายบริการลูกค้า`
    .split(/\s+/)
    .filter(Boolean),
);
/** Where somebody is, behind the word for a team: "Vertrieb Nord", "Team Berlin". */
export const PLACES = new Set(
  `north south east west central nord süd sued ost mitte sud est ouest norte sur este oeste centro zentral europe emea apac
  dach uk us usa eu berlin hamburg munich münchen köln cologne frankfurt stuttgart düsseldorf leipzig bremen wien zürich
  bern basel london manchester leeds dublin paris lyon marseille madrid barcelona lisboa lisbon roma rome milano milan
  amsterdam rotterdam brussels bruxelles copenhagen stockholm oslo helsinki warszawa warsaw prague praha budapest vienna
  boston chicago dallas austin houston tokyo delhi mumbai sydney germany deutschland austria france spain italy
  москва киев київ one two a b c`
    .split(/\s+/)
    .filter(Boolean),
);
/** Titles that go with a surname as often as with a first name. */
export const TITLES = new Set(
  'dr dr. med. rer. nat. h.c. mr mr. mrs mrs. ms ms. miss mx mx. prof prof. professor doctor sir dame lord lady rev rev. fr. sr. sra sra. srta srta. señor señora don doña dra dra. dott dott. dott.ssa ing ing. mag mag. dipl.-ing. dipl.-kfm. herr frau hr. fr m. mme mme. mlle monsieur madame madam signor signora sig. sig.ra dhr. mevr. mevrouw meneer pan pani pán paní господин госпожа г-н г-жа д-р д.р. κ. κα. bay hanım د. أ. السيد السيدة م. דר׳ ד"ר מר גב׳'.split(
    ' ',
  ),
);
/** A profile that begins so speaks of something else than a name. */
export const NO_NAMES = new Set(
  "i'm i’m im hi hello hey hallo moin bonjour hola ciao it's it’s herrn hrn hrn. fam fam. familie family famille familia famiglia familien jr jr. junior sr senior lead chief head captain big boss mister bot slackbot zapier deskhand github gitlab jira trello asana google slack tel tel. phone mobile mobil mob mob. fon telefon ext ext. extern external durchwahl fax email e-mail mail room zimmer raum nr no no. nummer front night day early late shared main general central success info contact level tier 1st 2nd 3rd first second no-reply noreply robot system app mc dj back ooo oof out away on off at until till not unavailable available busy wfh afk dnd brb sick leave holiday holidays vacation pto parental maternity paternity offline online remote urlaub krank abwesend zurück bis im in en de congé congés absent absente retour vacaciones baja ferie assente malattia vakantie ziek afwezig the a an der die das el la los las le les il lo i u my your our mein unser ex former new please call ask see via from for and or with we us me nobody somebody anonymous unknown test user guest deactivated deleted null undefined none nan true false monday tuesday wednesday thursday friday saturday sunday today tomorrow feb apr jul aug sept oct nov dec she he they her him them his hers their theirs sie er".split(
    ' ',
  ),
);
