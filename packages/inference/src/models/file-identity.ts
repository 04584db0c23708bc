import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const PART = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/u;

/** The files of a model: several where it was split as llama.cpp's gguf-split does it, of which any may be named. */
export function partsOf(path: string): readonly string[] {
  const [, name, , count] = PART.exec(basename(path)) ?? [];
  if (name === undefined || count === undefined) return [path];
  return Array.from({ length: Number(count) }, (_, index) =>
    join(dirname(path), `${name}-${String(index + 1).padStart(5, "0")}-of-${count}.gguf`),
  );
}

/**
 * What tells whether files are the same as before, without reading them: device, inode, size and time of change of each part.
 *
 * @throws Error of the file system where a part is missing.
 */
export function identityOf(path: string): string {
  return partsOf(path)
    .map((part) => {
      const { dev, ino, size, mtimeMs } = statSync(part);
      return `${dev} ${ino} ${size} ${mtimeMs}`;
    })
    .join("\n");
}

/** The bytes of all parts together. */
export const sizeOf = (path: string): number => partsOf(path).reduce((sum, part) => sum + statSync(part).size, 0);
