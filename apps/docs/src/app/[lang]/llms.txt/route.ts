import { languages, toLanguage } from "@/i18n/languages";
import { indexForModels } from "@/llms";

export const dynamic = "force-static";

export const generateStaticParams = () => languages.map((lang) => ({ lang }));

export async function GET(_: Request, { params }: RouteContext<"/[lang]/llms.txt">) {
  return new Response(await indexForModels(toLanguage((await params).lang)));
}
