import { languages, toLanguage } from "@/i18n/languages";
import { textForModels } from "@/llms";

export const dynamic = "force-static";

export const generateStaticParams = () => languages.map((lang) => ({ lang }));

export async function GET(_: Request, { params }: RouteContext<"/[lang]/llms-full.txt">) {
  return new Response(await textForModels(toLanguage((await params).lang)));
}
