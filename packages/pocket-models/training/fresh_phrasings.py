"""Ways to ask that are never trained on: three of each kind, written by someone who had seen no other phrasing of this folder, before the
models were measured. Those that happened to be trained on were replaced.

The held-out phrasings of `phrasings` stayed out of training too, but their wrong answers told which further ways the second stage needed."""

FRESH = {
    "MODEL_QUESTIONS": {
        "maker": {"en": ["Which company is behind {m}?", "Could you tell me who developed {m}?", "I'd like to know which organization created {m}."], "zh": ["开发 {m} 的公司叫什么名字？", "请告诉我 {m} 的开发者是谁。", "我想知道 {m} 出自哪个机构。"]},
        "released": {"en": ["On what date did {m} come out?", "Please give me the release date of {m}.", "When was {m} first made available to the public?"], "zh": ["能告诉我 {m} 的发布时间吗？", "请问 {m} 的发布日期是哪一天？", "{m} 哪年哪月推出的？"]},
        "parameters": {"en": ["How many parameters are there in {m}?", "Can you tell me the parameter count of {m}?", "{m}: what is its size in parameters?"], "zh": ["{m} 一共有多少参数？", "请问 {m} 的参数规模是多大？", "帮我查一下 {m} 的参数量。"]},
        "context": {"en": ["How many tokens fit in the context window of {m}?", "Please tell me the maximum context length of {m}.", "What's the context limit for {m}, in tokens?"], "zh": ["{m} 的上下文窗口有多少个 token？", "请问 {m} 最长支持多长的上下文？", "我想了解 {m} 的上下文长度。"]},
        "license": {"en": ["Under which license is {m} distributed?", "Could you tell me what license {m} uses?", "What are the license terms for {m}?"], "zh": ["{m} 采用的是什么许可证？", "请问 {m} 使用哪种开源协议？", "告诉我 {m} 的许可协议。"]},
        "languages": {"en": ["What languages can {m} handle?", "Please list the languages supported by {m}.", "Which human languages does {m} understand?"], "zh": ["可以用哪些语言跟 {m} 对话？", "请列出 {m} 能使用的语种。", "我想知道 {m} 会哪几种语言。"]},
    },
    "LARGER": {"en": ["Which one has more parameters, {a} or {b}?", "Between {a} and {b}, which model is larger?", "Please tell me whether {a} or {b} is the bigger model."], "zh": ["参数量更大的是 {a} 还是 {b}？", "请问 {a} 与 {b} 相比，谁的规模更大？", "{a} 和 {b} 之中，较大的模型是哪一个？"]},
    "COMPARE": {"en": ["Can you compare {a} with {b} in a table?", "How does {a} compare to {b}?", "I need a comparison table for {a} and {b}."], "zh": ["请用表格对比 {a} 和 {b}。", "帮我比较一下 {a} 与 {b}。", "能给我一张 {a} 和 {b} 的对照表吗？"]},
    "LISTS": {"en": ["What language models has {o} released?", "Please list the models made by {o}.", "Can you name some models from {o}?"], "zh": ["{o}发布过哪些模型？", "请列举{o}开发的语言模型。", "我想看看{o}有什么模型。"]},
    "BENCHMARK": {"en": ["What does the {b} benchmark measure?", "Could you explain what {b} is designed to test?", "Which abilities of a model does {b} evaluate?"], "zh": ["{b} 这个基准测试考查什么？", "请解释一下 {b} 是用来评测什么的。", "{b} 主要衡量模型的哪些能力？"]},
    "SPELLING": {"en": ["How do you spell the word \"{w}\"?", "Please spell {w} for me, letter by letter.", "What is the correct spelling of {w}?"], "zh": ["英文单词 {w} 怎么拼写？", "请逐个字母拼出 {w} 这个词。", "能告诉我 {w} 是由哪些字母拼成的吗？"]},
    "OUTSIDE": {"en": ["What is the population of {place}?", "Can you give me a simple recipe for {dish}?", "In which year was {person} born?"], "zh": ["{thing}是怎么形成的？", "请问{sport}的比赛规则是什么？", "去{place}旅游几月份最合适？"]},
    "FOLLOW_UPS": {
        "maker": {"en": ["And which company developed it?"], "zh": ["那它是哪家公司开发的？"]},
        "released": {"en": ["And when was it first released?"], "zh": ["那它的发布日期是哪一天？"]},
        "parameters": {"en": ["Can you tell me its parameter count?"], "zh": ["它的参数量是多少？"]},
        "context": {"en": ["And how long is its context window, in tokens?"], "zh": ["它的上下文长度是多少？"]},
        "license": {"en": ["What license does it come with?"], "zh": ["它用的是什么许可证？"]},
    },
}  # fmt: skip
