"""Further ways to ask, for the second stage of training: after the first, questions that begin politely were not understood.

Keys are those of `phrasings`. None of the held-out phrasings is among them."""

MORE = {
    "MODEL_QUESTIONS": {
        "maker": {
            "en": ["Can you tell me who made {m}?", "Do you know who made {m}?", "I would like to know who developed {m}.", "Please tell me who created {m}.", "Could you say who built {m}?", "Who is behind {m}?", "Which lab trained {m}?", "Which lab is {m} from?"],
            "zh": ["请问 {m} 是谁开发的？", "你知道谁开发了 {m} 吗？", "我想知道 {m} 是哪家公司做的。", "能告诉我 {m} 的开发者吗？", "{m} 的公司是哪家？", "哪家公司做了 {m}？", "哪家公司发布了 {m}？", "{m} 谁做的"],
        },
        "released": {
            "en": ["Can you tell me when {m} was released?", "Do you know when {m} came out?", "I would like to know when {m} appeared.", "Please tell me the release date of {m}.", "Could you say when {m} was published?", "What month was {m} released?", "What is the date of {m}?"],
            "zh": ["请问 {m} 是什么时候发布的？", "你知道 {m} 何时发布吗？", "我想知道 {m} 的发布时间。", "能告诉我 {m} 的发布日期吗？", "{m} 是什么时候推出的？", "{m} 在哪一年发布？", "{m} 在几月推出？"],
        },
        "parameters": {
            "en": ["Can you tell me how many parameters {m} has?", "Do you know how large {m} is?", "I would like to know the parameter count of {m}.", "Please tell me the size of {m}.", "Could you say how big {m} is?", "What number of weights does {m} have?", "How many parameters has {m}?"],
            "zh": ["请问 {m} 有多大？", "你知道 {m} 的参数量吗？", "我想知道 {m} 有多少参数。", "能告诉我 {m} 的规模吗？", "{m} 的模型大小是多少？", "{m} 的参数规模是多少？", "{m} 有多少亿参数？"],
        },
        "context": {
            "en": ["Can you tell me the context length of {m}?", "Do you know how long the context of {m} is?", "I would like to know the context length of {m}.", "Please tell me the context window of {m}.", "Could you say how many tokens {m} can read?", "What length is the context of {m}?", "How much context has {m}?"],
            "zh": ["请问 {m} 的上下文有多长？", "你知道 {m} 的上下文长度吗？", "我想知道 {m} 的上下文窗口。", "能告诉我 {m} 的上下文长度吗？", "{m} 的上下文有多少词元？", "{m} 的上下文长度有多长？", "{m} 上下文多长"],
        },
        "license": {
            "en": ["Can you tell me the license of {m}?", "Do you know how {m} is licensed?", "I would like to know the licence of {m}.", "Please tell me under which license {m} is.", "Could you say what licence {m} has?", "What licence was {m} released under?", "Which license was given to {m}?"],
            "zh": ["请问 {m} 是什么许可证？", "你知道 {m} 的许可证吗？", "我想知道 {m} 用哪种许可证。", "能告诉我 {m} 的许可证吗？", "{m} 的许可证是哪个？", "{m} 用的是哪一种许可证？", "{m} 许可证是什么"],
        },
        "languages": {
            "en": ["Can you tell me the languages of {m}?", "Do you know which languages {m} speaks?", "I would like to know which languages {m} supports.", "Please tell me what languages {m} knows.", "What languages does {m} have?"],
            "zh": ["请问 {m} 支持哪些语言？", "你知道 {m} 支持什么语言吗？", "我想知道 {m} 会什么语言。", "{m} 可以用哪些语言？", "{m} 说哪些语言？"],
        },
    },
    "FOLLOW_UPS": {
        "maker": {
            "en": ["Who made it?", "Who built it?", "And the maker?"],
            "zh": ["它出自哪里？", "是谁开发的？"],
        },
        "released": {
            "en": ["When was it released?", "When did it appear?", "And when did it come out?"],
            "zh": ["它是哪年发布的？", "那发布时间是什么时候？"],
        },
        "parameters": {
            "en": ["How big is it?", "How large is it?", "And how many parameters?"],
            "zh": ["它的规模是多少？", "那参数量呢？"],
        },
        "context": {
            "en": ["How long is its context window?", "And its context window?", "What is its context length?"],
            "zh": ["那上下文窗口有多大？", "上下文窗口呢？"],
        },
        "license": {
            "en": ["Under which licence is it?", "And what licence has it?", "What is its licence?"],
            "zh": ["它以什么许可证发布？", "那它用什么许可证？"],
        },
    },
    "LARGER": {
        "en": ["Can you tell me which is larger, {a} or {b}?", "Do you know whether {a} is larger than {b}?", "Please tell me which is bigger: {a} or {b}.", "What is larger, {a} or {b}?", "Which of {a} and {b} is larger?", "Which of {a} and {b} has more parameters?"],
        "zh": ["请问 {a} 和 {b} 哪个大？", "你知道 {a} 和 {b} 谁更大吗？", "在 {a} 和 {b} 中，哪个更大？", "{a} 和 {b} 相比，哪个大？", "{a} 和 {b} 谁大？", "{a} 和 {b} 哪个参数更多？"],
    },
    "COMPARE": {
        "en": ["Can you make a table of {a} and {b}?", "Please compare {a} and {b}.", "Give me a table of {a} and {b}.", "Put {a} and {b} in a table.", "Show me {a} and {b} side by side.", "Can you show the difference between {a} and {b}?"],
        "zh": ["请比较 {a} 和 {b}。", "把 {a} 和 {b} 做成表格。", "请问 {a} 与 {b} 有什么差别？", "比较一下 {a} 和 {b}。", "{a} 和 {b} 的差别在哪里？", "给我一张 {a} 和 {b} 的表。"],
    },
    "LISTS": {
        "en": ["Can you name three models of {o}?", "Please list models by {o}.", "Which models come from {o}?", "Name some models of {o}.", "Tell me which models {o} developed.", "What are the models of {o}?"],
        "zh": ["请问{o}有哪些模型？", "你知道{o}做了哪些模型吗？", "请说出{o}的模型。", "哪些模型是{o}的？", "{o}的模型有哪些？", "列出{o}的模型。"],
    },
    "BENCHMARK": {
        "en": ["Can you tell me what {b} is?", "Do you know what {b} measures?", "I would like to know what {b} tests.", "Please explain {b}.", "Can you describe the benchmark {b}?", "What is the benchmark {b}?", "What is {b} about?", "Describe what {b} measures."],
        "zh": ["请问 {b} 是什么？", "你知道 {b} 考察什么吗？", "我想知道 {b} 测什么。", "能介绍一下 {b} 吗？", "{b} 这个基准测什么？", "{b} 这个测试是什么？", "{b} 测的是什么？", "{b} 考什么？"],
    },
    "ADDITION": {
        "en": ["Can you tell me what {a} + {b} is?", "Please add {a} and {b}.", "{a} plus {b}", "Do you know what {a} plus {b} is?", "{a} and {b} together make what?"],
        "zh": ["请问 {a} 加 {b} 等于多少？", "你知道 {a} + {b} 是多少吗？", "{a}加{b}", "请计算 {a} 加 {b}。", "{a} 加上 {b} 是多少？"],
    },
    "SUBTRACTION": {
        "en": ["Can you tell me what {a} - {b} is?", "Please take {b} from {a}.", "{a} minus {b}", "Do you know what {a} minus {b} is?", "{a} less {b} is what?"],
        "zh": ["请问 {a} 减 {b} 等于多少？", "你知道 {a} - {b} 是多少吗？", "{a}减{b}", "请计算 {a} 减 {b}。", "{a} 减去 {b} 是多少？"],
    },
    "SPELLING": {
        "en": ["Can you tell me how to spell {w}?", "Please spell {w}.", "Spell {w} for me.", "Do you know how {w} is spelled?", "What letters are in {w}?", "Can you spell the word {w}?"],
        "zh": ["请问 {w} 怎么拼写？", "你知道 {w} 怎么拼吗？", "请拼写 {w}。", "{w} 有哪些字母？", "怎么拼 {w}？", "{w} 的拼写是什么？"],
    },
    "OUTSIDE": {
        "en": ["Can you tell me about {thing}?", "Do you know who {person} was?", "Please explain {thing}.", "I would like to know more about {place}.", "Help me with my homework on {thing}.", "Can you write a song about {thing}?", "Give me two facts about {place}.", "Give me some advice on {thing}.", "Where is {place}?", "What do I need for a trip to {place}?", "What language do people speak in {place}?", "Describe {thing}.", "Can you teach me {sport}?", "Who is the best player of {sport}?", "How old is {person}?", "Which is better, {thing} or {dish}?", "Tell me something.", "Write a letter to {person}.", "How long does {dish} take?", "Is {place} larger than {place}?"],
        "zh": ["请问{thing}是什么？", "你知道{person}吗？", "请解释{thing}。", "我想知道{place}的事。", "帮我写关于{thing}的作业。", "写一首{thing}的歌。", "说说{place}。", "给我一些关于{thing}的建议。", "{place}在哪里？", "去{place}要带什么？", "{place}说什么语言？", "描述一下{thing}。", "教我{sport}。", "谁最会{sport}？", "{person}多大了？", "{thing}和{dish}哪个好？", "随便说点什么。", "给{person}写一封信。", "{dish}要做多久？", "{place}的总统今年多大？"],
    },
    "SMALL_TALK": {
        "who": {
            "en": ["Can you tell me who you are?", "Are you a language model?"],
            "zh": ["请问你是谁？", "你是语言模型吗？"],
        },
    },
}  # fmt: skip
