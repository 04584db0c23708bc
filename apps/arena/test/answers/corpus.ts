import { hostileAnswers } from "./hostile-answers";

/** An answer, and what of it a page does not show as text. */
export interface CorpusAnswer {
  readonly name: string;
  readonly text: string;
  /** Addresses of links, tags of reasoning and TeX, in the order of the text. */
  readonly hidden: readonly string[];
  /** Every code point but white space is shown, marks of Markdown too. */
  readonly isExact: boolean;
  readonly formulas: number;
}

const answer = (name: string, text: string, rest: Partial<CorpusAnswer> = {}): CorpusAnswer => ({
  name,
  text,
  hidden: [],
  isExact: false,
  formulas: 0,
  ...rest,
});
const exact = (name: string, text: string) => answer(name, text, { isExact: true });
const formula = (name: string, before: string, tex: string, after: string) =>
  answer(name, `${before}${tex}${after}`, { hidden: [tex], formulas: 1 });
const fence = (language: string, code: string) => `Here it is:\n\n\`\`\`${language}\n${code}\n\`\`\`\n\nThat is all.`;
const LONG = "a_rather_long_name_without_any_space_".repeat(8);

const codes: readonly (readonly [string, string])[] = [
  ["ts", "export const first = <T,>(list: readonly T[]): T | undefined => list[0];\nconst table = new Map<string, Array<number>>();"],
  [
    "python",
    'class Point:\n    def __init__(self, x: float) -> None:\n        self.x = x\n\nif __name__ == "__main__":\n    print(f"{Point(1).x:.2f}")  # *one*',
  ],
  ["c", '#include <stdio.h>\nint main(void) { printf("%d & %d\\n", 1 << 2, *(int[]){3}); return 0; }'],
  [
    "cpp",
    "template <typename T> std::vector<T> twice(const std::vector<T>& in) { auto out = in; out.insert(out.end(), in.begin(), in.end()); return out; }",
  ],
  ["rust", 'fn main() { let names: Vec<&str> = vec!["a", "b"]; println!("{:?}", names.iter().map(|n| n.len()).collect::<Vec<_>>()); }'],
  ["go", "func main() { ch := make(chan int, 1); ch <- 1; fmt.Println(<-ch) }"],
  ["java", "public class A<T extends Comparable<T>> { /* <b>no</b> */ List<Map<String, T>> all = new ArrayList<>(); }"],
  ["html", '<!doctype html>\n<p class="a">1 &lt; 2 &amp;&amp; <b>bold</b></p>\n<script>alert("no")</script>'],
  ["css", ".a > .b::after { content: '\\201C'; width: calc(100% - 2 * var(--x)); }"],
  ["sql", "SELECT a.*, count(*) FROM t AS a WHERE a.x <> 'it''s' GROUP BY 1 HAVING count(*) > 2;"],
  ["sh", 'for f in *.txt; do echo "$f" | sed -e \'s/_/ /g\' >> "$HOME/out_$(date +%s)"; done'],
  ["json", '{"a": [1, 2.5e-3, null], "__proto__": {"$ref": "#/x_y_z"}}'],
  ["yaml", "a: &anchor\n  - *anchor\n  - |\n    # not a heading\n    text"],
  ["diff", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old_value\n+new_value"],
  ["haskell", "quick (p:xs) = quick [x | x <- xs, x < p] ++ [p] ++ quick [x | x <- xs, x >= p]"],
  ["", "plain block with **stars** and __dunder__ and $dollar$"],
  ["mermaid", "graph TD; A-->B; B-->C;"],
  ['ts title="a.ts" {1,3}', "const titled = true;"],
];

const fromCode = codes.map(([language, code]) => answer(`code ${language || "without language"}`, fence(language, code)));

const moreCode = [
  answer("code with a long line", fence("js", `const x = "${LONG}";`)),
  answer("a fence that is not closed", "Start:\n\n```js\nconst a = 1;\nconst b = a < 2;"),
  answer("a fence in a list", "1. First:\n\n   ```sh\n   npm start\n   ```\n\n2. Second."),
  answer("a fence in a fence", "````md\n```js\nlet a;\n```\n````"),
  answer("indented code", "Text:\n\n    indented <code> here\n    and *here*\n\nEnd."),
  answer("code with backticks", "Use `` ` `` or ``a`b`` here."),
  exact("types and comparisons", "Array<string> and Map<K, V>, a < b > c, <T> and x<y."),
  exact("a path of Windows", "C:\\Users\\new and C:\\temp\\x."),
  exact("names of Python", "Call __init__ and __main__ and obj.__class__ and snake_case_name."),
  exact("tags of HTML in text", "A <b>bold</b> move, <br> and <custom-element a='1'>x</custom-element>."),
  exact("an HTML block", '<div class="note">\n<p>Hello **there**</p>\n</div>'),
  exact("a comment of HTML", "Before <!-- hidden --> after."),
  exact("a long word", LONG),
];

const tables = [
  answer("a table", "| Name | Size |\n| :-- | --: |\n| a | 1 |\n| b | 22 |"),
  answer("a wide table", `| ${"Column heading | ".repeat(12)}\n| ${"--- | ".repeat(12)}\n| ${"some cell | ".repeat(12)}`),
  answer("a table with more cells than its head", "| a | b |\n| - | - |\n| 1 | 2 | 3 | 4 |"),
  answer("a table with fewer cells", "| a | b | c |\n| - | - | - |\n| 1 |"),
  answer("a table with markup", "| a | b |\n| - | - |\n| **x** | `y|z` |\n| [l](https://e.example/p) | ~~s~~ |", {
    hidden: ["https://e.example/p"],
  }),
  answer("a table with a long word", `| a | b |\n| - | - |\n| ${LONG} | x |`),
  answer("a table without outer bars", "a | b\n--- | ---\n1 | 2"),
  answer("a table of CJK", "| 名称 | 说明 |\n| --- | --- |\n| 哈希表 | 平均常数时间的查找 |\n| 平衡树 | 有序的键 |"),
];

const formulas = [
  formula("a formula in a line", "Energy is ", "$E = mc^2$", ", he said."),
  formula("a formula in parentheses", "Let ", "\\(a^2 + b^2 = c^2\\)", " hold."),
  formula("a formula in brackets", "Then\n\n", "\\[\n\\int_0^1 x^2 \\, dx = \\frac{1}{3}\n\\]", "\n\nfollows."),
  formula("a formula in dollars", "So\n\n", "$$\n\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}\n$$", "\n\ndone."),
  formula("a matrix", "It is ", "$$\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}$$", " here."),
  formula("aligned lines", "", "\\[\\begin{aligned} a &= b + c \\\\ &= d - e \\end{aligned}\\]", ""),
  formula("a long formula", "Long: ", `$$${"x_{1} + ".repeat(60)}y$$`, "."),
  formula("a formula in a list", "- point ", "$\\alpha_1 < \\beta^*$", " holds"),
  formula("a formula in bold", "**so ", "$n!$", " grows**"),
  answer("prices", "It costs $5 and then $10, or US$20 to $30."),
  answer("one dollar", "A price of $5 only."),
  answer("escaped dollars", "Pay \\$5 and \\$6."),
  answer("dollars in code", "Use `$x$` and `$$`.", {}),
  answer("TeX that is wrong", "See $\\frac{1}{$ there.", {}),
  answer("a formula in a table", "| f | g |\n| - | - |\n| $x^2$ | \\(y\\) |", { hidden: ["$x^2$", "\\(y\\)"], formulas: 2 }),
];

const scripts = [
  answer("Arabic", "## عنوان\n\nهذا **نص** عربي مع `code` ورقم 42.\n\n1. أولاً\n2. ثانياً"),
  answer("Hebrew with English", "שלום world, זה טקסט מעורב (ראו https://example.org).\n\n- פריט אחד\n- item two"),
  answer("Persian quotation", "> نقل‌قول فارسی با نیم‌فاصله\n\nپایان."),
  answer("Chinese", "# 标题\n\n**加粗**的文字，*斜体*，以及“引号”。\n\n1. 第一项\n2. 第二项\n\n> 引用一段话。"),
  answer("Chinese without spaces", "这是一段很长的没有空格的文字".repeat(20)),
  answer("Chinese bold beside marks", "他说：**“你好”**，然后走了。"),
  answer("Japanese", "これは**太字**です。\n\n- 一つ目\n- 二つ目（括弧）"),
  answer("Korean", "**굵은** 글씨와 `코드` 입니다."),
  answer("Thai", "ข้อความภาษาไทยที่ไม่มีช่องว่าง".repeat(6)),
  answer("Hindi", "यह **हिन्दी** में लिखा गया है।"),
  answer("emoji", "Family 👨‍👩‍👧‍👦, flag 🇨🇭, skin 👍🏽, keycap 1️⃣, heart ❤️ and 🙂‍↔️."),
  exact("symbols", "½ × ∞ ≠ ≤ → ⇒ ∀x∈ℝ, “quotes”, …, №, €, ™, ﷽"),
  answer("combining marks", "Z͑ͫa̴l̷g̵o and café and cafe\u0301."),
];

const structure = [
  answer("headings", "# One\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six"),
  answer("numbers that do not follow each other", "3. three\n7. seven\n\nText\n\n1) one\n5) five"),
  answer("nested lists", "- a\n  - b\n    - c\n      1. d\n         - e"),
  answer("tasks", "- [x] done\n- [ ] open", { hidden: ["[x]"] }),
  answer("a quotation in a quotation", "> outer\n>\n> > inner\n> > more"),
  answer("deep quotations", `${"> ".repeat(40)}deep`),
  answer("two thousand quotations", `${"> ".repeat(2000)}deepest`),
  answer("deep lists", Array.from({ length: 30 }, (_, depth) => `${"  ".repeat(depth)}- level ${depth}`).join("\n")),
  answer("lines of a poem", "The fog comes in\non little feet\nand waits.\n\nThen it goes."),
  answer("a rule", "Above\n\n---\n\nBelow"),
  answer("strikethrough", "~~gone~~ and 20~25 degrees"),
  exact("references that nothing refers to", "See [1] and [2][3].\n\n[1]: a note on it"),
  exact("a footnote", "Text[^1] goes on.\n\n[^1]: The note."),
  exact("brackets that are not closed", "An unclosed [bracket and (parenthesis and a price of $5"),
  exact("asterisks that are not closed", "2 * 3 * 4 and a**b and 5*"),
  answer("a link", "See [the article](https://en.wikipedia.org/wiki/Hash_table) now.", {
    hidden: ["https://en.wikipedia.org/wiki/Hash_table"],
  }),
  exact("a bare link", "See https://example.org/a_b?c=d&e=f#g now."),
  answer("a long link", `See https://example.org/${"a-very-long-path/".repeat(12)} now.`),
  answer("an image", "Look: ![a red house](https://e.example/house.png)", { hidden: ["https://e.example/house.png"] }),
  answer("references to characters", "&lt;b&gt; and &amp; here.", { hidden: ["lt", "gt", "amp"] }),
  answer("emphasis", "*one* _two_ **three** ***four*** __five six__"),
];

const reasoning = [
  answer("reasoning", "<think>\nFirst I add **two** numbers.\n</think>\n\nThe answer is 4.", { hidden: ["<think>", "</think>"] }),
  answer("reasoning whose opening tag is in the template", "I add the numbers.\n</think>\n\nThe answer is 4.", { hidden: ["</think>"] }),
  answer("reasoning that was cut", "<think>\nI go on and on", { hidden: ["<think>"] }),
  answer("reasoning with code", "<think>\n```js\nlet a = 1;\n```\n</think>\nDone.", { hidden: ["<think>", "</think>"] }),
  answer("a tag of reasoning in code", "Write `<think>` and `</think>` around it."),
];

/** Answers of all kinds that an arena meets. */
export const corpus: readonly CorpusAnswer[] = [
  ...fromCode,
  ...moreCode,
  ...tables,
  ...formulas,
  ...scripts,
  ...structure,
  ...reasoning,
  ...hostileAnswers.map((text, index) => (text.startsWith("`") ? answer : exact)(`hostile ${index + 1}: ${text.slice(0, 40)}`, text)),
];
