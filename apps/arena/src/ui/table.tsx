import type { ComponentProps, ReactNode } from "react";

/** A table whose rows become cards on a phone. */
export function Table({ children }: { readonly children: ReactNode }) {
  return <table className="w-full border-collapse tabular-nums max-md:block">{children}</table>;
}

export function TableHead({ children }: { readonly children: ReactNode }) {
  return (
    <thead className="max-md:sr-only">
      <tr>{children}</tr>
    </thead>
  );
}

export function TableBody({ children }: { readonly children: ReactNode }) {
  return <tbody className="max-md:block">{children}</tbody>;
}

/** On a phone it is a grid; `className` gives the columns of that grid. */
export function TableRow({ className = "", ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      className={`max-md:grid max-md:items-baseline max-md:gap-x-2 max-md:gap-y-0.5 max-md:border-b max-md:border-line max-md:py-3.5 ${className}`}
      {...rest}
    />
  );
}

interface CellLook {
  /** Numbers are right-aligned, so that their digits line up. */
  readonly numeric?: boolean;
}

export function ColumnHeader({ numeric = false, className = "", ...rest }: ComponentProps<"th"> & CellLook) {
  const side = numeric ? "text-right" : "text-left";
  return (
    <th
      scope="col"
      className={`border-b-2 border-ink px-3 py-2 text-sm font-medium whitespace-nowrap text-quiet ${side} ${className}`}
      {...rest}
    />
  );
}

const cell = "border-b border-line px-3 py-3.5 max-md:block max-md:border-0 max-md:p-0";

export function RowHeader({ className = "", ...rest }: ComponentProps<"th">) {
  return <th scope="row" className={`${cell} text-left font-semibold ${className}`} {...rest} />;
}

export function Cell({ numeric = false, className = "", ...rest }: ComponentProps<"td"> & CellLook) {
  return <td className={`${cell} ${numeric ? "text-right" : "text-left"} ${className}`} {...rest} />;
}
