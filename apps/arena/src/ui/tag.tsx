import type { ComponentProps } from "react";

/** A short property next to a name. */
export function Tag({ className = "", ...rest }: ComponentProps<"span">) {
  return (
    <span
      className={`inline-block rounded-full border border-line px-2 text-xs/normal font-medium whitespace-nowrap text-quiet ${className}`}
      {...rest}
    />
  );
}
