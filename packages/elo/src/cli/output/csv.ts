/** Records as CSV (RFC 4180); an absent number is an empty field. */
export function csv(records: readonly Readonly<Record<string, string | number | null>>[]): string {
  const names = Object.keys(records[0] ?? {});
  return [names, ...records.map((record) => names.map((name) => record[name] ?? ""))].map((row) => row.map(field).join(",")).join("\n");
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
