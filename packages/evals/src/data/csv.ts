/**
 * The records of a CSV text as Python's `csv.reader` reads them: fields in quotation marks may hold commas, line breaks and doubled quotation marks; a
 * quotation mark inside a field that does not begin with one is a character like any other.
 */
export function csvRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"([^,\r\n]*)|([^,\r\n]*))(,|\r\n|\n|\r|$)/gy;
  while (field.lastIndex < text.length) {
    const [, quoted, behind = "", plain = "", end] = field.exec(text) ?? [];
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"') + behind);
    if (end === ",") {
      if (field.lastIndex === text.length) record.push("");
      else continue;
    }
    records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return records;
}
