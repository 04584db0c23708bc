import { blocksOf } from "./guide.ts";

const headingLevels = (text: string): string =>
  text
    .replaceAll(/^```[\s\S]*?^```$/gmu, "")
    .split("\n")
    .flatMap((line) => /^(#+) /u.exec(line)?.[1] ?? [])
    .join(" ");

const frontmatter = (text: string, field: string): string | undefined => new RegExp(`^${field}: (.+)$`, "mu").exec(text)?.[1];

/**
 * What a translated page lacks, beside the page in English: itself, a section, a block of code, a title in its own language.
 *
 * @returns Sentences; none where the translation is whole.
 */
export function flawsOfTranslation(english: string, translated: string | undefined): string[] {
  if (translated === undefined) return ["it is not translated"];
  const flaws: string[] = [];
  if (headingLevels(english) !== headingLevels(translated)) flaws.push("its sections are others");
  if (JSON.stringify(blocksOf(english)) !== JSON.stringify(blocksOf(translated))) flaws.push("its blocks of code are others");
  for (const field of ["title", "description"])
    if (!/\p{Script=Han}/u.test(frontmatter(translated, field) ?? "")) flaws.push(`its ${field} is not in Chinese`);
  return flaws;
}
