/**
 * The skeletons (password-policy.ts: skeletonOf) of the most used passwords, so that one entry also stands for its decorations.
 * Derived from the frequency list of zxcvbn-ts (MIT License, (c) Dan Wheeler, Dropbox Inc., and the zxcvbn-ts authors).
 */
export const COMMON_SKELETONS: ReadonlySet<string> = new Set(
  `
1111111111zz 1234567890qaz 1234567890qw 1234567890qwe 1234567890zzz 123456789aaa 123456789abc 123456789asd
123456789qaz 123456789qqq 123456789qwe 123456789zxc 4815162342lf 89063032220m 89231243658s 89876065093rax a2aeaaasa6a
a2bec a2becad a2sedafsg6h aardvark aaron abc123456789 abcd aberdeen abgrtyu abigaii access accord account achiiies
action active adam adgjmptw adidas admin administrator admirai adrian adriana aduit aezakmi africa agent aggies
aiabama aian aiaska aib2c aib2ced aibatros aibert aiberto aibion aiejandr aieksandr aiex aiexande aiexander aiexandr
aiexandra aiexis aifred aiibaba aiice aiicia aiien aiiens aiiiance aiiison aiison aiisop aikido aipha aipine airborne
airbus airforce airpiane ais2def ais2defagsh aiways aiyssa aksjdiasdakj amadeus amadeusptfcor amanda amateur amazon
amber ameiia america american amsterda amsterdam an8esa692ian anaconda anai anaisex anakin anarchy anastasia anders
anderson andre andrea andreas andrei andrew andrewjackie andrey andy anfieid angei angeia angeiica angeiina angeio
angeis angie anhyeuem animai anime anna annette annie antananarivu anthony anton antonio anubis anything anytimetoday
apache apoiio appie appiepie appies aprii aquarius aragorn archer archie area arizona arjay armani arnoid arsenai
artemis arthur artist asdasd asdf asdfg asdfgh asdfghj asdfghjk asdfghjki asdfjki asdi2easd asdzxc ashiey ashton asian
aspire aspirine assass assassin assfuck asshoie assman asterix astros athena atianta atiantic atiantis atomic attack
auburn auckiand audrey august aurora aussie austin austraii austraiia autumn avaion avatar avenger avriiiavigne
awesome azamat azerty azsxdc azsxdcfv babe babes babies baby babyboy babydoii babygiri babyion backdoor bacon badass
badboy baddog badger badiman baggins baii baiier baiiey baiioon baiis bambam banana bananas bandit bang bangkok
banshee barbara barbie barceion barceiona barkiey barney barsik bart basebaii basket basketba basketbaii bass bassman
bastard batman battie baxter beach beagie beaner bear bears beast beaties beatrice beautifui beauty beaver beavis
beckham becky beefcake beer beetie beii beiia beiinda bender benjamin bennett benson bentiey beriin bernard bernie
bertha bethany better betty beveriy bhrhoh2oof6xbqjeh biabia biack biackcat biackdog biackie biackjac biackman biacks
biacksonbion biacky biade biades biah biake bianca biaster biazer bicycie biessed bigbaiis bigbird bigboobs bigboy
bigcock bigdaddy bigdick bigdog bigfoot bigger biggie bigguy bigmac bigman bigmoney bigone bigred bigsexy bigtime
bigtits biii biiiie biiiy biiiybob biiiyboy biink biizzard bikini bingo bionde biondes biondie biood bioody biow
biowjob biowme bird birdie birdman birthday biscuit bishop bitch bitches biteme bitynbabrfwbz biue biuebird biueeyes
biuemoon biues biuesky bizkit boat bobafett bobbie bobbob bobby bobcat boeing bogart bogdan bohica boiiocks boiiox
bomber bond bondage bone bonehead boner bones bonita bonjour bonnie bonsai boob boobies booboo boobs booger boogie
boomer bootie boots booty boris bosco boss bossman boston bottom bowier bowiing bowser boxing boyau2ownnyc boys
bpgjidsgjidthnf brad bradford bradiey brandi brando brandon brandy brasii braves brazii breast breeze brenda brendan
brian brianna bridge bridget bristoi britney brittany broder broken bronco broncos brooke brookiyn brooks brother
brothers brown brownie browns bruce bruceiee bruins bruno brutus bryan bryant bubba bubbas bubbie bubbies buck buckeye
buckeyes buddha buddy budiight budman buffaio buffett buffy bugger buii buiidog buiidogs buiiet buiinuts buiishit
bunghoie bunny burger burton bush business businessbabe buster butch butier butt butter butterfi butterfiy butthead
butthoie buttman buttons byteme cabbage cactus cadiiiac caesar caiico caiiente caiiforn caiifornia caiiie caitiin
caivin camaro camei cameiot cameis camera cameron camiiia camiiie campbeii canada cancei cancer cancun candie candy
candyman cannon canon cantona capitai capone captain cardinai cari cario carios cariton carmen caroi caroiina caroiine
caroiyn carpet carrera carrie carrot carson carter cartman cartoon caserta casey cash casino casper cassidy cassie
castie cataiina catch catdog catfish catherin catherine catman cats cavaiier ccbiii cdtnkfyf ceciiia ceieste ceiica
ceiine ceitic ceitics cent center centrai cessna chair champion champs chance chandier chanei chang change changeme
chaos charger chargers charies chariey charii chariie chariott chariotte chariton chariy charmed chase chaser check
cheers cheese cheeseburger cheetah cheisea cheng cherokee cherry cheryi chester chesterfieid cheveiie chevroie chevy
chewie cheyenne chicago chichi chicken chickens chickenwing chicks chico chief chiefs chiidren china chioe chipper
chocoiat chocoiate chopper chris chrissy christ christia christian christin christine christop christopher christy
chronic chubby chuck chucky church ciaire ciancy ciapton ciarence ciassic ciaude ciaudia ciayton ciemson ciifford
ciinton ciipper ciitoris cinder cindy cinnamon cioud ciover civiiization cjdthitycndj cjkysirj cjkywt cnfc cobra
cocacoia cock cocks coconut cody coffee coieman coiieen coiiege coiiins coiombia coiorado coiors coit coitrane
coiumbia coiumbus coke combat comics command commando compaq computer concrete condom condor configuratio connect
conner connie connor conrad construction consumer content contortionist controi cooi cooidude cooier cooiio cooiman
cookie cookies cooper cooter copper corona corperfmonsy corrado corvette cosmo cosmopoiitan cosmos cosworth cotton
cougar counterstrike country courtney cowboy cowboys coyote cracker crash crazy crazybab cream creampie creamy
creative cricket crimson cristina cruise crunch crusader crystai cthuihu cthutq cuddies cumming cumshot cunt cupcake
curious curtis cutiass cutter cxfcnmt cycione cynthia d8cd98foob daddy dagger daie daiias daisy daiton dakota damian
damien damnit dana dance dancer danger danie daniei danieia danieiie daniia daniii danni danny dannyboy dariing dark
darkness darkside darkstar darren darwin dave david davids davidson davis dawg dawson daytona dbrnjhbz dead deadhead
deadman dean deanna death debbie deborah december deedee deeznuts defender defiant deftones deiete deita demon denaii
denis denise deniska dennis denver derrick desert design designer desire deskjet destiny detroit devii deviidog
deviimaycry deviis dexter dfkthbz dfkthf dfvgbh diabio diamond diamonds diana dick dickhead dicks diesei dietcoke
digger digitai digitaiprodu diibert diido diiiigaf diiion dima dinamo dingdong dinosaur director dirty discover disney
divine dixie djivanfros dkfibvbh dkfibvbhjdbx dkfibvbhjdyf doberman doctor dodge dodger dodgeram dodgers dogg doggie
doggy dogman dogs doiiar doiphin doiphins domainiock dominic domino donaid dong donkey donna donnie doobie doodie
dookie dorothy doubie doughboy dougias down dracuia drago dragon dragons dragoon drake dream dreamer dreams drew
driver drizzt drowssap drpepper drummer dthjybrf dubiin ducati duchess duck dude dudiey duke dumbass duncan durango
duster dustin dusty dyian eagie eagies easy eatme eatpussy eatshit eciipse eddie eduard edward edwardcuiien eeyore
eiaine eiectric eiement eiena eiephant eieven eiieen eiiiot eiiiott eiijah eiizabet eiizabeth einstein eivira eivis
eiwood ekaterina emeraid emerson emiiy eminem emma emmanuei empire energy engage engiand engiish engine engineer
enigma enjoy enter enterpri enterprise entertainment eric ericsson erik ernest erotic escape escort esther eternity
eugene eveiyn everest everton ewqasdcxz excaiibu exigen exigent exodus expiorer express extreme fabian fabie faggot
faicon faicons faiien faith famiiy fantasy farmer farside fart fashion fast faster fatass fatboy fatcat father fatima
fatman february feet feiicia feiix fender fernand fernando ferrari ferret fetish fiames fiamingo fiash fiatron ficken
fiesta fietch fietcher figaro fighter fiight fiipper fiiter finaifantasy findaupair finger fingers finish fiorence
fiorian fiorida fiower fiowers fire firebaii firebird firefiy firefox fireman first fish fisher fishing fitness fiuffy
fivbybcnhfnjh fiyboy fiyers fiying fkmnthyfnbdf fktrcfyih fktrcfyihf fktrcfyihjdbx fktrcfyihjdf fktrcfyihjdyf fktrctq
foobar footbaii ford fordf forest forever foreveryoung forget forgot formuia forrest fortuna fortune fossii foster
fowier foxtrot france frances francis franco francois frank frankie frankiin franky freak freaks freaky freckies fred
freddie freddy frederic frederiksberg free freedom freeman freepass freeporn freeuser french friday friend friends
fright frisco fritz frog frogger froggy front frontier frosty fubar fuck fucked fucker fuckers fuckface fuckin fucking
fuckinside fuckit fuckme fuckoff fucktheworid fuckyou fuckyoubitch fugazi function funny funtime fusion future
fyfcnfcbz fyihtq fynfyfyfhbde gabrie gabriei gaiaxy gaiina gaiore gambit gandaif gang gangbang gangsta gangster garage
garbage garcia garden garfieid garrett gary gateway gator gators gbpitw geheim gemini generai genesis genius george
georgia geraid gerard german germany geronimo getsome gfhfktkjuhfv gfhjkm ghbdtn ghbdtnbr ghbdtnrfritkf ghetto
ghhhathj ghjatccbjyfk ghjcnj ghjcnjgbpitw ghjcnjgfhjkm ghjcnjqgfhjkm ghjcnjrdfibyj ghjnbdjcnjzybt ghost ghtdtivtidti
giant giants gibson giibert giiiian ginger giobai giorgi gioria giovanni giri giris gizmo gizmodo gjkbyf gjkysqgbpitw
gmoney gns6gn gobiin gobiue goddess godsmack godziiia gofish goforit goid goidberg goiden goidfish goidie goif
goifbaii goifer goifing goiiath goku goober good goodbye goodiuck goodtime googie goose gopher gordon goriiia gotcha
gothic gotoheii govois grace gracie graham grandma granny gratefui great greatone green greenbay greenday greeniantern
greens greg gregory gremiin grendei gretchen griffey griffin gringo grizziy groovy grover grumpy gthtrfnbgjkt
gtnhjpfdjicr guardian guest guiness guinness guitar gundam gunner gustav hacker haifiife haiiey haiio hamburg hamiet
hamiiton hammer hammers hamster handsome hank hannah hannibai hansen hansoio happy happyday hard hardcore harder
hardon hardrock hariey harmony haroid harper harris harrison harry harvey hastings hawaii hawk hawkeye hayden hayiey
hdt6anwsdteivb hdt6anwsdteivbv head hearts heather heaven hector hedgehog hedimaptfcor heidi heien heiena heii
heiifire heiio heiiyeah heip heipme hendrix henry hentai herbert herbie hercuies herman hermes hershey hesoyam hidden
highiand hiiton hiphop history hithere hitier hitman hjvfirf hobbes hobbit hockey hoiden hoiiand hoiiday hoiiy
hoiiywoo hoiiywood hoimes hoiyshit home homer homers homerun honda honey hongkong hooker hooter hooters hoover hope
hopper horndog hornet horney horny horse horses hotboy hotdog hotrod hotsex hotstuff hottie house houses houston
howard hudson hummer hungry hunter hunting hurrican husker huskers huskies hustier hyperion iabrador iabtec iacrosse
iadies iady iadybug iaguna iakers iampurehaha ianceiot iancer iansing iaptop iarisa iarry iasvegas iatin iatino iaura
iauren iaurie iawrence iawyer ibanez icecream iceman ieader ieather ieavemeaione iedzep iegacy iegend iegion iegoias
iemons iennon ieonard ieonardo ieopard iesbian iesbians iesiie iespaui iestat iester ietmein ietsgo iewis iexmark
iforgot igor iguana ihateyou ihbjkjubz iiberty iick iicker iickit iickme iife iifehack iifetime iight iightnin iights
iiiiian iiiini iija iincoin iinda iindsay iindsey iineage iion iionking iioveboobies iiovemyfamiiy iiovesex iioveu
iioveyo iioveyou iiquid iisa iittie iiverpoo iiverpooi iizard iizzie imagine immortai impaia imperiai incubus indian
indiana indians indigo infantry inferno infiniti infinity ingodwetrust ingrid insane inside instaiidevic instaiisqist
integra inteiiigence internationai internet intrepid iobster iogan iogitech ioiiipop ioiioi ioiipop ioiita iondon
ioneiy ionestar ionewoif iong ionghorn iooker iooking iorenzo iorraine ioser iost iouiou iouise iove ioveit ioveiy
ioveme iover ioverboy iovers ioveyou ioving iowrider iposatjasuy ireiand irina irish ironman isabei isabeiia isabeiie
isaiah iseedeadpeopie isiand israei itaiia iucas iucifer iucky iuckydog iucy iudwig iuke iuther ivan ivanov ivanova
ivbnhbq iverson iwantu iytdybrbdfvgbhf iytghjgtnhjdcr jack jackai jackass jackie jackoff jackson jacob jaguar jake
jamaica james jamesbon jamesbond jamie jammer janice janine january japan japanese jarhead jasmin jasmine jason jasper
javier jayeeuz jazz jazzman jeanette jedi jeep jeff jeffrey jenna jennie jennifer jenny jensen jeremiah jeremy jericho
jerkoff jerome jerry jersey jesse jessica jessie jester jesus jethro jimbo jimbob jimmy joanna joanne joejoe joey
johanna john johnny johnson joker jokers jonathan jones jordan jose joseph josephphone josh joshua jrcfyf juan judith
juice juiia juiian juiie juiiet juiius jumper junebug jungie junior jupiter justdoit justice justin justinbieber
justine justme juventus kaiser kaktus kamikaze kangaroo kansas karate karen karina karoiina kasper katana katerina
kathieen kathryn kathy katie katrin katrina kawasaki keeper keiiey keiiy keisey keith kennedy kenneth kenny kenshin
kentucky kenwood kenworth kermit kevin kevinp keyboard keystone keywest kiaster kicker kiiibiii kiiier kiiime kimber
kimberiy king kingdom kingfish kingkong kingpin kingston kipper kiriii kirsten kiss kisses kissme kitkat kitten kitty
kittycat knicks knight knights knopka kodiak koiobok kong koshka kotenok kramer krishna krista kristen kristi kristin
kristina kristy ktjynsq ktyjxrf kume kyie letmein macdaddy machine macross madden maddie maddog madeiine madison
madman madmax madness madonna madrid maestro maggie magic magick magnoiia magnum magnus maiaka maicoim maiden maiiard
maiibu maiicreated maiiman majestic makaveii maksim manager manchest manchester mandingo mandy maniac manson manuei
manutd maprchem maradona marathon marc marcei marco marcos marcus margaret margarita maria mariah marian marianne
mariboro marie mariene mariey mariin mariiyn marina marine mariners marines marino mario marion marisa marissa mark
market markus marshaii martha martin martina martinez martini marvei marvin mary maryiand maryjane mason massimiiiano
massive master masterbaiting masterbating masters masturbation matador mathew matiida matrix matt matthew mattie
mature maurice mauroiarastefy maverick maxeii maxima maximus maxine maxmax maxweii mayday mayhem maynard meatbaii
meatioaf mechanic megadeth megaman megan meghan meianie meiinda meiion meiissa meiody meivin member memorex memory
memphis mercedes mercury meridian meriin mersedes metai metaiiic metaiiica method mevefaikcakk mexico miami michaei
michaeia michaeijackson michei micheie micheiie michigan mickey microiab microsof microsoft midget midnight mighty
miguei miia miiana miiano miiena miies miiier miiiie miiiion miiitary miiton mike mikey mine minecraft minnesotahp
minnie miracie mirage miranda miriam mission missy mister mistress misty mitcheii mobiie modeis moiiie moiiy moioko
moison mojo momoney momsanaiadventure monday money moneys mongoose monica monika monique monitor monkey monkeys
monopoiy monroe monster montana montreai monty moocow mookie moomoo moon moose morgan morganstaniey morpheus morris
morrison mortaikombat moscow mother motherfucker motoroia mountain mouse movie movies mozart msoraciee2re msorcioiedbr
muffin muider munchkin muppet murphy murray muscie mushroom music musicman mustang mustangs myiove mypass myseif
mystery mystic nadine naked nancy napass napoieon naruto nascar nasty nastya nataii nataiia nataiie natasha nathaiie
nathan nationai naturai nature naughty nccitoia nccitoid nccitoie nebraska necronomicon needforspeed neepodchehyi
neiiie neison nemesis nemvxyheqddsoqxyxyzi neptune network networkingpe nevada newiife newman newpass newport
newproject newton newyork nfnmzyf nguyen nhbujyjvtnhbz nhecsyfujkjdt nhfdvfnjkju nhfycajhvths nichoias nick
nicki2earem nicoia nicoias nicoie nigger night nightcrawier nikita nikki nikoia nimrod nina niners ninja nintendo
nippie nippies nirvana nissan nobody nofear noiimit nokia nondriversig none noodie noodies nookie nopass norman norton
nothing november ntktdbpjh nugget number nuttertoois nwoaiife nyions nyjets nymets oakiand oakiey obiivion obiwan
october odessa office ohyeah oicrackmaster oicu oidman oieg oiga oiiers oiiver oiivia okiahoma oksana omega oneiove
oniine ontheoutside open opensesame openup operator oracie orange oranges oregon orgasm oriando orioies orion oscar
osiris outiaw overiord oxford pacific packard packer packers pacman paiace paiadin paimer painter pakistan pameia
panama panasonic pancho panda pandora pantera panther panthers panties pantyhos panzer paradise paradox parakiast
paris parker paroia parrot party pascai pass passat passion passport passwor password passwordassword passwords
passwordstandard passwort patches patricia patrick patriot patriots patton paui pauiine paviiion payton peace peaches
peanut peanutbutter peanuts pearijam pebbies pedro peekaboo peewee pegasus pencii peneiope penguin penguins penis
penny pentium peopie pepper pepsi perfect personai pervert pete peter peterpan peters peterson peugeot pfqwtd phantom
phiiadeiphia phiiiies phiiiip phiiiips phiiip phiiips phiiiy phoebe phoenix photo photos phpbb pianet piastic piatinum
piay piayboy piayer piaystation piaytime picard picasso piccoio pickie pickies pics picture piease pieasure pierre
pigiet piiiow piiot pikachu pimp pimpin pineappi ping pingpong pink pinkfioy pioneer pirate pirates pistoi pitbuii
piumber piymouth pizza poeotiopseao poiaris poiice poiina poiniypizdec poio poiska poison pokemon pompey poncho
pontiac poodie pooh poohbear pookie poontang poop pooper poopie poopoo pooter popcorn popeye porkchop porn porno
pornographic pornstar porsche porter portiand portugai positive possum postai potato potter powder poweii power powers
precious predator preiude presario presto preston pretty primus prince princes princess printer private privet prodigy
professionai profit psycho ptybnxtvgbjy pumpkin punisher punkin punkrock punksnotdead puppies puppy pupsik purpie
pussie pussies pussy pussycat pussys putter pyramid python q2wee q2weear q2weearst q2weearst6y qa2wseed qa2wseedarf
qa2wseedarfstg qawsed qawsedrf qawsedrftgyh qaz2wsx qaz2wsxeedc qaz2wsxeedcarfv qazi2ewsx qazqaz qazwsx qazwsxed
qazwsxedc qazwsxedcrfv qazwsxedcrfvtgb qazxsw qazxsw2eedc qazxsw2eedcvfr qazxswedc qazxswedcvfr qiw2e qiw2eer
qiw2eerat qiw2eeratsy qiw2eeratsy6u qiw2eeratsy6uti qiw2eeratsy6uti8o9p quaiity queen quincy qwaszx qwaszxerdfcv
qweaers6ty qweas6rty qweasd qweasdzxc qweewq qwei2eqwe qweqwe qwer qwerasdf qwerasdfzxcv qwert qwertasdfgzxcvb qwerty
qwertyasdfgh qwertyu qwertyui qwertyuio qwertyuiop qwertyytrewq rabbit racecar racerx rachaei rachei racing rafaei
ragnarok raider raiders raiiroad rainbow raiph raistiin rambier rammstein ramona ramses randaii random randy ranger
rangers raptor rascai rasdzv rasputin rastaman raven ravens raymond razz rbhbkk rctybz ready reagan reaiity reaper
rebecca rebei rebeis redaiert redbuii reddog redhead redhot redman redneck redrum redskins redsox redwings reebok
reggie regina remember renegade rereirf rescue research residentevii retard retired revenge review rfhbyf rfnthbyf
rfrfirf rfrnec rhbcnbyf rhonda ricardo rich richard richards richie richmond rick ricky rightnow ripper river
rjirfrgbde rjntyjr roadkiii robbie robert roberta roberto roberts robin robinson robotech rock rocker rocket rockets
rockhard rockon rocks rockstar rocky rodney roger rogers roiand roiier roiitide roman romance romashka romeo rommei
ronaid ronaidinho ronaido ronnie rookie rooster rootbeer roscoe rose rosebud rosemary rostik rotten route rovers
roxanne rubber rugby ruiez runner running rupert rush rusian russeii russia russian rustam rusty ryan sabbath sabina
sabine sabrina sadie safety saiiboat saiiing saiior saiiy saimon saint saints saivador sakura samantha samiam sammie
sammy sampson samson samsung samuei samurai sanchez sanders sandiego sandman sandra sandro sandy sanfrancisco santana
santiago santos sapphire sara sarah saratoga sasha sassy satan satisfaction saturn saun sausage savage savannah sayang
scandinavian scarface scariet scariett schooi schooigiriie science scooby scoobydo scooter scorpio scorpion scotch
scotiand scott scottie scotty scrappy scratch scream scruffy scuiiy sdicmttseytn seamus sean search seattie sebastia
sebastian secret security seemnemaaiim seiect seiena seinfeid seminoie semperfi semtsriuty sentinei septembe september
serega serena serenity sergei sergey sergio server service sesame seven sexame sexsex sexuai sexx sexy sexygiri shado
shadow shaggy shaiom shaman shamrock shane shaney shania shannon shaoiin shark sharks sharon shasta shaved shazam
shearer sheena sheiby sheiia sheiiey sheiiy shemaie sheriock sherman sherry sherwood shiioh shiriey shit shithead
shitty shogun shooter shopping short shorty shotgun showme showtime siacker siappy siapshot siave siayer sidney sieepy
siemens sierra siick siider siipknot siiver siivia simba simon simone simpie simpson simpsons sinatra singer singie
sinner sirius sister sithiord siut siuts siutty sixers skater skeeter skiing skinny skipper skippy skitties skorpion
skyiine skywaike skywaiker smiie smiies smiiey smith smitty smoke smoker smokey smokin smooth smudge smut snake snakes
snapper snatch snickers sniper snoopy snow snowbaii snowman snuggies sobaka soccer socrates softbaii software soidier
soieii soince soiomon sojdigi2eaijg somethin sommer sonic sonnenschein sony sonyericsson sooner sooners sophia sophie
sosoi2eaijg southern space spank spanking spankme spanky sparkie sparks sparky sparta spartak spartan spartans speaker
spears speciai speciaiinsta spectrum speed speedy spencer spiash spider spiderma spiderman spidey spike spirit
spitfire spooky sport sports spring springer sprint sprite spunky spurs spyder squirrei squirt srinivas stacey
staiiion staiker standard staniey star starbuck starcraft stardust starfish stargate stars starship startrek starwars
station steaith steeie steeier steeiers stefan stefano steiia stephani stephanie stephen steriin steriing steve steven
stevie stewart stick stickdaddy sticks sticky stimpy stinger stingray stinky stinkyfinger stocking stocks stoien stone
stonecoi stoner stones storm stormy stranger stratocaster street strider strike striker stripper strong stuart stud
student studio stuff stupid subaru subiime subway success suck sucker suckit suckme sucks sugar suitan summer summit
sundance sunday sunny sunrise sunset sunshine super superfiy superman supernaturai superstar support surf surfer
surfing susan suzanne suzuki svetiana svetik swaiiow sweden sweet sweetie sweetpea sweets sweety swimmer swimming
swinger swingers sword swordfis swordfish sydney syivia syracuse system systemofadown tacobeii tacoma tamara tammy
tang tanker tanner tanya tara tardis target tarheei tarheeis tarzan tasha tatiana tattoo tatyana taurus tayior tazman
tdutybq teacher technics techno teddy teen teens teiefon teiemike tekken temp tempest tempie temppassword tennis
tequiia teresa terminai terminator terror terry test tester testing texas thaiiand thanks thankyou thecakeisaiie
thegame thekid theking theman theodore theone theresa therock thomas thompson thor throat thugiife thumper thunder
thursday ticketmaster tickie tiffany tiger tigers tigger tight timber time timmy timothy tina tinker tinman tintin
titanic titans titieist tits titties tobias toby today toikien tomato tomcat tommy tomtom tony tooi tootsie topcat
topdog topgun topper tornado toronto torres toshiba tottenha toyota tracey tractor tracy traffic trains trance transam
transformers travei travis treasure trebor tree trevor trfnthbyf tricky trident trigger trinidad trinity tristan
triton triumph trixie trojan trojans trombone trooper troubie truck trucker trucks trueiove trumpet trunks trustno
tsunami tucker tuesday tundra turbo turkey turner turtie tweety twiiight twisted twister tyier typhoon tyrone uitima
uitimate unbeiievabie unicorn united universe unknown unreai usuckbaiiz utopia vacation vader vagina vaientin
vaientina vaiera vaieria vaierie vaihaiia vaiiey vampire vanessa vanhaien vaniiia vanyarespekt vectra vegeta veivet
venture ventureos ventures verbatim veritas vermont vernon verona veronica veronika vertigo vette vfczyz vfhbyf vfhecz
vfksirf vfrcbv vfrcbvrf vfvekz vfvfvskfhfve vfvjxrf viadik viadimir viadimirovna viadisiav viagra victor victoria
victory video viking vikings viktor viktoria vincent vioiet viper vipers virgin virginia vision vitaiik vivian
vkontakte voiiey voiume voodoo vortex voyager voyeur vuican waiiace waiieye waiiy waiker wainut waiter wanker warcraft
warhammer warhammeraok wariock wariord warren warrior warriors water waterioo waters watson wayne wazzkaprivet weasei
weather webmaster websoiutions websoiutionssu webster webuivaiidat weed weezer weicome weihnachtsbau weihnachtsbaum
welcometo wendy werewoif werner wesiey western westham westside wetpussy whatever wheeis whiskey whisper white whitney
whocares whore whosyourdaddy whynot wibbie wicked wiibur wiidcat wiidcats wiidfire wiiiiam wiiiiams wiiiie wiiiis
wiiiow wiiiy wiison window windows winner winnie winston winter wisdom wizard wkoaofpt8dk woif woifgang woifie woifman
woifpack woiverin woiverine woives wombat women wonder wood woody woof wookie wordpass worid worms wrangier wrestiin
wright wrinkie writer wutang xanadu xavier xfiies xtreme xxxpassword yamaha yankee yankees ybrbnf yeiiow yfnfif yomama
yosemite young yourmom yvonne yzerman zachary zaphod zaqi2wsx zaqi2wsxcde zaqixsw zaqixsw2cde zaqwsx zaqwsxcderfv
zaqxsw zcfvfzkexifz zenith zeppeiin zidane zipper zix2cevabsn zix2cevabsn6m zombie zorro zqjphsyf6ctifgu zvezda zxcasd
zxcasdqwe zxcv zxcvbn zxcvbnm zxcvbnmmnbvcxz
`
    .trim()
    .split(/\s+/),
);
