"""Ways to ask that were written after all training sets, and looked at by nobody who wrote those: three of each kind.

The held-out phrasings of `phrasings` stayed out of training too, but their wrong answers told which further ways the second stage needed."""

FRESH = {
    "MODEL_QUESTIONS": {
        "maker": {"en": ["Who is responsible for {m}?", "{m}: who developed it?", "What is the name of the company that made {m}?"], "zh": ["{m} 是什么公司的模型？", "是哪家公司推出了 {m}？", "{m} 由谁开发？"]},
        "released": {"en": ["When exactly was {m} released?", "{m}: when did it come out?", "What is the month of release of {m}?"], "zh": ["{m} 发布于何时？", "{m} 是在什么时候公开的？", "请说出 {m} 的发布日期。"]},
        "parameters": {"en": ["How many parameters are there in {m}?", "{m}: how large is it?", "What is the total number of parameters of {m}?"], "zh": ["{m} 的参数总数是多少？", "{m} 共有多少参数？", "请说出 {m} 的参数量。"]},
        "context": {"en": ["How many tokens can I give to {m}?", "{m}: how long is its context?", "What is the size of the context window of {m}?"], "zh": ["{m} 的上下文最长是多少？", "{m} 可以读多长的上下文？", "请说出 {m} 的上下文长度。"]},
        "license": {"en": ["Which licence does {m} use?", "{m}: what is its license?", "What is the name of the licence of {m}?"], "zh": ["{m} 属于哪种许可证？", "{m} 的许可证叫什么？", "请说出 {m} 的许可证。"]},
        "languages": {"en": ["What languages can {m} speak?", "{m}: which languages does it know?", "Which languages are known to {m}?"], "zh": ["{m} 能说什么语言？", "{m} 懂哪些语言？", "请说出 {m} 支持的语言。"]},
    },
    "LARGER": {"en": ["Between {a} and {b}, which is larger?", "Is {a} or {b} the larger model?", "Which model is bigger: {a} or {b}?"], "zh": ["{a} 跟 {b} 哪个更大？", "{a} 和 {b} 中哪个模型大？", "哪个更大，{a} 还是 {b}？"]},
    "COMPARE": {"en": ["Could you compare {a} and {b} for me?", "A table of {a} and {b}, please.", "Compare {a} to {b}."], "zh": ["帮我比较 {a} 和 {b}。", "用一张表对比 {a} 和 {b}。", "{a} 跟 {b} 有什么不同？"]},
    "LISTS": {"en": ["Please name models of {o}.", "Which models has {o} released?", "What are some models by {o}?"], "zh": ["{o}推出了哪些模型？", "说几个{o}的模型。", "请给出{o}的模型列表。"]},
    "BENCHMARK": {"en": ["What is the purpose of {b}?", "{b}: what does it measure?", "Could you explain what {b} tests?"], "zh": ["{b} 用来测什么？", "说说 {b} 考察什么。", "能解释一下 {b} 是什么吗？"]},
    "SPELLING": {"en": ["How do I spell {w}?", "{w}: how is it spelled?", "Could you spell {w}?"], "zh": ["{w} 该怎么拼？", "把 {w} 拼出来。", "能拼一下 {w} 吗？"]},
    "OUTSIDE": {"en": ["What can you tell me about {thing}?", "Who lives in {place}?", "How good is {dish}?"], "zh": ["你对{thing}了解多少？", "谁住在{place}？", "{dish}好吃吗？"]},
    "FOLLOW_UPS": {
        "maker": {"en": ["Who developed it?"], "zh": ["它是哪家公司的？"]},
        "released": {"en": ["And its release date?"], "zh": ["它何时发布？"]},
        "parameters": {"en": ["What is its size?"], "zh": ["它的参数有多少？"]},
        "context": {"en": ["And how much can it read?"], "zh": ["它的上下文长度是多少？"]},
        "license": {"en": ["And what is its license?"], "zh": ["它的许可证呢？"]},
    },
}  # fmt: skip
