import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { withLlamaCppSource } from "../llama-cpp-source.ts";

/** Packages lie where npm and pnpm put those that this one depends on. */
const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Names of fields, by who has them. */
export interface FieldList {
  readonly chat: readonly string[];
  readonly completion: readonly string[];
  readonly embedding: readonly string[];
}

/** The fields of requests in the types of the `openai` package that is installed. */
export function openAiFields(): FieldList {
  const base = join(packages, "openai/resources");
  return {
    chat: membersOf(join(base, "chat/completions/completions.d.ts"), "ChatCompletionCreateParamsBase"),
    completion: membersOf(join(base, "completions.d.ts"), "CompletionCreateParamsBase"),
    embedding: membersOf(join(base, "embeddings.d.ts"), "EmbeddingCreateParams"),
  };
}

function membersOf(file: string, name: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found = source.statements.find((one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === name);
  if (!found) throw new Error(`${file} has no interface ${name}.`);
  return found.members.flatMap((member) => (ts.isPropertySignature(member) ? [member.name.getText(source)] : [])).toSorted();
}

/**
 * The fields that llama.cpp's server reads, from the source that node-llama-cpp brings: its table of fields and the documentation of its paths.
 *
 * @returns The fields, and the commit of llama.cpp.
 */
export function llamaCppFields(): Promise<{ readonly commit: string; readonly fields: FieldList }> {
  return withLlamaCppSource(({ commit, show }) => {
    const fields = /new field_\w+\("([a-z_]+)"|add_alias\("([a-z_]+)"\)/gu;
    const table = [...show("tools/server/server-schema.cpp").matchAll(fields)].map(([, name, alias]) => name ?? alias ?? "");
    const manual = show("tools/server/README.md");
    const documented = (from: string, to: string) => {
      const begin = manual.indexOf(from);
      return [...manual.slice(begin, manual.indexOf(to, begin)).matchAll(/^`([a-z_]+)`\s?:/gmu)].map(([, name = ""]) => name);
    };
    const ofPath = documented("### POST `/completion`", "**Response format**");
    const completion = unique([...table.filter((name) => name !== "include_usage"), ...ofPath]);
    const chat = documented("### POST `/v1/chat/completions`:", "*Examples:*");
    return {
      commit,
      fields: { chat: unique([...chat, ...completion.filter((name) => name !== "prompt")]), completion, embedding: ["embd_normalize"] },
    };
  });
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted();
