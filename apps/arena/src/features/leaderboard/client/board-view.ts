import type { BoardModel } from "../contract";

/** What a reader can sort by, with the order that puts the first of interest on top. */
export const sortKeys = {
  rating: "desc",
  name: "asc",
  size: "desc",
  votes: "desc",
  winRate: "desc",
  speed: "desc",
  style: "desc",
} as const;
export type SortKey = keyof typeof sortKeys;
type Order = "asc" | "desc";

/** Bands of parameters, in billions: above the first number, up to the second. */
export const sizeBands = { tiny: [0, 1], small: [1, 4], medium: [4, 10], large: [10, Infinity] } as const;
export type SizeBand = keyof typeof sizeBands;

/** Which part of the board is shown, in which order. It stands in the address, so that it can be sent. */
export interface BoardView {
  readonly search: string;
  readonly sort: SortKey;
  readonly order: Order;
  readonly organization: string | null;
  readonly license: string | null;
  readonly quantization: string | null;
  readonly size: SizeBand | null;
}

const isKeyOf = <T extends object>(table: T, key: string | null): key is Extract<keyof T, string> =>
  key !== null && Object.hasOwn(table, key);

/** Reads a view from an address; what it does not know it leaves out. */
export function readView(parameters: Pick<URLSearchParams, "get">): BoardView {
  const sort = parameters.get("sort");
  const key = isKeyOf(sortKeys, sort) ? sort : "rating";
  const order = parameters.get("order");
  const size = parameters.get("size");
  return {
    search: parameters.get("q") ?? "",
    sort: key,
    order: order === "asc" || order === "desc" ? order : sortKeys[key],
    organization: parameters.get("org"),
    license: parameters.get("license"),
    quantization: parameters.get("quant"),
    size: isKeyOf(sizeBands, size) ? size : null,
  };
}

/** The view as parts of an address: a default is left out (null). */
export const parametersOf = ({ search, sort, order, organization, license, quantization, size }: BoardView) => ({
  q: search === "" ? null : search,
  sort: sort === "rating" ? null : sort,
  order: order === sortKeys[sort] ? null : order,
  org: organization,
  license,
  quant: quantization,
  size,
});

/** Whether the view leaves models out. */
export const isFiltered = ({ search, organization, license, quantization, size }: BoardView): boolean =>
  search !== "" || [organization, license, quantization, size].some((value) => value !== null);

const normalized = (text: string) => text.normalize("NFKC").toLowerCase();

function isShown(model: BoardModel, view: BoardView): boolean {
  const text = normalized([model.name, model.organization, model.id].join(" "));
  const band = view.size === null ? null : sizeBands[view.size];
  const billions = (model.parameters ?? NaN) / 1e9;
  return (
    normalized(view.search)
      .split(/\s+/u)
      .every((word) => text.includes(word)) &&
    (view.organization === null || model.organization === view.organization) &&
    (view.license === null || model.license?.name === view.license) &&
    (view.quantization === null || model.quantization === view.quantization) &&
    (band === null || (billions > band[0] && billions <= band[1]))
  );
}

const values: Record<Exclude<SortKey, "name">, (model: BoardModel) => number | null> = {
  // Without a vote nothing is known, and the mean is no rating.
  rating: ({ rating, votes }) => (votes === 0 ? null : rating),
  size: ({ parameters }) => parameters,
  votes: ({ votes }) => votes,
  winRate: ({ winRate }) => winRate,
  speed: ({ tokensPerSecond }) => tokensPerSecond,
  style: ({ styleRating }) => styleRating,
};

/** What is not known comes last in both orders. */
function compare({ sort, order }: BoardView): (one: BoardModel, other: BoardModel) => number {
  const direction = order === "asc" ? 1 : -1;
  if (sort === "name") return (one, other) => direction * one.name.localeCompare(other.name, "en", { numeric: true });
  const valueOf = values[sort];
  return (one, other) => {
    const [left, right] = [valueOf(one), valueOf(other)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return direction * (left - right);
  };
}

/** The models that a view shows, in its order; the board's order decides between equals. */
export const viewOf = (models: readonly BoardModel[], view: BoardView): BoardModel[] =>
  models.filter((model) => isShown(model, view)).toSorted(compare(view));

/** The values that a filter can choose from. */
export const choicesOf = (models: readonly BoardModel[], read: (model: BoardModel) => string | null | undefined): string[] =>
  [...new Set(models.map(read))].filter((value) => value !== null && value !== undefined).toSorted((a, b) => a.localeCompare(b, "en"));
