import { languages } from "@/i18n/languages";
import { indexForModels } from "@/llms";

export const dynamic = "force-static";

export async function GET() {
  return new Response((await Promise.all(languages.map(indexForModels))).join("\n\n"));
}
