import { getModel } from "@llmlist/catalog";
import { getSource, urlOf } from "@llmlist/catalog/provenance";
import { getHardware, type Speed, speeds } from "@llmlist/catalog/speeds";

/** One measurement, with the file that it stands in. */
export interface SpeedValue {
  /** Null where memory ran out. */
  readonly tokensPerSecond: number | null;
  readonly backend: string | undefined;
  readonly url: string | undefined;
}

/** Devices by models: what generation of one family's models was measured to do. */
export interface SpeedTable {
  readonly id: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly device: string; readonly cells: readonly (readonly SpeedValue[])[] }[];
}

const byName = (one: string, other: string) => one.localeCompare(other, "en", { numeric: true });

const columnOf = ({ model, quantization }: Speed) => `${getModel(model)?.name ?? model} ${quantization}`;

const deviceOf = ({ hardware, count }: Speed) => `${getHardware(hardware)?.name ?? hardware}${count > 1 ? ` × ${count}` : ""}`;

function valueOf({ tokensPerSecond, backend, source: id }: Speed): SpeedValue {
  const source = getSource(id);
  return { tokensPerSecond: tokensPerSecond ?? null, backend, url: source === undefined ? undefined : urlOf(source) };
}

function tableOf(family: string, measured: readonly Speed[]): SpeedTable {
  const columns = [...new Set(measured.map(columnOf))].toSorted(byName);
  const rows = [...new Set(measured.map(deviceOf))].toSorted(byName).map((device) => ({
    device,
    cells: columns.map((column) =>
      measured.filter((speed) => deviceOf(speed) === device && columnOf(speed) === column).map((speed) => valueOf(speed)),
    ),
  }));
  const [first] = measured;
  const name = first === undefined ? family : (getModel(first.model)?.name ?? family).replace(/\s+\d+B$/u, "");
  return { id: family, name, columns, rows };
}

/** Speeds of generation (`tg1024`, or `tg` where the source gives no number of tokens), a table per family of models. */
export function speedTables(): readonly SpeedTable[] {
  const families = new Map<string, Speed[]>();
  for (const speed of [...speeds({ test: "tg1024" }), ...speeds({ test: "tg" })]) {
    const family = getModel(speed.model)?.family ?? speed.model;
    families.set(family, [...(families.get(family) ?? []), speed]);
  }
  return [...families].map(([family, measured]) => tableOf(family, measured)).toSorted((one, other) => byName(other.name, one.name));
}
