"""What the models are to know: the text models of the catalog's built data, without the tuned versions of one that is in already."""

import json
from dataclasses import dataclass
from pathlib import Path

CATALOG = Path(__file__).resolve().parents[2] / "catalog"

# The catalog names organizations by id; these are the names that people read.
ORGANIZATIONS = {
    "01-ai": ("01.AI", "零一万物"),
    "allenai": ("the Allen Institute for AI", "艾伦人工智能研究所"),
    "deepseek": ("DeepSeek", "深度求索"),
    "eleutherai": ("EleutherAI", "EleutherAI"),
    "google": ("Google", "谷歌"),
    "hugging-face": ("Hugging Face", "Hugging Face"),
    "ibm": ("IBM", "IBM"),
    "internlm": ("Shanghai AI Laboratory", "上海人工智能实验室"),
    "lmsys": ("LMSYS", "LMSYS"),
    "meta": ("Meta", "Meta"),
    "microsoft": ("Microsoft", "微软"),
    "minimax": ("MiniMax", "稀宇科技"),
    "mistral": ("Mistral AI", "Mistral AI"),
    "moonshot": ("Moonshot AI", "月之暗面"),
    "openai": ("OpenAI", "OpenAI"),
    "qwen": ("Alibaba", "阿里巴巴"),
    "salesforce": ("Salesforce", "Salesforce"),
    "tii": ("the Technology Innovation Institute", "技术创新研究所"),
    "zai": ("Z.ai", "智谱"),
}
LANGUAGES = {
    "ar": ("Arabic", "阿拉伯语"), "de": ("German", "德语"), "en": ("English", "英语"), "es": ("Spanish", "西班牙语"),
    "fr": ("French", "法语"), "hi": ("Hindi", "印地语"), "id": ("Indonesian", "印尼语"), "it": ("Italian", "意大利语"),
    "ja": ("Japanese", "日语"), "ko": ("Korean", "韩语"), "pt": ("Portuguese", "葡萄牙语"), "ru": ("Russian", "俄语"),
    "th": ("Thai", "泰语"), "vi": ("Vietnamese", "越南语"), "zh": ("Chinese", "中文"),
    "nl": ("Dutch", "荷兰语"), "cs": ("Czech", "捷克语"),
}  # fmt: skip
MONTHS = "January February March April May June July August September October November December".split()
BENCHMARKS = 28
# Their only source of a release date is older than the models' own papers: not taught until that is settled.
DOUBTED = {"microsoft/phi-2", "moonshot/kimi-k2-instruct"}


@dataclass(frozen=True)
class Fact:
    """One value of a model in both languages, in the words of an answer."""

    en: str
    zh: str

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class KnownModel:
    id: str
    name: str
    organization: str
    size: float
    released: str
    facts: dict[str, Fact]


@dataclass(frozen=True)
class Benchmark:
    name: str
    measures: Fact


def number(value: float) -> str:
    return f"{value:.4g}" if value < 10_000 else f"{value:.0f}"


def parameters(count: float) -> Fact:
    english = f"{number(count / 1e9)} billion" if count >= 1e9 else f"{number(count / 1e6)} million"
    return Fact(english, f"{number(count / 1e8)} 亿")


def date(iso: str) -> Fact:
    year, *rest = iso.split("-")
    if not rest:
        return Fact(year, f"{year} 年")
    return Fact(f"{MONTHS[int(rest[0]) - 1]} {year}", f"{year} 年 {int(rest[0])} 月")


def facts(model: dict) -> dict[str, Fact]:
    known = {
        "maker": Fact(*ORGANIZATIONS[model["organization"]]),
        "released": date(model["released"]),
        "parameters": parameters(size(model)),
    }
    context = model.get("context", {})
    tokens = context.get("native", context.get("extended"))
    if tokens:
        known["context"] = Fact(str(tokens), str(tokens))
    if "license" in model:
        known["license"] = Fact(model["license"]["name"], model["license"]["name"])
    languages = model.get("languages", [])
    if 0 < len(languages) <= 12:
        names = [LANGUAGES[code] for code in languages]
        english = [pair[0] for pair in names]
        known["languages"] = Fact(
            ", ".join(english[:-1]) + " and " + english[-1] if len(english) > 1 else english[0],
            "、".join(pair[1] for pair in names),
        )
    return known


def size(model: dict) -> float:
    given = model["parameters"]
    return given.get("total", given.get("nominal"))


def catalog_version() -> str:
    return json.loads((CATALOG / "package.json").read_text())["version"]


def load_world() -> tuple[list[KnownModel], list[Benchmark]]:
    data = CATALOG / "dist" / "json"
    candidates = {
        model["id"]: model
        for model in json.loads((data / "models.json").read_text())
        if model["id"] not in DOUBTED and model["input"] == ["text"] and "released" in model and "parameters" in model and size(model)
    }
    models = [
        KnownModel(model["id"], model["name"], model["organization"], size(model), model["released"], facts(model))
        for model in candidates.values()
        if model.get("base") not in candidates
    ]
    results = json.loads((data / "results.json").read_text())
    counts: dict[str, int] = {}
    for result in results:
        counts[result["benchmark"]] = counts.get(result["benchmark"], 0) + 1
    benchmarks = json.loads((data / "benchmarks.json").read_text())
    benchmarks.sort(key=lambda benchmark: (-counts.get(benchmark["id"], 0), benchmark["id"]))
    return models, [Benchmark(entry["name"], Fact(**entry["measures"])) for entry in benchmarks[:BENCHMARKS]]
