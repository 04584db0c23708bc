import { contextOf, type Model, parametersOf } from "@llmlist/catalog";
import type { Language } from "@/i18n/languages";
import { FactsTable } from "./facts-table";
import { familiesOf } from "./families";
import { boundedCount, compactCount, wholeCount } from "./number-text";
import { SectionHeading } from "./section-heading";
import { words } from "./words";

/** A bare arXiv id as its page. */
export const paperUrl = (paper: string): string => (paper.startsWith("https:") ? paper : `https://arxiv.org/abs/${paper}`);

function ModelName({ model: { name, aliases, links } }: { readonly model: Model }) {
  const [repository] = aliases.huggingFace ?? [];
  const weights = links?.weights ?? (repository === undefined ? undefined : `https://huggingface.co/${repository}`);
  return weights === undefined ? name : <a href={weights}>{name}</a>;
}

function ModelLinks({ links = {}, language }: { readonly links: Model["links"]; readonly language: Language }) {
  const names = Object.entries(words[language].links) as [keyof (typeof words)["en"]["links"], string][];
  const found = names.flatMap(([kind, name]) => {
    const target = links[kind];
    return target === undefined ? [] : [{ name, url: kind === "paper" ? paperUrl(target) : target }];
  });
  return found.map(({ name, url }) => (
    <a key={name} href={url}>
      {name}
    </a>
  ));
}

const sizeOf = (model: Model): string => {
  const active = compactCount(model.parameters?.active);
  return compactCount(parametersOf(model)) + (active === "" ? "" : ` (${active})`);
};

/** Every family with a table of its models. */
export function ModelFamilies({ input, language }: { readonly input: "text" | "image"; readonly language: Language }) {
  const { model: columns } = words[language];
  return familiesOf(input).map(({ id, name, description, models }) => (
    <section key={id}>
      <SectionHeading id={id}>{name}</SectionHeading>
      <p>{description[language]}</p>
      <FactsTable
        columns={Object.values(columns)}
        rows={models.map((model) => ({
          id: model.id,
          cells: [
            <ModelName key="name" model={model} />,
            model.released,
            sizeOf(model),
            wholeCount(contextOf(model)),
            boundedCount(model.pretraining?.tokens, model.pretraining?.bound),
            model.license && <a href={model.license.url}>{model.license.name}</a>,
            <ModelLinks key="links" links={model.links} language={language} />,
          ],
        }))}
      />
    </section>
  ));
}
