import type { ComponentProps } from "react";

/** A full page with one message: an error, an empty list. */
export function NoticePage({ className = "", ...rest }: ComponentProps<"section">) {
  return <section className={`my-[8vh] grid max-w-160 justify-items-start gap-4 ${className}`} {...rest} />;
}

const inline = "grid justify-items-start gap-2 border-l-3 border-accent bg-accent-wash px-4 py-3";

/** A notice that a screen reader reads out at once. */
export function AlertNotice({ className = "", ...rest }: ComponentProps<"div">) {
  return <div className={`${inline} ${className}`} role="alert" {...rest} />;
}

/** A notice on what goes on; a screen reader reads it out when it has time. */
export function StatusNotice({ className = "", ...rest }: ComponentProps<"output">) {
  return <output className={`${inline} ${className}`} {...rest} />;
}
