import { expect, it } from "vitest";
import { taggedJson } from "./etag";

const ask = (body: unknown, ifNoneMatch?: string) =>
  taggedJson(new Request("http://arena/", { headers: ifNoneMatch === undefined ? {} : { "if-none-match": ifNoneMatch } }), body);
const board = { models: [{ id: "a", name: "Alpha" }] };
const tag = ask(board).headers.get("etag") ?? "";

it.each([tag, `W/${tag}`, `"other", ${tag}`, `W/"other",W/${tag}`, "*", ` ${tag} `])(
  "sends no body to a client that has %s",
  async (header) => {
    const response = ask(board, header);
    expect([response.status, await response.text(), response.headers.get("etag")]).toEqual([304, "", tag]);
  },
);

it.each([undefined, "", '"other"', tag.slice(1, -1), 'W/"other", "another"', tag.slice(0, -2)])(
  "sends all to a client that has %s",
  async (header) => {
    const response = ask(board, header);
    expect([response.status, await response.json()]).toEqual([200, board]);
  },
);

it("has another tag for a model that was renamed", () => {
  expect(ask({ models: [{ id: "a", name: "Alpha 2" }] }, tag).status).toBe(200);
});
