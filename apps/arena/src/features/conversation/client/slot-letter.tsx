/** A and B have a colour besides their letter; further slots have the letter alone. */
const colors: Readonly<Record<string, string>> = { a: "border-slot-a bg-slot-a text-card", b: "border-slot-b bg-slot-b text-card" };

/** The letter that names a slot. */
export function SlotLetter({ slot, small = false }: { readonly slot: string; readonly small?: boolean }) {
  const size = small ? "size-6 text-sm/none" : "size-7 text-base/none";
  return (
    <span
      aria-hidden="true"
      className={`inline-grid flex-none place-items-center rounded-md border-2 font-bold ${size} ${colors[slot] ?? "border-ink"}`}
    >
      {slot.toUpperCase()}
    </span>
  );
}
