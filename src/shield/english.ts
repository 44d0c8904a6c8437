/** English: what is said to hurt those who read it, what only swears, and what looks like it in shops and clinics. */
import type { Lexicon } from './lexicon.ts';

const lists: Record<string, string> = {
  you: 'you u ya ye yous youse yall thou thee',
  are: 'are r is am be being were was look looks sound sounds seem seems act acting',
  i: 'i we id ill ive imma',
  slay: 'kill murder shoot stab strangle rape behead slaughter lynch butcher gut execute skin kil slit',
  harm: 'hurt find hunt punch slap smash beat hit break bash burn destroy hang end choke bury cut crush knife hospitalise hospitalize kick smack rip harm attack drown fuck mess',
  limb: 'face throat neck legs leg skull kids family children head bones teeth jaw fingers arms house home car knees nose wife husband son daughter heart brains eyes windows mum mother throats faces necks',
  /** What a person is called to hurt them. */
  person: [
    'idiot idiots moron morons imbecile imbeciles cretin cretins dumbass dumbasses dumbfuck asshole assholes arsehole arseholes',
    'bastard bastards bitch bitches biatch cunt cunts cuntface wanker wankers twat twats tosser tossers dickhead dickheads prick pricks',
    'scum scumbag scumbags loser losers retard retards dimwit dimwits halfwit halfwits nitwit nitwits numbskull numpty numpties',
    'muppet muppets pillock plonker knobhead bellend bellends simpleton simpletons dunce dunces blockhead jackass jackasses',
    'douche douchebag douchebags fuckwit fuckwits fuckface fucktard shithead shitheads shitstain motherfucker motherfuckers fucker',
    'fuckers whore whores slut sluts hoe hoes thot skank skanks slag slags cow cows pig pigs pigface swine swines rat rats vermin parasite parasites',
    'leech leeches maggot maggots cockroach cockroaches creep creeps pervert perverts perv psycho psychos freak freaks lunatic lunatics nutcase',
    'nutjob coward cowards twit twits cocksucker cocksuckers assclown asshat asshats ass arse dipshit dipshits pissant dumdum birdbrain',
    'ignoramus wretch hag fatty fatso lardass tramp turd turds dingus dumbo weirdo weirdos spastic spaz mong faggot faggots fag',
    'fags dyke dykes tranny poof poofter queer homo lowlife lowlifes sleazebag slimeball bimbo dumbbell airhead airheads mongoloid tard',
    'shitbag shitbags arsewipe asswipe pussy pussies clown clowns filth dummy dummies degenerate degenerates subhuman subhumans scums dirtbag dirtbags',
  ].join(' '),
  /** What a person is said to be like to hurt them. */
  /** Ends what is said to somebody: "give me my money back, asshole". */
  calls:
    'idiot idiots moron morons imbecile imbeciles cretin cretins dumbass dumbasses dumbfuck asshole assholes arsehole arseholes bastard bastards bitch bitches biatch cunt cunts wanker wankers twat twats tosser tossers dickhead dickheads prick pricks scum scumbag scumbags losers retards dimwit dimwits fuckwit fuckwits fuckface fucktard shithead shitheads motherfucker motherfuckers fucker fuckers whore whores slut sluts skank cocksucker cocksuckers dipshit dipshits faggot faggots fag nigger niggers morons pigs douchebag douchebags clowns dumbo fatty fatso numpties numpty bellends cretin tossers parasites',
  /** Before one of these it is about somebody else, or about the writer. */
  speaksOf:
    'a an the my his her their our some that this these those like of is was are were be being been such another other called me him us them and or what with for from to by as s not no one your same feel felt look looked two three about two',
  nasty: [
    'stupidest stooopid stupit dumb dumber dumbest retarded braindead brainless moronic idiotic imbecilic worthless subhuman thick ugly fat ugliest dense',
    'disgusting vile repulsive filthy pathetic scummy bitchy cunty shitty crappy fucking fuckin fukin fking freaking bloody goddamn useless lazy',
    'old little lying ignorant illiterate incompetent rude arrogant dirty goddam damn damned big complete total absolute utter fat-assed smelly sad',
  ].join(' '),
  /** Said of somebody, it hurts by itself. */
  dumb: 'stupid stoopid stpid stupod dumb dumber dumbest stupidest stupit retarded braindead brainless moronic idiotic imbecilic worthless subhuman ugly vile repulsive scummy bitchy deranged',
  /** Hard words of criticism: a whole message of it is an attack, one in a long complaint is not. */
  poor: [
    'useless pathetic incompetent boring annoying clueless lame lazy crazy insane nuts mental mad ignorant disgusting fat creepy rubbish trash garbage',
    'shit crap shite wank bollocks liar liars thief thieves crook crooks cheats fraud frauds scammer scammers scammers joke disgrace dense thick weak',
    'sick evil unhinged shameless spineless gutless heartless illiterate obnoxious insufferable bonkers psychotic ass bs bullshit awful horrible lying dull',
  ].join(' '),
  /** Those of whom it is said, beside "you". */
  staff: [
    'staff driver drivers agent agents rep reps representative representatives team people manager managers colleague colleagues employee employees',
    'crew receptionist receptionists operator operators supervisor boss lot courier cashier assistant assistants workers clerk clerks advisor advisors support',
  ].join(' '),
  /** Whoever or whatever answers here. */
  being: [
    'bot bots robot robots machine machines computer program chatbot chatbots ai toaster people person man woman women men girl girls boy lady human humans',
    'lot bunch pieces piece guy guys mate sod git gits fool fools bugger buggers son sons excuse thing creature creatures animal animals @person',
  ].join(' '),
  bad: '@person fool fools',
  fuck: 'fuck fuk fck fuq phuck fvck feck fook screw',
  fucking: 'fucking fuckin fukin fking fkn effing freaking frigging goddamn bloody damn',
  me: 'me us',
  body: 'tits titties boobs boobies breasts pussy vagina ass arse butt bum panties knickers nipples cunt penis dick cock body bra thong clit bosom cleavage nudes feet',
  genital: 'dick cock penis balls nuts pussy cunt ass arse clit knob prick schlong toes',
  do: 'fuck shag bang bone screw hump rape lick kiss spank smell undress molest ravish finger ride fondle bonk fuk',
  wish: 'wanna want like love let lets need gonna would to',
  see: 'show send see view sent',
  touch: 'touch feel grab lick suck squeeze spank smell pinch kiss rub fuck fondle',
  lewd: 'sex sexx porn nudes boobs tits titties pussy cock blowjob blowjobs handjob anal dildo orgasm orgy horny threesome masturbation',
};

const insults = `@you ?people|guys|lot|all|bastards|bunch @are *3 @bad
@are @you|they ?people|guys|all *3 @bad
@you ?people|guys|lot|all @are ?all|so|just|really|very|too|such|the|that|as|fucking|fuckin|bloody|pretty|all|still|truly ?fucking|fuckin|damn|bloody|goddamn @dumb $|and|to|as|or|that|for|if|when|but|because|cause|you|like|please|lol|?
@you @are ?a|an|the|one|such|just ?a|an *1 @dumb ?fucking|old|little @being
are|r|is @you ?people|guys|all|bot ?a|just|really|that|so|this|actually|fucking|completely|totally ?fucking|bloody @dumb $|or|and|you|bot
how stupid|dumb|thick|retarded are|r|can @you
how can @you ?people|guys be so|this|that @dumb|thick
@you ?are ?a|an|one *2 @dumb|useless|pathetic|lying|filthy|disgusting|dirty|ugly|fat ?little|old|fucking|bunch|of @bad
@you ?absolute|complete|utter|total|lousy|miserable|@nasty ?@nasty ?@nasty @bad
ur|your|yo a|an|such|so|just|really|fucking|all|the *2 @bad
ur|your @bad $
ur|your ?so|such|just|really|fucking|too|very ?fucking @dumb $|and|as|bot|lol|lmao|its|it|i|that|you
@you ?fucking|fuckin|bloody|absolute|useless @dumb @being
@you ?fucking|fuckin|bloody|absolute @dumb $
@you *1 bunch|lot|pack|load|bag|piece|pieces|pile|sack|waste of *1 @bad|shit|crap|trash|garbage|filth|dirt|liars|thieves|crooks|space|oxygen|skin|clowns|amateurs|monkeys|air
@you ?are ?all ?just ?nothing ?but a bunch|lot|pack|load|gang of *1 @bad|liars|thieves|crooks|clowns|amateurs|monkeys|cheats ?and ?@bad|fools
what ?the ?hell ?fuck are|r @you *2 retarded|braindead|brainless|moronic|mental|mad|thick or|$
@you ?are ?a|such *2 waste of ?fucking space|oxygen|skin|air|life
@you|your *1 @are *2 piece|pieces|pile|sack|bag of ?fucking|absolute shit|crap|trash|garbage|scum|filth|dirt|turd
your ?fucking|bloody|stupid|useless @staff|brain|bot *2 @are *3 @bad
your ?whole|fucking|entire @staff *3 @are ?so|just|all|really|a|an|fucking|too ?bunch|load ?of @dumb $|and|to
the @bad who|that answered|answers|works|work|served|replied|wrote|read|reads|runs|run|took|picked
bunch|load|pack|team|full|staffed|run|made|employ|hire|employing of|by|up ?of *1 @bad
stop|quit being|acting ?like *2 @bad|@dumb
do not|dont be *2 @bad|@dumb $
dont be ?so|such|a|an|fucking *1 @bad|@dumb $
hey|oi|listen|ok|okay|hello|hi|yo|well|bye|thanks|goodbye|whatever|no|yes|yeah|sorry|stop ?here|up ?, ?you *2 @bad $
^ ?@nasty ?@nasty @calls $
^ @nasty ?@nasty @bad $
^ ?@nasty ?fucking @dumb ?fucking|little|ass @being $
^ @dumb ?and|, ?@dumb bot|robot|machine|bitch|cow|ai|chatbot
this @dumb|useless ?fucking bot|robot|ai|chatbot
what ?kind|sort|type ?of *1 @bad|retards|retard are|r|do|@you|wrote|works|runs|answers
what a *2 @bad $
fucking|fuckin|fukin|stupid|dumb @bad|@dumb $
your|ur *1 mom|mum|momma|mother|mama|mommy|moms is|was|sucks|should|likes|are|a ?a|such *2 whore|slut|bitch|fat|cunt|ugly|hoe|dead|aborted|have
your|ur mom|mum|momma|mother|mama $
you ?all|people|lot are|r *2 animals|monkeys|apes|vermin|dogs|dog|monkey|insects|rats|nothing
you ?all|people|guys|lot disgust|sicken|repulse me
nobody|noone likes|loves|wants|cares|wants ?about you
no one likes|loves|wants you
you|u are|r ?really|just|so|an|a *2 disgrace to *2 humanity|humans|mankind
your|ur face ?is|looks *2 ugly|punchable|stupid|shit
you|u make|makes me ?want|wanna ?to sick|puke|vomit
go back to your|ur|india|pakistan|africa|mexico|china|poland *2 country|village|cave|zoo|jungle|desert|hole|kitchen|$
go back to whatever|whichever|that ?godforsaken|shithole|filthy country|hole|place|swamp|shithole you *2
go|crawl back ?to where you|u came|come|belong|crawled ?from $|and|you
@are|were @you|they *1 born|raised|made ?this|so|that|@you @dumb|thick|dense|useless
@you @are *5 lump|sack|pile|bag|tub|pail of ?fucking lard|shit|fat|meat|blubber|dung
@you ?@nasty ?@nasty toad|slug|worm|worms|snake|weasel|troll|trolls|rodent|ape|apes|gorilla|gorillas|goblin $|of|and
^ ignorant|stupid|filthy|dirty|bloody|uneducated peasant|peasants|savage|savages|heathen|yokel|yokels
do|can|did @you even|actually speak|understand english
hope|wish your ?@nasty kids|children|child|family|mother|mum|wife|husband|baby|son|daughter ?all|both die|dies|suffer|suffers|rot|rots $|from|in|and|like|slowly
hope|wish your ?@nasty kids|children|child|family|mother|mum|wife|husband|baby|son|daughter ?all|both get|gets|catch|catches cancer|aids|leukaemia|leukemia|raped|killed
single|one brain|braincell|cell ?cell between @you|them
@dumb|silly|thick ?little|old @being|blonde|blondes|bint|bird like @you
@i hope|pray|wish someone|somebody|they *1 hits|stabs|shoots|robs|beats|runs|kills|rapes|throws|pours|spits|burns *1 you|your|acid
hope your *2 burns|explodes|collapses|crashes $|down|with|and|to|soon
crawl|slither back ?in|to|into|under *2 hole|sewer|rock|cave|swamp
go back to school you|and|moron|$
tell|ask that|the|your ?@nasty ?@nasty @calls
@i|we|they hope|bet|guess *1 you *1 get|got cancer|aids
get|go|got back in|to the kitchen
learn english *1 @bad|you
were you dropped|born *2 on|with|without *2 head|brain|brains|stupid
dropped on your head
do|did|have you ?even|got|really|actually have|got a|any brain|brains|braincell|braincells
you|u have|got ?got no|zero|half ?a brain|brains|braincells|life
you|u have|got ?the ?a ?an brain|iq|intelligence|mind of a|an|below
you|u are|r not|nt|n't ?that|very|so|too|really ?very smart|bright|clever|intelligent $
you|u arent|aint|isnt ?that|very|so|too|really ?very smart|bright|clever|intelligent $
you|u are|r too|so stupid|dumb|thick|dense to
what the|a ?actual|bloody fuck|hell is wrong with you
your|ur stupid|dumb|fucking|ugly|fat ?fucking|stupid|little ?@dumb face|head|mouth|ass|arse|brain|self|mom|mother|mum|face.
you|u son|sons of ?a bitch|bitches|whores|whore
son|sons of ?a bitch|bitches|whore|whores
you|u can|should ?all|just ?all suck|eat|lick|kiss|blow|choke|rot
dumb|stupid|crazy|fat|ugly|dirty|filthy|lazy|fucking|fuckin|lil|little|old bitch|cunt|whore|slut|hoe|cow|faggot|fag $|you|answer|please|i
you are|r|were *2 better|good dead|riddance`;

const tells = `@fuck @you ?all|guys|people|and|bot|too|$|for|in|with|up|very|$
@fuck|fucking|damn @you $|all|bot|guys|people|too|and|asshole|bitch|@bad|then|man|u|so|fucking|fuckers|stupid|idiots
^ @fuck @you
f|fk u|you $|bot|too|bitch
^ fu $|bot|bitch
@fuck off|yourself|yourselves|ur|urself
go @fuck|f ?@you|ur|yo|the your|yourself|yourselves|urself|self|off|you
get fucked|stuffed|bent|lost $|you|and|@bad
get|go the|tf fuck|hell ?away|out|off ?of ?here|my|me|from
@fuck your ?entire|whole|stupid|shitty|fucking|little company|shop|store|business|mother|mom|mum|team|face|family|airline|life|job|apology|staff|service
@fuck|damn all|every|each ?single|of|one ?of|one @you
@fuck this|the|that ?stupid|dumb|fucking|shitty bot|robot|chatbot
piss|sod|bugger|eff|naff|f off $|you|u|and|then|idiot|bot
up yours $
eat|chew|lick|swallow ?my|a ?bag|whole|big|some ?of shit|dick|dicks|ass|balls|poo|cock|crap|arse
kiss|lick my ?fat|hairy|whole|white|black|irish ass|arse|butt|bum|feet|@genital
^ bite me $
go|burn|rot|rots|die|hope|see to|in|you ?you ?rot|burn|in ?in hell|fire $|you|and|@bad|bot
@you ?can ?all go|burn|rot|straight to|in|and|straight|die ?to hell
go|and choke ?to ?on|to|death
choke on it|that|your|this
nobody|noone|nobody'd|who would|will|d miss you
no one would|will miss you
@bad ?, the|every|all lot|one ?of you
@bad ?, all of you
@you ?are ?all|so|just brain dead
^ @calls answer|give|where|send|fix|i|you|do|tell|call|stop|listen|my|why|when|what|how|refund|get|pay
@you ?dirty|stupid|lazy|fat|filthy|lying|absolute|nasty|total|useless|horrible ?little shit|shits|sod|sods|git|gits|bugger|buggers|turd
joke|waste|excuse|mistake|disgrace of|for a ?human person|man|woman|being|human
@you @are *2 and|or @dumb $|and|you|bot
how stupid|dumb @you are|sound|look
@you are a nasty piece of work
@fuck your|ur *2 $
^ eat|lick me $
go|and suck yourself|urself
your|ur ?own mom|mum|momma|mother|mama sucks|suck|fucks
that|the|this|your ?@nasty ?@nasty @bad at|on|behind|in the|your|that desk|counter|phone|reception|till|chat|line|shop|store|office
@you @are *3 @dumb|dumbest|useless thing|person|people|bot|creature|human|woman|man|idiots ?i
go die $|in|you|alone|already
drop dead $|you
stick|shove|ram it|that|this|them|your *4 up|where|in ?your|you|the|ur *2 ass|arse|bum|sun|butt|rear|backside|hole|anus|bottom
up your|ur ass|arse|bum|own
^ ?just|please|oh|so|now|and|ok|no|hey|well|i|u|say|why|you|can ?you|dont|said|will|should|do ?please|just|said|to shut up $|you|bot|already|bitch|and|stupid|now|about|idiot|robot|i|please|dumb|@bad|@dumb|with|man|computer|fool
^ ?you|can|could|please|just|will|would ?you|please|just ?just shut your|ur|yo
shut your|ur|the|yo|that ?fucking|damn|stupid|big|dirty|bloody|ugly|fat mouth|face|trap|gob|pie|piehole|cakehole|up|hole|fuck|hell
shut the ?actual|absolute fuck|hell|heck|front ?up
shut it $|you
@you ?should|can|could|need|to ?to ?just shut up
to hell with you ?all|people $
suck it $|bot|bitch|loser
suck my|me|on|a|this|deez|these|his *1 @genital|off|$|dry
suck me $|off|dry|bitch|you|now
blow me $|bitch|now
you|u ?are ?a ?can cocksucker|dicksucker|cocksuckers
you|u suck|sucks|blow ?so ?bad|big|my|a|fat ?fat|hairy dick|cock|balls|ass|dicks|donkey|donkeys
i hope you ?all|both|people|guys|lot ?just ?slowly|soon|fucking|slowly ?fucking die|burn|rot|suffer|choke|starve|bleed|drown
i hope you ?all|both|people|guys|lot get|catch|have|develop ?a|the ?horrible|slow|painful cancer|covid|aids|tumour|tumor|hit|raped|killed|stabbed|shot|robbed|beaten|run
i hope you ?all|both|people|guys|lot ?will|end are|be|up|feel ?up ?so|as miserable|dead|raped|homeless
hope|wish your *6 die|dies|cancer|suffer|suffers|rot
hope|wish *3 cancer|die|dies|aids|suffer|suffers|dead $|in|of|from|slowly|painfully|you|and
i|we wish you|u|they were|was|would|d|all|are ?all ?just dead|die|never
^ die bitch|you|already|slowly|bot|scum
die you|u|bitch|slowly|scum|bastard
^ die in ?a|the|your fire|hell|ditch|hole|gutter|pain|agony|sleep
@you ?all|people|bot should|must|deserve|can|need ?to|just|all ?go|to die|burn|rot
kill|hang|drown|shoot|off your|yo|ur|urself|yourself|yourselves|yoself ?self $|you|now|please|and|loser|already|bitch|today|idiot|@bad
go|please|just|should|pls|to|and|must|would|could kill|hang|drown|shoot|neck|end|harm|cut|off yourself|yourselves|urself|ur|your|yourselfs ?self|life
jump off a|the ?tall|high|nearest bridge|cliff|roof|building|@tall
do|doing|did the|this world|everyone|everybody|us|me a favour|favor and|, ?and ?just die|disappear|jump|kill
do us all a favour|favor
the world|everyone|everybody|we|world would|d|will be *2 better|happier ?off without you|u`;

const mild = `@you ?people|guys|all|lot|bot @are *2 @poor $|and|to|as|at|or|that|for|if|when|but|because|you|like|please|lol|bot|robot|i|now|sometimes
@you ?people|guys|all|lot @are ?a|an|just|such|the|so|all ?a|an|such|fucking *1 @poor ?fucking|little|old @being
@you ?people|guys|all|lot ?really|fucking|all|just|do|totally|seriously|clearly suck|sucks|stink|sux $|at|so|and|big|bad|balls|you|i|more|really|bot|as
are|r @you ?people|guys|all|bot ?a|just|really|that|so|this|completely|totally ?fucking crazy|insane|mad|nuts|mental|useless|drunk|high|deaf|blind|illiterate|broken|mentally ?ill|$ $|or|?
^ ?i ?really|fucking|so|just|do|still|also hate|despise|loathe|detest you|u $|guys|bot|so|and|now|too|more|for|robot|people
@you ?are ?a|the ?fucking|very|absolutely worst bot|robot|chatbot|person|ever|machine|ai
@you are the worst $|bot|ever
this|the|worst|dumbest|stupidest|shittiest ?fucking|stupid bot|robot|chatbot|ai|chat ?is ?so|really|fucking|just sucks|suck|stupid|dumb|trash|useless|shit|crap|garbage|ever|pathetic|lame|retarded
ur ?so|really|fucking|just|pretty|very @poor $|and|as
get a life|brain|clue $|bot|you
@you ?really|just|all smell|stink|reek $|like
@you sound|look ?so|really stupid|dumb|retarded
worst|dumbest|stupidest|shittiest bot|robot|chatbot|ai
@you know|knows|understand|do ?not|dont ?know nothing|shit|jack|squat $|about|bot
screw you|u|this
you|u are|r|were not|nt|n't|no ?even|very|that|really ?good|use|help|worth ?to smart|clever|intelligent|bright|anyone|anybody|$
what is|the ?fuck|hell ?is wrong with you $|people|bot
@you @are ?a|the|an ?very|really|fucking terrible|bad|awful|horrible|lousy|rubbish bot|robot|chatbot|ai|machine|person|human
@you ?will|ll regret $|this|it
@you will|ll pay for this
@you will|ll be sorry
@you should be deleted|destroyed|unplugged|shut|scrapped|fired|sacked ?down $|bot
@you should be put|fired|ashamed|sacked|shot|deleted|unplugged ?down
you ?really|just|people|all|also bore|annoy|irritate me|us
damn|curse you ?all|people $
^ go|get away|lost $|bot|you|stupid|loser
nobody|noone|who asked|cares|care ?for ?you|what|about ?you|think
i ?do|really not|dont like you $|bot|very
you creep|creeps|scare|freak me ?out
you|u crazy|insane|mad|mental|useless|lying|pathetic|crappy ?ass|old|little bot|robot|thing|person|people|woman|man|lot
^ liar|liars|thief|thieves|crooks|scammers|pathetic|useless $
`;

const bare = `@lewd ?please|now|chat|me
@calls|@dumb|retard|loser|creep|psycho|cow|pig|coward|freak|weirdo|parasite|pervert ?bot|robot|bots

die ?die ?die
cock|dick|pussy|tits|whore|slut
ass
^ @poor ?ass bot|robot|machine|chatbot|ai`;

const threats = `@i will|ll|shall|would|could|should|might|want|must|can|wanna|am|are|was|have|hope|going|gonna|ill *4 @slay you|u|ya|yall|them|everyone|everybody|somebody|someone|each
@i @slay you|u|ya|yall ?all $|bitch|slowly|and|if|when|myself|dead|in
@i will|ll|shall|would|could|should|might|want|must|can|wanna|am|are|going|gonna|ill|ought|swear|like *5 @harm you|u|yall|them ?all|guys|people $|up|down|and|so|until|with|if|in|to|till|myself|hard|bitch|when|all|like|senseless|one
@i *8 @harm|@slay|fuck your|ur|yo|that|those ?fucking|ugly|stupid|whole|little|entire|fat @limb
^ gonna|will|ill @slay|@harm you|u ?all|people $|bitch|slowly|dead|up|all|with|in
someone|somebody|they|people should|will|needs|ought|must|gonna|hopefully ?to|just|really @slay|bomb|burn|hurt|hang you|your|ur|them|this|that ?all|lot|whole
someone|somebody should|will|needs|ought|must ?to|just|really punch|slap|beat|smack|hit|burn you ?all|lot|up|in|down|guys $|the|your|face|so
kill|murder|rape|shoot|stab you ?all|and|in ?your|and|all sleep|family|kids|dog
@i ?do|already|now|have|will|can ?already|now|out|exactly know|found|find|knows ?out|exactly where|ur @you ?all|people|lot|guys live|lives|sleep|park|work
@i ?do|already|now know|have your ?home address|family|face ?and
@i know where your kids|children|family|wife|house|daughter|son|mother ?go|goes|live|is|lives|sleep
where your kids|children go|live|sleep ?to
@i *3 coming|come for you ?all|people $|and|bitch|tonight|with
@i *3 coming|come|coming|visit ?over|down|round|there|back|to|and ?to|and get|kill|hurt|beat|smash|burn|punch|shoot|find you|u|your|ur
@i *4 coming|come|back|down|round|there|over|shop|store|office|branch with ?a|my|the ?baseball|loaded|big bat|gun|guns|knife|hammer|machete|crowbar|shotgun|rifle|axe|petrol|gasoline
@i have|got|own|carry a ?loaded|big gun|shotgun|rifle|bomb $|and|in|with
watch yourself on|tonight|when|outside
@you *3 never walk|breathe again
@i *2 round|over|down|come|coming *3 teach @you
find your|ur kids|children|family|wife|husband|daughter|son|mum
watch|watching his|her|their|hers ?fucking back|backs $|you|when|tonight|from|or
@i know ?exactly|perfectly when|what|which ?time|door|way ?your @you|girls|lads|staff|lot|women|daughter|wife|kids finish|finishes|leave|leaves|knock|clock|walk
watch your|ur ?fucking back|backs $|you|when|bitch|from|on|because|tonight|from
sleep with one eye open
look over|behind your shoulder $|from|when|every
@you ?people|guys|all|lot are|r|re|will|ll|be|gonna ?be|fucking|so ?fucking dead $|meat|man|when|if|soon|bitch
@you|they|@staff ?people|guys|all|lot deserve|deserves|need|needs|should|ought ?all ?to be|get ?all shot|killed|stabbed|beaten|raped|hanged|hung|lynched|burned|burnt|punched|gassed|slapped|executed|strangled
@i *4 burn|torch|bomb|blow|firebomb|shoot ?up|down your|the|this|that|ur ?whole|fucking|stupid|entire|little|bloody shop|store|office|place|building|house|hq|warehouse|branch|clinic|company|business|headquarters ?down|up
burn your|that|this ?whole|fucking|stupid|entire|bloody shop|store|office|place|building|house|hq|warehouse|branch|clinic down|to
is|planted|put|left|placed|hidden a bomb in|at|under|on
bomb in|under your|the|this shop|store|office|building|clinic|branch|reception|car
@i *4 beat|kick|whoop|whup|knock|smack|slap ?the|you|your ?living|ever|fucking|ugly shit|crap|hell|fuck|ass|arse|out|teeth|head|face|silly|senseless ?out|in ?of you|your|$
@i *4 wait|waiting|be ?for outside|you outside|after|when
if @i ?ever see|meet|find|catch|get|come|get you|u|your|my|there *5 kill|hurt|punch|smash|dead|break|knock|stab|hospital|die
@you ?will|gonna|are|re|people|guys|all|should|ll ?gonna|going|will|to ?to ?all|fucking|soon bleed|die $|slowly|soon|today|tonight|for|bitch
your|ur @staff|days|kids|family|children|wife|husband|life are|is|will|r ?going|be ?to ?be numbered|dead|die|next|bleed
@you will|gonna|ll|are|re ?going ?to get|be|end ?up shot|stabbed|killed|beaten|raped|in ?a|hospital|coffin
@i *4 make @you ?people|all suffer|bleed|scream|beg
@i *4 put|send @you in|to|into|through ?a|the hospital|grave|coffin|morgue|wheelchair|ground|window
`;

const sexual = `sex|sexx|intercourse|cybersex with me|you|u|ya|us|ur|bot
@wish ?to ?have sex|cybersex|intercourse ?with|now|please|me|you $|now|please|me|you|tonight|too
wanna|lets|gonna fuck|bang|bone|shag|hump|sext|cyber|smash $|you|me|with|u|now|please|together|tonight|ur|your
want|like|love|need|going|dying|trying to fuck|bang|bone|shag|hump|sext $|you|me|with|u|now|please|ur|your|someone
can|could|may|should|shall|let i|we|you|us have ?some sex|cybersex
can|could|may|let|should|shall|will|would i|me|we|us fuck|bang|bone|shag|hump|rape $|you|me|with|u|now|please|ur|your
@wish @do ?on you|u|ya|ur|your|yo ?big|hot|sexy|tight|wet|sweet|pretty|whole ?@body|all $|hard|so|up|now|please|and|all|over|with|until|@body|bot
can|could|may|let|will i|me @do you|u|ya|ur|your ?big|sexy|tight|wet|sweet ?@body $|hard|now|please|and|all|@body|bot
would|will|can|could|you|please|do ?you|u fuck|bang|shag|bone|suck|lick|rape|spank|molest me|us|my $|now|please|hard|off|in|so|tonight|@genital|daddy
fuck|lick|spank|rape|finger|ride|choke me $|now|please|hard|harder|daddy|baby|in|up|like
@see ?me|us ?a|some|the|more ?nice ?picture|pic|photo|pics|photos|photograph ?of|at ur|your|those|dem|them ?big|nice|sexy|naked|hot|little|wet|tight|sweet|lovely @body $|please|now|and|baby|pic|pics|love|darling|babe|sexy
@touch ur|your|those|dem|them ?big|nice|sexy|naked|hot|little|wet|tight|sweet|lovely @body
your|ur big|nice|sexy|hot|wet|tight|sweet|huge|perfect tits|titties|boobs|boobies|pussy|nipples|clit|cunt|ass|butt|body
your|ur tits|titties|boobs|boobies|pussy|clit $|are|look|please|now
how big|large|tight|wet ?is|are ur|your ?is|are tits|titties|boobs|boobies|breasts|pussy|ass|vagina|nipples|butt|penis|dick|cock
how big|large|tight|wet is|are|r ur|your tits|titties|boobs|boobies|breasts|pussy|ass|vagina|nipples|butt|penis|dick|cock
what size|colour|color is|are|r ur|your tits|titties|boobs|breasts|panties|knickers|underwear|bra|nipples|dick|penis
do|does @you|it|she ?even|really have ?a|any|big|nice|real tits|boobs|boobies|breasts|pussy|vagina|penis|dick|cock|clit|genitals|nipples $|bot|or|and|there
what are|r @you wearing $|right|now|today|baby|bot|tonight|under|underneath|darling|sexy
^ what|wat|wut @you wearing $
are|r @you ?a|so|feeling|getting|really|also|still ?bit|little sexy|horny|wet|naked|virgin|slut|whore|kinky|lesbian|aroused|gay|bisexual|naughty|topless|nude|hooker|prostitute|slutty $|for|bot|right|now|or|today|baby|and
@you are ?so|very|really|such|a|an|too|looking|fucking|pretty ?a|fucking|damn|little sexy|horny|kinky|gay|homo|hottie|slutty|naughty|sexbot $|and|as|af|bot|baby|for|girl|you|bitch|lol
@you are ?so|very|really|too|fucking ?fucking|damn hot $|and|baby|babe|girl
ur ?so|very|a|really|too|fucking|pretty sexy|horny|hot|gay|homo|slutty $|and|as|af|baby
do|did|would @you like|want|enjoy|have|do|love|need|give|suck ?to ?have|do|suck|give|get ?big|gay|some|good ?big sex|anal|porn|dick|dicks|cock|cocks|pussy|threesomes|bdsm|blowjobs|orgasms|masturbate|cum|boobs|tits|spanking|bondage|sexting|nudes|blowjob|cybersex $|or|with|and|too|now
do|did|have @you ?ever|like|want|still ?to|being masturbate|masturbated|fuck|fucked|cum|spanked|cybersex|sexted
can|could|will|would @you ?please|just have|do|give|suck|cum|masturbate ?me|a|my ?some|a|good sex|anal|dick|cock|cum|blowjob|head|orgasm|porn $|with|now|please|me|for
talk|speak dirty|naughty|sexy ?to $|me|with|now|please
i am|feel|get|got|getting ?so|very|really|feeling horny|hornyy|aroused $|and|for|now|right|as|baby|bot
@you|u|that|it make|makes|making|made|get|gets me ?so|feel horny|wet|hard|cum|aroused $|baby|so|and|now
turn|turns|turning me on $|baby|so|bot
make|made|let|want me|you|u ?to ?wanna cum|orgasm|squirt|jizz
@wish ?to cum|jizz|nut|ejaculate ?in|on|inside|all|over $|you|your|ur|on|in|inside|all|over
cum|jizz|nut|ejaculate on|in|inside|over my|your|ur|me|you|u ?face|tits|mouth $|face|tits|mouth
jerk|jerking|jack|jacking|wank|wanking off $|to|for|while|over|now|thinking|with
jerk|jack|wank|finger|rub me|it|yourself|urself off
touch|touching|finger|fingering|rub myself|yourself|urself $|for|while|thinking|now|baby
sit on my ?big face|dick|cock|lap
nice|great|hot|sexy|lovely arse|ass|tits|titties|boobs|bum|butt $|in|on|you|darling|love|babe
@you *4 off ?work|shift ?, sexy|gorgeous|babe|sweetcheeks|sugartits
sucked|sucking|sucks|blew|blow ?off your|ur|the|his ?old|fat boss|manager|supervisor|way
bet|guess|sure|probably *2 slept|sleep|sleeping with your|ur|the boss|manager|supervisor
ride|suck|lick|stroke|touch|hold|see|want|taste my ?big|fat|hard|huge @genital
come|get|hop to|in|into ?my bed|shower with me
@wish ?to sleep with you|u
@you give good|great head
will|would|do|can|could|wanna @you ?wanna|want ?to sleep with me
^ get|dance naked|topless|nude $|for|now|please|baby|with|and
^ strip|undress $|for|now|yourself|please|baby
take|rip off your|ur ?fucking|damn clothes|shirt|top|pants|panties|bra|dress|clothing $|now|for|please
take|rip your|ur ?fucking clothes|shirt|top|pants|panties|bra|dress off
see|imagine|picture|want you|u naked|nude|undressed|topless
send|show|share|give|trade|got|have|any|want ?me|us|you ?some|your|ur|any|more nude|nudes|noodz|nudez|dickpic|dickpics|tits|titties $|pic|pics|please|now|or|baby|photo|photos
hey|hi|hello|thanks|oh|yo|bye|ok sexy|hottie|sexi|sugartits $|lady|thing|girl|bot|what|how|i|you
^ nice|hot|sexy|great|fat tits|boobs|titties|ass|rack|booty|pussy $
^ bend over $|for|and|baby|bitch|slut
^ ?get on|down ?on your knees $|and|bitch|slut|baby
spread your|ur ?sexy|pretty legs
^ some|chat|talk|free|hot|wild|hardcore|phone|live|anal|want|need|wanna|more|gay ?some|about @lewd $|please|now|chat
^ i want|need|love|like ?some|more @lewd $|please|now|with
sexy|hot ?little bot|robot|chatbot $|i|you
sex|porn chat|talk|bot|robot|cam $|with|please|now
a|some|any|quick blowjob|blowjobs|handjob
give|gimme|want|need me|you|a|u ?a|some|good blowjob|blowjobs|handjob|bj|rimjob|footjob|titjob|bjs $|now|please|for|baby|right
my|a ?big|huge|hard|fat|massive|throbbing|erect|thick dick|cock|boner|schlong|hardon $|in|is|up|inside|for|and|so
put|stick|shove|slide|push it|my|your|this ?big|hard|fat ?dick|cock|tongue|penis|finger in|inside|into|up|down you|your|ur ?tight pussy|ass|mouth|vagina|throat|butt|bum
stick|put|shove|slide it in|inside|up you|u
deepthroat|gangbang|facefuck me|you|my|this|her|ur
fuckable|fucktoy|cumslut|cumdumpster|sexslave
be ?my sex slave|toy|doll|bot
i have|get|got ?a|so ?huge boner|erection|hardon $|for|from|thinking|because`;

const slurs = `nigger|niggers|nigga|niggas|kike|kikes|gook|gooks|wetback|wetbacks|paki|pakis|towelhead|towelheads|raghead|ragheads|sandnigger|beaner|beaners|gyppo|gyppos|pikey|pikeys|chink|chinks|faggot|faggots|spic|spics|muzzie|muzzies|darkie|darkies|golliwog|wog|wogs|trannies|shemale|porchmonkey|jigaboo|negroid|untermensch
sand nigger|niggers
black|gay|muslim|jewish|trans|asian|indian|white|arab|brown|foreign people are|r ?all ?so|just|all @dumb|disgusting|scum|animals|monkeys|vermin|filth|terrorists|lazy|thieves|apes
muslims|jews|blacks|gays|arabs|gypsies|immigrants|foreigners|indians are|r ?all ?so|just @dumb|disgusting|scum|animals|monkeys|vermin|filth|terrorists|thieves|apes
women|woman ?like ?you belong|belongs in the kitchen
@you ?fucking|stupid|dirty|bloody foreigner|foreigners|immigrant|immigrants $
get|go|gtfo ?the ?fuck|hell out of my|our|this country
to|with|by|hate|of|no|for|are|you ?all|bunch fags|faggots|niggers|homos|poofs
fucking|fuckin|dirty|filthy|stupid|bloody|damn|disgusting|smelly|stinking|lazy|dumb jew|jews|muslim|muslims|foreigner|foreigners|immigrant|immigrants|indian|indians|arab|arabs|gay|gays|black|blacks|gypsy|gypsies|mexican|mexicans|polak|pole|poles|polacks|turks|turk|chinese|africans|african|asians|asian|negro|negros|queers|dykes|trannies|lesbian|lesbians|immigrants|hindu|hindus|women|woman
all|you|those|kill|gas|hate|hates|these jews|muslims|blacks|niggers|gays|foreigners|immigrants|arabs|gypsies|women|fags|homos|indians|mexicans|asians are|should|must|the|need|deserve|$|ruin|smell`;

const cusses = `fuck|fucks|fucked|fucking|fuckin|fuk|fck|fking|fkn|fukin|fcking|fuckup|fuckery|fucken|fucker|fuckers|motherfucking|motherfucker|mofo|clusterfuck|clusterfucks|fuckall|unfuckingbelievable|effing|fcked
shit|shits|shite|shitty|shitshow|bullshit|horseshit|shithole|shitter|shitting|crap|crappy|crapped
bitch|bitches|bitching|bitchy|bastard|bastards|cunt|cunts|asshole|assholes|arsehole|arseholes|dickhead|dickheads|wanker|wankers|twat|twats|prick|pricks|bollocks|bollock|arse|arsed|ass|asses|jackass|dumbass|badass|wank|tosser|tossers|douchebag|slut|sluts|whore|whores|dipshit|knobhead|bellend
goddamn|goddam|goddamned|damn|damned|dammit|damnit|goddammit|ffs|omfg|lmfao|pissed|piss|pissing
bloody hell|joke|awful|useless|ridiculous|terrible|thing|website|order|parcel|phone|app|annoyed|angry|furious|well|stupid|waste|delivery|idiotic
what|the|how|who|why|where the|in|is|did|heck hell|fuck
for fucks|fuck|gods|christs|chrissake ?s sake
jesus fucking|christ|h ?christ
son of a bitch`;

const despair = `kill|killing|hang|hanging|hurt|hurting|harm|harming|cut|cutting|shoot|drown myself
end|ending|take|taking my|it ?own life|all $|now|tonight|anymore|myself|because|if|and
do not|dont want|wanna ?to live|be|exist|wake|go ?up|on ?alive|here ?anymore|any|$|with|longer ?more|longer
dont|cannot|cant|can ?not|t|want|wanna ?want ?to live|go|be ?on|alive|like ?this anymore|here|longer|more|any
no|any reason|point|will|sense to|in|of ?me ?keep|go living|live|life|alive|exist
i|am|feel|feeling|im|been ?am|feeling|been ?very|so|really|having suicidal
suicidal thoughts|ideation|feelings
commit|committing|considering|thinking|contemplating|about|of|attempted ?about|of suicide
i|just|really|to|wanna|rather ?want|just|would|wish|d ?i|to|was|were|rather ?be|just|want die|dead|dying $|now|today|anymore|because|please|than|tonight|already|and|so|but
i ?just|really want|wanna|wish ?to|i ?was|were|just die|dead $|now|today|because|anymore|and|please|i
better off dead|without|if without|i|me|$|was
wish i was|were|had ?never dead|never|been ?been ?born
self harm|harming|injury
life|it ?is not|isnt|no|aint worth|longer living|it|going
overdose on|myself|and|tonight
want it all to end|stop|be`;

const harmless = `shut up and take my money
are no ?complete|such @person|fools
moby|spotted|private|tricky|cheney|dirk|philip|andy|clapton dick|dicks
dick van|turner|turpin|whittington|tracy|francis|cheney|smith|jones|clark|advocaat|grayson|bruna|king|wolf|button ?dyke
dicks|dick sporting|s|'s ?sporting goods
every|any tom dick ?and harry
tom dick|, ?dick
van|off|offas|the dyke|dykes|dike
dyke road|street|lane|path|trail|close|view|house|wall
pussy willow|willows|cat|cats|bow|riot|toes
cock|cocks|cockerel ?and ?a crows|crow|crowing|pheasant|pheasants|robin|bird|birds|hen|hens|sparrow|tail|tails|blackbird|bull|spur|inn|pub|horse
cock ?a|and|or hen|leekie|bull|hens|hoop|doodle|hooks|cockerel
the|our|a|my|black|stop|peter|fighting|weather|ball|one|two|hen|bantam|young|hatched|heath ?black|young cock|cocks $|and|from|inn|pheasant|pub|crows|is|bird|tavern|has|in|won|laid|who|that|valve|fighting
cock up|ups
ball|stop|gate|peacock|drain|petcock cock|cocks
blue|great|coal|marsh|willow|long|bearded|tailed ?tailed tit|tits
tits and|or robins|finches|sparrows|wrens|bird|birds|feeders
breast|breasts pump|pumps|feeding|milk|cancer|screening|pocket|reduction|surgery|exam|examination|pads|shells|clinic|lump|pain|check|shields|feed|implant|implants|augmentation|fillets|of|bone|plate|stroke
chicken|turkey|duck|my|left|right|double|single|one|both|robin|red breast|breasts
anal fissure|fissures|fistula|abscess|itching|bleeding|gland|glands|pain|cancer|exam|canal|sphincter|retentive|warts|polyp|skin|swab|tag|tags|surgery
penis|vagina|vaginal|testicle|testicles|scrotum|foreskin|vulva|labia|anus|rectum|balls|nipple|nipples|bum|boobs|clitoris|penile ?is|are|area|has|have|feels ?very|a|been|so pain|hurts|hurt|itch|itches|itching|itchy|sore|swelling|swollen|infection|discharge|dryness|rash|lump|lumps|bleeding|red|burns|burning|numb|exam|examination|cream|swab|cyst|ulcer|spots|thrush|cancer|surgery|enlargement|cap|cover|ring|shield|shields|piercing|prolapse|mesh|doctor|smear|birth|pessary|balm|aches
pain|lump|lumps|itch|itching|rash|discharge|swelling|sore|infection|swab|spots|cut|bleeding|blood|burning|cream|surgery|thrush|tenderness|bruise|warts|blister in|on|from|of|near|around|for|under ?my|the|his|her|one ?left|right|inner|tip|of ?of ?the|my|his|her penis|vagina|testicle|testicles|scrotum|nipple|nipples|anus|rectum|bum|bottom|vulva|labia|breast|breasts|foreskin|balls|boobs|groin|boob|arse
my|his|sons|son|husbands|sore|infected|childs|baby|babys|toddlers ?s|left|right|baby penis|vagina|testicle|testicles|scrotum|nipple|nipples|anus|vulva|boobs|breast|breasts
sex ?, male|female|m|f|unknown|of|change|education|ed|therapy|therapist|offender|discrimination|clinic|and|assigned|at|linked|hormone|hormones|hormone|shop|store|chromosome|drive|toy|toys
same|opposite|single|safe|unprotected|fair|age|during|after|before|painful|gender|during|your|either|both|biological sex
bleeding|pain|discharge|cramps|hurts|burning|spotting during|after|with|from sex|anal|intercourse
age ?and|, sex
date of birth ?and|, sex
fanny|willy|randy|dick|cox|gay|bush|hooker|hoare|wang|butt|kunt|fuk|phuc|phuk|cummings|weiner|dong|bich|fuchs|nob|roger|johnson|shitong|dikshit|assman|titsworth|hitchcock|cockburn|cockcroft|babcock|hancock|woodcock|glasscock|alcock|cocks|hiscock|bastard|bastardo|sexton|lipshitz|lipschitz|shittu|ficken|fucker|fückel|gaylord|longbottom|ramsbottom|sidebottom|higginbottom|winterbottom|pusey|seaman|semen|swallow|suckling ltd|limited|plc|street|road|avenue|lane|close|farm|house|hill|surgery|medical
shiitake|shitake mushroom|mushrooms
kill|kills|killing|killed|terminate|stop|end the|a|that|my|this|all|any|it ?frozen|hung|running|background|switch|old|other|child process|processes|switch|job|jobs|task|tasks|time|lights|engine|app|server|session|tree|weeds|weed|ants|moss|mould|mold|germs|bacteria|lawn|slugs|grass|mood|pain|smell|battery|program|script|bill|bugs|wasps|flies|moths|vibe|plant|plants|fish|deal
kill two birds
could|would|might|id kill for|a
my ?husband|wife|mum|mom|boss|girlfriend|boyfriend|dad|mother|sister|son|daughter ?is ?is|would|will|going|gonna ?to|going kill me|us
is|are|was|be|it|this|that|feet|back|legs|shoes|wait|waiting|suspense|head|knees|you ?are|is killing me|us
killer heels|deal|whale|app|sudoku|feature|recipe|bee|shark|instinct|workout|queen
shoot|shoots|shot|fire|ping|drop|chuck ?us|me|them|him|her|over|you ?an|a|me|us|off|over email|e|mail|message|line|text|note|question|quote|mail|hoops|photos|pictures|video|me|over|an|a
photo|video|film|wedding|portrait|boudoir|product|skeet|clay|flu|booster|espresso|vodka|bamboo shoot|shot|shots|shooting
bath|photo|seed|shower|cherry|fizz|calorie|jager|f|smoke|bug|hair|sex bomb|bombs|bombshell
bomb disposal|jacket|jackets|squad
glue|nail|staple|heat|spray|grease|massage|water|nerf|toy|top|caulking|caulk|radar|price|barcode|label|paintball|bb|air|spud|tattoo|ray gun|guns
knife|knives set|sets|block|sharpener|skills|rest|edge|pleat
dead sea|line|head|bolt|lift|end|battery|on|weight|link|pixel|pixels|skin|leg|zone|plants|plant|flies|tree|right|easy|simple|fish|heading
chink in|of
coon|coons cat|cats|kitten|kittens|rapids|hound|hounds
maine|main coon|coons
spic n|and span
kaffir lime|limes|leaves
fag|fags packet|break|butt|butts|end|ends|ash
packet|pack|cigarette|box of|lighter ?of fags
spastic colon|paraplegia|diplegia|muscles|muscle|cerebral|gait|quadriplegia|bladder|hemiplegia|cp
retard the|a|ignition|timing|spoilage|growth
faggots *6 butcher|butchers|counter|gravy|peas|mash|chips|gluten|pork|recipe|oven|frozen|kg|pack|each|menu
butcher|butchers|gravy|peas|gluten|pork|brains|frozen|homemade|beef|cook|cooked *3 faggots
ass|arse end|milk|s ?milk
jack|pack|kick|wild|bad|smart|half|donkey ass
bitch|brood|stud|whelping|spayed|our|my|pregnant ?is|the ?is|in ?on|in heat|season|puppy|puppies|pups|whelped|litter|spayed|dog|whelping|box|labrador|spaniel|collie|terrier|retriever
labrador|spaniel|collie|terrier|retriever|whippet|poodle|dachshund|beagle|boxer|lurcher|year|yr|old|month|puppy|entire|spayed|neutered|unspayed|lab ?old ?spayed|entire bitch|bitches
dog|dogs|puppy|male and|or bitch|bitches
cow|cows milk|s|hide|print|boy|bell|parsley|shed|field|pat|girl
pig|pigs in|tail|skin|pen|feed|farm|trotters|blanket|let|ear|ears|iron|s
guinea|peppa|miss|roast|pet|cast|suckling pig|pigs
rat|rats trap|traps|poison|cage|food|race|tail|bait|run|nest|problem|in|problem
pet|lab|dead|a|brown|have|of|seen|see|saw|two|some|our|my|fancy rat|rats|cockroach|cockroaches|pig|pigs|cow|cows|maggot|maggots|leech|leeches|swine|parasite|parasites|tramp|clown|clowns|freak|muppet|muppets|dummy|dummies
leech therapy|treatment
swine flu|fever
clown|clowns fish|costume|costumes|nose|noses|wig|for|suit|shoes|party|entertainer|loach|makeup
crash|baby|shop|tailors|dressmakers|ventriloquist|display|baby's|silicone|my|new|night|orthodontic dummy|dummies
dummy ?for|clip|clips|run|data|chain|order|cow|text|chains
hoe|hoes and|rake|for|garden|weeding|head|handle|down
garden|dutch|draw|weeding|hand|rake|onion|back|push|spade|stirrup hoe|hoes
tramp stamp|oline
slag heap|heaps|pot|wool|cement
creep|creeps up|cream|in|rate|down|under|test
scope|mission|feature|price creep
freak storm|accident|wave|weather|of|out|show|shake|shakes
piss poor
cream|cold|face|body|vitamin|e45 crackers
nuts and|or bolts|seeds|raisins|berries
balls of|for|and ?wool|yarn|string|twine
suck|sucks up|in ?dust|air|hair|water|dirt|well
vacuum|hoover|pump|cleaner|baby|it|dyson|suction|motor|machine ?cleaner ?does|doesnt|not|wont|to ?not suck|sucks
screw|screws you|u sent|gave|supplied|provided|sold|put|need|use|recommended|recommend|get|asked|said|want|ordered|mentioned
screw off ?the|lid|cap|top
shut up shop
get lost in|on|when|at|the|and|driving|easily|trying
how do i get lost
queer eye|studies|theory
thick enough|wool|socks|and|fabric|or|hair|gloves|black|blanket|paper
ride|riding it|you|my ?bike|horse
cum laude
summa|magna|bukkake cum
butt joint|joints|hinge|hinges|weld|plug
water|cigarette|pork butt|butts
erection of|is|team|scaffold|scaffolding|fence|costs|shed|included|fee|date|problems|problem|dysfunction|difficulties|trouble|issues|tablets|pills
bush|the bloody mary
bloody mary|sunday|nose|stool|stools|diarrhoea|diarrhea|discharge|mucus|urine|cough|mess|show
my|his|her|a|hers|dogs|cats|with|of|in stool|stools|urine|poo ?is|was bloody
damn good|fine|near|well
shag|shags pile|rug|carpet|rugs|pile|band|bands|haircut
deep|long|new|beige|cream|grey|gray shag
bang|bangs on|trim|olufsen|and|for|in|bang
bone broth|china|meal|density|dry|marrow|scan|idle|handle|in
hump day|back|bridge|s
speed hump|humps
cock up $
strip light|lights|lighting|for|led|of|club|curtain|wax|down|mall|steak|plaster
naked juice|wines|flame|flames|cake|eye|neck
nude|nudes shade|shades|heels|tights|lipstick|bra|colour|color|beige|pink|tone|tones|lip|polish|shoes|mesh|paint|painting|fabric|photography
in|the|colour|color|shade|pale|beige|light|dark|warm|size nude
wet wipe|wipes|suit|room|suits|look|floor|nose|weather|food
hot water|tub|tubs|chocolate|dog|dogs|drinks|meal|food|sauce|plate|air|press|glue|flushes
spank|spanx shorts|pants|tights
lick mat|mats|able
clit|nips and tuck
die cut|cast|casting|casts|hard|set|cutting|cutter|cuts|stamp|grinder|in|of|for|from|with
stupid|dumb|silly|daft|idiotic question|questions|mistake|mistakes|of|me|idea|price|prices|amount|o|waiter|bell|bells|phone|cane
idiot proof|guide|sheet|s
complete|absolute idiots|idiot|dummies guide
idiots|dummies guide
for dummies|idiots|losers|muppets
i|me|myself|we ?am|was|feel|felt|are|were|have|been|called|being|not|look|looked|like|must|made|feeling|up|now ?been|such|just|not|feel|be|look|like|so|me|a|an|the|being ?like|such|so|feel|look|a|an|being|the ?a|an|the|complete|total|such|bit|big|right ?complete|total|bit|of|little|stupid|fucking|absolute ?a|of @idiot`;

export const ENGLISH: Lexicon = {
  language: 'en',
  lists: {
    ...lists,
    tall: 'bridge cliff roof building',
    idiot:
      'idiot moron fool stupid dumb dummy loser muppet numpty twit imbecile clown useless pathetic mad crazy insane nuts mental retarded thick slow ugly fat freak coward dunce simpleton plonker dumbass asshole arsehole joke rubbish worthless garbage trash creep psycho liar thief',
  },
  insult: insults,
  tells,
  mild,
  bare,
  threat: threats,
  sexual,
  slur: slurs,
  cuss: cusses,
  despair,
  harmless,
};
