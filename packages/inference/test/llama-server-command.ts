import { fileURLToPath } from "node:url";
import { peersPython } from "../../../test/peers/venv.ts";

const script = fileURLToPath(new URL("../bench/llama-server.py", import.meta.url));

/** llama.cpp's own server, as the PyPI package xllamacpp ships it; its llama.cpp is newer than node-llama-cpp's. */
export const llamaServerCommand = (): readonly string[] => [peersPython(), script];
