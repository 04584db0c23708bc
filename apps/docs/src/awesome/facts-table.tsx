import type { ReactNode } from "react";

/** A table whose rows become cards on a phone, each value with the heading of its column. */
export function FactsTable({ columns, rows }: { readonly columns: readonly string[]; readonly rows: readonly FactsRow[] }) {
  return (
    <table className="facts not-prose">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, anchor, cells }) => (
          <tr key={id} id={anchor}>
            {cells.map((cell, index) => (
              <td key={columns[index]} data-column={index === 0 ? undefined : columns[index]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FactsRow {
  readonly id: string;
  readonly anchor?: string;
  readonly cells: readonly ReactNode[];
}
