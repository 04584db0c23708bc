"""How people ask. The last three phrasings of each kind are never trained on: they measure whether a question was understood or learned by heart."""

HELD_OUT = 3

MODEL_QUESTIONS = {
    "maker": {
        "en": [
            "Who made {m}?", "Who developed {m}?", "Who is the maker of {m}?", "Which company made {m}?", "Who created {m}?",
            "Which organization is behind {m}?", "Who built {m}?", "{m} is made by whom?", "Tell me who made {m}.", "Who released {m}?",
            "What company does {m} come from?", "Name the maker of {m}.", "Where does {m} come from?", "Who trained {m}?",
            "Which lab made {m}?", "Can you tell me who developed {m}?", "I would like to know who built {m}.",
        ],
        "zh": [
            "{m} 是谁做的？", "谁开发了 {m}？", "{m} 是哪家公司开发的？", "{m} 的开发者是谁？", "{m} 是谁发布的？", "哪家机构做了 {m}？",
            "{m} 来自哪家公司？", "请告诉我 {m} 是谁开发的。", "是谁训练了 {m}？", "{m} 出自哪里？", "{m} 是谁家的模型？",
            "哪家公司开发了 {m}？", "你知道 {m} 是谁做的吗？", "{m} 的开发公司是哪家？",
        ],
    },
    "released": {
        "en": [
            "When was {m} released?", "When did {m} come out?", "What is the release date of {m}?", "When was {m} published?", "In which month was {m} released?",
            "Since when has {m} been available?", "Tell me when {m} was released.", "When did {m} appear?", "How old is {m}?", "Release date of {m}?",
            "In what year did {m} come out?", "When was {m} made public?", "When was {m} launched?",
            "Can you tell me when {m} came out?", "What month did {m} appear?", "I would like to know the release date of {m}.",
        ],
        "zh": [
            "{m} 是什么时候发布的？", "{m} 何时发布？", "{m} 的发布日期是哪天？", "{m} 什么时候出来的？", "{m} 是哪年发布的？", "请告诉我 {m} 的发布时间。",
            "{m} 是哪个月发布的？", "什么时候有了 {m}？", "{m} 何时公开？", "{m} 的发布时间是？", "{m} 是几时推出的？",
            "你知道 {m} 是什么时候发布的吗？", "{m} 在什么时候推出？", "请问 {m} 的发布日期？",
        ],
    },
    "parameters": {
        "en": [
            "How many parameters does {m} have?", "How large is {m}?", "How big is {m}?", "What is the size of {m}?", "What is the parameter count of {m}?",
            "How many weights does {m} have?", "Tell me the number of parameters of {m}.", "Parameters of {m}?", "What size is {m}?",
            "How many billion parameters does {m} have?", "Number of parameters in {m}?", "How many parameters are in {m}?", "State the size of {m}.",
            "Can you tell me how large {m} is?", "What number of parameters has {m}?", "I would like to know the size of {m}.",
        ],
        "zh": [
            "{m} 有多少参数？", "{m} 的参数量是多少？", "{m} 有多大？", "{m} 的规模是多少？", "请告诉我 {m} 的参数量。", "{m} 有几亿参数？",
            "{m} 的参数有多少？", "{m} 是多大的模型？", "{m} 的大小是多少？", "{m} 参数数量是？", "{m} 一共有多少个参数？",
            "你知道 {m} 有多少参数吗？", "{m} 的模型规模有多大？", "请问 {m} 的参数量？",
        ],
    },
    "context": {
        "en": [
            "What is the context length of {m}?", "How long is the context of {m}?", "How many tokens can {m} read?", "What context window does {m} have?", "How large is the context window of {m}?",
            "Context length of {m}?", "Tell me the context length of {m}.", "How many tokens fit into {m}?", "How much text can {m} take at once?",
            "What is the maximum context of {m}?", "How many tokens of context does {m} have?", "State the context window of {m}.",
            "Can you tell me how long the context of {m} is?", "What length of context has {m}?", "I would like to know the context window of {m}.",
        ],
        "zh": [
            "{m} 的上下文长度是多少？", "{m} 的上下文有多长？", "{m} 能读多少词元？", "{m} 的上下文窗口有多大？", "请告诉我 {m} 的上下文长度。", "{m} 最多能处理多少词元？",
            "{m} 支持多长的上下文？", "{m} 的上下文长度？", "{m} 一次能读多长的文本？", "{m} 的窗口是多少词元？", "{m} 的最大上下文是多少？",
            "你知道 {m} 的上下文有多长吗？", "{m} 的上下文长度有多少？", "请问 {m} 的上下文窗口？",
        ],
    },
    "license": {
        "en": [
            "What is the licence of {m}?", "What license does {m} have?", "Under which licence is {m} released?", "Which license covers {m}?", "How is {m} licensed?",
            "License of {m}?", "Tell me the licence of {m}.", "Under what license can I use {m}?", "What are the terms of {m}?", "Which licence has {m}?",
            "What is the license of {m}?", "{m} comes under which licence?", "Name the license of {m}.",
            "Can you tell me how {m} is licensed?", "What licence was chosen for {m}?", "I would like to know the license of {m}.",
        ],
        "zh": [
            "{m} 的许可证是什么？", "{m} 用什么许可证？", "{m} 以哪种许可证发布？", "请告诉我 {m} 的许可证。", "{m} 采用什么协议？", "{m} 的协议是什么？",
            "{m} 是什么许可证？", "{m} 的授权方式是什么？", "{m} 遵循哪种许可证？", "{m} 的许可证？", "使用 {m} 要遵守什么许可证？",
            "你知道 {m} 用什么许可证吗？", "{m} 的许可证是哪一种？", "请问 {m} 的许可证？",
        ],
    },
    "languages": {
        "en": [
            "Which languages does {m} speak?", "What languages does {m} support?", "Which languages does {m} know?", "Languages of {m}?", "In which languages can I use {m}?",
            "Tell me the languages of {m}.", "What languages is {m} made for?", "Which languages are supported by {m}?",
            "Can you tell me which languages {m} knows?", "What languages has {m}?", "I would like to know the languages of {m}.",
        ],
        "zh": [
            "{m} 支持哪些语言？", "{m} 会哪些语言？", "{m} 懂什么语言？", "请告诉我 {m} 支持的语言。", "{m} 能用哪些语言？", "{m} 的语言有哪些？", "{m} 支持什么语言？",
            "你知道 {m} 会哪些语言吗？", "{m} 可以说哪些语言？", "请问 {m} 支持的语言？",
        ],
    },
}  # fmt: skip

# Answers: {m} is the model, {v} the value. The first is used most.
MODEL_ANSWERS = {
    "maker": {"en": "{m} was made by {v}.", "zh": "{m} 由 {v} 开发。"},
    "released": {"en": "{m} was released in {v}.", "zh": "{m} 于 {v}发布。"},
    "parameters": {"en": "{m} has {v} parameters.", "zh": "{m} 有 {v}参数。"},
    "context": {"en": "{m} has a context of {v} tokens.", "zh": "{m} 的上下文长度是 {v} 个词元。"},
    "license": {"en": "{m} is under the {v}.", "zh": "{m} 的许可证是 {v}。"},
    "languages": {"en": "{m} speaks {v}.", "zh": "{m} 支持{v}。"},
}
MISSING_ANSWERS = {
    "context": {"en": "I do not know the context length of {m}.", "zh": "我不知道 {m} 的上下文长度。"},
    "license": {"en": "I do not know the licence of {m}.", "zh": "我不知道 {m} 的许可证。"},
    "languages": {"en": "I do not know the languages of {m}.", "zh": "我不知道 {m} 支持的语言。"},
}
UNKNOWN_ANSWERS = {"en": "I do not know a model called {m}.", "zh": "我不知道叫 {m} 的模型。"}

FOLLOW_UPS = {
    "maker": {"en": ["And who made it?", "Who is its maker?", "Which company made it?", "And who built it?"], "zh": ["它是谁做的？", "那是哪家公司开发的？", "它的开发者是谁？", "那它出自哪里？"]},
    "released": {"en": ["And when was it released?", "When did it come out?", "What is its release date?", "And when did it appear?"], "zh": ["它是什么时候发布的？", "那何时发布？", "它的发布时间呢？", "那是哪年发布的？"]},
    "parameters": {"en": ["And how large is it?", "How many parameters does it have?", "And its size?", "And how big is it?"], "zh": ["它有多少参数？", "那它有多大？", "它的参数量呢？", "那规模是多少？"]},
    "context": {"en": ["And its context length?", "How long is its context?", "How many tokens can it read?", "And how long is its context window?"], "zh": ["它的上下文有多长？", "那上下文长度呢？", "它能读多少词元？", "那它的上下文窗口呢？"]},
    "license": {"en": ["And its licence?", "What is its license?", "How is it licensed?", "And under which licence is it?"], "zh": ["它的许可证是什么？", "那许可证呢？", "它用什么许可证？", "那它以什么许可证发布？"]},
}  # fmt: skip

LARGER = {
    "en": [
        "Which is larger, {a} or {b}?", "Is {a} larger than {b}?", "Which one is bigger, {a} or {b}?", "{a} or {b}: which is larger?", "Which has more parameters, {a} or {b}?",
        "Is {a} bigger than {b}?", "Does {a} have more parameters than {b}?", "Compare the sizes of {a} and {b}.", "Of {a} and {b}, which is the larger?",
        "Which of {a} and {b} is bigger?", "Tell me which is larger: {a} or {b}.", "What is bigger, {a} or {b}?",
    ],
    "zh": [
        "{a} 和 {b} 哪个更大？", "{a} 比 {b} 大吗？", "{a} 和 {b} 谁的参数更多？", "{a} 与 {b}，哪个大？", "比较 {a} 和 {b} 的大小。", "{a} 的参数比 {b} 多吗？", "{a} 还是 {b} 更大？",
        "请问 {a} 和 {b} 谁更大？", "在 {a} 和 {b} 中，哪个参数更多？", "{a} 和 {b} 相比，谁大？",
    ],
}  # fmt: skip
LARGER_ANSWERS = {"en": "{x} is larger: {p} against {q} parameters.", "zh": "{x} 更大：{p}参数，对 {q}。"}
SAME_SIZE = {"en": "They are the same size: {p} parameters each.", "zh": "两者一样大：都是 {p}参数。"}

COMPARE = {
    "en": [
        "Compare {a} and {b}.", "Compare {a} with {b}.", "Make a table of {a} and {b}.", "How do {a} and {b} differ?", "What is the difference between {a} and {b}?", "Show {a} and {b} in a table.", "{a} versus {b}",
        "Put {a} and {b} side by side.", "Give me a table that compares {a} and {b}.", "Can you compare {a} and {b}?",
    ],
    "zh": [
        "比较 {a} 和 {b}。", "{a} 和 {b} 有什么区别？", "用表格比较 {a} 和 {b}。", "{a} 和 {b} 有何不同？", "列一张 {a} 和 {b} 的表。", "对比 {a} 与 {b}。",
        "请比较一下 {a} 和 {b}。", "把 {a} 和 {b} 放在一张表里。", "{a} 与 {b} 的差别是什么？",
    ],
}  # fmt: skip
TABLE_WORDS = {"en": ("Maker", "Released", "Parameters"), "zh": ("开发者", "发布", "参数")}

LISTS = {
    "en": [
        "List three models of {o}.", "Which models did {o} make?", "Name three models by {o}.", "Give me a list of models from {o}.", "What models has {o} made?", "Tell me some models of {o}.", "Models by {o}?",
        "Can you list models of {o}?", "Which models are from {o}?", "Name some models that {o} developed.",
    ],
    "zh": [
        "列出{o}的三个模型。", "{o}有哪些模型？", "说出{o}的三个模型。", "{o}做了哪些模型？", "给我一个{o}模型的列表。", "{o}开发了什么模型？",
        "请列出{o}的模型。", "哪些模型来自{o}？", "你知道{o}的哪些模型？",
    ],
}  # fmt: skip

BENCHMARK = {
    "en": [
        "What does {b} measure?", "What is {b}?", "What does {b} test?", "What is measured by {b}?", "Explain {b}.", "Tell me about {b}.", "What is in {b}?", "Which skill does {b} test?", "What kind of benchmark is {b}?",
        "Can you tell me what {b} measures?", "What is the benchmark {b} about?", "Describe {b}.",
    ],
    "zh": [
        "{b} 测什么？", "{b} 是什么？", "{b} 考察什么？", "{b} 衡量什么？", "解释一下 {b}。", "{b} 是什么测试？", "介绍一下 {b}。", "{b} 里有什么题？",
        "请问 {b} 测的是什么？", "{b} 这个基准考什么？", "你知道 {b} 测什么吗？",
    ],
}  # fmt: skip
BENCHMARK_ANSWERS = {"en": "{b} measures this: {v}", "zh": "{b} 考察的是：{v}"}

ADDITION = {
    "en": [
        "What is {a} + {b}?", "{a} + {b} = ?", "How much is {a} plus {b}?", "What is {a} plus {b}?", "Add {a} and {b}.", "{a}+{b}", "Calculate {a} + {b}.", "What is the sum of {a} and {b}?",
        "Work out {a} + {b}.", "Tell me what {a} plus {b} is.", "{a} and {b} make how much?",
    ],
    "zh": [
        "{a} + {b} 等于多少？", "{a} 加 {b} 等于几？", "{a}+{b}=?", "计算 {a} + {b}。", "{a} 加 {b} 是多少？", "{a} + {b} 是多少？", "{a} 与 {b} 的和是多少？",
        "请算 {a} + {b}。", "{a} 加上 {b} 得多少？", "算一下 {a} 加 {b}。",
    ],
}  # fmt: skip
SUBTRACTION = {
    "en": [
        "What is {a} - {b}?", "{a} - {b} = ?", "How much is {a} minus {b}?", "What is {a} minus {b}?", "Take {b} from {a}.", "{a}-{b}", "Calculate {a} - {b}.",
        "Work out {a} - {b}.", "Tell me what {a} minus {b} is.", "{a} less {b} is how much?",
    ],
    "zh": [
        "{a} - {b} 等于多少？", "{a} 减 {b} 等于几？", "{a}-{b}=?", "计算 {a} - {b}。", "{a} 减 {b} 是多少？", "{a} - {b} 是多少？",
        "请算 {a} - {b}。", "{a} 减去 {b} 得多少？", "算一下 {a} 减 {b}。",
    ],
}  # fmt: skip

WORKED_OUT = {
    "en": lambda steps, total: f"{', '.join(steps)}, so {total}",
    "zh": lambda steps, total: f"{'，'.join(steps)}，所以 {total}",
}

SPELLING = {
    "en": ["How do you spell {w}?", "Spell {w}.", "Spell the word {w}.", "What are the letters of {w}?", "How is {w} spelled?", "Can you spell {w}?", "Which letters are in {w}?", "Please spell {w} for me."],
    "zh": ["{w} 怎么拼写？", "拼写 {w}。", "{w} 怎么拼？", "{w} 由哪些字母组成？", "请拼出 {w}。", "{w} 的字母是什么？", "怎样拼写 {w}？"],
}  # fmt: skip
WORDS = (
    "llama falcon gemma mistral model token language weight layer memory table list answer question number letter spell word battle vote "
    "apple bread chair dog earth fish garden house island king lemon moon night ocean paper queen river stone tree water window yellow zebra "
    "cloud dream flower green heart light music north orange planet school summer tiger winter"
).split()

# Outside the world: patterns with what goes into them.
OUTSIDE = {
    "en": [
        "What is the capital of {place}?", "What is the weather in {place}?", "How many people live in {place}?", "Tell me about {place}.", "What is {thing}?", "Explain {thing}.", "How does {thing} work?",
        "Write a poem about {thing}.", "Write a story about {thing}.", "Tell me a joke about {thing}.", "Why is {thing} important?", "Who was {person}?", "When was {person} born?",
        "How do I cook {dish}?", "Give me a recipe for {dish}.", "Translate {thing} into French.", "Who won the {sport} cup?", "What should I do today?", "What time is it?", "Write a program that sorts a list.",
        "What do you think about {thing}?", "Where can I find {thing}?", "How can I learn {sport}?", "Write an email about {thing}.", "What is the meaning of life?",
        "Who is the president of {place}?", "What do I need for {dish}?", "Give me three facts about {thing}.", "Can you help me with {thing}?",
    ],
    "zh": [
        "{place}的首都是哪里？", "{place}天气怎么样？", "{place}有多少人？", "介绍一下{place}。", "什么是{thing}？", "解释一下{thing}。", "{thing}是怎么回事？",
        "写一首关于{thing}的诗。", "写一个关于{thing}的故事。", "讲一个关于{thing}的笑话。", "{thing}为什么重要？", "{person}是谁？", "{person}是哪年出生的？",
        "怎么做{dish}？", "给我{dish}的做法。", "把{thing}翻译成法语。", "谁赢了{sport}比赛？", "今天做什么好？", "现在几点？", "写一个排序程序。",
        "你怎么看{thing}？", "哪里有{thing}？", "怎样学{sport}？", "写一封关于{thing}的邮件。", "人生的意义是什么？",
        "{place}的总统是谁？", "{dish}需要什么材料？", "说说{thing}的三个特点。", "你能帮我弄懂{thing}吗？",
    ],
}  # fmt: skip
# The last three of each list are kept for the held-out questions.
OUTSIDE_SLOTS = {
    "en": {
        "place": ["France", "Japan", "Brazil", "Egypt", "Paris", "London", "China", "Canada", "Berlin", "Italy", "Kenya", "India", "New York", "Spain", "Norway", "Peru"],
        "thing": ["the sea", "love", "gravity", "the moon", "a car", "photosynthesis", "water", "history", "the sun", "music", "a computer", "democracy", "money", "time", "rain", "the heart", "electricity", "happiness", "a volcano", "chess"],
        "person": ["Einstein", "Shakespeare", "Napoleon", "Mozart", "Cleopatra", "Newton", "Picasso", "Darwin", "Galileo"],
        "dish": ["pasta", "soup", "pizza", "rice", "bread", "pancakes", "curry", "noodles"],
        "sport": ["football", "tennis", "chess", "swimming", "guitar", "golf", "hockey"],
    },
    "zh": {
        "place": ["法国", "日本", "巴西", "埃及", "巴黎", "伦敦", "北京", "加拿大", "柏林", "意大利", "肯尼亚", "印度", "纽约", "西班牙", "挪威", "秘鲁"],
        "thing": ["大海", "爱情", "重力", "月亮", "汽车", "光合作用", "水", "历史", "太阳", "音乐", "电脑", "民主", "金钱", "时间", "下雨", "心脏", "电", "幸福", "火山", "围棋"],
        "person": ["爱因斯坦", "莎士比亚", "拿破仑", "李白", "孔子", "牛顿", "毕加索", "达尔文", "伽利略"],
        "dish": ["面条", "汤", "披萨", "米饭", "面包", "饺子", "咖喱", "豆腐"],
        "sport": ["足球", "网球", "象棋", "游泳", "吉他", "高尔夫", "篮球"],
    },
}  # fmt: skip
OUTSIDE_ANSWERS = {
    "en": "I do not know. I only know about language models, benchmarks and a little arithmetic.",
    "zh": "我不知道。我只了解语言模型、评测基准和一点算术。",
}

SMALL_TALK = {
    "greeting": {
        "en": (["Hello", "Hi", "Hey", "Good morning", "Good evening", "Hello there", "Hi there!", "Greetings", "Good day", "Hey there", "Good afternoon", "Hello!"], "Hello! Ask me about a language model."),
        "zh": (["你好", "您好", "早上好", "晚上好", "嗨", "你好！", "你好呀", "大家好", "下午好", "嗨，你好", "哈喽"], "你好！可以问我关于语言模型的问题。"),
    },
    "thanks": {
        "en": (["Thank you", "Thanks", "Thanks a lot", "Thank you very much", "Great, thanks", "Many thanks", "Thank you!", "Thanks for the help", "Thank you so much"], "You are welcome."),
        "zh": (["谢谢", "多谢", "谢谢你", "非常感谢", "太好了，谢谢", "感谢", "谢谢您", "谢谢你的帮助", "十分感谢"], "不客气。"),
    },
    "bye": {
        "en": (["Bye", "Goodbye", "See you", "Good night", "See you later", "Bye bye", "Farewell", "Goodbye!"], "Goodbye!"),
        "zh": (["再见", "拜拜", "晚安", "回头见", "下次见", "再会", "拜拜啦", "再见！"], "再见！"),
    },
    "how": {
        "en": (["How are you?", "How are you doing?", "How is it going?", "Are you well?", "How do you feel?", "What's up?", "How are you today?", "How have you been?"], "I am well, thank you. What would you like to know?"),
        "zh": (["你好吗？", "你怎么样？", "最近好吗？", "你还好吗？", "过得怎么样？", "你今天好吗？", "近来如何？", "你最近怎么样？"], "我很好，谢谢。你想知道什么？"),
    },
    "who": {
        "en": (["Who are you?", "What are you?", "What is your name?", "Tell me about yourself.", "Who made you?", "Are you a human?", "Are you a robot?", "Which model are you?", "Introduce yourself.", "Who am I talking to?", "What kind of model are you?"], "I am a very small language model. I answer questions about language models."),
        "zh": (["你是谁？", "你是什么？", "你叫什么名字？", "介绍一下你自己。", "谁做了你？", "你是人吗？", "你是机器人吗？", "你是哪个模型？", "请自我介绍。", "我在和谁说话？", "你是什么模型？"], "我是一个很小的语言模型，回答关于语言模型的问题。"),
    },
    "can": {
        "en": (["What can you do?", "What do you know?", "How can you help me?", "What can I ask you?", "What are you good at?", "Help", "What do you know about?", "What can you help with?", "What should I ask you?"], "I know:\n\n- language models: maker, release, size, context and licence\n- what benchmarks measure\n- small sums and spelling"),
        "zh": (["你会什么？", "你知道什么？", "你能做什么？", "我可以问你什么？", "你擅长什么？", "帮助", "你懂什么？", "你能帮我什么？", "我该问你什么？"], "我知道：\n\n- 语言模型：开发者、发布时间、规模、上下文和许可证\n- 评测基准考察什么\n- 简单算术和拼写"),
    },
}  # fmt: skip

# Names of models that do not exist, or that the catalog does not know.
STRANGERS = ["GPT-4", "GPT-3.5", "ChatGPT", "Claude 3", "Gemini 1.5 Pro", "Grok 2", "Command R", "Claude 2", "PaLM 2", "GPT-4o", "Gemini Ultra", "Claude 3.5 Sonnet"]
SYLLABLES = (
    "ba be bo da do du fa fi fo ga ge go ha hu ka ke ki ko la le li lo lu ma me mo na ne no nu pa pi po ra re ri ro sa se so ta te ti to tu va ve vi vo "
    "xa xo za ze zi zo bran dor fen gal hel jin kor lum mar nix orb pel quin rax sol tor umb vex wol xen yor zan"
).split()
SUFFIXES = ["7B", "13B", "2B", "70B", "9B", "1.5B", "34B", "3B", "8B", "120B", "2", "3", "Pro", "Mini", "2 7B", "3 8B", "1.5 14B", "Chat", "Large"]
