/** Writes what is made from the data for people: the awesome list in both languages, and the counts in the README. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documents } from "../pipeline/write/render-documents.ts";

const home = join(import.meta.dirname, "..");
for (const [file, text] of Object.entries(documents(readFileSync(join(home, "README.md"), "utf8")))) writeFileSync(join(home, file), text);
