import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Artifact } from "../../src/artifacts.ts";
import { type FileType, fileTypes } from "../../src/memory/gguf-types.ts";
import type { Claim } from "../../src/source.ts";
import { collect, type DataError, type Excerpt, readDataFile, type Reading } from "../parse/data-file.ts";

const artifactsInput = z.strictObject({
  source: z.string(),
  files: z.array(z.strictObject({ model: z.string(), quote: z.string().min(1).max(400) })).min(1),
});

export type ArtifactField = "bytes" | "sha256" | "md5" | "quantization" | "parameters";
type ArtifactClaims = Readonly<Partial<Record<ArtifactField, readonly Claim[]>>>;

/** How lists of files write each value. */
const readings = {
  url: /https:\/\/[^\s',]+\.gguf/u,
  bytes: /(?<=\b(?:sizeBytes|size_bytes|filesize|size): )\d+|\d+(?= bytes\b)/u,
  sha256: /(?<=\b(?:(?:sha256checksum|sha256sum|sha256|oid): '?|SHA-256 ))[0-9a-f]{64}\b/u,
  md5: /(?<=\bmd5sum: )[0-9a-f]{32}\b/u,
  label: /(?<=\b(?:quantization|quant): )\w+/u,
  parameters: /(?<=\bparams: )\d+/u,
} as const;

/** The quantization that a file's name ends with: `phi-2.Q4_K_S.gguf`. */
const typeInName = (file: string): FileType | undefined => {
  const name = /(?<=[.-])[A-Za-z]+\d\w*(?=\.gguf$)|(?<=[.-])B?F(?:16|32)(?=\.gguf$)/u.exec(file)?.[0].toUpperCase();
  return fileTypes.find((type) => type === name);
};

interface FileReading {
  readonly artifact: Artifact;
  readonly claims: ArtifactClaims;
}

/** What an excerpt says of one file: address, size and digest are required. */
function readFile(quote: string, model: string, source: string, wrong: (problem: string) => DataError): FileReading {
  const found = (value: keyof typeof readings): string | undefined => readings[value].exec(quote)?.[0];
  const required = (value: keyof typeof readings): string => {
    const text = found(value);
    if (text === undefined) throw wrong(`holds no ${value}`);
    return text;
  };
  const url = required("url");
  const bytes = Number(required("bytes"));
  const [md5, parameters, label] = [found("md5"), found("parameters"), found("label")?.toUpperCase()];
  const sha256 = md5 === undefined ? required("sha256") : found("sha256");
  const [, repository, revision] = /^https:\/\/huggingface\.co\/([^/]+\/[^/]+)\/resolve\/([^/]+)\//u.exec(url) ?? [];
  const file = url.slice(url.lastIndexOf("/") + 1);
  const quantization = typeInName(file);
  if (quantization === undefined) throw wrong(`names the file ${file}, which does not end with a quantization that is known`);
  const claim = (value: unknown): Claim => ({ value, source, quote });
  return {
    claims: {
      bytes: [claim(bytes)],
      ...(sha256 === undefined ? {} : { sha256: [claim(sha256)] }),
      ...(md5 === undefined ? {} : { md5: [claim(md5)] }),
      ...(parameters === undefined ? {} : { parameters: [claim(Number(parameters))] }),
      quantization: [claim(quantization), ...(label === undefined || label === quantization ? [] : [claim(label)])],
    },
    artifact: {
      id: `${repository ?? new URL(url).host}/${file}`,
      model,
      file,
      url,
      ...(repository === undefined ? {} : { repository }),
      ...(revision !== undefined && /^[0-9a-f]{40}$/u.test(revision) ? { revision } : {}),
      quantization,
      bytes,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(md5 === undefined ? {} : { md5 }),
      ...(parameters === undefined ? {} : { parameters: Number(parameters) }),
      source,
    },
  };
}

/**
 * Reads `artifacts/`: each excerpt is what a list says of one file, and the values are read from it. Where a list calls a file something else
 * than its name does, both are kept. An unknown source or model, an excerpt without address, size or digest, and a file that two excerpts
 * describe are errors.
 *
 * @throws DataErrors where a file itself cannot be read.
 */
export function readArtifacts(
  folder: string,
  models: ReadonlySet<string>,
  sources: ReadonlySet<string>,
): Reading & { readonly artifacts: readonly Artifact[]; readonly claims: ReadonlyMap<string, ArtifactClaims> } {
  const artifacts: Artifact[] = [];
  const excerpts: Excerpt[] = [];
  const errors: DataError[] = [];
  const claims = new Map<string, ArtifactClaims>();
  for (const entry of readdirSync(folder).toSorted()) {
    const { file: name, data, error } = readDataFile(join(folder, entry), `artifacts/${entry}`, artifactsInput);
    const { source } = data;
    if (!sources.has(source)) errors.push(error(["source"], `names the source ${source}, which sources/ does not have`));
    data.files.forEach(({ model, quote }, index) => {
      const wrong = (problem: string) => error(["files", index, "quote"], problem);
      if (!models.has(model)) errors.push(error(["files", index, "model"], `is ${model}, which is not in the catalog`));
      const { value, errors: found } = collect(() => readFile(quote, model, source, wrong));
      errors.push(...found);
      if (!value) return;
      const { id } = value.artifact;
      if (claims.has(id)) errors.push(wrong(`describes ${id}, which another excerpt describes`));
      claims.set(id, value.claims);
      artifacts.push(value.artifact);
      excerpts.push({ source, quote, where: `${name} ${id}` });
    });
  }
  return { artifacts: artifacts.toSorted((left, right) => (left.id < right.id ? -1 : 1)), claims, excerpts, errors };
}
