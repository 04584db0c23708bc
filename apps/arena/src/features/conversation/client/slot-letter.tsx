/** The letter that names a slot. The first is filled, the others are not. */
export function SlotLetter({ slot, small = false }: { readonly slot: string; readonly small?: boolean }) {
  const size = small ? "size-6 text-sm/none" : "size-7 text-base/none";
  return (
    <span
      aria-hidden="true"
      className={`inline-grid flex-none place-items-center rounded-md border-2 border-ink font-bold ${size} ${slot === "a" ? "bg-ink text-card" : ""}`}
    >
      {slot.toUpperCase()}
    </span>
  );
}
