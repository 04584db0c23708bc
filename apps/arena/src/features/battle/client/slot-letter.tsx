import type { Slot } from "@/domain/slot";

const fills = { a: "bg-ink text-card", b: "" } as const;

/** The letter that names a slot before the vote. */
export function SlotLetter({ slot, small = false }: { readonly slot: Slot; readonly small?: boolean }) {
  const size = small ? "size-6 text-sm/none" : "size-7 text-base/none";
  return (
    <span
      aria-hidden="true"
      className={`inline-grid flex-none place-items-center rounded-md border-2 border-ink font-bold ${size} ${fills[slot]}`}
    >
      {slot.toUpperCase()}
    </span>
  );
}
