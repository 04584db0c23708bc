import { EloError } from "../errors.ts";
import type { ReadVotes } from "../votes/reading/combine.ts";
import type { ReadOptions } from "../votes/reading/layout.ts";
import { RecordReader } from "../votes/reading/record-reader.ts";

const INSTALL = "npx -p @llmlist/elo -p hyparquet -p hyparquet-compressors llmlist-elo …";

/**
 * Reads a Parquet file, row group by row group, with hyparquet where it is installed.
 *
 * @throws EloError `bad-input` that says what is missing or wrong.
 */
export async function readParquet(file: string, options: ReadOptions): Promise<ReadVotes> {
  const [hyparquet, compressors] = await Promise.all([load(() => import("hyparquet")), load(() => import("hyparquet-compressors"))]);
  if (!hyparquet)
    throw new EloError(
      "bad-input",
      `Parquet is read by the package hyparquet, which is not installed: npm install hyparquet, or ${INSTALL}`,
    );
  const input = await hyparquet.asyncBufferFromFile(file);
  try {
    const metadata = await hyparquet.parquetMetadataAsync(input);
    const names = hyparquet.parquetSchema(metadata).children.map(({ element }) => element.name);
    const reader = new RecordReader(names, options);
    let rowStart = 0;
    for (const { num_rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(num_rows);
      const source = { file: input, metadata, columns: [...reader.columns], rowStart, rowEnd };
      const rows = await hyparquet.parquetReadObjects(compressors ? { ...source, compressors: compressors.compressors } : source);
      for (const row of rows) reader.read(row);
      rowStart = rowEnd;
    }
    return reader.end();
  } catch (error) {
    if (EloError.isInstance(error) || !(error instanceof Error)) throw error;
    const hint = !compressors && error.message.includes("compression") ? " Install hyparquet-compressors." : "";
    throw new EloError("bad-input", `The Parquet file cannot be read: ${error.message}.${hint}`);
  }
}

/** A package that may be missing; any other failure is a failure. */
async function load<Module>(importModule: () => Promise<Module>): Promise<Module | null> {
  try {
    return await importModule();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}
