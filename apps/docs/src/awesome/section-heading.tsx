import { Heading } from "fumadocs-ui/components/heading";
import type { ReactNode } from "react";

/** A heading with an anchor, as those of the guides. */
export function SectionHeading({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <Heading as="h2" id={id}>
      {children}
    </Heading>
  );
}
