// The commonest emoji with words to find them by (from their names in Unicode). Loaded when the picker is opened first.

/** By kind: each sign with its words; a semicolon or a new line ends them. */
export const EMOJI = {
  smileys: `😀 grinning; 😃 smiling open mouth; 😄 smiling open mouth smiling eyes; 😁 grinning smiling eyes; 😆 smiling open mouth tightly-closed eyes; 😅 smiling open mouth cold sweat phew oops
🤣 rolling on floor laughing lol rofl laugh; 😂 tears joy lol laugh haha; 🙂 slightly smiling smile; 🙃 upside-down; 🫠 melting; 😉 winking wink
😊 smiling smiling eyes happy smile pleased; 😇 smiling halo; 🥰 smiling smiling eyes three hearts love; 😍 smiling heart-shaped eyes love; 🤩 grinning star eyes; 😘 throwing a kiss
😗 kissing; 😚 kissing closed eyes; 😙 kissing smiling eyes; 🥲 smiling tear; 😋 savouring delicious food; 😛 stuck-out tongue
😜 stuck-out tongue winking eye; 🤪 grinning one large one small eye; 😝 stuck-out tongue tightly-closed eyes; 🤗 hugging; 🤭 smiling smiling eyes hand covering mouth; 🫢 open eyes hand over mouth
🤫 finger covering closed lips; 🤔 thinking think hmm; 🫡 saluting salute yes; 🤐 zipper-mouth; 🤨 one eyebrow raised; 😐 neutral
😑 expressionless; 😶 without mouth; 😏 smirking; 😒 unamused; 🙄 rolling eyes; 😬 grimacing
🤥 lying; 😌 relieved; 😔 pensive; 😪 sleepy; 🤤 drooling; 😴 sleeping sleep tired
😷 medical mask; 🤒 thermometer ill sick; 🤕 head-bandage; 🤢 nauseated; 🤮 open mouth vomiting; 🤧 sneezing
🥵 overheated; 🥶 freezing; 🥴 uneven eyes wavy mouth; 😵 dizzy; 🤯 shocked exploding head; 🤠 cowboy hat
🥳 party horn party hat birthday; 😎 smiling sunglasses; 🤓 nerd; 🧐 monocle; 😕 confused; 😟 worried
🙁 slightly frowning; 😮 open mouth; 😯 hushed; 😲 astonished; 😳 flushed; 🥺 pleading eyes
🥹 holding back tears; 😦 frowning open mouth; 😧 anguished; 😨 fearful; 😰 open mouth cold sweat; 😥 disappointed but relieved
😢 crying sad sorry; 😭 loudly crying sad cry; 😱 screaming in fear; 😖 confounded; 😣 persevering; 😞 disappointed
😓 cold sweat; 😩 weary; 😫 tired; 🥱 yawning; 😤 look triumph; 😡 pouting angry
😠 angry; 🤬 serious symbols covering mouth; 😈 smiling horns; 💀 skull; 💩 pile poo; 🤡 clown
👻 ghost; 👽 extraterrestrial alien; 🤖 robot`,
  people: `👋 waving hand hello hi bye wave; 🤚 raised back hand; 🖐️ raised hand fingers splayed; ✋ raised hand; 🖖 raised hand part between middle ring fingers; 👌 ok hand
🤌 pinched fingers; 🤏 pinching hand; ✌️ victory hand; 🤞 hand index middle fingers crossed; 🤟 i love you hand; 🤘 horns
🤙 call me hand; 👈 left pointing backhand index; 👉 right pointing backhand index; 👆 up pointing backhand index; 👇 down pointing backhand index; ☝️ up pointing index
👍 thumbs up yes ok good approve like +1; 👎 thumbs down no bad dislike -1; ✊ raised fist; 👊 fisted hand; 🤛 left-facing fist; 🤜 right-facing fist
👏 clapping hands applause bravo; 🙌 person raising both hands in celebration hooray; 🫶 heart hands love thanks; 👐 open hands; 🤲 palms up together; 🤝 handshake deal agree
🙏 person folded hands thanks please pray sorry; ✍️ writing hand; 💪 flexed biceps strong; 👀 eyes look see; 👂 ear; 👶 baby
👧 girl; 🧒 child; 👦 boy; 👩 woman; 🧑 adult; 👨 man
👵 older woman; 🧓 older adult; 👴 older man; 👮 police officer; 👷 construction worker; 🙋 happy person raising one hand
🙇 person bowing deeply sorry bow; 🤦 palm facepalm; 🤷 shrug dunno; 💁 information desk person; 🙅 no good gesture; 🙆 ok gesture
🏃 runner; 🚶 pedestrian; 👪 family`,
  hearts: `❤️ heart love red; 🧡 orange heart; 💛 yellow heart; 💚 green heart; 💙 blue heart; 💜 purple heart
🖤 heart; 🤍 heart; 🤎 brown heart; 💔 broken heart; 💕 two hearts; 💞 revolving hearts
💓 beating heart; 💗 growing heart; 💖 sparkling heart; 💘 heart arrow; 💝 heart ribbon; 💯 hundred points perfect
💢 anger; 💥 collision; 💫 dizzy; 💦 splashing sweat; 💨 dash; 💬 speech balloon
💭 thought balloon; 💤 sleeping`,
  nature: `🐶 dog; 🐱 cat; 🐭 mouse; 🐰 rabbit; 🦊 fox; 🐻 bear
🐼 panda; 🐨 koala; 🐯 tiger; 🦁 lion; 🐮 cow; 🐷 pig
🐸 frog; 🐵 monkey; 🐔 chicken; 🐧 penguin; 🐦 bird; 🐤 baby chick
🦆 duck; 🦉 owl; 🐴 horse; 🦄 unicorn; 🐝 honeybee; 🐛 bug
🦋 butterfly; 🐌 snail; 🐞 lady beetle; 🐢 turtle; 🐍 snake; 🐙 octopus
🐠 tropical fish; 🐬 dolphin; 🐳 spouting whale; 🌵 cactus; 🎄 christmas tree; 🌲 evergreen tree
🌳 deciduous tree; 🌱 seedling; 🌿 herb; 🍀 four leaf clover; 🍂 fallen leaf; 🌷 tulip
🌹 rose; 🌻 sunflower; 🌸 cherry blossom; 💐 bouquet; 🌍 earth globe europe-africa; 🌙 crescent moon
⭐ medium star; 🌟 glowing star; ✨ sparkles new shine; ⚡ high voltage; 🔥 fire hot great; 🌈 rainbow
☀️ sun rays; ⛅ sun behind cloud; ☁️ cloud; 🌧️ cloud rain; ⛄ snowman without snow; ❄️ snowflake
🌊 water wave`,
  food: `🍏 green apple; 🍎 red apple; 🍐 pear; 🍊 tangerine; 🍋 lemon; 🍌 banana
🍉 watermelon; 🍇 grapes; 🍓 strawberry; 🫐 blueberries; 🍒 cherries; 🍑 peach
🥭 mango; 🍍 pineapple; 🥝 kiwifruit; 🍅 tomato; 🥑 avocado; 🥦 broccoli
🥕 carrot; 🌽 ear maize; 🥔 potato; 🍞 bread; 🥐 croissant; 🧀 cheese wedge
🥚 egg; 🍳 cooking; 🥞 pancakes; 🥓 bacon; 🍔 hamburger; 🍟 french fries
🍕 slice pizza; 🌭 hot dog; 🥪 sandwich; 🌮 taco; 🥗 green salad; 🍝 spaghetti
🍜 steaming bowl; 🍣 sushi; 🍦 soft ice cream; 🍩 doughnut; 🍪 cookie; 🎂 birthday cake
🍰 shortcake; 🧁 cupcake; 🍫 chocolate bar; 🍬 candy; 🍭 lollipop; 🍯 honey pot
☕ hot beverage coffee; 🫖 teapot; 🍵 teacup without handle; 🥤 cup straw; 🍺 beer mug; 🍻 clinking beer mugs
🥂 clinking glasses; 🍷 wine glass`,
  things: `🎉 party popper congratulations hooray celebrate; 🎊 confetti ball; 🎁 wrapped present; 🎈 balloon; 🏆 trophy; 🥇 first place medal
⚽ soccer ball; 🏀 basketball hoop; 🎾 tennis racquet ball; 🎯 direct hit; 🎮 video game; 🎲 game die
🎵 musical note; 🎶 multiple musical notes; 🎸 guitar; 📷 camera; 📱 mobile phone; 💻 personal computer
⌨️ keyboard; 🖥️ desktop computer; 🖨️ printer; 🔋 battery; 🔌 electric plug; 💡 electric light bulb idea
🔦 electric torch; 📞 telephone receiver phone call; ☎️ telephone phone call; 📧 e-mail mail email; 📦 package parcel delivery shipping; 📫 closed mailbox raised flag
📬 open mailbox raised flag; 📝 memo; 📄 page facing up; 📋 clipboard; 📅 calendar; 📌 pushpin
📎 paperclip; ✂️ scissors; 🔍 left-pointing magnifying glass; 🔑 key; 🔒 lock safe; 🔓 open lock
🔔 bell; 🔧 wrench repair fix tool; 🔨 hammer; 🛠️ hammer wrench repair fix tools; ⚙️ gear; 🧰 toolbox
🧪 test tube; 💊 pill; 🩹 adhesive bandage; 🚿 shower; 🛁 bathtub; 🧴 lotion bottle
🧹 broom; 🛒 shopping trolley shop cart; 💰 money bag; 💳 credit card pay; 💶 banknote euro money pay; 🧾 receipt invoice
🚗 automobile; 🚌 bus; 🚚 delivery truck shipping; 🚲 bicycle; ✈️ airplane; 🚀 rocket
⏰ alarm clock time; ⏱️ stopwatch; ⏳ hourglass flowing sand wait time; 🏠 house building home; 🏢 office building; 🏥 hospital
🏪 convenience store; 🏭 factory`,
  signs: `✅ check mark done yes ok; ☑️ ballot box check; ✔️ check mark; ❌ cross mark no wrong cancel; ❎ negative squared cross mark; ➕ plus
➖ minus; ❓ question mark ornament; ❗ exclamation mark important; ⚠️ warning careful; 🚫 no entry; ⛔ no entry
♻️ universal recycling; 🆗 squared ok; 🆕 squared new; 🆓 squared free; 🔝 top upwards arrow above; 🔜 soon rightwards arrow above
➡️ rightwards arrow right; ⬅️ leftwards arrow left; ⬆️ upwards arrow; ⬇️ downwards arrow; ↩️ leftwards arrow hook; ↪️ rightwards arrow hook
🔄 anticlockwise downwards upwards open circle arrows again reload; ▶️ right-pointing triangle; ⏸️ double vertical bar; ⏹️ square for stop; 🔴 large red circle; 🟠 large orange circle
🟡 large yellow circle; 🟢 large green circle; 🔵 large blue circle; 🟣 large purple circle; ⚫ medium circle; ⚪ medium circle`,
};
