import { expect, it } from "vitest";
import type { BoardModel } from "../contract";
import { choicesOf, isFiltered, parametersOf, readView, viewOf } from "./board-view";

const model = (name: string, values: Partial<BoardModel> = {}): BoardModel => ({
  id: name.toLowerCase(),
  name,
  organization: null,
  kind: "instruct",
  isPocketModel: false,
  rating: 1000,
  low: null,
  high: null,
  rank: [1, 1],
  votes: 10,
  preliminary: false,
  winRate: 0.5,
  styleRating: null,
  parameters: null,
  quantization: null,
  license: null,
  bytes: null,
  tokensPerSecond: null,
  ...values,
});
const mit = { name: "MIT", url: "https://opensource.org/license/mit" };
const models = [
  model("Qwen3 14B", { organization: "Qwen", parameters: 14e9, rating: 1100, tokensPerSecond: 9, license: mit }),
  model("Gemma 3 4B", { organization: "Google", parameters: 4e9, rating: 1050, tokensPerSecond: 30, quantization: "Q8_0" }),
  model("Endpoint", { rating: 990, votes: 0 }),
];
const names = (address: string) => viewOf(models, readView(new URLSearchParams(address))).map(({ name }) => name);

it("shows the best first without an address", () => {
  expect(names("")).toEqual(["Qwen3 14B", "Gemma 3 4B", "Endpoint"]);
});

it("puts a model without a vote last, whatever its rating", () => {
  expect(viewOf([model("Low", { rating: 800 }), ...models], readView(new URLSearchParams())).map(({ name }) => name)).toEqual([
    "Qwen3 14B",
    "Gemma 3 4B",
    "Low",
    "Endpoint",
  ]);
});

it("finds models by words of their name and organization, in any case and width", () => {
  expect(names("q=GOOGLE gem")).toEqual(["Gemma 3 4B"]);
  expect(names("q=ｑｗｅｎ")).toEqual(["Qwen3 14B"]);
  expect(names("q=nobody")).toEqual([]);
});

it("filters by organization, licence, quantization and size, with a band's upper end inside it", () => {
  expect(names("org=Qwen")).toEqual(["Qwen3 14B"]);
  expect(names("license=MIT")).toEqual(["Qwen3 14B"]);
  expect(names("quant=Q8_0")).toEqual(["Gemma 3 4B"]);
  expect(names("size=small")).toEqual(["Gemma 3 4B"]);
  expect(names("size=medium")).toEqual([]);
});

it("sorts by each key in both orders, with what is not known last", () => {
  expect(names("sort=speed")).toEqual(["Gemma 3 4B", "Qwen3 14B", "Endpoint"]);
  expect(names("sort=speed&order=asc")).toEqual(["Qwen3 14B", "Gemma 3 4B", "Endpoint"]);
  expect(names("sort=name")).toEqual(["Endpoint", "Gemma 3 4B", "Qwen3 14B"]);
  expect(names("sort=size&order=asc")).toEqual(["Gemma 3 4B", "Qwen3 14B", "Endpoint"]);
});

it("ignores what it does not know", () => {
  expect(readView(new URLSearchParams("sort=constructor&order=up&size=toString"))).toEqual(readView(new URLSearchParams()));
});

it("writes into the address what is no default, and reads the same view from it", () => {
  const view = readView(new URLSearchParams("q=a b&sort=name&order=desc&org=Qwen&size=large"));
  const written = Object.entries(parametersOf(view)).filter((entry): entry is [string, string] => entry[1] !== null);
  expect(readView(new URLSearchParams(written))).toEqual(view);
  expect(Object.values(parametersOf(readView(new URLSearchParams())))).toEqual(Array(7).fill(null));
  expect(isFiltered(view)).toBe(true);
  expect(isFiltered(readView(new URLSearchParams("sort=name")))).toBe(false);
});

it("lists the values of a filter once each", () => {
  expect(choicesOf([...models, ...models], ({ organization }) => organization)).toEqual(["Google", "Qwen"]);
});
