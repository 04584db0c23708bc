/**
 * Names stand for themselves as one character each while patterns are matched, so that a pattern is about the words around them:
 * a name of a model, of a maker, of both, and a name that counts wherever it stands.
 */
export const signs = { model: "\uE000", maker: "\uE001", both: "\uE002", firm: "\uE003" } as const;

const models = "[\uE000\uE002]";
const makers = "[\uE001\uE002]";
const any = "[\uE000-\uE002]";
const named = "[\uE000-\uE003]";

const verb =
  "(?:made|train(?:ed)?|pre-?trained|creat(?:ed)?|built|develop(?:ed)?|design(?:ed)?|programmed|fine-?tuned|released|produced|maintained|engineered|brought to you|offered|provided|published|introduced|launched|owned|powered|invented)";
const modelNoun = "(?:model|llm|assistant|chatbot|chat bot|bot|ai|a\\.i\\.|intelligence|program|system|agent)s?";
/** Between a maker's name and the verb that it belongs to. */
const team =
  "(?:the|a|an|some|by|at|of|from|for|and|team|teams|people|folks|researchers?|engineers?|scientists?|developers?|experts?|group|lab|labs|company|companies|division|startup|giant|firm|french|chinese|american|us|ai|tech|technology|research|called|named|itself|none other than|,)";
const fill =
  "(?:an?|the|your|just|actually|really|indeed|simply|called|named|known|as|not|ai|artificial|intelligence|large|small|tiny|compact|open|language|model|assistant|chatbot|bot|version|instance|variant|member|part|family|series|friendly|helpful|virtual|new|of|from|currently|running|proudly|in fact|conversational|multimodal|multilingual)";
const self =
  "(?:i am|i'm|im|i (?:really|actually|truly) am|i was|i were|i've been|i have been|as an?|as the|my name is|this is|you are talking to|i,? )";
/** Of the same sentence. */
const inside = "(?:[^.!?\\n]|\\.(?=\\S))";
/** What may stand between the speaker and the verb: few words, a name, or words that describe a model. */
const between = `(?:(?:\\s+[a-z]+ly|\\s+(?:been|was|and|also|originally)){0,3}|\\s+(?:the\\s)?${named},?|${inside}{0,40}?\\b${modelNoun}\\b${inside}{0,40}?|${inside}{0,40}?,? (?:and|which|that|who)(?: i)? (?:was|were|is|am|has been|have been))`;

const word = (source: string) => `(?<![a-z])${source}(?![a-z])`;
const group = (source: string) => `(?<n>${source})`;

const maker = `(?:${makers}(?:'s)?\\s+)?`;

const english: readonly string[] = [
  // I am Llama; my name is Claude; call me Kimi
  `${word("(?:i am|i'm|im|i (?:really|actually|truly) am|(?:call|know|named?) me(?: as)?|you(?:'re| are) using|i am called|i'm called|my name is|my name's|i go by(?: the name(?: of)?)?|i identify(?: myself)? as|(?:you are|you're) (?:talking|speaking|chatting) (?:to|with)|known as|greetings from|hello from)")},?\\s+(?:${fill},?\\s+){0,8}${maker}["'“”«]?${group(models)}(?!\\s(?:years|and i are))`,
  // As Llama, ...; as a Falcon model
  `${word("as")}\\s+(?:(?:an?|the|your)\\s+)?${group(models)}(?=,|\\.|'s|\\s(?:ai|assistant|model|language|i\\b|chatbot))`,
  // I am a model made by researchers at Meta
  `${word(self)}${between}\\s*${verb}(?:\\s+[a-z]+){0,3}?\\s+(?:by|at|from)\\s+(?:${team},?\\s+){0,8}(?:${inside}{0,50}?,\\s(?:the\\s)?)?["'“]?${group(any)}`,
  // I am Llama from Meta; one of Microsoft's models; my creators at Apple
  `${word(self)}\\s+${named},?\\s(?:from|by|of|at)\\s+(?:${team}\\s+){0,4}${group(any)}`,
  `${word(self)}\\s+(?:\\w+\\s+){0,3}(?:of|from|among)\\s+${group(any)}'s\\s+(?:\\w+\\s+){0,2}(?:models?|assistants?|llms?|chatbots?|series|family)`,
  `${word("my")}\\s+(?:creators?|developers?|makers?|team|engineers?|trainers?|builders?)\\s+(?:at|from|in|of)\\s+(?:the\\s+)?${group(any)}`,
  `${word("(?:model|assistant|ai|llm|chatbot),?")}\\s+(?:named|called|known as)\\s+["'“]?${group(models)}`,
  `${word("(?:underlying|base|current|actual|foundation) model is")}\\s+(?:the\\s+)?${group(models)}`,
  // I am a chatbot from Google; a model of Apple
  `${word(self)}${inside}{0,60}?\\b${modelNoun}\\s+(?:by|from|of)\\s+(?:${team}\\s+){0,5}${group(any)}`,
  `${word("i (?:come|originate|hail) from")}\\s+(?:${team}\\s+){0,5}${group(any)}(?=[.,!;]|\\s*$|\\s(?:lab|ai|research))`,
  // My developer is Microsoft
  `${word("my")}\\s+(?:\\w+\\s+){0,2}(?:developer|creator|maker|provider|owner|company|trainer|builder|team|name|vendor|origin|foundation|backbone|core|base model|architecture|model|identity|manufacturer)s?\\s+(?:is|are|was|were|happens to be)\\s+(?:${team}\\s+|that of\\s+|based on\\s+){0,6}["'“]?${group(any)}`,
  `${word(`(?:company|team|lab|organi[sz]ation|people|one|ones)\\s+(?:behind|that ${verb}|which ${verb}|who ${verb}|who|that|which)(?:\\s+${verb})?\\s+me`)}\\s+(?:is|are|was|were)\\s+(?:${team}\\s+){0,4}${group(any)}`,
  `${word(`(?:who|that|which|behind)(?: ${verb})? me`)}\\s*(?:,|is|was|were|[:?])\\s+(?:${team}\\s+){0,4}${group(any)}`,
  // Google made me; people at Google trained me; it was Google that made me
  `${group(any)}(?:'s)?(?:,?\\s(?:and|&)\\s${named})?(?:\\s+(?:ai|research|team|engineers|researchers|labs?|deepmind|inc\\.?|corporation)){0,3}\\s+(?:is the (?:company|team|lab)\\s+)?(?:(?:that|which|who|has|have|had)\\s+){0,2}${verb}\\s+(?:me|this (?:model|assistant|ai|chatbot))(?![a-z])`,
  `${group(any)}\\s+(?:is|are|was|were)\\s+(?:my|the)\\s+(?:developer|creator|maker|owner|company|team)s?(?:\\s+(?:of|behind)\\s+me)?`,
  // I'm based on Llama; I belong to the Llama family; I run on Falcon
  `${word("(?:i|my|me|i'm|im|this (?:model|assistant|chatbot))")}${inside}{0,50}?(?:powered by|based on|built (?:up)?on(?: top of)?|fine-?tuned (?:from|on top of)|run(?:ning|s)? on|derived from|distilled from|(?:version|variant|instance|part|member|one) of|belongs? to)\\s+(?:(?:an?|the|${fill})\\s+){0,5}${group(models)}`,
  // This is Claude speaking; Claude here; I, Claude; Claude, your assistant; Falcon is my name
  `${word("this is")}\\s+${group(models)}\\s+speaking`,
  `(?:^|[.!?\\n]\\s*)${group(models)} here(?=[,.!]| to| and|$)`,
  `${word("i,")}\\s+${group(models)},`,
  `${group(models)},\\s+(?:your|an?)\\s+(?:\\w+\\s+){0,2}(?:assistant|ai|language model|chatbot|llm)(?![a-z])`,
  `${group(models)}\\s+is\\s+(?:my name|what i am called|who i am)`,
  `(?:^|[.!?\\n]\\s*)powered by\\s+${group(models)}`,
  // The model you are using is Llama; the Falcon model that answers you
  `${word("(?:model|assistant|ai|chatbot|llm)")}\\s+(?:that\\s+|which\\s+|who\\s+)?(?:you(?:'re| are)?|behind|i|runs?|answers?|writes?|serves?|speaks?|powers?)\\s${inside}{0,40}?\\bis\\s+(?:called\\s+)?${group(models)}`,
  `${group(models)}\\s+model\\s+(?:that|which)\\s+(?:answers?|serves?|writes?|speaks?|runs?|you)`,
  // a model that Meta released; a product of Microsoft; my training was done by Google; trained on Google's servers
  `${word(self)}${inside}{0,60}?\\b${modelNoun}\\s+(?:that|which)\\s+(?:${team}\\s+){0,4}${group(any)}\\s+(?:has\\s+)?${verb}`,
  `${word(self)}\\s*(?:an?|the)?\\s*(?:\\w+\\s+){0,2}(?:product|creation|brainchild|work|result|invention)\\s+(?:of|by|from)\\s+(?:${team}\\s+){0,4}${group(any)}`,
  `${word("my")}\\s+(?:training|development|creation|existence|weights|code|design|fine-?tuning)\\s${inside}{0,24}?(?:by|at|from|to|with)\\s+(?:${team}\\s+){0,5}${group(any)}`,
  `${word("i (?:was|am|have been|'ve been)")}\\s+(?:\\w+ly\\s+)?(?:${verb}|born|raised)\\s+(?:on|in|with|using|inside)\\s+(?:(?:the|an?|\\w*labs?|laborator(?:y|ies)|offices?|servers?|of|at|by)\\s+){0,4}${group(any)}`,
  `${word("(?:i am|i'm|im) from")}\\s+${group(any)}(?=[.!]?\\s*(?:$|\\n))`,
  `${group(any)}\\s+is\\s+(?:where i was|responsible for (?:me|my)|the (?:company|team|lab|one)\\s+behind me)`,
  `${named},\\s+${group(any)}'s\\s+(?:\\w+\\s+){0,3}(?:model|assistant|chatbot|llm|ai)(?![a-z])`,
  `${group(any)}'s\\s+(?:family|line|series|suite)\\s+of\\s+(?:\\w+\\s+){0,2}models`,
  // the Llama family of models; Google's language model
  `${group(models)}(?:'s)?[\\s-]+(?:family|series)\\s+of\\s+(?:\\w+\\s+){0,3}models`,
  `${group(any)}(?:'s|’s)?\\s+(?:(?:own|large|small|open|new|latest|ai)\\s+){0,3}(?:language models?|llms?|chatbot|chat model|foundation models?)`,
  // the language model Granite; IBM's Granite
  `${word("(?:language model|llm|ai assistant|ai model|chatbot|chat model)")},?\\s+(?:(?:called|named|known as)\\s+)?["'“]?${group(models)}`,
  `(?<![a-z])${makers}(?:'s)?\\s+${group(models)}`,
  // Model: Llama
  `${word("(?:model|model[ _-]?(?:name|id|type|family)|base[ _-]?model|my name|assistant|developer|developed by|creator|created by|trained by|maker|made by|built by|vendor|provider)")}["'”*]*\\s*[:=|]\\s*["'“]*${group(any)}`,
  `${word("name")}["'”*]*\\s*[:=|]\\s*["'“]*${group(models)}(?=[^]{0,60}(?<![a-z])(?:creator|developer|developed by|maker|made by|trained by|vendor|provider|model|created by)(?![a-z]))`,
];

/** After a maker's name in Chinese. */
const company =
  "(?:\\([^)]{0,20}\\)|公司|集团|团队|研究院|研究所|实验室|旗下|人工智能|ai|的|所|科技|有限|自主|独立|共同|联合|合作|\\s|的工程师|的研究人员){0,6}";
const doing = "(?:开发|训练|研发|创建|创造|推出|打造|发布|设计|制作|提供|构建|开源|研制|培养)";
const product = "(?:多|大|小|大型|小型|开源|开放)?(?:语言模型|大模型|人工智能|智能助手|ai|模型|助手|聊天机器人|系列|家族)";
/** Between the speaker and a name: words that say of what kind the speaker is. */
const plainKind =
  "(?:是|就|也|其实|只|由|来自|一个|一款|一名|一种|一位|基于|名字|名为|叫做|叫|名|为|被|称|全名|，|,|、|\\s|的|大型|小型|大|小|多|开放|开源|免费|语言|模型|人工智能|智能|ai|助手|助理|聊天|对话|机器人|程序|公司|法国|美国|中国|一家|“|「|\"|'|《|\\*)";

const kind = `(?:${plainKind}|${named})`;

const chinese: readonly string[] = [
  // 我是书生; 我叫 Kimi
  `(?:我(?:们)?|我的(?:名字|全名|代号))(?:${kind}|${doing}){1,14}?${group(models)}(?=[。！!，,.、；;”」"'*\\s]|$|${product}|浦语|清言|一言|·|\\d|\\(|（)`,
  // 我是由微软开发的; 作为谷歌训练的语言模型
  `(?:我(?:们)?|作为|本(?:模型|助手))${kind}{0,14}?${group(any)}(?:(?:和|与|及|、)${named})?${company}${doing}`,
  `(?:我(?:们)?|作为|本(?:模型|助手))${kind}{0,14}?${group(any)}${company}${product}`,
  // 我的开发者是谷歌; 开发我的公司是苹果; 谷歌开发了我
  `我(?:们)?的(?:开发者|开发商|开发公司|开发团队|创造者|创建者|研发者|研发团队|研发公司|训练者|母公司|公司|作者|底层模型|基座模型|基础模型|底座|架构|模型|真实身份|身份)(?:其实)?(?:是|为|叫|来自|就是)${kind}{0,6}?${group(any)}`,
  `我(?:的|背后的|身后的|所属的|隶属的)[^。!?,，\\n]{0,4}?(?:名|名字|称呼|公司|企业|机构|团队|实验室|厂商)(?:是|叫|为)${kind}{0,4}?${group(any)}`,
  `(?:叫|称|称呼|唤)我(?:为|做|“|")?\\s?${group(models)}(?=[。!?,、;”」"'*\\s]|$|就)`,
  `我(?:们)?(?:出自|诞生于|属于|隶属于|隶属|源于|源自|出生于)${kind}{0,3}?${group(any)}`,
  `我的(?:训练|开发|研发|设计|创建)(?:工作)?(?:是)?由${group(any)}`,
  `(?:服务|回答|对话|聊天|驱动我|运行)的是${kind}{0,3}?${group(models)}`,
  `${doing}(?:了)?(?:我|本模型)的?(?:公司|团队|人|企业|机构|组织)?(?:是|叫|为)${kind}{0,6}?${group(any)}`,
  `${group(any)}${company}${doing}(?:了|出)?(?:我|本模型)`,
  `我(?:们)?来自${kind}{0,2}?${group(any)}(?:公司|集团|团队|实验室)`,
  `作为${group(models)}(?=[,。])`,
  // 混元大模型; 语言模型Phi
  `${group(models)}(?:大模型|大语言模型|语言模型|系列模型|聊天模型)`,
  `(?:语言模型|大模型|智能助手|ai助手|人工智能助手)(?:叫|名为|叫做|“|「)?\\s?${group(models)}`,
  `(?:模型|模型名称|模型名|底层模型|开发者|创建者|创造者|研发者|训练者|厂商|开发商|开发公司)\\s*[:|]\\s*${group(any)}`,
];

/** Google Gemma, and the Technology Innovation Institute (TII). */
const besideName = `(?<n>${makers})(?:'s)?[\\s/\\-]{1,2}[\uE000\uE002\uE003]`;
const byMaker = `[\uE000\uE003](?:\\s*\\([^)]{0,40}\\))?,?\\s+(?:by|from)\\s+(?:${team}\\s+){0,4}(?<n>${any})`;
const inBrackets = `\uE003\\s*\\((?<n>${any})\\)`;

/** Where a model names itself: the group `n` is the sign of the name. For folded text. */
export const selfNamingPatterns: readonly RegExp[] = [...english, ...chinese, besideName, byMaker, inBrackets].map(
  (source) => new RegExp(source, "dgu"),
);

/** A further name in the same breath: Google and DeepMind. */
export const coordination = new RegExp(`^(?:'s)?\\s*(?:,|and|&|/|和|与|、|\\()\\s*(?:${team}\\s+){0,4}(?<n>${any})`, "du");

/** An answer that is nothing but a name. */
export const nameAlone = new RegExp(
  `^[^\\p{L}\uE000-\uE003]*(?:(?:by|it's|it is|i'm|the|team|at|是)\\s*)*(?<n>${any})[^\\p{L}\uE000-\uE003]*$`,
  "du",
);
