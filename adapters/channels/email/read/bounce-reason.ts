/** Why a mail server rejected a mail, in plain words. */

/** The mailbox is full, in the languages that servers speak. */
const MAILBOX_FULL =
  /mailbox (is )?full|inbox is full|postfach[^\n]{0,60}\bvoll\b|bo[îi]te[^\n]{0,60}\bpleine\b|(buz[óo]n|casilla)[^\n]{0,60}\bllen[oa]\b|casella[^\n]{0,60}\bpiena\b|caixa[^\n]{0,60}\bcheia\b|(mailbox|postvak)[^\n]{0,60}\bvol\b|(brevl[åa]d|postkass?e|mailbox)\p{L}*[^\n]{0,60}\b(full|fuld)\b|skrzynka[^\n]{0,60}(pe[łl]na|przepe[łl]nion)|schr[áa]nka[^\n]{0,60}(pln[áa]|zapln)|(ящик|скринька|поштова скринька)[^\n]{0,60}переповн|ящик[^\n]{0,60}(переполнен|заполнен)|posta kutusu[^\n]{0,60}dolu|γραμματοκιβώτιο[^\n]{0,60}(πλήρες|γεμάτο)|תיבת[^\n]{0,60}מלאה|ممتلئ|صندوق[^\n]{0,60}پر|(邮箱|郵箱|信箱)[^\n]{0,40}(已满|已滿|满了|滿了)|(メールボックス|受信箱)[^\n]{0,40}(一杯|いっぱい|容量)|메일함[^\n]{0,40}(가득|초과)|h[ộo]p th[ưu][^\n]{0,60}[đd][ầa]y|kotak (surat|masuk)[^\n]{0,60}penuh|กล่อง[^\n]{0,60}เต็ม|postilaatikko[^\n]{0,60}t[äa]ynn[äa]|postafi[óo]k[^\n]{0,60}megtelt|c[ăa]su[țţt]a[^\n]{0,60}plin[ăa]/iu;
/** Nobody of that name there, in languages other than English. */
const NOBODY =
  /(empf[äa]nger|benutzer|adresse|postfach)[^\n]{0,60}(unbekannt|existiert nicht|nicht gefunden)|n.existe (pas|plus)|est introuvable|no existe|inexistente|sconosciut|non esiste|n[ãa]o existe|bestaat niet|finns inte|findes ikke|finnes ikke|nie istnieje|neexistuje|nem l[ée]tez|nu exist[ăa]|ne obstaja|ne postoji|не існує|не существует|не съществува|не постоји|δεν υπάρχει|bulunamad[ıi]|אינו קיים|לא קיימת|غير موجود|وجود ندارد|不存在|存在しません|見つかりません|존재하지 않|không tồn tại|tidak (ditemukan|ada)|ไม่พบ|ei (löydy|leitud)|neegzistuoja|neeksistē/iu;

export const NOT_TAKEN = 'their mail server did not take it.';

/** What a busy person understands; the codes are those of RFC 3463, the words those of the servers. */
export function reasonWords(status: string | null, diagnostic: string): string {
  const detail = status?.slice(2) ?? '';
  const says = (pattern: RegExp) => pattern.test(diagnostic);
  if (
    detail === '2.2' ||
    says(MAILBOX_FULL) ||
    says(
      /over (its |the |their )?quota|overquota|quota (exceeded|full)|exceeded.{0,20}(quota|storage)|storage allocation|insufficient (disk|system storage)/i,
    )
  )
    return 'the mailbox is full.';
  if (
    /^2\.1$/.test(detail) ||
    says(
      /(account|mailbox|user).{0,30}(disabled|suspended|inactive|deactivated|expired|locked)|not accepting messages/i,
    )
  )
    return 'this mailbox is closed or does not accept mail.';
  if (
    /^1\.[01346]$/.test(detail) ||
    says(NOBODY) ||
    says(
      /user unknown|unknown user|no such (user|recipient|mailbox|person|address)|does ?n[o']t exist|unknown recipient|recipient (not found|unknown)|invalid (recipient|mailbox|address|user)|address (rejected|not found|couldn't be found|unknown)|not listed|no mail ?box|bad_recipient|not (a )?known user|not an active (address|user)|mailbox not found|mailbox unavailable|user not found|account.{0,20}(not exist|unknown)|not a valid/i,
    )
  )
    return 'there is no such address.';
  if (
    /^1\.2$|^4\.4$/.test(detail) ||
    says(
      /domain (not found|does not exist)|host (or domain name )?(not found|unknown)|nxdomain|no mx|unrouteable|no such domain|malformed name server|unable to route|name or service not known|null mx/i,
    )
  )
    return 'that mail domain does not exist or accepts no mail.';
  if (
    /^[234]\.(3\.4)$/.test(status ?? '') ||
    detail === '3.4' ||
    detail === '2.3' ||
    says(/too large|(message )?size (limit|exceed)|exceeds.{0,30}size|message too big/i)
  )
    return 'the message is too large for them.';
  if (
    /^4\.[1257]$/.test(detail) ||
    says(
      /timed? ?out|connection refused|no route to host|network (is )?unreachable|lost connection|not responding|retry time(out)?|expired|could not connect|host.{0,20}down/i,
    )
  )
    return 'their mail server could not be reached for a long time.';
  if (
    /^7\./.test(detail) ||
    says(
      /spam|blocked|black ?list|blocklist|block list|policy|dmarc|\bspf\b|dkim|reputation|denied|not (allowed|permitted)|refused to talk|banned|abuse|authenticat|content rejected|virus/i,
    )
  )
    return 'their mail server refused it (as spam, or by one of their rules).';
  if (
    /^[45]\.3\./.test(status ?? '') ||
    says(/try again later|temporar|greylist|too many|rate limit|system not accepting/i)
  )
    return 'their mail server has a problem.';
  if (detail === '4.6' || says(/loop|too many hops/i)) return 'it was caught in a loop between mail servers.';
  return NOT_TAKEN;
}
