import type { Language } from "@/i18n/languages";
import { FactsTable } from "./facts-table";
import { SectionHeading } from "./section-heading";
import { type SpeedValue, speedTables } from "./speed-tables";
import { words } from "./words";

const textOf = ({ tokensPerSecond, backend }: SpeedValue): string =>
  tokensPerSecond === null ? "OOM" : `${tokensPerSecond}${backend === "CPU" ? " (CPU)" : ""}`;

/** Values that say the same stand once; several stay side by side: other builds, or sources that disagree. */
function SpeedCell({ values }: { readonly values: readonly SpeedValue[] }) {
  const distinct = new Map(values.map((value) => [textOf(value), value]));
  return [...distinct].map(([text, { url }]) => (
    <a key={text} href={url}>
      {text}
    </a>
  ));
}

/** A table per family: devices by models and quantizations. */
export function SpeedMatrices({ language }: { readonly language: Language }) {
  return speedTables().map(({ id, name, columns, rows }) => (
    <section key={id}>
      <SectionHeading id={id}>{name}</SectionHeading>
      <FactsTable
        columns={[words[language].speed.device, ...columns]}
        rows={rows.map(({ device, cells }) => ({
          id: device,
          cells: [device, ...cells.map((values, index) => <SpeedCell key={columns[index]} values={values} />)],
        }))}
      />
    </section>
  ));
}
