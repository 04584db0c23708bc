import { renderAwesomeList } from "@llmlist/catalog/awesome-list";
import { llms } from "fumadocs-core/source";
import type { Language } from "@/i18n/languages";
import { source } from "@/source";

/** The site's table of contents as `llms.txt` has it. */
export const indexForModels = (language: Language): Promise<string> => llms(source).index(language);

/** Every guide as Markdown, and the awesome list. */
export async function textForModels(language: Language): Promise<string> {
  const guides = source.getPages(language).flatMap(({ type, data }) => (type === "guides" ? [data] : []));
  const texts = await Promise.all(guides.map(async (guide) => `# ${guide.title}\n\n${await guide.getText("processed")}`));
  return [...texts, renderAwesomeList({ language })].join("\n\n");
}
