import { languages, toLanguage } from "@/i18n/languages";
import { exportSearchIndex } from "@/search/search-index";

export const dynamic = "force-static";

export const generateStaticParams = () => languages.map((language) => ({ file: `${language}.json` }));

export async function GET(_: Request, { params }: RouteContext<"/search/[file]">) {
  const { file } = await params;
  return Response.json(await exportSearchIndex(toLanguage(file.replace(/\.json$/u, ""))));
}
