import Link from "next/link";
import type { Language } from "@/i18n/languages";
import { messages } from "@/i18n/messages";
import { countCatalog } from "./catalog-numbers";

const whole = new Intl.NumberFormat("en");

function Numbers({ language }: { readonly language: Language }) {
  const { numbers, numbersNote } = messages[language].home;
  const counts = countCatalog();
  return (
    <section className="mt-8">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
        {(Object.keys(counts) as (keyof typeof counts)[]).map((name) => (
          <div key={name} className="flex flex-col-reverse justify-end border-l-2 border-fd-border pl-3">
            <dt className="text-sm text-fd-muted-foreground">{numbers[name]}</dt>
            <dd className="text-2xl font-semibold tabular-nums" data-count={name}>
              {whole.format(counts[name])}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-xs text-fd-muted-foreground">{numbersNote}</p>
    </section>
  );
}

function Ways({ language }: { readonly language: Language }) {
  return (
    <section className="mt-10 grid gap-4 md:grid-cols-3">
      {messages[language].home.ways.map(({ title, text, command, link, path }) => (
        <article key={title} className="flex min-w-0 flex-col rounded-lg border bg-fd-card p-5">
          <h2 className="text-lg font-semibold">{title}</h2>
          <p className="mt-2 grow text-fd-muted-foreground">{text}</p>
          <code className="mt-4 overflow-x-auto rounded-md border bg-fd-background px-3 py-2 text-xs whitespace-nowrap">{command}</code>
          <Link className="mt-4 inline-block py-1 font-medium text-brand underline underline-offset-4" href={`/${language}/${path}`}>
            {link}
          </Link>
        </article>
      ))}
    </section>
  );
}

function Packages({ language }: { readonly language: Language }) {
  const { packages, packageTexts } = messages[language].home;
  return (
    <section className="mt-12">
      <h2 className="text-lg font-semibold">{packages}</h2>
      <dl className="mt-3 divide-y border-y">
        {packageTexts.map(({ name, text, path }) => (
          <div key={name} className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[16rem_1fr]">
            <dt>
              <Link className="font-mono text-sm text-brand underline underline-offset-4" href={`/${language}/${path}`}>
                {name}
              </Link>
            </dt>
            <dd className="text-fd-muted-foreground">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What llmlist is, how much is in it, and three ways to begin. */
export function HomePage({ language }: { readonly language: Language }) {
  const { title, home } = messages[language];
  return (
    <div id="content" className="mx-auto w-full max-w-5xl px-4 py-10 md:py-14">
      <h1 className="text-4xl font-bold tracking-tight">{title}</h1>
      <p className="mt-4 max-w-3xl text-lg text-fd-muted-foreground">{home.lead}</p>
      <Numbers language={language} />
      <Ways language={language} />
      <Packages language={language} />
    </div>
  );
}
