import { languageNames, languages } from "@/i18n/languages";

/** The languages of the site, as plain links that need no script. */
export function LanguageChoice({ basePath }: { readonly basePath: string }) {
  return (
    <nav>
      <ul className="mt-4 flex gap-6">
        {languages.map((language) => (
          <li key={language}>
            <a
              className="inline-block py-2 text-brand underline underline-offset-4"
              href={`${basePath}/${language}/`}
              lang={languageNames[language].tag}
            >
              {languageNames[language].name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
