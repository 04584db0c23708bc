import { siteBasePath } from "@/addresses";
import { messages } from "@/i18n/messages";
import { LanguageChoice } from "@/language-choice";

/** A static host cannot read `Accept-Language`; the browser's own list decides. Without a script the links below stay. */
const goToLanguage = `location.replace(${JSON.stringify(siteBasePath)} + (/^zh/i.test(navigator.language) ? "/zh/" : "/en/"))`;

export default function Entry() {
  return (
    <main className="mx-auto max-w-xl px-4 py-16">
      <script dangerouslySetInnerHTML={{ __html: goToLanguage }} />
      <h1 className="text-3xl font-bold">{messages.en.title}</h1>
      <LanguageChoice basePath={siteBasePath} />
    </main>
  );
}
