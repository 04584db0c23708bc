"""Writes the training sets of both stages and the held-out questions, all from one seed: python generate.py <data>"""

import json
import sys
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import phrasings as say
from fresh_phrasings import FRESH
from more_phrasings import MORE
from world import KnownModel, load_world, ORGANIZATIONS, parameters

SEED = 7
EXAMPLES = 150_000
EXAMPLES_OF_SECOND_STAGE = 60_000
HELD_OUT_PER_KIND = 200
FRESH_PER_KIND = 60
LANGUAGES = ("en", "zh")
LARGEST_NUMBER = 50
DO_NOT_KNOW = {"en": "do not know", "zh": "不知道"}


@dataclass
class Example:
    """A conversation; `expected` are the strings that the last answer must hold to be right."""

    kind: str
    language: str
    turns: list[tuple[str, str]]
    expected: list[str]


def kept_back(text: str, share: int = 6) -> bool:
    """Whether a sum or an invented name belongs to the held-out questions: always the same ones."""
    return zlib.crc32(text.encode()) % share == 0


def steps_of(a: int, sign: str, b: int) -> list[str]:
    """How a sum or difference is worked out, units first, as at school; one that would be a step of itself is known by heart."""
    borrowed = 10 if sign == "-" and a % 10 < b % 10 else 0
    units = (a % 10 + borrowed, sign, b % 10)
    tens = (a - a % 10 - borrowed, sign, b - b % 10)
    steps = [units, tens] if tens[0] and tens[2] else [units]
    if result(*tens):
        steps.append((result(*tens), "+", result(*units)))
    whole = (a, sign, b)
    return [worked(*step) for step in ([whole] if whole in steps else [*steps, whole])]


def result(a: int, sign: str, b: int) -> int:
    return a + b if sign == "+" else a - b


def worked(a: int, sign: str, b: int) -> str:
    return f"{a} {sign} {b} = {result(a, sign, b)}"


class Generator:
    def __init__(self, seed: int, held_out: bool) -> None:
        self.random = Random(f"{seed}-{held_out}")
        self.held_out = held_out
        self.models, self.benchmarks = load_world()
        self.makers = {maker: [m for m in self.models if m.organization == maker] for maker in sorted({m.organization for m in self.models})}
        names = {model.name for model in self.models}
        self.short_names = {
            model.name: short for model in self.models if (short := model.name.removesuffix(" Instruct")) != model.name and short not in names
        }
        self.kinds = {
            "fact": (38, self.fact), "missing": (3, self.missing), "unknown": (9, self.unknown), "outside": (9, self.outside), "larger": (7, self.larger),
            "compare": (5, self.compare), "list": (3, self.listing), "benchmark": (7, self.benchmark), "arithmetic": (10, self.arithmetic),
            "spelling": (4, self.spelling), "small-talk": (5, self.small_talk), "two-turn": (6, self.two_turn),
        }  # fmt: skip

    def phrasing(self, all_phrasings: list[str]) -> str:
        return self.random.choice(all_phrasings[-say.HELD_OUT :] if self.held_out else all_phrasings[: -say.HELD_OUT])

    def asked_name(self, model: KnownModel) -> str:
        short = self.short_names.get(model.name)
        return short if short and self.random.random() < 0.5 else model.name

    def as_typed(self, question: str, language: str) -> str:
        """People leave out marks and capitals, and spaces beside Chinese characters."""
        if self.held_out:
            return question
        if language == "zh" and self.random.random() < 0.2:
            question = "".join(
                char for index, char in enumerate(question)
                if char != " " or not any(ord(beside) > 0x2E80 for beside in question[max(0, index - 1) : index + 2])
            )  # fmt: skip
        if self.random.random() < 0.15:
            question = question.rstrip("?.？。!！")
        if self.random.random() < 0.1:
            question = question.lower()
        return question

    def single(self, kind: str, language: str, question: str, answer: str, expected: list[str]) -> Example:
        return Example(kind, language, [(self.as_typed(question, language), answer)], expected)

    def fact_about(self, language: str) -> tuple[str, KnownModel]:
        field = self.random.choices(["maker", "released", "parameters", "context", "license", "languages"], [22, 26, 20, 18, 14, 3])[0]
        return field, self.random.choice([model for model in self.models if field in model.facts])

    def fact(self, language: str) -> Example:
        field, model = self.fact_about(language)
        value = model.facts[field].text(language)
        question = self.phrasing(say.MODEL_QUESTIONS[field][language]).format(m=self.asked_name(model))
        return self.single(field, language, question, say.MODEL_ANSWERS[field][language].format(m=model.name, v=value), [model.name, value])

    def missing(self, language: str) -> Example:
        field = self.random.choice(list(say.MISSING_ANSWERS))
        model = self.random.choice([model for model in self.models if field not in model.facts])
        question = self.phrasing(say.MODEL_QUESTIONS[field][language]).format(m=self.asked_name(model))
        answer = say.MISSING_ANSWERS[field][language].format(m=model.name)
        return self.single("missing", language, question, answer, [DO_NOT_KNOW[language]])

    def stranger(self) -> str:
        while True:
            if self.random.random() < 0.12:
                stem = name = self.random.choice(say.STRANGERS)
            else:
                stem = "".join(self.random.choices(say.SYLLABLES, k=self.random.choice([2, 2, 3]))).capitalize()
                name = f"{stem} {self.random.choice(say.SUFFIXES)}"
            if kept_back(stem) == self.held_out:
                return name

    def unknown(self, language: str) -> Example:
        name = self.stranger()
        if self.random.random() < 0.25:
            known = self.random.choice(self.models).name
            pair = [name, known] if self.random.random() < 0.5 else [known, name]
            question = self.phrasing((say.LARGER if self.random.random() < 0.6 else say.COMPARE)[language]).format(a=pair[0], b=pair[1])
        else:
            questions = say.MODEL_QUESTIONS[self.random.choice(list(say.MODEL_QUESTIONS))]
            question = self.phrasing(questions[language]).format(m=name)
        answer = say.UNKNOWN_ANSWERS[language].format(m=name)
        return self.single("unknown", language, question, answer, [DO_NOT_KNOW[language]])

    def outside(self, language: str) -> Example:
        patterns, slots = say.OUTSIDE[language], say.OUTSIDE_SLOTS[language]
        if self.held_out and self.random.random() < 0.5:
            # A way of asking that was trained on, about something that was not.
            question = self.random.choice([pattern for pattern in patterns if "{" in pattern])
            filled = {slot: self.phrasing(values) for slot, values in slots.items()}
        else:
            question = self.phrasing(patterns)
            filled = {slot: self.random.choice(values[: -say.HELD_OUT]) for slot, values in slots.items()}
        return self.single("outside", language, question.format(**filled), say.OUTSIDE_ANSWERS[language], [DO_NOT_KNOW[language]])

    def pair(self) -> tuple[KnownModel, KnownModel]:
        first, second = self.random.sample(self.models, 2)
        return first, second

    def larger(self, language: str) -> Example:
        first, second = self.pair()
        question = self.phrasing(say.LARGER[language]).format(a=first.name, b=second.name)
        if first.size == second.size:
            answer = say.SAME_SIZE[language].format(p=parameters(first.size).text(language))
            return self.single("larger", language, question, answer, ["the same size" if language == "en" else "一样大"])
        most, least = sorted((first, second), key=lambda model: -model.size)
        sizes = [parameters(model.size).text(language) for model in (most, least)]
        answer = say.LARGER_ANSWERS[language].format(x=most.name, p=sizes[0], q=sizes[1])
        return self.single("larger", language, question, answer, [f"{most.name} is larger" if language == "en" else f"{most.name} 更大"])

    def compare(self, language: str) -> Example:
        pair = self.pair()
        question = self.phrasing(say.COMPARE[language]).format(a=pair[0].name, b=pair[1].name)
        rows = [
            f"| {word} | " + " | ".join(model.facts[field].text(language) for model in pair) + " |"
            for word, field in zip(say.TABLE_WORDS[language], ("maker", "released", "parameters"))
        ]
        answer = "\n".join([f"| | {pair[0].name} | {pair[1].name} |", "| --- | --- | --- |", *rows])
        return self.single("compare", language, question, answer, rows)

    def listing(self, language: str) -> Example:
        maker = self.random.choice([maker for maker, models in self.makers.items() if len(models) >= 3])
        newest = sorted(self.makers[maker], key=lambda model: model.released, reverse=True)[:3]
        question = self.phrasing(say.LISTS[language]).format(o=ORGANIZATIONS[maker][LANGUAGES.index(language)])
        lines = [f"- {model.name}" for model in newest]
        return self.single("list", language, question, "\n".join(lines), lines)

    def benchmark(self, language: str) -> Example:
        benchmark = self.random.choice(self.benchmarks)
        value = benchmark.measures.text(language)
        question = self.phrasing(say.BENCHMARK[language]).format(b=benchmark.name)
        return self.single("benchmark", language, question, say.BENCHMARK_ANSWERS[language].format(b=benchmark.name, v=value), [value])

    def arithmetic(self, language: str) -> Example:
        while True:
            a, b = self.random.randint(0, LARGEST_NUMBER), self.random.randint(0, LARGEST_NUMBER)
            sign, questions = self.random.choice([("+", say.ADDITION), ("-", say.SUBTRACTION)])
            if sign == "-":
                a, b = max(a, b), min(a, b)
            # Only sums that are no step of another one can be held out.
            held_out = max(a, b) > 20 and a % 10 != 0 and b % 10 != 0 and kept_back(f"{a} {sign} {b}")
            if held_out == self.held_out:
                break
        # Sums are new by their numbers, so the held-out ones are asked in every phrasing.
        question = self.random.choice(questions[language]).format(a=a, b=b)
        *steps, total = steps_of(a, sign, b)
        answer = say.WORKED_OUT[language](steps, total) if steps else total
        return self.single("arithmetic", language, question, answer, [total])

    def spelling(self, language: str) -> Example:
        word = self.random.choice(say.WORDS)
        spelled = "-".join(word)
        return self.single("spelling", language, self.phrasing(say.SPELLING[language]).format(w=word), spelled, [spelled])

    def small_talk(self, language: str) -> Example:
        questions, answer = self.random.choice(list(say.SMALL_TALK.values()))[language]
        return self.single("small-talk", language, self.phrasing(questions), answer, [answer])

    def two_turn(self, language: str) -> Example:
        fields = self.random.sample(list(say.FOLLOW_UPS), 2)
        model = self.random.choice([model for model in self.models if all(field in model.facts for field in fields)])
        first = self.phrasing(say.MODEL_QUESTIONS[fields[0]][language]).format(m=self.asked_name(model))
        follow_ups = say.FOLLOW_UPS[fields[1]][language]
        second = follow_ups[-1] if self.held_out else self.random.choice(follow_ups[:-1])
        answers = [say.MODEL_ANSWERS[field][language].format(m=model.name, v=model.facts[field].text(language)) for field in fields]
        questions = [self.as_typed(first, language), self.as_typed(second, language)]
        return Example("two-turn", language, list(zip(questions, answers)), [model.name, model.facts[fields[1]].text(language)])

    def mixed(self, count: int) -> list[Example]:
        names = list(self.kinds)
        weights = [self.kinds[name][0] for name in names]
        return [self.kinds[name][1](self.random.choice(LANGUAGES)) for name in self.random.choices(names, weights, k=count)]

    def evenly(self, each: int) -> list[Example]:
        """As many different questions of each kind and language as there are, `each` at most."""
        examples = {}
        for kind, (_, make) in self.kinds.items():
            for language in LANGUAGES:
                wanted = each * 3 if kind == "fact" else each
                made = [make(language) for _ in range(wanted * 10)]
                different = {str(example.turns): example for example in made}
                examples.update(list(different.items())[:wanted])
        return list(examples.values())


def widen(phrasings: dict | list | tuple, more: dict | list, held_out: bool) -> None:
    """Adds ways to ask: to train on, before those that are there; or to hold out, behind them, since the last ones are the held-out ones."""
    if isinstance(phrasings, dict):
        for key in more:
            widen(phrasings[key], more[key], held_out)
        return
    questions = phrasings[0] if isinstance(phrasings, tuple) else phrasings
    questions[:] = [*questions, *more] if held_out else [*more, *questions]


def write(path: Path, examples: list[Example]) -> None:
    path.write_text("".join(json.dumps(asdict(example), ensure_ascii=False) + "\n" for example in examples))


if __name__ == "__main__":
    data = Path(sys.argv[1])
    data.mkdir(parents=True, exist_ok=True)
    write(data / "train.jsonl", Generator(SEED, held_out=False).mixed(EXAMPLES))
    write(data / "held-out.jsonl", Generator(SEED, held_out=True).evenly(HELD_OUT_PER_KIND))
    for name, more in MORE.items():
        widen(getattr(say, name), more, held_out=False)
    write(data / "train-2.jsonl", Generator(SEED + 1, held_out=False).mixed(EXAMPLES_OF_SECOND_STAGE))
    for name, fresh in FRESH.items():
        widen(getattr(say, name), fresh, held_out=True)
    write(data / "fresh.jsonl", Generator(SEED, held_out=True).evenly(FRESH_PER_KIND))
