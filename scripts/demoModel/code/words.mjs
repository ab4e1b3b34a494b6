/**
 * The words of which names in generated code are made. Those in `heldOut` are for the evaluation, which shows whether names are copied or
 * remembered: never move a word from there to `training`. No noun is a word that JavaScript keeps for itself, because nouns are parameters too.
 */

export const words = {
	training: {
		noun: list(`
			account action address agent alarm album alert amount anchor answer article asset author badge balance banner basket batch bill
			block board body bonus book border bottle bounds box branch bridge bucket budget buffer button cache camera campaign card cart
			category cell chain channel chapter chart check city client clock cluster code color column comment company config contact
			contract cookie coupon course cover credit currency customer cycle dashboard date deal delay delivery deposit desk detail device
			dialog digit discount document domain draft driver duration edge email employee engine entry error event exam expense factor
			favorite feature fee feed field file filter flag flight folder font form frame friend game gateway goal grade graph group guest
			header height history holiday host hotel hour icon image index inventory invoice item job journey key label language layer ledger
			lesson letter level library limit line link list loan location lock log manager map margin match matrix meal meeting member memory
			menu message meter method metric minute mode model module money month movie name network node note notice number office offer
			option order owner page panel parcel parent part passenger password path patient payment percent period permission person phone
			photo player plugin point policy pool port position post price printer priority process product profile project property purchase
			quantity question queue quota rank rate rating reader reason receipt record refund region release report request resource response
			result review reward role room route row rule salary sale sample schedule score screen search seat section sensor series server
			service session setting shape sheet shift shop signal size skill slot song source speed stage station status step stock store
			story stream street student subject supplier survey system table tag target task tax team template test text theme thread ticket
			timer title token topic total tour track trade traffic transfer tree trip unit update upload user value vehicle vendor version
			video view visit voucher wallet warehouse weight widget width window word worker zone
		`),
		verb: list(`
			add apply build calculate change check clear close collect compute convert copy count create decode delete display download edit
			enable encode ensure evaluate expand export extract fetch fill filter find finish format generate get group handle hide import
			increase init insert join list load lock log make map mark match measure merge move normalize notify open pack parse pause pick
			prepare print process push query read reduce refresh register release remove rename render replace report reset resize resolve
			restore resume save scale search select send set show skip sort split start stop store submit sum switch sync toggle track
			transform trim update upload validate verify wait write
		`),
		adjective: list(`
			active all available base best big common current custom daily default deep direct empty enabled extra fast final first free full
			global hidden high initial inner invalid known large last latest local long main max min missing new next old online open outer
			own paid pending plain previous primary public raw ready recent remote safe second selected shared short simple single small
			sorted special top unique upper used valid visible weekly
		`),
		field: list(`
			id name title email age price count total amount score status type kind label value size width height length created updated date
			time owner author role active enabled city country phone address color level rate weight index position parent children tags items
			notes url path version language currency quantity discount rating views likes duration priority category description summary
			comment text code key unit limit offset page start end min max done visible
		`),
	},
	heldOut: {
		noun: list(`
			acorn almond anvil apple apron arrow atlas badger bakery barrel beacon biscuit blossom bonfire boulder bracket breeze brook buckle
			butter cabin cactus canoe canvas castle cedar cello cherry cliff clover comet copper coral cotton cradle crater creek crown
			crystal curtain dagger daisy desert dolphin donkey dragon eagle ember falcon feather fern ferry fiddle flute forest fossil
			fountain garden garlic ginger glacier goose granite grape guitar hammer harbor harvest hazel helmet heron honey island ivory
			jacket jungle kettle kitten ladder lantern lemon lily lizard lobster magnet maple marble meadow melon mirror mitten monkey
			mountain mushroom needle oasis ocean olive onion orchid otter oyster panda parrot peach pearl pebble pepper pigeon pillow planet
			plum pony poppy potato pumpkin puzzle quartz rabbit raven ribbon river rocket saddle salmon shadow shark shell shovel silver
			sparrow spider spoon statue sugar swan temple thistle thunder tiger tomato trumpet tulip turtle velvet violin walnut whale willow
			wolf wool yogurt zebra
		`),
		verb: list(`
			arrange balance blend bundle capture carve chase clean climb combine cook decorate deliver drain draw fold gather hatch heat knit
			launch lift mend mix paint peel polish pour press roast rotate scan shake slice stack stir stretch sweep tie toss trace twist wash
			weave weigh wrap
		`),
		adjective: list(`
			amber bitter blue bold brave bright calm clever cold cozy dark dry dusty fancy fresh gentle golden green happy heavy humble icy
			jolly kind lazy lively lucky mighty muddy noble odd pale proud purple quick quiet red rough round royal rusty salty shiny silent
			sleepy slow soft sour spicy steep sticky strong sunny sweet tall tame tiny warm wet wild wise young
		`),
	},
};

/** @returns {string[]} */
function list(/** @type {string} */ text) {
	return text.trim().split(/\s+/);
}
