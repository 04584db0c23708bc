// The bundled model files: paths that any GGUF runtime opens.
import { existsSync, statSync } from "node:fs";
import { pocketModels } from "@llmlist/pocket-models";

for (const { id, path, bytes, license } of pocketModels)
  console.log(`${id}: ${bytes} bytes, ${license.name}, ${existsSync(path) && statSync(path).size === bytes ? "is there" : "is missing"}`);

// prints:
// pocket-5m-2611-q8_0: 5785792 bytes, MIT, is there
// pocket-1m-2611-f16: 2196128 bytes, MIT, is there
// pocket-1m-2611-q8_0: 1197728 bytes, MIT, is there
// pocket-1m-2611-q4_0: 726688 bytes, MIT, is there
