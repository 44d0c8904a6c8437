/**
 * Words of customers that mean the same, in English, German, French, Spanish, Italian, Dutch and Portuguese, and words that
 * say nothing by themselves. Both only help: what stands in no list is compared letter by letter. Pure.
 */
import { lazy } from '../core/lazy.ts';
import { stemOf } from './stems.ts';

/** Each line means one thing. In small letters and without marks, as words are compared. */
const CONCEPTS = `
refund refunds refunded reimburse reimbursement reimbursed repay erstattung ruckerstattung erstatten remboursement rembourser rembourse reembolso reembolsar devolucion rimborso rimborsare terugbetaling terugbetalen
arrive arrived arrival come coming came receive received receiving get got deliver delivery delivered lieferung geliefert ankommen angekommen erhalten livraison livre recu arrivee entrega llegado llegar recibido consegna arrivato ricevuto levering geleverd ontvangen aangekomen chegou recebi recebido
cost costs price prices pricing fee fees charge charges charged rate rates expensive kosten preis preise gebuhr gebuhren prix cout frais tarif precio precios coste tarifa prezzo prezzi costo tariffa prijs prijzen preco taxa
cancel cancelled canceled cancellation stop terminate revoke undo abort stornieren stornierung kundigen kundigung annuler annulation resilier cancelar cancelacion anular annullare annullamento disdire annuleren opzeggen
broken broke damaged defective faulty malfunctioning working work works kaputt defekt beschadigt funktioniert funktionieren casse abime defectueux marche fonctionne roto danado defectuoso funciona rotto danneggiato difettoso funziona stuk beschadigd werkt quebrado danificado
change changed changing update updated edit modify alter switch andern andert geandert wechseln aktualisieren changer modifier changement cambiar modificar cambio cambiare modificare wijzigen veranderen aanpassen alterar mudar
lost lose losing stolen stole missing misplaced disappeared vanished gone verloren gestohlen fehlt perdu perte vole manque perdido perdi robado falta perso rubato smarrito manca kwijt gestolen ontbreekt roubado
buy bought buying purchase purchased purchases order ordered orders bestellung bestellen bestellt kaufen gekauft commande commander achat achete compra comprar comprado pedido pedir ordine ordinare acquisto comprato bestelling besteld kopen gekocht encomenda
show showing shown shows appear appeared appears see display displayed anzeigen angezeigt afficher affiche voir mostrar aparece mostrare tonen zien
verify verification verified confirm confirmed confirmation identity identify prove proof validate bestatigen bestatigung verifizieren confirmer verifier confirmar verificar confermare verificare bevestigen bevestiging
quick quickly fast soon long time days wait waiting slow late delay delayed delays warten spat verspatung dauert attendre attends retard delai esperar espero tarde retraso aspettare ritardo wachten vertraging esperando atraso
reject rejected decline declined denied refused fail failed failing fails abgelehnt fehlgeschlagen refuse echoue rechazado rechazada rifiutato geweigerd mislukt recusado
wrong incorrect incorrectly mistake error falsch fehler faux erreur mauvais equivocado incorrecto sbagliato errore verkeerd fout errado erro
help assist assistance support hilfe helfen aide aider ayuda ayudar aiuto aiutare hulp helpen ajuda ajudar
send sends sent sending transfer transferred transferring transfers senden schicken geschickt uberweisung uberweisen envoyer envoye virement enviar enviado transferencia inviare spedire bonifico sturen overschrijving
allow allowed permitted possible able moglich erlaubt possibles permis posible permitido possibile permesso mogelijk toegestaan possivel
use using used usage nutzen benutzen verwenden utiliser usar utilizar usare gebruiken
open opening create creating make making register sign setup eroffnen anlegen anmelden ouvrir creer abrir crear aprire creare openen aanmaken criar
close closing delete deleting remove deactivate schliessen loschen fermer supprimer cerrar eliminar chiudere eliminare sluiten verwijderen fechar
location where locate track tracking find sendungsverfolgung verfolgen suivi suivre seguimiento rastrear tracciare tracciamento volgen rastreio
withdraw withdrawal withdrawals withdrew cash atm abheben bargeld retrait retirer especes retirar efectivo prelievo prelevare contanti opnemen contant levantar
two twice double duplicate duplicated zweimal doppelt deux double dos doble due doppio twee dubbel dois duplo
why reason explanation explain warum grund pourquoi raison razon perche motivo waarom reden porque
need needs want wants like require requires brauche benotige mochte besoin veux voudrais necesito quiero vorrei nodig wil preciso quero
country countries abroad overseas international foreign ausland land pays etranger pais extranjero paese estero buitenland
child children kid kids daughter son kind kinder enfant enfants nino ninos hijo hija bambino bambini figlio figlia kinderen crianca filho
pending processing process bearbeitung cours pendiente elaborazione verwerking pendente
return returned returning returns exchange swap replace replacement zuruckgeben zurucksenden umtausch umtauschen ersatz retour retourner echanger remplacer devolver cambiar sustituir restituire reso sostituire retourneren ruilen vervangen
invoice invoices bill bills receipt rechnung rechnungen quittung beleg facture factures recu factura facturas recibo fattura fatture ricevuta factuur bon fatura
pay paid payment payments paying bezahlen bezahlt zahlung zahlen payer paye paiement pagar pagado pago pagare pagato pagamento betalen betaald betaling
appointment appointments booking book booked reservation reserve termin buchung gebucht reservierung rendezvous reserver cita reserva reservar appuntamento prenotazione prenotare afspraak boeking reserveren consulta
password passwords login log passwort kennwort einloggen connexion motdepasse contrasena clave accesso wachtwoord inloggen senha
address addresses adresse anschrift direccion indirizzo adres endereco
discount voucher coupon code promo rabatt gutschein reduction remise bon descuento cupon sconto buono korting desconto
shop store branch open opening hours laden geschaft filiale offnungszeiten magasin boutique horaires tienda horario negozio orari winkel openingstijden loja
size sizes fit fits grosse passt taille talla taglia maat tamanho
`;

const FUNCTION_WORDS = `
a an the i me my we us our you your he she it its they them their this that these those to for of in on at with from by as into about
is are was were be been being am do does did have has had having can could will would shall should may might must
and or but if so not no yes there here just please also only some any all more very too again now still yet
what when where which who whom whose how why im ive id ill hi hello hey
der die das den dem des ein eine einen einem einer eines ich mich mir mein meine meinen meiner du dich dir wir uns unser sie ihr ihre ihnen ihren er es
und oder aber wenn nicht kein keine ist sind war waren bin sein hat habe haben hatte kann konnen konnte wird werden wurde mit von zu zum zur auf fur aus bei nach an am im in uber um als auch noch nur schon so wie was wann wo wer warum bitte
le la les un une des du de et ou mais si ne pas je j me mon ma mes nous notre nos vous votre vos il elle on ils ce cet cette ces est sont suis etre ai avez avons avoir a au aux en dans sur pour par avec sans que qui quoi quand comment ou plus tres aussi encore svp
el los las una unos unas y o pero no yo mi mis nos nuestro su sus usted ustedes ello eso esto este esta es son soy ser estar estoy he ha han tengo tiene del al con sin por para que quien cuando como donde mas muy tambien
lo gli uno una e ed ma non io mio mia miei noi nostro vostro suo loro questo questa sono essere ho hai hanno avere di da dal del della nel nella su con per tra che chi quando come dove piu molto anche
de het een en of maar niet geen ik mij mijn wij we ons onze u uw jij je jouw hij zij hun dit dat deze die is zijn was waren ben heb heeft hebben had kan kunnen wordt worden met van naar op voor uit bij aan in om als ook nog al wel zo hoe wat wanneer waar wie waarom
o os um uma uns e ou mas nao eu meu minha meus minhas nosso voce seu sua isto isso este esta sao sou ser estar tenho tem do da dos das no na nos nas com sem por para que quem quando como onde mais muito tambem
`;

const names = lazy(() => namesOf(CONCEPTS));
const functionWords = lazy(() => new Set(FUNCTION_WORDS.split(/\s+/).filter(Boolean)));

function namesOf(lines: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const line of lines.trim().split('\n')) {
    const [name = '', ...others] = line.split(' ').map(stemOf);
    for (const stem of [name, ...others]) if (!names.has(stem)) names.set(stem, name);
  }
  return names;
}

/** One name for all stems of the same meaning; the stem itself where no other is known. */
export function conceptOf(stem: string): string {
  return names().get(stem) ?? stem;
}

/** Stands in every text and tells none from another. */
export function isFunctionWord(word: string): boolean {
  return functionWords().has(word);
}
