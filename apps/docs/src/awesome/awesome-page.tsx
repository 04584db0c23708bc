import type { Language } from "@/i18n/languages";
import { BenchmarkTable } from "./benchmark-table";
import { ModelFamilies } from "./model-families";
import { PlatformList } from "./platform-list";
import type { Section } from "./sections";
import { SpeedMatrices } from "./speed-matrix";
import { words } from "./words";

/** The body of a page of the awesome list, made from the catalog. */
export function AwesomePage({ section, language }: { readonly section: Section; readonly language: Language }) {
  switch (section) {
    case "llms":
    case "vlms":
      return (
        <>
          <p>{words[language].emptyCell}</p>
          <ModelFamilies input={section === "llms" ? "text" : "image"} language={language} />
        </>
      );
    case "benchmarks":
      return <BenchmarkTable language={language} />;
    case "speeds":
      return (
        <>
          <p>{words[language].speed.outOfMemory}</p>
          <SpeedMatrices language={language} />
        </>
      );
    case "platforms":
      return <PlatformList language={language} />;
  }
}
