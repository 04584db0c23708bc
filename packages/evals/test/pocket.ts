import { fileURLToPath } from "node:url";
import { openModel } from "../src/scoring/open-model.ts";

/** A model of one million parameters, whose scores do not depend on the batch. */
export const pocketFile = fileURLToPath(new URL("../../pocket-models/models/pocket-1m-2611-f16.gguf", import.meta.url));

export const openPocket = () => openModel(pocketFile, { parallel: 4, threads: 1, maxLength: 512 });
