/** Reads the cells in which sources write speeds. Each function returns null for a cell of another form. */

/** `llama 8B Q4_K - Medium`, `8B Q4_K_M` or `13B_f16 (CPU)`, with the models that the source speaks of. */
export function modelCell(
  cell: string,
  models: Readonly<Record<string, string>>,
): { readonly model: string; readonly quantization: string; readonly backend?: string } | null {
  for (const [name, model] of Object.entries(models)) {
    const rest = cell.startsWith(name) ? cell.slice(name.length) : "";
    const [, format, size, device] = /^[ _](I?Q\d\w*|B?F16|F32)(?: - (Small|Medium|Large))?(?: \((CPU)\))?$/iu.exec(rest) ?? [];
    if (format === undefined) continue;
    const quantization = `${format.toUpperCase()}${size === undefined ? "" : `_${size.charAt(0)}`}`;
    return { model, quantization, ...(device === undefined ? {} : { backend: device }) };
  }
  return null;
}

/** `pp 512`, `pp512+tg128`, or `tg` where the source gives no number of tokens. */
export function testCell(cell: string): string | null {
  const test = cell.replaceAll(" ", "");
  return /^(?:pp\d*|tg\d*|pp\d+\+tg\d+)$/u.test(test) ? test : null;
}

const NUMBER = String.raw`(\d+(?:\.\d+)?)`;

/** `109.57 ± 0.19`, with or without the deviation, or `OOM`: the value is null where memory ran out. */
export function speedCell(cell: string): readonly [value: number | null, deviation?: number] | null {
  if (cell === "OOM") return [null];
  const match = new RegExp(`^${NUMBER}(?: ± ${NUMBER})?$`, "u").exec(cell);
  if (!match) return null;
  const [, value, deviation] = match;
  return deviation === undefined ? [Number(value)] : [Number(value), Number(deviation)];
}

/** `4.58 GiB` in bytes, `8.03 B` in parameters. */
export function sizeCell(cell: string, unit: "GiB" | "B"): number | null {
  const match = new RegExp(`^${NUMBER} ${unit}$`, "u").exec(cell);
  return match ? Math.round(Number(match[1]) * (unit === "GiB" ? 1024 ** 3 : 1e9)) : null;
}

/** What a run calls its devices, and how many they are: `found 4 CUDA devices: … Device 0: NVIDIA A40`, `GPU name: Apple M1`, `A40 48GB * 4`. */
export function deviceCell(words: string): { readonly name: string; readonly count: number } {
  const count = /found (\d+) CUDA devices/u.exec(words)?.[1] ?? / \* (\d+)$/u.exec(words)?.[1] ?? "1";
  const name = /(?:Device 0|GPU name): (.+)$/u.exec(words)?.[1] ?? words.replace(/ \* \d+$/u, "");
  return { name: name.replace(/,$/u, "").trim(), count: Number(count) };
}
