/**
 * The clauses of a message that only says thanks, by language. A clause is written as words: `a/b` are alternatives,
 * `[a/b]` may be missing, `[a/b]*` may stand any number of times, `_` joins words of one alternative, and a comma ends
 * the clause. What could carry a request, a fact, a condition or an answer is in none of them. "Yes" stands only inside a
 * clause that says it is over ("yes, it works now"): by itself it answers a question.
 */

import type { Clauses } from './thanks-grammar.ts';
import { ENGLISH } from './thanks-words-english.ts';
import { MORE_LANGUAGES } from './thanks-words-more.ts';

/** Understood everywhere. */
const EVERYWHERE: Clauses = {
  thanks: 'thanks/thank_you/thx/tnx/ty/merci [beaucoup], super, top, perfect, ok_thanks/ok_thx',
  end: 'bye [bye], ciao, adieu, adios',
  no: '',
  after: '',
  beside: 'ok/okay/oki/oke/k/kk, hi/hallo/hello, x/xx/xxx/xo/xoxo, lg/mfg/vg/br/kr/rgds/bjs, haha/hehe/lol, :/-',
};

const GERMAN: Clauses = {
  thanks: `
    [trotzdem/dennoch/auf_jeden_fall/jedenfalls/vielen/besten/herzlichen/tausend/lieben/schönen/allerbesten/ganz_lieben/nochmals/nochmal/recht_herzlichen/1000/viele/ok/super/und/ich_sage/wir_sagen/großen/grossen/allerherzlichsten]* [lieben/herzlichen/schönen/vielen]* dank/danke/dankeschön/dankeschoen/danke_schön/danke_schoen/dankesehr/danke_sehr/dankee/merci/dangge [schön/sehr/vielmals/vielmal/nochmals/nochmal/noch_mal/dir/ihnen/euch/dir_auch/ihnen_auch/euch_auch/ebenso/trotzdem/dennoch/jedenfalls/herzlich]*,
    ich/wir danke/danken/bedanke/bedanken [mich/uns/ihnen/euch/dir/allen/herzlich/sehr/recht/vielmals/nochmals/ganz]*, sehr/bin/sind [sehr/ihnen/euch/dir/ganz]* dankbar, sehr/wirklich/echt [sehr]* nett/freundlich/lieb/hilfreich/gut/schnell/toll [von_ihnen/von_euch/von_dir]*,
    [das_ist/das_war/ist/alles/sie_sind/ihr_seid/du_bist/wirklich/echt/einfach/sehr/ganz/absolut]* perfekt/prima/toll/klasse/wunderbar/spitze/großartig/grossartig/genial/hervorragend/ausgezeichnet/super/fantastisch/bestens/exzellent/einwandfrei/spitzenmäßig/mega/top/der_hammer/die_beste/die_besten/der_beste/ein_schatz/ein_engel/sehr_gut/sehr_nett/sehr_hilfreich/sehr_lieb/sehr_freundlich/passt/lieb/nett [von_ihnen/von_euch/von_dir/so],
    toller/super/guter/klasse/bester/spitzen/toller_kunden service/support/kundenservice/job/arbeit, gut gemacht, [sie_haben/du_hast/ihr_habt]_mir sehr geholfen, [das/sie/du/ihr]* [hat/haben/hast/habt]* [mir/uns]* sehr/wirklich/echt/gut/viel/super geholfen`,
  end: `
    [nein/ok/okay/ja/danke/und/gut]* das_war's/das_wars/das_war_es/das_war_alles/das_ist_alles/das_wäre_alles/das_waere_alles/das_wär's/das_wars_schon/das_wars_dann/mehr_brauche_ich_nicht/alles_erledigt/sonst_nichts/sonst_nichts_mehr/nichts_weiter/nichts_mehr/keine_weiteren_fragen/keine_fragen_mehr/ich_habe_keine_weiteren_fragen/ich_habe_alles/ich_bin_zufrieden [schon/dann/für_heute/erstmal/von_mir/vorerst/auch/soweit]*, ich habe [keine_weiteren]_fragen,
    tschüss/tschüs/tschuess/tschau/ciao/servus/ade/adieu/auf_wiedersehen/auf_wiederhören/bis_bald/bis_dann/bis_später/bis_zum_nächsten_mal/gute_nacht/mach's_gut/machs_gut/pfiat_di/alles_gute/schönen_tag/schoenen_tag/schönes_wochenende/schoenes_wochenende,
    [ich_wünsche/wir_wünschen/wünsche/und/ihnen/euch/dir/noch/einen/ein/eine/haben_sie/auch]* [ihnen/euch/dir/noch/einen/ein/eine]* schönen/schoenen/schönes/schoenes/schöne/schoene/guten/gute/gutes/angenehmen/angenehmes/tollen/sonnigen/entspanntes/erholsames/frohe/frohes/guter [ihnen/euch/dir/und/erholsames]* tag/abend/wochenende/nachmittag/vormittag/feierabend/woche/nacht/zeit/resttag/start/weihnachten/ostern/feiertage/neues_jahr/rutsch/montag/dienstag/mittwoch/donnerstag/freitag/samstag/sonntag [noch/auch/ihnen/euch/dir/in_die_woche]*, ebenso/ebenfalls/gleichfalls/ihnen_auch/dir_auch/euch_auch`,
  no: 'nein/nö/ne/nee/nein_danke',
  beside: `
    und/so/dann/oh/ah/na_dann/wow/hey/also, alles klar/gut/bestens/roger/ok/okay/super, klar, gut, das_freut_mich/freut_mich [sehr/zu_hören]*, [paket/das_paket/ware/die_ware/alles/lieferung/die_lieferung]* [ist/sind]* [heute/gestern/gut/heil/schon]* angekommen/eingetroffen/erhalten/da [heute/gut/heil]*, verstanden/notiert/geht_klar/in_ordnung/okay/gebongt/hab_ich/zur_kenntnis_genommen, passt [so/alles/für_mich],
    [ja/super/ok]* [jetzt/nun]* geht/funktioniert/klappt/läuft es/alles/wieder [jetzt/wieder/wunderbar/super]*, [ja]* [es/das/jetzt]* [hat/funktioniert/läuft/klappt/geht]* [jetzt/wieder/alles/super/wunderbar/nun/gut]* geklappt/funktioniert/geholfen/funktioniert_jetzt/klappt/läuft/geht_wieder/funktioniert_wieder/geht_jetzt [jetzt/wieder/super/wunderbar/alles]*, problem gelöst/behoben, hat sich_erledigt,
    hallo/liebes/liebe/lieber/sehr_geehrte/sehr_geehrter/guten/moin/servus/grüezi/hi [damen_und_herren/team/zusammen/alle/herr/frau/tag/morgen/abend/kundenservice/support/support_team]*, herr/frau/team/ihr_lieben/leute,
    [mit/und/die/ganz]* [freundlichen/freundliche/herzliche/herzlichen/liebe/lieben/viele/vielen/schöne/schönen/beste/besten/sonnige/mit]* grüße/grüßen/gruß/grüsse/grüssen/gruss/gruesse/gruessen/grüßle [aus/an_das_team]*, gruß/lg/mfg/vg/bg/glg, ihr/ihre/euer/eure/dein/deine, von meinem iphone/handy/ipad/smartphone/samsung [gesendet/aus_gesendet]*, gesendet von/mit [meinem/der_mobilen]* iphone/handy/ipad/smartphone/samsung/mail_app/outlook`,
  after: `
    euch_allen/ihnen_allen/an_alle/an_das_team/ans_team/ans_ganze_team, für/fürs/fuer [die/ihre/deine/eure/das/den/alles/all/ihr/dein/euer/ihren/deinen/so/eine/diese/alle/und/seine/der]* [sehr/wirklich/die/ihre/super/schnelle/rasche/prompte/nette/gute/tolle/freundliche/kompetente/große/grosse/schnellen/raschen/tollen/guten/netten/freundlichen/ausführliche/zügige/unkomplizierte/liebe/geduldige/hervorragende/großartige/umgehende/kurze]* [und/schnelle/gute/nette/freundliche/kompetente/unkomplizierte]* hilfe/antwort/antworten/rückmeldung/rueckmeldung/auskunft/unterstützung/unterstuetzung/info/infos/information/informationen/bearbeitung/mühe/mühen/bemühungen/geduld/service/zeit/beratung/nachricht/reaktion/bestätigung/erklärung/tipp/tipps/klärung/lösung/support/hinweis/alles/verständnis/kundenservice/einsatz/arbeit/erledigung/aufklärung/hilfestellung/update/mail/email/rechnung/gutschein/erstattung/rabatt/gutschrift/lieferung/zusendung/kulanz/entgegenkommen/ersatz/etikett/link,
    für/fürs/fuer alles/helfen/antworten/die_hilfe, noch/sehr/nochmals/nochmal/trotzdem/jedenfalls/alles`,
};

const FRENCH: Clauses = {
  thanks: `
    [mille/un_grand/grand/super/ok/encore/bon/bah/oh/et]* merci/mercis/merci_merci/mercii [beaucoup/bien/infiniment/encore/mille_fois/énormément/à_vous/à_tous/à_toi/bcp/quand_même/malgré_tout/tout_de_même/vraiment/sincèrement/tout_plein/tant]* [beaucoup/infiniment/encore]*, je/nous vous/te/vous_en/t'en remercie/remercions [beaucoup/infiniment/sincèrement/vivement/encore/tous/chaleureusement/énormément]*, tous mes remerciements, [avec]_tous mes remerciements,
    [c'est/c’est/cest/c'était/vous_êtes/tu_es/tout_est/vraiment/très/trop/absolument/oh/ah/bien]* [vraiment/très/trop/tout_simplement/absolument/super/tout_à_fait]* parfait/génial/super/impeccable/excellent/formidable/nickel/top/adorable/gentil/aimable/sympa/au_top/merveilleux/magnifique/bravo/efficace/extraordinaire/la_meilleure/le_meilleur/les_meilleurs/géniaux/géniale/parfaits/très_gentil/très_aimable/très_bien [de_votre_part/à_vous/de_ta_part]*, [c'est/cest] très/vraiment gentil/aimable/sympa [de_votre_part/à_vous]*, [vous_m'avez/tu_m'as/ça_m'a]_[beaucoup/bien] aidé/aidée`,
  end: `
    [non/ok/oui/et/voilà/bon]* c'est_tout/c’est_tout/cest_tout/ce_sera_tout/ça_sera_tout/c'est_bon/c'est_bon_pour_moi/rien_d'autre/plus_rien/rien_de_plus/c'était_tout/j'ai_tout/j'ai_tout_ce_qu'il_me_faut/je_n'ai_pas_d'autre_question/je_n'ai_pas_d'autres_questions/plus_de_questions/pas_d'autre_question/pas_d'autres_questions/tout_est_réglé/c'est_réglé [pour_moi/merci/pour_aujourd'hui/alors/maintenant/pour_le_moment]*,
    au_revoir/à_bientôt/a_bientôt/a_bientot/à_plus/à_plus_tard/à_la_prochaine/salut/adieu/bonne_nuit/bon_weekend/bon_week_end/prenez_soin_de_vous/portez_vous_bien,
    [et/je_vous_souhaite/passez/très/une/un/vous_souhaite/à_vous/bien]* [une/un/très/excellente]* bonne/bon/belle/excellente/excellent/agréable/joyeux/joyeuses/bonnes [fin_de/et_bon]* courage/journée/soirée/après_midi/week_end/weekend/semaine/continuation/fin_de_journée/fin_de_semaine/noël/fêtes/année/vacances/dimanche/lundi/vendredi/samedi [à_vous/à_tous/aussi/également/à_toi/à_vous_aussi]*, vous/à_vous/toi aussi/également, de même, pareillement`,
  no: 'non_merci',
  not: 'non/nan',
  beside: `
    et/alors/donc/bien/très_bien/c'est_noté/c’est_noté/noté/bien_noté/bien_reçu/reçu/compris/d'accord/d’accord/daccord/entendu/ça_marche/ca_marche/oh/ah/wow/voilà/bon/ok_super/pas_de_souci/pas_de_problème, [colis/le_colis/commande/la_commande]* [bien]_reçu/reçue/arrivé/arrivée, [oui]* [ça/ca/tout/cela]* [marche/fonctionne/a]* marche/fonctionne/marché/fonctionné [maintenant/très_bien/bien/parfaitement/à_nouveau]*, problème résolu/réglé,
    bonjour/bonsoir/salut/coucou/chère/cher/chers/madame/monsieur/mesdames/messieurs [madame/monsieur/à_tous/à_vous/à_toute_l'équipe/l'équipe]*,
    [bien/très/mes/sincères/avec_mes/meilleures/veuillez_agréer]* cordialement/salutations/cdt/cdlt/bises/bisous/amicalement/sincèrement [à_vous/distinguées]*, envoyé de/depuis mon iphone/ipad/mobile/smartphone/portable/téléphone`,
  after: `
    encore/quand_même/malgré_tout/beaucoup, à vous/tous/toutes/toi/bientôt, à toute l'équipe/votre_équipe, de/d' [votre/vos/ta/ton/tes/l'/la/toute/tout]* [précieuse/grande]* aide/l'aide/patience/temps/disponibilité/gentillesse/accueil/efficacité/réactivité/rapidité/compréhension/assistance/soutien/professionnalisme/amabilité/tout, pour [votre/vos/ta/ton/tes/la/le/les/l'/cette/ces/tout/toute/toutes/tous/une/un/ce/et]* [très/si/excellente/rapide/précieuse/bonne/excellent/grande/super/aussi]* aide/réponse/réponses/retour/temps/patience/rapidité/disponibilité/gentillesse/service/accueil/explications/explication/info/infos/information/informations/renseignements/conseils/conseil/efficacité/réactivité/compréhension/assistance/soutien/travail/suivi/professionnalisme/amabilité/confirmation/précisions/remboursement/remise/facture/geste/geste_commercial/bon_d'achat/lien/colis/votre_aide/l'aide/l'info/l'information/l'explication/tout/cela/ça [rapide/rapides/si_rapide/précieuse/et_votre_aide/et_votre_patience/et_votre_rapidité/efficace/très_rapide/claire/aussi_rapide]*,
    pour/de m'avoir/m'aider/avoir/être [aidé/aidée/répondu/si_vite/rapidement]*`,
};

const SPANISH: Clauses = {
  thanks: `
    [muchas/mil/muchísimas/muchisimas/infinitas/un_millón_de/de_nuevo/ok/super/y/ay/pues/bien/vale/les_doy_las/le_doy_las/te_doy_las/tantas]* gracias/graciass/grax/grcs/grasias [a_ti/a_usted/a_ustedes/a_todos/totales/de_nuevo/otra_vez/de_verdad/de_corazón/miles/infinitas/nuevamente]*, [se/te/os/les]_lo agradezco [mucho/muchísimo]*, [le/te/les/os]* agradezco/agradecemos/agradecida/agradecido/agradecidos [mucho/muchísimo/su_ayuda/tu_ayuda/la_ayuda/de_corazón/vuestra_ayuda]*, [muy/estoy/estamos]* [muy]* agradecido/agradecida/agradecidos/contento/contenta,
    [está/es/eres/sois/son/ha_sido/todo/qué/muy/súper/super/me_parece/de/bien/fue]* [muy/súper/realmente/un/una/de_gran/todo/lo/tan]* perfecto/perfecta/genial/estupendo/estupenda/excelente/fantástico/maravilloso/buenísimo/amable/amables/maravilla/ángel/sol/maravillosa/increíble/crack/cracks/lo_máximo/mejor/mejores/gran_ayuda/útil/excelente_servicio/eficiente/eficientes/chévere/bárbaro/estupendamente/de_lujo/amabilidad [servicio/atención/de_su_parte/de_tu_parte/trabajo]*, buen/gran/excelente servicio/trabajo/atención, dios te/le/los bendiga, [me_ha/me_has/me_han]_ayudado mucho`,
  end: `
    [ok/sí/si/y/por_ahora/creo_que/pues/bueno/ya]* eso_es_todo/eso_sería_todo/eso_seria_todo/es_todo/nada_más/nada_mas/no_necesito_nada_más/no_necesito_más/ya_está/ya_esta/con_eso_es_suficiente/eso_era_todo/sería_todo/seria_todo/es_todo_por_ahora/tengo_todo_lo_que_necesito/no_tengo_más_preguntas/ninguna_pregunta_más/todo_resuelto/ya_está_resuelto/todo_listo/solo_eso/sólo_eso [por_hoy/por_ahora/por_el_momento/gracias/de_momento]*,
    adiós/adios/hasta_luego/hasta_pronto/chao/chau/chaito/nos_vemos/hasta_la_próxima/bendiciones/cuídate/cuídese/cuídense/feliz_día/feliz_tarde/feliz_noche,
    [que/y/le/te/les/os/deseo/deseamos/tenga/tengas/tengan/pase/pases/pasen/paséis/tengáis/espero/un/una/muy/igualmente]* [un/una/muy]* buen/bonito/lindo/excelente/feliz/buena/buenas/bonita/linda/gran/felices/maravilloso/precioso [fin_de]* día/dia/tarde/noche/noches/semana/finde/fin_de_semana/jornada/domingo/viernes/lunes/navidad/fiestas/año/vacaciones/resto_del_día/día_también [también/igualmente/a_todos]*, igualmente, a_ti/a_usted también, lo mismo`,
  no: 'no_gracias/no_muchas_gracias',
  not: 'no',
  beside: `
    y/pues/bien/muy_bien/vale/bueno/de_acuerdo/entendido/anotado/recibido/listo/ok_perfecto/dale/sale/todo_solucionado/oh/ah/wow/ay/todo_bien/todo_claro/entonces/ya_veo/perfecto_entonces, [paquete/el_paquete/pedido/el_pedido]* [ya]* recibido/llegó/ha_llegado [bien/hoy/todo]*, [sí/si]* [ya/ahora/todo/eso]* funciona/funcionó/funciono/sirvió/solucionado/arreglado [todo/ya/bien/perfectamente/perfecto/ahora/muy_bien]*, problema resuelto/solucionado,
    hola/buenos_días/buenos_dias/buenas/buenas_tardes/buenas_noches/buen_día/estimado/estimada/estimados/querido/querida/queridos/señor/señora/señorita/don/doña/amigo/amiga/amigos/chicos/equipo [a_todos/todos/equipo/señores]*,
    [un/una/muchos/cordiales/reciba_un/con_un/mis/atentos/con_cariño]* saludo/saludos/abrazo/abrazos/atentamente/cordialmente/beso/besos [cordial/cordiales/y_gracias/fuerte/a_todos]*, enviado desde mi iphone/móvil/celular/ipad`,
  after: `
    a_todos/a_todo_el_equipo/al_equipo, todo/otra_vez/de_nuevo/nuevamente/ya/de_todos_modos/de_todas_formas/de_todas_maneras/igualmente/por_todo, por [su/tu/la/el/tan/toda/todo/vuestra/vuestro/los/las/una/sus/tus/esa/esta/haber]* [rápida/pronta/excelente/gran/buena/amable/valiosa/inmediata/tan/toda/su/tu/la]* ayuda/respuesta/atención/tiempo/paciencia/información/info/apoyo/servicio/amabilidad/rapidez/aclaración/explicación/todo/confirmación/gestión/colaboración/asistencia/soporte/ayudarme/contestar/responder/atenderme/informarme/aclararme/preocupación/interés/comprensión/reembolso/descuento/factura/devolución/cupón/mensaje/correo [tan/rápida/pronta/inmediata/y_atención/y_tiempo/y_paciencia/y_amabilidad/y_ayuda/rápido/prestada/brindada/recibida]*`,
};

const ITALIAN: Clauses = {
  thanks: `
    [mille/molte/tante/ok/infinite/ancora/di_nuovo/perfetto/bene/e/un/oh/va_bene]* grazie/grz/grazieee/ringraziamento/ringrazio [mille/tante/di_cuore/infinite/ancora/davvero/a_voi/a_te/a_lei/a_tutti/di_nuovo/moltissimo/infinitamente/di_tutto]* [ancora/davvero/di_tutto]*, la/ti/vi/lo ringrazio/ringraziamo [molto/moltissimo/tanto/di_cuore/ancora/tutti/infinitamente/sentitamente]*,
    [è/siete/sei/è_stato/è_stata/siete_stati/tutto/davvero/molto/che/proprio/lei_è_stata/lei_è_stato]* [davvero/molto/un/una/proprio/tutto/stato/stata/stati/veramente/assolutamente]* perfetto/perfetta/ottimo/ottima/gentilissimo/gentilissima/gentilissimi/gentile/gentili/fantastico/fantastici/meraviglioso/eccellente/grande/grandi/bravissimi/bravi/splendido/magnifico/utilissimo/utile/impeccabile/angelo/mitico/benissimo/eccezionale/eccezionali/efficientissimi [servizio/lavoro/davvero]*, ottimo/eccellente/gran servizio/lavoro, molto gentile/gentili/utile, mi_è_stato/mi_ha/mi_avete di/molto grande/molto aiuto/aiutato`,
  end: `
    [no/ok/sì/si/e/per_ora/va_bene/direi_che]* è_tutto/e_tutto/questo_è_tutto/nient'altro/niente_altro/nulla_più/tutto_qui/basta_così/sono_a_posto/a_posto_così/a_posto/siamo_a_posto/non_mi_serve_altro/non_ho_altre_domande/nessun'altra_domanda/tutto_risolto/tutto_a_posto [grazie/per_ora/per_oggi/così]*,
    arrivederci/arrivederla/ciao/ciao_ciao/a_presto/alla_prossima/ci_sentiamo/addio/buona_notte/buonanotte/saluti_a_tutti/stammi_bene,
    [le/ti/vi/e/auguro/auguriamo/passi/passate/una/un/anche_a_voi/altrettanto]* [una/un]* buona/buon/buone/bella/felice/ottima/splendida/serena [fine]* giornata/serata/giorno/pomeriggio/settimana/weekend/fine_settimana/lavoro/natale/anno/vacanze/feste/domenica/continuazione/proseguimento/notte [anche_a_voi/anche_a_lei/anche_a_te/a_tutti/a_voi/e_grazie]*, altrettanto, anche a_voi/a_lei/a_te`,
  no: 'no/no_grazie',
  beside: `
    e/allora/bene/va_bene/vabbè/d'accordo/ricevuto/capito/inteso/chiaro/tutto_chiaro/tutto_bene/tutto_ok/tutto_a_posto/oh/ah/wow/annotato/preso_nota, [pacco/il_pacco/ordine/l'ordine]* arrivato/ricevuto [oggi/tutto]*, [sì/si]* [ora/adesso/tutto]* funziona/ha_funzionato [tutto/ora/adesso/perfettamente/bene/di_nuovo]*, problema risolto,
    buongiorno/buonasera/buon_giorno/buona_sera/salve/gentile/gentili/caro/cara/cari/egregio/spettabile/signora/signor/signori/ragazzi/staff/team [signora/signor/signori/a_tutti/team/staff]*,
    [cordiali/distinti/i_miei/un/tanti/i_più_cordiali/con_i_migliori/un_caro]* saluti/saluto/cordialmente/abbraccio/cordialità [cordiali/a_tutti/e_grazie]*, inviato da/dal [mio]* iphone/ipad/cellulare/smartphone/telefono`,
  after: `
    a_tutti/a_tutto_il_team/a_tutto_lo_staff, ancora/di_nuovo/tutto/lo_stesso/comunque/ugualmente/per_tutto, per/dell'/del/di/della [la/il/l'/le/i/tutto/tutta/vostra/vostro/sua/suo/tua/tuo/questa/lo/l'avermi/avermi/sempre/e]* [rapida/celere/pronta/ottima/gentile/veloce/preziosa/grande/cortese/tempestiva/vostra/sua/tua/immediata]* risposta/aiuto/l'aiuto/disponibilità/gentilezza/pazienza/tempo/assistenza/l'assistenza/supporto/servizio/informazione/informazioni/l'informazione/info/velocità/rapidità/tempestività/conferma/chiarimento/chiarimenti/spiegazione/tutto/collaborazione/cortesia/attenzione/consiglio/consigli/riscontro/rimborso/sconto/fattura/buono/aiutato/aiutata/risposto [rapida/veloce/e_la_pazienza/e_la_disponibilità/così_veloce/immediata/dato/datomi/e_gentilezza]*`,
};

const DUTCH: Clauses = {
  thanks: `
    [heel/hartelijk/heel_erg/super/ontzettend/nogmaals/hartstikke/veel/duizendmaal/ok/oké/oke/mooi/en/oh/mega/enorm/hartelijke/alvast_niet]* [erg/hartelijk/heel]* dank/bedankt/dankje/dankjewel/dankuwel/dank_je/dank_u/dank_je_wel/dank_u_wel/dank_jullie_wel/dankjulliewel/danku/thanks/bedankjes/merci [hoor/nogmaals/allemaal/hartelijk/zeer/wel]*, ik/wij/we waardeer/waarderen het/dit [zeer/enorm/echt]*, [ik/wij]_ben_je/ik_ben_u [zeer/heel]* dankbaar,
    [dat_is/het_is/je_bent/jullie_zijn/u_bent/wat/echt/heel/helemaal/erg/zeer/super/dit_is/klinkt/dat_klinkt/dat_was]* [echt/heel/helemaal/erg/zeer/super/een/gewoon/de]* perfect/top/geweldig/super/fijn/prima/mooi/uitstekend/fantastisch/toppie/lief/aardig/vriendelijk/behulpzaam/toppers/topper/schat/beste/prachtig/goed_geholpen/geholpen/heerlijk/netjes/snel/prettig/tof/gaaf/helder [zo/hoor/van_u/van_je/van_jullie]*, goede/goed/geweldige/top/snelle service/werk/gedaan/hulp`,
  end: `
    [nee/nee_hoor/ok/oké/ja/en/dan/verder]* dat_was_het/dat_is_alles/dat_was_alles/dit_was_het/verder_niets/verder_niks/niets_meer/niks_meer/meer_niet/ik_heb_alles/geen_vragen_meer/geen_verdere_vragen/ik_heb_geen_vragen_meer/alles_opgelost/het_is_opgelost/is_opgelost [dan/weer/voor_nu/voor_vandaag/hoor/bedankt]*,
    doei/dag/doeg/tot_ziens/tot_later/tot_snel/tot_de_volgende_keer/groetjes/welterusten/goedenacht/houdoe,
    [en/nog/een/ik_wens/wens/u/je/jullie/heb/hebben/prettige/alvast_een/verder]* [nog/een/u/je/jullie/verder]* fijne/prettige/goede/mooie/leuke/goed/fijn/prettig/gezellige/gelukkig/vrolijk/zonnige dag/avond/weekend/middag/week/dagen/nacht/weekeinde/kerst/nieuwjaar/pasen/vakantie/voortzetting/dag_verder/avond_verder [verder/nog/ook/gewenst/toegewenst/allemaal]*, [jij/u/jullie]_ook/insgelijks/hetzelfde/jij_ook/u_ook/jullie_ook`,
  no: 'nee/nee_dank_je/nee_bedankt/nee_dank_u/nee_hoor/nope',
  beside: `
    en/dan/zo/goed/oké/oke/duidelijk/begrepen/genoteerd/ontvangen/helder/akkoord/is_goed/dat_is_goed/komt_goed/oh/ah/wow/hoor/nou/top_hoor/alles_duidelijk/alles_goed/dank/gelukt/het_is_gelukt/is_gelukt/het_werkt/werkt_weer/het_werkt_weer/het_werkt_nu/nu_werkt_het/ja_het_werkt/ja_het_werkt_weer/probleem_opgelost, [pakket/pakje/het_pakket/het_pakje/bestelling/de_bestelling]* [is]* ontvangen/aangekomen/binnen [vandaag]*,
    hallo/hoi/hey/beste/geachte/goedemorgen/goedemiddag/goedenavond/goedendag/lieve/meneer/mevrouw/team/heer/dames_en_heren/mensen [allemaal/team/mevrouw/meneer/heer/iedereen]*,
    [met/vriendelijke/hartelijke/de/vele/lieve/veel]* [vriendelijke/hartelijke]* groet/groeten/groetjes/groetjes_van [en_bedankt/van]*, mvg/vr_gr/gr, verstuurd/verzonden vanaf/met/van mijn iphone/ipad/telefoon/mobiel/samsung`,
  after: `
    allemaal/iedereen, nog/ook/nogmaals/toch/evengoed/in_ieder_geval/voor_alles, voor/van [de/het/je/jullie/uw/alle/al/deze/die/dit/zo/een/jou/alles/en]* [snelle/goede/fijne/vlotte/vriendelijke/super/geweldige/prettige/duidelijke/uitstekende/adequate/snel/hele/heldere]* [en/snelle/goede/vriendelijke]* hulp/antwoord/reactie/service/tijd/geduld/info/informatie/ondersteuning/uitleg/moeite/bevestiging/bericht/terugkoppeling/advies/medewerking/begrip/alles/afhandeling/update/oplossing/mail/terugbetaling/factuur/korting/bon/helpen/antwoorden`,
};

/** More languages, with what is said in nearly every such message there. */
const OTHERS: Clauses[] = [
  {
    // Portuguese
    thanks: `[muito/muitíssimo/ok/super/perfeito/mais_uma_vez/e/ótimo/então/ah/bem/tá/certo]* obrigado/obrigada/obrigadão/obrigadinha/obrigadinho/obg/brigado/brigada/valeu/vlw/grato/grata/agradecido/agradecida/agradeço/agradecemos [mesmo/demais/muito/de_novo/novamente/a_todos/por_tudo/imenso/de_coração/desde_já_não]*, muito/muitíssimo obrigado/obrigada [mesmo]*, [é/está/foi/são/você_é/vocês_são/muito/que/super/tudo]* [muito/o/um/uma/os]* perfeito/perfeita/ótimo/ótima/excelente/maravilha/maravilhoso/gentil/gentis/fantástico/incrível/demais/melhores/anjo/show/show_de_bola/top/bacana/legal/beleza/impecável [atendimento/serviço/trabalho]*, ótimo/excelente/bom atendimento/serviço/trabalho, deus te/lhe/os abençoe, [me]_ajudou/ajudaram muito, [de_qualquer_forma/mesmo_assim/em_todo_caso]* obrigado/obrigada [de_qualquer_forma/mesmo_assim/na_mesma/de_qualquer_modo/igualmente], agradeço [muito]* [a/pela/o/pelo] [sua]* atenção/ajuda/retorno/resposta`,
    end: `[ok/sim/e/por_enquanto]* é_só_isso/é_só/e_so_isso/só_isso/so_isso/isso_é_tudo/é_tudo/mais_nada/nada_mais/era_só_isso/era_isso/por_hoje_é_só/tudo_resolvido/está_resolvido/não_tenho_mais_dúvidas/sem_mais_dúvidas [por_hoje/por_enquanto/obrigado/mesmo/por_agora]*, tchau/adeus/até_logo/até_mais/até_breve/até_a_próxima/até/boa_noite/xau/fique_com_deus, [tenha/tenham/tenha_um/e/um/uma/desejo/lhe/vos/te/bom/igualmente/ótimo]* [um/uma]* bom/boa/ótimo/ótima/excelente/lindo/linda/feliz/boas/bons [fim_de]* dia/tarde/noite/semana/fim_de_semana/final_de_semana/trabalho/domingo/fds/natal/ano/festas/resto_de_dia [também/a_todos/pra_você/para_você/para_vocês/e_obrigado]*, igualmente, você/vocês/para_você também`,
    no: 'não_obrigado/não_obrigada',
    not: 'não/nao',
    after:
      'a_todos, muito/tudo/novamente/de_novo/mais_uma_vez, por/pela/pelo/pelas/pelos/pra/de [a/o/sua/seu/vossa/vosso/tua/teu/toda/todo/tudo/me/ter/terem/essa/esta/as/os]* [rápida/pronta/excelente/ótima/grande/boa/ótimo/bom/preciosa]* ajuda/reembolso/desconto/fatura/resposta/atenção/atendimento/tempo/paciência/informação/informações/apoio/suporte/retorno/rapidez/esclarecimento/esclarecimentos/gentileza/tudo/disponibilidade/ajudar/ajudado/ajudarem/responder/confirmação/colaboração/feedback/simpatia/serviço/dica/dicas [rápida/tão_rápida/e_atenção/prestada/e_paciência/rápido/e_gentileza]*',
    beside:
      'e/então/bem/tudo_bem/tudo_certo/certo/ok_então/entendi/entendido/anotado/recebido/combinado/perfeito_então/tá/tá_bom/está_bem/está_bom/oh/ah/uau/deu_certo/funcionou/resolveu/já_funciona/problema_resolvido, olá/oi/bom_dia/boa_tarde/prezado/prezada/prezados/caro/cara/caros/querido/querida/senhor/senhora/pessoal/gente/equipe/equipa/amigo/amiga [a_todos/senhor/senhora/equipe/tudo_bem]*, [muitos/com_os_melhores/os_meus/meus/um_grande/um/melhores/com]* cumprimentos/atenciosamente/abraço/abraços/atentamente/cordialmente/beijo/beijos/att/abs/bjs [cordiais/a_todos]*, enviado do/de meu iphone/celular/telemóvel, sim funcionou/deu_certo/já_funciona/está_funcionando/resolveu, agora funciona, [pacote/encomenda/o_pacote/a_encomenda/pedido]* chegou/recebida [hoje/bem]*',
  },
  {
    // Swedish
    thanks: `[stort/tusen/hjärtligt/många/ok/super/jättebra/toppen/och/jag/varmt/åh/väldigt/perfekt]* tack/tackar/tackar_så_mycket/tack_så_mycket/tack_så_jättemycket/tack_så_hemskt_mycket/tackaar/tackade/tusen_tack [så_mycket/så_jättemycket/snälla/igen/ska_du_ha/ska_ni_ha/tack/själv/alla]*, [det_är/det_var/det_låter/ni_är/du_är/jätte/väldigt/så/helt/verkligen]* [jätte/väldigt/så/helt/verkligen/en/bäst_bara]* toppen/perfekt/jättebra/utmärkt/underbart/snällt/bra/kanon/fantastiskt/suveränt/super/grymt/bäst/snäll/jättesnällt/vänligt/hjälpsam/klockrent/topp/strålande/fint [av_er/av_dig/service/jobbat]*, [jag/vi]_uppskattar det/hjälpen, bra/fantastisk/snabb/jättebra service/jobbat/hjälp`,
    end: `[nej/ok/ja/och/då]* det_var_allt/det_var_det/det_är_allt/inget_mer/inget_annat/det_räcker/det_räcker_så/det_löste_sig/det_är_löst/inga_fler_frågor/jag_har_inga_fler_frågor/allt_är_bra [för_idag/tack/då/för_nu]*, hejdå/hej_då/adjö/vi_hörs/vi_ses/på_återseende/ha_det_bra/ha_det_gott/ha_det/ha_det_så_bra/god_natt/sköt_om_dig/detsamma, [ha/och/önskar/en/ha_en/fortsatt/dig/er/trevlig/du_också]* [en/fortsatt/riktigt/dig/er]* trevlig/bra/fin/skön/härlig/god/glad/underbar/trevligt [fortsatt]* dag/kväll/helg/vecka/eftermiddag/dag_också/jul/påsk/sommar/fredag/måndag/natt/nytt_år/fortsättning [också/själv/på_er/på_dig]*`,
    no: 'nej/nä/nej_tack',
    after:
      'alla/allihop/er_alla, igen/mycket/allt/så_mycket/också, för/om [all/er/din/den/det/allt/ert/ditt/de/en/att_du/att_ni/hjälpen/er_snabba/så]* [snabba/snabb/fina/goda/bra/trevliga/vänliga/utmärkta/fantastiska]* hjälp/hjälpen/återbetalningen/fakturan/rabatten/svar/svaret/svaren/återkoppling/återkopplingen/info/informationen/information/service/servicen/bemötande/bemötandet/support/supporten/tid/tålamod/allt/besked/beskedet/bekräftelsen/förklaringen/uppdateringen/tipset/tipsen/stöd/engagemang, ändå/i_alla_fall/för_snabbt_svar, för snabbt/snabba/fint/bra svar/hjälp/återkoppling/bemötande',
    beside:
      'och/då/okej/oj/jaha/bra/bra_då/då_så/noterat/uppfattat/förstått/mottaget/det_låter_bra/låter_bra/det_funkar/funkar/det_fungerar/nu_fungerar_det/nu_funkar_det/det_fungerade/det_löste_det/så/klart, hej/hejsan/hallå/tjena/god_morgon/god_kväll/god_dag/kära/teamet [alla/allihop/teamet/på_er/igen]*, [med/vänliga/vänlig/bästa/många/varma/hjärtliga/mvh_och]* hälsningar/hälsning/mvh/hälsar/kram/kramar/vänligen, skickat från min iphone/mobil/ipad/telefon, ja det/nu/allt fungerar/funkar/fungerar_det/funkar_det [nu]*, paketet har kommit',
  },
  {
    // Norwegian and Danish
    thanks: `[likevel/alligevel/uansett/tusen/mange/hjertelig/ok/super/flott/perfekt/fint/og/jeg/supert/mange_mange/en_stor/stor/rigtig_mange/ah/åh]* [tusen/mange]* takk/tak/takker/taker/tusind_tak/mange_tak/takk_skal_du_ha/takk_skal_dere_ha [så_mye/så_meget/så_mykke/skal_du_ha/skal_dere_ha/skal_du_have/skal_i_have/igjen/igen/til_deg/til_dere/i_lige_måde/for_alt/kjære]*, tusind/mange tak, [det_er/det_var/det_høres/det_lyder/dere_er/i_er/du_er/så/helt/veldig/virkelig/meget/rigtig]* [helt/veldig/virkelig/meget/så/rigtig/den/de/kjempe]* perfekt/flott/supert/kjempebra/fantastisk/fantastiske/bra/fint/topp/strålende/utmerket/herlig/snilt/nydelig/dejligt/fedt/skønt/glimrende/super/best/bedst/bedste/hyggelig/godt/genialt/lækkert/sødt/venligt/hjelpsom/hjelpsomme [av_dere/av_deg/af_jer/af_dig/service/jobba/jobbet]*, [jeg/vi]_setter_pris_på hjelpen/det, god/fantastisk/super/flott service/hjelp/jobb/hjælp`,
    end: `[nei/nej/ok/ja/og/så]* det_var_alt/det_er_alt/det_var_det/ikke_mer/ikke_mere/ikke_noe_mer/ikke_noget/ikke_andet/ikke_noe_annet/intet_andet/ingen_flere_spørsmål/ingen_flere_spørgsmål/alt_er_i_orden/det_er_løst/det_løste_seg/problemet_er_løst [for_nå/for_i_dag/takk/tak/for_nu]*, ha_det/ha_det_bra/ha_det_godt/hadet/farvel/hej_hej/vi_høres/vi_snakkes/vi_ses/på_gjensyn/god_natt/godnat/hav_det_godt/hav_en_god_dag/i_lige_måde/i_like_måte, [ha/hav/og/ønsker/ønskes/en/et/ha_en/fortsatt/dere/deg/jer/dig/du_må_ha]* [en/et/fortsatt/fortsat/rigtig/riktig]* fin/god/flott/hyggelig/fortreffelig/dejlig/glædelig/riktig_god/godt/strålende [fortsatt/fortsat]* dag/kveld/aften/helg/uke/uge/weekend/ettermiddag/eftermiddag/jul/påske/sommer/fredag/mandag/nytår/nyttår/natt/nat/dag_videre [også/videre/selv]*`,
    no: 'nei/nej/nei_takk/nej_tak/næ',
    after:
      'alle/alle_sammen/dere_alle, igjen/igen/alt/også/meget/veldig, for/til [all/din/deres/jeres/den/det/god/alt/dit/ditt/de/en/at_du/hjelpen/hurtig/rask/så/hele]* [raske/hurtige/gode/fine/flotte/rask/hurtig/god/super/dejlige/hyggelige/venlige/vennlige/flinke]* hjelp/hjelpen/fakturaen/refusjonen/refusionen/rabatten/regningen/hjælp/hjælpen/svar/svaret/tilbakemelding/tilbakemeldingen/tilbagemelding/tilbagemeldingen/info/informasjon/informasjonen/information/informationen/service/servicen/support/tid/tålmodighet/tålmodighed/alt/bekreftelsen/bekræftelsen/oppdateringen/opdateringen/oppfølgingen/støtte/innsatsen/betjening/hjelpa/tipset, likevel/alligevel/uansett, for raskt/hurtigt/rask/hurtig/godt/fint/kjapt svar/hjelp/hjælp/tilbagemelding/tilbakemelding/service/betjening',
    beside:
      'og/da/så/okei/oi/bra/fint/greit/den_er_god/notert/noteret/forstått/forstået/mottatt/modtaget/det_lyder_godt/høres_bra_ut/det_virker/det_funker/nå_virker_det/nu_virker_det/det_fungerer/det_hjalp/helt_fint/klart, hei/hej/heisann/hallo/god_morgen/godmorgen/god_kveld/god_dag/goddag/kjære/kære/teamet [alle/alle_sammen/teamet/igjen/igen]*, [med/vennlig/venlig/beste/de_bedste/hjertelig/mange/venlige/vennlige/kærlig]* hilsen/hilsner/mvh/vh/hilsener/klem/knus/kh, sendt fra min iphone/mobil/ipad, [ja]* det/nå/nu/alt virker/fungerer/funker/virker_det/fungerer_det [nå/nu/igen/igjen/fint]*, pakken er kommet/mottatt/modtaget',
  },
  {
    // Finnish
    thanks:
      '[suuri/suuret/paljon/lämmin/hei/ok/oikein/kovasti/jes/iso/tuhannet/isot/hyvä/loistavaa/mahtavaa/selvä/lämpimät]* kiitos/kiitokset/kiitti/kiitoksia/kiitän/kiitämme/kiitoksii/tattis [paljon/oikein/kovasti/avusta/avustanne/nopeasta/vastauksesta/vastauksestasi/tiedosta/kaikesta/samoin/teille/sinulle/vielä/palvelusta/ajastasi/vaivannäöstä/suuresti/hyvästä/hienosta/avustasi/infosta]*, [todella/oikein/aivan/tosi/se_on/olette/olet/ihan]* hienoa/mahtavaa/loistavaa/täydellistä/erinomaista/upeaa/ystävällistä/hyvä/mainiota/huippua/ihana/ihanaa/paras/parhaita/mahtava/loistava [palvelu/palvelua/homma]*, arvostan [apuasi/tätä]*',
    end: '[ok/joo/kiitos]* siinä_kaikki/se_oli_siinä/ei_muuta/tämä_oli_tässä/ei_enää_muuta/ei_kysyttävää/se_on_kaikki [tällä_kertaa/tältä_erää/kiitos]*, näkemiin/hei_hei/heippa/moikka/moi_moi/kuulemiin/nähdään/hyvää_yötä/moi, [ja/oikein/teille/sinulle/mukavaa/samoin]* hyvää/mukavaa/ihanaa/kivaa/kaunista/hauskaa [päivän/illan]* päivää/päivänjatkoa/päivän_jatkoa/viikonloppua/iltaa/illanjatkoa/viikkoa/kesää/joulua/jatkoa/viikonloppuja [teille/sinulle/samoin/myös]*, samoin [sinulle/teille]*',
    no: 'ei_kiitos',
    not: 'ei',
    after: 'kaikki/kaikille/teille_kaikille, vielä/paljon',
    beside:
      'jo/okei/selvä/selvä_homma/asia_selvä/ymmärrän/ymmärretty/hyvä_juttu/hyvä/hienoa/toimii/nyt_toimii/se_toimii/toimi/kunnossa, hei/moi/terve/moro/huomenta/hyvää_huomenta/hyvää_iltaa/tiimi, [ystävällisin/parhain/terveisin/yt/t]* terveisin/terveisiä/terveiset/terkuin/terkut/yt, avusta/avustanne/avustasi/vastauksesta/tiedosta/kaikesta/palvelusta/infosta/vaivannäöstä/nopeasta_vastauksesta/nopeasta_avusta/nopeasta_palvelusta/hyvästä_palvelusta/hyvästä_avusta/vahvistuksesta, lähetetty iphonesta/puhelimesta, kyllä toimii/nyt_toimii, paketti saapui/tuli [perille]*, hei/moi/terve/huomenta kaikki/kaikille',
  },
  {
    // Polish
    thanks:
      '[bardzo/serdecznie/ślicznie/pięknie/ok/super/wielkie/dobrze/świetnie/i/jeszcze_raz/naprawdę/stokrotne/oh/ogromnie]* [bardzo/serdecznie/pięknie]* dziękuję/dziekuje/dzięki/dzieki/dziękujemy/dziękować/dziękówka/dzięks/podziękowania/dziękuje/dziekujemy/dx [bardzo/serdecznie/ślicznie/pięknie/wielkie/jeszcze_raz/ci/państwu/panu/pani/wam/wszystkim/raz_jeszcze/z_góry_nie]*, [jest/to/wszystko/pani_jest/jesteście/bardzo/naprawdę/całkiem]* [bardzo/naprawdę/po_prostu]* super/świetnie/doskonale/idealnie/perfekcyjnie/wspaniale/rewelacja/ekstra/cudownie/miło/wspaniała/wspaniali/najlepsi/pomocni/pomocna/pomocny/znakomicie/bomba/miłe/uprzejme [z_państwa_strony/z_pani_strony/z_pana_strony]*, doceniam [pomoc/to]*, [jestem]_bardzo wdzięczny/wdzięczna, świetna/super obsługa/robota',
    end: '[ok/tak/i]* to_wszystko/to_już_wszystko/nic_więcej/to_by_było_na_tyle/nie_mam_więcej_pytań/to_tyle/wszystko_jasne/więcej_pytań_nie_mam [na_dziś/na_razie/z_mojej_strony/dziękuję]*, do_widzenia/do_zobaczenia/pa/pa_pa/cześć/na_razie/żegnam/dobranoc/do_usłyszenia/wszystkiego_dobrego/nawzajem/wzajemnie, [i/życzę/życzymy/również/państwu/pani/panu/ci/wam]* miłego/dobrego/udanego/spokojnego/przyjemnego/wesołych [dnia_i]* dnia/wieczoru/weekendu/popołudnia/tygodnia/świąt [życzę/życzymy/również/wzajemnie/dla_was/państwu]*',
    no: 'nie_dziękuję',
    not: 'nie',
    after:
      'wszystkim, jeszcze_raz/bardzo/wszystko/raz_jeszcze, za/o [całą/waszą/państwa/pani/pana/twoją/twoja/szybką/tak/wszystko/wszelką/bardzo/tę/tak_szybką/wszelkie/poświęcony]* [szybką/miłą/sprawną/błyskawiczną/profesjonalną/wielką/ekspresową/super]* pomoc/zwrot/fakturę/rabat/odpowiedź/informację/informacje/informacja/obsługę/wsparcie/czas/cierpliwość/wyjaśnienie/wyjaśnienia/wszystko/kontakt/reakcję/potwierdzenie/podpowiedź/info/zaangażowanie/radę/rady/wiadomość, mimo_to/mimo_wszystko/tak_czy_inaczej',
    beside:
      "i/dobrze/dobra/rozumiem/zrozumiałem/zrozumiałam/przyjąłem/przyjęłam/w_porządku/okej/oki/ok_super/oh/ach/działa/już_działa/udało_się/wszystko_działa/zadziałało/pomogło/odebrałem/odebrałam/zanotowane, dzień_dobry/witam/hej/cześć/szanowni_państwo/szanowna_pani/szanowny_panie/drodzy/pani/panie/panu/państwu/witajcie/dobry_wieczór, [z/łączę/serdecznie/serdeczne/z_wyrazami]* [wyrazami/poważaniem/serdecznymi]* pozdrawiam/pozdrawiamy/pozdrowienia/pozdrowieniami/poważaniem/szacunku/pozdr [serdecznie/gorąco]*, wysłane z [mojego]* iphone/telefonu/iphone'a, tak działa/już_działa/wszystko_działa/teraz_działa, teraz działa, paczka dotarła/doszła/przyszła, witam/dzień_dobry/witajcie/cześć wszystkich/wszystkim",
  },
  {
    // Czech and Slovak
    thanks:
      '[moc/mockrát/velice/srdečně/ok/super/ještě_jednou/a/velmi/veľmi/pekne/ďakujem_a/tak/výborně/dobře/ešte_raz/tisíceré]* [moc/mockrát/velmi/veľmi/pekne]* děkuji/děkuju/díky/dík/dekuji/děkujeme/díkec/diky/ďakujem/dakujem/ďakujeme/vďaka/děkuju_moc/dekuju [moc/mockrát/velice/srdečně/ještě_jednou/vám/ti/všem/pekne/krásne/veľmi_pekne/za_vše/všetkým/ešte_raz/velmi/krásně/předem_ne]*, [je_to/to_je/jste/ste/je/opravdu/naozaj/velmi/veľmi/úplně]* [velmi/veľmi/úplně/opravdu/moc]* super/skvělé/skvěle/výborně/perfektní/perfekt/bezva/paráda/výborné/skvelé/perfektné/perfektne/výborne/paráda/úžasné/úžasní/milé/laskavé/ochotní/zlatí/zlatá/skvělí/nejlepší/najlepší/senzační/super_služby [od_vás/práce/servis]*, vážím si toho/vaší_pomoci, skvělý/výborný servis/přístup',
    end: '[ok/ano/a/áno]* to_je_vše/to_je_všechno/to_je_všetko/nic_dalšího/nic_víc/nič_viac/nič_ďalšie/už_nic/už_nič/vše_vyřešeno/nemám_další_dotazy/nemám_ďalšie_otázky/všechno_je_jasné [pro_dnešek/zatím/děkuji/na_dnes/pre_dnes]*, na_shledanou/nashledanou/ahoj/čau/mějte_se/mějte_se_hezky/dovidenia/do_videnia/zbohem/dobrou_noc/dobrú_noc/majte_sa/majte_sa_pekne/měj_se/maj_sa/nápodobně/podobně/podobne, [a/přeji/přejeme/prajem/prajeme/vám/ti/také/hezký/pěkný]* [vám/ti]* hezký/pěkný/krásný/příjemný/pekný/krásny/príjemný/úspěšný/veselé/šťastný/hezké/pěkné/pekné [zbytek/zvyšok]* den/večer/víkend/deň/týden/týždeň/odpoledne/popoludnie/vánoce/vianoce/dne/dňa/nový_rok/svátky/sviatky [přeji/přejeme/prajem/vám/také/i_vám/aj_vám]*',
    no: 'ne_děkuji/nie_ďakujem',
    not: 'ne/nie',
    after:
      'všem/všetkým, ještě_jednou/ešte_raz/velmi/moc/vše/všetko, za/o [vaši/vaší/tvoji/vašu/tvoju/rychlou/rýchlu/tak/skvělou/veškerou/váš/vše/všetko/velmi/celou]* [rychlou/rýchlu/ochotnou/milou/skvělou/velkou/veľkú/skvelú/bleskovou/promptní]* pomoc/vrácení/fakturu/slevu/zľavu/odpověď/odpoveď/informaci/informace/informáciu/informácie/čas/trpělivost/trpezlivosť/podporu/ochotu/vysvětlení/vysvetlenie/vše/všechno/všetko/reakci/reakciu/vyřízení/vybavenie/potvrzení/potvrdenie/info/radu/rady/jednání/zprávu/přístup, i_tak/přesto/aj_tak/každopádně',
    beside:
      'a/tak/dobře/dobre/rozumím/rozumiem/beru_na_vědomí/beriem_na_vedomie/v_pořádku/v_poriadku/okej/fajn/ach/funguje/už_funguje/funguje_to/už_to_funguje/pomohlo/pomohlo_to/vše_funguje/všetko_funguje/vyřešeno/vyriešené, dobrý_den/dobrý_deň/dobré_ráno/dobrý_večer/ahoj/zdravím/vážení/milý/milá/pane/paní/pán/pani, [s/se/so/srdečně]* [přátelským/srdečným/srdečným/priateľským]* pozdravem/pozdravom/pozdrav/pozdravy/zdravím/srdečně/hezký_den, odesláno/odoslané z iphonu/mobilu/iphone, ano/áno funguje/už_funguje/už_to_funguje/teď_to_funguje, balík/balíček dorazil/prišiel/došiel/přišel, dobrý_den/zdravím/ahoj všem/všetkým',
  },
  {
    // Hungarian
    thanks:
      '[nagyon/szépen/ezer/hálás/ok/szuper/rendben/mégegyszer/még_egyszer/és/ezúton_is/oké/hú/jaj/tökéletes]* [nagyon/szépen/szépen_és]* köszönöm/köszönjük/kösz/köszi/köszcsi/köszönet/koszonom/koszi/köszönöm_szépen [szépen/nagyon/a_segítséget/mindenkinek/mindent/még_egyszer/önöknek/nektek/önnek/a_gyors_választ/a_választ/a_tájékoztatást/az_információt/az_infót/a_gyors_segítséget/a_türelmét/a_türelmüket/a_visszajelzést/szépen_a_segítséget/az_együttműködést/az_ügyintézést]*, [nagyon/ez/igazán/ön/önök]* szuper/tökéletes/nagyszerű/remek/csodálatos/kiváló/kedves/kedvesek/fantasztikus/király/zseniális/segítőkész/segítőkészek/jó/klassz [voltak/volt/öntől/önöktől/munka]*, hálás vagyok, nagyra értékelem',
    end: '[ok/igen/és]* ennyi/ennyi_volt/ez_minden/más_nincs/semmi_más/nincs_más/nincs_több_kérdésem/ennyi_lenne/megoldódott [köszönöm/volna/mára/most]*, viszontlátásra/viszlát/szia/sziasztok/szevasz/viszhall/jó_éjszakát/pá/minden_jót/további_szép_napot/önnek_is/viszont, [és/további/kívánok/önöknek/önnek/nektek]* [további/nagyon]* szép/jó/kellemes/boldog [további]* napot/estét/hétvégét/délutánt/hetet/ünnepeket/karácsonyt/nap [kívánok/kívánunk/önöknek/önnek/mindenkinek/is]*',
    no: 'nem_köszönöm',
    not: 'nem',
    after:
      'mindenkinek, mindent/még_egyszer/nagyon, a/az [gyors/kedves/szíves/azonnali]* segítséget/választ/tájékoztatást/információt/türelmét/infót/visszajelzést/munkáját/segítségét/segítségüket/válaszát',
    beside:
      'és/rendben/rendben_van/oké/értem/értettem/megértettem/világos/jó/jól_van/hát/működik/már_működik/most_már_működik/megoldva/sikerült/segített/minden_rendben, jó_napot/jó_reggelt/jó_estét/szia/sziasztok/helló/üdv/üdvözlöm/kedves/tisztelt/csapat/hölgyem/uram, [szívélyes/baráti/tisztelettel]* üdvözlettel/üdv/tisztelettel/üdvözlet, igen működik/már_működik/most_már_működik/minden_rendben, csomag/a_csomag megérkezett/megjött, szép_napot/üdv/jó_napot mindenkinek',
  },
  {
    // Romanian
    thanks:
      '[vă/va/îți/iti/mii_de/multe/ok/super/foarte/și/încă_o_dată/bine/perfect/ah/îti]* [foarte]* mulțumesc/multumesc/mulțumim/multumim/mersi/mulțam/mulțumiri/merci/mulţumesc [mult/frumos/foarte_mult/încă_o_dată/tuturor/din_suflet/pentru_tot/anticipat_nu/vouă/dumneavoastră/tare_mult]*, [este/e/sunteți/ești/foarte/totul_este/a_fost]* [foarte/cel_mai/cei_mai]* perfect/excelent/minunat/super/grozav/extraordinar/amabil/amabilă/amabili/drăguț/de_ajutor/tari/fain/frumos [din_partea_dumneavoastră/din_partea_voastră]*, apreciez [mult/ajutorul]*, sunt_foarte recunoscător/recunoscătoare',
    end: '[ok/da/și]* asta_e_tot/asta_este_tot/atât/atat/nimic_altceva/nimic_altceva_deocamdată/nu_mai_am_întrebări/e_tot/doar_atât/s_a_rezolvat [deocamdată/pentru_azi/mulțumesc]*, la_revedere/pa/pa_pa/o_zi_bună/noapte_bună/pe_curând/numai_bine/salut/toate_cele_bune/la_fel/asemenea, [vă/și/îți/doresc/dorim/să_aveți/să_ai]* [o/un]* zi/seară/săptămână/weekend/după_amiază/sărbători bună/frumoasă/plăcută/frumos/plăcut/fericite/minunată [în_continuare/tuturor]*',
    no: 'nu_mulțumesc',
    not: 'nu',
    after:
      'tuturor, tot/încă_o_dată/foarte/mult, pentru/de [tot/ajutor/toate/răspunsul/tot_ajutorul/promptul/un/atât_de_promptul]* [ajutor/ajutorul/răspuns/răspunsul/informații/informațiile/informație/timp/timpul/timpul_acordat/răbdare/promptitudine/înțelegere/sprijin/suport/tot/amabilitate/rapiditate/lămuriri/confirmare/serviciu]* [acordat/prompt/rapid/oferit/oferite/dumneavoastră/tău/vostru]*, oricum/totuși',
    beside:
      'și/bine/în_regulă/am_înțeles/înțeles/am_notat/notat/e_ok/am_primit/funcționează/merge/acum_merge/acum_funcționează/a_funcționat/rezolvat/s_a_rezolvat, bună/buna/bună_ziua/buna_ziua/bună_seara/bună_dimineața/salut/stimate/stimată/stimați/dragă/domnule/doamnă/echipa, [cu/multă/toate]* [stimă/respect/drag/prietenie]* stimă/respect/salutări/cordial/drag, trimis de_pe iphone/telefon/mobil, da funcționează/merge/acum_merge/acum_funcționează, coletul/pachetul a_ajuns, bună/salut/bună_ziua tuturor',
  },
  {
    // Russian, Ukrainian, Bulgarian
    thanks:
      '[всё_равно/все_равно/в_любом_случае/все_одно/все_пак/большое/огромное/спасибо/ок/супер/хорошо/отлично/и/ещё_раз/еще_раз/вам/тебе/всем/очень/дуже/щиро/величезне/велике/много/и_много/ну/понял/поняла/ясно/понятно/добре/гаразд/окей/о/ой/сердечно/искренне/щиросердо/благодаря_и/супер_и]* [большое/огромное/очень/дуже/щиро/много]* спасибо/спс/спасибочки/пасиб/пасибо/спасиб/благодарю/благодарим/благодарен/благодарна/признателен/признательна/дякую/дякуємо/спасибі/вдячний/вдячна/благодаря/благодарим/мерси/благодарности/сенкс/дяки [большое/огромное/вам/тебе/всем/ещё_раз/еще_раз/за_всё/за_все/вас/від_душі/от_души/очень/дуже/щиро/много/ви/ти/всички/ще_раз/отново/велике/сердечное]* [большое/огромное/вам/ещё_раз/за_всё]*, [это/все/всё/вы/ви/ты/просто/очень/дуже/так/как/много/това_е/сте/вие_сте/всичко_е/було]* [очень/дуже/просто/самые/много/най]* отлично/прекрасно/супер/замечательно/великолепно/класс/круто/здорово/чудово/чудово/відмінно/прекрасно/прекрасни/идеально/ідеально/молодцы/молодец/лучшие/найкращі/чудесно/отлична/страхотно/страхотни/перфектно/идеално/любезно/любезни/мило/любезны/умница/помогли/допомогли/приятно/восхитительно/бомба/топ/добры/превосходно [с_вашей_стороны/работа/обслуживание/обслужване/мне/мені]*, отличная/хорошая/быстрая работа/служба/поддержка, ценю/ціную [вашу_помощь/вашу_допомогу/это/це]*, вы_мне/вы_очень очень/мне помогли',
    end: '[нет/ні/ок/да/так/и/і]* это_всё/это_все/вот_и_всё/вот_и_все/на_этом_всё/на_этом_все/больше_ничего/ничего_больше/вопросов_нет/больше_вопросов_нет/вопросов_больше_нет/нет_вопросов/вопрос_решён/вопрос_решен/проблема_решена/всё_решено/все_решено/це_все/більше_нічого/питань_немає/більше_питань_немає/питання_вирішено/проблему_вирішено/това_е_всичко/нищо_друго/нямам_други_въпроси/нямам_повече_въпроси/само_това [спасибо/на_сегодня/пока/дякую/за_сега/на_сьогодні]*, до_свидания/до_свиданья/пока/пока_пока/до_встречи/всего_доброго/всего_хорошего/всего_наилучшего/всех_благ/удачи/спокойной_ночи/доброй_ночи/до_побачення/бувайте/на_все_добре/всього_найкращого/всього_доброго/на_добраніч/довиждане/чао/лека_нощ/всичко_добро/и_вам/и_вам_того_же/взаимно/навзаєм/взаємно/і_вам/подобно/будьте_здоровы/берегите_себя, [и/вам/желаю/желаем/тебе/всем/бажаю/бажаємо/і/пожелавам/ви/на_вас]* [вам/ви/очень]* хорошего/доброго/приятного/прекрасного/отличного/удачного/чудесного/гарного/чудового/приємного/хубав/приятен/хубава/лек/успешен/весели/хороших/счастливого/замечательного [вам]* дня/вечера/вечора/выходных/вихідних/дня_вам/недели/тижня/ден/вечер/уикенд/седмица/празници/праздников/остатка_дня/настроения/нового_года [вам/тебе/всем/вам_тоже/желаю/і_вам]*',
    no: 'нет/ні/нет_спасибо/ні_дякую/не_благодаря',
    not: 'не',
    after:
      "всем, всё/все/всичко/ещё_раз/еще_раз/ще_раз/отново/очень/дуже/много/теперь, за/про [вашу/твою/помощь/вашата/твоята/все/всё/быструю/такую/оперативную/ваше/ваш/бързата/бързия/быстрый/столь/швидку/всю/таку/вашу_оперативную/оперативну]* [быструю/оперативную/бързата/скорую/отличную/прекрасную/терпеливую/быстрый/оперативный/швидку/чудову/професійну]* помощь/возврат/скидку/счёт/счет/повернення/знижку/ответ/ответы/информацию/консультацию/поддержку/внимание/терпение/время/разъяснение/разъяснения/всё/все/содействие/понимание/оперативность/отзывчивость/обратную_связь/работу/допомогу/відповідь/інформацію/підтримку/увагу/терпіння/час/роз'яснення/консультацію/розуміння/оперативність/помощта/отговора/информацията/съдействието/времето/търпението/обслужването/всичко/подкрепата/пояснение/подтверждение/підтвердження/сервис/совет/пораду/разбирането, в_любом_случае/всё_равно/все_равно/все_одно/у_будь_якому_разі/все_пак",
    beside:
      'и/і/ну/ок/всё_получилось/все_получилось/всё_ясно/все_ясно/хорошо/понятно/понял/поняла/поняли/ясно/всё_понятно/все_понятно/принято/принял/приняла/договорились/ладно/окей/добре/гаразд/зрозуміло/зрозумів/зрозуміла/ясно/разбрах/разбирам/добре/чудесно/ох/ой/ого/всё_работает/все_работает/работает/заработало/всё_заработало/теперь_работает/помогло/получилось/все_працює/працює/запрацювало/допомогло/работи/вече_работи/получи_се, здравствуйте/добрый_день/доброе_утро/добрый_вечер/привет/приветствую/уважаемый/уважаемая/уважаемые/дорогие/добрий_день/доброго_дня/вітаю/привіт/доброго_ранку/добрий_вечір/шановні/здравейте/добър_ден/здрасти/добро_утро/добър_вечер/уважаеми/скъпи/коллеги/друзья/ребята/команда/екипе, [с/з/із/со]* уважением/повагою/найкращими_побажаннями/наилучшими_пожеланиями/уважение/поздрави/поздрав/почитание/любовью, отправлено/надіслано/изпратено с/з/от [моего/мого/моя/мобильного]* iphone/айфона/телефона, да/так/ага всё_работает/все_работает/работает/заработало/теперь_работает/все_працює/працює/запрацювало/работи/вече_работи, посылка/заказ/посилка/замовлення/пратката получена/получен/пришла/пришел/отримана/прийшла/пристигна, привет/здравствуйте/добрый_день/здравейте/вітаю всем/всички/всім',
  },
  {
    // Greek
    thanks:
      '[πολύ/σας/σε/ευχαριστώ_και/ok/χίλια/τέλεια/και/ωραία/οκ/εντάξει/πάρα]* [πολύ/σας/σε]* ευχαριστώ/ευχαριστούμε/ευχαριστω/ευχαριστίες [πολύ/πολυ/πάρα_πολύ/θερμά/και_πάλι/για_όλα/για_τη_βοήθεια/για_την_απάντηση/για_την_άμεση_απάντηση/για_την_εξυπηρέτηση/για_τον_χρόνο_σας/για_την_ενημέρωση/για_την_βοήθεια/όλους/πολύ_για_τη_βοήθεια/για_τις_πληροφορίες/για_την_υποστήριξη]*, [είστε/είναι/είσαι/πολύ/όλα/ήταν]* [πολύ/οι/ο/η]* τέλεια/τέλειο/υπέροχα/εξαιρετικά/άψογα/φανταστικά/ωραία/ευγενικό/καλύτεροι/καταπληκτικά/εξυπηρετικοί/εξυπηρετική/μπράβο/σούπερ, εκτιμώ [πολύ/τη_βοήθειά_σας/τη_βοήθεια]*',
    end: '[οκ/ναι/και]* αυτό_είναι_όλο/αυτά/αυτά_ήταν/τίποτα_άλλο/αυτό_ήταν/δεν_έχω_άλλες_ερωτήσεις/λύθηκε/το_πρόβλημα_λύθηκε/αυτό_ήταν_όλο [ευχαριστώ/προς_το_παρόν/για_σήμερα]*, αντίο/γεια/γεια_σας/τα_λέμε/καληνύχτα/να_είστε_καλά/να_είσαι_καλά/επίσης/εις_το_επανιδείν/χαίρετε, [και/σας/εύχομαι/να_έχετε/μια]* [μια/σας]* καλή/καλό/όμορφη/καλές/υπέροχη [υπόλοιπη]* μέρα/ημέρα/συνέχεια/βράδυ/απόγευμα/εβδομάδα/σαββατοκύριακο/χρονιά/γιορτές/υπόλοιπο/νύχτα/σας_ημέρα [να_έχετε/σε_όλους/και_σε_εσάς/επίσης]*',
    no: 'όχι_ευχαριστώ',
    not: 'όχι',
    after:
      'σε_όλους/σε_όλη_την_ομάδα, πολύ/πάλι/και_πάλι/όλα, για [την/τη/το/τον/τις/όλα/όλη/τόσο/όλη_τη]* [άμεση/γρήγορη/εξαιρετική/πολύτιμη/άριστη]* βοήθεια/βοήθειά/απάντηση/απάντησή/εξυπηρέτηση/υποστήριξη/ενημέρωση/χρόνο/υπομονή/πληροφορίες/όλα/κατανόηση/διευκρίνιση/συνεργασία [σας/σου]*',
    beside:
      'και/λοιπόν/εντάξει/οκ/κατάλαβα/το_κατάλαβα/έγινε/ελήφθη/σημειώθηκε/μάλιστα/καλά/α/αα/λειτουργεί/τώρα_λειτουργεί/δουλεύει/τώρα_δουλεύει/όλα_καλά, καλημέρα/καλησπέρα/γεια/αγαπητοί/αγαπητή/αγαπητέ/κύριε/κυρία/ομάδα, [με/φιλικούς/θερμούς]* [φιλικούς/θερμούς]* εκτίμηση/χαιρετισμούς/χαιρετισμοί, ναι λειτουργεί/δουλεύει/τώρα_λειτουργεί/τώρα_δουλεύει/όλα_καλά, το_δέμα έφτασε/ήρθε, γεια/καλημέρα/καλησπέρα σε_όλους',
  },
  {
    // Turkish
    thanks:
      '[yine_de/gene_de/her_şeye_rağmen/çok/ok/tamam/süper/harika/tekrar/peki/anladım/her_şey_için/yardımınız_için/yanıtınız_için/cevabınız_için/ilginiz_için/bilgi_için/hızlı_cevap_için/hızlı_yanıt_için/ve/desteğiniz_için/geri_dönüşünüz_için/yardımın_için/sabrınız_için/zaman_ayırdığınız_için/hızlı_yanıtınız_için/hızlı_cevabınız_için]* [çok/tekrar/sonsuz]* teşekkürler/tesekkurler/teşekkür_ederim/tesekkur_ederim/teşekkür_ederiz/sağolun/sağ_olun/sağol/sağ_ol/sagolun/sagol/teşekkür/eyvallah/minnettarım/tşk/tşkler/sağolasın/teşekkürler_ederim [çok/tekrar/ederim/ederiz/yardımınız_için/her_şey_için/herkese/size/ilginiz_için/bilgi_için/efendim/hocam/kolay_gelsin]*, [çok/gerçekten/bu/siz]* [çok]* harika/mükemmel/süper/muhteşem/güzel/iyi/naziksiniz/yardımcı_oldunuz/harikasınız/şahane/başarılı/iyisiniz, ellerinize sağlık, elinize sağlık, [çok]_memnun oldum/kaldım, allah razı olsun, takdir ediyorum',
    end: '[hayır/yok/tamam/evet/ve]* bu_kadar/hepsi_bu/hepsi_bu_kadar/başka_bir_şey_yok/başka_sorum_yok/sorun_çözüldü/sorunum_çözüldü/halloldu/çözüldü/başka_bir_şeye_ihtiyacım_yok [şimdilik/teşekkürler]*, hoşçakalın/hoşça_kalın/hoşçakal/görüşürüz/görüşmek_üzere/güle_güle/iyi_geceler/allaha_ısmarladık/kendinize_iyi_bakın/kolay_gelsin/size_de/esen_kalın/iyi_çalışmalar/sizlere_de/bilmukabele/selametle, [size/ve/herkese/de]* iyi/güzel/mutlu/hayırlı/keyifli günler/akşamlar/hafta_sonları/haftalar/bayramlar/yıllar/geceler/çalışmalar/bir_gün/tatiller [dilerim/dileriz/size]*',
    no: 'hayır/yok/hayır_teşekkürler',
    after: 'herkese, çok/tekrar, yine_de/gene_de/her_halükarda',
    beside:
      "ve/tamam/tamamdır/peki/anladım/anlaşıldı/not_aldım/aldım/oldu/ok_tamam/çalıştı/çalışıyor/şimdi_çalışıyor/oldu_teşekkürler/düzeldi/işe_yaradı/her_şey_için, merhaba/merhabalar/selam/selamlar/günaydın/iyi_günler/iyi_akşamlar/sayın/değerli/sevgili/hanım/bey/ekip/arkadaşlar/hocam/efendim, saygılar/saygılarımla/saygılarımızla/sevgiler/sevgilerimle/selamlar/iyi_çalışmalar, iphone'umdan/telefonumdan gönderildi, yardımınız/yanıtınız/cevabınız/ilginiz/bilgi/bilgilendirme/desteğiniz/sabrınız/hızlı_dönüşünüz/geri_dönüşünüz/yardımların/emeğiniz/anlayışınız/zamanınız/destek/her_şey/yardım için, evet çalışıyor/çalıştı/şimdi_çalışıyor/düzeldi/oldu, paket/kargo/paketim/kargom geldi/ulaştı, merhaba/selam/günaydın herkese, herkese merhaba/selam/günaydın/teşekkürler/iyi_günler",
  },
  {
    // Hebrew
    thanks:
      '[המון/אוקיי/מעולה/אוקי/רב/ו/סבבה/טוב/הרבה/אז/וואו/אלף]* [המון/רוב]* תודה/תודות/תודהה/תנקס/ותודה/מודה [רבה/רבה_לך/רבה_לכם/לך/לכם/מאוד/על_הכל/שוב/ענקית/על_העזרה/על_התשובה/על_השירות/לכולם/מראש_לא/על_המענה/על_המענה_המהיר/על_התשובה_המהירה/על_ההסבר/על_הסבלנות/על_העדכון]*, [ממש/זה/אתם/את/אתה/הכל/היה/פשוט]* [ממש/פשוט/הכי/מאוד]* מעולה/מושלם/נהדר/אדיר/אלופים/אלופה/אלוף/מדהים/מדהימים/יופי/מצוין/נפלא/פצצה/תותחים/נחמד/מקסים/מקסימים/טובים/אדיב/אדיבים [מצדכם/מצדך/שירות]*, שירות מעולה/מצוין/נהדר, מעריך/מעריכה [מאוד/את_זה/את_העזרה]*, כל הכבוד',
    end: '[אוקיי/כן/ו]* זה_הכל/זהו/זה_הכול/שום_דבר_נוסף/אין_לי_שאלות_נוספות/אין_עוד_שאלות/הבעיה_נפתרה/הסתדר/נפתר/לא_צריך_יותר_כלום [תודה/בינתיים/להיום]*, להתראות/ביי/ביי_ביי/שלום/לילה_טוב/שבת_שלום/כל_טוב/גם_לך/גם_לכם/נתראה/חג_שמח/בשורות_טובות, [ו/שיהיה/שיהיה_לך/שיהיה_לכם/המשך/מאחל/מאחלת]* [המשך/לכם/לך]* יום/ערב/שבוע/סוף_שבוע/לילה/סופש/חג טוב/נעים/נפלא/מקסים/מבורך/שמח/מצוין [לכם/לך/גם]*',
    no: 'לא_תודה',
    not: 'לא',
    after:
      'לכולם, שוב/מאוד/רבה, על [הכל/העזרה/התשובה/השירות/המענה/ההסבר/הסבלנות/העדכון/הזמן/המידע/התמיכה/הטיפול/האדיבות/המהירות]* העזרה/התשובה/השירות/המענה/ההסבר/הסבלנות/העדכון/הזמן/המידע/התמיכה/הטיפול/הכל/הכול [המהיר/המהירה/שלכם/שלך/האדיב/הטוב/המעולה/הרבה/והסבלנות]*',
    beside:
      'ו/אז/אוקיי/אוקי/בסדר/סבבה/הבנתי/הבנו/קיבלתי/מובן/רשמתי/אה/וואו/טוב/בסדר_גמור/עובד/זה_עובד/עכשיו_זה_עובד/הצליח/עזר/זה_עזר/הכל_טוב/הכל_בסדר, היי/הי/שלום/בוקר_טוב/ערב_טוב/צהריים_טובים/צוות/יקר/יקרה/יקרים, בברכה/בכבוד_רב/ברכות/בתודה, נשלח מהאייפון/מהטלפון [שלי], כן עובד/זה_עובד/עכשיו_זה_עובד/הסתדר, החבילה הגיעה, שלום/היי/בוקר_טוב לכולם',
  },
  {
    // Arabic
    thanks:
      '[ألف/الف/جزيل/حسنا/حسنًا/تمام/طيب/ممتاز/و/اوك/كل/مع/خالص/أوكي]* شكرا/شكراً/شكرًا/شكر/مشكور/مشكورة/مشكورين/متشكر/متشكرة/أشكرك/أشكركم/اشكركم/اشكرك/نشكركم/تسلم/تسلمي/تسلموا/يسلمو/ممنون/ممتن/ممتنة/الشكر/وشكرا/وشكراً/يعطيك_العافية/يعطيكم_العافية/الله_يعطيك_العافية/جزاك_الله_خيرا/جزاكم_الله_خيرا/جزاك_الله_خير/جزاكم_الله_خير/بارك_الله_فيك/بارك_الله_فيكم [جزيلا/جزيلاً/لك/لكم/كثيرا/كثيراً/على_المساعدة/على_مساعدتك/على_مساعدتكم/على_الرد/على_الرد_السريع/على_كل_شيء/لكم_جميعا/من_القلب/مرة_أخرى/لتعاونكم/على_وقتك/على_سرعة_الرد/لمساعدتك/لمساعدتكم/على_المعلومات/على_التوضيح/جدا/جداً/على_حسن_تعاونكم/لسرعة_الرد]*, [هذا/أنتم/انتم/أنت/الخدمة/خدمة]* [جدا/خدمة]* ممتاز/ممتازة/رائع/رائعة/رائعون/روعة/مثالي/عظيم/جميل/تمام_التمام/ممتازين/رائعين [جدا/جداً/منكم/منك]*, أقدر/اقدر [ذلك/مساعدتك/مساعدتكم]*',
    end: '[نعم/تمام/و]* هذا_كل_شيء/هذا_كل_شي/لا_شيء_آخر/لا_شيء_اخر/ليس_لدي_أسئلة_أخرى/تم_حل_المشكلة/انحلت_المشكلة/هذا_كل_ما_أحتاجه/بس_كذا/هذا_كل_ما_في_الأمر [شكرا/حاليا/الآن]*, مع_السلامة/وداعا/وداعاً/إلى_اللقاء/الى_اللقاء/في_أمان_الله/تصبح_على_خير/باي/سلام/دمتم_بخير/دمت_بخير/ولكم_أيضا/وأنت_أيضا/وإياك/وإياكم, [أتمنى_لك/أتمنى_لكم/و/اتمنى_لكم/طاب]* يوم/يوما/يومك/يومكم/مساء/ليلة/نهارك/عطلة/نهاية_أسبوع/يوماً/أسبوع سعيد/سعيدا/سعيدة/طيب/جميل/سعيداً/جميلة/رائع/طيبة/موفق [لك/لكم/جميعا]*',
    no: 'لا_شكرا',
    not: 'لا',
    after:
      'للجميع, مرة_أخرى/جدا/جدًا/كثيرا, على/ل [كل]* المساعدة/مساعدتك/مساعدتكم/الرد/ردكم/الاهتمام/اهتمامكم/الوقت/وقتكم/المعلومات/التوضيح/الدعم/الخدمة/تعاونكم/سرعة_الرد/كل_شيء/الصبر/صبركم/حسن_تعاونكم/الرد_السريع/التأكيد [السريع/السريعة/الممتازة/الرائعة]*',
    beside:
      'و/حسنا/حسنًا/طيب/تمام/فهمت/مفهوم/وصلت/وصل/تم/أوكي/اوكي/ماشي/أها/جيد/كل_شيء_تمام/يعمل_الآن/اشتغل/يعمل/تم_الحل, مرحبا/أهلا/السلام_عليكم/السلام_عليكم_ورحمة_الله/صباح_الخير/مساء_الخير/عزيزي/عزيزتي/أعزائي/أستاذ/أستاذة/سيدي/سيدتي/أخي/أختي/يا, تحياتي/مع_التحية/مع_تحياتي/مع_أطيب_التحيات/وتفضلوا_بقبول_فائق_الاحترام, أرسل/أُرسلت من iphone/هاتفي/الآيفون, نعم يعمل/يعمل_الآن/تم_الحل/كل_شيء_تمام, المشكلة حلت/انحلت/محلولة, الطرد وصل, مرحبا/أهلا/السلام_عليكم للجميع',
  },
  {
    // Hindi
    thanks:
      '[बहुत/आपका/आपको/ओके/ठीक_है/मदद_के_लिए/आपकी_मदद_के_लिए/और/फिर_से/हार्दिक/सहायता_के_लिए/जवाब_के_लिए/जानकारी_के_लिए/bahut/aapka/ok/bohot/bahut_bahut/बहुत_बहुत]* [बहुत/bahut/bohot]* धन्यवाद/शुक्रिया/थैंक्स/थैंक_यू/आभार/आभारी/dhanyavaad/dhanyawad/dhanyavad/shukriya/thanks/thank_you/थैंक्यू [आपका/आपको/जी/बहुत/हूँ/हूं/सर/मैडम/सबको/ji/sir/भाई]*, [बहुत/यह/आप/सब/एकदम/bahut]* [बहुत]* बढ़िया/अच्छा/शानदार/उत्तम/badhiya/accha/achha/badiya/मददगार/दयालु [है/हैं/था/थे/सेवा/hai/लगा]*',
    end: '[जी_नहीं/बस]* बस_इतना_ही/और_कुछ_नहीं/इतना_ही/बस_यही/समस्या_हल_हो_गई/हो_गया/bas_itna_hi/aur_kuch_nahi [था/है/धन्यवाद]*, अलविदा/नमस्कार/शुभ_रात्रि/फिर_मिलेंगे/बाय/alvida/namaste/शुभ_दिन/आपका_दिन_शुभ_हो/आपका_दिन_अच्छा_हो',
    no: 'जी_नहीं',
    not: 'नहीं/nahi',
    after: 'फिर_से/बहुत/जी/ji',
    beside:
      'और/ठीक_है/ठीक/समझ_गया/समझ_गई/समझ_गए/मिल_गया/ओके/अच्छा/theek_hai/thik_hai/samajh_gaya/sir/सर/मैडम/madam/नमस्ते/नमस्कार/हेलो/काम_कर_रहा_है/अब_काम_कर_रहा_है, आपकी/आपके/इस/आपका/तुरंत/त्वरित मदद/सहायता/समय/जवाब/सहयोग/जानकारी के_लिए/के_लिये, सादर, हाँ/हां/जी काम_कर_रहा_है/अब_काम_कर_रहा_है/हो_गया',
  },
  {
    // Chinese and Japanese, Korean, Thai: looked for without spaces, see below.
    thanks:
      '谢谢, 谢谢你, 谢谢您, 谢谢你们, 谢谢啦, 谢谢了, 多谢, 多谢了, 感谢, 再次感谢, 再次谢谢, 非常感谢, 十分感谢, 感谢您, 感谢你, 感谢你们, 太感谢了, 谢了, 谢啦, 谢, 感恩, 辛苦了, 辛苦您了, 辛苦你了, 辛苦, 太好了, 太棒了, 真棒, 完美, 很好, 非常好, 真好, 您真好, 你真好, 你太好了, 服务很好, 服务真好, 很有帮助, 很满意, 非常满意, 谢谢帮忙, 謝謝, 謝謝你, 謝謝您, 謝謝你們, 謝啦, 多謝, 感謝, 非常感謝, 感謝您, 感謝你, 太感謝了, 謝了, 辛苦您了, 唔該, 唔該晒, 多謝晒, ありがとう, ありがとうございます, ありがとうございました, ありがと, ありがとうね, どうもありがとう, どうもありがとうございます, どうもありがとうございました, どうも, またありがとうございます, 感謝します, 感謝いたします, 感謝しております, 感謝申し上げます, 心より感謝します, 御礼申し上げます, お礼申し上げます, 厚く御礼申し上げます, 助かりました, 大変助かりました, とても助かりました, 本当に助かりました, 助かります, 素晴らしい, 素晴らしいです, 完璧です, 最高です, 嬉しいです, うれしいです, 감사, 감사합니다, 다시 한번 감사합니다, 다시 한번 감사드립니다, 감사해요, 감사드립니다, 감사드려요, 감사했습니다, 고마워, 고마워요, 고맙습니다, 고맙네요, 땡큐, 수고하셨습니다, 수고하세요, 수고했어요, 수고 많으셨습니다, 완벽해요, 완벽합니다, 최고예요, 최고입니다, 좋아요, 좋습니다, 훌륭해요, 친절하시네요, 친절하세요, 큰 도움이 됐어요, 도움이 됐어요, 도움이 되었습니다, 도움이 많이 됐어요, 도움이 많이 되었습니다, 많은 도움이 되었습니다, ขอบคุณ, ขอบคุณมาก, ขอบคุณมากๆ, ขอบคุณค่ะ, ขอบคุณครับ, ขอบคุณมากค่ะ, ขอบคุณมากครับ, ขอบใจ, ขอบพระคุณ, ขอบพระคุณมาก, เยี่ยม, เยี่ยมมาก, ยอดเยี่ยม, ดีมาก, ดีเยี่ยม, สุดยอด, ประทับใจ, ประทับใจมาก, บริการดีมาก, น่ารักมาก, ใจดีมาก',
    end: '没有别的了, 没有其他问题了, 没有其他问题, 没问题了, 没有问题了, 没事了, 就这些, 就这样, 就是这些, 问题解决了, 已经解决了, 解决了, 再见, 拜拜, 拜, 晚安, 祝您愉快, 祝你愉快, 祝您生活愉快, 祝您一天愉快, 祝好, 祝你好运, 周末愉快, 祝您周末愉快, 祝您工作顺利, 沒有其他問題了, 沒事了, 就這樣, 就這些, 再見, 掰掰, 祝您愉快, 以上です, 以上で大丈夫です, 他にはありません, ほかにはありません, 他は大丈夫です, もう大丈夫です, 解決しました, 無事解決しました, さようなら, それでは, では, 失礼します, 失礼いたします, おやすみなさい, 良い一日を, よい一日を, 良い週末を, よい週末を, 以上になります, 더 없어요, 더 이상 없습니다, 그게 다예요, 그게 전부예요, 다른 건 없어요, 다른 질문은 없습니다, 해결됐어요, 해결되었습니다, 해결됐습니다, 안녕히 계세요, 안녕히계세요, 안녕, 좋은 하루 되세요, 좋은하루되세요, 좋은 하루 보내세요, 좋은 주말 되세요, 좋은 주말 보내세요, 즐거운 하루 되세요, 잘 자요, 안녕히 주무세요, 좋은 저녁 되세요, ไม่มีแล้ว, ไม่มีอะไรแล้ว, แค่นี้, เท่านี้, แค่นี้แหละ, เรียบร้อยแล้ว, แก้ได้แล้ว, ลาก่อน, สวัสดี, บาย, บ๊ายบาย, ราตรีสวัสดิ์, โชคดี, ขอให้เป็นวันที่ดี, ขอให้มีวันที่ดี, ขอให้มีความสุข, แล้วเจอกัน, 没有了, 沒有了, 네. 감사합니다. 좋은 하루 되세요, 네. 감사합니다. 좋은 하루 보내세요, 네 감사합니다. 좋은 하루 되세요, 네 감사합니다 좋은 하루 되세요',
    not: '没有, 沒有, ไม่',
    after:
      'ค่ะ, ครับ, คะ, จ้า, จ้ะ, 再次, อีกครั้ง, 您, 你, 你们, 您们, 妳, 您的, 你的, 的, 了, 啦, 哈, 呢, คุณ, พี่, แอดมิน, นะ, นะคะ, นะครับ, เลย, มาก, มากๆ, จริงๆ, ทีมงาน, 帮助, 您的帮助, 你的帮助, 您的帮忙, 你的帮忙, 您的回复, 你的回复, 您的解答, 您的耐心, 耐心, 耐心解答, 解答, 回复, 快速回复, 及时回复, 支持, 您的支持, 告知, 服务, 你们的帮助, 您幫忙, 您的幫助, 您的回覆, 你的幫忙, 幫忙, 協助, 协助, 您的協助, 您的协助, สำหรับ, ที่, ความช่วยเหลือ, การช่วยเหลือ, ช่วยเหลือ, คำตอบ, ข้อมูล, บริการ, ทุกอย่าง, คำแนะนำ, การตอบกลับ, ที่ช่วย, ที่ช่วยเหลือ, ที่ตอบ, รวดเร็ว, อย่างรวดเร็ว, ที่รวดเร็ว, ทุกคน, 大家, 모두, 여러분, 及时, 快速, 这么快, 快速的, 及时的, 对我的, 我的, 关注, 理解, 关心, 指导, 分享, 提醒, 建议, 信息, 的大力, 大力',
    no: '不用了, いいえ, いえ, 아니요, 아니오, 아뇨, ไม่ค่ะ, ไม่ครับ',
    beside:
      '好的, 好, 好吧, 好滴, 哦, 噢, 哇, 啊, 可以了, 明白, 明白了, 了解, 了解了, 知道了, 收到, 收到了, 懂了, 清楚了, 那, 那就好, 非常, 真的, 真是, 太, 很, 您, 你, 你们, 您的, 你的, 的, 了, 啦, 哈, 呢, 哈哈, 您好, 你好, 亲, 您们, 可以用了, 好了, 搞定, 搞定了, 成功了, 好使了, 妳, 收到囉, わかりました, 分かりました, 了解です, 了解しました, 了解いたしました, 承知しました, 承知いたしました, かしこまりました, 確認しました, 確認できました, なるほど, そうですか, よかったです, 良かったです, 安心しました, できました, 直りました, うまくいきました, 使えました, 動きました, 本当に, 大変, とても, 誠に, ご丁寧に, 丁寧に, 早速の, 早速, 迅速な, 迅速に, ご対応, ご対応いただき, ご返信, ご返信いただき, 対応, 返信, ご連絡, ご連絡いただき, お返事, ご回答, ご回答いただき, ご説明, ご協力, ご協力いただき, サポート, ご親切に, 教えていただき, 教えてくださり, 対応していただき, 対応してくださり, 助けていただき, いただき, くださり, くださって, の, に, を, は, で, して, こんにちは, こんばんは, おはようございます, お世話になっております, お世話になりました, お世話になります, 大変お世話になりました, いつも, いつもお世話になっております, よろしくお願いします, よろしくお願いいたします, 宜しくお願いします, 宜しくお願い致します, 今後ともよろしくお願いします, 今後ともよろしくお願いいたします, 今後とも, 引き続きよろしくお願いいたします, です, ね, よ, 様, さん, 알겠습니다, 알겠어요, 확인했습니다, 확인했어요, 이해했습니다, 이해했어요, 오케이, 아, 와, 정말, 진짜, 너무, 너무너무, 대단히, 매우, 항상, 늘, 빠른, 답변, 빠른 답변, 신속한, 신속한 답변, 친절한, 친절한 답변, 친절한 안내, 안내, 도움, 도와주셔서, 도와 주셔서, 알려주셔서, 답변해주셔서, 답변 주셔서, 답변해 주셔서, 처리해주셔서, 신경 써주셔서, 시간 내주셔서, 안녕하세요, 잘 됩니다, 잘 돼요, 이제 돼요, 이제 됩니다, 됐어요, 되네요, 잘 되네요, 님, นะ, นะคะ, นะครับ, เลย, มาก, มากๆ, โอเค, รับทราบ, ทราบแล้ว, เข้าใจแล้ว, เข้าใจ, ตกลง, ใช้ได้แล้ว, ได้แล้ว, ทีมงาน, คุณ, พี่, แอดมิน, จริงๆ, สวัสดีค่ะ, สวัสดีครับ, 嗯. 好的, 嗯好的, 大丈夫です, 可以用了, はい承知しました, はい. 承知しました, はい. 承知いたしました, はいわかりました, はい. わかりました, はい. 分かりました, はい. 了解です, はい. 了解しました, はい. 解決しました, はい. できました, 네 알겠습니다, 네. 알겠습니다, 넵 알겠습니다, 넵. 알겠습니다, 네 알겠어요, 네. 알겠어요, 네 확인했습니다, 네. 확인했습니다, 네 이해했습니다, 네. 잘 됩니다, 네 잘 됩니다, 협력, 無事に, 無事, 届きました, 受け取りました, 商品, 荷物, 商品が, 荷物が, 先ほど, 收到货了, 货收到了, 已收到, 已经收到, 已经收到了, 包裹收到了, 东西收到了, 잘 받았습니다, 잘 받았어요, 받았습니다, 택배 잘 받았습니다, 상품 잘 받았습니다',
  },
  {
    // Vietnamese and Indonesian
    thanks:
      "[xin/rất/chân_thành/ok/em/anh/chị/mình/tôi/và/tuyệt/vậy/dạ_em/nhiều/terima/ok_deh/oke/baik/banyak/siap/sip/dan/wah/sangat/mantap/sekali_lagi]* cảm_ơn/cám_ơn/cảm_ơn_bạn/cám_ơn_bạn/cam_on/thanks/đa_tạ/cảm_ơn_nhiều/biết_ơn/terima_kasih/terimakasih/makasih/makasi/trims/trimakasih/tengkyu/kasih/thx/thank_you/trim's [bạn/bạn_nhiều/nhiều/rất_nhiều/anh/chị/em/mọi_người/các_bạn/shop/ad/nha/nhé/ạ/quý_khách/đã_giúp/đã_giúp_đỡ/đã_hỗ_trợ/vì_đã_giúp/vì_sự_giúp_đỡ/về_tất_cả/vì_tất_cả/lắm/đã_trả_lời/vì_đã_hỗ_trợ/banyak/kak/min/bu/pak/mas/mbak/atas_bantuannya/bantuannya/sudah_membantu/infonya/informasinya/atas_informasinya/semua/semuanya/sekali/kembali/atas_jawabannya/atas_responnya/respon_cepatnya/gan/sis/untuk_semuanya/sebesar_besarnya/lagi/atas_waktunya/atas_penjelasannya]*, [rất/quá/thật/bạn/dịch_vụ/sangat/ini/kalian/pelayanannya/wah]* [rất/sangat/thật]* tuyệt/tuyệt_vời/hoàn_hảo/tốt/nhiệt_tình/dễ_thương/hữu_ích/chu_đáo/bagus/sempurna/mantap/keren/hebat/luar_biasa/membantu/puas/baik/ramah/memuaskan/oke_banget [quá/lắm/ạ/sekali/banget]*",
    end: '[ok/dạ/vậy/ya/itu/oke]* hết_rồi/vậy_thôi/thế_thôi/chỉ_vậy_thôi/không_còn_gì_nữa/không_có_gì_nữa/không_còn_câu_hỏi_nào/xong_rồi/đã_giải_quyết_xong/itu_saja/sudah_cukup/cukup/tidak_ada_lagi/tidak_ada/sudah_selesai/masalah_sudah_selesai/cukup_itu/hanya_itu [ạ/nhé/cảm_ơn/terima_kasih/kak/saja/untuk_saat_ini]*, tạm_biệt/chào/chào_bạn/hẹn_gặp_lại/ngủ_ngon/bái_bai/sampai_jumpa/sampai_jumpa_lagi/selamat_tinggal/dadah/selamat_malam/selamat_tidur/sampai_nanti/sukses_selalu, [chúc/chúc_bạn/chúc_mọi_người/chúc_anh/chúc_chị/và/semoga/semoga_harimu]* [bạn/một]* ngày/buổi/cuối_tuần/tối/hari/menyenangkan/harimu tốt_lành/vui_vẻ/tốt_đẹp/mới_tốt_lành/yang_menyenangkan/menyenangkan/baik/indah [nhé/ạ]*',
    no: 'tidak_terima_kasih/dạ_không',
    not: 'không/tidak/nggak',
    after:
      'semua/mọi_người, nhé/ạ/nha/nhiều/rất/lắm/quá/banget/sekali/lagi/ya, vì/về/cho/đã sự/tất_cả/mọi/giúp/giúp_đỡ/hỗ_trợ/thời_gian/thông_tin/câu_trả_lời/mọi_thứ [giúp_đỡ/hỗ_trợ/kiên_nhẫn/nhiệt_tình/của_bạn/nhanh_chóng/của_các_bạn/của_anh/của_chị/tôi/mình/em/phản_hồi]*, atas/untuk/karena [segala/semua/respon/sudah/telah]* bantuannya/bantuan/jawabannya/informasinya/responnya/waktunya/penjelasannya/pelayanannya/kerjasamanya/dukungannya/kesabarannya/membantu/perhatiannya/semuanya/infonya/respon_cepatnya [cepat/cepatnya/nya/anda/kakak/ini]*',
    beside:
      'và/à/ồ/được_rồi/tôi_hiểu/tôi_hiểu_rồi/hiểu_rồi/đã_hiểu/đã_nhận/biết_rồi/rồi/oke/okê/được/chạy_được_rồi/dùng_được_rồi/dan/baik/baiklah/siap/sip/mengerti/saya_mengerti/paham/saya_paham/noted/diterima/sudah_bisa/sudah_diterima/sudah_berhasil/berhasil/oh/wah/kak/min/pak/bu/mas/mbak/bapak/ibu/kakak/tim/halo/hai/selamat_pagi/selamat_siang/selamat_sore/permisi/xin_chào/chào_anh/chào_chị/bạn/anh/chị/em/trân_trọng/thân/thân_mến/kính_thư/salam/hormat_saya/hormat_kami, vâng/dạ/ya chạy_được_rồi/dùng_được_rồi/sudah_bisa/sudah_berhasil/sudah_normal, vâng/dạ/ya_baik/baik tôi_hiểu_rồi/em_hiểu_rồi/hiểu_rồi/saya_mengerti, paket/paketnya/barang/barangnya sudah_sampai/sudah_diterima, ya kak/min/gan, halo/hai/selamat_pagi/xin_chào semua/semuanya/mọi_người, chào/xin_chào shop',
  },
];

/** Written without spaces between the words. */
export const UNSPACED: Clauses = OTHERS.find(each => each.thanks.startsWith('谢谢'))!;

export const THANKS_CLAUSES: readonly Clauses[] = [
  ENGLISH,
  GERMAN,
  FRENCH,
  SPANISH,
  ITALIAN,
  DUTCH,
  ...OTHERS.filter(each => each !== UNSPACED),
  ...MORE_LANGUAGES,
].map(own => ({
  thanks: `${own.thanks}, ${EVERYWHERE.thanks}`,
  end: `${own.end}, ${EVERYWHERE.end}`,
  no: own.no,
  not: own.not ?? '',
  beside: `${own.beside}, ${EVERYWHERE.beside}`,
  after: own.after,
}));
