/** The clauses of thanks-words.ts for languages whose thanks are short: the words themselves, farewells and "for your help". */
import type { Clauses } from './thanks-grammar.ts';

export const MORE_LANGUAGES: readonly Clauses[] = [
  {
    // Croatian, Serbian, Bosnian, Slovenian
    thanks:
      '[puno/velika/veliko/najlepša/najljepša/iskrena/ok/super/u_redu/v_redu/odlično/mnogo/lijepa/lepa/još_jednom/še_enkrat]* hvala/zahvaljujem/zahvaljujemo/zahvaljujem_se/fala/хвала/захваљујем [puno/lijepa/lepa/lijepo/lepo/vam/ti/mnogo/najlepša/svima/još_jednom/još_enkrat/velika/пуно/вам/лепо/много/свима]*, odlično/super/savršeno/izvrsno/odlično/krasno/popolno/sjajno/одлично/савршено',
    end: 'to_je_sve/i_to_je_sve/to_je_vse/то_је_све/riješeno/rešeno/решено, doviđenja/dovidjenja/nasvidenje/na_svidenje/adijo/do_videnja/довиђења/laku_noć/lahko_noč/pozdrav/lep_pozdrav/lijep_pozdrav/lepo_pozdravljeni/srdačan_pozdrav/поздрав, [i/in/želim/želimo/vam]* ugodan/lijep/lep/prijatan/lijepo/пријатан/леп dan/večer/vikend/дан/vikendom/popodne/popoldne [želim/i_vama/tudi_vam/vam]*, također/takođe/enako/i_vama',
    no: 'ne_hvala/не_хвала',
    not: 'ne/не',
    beside:
      'i/in/и/ok/u_redu/v_redu/razumijem/razumem/razumel/razumela/shvaćam/primljeno/prejeto/разумем/radi/sada_radi/dela/zdaj_dela/sve_radi/da_radi/da_sada_radi/ja_zdaj_dela/ради, dobar_dan/dober_dan/zdravo/pozdravljeni/poštovani/poštovana/spoštovani/bok/živjo/добар_дан/поштовани/draga/dragi, s/srdačno poštovanjem/štovanjem/spoštovanjem/pozdravom',
    after:
      'u_svakom_slučaju/vsekakor/ipak/vseeno, na/za/на/за [vašoj/vašu/vaš/tvoj/tvojoj/brzom/brzu/brzo/brzoj/brzi/brz/hitri/hiter/hitro/svoj/svu/sve/vse/vaši/poslano/помоћи/брзом/свему]* pomoći/pomoć/pomoč/pomoči/odgovoru/odgovor/informaciji/informacije/info/svemu/sve/vse/podršci/podporo/trud/strpljenju/usluzi/помоћи/одговору/свему',
  },
  {
    // Lithuanian, Latvian
    thanks:
      '[labai/didelis/nuoširdžiai/ok/gerai/puiku/dar_kartą/liels/milzīgs/sirsnīgs/labi/vēlreiz]* ačiū/dėkoju/dėkui/dėkojame/dekui/paldies/pateicos [labai/jums/tau/visiems/dar_kartą/tev/visiem]*, puiku/nuostabu/tobula/lieliski/teicami/perfekti',
    end: 'tai_viskas/viskas_aišku/tas_ir_viss/tas_viss, viso_gero/iki/sudie/iki_pasimatymo/labanakt/uz_redzēšanos/atā/visu_labu/ar_labu_nakti, [ir/un/linkiu/novēlu]* geros/gražios/malonios/jauku/labu dienos/dienas/dienu/vakaro/savaitgalio/vakaru/nedēļas_nogali',
    no: 'ne_ačiū/nē_paldies',
    not: 'ne/nē',
    beside:
      'ir/un/ok/gerai/supratau/aišku/gavau/veikia/jau_veikia/taip_veikia/labi/sapratu/skaidrs/saņēmu/strādā/tagad_strādā/jā_strādā, laba_diena/labas/sveiki/gerbiami/labdien/cienījamie, pagarbiai/ar_cieņu/linkėjimai',
    after:
      'vis_tiek/tomēr, už [jūsų/jusu/greitą/greita/visą/tokį/tavo]* [greitą]* pagalbą/pagalba/atsakymą/atsakyma/informaciją/viską/laiką/kantrybę, par [jūsu/ātro/ātru/visu/tavu]* palīdzību/atbildi/informāciju/visu/laiku/pacietību/atsaucību',
  },
  {
    // Estonian
    thanks:
      '[suur/suured/palju/väga/ok/selge/hästi/veelkord/siiras/super]* aitäh/aitähh/tänan/täname/tänud/tänu [palju/teile/sulle/väga/kõigile/veelkord]*, suurepärane/super/väga_hea/täiuslik',
    end: 'see_on_kõik/see_oli_kõik, head_aega/nägemist/nägemiseni/head_ööd/tšau/tsau/kõike_head, [ja/soovin]* ilusat/head/kena päeva/õhtut/nädalavahetust/päeva_jätku [teile/jätku]*',
    no: 'ei_aitäh/ei_tänan',
    not: 'ei',
    beside:
      'ok/selge/sain_aru/arusaadav/sain_kätte/töötab/nüüd_töötab/jah_töötab/korras, tere/tervist/lugupeetud/tere_päevast, lugupidamisega/parimate_soovidega/tervitades/tervitustega',
    after:
      'ikkagi/igatahes, [teie/kiire/abi/sinu]* [kiire]* abi/vastuse/info/vaeva/kannatlikkuse/kõige/toe eest, kiire/kiire_abi/abi eest',
  },
  {
    // Catalan, Galician, Basque
    thanks:
      "[moltes/mil/moltíssimes/ok/perfecte/vale/d'acord/moitas/moitísimas/de_nou/mila/eskerrik]* gràcies/mercès/grazas/graciñas/esker/asko [a_tu/a_vostè/a_tots/de_nou/per_tot/a_vostede/a_ti]*, [us/li/t']_ho agraeixo [molt]*, eskerrik_asko/milesker/mila_esker [denagatik/guztiagatik/zure_laguntzagatik/laguntzagatik/erantzunagatik/zuri]*, perfecte/genial/fantàstic/excel·lent/perfecto/oso_ondo",
    end: 'això_és_tot/és_tot/res_més/iso_é_todo/hori_da_dena, adéu/adeu/fins_aviat/fins_ara/a_reveure/bona_nit/agur/gero_arte/ata_logo/deica_logo/aburiño, [que/i/tingui/tingueu/que_tinguis/e/teña]* [un/una/molt]* bon/bona/bo/boa dia/tarda/cap_de_setmana/setmana/día/tarde/fin_de_semana, egun_on',
    no: 'no_gràcies/ez_eskerrik_asko/non_grazas',
    not: 'no/non/ez',
    beside:
      "i/e/eta/ok/vale/d'acord/molt_bé/entès/entesos/rebut/ja_funciona/sí_ja_funciona/ara_funciona/entendido/ados/ulertuta/badabil/ondo, hola/bon_dia/bona_tarda/kaixo/benvolgut/benvolguda/benvolguts, salutacions/cordialment/atentament/una_abraçada/saúdos/agurrak",
    after:
      "igualment/de_totes_maneres/de_tota_manera, per [la/el/l'/tot/la_vostra/la_seva/la_teva/el_seu/una]* [ràpida]* l'ajuda/ajuda/resposta/atenció/informació/la_informació/temps/paciència/tot, por/pola/polo [súa/a/a_súa]* axuda/resposta/atención/todo",
  },
  {
    // Icelandic, Faroese, Irish, Welsh
    thanks:
      '[kærar/þúsund/bestu/ok/frábært/takk_og/stór/diolch]* takk/þakkir/takk_fyrir/takk_kærlega/þakka [kærlega/fyrir/fyrir_mig/þér/ykkur/fyrir_hjálpina/fyrir_svarið/fyrir_aðstoðina/fyrir_skjót_svör/aftur/æðislega/innilega]*, [míle/go_raibh_míle]_maith_agat/go_raibh_maith_agat/go_raibh_maith_agaibh/go_raibh_míle_maith_agat, diolch [yn_fawr/yn_fawr_iawn/i_chi/am_eich_help/am_bopeth]*',
    end: 'bless/bless_bless/sjáumst/góða_nótt/slán/hwyl/hwyl_fawr/nos_da, eigðu/hafðu_það góðan/gott dag/helgi',
    no: 'nei_takk',
    beside:
      'og/ok/skil/móttekið/allt_í_lagi, halló/hæ/góðan_dag/sæl/sæll/dia_duit/helo, kveðja/kær_kveðja/bestu_kveðjur/kv',
    after: 'samt',
  },
  {
    // Afrikaans, Swahili, Malay, Filipino, Hawaiian, Javanese, Luxembourgish, Albanian, Uzbek and Turkic
    thanks:
      '[baie/duisend/hartlike]* dankie/dankie_hoor [baie/weer/vir_alles/vir_die_hulp/vir_jou_hulp/vir_jou_tyd]*, asante/ahsante/shukrani [sana/kwa_msaada/kwa_msaada_wako/kwa_jibu/kwa_yote/tena]*, [maraming]_salamat/salamat [po/sa_inyo/sa_tulong/sa_inyong_tulong/ulit/ng_marami/sa_lahat]*, mahalo [nui_loa/nui]*, matur/nuwun/suwun nuwun/suwun/sanget/nuwun_sanget, villmools/villmol merci, merci villmools/villmol, faleminderit/flm [shumë/për_ndihmën/për_përgjigjen]*, rahmat/raxmat [katta/sizga/kattakon]*, katta rahmat/raxmat, terima_kasih/tima_kasih [banyak/tuan/puan/semua/atas_bantuan]*, [çox]_sağ_olun/təşəkkürlər/təşəkkür_edirəm/çox_sağ_ol, рақмет/рахмат/үлкен_рақмет/чоң_рахмат/көп_рақмет/баярлалаа/их_баярлалаа/маш_их_баярлалаа [сізге], shukran [jazeelan/jazilan/lak/habibi/ya]*, [baie]_goed/uitstekend/perfek/safi_sana',
    end: 'totsiens/mooi_dag/kwaheri/paalam/ingat/mirupafshim, lekker/mooi dag/naweek, geniet_die_dag, siku njema, selamat tinggal/jalan',
    no: 'nee_dankie/hapana_asante/hindi_salamat',
    beside:
      'en/goed/ok/oukei/reg_so/verstaan/ek_verstaan/sawa/sawa_sawa/sige/okay_po/dhe, hallo/hujambo/habari/kamusta/magandang_araw/përshëndetje, groete/vriendelike_groete',
    after:
      'tog/in_elk_geval/gjithsesi, vir [jou/julle/u/die/al]* [vinnige/goeie]* hulp/antwoord/tyd/diens/alles/moeite/terugvoer, kwa/sa [msaada/jibu/huduma/haraka]* msaada/jibu/huduma/wakati_wako',
  },
  {
    // Persian, Urdu
    thanks:
      '[خیلی/با/بسیار/باشه/عالی/اوکی/بہت/آپ_کا/آپ_کی_مدد_کا]* ممنون/ممنونم/متشکرم/متشکر/مرسی/سپاس/سپاسگزارم/سپاسگزار/تشکر/تشکر_میکنم/تشکر_می_کنم/مچکرم/شکریہ/شکریه/مہربانی/نوازش [از_شما/از_کمک_شما/از_کمکتون/از_لطف_شما/از_پاسخ_شما/از_راهنمایی_شما/از_همه/فراوان/بابت_کمک/بابت_پاسخ/بابت_همه_چیز/زیاد/آپ_کا/جناب/بہت/سر]*, دست_شما_درد_نکنه/دستتون_درد_نکنه/خسته_نباشید, عالی/عالیه/فوق_العاده/زبردست/بہترین [بود/است/ہے]*, لطف_دارید/لطف_کردید',
    end: 'همین/همین_بود/همینه/بس_اتنا_ہی, خداحافظ/خدانگهدار/شب_بخیر/بدرود/اللہ_حافظ/خدا_حافظ/فی_امان_اللہ, روز/وقت/شب/روزتون/وقتتون خوش/خوبی_داشته_باشید/بخیر',
    no: 'نه_ممنون/نه_مرسی/نہیں_شکریہ',
    not: 'نه/نہیں',
    beside:
      'و/اور/باشه/اوکی/فهمیدم/متوجه_شدم/گرفتم/درست_شد/کار_میکنه/حل_شد/ٹھیک_ہے/سمجھ_گیا/سمجھ_گئی, سلام/درود/با_سلام/السلام_علیکم/وقت_بخیر/محترم/عزیز/آقای/خانم, با_احترام/ارادتمند',
    after: 'به_هر_حال/در_هر_صورت/دوباره/پھر_بھی',
  },
  {
    // Bengali, Tamil, Telugu, Marathi, Gujarati, Punjabi, Malayalam, Kannada, Nepali, Sinhala; Georgian, Armenian, Khmer, Lao, Burmese
    thanks:
      '[অনেক/আপনাকে/আপনাদের/অসংখ্য]* ধন্যবাদ [আপনাকে/আপনাদের/ভাই/অনেক/সাহায্যের_জন্য]*, [மிக்க/மிகவும்/ரொம்ப]* நன்றி/நன்றிகள் [ஐயா/உங்களுக்கு]*, [చాలా/మీకు]* ధన్యవాదాలు/ధన్యవాదములు/థాంక్స్ [అండి/మీకు]*, [खूप_खूप/खूप/मनापासून/तपाईंलाई/धेरै/धेरै_धेरै]* धन्यवाद/आभार/आभारी_आहे [आपला/तपाईंलाई/हजुर]*, [ખૂબ/ખૂબ_ખૂબ/તમારો]* આભાર/ધન્યવાદ [તમારો]*, [ਬਹੁਤ/ਤੁਹਾਡਾ/ਬਹੁਤ_ਬਹੁਤ]* ਧੰਨਵਾਦ/ਸ਼ੁਕਰੀਆ [ਜੀ/ਤੁਹਾਡਾ]*, [വളരെ/ഒരുപാട്]* നന്ദി, [ತುಂಬಾ]_ಧನ್ಯವಾದಗಳು/ಧನ್ಯವಾದ, [බොහොම]_ස්තූතියි/ස්තුතියි, [დიდი]_მადლობა/გმადლობთ/მადლობა/გმადლობ [თქვენ/დახმარებისთვის/დიდი]*, [շատ]_շնորհակալություն/շնորհակալ_եմ/մերսի [ձեզ/օգնության_համար]*, អរគុណ/សូមអរគុណ [ច្រើន]*, ຂອບໃຈ/ຂອບໃຈຫຼາຍໆ, ကျေးဇူးတင်ပါတယ်/ကျေးဇူးပါ, አመሰግናለሁ/እናመሰግናለን [በጣም]*',
    end: 'বিদায়/শুভ_রাত্রি/ভালো_থাকবেন, ნახვამდის, ցտեսություն',
    no: '',
    beside: 'ঠিক_আছে/বুঝেছি/ওকে/আচ্ছা, சரி, సరే/అర్థమైంది, ठीक_आहे/समजले/हुन्छ, ઠીક_છે/સમજાયું, ਠੀਕ_ਹੈ, კარგი/გასაგებია, լավ',
    after: '',
  },
];
