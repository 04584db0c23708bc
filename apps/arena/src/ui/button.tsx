import type { ComponentProps } from "react";
import { Link } from "@/i18n/navigation";

interface ButtonLook {
  /** The one action that a page asks for is `primary`. */
  readonly variant?: "primary" | "plain";
}

const shape =
  "inline-flex min-h-11 cursor-pointer items-center justify-center gap-2.5 rounded-lg border px-4.5 py-1 leading-tight font-semibold no-underline " +
  "aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-transparent aria-disabled:text-quiet aria-disabled:brightness-100";

const variants = {
  plain: "border-line bg-card hover:border-quiet",
  primary: "border-accent bg-accent text-accent-ink hover:brightness-108",
} as const;

const look = (variant: ButtonLook["variant"] = "plain", className = "") => `${shape} ${variants[variant]} ${className}`;

/** A button that acts on the page. While it cannot act, set `aria-disabled` and show the reason next to it. */
export function Button({ variant, className, type = "button", ...rest }: ComponentProps<"button"> & ButtonLook) {
  return <button className={look(variant, className)} type={type} {...rest} />;
}

/** A link to another page that looks like a button. */
export function ButtonLink({ variant, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={look(variant, className)} {...rest} />;
}
