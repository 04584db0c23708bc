/** Adds the ids of new models to `data/ids.txt`. From then on they stay. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDataFile } from "../pipeline/parse/data-file.ts";
import { familyInput } from "../pipeline/parse/input.ts";

const data = join(import.meta.dirname, "../data");
const file = join(data, "ids.txt");
const published = readFileSync(file, "utf8").split("\n").filter(Boolean);
const found = readdirSync(join(data, "models")).flatMap((organization) =>
  readdirSync(join(data, "models", organization)).flatMap((entry) => {
    const { models } = readDataFile(join(data, "models", organization, entry), entry, familyInput).data;
    return Object.entries(models).flatMap(([key, { variants }]) =>
      [key, ...Object.keys(variants)].map((name) => `${organization}/${name}`),
    );
  }),
);
const all = [...new Set([...published, ...found])].toSorted();
writeFileSync(file, `${all.join("\n")}\n`);
console.log(`${all.length - published.length} new ids.`);
