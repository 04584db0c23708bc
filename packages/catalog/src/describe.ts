import type { IsoDate, Model } from "./model.ts";
import { contextOf, getModel, organizationName, parametersOf } from "./find-models.ts";
import { binary, chinese, decimal, short } from "./numbers.ts";

function dateIn(language: "en" | "zh", date: IsoDate): string {
  const [year = "", month, day] = date.split("-");
  if (language === "zh") return `${year} 年${month ? ` ${Number(month)} 月` : ""}${day ? ` ${Number(day)} 日` : ""}`;
  const options: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric" };
  if (month !== undefined) options.month = "long";
  if (day !== undefined) options.day = "numeric";
  return new Date(date).toLocaleDateString("en", options);
}

/** Clauses in English; those without a fact are left out. */
function inEnglish(model: Model): string {
  const { name, organization, kind, base, input, released, parameters, pretraining, license } = model;
  const [size, context] = [parametersOf(model), contextOf(model)];
  const sort = { base: "base model", instruct: "instruction-tuned model", reasoning: "reasoning model" }[kind];
  const bound = { exact: "", about: "about ", "at-least": "at least ", "at-most": "up to " }[pretraining?.bound ?? "exact"];
  const clauses = [
    size === undefined
      ? ""
      : `${short(size, decimal)} parameters${parameters?.active === undefined ? "" : `, ${short(parameters.active, decimal)} of them active`}`,
    context === undefined ? "" : `a context of ${short(context, binary)} tokens`,
    pretraining?.tokens === undefined ? "" : `trained on ${bound}${short(pretraining.tokens, decimal)} tokens`,
    pretraining?.cutoff === undefined ? "" : `data up to ${dateIn("en", pretraining.cutoff)}`,
    license === undefined
      ? ""
      : `${license.name} (${{ yes: "commercial use allowed", conditional: "commercial use on conditions", no: "no commercial use" }[license.commercialUse]})`,
  ].filter(Boolean);
  const start = [
    `${name} is ${kind === "instruct" ? "an" : "a"} ${sort} by ${organizationName(organization)}`,
    base === undefined ? "" : `, made from ${getModel(base)?.name ?? base}`,
    input.includes("image") ? ", which reads images and text" : "",
    released === undefined ? "" : `, released ${/^\d{4}-\d\d-/u.test(released) ? "on" : "in"} ${dateIn("en", released)}`,
  ].join("");
  return `${[start, ...(clauses.length > 0 ? [clauses.join("; ")] : [])].join(": ")}.`;
}

function inChinese(model: Model): string {
  const { name, organization, kind, base, input, released, parameters, pretraining, license } = model;
  const [size, context] = [parametersOf(model), contextOf(model)];
  const sort = { base: "基座模型", instruct: "指令微调模型", reasoning: "推理模型" }[kind];
  const bound = { exact: "", about: "约", "at-least": "至少", "at-most": "至多" }[pretraining?.bound ?? "exact"];
  const clauses = [
    `${name} 是 ${organizationName(organization)} 的${input.includes("image") ? "可读图像的" : ""}${sort}`,
    base === undefined ? "" : `由 ${getModel(base)?.name ?? base} 得来`,
    released === undefined ? "" : `${dateIn("zh", released)}发布`,
    size === undefined
      ? ""
      : `参数 ${short(size, chinese)}${parameters?.active === undefined ? "" : `（每个词元激活 ${short(parameters.active, chinese)}）`}`,
    context === undefined ? "" : `上下文 ${short(context, binary)} 词元`,
    pretraining?.tokens === undefined ? "" : `预训练${bound} ${short(pretraining.tokens, chinese)}词元`,
    pretraining?.cutoff === undefined ? "" : `数据截至 ${dateIn("zh", pretraining.cutoff)}`,
    license === undefined
      ? ""
      : `许可证：${license.name}（${{ yes: "可商用", conditional: "有条件商用", no: "不可商用" }[license.commercialUse]}）`,
  ];
  return `${clauses.filter(Boolean).join("，")}。`;
}

/**
 * A model in a sentence, made of the facts that the catalog has a source for; what has none is not in it. Beside it, `description` says in words
 * of our own what is special of the model or its family.
 *
 * @example
 * ```ts
 * describe(model, "en");
 * // "Llama 3.1 8B is a base model by Meta, released on July 23, 2024: 8B parameters; a context of 128K tokens; ..."
 * ```
 */
export const describe = (model: Model, language: "en" | "zh"): string => (language === "en" ? inEnglish(model) : inChinese(model));
